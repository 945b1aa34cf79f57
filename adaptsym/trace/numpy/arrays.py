"""Making, copying and shaping stand-ins for arrays: one row a function of NumPy's, or a method."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from adaptsym.term import COMPARISONS, Number, Op
from adaptsym.trace.model import TraceError
from adaptsym.trace.numpy.builtin import plain_type
from adaptsym.trace.numpy.duck import ATTRIBUTES, FUNCTIONS, UFUNCS, Duck, result, term_of
from adaptsym.trace.numpy.granted import assume
from adaptsym.trace.numpy.rows import ONE, Row, inner, mean, norm, size, some, total_of


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
    "sum": total_of,
    "mean": mean,
    "average": mean,
    "dot": inner,
    "vdot": inner,
    "inner": inner,
    "norm": norm,
    "clip": _clip,
    "shape": lambda x: x.shape,
    "ndim": lambda x: len(x.shape),
    "size": size,
    "iscomplexobj": lambda _: False,
    "any": some("any"),
    "all": some("every"),
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
    "size": size,
    "base": lambda _: None,
    "flags": lambda _: np.zeros(1).flags,
    "sqrt": lambda x: lambda: result("sqrt", x),
    "copy": lambda x: lambda *_, **__: Duck(x.term, x.shape, x.dtype),
    "flatten": lambda x: lambda *_, **__: Duck(x.term, x.shape, x.dtype),
    "item": lambda x: lambda *_: Duck(x.term),
    "fill": lambda x: x.write,
    "is_integer": lambda x: lambda: isinstance(x.term, Number) and x.term.fraction.denominator == 1,
} | {
    name: lambda x, row=row: lambda *args, **options: row(x, *args, **options)
    for name, row in {
        "sum": total_of,
        "mean": mean,
        "dot": inner,
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

__all__ = ["ATTRIBUTES", "FUNCTIONS"]
