"""Steps like the one before take a shorter way; what they compute, and what they refuse, is the same."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adaptsym import catalogue
from adaptsym.bench.contenders import VALUES
from adaptsym.compile.runtime import compile_optimizer
from adaptsym.errors import EvaluationError, InputError

SIZE = 5
BACKENDS = ("numpy", "numba")
# how the gradient of a step is handed over
WAYS = ("same array", "new array", "view", "strided", "double", "slow before")


def made(name: str, backend: str, **more):
    return compile_optimizer(catalogue.find(name), backend, usual=VALUES)(**more)


def handed(way: str, values, kept):
    match way:
        case "same array":
            kept[...] = values
            return kept
        case "view":
            return np.concatenate([values, values])[:SIZE]
        case "strided":
            return np.repeat(values, 2)[::2]
        case "double":
            return values.astype(np.float64)
    return values.copy()


@pytest.mark.parametrize("listed", [False, True])
@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("name", ["adam", "momentum", "adagrad", "radam"])
@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_it_is_the_same_step(name: str, backend: str, listed: bool, data) -> None:
    opt, other = made(name, backend), made(name, backend, learning_rate=0.25)
    ways = data.draw(st.lists(st.tuples(st.sampled_from(WAYS), st.booleans()), min_size=1, max_size=8))
    rng = np.random.default_rng(0)
    array = rng.standard_normal(SIZE).astype(np.float32)
    kept = np.zeros(SIZE, np.float32)
    params, expected = ([array], [array.copy()]) if listed else (array, array.copy())
    state, twin = opt.init(params), opt.init(expected)
    for way, ours in ways:
        values = rng.standard_normal(SIZE).astype(np.float32)
        gradient = handed(way, values, kept)
        chosen = opt if ours else other
        chosen.step(params, [gradient] if listed else gradient, state)
        expected, twin = chosen.update(expected, [values] if listed else values, twin)  # binds anew: the general way
        np.testing.assert_array_equal(params, expected)
    assert state.t == twin.t == len(ways)


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_schedule_is_read_at_each_step(backend: str) -> None:
    opt = made("gradient_descent", backend, learning_rate=lambda t: 2.0**-t)
    params, g = np.zeros(3), np.ones(3)
    state = opt.init(params)
    for _ in range(4):
        opt.step(params, g, state)
    np.testing.assert_array_equal(params, np.full(3, -(1 / 2 + 1 / 4 + 1 / 8 + 1 / 16)))


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("nonfinite", ["raise", "skip"])
def test_gradients_that_are_not_finite_are_noticed_again(backend: str, nonfinite: str) -> None:
    opt = made("momentum", backend, nonfinite=nonfinite)
    params, g = np.zeros(3), np.ones(3)
    state = opt.init(params)
    for _ in range(3):
        opt.step(params, g, state)
    g[1], before = np.nan, params.copy()
    if nonfinite == "raise":
        with pytest.raises(InputError, match="not finite"):
            opt.step(params, g, state)
    else:
        opt.step(params, g, state)
    np.testing.assert_array_equal(params, before)
    assert state.t == 3


@pytest.mark.parametrize("backend", BACKENDS)
def test_what_is_refused_the_first_time_is_refused_again(backend: str) -> None:
    opt = made("momentum", backend)
    params = np.zeros(4, np.float32)
    state = opt.init(params)
    good = np.ones(4, np.float32)
    for _ in range(3):
        opt.step(params, good, state)
    before = params.copy()
    for wrong, why in (
        (np.ones(5, np.float32), "shape"),
        (np.ones(4, np.int32), "dtype"),
        (params, "shares memory"),
        (state.arrays[0][0], "shares memory"),
        (params[:], "shares memory"),
        ([good], "must be a NumPy array"),
        (None, "must be a NumPy array"),
    ):
        with pytest.raises(InputError, match=why):
            opt.step(params, wrong, state)
    with pytest.raises(InputError, match="state"):
        opt.step(params, good, {})  # type: ignore[arg-type]
    with pytest.raises(InputError):
        opt.step([params], good, state)
    np.testing.assert_array_equal(params, before)
    assert state.t == 3
    opt.step(params, good, state)
    assert state.t == 4


def test_a_scalar_that_does_not_exist_changes_nothing() -> None:
    opt = made("adam", "numpy", beta1=lambda t: 0.9 if t < 3 else 0.0, epsilon=1e-8)
    params, g = np.zeros(3), np.ones(3)
    state = opt.init(params)
    for _ in range(4):
        opt.step(params, g, state)
    assert state.t == 4
    state.t = -1  # before the first step: 1 - beta**0 is zero
    before = params.copy()
    with pytest.raises(EvaluationError):
        opt.step(params, g, state)
    np.testing.assert_array_equal(params, before)


def test_a_state_that_was_loaded_or_copied_is_bound_anew() -> None:
    opt = made("adam", "numpy")
    params, g = np.zeros(3), np.ones(3)
    state = opt.init(params)
    for _ in range(3):
        opt.step(params, g, state)
    twin, copied = state.copy(), params.copy()
    opt.step(copied, g, twin)
    opt.step(params, g, state)
    np.testing.assert_array_equal(params, copied)
    np.testing.assert_array_equal(state["s"], twin["s"])
    assert not np.shares_memory(state["s"], twin["s"])
