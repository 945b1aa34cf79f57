"""What an audit has found, as text, as LaTeX and as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from adaptsym.auditing.numeric import NumericComparison
from adaptsym.equivalence import Equivalence
from adaptsym.equivalence.results import witness_json
from adaptsym.proof.results import Verdict
from adaptsym.trace.model import Trace
from adaptsym.typeset import notebook

RUNS = "auditing imports and runs the code"  # every report says that it was


@dataclass(frozen=True)
class Audit:
    """What a piece of running code computes.

    Attributes:
        target: the code, as it was named.
        verdict: whether its step is proved, or refuted, to be that of `against`, or (where nothing was named) of a
            published specification; undecided where it was not read, or neither was shown.
        trace: what was read off the code; None where it could not be read.
        nearest: the published specification that it is, or the nearest one, with its conventions in words.
        departures: the conventions in which it departs from `nearest`, where it is proved to be such a variant of it.
        against: the specification that it was held against, where one was named.
        conventions: where epsilon stands, whether bias is corrected, and the like; each a proved fact.
        comparison: the equivalence behind the verdict.
        replay_error: the largest relative difference between the reading and the code, run side by side.
        reason: why it is undecided.
        numeric: where the code was not read: how far it was from `against`, or from the nearest published one, when
            both were run. It decides nothing.
        framework: what the code runs on, where it was not read.
        seconds: how long it took, imports apart.
    """

    target: str
    verdict: Verdict
    trace: Trace | None = None
    nearest: str | None = None
    against: str | None = None
    departures: Mapping[str, str] = field(default_factory=dict)
    conventions: Mapping[str, str] = field(default_factory=dict)
    comparison: Equivalence | None = None
    replay_error: float | None = None
    reason: str = ""
    numeric: NumericComparison | None = None
    framework: str | None = None
    seconds: float = field(default=0.0, compare=False)

    def __bool__(self) -> bool:
        return self.verdict is Verdict.PROVED

    def __str__(self) -> str:
        where = f" ({self._framework}; imported and run)" if self._framework else " (imported and run)"
        lines = [f"{self.target}{where}: {self._headline()}"]
        lines += [f"  {key}: {value}" for key, value in self.conventions.items()]
        if self.comparison is not None:
            lines += str(self.comparison).split("\n")[1:]
        for assumption in self.trace.assumptions if self.trace else ():
            lines.append(f"  assumed: {assumption}")
        for note in self.trace.notes if self.trace else ():
            lines.append(f"  note: {note}")
        if self.replay_error is not None:
            lines.append(f"  replay beside the code: largest relative difference {self.replay_error:.1e}")
        return "\n".join(lines)

    @property
    def _framework(self) -> str | None:
        return self.trace.framework if self.trace else self.framework

    def _headline(self) -> str:
        if self.comparison is None:
            beside = f"; {self.numeric}" if self.numeric else ""
            return f"{self.verdict}: {self.reason}{beside}"
        if self.against is None:
            text = self._identified()
        else:
            proved = self.verdict is Verdict.PROVED
            text = f"{self.comparison.relation} as {self.against}" if proved else f"it is not {self.against}"
            if self.verdict is Verdict.UNDECIDED:
                text = f"whether it is {self.against}"
            text += "" if self.nearest == self.against else f"; by itself, {self._identified()}"
        return f"{self.verdict}: {text}" + (f"; {self.reason}" if self.reason else "")

    def _identified(self) -> str:
        """What it is, by the catalogue."""
        if not self.conventions:
            return f"it is none of the catalogue; nearest to {self.nearest}"
        how = ", ".join(f"{key}: {value}" for key, value in self.departures.items())
        return f"it is {self.nearest}" + (f" with another convention ({how})" if how else "")

    def _repr_latex_(self) -> str | None:
        return self.trace.spec._repr_latex_() if self.trace else None

    def _repr_markdown_(self) -> str:
        """The report, and the equations that were read."""
        return "\n\n".join(x for x in (notebook.of_lines(str(self)), self._repr_latex_()) if x)

    def json(self) -> dict[str, Any]:
        """A value that JSON can hold."""
        c = self.comparison
        return {
            "target": self.target,
            "framework": self._framework,
            "verdict": str(self.verdict),
            "nearest": self.nearest,
            "against": self.against,
            "relation": c.relation if c else None,
            "departures": dict(self.departures),
            "conventions": dict(self.conventions),
            "assumptions": list(self.trace.assumptions) if self.trace else [],
            "notes": list(self.trace.notes) if self.trace else [],
            "equations": [str(e) for e in self.trace.spec.equations] if self.trace else [],
            "conditions": [str(x) for x in c.conditions] if c else [],
            "residual": None if c is None or c.residual is None else str(c.residual),
            "witness": witness_json(c.witness) if c else None,
            "agree_when": [{"condition": x.condition, "proved": x.proved} for x in c.agree_when] if c else [],
            "repair": None if c is None or c.repair is None else str(c.repair),
            "initial_state": c.initial_state if c else None,
            "replay_error": self.replay_error,
            "reason": self.reason or None,
            "numeric_comparison": self.numeric.json() if self.numeric else None,
            "seconds": round(self.seconds, 3),
        }
