"""Running code on small real arrays: which convention it follows, what it keeps, what counts."""

from __future__ import annotations

import functools
import sys
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np

from adaptsym.errors import AdaptsymError
from adaptsym.trace.model import TraceError
from adaptsym.trace.numpy.calls import Convention, Session
from adaptsym.trace.numpy.containers import Layer, is_value
from adaptsym.trace.numpy.conventions import conventions
from adaptsym.trace.numpy.making import Maker
from adaptsym.trace.numpy.places import Path, places
from adaptsym.trace.numpy.roles import Part, roles

STEPS = 4
WARM = 2  # steps before the one that is traced


@dataclass(frozen=True)
class Snapshots:
    """What was at every place before the first step, and after each.

    Attributes:
        convention: the one that works.
        sign: of what the code returns, where that is an update.
        values: by path, one dictionary a moment.
        parameters: at each moment.
        stable: whether nothing was divided by zero, and all came out finite.
    """

    convention: Convention
    sign: int
    values: tuple[dict[Path, Any], ...]
    parameters: tuple[list[Any], ...]
    stable: bool = True


@contextmanager
def quiet() -> Iterator[None]:
    """Prints go to standard error; warnings of arithmetic are silent."""
    with redirect_stdout(sys.stderr), warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield


def start_of(convention: Convention) -> list[Any]:
    """Small parameters."""
    return [np.full(convention.shape, 0.75 - 0.5 * n, convention.dtype) for n in range(convention.count)]


def gradients_of(convention: Convention, step: int, scale: float = 1.0) -> list[Any]:
    """Small gradients of both signs."""
    values = [scale * (2.5 - 1.7 * step + 0.2 * n) for n in range(convention.count)]
    return [np.full(convention.shape, x, convention.dtype) for x in values]


def begun(maker: Maker, convention: Convention, sign: int, start: Sequence[Any], values: Any = None) -> Session:
    """A fresh session that knows where its parameters are, and what becomes of what it returns."""
    session = maker.session(convention, start, values)
    session.sign = sign
    if isinstance(session.packed, Layer):
        session.held = tuple(p for p in places(session.root) if p[0].key == "layer")
    elif not takes_parameters(session):
        session.held = maker.held(session)
    return session


def raised(error: Exception) -> str:
    """What the code raised, in one line."""
    return f"it raises {type(error).__name__}: {' '.join(str(error).split())}".rstrip(": ")


def takes_parameters(session: Session) -> bool:
    """Whether each call is given the parameters."""
    return bool({Part.PARAMETER, Part.PAIRS} & {*session.parts.values()})


def probe(maker: Maker) -> Snapshots:
    """The first convention under which the code is an optimizer.

    Raises:
        TraceError: saying why the likeliest convention fails.
    """
    parts = maker.builder if maker.kind in ("class", "factory") else {}
    complaints: list[str] = []
    unstable: Snapshots | None = None
    for convention in conventions(_step_parts(maker), parts, starter=maker.starter is not None):
        try:
            found = _tried(maker, convention)
        except TraceError as error:
            if "did not end" in str(error):
                raise
            complaints.append(str(error))
            continue
        except Exception as error:  # a user's code may raise anything
            complaints.append(raised(error))
            continue
        if found.stable:
            return found
        unstable = unstable or found
    if unstable is not None:
        return unstable
    raise TraceError(complaints[0] if complaints else "it has no argument that is a gradient")


def _step_parts(maker: Maker) -> dict[str, Part]:
    if maker.kind == "function":
        return roles(maker.target, maker.given)
    if maker.kind == "factory":
        try:
            session = maker.session(Convention(), start_of(Convention()))
        except AdaptsymError:
            raise
        except Exception as error:  # a user's code may raise anything
            raise TraceError(raised(error)) from error
        return dict(session.parts)
    return roles(getattr(maker.target, maker.method), maker.given)


def _tried(maker: Maker, convention: Convention) -> Snapshots:
    sign = _sign(maker, convention)
    found = _run(maker, convention, sign, 1.0)
    try:
        with np.errstate(divide="raise", invalid="raise"):
            _run(maker, convention, sign, 1.0)
    except FloatingPointError:
        found = replace(found, stable=False)
    first, second = found.parameters[:2]
    for moment in found.parameters:
        if [np.shape(x) for x in moment] != [np.shape(x) for x in first]:
            shapes = np.shape(first[0]), np.shape(moment[0])
            raise TraceError(f"the parameter changes its shape: from {shapes[0]} to {shapes[1]}")
    if all(np.array_equal(a, b) for a, b in zip(first, found.parameters[2], strict=True)):
        raise TraceError("a step does not move the parameter; if an argument's role was guessed wrongly, give it")
    larger = with_shape(convention, tuple(n + 2 for n in convention.shape))
    grown = _run(maker, larger, sign, 1.0)
    if any(np.shape(x) != larger.shape for x in grown.parameters[-1]):
        raise TraceError(f"the parameter changes its shape: from {larger.shape} to {np.shape(grown.parameters[-1][0])}")
    if np.isfinite(second[0]).all() and all(_same_way(found, _run(maker, convention, sign, x)) for x in (2.5, -1.0)):
        raise TraceError("the gradient has no effect; if an argument's role was guessed wrongly, give it")
    return found


def _same_way(a: Snapshots, b: Snapshots) -> bool:
    pairs = zip(a.parameters, b.parameters, strict=True)
    return all(np.array_equal(x, y) for one, other in pairs for x, y in zip(one, other, strict=True))


def _sign(maker: Maker, convention: Convention) -> int:
    """Whether the code returns an update: it is given gradients, and neither takes nor keeps the parameters."""
    session = begun(maker, convention, 0, start_of(convention))
    if session.held or takes_parameters(session):
        return 0
    if Part.PARAMETER in maker.builder.values() and session.convention.container != "array":
        before = [np.array(x) for x in session.parameters()]
        session.step(gradients_of(convention, 0))
        if any(not np.array_equal(a, b) for a, b in zip(before, session.parameters(), strict=True)):
            return 0
        session = begun(maker, convention, 0, start_of(convention))
    recorded: list[Any] = []
    code = session.code
    session.code = _recording(code, recorded)
    gradients = gradients_of(convention, 0)
    session.step(gradients)
    updates = convention.form.values(recorded[0])
    if updates is None or not all(map(is_value, updates)):
        raise TraceError("it neither moves a parameter nor returns an update")
    return -1 if float(np.sum(updates[0] * gradients[0])) > 0 else 1


def _recording(code: Any, recorded: list[Any]) -> Any:
    @functools.wraps(code)
    def call(*args: Any, **options: Any) -> Any:
        recorded.append(code(*args, **options))

    return call


def _run(maker: Maker, convention: Convention, sign: int, scale: float) -> Snapshots:
    session = begun(maker, convention, sign, start_of(convention))
    moments = [snapshot(session)]
    parameters = [copies(session.parameters())]
    for step in range(STEPS):
        session.step(gradients_of(convention, step, scale))
        moments.append(snapshot(session))
        parameters.append(copies(session.parameters()))
    return Snapshots(convention, sign, tuple(moments), tuple(parameters))


def copies(values: Sequence[Any]) -> list[Any]:
    """The values as they are now."""
    return [np.array(x, copy=True) for x in values]


def snapshot(session: Session) -> dict[Path, Any]:
    """What is at every place now; arrays are copied."""
    held = set(session.held)
    found = places(session.root, session.own)
    return {p: x.copy() if isinstance(x, np.ndarray) else x for p, x in found.items() if p not in held}


# ---------------------------------------------------------------- what changes, what counts


@dataclass(frozen=True)
class Count:
    """A place whose number before step t is `rate`*t + `shift`."""

    rate: Fraction
    shift: Fraction


def count_of(values: Sequence[Any]) -> Count | None:
    """Whether a place counts: its values after steps 1, 2, 3, ... rise by one whole number each time."""
    after = values[1:]
    if not all(isinstance(x, (int, float, np.number)) and not isinstance(x, bool) for x in after):
        return None
    numbers = [float(x) for x in after]
    rises = {b - a for a, b in pairwise(numbers)}
    if len(rises) != 1 or (rise := rises.pop()) == 0 or not rise.is_integer():
        return None
    before = values[0]
    if isinstance(before, (int, float, np.number)) and float(before) != numbers[0] - rise:
        return None
    return Count(Fraction(rise), Fraction(str(numbers[0])) - 2 * Fraction(rise))


def changes(values: Sequence[Any]) -> bool:
    """Whether a place changes from step to step; a number that only the first step makes does not."""
    later = any(not _same(values[1], x) for x in values[2:])
    array = isinstance(values[1], np.ndarray)
    return later or (array and (values[0] is None or not _same(values[0], values[1])))


def _same(a: Any, b: Any) -> bool:
    if a is None or b is None:
        return a is b
    return np.shape(a) == np.shape(b) and bool(np.array_equal(a, b, equal_nan=True))


def at_each(moments: Sequence[dict[Path, Any]], path: Path) -> list[Any]:
    """The values at a place, None where there is none."""
    return [moment.get(path) for moment in moments]


def with_shape(convention: Convention, shape: tuple[int, ...]) -> Convention:
    """The same convention for larger arrays."""
    return replace(convention, shape=shape)
