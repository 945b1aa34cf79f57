"""The chapter: all twelve blocks are read, every equality is proved, and its LaTeX compiles to the catalogue's Adam."""

from pathlib import Path

import numpy as np
import pytest

from adaptsym import catalogue, compile_optimizer
from adaptsym.checking import Report, check, document_updates, read_spec
from adaptsym.cli import main
from adaptsym.read import read, statements
from adaptsym.spec import renaming

CHAPTER = Path(__file__).parent / "chapter.md"
D, P, A = "definition", "proved", "approximation"
VERDICTS = [[D, D], [D], [D, P, D], [D, P], [D, P, D], [D, P], [D, D, D], [D, D, P], [D, D, P], [D, D], [D, A, P], [P]]


@pytest.fixture(scope="module")
def report() -> Report:
    return check(CHAPTER)


def test_all_twelve_blocks_are_read() -> None:
    blocks = [p for p in read(CHAPTER).pieces if p.kind == "display"]
    assert len(blocks) == 12
    for block in blocks:
        for x in statements(block.text):
            assert [s.error for s in x.segments if s.error and s.tokens[0].text != "odot"] == []


def test_every_equality_is_proved(report: Report) -> None:
    shown: dict[int, list[str]] = {}
    for e in report.equations:
        shown.setdefault(e.display, []).append(e.verdict)
    assert [sorted(v) for v in shown.values()] == [sorted(v) for v in VERDICTS]
    assert not report.failed


def test_the_approximation_has_its_bound(report: Report) -> None:
    [e] = [e for e in report.equations if e.verdict == "approximation"]
    assert "the error is bounded" in e.reason
    assert "epsilon/(2*r_hat[t]*sqrt(r_hat[t]))" in e.reason


def test_the_updates_are_named(report: Report) -> None:
    assert [u.name for u in report.identified] == ["gradient_descent", "momentum", "adagrad", "adam"]
    assert all("(proved)" in u.text for u in report.identified)


def test_its_adam_is_the_catalogues() -> None:
    spec = read_spec(CHAPTER, "adam")
    assert renaming(spec, catalogue.adam) is not None
    ours, theirs = compile_optimizer(spec), compile_optimizer(catalogue.adam)
    settings = {"learning_rate": 1e-2, "beta1": 0.9, "beta2": 0.99, "epsilon": 1e-6}
    a, b = ours(**settings), theirs(**settings)
    chance = np.random.default_rng(0)
    p = q = chance.normal(size=50)
    state_a, state_b = a.init(p), b.init(q)
    for _ in range(10):
        g = chance.normal(size=50)
        p, state_a = a.update(p, g, state_a)
        q, state_b = b.update(q, g, state_b)
    assert np.array_equal(p, q)


def test_sections_name_optimizers() -> None:
    assert [u.slug for u in document_updates(CHAPTER)] == [
        "momentum-adaptive-rates-and-adam",
        "momentum",
        "adagrad",
        "adam",
    ]
    assert read_spec(CHAPTER, "momentum").name == "momentum"


def test_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(CHAPTER)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "28 equations: 19 definition, 8 proved, 1 approximation"
