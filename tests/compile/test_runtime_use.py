"""The runtime in use: groups, schedules, sweeps, dtypes, storing, and what is refused before anything is written."""

import io
import tracemalloc
from typing import NamedTuple

import numpy as np
import pytest

from adaptsym import catalogue
from adaptsym.compile.runtime import compile_optimizer
from adaptsym.errors import InputError
from adaptsym.optimizers import AdaGrad, Adam, GradientDescent, Momentum

BACKENDS = ("lambdified", "numpy", "numba")
COMPILED = ("numpy", "numba")


class Layer(NamedTuple):
    weight: np.ndarray
    bias: np.ndarray


def tree(chance):
    return {
        "layers": [Layer(chance.normal(size=(3, 2)), chance.normal(size=3)), (chance.normal(size=()),)],
        "scale": chance.normal(size=(2, 0)),
    }


@pytest.mark.parametrize("backend", BACKENDS)
def test_nested_parameters_are_the_flat_ones(backend):
    params, grads = tree(np.random.default_rng(1)), tree(np.random.default_rng(2))
    flat = np.concatenate([params["layers"][0].weight.ravel(), params["layers"][0].bias, [params["layers"][1][0]]])
    flat_grad = np.concatenate([grads["layers"][0].weight.ravel(), grads["layers"][0].bias, [grads["layers"][1][0]]])
    opt = Adam(0.1, backend=backend)
    state, flat_state = opt.init(params), opt.init(flat)
    for _ in range(3):
        opt.step(params, grads, state)
        opt.step(flat, flat_grad, flat_state)
    got = np.concatenate([params["layers"][0].weight.ravel(), params["layers"][0].bias, [params["layers"][1][0]]])
    assert np.array_equal(got, flat)
    assert isinstance(state["s"]["layers"][0], Layer)
    moved, _ = opt.update(params, grads, state)
    assert isinstance(moved["layers"][0], Layer)
    assert isinstance(moved["layers"][1], tuple)


@pytest.mark.parametrize("backend", BACKENDS)
def test_any_layout_gives_the_same_numbers(backend):
    chance = np.random.default_rng(3)
    plain, grad = chance.normal(size=(6, 4)), chance.normal(size=(6, 4))
    wide = np.zeros((12, 8))
    strided = wide[::2, ::2]
    strided[:] = plain
    turned = np.asfortranarray(plain)
    for other in (strided, turned):
        opt = Adam(0.1, backend=backend)
        same = plain.copy()
        one, two = opt.init(same), opt.init(other)
        for _ in range(3):
            opt.step(same, grad, one)
            opt.step(other, np.asfortranarray(grad), two)
        assert np.array_equal(other, same)
    assert not wide[1::2].any()


@pytest.mark.parametrize("backend", BACKENDS)
def test_half_precision_parameters_have_states_of_single_precision(backend):
    params = np.ones(4, np.float16)
    opt = Adam(2.0**-6, backend=backend)
    state = opt.init(params)
    opt.step(params, np.full(4, 0.5, np.float16), state)
    assert state["s"].dtype == np.float32
    assert params.dtype == np.float16
    assert np.allclose(params, 1 - 2.0**-6, atol=1e-3)


@pytest.mark.parametrize("backend", BACKENDS)
def test_groups_are_optimizers_of_their_own(backend):
    params = {"body": {"w": np.ones(3)}, "head": np.ones(2)}
    grads = {"body": {"w": np.full(3, 0.5)}, "head": np.full(2, 0.5)}
    opt = Momentum(0.5, momentum=0.25, backend=backend, groups={"head": {"learning_rate": 0.125}})
    state = opt.init(params)
    apart = {"body": Momentum(0.5, momentum=0.25), "head": Momentum(0.125, momentum=0.25)}
    alone = {"body": np.ones(3), "head": np.ones(2)}
    states = {k: apart[k].init(alone[k]) for k in apart}
    for _ in range(3):
        opt.step(params, grads, state)
        for k, o in apart.items():
            o.step(alone[k], grads[k]["w"] if k == "body" else grads[k], states[k])
    assert np.array_equal(params["body"]["w"], alone["body"])
    assert np.array_equal(params["head"], alone["head"])


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_schedule_is_a_function_of_t(backend):
    asked = []

    def rate(t):
        asked.append(t)
        return 1 / t

    params = np.zeros(1)
    opt = GradientDescent(rate, backend=backend)
    state = opt.init(params)
    for _ in range(3):
        opt.step(params, np.ones(1), state)
    assert asked == [1, 2, 3]
    assert np.allclose(params, -(1 + 1 / 2 + 1 / 3))


@pytest.mark.parametrize("make", [Adam, Momentum, AdaGrad])
def test_a_sweep_is_one_call(make):
    rates = np.geomspace(1e-4, 1, 1000)[:, None]
    start, grads = np.linspace(-1, 1, 7), np.random.default_rng(4).normal(size=(5, 7))
    many = np.tile(start, (1000, 1))
    opt = make(rates)
    state = opt.init(many)
    for g in grads:
        opt.step(many, np.tile(g, (1000, 1)), state)
    for k in (0, 500, 999):
        one = start.copy()
        alone = make(rates[k, 0])
        mine = alone.init(one)
        for g in grads:
            alone.step(one, g, mine)
        assert np.allclose(many[k], one, rtol=1e-12)


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("spec", catalogue.SPECS.values(), ids=lambda s: s.name)
def test_a_resumed_run_is_the_uninterrupted_one(spec, backend):
    chance = np.random.default_rng(5)
    opt = compile_optimizer(spec, backend, usual={w.code_name: 0.25 for w in spec.hyperparameters})()
    params = {"a": chance.normal(size=(2, 3)).astype(np.float32), "b": [chance.normal(size=4)]}
    grads = [{"a": chance.normal(size=(2, 3)).astype(np.float32), "b": [chance.normal(size=4)]} for _ in range(6)]
    state = opt.init(params)
    for g in grads[:3]:
        opt.step(params, g, state)
    file = io.BytesIO()
    np.savez(file, **opt.state_dict(state))
    file.seek(0)
    copy = {"a": params["a"].copy(), "b": [params["b"][0].copy()]}
    with np.load(file) as stored:
        resumed = opt.load_state_dict(stored, copy)
    for g in grads[3:]:
        opt.step(params, g, state)
        opt.step(copy, g, resumed)
    assert resumed.t == state.t == 6
    assert np.array_equal(params["a"], copy["a"])
    assert np.array_equal(params["b"][0], copy["b"][0])


@pytest.mark.parametrize("backend", COMPILED)
@pytest.mark.parametrize("make", [GradientDescent, Momentum, AdaGrad, Adam])
def test_no_array_is_allocated_after_the_first_steps(make, backend):
    params = [np.ones(50_000, np.float32), np.ones((20, 20), np.float32)]
    grads = [np.ones_like(p) for p in params]
    opt = make(1e-3, backend=backend)
    state = opt.init(params)
    for _ in range(3):
        opt.step(params, grads, state)
    tracemalloc.start()
    for _ in range(5):
        opt.step(params, grads, state)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20_000  # bytes; the smallest of these arrays has 1,600 and the largest 200,000


def attempt(opt, params, grads, state, message):
    """A step that is refused, and changes nothing."""
    before = [a.tobytes() for a in (params if isinstance(params, list) else [params])], state.t
    carried = [a.tobytes() for row in state.arrays for a in row]
    with pytest.raises(InputError, match=message) as caught:
        opt.step(params, grads, state)
    assert "\n" not in str(caught.value)
    assert ([a.tobytes() for a in (params if isinstance(params, list) else [params])], state.t) == before
    assert [a.tobytes() for row in state.arrays for a in row] == carried


@pytest.mark.parametrize("backend", BACKENDS)
def test_refusals_change_nothing(backend):
    opt = Adam(0.1, backend=backend)
    params = np.ones((2, 3))
    state = opt.init(params)
    opt.step(params, np.ones((2, 3)), state)
    attempt(opt, params, np.ones((3, 2)), state, "shape")
    attempt(opt, params, np.ones((2, 3), int), state, "dtype int")
    attempt(opt, params, [np.ones((2, 3))], state, "NumPy array")
    attempt(opt, params, params, state, "shares memory")
    attempt(opt, params, params[:], state, "shares memory")
    attempt(opt, params, state["s"], state, "shares memory")
    attempt(opt, np.ones((3, 3)), np.ones((3, 3)), state, "the state was made for")
    fixed = np.ones((2, 3))
    fixed.flags.writeable = False
    attempt(opt, fixed, np.ones((2, 3)), state, "read-only")
    attempt(Momentum(0.1, backend=backend), params, np.ones((2, 3)), state, "the state is of 'adam'")


@pytest.mark.parametrize(
    ("params", "message"),
    [
        (np.ones(2, int), "dtype int"),
        (np.array([object()]), "dtype object"),
        (np.ones(2, complex), "dtype complex"),
        ([1.0, 2.0], "must be a NumPy array"),
        ({"a": "text"}, "'a'"),
        ([shared := np.ones(4), shared], "share memory"),
        ([shared[:3], shared[2:]], "share memory"),
    ],
)
def test_parameters_that_cannot_be_used(params, message):
    with pytest.raises(InputError, match=message):
        Adam().init(params)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"beta1": 1}, r"beta1 = 1.0 lies outside its domain \[0, 1\)"),
        ({"beta2": -0.1}, "domain"),
        ({"epsilon": -1e-8}, "epsilon"),
        ({"learning_rate": float("nan")}, "nan"),
        ({"learning_rate": "fast"}, "must be a number"),
        ({"momentum": 0.9}, "no hyperparameter 'momentum'"),
        ({"backend": "gpu"}, "no backend"),
        ({"nonfinite": "ignore"}, "propagate, raise, skip"),
        ({"groups": {"w": {"beta1": 2}}}, "beta1"),
    ],
)
def test_options_that_are_refused(arguments, message):
    with pytest.raises(InputError, match=message):
        Adam(**arguments)


def test_a_schedule_that_leaves_the_domain_is_refused_before_the_step():
    params = np.ones(2)
    opt = Adam(lambda t: 0.1 if t < 2 else -1.0)
    state = opt.init(params)
    opt.step(params, np.ones(2), state)
    attempt(opt, params, np.ones(2), state, "schedule gave it at t = 2")


@pytest.mark.parametrize("backend", BACKENDS)
def test_gradients_that_are_not_finite(backend):
    bad = np.array([1.0, np.nan])
    params = np.ones(2)
    for option in ("raise", "skip"):
        opt = Adam(0.1, backend=backend, nonfinite=option)
        state = opt.init(params)
        if option == "raise":
            attempt(opt, params, bad, state, "not finite")
        else:
            opt.step(params, bad, state)
        assert state.t == 0
        assert np.array_equal(params, np.ones(2))
    opt = Adam(0.1, backend=backend)
    opt.step(params, bad, opt.init(params))
    assert np.isnan(params).tolist() == [False, True]


def test_states_that_do_not_fit_are_not_loaded():
    opt, params = Adam(0.1), {"w": np.ones(3)}
    stored = opt.state_dict(opt.init(params))
    for changed, message in (
        ({**stored, "s:w": np.ones(4)}, "shape"),
        ({**stored, "extra": np.ones(1)}, "besides"),
        ({k: v for k, v in stored.items() if k != "r:w"}, "lacks 'r:w'"),
        ({**stored, "optimizer": np.array("momentum")}, "momentum"),
        ({**stored, "t": np.array(-1)}, "number of steps"),
    ):
        with pytest.raises(InputError, match=message):
            opt.load_state_dict(changed, params)


def test_unknown_groups_and_states_are_named():
    with pytest.raises(InputError, match="no parameter belongs to the group 'tail'"):
        Adam(groups={"tail": {"learning_rate": 1}}).init({"head": np.ones(1)})
    with pytest.raises(InputError, match="no state 'v'"):
        Adam().init(np.ones(1))["v"]
