"""What is known of a claim: a verdict, with its evidence."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from adaptsym.claims import Claim
from adaptsym.kernel.objects import Theorem
from adaptsym.spec import Spec


@dataclass(frozen=True)
class Witness:
    """Exact numbers at which a claim fails: its sides are different, or one of them is not defined.

    `start` is the parameter before the first step, element by element; `gradients` are one row a step from the
    first step on. A schedule is given by its values from the first step on. A side that is not rational is
    given to 17 digits, one without a value as 'undefined'.
    """

    t: int
    hyperparameters: dict[str, Fraction | tuple[Fraction, ...]]
    start: tuple[Fraction, ...]
    gradients: tuple[tuple[Fraction, ...], ...]
    left: str
    right: str

    def __str__(self) -> str:
        setting = [f"{name} = {_shown(value)}" for name, value in self.hyperparameters.items()]
        rows = [_shown(row[0] if len(row) == 1 else row) for row in self.gradients]
        setting += [f"start = {_shown(self.start)}", f"g = ({', '.join(rows)})"]
        return f"at t = {self.t} with {', '.join(setting)}: left is {self.left}, right is {self.right}"


def _shown(value: Fraction | tuple[Fraction, ...]) -> str:
    return f"({', '.join(map(str, value))})" if isinstance(value, tuple) else str(value)


class Verdict(StrEnum):
    """What is known of a claim. Undecided is an honest answer."""

    PROVED = "proved"
    REFUTED = "refuted"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class Result:
    """The verdict on a claim, with its evidence: a theorem, a witness, or what is left over."""

    spec: Spec
    claim: Claim
    verdict: Verdict
    theorem: Theorem | None = None
    witness: Witness | None = None
    reason: str = ""
    seconds: float = field(default=0.0, compare=False)

    def _repr_latex_(self) -> str:
        from adaptsym.typeset import notebook

        return notebook.of_result(self)

    def __str__(self) -> str:
        detail = f": {self.witness}" if self.witness else f": {self.reason}" if self.reason else ""
        return f"{self.spec.name}: {self.claim.name}: {self.verdict}{detail}"
