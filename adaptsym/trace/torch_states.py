"""What an optimizer of torch's keeps between steps, found by running it: by the parameter, in groups, on itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from adaptsym.trace.model import TraceError

Path = tuple[Any, ...]  # where a value is kept: a root, then keys and indices
ROOTS = ("state", "group", "self")
_TORCH_OWN = ("_opt_called", "_step_count")  # what schedulers add
GRADIENTS = (0.7, -1.3, 0.45, 2.1, -0.85, 0.35)
SIZE = 6
SHAPE = (SIZE,)
OTHER_SHAPES = ((2, 3), (2, 1, 3, 1))


@contextmanager
def double() -> Iterator[None]:
    """Torch's default type is float64 inside, its random numbers are afterwards where they were."""
    import torch

    before, numbers = torch.get_default_dtype(), torch.get_rng_state()
    torch.set_default_dtype(torch.float64)
    try:
        yield
    finally:
        torch.set_default_dtype(before)
        torch.set_rng_state(numbers)


def gradient(step: int, shape: tuple[int, ...] = SHAPE) -> np.ndarray[Any, Any]:
    """A gradient to run the code on: other numbers at each step, none of them zero, whole or equal."""
    numbers = np.resize(np.array(GRADIENTS), shape).reshape(-1)
    return (np.roll(numbers, step) * (1 + 0.173 * step)).reshape(shape)


def built(cls: type[Any], arguments: Mapping[str, Any], *shapes: tuple[int, ...], dtype: Any = None) -> Any:
    """The optimizer over new parameters of these shapes."""
    import torch

    made = [
        torch.nn.Parameter(torch.tensor(np.linspace(0.3, 1.9, int(np.prod(s))).reshape(s), dtype=dtype)) for s in shapes
    ]
    return cls(made, **arguments)


def parameters(optimizer: Any) -> list[Any]:
    """Its parameters, in order."""
    return [p for group in optimizer.param_groups for p in group["params"]]


def advance(optimizer: Any, first: int, count: int) -> None:
    """Run real steps, from the one of that number."""
    import torch

    for step in range(first, first + count):
        for p in parameters(optimizer):
            p.grad = torch.tensor(gradient(step, tuple(p.shape)), dtype=p.dtype)
        optimizer.step()


@cache
def _torch_own() -> frozenset[str]:
    """The attributes that every optimizer has."""
    import torch

    return frozenset((*vars(torch.optim.Optimizer([torch.zeros(1)], {})), *_TORCH_OWN))


def _roots(optimizer: Any, which: int) -> dict[str, Any]:
    everything = parameters(optimizer)
    parameter = everything[which]
    kept = {k: v for k, v in optimizer.state.items() if not any(k is p for p in everything)}
    group = {k: v for k, v in optimizer.param_groups[0].items() if k != "params"}
    own = {k: v for k, v in vars(optimizer).items() if k not in _torch_own()}
    return {"state": optimizer.state.get(parameter, {}), "group": group, "self": {**own, **kept}}


def leaves(optimizer: Any, which: int = 0) -> dict[Path, Any]:
    """The numbers and tensors that an optimizer keeps for one of its parameters, and for all, by where they are."""
    import torch

    everything = parameters(optimizer)

    def walk(x: Any, path: Path) -> Iterator[tuple[Path, Any]]:
        if isinstance(x, (bool, str)) or any(x is p for p in everything):
            return
        if isinstance(x, (int, float, torch.Tensor)):
            yield path, x
        elif isinstance(x, dict):
            for key, value in x.items():
                yield from walk(value, (*path, key))
        elif isinstance(x, (list, tuple)):
            for n, value in enumerate(x):
                yield from walk(value, (*path, n))

    return {path: x for root, x in _roots(optimizer, which).items() for path, x in walk(x, (root,))}


def put(optimizer: Any, path: Path, value: Any, which: int = 0) -> None:
    """Keep another value there (of the group, also among the defaults); a tuple on the way is made anew."""
    root, *keys = path
    if root == "group" and keys[0] in optimizer.defaults:
        _put(optimizer.defaults, keys, value)
    if root == "state":
        place: Any = optimizer.state[parameters(optimizer)[which]]
    elif root == "group":
        place = optimizer.param_groups[0]
    else:
        place = vars(optimizer) if keys[0] in vars(optimizer) else optimizer.state
    _put(place, keys, value)


def _put(place: Any, keys: list[Any], value: Any) -> None:
    key, *rest = keys
    if not rest:
        place[key] = value
    elif isinstance(place[key], tuple):
        changed = list(place[key])
        _put(changed, rest, value)
        place[key] = tuple(changed)
    else:
        _put(place[key], rest, value)


def exchange(optimizer: Any, new: Any, which: int = 0) -> None:
    """Another tensor in the place of a parameter, wherever the optimizer keeps it."""
    old = parameters(optimizer)[which]

    def changed(x: Any, depth: int) -> Any:
        if x is old:
            return new
        if depth and isinstance(x, list):
            x[:] = [changed(y, depth - 1) for y in x]
        elif depth and isinstance(x, tuple) and any(y is old for y in x):
            return tuple(changed(y, depth - 1) for y in x)
        elif depth and isinstance(x, dict):
            for key in list(x):
                value = changed(x.pop(key), depth - 1)
                x[new if key is old else key] = value
        return x

    for name, value in list(vars(optimizer).items()):
        vars(optimizer)[name] = changed(value, 4)


@dataclass(frozen=True)
class Slot:
    """A value that is kept and changes: a count of the steps, or a state.

    Attributes:
        path: where it is.
        name: what the code calls it.
        start: the value of a count before the first step; None for a state.
        array: whether it has the parameter's shape.
        tensor: it as a tensor, for its shape and type; None for a plain number.
        first: its value before the first step, where it is there by then.
    """

    path: Path
    name: str
    start: int | None
    array: bool
    tensor: Any
    first: Any = None


def slots(runs: list[dict[Path, Any]], shape: tuple[int, ...]) -> list[Slot]:
    """What changes between the values after 0, 1, 2 and 3 steps.

    Raises:
        TraceError: if the code keeps more after each step, or something that is not of the parameter's shape.
    """
    import torch

    before, *after = runs
    if not set(after[0]) == set(after[1]) == set(after[2]):
        grown = sorted(_name(p) for p in set(after[2]) ^ set(after[0]) or set(after[1]) ^ set(after[0]))
        raise TraceError(f"the code keeps other values after each step ({', '.join(grown)}); a state is the same set")
    found: list[Slot] = []
    for path, last in after[2].items():
        values = [run[path] for run in after]
        kept = "state" in path[:1] or isinstance(last, torch.Tensor)
        if not kept and _same(before.get(path), values[0]) and _same(values[0], values[2]):
            continue
        tensor = last if isinstance(last, torch.Tensor) else None
        array = tensor is not None and tuple(last.shape) == shape
        if tensor is not None and not array and last.numel() != 1:
            raise TraceError(
                f"the state {_name(path)} has shape {tuple(last.shape)} for a parameter of {shape}; "
                "only optimizers element by element are traced"
            )
        start = None if array else _count([float(v) for v in values])
        found.append(Slot(path, _name(path), start, array, tensor, before.get(path)))
    return found


def _same(a: Any, b: Any) -> bool:
    import torch

    if isinstance(a, torch.Tensor) or isinstance(b, torch.Tensor):
        return isinstance(a, torch.Tensor) and isinstance(b, torch.Tensor) and torch.equal(a, b)
    return bool(a == b)


def _count(values: list[float]) -> int | None:
    start = values[0] - 1
    return int(start) if start == int(start) and values == [start + 1, start + 2, start + 3] else None


def _name(path: Path) -> str:
    keys = path[1:-1] if path[0] == "self" and path[2:] == (0,) else path[1:]  # a list with one entry a parameter
    text = "_".join(re.sub(r"\W", "", str(k), flags=re.ASCII) for k in keys)
    return text if text.isidentifier() else f"state_{text}".rstrip("_")


def hyperparameters(optimizer: Any, changing: list[Slot]) -> dict[Path, int | float]:
    """The numbers of the group, and the code's own on itself, that no step changes."""
    moving = {s.path for s in changing}
    return {
        path: x
        for path, x in leaves(optimizer).items()
        if path[0] != "state" and path not in moving and isinstance(x, (int, float)) and not isinstance(x, bool)
    }
