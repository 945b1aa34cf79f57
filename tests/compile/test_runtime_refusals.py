"""Whatever is refused has changed nothing: the run goes on as if it had not been asked."""

import copy
import pickle
from collections import OrderedDict, defaultdict
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adaptsym.compile.runtime import compile_optimizer
from adaptsym.errors import AdaptsymError, EvaluationError, InputError
from adaptsym.notation import Kind, eta, g, gamma, grad, sequence, t, theta
from adaptsym.optimizers import Adam, GradientDescent, Momentum, Nesterov
from adaptsym.spec import optimizer

scale = sequence("scale", kind=Kind.SHARED)
BACKENDS = ("lambdified", "numpy", "numba")
SHAPES = st.sampled_from([(), (0,), (3,), (2, 3), (40,)])
TREES = st.recursive(
    SHAPES,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3)
        | st.lists(inner, min_size=1, max_size=2).map(lambda parts: ("tuple", *parts))
        | st.dictionaries(st.sampled_from("abc"), inner, min_size=1, max_size=3)
    ),
    max_leaves=6,
)


def built(shape, make):
    """A tree of arrays from a tree of shapes."""
    if isinstance(shape, dict):
        return {k: built(v, make) for k, v in shape.items()}
    if isinstance(shape, list):
        return [built(v, make) for v in shape]
    if shape and shape[0] == "tuple":
        return tuple(built(v, make) for v in shape[1:])
    return make(shape)


def leaves(tree):
    if isinstance(tree, np.ndarray):
        return [tree]
    return [a for part in (tree.values() if isinstance(tree, dict) else tree) for a in leaves(part)]


def replaced(tree, n, leaf):
    """The tree with its n-th array replaced."""
    count = iter(range(len(leaves(tree))))

    def walk(x):
        if isinstance(x, np.ndarray):
            return leaf if next(count) == n else x
        if isinstance(x, dict):
            return {k: walk(v) for k, v in x.items()}
        return type(x)(walk(v) for v in x)

    return walk(tree)


def bytes_of(params, grads, state):
    arrays = [*leaves(params), *leaves(grads), *(a for row in state.arrays for a in row)]
    return [a.tobytes() for a in arrays], state.t, copy.deepcopy((state.shared, state.own))


def faults(params, grads, state, n):
    """Calls that must be refused, for something about the n-th array."""
    mine, his = leaves(params)[n], leaves(grads)[n]
    found = {
        "shape": (params, replaced(grads, n, np.ones((*mine.shape, 2))), state),
        "integers": (params, replaced(grads, n, np.zeros(his.shape, int)), state),
        "objects": (params, replaced(grads, n, np.zeros(his.shape, object)), state),
        "complex numbers": (params, replaced(grads, n, np.zeros(his.shape, complex)), state),
        "another structure": (params, {"missing": grads}, state),
        "one array more": (params, [grads, np.ones(2)], state),
        "a parameter of another shape": (
            *(replaced(x, n, np.ones((7, 7), mine.dtype)) for x in (params, grads)),
            state,
        ),
        "a parameter of integers": (replaced(params, n, np.zeros(mine.shape, int)), grads, state),
        "nothing for a state": (params, grads, None),
        "a dictionary for a state": (params, grads, Adam().state_dict(state)),
        "the state of another": (params, grads, Momentum().init(params)),
        "a parameter that is read-only": (replaced(params, n, fixed(mine)), grads, state),
    }
    if mine.size:
        found |= {
            "a gradient that is the parameter": (params, replaced(grads, n, mine), state),
            "a gradient that is a view of the parameter": (params, replaced(grads, n, mine[...]), state),
            "a gradient that is a state": (params, replaced(grads, n, state.arrays[n][0]), state),
            "a parameter that is a state": (replaced(params, n, state.arrays[n][1]), grads, state),
        }
    return found


def fixed(array):
    array = array.copy()
    array.flags.writeable = False
    return array


@settings(max_examples=40, deadline=None)
@given(
    shape=TREES,
    backend=st.sampled_from(BACKENDS),
    which=st.integers(0, 5),
    steps=st.integers(0, 2),
    dtype=st.sampled_from([np.float32, np.float64]),
)
def test_what_is_refused_changes_nothing(shape, backend, which, steps, dtype):
    chance = np.random.default_rng(0)
    params, grads = (built(shape, lambda s: np.asarray(chance.normal(size=s), dtype)) for _ in range(2))
    n = which % len(leaves(params))
    opt = Adam(0.1, backend=backend)
    state = opt.init(params)
    for _ in range(steps):
        opt.step(params, grads, state)
    before = bytes_of(params, grads, state)
    calm, after = opt.update(params, grads, state)
    for name, arguments in faults(params, grads, state, n).items():
        with pytest.raises(AdaptsymError) as caught:
            opt.step(*arguments)
        assert "\n" not in str(caught.value)
        assert bytes_of(params, grads, state) == before, name
    opt.step(params, grads, state)
    for a, b in zip(leaves(params), leaves(calm), strict=True):
        assert np.array_equal(a, b)
    assert state.t == after.t == steps + 1


@pytest.mark.parametrize("backend", BACKENDS)
def test_no_group_moves_unless_all_can(backend):
    move = theta[t + 1] == theta[t] - eta * scale[t] * g[t]
    spec = optimizer("inverse", g[t] == grad(theta[t]), scale[t] == 1 / gamma, move)
    opt = compile_optimizer(spec, backend)(0.5, momentum=0.5, groups={"late": {"momentum": 0}})
    params = {"early": np.ones(2), "late": np.ones(2)}
    state = opt.init(params)
    with pytest.raises(EvaluationError, match="does not exist"):
        opt.step(params, {"early": np.ones(2), "late": np.ones(2)}, state)
    assert params["early"].tolist() == params["late"].tolist() == [1, 1]
    assert state.t == 0


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (float("inf"), "learning_rate = inf lies outside its domain"),
        (np.array([0.1, np.nan]), "learning_rate = nan lies outside its domain"),
        (np.array([0.1, -0.1]), r"learning_rate = -0\.1 lies outside its domain"),
        ("0.1", "must be a number"),
        (True, "must be a number"),
        (0.1j, "must be a number"),
        ([0.1, None], "learning_rate = nan lies outside"),
        ([[0.1], [0.1, 0.2]], "must be a number"),
    ],
)
def test_what_is_no_learning_rate(value, message):
    with pytest.raises(InputError, match=message):
        Adam(value)
    with pytest.raises(InputError, match=message):
        Adam(groups={"w": {"learning_rate": value}})


@pytest.mark.parametrize("value", [1, Fraction(1, 4), np.float32(0.25), np.array(0.25)])
def test_what_is_a_learning_rate(value):
    (found,) = GradientDescent(value).hyperparameters.values()
    assert type(found) is float
    assert found == value


@pytest.mark.parametrize(("value", "message"), [(np.ones(2), "one number"), ("x", "must be a number"), (-1, "t = 1")])
def test_what_a_schedule_may_not_give(value, message):
    opt, params = GradientDescent(lambda _: value), np.ones(2)
    state = opt.init(params)
    with pytest.raises(InputError, match=message):
        opt.step(params, np.ones(2), state)
    assert params.tolist() == [1, 1]


def test_a_sweep_that_does_not_fit_is_refused():
    params = np.ones((4, 2))
    opt = Adam(np.full(3, 0.1))
    with pytest.raises(InputError, match=r"shape \(3,\) does not broadcast to a parameter of \(4, 2\)"):
        opt.step(params, np.ones((4, 2)), opt.init(params))


@pytest.mark.parametrize(
    ("groups", "message"),
    [
        ([1], "must be a dict"),
        ({"w": 0.1}, "as a dict, got 0.1"),
        ({"w": {"speed": 1}}, "no hyperparameter 'speed'"),
    ],
)
def test_what_groups_may_not_be(groups, message):
    with pytest.raises(InputError, match=message):
        Adam(groups=groups)


def test_a_group_of_nothing_is_refused():
    for params in ([], {"v": np.ones(2)}):
        with pytest.raises(InputError, match="no parameter belongs to the group 'w'"):
            Adam(groups={"w": {"learning_rate": 1}}).init(params)


@pytest.mark.parametrize(
    "params", [{"a/b": np.ones(1), "a": {"b": np.ones(1)}}, {0: np.ones(1), "0": np.ones(1)}], ids=["slash", "number"]
)
def test_parameters_of_one_path_would_be_stored_as_one_and_are_refused(params):
    with pytest.raises(InputError, match="two parameters have the path"):
        Adam().init(params)


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("copied", [copy.deepcopy, lambda s: pickle.loads(pickle.dumps(s))], ids=["copy", "pickle"])
def test_states_are_copied_and_pickled(backend, copied):
    params = [np.linspace(-1, 1, 5), np.ones(2, np.float32)]
    grads = [np.linspace(2, 1, 5), np.ones(2, np.float32)]
    opt = Adam(0.1, backend=backend)
    state = opt.init(params)
    opt.step(params, grads, state)
    other, others = copied(state), [p.copy() for p in params]
    opt.step(params, grads, state)
    assert other.t == 1
    opt.step(others, grads, other)
    for a, b in zip(params, others, strict=True):
        assert np.array_equal(a, b)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize(("size", "carried"), [("f8", np.float64), ("f4", np.float32), ("f2", np.float32)])
def test_states_are_as_precise_as_the_parameters_in_any_byte_order(order, size, carried):
    params = np.ones(3).astype(order + size)
    opt = Momentum(0.5)
    state = opt.init(params)
    opt.step(params, np.ones(3).astype(order + size), state)
    assert state["velocity"].dtype == carried
    assert params.dtype == np.dtype(order + size)
    assert params.tolist() == [0.5] * 3


@pytest.mark.parametrize("made", [OrderedDict, lambda items: defaultdict(list, items)], ids=["ordered", "default"])
def test_other_dictionaries(made):
    params, grads = made([("b", np.ones(2)), ("a", np.ones(1))]), made([("a", np.ones(1)), ("b", np.zeros(2))])
    opt = GradientDescent(0.5)
    moved, state = opt.update(params, grads, opt.init(params))
    assert moved["b"].tolist() == [1, 1]
    assert moved["a"].tolist() == [0.5]
    opt.step(moved, grads, state)
    assert moved["a"].tolist() == [0.0]


def test_a_point_is_asked_of_a_state_of_the_same_optimizer():
    params = np.ones(2)
    with pytest.raises(InputError, match="the state is of 'adam'"):
        Nesterov().point(params, Adam().init(params))
    with pytest.raises(InputError, match="must come from init"):
        Nesterov().update(params, params, {})
    with pytest.raises(InputError, match="a dict of arrays or an open"):
        Adam().load_state_dict([1], params)
