"""PyTorch's ways of using an optimizer, with its own classes and with ours: the same results."""

import re
from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch.optim import lr_scheduler, swa_utils
from torch_usages import USAGES, Kit, fit, loop, loss, net

from adaptsym.errors import InputError
from adaptsym.torch import optimizer

OURS = Kit(optimizer("adam-outside"), optimizer("adamw"), optimizer("gradient_descent"))
TORCHS = Kit(torch.optim.Adam, torch.optim.AdamW, torch.optim.SGD)
SCHEDULERS: dict[str, Callable[[Any], Any]] = {
    "LambdaLR": lambda opt: lr_scheduler.LambdaLR(opt, lambda n: 0.9**n),
    "MultiplicativeLR": lambda opt: lr_scheduler.MultiplicativeLR(opt, lambda _: 0.9),
    "StepLR": lambda opt: lr_scheduler.StepLR(opt, 2, 0.5),
    "MultiStepLR": lambda opt: lr_scheduler.MultiStepLR(opt, [1, 3], 0.5),
    "ConstantLR": lambda opt: lr_scheduler.ConstantLR(opt, 0.5, 2),
    "LinearLR": lambda opt: lr_scheduler.LinearLR(opt, 0.3, total_iters=3),
    "ExponentialLR": lambda opt: lr_scheduler.ExponentialLR(opt, 0.9),
    "PolynomialLR": lambda opt: lr_scheduler.PolynomialLR(opt, 4, 2.0),
    "CosineAnnealingLR": lambda opt: lr_scheduler.CosineAnnealingLR(opt, 4),  # it reaches 0
    "CosineAnnealingWarmRestarts": lambda opt: lr_scheduler.CosineAnnealingWarmRestarts(opt, 2),
    "CyclicLR": lambda opt: lr_scheduler.CyclicLR(opt, 0.01, 0.1, 2),  # these two also change beta1
    "OneCycleLR": lambda opt: lr_scheduler.OneCycleLR(opt, 0.1, total_steps=9),
    "ChainedScheduler": lambda opt: lr_scheduler.ChainedScheduler(
        [lr_scheduler.ConstantLR(opt, 0.1, 2), lr_scheduler.ExponentialLR(opt, 0.9)], optimizer=opt
    ),
    "SequentialLR": lambda opt: lr_scheduler.SequentialLR(
        opt, [lr_scheduler.LinearLR(opt, 0.1, total_iters=2), lr_scheduler.CosineAnnealingLR(opt, 4)], [2]
    ),
    "SWALR": lambda opt: swa_utils.SWALR(opt, 0.01, 3),
}


ROUGH = 5e-6  # torch's own, compiled, counts t in float32


def same(found: list[Any], wanted: list[Any], atol: float = 1e-13) -> None:
    for got, expected in zip(found, wanted, strict=True):
        torch.testing.assert_close(got, expected, rtol=2e-7 if expected.dtype == torch.float32 else 1e-12, atol=atol)


@pytest.mark.filterwarnings("ignore:.*torch.jit:DeprecationWarning", "ignore:The .grad attribute:UserWarning")
@pytest.mark.parametrize("name", USAGES)
def test_it_takes_the_place_of_torchs_own(name: str) -> None:
    same(USAGES[name](OURS), USAGES[name](TORCHS), ROUGH if name.startswith("compiled") else 1e-13)


@pytest.mark.parametrize("rate", [0.05, torch.tensor(0.05, dtype=torch.float64)], ids=["number", "tensor"])
@pytest.mark.parametrize("name", SCHEDULERS)
def test_schedulers_change_the_rate_and_are_stored_with_it(name: str, rate: Any) -> None:
    found = []
    for cls in (OURS.adam, TORCHS.adam):
        model = net()
        rates = [rate.clone() if isinstance(rate, torch.Tensor) else rate for _ in range(2)]
        opt, other = (cls(model.parameters(), lr=x) for x in rates)
        schedule, again = SCHEDULERS[name](opt), SCHEDULERS[name](other)
        loop(model, opt, 5, schedule.step)
        other.load_state_dict(opt.state_dict())
        again.load_state_dict(schedule.state_dict())
        found.append([*loop(model, other, 2, again.step), torch.tensor(again.get_last_lr())])
    same(*found)


def test_a_rate_is_lowered_on_a_plateau() -> None:
    found = []
    for cls in (OURS.adam, TORCHS.adam):
        model = net()
        opt = cls(model.parameters(), lr=0.5)
        schedule = lr_scheduler.ReduceLROnPlateau(opt, patience=0)
        loop(model, opt, 6, lambda model=model, schedule=schedule: schedule.step(loss(model).detach()))
        found.append([*loop(model, opt), torch.tensor(opt.param_groups[0]["lr"])])
    same(*found)
    assert found[0][-1] < 0.5


@pytest.mark.parametrize(
    ("cls", "options", "message"),
    [
        (OURS.adam, {"amsgrad": True}, "adam-outside is amsgrad = False, got amsgrad = True; take 'amsgrad-corrected'"),
        (OURS.sgd, {"momentum": 0.9}, "gradient_descent is momentum = 0, got momentum = 0.9; take 'momentum'"),
        (OURS.adam, {"weight_decay": 0.1}, "adam-outside is weight_decay = 0, got weight_decay = 0.1"),
        (OURS.adamw, {"capturable": True}, "adamw: capturable = True is not available: t is counted in Python"),
        (OURS.adamw, {"differentiable": True}, "adamw: differentiable = True is not available: steps are taken in"),
    ],
)
def test_options_that_are_not_its_own_are_refused(cls: Any, options: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=re.escape(message)):
        fit(cls, **options)
    model = net()
    with pytest.raises(InputError, match=re.escape(message)):
        cls([{"params": model.parameters(), **options}])
