"""Optimizers of Keras 3, or of one's own, traced by JAX over Keras's stateless interface."""

from __future__ import annotations

import inspect
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from adaptsym.trace.limits import time_limit
from adaptsym.trace.model import Trace, TraceError
from adaptsym.trace.recurrence import at_some_shapes
from adaptsym.trace.transformation import KEYS, VECTORS, Leaf, Shapes, Transformation, double_precision, is_free

if TYPE_CHECKING:
    from numpy.typing import NDArray

RATE = "learning_rate"  # Keras keeps it in a variable


def trace_keras(
    cls: Any, arguments: Mapping[str, Any] | None = None, *, target: str = "", limit_s: float = 20
) -> Trace:
    """Read one step of a Keras optimizer, on Keras's JAX backend, in doubles.

    Args:
        cls: a subclass of ``keras.optimizers.Optimizer``.
        arguments: what it is constructed with; the others keep their defaults.
        target: what reports call it.
        limit_s: seconds after which it is given up (in the main thread).

    Raises:
        TraceError: if it cannot be read as equations of one step, or Keras runs on another backend.
    """
    given = dict(arguments or {})
    target = target or str(getattr(cls, "__name__", "optimizer"))
    keras = import_keras()
    if not (isinstance(cls, type) and issubclass(cls, keras.optimizers.Optimizer)):
        raise TraceError(f"{target} is no class of Keras optimizers; give the class and its arguments")
    with time_limit(limit_s, target), redirect_stdout(sys.stderr), doubles(keras):
        code, spec, reading = at_some_shapes(
            lambda shapes: _transformation(_built(keras, cls, given, target, shapes), shapes, target)
        )
    assumptions = (*reading.assumptions, *_switched_off(keras, cls, given))
    framework = f"keras {keras.__version__}, its JAX backend"
    return Trace(
        target,
        framework,
        spec,
        assumptions,
        tuple(reading.notes),
        _replay(lambda shape: _built(keras, cls, given, target, (shape,)), keras, flat=code.shapes == VECTORS),
    )


def import_keras() -> Any:
    """Keras on its JAX backend. Importing it leaves the environment as it is, and writes no settings file.

    Raises:
        TraceError: if it runs, or is told to run, on another backend.
    """
    backend = os.environ.get("KERAS_BACKEND")
    if "keras" not in sys.modules:
        if backend not in (None, "", "jax"):
            raise TraceError(f"KERAS_BACKEND is {backend}; Keras optimizers are read on its JAX backend: set it to jax")
        with tempfile.TemporaryDirectory() as folder, _environment(KERAS_BACKEND="jax", **_home(folder)):
            import keras
    else:
        import keras
    if keras.backend.backend() != "jax":
        raise TraceError(
            f"Keras runs on {keras.backend.backend()}; its optimizers are read on JAX: "
            "set KERAS_BACKEND=jax before Keras is imported"
        )
    return keras


def _home(folder: str) -> dict[str, str]:
    """Keras writes a settings file into its home where there is none yet; then another folder is its home."""
    own = Path(os.environ.get("KERAS_HOME") or Path.home() / ".keras") / "keras.json"
    return {} if own.exists() else {"KERAS_HOME": folder}


@contextmanager
def _environment(**values: str) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@contextmanager
def doubles(keras: Any) -> Iterator[None]:
    """Doubles in Keras and JAX, inside only."""
    before = keras.config.floatx()
    with double_precision():
        keras.config.set_floatx("float64")
        try:
            yield
        finally:
            keras.config.set_floatx(before)


def _built(keras: Any, cls: Any, given: Mapping[str, Any], target: str, shapes: Shapes) -> Any:
    """A new optimizer, built for variables of these shapes."""
    named = {"name": cls.__name__.lower(), **given} if "name" in _arguments(cls) else given
    try:
        optimizer = cls(**named)
        variables = [
            keras.Variable(np.zeros(shape), dtype="float64", name=key) for key, shape in zip(KEYS, shapes, strict=False)
        ]
        optimizer.build(variables)
    except Exception as error:  # the code's own
        first = (str(error).strip().splitlines() or [""])[0]
        raise TraceError(f"{target} cannot be constructed: {type(error).__name__}: {first[:200]}") from error
    return optimizer


def _arguments(cls: type) -> dict[str, Any]:
    """The arguments of a class and of those that it is made of, with their defaults."""
    found: dict[str, Any] = {}
    for base in cls.__mro__:
        if "__init__" in vars(base) and base is not object:
            for p in inspect.signature(vars(base)["__init__"]).parameters.values():
                if p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY) and p.name != "self":
                    found.setdefault(p.name, p.default)
    return found


def _switched_off(keras: Any, cls: type, given: Mapping[str, Any]) -> list[str]:
    """The arguments that are no numbers, where they are given or the class's own."""
    common = _arguments(keras.optimizers.Optimizer)
    values = {name: given.get(name, default) for name, default in _arguments(cls).items()}
    off = [
        f"{k}={v!r}" for k, v in values.items() if (k in given or k not in common) and not (is_free(v) or callable(v))
    ]
    return [f"as constructed: {', '.join(off)}"] if off else []


def _transformation(optimizer: Any, shapes: Shapes, target: str) -> Transformation:
    import jax

    free = {n: getattr(optimizer, n) for n in _arguments(type(optimizer)) if n != RATE and is_free(_get(optimizer, n))}
    rate = _rate(optimizer)
    values = {RATE: float(np.asarray(rate.value)), **free} if rate is not None else free
    arrays = [jax.ShapeDtypeStruct(s, np.float64) for s in shapes]

    def init(given: Mapping[str, Any], _parameters: Any) -> list[Any]:
        return [given[RATE] if v is rate else v.value for v in optimizer.variables]

    def step(given: Mapping[str, Any], parameters: Any, gradients: Any, state: Any) -> tuple[list[Any], list[Any]]:
        before = {name: getattr(optimizer, name) for name in free}
        try:
            for name in free:
                setattr(optimizer, name, given[name])
            moved, new = optimizer.stateless_apply(state, gradients, parameters)
        finally:
            for name, value in before.items():
                setattr(optimizer, name, value)
        return list(moved), list(new)

    return Transformation(target, values, arrays, shapes, init, step, lambda _state: _leaves(optimizer))


def _get(optimizer: Any, name: str) -> Any:
    return getattr(optimizer, name, None)


def _rate(optimizer: Any) -> Any:
    """The variable that holds the learning rate, where there is one."""
    found = optimizer.learning_rate
    return next((v for v in optimizer.variables if v is found), None)


def _leaves(optimizer: Any) -> list[Leaf]:
    """The optimizer's variables by their own names, or by the attributes that hold them."""
    attributes = {id(x): name.strip("_") for name, x in vars(optimizer).items()}
    leaves = []
    for v in optimizer.variables:
        owner = next((k for k, key in enumerate(KEYS) if v.name.startswith(f"{key}_")), None)
        name = attributes.get(id(v), v.name) if owner is None else v.name.removeprefix(f"{KEYS[owner]}_")
        leaves.append(Leaf(name, owner, tuple(v.shape), str(v.dtype)))
    return leaves


def _replay(
    build: Callable[[tuple[int, ...]], Any], keras: Any, *, flat: bool
) -> Callable[[NDArray[Any], Sequence[NDArray[Any]]], list[NDArray[Any]]]:
    def replay(start: NDArray[Any], gradients: Sequence[NDArray[Any]]) -> list[NDArray[Any]]:
        import jax

        with doubles(keras):
            theta = [jax.numpy.asarray(np.ravel(start) if flat else start, np.float64)]
            optimizer = build(theta[0].shape)
            state = [v.value for v in optimizer.variables]
            update = jax.jit(optimizer.stateless_apply)
            after = []
            for gradient in gradients:
                given = jax.numpy.asarray(gradient, np.float64).reshape(theta[0].shape)
                theta, state = update(state, [given], theta)
                after.append(np.asarray(theta[0]).reshape(np.shape(start)))
        return after

    return replay
