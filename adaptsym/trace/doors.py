"""Which tracer reads a piece of code.

>>> door_of(print)
'python'
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from typing import Any

from adaptsym.errors import InputError
from adaptsym.trace.jax_code import trace_jax
from adaptsym.trace.keras import trace_keras
from adaptsym.trace.model import Trace, TraceError
from adaptsym.trace.numpy import trace_python
from adaptsym.trace.optax import trace_optax
from adaptsym.trace.targets import Target, load, parse
from adaptsym.trace.torch import trace_torch

# the packages whose classes and functions a tracer is for; everything else is plain Python
PACKAGES = {"torch": ("torch",), "optax": ("optax",), "keras": ("keras", "keras_core", "tf_keras")}
JAX = {"jax", "jaxlib"}


def trace(
    target: Any,
    arguments: Mapping[str, Any] | None = None,
    *,
    roles: Mapping[str, str] | None = None,
    limit_s: float = 20,
) -> Trace:
    """Read one step off running code, which is imported and run for it.

    Args:
        target: a text as `adaptsym.trace.targets` describes it, or the class, function or object itself.
        arguments: hyperparameters to make it with, where it is not a text.
        roles: which argument is what, for plain functions: ``{"grad": "dw"}``.
        limit_s: seconds after which it is given up (in the main thread).

    Raises:
        InputError: if a text names no code.
        TraceError: if the code cannot be read as an optimizer.
    """
    if isinstance(target, str):
        if arguments:
            raise InputError(f"{target}: give arguments in the text, as {target}(momentum=0.9), or the object itself")
        named = parse(target)
        code = load(named)
    else:
        name = getattr(target, "__qualname__", type(target).__name__)
        named, code = Target(name, "", name, dict(arguments or {})), target
    return trace_loaded(code, named, roles=roles, limit_s=limit_s)


def trace_loaded(code: Any, named: Target, *, roles: Mapping[str, str] | None = None, limit_s: float = 20) -> Trace:
    """Read one step off the code that a target names; as `trace`."""
    return _READERS[door_of(code, named.arguments)](code, named, roles, limit_s)


def door_of(code: Any, arguments: Mapping[str, Any] | None = None) -> str:
    """The tracer for an object: ``torch``, ``optax``, ``keras``, ``jax`` or ``python``."""
    while isinstance(code, functools.partial):
        code = code.func
    kind = code if isinstance(code, type) else type(code)
    homes = {c.__module__.partition(".")[0] for c in kind.__mro__}
    if not isinstance(code, type):
        homes.add(str(getattr(code, "__module__", "")).partition(".")[0])
    for door, packages in PACKAGES.items():
        if homes & set(packages):
            return door
    if _is_transformation(code) or (inspect.isfunction(code) and _makes_transformation(code, arguments or {})):
        return "optax"
    return "jax" if _computes_with_jax(code) else "python"


def _is_transformation(x: Any) -> bool:
    """Anything with optax's two functions, whatever it is called."""
    fields = getattr(type(x), "_fields", ())
    return tuple(fields[:2]) == ("init", "update")


def _makes_transformation(function: Callable[..., Any], arguments: Mapping[str, Any]) -> bool:
    """Whether a function of a file that uses optax or JAX gives a transformation, when called for one."""
    used = _packages(function)
    if not used & {"jax", "optax"}:
        return False
    try:
        needed = inspect.signature(function).bind_partial(**arguments)
        missing = [
            p.name
            for p in inspect.signature(function).parameters.values()
            if p.default is p.empty and p.name not in needed.arguments and p.kind is not p.VAR_KEYWORD
        ]
        return _is_transformation(function(**dict.fromkeys(missing, 1e-3), **arguments))
    except Exception:  # a user's function may raise anything; it is then no maker of transformations
        return False


def _package(x: Any) -> str:
    """The package that a module or an object comes from."""
    return str(getattr(x, "__module__", None) or getattr(x, "__name__", "")).partition(".")[0]


def _packages(function: Any) -> set[str]:
    """The packages whose modules or objects stand among a function's global names."""
    return {_package(x) for x in getattr(function, "__globals__", {}).values()}


def _computes_with_jax(code: Any) -> bool:
    """Whether code is compiled by JAX, or a function or a method of a class names something of JAX."""
    inner = inspect.unwrap(code) if callable(code) else code
    if _package(type(code)) in JAX:
        return True
    functions = [x for x in vars(inner).values() if inspect.isfunction(x)] if isinstance(inner, type) else [inner]
    for function in functions:
        names = getattr(getattr(function, "__code__", None), "co_names", ())
        space = getattr(function, "__globals__", {})
        if {_package(space[n]) for n in names if n in space} & JAX:
            return True
    return False


Reader = Callable[[Any, Target, "Mapping[str, str] | None", float], Trace]


def _torch(code: Any, named: Target, _: Mapping[str, str] | None, limit_s: float) -> Trace:
    if not isinstance(code, type):
        raise TraceError(f"{named.text} is no optimizer class; name the class, such as torch.optim.Adam")
    return trace_torch(code, named.arguments, target=named.text, limit_s=limit_s)


def _keras(code: Any, named: Target, _: Mapping[str, str] | None, limit_s: float) -> Trace:
    if not isinstance(code, type):
        raise TraceError(f"{named.text} is no optimizer class; name the class, such as keras.optimizers.Adam")
    return trace_keras(code, named.arguments, target=named.text, limit_s=limit_s)


def _optax(code: Any, named: Target, _: Mapping[str, str] | None, limit_s: float) -> Trace:
    return trace_optax(code, named.arguments, target=named.text, limit_s=limit_s)


def _jax(code: Any, named: Target, roles: Mapping[str, str] | None, limit_s: float) -> Trace:
    return trace_jax(code, named.arguments, target=named.text, roles=roles, limit_s=limit_s)


def _python(code: Any, named: Target, roles: Mapping[str, str] | None, limit_s: float) -> Trace:
    return trace_python(code, target=named.text, roles=roles, arguments=named.arguments, limit_s=limit_s)


_READERS: dict[str, Reader] = {"torch": _torch, "keras": _keras, "optax": _optax, "jax": _jax, "python": _python}
