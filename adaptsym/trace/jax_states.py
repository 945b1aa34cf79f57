"""The form of a state that a function takes and gives back, found by trying: one tree, a row of trees and counts, keys.

>>> COUNTED.isdisjoint({"t", "step"})
False
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

from adaptsym.trace.numpy.roles import WORDS, Part

COUNTED = WORDS[Part.COUNT]
LONGEST = 4
Form = Callable[[Any], Any]  # from the parameters to a state, all zeros


def zeros(parameters: Any) -> Any:
    """Zeros like the parameters."""
    import jax

    return jax.tree.map(jax.numpy.zeros_like, parameters)


def form_of(step: Callable[[Any, Any], Any], parameters: Any) -> Form | None:
    """The first form of a state with which a step runs and gives back a state of the same form.

    Args:
        step: one step on parameters and a state: the state after it.
        parameters: some parameters.
    """
    import jax

    for form in _forms(step, parameters):
        state = form(parameters)
        try:
            after = step(parameters, jax.tree.map(lambda x: x, state))  # a copy: it may be written into
        except Exception:  # the code's own: it wants another form
            continue
        if jax.tree.structure(after) == jax.tree.structure(state) and all(
            jax.numpy.shape(x) == jax.numpy.shape(y)
            for x, y in zip(jax.tree.leaves(after), jax.tree.leaves(state), strict=True)
        ):
            return form
    return None


def _forms(step: Callable[[Any, Any], Any], parameters: Any) -> Iterator[Form]:
    yield zeros
    for kind in (tuple, list):
        for length in range(1, LONGEST + 1):
            for counts in sorted(product((True, False), repeat=length), key=lambda x: -sum(x)):
                yield _row(kind, counts)
    keys = _keys(step, parameters)
    if keys:
        yield lambda p: {key: _count() if str(key) in COUNTED else zeros(p) for key in keys}


def _row(kind: type, counts: tuple[bool, ...]) -> Form:
    return lambda parameters: kind(_count() if c else zeros(parameters) for c in counts)


def _count() -> Any:
    import jax

    return jax.numpy.asarray(0)


class _Asked(dict[Any, Any]):
    """A dictionary that has whatever key is asked for, and remembers which were."""

    def __init__(self, parameters: Any) -> None:
        super().__init__()
        self.parameters = parameters
        self.asked: list[Any] = []

    def __missing__(self, key: Any) -> Any:
        self.asked.append(key)
        self[key] = _count() if str(key) in COUNTED else zeros(self.parameters)
        return self[key]


def _keys(step: Callable[[Any, Any], Any], parameters: Any) -> list[Any]:
    state = _Asked(parameters)
    try:
        step(parameters, state)
    except Exception:  # the code's own: its state is no dictionary
        return []
    return state.asked
