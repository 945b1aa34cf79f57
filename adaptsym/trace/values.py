"""Terms as running code makes them: its floats become exact, and what changes nothing is left out."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt
from typing import Any

from adaptsym.errors import EvaluationError
from adaptsym.term import Number, Op, Term, term
from adaptsym.trace.model import TraceError

ZERO, ONE = Fraction(0), Fraction(1)
MAX_POWER = 64  # a number's power beyond this is left as written


def number(x: Any) -> Number:
    """A number of running code as a rational: by the shortest decimal that its own type reads back as itself.

    Args:
        x: an int, a float, or a scalar of NumPy's or a framework's (its ``str`` is the shortest decimal).

    Raises:
        TraceError: for NaN, an infinity, or what is not a real number.

    >>> number(0.1), number(3)
    (1/10, 3)
    """
    if isinstance(x, (int, Fraction)):
        return Number(Fraction(x))
    try:
        return Number(Fraction(str(x)))
    except ValueError:
        raise TraceError(f"the code computes with {str(x)[:40]}, which is no finite real number") from None


def exact(x: Any) -> Term:
    """A term as it is, and anything else as `number` reads it.

    Raises:
        TraceError: as `number` does.
    """
    return x if isinstance(x, Term) else number(x)


def apply(op: str, *args: Any) -> Term:
    """An operation on terms and numbers, folded where nothing is lost: numbers with numbers, x + 0, x*1, x/1, x**1.

    The written order stays otherwise. x*0 is 0 and 0/x is kept, since x may be zero.

    >>> from adaptsym.notation import eta, t
    >>> apply("mul", 1, apply("add", eta, 0)), apply("sub", 1, 0.9), apply("pow", 0.9, t)
    (eta, 1/10, (9/10)**t)
    """
    terms = tuple(map(exact, args))
    values = tuple(x.fraction for x in terms if isinstance(x, Number))
    if len(values) == len(terms):
        folded = _folded(op, *values)
        return Op(op, terms) if folded is None else Number(folded)
    kept = _neutral(op, terms)
    return Op(op, terms) if kept is None else kept


def _folded(op: str, *args: Fraction) -> Fraction | None:
    match op, args:
        case "add", (a, b):
            return a + b
        case "sub", (a, b):
            return a - b
        case "mul", (a, b):
            return a * b
        case "div", (a, b):
            if b == 0:
                raise TraceError(f"the code divides {a} by zero")
            return a / b
        case "neg", (a,):
            return -a
        case "abs", (a,):
            return abs(a)
        case "sign", (a,):
            return Fraction((a > 0) - (a < 0))
        case "max", (a, b):
            return max(a, b)
        case "min", (a, b):
            return min(a, b)
        case "pow", (a, b) if b.denominator == 1 and abs(b) <= MAX_POWER and (a or b >= 0):
            return Fraction(a) ** int(b)
        case "sqrt", (a,):
            return _root(a)
    return None


def _root(a: Fraction) -> Fraction | None:
    if a < 0:
        raise EvaluationError(f"the code takes the square root of {a}")
    p, q = isqrt(a.numerator), isqrt(a.denominator)
    return Fraction(p, q) if p * p == a.numerator and q * q == a.denominator else None


def _neutral(op: str, args: tuple[Term, ...]) -> Term | None:
    """What an operation with a neutral or absorbing number comes to."""
    match op, args:
        case "add", (a, Number(q)) if q == 0:
            return a
        case "add", (Number(q), a) if q == 0:
            return a
        case "sub", (a, Number(q)) if q == 0:
            return a
        case "sub", (Number(q), a) if q == 0:
            return apply("neg", a)
        case ("mul", (Number(q), a)) | ("mul", (a, Number(q))) if q in (ZERO, ONE):
            return a if q == 1 else Number(ZERO)
        case (("div" | "pow"), (a, Number(q))) if q == 1:
            return a
        case "pow", (_, Number(q)) if q == 0:
            return Number(ONE)
        case "pow", (Number(q), _) if q == 1:
            return Number(ONE)
        case "pow", (a, Number(q)) if q == Fraction(1, 2):
            return Op("sqrt", (a,))
        case "neg", (Op("neg", (a,)),):
            return a
        case "where", (_, a, b) if bool(a == b):
            return a
    return None


def truth(op: str, a: Term, b: Term) -> bool | None:
    """Whether a comparison of two numbers holds; None where one of them is not a number."""
    if not (isinstance(a, Number) and isinstance(b, Number)):
        return None
    x, y = a.fraction, b.fraction
    return {"gt": x > y, "ge": x >= y, "lt": x < y, "le": x <= y}[op]


__all__ = ["apply", "exact", "number", "term", "truth"]
