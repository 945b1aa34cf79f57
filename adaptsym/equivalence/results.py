"""What is known of two specifications: a verdict, with its evidence."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from adaptsym.enclosure import Enclosure
from adaptsym.equivalence.probe import Witness
from adaptsym.proof.results import Verdict
from adaptsym.spec import Spec
from adaptsym.term import At, Equation, Term
from adaptsym.typeset import notebook

SAME = "the same"
REPARAMETRISED = "the same after a reparametrisation"
DIFFERENT = "different"
UNDECIDED = "undecided"


@dataclass(frozen=True)
class Condition:
    """What an equality needs, in words; with numbers on which the two differ without it, where such were found."""

    text: str
    witness: Witness | None = None

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Agreement:
    """A condition under which two different specifications agree; proved, or only observed."""

    condition: str
    proved: bool

    def __str__(self) -> str:
        return f"{self.condition} ({'proved' if self.proved else 'observed'})"


@dataclass(frozen=True)
class Repair:
    """A change to the first specification under which both are proved to be the same.

    `changes` are equations of what stands there to what has to: ``epsilon == epsilon*sqrt(1 - rho2**t)`` for a
    hyperparameter, ``r[0] == 0`` for an initial value.
    """

    changes: tuple[Equation, ...]
    relation: str = SAME

    def __str__(self) -> str:
        return " and ".join(f"{e.left} -> {e.right}" for e in self.changes)


@dataclass(frozen=True)
class Equivalence:
    """Two specifications held against each other.

    Attributes:
        a, b: the two.
        verdict: proved, refuted or undecided: that they take the same steps.
        relation: 'the same', 'the same after a reparametrisation', 'different' or 'undecided'.
        matching: each state (and the parameter) of `a`, and each hyperparameter, as a term of b's, before step t.
        swapped: whether the states of `b` are given by a's instead, where only that was found.
        conditions: what the equality needs; each with the numbers that show why, where there are some.
        residual: what is left over: how the step of `a` differs from that of `b`, by states that are the same.
        witness: exact numbers on which they differ.
        agree_when: conditions under which they agree all the same.
        repair: a change to `a` under which they are the same.
        initial_state: 'agree', or which first values differ.
        reason: what was not shown, where the verdict is undecided.
        seconds: how long it took.
    """

    a: Spec
    b: Spec
    verdict: Verdict
    relation: str
    matching: tuple[Equation, ...] = ()
    swapped: bool = False
    conditions: tuple[Condition, ...] = ()
    residual: Term | None = None
    witness: Witness | None = None
    agree_when: tuple[Agreement, ...] = ()
    repair: Repair | None = None
    initial_state: str = "agree"
    reason: str = ""
    seconds: float = field(default=0.0, compare=False)

    def __bool__(self) -> bool:
        return self.verdict is Verdict.PROVED

    def __str__(self) -> str:
        lines = [f"{self.a.name} and {self.b.name}: {self.relation} ({self.verdict})"]
        told = [(e.left, e.right) for e in self.matching if not bool(e)]
        left, right = (self.b.name, self.a.name) if self.swapped else (self.a.name, self.b.name)
        lines += [f"  {x} of {left} is {y} of {right}" for x, y in told]
        lines += [f"  if {c}" for c in self.conditions]
        if self.initial_state != "agree":
            lines.append(f"  initial state: {self.initial_state}")
        if self.residual is not None:
            lines.append(f"  residual: {self.residual}")
        if self.witness is not None:
            lines.append(f"  witness: {self.witness}")
        lines += [f"  they agree when {x}" for x in self.agree_when]
        if self.repair is not None:
            lines.append(f"  repair: {self.repair}")
        if self.reason:
            lines.append(f"  {self.reason}")
        return "\n".join(lines)

    def _repr_latex_(self) -> str | None:
        """What is left over between two that differ, or how the parameter and the states correspond."""
        shown = [self.residual] if self.residual is not None else [e for e in self.matching if isinstance(e.left, At)]
        return notebook.of_term(shown[0]) if shown else None

    def _repr_markdown_(self) -> str:
        """The verdict with its evidence, and what is left over, or how both correspond."""
        return "\n\n".join(x for x in (notebook.of_lines(str(self)), self._repr_latex_()) if x)

    def json(self) -> dict[str, Any]:
        """A value that JSON can hold: terms as text, exact numbers as fractions in text."""
        return {
            "a": self.a.name,
            "b": self.b.name,
            "verdict": str(self.verdict),
            "relation": self.relation,
            "matching": {str(e.left): str(e.right) for e in self.matching},
            "swapped": self.swapped,
            "conditions": [{"condition": c.text, "witness": witness_json(c.witness)} for c in self.conditions],
            "residual": None if self.residual is None else str(self.residual),
            "witness": witness_json(self.witness),
            "agree_when": [{"condition": x.condition, "proved": x.proved} for x in self.agree_when],
            "repair": None if self.repair is None else {str(e.left): str(e.right) for e in self.repair.changes},
            "initial_state": self.initial_state,
            "reason": self.reason,
            "seconds": round(self.seconds, 4),
        }


def witness_json(w: Witness | None) -> dict[str, Any] | None:
    """A witness as a value that JSON can hold."""
    if w is None:
        return None
    return {
        "step": w.step,
        "what": w.what,
        "hyperparameters": {n: _plain(v) for n, v in w.hyperparameters.items()},
        "start": _plain(w.start),
        "gradients": [_plain(row) for row in w.gradients],
        "left": _plain(w.left),
        "right": _plain(w.right),
    }


def _plain(x: object) -> Any:
    if isinstance(x, tuple):
        return [_plain(part) for part in x]
    if isinstance(x, Enclosure):
        return {"low": str(x.low), "high": str(x.high), "about": float(x)}
    return str(x) if isinstance(x, Fraction) else x
