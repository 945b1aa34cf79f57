"""A gradient that looks back at who calls it: the local names of a loop, read and replaced while it runs."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

import numpy as np

from adaptsym.notation import g, t
from adaptsym.term import Term, hyperparameter, term
from adaptsym.trace.model import TraceError
from adaptsym.trace.numpy.builtin import Range
from adaptsym.trace.numpy.duck import Duck
from adaptsym.trace.numpy.places import Path, places, put

CALLS = 4
SHAPE = (1,)


class Loss:
    """The loss of a traced loop: another number each time."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, *_: Any, **__: Any) -> Duck:
        """A number that nothing is known of."""
        self.calls += 1
        return Duck(hyperparameter(f"loss_{self.calls}"))


class Enough(BaseException):
    """The step has been taken; the function is left."""


@dataclass
class Watch:
    """The gradient of a traced loop, and what its caller's local names hold at each call."""

    code: Any
    before: Mapping[Path, Term]  # what is put in place at the third call
    moments: list[dict[Path, Any]] = field(default_factory=list)
    points: list[Any] = field(default_factory=list)
    point_names: list[set[str]] = field(default_factory=list)
    ranges: list[Range] = field(default_factory=list)

    def __call__(self, point: Any = None, *_: Any, **__: Any) -> Any:
        """The gradient at this call."""
        frame = _frame_of(self.code)
        names = frame.f_locals
        found = places({"loop": names}, frozenset({id(self)}))
        self.points.append(point.term if isinstance(point, Duck) else point)
        self.point_names.append({n for n, x in names.items() if x is point})
        self.moments.append({p: _copied(x) for p, x in found.items()})
        call = len(self.moments)
        if call == CALLS:
            raise Enough
        if call == CALLS - 1 and self.before:
            _install(frame, found, self.before, self.ranges)
        step = t if call == CALLS - 1 and self.before else term(call)
        return Duck(g[step], SHAPE)


def _copied(x: Any) -> Any:
    return Duck(x.term, x.shape) if isinstance(x, Duck) else x.copy() if isinstance(x, np.ndarray) else x


def _frame_of(code: Any) -> FrameType:
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and frame.f_code is not code:
        frame = frame.f_back
    if frame is None:
        raise TraceError("the gradient is called from outside of the loop, which is not read")
    return frame


def _install(frame: FrameType, found: Mapping[Path, Any], before: Mapping[Path, Term], ranges: list[Range]) -> None:
    """Symbols in place: arrays and symbolic numbers where they are, plain numbers by their local names."""
    done: set[int] = set()
    for path, symbol in before.items():  # the parameter first, whatever else it is called
        x = found.get(path)
        if isinstance(x, Duck):
            if id(x) not in done:
                x.term = symbol
                done.add(id(x))
        elif x is not None and len(path) == 2:
            frame.f_locals[path[1].key] = Duck(symbol)
            if sys.version_info < (3, 13):
                ctypes.pythonapi.PyFrame_LocalsToFast(ctypes.py_object(frame), ctypes.c_int(0))
        elif x is not None:
            put({"loop": frame.f_locals}, path, Duck(symbol))
    for counting in ranges:
        if id(counting.last) in done:
            counting.symbol = counting.last.term
