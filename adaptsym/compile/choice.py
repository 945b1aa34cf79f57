"""Which backend runs a step; a specification is compiled for each of them once in a process."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any

import numpy as np

from adaptsym.compile.bound import BACKENDS, Compiled
from adaptsym.compile.direct import Direct
from adaptsym.compile.ir import Program
from adaptsym.errors import InputError
from adaptsym.spec import Spec

ENOUGH_FOR_NUMBA = 1 << 13  # elements: below, loading Numba costs more than it gains
AUTO, LAMBDIFIED = "auto", "lambdified"
NAMES = (AUTO, LAMBDIFIED, *BACKENDS)


def check_name(backend: str) -> str:
    """The name of a backend.

    Raises:
        InputError: if there is none of that name.
    """
    if backend not in NAMES:
        raise InputError(f"no backend is called {backend!r}; there are {', '.join(NAMES)}")
    return backend


def compiled_for(spec: Spec, program: Program, backend: str, elements: int, values: Mapping[str, Any]) -> Any:
    """A specification compiled for a model of so many elements, with hyperparameters of these values."""
    if any(isinstance(v, np.ndarray) for v in values.values()):
        return Direct(spec, program)
    if backend == AUTO:
        backend = "numba" if elements >= ENOUGH_FOR_NUMBA and find_spec("numba") is not None else "numpy"
    return _compiled_once(spec, backend)


_COMPILED: dict[tuple[Spec, str], Any] = {}


def _compiled_once(spec: Spec, backend: str) -> Any:
    if (spec, backend) not in _COMPILED:
        if backend == LAMBDIFIED:
            from adaptsym.compile.lambdified import Lambdified  # SymPy is loaded for the reference alone

            _COMPILED[spec, backend] = Lambdified(spec)
        else:
            _COMPILED[spec, backend] = Compiled(spec, backend)
    return _COMPILED[spec, backend]
