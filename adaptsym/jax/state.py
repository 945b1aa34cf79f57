"""The state of a transformation: a NamedTuple, and so a pytree, with a field for each state of the specification.

>>> cls = state_class("Momentum", ("velocity",))
>>> state = cls(count=0, velocity={"w": 1.5})
>>> state
MomentumState(count=0, velocity={'w': 1.5})
>>> import pickle
>>> pickle.loads(pickle.dumps(state)) == state
True
"""

from __future__ import annotations

from collections import namedtuple
from functools import cache
from typing import Any

from adaptsym.compile.ir import Program

COUNT = "count"


@cache
def state_class(title: str, names: tuple[str, ...]) -> Any:
    """The class of the states of one specification: `count`, and then the names.

    Args:
        title: the class is called ``{title}State``.
        names: the states, by their names in the program, which are identifiers.
    """
    count = COUNT + "_" * (COUNT in names)
    base = namedtuple(f"{title}State", (count, *names))  # type: ignore[misc]

    def reduce(self: Any) -> Any:  # the class is made again where the state is unpickled
        return restored, (title, names, tuple(self))

    space = {"__slots__": (), "__reduce__": reduce, "__doc__": _documentation(title, names), "__module__": __name__}
    return type(base.__name__, (base,), space)


def restored(title: str, names: tuple[str, ...], values: tuple[Any, ...]) -> Any:
    """A state from its parts."""
    return state_class(title, names)(*values)


def carried(program: Program) -> tuple[str, ...]:
    """The names of a program's states: arrays, then those that are one number for all parameters, or for each."""
    return (*program.arrays[2:], *program.shared, *program.own)


def _documentation(title: str, names: tuple[str, ...]) -> str:
    fields = ", ".join(names) or "nothing"
    return f"The state of {title}: how many steps have been taken (int32), and {fields}, nested as the parameters are."
