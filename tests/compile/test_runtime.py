"""Optimizers to be used: every specification, every backend, held against exact numbers and closed forms."""

from fractions import Fraction

import numpy as np
import pytest
from compile_specs import SPECS

from adaptsym import catalogue
from adaptsym.compile.history import over_history
from adaptsym.compile.runtime import compile_optimizer
from adaptsym.optimizers import Adam
from adaptsym.proof import derived_claims
from adaptsym.term import REDUCTIONS, At, Op, walk
from adaptsym.unroll import Unrolling

ALL = tuple(SPECS.values())
BACKENDS = ("lambdified", "numpy", "numba")
CHANCE = np.random.default_rng(7)
GRADIENTS = CHANCE.integers(-40, 40, size=(6, 5)) / 16 + 1 / 32
START = CHANCE.integers(-16, 16, size=5) / 8 + 1 / 16
VALUES = {
    "gamma": 0.75,
    "rho": 0.9375,
    "rho1": 0.875,
    "rho2": 0.9921875,
    "epsilon": 2.0**-20,
    "eta": 0.03125,
    "psi": 0.0,
    "multiplier": 1.0,
    "ahead": 0.9,
    "s_start": 0.0,
    "r_start": 0.0,
    "threshold": 4.0,
    "t_start": 2.0,
    "eta_minus": 0.5,
    "eta_plus": 1.25,
    "step_min": 0.001,
    "step_max": 0.5,
}


def values(spec):
    """Numbers that floats hold exactly, so that the exact run is the same run."""
    chosen = {w.name: VALUES.get(w.name, 0.25) for w in spec.hyperparameters}
    return {w.code_name: chosen[w.name] for w in spec.hyperparameters}, {n: Fraction(v) for n, v in chosen.items()}


def exact(spec, steps):
    _, fractions = values(spec)
    hyper = {
        w.name: (lambda _, v=fractions[w.name]: v) if w in spec.schedules else fractions[w.name]
        for w in spec.hyperparameters
    }
    rows = [tuple(map(Fraction, row)) for row in GRADIENTS]
    run = Unrolling(spec, hyper, (tuple(map(Fraction, START)),), lambda _, t: (rows[t - spec.first],))
    shift = spec.by_name[spec.parameter.name].left.index
    last = spec.first + steps - 1 + (1 if isinstance(shift, Op) else 0)
    return np.array([float(x) for x in run(spec.parameter.name, last)[0]])


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("spec", ALL, ids=lambda s: s.name)
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_steps_are_the_equations_in_exact_numbers(spec, backend, dtype):
    coded, _ = values(spec)
    opt = compile_optimizer(spec, backend)(**coded)
    params = {"w": [START.astype(dtype)[:3].copy(), START.astype(dtype)[3:].copy()]}
    whole = not any(isinstance(x, Op) and x.op in REDUCTIONS for x in spec.terms())
    params = params if whole else {"w": START.astype(dtype)}
    state = opt.init(params)
    for row in GRADIENTS:
        grads = {"w": [row.astype(dtype)[:3], row.astype(dtype)[3:]]} if whole else {"w": row.astype(dtype)}
        opt.step(params, grads, state)
    got = np.concatenate(params["w"]) if whole else params["w"]
    scale = np.abs(exact(spec, 6)) + 1
    assert np.all(np.abs(got - exact(spec, 6)) <= 40 * np.finfo(dtype).eps * scale)  # six steps of a few ulps each


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("spec", ALL, ids=lambda s: s.name)
def test_update_is_step_on_copies(spec, backend):
    coded, _ = values(spec)
    opt = compile_optimizer(spec, backend)(**coded)
    params = START.copy()
    state = opt.init(params)
    moved, after = opt.update(params, GRADIENTS[0], state)
    assert np.array_equal(params, START)
    assert state.t == 0
    opt.step(params, GRADIENTS[0], state)
    assert np.array_equal(params, moved)
    assert after.t == state.t == 1
    for w in spec.states:
        assert np.array_equal(state[w.name], after[w.name])


def closed_claims():
    for spec in catalogue.SPECS.values():
        for c in (*spec.claims, *derived_claims(spec)):
            state = isinstance(c.left, At) and c.left.word in spec.states and c.relation == "eq" and not c.given
            words = {x.word.name for x in walk(c.right) if isinstance(x, At)}
            if state and words <= {spec.gradient.name}:
                yield pytest.param(spec, c, id=f"{spec.name}-{c.name}")


@pytest.mark.parametrize(("spec", "c"), list(closed_claims()))
@pytest.mark.parametrize("backend", BACKENDS)
def test_states_are_their_closed_forms_over_the_whole_history(spec, c, backend):
    coded, _ = values(spec)
    opt = compile_optimizer(spec, backend)(**coded)
    params, history = np.array([1.0]), CHANCE.normal(size=40)
    state = opt.init(params)
    got = []
    for x in history:
        opt.step(params, np.array([x]), state)
        got.append(state[c.left.word.name][0])
    by_word = {w.name: coded[w.code_name] for w in spec.hyperparameters}
    wanted = over_history(c.right, spec.index, by_word, {spec.gradient.name: history}, spec.first)
    assert np.allclose(got, wanted, rtol=1e-12, atol=1e-14)


def test_where_the_gradient_is_wanted():
    nesterov = next(s for s in ALL if s.name == "nesterov")
    for backend in BACKENDS:
        opt = compile_optimizer(nesterov, backend)(learning_rate=0.5, momentum=0.25)
        params = np.ones(3)
        state = opt.init(params)
        opt.step(params, np.ones(3), state)
        assert np.array_equal(opt.point(params, state), params - 0.125)
    plain = Adam()
    params = np.ones(2)
    assert plain.point(params, plain.init(params)) is params
