"""The optimizers of torch.optim, read off their running code: the equations step as the code does."""

import math
from typing import Any

import numpy as np
import pytest
import torch
from torch_users import Lamb

from adaptsym.compile.runtime import compile_optimizer
from adaptsym.notation import epsilon, eta, rho1, rho2
from adaptsym.trace.model import Trace, TraceError
from adaptsym.trace.torch import trace_torch

STEPS = 20
CASES: list[tuple[str, dict[str, Any]]] = [
    ("SGD", {}),
    ("SGD", {"momentum": 0.9}),
    ("SGD", {"lr": 0.1, "momentum": 0.9, "nesterov": True, "weight_decay": 0.01}),
    ("SGD", {"lr": 0.1, "momentum": 0.9, "dampening": 0.3, "maximize": True}),
    ("SGD", {"lr": 0.1, "momentum": 0.9, "dampening": 0.3, "weight_decay": 0.2}),
    ("Adam", {}),
    ("Adam", {"lr": 0.05, "betas": (0.8, 0.95), "eps": 0.01, "weight_decay": 0.1, "maximize": True}),
    ("Adam", {"amsgrad": True, "weight_decay": 0.1}),
    ("Adam", {"weight_decay": 0.1, "decoupled_weight_decay": True}),
    ("Adam", {"betas": (0.0, 0.9)}),
    ("AdamW", {}),
    ("AdamW", {"lr": 0.05, "amsgrad": True, "weight_decay": 0.3}),
    ("Adamax", {}),
    ("Adamax", {"lr": 0.05, "weight_decay": 0.1, "maximize": True}),
    ("NAdam", {}),
    ("NAdam", {"weight_decay": 0.1, "momentum_decay": 0.02}),
    ("NAdam", {"weight_decay": 0.1, "decoupled_weight_decay": True}),
    ("RAdam", {}),
    ("RAdam", {"lr": 0.05, "weight_decay": 0.1}),
    ("RAdam", {"weight_decay": 0.1, "decoupled_weight_decay": True}),
    ("Adagrad", {}),
    ("Adagrad", {"lr_decay": 0.1, "initial_accumulator_value": 0.2, "weight_decay": 0.1, "maximize": True}),
    ("Adadelta", {}),
    ("Adadelta", {"lr": 0.5, "rho": 0.8, "weight_decay": 0.1}),
    ("RMSprop", {}),
    ("RMSprop", {"momentum": 0.9}),
    ("RMSprop", {"centered": True}),
    ("RMSprop", {"centered": True, "momentum": 0.9, "weight_decay": 0.1, "maximize": True}),
    ("Rprop", {}),
    ("Rprop", {"lr": 0.1, "etas": (0.4, 1.3), "step_sizes": (0.05, 0.2)}),
    ("ASGD", {}),
    ("ASGD", {"t0": 5.0, "lambd": 0.01, "weight_decay": 0.1}),
]


def traced(name: str, arguments: dict[str, Any], foreach: bool | None = None) -> Trace:
    return trace_torch(getattr(torch.optim, name), arguments, target=f"torch.optim.{name}", foreach=foreach)


def difference(trace: Trace, backend: str = "numpy", steps: int = STEPS) -> float:
    """The largest relative difference between the equations, compiled, and the code itself."""
    rng = np.random.default_rng(3)
    params, gradients = rng.normal(size=7), list(rng.normal(size=(steps, 7)))
    gradients[steps // 2][:3] = 0.0
    assert trace.replay is not None
    after = trace.replay(params, gradients)
    optimizer = compile_optimizer(trace.spec, backend)()
    state = optimizer.init(params)
    largest = 0.0
    for gradient, expected in zip(gradients, after, strict=True):
        optimizer.step(params, gradient, state)
        largest = max(largest, float(np.max(np.abs(params - expected) / np.maximum(np.abs(expected), 1e-2))))
    return largest


@pytest.mark.parametrize("foreach", [None, True])
@pytest.mark.parametrize(("name", "arguments"), CASES, ids=str)
def test_the_equations_step_as_the_code_does(name: str, arguments: dict[str, Any], foreach: bool | None) -> None:
    assert difference(traced(name, arguments, foreach)) < 1e-13


def test_the_two_paths_of_adam_are_one_equation() -> None:
    one, other = traced("Adam", {"amsgrad": True}).spec, traced("Adam", {"amsgrad": True}, foreach=True).spec
    assert [str(e) for e in one.equations[:-1]] == [str(e) for e in other.equations[:-1]]
    assert one.initial == other.initial


def test_adam_reads_like_its_code() -> None:
    trace = traced("Adam", {})
    assert [str(e) for e in trace.spec.equations] == [
        "g[t] == grad(theta[t])",
        "exp_avg[t] == exp_avg[t - 1] + (1 - rho1)*(g[t] - exp_avg[t - 1])",
        "exp_avg_sq[t] == exp_avg_sq[t - 1]*rho2 + (1 - rho2)*(g[t]*g[t])",
        "theta[t + 1] == theta[t] - eta/(1 - rho1**t)*(exp_avg[t]/(sqrt(exp_avg_sq[t])/sqrt(1 - rho2**t) + epsilon))",
    ]
    assert [str(e) for e in trace.spec.initial] == ["exp_avg[0] == 0", "exp_avg_sq[0] == 0"]
    assert [str(e) for e in trace.spec.settings] == [
        "eta == 1/1000",
        "rho1 == 9/10",
        "rho2 == 999/1000",
        "epsilon == 1/100000000",
    ]
    assert trace.framework == f"torch {torch.__version__.partition('+')[0]}"
    assert trace.assumptions == ("weight_decay = 0, as constructed",)
    assert [e.left for e in trace.spec.settings] == [eta, rho1, rho2, epsilon]  # the catalogue's own words


def test_a_division_by_zero_on_purpose_is_read_and_noted() -> None:
    """Over lists, RAdam divides by 0 where it does not rectify, and takes one over the infinity."""
    trace = traced("RAdam", {}, foreach=True)
    assert "a number divided by zero is infinite, and 1 over that is 0" in trace.assumptions
    assert "/0" not in str(trace.spec)
    assert traced("RAdam", {}).assumptions == ("weight_decay = 0, as constructed",)  # its first length is 1, always


def test_the_first_step_of_sgd_is_not_dampened() -> None:
    trace = traced("SGD", {"momentum": 0.9, "dampening": 0.5})
    (buffer,) = [str(e) for e in trace.spec.equations if "momentum_buffer[t] ==" in str(e)]
    assert buffer == ("momentum_buffer[t] == where(t > 1, momentum_buffer[t - 1]*gamma + (1 - dampening)*g[t], g[t])")
    plain = traced("SGD", {"momentum": 0.9})
    assert "momentum_buffer[t] == momentum_buffer[t - 1]*gamma + g[t]" in map(str, plain.spec.equations)


def test_initial_values_are_those_of_a_new_state() -> None:
    starts = {
        "Adagrad": ({"initial_accumulator_value": 0.2}, ["sum[0] == 1/5"]),
        "NAdam": ({}, ["mu_product[0] == 1", "exp_avg[0] == 0", "exp_avg_sq[0] == 0"]),
        "Rprop": ({}, ["prev[0] == 0", "step_size[0] == eta"]),
        "ASGD": ({}, ["eta_state[0] == eta", "mu[0] == 1", "ax[0] == 0"]),
    }
    for name, (arguments, expected) in starts.items():
        assert [str(e) for e in traced(name, arguments).spec.initial] == expected


def test_a_state_in_single_precision_is_noted() -> None:
    notes = traced("ASGD", {}).notes
    assert "eta, mu is kept in float32 also beside parameters in float64 (replayed in float64)" in notes
    adam = traced("Adam", {})
    assert not any("float32" in text for text in adam.notes + adam.assumptions)


def test_adafactor_is_read_at_a_vector() -> None:
    trace = traced("Adafactor", {})
    assert "parameters have one axis: where they have more, the code takes other steps" in trace.assumptions
    assert difference(trace, "lambdified", 4) < 1e-6  # its d is computed with single precision's smallest number


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("LBFGS", "step.. missing 1 required positional argument: 'closure'"),
        ("SparseAdam", "does not support dense gradients"),
        ("Muon", "only supports 2D parameters"),
    ],
)
def test_what_is_not_element_by_element_is_refused(name: str, message: str) -> None:
    with pytest.raises(TraceError, match=message):
        traced(name, {})


def test_arguments_that_the_class_does_not_take_are_refused() -> None:
    with pytest.raises(TraceError, match="unexpected keyword argument 'beta'"):
        traced("Adam", {"beta": 0.9})
    with pytest.raises(TraceError, match="is no class of"):
        trace_torch(dict, {}, target="dict")


def test_fused_kernels_are_refused() -> None:
    with pytest.raises(TraceError, match="fused"):
        traced("Adam", {"fused": True})


@pytest.mark.parametrize("cls", [torch.optim.Adam, torch.optim.LBFGS, Lamb])
def test_nothing_is_left_changed(cls: type[Any]) -> None:
    torch.manual_seed(5)
    before = torch.get_rng_state()
    functions = (math.sqrt, torch.sqrt, torch.Tensor.add_, torch.tensor, torch.get_default_dtype(), torch.zeros)
    try:
        trace_torch(cls, {}, target="it")
    except TraceError:
        assert cls is torch.optim.LBFGS
    assert (math.sqrt, torch.sqrt, torch.Tensor.add_, torch.tensor, torch.get_default_dtype(), torch.zeros) == functions
    assert torch.equal(torch.get_rng_state(), before)
    assert type(torch.zeros(2) + 1) is torch.Tensor
    assert torch.is_grad_enabled()
