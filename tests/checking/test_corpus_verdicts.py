"""The verdicts on the corpus of pages: right pages raise nothing, wrong lines are found, and set right."""

import json
from pathlib import Path
from typing import Any

import pytest

from adaptsym.checking import Checked, check

CORPUS = Path(__file__).parents[1] / "page_corpus"
PAGES: dict[Path, dict[str, Any]] = {
    folder / name: row
    for folder in (CORPUS, CORPUS / "aside", CORPUS / "wild")
    for name, row in json.loads((folder / "expected.json").read_text(encoding="utf-8")).items()
}


def beside(page: Path) -> list[tuple[dict[str, Any], Checked | None]]:
    """Each expected equation with the one that was checked on its line; a relation may begin a line before its side."""
    report = check(page)
    left = list(report.equations)
    pairs: list[tuple[dict[str, Any], Checked | None]] = []
    for display in PAGES[page]["displays"]:
        for e in display["equations"]:
            found = next((c for c in left if c.line == e["line"]), None) or next(
                (c for c in left if c.line == e["line"] - 1), None
            )
            if found is not None:
                left.remove(found)
            pairs.append((e, found))
    return pairs


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(CORPUS).as_posix())
def test_page(page: Path) -> None:
    wrong = []
    for e, c in beside(page):
        verdict = "not understood" if c is None else c.verdict
        if verdict not in e["verdicts"]:
            wrong.append((e["line"], verdict, e["verdicts"], "" if c is None else f"{c.latex}: {c.reason}"))
    assert wrong == []
