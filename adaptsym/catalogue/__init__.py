"""The optimizers that are known: equations and claims only, one file a family.

>>> from adaptsym import catalogue
>>> catalogue.find("adam-outside").source
'Kingma and Ba, Adam: A Method for Stochastic Optimization, 2015, Algorithm 1'
"""

from __future__ import annotations

from adaptsym.catalogue import (
    accumulated,
    adam_family,
    descent,
    general,
    inertia,
    lookahead,
    moments,
    other_directions,
    other_moments,
    projected,
    rectified,
    scaled,
)
from adaptsym.catalogue.accumulated import adagrad
from adaptsym.catalogue.descent import gradient_descent, loss_definition
from adaptsym.catalogue.inertia import momentum
from adaptsym.catalogue.moments import adam, adam_hat, adam_outside
from adaptsym.errors import InputError
from adaptsym.spec import Spec

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

_FAMILIES = (
    descent,
    inertia,
    lookahead,
    accumulated,
    scaled,
    moments,
    general,
    adam_family,
    other_moments,
    other_directions,
    rectified,
    projected,
)
SPECS: dict[str, Spec] = {
    spec.name: spec for family in _FAMILIES for spec in vars(family).values() if isinstance(spec, Spec)
}


def find(name: str) -> Spec:
    """The specification of that name.

    Raises:
        InputError: for a name that is not in the catalogue.
    """
    try:
        return SPECS[name]
    except KeyError:
        raise InputError(f"no optimizer is called {name!r}; the catalogue has {', '.join(SPECS)}") from None
