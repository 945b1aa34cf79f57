"""Hyperparameters as they are given to an optimizer: numbers, schedules, arrays that broadcast."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np

from adaptsym.compile.ir import Input, Program
from adaptsym.errors import InputError
from adaptsym.spec import Spec
from adaptsym.term import Number, Symbol, Word

_NUMBERS = "fiuO"  # kinds of dtype: floats, integers, and objects such as fractions; neither text nor truth values
Value = Any  # float | NDArray | Callable[[int], float]


def defaults(spec: Spec, usual: Mapping[str, float]) -> dict[str, float]:
    """The usual values of a specification's hyperparameters, by their names in code: its own settings, then `usual`."""
    stated = {
        e.left.word: float(e.right.fraction)
        for e in spec.settings
        if isinstance(e.left, Symbol) and isinstance(e.right, Number)
    }
    found: dict[str, float] = {}
    for word in spec.hyperparameters:
        if word in stated:
            found[word.code_name] = stated[word]
        elif word.code_name in usual:
            found[word.code_name] = usual[word.code_name]
    return found


def checked(spec: Spec, given: Mapping[str, Value], usual: Mapping[str, Value]) -> dict[str, Value]:
    """Every hyperparameter of a specification, by its name in code.

    Raises:
        InputError: for a name that is not a hyperparameter, a missing value, or one outside its domain.
    """
    words = {w.code_name: w for w in spec.hyperparameters}
    if not isinstance(given, Mapping):
        raise InputError(f"{spec.name}: hyperparameters are given by their names, as a dict, got {given!r}")
    for name in given:
        if name not in words:
            raise InputError(f"{spec.name} has no hyperparameter {name!r}; it has {', '.join(words) or 'none'}")
    values = {name: given.get(name, usual.get(name)) for name in words}
    missing = [name for name, value in values.items() if value is None]
    if missing:
        raise InputError(f"{spec.name} needs a value for {', '.join(missing)}: {spec.name}({missing[0]}=...)")
    return {name: _valid(spec, words[name], value) for name, value in values.items()}


def _valid(spec: Spec, word: Word, value: Value) -> Value:
    if callable(value):
        return value
    try:
        raw = np.asarray(value)
        found = raw.astype(np.float64) if raw.dtype.kind in _NUMBERS else None
    except (TypeError, ValueError):
        found = None
    if found is None:
        raise InputError(
            f"{spec.name}: {word.code_name} must be a number, an array of numbers, or a function of t, got {value!r}"
        )
    for x in found.flat:
        if not np.isfinite(x) or float(x) not in word.domain:
            raise InputError(f"{spec.name}: {word.code_name} = {float(x)!r} lies outside its domain {word.domain}")
    return found if found.ndim else float(found)


class Inputs(NamedTuple):
    """A program's inputs as a function of t, and whether they are the same at every step."""

    at: Callable[[int], tuple[Any, ...]]
    constant: bool


def reader(spec: Spec, program: Program, values: Mapping[str, Value]) -> Inputs:
    """A function of t that gives the program's inputs, in its order.

    Constants are read once. A schedule is a function of t; where the equations read it at another step, it is
    asked for that step.
    """
    if not any(callable(values[x.word.code_name]) for x in program.inputs):
        fixed = tuple(values[x.word.code_name] for x in program.inputs)
        return Inputs(lambda _: fixed, True)
    parts = [_input(spec, x, values[x.word.code_name]) for x in program.inputs]
    return Inputs(lambda t: tuple(part(t) for part in parts), False)


def _input(spec: Spec, x: Input, value: Value) -> Callable[[int], Any]:
    if not callable(value):
        return lambda _: value
    schedule: Callable[[int], Any] = value

    def read(t: int) -> Any:
        found = schedule(t + x.offset)
        if np.ndim(found):
            raise InputError(
                f"{spec.name}: a schedule gives one number, got an array of shape {np.shape(found)} for "
                f"{x.word.code_name} at t = {t + x.offset}; a sweep takes constant arrays"
            )
        try:
            return _valid(spec, x.word, found)
        except InputError as error:
            raise InputError(f"{error}; the schedule gave it at t = {t + x.offset}") from None

    return read
