"""What notebooks show."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from typing import Any

from adaptsym import audit, equivalent
from adaptsym.catalogue import adam, momentum
from adaptsym.notation import eta, g, t, velocity
from adaptsym.pages import pages
from adaptsym.proof import Result, Verdict
from adaptsym.typeset.notebook import of_derivation, of_lines


def test_terms_and_equations_show_themselves() -> None:
    assert (eta * g[t])._repr_latex_() == r"$\displaystyle \eta \cdot g_t$"
    assert momentum.initial[0]._repr_latex_() == r"$\displaystyle \tilde{g}_0 = 0$"


def test_a_specification_shows_its_equations() -> None:
    assert adam._repr_latex_().count("&=") == len(adam.equations) + len(adam.initial)


def test_a_verdict_shows_what_is_known(results: dict[str, list[Result]]) -> None:
    proved = results["momentum"][0]
    assert r"\tilde{g}_t = -\eta" in proved._repr_latex_()
    open_one = replace(proved, verdict=Verdict.UNDECIDED, theorem=None)
    assert r"\tilde{g}_t \overset{?}{=} -\eta" in open_one._repr_latex_()


def test_a_page_shows_its_blocks_and_not_its_proofs() -> None:
    page = pages()["momentum"]
    shown = page._repr_latex_()
    assert shown == of_derivation(page)
    assert r"\gamma^{t-i} \cdot g_i" in shown
    assert "hypothesis" not in shown


def test_equations_and_pages_do_not_need_sympy() -> None:
    code = "import sys, adaptsym.pages; print({'sympy', 'matplotlib', 'numpy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
    assert velocity.word.name == "velocity"


def test_a_report_is_shown_as_it_is_written() -> None:
    assert of_lines("f_1: it is *not* adam") == r"**f\_1: it is \*not\* adam**"
    assert of_lines("two lines\n  r_hat[t]: one\n  |g|: other").endswith("```text\nr_hat[t]: one\n|g|: other\n```")


def test_a_comparison_shows_its_verdict_and_what_is_left_over() -> None:
    shown = equivalent(momentum, adam)._repr_markdown_()
    assert shown.startswith("**momentum and adam: different (refuted)**")
    assert r"$\displaystyle" in shown


def test_an_audit_shows_its_verdict_and_the_equations_that_were_read() -> None:
    def descend(theta: Any, grad: Any, learning_rate: float = 0.1) -> Any:
        return theta - learning_rate * grad

    shown = audit(descend, "gradient_descent")._repr_markdown_()
    assert "proved" in shown.partition("\n")[0]
    assert r"\theta_{t+1} &=" in shown
