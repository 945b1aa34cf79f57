"""The value of a term without letters, exactly or between two rationals."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache

from adaptsym.enclosure import Enclosure, Real, Unseparated, enclosed, root
from adaptsym.errors import EvaluationError
from adaptsym.kernel.polynomial import computable
from adaptsym.term import Brace, Number, Op, Term

MAX_EXPONENT = 10_000_000
EXACT_EXPONENT = 64  # a higher power is enclosed


@lru_cache(maxsize=10_000)
def evaluated(x: Term) -> Real | None:
    """The value of a term that holds numbers alone; None where there are letters, or no value."""
    try:
        return _value(x)
    except (EvaluationError, Unseparated):
        return None


def sign_of(value: Real, *, strict: bool) -> bool:
    """Whether a value is shown to be positive (or non-negative)."""
    low = value.low if isinstance(value, Enclosure) else value
    return low > 0 if strict else low >= 0


def _value(x: Term) -> Real | None:
    match x:
        case Number(q):
            return q
        case Brace(body):
            return _value(body)
        case Op("pow", (base, Number(e))):
            below = _value(base)
            if below is None or e.denominator != 1 or abs(e) > MAX_EXPONENT or (e < 0 and _may_vanish(below)):
                return None
            exact = isinstance(below, Fraction) and abs(e) <= EXACT_EXPONENT and computable(below, int(e))
            power = (below if exact else enclosed(below)) ** int(e)
            return power if isinstance(power, Enclosure) else Fraction(power)
        case Op(op, args) if op in _FUNCTIONS:
            values = [_value(a) for a in args]
            known = [v for v in values if v is not None]
            return _FUNCTIONS[op](*known) if len(known) == len(values) else None
    return None


def _may_vanish(value: Real) -> bool:
    return value.low <= 0 <= value.high if isinstance(value, Enclosure) else value == 0


def _divided(a: Real, b: Real) -> Real:
    if _may_vanish(b):
        raise EvaluationError("a denominator may be 0")
    return a / b


_FUNCTIONS: dict[str, Callable[..., Real]] = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "div": _divided,
    "neg": lambda a: -a,
    "sqrt": root,
    "abs": abs,
}
