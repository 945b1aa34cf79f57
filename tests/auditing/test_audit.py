"""Audits of plain Python: the verdict, its evidence, and what becomes of code that cannot be read."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

import adaptsym
from adaptsym import catalogue
from adaptsym.auditing.audit import _verdict, audit
from adaptsym.auditing.replay import replay_error
from adaptsym.errors import InputError
from adaptsym.proof.results import Verdict
from adaptsym.testing import assert_implements
from adaptsym.trace.doors import trace

CODE = """
import numpy as np
import time

def momentum(w, dw, v, lr=0.1, mu=0.9):
    v = mu * v - lr * dw
    return w + v, v

def ascends(w, dw, v, lr=0.1, mu=0.9):
    v = mu * v + lr * dw
    return w + v, v

def odd(a, b, c, lr=0.1, mu=0.9):
    c = mu * c - lr * b
    return a + c, c

def raises(w, dw, lr=0.1):
    raise KeyError("no such thing")

def never_returns(w, dw, lr=0.1):
    while True:
        pass

def changes_shapes(w, dw, lr=0.1):
    return np.concatenate([w, dw])

def no_optimizer(w, dw):
    return "hello"

def writes(w, dw, lr=0.1):
    print("printed")
    return w - lr * dw
"""


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "own.py").write_text(CODE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_proved_with_a_replay(own: Path) -> None:
    found = audit("own.py:momentum")
    assert (found.verdict, found.nearest) == (Verdict.PROVED, "momentum")
    assert found.replay_error is not None
    assert found.replay_error < 1e-14
    assert "imported and run" in str(found)
    assert found


def test_refuted_with_evidence(own: Path) -> None:
    found = audit("own.py:ascends", "momentum")
    assert (found.verdict, found.against) == (Verdict.REFUTED, "momentum")
    assert found.comparison is not None
    assert found.comparison.witness is not None
    assert "witness: step 1" in str(found)
    assert not found


def test_a_file_that_never_ends_is_stopped(own: Path) -> None:
    (own / "endless.py").write_text("while True:\n    try:\n        pass\n    except Exception:\n        pass\n")
    found = audit("endless.py:x", limit_s=0.2)
    assert found.verdict is Verdict.UNDECIDED
    assert "did not end within 0.2 seconds" in found.reason


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("raises", "no such thing"),
        ("never_returns", "did not end within 1 second"),
        ("changes_shapes", "shape"),
        ("no_optimizer", ""),
    ],
)
def test_what_cannot_be_read_is_undecided_in_one_line(own: Path, name: str, why: str) -> None:
    found = audit(f"own.py:{name}", limit_s=1)
    assert found.verdict is Verdict.UNDECIDED
    assert why in found.reason
    assert "\n" not in str(found)
    assert {path.name for path in own.iterdir()} == {"own.py"}


def test_what_code_prints_goes_beside_the_result(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert audit("own.py:writes").nearest == "gradient_descent"
    assert capsys.readouterr().out == ""


def test_roles_can_be_given(own: Path) -> None:
    found = audit("own.py:odd", "momentum", roles={"parameter": "a", "grad": "b", "state": "c"})
    assert found.verdict is Verdict.PROVED, str(found)


LITERALS = """
import numpy as np

def adam(w, dw, m, v, t, lr=0.001):
    t += 1
    m = 0.9 * m + 0.1 * dw
    v = 0.999 * v + 0.001 * dw**2
    return w - lr * m / (1 - 0.9**t) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8), m, v, t

def swapped(w, dw, m, v, t, lr=0.001):
    t += 1
    m = 0.9 * m + 0.1 * dw
    v = 0.999 * v + 0.001 * dw**2
    return w - lr * m / (1 - 0.9**t) / (np.sqrt(v / (1 - 0.9**t)) + 1e-8), m, v, t

def leaky(w, dw, m, v, t, lr=0.001):
    t += 1
    m = 0.9 * m + 0.2 * dw
    v = 0.999 * v + 0.001 * dw**2
    return w - lr * m / (1 - 0.9**t) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8), m, v, t

def fixed(w, dw, v):
    v = 0.9 * v - 0.01 * dw
    return w + v, v

def complements(w, dw, v):
    v = 0.99 * v - 0.01 * dw
    return w + v, v

def negative(w, dw, v):
    v = -0.01 * dw + v * 0.9
    return w + v, v

def nesterov(w, dw, v):
    v = 0.9 * v - 0.01 * dw
    return w + 0.9 * v - 0.01 * dw, v

def decays_twice(w, dw, v):
    v = 0.9 * v - 0.01 * dw
    return w + 0.9 * v, v

def other_rate(w, dw, v):
    v = 0.9 * v - 0.01 * dw
    return w + v - 0.02 * dw, v

def squared(w, dw, v):
    v = 0.9 * v - 0.01 * dw * dw
    return w + v, v

def climbs(w, dw, v):
    v = 0.9 * v + 0.01 * dw
    return w + v, v
"""


def test_numbers_in_the_code_are_hyperparameters(own: Path) -> None:
    (own / "numbers.py").write_text(LITERALS)
    right = audit("numbers.py:adam", "adam-outside")
    assert right.verdict is Verdict.PROVED, str(right)
    assert "9/10 is taken for a hyperparameter, decay1" in str(right)
    for wrong in ("swapped", "leaky"):
        found = audit(f"numbers.py:{wrong}", "adam-outside")
        assert found.verdict is Verdict.REFUTED, str(found)
        assert found.nearest is not None
    inside = audit("numbers.py:adam", "adam")
    assert inside.verdict is Verdict.REFUTED
    assert inside.comparison is not None
    assert inside.comparison.witness is not None  # with the code's own numbers: only its learning rate is free
    assert set(inside.comparison.witness.hyperparameters) == {"eta"}


def test_a_learning_rate_in_the_velocity_is_one(own: Path) -> None:
    (own / "numbers.py").write_text(LITERALS)
    for name in ("fixed", "complements", "negative"):
        found = audit(f"numbers.py:{name}", "momentum")
        assert found.verdict is Verdict.PROVED, str(found)
        assert found.trace is not None
        assert "1/100 is taken for a hyperparameter, eta" in found.trace.notes
    assert audit("numbers.py:nesterov").nearest == "nesterov-framework"
    for name in ("decays_twice", "other_rate", "squared", "climbs", "nesterov"):
        found = audit(f"numbers.py:{name}", "momentum")
        assert found.verdict is Verdict.REFUTED, str(found)
        assert found.comparison is not None
        assert found.comparison.witness is not None


UNREAD = """
import numpy as np
from numba import njit

@njit
def searches(w, dw, v, lr=0.1, mu=0.9):
    v = mu * v - lr * dw
    halvings = 0
    while np.abs(v).max() > 1e6:
        v, halvings = v / 2, halvings + 1
    return w + v, v

def halves(w, dw, lr=0.1):
    step = lr * dw
    while np.abs(step).max() > 0.5:
        step = step / 2
    return w - step
"""


def test_a_function_that_numba_compiles_is_read(own: Path) -> None:
    (own / "jitted.py").write_text("from numba import njit\n" + CODE.replace("def momentum", "@njit\ndef momentum"))
    found = audit("jitted.py:momentum", "momentum")
    assert found.verdict is Verdict.PROVED, str(found)
    assert found.numeric is None


def test_what_cannot_be_read_is_compared_numerically_and_stays_undecided(own: Path) -> None:
    (own / "unread.py").write_text(UNREAD)
    near = audit("unread.py:searches", "momentum")
    far = audit("unread.py:halves", "gradient_descent")
    for found in (near, far):
        assert found.verdict is Verdict.UNDECIDED
        assert not found
        assert found.comparison is None
        assert found.numeric is not None
        assert "not traced; compared numerically with" in str(found)
        assert "which proves nothing" in str(found)
        assert found.json()["numeric_comparison"]["proves"] is False
    assert near.numeric is not None
    assert near.numeric.difference < 1e-13
    assert far.numeric is not None
    assert far.numeric.difference > 1e-2
    unnamed = audit("unread.py:searches").numeric
    assert unnamed is not None
    assert (unnamed.name, unnamed.steps) == ("momentum", 20)
    with pytest.raises(AssertionError, match="undecided"):
        assert_implements("unread.py:searches", "momentum")


def test_json_has_the_keys_that_programs_read(own: Path) -> None:
    keys = "target verdict nearest against conventions assumptions residual witness agree_when repair initial_state"
    for name in ("momentum", "ascends", "raises"):
        value = json.loads(json.dumps(audit(f"own.py:{name}", "momentum").json()))
        assert set(value) >= {*keys.split(), "replay_error", "seconds"}


def test_a_reading_that_does_not_replay_is_not_trusted(own: Path) -> None:
    found = trace("own.py:momentum")
    wrong = replace(found, spec=trace("own.py:ascends").spec)
    error = replay_error(wrong)
    assert error is not None
    assert error > 1e-3
    proved = adaptsym.equivalent("momentum", "momentum")
    assert _verdict(wrong, proved, error)[0] is Verdict.UNDECIDED
    assert _verdict(replace(found, steps=3), proved, 0.0) == (
        Verdict.UNDECIDED,
        "proved for the first 3 steps only: the state could not be reached",
    )
    assert _verdict(found, proved, 0.0)[0] is Verdict.PROVED


def test_what_names_nothing_is_an_error() -> None:
    with pytest.raises(InputError):
        audit("nowhere.py:x")
    with pytest.raises(InputError):
        audit(len, "no such specification")


def test_assertions_for_other_projects(own: Path) -> None:
    assert_implements("own.py:momentum", "momentum")
    assert_implements("own.py:momentum", catalogue.find("momentum"))
    with pytest.raises(AssertionError, match="it is not momentum") as raised:
        assert_implements("own.py:ascends", "momentum")
    assert "witness" in str(raised.value)
    with pytest.raises(AssertionError, match="undecided"):
        assert_implements("own.py:raises", "momentum")


def test_every_door_meets_every_other(own: Path) -> None:
    page = own / "page.md"
    page.write_text("$$v_t = \\gamma v_{t-1} - \\eta g_t, \\quad v_0 = 0$$\n\n$$\\theta_{t+1} = \\theta_t + v_t$$\n")
    doors = ["momentum", "own.py:momentum", "page.md", catalogue.find("momentum")]
    for a in doors:
        for b in doors:
            assert adaptsym.equivalent(a, b), (a, b)
    assert not adaptsym.equivalent("page.md", "own.py:ascends")
