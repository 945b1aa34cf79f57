"""Calls under which NumPy is silent about overflow and the like, which are values here: inf and nan.

``with np.errstate(...)`` says the same in a microsecond, which a step over a thousand elements feels.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import Context
from typing import Any

import numpy as np

_IN_CONTEXTS = int(np.__version__.partition(".")[0]) >= 2  # where NumPy keeps its error state


def quiet() -> Callable[..., Any]:
    """A function ``call(f, *args)`` that calls f silently; it must not be used by two threads at once.

    >>> with np.errstate(all="raise"):
    ...     float(quiet()(np.multiply, np.float32(1e30), np.float32(1e30)))
    inf
    """
    if not _IN_CONTEXTS:
        return _quietly
    context = Context()
    context.run(np.seterr, all="ignore")
    return context.run


def _quietly(f: Callable[..., Any], *args: Any) -> Any:
    with np.errstate(all="ignore"):
        return f(*args)
