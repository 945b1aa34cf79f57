"""A gradient transformation as JAX sees it, traced: what makes its state, and one step of it.

It is traced on two parameters of different shapes at once. So a sum over one parameter and a sum over all of them are
told apart, a parameter's size is told from a number, and what treats parameters differently by their shape is found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from adaptsym.errors import AdaptsymError
from adaptsym.notation import rows
from adaptsym.term import Symbol, hyperparameter
from adaptsym.trace.model import TraceError
from adaptsym.trace.names import hyperparameters
from adaptsym.trace.values import number

Shapes = tuple[tuple[int, ...], ...]
SHAPES: Shapes = ((7, 13), (11, 17))  # whose sizes are numbers that no code computes with
VECTORS: Shapes = ((91,), (187,))  # where matrices are treated otherwise
KEYS = ("parameter_0", "parameter_1")  # what parameters are called where the code needs names


@dataclass(frozen=True)
class Leaf:
    """One array of a state: what the code calls it, and which of the parameters it belongs to (None: to all)."""

    name: str
    owner: int | None
    shape: tuple[int, ...]
    dtype: str


@dataclass(frozen=True)
class Transformation:
    """Code to be traced.

    Attributes:
        target: what messages call it.
        values: the hyperparameters that may become symbols, as constructed.
        parameters: a tree of arrays.
        shapes: of the parameters, one or two.
        init: the state, of the hyperparameters and the parameters; a tree of arrays.
        step: the new parameters and the new state, of hyperparameters, parameters, gradients and state.
        leaves: the arrays of a state, in the order of its tree.
    """

    target: str
    values: Mapping[str, float]
    parameters: Any
    shapes: Shapes
    init: Callable[[Mapping[str, Any], Any], Any]
    step: Callable[[Mapping[str, Any], Any, Any, Any], tuple[Any, Any]]
    leaves: Callable[[Any], list[Leaf]]


@dataclass(frozen=True)
class Programs:
    """A transformation as JAX programs.

    Attributes:
        symbols: the hyperparameters that are not numbers, in the code's order.
        traced: those that are arguments of the programs, in their order there.
        probes: those that the code insists on knowing: each has an odd value here, by which it is found again.
        leaves: the arrays of the state.
        init: the program of the state.
        step: the program of one step.
    """

    symbols: dict[str, Symbol]
    traced: tuple[str, ...]
    probes: dict[str, float]
    leaves: list[Leaf]
    init: Any
    step: Any


@contextmanager
def double_precision() -> Iterator[None]:
    """Doubles in JAX, inside only.

    Raises:
        TraceError: if JAX is not installed.
    """
    try:
        import jax
    except ImportError:
        raise TraceError("jax is not installed: pip install 'adaptsym[audit]'") from None

    if hasattr(jax, "enable_x64"):
        with jax.enable_x64(True):
            yield
        return
    from jax.experimental import enable_x64

    with enable_x64():
        yield


def programs(code: Transformation, fixed: frozenset[str] = frozenset()) -> Programs:
    """The programs of the state and of the step, with every hyperparameter as an argument that the code lets be one.

    Args:
        code: the transformation.
        fixed: hyperparameters that stay numbers.

    Raises:
        TraceError: if the code fails even with all of them as numbers.
    """
    names = [name for name in code.values if name not in fixed]
    traced = _largest(names, lambda some: _programs(code, some, {}))
    odd = {
        name: _odd(code.values[name], k)
        for k, name in enumerate(names)
        if name not in traced and isinstance(code.values[name], float)
    }
    probed = _largest([*odd], lambda some: _programs(code, traced, {name: odd[name] for name in some}))
    try:
        return _programs(code, traced, {name: odd[name] for name in probed})
    except _CodeError as error:
        raise TraceError(str(error)) from error.__cause__


def _largest(names: Sequence[str], attempt: Callable[[list[str]], object]) -> list[str]:
    """As many of the names as the code goes along with: all, or those that it takes one by one."""
    kept: list[str] = []
    for some in ([*names], *([name] for name in names)) if names else ():
        try:
            attempt([*kept, *some])
        except _CodeError:
            continue
        kept += some
        if len(some) > 1 or len(names) == 1:
            break
    return kept


def _odd(value: float, k: int) -> float:
    """A number near a hyperparameter's value that no code contains; whole numbers count things, and get none."""
    return round(value * (1 - 0.0137 - 0.00313 * k), 15)


class _CodeError(AdaptsymError):
    """The code failed while it was traced."""


def _programs(code: Transformation, names: Sequence[str], probes: Mapping[str, float]) -> Programs:
    import jax

    shapes = {name: jax.ShapeDtypeStruct((), np.float64) for name in names}

    def init(given: Mapping[str, Any], parameters: Any) -> Any:
        return code.init({**code.values, **probes, **given}, parameters)

    def step(given: Mapping[str, Any], parameters: Any, gradients: Any, state: Any) -> Any:
        return code.step({**code.values, **probes, **given}, parameters, gradients, state)

    try:
        made, state = jax.make_jaxpr(init, return_shape=True)(shapes, code.parameters)
        done, results = jax.make_jaxpr(step, return_shape=True)(shapes, code.parameters, code.parameters, state)
    except TraceError:
        raise
    except Exception as error:  # the code's own
        first = (str(error).strip().splitlines() or [""])[0]
        raise _CodeError(f"{code.target} cannot be traced: {type(error).__name__}: {first[:200]}") from error
    if jax.tree.structure(results) != jax.tree.structure((code.parameters, state)):
        raise TraceError(f"{code.target} returns parameters or a state of another structure than it was given")
    for old, new in zip(jax.tree.leaves((code.parameters, state)), jax.tree.leaves(results), strict=True):
        if old.shape != new.shape:
            raise TraceError(f"{code.target} makes an array of shape {new.shape} out of one of shape {old.shape}")
    symbols = words({name: value for name, value in code.values.items() if name in names or name in probes})
    return Programs(symbols, tuple(sorted(names)), dict(probes), code.leaves(state), made, done)


def words(values: Mapping[str, float]) -> dict[str, Symbol]:
    """A symbol for each hyperparameter: by its name, unless its value lies outside of the domain of that word."""
    known = {x.word.code_name: x for x in rows().values() if isinstance(x, Symbol)}
    found = hyperparameters(values)
    taken = {x.word.name for x in found.values()}
    for name, value in values.items():
        exact = number(value).fraction
        other = known.get(name)
        if other is not None and other.word.name not in taken and exact in other.word.domain:
            found[name] = other
        elif exact not in found[name].word.domain:
            found[name] = hyperparameter(name)
    return found


def is_free(value: object) -> bool:
    """Whether a hyperparameter may become a symbol: a number that is not 0, since 0 switches things off."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value != 0 and bool(np.isfinite(value))
