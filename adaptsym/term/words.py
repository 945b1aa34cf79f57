"""Words: rows of the notation table, with their domains and kinds."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import IntEnum, StrEnum
from fractions import Fraction
from functools import cached_property
from math import isnan


class Kind(IntEnum):
    """How many numbers a quantity holds. An operation is of the largest kind among its arguments."""

    SHARED = 0  # one for the whole optimizer: hyperparameters, t, a running product of a schedule
    OWN = 1  # one for each parameter array: an inner product, a norm
    ARRAY = 2  # one for each element of each parameter


class Role(StrEnum):
    """What a word stands for."""

    INDEX = "index"
    CONSTANT = "constant"  # a number of the setting: how many samples
    HYPERPARAMETER = "hyperparameter"
    SEQUENCE = "sequence"
    FUNCTION = "function"


@dataclass(frozen=True)
class Domain:
    """An interval of the reals, each end open or closed; ``None`` is infinite. Whole numbers only if `whole`."""

    low: Fraction | None = None
    high: Fraction | None = None
    low_closed: bool = False
    high_closed: bool = False
    whole: bool = False

    def __contains__(self, x: Fraction | float | int) -> bool:
        """Whether a number lies in the interval (NaN never does).

        >>> 1 in UNIT, 0 in UNIT, float("nan") in REAL
        (False, True, False)
        """
        if isnan(x):
            return False
        above = self.low is None or x > self.low or (self.low_closed and x == self.low)
        below = self.high is None or x < self.high or (self.high_closed and x == self.high)
        return above and below and (not self.whole or x == int(x))

    def __str__(self) -> str:
        left = f"{'[' if self.low_closed else '('}{'-oo' if self.low is None else self.low}"
        right = f"{'oo' if self.high is None else self.high}{']' if self.high_closed else ')'}"
        return f"{left}, {right}" + (" of whole numbers" if self.whole else "")


REAL = Domain()
POSITIVE = Domain(low=Fraction(0))
NONNEGATIVE = Domain(low=Fraction(0), low_closed=True)
UNIT = Domain(low=Fraction(0), high=Fraction(1), low_closed=True)  # [0, 1)
NATURAL = Domain(low=Fraction(0), low_closed=True, whole=True)
COUNT = Domain(low=Fraction(1), low_closed=True, whole=True)


@dataclass(frozen=True)
class Word:
    """A row of the notation table. Two words are one symbol only if the whole row agrees."""

    name: str
    latex: str
    meaning: str
    role: Role
    domain: Domain = REAL
    code: str = ""  # its name in programs, where that differs
    kind: Kind = Kind.SHARED

    @cached_property
    def _hash(self) -> int:
        return hash((self.name, self.latex, self.meaning, self.role, self.domain, self.code, self.kind))

    def __hash__(self) -> int:
        return self._hash

    def __getstate__(self) -> dict[str, object]:
        return {f.name: getattr(self, f.name) for f in fields(self)}  # no cached hash: it differs by process

    @property
    def code_name(self) -> str:
        """The name of this word in programs: ``rho1`` is ``beta1`` there."""
        return self.code or self.name
