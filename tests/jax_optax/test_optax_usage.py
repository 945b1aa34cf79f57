"""optax's ways of using an optimizer, with its own functions and with ours: the same results, in double precision."""

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest
from optax_usages import USAGES, Kit

from adaptsym.jax import factory

OURS = Kit(*map(factory, ("adam-outside", "adamw", "gradient_descent", "rmsprop-outside", "lion")))
OPTAXS = Kit(
    optax.adam,
    optax.adamw,
    optax.sgd,
    lambda learning_rate: optax.rmsprop(learning_rate, eps_in_sqrt=False),
    optax.lion,
)


@pytest.fixture(scope="module")
def results():
    """All usages of both kits in one compiled function, which takes a fraction of the time of one for each."""
    with jax.enable_x64(True):
        return jax.jit(lambda: {name: (run(OURS), run(OPTAXS)) for name, run in USAGES.items()})()


@pytest.mark.parametrize("name", USAGES)
def test_it_takes_the_place_of_optaxs_own(name, results):
    found, wanted = results[name]
    assert jax.tree.structure(found) == jax.tree.structure(wanted)
    for got, expected in zip(*map(jax.tree.leaves, results[name]), strict=True):
        assert got.dtype == expected.dtype
        np.testing.assert_allclose(got, expected, rtol=1e-9, atol=1e-12)


def test_a_count_is_read_and_set():
    made = OURS.adam(lambda n: 1.0 * n)
    state = optax.chain(optax.clip(9.0), made).init(jnp.ones(2))
    assert int(optax.tree_utils.tree_get(state, "count")) == 0
    _, later = optax.tree_utils.tree_set(state, count=jnp.asarray(3, jnp.int32))
    updates, later = made.update(jnp.ones(2), later)
    assert int(later.count) == 4
    assert float(updates[0]) < -0.5


def test_a_compiled_step_does_no_more_than_optaxs():
    """Counted by the compiler: operations, and bytes moved but for a few scalars."""
    costs = []
    for made in (OURS.adam(0.1), OPTAXS.adam(0.1)):

        def step(params, state, grads, made=made):
            updates, state = made.update(grads, state, params)
            return optax.apply_updates(params, updates), state

        x = jax.ShapeDtypeStruct((100_000,), jnp.float32)
        lowered = jax.jit(step, donate_argnums=(0, 1)).lower(x, jax.eval_shape(made.init, x), x)
        costs.append(lowered.compile().cost_analysis())
    ours, theirs = costs
    assert ours["flops"] <= theirs["flops"]
    assert ours["bytes accessed"] <= theirs["bytes accessed"] + 100
