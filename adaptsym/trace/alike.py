"""Whether two specifications step alike at their usual values: looked at in floating point, at a few places.

This is no proof. A tracer uses it to find out that its symbols took another way through the code than the numbers do.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping
from typing import Any

from adaptsym.spec import Spec
from adaptsym.term import At, Number, Op, Role, Symbol, Term, plain_text

PLACES = 6
TOLERANCE = 1e-8


def _power(a: float, b: float) -> float:
    found = a**b
    return found if isinstance(found, float) else math.nan


OPERATIONS: dict[str, Callable[..., Any]] = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "div": lambda a, b: a / b,
    "pow": _power,
    "neg": lambda a: -a,
    "sqrt": math.sqrt,
    "abs": abs,
    "sign": lambda a: float((a > 0) - (a < 0)),
    "max": max,
    "min": min,
    "gt": lambda a, b: a > b,
    "ge": lambda a, b: a >= b,
    "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b,
    "where": lambda c, a, b: a if c else b,
    "dot": lambda a, b: a * b,
    "dot_all": lambda a, b: a * b,
    "norm": abs,
    "norm_all": abs,
    "size": lambda _: 1.0,
    "size_all": lambda _: 1.0,
    "grad": lambda a: a,
}


def alike(a: Spec, b: Spec) -> bool:
    """Whether the steps and the initial values of both are equal, to rounding, wherever it was looked.

    Args:
        a: a specification; one of its hyperparameters may be a number in the other.
        b: another, with the same names of states.
    """
    mine, theirs = _usual(a), _usual(b)
    pairs = [(a.transition[name], b.transition[name]) for name in a.transition if name in b.transition]
    pairs += [(a.start[name].right, b.start[name].right) for name in a.start if name in b.start]
    places = [(float(1 + k * k), k) for k in range(PLACES)]
    return all(_close(_value(x, mine, *where), _value(y, theirs, *where)) for where in places for x, y in pairs)


def _usual(spec: Spec) -> dict[Any, float]:
    return {e.left: float(e.right.fraction) for e in spec.settings if isinstance(e.right, Number)}


def _close(x: float, y: float) -> bool:
    return math.isclose(x, y, rel_tol=TOLERANCE, abs_tol=TOLERANCE * TOLERANCE) or (math.isnan(x) and math.isnan(y))


def _value(x: Term, usual: Mapping[Any, float], step: float, place: int) -> float:
    match x:
        case Number(q):
            return float(q)
        case Symbol(word) if word.role is Role.INDEX:
            return step
        case Symbol() if x in usual:
            return usual[x]
        case At() | Symbol():
            return random.Random(f"{plain_text(x)} {place}").uniform(0.1, 2.0)
        case Op("where", (condition, yes, no)):
            return _value(yes if _value(condition, usual, step, place) else no, usual, step, place)
        case Op(op, args):
            try:
                return float(OPERATIONS[op](*(_value(y, usual, step, place) for y in args)))
            except (ArithmeticError, ValueError):
                return math.nan
    return math.nan
