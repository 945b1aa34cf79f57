"""What each of two processes does in the test of distributed training; the differences are put in a queue."""

import os
from typing import Any

import torch
import torch.distributed as dist
from torch.distributed.checkpoint.state_dict import get_optimizer_state_dict, set_optimizer_state_dict
from torch.distributed.fsdp import fully_shard

from adaptsym.torch import optimizer

STEPS = 4


def network() -> torch.nn.Sequential:
    torch.manual_seed(0)
    return torch.nn.Sequential(torch.nn.Linear(6, 8), torch.nn.Tanh(), torch.nn.Linear(8, 4))


def train(model: Any, opt: Any, part: slice, steps: range) -> None:
    for k in steps:
        torch.manual_seed(100 + k)
        x, y = torch.randn(8, 6), torch.randn(8, 4)
        opt.zero_grad()
        ((model(x[part]) - y[part]) ** 2).mean().backward()
        opt.step()


def sharded() -> Any:
    model = network()
    for layer in model:
        if isinstance(layer, torch.nn.Linear):
            fully_shard(layer)
    return fully_shard(model)


def difference(model: Any, expected: Any) -> float:
    pairs = zip(model.parameters(), expected.parameters(), strict=True)
    return max(float((getattr(p, "full_tensor", lambda p=p: p)() - q).detach().abs().max()) for p, q in pairs)


def work(rank: int, world: int, place: str, queue: Any) -> None:
    os.environ.update(MASTER_ADDR="127.0.0.1", GLOO_SOCKET_IFNAME="lo")
    torch.set_num_threads(1)
    dist.init_process_group("gloo", init_method=f"file://{place}", rank=rank, world_size=world)
    mine = slice(rank, None, world)
    for name in ("adam", "adamp"):
        alone = network()
        train(alone, optimizer(name)(alone.parameters(), lr=0.05), slice(None), range(STEPS))

        copied = torch.nn.parallel.DistributedDataParallel(network())
        train(copied, optimizer(name)(copied.parameters(), lr=0.05), mine, range(STEPS))
        queue.put((name, "copied", difference(copied, alone)))

        spread = sharded()
        opt = optimizer(name)(spread.parameters(), lr=0.05)
        train(spread, opt, mine, range(STEPS // 2))
        stored = get_optimizer_state_dict(spread, opt)
        again = sharded()
        again.load_state_dict(spread.state_dict())
        other = optimizer(name)(again.parameters(), lr=0.05)
        set_optimizer_state_dict(again, other, stored)
        train(again, other, mine, range(STEPS // 2, STEPS))
        queue.put((name, "spread, stored and read", difference(again, alone)))
    dist.destroy_process_group()
