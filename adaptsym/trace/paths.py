"""Python's `if` on a symbolic value: the code is run once for each way, and the results meet in one branch.

A tracer's stand-in for a number calls `decide` where Python asks for its truth value.

>>> from adaptsym.notation import t, eta, gamma
>>> from adaptsym.term import Op
>>> def code():
...     return {"step": eta if decide(Op("gt", (t, 5))) else gamma * eta}
>>> merged(explore(code))["step"]
where(t > 5, eta, gamma*eta)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Generic, TypeVar

from adaptsym.term import REAL, Domain, Number, Op, Role, Symbol, Term
from adaptsym.trace.model import TraceError
from adaptsym.trace.values import apply, exact

T = TypeVar("T")
MAX_PATHS = 32
MAX_QUESTIONS = 64  # in one run; a loop that asks on and on is stopped here
OPPOSITE = {"gt": "le", "ge": "lt", "lt": "ge", "le": "gt"}


@dataclass(frozen=True)
class Path(Generic[T]):
    """One way through the code: what was decided, in order, and what came out."""

    decisions: tuple[tuple[Op, bool], ...]
    result: T


@dataclass
class _Run:
    """The decisions of the run under way: those that are prescribed, then "yes" to each new question."""

    script: tuple[bool, ...]
    made: list[tuple[Op, bool]] = field(default_factory=list)


_RUN: ContextVar[_Run | None] = ContextVar("_RUN", default=None)


def decide(condition: Op) -> bool:
    """The truth of a comparison: what the domains say, what this path has decided, or a new fork of the path.

    Raises:
        TraceError: outside `explore`, or if one run asks more than `MAX_QUESTIONS`.
    """
    condition = Op(condition.op, tuple(map(exact, condition.args)))
    known = said(condition)
    if known is not None:
        return known
    run = _RUN.get()
    if run is None:
        raise TraceError(f"the code asks whether {condition} outside of the step")
    for question, answer in run.made:
        if question == condition:
            return answer
        if Op(OPPOSITE[question.op], question.args) == condition:
            return not answer
    position = len(run.made)
    if position == MAX_QUESTIONS:
        raise TraceError(
            f"the code asks more than {MAX_QUESTIONS} questions of its values: {condition} is the next one"
        )
    answer = run.script[position] if position < len(run.script) else True
    run.made.append((condition, answer))
    return answer


def explore(code: Callable[[], T]) -> list[Path[T]]:
    """Run code once for every way through its symbolic conditions.

    Raises:
        TraceError: if there are more than `MAX_PATHS` ways.
    """
    waiting: list[tuple[bool, ...]] = [()]
    found: list[Path[T]] = []
    while waiting:
        if len(found) == MAX_PATHS:
            raise TraceError(f"the code branches more than {MAX_PATHS} ways on its values; nothing was compared")
        script = waiting.pop()
        with _running(_Run(script)) as run:
            result = code()
        answers = tuple(answer for _, answer in run.made)
        for k in range(len(script), len(answers)):
            waiting.append((*answers[:k], not answers[k]))
        found.append(Path(tuple(run.made), result))
    return found


@contextmanager
def _running(run: _Run) -> Iterator[_Run]:
    token = _RUN.set(run)
    try:
        yield run
    finally:
        _RUN.reset(token)


def merged(paths: Sequence[Path[Mapping[str, Term]]]) -> dict[str, Term]:
    """The results of all paths as one: `where(condition, yes, no)` where they differ.

    Raises:
        TraceError: if the paths do not return the same names.
    """
    if len({frozenset(p.result) for p in paths}) > 1:
        names = " or ".join(", ".join(sorted(p.result)) for p in paths)
        raise TraceError(f"the code keeps other states on one way than on another: {names}")
    return {name: _merge([Path(p.decisions, p.result[name]) for p in paths]) for name in paths[0].result}


def _merge(paths: list[Path[Term]]) -> Term:
    first = paths[0].result
    if all(p.result == first for p in paths):
        return first
    condition = paths[0].decisions[0][0]
    yes, no = (
        [Path(p.decisions[1:], p.result) for p in paths if p.decisions[0][1] is answer] for answer in (True, False)
    )
    return apply("where", condition, _merge(yes), _merge(no))


# ---------------------------------------------------------------- what the domains say


def said(condition: Op) -> bool | None:
    """Whether the domains of hyperparameters and steps (t >= 1) decide a comparison."""
    a, b = condition.args
    gap = _range(apply("sub", a, b)) if a != b else Domain(Fraction(0), Fraction(0), True, True)
    below = gap.high is not None and (gap.high < 0 or (gap.high == 0 and not gap.high_closed))  # a < b
    at_most = gap.high is not None and gap.high <= 0
    above = gap.low is not None and (gap.low > 0 or (gap.low == 0 and not gap.low_closed))
    at_least = gap.low is not None and gap.low >= 0
    yes, no = {"lt": (below, at_least), "le": (at_most, above), "gt": (above, at_most), "ge": (at_least, below)}[
        condition.op
    ]
    return True if yes else False if no else None


def _range(x: Term) -> Domain:
    match x:
        case Number(q):
            return Domain(q, q, True, True)
        case Symbol(word) if word.role is Role.INDEX:
            return Domain(low=Fraction(1), low_closed=True)
        case Symbol(word):
            return word.domain
        case Op("neg", (a,)):
            return _negated(_range(a))
        case Op("add", (a, b)):
            return _sum(_range(a), _range(b))
        case Op("sub", (a, b)):
            return _sum(_range(a), _negated(_range(b)))
        case Op("mul", (Number(q), a)) | Op("mul", (a, Number(q))) | Op("div", (a, Number(q))) if q > 0:
            return _scaled(_range(a), q if x.op == "mul" else 1 / q)
        case Op("pow", (a, Symbol(word))) if word.role is Role.INDEX:
            base = _range(a)
            unit = base.low is not None and base.low >= 0 and base.high is not None and base.high <= 1
            return Domain(Fraction(0), base.high, base.low_closed, base.high_closed) if unit else REAL
    return REAL


def _negated(d: Domain) -> Domain:
    low, high = (None if x is None else -x for x in (d.high, d.low))
    return Domain(low, high, d.high_closed, d.low_closed)


def _sum(d: Domain, e: Domain) -> Domain:
    low = None if d.low is None or e.low is None else d.low + e.low
    high = None if d.high is None or e.high is None else d.high + e.high
    return Domain(low, high, d.low_closed and e.low_closed, d.high_closed and e.high_closed)


def _scaled(d: Domain, q: Fraction) -> Domain:
    low, high = (None if x is None else x * q for x in (d.low, d.high))
    return Domain(low, high, d.low_closed, d.high_closed)
