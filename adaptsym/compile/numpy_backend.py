"""Programs as NumPy: straight lines of ufuncs in place, over blocks that stay in cache, shared out among threads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count
from struct import Struct
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from adaptsym.compile.crew import crew
from adaptsym.compile.ir import Program, Stage
from adaptsym.compile.numpy_text import QUICK, UFUNC, Line, path_source
from adaptsym.compile.quiet import quiet
from adaptsym.compile.stages import Backend, Own, Sums, has_own
from adaptsym.compile.text import IEEE, ONE_MINUS_POWER, Path, load
from adaptsym.term import Kind

BLOCK = 1 << 17  # elements: in cache, and yet long enough that handing over the interpreter's lock is rare
SHARED_OUT = 1 << 18  # from so many elements on, the blocks are shared out among threads
GRADIENT = 1  # its place in a row

Array = NDArray[Any]
NOTHING: Sums = ((), ())
Chosen = tuple[int, Sequence[Any]]  # a line, and its scalars


class Scratch:
    """Buffers of one thread, made once for each dtype and length."""

    def __init__(self) -> None:
        self._known: dict[tuple[Any, int, int, int, bool], tuple[Array, ...]] = {}

    def take(self, dtype: Any, length: int, line: Line) -> tuple[Array, ...]:
        """The work buffers, masks and the wide buffer of a line."""
        key = (dtype, length, line.work, line.masks, bool(line.sums))
        found = self._known.get(key)
        if found is None:
            kinds = [dtype] * line.work + [np.dtype(bool)] * line.masks + [np.dtype(np.float64)] * bool(line.sums)
            found = self._known[key] = tuple(np.empty(length, kind) for kind in kinds)
        return found


class Numbers:
    """Scalars as arrays of no dimension: ufuncs take these faster than Python's numbers."""

    def __init__(self, count: int, dtype: Any) -> None:
        self.flat = np.empty(count, dtype)
        self.each = tuple(self.flat[k : k + 1].reshape(()) for k in range(count))
        self.last: Sequence[float] = ()
        self._bytes = self.flat.data.cast("B") if count else None
        self._pack = Struct(f"{count}{self.flat.dtype.char}").pack_into if self.flat.dtype.char in "fd" else None

    def fill(self, values: Sequence[float]) -> None:
        """Set them, rounded to the dtype."""
        if values == self.last:
            return
        self.last = values
        if self._pack is None or self._bytes is None:
            self.flat[:] = values
            return
        try:
            self._pack(self._bytes, 0, *values)  # in half the time of an assignment
        except OverflowError:  # to infinity then
            self.flat[:] = values


class Plan(NamedTuple):
    """A call over the only block, ready but for the gradient and the scalars."""

    arguments: list[Any]
    gradient: int | None
    numbers: Numbers


class Leaves:
    """The arrays of a stage: for each parameter a row of flat arrays of one dtype and length, by `names`."""

    def __init__(self, names: Sequence[str], rows: list[list[Array]]) -> None:
        self.rows = rows
        self.place = {name: k for k, name in enumerate(names)}
        self.sizes = [row[0].size for row in rows]
        self.total = sum(self.sizes)
        self.dtypes = list(dict.fromkeys(row[0].dtype for row in rows))
        self.blocks = [(n, k) for n, size in enumerate(self.sizes) for k in range(0, size, BLOCK)]
        self.scratch = [Scratch() for _ in range(crew().size)]
        self.single = len(self.blocks) == 1
        self.plans: dict[object, Plan] = {}
        self.call = quiet()
        self._numbers: dict[int, list[Numbers]] = {}

    def numbers(self, count: int) -> list[Numbers]:
        """Room for so many scalars, in each dtype."""
        if count not in self._numbers:
            self._numbers[count] = [Numbers(count, dtype) for dtype in self.dtypes]
        return self._numbers[count]

    def scalars(self, values: Sequence[float]) -> list[Chosen]:
        """Scalars for each row in its dtype."""
        found = {}
        for dtype, numbers in zip(self.dtypes, self.numbers(len(values)), strict=True):
            numbers.fill(values)
            found[dtype] = (0, numbers.each)
        return [found[row[0].dtype] for row in self.rows]

    def put(self, gradients: Sequence[Array]) -> None:
        """The gradient of each row, contiguous, of the row's dtype and in any shape."""
        for row, gradient in zip(self.rows, gradients, strict=True):
            row[GRADIENT] = gradient if gradient.ndim == 1 else gradient.reshape(-1)


class NumpyPass:
    """One path of a phase, over all parameters."""

    def __init__(self, program: Program, stage: Stage, n: int, path: Path) -> None:
        text, self.lines = path_source(program, stage, n, path, "", quick=True)
        names = {**IEEE, "np": np, **{QUICK + name: getattr(np, name) for name in UFUNC.values()}}
        space = load(ONE_MINUS_POWER + "\n".join(text), program.name, names)
        self.functions: list[Callable[..., Any]] = [space[f"line_{k}"] for k in range(len(self.lines))]
        self.own = has_own(stage.phases[n])
        self.choose: Callable[..., tuple[int, tuple[float, ...]]] = space.get("own", _first)
        self.kinds = [s.kind for s in self.lines[0].sums]
        self.simple = not self.own and not self.kinds

    def __call__(self, leaves: Leaves, scalars: tuple[float, ...], own: Own) -> Sums:
        """Run in place; the sums over all, and those of each parameter."""
        if leaves.single and self.simple:
            plan = leaves.plans.get(self) or self._plan(leaves)
            plan.numbers.fill(scalars)
            if plan.gradient is not None:
                plan.arguments[plan.gradient] = leaves.rows[0][GRADIENT]
            leaves.call(self.functions[0], *plan.arguments)
            return NOTHING
        if self.own:
            chosen: list[Chosen] = [self._chosen(mine, scalars) for mine in own]
        else:
            chosen = leaves.scalars(scalars)
        results: list[Any] = [None] * len(leaves.blocks)

        def block(k: int, scratch: Scratch) -> None:
            results[k] = self._block(leaves, k, chosen[leaves.blocks[k][0]], scratch)

        _run(block, leaves)
        return self._sums(leaves, results) if self.kinds else NOTHING

    def _plan(self, leaves: Leaves) -> Plan:
        """The arguments of the line over the only block."""
        line, row = self.lines[0], leaves.rows[0]
        (numbers,) = leaves.numbers(len(line.scalars))
        arguments: list[Any] = [row[leaves.place[name]] for name in line.arrays]
        arguments += [*leaves.scratch[0].take(row[0].dtype, leaves.total, line), *numbers.each]
        read = [k for k, name in enumerate(line.arrays) if leaves.place[name] == GRADIENT]
        plan = Plan(arguments, read[0] if read else None, numbers)
        leaves.plans[self] = plan
        return plan

    def _block(self, leaves: Leaves, k: int, chosen: Chosen, scratch: Scratch) -> Any:
        n, low = leaves.blocks[k]
        path, values = chosen
        line, row, size = self.lines[path], leaves.rows[n], leaves.sizes[n]
        arrays = [row[leaves.place[name]] for name in line.arrays]
        if size > BLOCK:
            arrays = [a[low : low + BLOCK] for a in arrays]
            size = min(BLOCK, size - low)
        return self.functions[path](*arrays, *scratch.take(row[0].dtype, size, line), *values)

    def _chosen(self, mine: Sequence[float], scalars: tuple[float, ...]) -> Chosen:
        path, values = self.choose(*mine, *scalars)
        return path, tuple(map(float, values))  # NumPy's own numbers would widen the arrays

    def _sums(self, leaves: Leaves, results: list[Any]) -> Sums:
        """Partial sums of blocks, added in one order whoever computed them."""
        shared = [0.0] * self.kinds.count(Kind.SHARED)
        own = [[0.0] * self.kinds.count(Kind.OWN) for _ in leaves.sizes]
        for (n, _), parts in zip(leaves.blocks, results, strict=True):
            for into, kind in ((shared, Kind.SHARED), (own[n], Kind.OWN)):
                for k, part in enumerate(p for p, of in zip(parts, self.kinds, strict=True) if of is kind):
                    into[k] += float(part)
        return shared, own


def _first(*_: float) -> tuple[int, tuple[float, ...]]:
    return 0, ()


def _run(block: Callable[[int, Scratch], None], leaves: Leaves) -> None:
    blocks, scratch, hands = len(leaves.blocks), leaves.scratch, crew()
    if blocks < 2 or leaves.total < SHARED_OUT or len(scratch) < hands.size or hands.size == 1:
        for k in range(blocks):
            leaves.call(block, k, scratch[0])
        return
    queue = count()

    def work(hand: int) -> None:
        with np.errstate(all="ignore"):
            while (k := next(queue)) < blocks:
                block(k, scratch[hand])

    hands.run(work)


BACKEND = Backend(NumpyPass, Leaves, packs=True)
