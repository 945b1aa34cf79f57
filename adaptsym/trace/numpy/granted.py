"""What a reading takes for granted, noted while the code runs on stand-ins; and how its numbers are read."""

from __future__ import annotations

import math
from contextvars import ContextVar
from fractions import Fraction
from typing import Any

from adaptsym.term import Number, Op
from adaptsym.trace.values import number

SHORT = 10**13  # a decimal of at most so many digits is no rounding
ROUNDINGS = 4  # units in the last place

# what the reading takes for granted, in plain words; with a number that has to occur in it, or else it is no matter
ASSUMED: ContextVar[dict[str, Fraction | None] | None] = ContextVar("ASSUMED", default=None)

# comparisons that are taken for granted
DECIDED: ContextVar[dict[Op, bool] | None] = ContextVar("DECIDED", default=None)


def assume(text: str, number: Fraction | None = None) -> None:
    """Note what the reading takes for granted."""
    noted = ASSUMED.get()
    if noted is not None:
        noted.setdefault(text, number)


def number_of(x: Any) -> Number:
    """A number of the code's as a rational; where it is a rounding of a short one, such as 1 - 0.9, that one.

    >>> number_of(1 - 0.9), number_of(1 / 3), number_of(0.999)
    (1/10, 1/3, 999/1000)
    """
    read = number(x)
    if not isinstance(x, float) or read.fraction.denominator <= SHORT:
        return read
    for near in (Fraction(f"{x:.12g}"), read.fraction.limit_denominator(1000)):
        if near != read.fraction and abs(float(near) - x) <= ROUNDINGS * math.ulp(x):
            assume(f"{x!r} is read as {near}, of which it is a rounding", near)
            return Number(near)
    return read
