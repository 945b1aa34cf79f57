"""Each specification takes the same steps in JAX as in NumPy, in double precision: parameters, states, points."""

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest
from compile_specs import ODD, REDUCING, SPECS

import adaptsym.jax
from adaptsym.compile.hyperparameters import defaults
from adaptsym.compile.runtime import compile_optimizer
from adaptsym.jax.transformation import gradient_point, gradient_transformation

ALL = SPECS | {spec.name: spec for spec in ODD}
STEPS = 6
VALUES = {"learning_rate": 0.01, "beta1": 0.9, "beta2": 0.99, "epsilon": 1e-6, "momentum": 0.8, "decay": 0.7}


def hyperparameters(spec):
    stated = defaults(spec, VALUES)
    return {w.code_name: stated.get(w.code_name, 0.3) for w in spec.hyperparameters}


def draw(name, seed):
    """Parameters or gradients; two of them only where they mean something to each other, for the compiler's sake."""
    rng = np.random.default_rng(seed)
    return {"w": [rng.normal(size=(3, 2))]} | ({"b": rng.normal(size=5)} if name in REDUCING else {})


def gradients(name):
    return [draw(name, seed) for seed in range(1, 1 + STEPS)]


@pytest.fixture(scope="module")
def runs():
    """All specifications in one compiled function, which takes a fraction of the time of one for each."""
    with jax.enable_x64(True):
        made = {name: gradient_transformation(spec, **hyperparameters(spec)) for name, spec in ALL.items()}
        points = {name: gradient_point(spec, **hyperparameters(spec)) for name, spec in ALL.items()}
        params = {name: jax.tree.map(jnp.asarray, draw(name, 0)) for name in ALL}
        states = {name: made[name].init(params[name]) for name in ALL}

        @jax.jit
        def step(grads, params, states):
            at = {name: points[name](params[name], states[name]) for name in ALL}
            done = {name: made[name].update(grads[name], states[name], params[name]) for name in ALL}
            after = {name: optax.apply_updates(params[name], updates) for name, (updates, _) in done.items()}
            return at, after, {name: state for name, (_, state) in done.items()}

        history = []
        for n in range(STEPS):
            at, params, states = step({name: gradients(name)[n] for name in ALL}, params, states)
            history.append((at, params, states))
        return history


def close(got, wanted):
    jax.tree.map(lambda a, b: np.testing.assert_allclose(a, b, rtol=1e-10, atol=1e-13), got, wanted)


@pytest.mark.parametrize("name", ALL)
def test_steps_are_those_of_numpy(name, runs):
    spec = ALL[name]
    opt = compile_optimizer(spec, "numpy")(**hyperparameters(spec))
    params = draw(name, 0)
    state = opt.init(params)
    for grads, (at, after, states) in zip(gradients(name), runs, strict=True):
        close(at[name], opt.point(params, state))
        opt.step(params, grads, state)
        close(after[name], params)
        kept = states[name]
        assert kept.count == state.t
        for word in spec.states:
            field = word.name if word.name in kept._fields else f"{word.name}_"  # g, where the gradient has that name
            close(getattr(kept, field), state[word.name])


@pytest.mark.parametrize("name", ALL)
def test_states_keep_their_shapes_and_dtypes(name):
    """A step can be scanned over, and what it is given donated."""
    spec = ALL[name]
    made = adaptsym.jax.gradient_transformation(spec, **hyperparameters(spec))
    params = {"a": jnp.zeros((2, 3)), "b": jnp.zeros(4, jnp.bfloat16)}
    state = jax.eval_shape(made.init, params)
    updates, after = jax.eval_shape(made.update, params, state, params)
    described = [jax.tree.map(lambda x: (x.shape, x.dtype), tree) for tree in (state, after, updates, params)]
    assert described[0] == described[1]
    assert described[2] == described[3]
    floats = {x.dtype for x in jax.tree.leaves(state) if x.dtype != jnp.int32}
    assert floats <= {jnp.dtype(jnp.float32)}
