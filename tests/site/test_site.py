"""The documentation site: it builds, every link leads somewhere, and Chromium shows every page without a fault."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from site_browser import complaints

from adaptsym.catalogue import SPECS
from adaptsym.pages import pages as published

CLONE = Path(__file__).parent.parent.parent


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site, built once from what `adaptsym derive` has written."""
    out = tmp_path_factory.mktemp("site") / "html"
    command = [sys.executable, str(CLONE / "docs" / "build.py"), str(out), "--derived", str(CLONE)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=400, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-6000:]
    return out


@pytest.fixture(scope="session")
def pages(site: Path) -> list[str]:
    """The paths of all pages, below the site."""
    return sorted(str(page.relative_to(site)) for page in site.rglob("*.html"))


class Links(HTMLParser):
    """Where a page leads, and where one can be led to in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.to: list[str] = []
        self.anchors: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id":
                self.anchors.add(value or "")
            elif name in ("href", "src"):
                self.to.append(value or "")


def broken(site: Path, pages: list[str]) -> list[str]:
    """Links to no file of the site, or to no place in a page."""
    read = {page: Links((site / page).read_text(encoding="utf-8")) for page in pages}
    found = []
    for page, links in read.items():
        for link in links.to:
            if urlsplit(link).scheme in ("http", "https", "data", "mailto"):
                continue
            target = urlsplit(urljoin(page, link))
            path = unquote(target.path)
            inside = target.fragment and path in read and unquote(target.fragment) not in read[path].anchors
            if not (site / path).is_file() or inside:
                found.append(f"{page}: {link}")
    return found


def test_no_link_is_broken(site: Path, pages: list[str]) -> None:
    assert broken(site, pages) == []


def test_a_broken_link_is_found(tmp_path: Path) -> None:
    text = '<a id="here" href="#here"></a><a href="#there"></a><img src="none.svg"><a href="x.html?q#here"></a>'
    (tmp_path / "x.html").write_text(text, encoding="utf-8")
    assert broken(tmp_path, ["x.html"]) == ["x.html: #there", "x.html: none.svg"]


def test_chromium_shows_every_page_without_a_fault(site: Path, pages: list[str]) -> None:
    found = complaints(site, pages)
    assert sorted(found) == pages
    assert {page: said for page, said in found.items() if said} == {}


FAULTS = {
    "console": "<script>console.error('no')</script>",
    "404": "<img src='none.svg' alt='none'>",
    "picture": "<img src='none.svg' alt='none'>",
    "picture without words": "<img src='data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA='>",
    "outside": "<script src='http://127.0.0.1:1/x.js'></script>",
    "formula": "<mjx-merror>undefined</mjx-merror>",
    "0 of 1 formulas": "<span class='math'>x</span>",
    "not set": "<p>$$x$$</p>",
    "1000 px wide": "<div style='width: 1000px; height: 1px'></div>",
    "contrast": "<p style='color: #222'>dark on dark</p>",
}


def test_faults_are_found(tmp_path: Path) -> None:
    head = "<!doctype html><link rel='icon' href='data:,'><body style='margin: 0; background: #111; color: white'>"
    for number, fault in enumerate(FAULTS.values()):
        text = f"{head}<article>{fault}</article></body>"
        (tmp_path / f"{number}.html").write_text(text, encoding="utf-8")
    (tmp_path / "light.html").write_text("<link rel='icon' href='data:,'><article>x</article>", encoding="utf-8")
    found = complaints(tmp_path, [*(f"{n}.html" for n in range(len(FAULTS))), "light.html"])
    for number, fault in enumerate(FAULTS):
        assert any(said.startswith(fault) for said in found[f"{number}.html"]), (fault, found[f"{number}.html"])
    assert "the page is not dark" in found["light.html"]


@pytest.mark.parametrize("name", SPECS)
def test_every_optimizer_has_a_page_that_leads_to_its_proofs(site: Path, name: str) -> None:
    page = Links((site / "catalogue" / f"{name}.html").read_text(encoding="utf-8"))
    stem = next((n for n, p in published().items() if p.spec == SPECS[name]), name)
    assert {f"../derivations/{stem}.html", f"../derivations/{stem}.ko.html"} <= set(page.to)


def test_the_tutorial_was_run(site: Path) -> None:
    text = (site / "tutorial.html").read_text(encoding="utf-8")
    assert "cell_output" in text
    assert "refuted" in text
    stored = json.loads((CLONE / "docs" / "tutorial.ipynb").read_text(encoding="utf-8"))
    assert not any(cell.get("outputs") for cell in stored["cells"])


def test_what_users_are_told_to_write_runs() -> None:
    text = (CLONE / "docs" / "users.md").read_text(encoding="utf-8").partition("## A module of its own")[0]
    written = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert len(written) > 3
    first, *rest = written
    for block in rest:  # each goes on from the first
        exec(first + block, {})


def test_without_npm_one_line_says_so(tmp_path: Path) -> None:
    for name in ("docs", "examples"):
        leave = shutil.ignore_patterns("node_modules", "figures")
        shutil.copytree(CLONE / name, tmp_path / name, ignore=leave)
    done = subprocess.run(
        [sys.executable, str(tmp_path / "docs" / "build.py"), str(tmp_path / "out")],
        env={**os.environ, "PATH": ""},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "npm" in done.stderr
