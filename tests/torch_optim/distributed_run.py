"""What each process does in the tests of distributed training; the differences are put in a queue."""

import os
from typing import Any

import torch
import torch.distributed as dist
import torch.distributed.checkpoint as dcp
from torch.distributed.checkpoint.state_dict import (
    get_optimizer_state_dict,
    get_state_dict,
    set_optimizer_state_dict,
    set_state_dict,
)
from torch.distributed.fsdp import fully_shard

from adaptsym.notation import eta, g, grad, norm, sequence, t, theta
from adaptsym.spec import optimizer as declared
from adaptsym.torch import optimizer

STEPS = 4
HALF = range(STEPS // 2)
REST = range(STEPS // 2, STEPS)
ROWS = 12  # as many for each of 1, 2 or 3 processes

total = sequence("total")  # a state that is one number for each parameter
normed = declared(
    "normed",
    total[0] == 1,
    g[t] == grad(theta[t]),
    total[t] == total[t - 1] + norm(g[t]),
    theta[t + 1] == theta[t] - eta * (g[t] / total[t]),
)
SPECS = {"adam": "adam", "adamp": "adamp", "normed": normed}


def network() -> torch.nn.Sequential:
    torch.manual_seed(0)
    return torch.nn.Sequential(torch.nn.Linear(6, 8), torch.nn.Tanh(), torch.nn.Linear(8, 4))


def train(model: Any, opt: Any, part: slice, steps: range) -> None:
    for k in steps:
        torch.manual_seed(100 + k)
        x, y = torch.randn(ROWS, 6), torch.randn(ROWS, 4)
        opt.zero_grad()
        ((model(x[part]) - y[part]) ** 2).mean().backward()
        opt.step()


def alone(name: str) -> Any:
    """The model after all steps of one process."""
    model = network()
    train(model, optimizer(SPECS[name])(model.parameters(), lr=0.05), slice(None), range(STEPS))
    return model


def sharded() -> Any:
    model = network()
    for layer in model:
        if isinstance(layer, torch.nn.Linear):
            fully_shard(layer)
    return fully_shard(model)


def difference(model: Any, expected: Any) -> float:
    pairs = zip(model.parameters(), expected.parameters(), strict=True)
    return max(float((getattr(p, "full_tensor", lambda p=p: p)() - q).detach().abs().max()) for p, q in pairs)


def stored(model: Any, opt: Any) -> dict[str, Any]:
    """What torch.distributed.checkpoint saves and loads."""
    weights, states = get_state_dict(model, opt)
    return {"model": weights, "opt": states}


def gone_on(name: str, model: Any, folder: str, part: slice) -> float:
    """Read what was saved by other processes, take the remaining steps; how far that is from one process."""
    opt = optimizer(SPECS[name])(model.parameters(), lr=1.0)
    found = stored(model, opt)
    dcp.load(found, checkpoint_id=f"{folder}/{name}")
    set_state_dict(model, opt, model_state_dict=found["model"], optim_state_dict=found["opt"])
    train(model, opt, part, REST)
    return difference(model, alone(name))


def joined(rank: int, world: int, folder: str) -> slice:
    os.environ.update(MASTER_ADDR="127.0.0.1", GLOO_SOCKET_IFNAME="lo")
    torch.set_num_threads(1)
    dist.init_process_group("gloo", init_method=f"file://{folder}/meeting{world}", rank=rank, world_size=world)
    return slice(rank, None, world)


def work(rank: int, world: int, folder: str, queue: Any) -> None:
    """Train with copies, with states that are spread, and with a model that is spread; save that half-way."""
    from torch.distributed.optim import ZeroRedundancyOptimizer  # warns of its own, where warnings are errors

    mine = joined(rank, world, folder)
    for name, spec in SPECS.items():
        cls, expected = optimizer(spec), alone(name)

        copied = torch.nn.parallel.DistributedDataParallel(network())
        train(copied, cls(copied.parameters(), lr=0.05), mine, range(STEPS))
        queue.put((name, "copied", difference(copied, expected)))

        copied = torch.nn.parallel.DistributedDataParallel(network())
        train(copied, ZeroRedundancyOptimizer(copied.parameters(), cls, lr=0.05), mine, range(STEPS))
        queue.put((name, "states spread", difference(copied, expected)))

        spread = sharded()
        opt = cls(spread.parameters(), lr=0.05)
        train(spread, opt, mine, HALF)
        dcp.save(stored(spread, opt), checkpoint_id=f"{folder}/{name}")
        kept = get_optimizer_state_dict(spread, opt)
        again = sharded()
        again.load_state_dict(spread.state_dict())
        other = cls(again.parameters(), lr=0.05)
        set_optimizer_state_dict(again, other, kept)
        train(again, other, mine, REST)
        queue.put((name, "spread, stored and read", difference(again, expected)))
    dist.destroy_process_group()


def go_on(rank: int, world: int, folder: str, queue: Any) -> None:
    """Go on from what another number of processes saved."""
    mine = joined(rank, world, folder)
    for name in SPECS:
        queue.put((name, "saved by others", gone_on(name, sharded(), folder, mine)))
    dist.destroy_process_group()
