r"""What notebooks show of terms, equations, specifications, verdicts and pages: LaTeX between dollars.

>>> from adaptsym.notation import eta, g, t
>>> of_term(eta*g[t])
'$\\displaystyle \\eta \\cdot g_t$'
"""

from __future__ import annotations

from textwrap import dedent

from adaptsym.notation import notation
from adaptsym.proof.prove import prove
from adaptsym.proof.results import Result, Verdict
from adaptsym.spec import Spec
from adaptsym.term import Equation, Term
from adaptsym.typeset.blocks import Block, Chain, Equations, Row, Stack, Statement, display
from adaptsym.typeset.derivation import Derivation, compose
from adaptsym.typeset.document import Display, Heading, plain
from adaptsym.typeset.printer import Printer


def of_term(x: Term | Equation) -> str:
    """A term or an equation."""
    return rf"$\displaystyle {Printer()(x)}$"


def of_spec(spec: Spec) -> str:
    """The equations of a specification, with its initial values."""
    return _shown(Equations((*spec.initial, *spec.equations)), Printer.of(spec))


def of_result(result: Result) -> str:
    """A claim and the verdict on it; what is not proved has a question mark over its relation."""
    c = result.claim
    known = result.verdict is Verdict.PROVED
    words = f"{result.spec.name}, {c.name} ({result.verdict}): "
    return _shown(Row((words, Statement(c.left, c.relation, c.right, known))), Printer.of(result.spec))


def of_derivation(derivation: Derivation) -> str:
    """The displayed blocks of a page, its proofs left out; the specification is proved for it."""
    rows: list[Chain | Equations | Row | None] = []
    for part in compose(derivation, prove(derivation.spec)).parts:
        if isinstance(part, Heading):
            break
        if isinstance(part, Display):
            block = part.block
            rows += [*block.rows, None] if isinstance(block, Stack) else [block, None]
    return _shown(Stack(tuple(rows[:-1])), Printer.of(derivation.spec, notation(derivation.notation)))


def of_lines(report: str) -> str:
    r"""A report of plain lines in Markdown: its first line stands out, and nothing in it is taken as markup.

    >>> of_lines("adam: proved\n  epsilon: inside the root")
    '**adam: proved**\n\n```text\nepsilon: inside the root\n```'
    """
    first, _, rest = report.partition("\n")
    below = f"\n\n```text\n{dedent(rest)}\n```" if rest else ""
    return f"**{plain(first)}**{below}"


def _shown(block: Block, printer: Printer) -> str:
    return f"$$\n{display(block, printer)}\n$$"
