"""Closed forms evaluated over a whole gradient history at once, by NumPy.

Every index is an axis: t runs over the steps along the first one, each sum adds an axis of its own and is
taken over the part of it that lies between its ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from adaptsym.compile.direct import FUNCTIONS
from adaptsym.compile.structure import Array
from adaptsym.errors import InputError
from adaptsym.term import At, Big, Brace, Number, Op, Role, Symbol, Term


def over_history(
    x: Term,
    index: Symbol,
    hyperparameters: Mapping[str, float],
    histories: Mapping[str, Array],
    first: int = 1,
) -> Array:
    """The values of a closed form at t = first, first + 1, ..., for one element, in double precision.

    Args:
        x: the right side of a claim.
        index: the letter that counts the steps.
        hyperparameters: by the names of their words.
        histories: sequences over all steps, shape (steps,), by their names: the gradient from `first` on.
        first: the number of the first step.

    >>> from adaptsym.catalogue import momentum
    >>> right = momentum.claims[0].right  # -eta*sum(gamma**(t-i)*g[i])
    >>> over_history(right, momentum.index, {"eta": 1.0, "gamma": 0.5}, {"g": np.array([1.0, 0.0, 2.0])})
    array([-1.  , -0.5 , -2.25])
    """
    steps = len(next(iter(histories.values())))
    axis = np.arange(first, first + steps)
    found = _History(hyperparameters, histories, first).value(x, {index: axis})
    return np.broadcast_to(found, (steps,)) * 1.0


class _History:
    def __init__(self, hyperparameters: Mapping[str, float], histories: Mapping[str, Array], first: int) -> None:
        self.hyperparameters, self.histories, self.first = hyperparameters, histories, first

    def value(self, x: Term, indices: dict[Symbol, Array]) -> Any:
        """The value over the axes of the indices; a deeper sum has an axis more, in front."""
        match x:
            case Number(q):
                return float(q)
            case Brace(body):
                return self.value(body, indices)
            case Symbol(word):
                return indices[x] if word.role is Role.INDEX else self.hyperparameters[word.name]
            case At(word, at):
                where = np.asarray(self.value(at, indices)).astype(int) - self.first
                known = self.histories[word.name]
                return known[np.clip(where, 0, len(known) - 1)]
            case Op(op, args):
                return FUNCTIONS[op](*(self.value(a, indices) for a in args))
            case Big(op, body, index, low, high):
                return self._big(op, body, index, (low, high), indices)
        raise InputError(f"{x} has no value over a history")

    def _big(self, op: str, body: Term, index: Symbol, ends: tuple[Term, Term], indices: dict[Symbol, Array]) -> Any:
        low, high = (np.asarray(self.value(end, indices)) for end in ends)
        depth = max(np.ndim(a) for a in indices.values())
        span = np.arange(int(low.min()), max(int(high.max()), int(low.min())) + 1)
        inner = span.reshape((-1,) + (1,) * depth)
        inside = (inner >= low) & (inner <= high)
        clipped = np.minimum(inner, high) if op == "sum" else inner  # exponents t - i stay natural
        terms = self.value(body, {**indices, index: np.maximum(clipped, low)})
        neutral = 0.0 if op == "sum" else 1.0
        masked = np.where(inside, terms, neutral)
        return masked.sum(axis=0) if op == "sum" else masked.prod(axis=0)
