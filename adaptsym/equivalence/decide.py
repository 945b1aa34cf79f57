"""One attempt: two specifications in the same words, without repairs. Proved, refuted or undecided."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from adaptsym.equivalence.budget import Budget
from adaptsym.equivalence.floats import close, usual_course
from adaptsym.equivalence.machine import Machine, at_start, machine
from adaptsym.equivalence.probe import Witness, counterexample, parameter_first
from adaptsym.equivalence.relate import relation
from adaptsym.equivalence.simulate import Simulation, simulate
from adaptsym.kernel.context import Context
from adaptsym.kernel.equality import equal
from adaptsym.kernel.rules import instance
from adaptsym.proof.results import Verdict
from adaptsym.spec import Spec
from adaptsym.term import At, Number, Term


@dataclass(frozen=True)
class Attempt:
    """What came of one attempt.

    `relation` gives the parameter and states of `left` by those of `right`; where `swapped`, the second
    specification is on the left.
    """

    verdict: Verdict
    left: Machine | None = None
    right: Machine | None = None
    relation: dict[str, Term] | None = None
    swapped: bool = False
    witness: Witness | None = None
    simulation: Simulation | None = None
    reason: str = ""

    @property
    def plainly(self) -> bool:
        """Whether states and parameter are the same, up to their names."""
        return self.relation is not None and not self.shifted and all(isinstance(x, At) for x in self.relation.values())

    @property
    def shifted(self) -> bool:
        """Whether the parameters differ, and only the points of the gradients are the same."""
        if self.relation is None or self.left is None or self.right is None:
            return False
        return self.relation[self.left.parameter.word.name] != self.right.parameter

    @property
    def start(self) -> Term | None:
        """Where the left one has to start, if not where the right one does."""
        if self.relation is None or self.left is None or self.right is None:
            return None
        there = at_start(self.relation[self.left.parameter.word.name], self.right)
        m = self.right
        here = instance(m.parameter, m.spec.index, Number(Fraction(m.spec.first)))
        return None if equal(Context(m.spec), there, here) else there


def attempt(a: Spec, b: Spec, budget: Budget) -> Attempt:
    """Prove that two specifications take their gradients at the same points, or refute it.

    Runs in floating point say which is tried first; they decide nothing.
    """
    alike = seem_alike(a, b)
    proved = _proof(a, b, budget) if alike else None
    if proved is not None and proved.verdict is Verdict.PROVED:
        return proved
    witness = counterexample(a, b, point_only=True, instances=12 if alike else 5)
    if witness is not None:
        return Attempt(Verdict.REFUTED, witness=parameter_first(a, b, witness))
    last = proved or _proof(a, b, budget)
    if last.verdict is Verdict.UNDECIDED and last.relation is None:  # one point, and parameters that go their own ways
        witness = counterexample(a, b)
        last = last if witness is None else Attempt(Verdict.REFUTED, witness=witness)
    return last


def seem_alike(a: Spec, b: Spec) -> bool:
    """Whether both take their gradients at the same points in floating point."""
    moving = a.schedules & b.schedules
    return close(usual_course(a, moving), usual_course(b, moving))


def _proof(a: Spec, b: Spec, budget: Budget) -> Attempt:
    """A relation from one to the other that is proved to be kept; undecided where there is none."""
    one, other = machine(a), machine(b)
    last: Attempt | None = None
    for left, right in ((one, other), (other, one)):
        found = relation(left, right)
        swapped = left is not one
        if found is None:
            reason = f"no relation was found that makes the states of {left.spec.name} of those of {right.spec.name}"
            last = last or Attempt(Verdict.UNDECIDED, left, right, swapped=swapped, reason=reason)
            continue
        held = simulate(left, right, found, budget)
        verdict = Verdict.PROVED if held.held else Verdict.UNDECIDED
        here = Attempt(verdict, left, right, found, swapped, None, held, held.reason)
        renamed = here.plainly and len(left.before) == len(right.before)
        if held.held or renamed:  # what fails one way between the same states fails the other way
            return here
        last = here if last is None or last.relation is None else last
    assert last is not None
    return last
