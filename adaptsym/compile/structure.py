"""Parameters as people keep them: an array, or lists, tuples and dictionaries of arrays, nested as one likes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from adaptsym.errors import InputError

Array = NDArray[Any]
_ARRAYS = {np.ndarray}
Tree = Any  # an array, or a list, tuple, named tuple or dictionary of trees


@dataclass(frozen=True)
class Structure:
    """How arrays are nested: a leaf has no `keys`; `kind` is the type of the container."""

    kind: Any
    keys: tuple[Any, ...] = ()
    parts: tuple[Structure, ...] = ()
    leaf: bool = False

    def leaves(self, tree: Tree, what: str) -> list[Array]:
        """The arrays of a tree that has this structure, in order.

        Raises:
            InputError: where the tree is different, naming the place.
        """
        if self.leaf:  # the common case, and the fast one
            if isinstance(tree, np.ndarray):
                return [tree]
            raise InputError(f"{what} must be a NumPy array as the parameters are, got {type(tree).__name__}")
        if self._flat and type(tree) is list and len(tree) == len(self.keys) and set(map(type, tree)) == _ARRAYS:
            return list(tree)  # what `_collect` would find, sooner
        found: list[Array] = []
        self._collect(tree, what, "", found)
        return found

    @cached_property
    def _flat(self) -> bool:
        """Whether this is a list of arrays."""
        return self.kind is list and all(part.leaf for part in self.parts)

    def _collect(self, tree: Tree, what: str, path: str, into: list[Array]) -> None:
        if self.leaf:
            if not isinstance(tree, np.ndarray):
                raise InputError(f"{what}{_at(path)} must be a NumPy array, got {type(tree).__name__}")
            into.append(tree)
            return
        if not isinstance(tree, self.kind):
            expected = self.kind.__name__
            raise InputError(f"{what}{_at(path)} must be a {expected} as the parameters are, got {type(tree).__name__}")
        if len(tree) != len(self.keys) or (isinstance(tree, Mapping) and any(k not in tree for k in self.keys)):
            got = list(tree) if isinstance(tree, Mapping) else f"{len(tree)} entries"
            wanted = list(self.keys) if isinstance(tree, Mapping) else f"{len(self.keys)} entries"
            raise InputError(f"{what}{_at(path)} differs from the parameters: expected {wanted}, got {got}")
        for key, part in zip(self.keys, self.parts, strict=True):
            inner = tree[key]
            if part.leaf and isinstance(inner, np.ndarray):
                into.append(inner)
            else:
                part._collect(inner, what, f"{path}/{key}" if path else str(key), into)

    def build(self, leaves: Sequence[Any]) -> Tree:
        """A tree of this structure from its leaves, in order."""
        return self._build(iter(leaves))

    def _build(self, leaves: Iterator[Any]) -> Tree:
        if self.leaf:
            return next(leaves)
        parts = [part._build(leaves) for part in self.parts]
        if issubclass(self.kind, dict):
            return self.kind(zip(self.keys, parts, strict=True))
        return self.kind(*parts) if hasattr(self.kind, "_fields") else self.kind(parts)

    def paths(self, path: str = "") -> Iterator[str]:
        """Where each leaf stands: ``encoder/0/weight``; '' for an array alone."""
        if self.leaf:
            yield path
        for key, part in zip(self.keys, self.parts, strict=True):
            yield from part.paths(f"{path}/{key}" if path else str(key))


def _at(path: str) -> str:
    return f" at {path!r}" if path else ""


_LEAF = Structure(np.ndarray, leaf=True)


def structure_of(tree: Tree, path: str = "") -> Structure:
    """The structure of parameters.

    Raises:
        InputError: where something is neither an array nor a container of arrays.

    >>> list(structure_of({"w": np.zeros(2), "b": [np.zeros(1)]}).paths())
    ['w', 'b/0']
    """
    if isinstance(tree, np.ndarray):
        return _LEAF
    kind = _kind(tree)
    if kind is not None:
        items = list(tree.items() if isinstance(tree, dict) else enumerate(tree))
        return Structure(kind, tuple(k for k, _ in items), tuple(structure_of(v, _join(path, k)) for k, v in items))
    raise InputError(
        f"params{_at(path)} must be a NumPy array, or a list, tuple or dict of them, got {type(tree).__name__}"
    )


def _kind(tree: Tree) -> Any:
    """The type by which a container is built anew; other subclasses, such as defaultdict, become what they extend."""
    if isinstance(tree, dict):
        return OrderedDict if isinstance(tree, OrderedDict) else dict
    if isinstance(tree, tuple):
        return type(tree) if hasattr(tree, "_fields") else tuple
    return list if isinstance(tree, list) else None


def _join(path: str, key: Any) -> str:
    return f"{path}/{key}" if path else str(key)
