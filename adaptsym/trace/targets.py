"""From a text to the code that it names, and from the code to the tracer that reads it.

    torch.optim.Adam                              a class or function that can be imported
    torch.optim.SGD(momentum=0.9, nesterov=True)  with arguments, which are read as literals and never evaluated
    path/to/file.py:adam_step                     in a file of one's own, which is run to be read
    torch.optim                                   every optimizer of a framework that is listed in `KNOWN`

>>> parse("torch.optim.SGD(momentum=0.9, nesterov=True)").arguments
{'momentum': 0.9, 'nesterov': True}
"""

from __future__ import annotations

import ast
import importlib
import re
import sys
from collections.abc import Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from adaptsym.errors import InputError
from adaptsym.loading import module_of
from adaptsym.spec import Spec
from adaptsym.trace.keras import import_keras

MAX_LENGTH = 1000

# what can be named by a framework alone
KNOWN: dict[str, tuple[str, ...]] = {
    "torch.optim": (
        "SGD",
        "Adagrad",
        "RMSprop",
        "Adam",
        "AdamW",
        "NAdam",
        "RAdam",
        "Adamax",
        "Adadelta",
        "ASGD",
        "Rprop",
    ),
    "optax": (
        "sgd",
        "adagrad",
        "rmsprop",
        "adam",
        "adamw",
        "amsgrad",
        "nadam",
        "radam",
        "adamax",
        "adadelta",
        "adabelief",
        "lion",
        "yogi",
        "rprop",
    ),
    "keras.optimizers": ("SGD", "Adagrad", "RMSprop", "Adam", "AdamW", "Nadam", "Adamax", "Adadelta", "Lion"),
    "sklearn": ("SGDOptimizer", "AdamOptimizer"),
    "thinc.optimizers": ("SGD", "Adam", "RAdam"),
}
# where a short name stands
HOMES = {"sklearn": "sklearn.neural_network._stochastic_optimizers"}
EXTRA = "pip install 'adaptsym[audit]'"


@dataclass(frozen=True)
class Target:
    """Code that a text names: where it is, what it is called there, and the arguments to make it with."""

    text: str
    place: str  # a dotted module path, or a path to a Python file
    name: str
    arguments: Mapping[str, Any] = field(default_factory=dict)

    @property
    def in_file(self) -> bool:
        """Whether it stands in a file of the user's own."""
        return self.place.endswith(".py")


def expand(text: str) -> list[str]:
    """The targets that a text stands for: a framework alone is every optimizer of it that is listed."""
    return [f"{text}.{name}" for name in KNOWN[text]] if text in KNOWN else [text]


def parse(text: str) -> Target:
    """A target from its text. Nothing is imported or run.

    Raises:
        InputError: for a text that is not ``package.name``, ``package.name(argument=literal)``, or
            ``path/to/file.py:name``.
    """
    if len(text) > MAX_LENGTH:
        raise InputError(f"a target of {len(text)} characters is too long; {MAX_LENGTH} are read")
    match = re.fullmatch(r"(?P<file>.+\.py):(?P<rest>.+)", text, re.DOTALL)
    called = match["rest"] if match else text
    dotted, arguments = _call(text, called)
    if match:
        return Target(text, match["file"], dotted, arguments)
    place, _, name = dotted.rpartition(".")
    if not place:
        raise InputError(
            f"{text}: this names no code; write package.name such as torch.optim.Adam, or path/to/file.py:name"
        )
    return Target(text, HOMES.get(place, place), name, arguments)


def _call(text: str, called: str) -> tuple[str, dict[str, Any]]:
    """The dotted name and the keyword arguments of ``a.b.c(x=1)``."""
    try:
        node = ast.parse(called.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise InputError(f"{text}: this is no name with arguments, such as torch.optim.SGD(momentum=0.9)") from None
    arguments: dict[str, Any] = {}
    if isinstance(node, ast.Call):
        if node.args:
            raise InputError(f"{text}: give arguments by their names, such as {_dotted(text, node.func)}(momentum=0.9)")
        for keyword in node.keywords:
            try:
                value = ast.literal_eval(keyword.value)
            except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
                value = ...
            if keyword.arg is None or value is ...:
                given = ast.unparse(keyword.value)[:40]
                raise InputError(f"{text}: the value of {keyword.arg or '**'} must be a literal, got {given}")
            arguments[keyword.arg] = value
        node = node.func
    return _dotted(text, node), arguments


def _dotted(text: str, node: ast.expr) -> str:
    match node:
        case ast.Name(name):
            return name
        case ast.Attribute(inner, name):
            return f"{_dotted(text, inner)}.{name}"
    raise InputError(f"{text}: this is no dotted name of a class or function")


def load(target: Target) -> Any:
    """The object that a target names; its module is imported, or its file is run.

    Raises:
        InputError: if the module is not installed, or has no such name.
    """
    if target.in_file:
        place: Any = module_of(Path(target.place))
    else:
        place = _imported(target)
    found = place
    for name in target.name.split("."):
        if not hasattr(found, name):
            offer = ", ".join(_members(place)) or "nothing that steps"
            raise InputError(f"{target.text}: {target.place} has no {target.name!r}; it has {offer}")
        found = getattr(found, name)
    return found


def _members(place: Any) -> list[str]:
    """Some of what a module or class has of its own: specifications, classes and functions."""
    own = str(getattr(place, "__name__", ""))
    return [
        name
        for name, x in vars(place).items()
        if not name.startswith("_")
        and (isinstance(x, Spec) or (callable(x) and str(getattr(x, "__module__", "")).startswith(own)))
    ][:12]


def _imported(target: Target) -> Any:
    with redirect_stdout(sys.stderr):
        try:
            if target.place.partition(".")[0] == "keras":
                import_keras()  # on the backend that can be traced
            return importlib.import_module(target.place)
        except ImportError as error:
            missing = getattr(error, "name", None) or target.place
            package = target.place.partition(".")[0]
            hint = f": {EXTRA}" if package in {k.partition(".")[0] for k in KNOWN} else ""
            raise InputError(f"{target.text}: {missing} cannot be imported{hint}") from error
