"""The transformations are used as optax's own are, and nothing else about the program has to change."""

import pickle

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest
from compile_specs import SPECS

from adaptsym.errors import InputError
from adaptsym.jax import factory, gradient_point, gradient_transformation
from adaptsym.notation import eta, g, gamma, grad, lam, t, theta, velocity
from adaptsym.optimizers import Adam
from adaptsym.spec import optimizer

PARAMS = {"w": jnp.linspace(-1.0, 1.0, 6).reshape(2, 3), "b": jnp.asarray([0.5, -0.25])}


def loss(params):
    return jnp.sum((params["w"] - 0.3) ** 2) + jnp.sum(jnp.cosh(params["b"]))


def train(made, steps=6):
    """A run as optax's documentation writes it; parameters and state at the end."""
    params, state = PARAMS, made.init(PARAMS)
    for _ in range(steps):
        updates, state = made.update(jax.grad(loss)(params), state, params)
        params = optax.apply_updates(params, updates)
    return params, state


def close(got, wanted):
    """Equal but for the bias corrections, which optax computes in float32: to 1e-5 of a step."""
    jax.tree.map(lambda a, b: np.testing.assert_allclose(a, b, rtol=2e-5, atol=2e-6), got, wanted)


def test_injected_hyperparameters_are_changed_between_steps():
    made = optax.inject_hyperparams(factory("momentum"))(learning_rate=0.5, momentum=0.5)
    state = made.init(PARAMS)
    assert set(state.hyperparams) == {"learning_rate", "momentum"}
    state.hyperparams["learning_rate"] = jnp.asarray(0.25)
    updates, state = made.update(PARAMS, state, PARAMS)
    close(updates, jax.tree.map(lambda x: -0.25 * x, PARAMS))
    assert float(state.hyperparams["learning_rate"]) == 0.25


def test_the_state_is_a_named_tuple_that_is_pickled():
    params, state = train(gradient_transformation("adam", 0.05), steps=3)
    assert type(state).__name__ == "AdamState"
    assert state._fields == ("count", "s", "r")
    assert state.count.dtype == jnp.int32
    assert int(state.count) == 3
    assert jax.tree.structure(state.s) == jax.tree.structure(params)
    again = pickle.loads(pickle.dumps(jax.device_get(state)))
    assert type(again) is type(state)
    jax.tree.map(np.testing.assert_array_equal, again, jax.device_get(state))


def test_a_count_stays_at_the_largest_number():
    made = gradient_transformation("adam")
    state = made.init(PARAMS)._replace(count=jnp.asarray(2**31 - 1, jnp.int32))
    updates, state = made.update(PARAMS, state, PARAMS)
    assert int(state.count) == 2**31 - 1
    assert all(bool(jnp.all(jnp.isfinite(x))) for x in jax.tree.leaves(updates))


def test_many_runs_at_once_each_with_its_learning_rate():
    rates = jnp.asarray([0.01, 0.1])

    def end(rate):
        return train(gradient_transformation("radam", rate), steps=6)[0]

    together, apart = jax.jit(lambda: (jax.vmap(end)(rates), [end(rate) for rate in (0.01, 0.1)]))()
    for n, alone in enumerate(apart):
        close(jax.tree.map(lambda x, n=n: x[n], together), alone)


def test_derivatives_with_respect_to_hyperparameters():
    """RAdam's root does not exist at first: the side that is not taken spoils no derivative."""

    def moved(rate, beta2, count):
        made = gradient_transformation("radam", rate, beta2=beta2)
        start = made.init(jnp.ones(1))
        updates, _ = made.update(jnp.ones(1), start._replace(count=count, s=jnp.ones(1), r=jnp.ones(1)))
        return updates[0]

    compiled = jax.jit(jax.value_and_grad(moved, (0, 1)))
    for count in map(jnp.int32, (0, 20)):
        value, (by_rate, by_beta2) = compiled(0.5, 0.9, count)
        np.testing.assert_allclose(by_rate, value / 0.5, rtol=1e-5)
        difference = (compiled(0.5, 0.905, count)[0] - compiled(0.5, 0.895, count)[0]) / 0.01
        np.testing.assert_allclose(by_beta2, difference, rtol=2e-2, atol=1e-6)


def test_a_donated_state_is_reused():
    made = gradient_transformation("adam")
    step = jax.jit(lambda state, grads, params: made.update(grads, state, params), donate_argnums=0)
    before = made.init(PARAMS)
    step(before, PARAMS, PARAMS)
    assert before.s["w"].is_deleted()


def test_half_precision():
    """Parameters and gradients of bfloat16, states of float32: what is stored is the float32 step, rounded once."""
    made = gradient_transformation("adam", 0.05)
    half = jax.tree.map(lambda x: x.astype(jnp.bfloat16), PARAMS)
    wide = jax.tree.map(lambda x: x.astype(jnp.float32), half)
    state, exact = made.init(half), made.init(wide)
    for _ in range(3):
        updates, state = made.update(half, state, half)
        wanted, exact = made.update(wide, exact, wide)
        jax.tree.map(np.testing.assert_array_equal, updates, jax.tree.map(lambda x: x.astype(jnp.bfloat16), wanted))
    jax.tree.map(np.testing.assert_array_equal, state, exact)
    mixed, _ = made.update(wide, state, half)
    assert all(x.dtype == jnp.float32 for x in jax.tree.leaves(mixed))


def test_what_depends_on_numbers_alone_is_computed_in_double_precision():
    """Steps of Adam are those of double precision to the last bits of float32, though 1 - beta2 is small."""
    made, opt = gradient_transformation("adam", 1e-3, beta2=0.9999), Adam(1e-3, beta2=0.9999, backend="numpy")
    state, params = made.init(jnp.zeros(3)), np.zeros(3)
    exact = opt.init(params)
    for grads in (np.array([1.0, -0.5, 0.25]), np.array([0.5, -0.25, 2.0])):
        before = params.copy()
        opt.step(params, grads, exact)
        updates, state = made.update(jnp.asarray(grads, jnp.float32), state)
        np.testing.assert_allclose(updates, params - before, rtol=5e-7)


def test_a_step_that_is_lost_in_the_parameter_is_not_lost_in_the_update():
    made = gradient_transformation("momentum", 1e-6)
    params = {"w": jnp.asarray([1e6])}
    updates, _ = made.update({"w": jnp.asarray([1.0])}, made.init(params), params)
    np.testing.assert_allclose(updates["w"], [-1e-6], rtol=1e-6)


def test_parameters_are_needed_where_they_are_read():
    made = gradient_transformation("adam", 0.1)
    with_them, without = (made.update(PARAMS, made.init(PARAMS), *args)[0] for args in ((PARAMS,), ()))
    jax.tree.map(np.testing.assert_array_equal, with_them, without)
    decayed = gradient_transformation("adamw", weight_decay=0.1)
    with pytest.raises(InputError, match=r"a step of adamw reads the parameters: update\(grads, state, params\)"):
        decayed.update(PARAMS, decayed.init(PARAMS))


def test_the_point_is_ahead_for_nesterov_alone():
    params, state = {"w": jnp.asarray([1.0, 2.0])}, None
    made, point = gradient_transformation("nesterov", 0.1, momentum=0.5), gradient_point("nesterov", 0.1, momentum=0.5)
    state = made.init(params)
    np.testing.assert_array_equal(point(params, state)["w"], params["w"])
    _, state = made.update({"w": jnp.asarray([1.0, -1.0])}, state, params)
    np.testing.assert_allclose(point(params, state)["w"], [1 - 0.05, 2 + 0.05], rtol=1e-6)
    plain = gradient_point("momentum")
    assert plain(params, gradient_transformation("momentum").init(params)) is params


def test_ones_own_equations():
    decayed = optimizer(
        "decayed",
        velocity[0] == 0,
        g[t] == grad(theta[t]),
        velocity[t] == gamma * velocity[t - 1] + g[t],
        theta[t + 1] == (1 - eta * lam) * theta[t] - eta * velocity[t],
    )
    made = gradient_transformation(decayed, 0.05, momentum=0.9, weight_decay=0.1)
    its = optax.chain(optax.trace(0.9), optax.add_decayed_weights(0.1), optax.scale(-0.05))
    close(train(made)[0], train(its)[0])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: gradient_transformation("adan"), "no optimizer is called 'adan'"),
        (lambda: gradient_transformation(3), "expected a specification or the name of one, got int"),
        (lambda: factory(SPECS["clipped"])(0.1, decay=0.5), "clipped needs a value for clip"),
        (lambda: gradient_transformation("adam", beta3=0.5), "adam has no hyperparameter 'beta3'"),
        (lambda: gradient_transformation("adam", beta1=1.5), r"beta1 = 1.5 lies outside its domain \[0, 1\)"),
        (lambda: gradient_transformation("adam", np.ones(3)), r"must be one number, got an array of shape \(3,\)"),
        (lambda: gradient_transformation("adam", jnp.ones(3)), r"for a sweep, use jax.vmap over it"),
        (lambda: gradient_transformation("adam").init({"w": jnp.arange(3)}), "arrays of real floats, got int32"),
        (lambda: gradient_transformation("adam").update(PARAMS, (), PARAMS), "the state must come from init of adam"),
        (
            lambda: gradient_transformation("adam").update(
                {"w": jnp.ones(2)}, gradient_transformation("adam").init(PARAMS)
            ),
            "the states are nested in another way than the gradients",
        ),
        (
            lambda: (made := gradient_transformation("adam")).update(jnp.ones(2), made.init(jnp.ones(1)), jnp.ones(2)),
            r"adam: s has shape \(1,\); expected \(2,\), the shape of theta",
        ),
        (
            lambda: (made := gradient_transformation("adam", lambda n: jnp.ones(2) * n)).update(
                PARAMS, made.init(PARAMS)
            ),
            r"learning_rate must be one number, got an array of shape \(2,\)",
        ),
    ],
)
def test_refusals(call, message):
    with pytest.raises(InputError, match=message):
        call()


def test_a_missing_framework(monkeypatch):
    monkeypatch.setattr("adaptsym.jax.transformation.find_spec", lambda _: None)
    with pytest.raises(
        InputError, match=r"adaptsym.jax needs jax, which is not installed: pip install 'adaptsym\[jax\]'"
    ):
        gradient_transformation("adam")
