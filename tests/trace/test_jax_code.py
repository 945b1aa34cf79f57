"""Functions and classes that people write with JAX, their states handed round."""

import functools
from collections.abc import Callable
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import optax
import pytest
from agreement import ROUNDING, difference

from adaptsym.trace.doors import door_of, trace
from adaptsym.trace.jax_code import trace_jax
from adaptsym.trace.jax_stepper import renewed
from adaptsym.trace.model import TraceError

ADAM = [
    "m[t] == rho1*m[t - 1] + (1 - rho1)*g[t]",
    "v[t] == rho2*v[t - 1] + (1 - rho2)*g[t]**2",
    "theta[t + 1] == theta[t] - eta*(m[t]/(1 - rho1**t))/(sqrt(v[t]/(1 - rho2**t)) + epsilon)",
]


def adam(
    w: Any, g: Any, m: Any, v: Any, t: Any, lr: Any = 0.001, b1: Any = 0.9, b2: Any = 0.99, eps: Any = 1e-8
) -> Any:
    m = b1 * m + (1 - b1) * g
    v = b2 * v + (1 - b2) * g**2
    return w - lr * (m / (1 - b1**t)) / (jnp.sqrt(v / (1 - b2**t)) + eps), m, v


def adam_counting(w: Any, g: Any, m: Any, v: Any, t: Any, lr: Any = 0.001, b1: Any = 0.9, b2: Any = 0.99) -> Any:
    t = t + 1
    m = b1 * m + (1 - b1) * g
    v = b2 * v + (1 - b2) * g**2
    w = w - lr * (m / (1 - b1**t)) / (jnp.sqrt(v / (1 - b2**t)) + 1e-8)
    return m, v, t, w


@jax.jit
def descend(params: Any, grads: Any, lr: float) -> Any:
    return jax.tree.map(lambda p, g: p - lr * g, params, grads)


def push_init(params: Any) -> Any:
    return {"speed": jax.tree.map(jnp.zeros_like, params)}


def push(grads: Any, state: Any, params: Any, momentum: float = 0.9, lr: float = 0.1) -> Any:
    """What it returns is to be added to the parameters."""
    speed = jax.tree.map(lambda v, g: momentum * v - lr * g, state["speed"], grads)
    return speed, {"speed": speed}


def keyed(params: Any, grads: Any, state: Any, lr: float = 0.1) -> Any:
    state["t"] = state["t"] + 1
    state["m"] = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, state["m"], grads)
    return jax.tree.map(lambda p, m: p - lr * m / (1 - 0.9 ** state["t"]), params, state["m"]), state


def packed(w: Any, g: Any, state: Any, lr: float = 0.1) -> Any:
    m, v, t = state
    m, v, t = 0.9 * m + 0.1 * g, 0.99 * v + 0.01 * g**2, t + 1
    return w - lr * (m / (1 - 0.9**t)) / (jnp.sqrt(v / (1 - 0.99**t)) + 1e-8), (m, v, t)


class AdamState(NamedTuple):
    """Adam's."""

    m: Any
    v: Any
    t: Any


class Adam:
    """A class whose states are handed round."""

    def __init__(self, lr: float, b1: float = 0.9, b2: float = 0.99, eps: float = 1e-8) -> None:
        self.lr, self.b1, self.b2, self.eps = lr, b1, b2, eps

    def init(self, params: Any) -> AdamState:
        return AdamState(jax.tree.map(jnp.zeros_like, params), jax.tree.map(jnp.zeros_like, params), 0)

    def step(self, params: Any, grads: Any, state: AdamState) -> Any:
        t = state.t + 1
        m = jax.tree.map(lambda m, g: self.b1 * m + (1 - self.b1) * g, state.m, grads)
        v = jax.tree.map(lambda v, g: self.b2 * v + (1 - self.b2) * g**2, state.v, grads)

        def moved(p: Any, m: Any, v: Any) -> Any:
            return p - self.lr * (m / (1 - self.b1**t)) / (jnp.sqrt(v / (1 - self.b2**t)) + self.eps)

        return jax.tree.map(moved, params, m, v), AdamState(m, v, t)


READ: list[tuple[Any, list[str]]] = [
    (adam, ADAM),
    (adam_counting, [*ADAM[:2], ADAM[2].replace("epsilon", "1/100000000")]),
    (descend, ["theta[t + 1] == theta[t] - eta*g[t]"]),
    (functools.partial(adam, b1=0.5), ADAM),
    (push, ["speed[t] == gamma*speed[t - 1] - eta*g[t]", "theta[t + 1] == theta[t] + speed[t]"]),
    (Adam, ADAM),
    (
        keyed,
        ["m[t] == 9/10*m[t - 1] + 1/10*g[t]", "theta[t + 1] == theta[t] - eta*m[t]/(1 - (9/10)**t)"],
    ),
    (
        packed,
        [
            "state[t] == 9/10*state[t - 1] + 1/10*g[t]",
            "state_2[t] == 99/100*state_2[t - 1] + 1/100*g[t]**2",
            "theta[t + 1] == "
            "theta[t] - eta*(state[t]/(1 - (9/10)**t))/(sqrt(state_2[t]/(1 - (99/100)**t)) + 1/100000000)",
        ],
    ),
]


@pytest.mark.parametrize(("code", "equations"), READ, ids=lambda x: getattr(x, "__name__", ""))
def test_what_people_write_is_read(code: Any, equations: list[str]) -> None:
    found = trace_jax(code, target="mine")
    assert [str(e) for e in found.spec.equations[1:]] == equations
    assert difference(found) < ROUNDING
    assert door_of(code) == "jax"


def test_arguments_and_what_was_guessed() -> None:
    assert trace_jax(adam).assumptions == ("m, v: zero before the first step",)
    found = trace_jax(push, {"momentum": 0.25})
    assert found.assumptions == ()
    assert "gamma == 1/4" in {str(e) for e in found.spec.settings}
    assert found.notes == (
        "roles: grads is gradient, state is state, params is parameter, momentum is hyperparameter, "
        "lr is hyperparameter",
        "its state is made by push_init",
    )


def test_roles_can_be_given() -> None:
    def odd(a: Any, b: Any) -> Any:
        return jnp.subtract(a, 0.5 * b)

    with pytest.raises(TraceError, match="no argument looks like the parameter among a, b; say which it is"):
        trace_jax(odd)
    found = trace_jax(odd, roles={"param": "a", "grad": "b"})
    assert str(found.spec.equations[-1]) == "theta[t + 1] == theta[t] - 1/2*g[t]"


class Hidden:
    """A class that hides its state."""

    def step(self, params: Any, grads: Any) -> Any:
        return params - jnp.multiply(0.1, grads)


def lost(w: Any, g: Any, m: Any, lr: float = 0.1) -> Any:
    return w - lr * jnp.add(m, g)


def wrong(w: Any, g: Any, lr: float = 0.1) -> Any:
    return w - lr * g, jnp.abs(w), jnp.abs(g)


@pytest.mark.parametrize(
    ("code", "arguments", "message"),
    [
        (Hidden, {}, r"mine has no a method init\(params\); JAX code hands its states round"),
        (lost, {}, "its state m is not returned, so it cannot be followed"),
        (wrong, {}, "mine returns 3 values; expected the parameter and its states, w"),
        (adam, {"speed": 1}, "mine has no argument 'speed'; it has w, g, m, v, t, lr, "),
        (Adam, {"speed": 1}, "mine has no argument 'speed'; it has lr, b1, b2, eps"),
    ],
    ids=["hidden", "lost", "wrong", "argument", "argument of a class"],
)
def test_what_cannot_be_followed_is_refused(code: Any, arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(TraceError, match=message):
        trace_jax(code, arguments, target="mine")


@pytest.mark.parametrize(
    ("name", "argument"), [("w", "w"), ("new_w", "w"), ("w_new", "w"), ("next_w", "w"), ("other", None)]
)
def test_names_of_what_is_returned(name: str, argument: str | None) -> None:
    assert renewed(name, ["v", "w"]) == argument


def made(learning_rate: float) -> optax.GradientTransformation:
    """A function of a file that gives a transformation."""
    return optax.chain(optax.scale_by_adam(), optax.scale(-learning_rate))


def test_the_door() -> None:
    def plain(w: Any, g: Any) -> Any:
        return w - 0.1 * g

    doors: list[tuple[Callable[..., Any], str]] = [(made, "optax"), (optax.nadam, "optax"), (plain, "python")]
    for code, door in doors:
        assert door_of(code) == door
    assert difference(trace(made, {"learning_rate": 0.5})) < ROUNDING
