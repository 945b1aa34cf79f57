"""Gradient transformations of optax, or of one's own, traced by JAX."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stdout
from typing import TYPE_CHECKING, Any

import numpy as np

from adaptsym.trace.limits import time_limit
from adaptsym.trace.model import Trace, TraceError
from adaptsym.trace.recurrence import at_some_shapes
from adaptsym.trace.transformation import KEYS, VECTORS, Leaf, Shapes, Transformation, double_precision, is_free

if TYPE_CHECKING:
    from numpy.typing import NDArray

REQUIRED = {"learning_rate": 1e-3, "lr": 1e-3, "step_size": 1e-3}  # where the code has no default and none is given


def trace_optax(
    transformation: Any, arguments: Mapping[str, Any] | None = None, *, target: str = "", limit_s: float = 20
) -> Trace:
    """Read one step of a gradient transformation: anything with ``init(params)`` and ``update(grads, state, params)``.

    Args:
        transformation: a function that makes it of its hyperparameters, such as ``optax.adam``; or a made one, whose
            hyperparameters are then numbers.
        arguments: hyperparameters to make it with; the others keep their defaults, and a learning rate without a
            default is 1e-3.
        target: what reports call it.
        limit_s: seconds after which it is given up (in the main thread).

    Raises:
        TraceError: if it cannot be read as equations of one step.
    """
    target = target or str(getattr(transformation, "__name__", "transformation"))
    with time_limit(limit_s, target), redirect_stdout(sys.stderr), double_precision():
        make, given, free, notes = _maker(transformation, dict(arguments or {}), target)
        code, spec, reading = at_some_shapes(lambda shapes: _transformation(make, free, target, shapes))
    off = [f"{k}={v!r}" for k, v in given.items() if k not in free and f"{k}_0" not in free and not callable(v)]
    assumptions = [
        *reading.assumptions,
        *([f"as constructed: {', '.join(off)}"] if off else []),
    ]
    return Trace(
        target,
        _framework(transformation),
        spec,
        tuple(assumptions),
        (*notes, *reading.notes),
        _replay(make, flat=code.shapes == VECTORS),
    )


def _maker(
    transformation: Any, arguments: dict[str, Any], target: str
) -> tuple[Callable[..., Any], dict[str, Any], dict[str, float], list[str]]:
    """How it is made of hyperparameters: the maker, all arguments, those that may be symbols, and what was chosen."""
    if hasattr(transformation, "init") and hasattr(transformation, "update"):
        if arguments:
            raise TraceError(f"{target} is made already and takes no arguments, got {', '.join(arguments)}")
        return (lambda **_: transformation), {}, {}, []
    if not callable(transformation):
        raise TraceError(f"{target} is no gradient transformation: it has no init and update, and makes none")
    notes = []
    try:
        parameters = inspect.signature(transformation).parameters.values()
    except (TypeError, ValueError):
        raise TraceError(f"{target}: its arguments cannot be read") from None
    given: dict[str, Any] = {}
    variable = False
    for p in parameters:
        if p.kind in (p.VAR_KEYWORD, p.VAR_POSITIONAL):
            variable |= p.kind is p.VAR_KEYWORD
        elif p.name in arguments or p.default is not p.empty:
            given[p.name] = arguments.get(p.name, p.default)
        elif p.name in REQUIRED:
            given[p.name] = REQUIRED[p.name]
            notes.append(f"{p.name} has no default, and is {REQUIRED[p.name]} here")
        else:
            raise TraceError(f"{target} needs a value for {p.name}: give it, as in {target}({p.name}=...)")
    unknown = [name for name in arguments if name not in given]
    if unknown and not variable:
        raise TraceError(f"{target} has no argument {unknown[0]!r}; it has {', '.join(given)}")
    given.update({name: arguments[name] for name in unknown})

    free = {k: v for k, v in given.items() if is_free(v)}
    rows = {k: [f"{k}_{n}" for n in range(len(v))] for k, v in given.items() if type(v) in (tuple, list)}
    for name, parts in rows.items():  # betas=(0.9, 0.999) is betas_0 and betas_1
        free.update({part: v for part, v in zip(parts, given[name], strict=True) if is_free(v)})

    def make(**changed: Any) -> Any:
        made_of = {**given, **{k: v for k, v in changed.items() if k in given}}
        for name, parts in rows.items():
            made_of[name] = type(given[name])(changed.get(p, v) for p, v in zip(parts, given[name], strict=True))
        made = transformation(**made_of)
        if not (hasattr(made, "init") and hasattr(made, "update")):
            raise TraceError(f"{target} makes a {type(made).__name__}, which is no gradient transformation")
        return made

    return make, given, free, notes


def _transformation(
    make: Callable[..., Any],
    free: Mapping[str, float],
    target: str,
    shapes: Shapes,
) -> Transformation:
    import jax

    arrays = [jax.ShapeDtypeStruct(s, np.float64) for s in shapes]
    parameters = dict(zip(KEYS, arrays, strict=True)) if len(shapes) == 2 else arrays[0]

    def init(changed: Mapping[str, Any], parameters: Any) -> Any:
        return make(**changed).init(parameters)

    def step(changed: Mapping[str, Any], parameters: Any, gradients: Any, state: Any) -> tuple[Any, Any]:
        updates, new = make(**changed).update(gradients, state, parameters)
        return jax.tree.map(lambda p, u: p + u, parameters, updates), new

    def leaves(state: Any) -> list[Leaf]:
        pairs, _ = jax.tree_util.tree_flatten_with_path(state)
        return [leaf_of(path, x, shapes) for path, x in pairs]

    return Transformation(target, free, parameters, shapes, init, step, leaves)


def leaf_of(path: Sequence[Any], x: Any, shapes: Shapes) -> Leaf:
    """What an array of the state is called by the fields that lead to it."""
    names = [str(getattr(key, "name", getattr(key, "key", ""))) for key in path]
    owner = next((KEYS.index(name) for name in names if name in KEYS), None)
    if len(shapes) == 1:
        owner = 0
    own = [name for name in names if name and name not in KEYS]
    return Leaf(own[-1] if own else "state", owner, tuple(x.shape), str(x.dtype))


def _framework(transformation: Any) -> str:
    import jax

    made_by = getattr(transformation, "func", transformation)  # a partial's
    top = str(getattr(made_by, "__module__", "")).partition(".")[0]
    if top != "optax":
        return f"jax {jax.__version__}"
    import optax

    return f"optax {optax.__version__}"


def _replay(
    make: Callable[..., Any], *, flat: bool
) -> Callable[[NDArray[Any], Sequence[NDArray[Any]]], list[NDArray[Any]]]:
    def replay(start: NDArray[Any], gradients: Sequence[NDArray[Any]]) -> list[NDArray[Any]]:
        import jax

        with double_precision():
            made = make()
            theta = jax.numpy.asarray(np.ravel(start) if flat else start, np.float64)
            state = made.init(theta)
            update = jax.jit(made.update)
            after = []
            for gradient in gradients:
                updates, state = update(jax.numpy.asarray(gradient, np.float64).reshape(theta.shape), state, theta)
                theta = theta + updates
                after.append(np.asarray(theta).reshape(np.shape(start)))
        return after

    return replay
