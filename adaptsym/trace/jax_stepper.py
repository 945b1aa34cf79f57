"""Code that steps with JAX, taken apart: how it is called, and which of the returned values renews which argument.

>>> renewed("new_m", ["w", "m"])
'm'
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from adaptsym.trace.jax_states import zeros
from adaptsym.trace.model import TraceError
from adaptsym.trace.numpy.calls import returned_names
from adaptsym.trace.numpy.roles import Part

RENEWED = ("new_", "next_", "updated_")  # before or behind an argument's name: its value after the step


@dataclass(frozen=True)
class Stepper:
    """Code that steps, taken apart: how it is called, and what it returns.

    Attributes:
        target: what messages call it.
        values: the hyperparameters that may become symbols.
        step: the function that steps, made of hyperparameters.
        init: what makes the state, of hyperparameters and parameters; None where states are arguments, zero at first.
        parts: the roles of the step's arguments.
        source: the step's function as it was written.
        fixed: arguments that are no symbols.
        begun: whether the code itself makes the state.
    """

    target: str
    values: Mapping[str, float]
    step: Callable[[Mapping[str, Any]], Callable[..., Any]]
    init: Callable[[Mapping[str, Any], Any], Any] | None
    parts: Mapping[str, Part]
    source: Callable[..., Any]
    fixed: Mapping[str, Any] = field(default_factory=dict)
    begun: bool = True

    def named(self, part: Part) -> list[str]:
        """The arguments of a role."""
        return [name for name, x in self.parts.items() if x is part]

    def start(self, values: Mapping[str, Any], parameters: Any) -> dict[str, Any]:
        """The states before the first step, by the names of the arguments."""
        import jax

        states = self.named(Part.STATE)
        if self.init is not None:
            made = {states[0]: self.init(values, parameters)}
        else:
            made = {name: zeros(parameters) for name in states}
        counts = self.named(Part.COUNT)
        begun = 0 if counts and counts[0] in self._returned_names() else 1
        return {**made, **{name: jax.numpy.asarray(begun) for name in counts}}

    def after(self, values: Mapping[str, Any], parameters: Any, gradients: Any, state: Any) -> tuple[Any, Any]:
        """What a step returns as the parameter, and the states after it.

        Raises:
            TraceError: if it returns something else than the parameter and its states.
        """
        handed = {
            **{name: values[name] for name in self.named(Part.HYPERPARAMETER) if name in values},
            **dict.fromkeys(self.named(Part.PARAMETER), parameters),
            **dict.fromkeys(self.named(Part.GRADIENT), gradients),
            **state,
            **self.fixed,
        }
        out = self.step(values)(**handed)
        several = isinstance(out, (tuple, list)) and not hasattr(out, "_fields")
        found = dict(zip(self._order(len(out)), out, strict=True)) if several else {self.named(Part.PARAMETER)[0]: out}
        missing = [name for name in self.named(Part.STATE) if name not in found]
        if missing:
            raise TraceError(f"{self.target}: its state {missing[0]} is not returned, so it cannot be followed")
        new = {name: found.get(name, state[name] + 1 if self.parts[name] is Part.COUNT else None) for name in state}
        return found[self.named(Part.PARAMETER)[0]], new

    def _returned_names(self) -> list[str]:
        wanted = [*self.named(Part.PARAMETER), *self.named(Part.STATE), *self.named(Part.COUNT)]
        for length in range(1, len(wanted) + 1):
            names = [renewed(x, wanted) for x in returned_names(self.source, length) if x]
            if len(names) == length:
                return [x for x in names if x]
        return []

    def _order(self, length: int) -> list[str]:
        """The arguments that the returned values renew: by their names, or in the order of the arguments."""
        kept = [n for n, x in self.parts.items() if x in (Part.PARAMETER, Part.STATE, Part.COUNT)]
        names = [x and renewed(x, kept) for x in returned_names(self.source, length)]
        if all(names) and len(set(names)) == length:
            return [str(x) for x in names]
        bare = [n for n in kept if self.parts[n] is not Part.COUNT]
        ordered = sorted(bare, key=lambda n: self.parts[n] is not Part.PARAMETER)
        for some in (ordered, [*ordered, *self.named(Part.COUNT)]):
            if len(some) == length:
                return some
        raise TraceError(
            f"{self.target} returns {length} values; expected the parameter and its states, {', '.join(ordered)}"
        )


def renewed(name: str, wanted: Sequence[str]) -> str | None:
    """The argument that a returned name renews: itself, ``next_w`` for ``w``, ``w_new`` for ``w``."""
    affixes = [x.strip("_") for x in RENEWED]
    tries = [name, *(name.removeprefix(x) for x in RENEWED), *(name.removesuffix(f"_{x}") for x in affixes)]
    return next((x for x in tries if x in wanted), None)
