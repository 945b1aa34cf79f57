"""The optimizers that are known: equations and claims only, one file a family.

A family is imported when one of its optimizers is first asked for: who wants Adam does not wait for AdamP.

>>> from adaptsym import catalogue
>>> catalogue.find("adam-outside").source
'Kingma and Ba, Adam: A Method for Stochastic Optimization, 2015, Algorithm 1'
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from adaptsym.errors import InputError
from adaptsym.spec import Spec

if TYPE_CHECKING:
    from adaptsym.catalogue.accumulated import adagrad
    from adaptsym.catalogue.descent import gradient_descent, loss_definition
    from adaptsym.catalogue.inertia import momentum
    from adaptsym.catalogue.moments import adam, adam_hat, adam_outside

__all__ = [
    "SPECS",
    "adagrad",
    "adam",
    "adam_hat",
    "adam_outside",
    "find",
    "gradient_descent",
    "loss_definition",
    "momentum",
]

# the modules here, and the names of the optimizers that each declares, in order; a test holds it complete
FAMILIES: dict[str, tuple[str, ...]] = {
    "descent": ("gradient_descent",),
    "inertia": ("momentum",),
    "lookahead": ("nesterov", "nesterov-framework", "nesterov-forms"),
    "accumulated": ("adagrad",),
    "scaled": ("rmsprop", "rmsprop-outside", "adadelta"),
    "moments": ("adam", "adam-outside", "adam-hat"),
    "general": ("adam-scheduled", "adam-started"),
    "adam_family": ("adamw", "adamw-paper", "amsgrad", "amsgrad-corrected", "adamax"),
    "other_moments": ("yogi", "yogi-started", "yogi-corrected", "adabelief"),
    "other_directions": ("nadam", "nadam-framework", "lion"),
    "rectified": ("radam", "radam-code", "radam-waiting", "adabelief-code"),
    "averaged": ("asgd",),
    "signs": ("rprop", "irprop-minus"),
    "projected": ("adamp", "adamp-corrected", "adamp-code"),
}
# what can be imported from here by its own name, and the module that it comes from
_SHORT = {
    "adagrad": "accumulated",
    "adam": "moments",
    "adam_hat": "moments",
    "adam_outside": "moments",
    "gradient_descent": "descent",
    "loss_definition": "descent",
    "momentum": "inertia",
}


class _Specs(Mapping[str, Spec]):
    """The specifications by name, in the order of `FAMILIES`."""

    def __init__(self) -> None:
        self._family = {name: family for family, names in FAMILIES.items() for name in names}
        self._found: dict[str, Spec] = {}

    def __getitem__(self, name: str) -> Spec:
        if name not in self._found:
            module = importlib.import_module(f"adaptsym.catalogue.{self._family[name]}")
            self._found |= {x.name: x for x in vars(module).values() if isinstance(x, Spec)}
        return self._found[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._family)

    def __len__(self) -> int:
        return len(self._family)

    def __contains__(self, name: object) -> bool:
        return name in self._family


SPECS: Mapping[str, Spec] = _Specs()


def find(name: str) -> Spec:
    """The specification of that name.

    Raises:
        InputError: for a name that is not in the catalogue.
    """
    try:
        return SPECS[name]
    except KeyError:
        raise InputError(f"no optimizer is called {name!r}; the catalogue has {', '.join(SPECS)}") from None


def __getattr__(name: str) -> Any:
    """The specifications of the chapter, by their own names, when they are first asked for."""
    if name not in _SHORT:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"adaptsym.catalogue.{_SHORT[name]}"), name)
