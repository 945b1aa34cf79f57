"""The committed derivations are what the specifications and their proofs give now."""

from __future__ import annotations

import runpy
from functools import cache
from pathlib import Path

import pytest

from adaptsym.pages import pages
from adaptsym.proof import prove
from adaptsym.typeset import render

proved = cache(prove)
FOLDER = Path(__file__).parent.parent / "derivations"


@pytest.mark.parametrize("name", pages())
def test_the_committed_files_are_up_to_date(name: str) -> None:
    page = pages()[name]
    files = render(page, proved(page.spec))
    assert sorted(files) == sorted(f"{name}.{kind}" for kind in ("tex", "md", "ko.md"))
    for file, text in files.items():
        assert (FOLDER / file).read_text(encoding="utf-8") == text, (
            f"derivations/{file} is out of date: adaptsym derive"
        )


def test_the_folder_holds_a_script_and_three_files_for_each_page() -> None:
    files = {p.name for p in FOLDER.iterdir() if p.is_file()}
    assert files >= {f"{name}.{kind}" for name in pages() for kind in ("py", "tex", "md", "ko.md")}
    assert {p.stem for p in FOLDER.glob("*.py")} == set(pages()), "a script without a page"


@pytest.mark.parametrize("name", pages())
def test_the_script_states_proves_and_prints(
    name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adaptsym.proof.prove", proved)  # each specification is proved once for this file
    runpy.run_path(str(FOLDER / f"{name}.py"), run_name="__main__")
    assert capsys.readouterr().out == (FOLDER / f"{name}.md").read_text(encoding="utf-8")
