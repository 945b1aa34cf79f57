"""Which conventions to try, the likeliest by the names of arguments first; and what a step may be called."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

from adaptsym.trace.numpy.calls import Convention
from adaptsym.trace.numpy.roles import Part

METHODS = (
    "step",
    "update",
    "apply_gradients",
    "update_params",
    "update_parameters",
    "update_weights",
    "apply",
    "optimize",
    "__call__",
    "get_updates",
    "get_update",
    "_get_updates",
    "compute_update",
    "calc_update",
    "minimize",
    "next",
    "adjust",
)

PLURAL = frozenset(
    (
        "params",
        "parameters",
        "grads",
        "gradients",
        "thetas",
        "ws",
        "dws",
        "dparams",
        "layers",
        "values",
        "xs",
        "ps",
        "gs",
    )
)

# states that are more than one array
ANYTHING = frozenset(["state", "states", "config", "opt_state", "optim_state", "optimizer_state", "cache", "memory"])


def conventions(
    parts: Mapping[str, Part], builder: Mapping[str, Part], *, starter: bool = False
) -> Iterator[Convention]:
    """The conventions to try, the likeliest by the names of arguments first.

    Args:
        parts: the roles of the arguments of a step.
        builder: of the constructor.
        starter: whether there is a function that makes the state.
    """
    names = [n for n, part in {**builder, **parts}.items() if part in (Part.PARAMETER, Part.GRADIENT)]
    plural = any(n.lower() in PLURAL for n in names)
    asked = any(
        piece in n.lower()
        for n in names
        if {**builder, **parts}[n] is Part.GRADIENT
        for piece in ("fn", "func", "df", "f_")
    )
    several: tuple[str, ...] = ("dict", "dict d", "list", "objects", "layer", "layer W")
    containers: tuple[str, ...] = (*several, "array") if plural else ("array", *several)
    each = [n for n, part in parts.items() if part is Part.PARAMETER]
    pairs = next((n.lower() for n, part in parts.items() if part is Part.PAIRS), None)
    if len(each) > 1:
        containers = ("arguments",)
    elif pairs is not None:
        containers = ("pairs", "pairs parameter first") if pairs.startswith("g") else ("pairs parameter first", "pairs")
    elif Part.GRADIENT not in {*parts.values()}:
        containers = ("layer", "layer W", "objects") if "layer" in each else ("objects", "layer", "layer W")
    state_names = {n.lower() for n, part in parts.items() if part is Part.STATE}
    states: tuple[str, ...] = ("empty", "none", "zeros") if state_names & ANYTHING else ("zeros", "empty", "none")
    states = (*(("init",) if starter else ()), *states) if state_names else ("zeros",)
    shapes = (((1,), "float64"), ((1, 1), "float64"), ((1,), "float32"))
    for asks, (shape, dtype), container in itertools.product((asked, not asked), shapes, containers):
        if asks and container != "array":
            continue
        for state in states:
            for first in (0, 1) if Part.COUNT in parts.values() else (0,):
                yield Convention(container, asks, state, shape, first, dtype)
