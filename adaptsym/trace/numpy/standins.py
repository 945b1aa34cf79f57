"""Stand-ins for `numpy`, `math` and a few of Python's functions, in the modules whose code is traced."""

from __future__ import annotations

import builtins
import math
import sysconfig
import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np

from adaptsym.trace.model import TraceError
from adaptsym.trace.numpy.arrays import FUNCTIONS
from adaptsym.trace.numpy.builtin import LOOPS, MATH, POWERS, PYTHON, Log, plain_type
from adaptsym.trace.numpy.duck import UFUNCS, Duck
from adaptsym.trace.numpy.places import INSTALLED

MAKERS = ("zeros", "ones", "empty", "full", "array", "asarray", "asanyarray", "ascontiguousarray")
IN_WHICH = ("dtype", "casting", "order", "subok")  # how floats are computed, which no equation says
ROWS = FUNCTIONS | POWERS
MAX_FUNCTIONS = 200
CLOSED = ("builtins", "numpy", "typing", "abc", "enum", "collections")
LIBRARY = sysconfig.get_path("stdlib")


class Module:
    """A module whose functions take stand-ins too; whatever has no row is the real module's own."""

    def __init__(self, real: types.ModuleType, rows: Mapping[str, Callable[..., Any]], makers: tuple[str, ...]) -> None:
        self._real, self._rows, self._makers = real, rows, makers

    def __getattr__(self, name: str) -> Any:
        if name in ("linalg",):
            return Module(getattr(self._real, name), FUNCTIONS, ())
        if name in ("finfo", "iinfo"):
            real = getattr(self._real, name)
            return lambda *args: real(*map(plain_type, args))
        if name == "random":
            raise TraceError("the code uses random numbers (numpy.random), which no equation holds")
        return function(getattr(self._real, name), name, self._rows, self._makers)


def function(real: Any, name: str, rows: Mapping[str, Callable[..., Any]], makers: tuple[str, ...]) -> Any:
    """A function that takes stand-ins too."""
    if name in makers:
        return rows[name]
    if name not in rows or isinstance(real, type):
        return real
    row = rows[name]

    def call(*args: Any, **options: Any) -> Any:
        if not any(_symbolic(x) for x in (*args, *options.values())):
            return real(*args, **options)
        out = options.pop("out", None)
        if name in UFUNCS:
            options = {n: x for n, x in options.items() if n not in IN_WHICH}
        made = row(*args, **options)
        if out is None:
            return made
        target = out[0] if isinstance(out, tuple) else out
        if not isinstance(target, Duck):
            raise TraceError(f"{name} writes a symbolic value into an array of numbers")
        target.write(made)
        return target

    if isinstance(real, np.ufunc):
        call.reduce = _reduction(real, name)  # type: ignore[attr-defined]
    return call


def _reduction(real: np.ufunc, name: str) -> Callable[..., Any]:
    def reduce(x: Any, *args: Any, **options: Any) -> Any:
        if not _symbolic(x):
            return real.reduce(x, *args, **options)
        if name != "add":
            raise TraceError(f"numpy.{name}.reduce of a symbolic array is not read")
        return FUNCTIONS["sum"](x, **options)

    return reduce


def _symbolic(x: Any) -> bool:
    return isinstance(x, (Duck, Log)) or (isinstance(x, (list, tuple)) and any(isinstance(y, Duck) for y in x))


def stand_in(value: Any) -> Any:
    """What stands in for a value of a module's, or the value itself."""
    if value is np or getattr(value, "__name__", "") == "autograd.numpy":
        return Module(np, ROWS, MAKERS)
    if value is np.linalg:
        return Module(np.linalg, FUNCTIONS, ())
    if value is np.random:
        return Module(np, FUNCTIONS, ()).random
    if value is math:
        return Module(math, MATH, ())
    python = python_of(value)
    if python is not value:
        return python
    name = getattr(value, "__name__", None)
    if not isinstance(name, str):
        return value
    if getattr(math, name, None) is value:
        return function(value, name, MATH, ())
    if name in ROWS and value in (getattr(np, name, None), getattr(np.linalg, name, None)):
        return function(value, name, ROWS, MAKERS)
    return value


def python_of(code: Any) -> Any:
    """The Python function that was given to Numba's jit; anything else as it is."""
    python = getattr(code, "py_func", None)
    return python if isinstance(python, types.FunctionType) else code


@contextmanager
def standing_in(spaces: Sequence[dict[str, Any]], *, loops: bool = False) -> Iterator[None]:
    """While inside, the modules of the code see stand-ins; afterwards everything is as it was.

    Args:
        spaces: the global names of the code that is traced.
        loops: whether `range` counts in stand-ins too.
    """
    saved: list[tuple[dict[str, Any], str, Any]] = []
    missing = object()
    try:
        for names in spaces:
            for name, value in list(names.items()):
                other = stand_in(value)
                if other is not value:
                    saved.append((names, name, value))
                    names[name] = other
            for name, row in (PYTHON | LOOPS if loops else PYTHON).items():
                if names.get(name) is getattr(builtins, name) and name in names:
                    saved.append((names, name, names[name]))
                    names[name] = row
                elif name not in names:
                    saved.append((names, name, missing))
                    names[name] = row
        yield
    finally:
        for names, name, value in reversed(saved):
            if value is missing:
                names.pop(name, None)
            else:
                names[name] = value


def functions_of(code: Any) -> list[types.FunctionType]:
    """The Python functions of the code, and those that they name, outside of installed packages other than its own."""
    home = package_of(code)
    found: dict[int, types.FunctionType] = {}
    waiting = [code]
    while waiting and len(found) < MAX_FUNCTIONS:
        x = waiting.pop()
        x = python_of(getattr(x, "__func__", x))
        if isinstance(x, type):
            waiting += [_inside(y) for kind in x.__mro__ if package_of(kind) not in CLOSED for y in vars(kind).values()]
        elif isinstance(x, types.FunctionType) and id(x) not in found and not _outside(x, home):
            found[id(x)] = x
            waiting += [x.__globals__[n] for n in names_in(x.__code__) if n in x.__globals__]
            waiting += [c.cell_contents for c in x.__closure__ or () if not _empty(c)]
    return list(found.values())


def names_in(code: types.CodeType) -> tuple[str, ...]:
    """The names that a function, and the functions inside it, look up."""
    inner = [names_in(c) for c in code.co_consts if isinstance(c, types.CodeType)]
    return tuple(dict.fromkeys([*code.co_names, *(n for names in inner for n in names)]))


def _inside(x: Any) -> Any:
    if isinstance(x, (staticmethod, classmethod)):
        return x.__func__
    return x.fget if isinstance(x, property) else x


def _empty(cell: types.CellType) -> bool:
    try:
        cell.cell_contents  # noqa: B018
    except ValueError:
        return True
    return False


def package_of(x: Any) -> str:
    """The package in which a function or a class stands."""
    return str(getattr(x, "__module__", "")).partition(".")[0]


def _outside(x: types.FunctionType, home: str) -> bool:
    """Whether a function is of Python's own library, or of an installed package that is not the code's."""
    file = x.__code__.co_filename
    return package_of(x) != home and (file.startswith(LIBRARY) or any(part in file for part in INSTALLED))


def spaces_of(functions: Sequence[types.FunctionType]) -> list[dict[str, Any]]:
    """The global names of functions, each dictionary once."""
    return list({id(f.__globals__): f.__globals__ for f in functions}.values())
