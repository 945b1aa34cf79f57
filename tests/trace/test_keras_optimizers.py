"""Keras's optimizers, read off their code and held against it."""

import os
import sys
from typing import Any

import jax.numpy as jnp
import numpy as np
import pytest
from agreement import ROUNDING, difference

from adaptsym.notation import epsilon, eta, gamma, lam, rho1, rho2
from adaptsym.term import Symbol
from adaptsym.trace.keras import import_keras, trace_keras
from adaptsym.trace.model import Trace, TraceError

keras = import_keras()

CASES: list[tuple[str, dict[str, Any]]] = [
    ("SGD", {}),
    ("SGD", {"momentum": 0.9, "learning_rate": 0.1}),
    ("SGD", {"momentum": 0.8, "nesterov": True}),
    ("SGD", {"weight_decay": 0.1, "clipvalue": 0.5}),
    ("Adagrad", {}),
    ("Adagrad", {"initial_accumulator_value": 0.5, "epsilon": 1e-3}),
    ("RMSprop", {}),
    ("RMSprop", {"momentum": 0.9, "centered": True}),
    ("Adam", {}),
    ("Adam", {"amsgrad": True, "beta_1": 0.8}),
    ("Adam", {"clipnorm": 1.0}),
    ("Adam", {"global_clipnorm": 1.0}),
    ("Adam", {"use_ema": True}),
    ("AdamW", {}),
    ("Nadam", {}),
    ("Adamax", {}),
    ("Adadelta", {"rho": 0.9}),
    ("Lion", {"weight_decay": 0.01}),
    ("Ftrl", {"l1_regularization_strength": 0.01, "l2_regularization_strength": 0.1}),
    ("Lamb", {}),
]


def traced(name: str, **arguments: Any) -> Trace:
    return trace_keras(getattr(keras.optimizers, name), arguments, target=f"keras.optimizers.{name}")


@pytest.mark.parametrize(("name", "arguments"), CASES, ids=lambda x: x if isinstance(x, str) else ",".join(x))
def test_the_equations_step_as_the_code_does(name: str, arguments: dict[str, Any]) -> None:
    trace = traced(name, **arguments)
    assert difference(trace) < ROUNDING
    assert trace.framework == f"keras {keras.__version__}, its JAX backend"


def test_adam_reads_like_its_code() -> None:
    assert [str(e) for e in traced("Adam").spec.equations] == [
        "g[t] == grad(theta[t])",
        "momentum[t] == momentum[t - 1] + (g[t] - momentum[t - 1])*(1 - rho1)",
        "velocity[t] == velocity[t - 1] + (g[t]*g[t] - velocity[t - 1])*(1 - rho2)",
        "theta[t + 1] == theta[t] - momentum[t]*(eta*sqrt(1 - rho2**t)/(1 - rho1**t))/(sqrt(velocity[t]) + epsilon)",
    ]


def test_a_product_of_decays_is_a_state_of_all_parameters() -> None:
    spec = traced("Nadam").spec
    assert str(spec.by_name["u_product"]) == "u_product[t] == u_product[t - 1]*rho1*(1 - 1/2*(24/25)**t)"
    assert str(spec.start["u_product"].right) == "1"


WORDS: list[tuple[str, dict[str, Any], dict[Symbol, str]]] = [
    ("SGD", {"momentum": 0.75}, {eta: "1/100", gamma: "3/4"}),
    ("Adam", {}, {eta: "1/1000", rho1: "9/10", rho2: "999/1000", epsilon: "1/10000000"}),
    ("AdamW", {}, {eta: "1/1000", rho1: "9/10", rho2: "999/1000", epsilon: "1/10000000", lam: "1/250"}),
]


@pytest.mark.parametrize(("name", "arguments", "settings"), WORDS, ids=lambda x: x if isinstance(x, str) else "")
def test_hyperparameters_are_the_catalogues_words(
    name: str, arguments: dict[str, Any], settings: dict[Symbol, str]
) -> None:
    found = {e.left: str(e.right) for e in traced(name, **arguments).spec.settings}
    assert {k: v for k, v in found.items() if isinstance(k, Symbol)} == settings


def test_what_is_switched_off_is_said() -> None:
    assert traced("SGD").assumptions == ("as constructed: momentum=0.0, nesterov=False",)
    assert traced("SGD", momentum=0.9).assumptions[0].startswith("momentum is near 0.9")


def test_adafactor_is_read_at_vectors_with_its_single_precision() -> None:
    trace = traced("Adafactor")
    assert trace.assumptions[0].startswith("every parameter is a vector")
    assert trace.notes == ("a value is computed in float32, though the parameters are float64",)
    assert difference(trace) < 1e-7


class Sloppy(keras.optimizers.Optimizer):  # type: ignore[name-defined]
    """A user's own: Adam that forgets its bias correction."""

    def __init__(self, learning_rate: float = 0.5, decay: float = 0.75, **kwargs: Any) -> None:
        super().__init__(learning_rate=learning_rate, **kwargs)
        self.decay = decay

    def build(self, variables: list[Any]) -> None:
        if not self.built:
            super().build(variables)
            self.ms = [self.add_variable_from_reference(v, name="m") for v in variables]

    def update_step(self, gradient: Any, variable: Any, learning_rate: Any) -> None:
        m = self.ms[self._get_variable_index(variable)]
        self.assign(m, self.decay * m + (1 - self.decay) * gradient)
        self.assign_sub(variable, learning_rate * m)


def test_a_users_own_class() -> None:
    trace = trace_keras(Sloppy)
    assert [str(e) for e in trace.spec.equations[1:]] == [
        "m[t] == rho*m[t - 1] + (1 - rho)*g[t]",
        "theta[t + 1] == theta[t] - eta*m[t]",
    ]
    assert difference(trace) < ROUNDING


@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        ("SGD", {"gradient_accumulation_steps": 2}, r"takes remainders \(primitive rem\)"),
        ("LossScaleOptimizer", {}, "cannot be constructed: TypeError: .*'inner_optimizer'"),
        ("SGD", {"momentum": 2.0}, "cannot be constructed: ValueError: `momentum` must be a float between"),
        ("SGD", {"speed": 2.0}, "cannot be constructed"),
        ("Optimizer", {"learning_rate": 0.1}, "cannot be traced: NotImplementedError"),
    ],
)
def test_what_cannot_be_read_is_refused(name: str, arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(TraceError, match=message):
        traced(name, **arguments)


def test_what_is_no_class_of_optimizers_is_refused() -> None:
    with pytest.raises(TraceError, match="no class of Keras optimizers"):
        trace_keras(keras.optimizers.SGD(), target="mine")


def test_nothing_is_left_changed() -> None:
    before = dict(os.environ)
    trace = traced("Adam")
    assert trace.replay is not None
    trace.replay(np.ones(2), [np.ones(2)])
    with pytest.raises(TraceError):
        traced("SGD", gradient_accumulation_steps=2)
    assert dict(os.environ) == before
    assert keras.config.floatx() == "float32"
    assert jnp.ones(1).dtype == jnp.float32
    assert keras.optimizers.Adam().learning_rate.dtype == "float32"


def test_another_backend_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keras.backend, "backend", lambda: "torch")
    with pytest.raises(TraceError, match="Keras runs on torch; its optimizers are read on JAX: set KERAS_BACKEND=jax"):
        traced("SGD")
    monkeypatch.delitem(sys.modules, "keras")
    monkeypatch.setenv("KERAS_BACKEND", "tensorflow")
    with pytest.raises(TraceError, match="KERAS_BACKEND is tensorflow"):
        import_keras()
