"""Programs as machine code by way of Numba: one fused loop over all parameters, the whole step in one pass.

A kernel takes addresses, so that hundreds of small arrays are one call; `machine_code` keeps it for later
processes. Large steps are shared out among threads.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from adaptsym.compile.crew import crew
from adaptsym.compile.ir import POINT, Program, Stage, bodies
from adaptsym.compile.kernel_text import kernel_text
from adaptsym.compile.machine_code import kernel
from adaptsym.compile.stages import Sums, own_names
from adaptsym.compile.text import Path
from adaptsym.term import Kind

CHUNK = 1 << 15  # elements of a task; sums of a task are added up first, so this is part of what is computed
SHARED_OUT = 1 << 16  # from so many elements on, tasks are shared out among threads
PORTIONS = 4  # for each thread, so that one that is held up does not hold up all

Array = NDArray[Any]
TYPES = (np.dtype(np.float32), np.dtype(np.float64))


def tasks_of(sizes: Sequence[int]) -> Array:
    """Rows (parameter, low, high) over all elements; parts of one parameter are nearly equal."""
    rows = []
    for n, size in enumerate(sizes):
        parts = -(-size // CHUNK)
        ends = [size * k // parts & ~15 for k in range(parts)] + [size]
        rows += [(n, low, high) for low, high in pairwise(ends)]
    return np.array(rows, np.int64).reshape(-1, 3)


class Addresses:
    """The arrays of a step as a kernel sees them: a table of addresses, a row a parameter, and tasks."""

    def __init__(self, names: Sequence[str], rows: Sequence[Sequence[Array]]) -> None:
        self.names = tuple(names)
        self.rows = rows
        self.real = rows[0][0].dtype.name if rows else "float64"
        self.sizes = [row[0].size for row in rows]
        self.total = sum(self.sizes)
        self.table = np.array([[a.ctypes.data for a in row] for row in rows], np.int64).reshape(len(rows), -1)
        self.tasks = tasks_of(self.sizes)


class NumbaPass:
    """One path of a phase, over all parameters."""

    def __init__(self, program: Program, stage: Stage, n: int, path: Path) -> None:
        self.own = own_names(program, stage, n)
        self.path = path
        self.kinds = [s.kind for s in next(bodies(path.node)).sums]
        self.kernels: dict[tuple[str, tuple[str, ...]], Any] = {}
        self.scalars = np.zeros(max(1, len(path.scalars)))

    def __call__(self, leaves: Addresses, scalars: tuple[float, ...], own: Sequence[tuple[float, ...]]) -> Sums:
        """Run in place; the sums over all, and those of each parameter."""
        key = leaves.real, leaves.names
        function = self.kernels.get(key)
        if function is None:
            text = kernel_text(self.path.node, leaves.names, self.path.scalars, self.own)
            function = self.kernels[key] = kernel(text, leaves.real)
        self.scalars[: len(scalars)] = scalars
        each = np.array(own, np.float64) if own else self.scalars
        partial = np.zeros((len(leaves.tasks), len(self.kinds)))
        pointers = [a.ctypes.data for a in (leaves.table, leaves.tasks, self.scalars, each, partial)]
        tasks = len(leaves.tasks)
        hands = crew()
        if leaves.total < SHARED_OUT or hands.size == 1:
            function(*pointers, 0, tasks)
        else:
            portion = max(1, tasks // (PORTIONS * hands.size))
            queue = count(0, portion)

            def work(_: int) -> None:
                while (first := next(queue)) < tasks:
                    function(*pointers, first, min(first + portion, tasks))

            hands.run(work)
        return self._sums(leaves, partial)

    def _sums(self, leaves: Addresses, partial: Array) -> Sums:
        """Partial sums of tasks, added in one order whoever computed them."""
        if not self.kinds:
            return (), ()
        rows = partial.tolist()
        shared = [0.0] * self.kinds.count(Kind.SHARED)
        own = [[0.0] * self.kinds.count(Kind.OWN) for _ in leaves.sizes]
        for (n, _, _), parts in zip(leaves.tasks.tolist(), rows, strict=True):
            for into, kind in ((shared, Kind.SHARED), (own[n], Kind.OWN)):
                for k, part in enumerate(p for p, of in zip(parts, self.kinds, strict=True) if of is kind):
                    into[k] += part
        return shared, own


__all__ = ["POINT", "Addresses", "NumbaPass"]
