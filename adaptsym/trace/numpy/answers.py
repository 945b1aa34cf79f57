"""What code is answered when it asks: for the gradient at a point, and for the identity of an array."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from adaptsym.trace.numpy.duck import Duck


@dataclass
class Oracle:
    """The gradient as a function: it answers one gradient at whatever point, and remembers the points."""

    answer: Any
    points: list[Any] = field(default_factory=list)

    def __call__(self, point: Any = None, *_: Any, **__: Any) -> Any:
        """The gradient, whatever the point."""
        self.points.append(point.copy() if hasattr(point, "copy") else point)
        return self.answer.copy()


class Identities:
    """`id` of arrays, for code that keeps its state by it: numbers in the order in which arrays are met.

    So a stand-in can take an array's place, and two runs of the code use the same keys.
    """

    def __init__(self, spaces: Sequence[dict[str, Any]]) -> None:
        self.spaces = spaces  # the global names of code that uses `id`
        self.met: list[Any] = []

    def __call__(self, x: Any) -> int:
        """The number of an object."""
        if not isinstance(x, (np.ndarray, Duck)):
            return id(x)
        for n, y in enumerate(self.met):
            if x is y:
                return n
        self.met.append(x)
        return len(self.met) - 1

    def take_place(self, old: Any, new: Any) -> None:
        """Let one object be another from now on."""
        self.met = [new if x is old else x for x in self.met]

    def __enter__(self) -> None:
        for space in self.spaces:
            space["id"] = self

    def __exit__(self, *_: object) -> None:
        for space in self.spaces:
            space.pop("id", None)
