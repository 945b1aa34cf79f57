"""Our own pages, in both languages: nothing on them is refuted, suspect, or not understood."""

from pathlib import Path

import pytest

from adaptsym.checking import check

ROOT = Path(__file__).parents[2]
PAGES = (
    "README.md",
    "derivations/adam_hat.ko.md",
    "derivations/asgd.md",
    "derivations/adamw.md",
    "derivations/nesterov-forms.tex",
    "derivations/nesterov-framework.ko.md",
)


@pytest.mark.parametrize("page", PAGES)
def test_nothing_of_ours_is_wrong(page: str) -> None:
    report = check(ROOT / page, suggest=False)
    wrong = [e for e in report.equations if e.verdict in ("refuted", "suspect", "not understood")]
    assert not wrong, "\n".join(map(str, wrong))
    assert report.counts()["proved"] >= 3
