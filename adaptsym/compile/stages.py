"""How a stage of a program is run: what is the same for all backends.

The scalars of a phase are computed by a generated function, which also chooses the path; the pass over the
arrays is the backend's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import numpy as np

from adaptsym.compile.ir import SIZE, SIZE_ALL, Phase, Program, Stage, bodies, sums
from adaptsym.compile.text import IEEE, MATH, ONE_MINUS_POWER, Path, Selection, load, own_leaves, select, tail
from adaptsym.errors import EvaluationError
from adaptsym.term import Kind

Sums = tuple[Sequence[float], Sequence[Sequence[float]]]  # shared ones, and those of each parameter


class Pass(Protocol):
    """One path of one phase, over all parameters: the backend's."""

    def __call__(
        self, arrays: Any, scalars: tuple[float, ...], own: Sequence[tuple[float, ...]]
    ) -> Sums:  # pragma: no cover
        """Run in place; `own` holds the own values of each parameter that `own_names` names. Returns the sums."""
        ...


def shared_names(program: Program) -> tuple[str, ...]:
    """The arguments of every function of shared scalars, sums apart."""
    return (program.time, *(x.name for x in program.inputs), *program.shared, SIZE_ALL)


def phase_selection(program: Program, stage: Stage, n: int) -> Selection:
    """The function that computes the shared scalars of a phase and chooses among its paths."""
    known = sums(Stage(stage.phases[:n]), Kind.SHARED)
    phase = stage.phases[n]
    return select(f"scalars{n}", (*shared_names(program), *known), phase.lets, phase.node, Kind.SHARED)


def own_names(program: Program, stage: Stage, n: int) -> tuple[str, ...]:
    """The values of one parameter that phase n may read: its size, its own states, its sums so far."""
    return (SIZE, *program.own, *sums(Stage(stage.phases[:n]), Kind.OWN))


MakePass = Callable[[Program, Stage, int, Path], Pass]


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
            selection = phase_selection(program, stage, n)
            space = load(ONE_MINUS_POWER + selection.text, program.name, IEEE if n else MATH)
            self.select.append(space[f"scalars{n}"])
            self.paths.append(selection.paths)
            self.passes.append([None] * len(selection.paths))
        self.own_sums = [sums(Stage((phase,)), Kind.OWN) for phase in stage.phases]
        self.single = len(stage.phases) == 1 and not (stage.shared or stage.own or self.own_sums[0] or program.own)
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
        self,
        arrays: Any,
        sizes: Sequence[int],
        t: int,
        inputs: Sequence[float],
        shared: Sequence[float],
        own: Sequence[Sequence[float]],
    ) -> tuple[Sequence[float], Sequence[Sequence[float]]]:
        """Run all phases in place; what the shared and own states become.

        Raises:
            EvaluationError: where a shared scalar does not exist at this t; nothing has been written then.
        """
        known: list[float] = [t, *inputs, *shared, sum(sizes)]
        try:
            path, scalars = self.select[0](*known)
        except (ZeroDivisionError, ValueError, OverflowError) as why:
            values = ", ".join(f"{x.name} = {v}" for x, v in zip(self.program.inputs, inputs, strict=True))
            raise EvaluationError(
                f"{self.program.name}: at {self.program.time} = {t} with {values}, a scalar of the step "
                f"does not exist ({why}); change the hyperparameters"
            ) from None
        if self.single:
            self._pass(0, path)(arrays, scalars, ())
            return shared, own
        own_states = own or [()] * len(sizes)
        each = [(np.float64(n), *map(np.float64, mine)) for n, mine in zip(sizes, own_states, strict=True)]
        with np.errstate(all="ignore"):
            for n in range(len(self.select)):
                if n:
                    path, scalars = self.select[n](*known)
                total, parts = self._pass(n, path)(arrays, scalars, each)
                known += map(np.float64, total)
                if self.own_sums[n]:
                    each = [(*mine, *map(np.float64, more)) for mine, more in zip(each, parts, strict=True)]
            new_shared = [float(x) for x in self.finish_shared(*known)] if self.stage.shared else list(shared)
            new_own = [[float(x) for x in self.finish_own(*known, *mine)] for mine in each] if self.stage.own else own
        return new_shared, new_own


def has_own(phase: Phase) -> bool:
    """Whether something in a phase is different for each parameter, its arrays apart."""
    return bool(own_leaves(phase.node)) or any(s.kind is Kind.OWN for b in bodies(phase.node) for s in b.sums)
