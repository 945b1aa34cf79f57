"""What an attempt may cost. Past a cap the answer is: undecided, with the cap's name."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter

from adaptsym.errors import AdaptsymError

MAX_REGIONS = 64


class Exhausted(AdaptsymError):
    """A cap was reached; the message is its name."""


@dataclass
class Budget:
    """What an attempt may cost: until when, and how many regions."""

    until: float
    regions: int = MAX_REGIONS

    @classmethod
    def seconds(cls, s: float) -> Budget:
        """A budget of some seconds from now."""
        return cls(perf_counter() + s)

    @property
    def over(self) -> bool:
        """Whether the time is over."""
        return perf_counter() > self.until

    def check(self) -> None:
        """Look at the clock.

        Raises:
            Exhausted: if the time is over.
        """
        if self.over:
            raise Exhausted("the time limit")

    def spend(self) -> None:
        """Count a region.

        Raises:
            Exhausted: if there are too many, or the time is over.
        """
        self.regions -= 1
        if self.regions < 0:
            raise Exhausted(f"the limit of {MAX_REGIONS} regions")
        if self.over:
            raise Exhausted("the time limit")
