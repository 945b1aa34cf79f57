"""Programs as machine code by way of Numba: one fused loop over all parameters, the whole step in one pass.

A kernel takes addresses, so that hundreds of small arrays are one call; `machine_code` keeps it for later
processes. Large steps are shared out among threads.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from itertools import count, pairwise
from struct import Struct
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from adaptsym.compile.crew import crew
from adaptsym.compile.ir import Program, Stage, bodies
from adaptsym.compile.kernel_text import kernel_text
from adaptsym.compile.machine_code import kernel
from adaptsym.compile.stages import Backend, Own, Sums, has_own, own_names
from adaptsym.compile.text import Path
from adaptsym.errors import InputError
from adaptsym.term import Kind

CHUNK = 1 << 15  # elements of a task; sums of a task are added up first, so this is part of what is computed
SHARED_OUT = 1 << 19  # from so many elements on, tasks are shared out among threads
PORTIONS = 2  # for each thread, so that one that is held up does not hold up all

Array = NDArray[Any]
REALS = ("float32", "float64")
GRADIENT = 1  # its place in a row
NOTHING: Sums = ((), ())


def tasks_of(sizes: Sequence[int]) -> Array:
    """Rows (parameter, low, high) over all elements; parts of one parameter are nearly equal."""
    rows = []
    for n, size in enumerate(sizes):
        parts = -(-size // CHUNK)
        ends = [size * k // parts & ~15 for k in range(parts)] + [size]
        rows += [(n, low, high) for low, high in pairwise(ends)]
    return np.array(rows, np.int64).reshape(-1, 3)


class Plan(NamedTuple):
    """What a pass keeps for the arrays of a model: room for scalars, as bytes, and the arguments of its kernel."""

    room: memoryview
    only: Any  # the kernel, if one call of it is the pass
    arguments: tuple[Any, ...]


class Addresses:
    """The arrays of a stage as kernels see them: for each dtype a table of addresses, a row a parameter, and tasks."""

    def __init__(self, names: Sequence[str], rows: list[list[Array]]) -> None:
        self.names = tuple(names)
        self.rows = rows
        self.sizes = [row[0].size for row in rows]
        self.total = sum(self.sizes)
        self.plans: dict[object, Plan] = {}
        self.tables = [self._table(real) for real in dict.fromkeys(row[0].dtype.name for row in rows)]

    def _table(self, real: str) -> Table:
        return Table(real, [n for n, row in enumerate(self.rows) if row[0].dtype.name == real], self)

    def put(self, gradients: Sequence[Array]) -> None:
        """The gradient of each row, contiguous, of the row's dtype and in any shape."""
        for table in self.tables:
            mine = gradients if len(table.members) == len(gradients) else [gradients[n] for n in table.members]
            table.gradients[:] = addresses(mine)


class Table:
    """The parameters of one dtype."""

    def __init__(self, real: str, members: list[int], of: Addresses) -> None:
        if real not in REALS:
            raise InputError(f"the backend numba works on {' and '.join(REALS)}, got {real}; use the backend numpy")
        self.real = real
        self.members = members
        sizes = [of.sizes[n] for n in members]
        self.total = sum(sizes)
        self.addresses = np.array([[address(a) for a in of.rows[n]] for n in members], np.int64)
        self.gradients = self.addresses[:, GRADIENT]
        self.tasks = tasks_of(sizes)
        self.count = len(self.tasks)
        self.pointers = address(self.addresses), address(self.tasks)


def address(a: Any) -> int:
    """Where the data of an array begins."""
    found: int = a.ctypes.data
    return found


def addresses(arrays: Sequence[Any]) -> list[int]:
    """Where the data of arrays begin; five times faster for those that may be written."""
    try:
        return [_addressof(_from_buffer(a)) for a in arrays]
    except (TypeError, ValueError):  # one is read-only, or empty
        return list(map(address, arrays))


_addressof, _from_buffer = ctypes.addressof, ctypes.c_char.from_buffer


class NumbaPass:
    """One path of a phase, over all parameters."""

    def __init__(self, program: Program, stage: Stage, n: int, path: Path) -> None:
        self.own_names = own_names(program, stage, n)
        self.own = has_own(stage.phases[n])
        self.path = path
        self.kinds = [s.kind for s in next(bodies(path.node)).sums]
        self.simple = not self.own and not self.kinds
        self.kernels: dict[tuple[str, tuple[str, ...]], Any] = {}
        self.pack = Struct(f"{len(path.scalars)}d").pack_into

    def __call__(self, arrays: Addresses, scalars: tuple[float, ...], own: Own) -> Sums:
        """Run in place; the sums over all, and those of each parameter."""
        plan = arrays.plans.get(self) or self._plan(arrays)
        self.pack(plan.room, 0, *scalars)
        if plan.only is not None:
            plan.only(*plan.arguments)
            return NOTHING
        results = [self._table(table, arrays.names, plan.arguments[2], own) for table in arrays.tables]
        return self._sums(arrays, results) if self.kinds else NOTHING

    def _plan(self, arrays: Addresses) -> Plan:
        """Room for the scalars, and the whole call, where one without threads and sums is all there is."""
        room = np.empty(max(1, len(self.path.scalars)))
        only, pointers, count = None, (0, 0), 0
        if self.simple and len(arrays.tables) == 1 and arrays.total < SHARED_OUT:
            (table,) = arrays.tables
            only, pointers, count = self._kernel(table.real, arrays.names), table.pointers, table.count
        plan = Plan(room.data.cast("B"), only, (*pointers, address(room), None, None, 0, count))
        arrays.plans[self] = plan
        return plan

    def _kernel(self, real: str, names: tuple[str, ...]) -> Any:
        if (real, names) not in self.kernels:
            text = kernel_text(self.path.node, names, self.path.scalars, self.own_names)
            self.kernels[real, names] = kernel(text, real)
        return self.kernels[real, names]

    def _table(self, table: Table, names: tuple[str, ...], values: int, own: Own) -> Array | None:
        function = self._kernel(table.real, names)
        each = np.array([own[n] for n in table.members], np.float64) if self.own else None
        partial = np.zeros((table.count, len(self.kinds))) if self.kinds else None
        pointers = (
            *table.pointers,
            values,
            None if each is None else address(each),
            None if partial is None else address(partial),
        )
        if table.total < SHARED_OUT or (hands := crew()).size == 1:
            function(*pointers, 0, table.count)
            return partial
        portion = -(-table.count // (PORTIONS * hands.size))
        queue = count(0, portion)

        def work(_: int) -> None:
            while (first := next(queue)) < table.count:
                function(*pointers, first, min(first + portion, table.count))

        hands.run(work)
        return partial

    def _sums(self, arrays: Addresses, results: Sequence[Array | None]) -> Sums:
        """Partial sums of tasks, added in one order whoever computed them."""
        shared = [0.0] * self.kinds.count(Kind.SHARED)
        own = [[0.0] * self.kinds.count(Kind.OWN) for _ in arrays.sizes]
        for table, partial in zip(arrays.tables, results, strict=True):
            rows = [] if partial is None else partial.tolist()
            for (n, _, _), parts in zip(table.tasks.tolist(), rows, strict=True):
                for into, kind in ((shared, Kind.SHARED), (own[table.members[n]], Kind.OWN)):
                    for k, part in enumerate(p for p, of in zip(parts, self.kinds, strict=True) if of is kind):
                        into[k] += part
        return shared, own


BACKEND = Backend(NumbaPass, Addresses, packs=False)
