"""What an attempt may cost. Past a cap the answer is: undecided, with the cap's name.

Time is the processor's, so that verdicts do not hang on what else the machine does.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import process_time

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
        return cls(process_time() + s)

    def at_most(self, s: float) -> Budget:
        """A budget of its own, of some seconds from now, that ends no later than this one."""
        return Budget(min(self.until, process_time() + s))

    @property
    def left(self) -> float:
        """The seconds that are left."""
        return max(0.0, self.until - process_time())

    @property
    def over(self) -> bool:
        """Whether the time is over."""
        return process_time() > self.until

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
