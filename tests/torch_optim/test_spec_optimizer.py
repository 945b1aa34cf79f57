"""Optimizers of PyTorch from specifications: their steps are the equations', and they are used as torch's own are."""

import copy
import io
import warnings
from typing import Any

import numpy as np
import pytest
import torch

from adaptsym.catalogue import SPECS
from adaptsym.compile.ir import Body
from adaptsym.compile.lower import lower
from adaptsym.compile.runtime import compile_optimizer
from adaptsym.errors import InputError
from adaptsym.notation import eta, g, grad, norm, t, theta
from adaptsym.optimizers import usual
from adaptsym.spec import Spec
from adaptsym.spec import optimizer as declared
from adaptsym.torch import optimizer
from adaptsym.torch.fuse import fused

SHAPES = ((3, 4), (5,), (1,))
AHEAD = [name for name, spec in SPECS.items() if str(spec.point) != "theta[t]"]


def schedules(spec: Spec) -> dict[str, Any]:
    return {
        w.code_name: (lambda n: 0.9 * (1 - 0.5 * 0.96 ** (n / 250))) if w.code_name == "beta1" else (lambda _: 0.5)
        for w in spec.schedules
    }


def model(seed: int = 0, dtype: Any = torch.float64) -> list[Any]:
    rng = np.random.default_rng(seed)
    return [torch.nn.Parameter(torch.tensor(rng.normal(size=s), dtype=dtype)) for s in SHAPES]


def give(params: list[Any], step: int) -> None:
    rng = np.random.default_rng(100 + step)
    for p in params:
        p.grad = torch.tensor(rng.normal(size=tuple(p.shape)), dtype=p.dtype)


def run(opt: Any, params: list[Any], first: int, count: int) -> None:
    for step in range(first, first + count):
        give(params, step)
        opt.step()


def same(a: list[Any], b: list[Any], tolerance: float = 0.0) -> bool:
    return all(torch.allclose(x, y, rtol=tolerance, atol=tolerance) for x, y in zip(a, b, strict=True))


@pytest.mark.parametrize(
    ("name", "compiled"),
    [
        *((n, False) for n in SPECS if n not in AHEAD),
        *((n, "eager") for n in ("momentum", "adam", "lion", "radam", "adamp")),
    ],
)
def test_the_steps_are_those_of_the_equations(name: str, compiled: bool | str) -> None:
    spec = SPECS[name]
    params = model()
    expected = [p.detach().numpy().copy() for p in params]
    opt = optimizer(spec)(params, compiled=compiled, **schedules(spec))
    reference = compile_optimizer(spec, "lambdified", usual=usual(spec))(**schedules(spec))
    state = reference.init(expected)
    for step in range(8):
        give(params, step)
        opt.step()
        reference.step(expected, [p.grad.numpy() for p in params], state)
    for p, x in zip(params, expected, strict=True):
        np.testing.assert_allclose(p.detach().numpy(), x, rtol=1e-12, atol=1e-13)


@pytest.mark.parametrize("name", AHEAD)
def test_a_look_ahead_takes_the_gradient_at_its_point(name: str) -> None:
    spec = SPECS[name]
    params = model()
    expected = [p.detach().numpy().copy() for p in params]
    opt = optimizer(spec)(params, lr=0.1)
    reference = compile_optimizer(spec, "lambdified", usual=usual(spec))(learning_rate=0.1)
    state = reference.init(expected)

    def closure() -> Any:
        opt.zero_grad()
        loss = sum((p**4).sum() for p in params)
        loss.backward()
        return loss

    for step in range(6):
        if step % 2:
            opt.step(closure)
        else:
            with opt.at_point():
                closure()
            opt.step()
        reference.step(expected, [4 * x**3 for x in reference.point(expected, state)], state)
    for p, x in zip(params, expected, strict=True):
        np.testing.assert_allclose(p.detach().numpy(), x, rtol=1e-12)
    with pytest.raises(InputError, match="look-ahead point"):
        opt.step()


def test_a_specification_of_ones_own() -> None:
    normed = declared("normed", g[t] == grad(theta[t]), theta[t + 1] == theta[t] - eta * (g[t] / norm(g[t])))
    params = model()
    before = [p.detach().clone() for p in params]
    opt = optimizer(normed)(params, lr=0.5)
    run(opt, params, 0, 1)
    assert [float((p.detach() - b).norm()) for p, b in zip(params, before, strict=True)] == pytest.approx([0.5] * 3)
    assert "theta[t + 1] == theta[t] - eta*(g[t]/norm(g[t]))" in str(type(opt).__doc__)


# ---------------------------------------------------------------- used as torch's own


def test_groups_have_hyperparameters_of_their_own() -> None:
    a, b, c = model()
    opt = optimizer("gradient_descent")([{"params": [a]}, {"params": [b], "lr": 0.5}], lr=0.1)
    opt.add_param_group({"params": [c], "learning_rate": 0.25})
    before = [p.detach().clone() for p in (a, b, c)]
    run(opt, [a, b, c], 0, 1)
    for p, x, lr in zip((a, b, c), before, (0.1, 0.5, 0.25), strict=True):
        assert torch.allclose(p, x - lr * p.grad)


def test_parameters_without_gradients_wait() -> None:
    params = model()
    opt = optimizer("adam")(params)
    give(params, 0)
    params[1].grad = None
    before = params[1].detach().clone()
    opt.step()
    assert torch.equal(params[1], before)
    assert params[1] not in opt.state
    run(opt, params, 1, 1)
    assert [int(opt.state[p]["step"]) for p in params] == [2, 1, 2]
    alone = torch.nn.Parameter(before.clone())
    alone.grad = params[1].grad.clone()
    optimizer("adam")([alone]).step()
    assert torch.equal(params[1], alone)  # its first step, beside the second of the others


def test_a_scaler_skips_steps_whose_gradients_overflow() -> None:
    params = model(dtype=torch.float32)
    opt = optimizer("adam")(params, lr=0.1)
    scaler = torch.amp.GradScaler("cpu", init_scale=4.0)
    before = [p.detach().clone() for p in params]
    scaler.scale(sum((p * p).sum() for p in params)).backward()
    params[0].grad[0, 0] = float("inf")
    scaler.step(opt)
    scaler.update()
    assert same(params, before)
    opt.zero_grad()
    scaler.scale(sum((p * p).sum() for p in params)).backward()
    scaler.step(opt)
    assert torch.allclose(params[1].grad, 2 * before[1])
    assert not same(params, before)


def test_half_precision_keeps_its_type() -> None:
    params = model(dtype=torch.bfloat16)
    run(optimizer("adam")(params, lr=0.1), params, 0, 3)
    assert {p.dtype for p in params} == {torch.bfloat16}


def test_a_rate_of_zero_stands_still() -> None:
    params = model()
    before = [p.detach().clone() for p in params]
    opt = optimizer("adam")(params, lr=0.0)
    run(opt, params, 0, 1)
    assert same(params, before)
    opt.param_groups[0]["lr"] = 0.1
    run(opt, params, 1, 1)
    assert not same(params, before)


def test_a_rate_may_be_a_tensor() -> None:
    params, others = model(), model()
    run(optimizer("adam")(params, lr=torch.tensor(0.25, dtype=torch.float64)), params, 0, 3)
    run(optimizer("adam")(others, lr=0.25), others, 0, 3)
    assert same(params, others)


def test_a_stopped_run_goes_on_bit_for_bit() -> None:
    for name in ("adam", "adamp", "nadam", "momentum"):
        spec = SPECS[name]
        params = model()
        opt = optimizer(name)(params, lr=0.05, **schedules(spec))
        run(opt, params, 0, 3)
        stored = io.BytesIO()
        if not spec.schedules:  # functions are not stored with weights
            torch.save(opt.state_dict(), stored)
            stored.seek(0)
        kept = opt.state_dict() if spec.schedules else torch.load(stored)
        others = [torch.nn.Parameter(p.detach().clone()) for p in params]
        again = optimizer(name)(others, lr=1.0, **schedules(spec))
        again.load_state_dict(copy.deepcopy(kept))
        cloned = copy.deepcopy(opt)
        run(opt, params, 3, 3)
        run(again, others, 3, 3)
        assert same(params, others)
        theirs = [p for group in cloned.param_groups for p in group["params"]]
        run(cloned, theirs, 3, 3)
        assert same(params, theirs)


def test_a_compiled_step_of_the_user_runs() -> None:
    params, others = model(), model()
    opt, plain = optimizer("adam")(params), optimizer("adam")(others)
    step = torch.compile(opt.step, backend="eager")
    for n in range(3):
        give(params, n)
        give(others, n)
        step()
        plain.step()
    assert same(params, others, tolerance=1e-15)


def test_a_compiled_step_is_compiled_for_any_number_of_shapes() -> None:
    """torch.compile takes eight of them for one function."""
    params = [torch.ones(n + 1, requires_grad=True) for n in range(10)]
    opt = optimizer("gradient_descent")([{"params": p} for p in params], lr=0.25, compiled="eager")
    for p in params:
        p.grad = torch.ones_like(p)
    opt.step()
    assert all(bool((p == 0.75).all()) for p in params)


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(InputError, match="no hyperparameter 'rate'; it has lr, eps, betas"):
        optimizer("adam-outside")(model(), rate=1)
    with pytest.raises(InputError, match=r"beta2 = 1\.0 lies outside"):
        optimizer("adam")(model(), betas=(0.9, 1.0))
    with pytest.raises(InputError, match="no optimizer is called 'adma'"):
        optimizer("adma")
    with pytest.raises(InputError, match="takes a specification"):
        optimizer(torch.optim.Adam)  # type: ignore[arg-type]
    params = model()
    opt = optimizer("adam")(params)
    params[0].grad = torch.zeros_like(params[0]).to_sparse()
    with pytest.raises(InputError, match="a gradient is sparse"):
        opt.step()
    value = torch.nn.Parameter(torch.zeros(2, dtype=torch.complex64))
    value.grad = torch.zeros_like(value)
    with pytest.raises(InputError, match="complex"):
        optimizer("adam")([value]).step()


def test_nothing_warns() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        params = model()
        run(optimizer("radam")(params), params, 0, 7)


def test_products_that_are_only_added_are_one_call() -> None:
    (phase,) = lower(SPECS["adam-outside"]).step.phases
    assert isinstance(phase.node, Body)
    before, after = ([c.op for c in body.calls] for body in (phase.node, fused(phase.node)))
    assert len(after) == len(before) - 5
    assert {"addcmul", "addscaled", "subcdiv"} <= set(after)
