"""One step of a session on symbols: what every place holds before it, and the terms after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from adaptsym.term import Term
from adaptsym.trace.model import TraceError
from adaptsym.trace.numpy.calls import Session
from adaptsym.trace.numpy.duck import Duck, term_of
from adaptsym.trace.numpy.places import Path, get, places, put
from adaptsym.trace.numpy.standins import standing_in


@dataclass
class Stepped:
    """What a step on symbols gave."""

    parameters: list[Term]
    places: dict[Path, Term]
    points: list[Term] = field(default_factory=list)


def install(session: Session, terms: Mapping[Path, Term], parameters: list[Term]) -> None:
    """Put symbols at places; all other arrays become stand-ins too. What was one array stays one."""
    made: dict[int, Duck] = {}
    kept: list[Any] = []  # so that no id is used twice
    new: list[Any] = []
    for x, term in zip(session.parameters(), parameters, strict=True):
        kept.append(x)
        new.append(made.setdefault(_identity(x), Duck(term, np.shape(x), getattr(x, "dtype", np.float64))))
        session.identities.take_place(x, new[-1])
    found = places(session.root, session.own)
    session.replace(new)
    for path, x in found.items():
        if path in session.held:
            continue
        symbol = terms.get(path)
        if isinstance(x, np.ndarray):
            kept.append(x)
            known = made.get(_identity(x))
            if known is None:
                known = made[_identity(x)] = _array(x, symbol)
            put(session.root, path, known)
        elif symbol is not None:
            put(session.root, path, Duck(symbol))


def _array(x: Any, term: Term | None) -> Any:
    if term is not None:
        return Duck(term, x.shape, x.dtype)
    if x.size and x.dtype.kind in "iuf" and bool((x == x.flat[0]).all()):
        return Duck(term_of(x), x.shape, x.dtype)
    return x


def _identity(x: Any) -> int:
    base = x
    while isinstance(base, np.ndarray) and isinstance(base.base, np.ndarray) and base.base.size == x.size:
        base = base.base
    return id(base)


def stepped(session: Session, spaces: list[dict[str, Any]], gradients: list[Term]) -> Stepped:
    """One step on symbols.

    Raises:
        TraceError: for what the step cannot be read through; other errors are the code's own.
    """
    shapes = [np.shape(x) if not isinstance(x, Duck) else x.shape for x in session.parameters()]
    with standing_in(spaces):
        session.step([Duck(g, shape) for g, shape in zip(gradients, shapes, strict=True)])
    after = session.parameters()
    for x, shape in zip(after, shapes, strict=True):
        if np.shape(x) != shape and getattr(x, "shape", ()) != shape:
            raise TraceError(f"the parameter changes its shape: from {shape} to {np.shape(x)}")
    found: dict[Path, Term] = {}
    for path in places(session.root, session.own):
        value = get(session.root, path)
        if value is None or path in session.held:
            continue
        term = _term(value)
        if term is not None:
            found[path] = term
    return Stepped([term_of(x) for x in after], found, [term_of(p) for p in session.points])


def _term(x: Any) -> Term | None:
    try:
        return term_of(x)
    except TraceError:  # such as an array of different numbers, which may be kept and never read
        return None
