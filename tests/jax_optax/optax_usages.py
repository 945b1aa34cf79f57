"""Ways in which optax's documentation uses an optimizer, as short programs over a kit of functions.

Each takes the kit and returns arrays; with optax's own functions and with ours they have to be the same.
"""

import functools
from collections.abc import Callable
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax
from optax import contrib, transforms, tree_utils


class Kit(NamedTuple):
    adam: Any
    adamw: Any
    sgd: Any
    rmsprop: Any
    lion: Any


Usage = Callable[[Kit], Any]
USAGES: dict[str, Usage] = {}
STEPS = 6
RATE = 0.1


def params() -> Any:
    return {"w": jnp.linspace(-1.0, 1.0, 6).reshape(2, 3), "b": jnp.asarray([0.5, -0.25])}


def loss(at: Any) -> Any:
    return jnp.sum((at["w"] - 0.3) ** 2) + jnp.sum(jnp.cosh(at["b"]))


def warm() -> Any:
    return optax.warmup_cosine_decay_schedule(0.0, RATE, 2, STEPS)


def fit(made: Any, start: Any = None, of: Callable[[Any], Any] = loss, **more: Callable[[Any], Any]) -> Any:
    """Where a loop ends, which is scanned; `more` are further arguments of the update, by the loss."""
    start = params() if start is None else start

    def step(carried: Any, _: Any) -> Any:
        at, state = carried
        value, grads = jax.value_and_grad(of)(at)
        updates, state = made.update(grads, state, at, **{name: f(value) for name, f in more.items()})
        return (optax.apply_updates(at, updates), state), value

    (at, _), values = jax.lax.scan(step, (start, made.init(start)), length=STEPS)
    return at, values


def usage(f: Usage) -> Usage:
    USAGES[f.__name__] = f
    return f


def of(name: str, make: Usage, **more: Callable[[Any], Any]) -> None:
    """A usage that is a transformation, whose loop is `fit`."""
    USAGES[name] = lambda kit: fit(make(kit), **more)


# ---------------------------------------------------------------- transformations around it

of("adam", lambda kit: kit.adam(RATE))
of("adamw", lambda kit: kit.adamw(RATE, weight_decay=0.1))
of("lion", lambda kit: kit.lion(RATE, weight_decay=0.1))
of("rate 0", lambda kit: kit.adam(0.0))
of("rate is an array", lambda kit: kit.adam(jnp.asarray(RATE)))
of("rate is of NumPy", lambda kit: kit.adam(np.float64(RATE)))
of("schedule", lambda kit: optax.chain(optax.clip(1.0), kit.adamw(warm(), weight_decay=0.1)))
of(
    "schedules joined",
    lambda kit: kit.adam(
        optax.join_schedules([optax.linear_schedule(0.0, RATE, 3), optax.exponential_decay(RATE, 2, 0.5)], [3])
    ),
)
of("chain", lambda kit: optax.chain(optax.clip_by_global_norm(0.5), kit.adam(1.0), optax.scale(RATE)))
of("named chain", lambda kit: optax.named_chain(("clip", optax.clip(0.5)), ("step", kit.adam(RATE))))
of("trace and decay", lambda kit: optax.chain(optax.trace(0.9), kit.sgd(RATE), optax.add_decayed_weights(-0.01)))
of("ema", lambda kit: optax.chain(kit.adam(RATE), optax.ema(0.9)))
of("noise", lambda kit: optax.chain(optax.add_noise(0.1, 0.5, key=0), kit.adam(RATE)))
of("nonnegative", lambda kit: optax.chain(kit.adam(RATE), optax.keep_params_nonnegative()))
of("flatten", lambda kit: optax.flatten(kit.adam(RATE)))
of("freeze", lambda kit: optax.chain(kit.adam(RATE), transforms.freeze({"w": False, "b": True})))
of("selective", lambda kit: transforms.selective_transform(kit.adam(RATE), freeze_mask={"w": False, "b": True}))
of("masked", lambda kit: optax.masked(kit.adamw(RATE, weight_decay=0.1), {"w": True, "b": False}))
of("masked by a function", lambda kit: optax.masked(kit.adam(RATE), lambda p: jax.tree.map(lambda x: x.ndim > 1, p)))
of("partition", lambda kit: optax.partition({"a": kit.adam(RATE), "z": optax.set_to_zero()}, {"w": "a", "b": "z"}))
of(
    "partition by a function",
    lambda kit: optax.partition(
        {1: kit.sgd(RATE), 2: kit.adamw(RATE, weight_decay=0.1)}, lambda p: jax.tree.map(lambda x: x.ndim, p)
    ),
)
of("several steps in one", lambda kit: optax.MultiSteps(kit.adam(RATE), 2))
of("more and more steps", lambda kit: optax.MultiSteps(kit.adam(RATE), lambda n: jnp.where(n < 1, 1, 2)))
of(
    "several steps, some skipped",
    lambda kit: optax.MultiSteps(
        kit.adam(RATE), 2, should_skip_update_fn=functools.partial(optax.skip_large_updates, max_squared_norm=2.0)
    ).gradient_transformation(),
)
of("only if finite", lambda kit: optax.apply_if_finite(kit.adam(RATE), 2))
of("every other step", lambda kit: optax.conditionally_transform(kit.adam(RATE), lambda n: n % 2 == 0))
of("every other step, masked", lambda kit: optax.conditionally_mask(kit.adam(RATE), lambda n: n % 2 == 0))
of("more arguments", lambda kit: kit.adam(RATE), value=lambda value: value)
of(
    "plateau",
    lambda kit: optax.chain(kit.adam(0.3), contrib.reduce_on_plateau(patience=1, factor=0.5)),
    value=lambda value: value,
)
of("sam", lambda kit: contrib.sam(kit.adam(RATE), optax.chain(contrib.normalize(), kit.sgd(0.1)), sync_period=2))
of(
    "sam in one step",
    lambda kit: contrib.sam(kit.adam(RATE), optax.chain(contrib.normalize(), kit.adam(0.1)), 2, opaque_mode=True),
    grad_fn=lambda _: lambda at, _: jax.grad(loss)(at),
)
of("schedule-free", lambda kit: contrib.schedule_free(kit.sgd(RATE), RATE, b1=0.9))
of("mechanize", lambda kit: contrib.mechanize(kit.adamw(RATE, weight_decay=0.1)))
of("inject", lambda kit: optax.inject_hyperparams(kit.adam)(RATE))
of("inject a schedule", lambda kit: optax.inject_hyperparams(kit.adamw)(learning_rate=warm(), weight_decay=0.1))
of(
    "inject, others static",
    lambda kit: optax.inject_hyperparams(kit.adamw, static_args=("weight_decay",))(warm(), weight_decay=0.1),
)
of(
    "inject a stateful schedule",
    lambda kit: optax.inject_hyperparams(kit.adam)(optax.schedules.WrappedSchedule(warm())),
)
of(
    "inject into a chain",
    lambda kit: optax.inject_hyperparams(lambda rate: optax.chain(optax.clip_by_global_norm(0.5), kit.adam(rate)))(
        warm()
    ),
)


# ---------------------------------------------------------------- other loops, other parameters


@usage
def a_loop_without_parameters(kit: Kit) -> Any:
    made, at = kit.adam(learning_rate=RATE), params()
    state = made.init(params=at)
    for _ in range(3):
        updates, state = made.update(jax.grad(loss)(at), state)
        at = optax.projections.projection_non_negative(optax.apply_updates(at, updates))
    return at


@usage
def python_numbers(kit: Kit) -> Any:
    return fit(kit.adam(RATE), (1.0, 2.0), lambda at: at[0] * at[1] + at[0] ** 2)


@usage
def unusual_trees(kit: Kit) -> Any:
    start = [{"a": jnp.zeros((0, 3)), "none": None}, (), jnp.asarray(2.0)]
    bare = fit(kit.adamw(RATE, weight_decay=0.1), jnp.zeros(2), lambda at: jnp.sum((at - 0.5) ** 2))
    return fit(kit.adamw(RATE, weight_decay=0.1), start, lambda at: at[2] ** 2), bare


@usage
def complex_parameters(kit: Kit) -> Any:
    start = {"z": jnp.asarray([1 + 2j])}
    return fit(contrib.split_real_and_imaginary(kit.adam(RATE)), start, lambda at: jnp.sum(jnp.abs(at["z"]) ** 2))


@usage
def many_at_once(kit: Kit) -> Any:
    scales = jnp.arange(3.0)
    return jax.vmap(lambda scale: fit(kit.adam(RATE), jax.tree.map(lambda x: x * scale, params())))(scales)


@usage
def lookahead(kit: Kit) -> Any:
    made = optax.lookahead(kit.adam(RATE), 3, 0.5)
    at = optax.LookaheadParams.init_synced(params())

    def step(carried: Any, _: Any) -> Any:
        at, state = carried
        updates, state = made.update(jax.grad(loss)(at.fast), state, at)
        return (optax.apply_updates(at, updates), state), None

    return jax.lax.scan(step, (at, made.init(at)), length=STEPS)[0][0]


@usage
def slow_copies(kit: Kit) -> Any:
    at, _ = fit(kit.adam(RATE))
    return optax.incremental_update(at, params(), 0.1), optax.periodic_update(at, params(), 4, 2)


@usage
def clipped_per_example(kit: Kit) -> Any:
    made, at = kit.adam(RATE), jnp.ones(2)
    grads = jax.vmap(jax.grad(lambda p, x: jnp.sum((p * x) ** 2)), (None, 0))(at, jnp.arange(8.0).reshape(4, 2))
    (summed,), _ = optax.per_example_global_norm_clip([grads], 1.0)
    private = optax.chain(contrib.differentially_private_aggregate(1.0, 0.1, key=jax.random.key(0)), made)
    return made.update(summed, made.init(at), at)[0], private.update(grads, private.init(at), at)[0]


@usage
def a_learned_rate(kit: Kit) -> Any:
    """An outer optimizer moves the inner one's rate, through the derivatives of its steps."""
    inner, outer = optax.inject_hyperparams(kit.rmsprop)(learning_rate=jnp.asarray(RATE)), kit.adam(jnp.asarray(0.03))

    def end(eta: Any, at: Any, state: Any) -> Any:
        state.hyperparams["learning_rate"] = jax.nn.sigmoid(eta)
        for _ in range(2):
            updates, state = inner.update(jax.grad(loss)(at), state, at)
            at = optax.apply_updates(at, updates)
        return loss(at), (at, state)

    eta, at = jnp.asarray(-2.0), params()
    states = outer.init(eta), inner.init(at)
    for _ in range(2):
        grads, (at, state) = jax.grad(end, has_aux=True)(eta, at, states[1])
        updates, others = outer.update(grads, states[0])
        eta, states = optax.apply_updates(eta, updates), (others, state)
    return eta, at


@usage
def spread_by_shard_map(kit: Kit) -> Any:
    made, at = kit.adam(RATE), {"w": jnp.ones((1, 1))}
    mesh = jax.sharding.Mesh(np.array(jax.devices()[:1]), ("data",))
    rows, whole = jax.sharding.PartitionSpec("data"), jax.sharding.PartitionSpec()

    def step(at: Any, state: Any, x: Any) -> Any:
        grads = jax.lax.pmean(jax.grad(lambda p: jnp.mean((x @ p["w"] - jnp.sin(x)) ** 2))(at), "data")
        updates, state = made.update(grads, state, at)
        return optax.apply_updates(at, updates), state

    spread = jax.shard_map(step, mesh=mesh, in_specs=(whole, whole, rows), out_specs=(whole, whole))
    return spread(at, made.init(at), jnp.arange(4.0).reshape(4, 1))[0]


# ---------------------------------------------------------------- what a state says


@usage
def specs_of_states(kit: Kit) -> Any:
    """Every state of a parameter's shape gets what that parameter has; the others something else."""
    made = optax.chain(optax.clip(1.0), kit.adam(RATE))
    specs = {"w": 1.0, "b": 2.0}
    found = optax.tree_map_params(
        made, lambda _, spec: jnp.asarray(spec), made.init(params()), specs, transform_non_params=lambda _: None
    )
    return jax.tree.leaves(found)


@usage
def injected_values_are_read_and_changed(kit: Kit) -> Any:
    made = optax.chain(optax.clip(9.0), optax.inject_hyperparams(kit.adam)(learning_rate=lambda n: 1 / (n + 1.0)))
    _, state = made.update(params(), made.init(params()), params())
    number = {"filtering": lambda _, value: isinstance(value, jnp.ndarray)}
    rate = tree_utils.tree_get(state, "learning_rate", **number)
    fixed = optax.inject_hyperparams(kit.adam)(learning_rate=RATE)
    other = tree_utils.tree_set(fixed.init(params()), number["filtering"], learning_rate=jnp.asarray(0.5))
    return rate, fixed.update(params(), other, params())[0]
