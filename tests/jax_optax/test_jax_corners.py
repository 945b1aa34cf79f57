"""Corners that no optimizer of the catalogue reaches, and what is traced: dtypes, branches, schedules."""

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest
from compile_specs import ODD

from adaptsym.compile.runtime import compile_optimizer
from adaptsym.jax import gradient_transformation
from adaptsym.notation import epsilon, eta, g, grad, norm, rho, s, size, sqrt, t, theta, where
from adaptsym.spec import optimizer

GRADS = [np.array([1.0, -0.5]), np.array([0.25, 2.0]), np.array([-1.0, 0.5]), np.array([0.5, 0.75])]

waiting = optimizer(  # one side of the branch leaves the state alone, the other moves the parameter by its norm
    "waiting",
    s[0] == 1,
    g[t] == grad(theta[t]),
    s[t] == where(t > 2, rho * s[t - 1] + g[t], s[t - 1]),
    theta[t + 1] == where(t > 2, theta[t] - eta * s[t] / (norm(s[t]) + epsilon), theta[t]),
)
by_size = optimizer(
    "by-size",
    g[t] == grad(theta[t]),
    theta[t + 1] == theta[t] - eta * g[t] / sqrt(size(theta[t], over="all")),
)
scheduled = next(spec for spec in ODD if spec.name == "schedules-before-and-after")


def schedule(step):
    return 0.5 / (step + 2.0)


@pytest.mark.parametrize(
    ("spec", "mine", "its"),
    [
        (waiting, {"learning_rate": 0.1, "decay": 0.5, "epsilon": 1e-3}, {}),
        (by_size, {"learning_rate": 0.1}, {}),
        (
            scheduled,
            {"learning_rate": schedule, "decay": lambda count: 0.1 * count},
            {"learning_rate": lambda step: schedule(step - 1), "decay": lambda step: 0.1 * (step - 1)},
        ),
    ],
    ids=lambda x: getattr(x, "name", ""),
)
def test_steps_are_those_of_numpy(spec, mine, its):
    made, opt = gradient_transformation(spec, **mine), compile_optimizer(spec, "numpy")(**mine | its)
    params, exact = jnp.ones(2), np.ones(2)
    state, kept, update = made.init(params), opt.init(exact), jax.jit(made.update)
    for grads in GRADS:
        updates, state = update(jnp.asarray(grads), state, params)
        params = optax.apply_updates(params, updates)
        opt.step(exact, grads, kept)
        np.testing.assert_allclose(params, exact, rtol=1e-5)


def test_a_decay_of_zero_has_a_derivative():
    def moved(beta1, beta2):
        made = gradient_transformation("adam", 0.5, beta1=beta1, beta2=beta2)
        updates, _ = made.update(jnp.ones(1), made.init(jnp.ones(1)))
        return updates[0]

    derivatives = jax.jit(jax.grad(moved, (0, 1)))
    assert np.isfinite(derivatives(0.0, 0.0)).all()
    assert np.isfinite(derivatives(0.9, 0.999)).all()


def test_arrays_stay_of_single_precision_where_jax_has_64_bits():
    with jax.enable_x64(True):
        params = jnp.ones(7, jnp.float32)
        for name in ("adam", "radam", "adamp"):
            made = gradient_transformation(name)
            text = str(jax.make_jaxpr(made.update)(params, made.init(params), params))
            assert "f32[7]" in text
            assert "f64[7]" not in text


def test_updates_are_as_wide_as_gradient_or_parameter():
    made = gradient_transformation("adam")
    for grads, params, wanted in (
        (jnp.bfloat16, jnp.bfloat16, jnp.bfloat16),
        (jnp.bfloat16, jnp.float32, jnp.float32),
        (jnp.float32, jnp.bfloat16, jnp.float32),
        (jnp.float16, jnp.float16, jnp.float16),
    ):
        x = jnp.ones(2, params)
        updates, state = made.update(jnp.ones(2, grads), made.init(x), x)
        assert updates.dtype == wanted
        assert state.s.dtype == jnp.float32
