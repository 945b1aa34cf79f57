"""Signs that can be read off the structure of a term.

Nothing is searched for: a sum of non-negative terms, a product of positive ones, a power of a positive
base, 1 minus a power of something in [0, 1). What does not follow so must be a fact, with its own proof.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from adaptsym.errors import ProofError
from adaptsym.kernel.context import Context, Fact
from adaptsym.kernel.linear import Linear, linear, linear_term
from adaptsym.kernel.polynomial import Polynomial, constant, primitive
from adaptsym.term import (
    COMPARISONS,
    REDUCTIONS,
    At,
    Big,
    Brace,
    Kind,
    Number,
    Op,
    Role,
    Symbol,
    Term,
    offset,
    substitute,
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
    p = ctx.normal(x)
    value = constant(p)
    if value is not None:
        return value > 0 if strict else value >= 0
    return _known(ctx, x, p, strict) or _by_structure(ctx, x, strict) or _by_monomials(ctx, p, strict)


def _known(ctx: Context, x: Term, p: Polynomial, strict: bool) -> bool:
    """A fact, a bound of a domain, or a range says it, up to a positive factor."""
    factor, shape = primitive(p)
    for fact in (*ctx.facts, *_domains(x), *_proved_bounds(ctx, x)):
        if fact.strict or not strict:
            known = ctx.normal(fact.term)
            if known:
                other, known_shape = primitive(known)
                if shape == known_shape and (factor > 0) == (other > 0):
                    return True
    index = linear(x)
    return index is not None and ctx.at_least(index, int(strict))


def _domains(x: Term) -> Iterator[Fact]:
    """What the domains say of the hyperparameters that stand in a term."""
    for y in dict.fromkeys(walk(x)):
        if isinstance(y, (Symbol, At)) and y.word.role in (Role.HYPERPARAMETER, Role.CONSTANT):
            domain = y.word.domain
            if domain.low is not None:
                yield Fact(y - domain.low, not domain.low_closed)
            if domain.high is not None:
                yield Fact(domain.high - y, not domain.high_closed)


def _proved_bounds(ctx: Context, x: Term) -> Iterator[Fact]:
    """What theorems of the form ``s[t] >= ...``, free of conditions, say of the sequences that stand in a term."""
    bounds = [(c.left, c) for c in ctx.lemmas if c.relation != "eq" and isinstance(c.left, At) and not c.given]
    for y in dict.fromkeys(walk(x)) if bounds else ():
        at = linear(y.index) if isinstance(y, At) else None
        for left, c in bounds:
            step = offset(left.index)
            if isinstance(y, At) and at is not None and step is not None and left.word == y.word:
                n = at - Linear((), step)
                if ctx.at_least(n, c.since):
                    yield comparison(c.relation, y, substitute(c.right, ctx.spec.index, linear_term(n)))


def comparison(relation: str, left: Term, right: Term) -> Fact:
    """A comparison as the sign of a difference.

    Raises:
        ProofError: for anything else.
    """
    match relation:
        case "le" | "lt":
            return Fact(right - left, relation == "lt")
        case "ge" | "gt":
            return Fact(left - right, relation == "gt")
    raise ProofError(f"{relation} is no inequality")


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
            return not strict and ctx.normal(a) == ctx.normal(b)
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
    """a - b, where a is 1 and b a product in [0, 1]; where both are roots; where one is a maximum or minimum."""
    match a, b:
        case Op("sqrt", (p,)), Op("sqrt", (q,)):
            return nonnegative(ctx, q) and _sign(ctx, p - q, strict=strict)
        case Op("max", (p, q)), _ if not strict:
            return any(nonnegative(ctx, c - b) for c in (p, q))
        case _, Op("min", (p, q)) if not strict:
            return any(nonnegative(ctx, a - c) for c in (p, q))
        case Op("abs", (p,)), _ if not strict and ctx.normal(p) in (ctx.normal(b), ctx.normal(-b)):
            return True
    if constant(ctx.normal(a)) == 1 and _in_unit(ctx, b, strict):
        return True
    below = constant(ctx.normal(b))
    return below is not None and below <= 0 and _sign(ctx, a, strict=strict and below == 0)


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
    """Every monomial of the expanded form has a positive coefficient and non-negative odd powers."""
    found = False
    if any(c < 0 for c in p.values()):
        return False
    for monomial in p:
        signs = []
        for atom, e in monomial:
            even = not e.terms and e.constant % 2 == 0
            atomic = atom.term if _is_atomic(ctx, atom.term) else None
            if atomic is None:
                return False
            if even:
                signs.append(not strict or found or nonzero(ctx, atomic))
            elif _atom_sign(ctx, atomic, strict=True):
                signs.append(True)
            elif _atom_sign(ctx, atomic, strict=False):
                signs.append(False)
            else:
                return False
        found = found or all(signs)
    return found or not strict


def _is_atomic(ctx: Context, x: Term) -> bool:
    """Whether a term is its own atom, so that asking for its sign makes progress."""
    p = ctx.normal(x)
    return len(p) == 1 and sum(len(m) for m in p) == 1


def _atom_sign(ctx: Context, x: Term, *, strict: bool) -> bool:
    return _known(ctx, x, ctx.normal(x), strict) or _by_structure(ctx, x, strict)


def assuming(ctx: Context, x: Op) -> tuple[Context, Context]:
    """The contexts of both sides of a branch: in which its condition holds, and does not."""
    condition = x.args[0]
    if not isinstance(condition, Op) or condition.op not in COMPARISONS:
        raise ProofError(f"{condition} is no comparison")
    if condition.kind is Kind.ARRAY and any(isinstance(y, Op) and y.op in REDUCTIONS for y in walk(x)):
        raise ProofError(f"a reduction stands under the element-wise condition {condition}")
    true = comparison(condition.op, *condition.args)
    return ctx.knowing(true), ctx.knowing(Fact(-true.term, not true.strict))
