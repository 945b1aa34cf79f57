"""Buffers for a straight line: each value is written over one that is dead, and stored where it belongs.

A value that is stored goes to its own array at once, or to a scratch buffer and is copied at the end; so no
stored value ever waits in the array of another. The gradient is never written. Conditions live in masks.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from adaptsym.compile.ir import Body, Call, Operand, Ref, Sum
from adaptsym.term import COMPARISONS, Kind

WORK, MASK = "work", "mask"


class Placed(NamedTuple):
    """A straight line whose names are buffers: the arrays of the program, ``work0`` ..., ``mask0`` ..."""

    line: tuple[Call | Sum, ...]
    work: int
    masks: int


def place(body: Body) -> Placed:
    """The instructions of a body in an order of their own, each with the buffer that it writes.

    `Call.out` and the operands that are arrays are then names of buffers.
    """
    calls, homes = _with_copies(body)
    line = _with_sums(calls, body.sums)
    return _Placer(line, homes).run()


def _with_copies(body: Body) -> tuple[list[Call], dict[str, str]]:
    """One value for each array that is stored: inputs, scalars and values stored twice are copied."""
    made = {c.out for c in body.calls}
    homes: dict[str, str] = {}
    calls = list(body.calls)
    for s in body.stores:
        name = s.value.name if isinstance(s.value, Ref) else ""
        if name not in made or name in homes:
            name = f"{s.name} copied"
            calls.append(Call("copy", (s.value,), name))
        homes[name] = s.name
    return calls, homes


def _with_sums(calls: list[Call], sums: tuple[Sum, ...]) -> list[Call | Sum]:
    """Sums as early as what they read is there."""
    line: list[Call | Sum] = list(calls)
    for s in sums:
        reads = set(arrays((s.left, s.right)))
        after = max((n + 1 for n, c in enumerate(line) if isinstance(c, Call) and c.out in reads), default=0)
        line.insert(after, s)
    return line


def arrays(operands: Iterable[Operand]) -> list[str]:
    """The names of the operands that are arrays."""
    return [x.name for x in operands if isinstance(x, Ref) and x.kind is Kind.ARRAY]


def reads(step: Call | Sum) -> list[str]:
    """The arrays that an instruction reads."""
    return arrays(step.args if isinstance(step, Call) else (step.left, step.right))


class _Placer:
    def __init__(self, line: list[Call | Sum], homes: dict[str, str]) -> None:
        self.line, self.homes = line, homes
        self.last = {name: n for n, step in enumerate(line) for name in reads(step)}
        made = [step for step in line if isinstance(step, Call)]
        self.masks = {c.out for c in made if c.op in COMPARISONS}
        inputs = set(self.last) - {c.out for c in made}
        self.where = {name: name for name in inputs}
        self.free: dict[str, list[str]] = {WORK: [], MASK: []}
        self.scratch: dict[str, str] = {}  # each scratch buffer, and whether it is for work or a mask

    def run(self) -> Placed:
        out: list[Call | Sum] = []
        for n, step in enumerate(self.line):
            dying = {self.where[x] for x in reads(step) if self.last[x] == n and x not in self.homes}
            if isinstance(step, Sum):
                target = ""
                out.append(step._replace(left=self._at(step.left), right=self._at(step.right)))
            else:
                target = self._target(n, step, dying)
                out.append(Call(step.op, tuple(map(self._at, step.args)), target))
                self.where[step.out] = target
            for buffer in sorted((dying - {target}) & self.scratch.keys()):
                self.free[self.scratch[buffer]].append(buffer)
        for name, home in self.homes.items():
            if self.where[name] != home:
                out.append(Call("copy", (Ref(self.where[name]),), home))
        kinds = list(self.scratch.values())
        return Placed(tuple(out), kinds.count(WORK), kinds.count(MASK))

    def _at(self, x: Operand) -> Operand:
        return Ref(self.where[x.name]) if isinstance(x, Ref) and x.kind is Kind.ARRAY else x

    def _target(self, n: int, step: Call, dying: set[str]) -> str:
        """Its home if nobody needs what is there; otherwise over an operand that dies; otherwise a free buffer."""
        kept = {self.where[x] for x in arrays(step.args[:-1])} if step.op == "where" else set()  # read after a write
        home = self.homes.get(step.out)
        if home is not None and home not in kept and not self._needed(home, n):
            return home
        pool = MASK if step.out in self.masks else WORK
        if pool == WORK:
            over = sorted(dying - kept)
            old = [b for b in over if home is None and b in self.homes.values()]  # the new value will go there
            old += [b for b in over if self.scratch.get(b) == WORK]
            if old:
                return old[0]
        if not self.free[pool]:
            name = f"{pool}{list(self.scratch.values()).count(pool)}"
            self.scratch[name] = pool
            return name
        return self.free[pool].pop()

    def _needed(self, buffer: str, n: int) -> bool:
        """Whether something that is read later lies in a buffer."""
        return any(place == buffer and self.last.get(name, -1) > n for name, place in self.where.items())
