"""Functions and classes that people write with JAX: a step of arrays or trees of arrays, their states handed round.

``def adam(w, g, m, v, t, lr=0.001): ... return w, m, v`` and classes with ``init(params)`` and a method that steps.
"""

from __future__ import annotations

import functools
import inspect
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from adaptsym.trace.jax_states import form_of
from adaptsym.trace.jax_stepper import Stepper
from adaptsym.trace.limits import time_limit
from adaptsym.trace.model import Trace, TraceError
from adaptsym.trace.names import hyperparameters
from adaptsym.trace.numpy.making import USUAL
from adaptsym.trace.numpy.roles import Part, roles
from adaptsym.trace.optax import leaf_of
from adaptsym.trace.recurrence import at_some_shapes
from adaptsym.trace.transformation import KEYS, Leaf, Shapes, Transformation, double_precision, is_free

if TYPE_CHECKING:
    from numpy.typing import NDArray

INITS = ("init", "init_state", "initialize", "init_fn", "create")
STEPS = ("update", "step", "apply", "apply_gradients", "apply_updates", "update_fn", "__call__")
FAR = 1000.0  # how far the parameter is moved to see whether the step goes with it


def trace_jax(
    code: Any,
    arguments: Mapping[str, Any] | None = None,
    *,
    target: str = "",
    roles: Mapping[str, str] | None = None,
    limit_s: float = 20,
) -> Trace:
    """Read one step of a function, or of a class with ``init(params)``, that computes with JAX.

    Args:
        code: the function or class.
        arguments: hyperparameters that differ from their defaults.
        target: what reports call it.
        roles: which argument is what, where names do not tell: ``{"grad": "dw"}``.
        limit_s: seconds after which it is given up (in the main thread).

    Raises:
        TraceError: if it cannot be read as equations of one step.
    """
    target = target or str(getattr(code, "__name__", "step"))
    with time_limit(limit_s, target), redirect_stdout(sys.stderr), double_precision():
        import jax

        stepper, notes = _stepper(code, dict(arguments or {}), target, roles or {})
        found, spec, reading = at_some_shapes(lambda shapes: _transformation(stepper, shapes))
        framework = f"jax {jax.__version__}"
        zero = stepper.named(Part.STATE) if not stepper.begun else []
        assumptions = [f"{', '.join(zero)}: zero before the first step"] if zero else []
    return Trace(
        target,
        framework,
        spec,
        (*assumptions, *reading.assumptions),
        (*notes, *reading.notes),
        _replay(stepper, found.shapes),
    )


def _stepper(code: Any, arguments: dict[str, Any], target: str, given: Mapping[str, str]) -> tuple[Stepper, list[str]]:
    inner = code
    while isinstance(inner, functools.partial):
        arguments, inner = {**inner.keywords, **arguments}, inner.func
    source = inspect.unwrap(inner)
    if isinstance(inner, type):
        return _class(inner, arguments, target, given)
    parts = roles(source, given)
    _check(parts, target)
    known = {name: _value(name, source, arguments) for name, x in parts.items() if x is Part.HYPERPARAMETER}
    unknown = [name for name in arguments if name not in parts]
    if unknown:
        raise TraceError(f"{target} has no argument {unknown[0]!r}; it has {', '.join(parts)}")
    free = {name: x for name, x in known.items() if is_free(x)}
    fixed = {name: x for name, x in {**known, **arguments}.items() if name not in free}
    begin = _beside(source) if list(parts.values()).count(Part.STATE) == 1 else None
    notes = [_roles_note(parts), *([f"its state is made by {begin.__name__}"] if begin else [])]
    init = None if begin is None else _ignoring(begin)
    stepper = Stepper(target, free, lambda _: inner, init, parts, source, fixed, begun=init is not None)
    return (_with_form(stepper) if init is None else stepper), notes


def _with_form(stepper: Stepper) -> Stepper:
    """The same with a state of the form that its step takes and gives back, where there is one state."""
    import jax

    states = stepper.named(Part.STATE)
    if len(states) != 1:
        return stepper

    def step(parameters: Any, state: Any) -> Any:
        counts = {name: x for name, x in stepper.start(stepper.values, parameters).items() if name != states[0]}
        gradients = jax.tree.map(jax.numpy.ones_like, parameters)
        return stepper.after(stepper.values, parameters, gradients, {states[0]: state, **counts})[1][states[0]]

    array = jax.numpy.ones((2, 3), np.float64)
    for parameters in (dict.fromkeys(KEYS, array), array):
        form = form_of(step, parameters)
        if form is not None:
            return replace(stepper, init=_ignoring(form), begun=False)
    return stepper


def _ignoring(form: Callable[[Any], Any]) -> Callable[[Mapping[str, Any], Any], Any]:
    return lambda _, parameters: form(parameters)


def _beside(step: Callable[..., Any]) -> Callable[[Any], Any] | None:
    """The function beside a step that makes its state: ``adam_init(params)`` for ``adam_update``."""
    found: list[tuple[int, Any]] = []
    mine = set(step.__name__.split("_"))
    for name, x in step.__globals__.items():
        shared = len(mine & set(name.split("_"))) + (name in INITS)
        if shared and "init" in name and inspect.isfunction(x) and x.__module__ == step.__module__:
            bare = [n for n, p in inspect.signature(x).parameters.items() if p.default is p.empty]
            if [roles(x)[n] for n in bare] == [Part.PARAMETER]:
                found.append((shared, x))
    return max(found, key=lambda pair: pair[0], default=(0, None))[1]


def _class(cls: type, arguments: dict[str, Any], target: str, given: Mapping[str, str]) -> tuple[Stepper, list[str]]:
    init = next((name for name in INITS if callable(getattr(cls, name, None))), None)
    step = next((name for name in STEPS if callable(vars(cls).get(name))), None)
    if init is None or step is None:
        missing = f"a method {INITS[0]}(params)" if init is None else f"a method such as {STEPS[0]} or {STEPS[1]}"
        raise TraceError(f"{target} has no {missing}; JAX code hands its states round, and they are read from there")
    method = getattr(cls, step)
    parts = {name: x for name, x in roles(method, given).items() if name != "self"}
    others = [name for name, x in parts.items() if x in (Part.OTHER, Part.STATE)]
    parts = {name: Part.STATE if name in others[:1] else x for name, x in parts.items()}
    _check(parts, target)
    made = inspect.signature(cls).parameters.values()
    known = {
        p.name: _value(p.name, cls, arguments) for p in made if p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)
    }
    unknown = [name for name in arguments if name not in known and name not in parts]
    if unknown:
        raise TraceError(f"{target} has no argument {unknown[0]!r}; it has {', '.join(known)}")

    def instance(values: Mapping[str, Any]) -> Any:
        return cls(**{**known, **{name: x for name, x in values.items() if name in known}})

    of_step = {name: _value(name, method, arguments) for name, x in parts.items() if x is Part.HYPERPARAMETER}
    free = {name: x for name, x in {**known, **of_step}.items() if is_free(x)}
    stepper = Stepper(
        target,
        free,
        lambda values: getattr(instance(values), step),
        lambda values, parameters: getattr(instance(values), init)(parameters),
        parts,
        method,
    )
    return stepper, [f"read from {init} and {step}", _roles_note(parts)]


def _usual(name: str) -> float:
    return USUAL.get(hyperparameters([name])[name].word.name, 0.5)


def _value(name: str, code: Callable[..., Any], arguments: Mapping[str, Any]) -> Any:
    default = inspect.signature(code).parameters[name].default
    return arguments.get(name, _usual(name) if default is inspect.Parameter.empty else default)


def _check(parts: Mapping[str, Part], target: str) -> None:
    for part in (Part.PARAMETER, Part.GRADIENT):
        if part not in parts.values():
            raise TraceError(
                f"{target}: no argument looks like the {part} among {', '.join(parts) or 'none'}; "
                f"say which it is, as in --role {part}=name"
            )


def _roles_note(parts: Mapping[str, Part]) -> str:
    return "roles: " + ", ".join(f"{name} is {part}" for name, part in parts.items() if part is not Part.OTHER)


# ---------------------------------------------------------------- as a transformation


def _transformation(stepper: Stepper, shapes: Shapes) -> Transformation:
    import jax

    arrays = [jax.ShapeDtypeStruct(s, np.float64) for s in shapes]
    parameters = dict(zip(KEYS, arrays, strict=True)) if len(shapes) == 2 else arrays[0]
    added = _is_update(stepper, shapes)

    def step(values: Mapping[str, Any], parameters: Any, gradients: Any, state: Any) -> tuple[Any, Any]:
        found, new = stepper.after(values, parameters, gradients, state)
        return (jax.tree.map(lambda p, u: p + u, parameters, found) if added else found), new

    def leaves(state: Any) -> list[Leaf]:
        pairs, _ = jax.tree_util.tree_flatten_with_path(state)
        return [leaf_of(path, x, shapes) for path, x in pairs]

    return Transformation(stepper.target, stepper.values, parameters, shapes, stepper.start, step, leaves)


def _is_update(stepper: Stepper, shapes: Shapes) -> bool:
    """Whether the step returns what is to be added to the parameter: it stays when the parameter is moved far off."""
    import jax

    def result(offset: float) -> float:
        arrays = [jax.numpy.full(s, 0.5 + offset, np.float64) for s in shapes]
        theta = dict(zip(KEYS, arrays, strict=True)) if len(shapes) == 2 else arrays[0]
        state = stepper.start(stepper.values, theta)
        found, _ = stepper.after(stepper.values, theta, jax.tree.map(jax.numpy.ones_like, theta), state)
        return float(jax.numpy.mean(jax.tree.leaves(found)[0]))

    try:
        return abs(result(FAR) - result(0.0)) < FAR / 2
    except TraceError:
        raise
    except Exception:  # the code's own, which is raised again where it is reported
        return False


def _replay(stepper: Stepper, shapes: Shapes) -> Callable[[NDArray[Any], Sequence[NDArray[Any]]], list[NDArray[Any]]]:
    def replay(start: NDArray[Any], gradients: Sequence[NDArray[Any]]) -> list[NDArray[Any]]:
        import jax

        def tree(x: Any) -> Any:
            array = jax.numpy.asarray(x, np.float64)
            array = array.reshape(-1) if len(shapes[0]) == 1 else array
            return {KEYS[0]: array} if len(shapes) == 2 else array

        with double_precision():
            added = _is_update(stepper, shapes)
            theta = tree(start)
            state = stepper.start(stepper.values, theta)
            after = []
            for gradient in gradients:
                found, state = stepper.after(stepper.values, theta, tree(gradient), state)
                theta = jax.tree.map(lambda p, u: p + u, theta, found) if added else found
                after.append(np.asarray(jax.tree.leaves(theta)[0], np.float64).reshape(np.shape(start)))
        return after

    return replay
