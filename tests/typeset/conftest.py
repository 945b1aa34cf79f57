"""Every formula that is printed, in one place; and which checkers are there.

KaTeX is fetched by `npm ci` in the folder katex. Without it, or without pdflatex, its tests are left out, except in CI,
where they fail.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from adaptsym.catalogue import SPECS
from adaptsym.notation import NOTATIONS, epsilon, g, t, theta
from adaptsym.pages import pages
from adaptsym.proof import Result, prove
from adaptsym.term import OPERATORS, Op, Term
from adaptsym.typeset.blocks import display, formula
from adaptsym.typeset.derivation import compose
from adaptsym.typeset.document import Display, Document, Picture
from adaptsym.typeset.listing import listing
from adaptsym.typeset.printer import Printer
from adaptsym.typeset.words import LANGUAGES

KATEX = Path(__file__).parent / "katex" / "node_modules" / "katex"
collect_ignore = [
    *(["test_katex.py"] if not KATEX.is_dir() and not os.environ.get("CI") else []),
    *(["test_pdflatex.py"] if shutil.which("pdflatex") is None and not os.environ.get("CI") else []),
]


def pytest_report_header() -> str:
    return "formulas: " + (f"not checked by {', '.join(collect_ignore)}" if collect_ignore else "KaTeX and pdflatex")


@pytest.fixture(scope="session")
def results() -> dict[str, list[Result]]:
    """The verdicts on the claims of every specification, proved once for all tests here."""
    return {name: prove(spec) for name, spec in SPECS.items()}


@pytest.fixture(scope="session")
def formulas(results: dict[str, list[Result]]) -> list[str]:
    """Every formula on every page and in every listing, in all notations and languages, and all pairs of operators."""
    found: dict[str, None] = {}
    for lang, notation in product(LANGUAGES, NOTATIONS.values()):
        for name, spec in SPECS.items():
            document = listing(spec, results[name], lang)
            found |= dict.fromkeys(_formulas(document, Printer.of(spec, notation, lang)))
        for page in pages().values():
            document = compose(page, results[page.spec.name], lang)
            found |= dict.fromkeys(_formulas(document, Printer.of(page.spec, notation, lang)))
        printer = Printer(notation, lang=lang)
        found |= dict.fromkeys(printer(x) for x in operators_in_operators())
    return list(found)


def _formulas(document: Document, printer: Printer) -> Iterator[str]:
    for part in document.parts:
        match part:
            case Display(block):
                yield display(block, printer)
            case Picture():
                continue
            case _:
                yield from (formula(x, printer) for x in part.text if not isinstance(x, str))


def operators_in_operators() -> Iterator[Term]:
    """Each operator over each other one."""
    for outer, inner in product(OPERATORS, repeat=2):
        below = Op(inner, (g[t] > 0, theta[t + 1], epsilon)[-OPERATORS[inner].arity :])
        yield Op(outer, (below, below, below)[: OPERATORS[outer].arity])
