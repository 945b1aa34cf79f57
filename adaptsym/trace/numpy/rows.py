"""What NumPy's, Python's and `math`'s functions do to stand-ins: one row a function."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from contextvars import ContextVar
from fractions import Fraction
from typing import Any

import numpy as np

from adaptsym.term import COMPARISONS, Kind, Number, Op, Symbol, Term, walk
from adaptsym.trace.model import TraceError
from adaptsym.trace.numpy.duck import (
    ATTRIBUTES,
    DECIDED,
    FUNCTIONS,
    UFUNCS,
    Duck,
    assume,
    compared,
    equal,
    result,
    shape_of,
    term_of,
)
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


def _inner(a: Any, b: Any) -> Duck:
    """An inner product; of a number with an array, the product."""
    if not (isinstance(a, Duck) and isinstance(b, Duck) and a.shape and b.shape):
        return result("mul", a, b)
    if len(a.shape) > 1 or len(b.shape) > 1:
        raise TraceError("a product of matrices is not read: only what is done element by element, and inner products")
    return Duck(_total(apply("mul", a.term, b.term)))


def _power(a: Any, b: Any) -> Duck:
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
    "power": _power,
    "float_power": _power,
    "pow": _power,
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
    "matmul": _inner,
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


def _sum(x: Any, axis: Any = None, **_: Any) -> Any:
    if not isinstance(x, Duck):
        if not isinstance(x, (list, tuple)):
            return sum(x)
        return sum((_sum(part) for part in x[1:]), _sum(x[0])) if x else 0
    if axis is not None and len(x.shape) > 1:
        raise TraceError(f"a sum over axis {axis} is not read: only sums over the whole array are")
    return Duck(_total(x.term))


def _some(name: str) -> Row:
    def row(x: Any, **_: Any) -> bool:
        """any() or all(): a truth that an equation does not say, unless only a loop's end hangs on it."""
        if isinstance(x, Duck) and x.shape and x.term.kind is Kind.ARRAY and DECIDED.get() is None:
            raise TraceError(f"the code asks whether {name} element has {x.term}, which no equation says")
        return bool(x)

    return row


def _size(x: Any) -> Any:
    if isinstance(x, Duck) and x.shape and x.term.kind is Kind.ARRAY:
        return Duck(Op("size", (x.term,)))
    return int(np.prod(x.shape)) if isinstance(x, Duck) else np.size(x)


def _mean(x: Any, axis: Any = None, **_: Any) -> Any:
    total = _sum(x, axis)
    return result("div", total, _size(x)) if x.term.kind is Kind.ARRAY else total


def _norm(x: Any, order: Any = None, axis: Any = None, **_: Any) -> Duck:
    if order not in (None, 2, "fro") or axis not in (None, -1, 0) or not isinstance(x, Duck):
        raise TraceError(f"numpy.linalg.norm with ord={order!r}, axis={axis!r} is not read: only the Euclidean norm is")
    return Duck(Op("norm", (x.term,)) if x.term.kind is Kind.ARRAY else apply("abs", x.term))


# ---------------------------------------------------------------- making, copying and shaping


def _made(value: Any) -> Row:
    return lambda shape=(), dtype=np.float64, *_, **__: Duck(value, _shape(shape), _dtype(dtype))


def _like(value: Any) -> Row:
    def row(x: Any, dtype: Any = None, *_: Any, **__: Any) -> Duck:
        kind = x.dtype if dtype is None and hasattr(x, "dtype") else dtype
        return Duck(value, np.shape(x) if not isinstance(x, Duck) else x.shape, _dtype(kind))

    return row


def _shape(shape: Any) -> tuple[int, ...]:
    return tuple(int(n) for n in shape) if isinstance(shape, (tuple, list)) else (int(shape),)


def _dtype(dtype: Any) -> np.dtype[Any]:
    found = np.dtype(np.float64 if dtype is None else plain_type(dtype))
    if found.kind == "f" and found.itemsize < 8:
        assume(f"arrays that the code makes of {found} are read as exact numbers")
    return found


def _array(x: Any, dtype: Any = None, *_: Any, **__: Any) -> Any:
    """numpy.array: a copy."""
    if isinstance(x, Duck):
        return _astype(x, dtype or x.dtype)
    if isinstance(x, (list, tuple)) and any(isinstance(y, Duck) for y in x):
        if len(x) == 1:
            return Duck(x[0].term, (1, *x[0].shape))
        raise TraceError("the code packs several symbolic values into one array, which is not read")
    return _plain(x, dtype)


def _plain(x: Any, dtype: Any) -> Any:
    made = np.array(x, plain_type(dtype))
    if made.dtype.kind in "biuf" and made.size and bool((made == made.flat[0]).all()):
        return Duck(term_of(made), made.shape, made.dtype)
    return made


def _asarray(x: Any, dtype: Any = None, *rest: Any, **options: Any) -> Any:
    """numpy.asarray: the array itself, where it is one."""
    return x if isinstance(x, Duck) and x.shape else _array(x, dtype, *rest, **options)


def _astype(x: Duck, dtype: Any, **_: Any) -> Duck:
    kind = np.dtype(plain_type(dtype))
    term = x.term
    if isinstance(term, Op) and term.op in COMPARISONS:
        return Duck(Op("where", (term, ONE, Number(Fraction(0)))), x.shape)
    if kind.kind in "iu" and x.dtype.kind == "f":
        raise TraceError(f"the code casts to whole numbers ({kind}), which cuts off fractions and is not read")
    return Duck(term, x.shape, _dtype(kind))


def _copyto(target: Any, value: Any, **_: Any) -> None:
    target.write(value)


def _itself(x: Any, *_: Any, **__: Any) -> Any:
    return x


def _reshape(x: Any, *shape: Any, **__: Any) -> Any:
    wanted = shape[0] if len(shape) == 1 else shape
    wanted = _shape(wanted)
    given = tuple(1 if n == -1 else n for n in wanted)
    if int(np.prod(given)) != int(np.prod(x.shape)):
        raise TraceError(f"the code gives an array of shape {x.shape} the shape {wanted}")
    if given == x.shape:
        return x
    raise TraceError("the code changes the shape of an array, which is not read")


def _clip(x: Any, low: Any = None, high: Any = None, out: Any = None, **_: Any) -> Any:
    made = x if low is None else result("max", x, low)
    made = made if high is None else result("min", made, high)
    if out is None:
        return made
    out.write(made)
    return out


def _broadcast(x: Any, shape: Any, **_: Any) -> Duck:
    return Duck(term_of(x), _shape(shape))


def _without_nan(x: Any, **_: Any) -> Any:
    assume("no value is NaN")
    return x


def _joined(*_: Any, **__: Any) -> Any:
    raise TraceError("the code joins arrays, which changes their shape and is not read")


_SHAPED: dict[str, Row] = {
    "zeros": _made(0),
    "ones": _made(1),
    "empty": _made(0),
    "full": lambda shape, value, *_, **__: Duck(term_of(value), _shape(shape)),
    "zeros_like": _like(0),
    "ones_like": _like(1),
    "empty_like": _like(0),
    "full_like": lambda x, value, *_, **__: Duck(term_of(value), x.shape),
    "array": _array,
    "asarray": _asarray,
    "asanyarray": _asarray,
    "ascontiguousarray": _asarray,
    "copy": _array,
    "copyto": _copyto,
    "broadcast_to": _broadcast,
    "reshape": _reshape,
    "ravel": _itself,
    "squeeze": _itself,
    "atleast_1d": lambda x: x if x.shape else Duck(x.term, (1,)),
    "transpose": _itself,
    "real": _itself,
    "nan_to_num": _without_nan,
    "sum": _sum,
    "mean": _mean,
    "average": _mean,
    "dot": _inner,
    "vdot": _inner,
    "inner": _inner,
    "norm": _norm,
    "clip": _clip,
    "shape": lambda x: x.shape,
    "ndim": lambda x: len(x.shape),
    "size": _size,
    "iscomplexobj": lambda _: False,
    "any": _some("any"),
    "all": _some("every"),
    "concatenate": _joined,
    "append": _joined,
    "hstack": _joined,
    "vstack": _joined,
    "stack": _joined,
    "tile": _joined,
    "repeat": _joined,
}

FUNCTIONS |= UFUNCS
FUNCTIONS |= _SHAPED

ATTRIBUTES |= {
    "T": _itself,
    "real": _itself,
    "flat": _itself,
    "data": _itself,
    "size": _size,
    "base": lambda _: None,
    "sqrt": lambda x: lambda: result("sqrt", x),
    "copy": lambda x: lambda *_, **__: Duck(x.term, x.shape, x.dtype),
    "flatten": lambda x: lambda *_, **__: Duck(x.term, x.shape, x.dtype),
    "item": lambda x: lambda *_: Duck(x.term),
    "fill": lambda x: x.write,
    "is_integer": lambda x: lambda: isinstance(x.term, Number) and x.term.fraction.denominator == 1,
} | {
    name: lambda x, row=row: lambda *args, **options: row(x, *args, **options)
    for name, row in {
        "sum": _sum,
        "mean": _mean,
        "dot": _inner,
        "astype": _astype,
        "reshape": _reshape,
        "ravel": _itself,
        "squeeze": _itself,
        "transpose": _itself,
        "view": _itself,
        "clip": _clip,
        "any": FUNCTIONS["any"],
        "all": FUNCTIONS["all"],
    }.items()
}


# ---------------------------------------------------------------- Python's own functions, and math's


def _builtin(real: Callable[..., Any], row: Row) -> Row:
    """A function of Python's, which goes its own way for what is not symbolic."""

    def call(*args: Any, **options: Any) -> Any:
        return row(*args, **options) if any(isinstance(a, Duck) for a in args) else real(*args, **options)

    return call


def _isinstance(x: Any, kinds: Any) -> bool:
    kinds = tuple(map(plain_type, kinds)) if isinstance(kinds, tuple) else plain_type(kinds)
    if not isinstance(x, Duck):
        return isinstance(x, kinds)
    example: Any = np.zeros(x.shape) if x.shape else np.float64(0)
    if not x.shape and isinstance(x.term, Number) and x.term.fraction.denominator == 1:
        example = 0
    return isinstance(example, kinds)


def plain_type(kind: Any) -> Any:
    """Python's own type, where a stand-in for it is given: `float` and `int` are functions while tracing."""
    return float if kind is PYTHON["float"] else int if kind is PYTHON["int"] else kind


def _largest(op: str) -> Row:
    def row(*args: Any, **_: Any) -> Any:
        if len(args) == 1:
            raise TraceError(f"Python's {op} over the elements of an array is not read")
        made = args[0]
        for other in args[1:]:
            made = result(op, made, other)
        return made

    return row


def _as_int(x: Duck, *_: Any) -> Any:
    """int() of a count, which is a whole number already."""
    inside = tuple(walk(x.term))
    whole = all(
        (isinstance(y, Number) and y.fraction.denominator == 1)
        or (isinstance(y, Symbol) and y.word.domain.whole)
        or (isinstance(y, Op) and y.op in ("add", "sub", "mul"))
        for y in inside
    )
    if whole:
        return Duck(x.term)
    raise TraceError(f"the code makes a whole number of {x.term}, which cuts off fractions and is not read")


class Range:
    """range(), in numbers of which a traced loop may make its count; the next is then one more than that."""

    def __init__(self, *args: Any) -> None:
        self._plain = range(*map(operator.index, args))
        self._next = iter(self._plain)
        self.last = Duck(0)
        self.symbol: Term | None = None
        live = RANGES.get()
        if live is not None:
            live.append(self)

    def __iter__(self) -> Range:
        return self

    def __next__(self) -> Duck:
        n = next(self._next)
        if self.symbol is not None:
            self.symbol = result("add", Duck(self.symbol), self._plain.step).term
        self.last = Duck(n if self.symbol is None else self.symbol)
        return self.last

    def __len__(self) -> int:
        return len(self._plain)

    def __getitem__(self, key: Any) -> Any:
        return self._plain[key]


# the loops under way
RANGES: ContextVar[list[Range] | None] = ContextVar("RANGES", default=None)


PYTHON: dict[str, Row] = {
    "float": _builtin(float, lambda x: Duck(x.term)),
    "int": _builtin(int, _as_int),
    "abs": _builtin(abs, lambda x: result("abs", x)),
    "max": _builtin(max, _largest("max")),
    "min": _builtin(min, _largest("min")),
    "sum": _builtin(sum, lambda x, *_: _sum(x)),
    "pow": _builtin(pow, _power),
    "isinstance": _isinstance,
}
MATH: dict[str, Row] = {
    name: _builtin(getattr(math, name), UFUNCS[name]) for name in ("sqrt", "fabs", "pow", "copysign", "isnan", "isinf")
} | {"isfinite": _builtin(math.isfinite, UFUNCS["isfinite"])}
LOOPS: dict[str, Row] = {"range": Range}
