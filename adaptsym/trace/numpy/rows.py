"""What NumPy's functions compute of stand-ins, element by element and over whole arrays: one row a function."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np

from adaptsym.term import COMPARISONS, Kind, Number, Op, Term
from adaptsym.trace.model import TraceError
from adaptsym.trace.numpy.duck import UFUNCS, Duck, compared, equal, result, shape_of, term_of
from adaptsym.trace.numpy.granted import DECIDED, assume
from adaptsym.trace.values import apply

Row = Callable[..., Any]
ONE = Number(Fraction(1))


# ---------------------------------------------------------------- element by element


def _operator(op: str) -> Row:
    return lambda *args: result(op, *args)


def _comparison(op: str) -> Row:
    return lambda a, b: compared(op, a, b)


def _whole_division(name: str, fold: Callable[[Fraction, Fraction], Any]) -> Row:
    def row(a: Any, b: Any) -> Duck:
        x, y = term_of(a), term_of(b)
        if isinstance(x, Number) and isinstance(y, Number) and y.fraction:
            return Duck(Number(Fraction(fold(x.fraction, y.fraction))), shape_of(a, b))
        raise TraceError(f"the code computes ({x}) {name} {y}, which is not read: no equation has whole division")

    return row


def _generic(answer: bool, what: str) -> Row:
    def row(_: Any) -> bool:
        assume(f"no value is {what}")
        return answer

    return row


def _where(condition: Any, yes: Any, no: Any) -> Any:
    if not isinstance(condition, Duck):
        if np.size(condition) != 1:
            raise TraceError("numpy.where of a condition that is an array of plain truth values is not read")
        return yes if bool(np.all(condition)) else no
    x = condition.term
    if not (isinstance(x, Op) and x.op in COMPARISONS):
        return yes if bool(condition) else no
    return Duck(apply("where", x, term_of(yes), term_of(no)), shape_of(condition, yes, no))


def inner(a: Any, b: Any) -> Duck:
    """An inner product; of a number with an array, the product."""
    if not (isinstance(a, Duck) and isinstance(b, Duck) and a.shape and b.shape):
        return result("mul", a, b)
    if len(a.shape) > 1 or len(b.shape) > 1:
        raise TraceError("a product of matrices is not read: only what is done element by element, and inner products")
    return Duck(_total(apply("mul", a.term, b.term)))


def power(a: Any, b: Any) -> Duck:
    """A power; of exponent -1/2 it is one over a root."""
    exponent = term_of(b)
    if isinstance(exponent, Number) and exponent.fraction == Fraction(-1, 2):
        return result("div", 1, result("sqrt", a))
    return result("pow", a, b)


def _copysign(a: Any, b: Any) -> Duck:
    assume(f"{term_of(b)} is never exactly 0")
    return result("mul", result("abs", a), result("sign", b))


UFUNCS |= {
    "add": _operator("add"),
    "subtract": _operator("sub"),
    "multiply": _operator("mul"),
    "divide": _operator("div"),
    "true_divide": _operator("div"),
    "power": power,
    "float_power": power,
    "pow": power,
    "negative": _operator("neg"),
    "positive": lambda a: Duck(term_of(a), shape_of(a)),
    "absolute": _operator("abs"),
    "abs": _operator("abs"),
    "fabs": _operator("abs"),
    "sqrt": _operator("sqrt"),
    "square": lambda a: result("mul", a, a),
    "reciprocal": lambda a: result("div", 1, a),
    "sign": _operator("sign"),
    "maximum": _operator("max"),
    "fmax": _operator("max"),
    "minimum": _operator("min"),
    "fmin": _operator("min"),
    "copysign": _copysign,
    "greater": _comparison("gt"),
    "greater_equal": _comparison("ge"),
    "less": _comparison("lt"),
    "less_equal": _comparison("le"),
    "equal": equal,
    "not_equal": lambda a, b: term_of(a) != term_of(b),
    "isnan": _generic(False, "NaN"),
    "isinf": _generic(False, "infinite"),
    "isfinite": _generic(True, "NaN or infinite"),
    "matmul": inner,
    "floor_divide": _whole_division("//", lambda a, b: a // b),
    "remainder": _whole_division("%", lambda a, b: a % b),
    "where": _where,
}


# ---------------------------------------------------------------- over the whole array


def _total(x: Term) -> Term:
    if x.kind is not Kind.ARRAY:
        return x
    match x:
        case Op("mul", (a, b)):
            return Op("dot", (a, b))
        case Op("pow", (a, Number(q))) if q == 2:
            return Op("dot", (a, a))
    return Op("dot", (x, ONE))


def total_of(x: Any, axis: Any = None, **_: Any) -> Any:
    """The sum of all elements: an inner product."""
    if not isinstance(x, Duck):
        if not isinstance(x, (list, tuple)):
            return sum(x)
        return sum((total_of(part) for part in x[1:]), total_of(x[0])) if x else 0
    if axis is not None and len(x.shape) > 1:
        raise TraceError(f"a sum over axis {axis} is not read: only sums over the whole array are")
    return Duck(_total(x.term))


def some(name: str) -> Row:
    """The row of any() or all(): a truth that no equation says, unless only a loop's end hangs on it."""

    def row(x: Any, **_: Any) -> bool:
        if isinstance(x, Duck) and x.shape and x.term.kind is Kind.ARRAY and DECIDED.get() is None:
            raise TraceError(f"the code asks whether {name} element has {x.term}, which no equation says")
        return bool(x)

    return row


def size(x: Any) -> Any:
    """The number of elements."""
    if isinstance(x, Duck) and x.shape and x.term.kind is Kind.ARRAY:
        return Duck(Op("size", (x.term,)))
    return int(np.prod(x.shape)) if isinstance(x, Duck) else np.size(x)


def mean(x: Any, axis: Any = None, **_: Any) -> Any:
    """The mean of all elements."""
    total = total_of(x, axis)
    return result("div", total, size(x)) if x.term.kind is Kind.ARRAY else total


def norm(x: Any, order: Any = None, axis: Any = None, **_: Any) -> Duck:
    """The Euclidean norm of the whole array."""
    if order not in (None, 2, "fro") or axis not in (None, -1, 0) or not isinstance(x, Duck):
        raise TraceError(f"numpy.linalg.norm with ord={order!r}, axis={axis!r} is not read: only the Euclidean norm is")
    return Duck(Op("norm", (x.term,)) if x.term.kind is Kind.ARRAY else apply("abs", x.term))
