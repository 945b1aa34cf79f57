"""How a stage of a program is run: what is the same for all backends.

The scalars of a phase are computed by a generated function, which also chooses the path; the pass over the
arrays is the backend's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import repeat
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from adaptsym.compile.ir import SIZE, SIZE_ALL, Phase, Program, Stage, bodies, sums
from adaptsym.compile.text import (
    IEEE,
    MATH,
    ONE_MINUS_POWER,
    Path,
    Selection,
    free_names,
    load,
    own_leaves,
    select,
    tail,
)
from adaptsym.errors import EvaluationError
from adaptsym.term import Kind

Own = Sequence[Sequence[float]]  # for each parameter its own values
Sums = tuple[Sequence[float], Own]  # shared ones, and those of each parameter


class Arrays(Protocol):
    """The arrays of a stage as a backend wants them: a row for each parameter."""

    sizes: list[int]
    total: int

    def put(self, gradients: Sequence[NDArray[Any]]) -> None:
        """The gradient of each row, contiguous, of the row's dtype and in any shape."""
        ...


class Pass(Protocol):
    """One path of one phase, over all parameters: the backend's."""

    def __call__(self, arrays: Any, scalars: tuple[float, ...], own: Own, /) -> Sums:
        """Run in place; `own` holds what `own_names` names, for each parameter. Returns the sums."""
        ...


def shared_names(program: Program) -> tuple[str, ...]:
    """The arguments of every function of shared scalars, sums apart."""
    return (program.time, *(x.name for x in program.inputs), *program.shared, SIZE_ALL)


def phase_selection(stage: Stage, n: int, names: tuple[str, ...], prefix: str = "") -> Selection:
    """The function of `names` and sums that computes the shared scalars of a phase and chooses among its paths."""
    known = sums(Stage(stage.phases[:n]), Kind.SHARED)
    phase = stage.phases[n]
    return select(f"{prefix}scalars{n}", (*names, *known), phase.lets, phase.node, Kind.SHARED)


def own_names(program: Program, stage: Stage, n: int) -> tuple[str, ...]:
    """The values of one parameter that phase n may read: its size, its own states, its sums so far."""
    return (SIZE, *program.own, *sums(Stage(stage.phases[:n]), Kind.OWN))


Rows = list[list[NDArray[Any]]]
MakePass = Callable[[Program, Stage, int, Path], Pass]


class Backend(NamedTuple):
    """What a backend's module offers, as ``BACKEND``."""

    make_pass: MakePass
    arrays: Callable[[Sequence[str], Rows], Arrays]
    packs: bool  # whether small arrays are better packed together


class StageRunner:
    """A stage as a callable.

    Args:
        program: the program.
        stage: one of its stages.
        make: builds the pass of a path; called when the path is first taken.
    """

    def __init__(self, program: Program, stage: Stage, make: MakePass) -> None:
        self.program, self.stage, self.make = program, stage, make
        self.select: list[Callable[..., tuple[int, tuple[float, ...]]]] = []
        self.passes: list[list[Pass | None]] = []
        self.paths: list[tuple[Path, ...]] = []
        for n in range(len(stage.phases)):
            selection = phase_selection(stage, n, shared_names(program))
            space = load(ONE_MINUS_POWER + selection.text, program.name, IEEE if n else MATH)
            self.select.append(space[f"scalars{n}"])
            self.paths.append(selection.paths)
            self.passes.append([None] * len(selection.paths))
        self.own_sums = [sums(Stage((phase,)), Kind.OWN) for phase in stage.phases]
        self.single = len(stage.phases) == 1 and not (stage.shared or stage.own or self.own_sums[0] or program.own)
        self.steady = self.single and program.time not in names_read(stage.phases[0])
        shared_all, own_all = sums(stage, Kind.SHARED), sums(stage, Kind.OWN)
        text = ONE_MINUS_POWER
        text += tail("shared", (*shared_names(program), *shared_all), stage.shared, program.shared)
        names = (*shared_names(program), *shared_all, SIZE, *program.own, *own_all)
        text += tail("own", names, stage.own, program.own)
        space = load(text, program.name, IEEE if shared_all or own_all else MATH)
        self.finish_shared, self.finish_own = space["shared"], space["own"]

    def _pass(self, n: int, path: int) -> Pass:
        found = self.passes[n][path]
        if found is None:
            found = self.passes[n][path] = self.make(self.program, self.stage, n, self.paths[n][path])
        return found

    def __call__(
        self, arrays: Arrays, t: int, inputs: Sequence[float], shared: Sequence[float], own: Own
    ) -> tuple[Sequence[float], Own]:
        """Run all phases in place; what the shared and own states become.

        Args:
            arrays: bound to this backend, by `Program.arrays`.
            t: the number of the step.
            inputs: hyperparameters and values of schedules, by `Program.inputs`.
            shared: the shared states, by `Program.shared`.
            own: for each parameter its own states, by `Program.own`; may be empty if there are none.

        Raises:
            EvaluationError: where a shared scalar does not exist at this t; nothing has been written then.
        """
        path, scalars = self.scalars(arrays, t, inputs, shared)
        if self.single:
            self.repeated(arrays, path, scalars)
            return shared, own
        known: list[float] = [t, *inputs, *shared, arrays.total]
        each = [
            (np.float64(n), *map(np.float64, mine)) for n, mine in zip(arrays.sizes, own or repeat(()), strict=False)
        ]
        with np.errstate(all="ignore"):
            for n in range(len(self.select)):
                if n:
                    path, scalars = self.select[n](*known)
                total, parts = self._pass(n, path)(arrays, scalars, each)
                known += map(np.float64, total)
                if self.own_sums[n]:
                    each = [(*mine, *map(np.float64, more)) for mine, more in zip(each, parts, strict=True)]
            new_shared = [float(x) for x in self.finish_shared(*known)] if self.stage.shared else shared
            new_own = [[float(x) for x in self.finish_own(*known, *mine)] for mine in each] if self.stage.own else own
        return new_shared, new_own

    def repeated(self, arrays: Arrays, path: int, scalars: tuple[float, ...]) -> None:
        """The whole of a step that is `single`: one phase, and nothing but arrays to be written."""
        (self.passes[0][path] or self._pass(0, path))(arrays, scalars, ())

    def scalars(
        self, arrays: Arrays, t: int, inputs: Sequence[float], shared: Sequence[float]
    ) -> tuple[int, tuple[float, ...]]:
        """The path that the first phase takes, and its scalars; nothing is written.

        Raises:
            EvaluationError: where one does not exist at this t.
        """
        try:
            return self.select[0](t, *inputs, *shared, arrays.total)
        except (ZeroDivisionError, ValueError, OverflowError) as why:
            raise self._undefined(t, inputs, why) from None

    def _undefined(self, t: int, inputs: Sequence[float], why: Exception) -> EvaluationError:
        values = ", ".join(f"{x.name} = {v}" for x, v in zip(self.program.inputs, inputs, strict=True))
        return EvaluationError(
            f"{self.program.name}: at {self.program.time} = {t} with {values}, a scalar of the step does not exist "
            f"({why}); change the hyperparameters"
        )


def names_read(phase: Phase) -> frozenset[str]:
    """The scalars that a phase reads: hyperparameters, states, t."""
    inside = free_names(replace(phase.node, lets=(*phase.lets, *phase.node.lets)))
    return frozenset(inside)


def has_own(phase: Phase) -> bool:
    """Whether something in a phase is different for each parameter, its arrays apart."""
    return bool(own_leaves(phase.node)) or any(s.kind is Kind.OWN for b in bodies(phase.node) for s in b.sums)


def own_within(program: Program) -> bool:
    """Whether a step treats parameters apart from each other: small ones cannot be packed together then."""
    return bool(program.own) or any(has_own(phase) for phase in program.step.phases + program.start.phases)
