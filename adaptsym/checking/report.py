"""What a check found, equation by equation: as lines, as Markdown, as JSON, as problems for a code review."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from adaptsym.proof.results import Witness

VERDICTS = (
    "definition",
    "proved",
    "approximation",
    "refuted",
    "suspect",
    "undecided",
    "not understood",
)
FAILING = frozenset(("refuted", "suspect", "undecided"))
WIDE = 76  # signs of LaTeX in a line of the report


@dataclass(frozen=True)
class Checked:
    """One displayed equation with its verdict.

    Attributes:
        file, line, column: where it stands, from 1.
        latex: its left side, relation and right side as they are typed.
        verdict: one of `VERDICTS`.
        reason: what the verdict rests on.
        witness: exact numbers that refute it.
        suggestion: LaTeX of the equation with a small change that makes it true; or of the published form.
        readings: choices that were made to read it.
    """

    file: str
    line: int
    column: int
    latex: str
    verdict: str
    reason: str = ""
    witness: Witness | None = None
    suggestion: str = ""
    readings: tuple[str, ...] = ()
    display: int = 0
    start: int = 0
    end: int = 0

    def __str__(self) -> str:
        shown = self.latex if len(self.latex) <= WIDE else self.latex[: WIDE - 1] + "…"
        parts = [f"{self.file}:{self.line}: {self.verdict}: {shown}"]
        parts += [f"    {self.reason}"] if self.reason and self.verdict not in ("definition",) else []
        parts += [f"    {self.witness}"] if self.witness is not None else []
        parts += [f"    perhaps: {self.suggestion}"] if self.suggestion else []
        return "\n".join(parts)

    def json(self) -> dict[str, Any]:
        """As a JSON object."""
        w = self.witness
        return {
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "latex": self.latex,
            "verdict": self.verdict,
            "reason": self.reason or None,
            "witness": None if w is None else witness_json(w),
            "suggestion": self.suggestion or None,
            "readings": list(self.readings),
        }


def witness_json(w: Witness) -> dict[str, Any]:
    """A witness as a JSON object, its numbers as texts."""
    numbers = {n: [str(x) for x in v] if isinstance(v, tuple) else str(v) for n, v in w.hyperparameters.items()}
    return {
        "t": w.t,
        "hyperparameters": numbers,
        "start": [str(x) for x in w.start],
        "gradients": [[str(x) for x in row] for row in w.gradients],
        "left": w.left,
        "right": w.right,
    }


@dataclass(frozen=True)
class Identified:
    """What a section of a page is: a published optimizer in other letters, or the nearest one."""

    file: str
    line: int
    section: str
    text: str
    name: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}"


@dataclass(frozen=True)
class Report:
    """The equations of one or more documents with their verdicts, in order.

    >>> from adaptsym.checking import check
    >>> print(check(r"$$v_t = \\gamma v_{t-1} + g_t = \\sum_{i=1}^t \\gamma^{t-i} g_i, \\text{ where } v_0 = 0$$"))
    text:1: definition: v_t = \\gamma v_{t-1} + g_t
    text:1: proved: v_t = \\sum_{i=1}^t \\gamma^{t-i} g_i
    text:1: definition: v_0 = 0
    3 equations: 2 definition, 1 proved
    """

    equations: tuple[Checked, ...]
    identified: tuple[Identified, ...] = ()
    texts: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    def __iter__(self) -> Iterator[Checked]:
        return iter(self.equations)

    def __len__(self) -> int:
        return len(self.equations)

    @property
    def failed(self) -> bool:
        """Whether anything is refuted, suspect or undecided."""
        return any(e.verdict in FAILING for e in self.equations)

    def counts(self) -> dict[str, int]:
        """How many equations have each verdict that occurs."""
        found = Counter(e.verdict for e in self.equations)
        return {v: found[v] for v in VERDICTS if found[v]}

    def summary(self) -> str:
        """One line."""
        if not self.equations:
            return "0 equations: nothing is displayed, neither by $$ or \\[ nor by an environment such as align"
        parts = ", ".join(f"{n} {v}" for v, n in self.counts().items())
        return f"{len(self.equations)} equation{'s' * (len(self.equations) != 1)}: {parts}"

    def __str__(self) -> str:
        return "\n".join([*map(str, self.equations), *map(str, self.identified), self.summary()])

    def _repr_markdown_(self) -> str:
        rows = ["| line | equation | verdict | |", "|---|---|---|---|"]
        for e in self.equations:
            latex = e.latex.replace("|", r"\vert ")
            more = "; ".join(x for x in (e.reason, e.suggestion and f"perhaps ${e.suggestion}$") if x)
            rows.append(f"| {e.line} | ${latex}$ | {e.verdict} | {more.replace('|', '&#124;')} |")
        return "\n".join([*rows, "", self.summary()])

    def json(self) -> list[dict[str, Any]]:
        """As a list of JSON objects, one an equation."""
        return [e.json() for e in self.equations]

    def github(self) -> str:
        """As problems that GitHub shows beside the lines of a pull request."""
        levels = {"refuted": "error", "suspect": "warning", "undecided": "warning", "not understood": "notice"}
        rows = []
        for e in self.equations:
            if e.verdict in levels:
                text = "; ".join(x for x in (e.reason, e.suggestion and f"perhaps {e.suggestion}") if x) or e.latex
                place = f"file={_escaped(e.file, True)},line={e.line},col={e.column},title={e.verdict}"
                rows.append(f"::{levels[e.verdict]} {place}::{_escaped(text)}")
        return "\n".join(rows)


def _escaped(text: str, value: bool = False) -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if value else text
