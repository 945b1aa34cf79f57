"""Any two optimizers held against each other: names, running code, files or documents, whichever door they come by.

>>> equivalent("momentum", "gradient_descent").relation
'different'
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from adaptsym.equivalence import Equivalence
from adaptsym.equivalence import equivalent as _equivalent
from adaptsym.resolve import resolve
from adaptsym.spec import Spec
from adaptsym.term import Word
from adaptsym.trace.doors import trace


def equivalent(a: Any, b: Any, *, words: Mapping[Word, Word] | None = None, limit_s: float = 10) -> Equivalence:
    """Whether two optimizers take the same steps, whatever the loss and its batches.

    Args:
        a: a specification; a text that names one (`adaptsym.resolve.resolve`); or a class or function, which is run.
        b: another.
        words: hyperparameters of `a` that are hyperparameters of `b` by another word; otherwise they are matched.
        limit_s: seconds after which what is not decided is left undecided.

    Raises:
        InputError: if a text names nothing, or a word is no hyperparameter of its specification.
        TraceError: if code cannot be read as an optimizer.
    """
    return _equivalent(_spec(a), _spec(b), words=words, limit_s=limit_s)


def _spec(x: Any) -> Spec:
    if isinstance(x, Spec):
        return x
    return resolve(x) if isinstance(x, str) else trace(x).spec
