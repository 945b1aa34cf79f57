"""Signs that can be read off the structure of a term.

Nothing is searched for: a sum of non-negative terms, a product of positive ones, a power of a positive
base, 1 minus a power of something in [0, 1). What does not follow so must be a fact, with its own proof.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from adaptsym.errors import ProofError
from adaptsym.kernel.context import Context, Fact
from adaptsym.kernel.facts import comparison, relevant
from adaptsym.kernel.linear import linear
from adaptsym.kernel.numeric import evaluated, sign_of
from adaptsym.kernel.polynomial import (
    Atom,
    Monomial,
    Polynomial,
    as_term,
    constant,
    of_atom,
    plus,
    primitive,
    shape_of,
)
from adaptsym.term import (
    COMPARISONS,
    REDUCTIONS,
    Big,
    Brace,
    Kind,
    Number,
    Op,
    Term,
    walk,
)

UNITY = Number(Fraction(1))


def positive(ctx: Context, x: Term) -> bool:
    """Whether x > 0 can be read off."""
    return _sign(ctx, x, strict=True)


def nonnegative(ctx: Context, x: Term) -> bool:
    """Whether x >= 0 can be read off."""
    return _sign(ctx, x, strict=False)


def nonzero(ctx: Context, x: Term) -> bool:
    """Whether x != 0 can be read off."""
    if positive(ctx, x) or positive(ctx, -x):
        return True
    match x:
        case Brace(body):
            return nonzero(ctx, body)
        case Op("mul" | "div", (a, b)):
            return nonzero(ctx, a) and nonzero(ctx, b)
        case Op("neg" | "abs", (a,)):
            return nonzero(ctx, a)
        case Op("pow", (a, _)):
            return nonzero(ctx, a)
    return False


def _sign(ctx: Context, x: Term, *, strict: bool) -> bool:
    if (x, strict) not in ctx.signs:
        ctx.signs[x, strict] = _read_off(ctx, x, strict)
    return ctx.signs[x, strict]


def _read_off(ctx: Context, x: Term, strict: bool) -> bool:
    value = evaluated(x)
    if value is not None:
        return sign_of(value, strict=strict)
    p = ctx.normal(x)
    known = constant(p)
    if known is not None:
        return known > 0 if strict else known >= 0
    return _known(ctx, x, p, strict) or _by_structure(ctx, x, strict) or _by_monomials(ctx, p, strict)


def _known(ctx: Context, x: Term, p: Polynomial, strict: bool) -> bool:
    """A fact or a range says it; or what is given, plus at most one more fact, plus a visible number or monomial."""
    if _said(ctx, x, p, strict):
        return True
    for fact in ctx.facts:
        for rest in _less(ctx, p, (fact,)):
            value = constant(rest)
            if value is not None and value > 0:
                return True
            if (fact.strict or not strict) and (
                _by_signs(ctx, rest)
                or any(_by_signs(ctx, last) for last in _less(ctx, rest, relevant(ctx, as_term(rest))))
            ):
                return True
    return False


def _less(ctx: Context, p: Polynomial, facts: Iterable[Fact]) -> Iterator[Polynomial]:
    """What is left of p after taking away a positive multiple of a fact: once, or as often as a monomial allows."""
    for fact in facts:
        known = ctx.normal(fact.term)
        for factor in dict.fromkeys((Fraction(1), *(p[m] / c for m, c in known.items() if m in p and p[m] / c > 0))):
            rest = plus(p, known, -factor)
            if len(rest) <= len(p) + 1:
                yield rest


def _said(ctx: Context, x: Term, p: Polynomial, strict: bool) -> bool:
    """A fact, a domain, a theorem or the range of an index says it, up to a positive factor."""
    if not p:
        return not strict
    factor, shape = primitive(p)
    for fact in relevant(ctx, x):
        known = ctx.primitive(fact.term) if fact.strict or not strict else None
        if known is not None and known[1] == shape and (factor > 0) == (known[0] > 0):
            return True
    index = linear(x)
    return index is not None and ctx.at_least(index, int(strict))


def _by_signs(ctx: Context, p: Polynomial) -> bool:
    """Whether a polynomial is a number that is not negative, or a multiple of things said so, or of squares."""
    if len(p) > 1:
        return False
    value = constant(p)
    if value is not None:
        return value >= 0
    ((monomial, factor),) = p.items()
    squares = (not e.terms and e.constant % 2 == 0 for _, e in monomial)
    said = (even or _said(ctx, a.term, of_atom(a), False) for (a, _), even in zip(monomial, squares, strict=True))
    return _said(ctx, as_term(p), p, False) or (factor > 0 and all(said))


def _by_structure(ctx: Context, x: Term, strict: bool) -> bool:
    def sign(y: Term, strictly: bool = strict) -> bool:
        return _sign(ctx, y, strict=strictly)

    match x:
        case Brace(body):
            return sign(body)
        case Op("add", (a, b)):
            return sign(a, False) and sign(b, False) and (not strict or sign(a, True) or sign(b, True))
        case Op("sub", (a, b)):
            return _by_difference(ctx, a, b, strict)
        case Op("mul", (a, b)):
            if (sign(a) and sign(b)) or (sign(-a) and sign(-b)):
                return True
            return ctx.normal(a) == ctx.normal(b) and (not strict or nonzero(ctx, a))
        case Op("div", (a, b)):
            return sign(a) and sign(b, True)
        case Op("pow", (a, b)):
            return _by_power(ctx, a, b, strict)
        case Op("sqrt", (a,)):
            return sign(a)
        case Op("abs" | "norm" | "norm_all", (a,)):
            return not strict or (x.op == "abs" and nonzero(ctx, a))
        case Op("size" | "size_all"):
            return True
        case Op("dot" | "dot_all", (a, b)):
            if strict:
                return ctx.normal(a) == ctx.normal(b) and positive(ctx, Op(x.op.replace("dot", "norm"), (a,)))
            return nonnegative(ctx, a * b)
        case Op("max", (a, b)):
            return sign(a) or sign(b)
        case Op("min", (a, b)):
            return sign(a) and sign(b)
        case Op("where", (_, yes, no)):
            true, false = assuming(ctx, x)
            return _sign(true, yes, strict=strict) and _sign(false, no, strict=strict)
        case Big("sum", body):
            inner = ctx.within(x)
            return _sign(inner, body, strict=strict) and (not strict or _nonempty(ctx, x))
        case Big("product", body):
            return _sign(ctx.within(x), body, strict=strict)
    return False


def _by_power(ctx: Context, base: Term, exponent: Term, strict: bool) -> bool:
    if _sign(ctx, base, strict=strict):
        return True
    even = isinstance(exponent, Number) and exponent.fraction.denominator == 1 and int(exponent.fraction) % 2 == 0
    return even and (not strict or nonzero(ctx, base))


def _by_difference(ctx: Context, a: Term, b: Term, strict: bool) -> bool:
    """a - b: roots by their squares, quotients by their denominators, absolute values by both signs, maxima by
    either argument, 1 minus a product in [0, 1].
    """
    match a, b:
        case Op("sqrt", (p,)), Op("sqrt", (q,)) if nonnegative(ctx, q) and _sign(ctx, p - q, strict=strict):
            return True
        case Op("sqrt", (p,)), Op("abs", (q,)) if _sign(ctx, p - q * q, strict=strict):
            return True
        case Op("sqrt", (p,)), _ if nonnegative(ctx, b) and _sign(ctx, p - b * b, strict=strict):
            return True
        case _, Op("abs", (p,)) if _sign(ctx, a - p, strict=strict) and _sign(ctx, a + p, strict=strict):
            return True
        case Op("max", (p, q)), _ if not strict:
            return any(nonnegative(ctx, c - b) for c in (p, q))
        case _, Op("min", (p, q)) if not strict:
            return any(nonnegative(ctx, a - c) for c in (p, q))
        case Op("abs", (p,)), _ if not strict and ctx.normal(p) in (ctx.normal(b), ctx.normal(-b)):
            return True
    if _by_quotients(ctx, a, b, strict) or (constant(ctx.normal(a)) == 1 and _in_unit(ctx, b, strict)):
        return True
    below = constant(ctx.normal(b))
    return below is not None and below <= 0 and _sign(ctx, a, strict=strict and below == 0)


def _by_quotients(ctx: Context, a: Term, b: Term, strict: bool) -> bool:
    """p/low - q/high, where the numerators are one and low <= high, or the denominators are one and q <= p."""
    if not any(isinstance(x, Op) and x.op == "div" for x in (a, b)):
        return False
    (p, low), (q, high) = (x.args if isinstance(x, Op) and x.op == "div" else (x, UNITY) for x in (a, b))
    if not (positive(ctx, low) and positive(ctx, high)):
        return False
    if ctx.normal(low) == ctx.normal(high):
        return _sign(ctx, p - q, strict=strict)
    same = ctx.normal(p) == ctx.normal(q) and _sign(ctx, p, strict=strict)
    return same and _sign(ctx, high - low, strict=strict)


def _in_unit(ctx: Context, x: Term, strict: bool) -> bool:
    """0 <= x <= 1, or 0 <= x < 1 if strict."""
    rest = UNITY - x
    p = ctx.normal(rest)
    value = constant(p)
    if value is not None:
        return nonnegative(ctx, x) and (value > 0 if strict else value >= 0)
    if nonnegative(ctx, x) and (_known(ctx, rest, p, strict) or _by_monomials(ctx, p, strict)):
        return True
    match x:
        case Brace(body):
            return _in_unit(ctx, body, strict)
        case Op("sqrt", (a,)):
            return _in_unit(ctx, a, strict)
        case Op("pow", (base, exponent)):
            e = linear(exponent)
            return e is not None and ctx.at_least(e, int(strict)) and _in_unit(ctx, base, strict)
        case Op("mul", (a, b)):
            both = _in_unit(ctx, a, False) and _in_unit(ctx, b, False)
            return both and (not strict or _in_unit(ctx, a, True) or _in_unit(ctx, b, True))
        case Big("product", body):
            return _in_unit(ctx.within(x), body, strict) and (not strict or _nonempty(ctx, x))
    return False


def _nonempty(ctx: Context, x: Big) -> bool:
    low, high = linear(x.low), linear(x.high)
    return low is not None and high is not None and ctx.at_least(high - low)


def _by_monomials(ctx: Context, p: Polynomial, strict: bool) -> bool:
    """Every monomial of the expanded form is visibly non-negative, and one of them positive if that is asked."""
    signs = [_monomial_sign(ctx, monomial, c) for monomial, c in p.items()]
    if None in signs:
        return False
    return not strict or "+" in signs


def _monomial_sign(ctx: Context, monomial: Monomial, c: Fraction) -> str | None:
    """'+' where c times the monomial is positive, '0' where it is non-negative, None where that cannot be seen."""
    positives, flips = True, c < 0
    for atom, e in monomial:
        if not e.terms and e.constant % 2 == 0:
            positives = positives and _atom_sign(ctx, atom) in ("+", "-")
            continue
        sign = _atom_sign(ctx, atom)
        if sign is None or (sign == "-" and e.terms):
            return None
        positives = positives and sign != "0"
        flips ^= sign == "-"
    return None if flips else "+" if positives else "0"


def _atom_sign(ctx: Context, atom: Atom) -> str | None:
    """'+' for a positive atom, '0' for one that is non-negative, '-' for a negative one, None where it is not seen."""
    x = atom.term
    if atom.tag == "number":
        (c,) = atom.parts
        return "+" if isinstance(c, Fraction) and c > 0 else None
    if atom.tag == "base":
        return "+" if positive(ctx, x) else "0" if nonnegative(ctx, x) else None
    p = ctx.normal(x)
    if p != of_atom(atom):
        return None
    if atom.tag == "reciprocal" and positive(ctx, as_term({m: -c for m, c in shape_of(atom)})):
        return "-"
    for strict, sign in ((True, "+"), (False, "0")):
        if _known(ctx, x, p, strict) or _by_structure(ctx, x, strict):
            return sign
    return None


def assuming(ctx: Context, x: Op) -> tuple[Context, Context]:
    """The contexts of both sides of a branch: in which its condition holds, and does not."""
    condition = x.args[0]
    if not isinstance(condition, Op) or condition.op not in COMPARISONS:
        raise ProofError(f"{condition} is no comparison")
    if condition.kind is Kind.ARRAY and any(isinstance(y, Op) and y.op in REDUCTIONS for y in walk(x)):
        raise ProofError(f"a reduction stands under the element-wise condition {condition}")
    true = comparison(condition.op, *condition.args)
    return ctx.knowing(true), ctx.knowing(Fact(-true.term, not true.strict))
