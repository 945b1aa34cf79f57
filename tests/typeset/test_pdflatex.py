"""The English documents compile with pdflatex, and no line runs out of the page."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from adaptsym.catalogue import SPECS
from adaptsym.notation import NOTATIONS, eta, g, grad, lam, rho1, rho2, s, sign, t, theta
from adaptsym.pages import pages
from adaptsym.proof import Result
from adaptsym.spec import optimizer
from adaptsym.typeset import latex_document, render


def compiled(text: str, folder: Path) -> str:
    (folder / "page.tex").write_text(text, encoding="utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "page.tex"]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="latin-1", check=False)
    assert done.returncode == 0, done.stdout[-2000:]
    assert (folder / "page.pdf").stat().st_size > 1000
    return (folder / "page.log").read_text(encoding="latin-1")


@pytest.mark.parametrize("name", pages())
def test_a_page_compiles(name: str, results: dict[str, list[Result]], tmp_path: Path) -> None:
    page = pages()[name]
    log = compiled(render(page, results[page.spec.name])[f"{name}.tex"], tmp_path)
    assert "Overfull" not in log


@pytest.mark.parametrize("name", SPECS)
def test_a_listing_compiles(name: str, results: dict[str, list[Result]], tmp_path: Path) -> None:
    text = latex_document(SPECS[name], NOTATIONS["kingma-ba"], results=results[name])
    assert "Overfull" not in compiled(text, tmp_path)


def test_a_wide_listing_compiles(tmp_path: Path) -> None:
    """Where the lines of a proof are too long for an upright page, the page is turned."""
    push = rho1 * s[t - 1] + (1 - rho1) * g[t]
    spec = optimizer(
        "wide",
        s[0] == 0,
        g[t] == grad(theta[t]),
        s[t] == rho2 * s[t - 1] + (1 - rho2) * g[t],
        theta[t + 1] == theta[t] - eta * (sign(push) + lam * theta[t]),
    )
    text = latex_document(spec)
    assert "landscape" in text
    assert "Overfull" not in compiled(text, tmp_path)
