r"""Displayed blocks and running text as values: terms and words, never stored LaTeX.

>>> from adaptsym.notation import g, eta, t, theta
>>> step = Line("eq", theta[t] - eta*g[t], reason=("why",))
>>> print(display(Chain(theta[t + 1], (step,)), Printer()))
\begin{aligned}
\theta_{t+1} &= \theta_t - \eta \cdot g_t && \text{why}
\end{aligned}
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from adaptsym.term import Domain, Equation, Number, Symbol, Term
from adaptsym.typeset.operators import RELATIONS, SIGNS, UNPROVED
from adaptsym.typeset.printer import Printer, escaped
from adaptsym.typeset.words import phrase

WIDE = 60  # a left side of more signs of LaTeX than this has a row of its own


@dataclass(frozen=True)
class Statement:
    """Two sides in a relation of `adaptsym.typeset.operators.RELATIONS`; with a question mark if it is not known."""

    left: Term
    relation: str
    right: Term
    known: bool = True


@dataclass(frozen=True)
class Bounds:
    """``0 <= rho < 1``: where a hyperparameter lies."""

    symbol: Symbol
    domain: Domain


@dataclass(frozen=True)
class Sign:
    """The sign of an operator, where a page explains it."""

    op: str


Formula = Term | Equation | Statement | Bounds | Sign
Inline = tuple[str | Formula, ...]


@dataclass(frozen=True)
class Line:
    """A further line of a chain: its relation to the line before, the term, words behind it, and its reason."""

    relation: str
    term: Term
    after: Inline = ()
    reason: Inline = ()


@dataclass(frozen=True)
class Chain:
    """``left = ... = ...``, aligned at the relations."""

    left: Term
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Equations:
    """Equations below one another, aligned at their signs."""

    equations: tuple[Equation, ...]


@dataclass(frozen=True)
class Row:
    """One row of formulas and words."""

    parts: Inline


@dataclass(frozen=True)
class Stack:
    """Chains and rows below one another, centred; None leaves a row empty."""

    rows: tuple[Chain | Equations | Row | None, ...]


Block = Chain | Equations | Row | Stack

# ---------------------------------------------------------------- printing


def formula(x: Formula, printer: Printer) -> str:
    """LaTeX of a formula in running text or in a row."""
    match x:
        case Statement(left, relation, right, known):
            sign = RELATIONS[relation]
            return f"{printer(left)} {sign if known else UNPROVED.replace('$relation', sign)} {printer(right)}"
        case Bounds(symbol, domain):
            return _bounds(printer(symbol), domain, printer)
        case Sign(op):
            return SIGNS[op]
    return printer(x)


def _bounds(letter: str, domain: Domain, printer: Printer) -> str:
    low, high = (None if end is None else printer(Number(end)) for end in (domain.low, domain.high))
    if high is None and low is not None:
        return rf"{letter} {RELATIONS['ge' if domain.low_closed else 'gt']} {low}"
    left = "" if low is None else f"{low} {RELATIONS['le' if domain.low_closed else 'lt']} "
    return f"{left}{letter}" + (f" {RELATIONS['le' if domain.high_closed else 'lt']} {high}" if high else "")


def row(parts: Inline, printer: Printer) -> str:
    r"""Formulas and words in mathematics: the words in ``\text{...}``, a comma or a full stop alone as it is."""

    def shown(part: str | Formula) -> str:
        if not isinstance(part, str):
            return formula(part, printer)
        return part if part in (",", ".") else rf"\text{{{escaped(part)}}}"

    return "".join(map(shown, merged(parts)))


def merged(parts: Iterable[str | Formula]) -> Inline:
    """Running text with neighbouring pieces of words joined."""
    joined: list[str | Formula] = []
    for part in parts:
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        elif part != "":
            joined.append(part)
    return tuple(joined)


def display(block: Block, printer: Printer) -> str:
    """LaTeX of a display block, without dollars: lines of one `aligned` or `gathered` environment, or one row."""
    return "\n".join(_lines(block, printer))


def _lines(block: Block, printer: Printer) -> list[str]:
    match block:
        case Row(parts):
            return [row(parts, printer)]
        case Chain(left, (Line(relation, right, after, ()),)):
            return [formula(Statement(left, relation, right), printer) + row(after, printer)]
        case Chain(left, lines):
            return _environment("aligned", [[r] for r in _chain(left, lines, printer)])
        case Equations(equations):
            return _environment("aligned", [[f"{printer(e.left)} &= {printer(e.right)}"] for e in equations])
        case Stack(rows):
            return _environment("gathered", [[""] if r is None else _lines(r, printer) for r in rows])


def _chain(left: Term, lines: tuple[Line, ...], printer: Printer) -> list[str]:
    start = printer(left)
    rows = [f"&{RELATIONS[line.relation]} {_line(line, printer)}" for line in lines]
    if not rows:
        return [start]
    if len(start) > WIDE:
        return [f"&{start}", *(rf"&\quad {r[1:]}" for r in rows)]
    return [f"{start} {rows[0]}", *rows[1:]]


def _line(line: Line, printer: Printer) -> str:
    reason = f" && {row(line.reason, printer)}" if line.reason else ""
    return printer(line.term) + row(line.after, printer) + reason


def _environment(name: str, rows: list[list[str]]) -> list[str]:
    for r in rows[:-1]:
        r[-1] = rf"{r[-1]} \\".lstrip()
    return [rf"\begin{{{name}}}", *(text for r in rows for text in r), rf"\end{{{name}}}"]


# ---------------------------------------------------------------- lists and where-clauses


def listed(items: Iterable[Inline], lang: str) -> Inline:
    """a, b and c."""
    found = list(items)
    out: list[str | Formula] = []
    for n, item in enumerate(found):
        if n:
            out += phrase("and" if n == len(found) - 1 else "comma", lang)
        out += item
    return merged(out)


def where(items: Iterable[Inline], lang: str) -> Inline:
    """The words of a where-clause."""
    return merged((*phrase("where", lang), *listed(items, lang), *phrase("stop", lang)))
