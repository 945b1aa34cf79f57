"""What is refused before anything is written: arrays that a step cannot use, or that overlap."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import is_
from typing import Any

import numpy as np

from adaptsym.compile.structure import Array
from adaptsym.errors import InputError

FLOATS = ("float16", "bfloat16", "float32", "float64")


def check_parameters(leaves: Sequence[Array], paths: Sequence[str]) -> None:
    """Parameters are writable float arrays that do not overlap.

    Raises:
        InputError: naming the parameter.
    """
    for path in paths if len(set(paths)) < len(paths) else ():
        if paths.count(path) > 1:  # states are stored, and groups chosen, by path
            raise InputError(f"two parameters have the path {path!r}: rename one of the keys that make it up")
    for leaf, path in zip(leaves, paths, strict=True):
        check_float(leaf, f"the parameter{_at(path)}")
        if not leaf.flags.writeable:
            raise InputError(f"the parameter{_at(path)} is read-only: pass a writable array, or a copy")
    overlap = first_overlap(list(zip(leaves, paths, strict=True)))
    if overlap:
        raise InputError(f"the parameters {overlap[0]!r} and {overlap[1]!r} share memory: pass each array once")


def check_float(leaf: Array, what: str) -> None:
    """An array of a dtype in which a step can be computed.

    Raises:
        InputError: for integers, objects, complex numbers and the like.
    """
    if leaf.dtype.name not in FLOATS:
        raise InputError(f"{what} has dtype {leaf.dtype}; expected one of {', '.join(FLOATS)}")


def first_overlap(named: Sequence[tuple[Array, str]]) -> tuple[str, str] | None:
    """The names of two arrays that share memory, or None. Arrays are sorted by where they lie, so this is quick."""
    spans = sorted(((*np.lib.array_utils.byte_bounds(a), name, a) for a, name in named if a.size), key=_begin)
    reaching: list[tuple[int, str, Array]] = []  # those before this one whose memory reaches as far
    for low, high, name, a in spans:
        reaching = [known for known in reaching if known[0] > low]
        for _, other, b in reaching:
            if np.shares_memory(a, b):
                return other, name
        reaching.append((high, name, a))
    return None


def _begin(span: tuple[Any, ...]) -> int:
    begin: int = span[0]
    return begin


class Guard:
    """Checks the gradients of every step against the arrays of a model, in a few hundred nanoseconds each."""

    def __init__(self, leaves: Sequence[Array], paths: Sequence[str], protected: Iterable[Array]) -> None:
        self.leaves, self.paths = leaves, paths
        self.shapes = [leaf.shape for leaf in leaves]
        self.protected = list(protected)
        self.owners = {id(a) for a in self.protected} | {id(a.base) for a in self.protected if a.base is not None}
        self.last: list[Array] = []

    def check(self, gradients: list[Array]) -> None:
        """Refuse gradients that do not fit, or that share memory with parameters or states.

        Raises:
            InputError: naming the gradient.
        """
        last = self.last
        if len(last) == len(gradients) and all(map(is_, gradients, last)):
            return
        for n, gradient in enumerate(gradients):
            if gradient.shape != self.shapes[n]:
                raise InputError(
                    f"the gradient{_at(self.paths[n])} has shape {gradient.shape}; expected {self.shapes[n]}"
                )
            if gradient.dtype.char not in "efd":
                check_float(gradient, f"the gradient{_at(self.paths[n])}")
            if id(gradient) in self.owners or (gradient.base is not None and self._overlaps(gradient)):
                raise InputError(
                    f"the gradient{_at(self.paths[n])} shares memory with the parameters or the state: pass a copy"
                )
        self.last = gradients

    def _overlaps(self, gradient: Array) -> bool:
        return any(np.may_share_memory(gradient, a) and np.shares_memory(gradient, a) for a in self.protected)


def finite(gradients: Sequence[Array], scratch: dict[int, Array]) -> bool:
    """Whether all gradients are finite; the masks are kept in `scratch`, so that nothing is allocated again."""
    for gradient in gradients:
        mask = scratch.get(gradient.size)
        if mask is None:
            mask = scratch[gradient.size] = np.empty(gradient.size, dtype=bool)
        if not np.isfinite(gradient, out=mask.reshape(gradient.shape)).all():
            return False
    return True


def _at(path: str) -> str:
    return f" at {path!r}" if path else ""
