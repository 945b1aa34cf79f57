"""A specification with its hyperparameters as pure functions of pytrees: `init`, `point` and `update`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from adaptsym.compile.ir import POINT
from adaptsym.compile.lower import lower
from adaptsym.errors import InputError
from adaptsym.jax.hyperparameters import Value, read, valid
from adaptsym.jax.lines import Row
from adaptsym.jax.scalars import scalar_dtype
from adaptsym.jax.stages import Values, run
from adaptsym.jax.state import carried, state_class
from adaptsym.optimizers import class_name
from adaptsym.spec import Spec
from adaptsym.term import Kind, Number

Tree = Any
LAST = 2**31 - 1  # where the count stays


class Steps:
    """The steps of an optimizer.

    Args:
        spec: the specification.
        given: hyperparameters by their names in code.
        usual: values of those that are not given.

    Raises:
        InputError: for an unknown or missing hyperparameter, or a number outside its domain.
    """

    def __init__(self, spec: Spec, given: Mapping[str, Value], usual: Mapping[str, Value]) -> None:
        self.spec, self.program = spec, lower(spec)
        self.hyperparameters = valid(spec, given, usual)
        self.carried = self.program.arrays[2:]
        self.state = state_class(class_name(spec.name), carried(self.program))

    def init(self, params: Tree) -> Any:
        """The state before the first step.

        Raises:
            InputError: for parameters that are not arrays of real floats.
        """
        import jax
        import jax.numpy as jnp

        leaves, structure = jax.tree.flatten(params)
        dtypes = [self._dtype(p) for p in leaves]
        starts = self._starts()
        arrays = {
            name: [jnp.full_like(p, starts[name], dtype=d) for p, d in zip(leaves, dtypes, strict=True)]
            for name in self.carried
        }
        own = {name: [jnp.asarray(starts[name], scalar_dtype()) for _ in leaves] for name in self.program.own}
        shared = {name: jnp.asarray(starts[name], scalar_dtype()) for name in self.program.shared}
        nested = {name: jax.tree.unflatten(structure, xs) for name, xs in (arrays | own).items()}
        return self._state(jnp.zeros((), jnp.int32), nested | shared)

    def point(self, params: Tree, state: Any) -> Tree:
        """Where the gradient is wanted: the parameters themselves, unless the optimizer looks ahead."""
        import jax

        if not self.program.point:
            return params
        leaves, structure = jax.tree.flatten(params)
        found = run(self.program, self.program.point, self._values(state, structure, leaves, ()))
        points = [row.arrays[POINT].astype(p.dtype) for row, p in zip(found.rows, leaves, strict=True)]
        return jax.tree.unflatten(structure, points)

    def update(self, updates: Tree, state: Any, params: Tree | None = None) -> tuple[Tree, Any]:
        """What is to be added to the parameters, given their gradients, and the state after the step.

        Raises:
            InputError: if they differ in nesting or shapes, or a step reads parameters that are not given.
        """
        import jax
        import jax.numpy as jnp

        gradients, structure = jax.tree.flatten(updates)
        leaves = () if params is None else self._nested(structure, params, "parameters")
        values = self._begun(self._values(state, structure, leaves, gradients), state)
        after = run(self.program, self.program.step, values)
        wide = [jnp.result_type(g, p) for g, p in zip(gradients, leaves or gradients, strict=True)]
        moves = [
            jnp.zeros_like(g, dtype=d) if move is None else move.astype(d)
            for move, g, d in zip(after.moves, gradients, wide, strict=True)
        ]
        nested = {
            name: jax.tree.unflatten(structure, [row.arrays[name] for row in after.rows]) for name in self.carried
        }
        own = {
            name: jax.tree.unflatten(structure, [row.scalars[name] for row in after.rows]) for name in self.program.own
        }
        shared = {name: after.shared[name] for name in self.program.shared}
        count = jnp.where(state[0] < LAST, state[0] + 1, LAST)
        return jax.tree.unflatten(structure, moves), self._state(count, nested | own | shared)

    # ------------------------------------------------------------ inside

    def _state(self, count: Any, fields: Mapping[str, Tree]) -> Any:
        return self.state(count, *(fields[name] for name in carried(self.program)))

    def _starts(self) -> dict[str, float]:
        """The initial values that are numbers, by the names in the program; the others are set at the first step."""
        words = [w for kind in (Kind.ARRAY, Kind.SHARED, Kind.OWN) for w in self.spec.states if w.kind is kind]
        rights = (self.spec.start[w.name].right for w in words)
        return {
            name: float(x.fraction) if isinstance(x, Number) else 0.0
            for name, x in zip(carried(self.program), rights, strict=True)
        }

    def _dtype(self, x: Any) -> Any:
        """What a parameter's step is computed in: float32, or float64 for one of float64."""
        import jax.numpy as jnp

        dtype = jnp.result_type(x)
        if not jnp.issubdtype(dtype, jnp.floating):
            raise InputError(f"{self.spec.name}: parameters and gradients are arrays of real floats, got {dtype}")
        return jnp.promote_types(dtype, jnp.float32)

    def _nested(self, structure: Any, tree: Tree, what: str) -> list[Any]:
        """The leaves of a tree that is nested as the gradients are."""
        try:
            found: list[Any] = structure.flatten_up_to(tree)
        except ValueError as why:
            raise InputError(
                f"{self.spec.name}: the {what} are nested in another way than the gradients: {why}"
            ) from None
        return found

    def _values(self, state: Any, structure: Any, leaves: Sequence[Any], gradients: Sequence[Any]) -> Values:
        """What a stage reads."""
        import jax.numpy as jnp

        if not isinstance(state, self.state):
            raise InputError(f"the state must come from init of {self.spec.name}, got {type(state).__name__}")
        named = dict(zip(carried(self.program), state[1:], strict=True))
        columns = {name: self._nested(structure, named[name], "states") for name in (*self.carried, *self.program.own)}
        count = state[0]
        shared = {self.program.time: count.astype(scalar_dtype()) + self.program.first}
        shared |= {x.name: read(self.spec, x, self.hyperparameters, count) for x in self.program.inputs}
        shared |= {name: named[name] for name in self.program.shared}
        parameter, gradient = self.program.arrays[:2]
        rows = []
        for n, given in enumerate(leaves or gradients):
            dtype = columns[self.carried[0]][n].dtype if self.carried else self._dtype(given)
            mine = {parameter: leaves[n]} if leaves else {}
            mine |= {gradient: gradients[n]} if gradients else {}
            arrays = {**mine, **{name: columns[name][n] for name in self.carried}}
            self._check_shapes(arrays)
            scalars = {name: columns[name][n] for name in self.program.own}
            rows.append(Row({name: jnp.asarray(x, dtype) for name, x in arrays.items()}, scalars, dtype))
        return Values(shared, rows)

    def _check_shapes(self, arrays: Mapping[str, Any]) -> None:
        """Refuse arrays of one parameter whose shapes differ: they would broadcast, or fail far from here."""
        import jax.numpy as jnp

        (name, first), *rest = ((name, jnp.shape(x)) for name, x in arrays.items())
        for other, shape in rest:
            if shape != first:
                raise InputError(f"{self.spec.name}: {other} has shape {shape}; expected {first}, the shape of {name}")

    def _begun(self, values: Values, state: Any) -> Values:
        """The values with the initial states that are not numbers, at the first step."""
        from jax import lax

        if not self.program.start:
            return values

        def states(v: Values) -> Any:
            arrays = [{name: row.arrays[name] for name in self.carried} for row in v.rows]
            return arrays, [row.scalars for row in v.rows], {name: v.shared[name] for name in self.program.shared}

        arrays, own, shared = lax.cond(
            state[0] == 0, lambda: states(run(self.program, self.program.start, values)), lambda: states(values)
        )
        rows = [
            replace(row, arrays={**row.arrays, **mine}, scalars=scalars)
            for row, mine, scalars in zip(values.rows, arrays, own, strict=True)
        ]
        return Values({**values.shared, **shared}, rows)
