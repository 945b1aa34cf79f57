"""Optimizers that users wrote for PyTorch: read as they are, or refused in one clear line."""

import pytest
import torch_users as users
from test_torch_optim import difference

from adaptsym.term import Kind
from adaptsym.trace.model import TraceError
from adaptsym.trace.torch import trace_torch


@pytest.mark.parametrize(
    "cls",
    [
        users.Lion,
        users.OldAdam,
        users.OnItself,
        users.Lamb,
        users.Cautious,
        users.Started,
        users.Compiled,
        users.Clipped,
    ],
    ids=lambda c: c.__name__,
)
def test_the_equations_step_as_the_code_does(cls: type) -> None:
    assert difference(trace_torch(cls, {}, target=cls.__name__)) < 1e-13


def test_written_order_is_kept() -> None:
    spec = trace_torch(users.OldAdam, {}, target="OldAdam").spec
    assert [str(e) for e in spec.equations[1:]] == [
        "m[t] == rho1*m[t - 1] + (1 - rho1)*g[t]",
        "v[t] == rho2*v[t - 1] + (1 - rho2)*g[t]**2",
        "theta[t + 1] == theta[t] - eta*sqrt(1 - rho2**t)/(1 - rho1**t)*m[t]/(sqrt(v[t]) + epsilon)",
    ]


def test_counts_and_states_on_the_object_are_found() -> None:
    trace = trace_torch(users.OnItself, {"beta": 0.5}, target="OnItself")
    assert trace.notes == ("k counts the steps",)
    assert [str(e) for e in trace.spec.settings] == ["eta == 1/1000", "gamma == 1/2"]
    assert [w.name for w in trace.spec.states] == ["squares"]


def test_a_count_that_starts_elsewhere_and_the_defaults() -> None:
    trace = trace_torch(users.Private, {}, target="Private")
    assert str(trace.spec.equations[-1]) == "theta[t + 1] == theta[t] - eta/(t + 10)*g[t]"
    assert difference(trace) < 1e-13


def test_what_the_code_rounds_is_written_down() -> None:
    trace = trace_torch(users.Coarse, {}, target="Coarse")
    assert "rounding to bfloat16 is left out" in trace.assumptions
    assert 1e-6 < difference(trace) < 0.1


def test_a_rank_that_matters_is_seen_where_no_run_shows_it() -> None:
    assert "parameters have one axis: where they have more, the code takes other steps" in (
        trace_torch(users.ByRank, {}, target="ByRank").assumptions
    )
    assert trace_torch(users.Lion, {}, target="Lion").assumptions == ()


def test_states_start_where_the_code_starts_them() -> None:
    spec = trace_torch(users.Started, {}, target="Started").spec
    assert [str(e) for e in spec.initial] == ["v[0] == 0", "scale[0] == 1/2"]
    assert "v[t] == where(t > 1, 1/2*(v[t - 1] + g[t]), g[t])" in map(str, spec.equations)


def test_states_that_are_called_as_our_words_are() -> None:
    spec = trace_torch(users.Clipped, {}, target="Clipped").spec
    assert {w.name: w.kind for w in spec.states} == {"theta_state": Kind.ARRAY, "g_state": Kind.OWN}


@pytest.mark.parametrize(
    ("cls", "message"),
    [
        (users.Noisy, "draws random numbers"),
        (users.Rounding, "takes the plain float of eta"),
        (users.Exponential, "takes math.exp of -eta"),
        (users.Rows, "torch's max, which has no row"),
        (users.Outer, "no operation element by element"),
        (users.Spread, "no operation element by element"),
        (users.Shared, "otherwise when there is another one beside it"),
        (users.Periodic, "takes a remainder of t"),
        (users.Elsewhere, "when it is run again"),
        (users.InAnother, "otherwise when there is another one|changes and was not found"),
        (users.RarelyClipped, "otherwise when there is another one beside it"),
        (users.Growing, "keeps other values after each step"),
        (users.Raising, "Raising raises KeyError: 'no such thing'"),
        (users.Resizing, "torch's cat"),
        (users.Kernel, "compiled code has written into a tensor"),
        (users.Indexed, "reads a tensor at 0"),
        (users.NeedsClosure, "missing 1 required positional argument: 'closure'"),
    ],
    ids=lambda x: x.__name__ if isinstance(x, type) else "",
)
def test_what_cannot_be_read_is_refused_in_one_line(cls: type, message: str) -> None:
    with pytest.raises(TraceError, match=message) as caught:
        trace_torch(cls, {}, target=cls.__name__)
    assert "\n" not in str(caught.value)


def test_a_count_that_is_not_found_is_noticed() -> None:
    with pytest.raises(TraceError, match="steps by something that changes and was not found"):
        trace_torch(users.ByStep, {}, target="ByStep")


def test_code_that_never_ends_is_stopped() -> None:
    with pytest.raises(TraceError, match=r"Endless did not end within 0\.2 seconds"):
        trace_torch(users.Endless, {}, target="Endless", limit_s=0.2)
