"""Code that cannot be read, run beside what is published: numbers that are close, which prove nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite
from typing import Any

import numpy as np

from adaptsym import catalogue
from adaptsym.auditing.replay import SEED, SHAPE, STEPS, gradients, run, worst_difference
from adaptsym.compile.runtime import compile_optimizer
from adaptsym.errors import AdaptsymError
from adaptsym.spec import Spec
from adaptsym.trace.model import Untraced


@dataclass(frozen=True)
class NumericComparison:
    """How far code was from a specification when both were run on the same data: evidence, and no proof.

    Attributes:
        name: the specification.
        steps: how many steps were taken.
        difference: the largest relative difference of the parameters after a step.
    """

    name: str
    steps: int
    difference: float

    def __str__(self) -> str:
        return (
            f"not traced; compared numerically with {self.name} for {self.steps} steps: "
            f"largest relative difference {self.difference:.1e}, which proves nothing"
        )

    def json(self) -> dict[str, Any]:
        """A value that JSON can hold; it says itself that it is no proof."""
        difference = self.difference if isfinite(self.difference) else None  # one is finite, and the other is not
        return {"with": self.name, "steps": self.steps, "largest_relative_difference": difference, "proves": False}


def compared_numerically(code: Untraced, against: Spec | None) -> NumericComparison | None:
    """Code beside a specification, with its own numbers for the hyperparameters; or beside the nearest published one.

    None where the code, or everything that it is held against, cannot be run with these numbers.
    """
    start = np.random.default_rng(SEED + 1).standard_normal(SHAPE)
    given = gradients(SHAPE, STEPS)
    try:
        theirs = code.replay(start.copy(), [x.copy() for x in given])
    except Exception:  # a user's code may raise anything, also at a step that no probe has reached
        return None
    specs: Iterable[Spec] = catalogue.SPECS.values() if against is None else (against,)
    found = []
    for spec in specs:
        values: dict[str, Any] = {
            w.code_name: code.values[w.name] for w in spec.hyperparameters if w.name in code.values
        }
        try:
            ours = run(compile_optimizer(spec, "numpy")(**values), start.copy(), given)
        except AdaptsymError:  # a hyperparameter without a value, or outside its domain
            continue
        found.append(NumericComparison(spec.name, STEPS, worst_difference(ours, theirs)))
    return min(found, key=lambda x: x.difference, default=None)
