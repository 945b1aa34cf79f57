"""The reading beside the code that was read: both are run on the same data."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from adaptsym.compile.runtime import Optimizer, compile_optimizer
from adaptsym.errors import EvaluationError
from adaptsym.trace.model import Trace

STEPS = 20
SHAPE = (4,)
SEED = 20
SCALES = (1.0, 0.1, 10.0)  # of the gradients, in turn


def gradients(shape: tuple[int, ...], steps: int) -> list[NDArray[Any]]:
    """Random gradients, float64, of changing size; the same at every call."""
    rng = np.random.default_rng(SEED)
    return [rng.standard_normal(shape) * SCALES[k % len(SCALES)] for k in range(steps)]


def replayed(trace: Trace, start: NDArray[Any], given: list[NDArray[Any]]) -> list[NDArray[Any]]:
    """The parameter after each step of the specification that was read, compiled, with the settings of the code."""
    return run(compile_optimizer(trace.spec, "numpy")(), start, given)


def run(opt: Optimizer, start: NDArray[Any], given: list[NDArray[Any]]) -> list[NDArray[Any]]:
    """The parameter after each step of an optimizer; NaN from where a scalar of the step does not exist."""
    params = start.copy()
    state = opt.init(params)
    found = []
    for gradient in given:
        try:
            opt.step(params, gradient, state)
        except EvaluationError:  # a scalar of the step does not exist: code makes NaN of 0/0
            params = np.full_like(params, np.nan)
        found.append(params.copy())
    return found


def replay_error(trace: Trace) -> float | None:
    """The largest relative difference between the reading and the code over `STEPS` steps on random data.

    Relative to the largest element of the code's parameter at that step; infinite where one is finite and the other is
    not. None where the code cannot be replayed.
    """
    if trace.replay is None:
        return None
    start = np.random.default_rng(SEED + 1).standard_normal(SHAPE)
    given = gradients(SHAPE, min(STEPS, trace.steps or STEPS))
    theirs = trace.replay(start.copy(), [g.copy() for g in given])
    return worst_difference(replayed(trace, start, given), theirs)


def worst_difference(ours: list[NDArray[Any]], theirs: list[NDArray[Any]]) -> float:
    """The largest relative difference of two runs: to the largest element of the second at that step."""
    worst = 0.0
    for a, b in zip(ours, theirs, strict=True):
        finite = np.isfinite(b)
        if (finite != np.isfinite(a)).any():
            return math.inf
        if not finite.any():
            continue
        difference = float(np.max(np.abs(a - b)[finite]))
        worst = max(worst, difference / float(np.max(np.abs(b[finite]))) if difference else 0.0)
    return worst
