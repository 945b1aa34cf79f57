"""Optimizers to be used: a specification, compiled, with hyperparameters, over parameters as people keep them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import is_
from typing import Any, ClassVar

import numpy as np

from adaptsym.compile import checks
from adaptsym.compile.again import Again, again, never
from adaptsym.compile.bound import Bound, neighbours
from adaptsym.compile.choice import AUTO, check_name, compiled_for
from adaptsym.compile.direct import DirectBound
from adaptsym.compile.hyperparameters import Inputs, Value, checked, defaults, reader
from adaptsym.compile.ir import Program
from adaptsym.compile.lower import lower
from adaptsym.compile.state import State, loaded, state_dict, words
from adaptsym.compile.structure import Array, Tree, structure_of
from adaptsym.errors import InputError
from adaptsym.spec import Spec
from adaptsym.term import Kind, Number, Op

NONFINITE = ("propagate", "raise", "skip")


class Optimizer:
    """An optimizer: pure `init`, `point` and `update`, and `step`, which works in place.

    Args:
        hyperparameters: by their names in code: numbers, functions of t (schedules), or arrays that broadcast
            against every parameter (a sweep).
        backend: ``numpy``, ``numba``, ``lambdified`` (the slow reference), or ``auto``: Numba where it is
            installed and the model is large enough to gain.
        groups: other hyperparameters for some parameters, by the beginning of their paths:
            ``{"encoder/bias": {"weight_decay": 0}}``; the longest beginning counts.
        nonfinite: what becomes of a step whose gradients are not all finite: ``propagate``, ``raise``, or
            ``skip``; the last two leave parameters, state and t untouched.

    Raises:
        InputError: for an unknown hyperparameter, backend or option, or a value outside its domain.
    """

    spec: ClassVar[Spec]
    usual: ClassVar[Mapping[str, float]] = {}
    backend_name: ClassVar[str] = AUTO

    def __init__(
        self,
        learning_rate: Value = None,
        *,
        backend: str = "",
        groups: Mapping[str, Mapping[str, Value]] | None = None,
        nonfinite: str = "propagate",
        **hyperparameters: Value,
    ) -> None:
        given = dict(hyperparameters)
        if learning_rate is not None:
            given = {"learning_rate": learning_rate, **given}
        usual = defaults(self.spec, self.usual)
        self.hyperparameters = checked(self.spec, given, usual)
        if nonfinite not in NONFINITE:
            raise InputError(f"nonfinite must be one of {', '.join(NONFINITE)}, got {nonfinite!r}")
        self.nonfinite = nonfinite
        self.backend = check_name(backend or self.backend_name)
        self.program = lower(self.spec)
        self.groups = {"": self.hyperparameters}
        self._add_groups({} if groups is None else groups)

    def _add_groups(self, groups: Mapping[str, Mapping[str, Value]]) -> None:
        if not isinstance(groups, Mapping):
            raise InputError(f"groups must be a dict from paths to hyperparameters, got {type(groups).__name__}")
        for path, changed in groups.items():
            self.groups[path] = checked(self.spec, changed, self.hyperparameters)
        over_all = [x.op for x in self.spec.terms() if isinstance(x, Op) and x.op.endswith("_all")]
        if len(self.groups) > 1 and over_all:
            raise InputError(f"{self.spec.name} takes a {over_all[0]} over all parameters: it cannot have groups")

    # ------------------------------------------------------------ the four calls

    def init(self, params: Tree) -> State:
        """The state before the first step; states of float32, or float64 for parameters of float64.

        Raises:
            InputError: for parameters that are not float arrays, are read-only, or share memory.
        """
        structure = structure_of(params)
        leaves, paths = structure.leaves(params, "params"), list(structure.paths())
        checks.check_parameters(leaves, paths)
        self._groups_of(paths)
        dtypes = [np.float64 if leaf.dtype.itemsize == 8 else np.float32 for leaf in leaves]
        columns = [neighbours(leaves, dtypes, self._start(w.name)) for w in words(self.spec, Kind.ARRAY)]
        arrays = [tuple(column[n] for column in columns) for n in range(len(leaves))]
        shared = [[self._start(w.name) for w in words(self.spec, Kind.SHARED)] for _ in self.groups]
        own = [[self._start(w.name) for w in words(self.spec, Kind.OWN)] for _ in leaves]
        return State(self.spec, 0, structure, arrays, shared, own)

    def point(self, params: Tree, state: State) -> Tree:
        """Where the gradient is wanted: `params` itself, or new arrays where the optimizer looks ahead."""
        bound = self._bind(params, state)
        if not self.program.point:
            return params
        out = [np.empty_like(leaf) for leaf in bound.leaves]
        for group in bound.groups:
            t = self.program.first + state.t
            group.stages.point(group.of(out), t, group.inputs(t), state.shared[group.number], group.of(state.own))
        return state.structure.build(out)

    def update(self, params: Tree, grads: Tree, state: State) -> tuple[Tree, State]:
        """One step as a function: new parameters and a new state; what is given stays as it is."""
        self._check_state(state)
        structure = structure_of(params)
        copies = structure.build([leaf.copy() for leaf in structure.leaves(params, "params")])
        after = state.copy()
        self.step(copies, grads, after)
        return copies, after

    def step(self, params: Tree, grads: Tree, state: State) -> None:
        """One step in place: parameters, state and t. No array is allocated after the first call.

        Arrays are checked when they are first met: do not change their shape, or whether they are writable, between
        steps. Parameters of half precision cost a copy in and out, and 4 bytes an element for each state: a step of
        Adam over a million of them took about twice as long in bfloat16 as in float32, and six to eight times in
        float16, which NumPy converts without the processor's help.

        Raises:
            InputError: for arrays that do not fit; nothing has been written then.
            EvaluationError: where a scalar of the step does not exist at this t; likewise.
        """
        if type(state) is State and state.bound is not None and state.bound.again(self, params, grads, state):
            return
        bound = self._bind(params, state)
        gradients = state.structure.leaves(grads, "grads")
        bound.guard.check(gradients)
        if self.nonfinite != "propagate" and not checks.finite(gradients, bound.masks):
            if self.nonfinite == "skip":
                return
            raise InputError("a gradient is not finite; nothing has been changed")
        t = self.program.first + state.t
        ready = [(group, group.inputs(t)) for group in bound.groups]
        if len(ready) > 1:  # no group is written unless all can be
            for group, inputs in ready:
                group.check(group.of(gradients), t, inputs, state)
        for group, inputs in ready:
            mine = state.shared[group.number]
            shared, own = group.stages.step(group.of(gradients), t, inputs, mine, group.of(state.own))
            if shared is not mine:
                state.shared[group.number] = list(shared)
            if own:
                for n, values in zip(group.members, own, strict=True):
                    state.own[n] = list(values)
        state.t += 1

    # ------------------------------------------------------------ storing

    def state_dict(self, state: State) -> dict[str, Array]:
        """The state as arrays by name: ``numpy.savez(file, **opt.state_dict(state))``; they are not copies."""
        self._check_state(state)
        return state_dict(state)

    def load_state_dict(self, stored: Mapping[str, Any], params: Tree) -> State:
        """The state from `state_dict`, or from an open ``.npz``; a resumed run is the uninterrupted one, bit for bit.

        Raises:
            InputError: if it is of another optimizer or of other shapes.
        """
        return loaded(self.init(params), stored)

    # ------------------------------------------------------------ inside

    def _start(self, name: str) -> float:
        right = self.spec.start[name].right
        return float(right.fraction) if isinstance(right, Number) else 0.0  # the others are set at the first step

    def _groups_of(self, paths: Sequence[str]) -> list[int]:
        """The number of each parameter's group.

        Raises:
            InputError: for a group that no parameter belongs to.
        """
        names = sorted(self.groups, key=len, reverse=True)
        found = [next(n for n in names if not n or p == n or p.startswith(f"{n}/")) for p in paths]
        unused = [n for n in self.groups if n and n not in found]
        if unused:
            known = f"paths are such as {paths[0]!r}" if paths else "there are no parameters"
            raise InputError(f"no parameter belongs to the group {unused[0]!r}; {known}")
        order = list(self.groups)
        return [order.index(n) for n in found]

    def _check_state(self, state: State) -> None:
        if not isinstance(state, State):
            raise InputError(f"the state must come from init or load_state_dict, got {type(state).__name__}")
        if state.spec is self.spec:
            return
        if state.spec != self.spec:
            raise InputError(f"the state is of {state.optimizer!r}; expected one of {self.spec.name!r}")
        state.spec = self.spec  # an equal one, as after unpickling: compared once

    def _bind(self, params: Tree, state: State) -> _Bound:
        """The stages over these arrays: what was bound at the last call, unless the arrays are others."""
        self._check_state(state)
        leaves = state.structure.leaves(params, "params")
        bound = state.bound
        if isinstance(bound, _Bound) and bound.owner is self and bound.holds(leaves):
            return bound
        paths = list(state.structure.paths())
        checks.check_parameters(leaves, paths)
        for leaf, path, row in zip(leaves, paths, state.arrays, strict=True):
            if any(a.shape != leaf.shape for a in row):
                raise InputError(
                    f"the parameter at {path!r} has shape {leaf.shape}; the state was made for {row[0].shape}"
                )
        named = [(a, path) for path, leaf, row in zip(paths, leaves, state.arrays, strict=True) for a in (leaf, *row)]
        overlap = checks.first_overlap(named)
        if overlap:
            raise InputError(f"the parameter or state at {overlap[0]!r} shares memory with that at {overlap[1]!r}")
        state.bound = made = _Bound(self, leaves, paths, state)
        return made

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={value!r}" for name, value in self.hyperparameters.items())
        return f"{type(self).__name__}({values})"


class _Group:
    """The parameters that have the same hyperparameters."""

    def __init__(self, number: int, members: list[int], count: int, stages: Any, inputs: Inputs) -> None:
        self.number, self.members, self.stages = number, members, stages
        self.inputs, self.constant = inputs
        self.all = len(members) == count

    def of(self, rows: list[Any]) -> list[Any]:
        """The rows of this group's parameters."""
        return rows if self.all else [rows[n] for n in self.members]

    def check(self, gradients: list[Array], t: int, inputs: Sequence[Any], state: State) -> None:
        """Refuse a step whose scalars do not exist, before any group is written.

        Raises:
            EvaluationError: where one does not exist at this t.
        """
        stages, shared = self.stages, state.shared[self.number]
        if isinstance(stages, Bound):
            stages.run.scalars(stages.arrays, t, inputs, shared)
        elif not isinstance(stages, DirectBound):  # arrays of hyperparameters: inf and nan are values there
            stages.evaluated(gradients, t, inputs, shared, self.of(state.own))


class _Bound:
    """An optimizer's stages over the arrays of a model and its state."""

    def __init__(self, owner: Optimizer, leaves: list[Array], paths: list[str], state: State) -> None:
        self.owner, self.leaves = owner, leaves
        self.arrays = state.arrays
        self.masks: dict[int, Array] = {}
        protected = [a for leaf, row in zip(leaves, state.arrays, strict=True) for a in (leaf, *row)]
        self.guard = checks.Guard(leaves, paths, protected)
        numbers = owner._groups_of(paths)
        self.groups: list[_Group] = []
        for k, values in enumerate(owner.groups.values()):
            members = [n for n, number in enumerate(numbers) if number == k]
            if members:
                self.groups.append(self._group(owner, k, members, values))
        self.again: Again = never
        if len(self.groups) == 1 and owner.nonfinite == "propagate":
            (only,) = self.groups
            self.again = again(owner, state.structure, only.stages, only.inputs, only.constant, self.guard)

    def _group(self, owner: Optimizer, number: int, members: list[int], values: Mapping[str, Value]) -> _Group:
        rows = [(self.leaves[n], *self.arrays[n]) for n in members]
        _check_broadcast(owner.spec, values, rows)
        elements = sum(row[0].size for row in rows)
        compiled = compiled_for(owner.spec, owner.program, owner.backend, elements, values)
        inputs = reader(owner.spec, owner.program, values)
        return _Group(number, members, len(self.leaves), compiled.bind(rows), inputs)

    def holds(self, leaves: list[Array]) -> bool:
        """Whether these are the arrays that were bound."""
        mine = self.leaves
        return len(mine) == len(leaves) and all(map(is_, leaves, mine))


def _check_broadcast(spec: Spec, values: Mapping[str, Value], rows: Sequence[Sequence[Array]]) -> None:
    for name, value in values.items():
        for row in rows if isinstance(value, np.ndarray) else ():
            try:
                fits = np.broadcast_shapes(value.shape, row[0].shape) == row[0].shape
            except ValueError:
                fits = False
            if not fits:
                raise InputError(
                    f"{spec.name}: {name} of shape {value.shape} does not broadcast to a parameter of {row[0].shape}"
                )


def compile_optimizer(spec: Spec, backend: str = AUTO, *, usual: Mapping[str, float] | None = None) -> type[Optimizer]:
    """An optimizer class from a specification.

    Args:
        spec: the specification.
        backend: what its optimizers use unless they say otherwise.
        usual: values of hyperparameters that the specification does not state, by their names in code.

    >>> from adaptsym.catalogue import momentum
    >>> Momentum = compile_optimizer(momentum, "numpy")
    >>> opt = Momentum(learning_rate=0.5, momentum=0.25)
    >>> params = np.ones(3)
    >>> state = opt.init(params)
    >>> opt.step(params, np.full(3, 2.0), state)
    >>> params
    array([0., 0., 0.])
    """
    if not isinstance(spec, Spec):
        raise InputError(f"compile_optimizer takes a specification, got {type(spec).__name__}")
    check_name(backend)
    name = "".join(part.capitalize() for part in spec.name.replace("_", "-").split("-"))
    known = dict(usual or {})
    members = {"spec": spec, "backend_name": backend, "usual": known, "__doc__": _documentation(spec, known)}
    return type(name, (Optimizer,), members)


def _documentation(spec: Spec, usual: Mapping[str, float]) -> str:
    lines = [f"    {e}" for e in (*spec.initial, *spec.equations)]
    program: Program = lower(spec)
    known = defaults(spec, usual)
    used = dict.fromkeys(x.word.code_name for x in program.inputs)
    names = ", ".join(f"{name} = {known[name]:g}" if name in known else name for name in used) or "none"
    return f"{spec.name}: hyperparameters {names}.\n\n" + "\n".join(lines) + f"\n\n    Source: {spec.source}\n"
