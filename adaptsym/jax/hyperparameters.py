"""Hyperparameters of a transformation: numbers that are known when a step is traced, JAX scalars, schedules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from adaptsym.compile.hyperparameters import checked
from adaptsym.compile.ir import Input
from adaptsym.errors import InputError
from adaptsym.jax.scalars import is_number, scalar_dtype
from adaptsym.spec import Spec

RATE = "learning_rate"
Value = Any  # a number, a JAX scalar, or a schedule: a function of the number of steps before this one


def valid(spec: Spec, given: Mapping[str, Value], usual: Mapping[str, Value]) -> dict[str, Value]:
    """Every hyperparameter by its name in code. Numbers lie in their domains; JAX scalars are taken as they are.

    The learning rate may also be 0, outside its domain, as in optax.

    Raises:
        InputError: for a name that is not a hyperparameter, a missing value, an array, or a number outside its domain.
    """
    import jax

    scalars = {name: x for name, x in given.items() if isinstance(x, jax.Array)}
    for name, x in scalars.items():
        _one(spec, name, x)
    still = [RATE] if is_zero(given.get(RATE)) else []  # nothing moves then, as in optax
    found = checked(spec, {**given, **dict.fromkeys((*scalars, *still), abs)}, usual)  # a function is not looked into
    found |= dict.fromkeys(still, 0.0)
    for name, x in found.items():
        if not callable(x):
            _one(spec, name, x)
    return found | scalars


def is_zero(x: Value) -> bool:
    """Whether a value is the number 0."""
    return isinstance(x, (int, float)) and not x


def read(spec: Spec, x: Input, values: Mapping[str, Value], count: Any) -> Any:
    """An input of the program at a step.

    Args:
        spec: the specification.
        x: the input.
        values: the hyperparameters.
        count: how many steps have been taken before.

    Raises:
        InputError: if a schedule does not give one number.
    """
    import jax.numpy as jnp

    value = values[x.word.code_name]
    found = value(count + x.offset) if callable(value) else value
    _one(spec, x.word.code_name, found)
    return found if is_number(found) else jnp.asarray(found, scalar_dtype())


def _one(spec: Spec, name: str, x: Any) -> None:
    import jax.numpy as jnp

    if jnp.ndim(x):
        raise InputError(
            f"{spec.name}: {name} must be one number, got an array of shape {jnp.shape(x)}; "
            "for a sweep, use jax.vmap over it"
        )
