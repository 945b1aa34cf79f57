"""Where running code keeps its numbers and arrays: the places that can be reached from an object, by path.

>>> class Code:
...     def __init__(self):
...         self.m, self.counts = {"W": 0.5}, [1, 2]
>>> code = Code()
>>> found = places({"self": code})
>>> [name_of(path, frozenset({"W"})) for path in found]
['m', 'counts', 'counts']
>>> put({"self": code}, next(iter(found)), 7)
>>> code.m
{'W': 7}
"""

from __future__ import annotations

import sys
import types
from collections import deque
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from adaptsym.trace.numpy.duck import Duck

MAX_PLACES = 5000
INSTALLED = ("site-packages", "dist-packages")
# the package of the code that is read
HOME: ContextVar[str] = ContextVar("HOME", default="")


class Link(NamedTuple):
    """One link of a path: an attribute, an item of a dictionary, list or tuple, a cell of a closure, a default."""

    kind: str
    key: Any


@dataclass(frozen=True)
class Names:
    """Some global names of some modules, as items."""

    spaces: dict[str, dict[str, Any]]  # by name

    @classmethod
    def of(cls, functions: list[types.FunctionType], chosen: Callable[[types.FunctionType], list[str]]) -> Names:
        """The chosen names of each function."""
        return cls({n: f.__globals__ for f in functions for n in chosen(f)})

    def __getitem__(self, name: str) -> Any:
        return self.spaces[name][name]

    def __setitem__(self, name: str, value: Any) -> None:
        self.spaces[name][name] = value


Path = tuple[Link, ...]
LEAVES = (int, float, complex, str, bytes, bool, type(None), np.ndarray, np.generic, np.dtype, Duck)
CLOSED = (types.ModuleType, type, types.BuiltinFunctionType, np.ufunc)


def places(root: Any, skip: frozenset[int] = frozenset()) -> dict[Path, Any]:
    """Every number, array and None that can be reached, by its path; nothing is entered twice, nor what is skipped."""
    kinds = (int, float, np.number, np.ndarray, Duck, type(None))
    return {path: x for path, x in _walked(root, skip) if isinstance(x, kinds) and not isinstance(x, bool)}


def iterators(root: Any) -> list[Path]:
    """Where iterators and generators stand, whose state is out of reach."""
    return [path for path, x in _walked(root, frozenset()) if isinstance(x, Iterator)]


def _walked(root: Any, skip: frozenset[int]) -> Iterator[tuple[Path, Any]]:
    seen = set(skip)
    waiting: list[tuple[Path, Any]] = [((), root)]
    for _ in range(MAX_PLACES):
        if not waiting:
            return
        path, x = waiting.pop()
        yield path, x
        if isinstance(x, (*LEAVES, *CLOSED)) or id(x) in seen or _foreign(x):
            continue
        seen.add(id(x))
        waiting += reversed([((*path, link), y) for link, y in _below(x)])


def _foreign(x: Any) -> bool:
    """Whether an object is of a class of Python's library, or of an installed package that is not the code's own."""
    package = type(x).__module__.partition(".")[0]
    if package in (HOME.get(), "builtins", "types", "collections", "__main__"):
        return False
    file = getattr(sys.modules.get(package), "__file__", None) or ""
    return package in sys.stdlib_module_names or any(part in file for part in INSTALLED)


def _below(x: Any) -> Iterator[tuple[Link, Any]]:
    if isinstance(x, Names):
        yield from ((Link("item", name), x[name]) for name in x.spaces)
    elif isinstance(x, dict):
        yield from ((Link("item", key), value) for key, value in x.items())
    elif isinstance(x, tuple) and hasattr(x, "_fields"):
        yield from ((Link("field", name), getattr(x, name)) for name in x._fields)
    elif isinstance(x, (list, tuple, deque)):
        yield from ((Link("item", n), value) for n, value in enumerate(x))
    elif isinstance(x, types.MethodType):
        yield Link("attribute", "__self__"), x.__self__
    elif isinstance(x, types.FunctionType):
        for name, cell in zip(x.__code__.co_freevars, x.__closure__ or (), strict=True):
            try:
                yield Link("cell", name), cell.cell_contents
            except ValueError:
                continue
        yield from ((Link("attribute", name), value) for name, value in vars(x).items() if name != "__wrapped__")
        for n, value in enumerate(x.__defaults__ or ()):
            if isinstance(value, (dict, list)):
                yield Link("default", n), value
    else:
        slots = [n for kind in type(x).__mro__ for n in _names(vars(kind).get("__slots__", ()))]
        names = dict.fromkeys([*getattr(x, "__dict__", {}), *slots])
        yield from ((Link("attribute", n), getattr(x, n)) for n in names if hasattr(x, n))


def _names(slots: Any) -> tuple[str, ...]:
    return (slots,) if isinstance(slots, str) else tuple(slots)


def get(root: Any, path: Path) -> Any:
    """What stands at a path."""
    for link in path:
        root = _step(root, link)
    return root


def _step(x: Any, link: Link) -> Any:
    match link:
        case Link("item", key):
            return x[key]
        case Link("cell", name):
            return x.__closure__[x.__code__.co_freevars.index(name)].cell_contents
        case Link("default", n):
            return x.__defaults__[n]
        case Link(_, name):
            return getattr(x, name)


def put(root: Any, path: Path, value: Any) -> None:
    """Put a value at a path; a tuple on the way is made anew."""
    *way, last = path
    owner = get(root, tuple(way))
    match last:
        case Link("field", name):
            put(root, tuple(way), owner._replace(**{name: value}))
        case Link("item", n) if isinstance(owner, tuple):
            put(root, tuple(way), (*owner[:n], value, *owner[n + 1 :]))
        case Link("item", key):
            owner[key] = value
        case Link("cell", name):
            owner.__closure__[owner.__code__.co_freevars.index(name)].cell_contents = value
        case Link("default", n):
            owner.__defaults__ = (*owner.__defaults__[:n], value, *owner.__defaults__[n + 1 :])
        case Link(_, name):
            object.__setattr__(owner, name, value)


def name_of(path: Path, keys: frozenset[Any] = frozenset()) -> str:
    """The code's own name for a place: the last name on the way that is neither a number nor a parameter's key."""
    names = [x.key for x in path if isinstance(x.key, str) and not (x.kind == "item" and x.key in keys)]
    named = [n for n in names if n.isidentifier() and not n.startswith("__")]
    return named[-1].strip("_") or "state" if named else "state"


def text_of(path: Path) -> str:
    """A path, as it would be typed."""
    parts = [f"[{link.key!r}]" if link.kind == "item" else f".{link.key}" for link in path[1:]]
    return f"{path[0].key}{''.join(parts)}" if path else ""
