"""Equality by arithmetic alone."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from adaptsym.kernel.context import Context
from adaptsym.kernel.linear import Linear, Ranges
from adaptsym.kernel.normal import normal
from adaptsym.kernel.polynomial import Atom, Frozen, Monomial, Polynomial, add_to, frozen, joined, reciprocal, times
from adaptsym.kernel.signs import nonnegative, nonzero
from adaptsym.term import Big, Op, Term, children

ROUNDS = 40
Shapes = frozenset[object]
Key = tuple[str, Frozen]
Squares = dict[Key, Polynomial]


def equal(ctx: Context, a: Term, b: Term) -> bool:
    """Whether two terms are equal by arithmetic alone.

    The difference of their normal forms must vanish, after multiplying by denominators that are shown to be
    different from 0, and with sqrt(x)**2 = x (where x is shown to be non-negative), abs(x)**2 = x**2,
    abs(x) = sign(x)*x where both stand there, and norm(x)**2 = dot(x, x).
    """
    if not ctx.normal(a - b):
        return True
    parts = tuple(dict.fromkeys(x for whole in (a, b) for x in _outside_sums(whole)))
    squares = frozenset((key, frozen(p)) for key, p in _squares(ctx, parts).items())
    return _vanishes(a - b, ctx.ranges, ctx.depth, _nonzero_shapes(ctx, parts), squares)


@lru_cache(maxsize=4_000)
def _vanishes(x: Term, ranges: Ranges, depth: int, shapes: Shapes, known: frozenset[tuple[Key, Frozen]]) -> bool:
    """Whether a term is 0, where these shapes are not, and these squares are known."""
    squares: Squares = {key: dict(p) for key, p in known}
    difference = normal(x, ranges, depth)
    for _ in range(ROUNDS):
        difference = _squared(difference, squares)
        if not difference:
            return True
        atom = next((a for m in difference for a, e in m if _clearable(a, e, shapes)), None)
        if atom is None:
            signs = tuple(y for y in _outside_sums(x) if isinstance(y, Op) and y.op == "sign")
            for y in dict.fromkeys(signs):
                difference = _signed(difference, y, normal(y.args[0], ranges, depth), normal(y, ranges, depth))
            return not _squared(difference, squares)
        difference = _cleared(difference, atom)
    return False


def _outside_sums(x: Term) -> Iterator[Term]:
    """A term and what is below it, not going under sums and products."""
    yield x
    if not isinstance(x, Big):
        for child in children(x):
            yield from _outside_sums(child)


def _nonzero_shapes(ctx: Context, parts: tuple[Term, ...]) -> Shapes:
    """The polynomials, as they stand in reciprocal atoms, that are factors of denominators shown not to be 0."""
    shapes: set[object] = set()
    for x in parts:
        if isinstance(x, Op) and x.op == "div" and nonzero(ctx, x.args[1]):
            for monomial in reciprocal(ctx.normal(x.args[1])):
                surely = [atom for atom, e in monomial if ctx.at_least(e, 1)]  # a to the 0 is not 0 though a may be
                shapes |= {atom.parts[0] for atom in surely if atom.tag == "reciprocal"}
    return frozenset(shapes)


def _squares(ctx: Context, parts: tuple[Term, ...]) -> Squares:
    squares: Squares = {}
    for x in parts:
        if isinstance(x, Op) and x.op == "abs":
            squares["abs", frozen(ctx.normal(x.args[0]))] = ctx.normal(x.args[0] * x.args[0])
        if isinstance(x, Op) and x.op in ("norm", "norm_all"):
            inner = Op(x.op.replace("norm", "dot"), (x.args[0], x.args[0]))
            squares[x.op, frozen(ctx.normal(x.args[0]))] = ctx.normal(inner)
        if isinstance(x, Op) and x.op == "sqrt" and nonnegative(ctx, x.args[0]):
            p = ctx.normal(x.args[0])
            squares["sqrt", frozen(p)] = p
    return squares


def _signed(p: Polynomial, x: Op, argument: Polynomial, sign: Polynomial) -> Polynomial:
    """p with sign(x)*x for abs(x)."""
    magnitude = Atom("abs", (frozen(argument),), Op("abs", x.args))
    out: Polynomial = {}
    for monomial, c in p.items():
        e = dict(monomial).get(magnitude, Linear())
        if e.terms or e.constant != 1:
            add_to(out, {monomial: c})
        else:
            rest = joined(monomial, ((magnitude, Linear((), -1)),))
            add_to(out, times({rest: c}, times(sign, argument)))
    return out


def _squared(p: Polynomial, squares: Squares) -> Polynomial:
    """p with the known squares put in, until none is left."""
    out: Polynomial = {}
    changed = False
    for monomial, c in p.items():
        hit = next((x for x, e in monomial if not e.terms and e.constant >= 2 and _square_key(x) in squares), None)
        if hit is None:
            add_to(out, {monomial: c})
        else:
            changed = True
            rest = joined(monomial, ((hit, Linear((), -2)),))
            add_to(out, times({rest: c}, squares[_square_key(hit)]))
    return _squared(out, squares) if changed else out


def _square_key(x: Atom) -> tuple[str, Frozen]:
    part = x.parts[0] if x.parts else ()
    return x.tag, part if isinstance(part, tuple) else ()


def _clearable(x: Atom, e: Linear, shapes: Shapes) -> bool:
    return x.tag == "reciprocal" and not e.terms and x.parts[0] in shapes


def _cleared(p: Polynomial, atom: Atom) -> Polynomial:
    """p times the denominator that the atom is the reciprocal of, as often as it stands in p."""
    part = atom.parts[0]
    assert isinstance(part, tuple)
    shape: Polynomial = dict(part)
    exponents = [dict(m).get(atom, Linear()) for m in p]
    most = max(e.constant for e in exponents if not e.terms)
    out: Polynomial = {}
    for (monomial, c), e in zip(p.items(), exponents, strict=True):
        inside = e.constant != 0 and not e.terms
        rest: Monomial = joined(monomial, ((atom, e.scaled(-1)),)) if inside else monomial
        missing = most - e.constant if not e.terms else most
        term: Polynomial = {rest: c}
        for _ in range(missing):
            term = times(term, shape)
        add_to(out, term)
    return out
