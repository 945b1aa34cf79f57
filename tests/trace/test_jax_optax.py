"""The optimizers of optax, read off their code and held against it."""

from typing import Any

import optax
import pytest
from agreement import ROUNDING, difference

from adaptsym.notation import epsilon, eta, gamma, lam, rho1, rho2
from adaptsym.term import Symbol
from adaptsym.trace.model import Trace, TraceError
from adaptsym.trace.optax import trace_optax

CASES: list[tuple[str, dict[str, Any]]] = [
    ("sgd", {}),
    ("sgd", {"momentum": 0.9}),
    ("sgd", {"learning_rate": 0.1, "momentum": 0.8, "nesterov": True}),
    ("adagrad", {}),
    ("adagrad", {"initial_accumulator_value": 0.0, "eps": 1e-3}),
    ("rmsprop", {}),
    ("rmsprop", {"centered": True, "decay": 0.8}),
    ("rmsprop", {"momentum": 0.9, "nesterov": True}),
    ("rmsprop", {"initial_scale": 1.0, "eps_in_sqrt": False}),
    ("rmsprop", {"bias_correction": True}),
    ("adam", {}),
    ("adam", {"eps_root": 1e-6, "b1": 0.8}),
    ("adam", {"eps": 0.0, "eps_root": 1e-8}),
    ("adam", {"nesterov": True}),
    ("adamw", {}),
    ("adamw", {"weight_decay": 0.1, "b2": 0.99, "nesterov": True}),
    ("amsgrad", {}),
    ("nadam", {}),
    ("nadamw", {"weight_decay": 0.01}),
    ("radam", {}),
    ("radam", {"b2": 0.9, "threshold": 4.5}),
    ("adamax", {}),
    ("adamaxw", {}),
    ("adadelta", {}),
    ("adadelta", {"learning_rate": 0.5, "rho": 0.8, "weight_decay": 0.01}),
    ("adabelief", {}),
    ("lion", {}),
    ("yogi", {}),
    ("rprop", {"learning_rate": 0.01}),
    ("sign_sgd", {}),
    ("signum", {}),
    ("adan", {}),
    ("lamb", {"weight_decay": 0.01}),
    ("lars", {}),
    ("novograd", {}),
    ("fromage", {}),
]


def traced(name: str, **arguments: Any) -> Trace:
    return trace_optax(getattr(optax, name), arguments, target=f"optax.{name}")


@pytest.mark.parametrize(("name", "arguments"), CASES, ids=lambda x: x if isinstance(x, str) else ",".join(x))
def test_the_equations_step_as_the_code_does(name: str, arguments: dict[str, Any]) -> None:
    trace = traced(name, **arguments)
    assert difference(trace) < ROUNDING
    assert trace.framework == f"optax {optax.__version__}"
    assert trace.steps is None


def test_adam_reads_like_its_code() -> None:
    assert [str(e) for e in traced("adam").spec.equations] == [
        "g[t] == grad(theta[t])",
        "mu[t] == (1 - rho1)*g[t] + rho1*mu[t - 1]",
        "nu[t] == (1 - rho2)*g[t]**2 + rho2*nu[t - 1]",
        "theta[t + 1] == theta[t] - eta*(mu[t]/(1 - rho1**t)/(sqrt(nu[t]/(1 - rho2**t)) + epsilon))",
    ]


def test_radam_branches_on_the_step() -> None:
    step = traced("radam").spec.equations[-1]
    assert "where(2/(1 - rho2) - 1 - 2*t*rho2**t/(1 - rho2**t) >= threshold, " in str(step)


WORDS: list[tuple[str, dict[str, Any], dict[Symbol, str]]] = [
    ("sgd", {"learning_rate": 0.5, "momentum": 0.75}, {eta: "1/2", gamma: "3/4"}),
    ("adam", {}, {eta: "1/1000", rho1: "9/10", rho2: "999/1000", epsilon: "1/100000000"}),
    ("adam", {"eps": 0, "eps_root": 0.5}, {eta: "1/1000", rho1: "9/10", rho2: "999/1000", epsilon: "1/2"}),
    ("lion", {}, {eta: "1/1000", rho1: "9/10", rho2: "99/100", lam: "1/1000"}),
]


@pytest.mark.parametrize(("name", "arguments", "settings"), WORDS, ids=lambda x: x if isinstance(x, str) else "")
def test_hyperparameters_are_the_catalogues_words(
    name: str, arguments: dict[str, Any], settings: dict[Symbol, str]
) -> None:
    found = {e.left: str(e.right) for e in traced(name, **arguments).spec.settings}
    assert {k: v for k, v in found.items() if isinstance(k, Symbol)} == settings


@pytest.mark.parametrize(
    ("name", "arguments", "starts"),
    [
        ("adagrad", {}, {"sum_of_squares": "1/10"}),
        ("yogi", {}, {"mu": "1/1000000", "nu": "1/1000000"}),
        ("rprop", {"learning_rate": 0.25}, {"step_sizes": "1/4", "prev_updates": "0"}),
        ("amsgrad", {}, {"mu": "0", "nu": "0", "nu_max": "0"}),
    ],
)
def test_initial_values_are_numbers(name: str, arguments: dict[str, Any], starts: dict[str, str]) -> None:
    spec = traced(name, **arguments).spec
    assert {k: str(e.right) for k, e in spec.start.items()} == starts


def test_what_is_switched_off_is_said_and_is_no_symbol() -> None:
    trace = traced("sgd")
    assert trace.assumptions == ("as constructed: momentum=None, nesterov=False, accumulator_dtype=None",)
    assert "learning_rate has no default" in trace.notes[0]


def test_guards_against_overflow_are_assumptions() -> None:
    assert "t - 1 stays below 2147483647, where the code guards against overflow" in traced("adam").assumptions


def test_a_guard_that_the_sums_rule_out_is_no_assumption() -> None:
    """AdaGrad asks whether its sum of squares is positive: it starts at 0.1 and never falls."""
    spec = traced("adagrad").spec
    assert "where" not in str(spec)
    assert not any("is not 0" in x for x in traced("adagrad").assumptions)
    assert any("is not 0" in x for x in traced("adagrad", initial_accumulator_value=0.0).assumptions)


def test_norms_are_of_one_parameter_or_of_all() -> None:
    assert "norm(theta[t])" in str(traced("lamb").spec)
    clipped = trace_optax(optax.chain(optax.clip_by_global_norm(1.0), optax.sgd(0.5)))
    assert "norm_all(g[t])" in str(clipped.spec)
    assert difference(clipped) < ROUNDING


def test_a_made_transformation_has_numbers() -> None:
    trace = trace_optax(optax.adam(0.25), target="mine")
    assert trace.spec.settings == ()
    assert "1/4*" in str(trace.spec.equations[-1])
    assert difference(trace) < ROUNDING


def test_a_schedule_is_read_in_terms_of_the_step() -> None:
    trace = traced("sgd", learning_rate=optax.exponential_decay(0.5, transition_steps=1, decay_rate=0.75))
    assert "where(t <= 1, 1/2, 1/2*(3/4)**(t - 1))" in str(trace.spec)
    assert trace.notes == ("a value is computed in float32, though the parameters are float64",)
    assert ROUNDING < difference(trace) < 1e-8


def test_adafactor_computes_in_single_precision() -> None:
    trace = traced("adafactor")
    assert "a value is computed in float32, though the parameters are float64" in trace.notes
    assert ROUNDING < difference(trace) < 1e-6


def test_hyperparameters_in_the_state_that_never_change() -> None:
    trace = trace_optax(optax.inject_hyperparams(optax.sgd)(learning_rate=0.5, momentum=0.75))
    assert [w.name for w in trace.spec.states] == ["trace"]
    assert difference(trace) < ROUNDING


@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        ("noisy_sgd", {"learning_rate": 0.1, "key": 0}, "draws random numbers"),
        ("apply_every", {}, r"takes remainders \(primitive rem\)"),
        ("polyak_sgd", {}, "missing 1 required keyword-only argument: 'value'"),
        ("set_to_zero", {}, "does not use the gradient"),
        ("clip", {}, r"needs a value for max_delta"),
        ("adam", {"beta": 1}, "has no argument 'beta'; it has learning_rate, b1, b2, "),
    ],
)
def test_what_cannot_be_read_is_refused(name: str, arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(TraceError, match=message):
        traced(name, **arguments)


def test_where_matrices_are_refused_vectors_are_read() -> None:
    trace = traced("sm3")
    assert trace.assumptions[0].startswith("every parameter is a vector; of matrices, optax.sm3 takes the largest elem")
    assert difference(trace) < ROUNDING


def test_rprop_steps_by_the_update_of_the_step_before() -> None:
    """As optax 0.2 has it: the first step does not move."""
    spec = traced("rprop").spec
    assert str(spec.equations[1]) == (
        "theta[t + 1] == theta[t] - where(g[t]*prev_updates[t - 1] < 0, 0, prev_updates[t - 1])"
    )
