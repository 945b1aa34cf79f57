"""What was read, run beside the code itself: nothing is said of a step that the code does not take."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from adaptsym.compile.runtime import Optimizer, compile_optimizer
from adaptsym.errors import AdaptsymError
from adaptsym.spec import Spec, replaced
from adaptsym.term import Number, Symbol, Word
from adaptsym.trace.model import TraceError

Replay = Callable[..., list[NDArray[Any]]]
STEPS = 8
SCALES = (1.0, 0.1, 10.0)  # of the gradients, in turn
CLOSE = 1e-6  # float32 inside the code is no other step


def checked(spec: Spec, replay: Replay, shape: tuple[int, ...]) -> tuple[Spec, list[str]]:
    """The specification, where it steps as the code does; hyperparameters that the code uses otherwise are numbers.

    A hyperparameter of which the code has made other numbers before the step, out of sight, is seen when it is
    changed. It keeps its value then, and that is said.

    Args:
        spec: what was read.
        replay: the code itself.
        shape: of arrays that are larger than those that were read.

    Raises:
        TraceError: where they differ with the code's own settings.
    """
    made = compile_optimizer(spec, "numpy")
    step = _parting(made, replay, shape, {})
    if step is not None:
        raise TraceError(
            f"the equations that were read do not reproduce the code: at step {step}, on arrays of shape {shape}, they "
            "differ; it does something other than element by element, or keeps a state that was not found"
        )
    usual = {
        e.left.word: e.right.fraction
        for e in spec.settings
        if isinstance(e.left, Symbol) and isinstance(e.right, Number)
    }
    if _parting(made, replay, shape, {w: _other(w, q) for w, q in usual.items()}) is None:
        return spec, []
    notes = []
    for word, value in usual.items():
        if _parting(made, replay, shape, {word: _other(word, value)}) is not None:
            spec = replaced(spec, Symbol(word), Number(value))
            notes.append(f"{word.code_name} is read as the number {value}: the code uses it out of sight too")
    return spec, notes


def _other(word: Word, value: Fraction) -> Fraction:
    """Another value of a hyperparameter, of the same kind."""
    if word.domain.high is not None:
        return (value + word.domain.high) / 2
    return value * 3 if value.denominator == 1 else value * Fraction(5, 4) + Fraction(1, 1000)


def _parting(
    made: type[Optimizer], replay: Replay, shape: tuple[int, ...], values: Mapping[Word, Fraction]
) -> int | None:
    """The step at which the reading and the code part; None where they do not."""
    rng = np.random.default_rng(5)
    start = rng.normal(size=shape)
    gradients = [rng.normal(size=shape) * SCALES[n % len(SCALES)] for n in range(STEPS)]
    real = replay(start, gradients, {w.name: float(q) for w, q in values.items()})
    changed: dict[str, Any] = {w.code_name: float(q) for w, q in values.items()}
    ours = _run(made(**changed), start, gradients)
    for step, (a, b) in enumerate(zip(ours, real, strict=True), 1):
        finite = np.isfinite(a)
        if not (finite == np.isfinite(b)).all() or not np.allclose(a[finite], b[finite], CLOSE, CLOSE * 1e-3):
            return step
    return None


def _run(optimizer: Optimizer, start: NDArray[Any], gradients: Sequence[NDArray[Any]]) -> list[NDArray[Any]]:
    params = start.copy()
    state = optimizer.init(params)
    found = []
    for gradient in gradients:
        try:
            optimizer.step(params, gradient, state)
        except AdaptsymError:  # a scalar does not exist, such as 1/(1 - beta**0): the code makes NaN of it
            params = np.full_like(params, np.nan)
        found.append(params.copy())
    return found
