"""What every tracer returns, so that nothing after it knows a framework."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from adaptsym.errors import AdaptsymError
from adaptsym.spec import Spec

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Replay = Callable[[NDArray[Any], Sequence[NDArray[Any]]], list[NDArray[Any]]]


@dataclass(frozen=True)
class Untraced:
    """Code that steps, and whose equations could not be read.

    Attributes:
        framework: what it runs on, with its version.
        replay: runs it, as that of a `Trace` does.
        values: its hyperparameters as constructed, by the names of the catalogue's words where their role is known.
    """

    framework: str
    replay: Replay
    values: Mapping[str, float]


class TraceError(AdaptsymError, ValueError):
    """Code that cannot be read as an optimizer; the message says what it did, and what to do.

    Where the code can be run all the same, `untraced` says how.
    """

    untraced: Untraced | None = None

    def of(self, untraced: Untraced | None) -> TraceError:
        """The same error, of code that can be run."""
        self.untraced = self.untraced or untraced
        return self


@dataclass(frozen=True)
class Trace:
    """One step of running code, read off it.

    Attributes:
        target: the code, as the user named it.
        framework: what it runs on, with its version: ``"torch 2.13.0"``, ``"numpy 2.4.6"``.
        spec: its step: parameter ``theta``, gradient ``g``, step ``t`` from 1 on; states by the code's own names,
            hyperparameters by the catalogue's words where their role is known; initial values; settings as constructed.
        assumptions: what the specification leaves out, in plain words: guards against overflow or NaN, and
            hyperparameters that are switched off as constructed.
        notes: what was guessed or discovered, such as the roles of arguments.
        replay: runs the code itself from a start (float64, any shape), with fresh state, on a list of gradients;
            the parameter after each step.
        steps: how many steps the reading covers, where the state could not be reached; None is every step.
    """

    target: str
    framework: str
    spec: Spec
    assumptions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    replay: Replay | None = field(default=None, compare=False, repr=False)
    steps: int | None = None
