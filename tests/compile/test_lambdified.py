"""The reference: equations lambdified one by one, held against NumPy as one writes it by hand."""

import numpy as np
import pytest
from compile_specs import SPECS

from adaptsym.compile.history import over_history
from adaptsym.compile.lambdified import Lambdified
from adaptsym.errors import EvaluationError
from adaptsym.notation import Kind, eta, g, gamma, grad, i, product, sequence, sqrt, t, theta, total, where
from adaptsym.spec import optimizer

CHANCE = np.random.default_rng(11)
INDEX = SPECS["adam"].index
scale = sequence("scale", kind=Kind.SHARED)


def bound(spec, *shapes, dtype=np.float64):
    """A specification over parameters of these shapes; its arrays, states zero."""
    carried = sum(w.kind is Kind.ARRAY for w in spec.states)
    rows = [(CHANCE.normal(size=n).astype(dtype), *(np.zeros(n, dtype) for _ in range(carried))) for n in shapes]
    return Lambdified(spec).bind(rows), rows


def inputs(made, **values):
    return [values[x.word.name] for x in made.compiled.program.inputs]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_adam_as_by_hand_in_the_arrays_own_dtype(dtype):
    made, [(params, first, second)] = bound(SPECS["adam"], 5, dtype=dtype)
    mine, m, v = params.copy(), 0 * params, 0 * params
    for n in range(1, 6):
        gradient = CHANCE.normal(size=5).astype(dtype)
        made.step([gradient], n, inputs(made, eta=0.125, rho1=0.75, rho2=0.875, epsilon=2.0**-10))
        m = 0.75 * m + 0.25 * gradient
        v = 0.875 * v + 0.125 * gradient**2
        mine -= 0.125 * (m / (1 - 0.75**n)) / np.sqrt(v / (1 - 0.875**n) + 2.0**-10)
    assert mine.dtype == dtype
    for got, wanted in ((params, mine), (first, m), (second, v)):
        assert np.allclose(got, wanted, rtol=40 * np.finfo(dtype).eps, atol=0)


def branching(test, yes, no):
    """A step whose size is a branch on a number."""
    move = theta[t + 1] == theta[t] - eta * scale[t] * g[t]
    return optimizer("branching", g[t] == grad(theta[t]), scale[t] == where(test, yes, no), move)


@pytest.mark.parametrize(("step", "wanted"), [(1, 0.5), (2, 1.0), (5, 0.25)])
def test_the_side_of_a_branch_that_is_not_taken_is_not_evaluated(step, wanted):
    made, [(params,)] = bound(branching(t > 1, 1 / (t - 1), eta), 3)
    before = params.copy()
    made.step([np.ones(3)], step, inputs(made, eta=0.5))
    assert np.allclose(before - params, 0.5 * wanted)


def test_the_side_that_is_taken_and_does_not_exist_is_refused_before_anything_is_written():
    made, [(params,)] = bound(branching(t > 1, eta, 1 / (t - 1)), 3)
    before = params.copy()
    with pytest.raises(EvaluationError, match="branching: a scalar of the step does not exist"):
        made.step([np.ones(3)], 1, inputs(made, eta=0.5))
    assert np.array_equal(params, before)
    made.step([np.ones(3)], 2, inputs(made, eta=0.5))
    assert np.allclose(before - params, 0.25)


def test_a_norm_over_all_parameters_and_what_is_carried_as_one_number():
    made, rows = bound(SPECS["clipped"], 3, (2, 2))
    gradients = [CHANCE.normal(size=a[0].shape) for a in rows]
    before = [a[0].copy() for a in rows]
    values = inputs(made, rho=0.5, clip=0.25, gamma=0.0, eta=1.0)
    shared, _ = made.step(gradients, 1, values, [2.0])
    total = np.sqrt(sum((x**2).sum() for x in gradients)) + 1.0
    assert shared == pytest.approx([total])
    for a, b, x in zip(rows, before, gradients, strict=True):
        assert np.allclose(a[0], b - 0.25 / total * x)


def test_a_norm_over_one_parameter_is_carried_for_each():
    made, rows = bound(SPECS["lamb-like"], 3, 4)
    gradients, before = [np.ones(3), np.full(4, 2.0)], [a[0].copy() for a in rows]
    names = {"rho1": 0.0, "rho": 0.5, "lambda": 0.0, "epsilon": 0.0, "eta": 0.0}
    values = [names.get(x.word.name, 0.0) for x in made.compiled.program.inputs]
    _, own = made.step(gradients, 1, values, own=[[1.0], [1.0]])
    for (ratio,), b in zip(own, before, strict=True):
        assert ratio == pytest.approx(0.5 + np.linalg.norm(b))


def test_an_initial_value_that_reads_the_first_gradient():
    made, [(_, r)] = bound(SPECS["rmsprop-first"], 3)
    values = inputs(made, rho=0.5, eta=0.125, epsilon=0.5)
    made.step([np.array([1.0, 2.0, 3.0])], 1, values)
    assert r.tolist() == [1.0, 4.0, 9.0]  # half of the square, and half of the initial value, which is the square
    made.step([np.zeros(3)], 2, values)
    assert r.tolist() == [0.5, 2.0, 4.5]


def test_closed_forms_over_a_history_are_their_loops():
    history = CHANCE.normal(size=9)
    hyper = {"gamma": 0.5, "eta": 0.25}

    def wanted(low, high, weight):
        return [sum(weight(n, k) * history[k - 1] for k in range(low, high(n) + 1)) for n in range(1, 10)]

    sums = {
        total(gamma ** (t - i) * g[i], i, 1, t): wanted(1, lambda n: n, lambda n, k: 0.5 ** (n - k)),
        eta * total(i * g[i], i, 2, t - 1): wanted(2, lambda n: n - 1, lambda _, k: 0.25 * k),
        sqrt(g[t] ** 2): list(np.abs(history)),
    }
    for x, values in sums.items():
        assert np.allclose(over_history(x, INDEX, hyper, {"g": history}), values)
    factors = product(1 - gamma**i, i, 1, t)
    assert np.allclose(over_history(factors, INDEX, hyper, {"g": history}), np.cumprod(1 - 0.5 ** np.arange(1, 10)))
