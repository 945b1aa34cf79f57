"""The benchmark measures what it says, of those that are there; no time is asserted."""

import json

import numpy as np
import pytest

from adaptsym.bench import contenders, run, table
from adaptsym.bench.contenders import CONTENDERS, LIMIT
from adaptsym.bench.plot import files
from adaptsym.errors import InputError

OPTIMIZERS = ("adam", "momentum", "adagrad", "gradient_descent")


def test_rows_of_every_contender_and_size():
    rows = run(["adam", "momentum"], [10, 2_000], many=(3, 5), rounds=2, only=["adaptsym numpy", "NumPy by hand"])
    cases = [(o, s, a) for o in ("adam", "momentum") for s, a in ((10, 1), (2_000, 1), (15, 3))]
    wanted = [(*case, name) for case in cases for name in (LIMIT, "adaptsym numpy", "NumPy by hand")]
    assert [(r["optimizer"], r["size"], r["arrays"], r["name"]) for r in rows] == wanted
    assert all(r["median_s"] > 0 and np.isfinite(r["over_limit"]) for r in rows)
    assert [r["over_limit"] for r in rows if r["name"] == LIMIT] == [1.0] * len(cases)
    text = table(rows)
    assert "3 x 5" in text
    assert text.count("adaptsym numpy") == 2
    made = files(rows)
    assert json.loads(made["bench.json"]) == rows
    assert made["bench.png"][1:4] == b"PNG"


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_contender_that_is_installed_takes_steps(name):
    steps = contenders.contenders(name, [7, 3])
    assert LIMIT in steps
    assert "NumPy by hand" in steps
    for step in steps.values():
        step()
        step()


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_numpy_by_hand_is_the_same_optimizer_as_ours(name, monkeypatch):
    """Otherwise the comparison would be worth nothing. (By hand epsilon stands outside the root.)"""
    seen = []
    monkeypatch.setattr(
        contenders, "zeros", lambda shapes: seen.append([np.zeros(n, np.float32) for n in shapes]) or seen[-1]
    )
    hand, ours = contenders.by_hand(name, [50]), contenders.ours("numpy")(name, [50])
    for _ in range(4):
        hand()
        ours()
    np.testing.assert_allclose(seen[0][0], seen[1][0], rtol=1e-3)
    assert np.abs(seen[0][0]).max() > 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"names": ["adan"]}, "adan"),
        ({"only": ["torch compiled"]}, "there are limit"),
        ({"sizes": [0]}, "from 1 on, got 0"),
        ({"rounds": 0}, "got 0"),
        ({"many": (0, 5)}, "got 0"),
    ],
)
def test_what_makes_no_sense_is_refused(arguments, message):
    with pytest.raises(InputError, match=message):
        run(**{"names": ["adam"], "sizes": [5], "many": None, "rounds": 1, "only": [], **arguments})


def test_the_limit_moves_the_bytes_of_every_state():
    assert [len(contenders.moving(n).states) for n in (0, 1, 2)] == [0, 1, 2]
    assert set(CONTENDERS) >= {LIMIT, "adaptsym numba", "torch fused", "optax jitted"}
