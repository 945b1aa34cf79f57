"""The state of an optimizer: what it carries from step to step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from adaptsym.compile.structure import Array, Structure, Tree
from adaptsym.errors import InputError
from adaptsym.spec import Spec
from adaptsym.term import Kind, Word


@dataclass
class State:
    """What is carried from step to step. ``state["s"]`` is nested as the parameters are.

    Attributes:
        optimizer: the name of the specification.
        t: how many steps have been taken.
        structure: how the parameters are nested.
        arrays: for each parameter its array states, in the specification's order; float32, or float64 for
            parameters of float64.
        shared: for each group the states that are one number.
        own: for each parameter its states that are one number.
    """

    spec: Spec
    t: int
    structure: Structure
    arrays: list[tuple[Array, ...]]
    shared: list[list[float]]
    own: list[list[float]]
    bound: Any = field(default=None, repr=False, compare=False)  # what `Optimizer.step` remembers

    @property
    def optimizer(self) -> str:
        """The name of the specification."""
        return self.spec.name

    def __getitem__(self, name: str) -> Tree:
        """A state by its name in the equations.

        Raises:
            InputError: for a name that is no state.
        """
        for kind in Kind:
            names = [w.name for w in words(self.spec, kind)]
            if name in names:
                n = names.index(name)
                if kind is Kind.ARRAY:
                    return self.structure.build([row[n] for row in self.arrays])
                if kind is Kind.OWN:
                    return self.structure.build([row[n] for row in self.own])
                return self.shared[0][n] if len(self.shared) == 1 else [row[n] for row in self.shared]
        known = ", ".join(w.name for w in self.spec.states) or "none"
        raise InputError(f"{self.optimizer} has no state {name!r}; it has {known}")

    def copy(self) -> State:
        """A state of its own arrays."""
        arrays = [tuple(a.copy() for a in row) for row in self.arrays]
        shared, own = ([list(row) for row in rows] for rows in (self.shared, self.own))
        return State(self.spec, self.t, self.structure, arrays, shared, own)

    def __getstate__(self) -> dict[str, Any]:
        """What is pickled, and copied by `copy.deepcopy`: all but what `Optimizer.step` remembers."""
        return {**self.__dict__, "bound": None}

    def __repr__(self) -> str:
        names = ", ".join(w.name for w in self.spec.states) or "nothing"
        return f"State of {self.optimizer} after {self.t} steps, carrying {names}"


def words(spec: Spec, kind: Kind) -> list[Word]:
    """The states of a kind, in the specification's order."""
    return [w for w in spec.states if w.kind is kind]


def key(name: str, path: str) -> str:
    """The name of an array in a state dictionary: ``s:encoder/weight``."""
    return f"{name}:{path}"


def state_dict(state: State) -> dict[str, Array]:
    """A state as arrays by name, as ``numpy.savez`` takes them: ``t``, ``optimizer``, ``s:encoder/weight``.

    The arrays are the state's own, not copies: store them, or take `State.copy`, before the next step.
    """
    found: dict[str, Array] = {"optimizer": np.array(state.optimizer), "t": np.array(state.t)}
    for path, row in zip(state.structure.paths(), state.arrays, strict=True):
        found |= {key(w.name, path): a for w, a in zip(words(state.spec, Kind.ARRAY), row, strict=True)}
    for path, mine in zip(state.structure.paths(), state.own, strict=True):
        found |= {key(w.name, path): np.array(x) for w, x in zip(words(state.spec, Kind.OWN), mine, strict=True)}
    for n, values in enumerate(state.shared):
        found |= {key(w.name, str(n)): np.array(x) for w, x in zip(words(state.spec, Kind.SHARED), values, strict=True)}
    return found


def loaded(fresh: State, stored: Mapping[str, Any]) -> State:
    """A state from a dictionary (or an open ``.npz``), in the place of a fresh one for the same parameters.

    Raises:
        InputError: if it is of another optimizer, of other shapes or dtypes, or incomplete; nothing is changed then.
    """
    if not isinstance(stored, Mapping):
        raise InputError(f"a stored state is a dict of arrays or an open .npz file, got {type(stored).__name__}")
    wanted, names = state_dict(fresh), set(stored)
    if "optimizer" not in names or str(np.asarray(stored["optimizer"])) != fresh.optimizer:
        got = str(np.asarray(stored["optimizer"])) if "optimizer" in names else "no optimizer"
        raise InputError(f"the state is of {got!r}; expected one of {fresh.optimizer!r}")
    missing, extra = sorted(set(wanted) - names), sorted(names - set(wanted))
    if missing or extra:
        parts = [f"it lacks {name!r}" for name in missing[:1]] + [f"it has {name!r} besides" for name in extra[:1]]
        raise InputError(f"the state does not fit the parameters: {' and '.join(parts)}")
    arrays = {name: np.asarray(stored[name]) for name in wanted if name != "optimizer"}
    for name, array in arrays.items():
        if array.shape != wanted[name].shape or (array.dtype != wanted[name].dtype and name != "t"):
            raise InputError(
                f"the state {name!r} has shape {array.shape} and dtype {array.dtype}; "
                f"expected {wanted[name].shape} and {wanted[name].dtype}"
            )
    if arrays["t"].dtype.kind not in "iu" or arrays["t"] < 0:
        raise InputError(f"the state's t must be a number of steps, got {arrays['t']!r}")
    return _filled(fresh, arrays)


def _filled(fresh: State, arrays: Mapping[str, Array]) -> State:
    spec, paths = fresh.spec, list(fresh.structure.paths())

    def numbers(kind: Kind, places: Sequence[str]) -> list[list[float]]:
        return [[float(arrays[key(w.name, path)]) for w in words(spec, kind)] for path in places]

    rows = [tuple(arrays[key(w.name, path)].copy() for w in words(spec, Kind.ARRAY)) for path in paths]
    shared = numbers(Kind.SHARED, [str(n) for n in range(len(fresh.shared))])
    own = numbers(Kind.OWN, paths) if words(spec, Kind.OWN) else fresh.own
    return State(spec, int(arrays["t"]), fresh.structure, rows, shared, own)
