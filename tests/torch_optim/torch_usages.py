"""Ways in which PyTorch's documentation uses an optimizer, as short programs over a kit of classes.

Each takes the classes and returns tensors; with torch's own classes and with ours they have to be the same.
"""

import copy
import io
import pickle
from collections.abc import Callable
from typing import Any, NamedTuple

import torch
from torch import nn
from torch.distributed.checkpoint.state_dict import get_state_dict, set_state_dict
from torch.optim import swa_utils
from torch.utils.checkpoint import checkpoint


class Kit(NamedTuple):
    adam: Any
    adamw: Any
    sgd: Any


Usage = Callable[[Kit], list[Any]]
USAGES: dict[str, Usage] = {}
X = torch.linspace(-1, 1, 24, dtype=torch.float64).reshape(8, 3)
Y = X.sin().sum(1, keepdim=True)


def usage(f: Usage) -> Usage:
    USAGES[f.__name__] = f
    return f


def net() -> nn.Sequential:
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1)).double()


def loss(model: Any) -> Any:
    return ((model(X) - Y) ** 2).mean()


def loop(model: Any, opt: Any, steps: int = 4, after: Callable[[], Any] = lambda: None) -> list[Any]:
    for _ in range(steps):
        opt.zero_grad()
        loss(model).backward()
        opt.step()
        after()
    return end(model)


def end(model: Any) -> list[Any]:
    return [p.detach().clone() for p in model.parameters()]


def fit(cls: Any, *args: Any, **options: Any) -> list[Any]:
    model = net()
    return loop(model, cls(model.parameters(), *args, **options))


# ---------------------------------------------------------------- how it is made


@usage
def options(kit: Kit) -> list[Any]:
    stated = fit(kit.adam, lr=0.05, betas=(0.8, 0.9), eps=1e-6, weight_decay=0, amsgrad=False)
    ways = [fit(kit.adamw, 0.05, weight_decay=0.1, **{name: True}) for name in ("foreach", "fused", "maximize")]
    return stated + sum(ways, fit(kit.sgd, 0.05, momentum=0, foreach=False))


@usage
def groups(kit: Kit) -> list[Any]:
    model = net()
    decayed = [{"params": model[0].parameters(), "lr": 0.1}, {"params": model[2].weight, "weight_decay": 0.0}]
    opt = kit.adamw(decayed, lr=0.05, weight_decay=0.1)
    loop(model, opt, 2)
    opt.add_param_group({"params": [model[2].bias], "betas": (0.5, 0.9), "maximize": True})
    loop(model, opt, 2)
    for group in opt.param_groups:
        group["lr"] *= 0.5
    return loop(model, opt)


@usage
def named_parameters(kit: Kit) -> list[Any]:
    """What is stored in one order is read in another by names, as a hook does it."""
    model, again = net(), net()
    opt, other = kit.adam(model.named_parameters(), lr=0.05), kit.adam([*again.named_parameters()][::-1])
    again.load_state_dict(dict(zip(again.state_dict(), loop(model, opt), strict=True)))

    def by_name(opt: Any, stored: dict[str, Any]) -> dict[str, Any]:
        place = dict(zip(stored["param_groups"][0]["param_names"], stored["param_groups"][0]["params"], strict=True))
        state = {n: stored["state"][place[name]] for n, name in enumerate(opt.param_groups[0]["param_names"])}
        return {**copy.deepcopy(stored), "state": state}

    other.register_load_state_dict_pre_hook(by_name)
    other.load_state_dict(opt.state_dict())
    return loop(again, other)


@usage
def parameters_of_all_kinds(kit: Kit) -> list[Any]:
    kinds = [torch.tensor(2.0), torch.zeros(0, 3), torch.ones(2, dtype=torch.float64), torch.ones(3, 2).t()]
    params = [x.clone().requires_grad_() for x in kinds]
    idle, held = nn.Parameter(torch.ones(2)), nn.Parameter(torch.ones(2), requires_grad=False)
    opt = kit.adamw([*params, idle, held], lr=0.05)
    opt.step()
    for _ in range(3):
        opt.zero_grad(set_to_none=False)
        sum((p.double() ** 2).sum() for p in params).backward()
        opt.step()
    params[0].grad, params[3].grad = None, torch.ones(1).expand(2, 3)
    opt.step()
    return [*params, idle, held]


@usage
def frozen_for_a_while(kit: Kit) -> list[Any]:
    model = net()
    model[0].requires_grad_(False)
    opt = kit.adamw(model.parameters(), lr=0.05)
    loop(model, opt, 2)
    model[0].requires_grad_(True)
    return loop(model, opt)


# ---------------------------------------------------------------- how it is stepped


@usage
def closure(kit: Kit) -> list[Any]:
    model = net()
    opt = kit.adam(model.parameters(), lr=0.05)

    def evaluate() -> Any:
        opt.zero_grad()
        value = loss(model)
        value.backward()
        return value

    return [opt.step(evaluate).detach() for _ in range(3)] + end(model)


@usage
def accumulated_and_clipped(kit: Kit) -> list[Any]:
    model = net()
    opt = kit.adam(model.parameters(), lr=0.05)
    for n in range(6):
        (loss(model) / 2).backward()
        if n % 2:
            nn.utils.clip_grad_norm_(model.parameters(), 0.5)
            nn.utils.clip_grad_value_(model.parameters(), 0.1)
            opt.step()
            opt.zero_grad()
    return end(model)


@usage
def mixed_precision(kit: Kit) -> list[Any]:
    model = net()
    opt, scaler = kit.adamw(model.parameters(), lr=0.05), torch.amp.GradScaler("cpu", init_scale=8.0, growth_interval=2)
    for n in range(5):
        opt.zero_grad()
        with torch.autocast("cpu", torch.bfloat16):
            value = loss(model)
        scaler.scale(value).backward()
        if n == 2:
            model[0].weight.grad[0, 0] = float("inf")  # this step is skipped
        scaler.unscale_(opt)
        nn.utils.clip_grad_norm_(model.parameters(), 0.5)
        scaler.step(opt)
        scaler.update()
    return [*end(model), torch.tensor(scaler.get_scale())]


@usage
def in_the_backward_pass(kit: Kit) -> list[Any]:
    model = net()
    opts = {p: kit.adam([p], lr=0.05, foreach=False) for p in model.parameters()}

    def hook(p: Any) -> None:
        opts[p].step()
        opts[p].zero_grad()

    for p in model.parameters():
        p.register_post_accumulate_grad_hook(hook)
    for _ in range(4):
        loss(model).backward()
    return end(model)


@usage
def hooks(kit: Kit) -> list[Any]:
    model, seen = net(), []
    opt = kit.adam(model.parameters(), lr=0.05)
    opt.register_step_pre_hook(lambda *_: seen.append(1))
    opt.register_step_post_hook(lambda opt, *_: [p.data.mul_(0.99) for p in opt.param_groups[0]["params"]])
    opt.register_state_dict_pre_hook(lambda _: seen.append(2))
    opt.register_state_dict_post_hook(lambda _, stored: {**stored, "more": 3})
    opt.register_load_state_dict_post_hook(lambda _: seen.append(4))
    loop(model, opt, 2)
    stored = opt.state_dict()
    opt.load_state_dict(stored)
    return [*loop(model, opt, 2), torch.tensor([*seen, stored["more"]])]


@usage
def compiled_with_its_schedule(kit: Kit) -> list[Any]:
    model = net()
    opt = kit.adam(model.parameters(), lr=torch.tensor(0.05, dtype=torch.float64))
    schedule = torch.optim.lr_scheduler.LinearLR(opt, total_iters=3)

    @torch.compile(backend="eager")
    def step() -> None:
        opt.step()
        schedule.step()

    for _ in range(3):
        opt.zero_grad()
        loss(model).backward()
        step()
    return end(model)


@usage
def compiled_as_a_whole(kit: Kit) -> list[Any]:
    model = net()
    opt = kit.adam(model.parameters(), lr=0.05)

    @torch.compile(backend="eager")
    def train() -> None:
        opt.zero_grad()
        loss(model).backward()
        opt.step()

    for _ in range(3):
        train()
    return end(model)


# ---------------------------------------------------------------- what it is used with


@usage
def averages(kit: Kit) -> list[Any]:
    model = net()
    opt = kit.adam(model.parameters(), lr=0.05)
    plain = swa_utils.AveragedModel(model)
    moving = swa_utils.AveragedModel(model, multi_avg_fn=swa_utils.get_ema_multi_avg_fn(0.9))
    schedule = swa_utils.SWALR(opt, 0.02, anneal_epochs=2)
    loop(model, opt, 5, lambda: (plain.update_parameters(model), moving.update_parameters(model), schedule.step()))
    return end(plain.module) + end(moving.module)


@usage
def parametrized(kit: Kit) -> list[Any]:
    model = net()
    nn.utils.parametrizations.weight_norm(model[0])
    nn.utils.parametrizations.orthogonal(model[2])
    return loop(model, kit.adam(model.parameters(), lr=0.05))


@usage
def recomputed_and_shared(kit: Kit) -> list[Any]:
    model = nn.Sequential(nn.Linear(3, 3), nn.Linear(3, 3)).double()
    for p in model.parameters():
        nn.init.constant_(p, 0.1)
    model[1].weight = model[0].weight
    opt = kit.adam(model.parameters(), lr=0.05)
    for _ in range(4):
        opt.zero_grad()
        loss(lambda x: checkpoint(model, x, use_reentrant=False)).backward()
        opt.step()
    return end(model)


# ---------------------------------------------------------------- how it is stored


@usage
def saved(kit: Kit) -> list[Any]:
    model = net()
    opt = kit.adamw(model.parameters(), lr=0.05, maximize=True)
    loop(model, opt)
    stored = io.BytesIO()
    torch.save({"epoch": 3, "model": model.state_dict(), "opt": opt.state_dict()}, stored)
    stored.seek(0)
    read = torch.load(stored, weights_only=True)
    model = net()
    opt = kit.adamw(model.parameters(), lr=1.0)
    model.load_state_dict(read["model"])
    opt.load_state_dict(read["opt"])
    return loop(model, opt)


@usage
def copied_and_pickled(kit: Kit) -> list[Any]:
    model = net()
    opt = kit.adamw(model.parameters(), lr=0.05)
    loop(model, opt, 2)
    copies = [copy.deepcopy((model, opt)), pickle.loads(pickle.dumps((model, opt)))]
    assert all(type(other) is type(opt) for _, other in copies)
    return sum((loop(*pair) for pair in copies), loop(model, opt))


@usage
def by_the_checkpoint_library(kit: Kit) -> list[Any]:
    model, again = net(), net()
    opt, other = kit.adam(model.parameters(), lr=0.05), kit.adam(again.parameters(), lr=1.0)
    loop(model, opt)
    weights, states = get_state_dict(model, opt)
    set_state_dict(again, other, model_state_dict=weights, optim_state_dict=states)
    return loop(again, other)


@usage
def states_that_are_edited(kit: Kit) -> list[Any]:
    model = net()
    opt = kit.adam(model.parameters(), lr=0.05)
    loop(model, opt)
    for state in opt.state.values():
        state["exp_avg"].zero_()
        state["step"].zero_()
    loop(model, opt)
    kept = [x for state in opt.state.values() for x in state.values()]
    opt.state.clear()
    return loop(model, opt) + kept
