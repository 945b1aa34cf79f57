"""The corpus of pages agrees with itself: every page has its row, and every row is true by exact arithmetic.

Each folder's `expected.json` has, for each page, its displays in order with their first line, and for each relation in
them its line and the verdicts that are right for it, the best first. Slips have the true equation beside them, and say
whether they are in a definition or in a line that follows from others; everything else on a page is right. Lines are
those of the file, in notebooks too.

The pages of `wild` are written in the manner of papers, slides, courses and encyclopedias, after everything else;
`figures.json` has what was found on them at first look, before anything was changed.
"""

import json
import re
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import Any

import page_statements
import page_statements_aside
import page_statements_wild
import pytest
from page_truth import Statement, agree

HERE = Path(__file__).parent
PAGES: dict[Path, tuple[dict[str, Any], list[Statement]]] = {
    folder / page: (row, statements.get(page, []))
    for folder, statements in (
        (HERE, page_statements.STATEMENTS),
        (HERE / "aside", page_statements_aside.STATEMENTS),
        (HERE / "wild", page_statements_wild.STATEMENTS),
    )
    for page, row in json.loads((folder / "expected.json").read_text(encoding="utf-8")).items()
}
HELPERS = {"page_truth.py", *(f"page_statements{x}.py" for x in ("", "_aside", "_wild")), "test_page_corpus.py"}
SUFFIXES = {".md", ".tex", ".ipynb", ".py"}
VERDICTS = {"definition", "proved", "approximation", "refuted", "suspect", "undecided", "not understood"}
WRONG = {"refuted", "suspect"}
RELATION = re.compile(r"=|\\(leftarrow|gets|approx|triangleq|le\b|succeq)")

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(HERE).as_posix())


def equations(page: Path) -> list[dict[str, Any]]:
    return [e for display in PAGES[page][0]["displays"] for e in display["equations"]]


def test_every_page_has_its_row() -> None:
    pages = {p for p in HERE.rglob("*") if p.suffix in SUFFIXES and p.name not in HELPERS}
    assert pages == set(PAGES)
    every = (page_statements, page_statements_aside, page_statements_wild)
    assert {name for module in every for name in module.STATEMENTS} <= {p.name for p in pages}


def test_the_mix() -> None:
    tuned = [p for p in PAGES if p.parent.name != "wild"]
    kinds = Counter((p.suffix, p.parent.name == "aside") for p in tuned)
    assert all(kinds[suffix, aside] >= 2 for suffix in SUFFIXES for aside in (False, True))
    assert len(tuned) >= 50
    assert 0.3 <= sum(p.parent.name == "aside" for p in tuned) / len(tuned) <= 0.36


@each_page
def test_rows_are_well_formed(page: Path) -> None:
    lines = page.read_text(encoding="utf-8").splitlines()
    row, _ = PAGES[page]
    starts = [d["line"] for d in row["displays"]]
    assert starts == sorted(set(starts))
    assert row["right"] == (not any("true" in e for e in equations(page)))
    for display in row["displays"]:
        assert display["equations"]
        for e in display["equations"]:
            assert display["line"] <= e["line"] <= len(lines)
            assert RELATION.search(lines[e["line"] - 1])
            assert e["verdicts"]
            assert set(e["verdicts"]) <= VERDICTS
            assert ("true" in e) == bool(WRONG & set(e["verdicts"]))
            assert ("true" in e) == (e.get("slip") in {"definition", "derived"})


@each_page
def test_rows_are_true(page: Path) -> None:
    claims = [e for e in equations(page) if e["verdicts"][0] in {"proved", "approximation", *WRONG}]
    for e, statement in zip(claims, PAGES[page][1], strict=True):
        if e["verdicts"][0] == "approximation":
            assert not agree(statement.left, statement.right)
            assert all(abs(statement.left(t) - statement.right(t)) < Fraction(1, 10) for t in (2, 5, 8))
        elif "true" in e:
            assert statement.true is not None
            assert agree(statement.left, statement.true)
            assert not agree(statement.left, statement.right)
        else:
            assert statement.true is None
            assert agree(statement.left, statement.right)
