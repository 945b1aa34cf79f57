"""Displays, formulas and headings in documents, with their places."""

import pytest

from adaptsym.read import document
from adaptsym.read.extract import pieces
from adaptsym.read.tokens import macros

CASES = {
    "$$a$$": [("display", "a", 1, 3)],
    "x $a$ y": [("inline", "a", 1, 4)],
    "costs $5 and $6": [],
    "\n\\[a\\]": [("display", "a", 2, 3)],
    "\\(a\\)": [("inline", "a", 1, 3)],
    "```math\na\n```": [("display", "a", 2, 1)],
    "```{math}\na\n```": [("display", "a", 2, 1)],
    "```python\n$$a$$\n```": [],
    "`$$a$$` $$b$$": [("display", "b", 1, 11)],
    "<!-- $$a$$ --> $$b$$": [("display", "b", 1, 18)],
    "\\begin{align*}a\\end{align*}": [("display", "\\begin{align*}a\\end{align*}", 1, 1)],
    "# One\n$$a$$": [("heading", "One", 1, 3), ("display", "a", 2, 3)],
    "\\section*{One}": [("heading", "One", 1, 11)],
    ".. math::\n    :label: x\n\n    a\n\n    b\n\nc": [("display", "    a\n\n    b\n", 4, 1)],
    ".. math:: a": [("display", "a", 1, 11)],
    "$$a": [("unclosed", "$$a", 1, 1)],
    "\\$$ $a$": [("inline", "a", 1, 6)],
    "$`a`$": [("inline", "a", 1, 3)],
}


@pytest.mark.parametrize("text", CASES)
def test_pieces(text: str) -> None:
    found = [(p.kind, p.text, p.line, p.column) for p in pieces(text)]
    assert found == [(k, t, *place) for k, t, *place in CASES[text]] or [
        (k, t.strip(), n, c) for k, t, n, c in found
    ] == [(k, t.strip(), n, c) for k, t, n, c in CASES[text]]


def test_comments_of_latex() -> None:
    assert [p.text for p in pieces("% $$a$$\n$$b$$ % $$c$$\n", tex=True)] == ["b"]


def test_verbatim_is_passed_over() -> None:
    assert pieces("\\begin{verbatim}$$a$$\\end{verbatim}", tex=True) == []


def test_places_within_a_piece() -> None:
    [piece] = document("x\n\n$$a\n = b$$").pieces
    assert (piece.place(0), piece.place(4)) == ((3, 3), (4, 3))


def test_macros_without_arguments() -> None:
    text = r"\newcommand{\lr}{\eta} \newcommand\vg{\mathbf{g}} \def\x{y} \newcommand{\two}[1]{#1}"
    text += r"\DeclareMathOperator{\sgn}{sgn}"
    assert macros(text) == {"lr": r"\eta", "vg": r"\mathbf{g}", "x": "y", "sgn": r"\operatorname{sgn}"}
