"""An audit: trace, identify, compare, replay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import chain
from time import perf_counter
from typing import Any

from adaptsym import catalogue
from adaptsym.auditing.literals import lifted
from adaptsym.auditing.numeric import NumericComparison, compared_numerically
from adaptsym.auditing.replay import replay_error
from adaptsym.auditing.report import Audit
from adaptsym.equivalence import Equivalence, Identification, equivalent, identify
from adaptsym.notation import eta
from adaptsym.proof.results import Verdict
from adaptsym.spec import Spec
from adaptsym.spec import replaced as with_number
from adaptsym.term import Symbol
from adaptsym.trace.doors import trace
from adaptsym.trace.limits import time_limit
from adaptsym.trace.model import Trace, TraceError, Untraced

CLOSE = 1e-9  # a replay further off than this is no rounding: the reading is then not trusted


def audit(
    target: Any,
    against: Spec | str | None = None,
    *,
    arguments: Mapping[str, Any] | None = None,
    roles: Mapping[str, str] | None = None,
    limit_s: float = 30,
) -> Audit:
    """What running code really computes, and whether it is a published optimizer. The code is imported and run.

    Args:
        target: a text such as ``torch.optim.SGD(momentum=0.9)`` or ``path/to/file.py:adam_step``, or the class or
            function itself.
        against: a specification, or its name in the catalogue, that the code is to be held against.
        arguments: hyperparameters to make it with, where the target is not a text.
        roles: which argument is what, for plain functions: ``{"grad": "dw"}``.
        limit_s: seconds for all of it (in the main thread), imports apart.

    Returns:
        The report. Code that cannot be read is undecided, with the reason.

    Raises:
        InputError: if a text names no code, or `against` names no specification.

    >>> def step(theta, g, velocity, momentum=0.9, learning_rate=0.1):
    ...     velocity = momentum * velocity - learning_rate * g
    ...     return theta + velocity, velocity
    >>> audit(step, "momentum").verdict
    <Verdict.PROVED: 'proved'>
    """
    wanted = catalogue.find(against) if isinstance(against, str) else against
    text = target if isinstance(target, str) else getattr(target, "__qualname__", type(target).__name__)
    name = wanted.name if wanted else None
    began = perf_counter()
    found = None
    try:
        with time_limit(limit_s, text):
            found = trace(target, arguments, roles=roles, limit_s=limit_s)
            report = _judged(text, found, wanted, limit_s)
    except TraceError as error:
        report = Audit(text, Verdict.UNDECIDED, found, against=name, reason=str(error))
        if error.untraced is not None:
            report = replace(
                report,
                framework=error.untraced.framework,
                numeric=_numeric(error.untraced, wanted, text, limit_s - (perf_counter() - began)),
            )
    return replace(report, seconds=perf_counter() - began)


def _numeric(code: Untraced, wanted: Spec | None, text: str, left_s: float) -> NumericComparison | None:
    if left_s <= 0:
        return None
    try:
        with time_limit(left_s, text):
            return compared_numerically(code, wanted)
    except TraceError:  # it did not end in what was left of its time
        return None


def _judged(text: str, found: Trace, wanted: Spec | None, limit_s: float) -> Audit:
    error = replay_error(found)
    found, known, comparison = _compared(found, wanted, limit_s)
    verdict, reason = _verdict(found, comparison, error)
    return Audit(
        text,
        verdict,
        found,
        nearest=known.nearest,
        against=None if wanted is None else wanted.name,
        departures=known.departures,
        conventions=known.conventions,
        comparison=comparison,
        replay_error=error,
        reason=reason,
    )


def _compared(found: Trace, wanted: Spec | None, limit_s: float) -> tuple[Trace, Identification, Equivalence]:
    """What it is, and the comparison asked for; with the code's numbers as hyperparameters, where that says more."""
    others = lifted(found.spec)
    plain = None
    if eta.word in found.spec.hyperparameters or (first := next(others, None)) is None:
        plain = _comparison(found.spec, wanted, limit_s)
        if plain[1].verdict is Verdict.PROVED:
            return found, *plain
    else:  # every published step but one has a learning rate: with a number for it, it is none of them
        others = chain((first,), others)
    for more in others:
        again, better = _comparison(more.spec, wanted, limit_s)
        if better.verdict is Verdict.PROVED or again.verdict is Verdict.PROVED:
            break
    else:
        return found, *(plain or _comparison(found.spec, wanted, limit_s))
    if wanted is not None and better.verdict is Verdict.REFUTED:
        better = equivalent(found.spec, _with_numbers(wanted, found.spec, more.spec, better), limit_s=limit_s / 4)
    return replace(found, spec=more.spec, notes=(*found.notes, *more.notes)), again, better


def _with_numbers(wanted: Spec, read: Spec, more: Spec, comparison: Equivalence) -> Spec:
    """A specification with the code's own numbers for its hyperparameters, so that a witness can be run on the code."""
    numbers = {e.left: e.right for e in more.settings if e not in read.settings}
    for e in comparison.matching:
        if (
            isinstance(e.right, Symbol)
            and e.right.word in wanted.hyperparameters
            and e.right.word not in wanted.schedules
        ):
            value = numbers.get(e.left)
            wanted = wanted if value is None else with_number(wanted, e.right, value)
    return wanted


def _comparison(spec: Spec, wanted: Spec | None, limit_s: float) -> tuple[Identification, Equivalence]:
    known = identify(spec, limit_s=limit_s / 4)
    return known, known.proof if wanted is None else equivalent(spec, wanted, limit_s=limit_s / 4)


def _verdict(found: Trace, comparison: Equivalence, error: float | None) -> tuple[Verdict, str]:
    """The verdict of a comparison, unless what was read is not all that the code does."""
    if error is not None and not error <= CLOSE:
        return Verdict.UNDECIDED, f"the reading is off by {error:.1e} from the code that was run beside it"
    if found.steps is not None and comparison.verdict is Verdict.PROVED:
        return Verdict.UNDECIDED, f"proved for the first {found.steps} steps only: the state could not be reached"
    return comparison.verdict, comparison.reason
