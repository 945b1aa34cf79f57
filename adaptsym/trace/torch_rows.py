"""What torch's functions on tensors become: a row for each, on terms.

A function that works in place has no row of its own: ``add_`` is ``add``, stored.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from adaptsym.notation import t, theta
from adaptsym.term import Kind, Number, Op, Term
from adaptsym.trace.model import TraceError
from adaptsym.trace.torch_condition import Condition, assume, both, choose, compare, either, negated
from adaptsym.trace.torch_scalar import fold, plus
from adaptsym.trace.values import apply

ZERO, ONE = Number(Fraction(0)), Number(Fraction(1))
SIZE = Op("size", (theta[t],))  # the same for every array of a parameter
Value = Any  # a Term, or a Condition


def as_term(x: Value) -> Term:
    """A term; a condition counts as 1 where it holds and 0 elsewhere."""
    return x if isinstance(x, Term) else choose(x, ONE, ZERO)


def as_condition(x: Value) -> Condition:
    """A condition; a term holds where it is not 0."""
    return compare("ne", x, ZERO) if isinstance(x, Term) else x


def operation(op: str, *, reflected: bool = False) -> Callable[..., Term]:
    """A row that is an operator of terms."""

    def row(*args: Value) -> Term:
        terms = [as_term(a) for a in args]
        return fold(op, *(reversed(terms) if reflected else terms))

    return row


def _add(a: Value, b: Value, alpha: Term = ONE) -> Term:
    return plus(as_term(a), alpha, as_term(b))


def _sub(a: Value, b: Value, alpha: Term = ONE) -> Term:
    return fold("sub", as_term(a), apply("mul", alpha, as_term(b)))


def _rsub(a: Value, b: Value, alpha: Term = ONE) -> Term:
    return _sub(b, a, alpha)


def _div(a: Value, b: Value, rounding_mode: object = None) -> Term:
    if rounding_mode is not None:
        raise TraceError(f"the code divides with rounding_mode={rounding_mode!r}, which no equation says")
    return _over(as_term(a), as_term(b))


def _over(a: Term, b: Term) -> Term:
    """a/b; tensors go on with the infinity of a division by zero, as Python's numbers do not."""
    return Op("div", (a, b)) if b == ZERO else apply("div", a, b)


def _addcmul(x: Value, a: Value, b: Value, value: Term = ONE) -> Term:
    return plus(as_term(x), value, apply("mul", as_term(a), as_term(b)))


def _addcdiv(x: Value, a: Value, b: Value, value: Term = ONE) -> Term:
    return plus(as_term(x), value, _over(as_term(a), as_term(b)))


def _lerp(x: Value, end: Value, weight: Value) -> Term:
    start = as_term(x)
    return fold("add", start, apply("mul", as_term(weight), apply("sub", as_term(end), start)))


def _clamp(x: Value, min: Value | None = None, max: Value | None = None) -> Term:
    found = as_term(x)
    if min is not None:
        found = apply("max", found, as_term(min))
    return found if max is None else apply("min", found, as_term(max))


def _square(a: Value) -> Term:
    return apply("mul", as_term(a), as_term(a))


def _reciprocal(a: Value) -> Term:
    match as_term(a):
        case Op("div", (_, Number(q))) if q == 0:
            assume("a number divided by zero is infinite, and 1 over that is 0")
            return ZERO
        case x:
            return _over(ONE, x)


def _rsqrt(a: Value) -> Term:
    return apply("div", ONE, apply("sqrt", as_term(a)))


def _copysign(a: Value, b: Value) -> Term:
    size = apply("abs", as_term(a))
    assume("a zero has no sign of its own (copysign)")
    return choose(compare("ge", as_term(b), ZERO), size, apply("neg", size))


def _where(condition: Value, yes: Value, no: Value) -> Term:
    return choose(as_condition(condition), as_term(yes), as_term(no))


def _heaviside(a: Value, at_zero: Value) -> Term:
    x = as_term(a)
    return choose(compare("gt", x, ZERO), ONE, choose(compare("lt", x, ZERO), ZERO, as_term(at_zero)))


def _comparison(name: str) -> Callable[[Value, Value], Condition]:
    return lambda a, b: compare(name, as_term(a), as_term(b))


def _finite(answer: bool) -> Callable[..., Condition]:
    def row(_a: Value) -> Condition:
        assume("every number is finite")
        return answer

    return row


def _nan_to_num(a: Value, nan: Value = None, posinf: Value = None, neginf: Value = None) -> Term:
    del nan, posinf, neginf
    assume("every number is finite")
    return as_term(a)


def _sum(a: Value) -> Term:
    match as_term(a):
        case Op("mul", (x, y)) if x.kind is Kind.ARRAY and y.kind is Kind.ARRAY:
            return Op("dot", (x, y))
        case Op("pow", (x, Number(q))) if q == 2:
            return Op("dot", (x, x))
        case x:
            return Op("dot", (x, ONE)) if x.kind is Kind.ARRAY else x


def _mean(a: Value) -> Term:
    x = as_term(a)
    return apply("div", _sum(x), SIZE) if x.kind is Kind.ARRAY else x


def _norm(a: Value, p: Value = None) -> Term:
    x = as_term(a)
    order = None if p is None or isinstance(p, str) else as_term(p)
    if x.kind is not Kind.ARRAY:
        return apply("abs", x)
    if order is None or order == Number(Fraction(2)):
        return Op("norm", (x,))
    if order == ONE:
        return _sum(apply("abs", x))
    raise TraceError(f"the code takes the {order}-norm of an array; only the 1-norm and the 2-norm have terms")


def _dot(a: Value, b: Value) -> Term:
    return Op("dot", (as_term(a), as_term(b)))


ELEMENTWISE: dict[str, Callable[..., Value]] = {
    "add": _add,
    "sub": _sub,
    "subtract": _sub,
    "rsub": _rsub,
    "__rsub__": _rsub,
    "mul": operation("mul"),
    "multiply": operation("mul"),
    "div": _div,
    "divide": _div,
    "true_divide": _div,
    "__rdiv__": operation("div", reflected=True),
    "__rtruediv__": operation("div", reflected=True),
    "pow": operation("pow"),
    "float_power": operation("pow"),
    "__rpow__": operation("pow", reflected=True),
    "addcmul": _addcmul,
    "addcdiv": _addcdiv,
    "lerp": _lerp,
    "sqrt": operation("sqrt"),
    "rsqrt": _rsqrt,
    "square": _square,
    "reciprocal": _reciprocal,
    "neg": operation("neg"),
    "negative": operation("neg"),
    "abs": operation("abs"),
    "absolute": operation("abs"),
    "sign": operation("sign"),
    "sgn": operation("sign"),
    "copysign": _copysign,
    "heaviside": _heaviside,
    "maximum": operation("max"),
    "minimum": operation("min"),
    "fmax": operation("max"),
    "fmin": operation("min"),
    "clamp": _clamp,
    "clip": _clamp,
    "clamp_min": operation("max"),
    "clamp_max": operation("min"),
    "relu": lambda a: apply("max", as_term(a), ZERO),
    "where": _where,
    "masked_fill": lambda a, mask, value: _where(mask, value, a),
    "nan_to_num": _nan_to_num,
    "gt": _comparison("gt"),
    "greater": _comparison("gt"),
    "ge": _comparison("ge"),
    "greater_equal": _comparison("ge"),
    "lt": _comparison("lt"),
    "less": _comparison("lt"),
    "le": _comparison("le"),
    "less_equal": _comparison("le"),
    "eq": _comparison("eq"),
    "__eq__": _comparison("eq"),
    "ne": _comparison("ne"),
    "__ne__": _comparison("ne"),
    "not_equal": _comparison("ne"),
    "isnan": _finite(False),
    "isinf": _finite(False),
    "isfinite": _finite(True),
    "logical_not": lambda a: negated(as_condition(a)),
    "bitwise_not": lambda a: negated(as_condition(a)),
    "__invert__": lambda a: negated(as_condition(a)),
    "logical_and": lambda a, b: both(as_condition(a), as_condition(b)),
    "bitwise_and": lambda a, b: both(as_condition(a), as_condition(b)),
    "__and__": lambda a, b: both(as_condition(a), as_condition(b)),
    "logical_or": lambda a, b: either(as_condition(a), as_condition(b)),
    "bitwise_or": lambda a, b: either(as_condition(a), as_condition(b)),
    "__or__": lambda a, b: either(as_condition(a), as_condition(b)),
    "copy": lambda _a, b, **_options: b,
    "fill": lambda _a, b: b,
    "zero": lambda _a: ZERO,
    "clone": lambda a, **_options: a,
    "contiguous": lambda a, **_options: a,
    "zeros_like": lambda _a, **_options: ZERO,
    "ones_like": lambda _a, **_options: ONE,
    "full_like": lambda _a, fill_value, **_options: fill_value,
    "new_zeros": lambda _a, *_shape, **_options: ZERO,
    "new_ones": lambda _a, *_shape, **_options: ONE,
}
REDUCING: dict[str, Callable[..., Value]] = {
    "sum": _sum,
    "mean": _mean,
    "norm": _norm,
    "linalg_norm": _norm,
    "linalg_vector_norm": _norm,
    "vector_norm": _norm,
    "dot": _dot,
    "vdot": _dot,
    "inner": _dot,
}
# the same numbers, seen through another shape
SEEN: tuple[str, ...] = (
    "view",
    "view_as",
    "reshape",
    "reshape_as",
    "flatten",
    "ravel",
    "squeeze",
    "unsqueeze",
    "expand",
    "expand_as",
    "detach",
    "alias",
    "data",
    "real",
    "conj",
    "resolve_conj",
)
# a new tensor of the same numbers, perhaps in another precision
CAST: tuple[str, ...] = ("to", "type", "type_as", "float", "double", "half", "bfloat16", "cpu")

__all__ = ["CAST", "ELEMENTWISE", "ONE", "REDUCING", "SEEN", "SIZE", "ZERO", "as_condition", "as_term"]
