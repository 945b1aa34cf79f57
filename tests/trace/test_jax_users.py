"""Gradient transformations that people write: what is read, what is refused, and that nothing is left changed."""

import time
from collections.abc import Callable
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest
from agreement import ROUNDING, difference

from adaptsym.trace.model import Trace, TraceError
from adaptsym.trace.optax import trace_optax

Tree = Any


class Plain(NamedTuple):
    """What a transformation has to have."""

    init: Callable[[Tree], Tree]
    update: Callable[..., tuple[Tree, Tree]]


def stateless(f: Callable[[Any, Any], Any]) -> Plain:
    """A transformation of each gradient and its parameter by a function."""
    return Plain(lambda _: (), lambda grads, state, params: (jax.tree.map(f, grads, params), state))


def read(f: Callable[[Any, Any], Any]) -> Trace:
    return trace_optax(stateless(f), target="mine")


def step(f: Callable[[Any, Any], Any]) -> str:
    return str(read(f).spec.by_name["theta"].right).removeprefix("theta[t] + ")


# What JAX code computes of a gradient g and a parameter w, and the term that is read.
STEPS: list[tuple[str, Callable[[Any, Any], Any], str]] = [
    ("add, sub", lambda g, w: (g + w) - 0.5, "(g[t] + theta[t] - 1/2)"),
    ("mul, neg", lambda g, w: -(g * w), "theta[t] - g[t]*theta[t]"),
    ("times -1", lambda g, _: -1.0 * g, "theta[t] - g[t]"),
    ("div", lambda g, w: g / (1 + w * w), "g[t]/(1 + theta[t]*theta[t])"),
    ("integer_pow", lambda g, _: g**3, "g[t]**3"),
    ("reciprocal", lambda g, _: (1 + g**2) ** -1, "1/(1 + g[t]**2)"),
    ("root", lambda g, _: jnp.sqrt(1 + g**2), "sqrt(1 + g[t]**2)"),
    ("rsqrt", lambda g, _: jax.lax.rsqrt(1 + g**2), "1/sqrt(1 + g[t]**2)"),
    ("half power", lambda g, _: jnp.power(1 + g**2, 0.5), "sqrt(1 + g[t]**2)"),
    ("minus half power", lambda g, _: jnp.power(1 + g**2, -0.5), "1/sqrt(1 + g[t]**2)"),
    ("power of exp and log", lambda g, _: g * jnp.exp(2.0 * jnp.log(0.5 + g * g)), "g[t]*(1/2 + g[t]*g[t])**2"),
    ("abs, sign", lambda g, w: jnp.abs(w) * jnp.sign(g), "abs(theta[t])*sign(g[t])"),
    ("max, min", lambda g, w: jnp.maximum(g, w) + jnp.minimum(g, 1.5), "max(g[t], theta[t]) + min(g[t], 3/2)"),
    ("clip", lambda g, _: jnp.clip(g, -0.5, 1.0), "min(1, max(-1/2, g[t]))"),
    ("select", lambda g, w: jnp.where(g > w, g, 0.0), "where(g[t] > theta[t], g[t], 0)"),
    ("select by and", lambda g, w: jnp.where((g > 0) & (w > 0), g, w), "where(g[t] > 0, where(theta[t] > 0, "),
    ("select by or", lambda g, w: jnp.where((g > 0) | (w > 0), g, w), "where(g[t] > 0, g[t], where(theta[t] > 0, "),
    ("select by not", lambda g, w: jnp.where(~(g > w), g, w), "where(g[t] <= theta[t], g[t], theta[t])"),
    ("equal", lambda g, w: jnp.where(g == w, g, w), "where(g[t] <= theta[t], where(g[t] >= theta[t], g[t], "),
    ("a condition as a number", lambda g, _: g * (g > 1), "g[t]*where(g[t] > 1, 1, 0)"),
    ("dot", lambda g, w: jnp.sum(g * w) * g, "dot(g[t], theta[t])*g[t]"),
    ("vdot", lambda g, w: jnp.vdot(g, w) * g, "dot(g[t], theta[t])*g[t]"),
    ("norm", lambda g, _: g / jnp.linalg.norm(g), "g[t]/norm(g[t])"),
    ("mean", lambda g, _: g - jnp.mean(g), "g[t] - dot(g[t], 1)/size(theta[t])"),
    ("sum of squares", lambda g, _: jnp.sum(g**2) * g, "dot(g[t], g[t])*g[t]"),
    ("sum with factors", lambda g, w: jnp.sum(-2.0 * g / 4) * w, "theta[t] - 2*dot(g[t], 1)/4*theta[t]"),
    ("jit", jax.jit(lambda g, w: g * w), "g[t]*theta[t]"),
    ("checkpoint", jax.checkpoint(lambda g, w: g * w), "g[t]*theta[t]"),
    ("custom_jvp", lambda g, _: jax.nn.relu(g), "max(g[t], 0)"),
    ("cond", lambda g, w: jax.lax.cond(jnp.sum(w) > 0, lambda: g, lambda: w), "where(dot(theta[t], 1) > 0, g[t], "),
    ("reshape", lambda g, _: (2.0 * g.reshape(-1)).reshape(g.shape), "2*g[t]"),
    ("stop_gradient", lambda g, _: jax.lax.stop_gradient(g), "g[t]"),
    ("nan_to_num", lambda g, _: jnp.nan_to_num(g), "g[t]"),
    ("square", lambda g, _: jnp.square(g), "g[t]*g[t]"),
    ("Python's own arithmetic", lambda g, _: (1 - 0.9) * g, "1/10*g[t]"),
    ("Python's own fraction", lambda g, _: (1 / 3) * g, "1/3*g[t]"),
    ("a number as it is", lambda g, _: 0.123456789012345 * g, "24691357802469/200000000000000*g[t]"),
]


@pytest.mark.parametrize(("f", "term"), [x[1:] for x in STEPS], ids=[x[0] for x in STEPS])
def test_what_is_computed_is_read(f: Callable[[Any, Any], Any], term: str) -> None:
    trace = read(f)
    found = str(trace.spec.by_name["theta"].right)
    assert found.removeprefix("theta[t] + ").removeprefix("(").startswith(term.removeprefix("("))
    assert difference(trace, steps=2, scale=0.3) < ROUNDING


def doubled(times: int) -> Callable[[Any, Any], Any]:
    def f(g: Any, w: Any) -> Any:
        for _ in range(times):
            g = g * w + g
        return g

    return f


def deeper(times: int) -> Callable[[Any, Any], Any]:
    def f(g: Any, w: Any) -> Any:
        for _ in range(times):
            g = w - g
        return g

    return f


REFUSED: list[tuple[str, Callable[[Any, Any], Any]]] = [
    ("more than 20000 nodes", doubled(40)),
    ("nested too deeply", deeper(1500)),
    ("the square root of -1", lambda g, _: g * jnp.sqrt(jnp.array(-1.0))),
    (r"loops \(primitive scan\)", lambda g, _: jax.lax.fori_loop(0, 3, lambda _, x: x * 0.5, g)),
    (r"loops \(primitive while\)", lambda g, _: jax.lax.while_loop(lambda x: jnp.sum(x) > 1, lambda x: x / 2, g)),
    (r"sorts \(primitive sort\)", lambda g, _: jnp.sort(g)),
    (r"takes the largest element of an array \(primitive reduce_max\)", lambda g, _: g / jnp.max(jnp.abs(g))),
    (r"multiplies matrices \(primitive dot_general\)", lambda g, _: g @ jnp.ones((g.shape[-1],) * 2)),
    (r"the JAX primitive tanh, which has no row", lambda g, _: jnp.tanh(g)),
    (r"takes a logarithm", lambda g, _: jnp.log(1 + g * g)),
    (r"takes an exponential", lambda g, _: jnp.exp(g)),
    (r"draws random numbers", lambda g, _: g + jax.random.normal(jax.random.key(0), g.shape)),
    (r"a constant array of shape \(7, 13\)", lambda g, _: g * np.arange(g.size, dtype=float).reshape(g.shape)),
    (r"rounds .* to a whole number", lambda g, _: g.astype(int) * g),
    (r"not computed alike for parameters of different shapes", lambda g, _: g * float(np.sqrt(g.size))),
    (r"an infinity or NaN", lambda g, w: jnp.where(w > 0, jnp.nan, g)),
    (r"the code divides 1 by zero", lambda g, _: g * jnp.divide(1.0, jnp.array(0.0))),
    (r"ZeroDivisionError: division by zero", lambda g, _: g / (1 / 0)),
]


@pytest.mark.parametrize(("message", "f"), REFUSED, ids=[x[0][:24] for x in REFUSED])
def test_what_no_equation_says_is_refused(message: str, f: Callable[[Any, Any], Any]) -> None:
    with pytest.raises(TraceError, match=message):
        read(f)


AT_VECTORS: list[tuple[str, Callable[[Any, Any], Any]]] = [
    (r"transposes (primitive transpose)", lambda g, _: (g.T * 2).T),
    (r"sums along one axis (primitive reduce_sum)", lambda g, _: g - g.sum(axis=-1, keepdims=True) / g.shape[-1]),
]


@pytest.mark.parametrize(("why", "f"), AT_VECTORS, ids=[x[0][:16] for x in AT_VECTORS])
def test_what_is_read_at_vectors_assumes_them(why: str, f: Callable[[Any, Any], Any]) -> None:
    trace = read(f)
    assert trace.assumptions[0].startswith(f"every parameter is a vector; of matrices, mine {why}")
    assert difference(trace) < ROUNDING


# ---------------------------------------------------------------- states


def heavy(learning_rate: float, momentum: float = 0.9) -> Plain:
    """A state by the user's own names, a count in floating point, and a question about a hyperparameter."""

    def init(params: Tree) -> Tree:
        return {"v": jax.tree.map(jnp.zeros_like, params), "steps": jnp.zeros(()), "kept": jnp.ones(())}

    def update(grads: Tree, state: Tree, _params: Tree) -> tuple[Tree, Tree]:
        old = state["v"] if momentum > 0.5 else grads
        v = jax.tree.map(lambda v, g: momentum * v + (1 - momentum) * g, old, grads)
        steps = state["steps"] + 1
        moved = jax.tree.map(lambda v: -learning_rate * v / (1 - momentum**steps), v)
        return moved, {**state, "v": v, "steps": steps}

    return Plain(init, update)


def test_states_counts_and_questions() -> None:
    trace = trace_optax(heavy, {"learning_rate": 0.5})
    assert [str(e) for e in trace.spec.equations[1:]] == [
        "v[t] == gamma*v[t - 1] + (1 - gamma)*g[t]",
        "theta[t + 1] == theta[t] - eta*v[t]/(1 - gamma**t)",
    ]
    assert trace.assumptions == ("momentum is near 0.9: the code asks for its value before the step",)
    assert difference(trace) < ROUNDING


def test_a_question_with_another_answer() -> None:
    trace = trace_optax(heavy, {"learning_rate": 0.5, "momentum": 0.25})
    assert [w.name for w in trace.spec.states] == []
    assert difference(trace) < ROUNDING


def special(rate: float = 1.0) -> Plain:
    """A hyperparameter whose usual value is a case of its own."""
    return stateless(lambda g, _: -g if rate == 1.0 else -rate * g * g)


def test_a_value_that_is_a_case_of_its_own_stays_a_number() -> None:
    trace = trace_optax(special)
    assert str(trace.spec.equations[-1]) == "theta[t + 1] == theta[t] - g[t]"
    assert trace.assumptions == ("rate is 1.0: with other values the step would be of another form",)


def test_a_hyperparameter_in_the_exponent_of_a_state_stays_a_number() -> None:
    def adapted(lr: float, power: float = 0.5) -> Plain:
        return stateless(lambda g, w: -lr * g / (1 + w * w) ** power)

    trace = trace_optax(adapted, {"lr": 0.5})
    assert str(trace.spec.equations[-1]) == "theta[t + 1] == theta[t] - eta*g[t]/sqrt(1 + theta[t]*theta[t])"


def test_a_tuple_of_hyperparameters() -> None:
    def blend(lr: float, betas: tuple[float, float] = (0.5, 0.25)) -> Plain:
        return stateless(lambda g, w: -lr * (betas[0] * g + betas[1] * w))

    trace = trace_optax(blend, {"lr": 0.5})
    assert str(trace.spec.equations[-1]) == "theta[t + 1] == theta[t] - eta*(rho1*g[t] + rho2*theta[t])"


def test_the_first_step_may_be_another() -> None:
    def init(params: Tree) -> Tree:
        return jnp.zeros((), jnp.int32), jax.tree.map(jnp.zeros_like, params)

    def update(grads: Tree, state: Tree, _params: Tree) -> tuple[Tree, Tree]:
        count, old = state
        v = jax.tree.map(lambda v, g: jnp.where(count == 0, g, 0.5 * v + g), old, grads)
        return jax.tree.map(jnp.negative, v), (count + 1, v)

    trace = trace_optax(Plain(init, update))
    assert str(trace.spec.equations[1]) == "state_2[t] == where(t <= 1, g[t], 1/2*state_2[t - 1] + g[t])"
    assert difference(trace) < ROUNDING


def test_a_state_may_start_at_the_parameter() -> None:
    def update(grads: Tree, anchor: Tree, params: Tree) -> tuple[Tree, Tree]:
        return jax.tree.map(lambda g, w, a: -0.5 * g + 0.25 * (a - w), grads, params, anchor), anchor

    trace = trace_optax(Plain(lambda params: params, update))
    assert str(trace.spec.initial[0]) == "state[0] == theta[1]"
    assert difference(trace) < ROUNDING


def test_a_function_of_one_array_alone() -> None:
    trace = trace_optax(Plain(lambda w: 0 * w, lambda g, v, w: (-0.5 * (v + g) * jnp.sum(w * w), v + g)))
    assert any(note.startswith("read at one array") for note in trace.notes)
    assert difference(trace, scale=0.01) < ROUNDING


def test_a_state_in_single_precision_is_found() -> None:
    def update(grads: Tree, state: Tree, _params: Tree) -> tuple[Tree, Tree]:
        v = jax.tree.map(lambda v, g: (0.9 * v + g).astype(jnp.float32), state, grads)
        return jax.tree.map(lambda v: -0.1 * v.astype(jnp.float64), v), v

    trace = trace_optax(Plain(lambda params: jax.tree.map(lambda w: jnp.zeros(w.shape, jnp.float32), params), update))
    assert "state is kept in float32, though the parameter is float64" in trace.notes
    assert 1e-10 < difference(trace) < 1e-5


REFUSED_STATES: list[tuple[str, Plain]] = [
    (
        "keeps state of shape",
        Plain(lambda _: jnp.zeros(3), lambda g, s, _: (jax.tree.map(lambda x: x * s.sum(), g), s + 1)),
    ),
    ("another structure", Plain(lambda _: (), lambda g, _s, _w: (g, {"v": 1.0}))),
    (
        "reads another parameter's values",
        Plain(lambda _: (), lambda g, s, _: (jax.tree.map(lambda x: x * jnp.sum(g["parameter_0"]), g), s)),
    ),
    ("KeyError", Plain(lambda _: {}, lambda g, s, _: (g, s["v"]))),
    ("no gradient transformation: it has no init", 3),  # type: ignore[list-item]
]


@pytest.mark.parametrize(("message", "code"), REFUSED_STATES, ids=[x[0] for x in REFUSED_STATES])
def test_states_that_no_equation_says_are_refused(message: str, code: Plain) -> None:
    with pytest.raises(TraceError, match=message):
        trace_optax(code, target="mine")


def test_code_that_makes_something_else_or_raises() -> None:
    with pytest.raises(TraceError, match="makes a float, which is no gradient transformation"):
        trace_optax(lambda lr: lr, {"lr": 0.5}, target="mine")
    with pytest.raises(TraceError, match="mine cannot be traced: ValueError: out of"):
        trace_optax(lambda: (_ for _ in ()).throw(ValueError("out of\nluck")), target="mine")


def test_code_that_never_returns_is_stopped() -> None:
    def forever(g: Any, _: Any) -> Any:
        while True:
            time.sleep(0.01)
        return g

    with pytest.raises(TraceError, match=r"mine did not end within 0.2 seconds"):
        trace_optax(stateless(forever), target="mine", limit_s=0.2)


def test_nothing_is_left_changed(capsys: pytest.CaptureFixture[str]) -> None:
    def loud(g: Any, _: Any) -> Any:
        print("step")
        return -g

    trace = trace_optax(stateless(loud))
    assert trace.replay is not None
    trace.replay(np.ones(2), [np.ones(2)])
    with pytest.raises(TraceError):
        trace_optax(optax.noisy_sgd, {"learning_rate": 0.1, "key": 1})
    assert jnp.ones(1).dtype == jnp.float32
    assert capsys.readouterr().out.count("step") <= 1  # the replay's own trace, which is the code's own business
