"""Ways in which people write optimizers: the step that is read off each; what stays as it was; roles and limits."""

import importlib
import logging
import math
import sys
import threading
from pathlib import Path
from typing import Any

import numba
import numpy as np
import pytest

from adaptsym.catalogue import SPECS
from adaptsym.equivalence import equivalent
from adaptsym.errors import InputError
from adaptsym.trace.model import TraceError
from adaptsym.trace.numpy import trace_class, trace_function, trace_python
from adaptsym.trace.numpy.beside import checked
from adaptsym.trace.numpy.places import places, text_of

sys.path.append(str(Path(__file__).parent.parent / "audit_corpus"))
import np_classes
import np_styles

# the step and the start, but for g[t] == grad(theta[t])
READ: dict[str, tuple[str, ...]] = {
    "DataAdam": (
        "m[0] == 0",
        "v[0] == 0",
        "m[t] == rho1*m[t - 1] + (1 - rho1)*g[t]",
        "v[t] == rho2*v[t - 1] + (1 - rho2)*g[t]*g[t]",
        "theta[t + 1] == theta[t] - eta*(m[t]/(1 - rho1**t))/(sqrt(v[t]/(1 - rho2**t)) + epsilon)",
    ),
    "Held": (
        "v[0] == 0",
        "v[t] == gamma*v[t - 1] + g[t]",
        "theta[t + 1] == theta[t] - eta*v[t]",
    ),
    "HeldInPlace": (
        "v[0] == 0",
        "v[t] == gamma*v[t - 1] + g[t]",
        "theta[t + 1] == theta[t] - eta*v[t]",
    ),
    "HeldDict": (
        "cache[0] == 0",
        "cache[t] == cache[t - 1] + g[t]**2",
        "theta[t + 1] == theta[t] - eta*g[t]/(sqrt(cache[t]) + 1/100000000)",
    ),
    "IdKeyed": (
        "v[0] == 0",
        "v[t] == gamma*v[t - 1] + g[t]",
        "theta[t + 1] == theta[t] - eta*v[t]",
    ),
    "GradientsAndVariables": ("theta[t + 1] == theta[t] - eta*g[t]",),
    "TwoArguments": (
        "of_w[0] == 0",
        "of_w[t] == gamma*of_w[t - 1] + (1 - gamma)*g[t]**2",
        "theta[t + 1] == theta[t] - eta*g[t]/(sqrt(of_w[t]) + epsilon)",
    ),
    "LayerMomentum": (
        "moving_weights[0] == 0",
        "moving_weights[t] == gamma*moving_weights[t - 1] - eta/(1 + rho*(t - 1))*g[t]",
        "theta[t + 1] == theta[t] + moving_weights[t]",
    ),
    "attribute_of_function": (
        "v[0] == 0",
        "v[t] == gamma*v[t - 1] - eta*g[t]",
        "theta[t + 1] == theta[t] + v[t]",
    ),
    "global_array": (
        "V[0] == 0",
        "V[t] == gamma*V[t - 1] - eta*g[t]",
        "theta[t + 1] == theta[t] + V[t]",
    ),
    "global_dictionary": (
        "CACHE[0] == 0",
        "CACHE[t] == CACHE[t - 1] + g[t]**2",
        "theta[t + 1] == theta[t] - eta*g[t]/(sqrt(CACHE[t]) + 1/100000000)",
    ),
    "mutable_default": (
        "v[0] == 0",
        "v[t] == 9/10*v[t - 1] - eta*g[t]",
        "theta[t + 1] == theta[t] + v[t]",
    ),
    "Decay": ("theta[t + 1] == theta[t] - eta*(1/(1 + rho*(t - 1)))*g[t]",),
    "Decay2": (
        "lr[0] == eta",
        "lr[t] == lr[t - 1]*rate",
        "theta[t + 1] == theta[t] - lr[t - 1]*g[t]",
    ),
    "Static": ("theta[t + 1] == theta[t] - eta*g[t]",),
    "KeywordArguments": (
        "v[0] == 0",
        "v[t] == gamma*v[t - 1] + eta*g[t]",
        "theta[t + 1] == theta[t] - v[t]",
    ),
    "Derived": (
        "v[0] == 0",
        "v[t] == gamma*v[t - 1] + (1 - gamma)*g[t]",
        "theta[t + 1] == theta[t] - eta*v[t]",
    ),
    "FloatCtor": (
        "v[0] == 0",
        "v[t] == gamma*v[t - 1] + (1 - gamma)*g[t]",
        "theta[t + 1] == theta[t] - eta*v[t]",
    ),
    "clip_val": ("theta[t + 1] == theta[t] - eta*min(max(g[t], -1), 1)",),
    "output_arguments": (
        "m[0] == 0",
        "v[0] == 0",
        "m[t] == m[t - 1]*rho1 + (1 - rho1)*g[t]",
        "v[t] == v[t - 1]*rho2 + (1 - rho2)*(g[t]*g[t])",
        "theta[t + 1] == theta[t] - eta*sqrt(1 - rho2**t)/(1 - rho1**t)*m[t]/(sqrt(v[t]) + epsilon)",
    ),
    "elementwise": (
        "v[0] == 0",
        "v[t] == gamma*v[t - 1] - eta*g[t]",
        "theta[t + 1] == theta[t] + v[t]",
    ),
    "masks": (
        "h[0] == 0",
        "h[t] == h[t - 1] + where(abs(g[t]) > 1, 0, g[t])**2",
        "theta[t + 1] == theta[t] - eta*where(abs(g[t]) > 1, 0, g[t])/sqrt(h[t] + 1/100000000)",
    ),
    "wrapped": ("theta[t + 1] == theta[t] - eta*g[t]",),
    "first_gradient_as_average": (
        "v[0] == 0",
        "v[t] == where(t > 1, gamma*v[t - 1] + (1 - gamma)*g[t], g[t])",
        "theta[t + 1] == theta[t] - eta*v[t]",
    ),
    "amsgrad_list": (
        "ms[0] == 0",
        "vhats[0] == 0",
        "vs[0] == 0",
        "ms[t] == rho1*ms[t - 1] + (1 - rho1)*g[t]",
        "vs[t] == rho2*vs[t - 1] + (1 - rho2)*g[t]*g[t]",
        "vhats[t] == max(vhats[t - 1], vs[t])",
        "theta[t + 1] == theta[t] - eta*ms[t]/(sqrt(vhats[t]) + epsilon)",
    ),
    "dictionary_of_sums": (
        "state[0] == 0",
        "state[t] == state[t - 1] + g[t]**2",
        "theta[t + 1] == theta[t] - eta*g[t]/sqrt(state[t] + 1/100000000)",
    ),
    "DefaultDictionary": (
        "v[0] == 0",
        "v[t] == gamma*v[t - 1] + g[t]",
        "theta[t + 1] == theta[t] - eta*v[t]",
    ),
    "polynomial_rate": ("theta[t + 1] == theta[t] - eta*(1 - (t - 1)/T)**power*g[t]",),
    "HalvesOnce": (
        "lr[0] == eta",
        "lr[t] == where(t > 10, 1/2*lr[t - 1], lr[t - 1])",
        "theta[t + 1] == where(t > 10, theta[t] - 1/2*lr[t - 1]*g[t]/2, theta[t] - lr[t - 1]*g[t]/2)",
    ),
    "FirstStepApart": (
        "v[0] == 0",
        "v[t] == where(t <= 1, g[t], gamma*v[t - 1] + (1 - gamma)*g[t])",
        "theta[t + 1] == where(t <= 1, theta[t] - eta*g[t], theta[t] - eta*(gamma*v[t - 1] + (1 - gamma)*g[t]))",
    ),
    "WarmUp": ("theta[t + 1] == theta[t] - eta*min(1, t/warmup)*g[t]",),
    "WithoutArguments": (
        "v[0] == 0",
        "v[t] == 1/2*v[t - 1] + g[t]",
        "theta[t + 1] == theta[t] - eta*v[t]",
    ),
    "keyed": (
        "cache[0] == 0",
        "cache[t] == cache[t - 1] + g[t]**2",
        "theta[t + 1] == theta[t] - eta*g[t]/sqrt(cache[t] + 1/100000000)",
    ),
    "Named": (
        "h[0] == 0",
        "h[t] == h[t - 1] + g[t]**2",
        "theta[t + 1] == theta[t] - eta*g[t]/sqrt(h[t] + 1/100000000)",
    ),
    "returns_loss": ("theta[t + 1] == theta[t] - eta*g[t]",),
    "two_parameters": ("theta[t + 1] == theta[t] - eta*g[t]",),
    "Chain": (
        "m[0] == 0",
        "v[0] == 0",
        "m[t] == rho1*m[t - 1] + (1 - rho1)*g[t]",
        "v[t] == rho2*v[t - 1] + (1 - rho2)*g[t]*g[t]",
        "theta[t + 1] == theta[t] - eta*(m[t]/(1 - rho1**t))/(sqrt(v[t]/(1 - rho2**t)) + epsilon)",
    ),
    "named_tuple_adam": (
        "m[0] == 0",
        "v[0] == 0",
        "m[t] == rho1*m[t - 1] + (1 - rho1)*g[t]",
        "v[t] == rho2*v[t - 1] + (1 - rho2)*g[t]*g[t]",
        "theta[t + 1] == theta[t] - eta*(m[t]/(1 - rho1**t))/(sqrt(v[t]/(1 - rho2**t)) + epsilon)",
    ),
    "decay_loop": (
        "v[0] == 0",
        "v[t] == 9/10*v[t - 1] + g[t]",
        "theta[t + 1] == theta[t] - eta/sqrt(t)*v[t]",
    ),
    "loop_that_drops_its_rate": (
        "lr[0] == eta",
        "theta[t + 1] == theta[t] - lr[t - 1]*g[t]",
        "lr[t] == where(t > 10, lr[t - 1]*(9/10), lr[t - 1])",
    ),
    "nesterov": (
        "v[0] == 0",
        "g[t] == grad(theta[t] + gamma*v[t - 1])",
        "v[t] == gamma*v[t - 1] - eta*g[t]",
        "theta[t + 1] == theta[t] + v[t]",
    ),
    "nesterov_temporary": (
        "v[0] == 0",
        "g[t] == grad(theta[t] + gamma*v[t - 1])",
        "v[t] == gamma*v[t - 1] - eta*g[t]",
        "theta[t + 1] == theta[t] + v[t]",
    ),
    "loop_of_adagrad": (
        "G[0] == 0",
        "G[t] == G[t - 1] + g[t]**2",
        "theta[t + 1] == theta[t] - eta*g[t]/sqrt(G[t] + epsilon)",
    ),
    "LoopInMethod": (
        "average[0] == 0",
        "average[t] == gamma*average[t - 1] + (1 - gamma)*g[t]**2",
        "theta[t + 1] == theta[t] - eta/t*g[t]/(sqrt(average[t]) + epsilon)",
    ),
    "anything_returned": (
        "avg_sq[0] == 0",
        "avg_sq[t] == 9/10*avg_sq[t - 1] + 1/10*g[t]**2",
        "theta[t + 1] == theta[t] - eta*g[t]/(sqrt(avg_sq[t]) + 1/100000000)",
    ),
    "step_warm": (
        "sums[0] == 1/2",
        "sums[t] == sums[t - 1]*sqrt(gamma) + g[t]",
        "theta[t + 1] == theta[t] - eta*sums[t]/(-(gamma**t - 1))",
    ),
}
PLAIN = "g[t] == grad(theta[t])"


@pytest.mark.parametrize("name", READ)
def test_what_is_read(name: str) -> None:
    spec = trace_python(getattr(np_styles, name), target=name).spec
    assert tuple(str(e) for e in spec.initial + spec.equations if str(e) != PLAIN) == READ[name]


def globals_of(module: Any) -> dict[str, int]:
    return {name: id(value) for name, value in vars(module).items()}


@pytest.mark.parametrize("name", ["DataAdam", "attribute_of_function", "global_array", "IdKeyed", "nesterov", "Every"])
def test_afterwards_everything_is_as_it_was(name: str) -> None:
    code = getattr(np_styles, name)
    before, own = globals_of(np_styles), dict(vars(code))
    try:
        trace = trace_python(code, target=name)
        assert trace.replay is not None
        trace.replay(np.ones(2), [np.ones(2)])
    except TraceError:
        assert name == "Every"
    after = globals_of(np_styles)
    assert before == after
    assert np_styles.np is np
    assert np_styles.math is math
    assert np_styles.CACHE == {}
    assert np_styles.V is None
    if not isinstance(code, type):
        assert dict(vars(code)) == own


def test_replays_start_afresh() -> None:
    for name in ("attribute_of_function", "global_dictionary", "mutable_default", "DefaultDictionary"):
        trace = trace_python(getattr(np_styles, name), target=name)
        assert trace.replay is not None
        one, other = (trace.replay(np.ones(2), [np.ones(2), -np.ones(2)]) for _ in range(2))
        np.testing.assert_array_equal(one, other)


def test_replay_with_other_hyperparameters() -> None:
    trace = trace_class(np_classes.Adam, target="Adam")
    assert trace.replay is not None
    usual, other = (trace.replay(np.zeros(1), [np.ones(1)], h)[0][0] for h in ({}, {"eta": 0.5, "epsilon": 1.0}))
    assert usual == pytest.approx(-0.001)
    assert other == pytest.approx(-0.25)


def test_roles_can_be_given() -> None:
    def step(a, b, c, rate=0.1, keep=0.9):
        c = keep * c - rate * b
        return a + c, c

    with pytest.raises(TraceError, match=r"^step: what the argument 'a' is for is not known"):
        trace_function(step, target="step")
    found = trace_function(step, target="step", roles={"param": "a", "grad": "b", "state": "c"})
    assert [w.name for w in found.spec.states] == ["c"]
    assert "gradient: b" in found.notes
    with pytest.raises(InputError, match="no role 'gard'"):
        trace_function(step, target="step", roles={"gard": "b"})
    with pytest.raises(InputError, match="no argument 'd'; it has a, b, c"):
        trace_function(step, target="step", roles={"param": "a", "grad": "d"})


def test_the_second_parameter_can_be_read() -> None:
    first = trace_class(np_styles.TwoArguments, target="w")
    second = trace_class(np_styles.TwoArguments, target="b", roles={"parameter": "b,w", "gradient": "db,dw"})
    assert [w.name for w in first.spec.states] == ["of_w"]
    assert [w.name for w in second.spec.states] == ["of_b"]
    assert any("not treated alike" in x for x in first.assumptions)


def test_arguments_of_a_constructor() -> None:
    spec = trace_class(np_classes.AdamW, target="AdamW", arguments={"lr": 0.5, "weight_decay": 0}).spec
    assert "lam" not in {w.name for w in spec.hyperparameters}
    assert "eta == 1/2" in {str(e) for e in spec.settings}
    assert equivalent(spec, SPECS["adam-outside"])


def test_an_instance_is_read_as_it_was_made() -> None:
    made = np_classes.Adam(lr=0.25)
    spec = trace_class(made, target="Adam").spec
    assert made.m is None
    assert made.t == 0
    assert "eta == 1/4" in {str(e) for e in spec.settings}
    assert equivalent(spec, SPECS["adam-outside"])


def test_prints_go_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    def chatty(w, grad, lr=0.1):
        print("a step")
        return w - lr * grad

    trace_python(chatty, target="chatty")
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "a step" in shown.err


def test_code_that_never_ends_is_stopped_on_symbols_too() -> None:
    def stuck(w, grad, lr=0.1):
        while not isinstance(w.dtype, np.dtype) or type(w) is not np.ndarray:
            pass
        return w - lr * grad

    with pytest.raises(TraceError, match=r"stuck did not end within 0\.3 seconds"):
        trace_python(stuck, target="stuck", limit_s=0.3)


def test_in_another_thread() -> None:
    found: list[str] = []
    thread = threading.Thread(target=lambda: found.append(trace_python(np_classes.Adam, target="Adam").spec.name))
    thread.start()
    thread.join()
    assert found == ["Adam"]


def test_a_value_outside_of_its_domain_is_a_number() -> None:
    def climb(w, grad, v, lr=-0.1, momentum=1.0):
        v = momentum * v - lr * grad
        return w + v, v

    found = trace_function(climb, target="climb")
    assert found.spec.hyperparameters == ()
    assert "lr = -0.1, as constructed" in found.assumptions
    assert "v[t] == v[t - 1] + 1/10*g[t]" in {str(e).replace("- -1/10", "+ 1/10") for e in found.spec.equations}


@numba.njit
def moved(w, v):
    return w + v


@numba.njit
def jitted(w, dw, v, lr=0.1, mu=0.9):
    v = mu * v - lr * dw
    return moved(w, v), v


def test_what_numba_compiles_is_read_as_python() -> None:
    spec = trace_python(jitted, target="jitted").spec
    assert equivalent(spec, SPECS["momentum"], explain=False)
    assert isinstance(moved, type(jitted))


def test_foreign_objects_are_left_alone() -> None:
    class Logged:
        def __init__(self, lr=0.1):
            self.lr, self.lock, self.log = lr, threading.Lock(), logging.getLogger("step")
            self.rng = np.random.default_rng(0)
            self.loader = importlib

        def step(self, w, grad):
            self.log.debug("a step of %s", self.lr)
            return w - self.lr * grad

    level = logging.getLogger("step").level
    assert [text_of(path) for path in places({"log": logging.getLogger("step"), "own": [1.5]})] == ["own[0]"]
    spec = trace_class(Logged, target="Logged").spec
    assert equivalent(spec, SPECS["gradient_descent"], explain=False)
    assert logging.getLogger("step").level is level


def test_what_is_not_defined_is_not_the_code() -> None:
    after = trace_class(np_classes.AdamCountsAfter, target="AdamCountsAfter").spec
    with pytest.raises(TraceError, match="do not reproduce the code: at step 1"):
        checked(after, lambda start, gradients, _: [start for _ in gradients], (3,))


class OutOfSight:
    """Makes a number of a hyperparameter in a way that no symbol goes."""

    def __init__(self, lr=0.1, beta=0.9):
        self.lr, self.beta = lr, beta
        self.rest = 1 - math.tanh(math.atanh(beta))
        self.v = 0.0

    def step(self, w, grad):
        self.v = self.beta * self.v + self.rest * grad
        return w - self.lr * self.v


def test_a_hyperparameter_that_is_used_out_of_sight_is_a_number() -> None:
    found = trace_class(OutOfSight, target="OutOfSight")
    assert [w.name for w in found.spec.hyperparameters] == ["eta"]
    assert any("momentum is read as the number 9/10" in x for x in found.assumptions)
    assert "v[t] == 9/10*v[t - 1] + 1/10*g[t]" in {str(e) for e in found.spec.equations}


def whole_array(w, grad, lr=0.1):
    return w - lr * grad / len(grad)


def reversed_array(w, grad, lr=0.1):
    return w - lr * grad[::-1]


def late(w, grad, t, lr=0.1):
    return w - lr * grad if t != 5 else w


def swallows(w, grad, lr=0.1):
    try:
        return w - lr * np.sort(grad)
    except Exception:
        return w - lr * grad


REFUSED = {
    whole_array: "do not reproduce the code",
    reversed_array: "a part of an array",
    late: "something special at step 6",
    swallows: "do not reproduce the code",
    np_styles.generator: "a generator",
    np_styles.Every: "whole division",
    np_styles.counts_out_of_sight: "counts in a way",
}


@pytest.mark.parametrize("code", REFUSED, ids=lambda f: f.__name__)
def test_what_is_not_the_code_is_refused(code: Any) -> None:
    with pytest.raises(TraceError, match=REFUSED[code]):
        trace_python(code, target="code")


def test_other_things_are_refused() -> None:
    for thing, why in ((3, "of type int"), (importlib, "has no method"), (len, "none of its arguments|not known")):
        with pytest.raises(TraceError, match=why):
            trace_python(thing, target="thing")
