"""The normal form by which the kernel decides equality: polynomials over opaque atoms, with exact coefficients.

An atom is whatever is not a polynomial: a symbol, a sequence at an index, a root, a sum, a reciprocal.
A monomial maps atoms to exponents, which are linear in the indices, so ``rho * rho**(t-1-i)`` and
``rho**(t-i)`` are one monomial. That x**a * x**b = x**(a+b) needs a and b natural, so every exponent is
shown natural from the ranges of its indices before it is taken in. Sums are linear: what does not depend
on the index stands in front. Reciprocals are total here (1/0 is 0); that denominators are not
zero is the business of `adaptsym.kernel.definedness`, and nothing cancels before it has said so.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from adaptsym.errors import ProofError
from adaptsym.kernel.linear import Linear, Ranges, follows, linear
from adaptsym.kernel.polynomial import (
    Atom,
    Frozen,
    Monomial,
    Polynomial,
    computable,
    constant,
    frozen,
    monomial_term,
    number,
    of_atom,
    ordered,
    plus,
    power,
    primitive,
    reciprocal,
    times,
)
from adaptsym.term import Apply, At, Big, Brace, Kind, Number, Op, Role, Symbol, Term, Word, children

MAX_EXPONENT = 64  # of a number that is computed; higher powers stand as they are


def level(depth: int) -> Symbol:
    """The letter of the index that is bound at a depth; no word of a user can be called so."""
    return Symbol(Word(f"#{depth}", f"#{depth}", "bound index", Role.INDEX))


def depth_of(index: Symbol) -> int:
    """The depth whose letter an index is; -1 for the indices that users have."""
    name = index.word.name
    return int(name[1:]) if name.startswith("#") else -1


@lru_cache(maxsize=10_000)
def primitive_normal(x: Term, ranges: Ranges = (), depth: int = 0) -> tuple[Fraction, Frozen] | None:
    """`primitive` of the normal form of a term; None where that is 0."""
    p = normal(x, ranges, depth)
    return primitive(p) if p else None


@lru_cache(maxsize=50_000)
def normal(x: Term, ranges: Ranges = (), depth: int = 0) -> Polynomial:
    """The normal form of a term, where every index lies in its range. It is shared between calls: do not change it.

    Raises:
        ProofError: for an exponent that is not natural in these ranges, and past the limits of size.
    """
    match x:
        case Number(q):
            return number(q)
        case Brace(body):
            return normal(body, ranges, depth)
        case Op("add", (a, b)):
            return plus(normal(a, ranges, depth), normal(b, ranges, depth))
        case Op("sub", (a, b)):
            return plus(normal(a, ranges, depth), normal(b, ranges, depth), -1)
        case Op("neg", (a,)):
            return plus({}, normal(a, ranges, depth), -1)
        case Op("mul", (a, b)):
            return times(normal(a, ranges, depth), normal(b, ranges, depth))
        case Op("div", (a, b)):
            return times(normal(a, ranges, depth), reciprocal(normal(b, ranges, depth)))
        case Op("pow", (a, b)):
            return _normal_power(x, a, b, ranges, depth)
        case Big():
            return _normal_big(x, ranges, depth)
        case Symbol(word):
            return of_atom(Atom("symbol", (word,), x))
        case At(word, index):
            return of_atom(Atom("at", (word, _index(index)), x))
        case Op("dot" | "dot_all", (a, b)):
            return _normal_inner(x, times(normal(a, ranges, depth), normal(b, ranges, depth)))
        case Op("grad"):
            raise ProofError(f"{x} is no function of the point: another batch may stand behind every step")
        case Op("size" | "size_all" as op):
            return of_atom(Atom(op, (), x))
        case Op(op, args):
            return of_atom(Atom(op, tuple(frozen(normal(a, ranges, depth)) for a in args), x))
        case Apply(word):
            parts = tuple(frozen(normal(a, ranges, depth)) for a in children(x))
            return of_atom(Atom("apply", (word, *parts), x))
    raise ProofError(f"{x} is outside the kernel's language")


def _normal_inner(x: Op, p: Polynomial) -> Polynomial:
    """The sum of p over the elements of a parameter (or of all): linear, what is one number stands in front."""
    constant_kinds = (Kind.SHARED, Kind.OWN) if x.op == "dot" else (Kind.SHARED,)
    out: Polynomial = {}
    for monomial, factor in p.items():
        front = ordered({atom: e for atom, e in monomial if atom.term.kind in constant_kinds})
        rest = ordered({atom: e for atom, e in monomial if atom.term.kind not in constant_kinds})
        whole = Op(x.op, (monomial_term(rest), Number(Fraction(1))))
        size = "size" if x.op == "dot" else "size_all"
        counted = Atom(size, (), Op(size, (x.args[0],)))
        summed = of_atom(Atom(x.op, (rest,), whole) if rest else counted)
        out = plus(out, times({front: factor}, summed))
    return out


def _index(x: Term) -> Linear:
    found = linear(x)
    if found is None:
        raise ProofError(f"the index {x} is not a whole-number combination of indices")
    return found


def _normal_power(x: Op, base: Term, exponent: Term, ranges: Ranges, depth: int) -> Polynomial:
    p = normal(base, ranges, depth)
    e = linear(exponent)
    if e is None:
        if isinstance(exponent, Number) and exponent.fraction == Fraction(1, 2):
            return normal(Op("sqrt", (base,)), ranges, depth)
        return of_atom(Atom("power", (frozen(p), frozen(normal(exponent, ranges, depth))), x))
    value = constant(p)
    if not e.terms and value:
        small = abs(e.constant) <= MAX_EXPONENT and computable(value, e.constant)
        return number(value**e.constant) if small else of_atom(Atom("number", (value,), base), e)
    if not e.terms:
        return power(p, e.constant) if e.constant >= 0 else reciprocal(power(p, -e.constant))
    if not follows(e, ranges):
        raise ProofError(f"the exponent of {x} is not known to be a natural number")
    if not p:  # 0**n is 0 from n = 1 on
        return {} if follows(e - Linear((), 1), ranges) else of_atom(Atom("number", (Fraction(0),), base), e)
    if len(p) == 1:
        ((monomial, factor),) = p.items()
        if all(not k.terms for _, k in monomial):  # (c*a*b)**n is c**n * a**n * b**n
            return times(
                _number_power(factor, e), {ordered({a: e.scaled(k.constant) for a, k in monomial}): Fraction(1)}
            )
    return of_atom(Atom("base", (frozen(p),), base), e)


def _number_power(c: Fraction, e: Linear) -> Polynomial:
    """c**e for a number c that is not 0: what is whole in the exponent is computed."""
    if c == 1:
        return number(1)
    if not computable(c, e.constant):
        return of_atom(Atom("number", (c,), Number(c)), e)
    symbolic = e - Linear((), e.constant)
    return times(number(c**e.constant), of_atom(Atom("number", (c,), Number(c)), symbolic))


def _normal_big(x: Big, ranges: Ranges, depth: int) -> Polynomial:
    low, high = _index(x.low), _index(x.high)
    bound = level(depth)
    i = linear(bound)
    assert i is not None
    inside = (*ranges, i - low, high - i)
    body = normal(renamed_bound(x.body, x.index, bound), inside, depth + 1)
    if x.op == "product":
        return of_atom(Atom("product", (frozen(body), low, high), x))
    out: Polynomial = {}
    for monomial, factor in body.items():
        free, rest = _split(monomial, bound.word, low, high, ranges)
        summed = of_atom(Atom("sum", (rest, low, high), Big("sum", monomial_term(rest), bound, x.low, x.high)))
        out = plus(out, times({free: factor}, summed))
    return out


def _split(m: Monomial, bound: Word, low: Linear, high: Linear, ranges: Ranges) -> tuple[Monomial, Monomial]:
    """A monomial as what does not depend on the bound index, times the rest.

    Of a power whose exponent runs with the index, the smallest exponent of the range goes to the front:
    rho**(t-i) for i up to t-1 is rho * rho**(t-1-i). Powers of numbers have nothing whole in their exponents.
    """
    free: dict[Atom, Linear] = {}
    rest: dict[Atom, Linear] = {}
    for atom, e in m:
        step = e.coefficient(bound)
        if bound.name in atom.key and _mentions(atom.parts, bound):
            rest[atom] = e
        elif step == 0:
            free[atom] = e
        elif atom.tag == "number":
            rest[atom] = e
        else:
            end = high if step < 0 else low
            least = e + (end - Linear(((bound, 1),))).scaled(step)
            if follows(least, ranges):
                free[atom], rest[atom] = least, e - least
            else:
                rest[atom] = e
    return ordered(free), ordered(rest)


def _mentions(part: object, word: Word) -> bool:
    if isinstance(part, Word):
        return part == word
    if isinstance(part, Linear):
        return part.coefficient(word) != 0
    if isinstance(part, Atom):
        return _mentions(part.parts, word)
    return isinstance(part, tuple) and any(_mentions(p, word) for p in part)


def renamed_bound(x: Term, old: Symbol, new: Symbol) -> Term:
    """The body of a sum with its bound index renamed to a letter that stands nowhere in it."""
    if x == old:
        return new
    match x:
        case Op(op, args):
            return Op(op, tuple(renamed_bound(a, old, new) for a in args))
        case At(word, index):
            return At(word, renamed_bound(index, old, new))
        case Apply(word, args, parameters):
            one, other = ([renamed_bound(a, old, new) for a in part] for part in (args, parameters))
            return Apply(word, tuple(one), tuple(other))
        case Brace(body, label, over):
            return Brace(renamed_bound(body, old, new), label, over)
        case Big(op, body, index, low, high):
            below = body if index == old else renamed_bound(body, old, new)
            return Big(op, below, index, renamed_bound(low, old, new), renamed_bound(high, old, new))
    return x
