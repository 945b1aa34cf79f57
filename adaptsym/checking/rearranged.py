"""Sums in other forms, and what must be positive for an equation to be defined."""

from __future__ import annotations

from collections.abc import Iterator

from adaptsym.claims import Claim
from adaptsym.kernel.linear import Linear, linear, linear_term
from adaptsym.term import (
    At,
    Big,
    Op,
    Symbol,
    Term,
    children,
    free_symbols,
    rebuild,
    substitute,
    walk,
)


def geometric(x: Big) -> Term | None:
    """The closed form of the sum of a**(t - i) or a**i over i from 1 to t, or a**i from 0; None for another sum."""
    match x.body:
        case Op("pow", (Symbol() as a, exponent)):
            e, low, high = linear(exponent), linear(x.low), linear(x.high)
        case _:
            return None
    if e is None or low is None or high is None or abs(e.coefficient(x.index.word)) != 1:
        return None
    n = e.coefficient(x.index.word)
    position = Linear(((x.index.word, n),))
    least = (e - position) + (low if n > 0 else high.scaled(-1))  # the least exponent
    count = high - low + Linear((), 1)
    closed = (1 - a ** linear_term(count)) / (1 - a)
    return closed if least == Linear() else a ** linear_term(least) * closed


def forward(x: Term) -> Term:
    """A term whose sums run over the steps of their sequences: the sum of a**k g[t-k] becomes that of a**(t-i) g[i]."""
    x = rebuild(x, forward)
    if not isinstance(x, Big) or x.op != "sum":
        return x
    places = {linear(y.index) for y in walk(x.body) if isinstance(y, At)}
    if len(places) != 1:
        return x
    place = next(iter(places))
    if place is None or abs(place.coefficient(x.index.word)) != 1:
        return x
    n = place.coefficient(x.index.word)
    rest = place - Linear(((x.index.word, n),))
    if n == 1 and rest == Linear():
        return x
    old = (Linear(((x.index.word, 1),)) - rest).scaled(n)  # the index by the step of the sequence
    body = _settled(substitute(x.body, x.index, linear_term(old)))
    ends = [linear(end) for end in (x.low, x.high)]
    if ends[0] is None or ends[1] is None:
        return x
    low, high = (rest + end.scaled(n) for end in (ends if n > 0 else ends[::-1]) if end is not None)
    return Big(x.op, body, x.index, linear_term(low), linear_term(high))


def _settled(x: Term) -> Term:
    """With indices and exponents computed."""
    x = rebuild(x, _settled)
    match x:
        case At(word, index) if (e := linear(index)) is not None:
            return At(word, linear_term(e))
        case Op("pow", (base, exponent)) if (e := linear(exponent)) is not None:
            return base ** linear_term(e)
    return x


def conditions_of(c: Claim) -> Iterator[tuple[Op, ...]]:
    """What must be positive for the sides to be defined: radicands and denominators, the written-out side first."""
    sides = sorted((c.right, c.left), key=lambda x: not any(isinstance(y, Big) for y in walk(x)))
    seen = []
    for side in sides:
        inside: list[Term] = []
        for x in walk(side):
            if isinstance(x, Op) and x.op == "div":
                below = children(x)[1]
                inside += [children(y)[0] for y in walk(below) if isinstance(y, Op) and y.op == "sqrt"]
                if isinstance(below, (At, Big)):
                    inside.append(below)
        found = tuple(x > 0 for x in dict.fromkeys(inside) if _varies(x) and not _bound_inside(x, side))
        if found and found not in seen:
            seen.append(found)
            yield found
    if len(seen) > 1:
        yield tuple(dict.fromkeys((*seen[0], *seen[1])))


def _varies(x: Term) -> bool:
    return any(isinstance(y, (At, Big)) for y in walk(x))


def _bound_inside(x: Term, side: Term) -> bool:
    """Whether a term speaks of an index that a sum around it binds."""
    bound = {y.index for y in walk(side) if isinstance(y, Big)}
    return bool(bound & free_symbols(x))
