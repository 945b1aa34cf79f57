"""Caps: what is beyond them is refused before anything is computed with it."""

from __future__ import annotations

from itertools import islice

from adaptsym.checking.world import Open
from adaptsym.term import (
    At,
    Number,
    Op,
    Symbol,
    Term,
    children,
    walk,
)

MAX_NODES = 4_000  # of the two sides of a claim
MAX_EXPANSION = 20_000  # terms that expanding products of sums would give


class TooLarge(Open):
    """An equation beyond a cap, which the message names."""


def check_size(*sides: Term) -> None:
    """Refuse what is beyond the caps before anything is computed with it.

    Raises:
        TooLarge: naming the cap.
    """
    nodes = 0
    for side in sides:
        nodes += sum(1 for _ in islice(walk(side), MAX_NODES + 1))
        if nodes > MAX_NODES:
            raise TooLarge(f"the equation has more than {MAX_NODES} parts")
        if _expansion(side) > MAX_EXPANSION:
            raise TooLarge(f"expanding its products would give more than {MAX_EXPANSION} terms")


def _expansion(x: Term) -> int:
    """How many terms a side has when its products are expanded, at most."""
    match x:
        case Op("add" | "sub", (a, b)):
            return _expansion(a) + _expansion(b)
        case Op("mul", (a, b)):
            return min(_expansion(a) * _expansion(b), 10 * MAX_EXPANSION)
        case Op("pow", (a, Number(q))) if (inner := _expansion(a)) > 1:
            return int(min(inner ** min(int(abs(q)), 20), 10 * MAX_EXPANSION))
        case Op("pow", (a, _)):
            return _expansion(a)
        case Symbol() | At():
            return 1
    return max((_expansion(y) for y in children(x)), default=1)
