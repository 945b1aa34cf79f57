"""The same step again: what a step decides anew each time, decided once.

Most steps are like the one before them: the same optimizer, the same parameter, a gradient that lies in memory as it
should. For a model of one array that is worked on where it lies, such a step is one function call, which matters
where the arithmetic itself takes two microseconds. Whatever is different takes the general way.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from adaptsym.compile.bound import Bound
from adaptsym.compile.checks import Guard
from adaptsym.compile.state import State
from adaptsym.compile.structure import Structure, Tree

Again = Callable[[Any, Tree, Tree, State], bool]  # (optimizer, parameters, gradients, state): whether it was done


def never(_owner: Any, _params: Tree, _grads: Tree, _state: State) -> bool:
    """Always the general way."""
    return False


def again(
    owner: Any, structure: Structure, stages: Any, inputs: Callable[[int], Any], constant: bool, guard: Guard
) -> Again:
    """A function that takes a step like the one before it, or says that it cannot.

    Args:
        owner: the optimizer that the stages were bound for.
        structure: of the parameters: an array, or a list of one.
        stages: its stages over them.
        inputs: the hyperparameters at a step.
        constant: whether they are the same at every step.
        guard: checks a gradient that is new.
    """
    listed = structure.kind is list and len(structure.parts) == 1 and structure.parts[0].leaf
    if not (structure.leaf or listed) or not isinstance(stages, Bound) or not stages.repeats:
        return never
    staging, arrays, runner, first = stages.staging, stages.arrays, stages.run, stages.first
    leaf = stages.leaves[0][0]
    scalars, repeated, dtype = runner.scalars, runner.repeated, leaf.dtype
    steady = constant and runner.steady
    known: list[tuple[int, tuple[float, ...]]] = []  # path and scalars, where they are the same at every step

    def step(asked: Any, params: Tree, grads: Tree, state: State) -> bool:
        if asked is not owner:
            return False
        if listed:
            if type(params) is not list or len(params) != 1 or type(grads) is not list or len(grads) != 1:
                return False
            params, grads = params[0], grads[0]
        if params is not leaf:
            return False
        last = staging.last
        if not last or grads is not last[0]:
            if type(grads) is not np.ndarray or grads.dtype is not dtype or not grads.flags.c_contiguous:
                return False
            guard.check([grads])
            staging.last = [grads]
            arrays.put(staging.last)
        if known:
            path, values = known[0]
        else:
            t = first + state.t
            path, values = scalars(arrays, t, inputs(t), ())
            if steady:
                known.append((path, values))
        repeated(arrays, path, values)
        state.t += 1
        return True

    return step
