"""Straight lines of a program in JAX, and how far the parameter moves in one.

What optax calls an update is added to the parameter by its user. It is read off the line, `x` for ``theta - x``, and
not computed as the difference of the parameter after and before, in which a small step would be lost to rounding.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adaptsym.compile.ir import Body, Call, Operand, Program, Ref
from adaptsym.errors import InputError
from adaptsym.jax.scalars import Known, apply, is_number, scalar_dtype
from adaptsym.term import Kind, Number

MOVE = "move of the parameter"  # no identifier, and so no name of a program


@dataclass(frozen=True)
class Row:
    """One parameter: its arrays and its own scalars by their names in the program.

    Attributes:
        arrays: the parameter (where it is given), its gradient and its states, all of one shape.
        scalars: its own states and sums.
        dtype: what is computed in: float32, or float64 for parameters of float64.
    """

    arrays: Mapping[str, Any]
    scalars: Known
    dtype: Any

    @property
    def shape(self) -> tuple[int, ...]:
        """The parameter's shape."""
        return tuple(next(iter(self.arrays.values())).shape)

    @property
    def size(self) -> int:
        """How many elements the parameter has."""
        return int(next(iter(self.arrays.values())).size)


def straight_line(program: Program, body: Body, known: Known, row: Row) -> dict[str, Any]:
    """What is stored and summed by their names, and, where the parameter is stored, its `MOVE`."""
    line, parameter = _Line(program, body, known, row), program.arrays[0]
    found = {s.name: line.sum(s.left, s.right) for s in body.sums}
    for s in body.stores:
        if s.name == parameter:
            found[MOVE] = line.move(s.value)
        if s.name != parameter or parameter in row.arrays:
            found[s.name] = line.array(s.value)
    return found


class _Line:
    def __init__(self, program: Program, body: Body, known: Known, row: Row) -> None:
        self.program, self.parameter = program, program.arrays[0]
        self.made = {c.out: c for c in body.calls}
        self.known, self.row = known, row
        self.values: dict[str, Any] = dict(row.arrays)

    def value(self, x: Operand) -> Any:
        """An operand: an array, a Python number, or a scalar rounded to the arrays' dtype."""
        if isinstance(x, Number):
            return float(x.fraction)
        if x.kind is not Kind.ARRAY:
            found = self.known[x.name]
            return found if is_number(found) else found.astype(self.row.dtype)
        if x.name == self.parameter and x.name not in self.values:
            raise InputError(f"a step of {self.program.name} reads the parameters: update(grads, state, params)")
        if x.name not in self.values:
            self.values[x.name] = self._call(self.made[x.name])
        return self.values[x.name]

    def _call(self, call: Call) -> Any:
        import jax.numpy as jnp

        match call:
            case Call("pow", (base, Number(n))) if n.denominator == 1:
                return jnp.power(self.value(base), int(n))
        return apply(call.op, map(self.value, call.args))

    def array(self, x: Operand) -> Any:
        """An operand as an array of the parameter's shape and the row's dtype."""
        import jax.numpy as jnp

        return jnp.broadcast_to(jnp.asarray(self.value(x), self.row.dtype), self.row.shape)

    def sum(self, left: Operand, right: Operand) -> Any:
        """An inner product."""
        import jax.numpy as jnp

        return jnp.sum(self.array(left) * self.array(right)).astype(scalar_dtype())

    def move(self, x: Operand) -> Any:
        """What the parameter's new value adds to it: the terms beside it where it is the first of a sum."""
        import jax.numpy as jnp

        if x == Ref(self.parameter):
            return jnp.zeros(self.row.shape, self.row.dtype)
        match self.made.get(x.name) if isinstance(x, Ref) else None:
            case Call("add" | "sub" as op, (Ref(name) as first, second)) if self._leads_to(first):
                step = self.array(second)
                if name == self.parameter:
                    return step if op == "add" else -step
                return apply(op, (self.move(first), step))
            case Call("add", (first, second)) if self._leads_to(second):
                return self.array(first) + self.move(second)
        return self.array(x) - self.value(Ref(self.parameter))

    def _leads_to(self, x: Operand) -> bool:
        """Whether an operand is the parameter, or a sum that it is a term of."""
        if not isinstance(x, Ref) or x.kind is not Kind.ARRAY:
            return False
        if x.name == self.parameter:
            return True
        match self.made.get(x.name):
            case Call("add", (a, b)):
                return self._leads_to(a) or self._leads_to(b)
            case Call("sub", (a, _)):
                return self._leads_to(a)
        return False
