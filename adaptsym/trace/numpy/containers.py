"""How parameters and their gradients are handed over: one row a form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from adaptsym.trace.numpy.duck import Duck

KEYS = ("W1", "b1")
Values = Sequence[Any]


def is_value(x: Any) -> bool:
    """Whether something is an array or a number."""
    return isinstance(x, (np.ndarray, Duck, float, np.floating))


class ParameterObject:
    """A parameter as an object with its array and its gradient."""

    def __init__(self, data: Any) -> None:
        self.data = data
        self.grad: Any = None
        self.requires_grad = True

    value = property(lambda self: self.data, lambda self, x: setattr(self, "data", x))
    gradient = property(lambda self: self.grad, lambda self, x: setattr(self, "grad", x))
    shape = property(lambda self: self.data.shape)

    def __isub__(self, x: Any) -> ParameterObject:
        self.data = self.data - x
        return self

    def __iadd__(self, x: Any) -> ParameterObject:
        self.data = self.data + x
        return self

    def __imul__(self, x: Any) -> ParameterObject:
        self.data = self.data * x
        return self

    def __mul__(self, x: Any) -> Any:
        return self.data * x

    __rmul__ = __mul__


class Layer:
    """A layer with weights and biases, and their gradients beside them."""


@dataclass(frozen=True)
class Container:
    """A form.

    Attributes:
        note: for a report.
        count: how many parameters there are.
        pack: parameters, as the code is given them.
        values: the parameters again; None where what is given is no such container.
        write: other parameters into the same container; what to hand over from now on.
        gradients: as the code is given them, beside the packed parameters.
        inner: what in the packed is the container's own, and holds no state.
    """

    note: str
    count: int
    pack: Callable[[Values], Any]
    values: Callable[[Any], list[Any] | None]
    write: Callable[[Any, Values], Any]
    gradients: Callable[[Any, Values], Any]
    inner: Callable[[Any], list[Any]] = lambda packed: [packed]


def _dict_values(packed: Any) -> list[Any] | None:
    return [packed[key] for key in KEYS] if isinstance(packed, dict) and set(packed) == set(KEYS) else None


def _write_dict(packed: Any, values: Values) -> Any:
    packed.update(zip(KEYS, values, strict=True))
    return packed


def _dictionary(prefix: str) -> Container:
    return Container(
        "parameters in a dictionary",
        len(KEYS),
        lambda values: dict(zip(KEYS, values, strict=True)),
        _dict_values,
        _write_dict,
        lambda _, values: {prefix + key: x for key, x in zip(KEYS, values, strict=True)},
    )


def _list_values(packed: Any) -> list[Any] | None:
    good = isinstance(packed, (list, tuple)) and len(packed) == len(KEYS) and all(map(is_value, packed))
    return list(packed) if good else None


def _write_list(packed: Any, values: Values) -> Any:
    packed[:] = values
    return packed


def _object_values(packed: Any) -> list[Any] | None:
    good = isinstance(packed, list) and all(isinstance(x, ParameterObject) for x in packed)
    return [x.data for x in packed] if good else None


def _write_objects(packed: Any, values: Values) -> Any:
    for p, x in zip(packed, values, strict=True):
        p.data = x
    return packed


def _object_gradients(packed: Any, values: Values) -> Any:
    for p, x in zip(packed, values, strict=True):
        p.grad = x
    return list(values)


def _pairs(gradient_first: bool) -> Container:
    def gradients(packed: Any, values: Values) -> Any:
        pairs = zip(values, packed, strict=True) if gradient_first else zip(packed, values, strict=True)
        return list(pairs)

    return Container("pairs of parameters and gradients", 2, list, _list_values, _write_list, gradients)


def _layer(names: tuple[str, ...]) -> Container:
    def pack(values: Values) -> Any:
        layer = Layer()
        return write(layer, values)

    def write(packed: Any, values: Values) -> Any:
        for name, x in zip(names, values, strict=True):
            setattr(packed, name, x)
        return packed

    def values(packed: Any) -> list[Any] | None:
        return [getattr(packed, name) for name in names] if isinstance(packed, Layer) else None

    def gradients(packed: Any, values: Values) -> Any:
        for name, x in zip(names, values, strict=True):
            setattr(packed, f"d{name}", x)
        return packed

    return Container(f"a layer with {' and '.join(names)}", 2, pack, values, write, gradients, lambda _: [])


CONTAINERS: dict[str, Container] = {
    "array": Container(
        "",
        1,
        lambda values: values[0],
        lambda packed: [packed] if is_value(packed) else None,
        lambda _, values: values[0],
        lambda _, values: values[0],
        lambda _: [],
    ),
    "dict": _dictionary(""),
    "dict d": _dictionary("d"),
    "list": Container("parameters in a list", 2, list, _list_values, _write_list, lambda _, values: list(values)),
    "objects": Container(
        "parameters as objects with data and grad",
        2,
        lambda values: [ParameterObject(x) for x in values],
        _object_values,
        _write_objects,
        _object_gradients,
        lambda packed: [packed, *packed],
    ),
    "pairs": _pairs(gradient_first=True),
    "pairs parameter first": _pairs(gradient_first=False),
    "layer": _layer(("weights", "biases")),
    "layer W": _layer(("W", "b")),
    "arguments": Container(
        "each parameter an argument", 2, list, _list_values, _write_list, lambda _, values: list(values)
    ),
}
