"""Straight lines of a program over lists of tensors: eagerly by torch's foreach functions, or compiled.

Eagerly, values are written over those that are dead, as in the NumPy programs. What is given to torch.compile is a
function without writes but at its end, whose scalars are tensors of no dimension, so that it is compiled once.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import cache, cached_property
from typing import Any

from adaptsym.compile.ir import Body, Call, Operand, Program, Ref, Stage, Sum
from adaptsym.compile.liveness import place
from adaptsym.compile.stages import Own, Sums, has_own, own_names
from adaptsym.compile.text import FUNCTION, IEEE, INDENT, INFIX, ONE_MINUS_POWER, Path, load, select
from adaptsym.errors import InputError
from adaptsym.term import COMPARISONS, Kind, Number
from adaptsym.torch.fuse import FUSED, fused

Tensors = list[Any]
Value = Any  # a list of tensors, one for each parameter; or a number for all; or a list of numbers, one for each
FOREACH = {
    "add": "add",
    "sub": "sub",
    "mul": "mul",
    "div": "div",
    "pow": "pow",
    "neg": "neg",
    "sqrt": "sqrt",
    "abs": "abs",
    "sign": "sign",
    "max": "maximum",
    "min": "minimum",
}
COMMUTES = ("add", "mul", "max", "min")
NOTHING: Sums = ((), ())


@cache
def one_by_one() -> dict[str, Callable[..., Any]]:
    """The operations on one tensor, or a tensor and a number."""
    import torch

    return {
        "add": lambda a, b: a + b,
        "sub": lambda a, b: a - b,
        "mul": lambda a, b: a * b,
        "div": lambda a, b: a / b,
        "pow": lambda a, b: a**b,
        "neg": lambda a: -a,
        "sqrt": lambda a: a.sqrt(),
        "abs": lambda a: a.abs(),
        "sign": lambda a: a.sign(),
        "max": lambda a, b: _extreme(torch.clamp_min, torch.maximum, a, b),
        "min": lambda a, b: _extreme(torch.clamp_max, torch.minimum, a, b),
        "gt": lambda a, b: a > b,
        "ge": lambda a, b: a >= b,
        "lt": lambda a, b: a < b,
        "le": lambda a, b: a <= b,
        "where": torch.where,
        "copy": lambda a: a.clone(),
    }


def _extreme(with_number: Any, of_two: Any, a: Any, b: Any) -> Any:
    import torch

    if isinstance(a, torch.Tensor) and isinstance(b, torch.Tensor):
        return of_two(a, b)
    return with_number(a, b) if isinstance(a, torch.Tensor) else with_number(b, a)


class Leaves:
    """The tensors of a stage: for each name a list, one for each parameter."""

    def __init__(self, lists: dict[str, Tensors], compiled: bool | str) -> None:
        self.lists, self.compiled = lists, compiled
        first = next(iter(lists.values()))
        self.sizes = [x.numel() for x in first]
        self.total = sum(self.sizes)

    def put(self, gradients: Sequence[Any]) -> None:
        """Nothing: the lists are made with the gradients."""

    def some(self, members: Sequence[int]) -> dict[str, Tensors]:
        """The lists of some parameters."""
        if len(members) == len(self.sizes):
            return self.lists
        return {name: [xs[k] for k in members] for name, xs in self.lists.items()}


class TorchPass:
    """One path of a phase, over all parameters."""

    def __init__(self, program: Program, stage: Stage, n: int, path: Path) -> None:
        names = (*own_names(program, stage, n), *path.scalars)
        own = select("own", names, (), path.node, Kind.OWN)
        space = load(ONE_MINUS_POWER + own.text, program.name, IEEE)
        self.own = has_own(stage.phases[n])
        self.choose: Callable[..., tuple[int, tuple[float, ...]]] = space["own"]
        self.lines = [Line(p.node, p.scalars) for p in own.paths if isinstance(p.node, Body)]
        self.scalars = path.scalars
        self.kinds = [s.kind for s in self.lines[0].body.sums]

    def __call__(self, leaves: Leaves, scalars: tuple[float, ...], own: Own) -> Sums:
        """Run in place; the sums over all, and those of each parameter."""
        if not self.own:
            values: dict[str, Value] = dict(zip(self.scalars, scalars, strict=True))
            return self._sums(leaves, [(range(len(leaves.sizes)), self.lines[0].run(leaves, None, values))])
        chosen = [self.choose(*mine, *scalars) for mine in own]
        results = []
        for k, line in enumerate(self.lines):
            members = [n for n, (path, _) in enumerate(chosen) if path == k]
            if members:
                rows = [list(map(float, chosen[n][1])) for n in members]
                each = dict(zip(line.scalars, map(list, zip(*rows, strict=True)), strict=True))
                results.append((members, line.run(leaves, members, each)))
        return self._sums(leaves, results)

    def _sums(self, leaves: Leaves, results: Sequence[tuple[Sequence[int], list[list[float]]]]) -> Sums:
        if not self.kinds:
            return NOTHING
        shared = [0.0] * self.kinds.count(Kind.SHARED)
        own = [[0.0] * self.kinds.count(Kind.OWN) for _ in leaves.sizes]
        for members, sums in results:
            for n, row in zip(members, zip(*sums, strict=True), strict=True):
                own[n] = [x for x, kind in zip(row, self.kinds, strict=True) if kind is Kind.OWN]
                for k, x in enumerate(x for x, kind in zip(row, self.kinds, strict=True) if kind is Kind.SHARED):
                    shared[k] += x
        return shared, own


class Line:
    """A straight line."""

    def __init__(self, body: Body, scalars: Sequence[str]) -> None:
        self.body, self.scalars = body, tuple(scalars)
        self.placed = place(fused(body))
        self._compiled: dict[Hashable, Callable[..., list[Tensors]]] = {}

    def run(self, leaves: Leaves, members: Sequence[int] | None, values: Mapping[str, Value]) -> list[list[float]]:
        """Run over some parameters, or all; for each sum a number for each of them."""
        lists = leaves.lists if members is None else leaves.some(members)
        count = len(next(iter(lists.values())))
        if leaves.compiled:
            sums = self.compiled(lists, values, leaves.compiled)
        else:
            sums = self.eager(dict(lists), values, count)
        return [[_whole(x) for x in row] for row in sums]

    # ------------------------------------------------------------ eagerly

    def eager(self, lists: dict[str, Tensors], values: Mapping[str, Value], count: int) -> list[Tensors]:
        """In place, by foreach."""
        sums: dict[str, Tensors] = {}
        homes = frozenset(lists)

        def read(x: Operand) -> Value:
            if isinstance(x, Number):
                return float(x.fraction)
            return lists[x.name] if x.kind is Kind.ARRAY else values[x.name]

        for step in self.placed.line:
            if isinstance(step, Sum):
                sides = [v if isinstance(v, list) else [v] * count for v in (read(step.left), read(step.right))]
                sums[step.name] = [_dot(x, y) for x, y in zip(*sides, strict=True)]
                continue
            made = _foreach(step, [read(a) for a in step.args], lists.get(step.out), count)
            if made is None:
                continue
            if step.out in homes:
                _copy(lists[step.out], made)
            else:
                lists[step.out] = made
        return [sums[s.name] for s in self.body.sums]

    # ------------------------------------------------------------ compiled

    def compiled(self, lists: Mapping[str, Tensors], values: Mapping[str, Value], backend: bool | str) -> list[Tensors]:
        """By a function that torch.compile has made of the line; its scalars are one tensor."""
        import torch

        rows = list(zip(*(lists[name] for name in self.arrays), strict=True))
        numbers = [values[name] for name in self.scalars]
        columns = list(zip(*numbers, strict=True)) if numbers and isinstance(numbers[0], list) else numbers
        scalars = torch.tensor(columns, dtype=torch.float64, device=rows[0][0].device)
        made: list[list[Any]] = self._function(backend, lists[self.arrays[0]], scalars)(rows, scalars)
        return [list(column) for column in zip(*made, strict=True)]

    def _function(self, backend: bool | str, first: Tensors, scalars: Any) -> Callable[..., Any]:
        """Another function for other shapes, as torch.compile takes only a few of them for one."""
        import torch

        key = (backend, scalars.ndim, first[0].dtype, first[0].device, *(x.shape for x in first))
        if key not in self._compiled:
            names = {name: getattr(torch, name) for name in ("sqrt", "absolute", "sign", "where")}
            extremes = {"maximum": one_by_one()["max"], "minimum": one_by_one()["min"]}
            space = load(self.source(), "a compiled step", {**names, **extremes, "dot": _dot})
            named = {"backend": backend} if isinstance(backend, str) else {}
            self._compiled[key] = torch.compile(space["line"], fullgraph=True, dynamic=False, **named)
        return self._compiled[key]

    @cached_property
    def arrays(self) -> tuple[str, ...]:
        """The arrays that the line reads or writes, what it writes first."""
        made = {c.out for c in self.body.calls}
        read = [a for c in self.body.calls for a in c.args]
        read += [a for s in self.body.sums for a in (s.left, s.right)] + [s.value for s in self.body.stores]
        names = [a.name for a in read if isinstance(a, Ref) and a.kind is Kind.ARRAY]
        return tuple(dict.fromkeys((*(s.name for s in self.body.stores), *(n for n in names if n not in made))))

    def source(self) -> str:
        """Python text: the line for one parameter, and for rows of them; no write but at the end."""
        head = ", ".join((*self.arrays, *self.scalars))
        lines = [f"{INDENT}{c.out} = {_call(c)}" for c in self.body.calls]
        new = "".join(f"{_operand(s.value)}, " for s in self.body.stores).strip()
        sums = "".join(f"dot({_operand(s.left)}, {_operand(s.right)}), " for s in self.body.sums).strip()
        one = [f"def one({head}):", *lines, f"{INDENT}return ({new}), ({sums})"]
        writes = [
            f"{INDENT * 2}row[{n}].{'copy_' if _is_array(s.value) else 'fill_'}(new[{n}])"
            for n, s in enumerate(self.body.stores)
        ]
        line = [
            "def line(rows, scalars):",
            f"{INDENT}each = scalars if scalars.ndim == 2 else [scalars] * len(rows)",
            f"{INDENT}made = [one(*row, *mine) for row, mine in zip(rows, each)]",
            *([f"{INDENT}for row, (new, _) in zip(rows, made):", *writes] if writes else []),
            f"{INDENT}return [sums for _, sums in made]",
        ]
        return "\n".join((*one, *line)) + "\n"


def _is_array(x: Operand) -> bool:
    return isinstance(x, Ref) and x.kind is Kind.ARRAY


def _operand(x: Operand) -> str:
    return f"({float(x.fraction)!r})" if isinstance(x, Number) else x.name


def _call(c: Call) -> str:
    args = list(map(_operand, c.args))
    if c.op in INFIX:
        return f" {INFIX[c.op][0]} ".join(args)
    return f"-{args[0]}" if c.op == "neg" else f"{FUNCTION.get(c.op, c.op)}({', '.join(args)})"


def _dot(a: Any, b: Any) -> Any:
    """The inner product, summed in double precision."""
    import torch

    return torch.sum((a * b).to(torch.float64))


def _whole(x: Any) -> float:
    """A sum; of a tensor that is spread over processes, the sum over all of them."""
    return float(x.full_tensor() if _is_spread(x) else x)


def _is_spread(x: Any) -> bool:
    return hasattr(x, "full_tensor")


def _copy(targets: Tensors, made: Value) -> None:
    import torch

    if _is_tensors(made) and not _is_spread(targets[0]):  # torch copies lists of whole tensors only
        torch._foreach_copy_(targets, made)
        return
    if _is_tensors(made):
        for target, new in zip(targets, made, strict=True):
            target.copy_(new)
        return
    for n, target in enumerate(targets):
        target.fill_(made[n] if isinstance(made, list) else made)


def _is_tensors(x: Value) -> bool:
    import torch

    return isinstance(x, list) and isinstance(x[0], torch.Tensor)


def _foreach(step: Call, args: list[Value], out: Value, count: int) -> Value | None:
    """What a call makes; None where it has been written over one of its operands, which `out` is then."""
    import torch

    op = step.op
    if op in FUSED.values():
        return _fused(op, args, out)
    if op == "copy":
        return [x.clone() for x in args[0]] if _is_tensors(args[0]) else args[0]
    if op in FOREACH and len(args) == 2 and not _is_tensors(args[0]) and op in COMMUTES:
        args = args[::-1]
    if op in FOREACH and len(args) == 2 and args[1] is out and op in COMMUTES and _is_tensors(args[1]):
        args = args[::-1]
    if op in FOREACH and _is_tensors(args[0]):
        function = f"_foreach_{FOREACH[op]}"
        if args[0] is out and out is not None:
            getattr(torch, f"{function}_")(*args)
            return None
        return list(getattr(torch, function)(*args))
    if op not in FOREACH and op not in COMPARISONS and op != "where":
        raise InputError(f"the operation {op} has no counterpart in torch")
    rows = [x if isinstance(x, list) else [x] * count for x in args]
    return [one_by_one()[op](*each) for each in zip(*rows, strict=True)]


def _fused(op: str, args: list[Value], out: Value) -> Value | None:
    import torch

    *arrays, factor = args
    sign = -1.0 if op.startswith("sub") else 1.0
    name, option = ("add", "alpha") if op.endswith("scaled") else (f"add{op[3:]}", "value")
    if isinstance(factor, list):  # a number for each parameter
        rows = zip(*arrays, factor, strict=True)
        return [getattr(torch, name)(*row, **{option: sign * k}) for *row, k in rows]
    if arrays[0] is out:
        getattr(torch, f"_foreach_{name}_")(*arrays, **{option: sign * factor})
        return None
    return list(getattr(torch, f"_foreach_{name}")(*arrays, **{option: sign * factor}))
