"""A stand-in for NumPy's arrays and Python's numbers: it carries a term through running code.

>>> import numpy as np
>>> from adaptsym.notation import eta, g, t
>>> gradient, rate = Duck(g[t], (1,)), Duck(eta)
>>> moment = Duck(0, (1,))
>>> moment += rate * np.square(gradient)
>>> moment
Duck(eta*(g[t]*g[t]), (1,))
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import numpy as np

from adaptsym.term import COMPARISONS, Number, Op, Symbol, Term, offset
from adaptsym.trace.model import TraceError
from adaptsym.trace.numpy.granted import DECIDED, assume, number_of
from adaptsym.trace.paths import decide
from adaptsym.trace.values import apply

Shape = tuple[int, ...]
Row = Callable[..., Any]
# one row a function; `rows` fills them
UFUNCS: dict[str, Row] = {}
FUNCTIONS: dict[str, Row] = {}
ATTRIBUTES: dict[str, Row] = {}


class Duck:
    """A number, or an array all of whose elements are one term.

    An array is written in place, as NumPy's are, and so whoever holds it sees it; a number is a value. A comparison
    is a `Duck` as well, and its truth forks the path.
    """

    __slots__ = ("dtype", "shape", "term")
    __array_priority__ = 1000

    def __init__(self, value: Any, shape: Shape = (), dtype: Any = np.float64) -> None:
        self.term: Term = value if isinstance(value, Term) else number_of(value)
        self.shape = shape
        self.dtype = np.dtype(dtype)

    def __repr__(self) -> str:
        return f"Duck({self.term}, {self.shape})" if self.shape else f"Duck({self.term})"

    # ------------------------------------------------------------ NumPy's doors

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *args: Any, out: Any = None, **options: Any) -> Any:
        if method == "reduce" and ufunc in (np.add, np.multiply):
            return FUNCTIONS["sum" if ufunc is np.add else "prod"](*args)
        row = UFUNCS.get(ufunc.__name__)
        if row is None or method != "__call__":
            raise TraceError(f"numpy.{ufunc.__name__} of a symbolic array is not read; what is: {', '.join(UFUNCS)}")
        result = row(*args)
        chosen = options.get("where", True)
        if chosen is not True:
            raise TraceError(f"numpy.{ufunc.__name__}(where=...) is not read; write numpy.where")
        if out is None:
            return result
        (target,) = out
        if not isinstance(target, Duck):
            raise TraceError(f"numpy.{ufunc.__name__} writes a symbolic value into an array of numbers")
        target.write(result)
        return target

    def __array_function__(self, function: Callable[..., Any], _types: Any, args: Any, options: Any) -> Any:
        row = FUNCTIONS.get(function.__name__)
        if row is None:
            raise TraceError(f"numpy.{function.__name__} of a symbolic array is not read")
        return row(*args, **options)

    def __array__(self, *_args: Any, **_options: Any) -> Any:
        raise TraceError("the code makes a plain array of numbers of a symbolic value, which cannot be followed")

    # ------------------------------------------------------------ what an array says of itself

    def __getattr__(self, name: str) -> Any:
        row = ATTRIBUTES.get(name)
        if row is None:
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        return row(self)

    @property
    def ndim(self) -> int:
        """How many axes."""
        return len(self.shape)

    def __len__(self) -> int:
        if not self.shape:
            raise TypeError("a number has no len()")
        return self.shape[0]

    def __iter__(self) -> Iterator[Duck]:
        for _ in range(len(self)):
            yield Duck(self.term, self.shape[1:])

    def __copy__(self) -> Duck:
        return Duck(self.term, self.shape, self.dtype)

    def __deepcopy__(self, _memo: Any) -> Duck:
        return Duck(self.term, self.shape, self.dtype)

    def __getitem__(self, key: Any) -> Duck:
        if _whole(key, self.shape):
            return self
        if isinstance(key, (int, np.integer)) and self.shape:
            return Duck(self.term, self.shape[1:])
        if isinstance(key, tuple) and len(key) == len(self.shape) and all(isinstance(k, int) for k in key):
            return Duck(self.term)
        raise TraceError(f"the code takes a part of an array, [{key!r}], which is not read: only whole arrays are")

    def __setitem__(self, key: Any, value: Any) -> None:
        if isinstance(key, Duck):
            self.write(UFUNCS["where"](key, value, self))
            return
        elements = isinstance(key, (int, np.integer)) or (isinstance(key, tuple) and len(key) == len(self.shape))
        if not (_whole(key, self.shape) or elements):
            raise TraceError(f"the code writes a part of an array, [{key!r}], which is not read: only whole arrays are")
        self.write(value)

    def write(self, value: Any) -> None:
        """Write into this array, for all who hold it."""
        if self.dtype.kind not in "fc":
            raise TraceError(f"the code writes into an array of whole numbers ({self.dtype}), which cuts off fractions")
        self.term = term_of(value)

    # ------------------------------------------------------------ truth

    def __bool__(self) -> bool:
        x = self.term
        if isinstance(x, Op) and x.op in COMPARISONS:
            settled = DECIDED.get()
            return settled[x] if settled and x in settled else decide(x)
        if isinstance(x, Number):
            return x.fraction != 0
        if isinstance(x, Symbol):
            return True  # a hyperparameter that is switched on
        raise TraceError(f"the code asks for the truth of {x}; write a comparison")

    def __float__(self) -> float:
        return float(_number(self))

    def __int__(self) -> int:
        return int(_number(self))

    def __index__(self) -> int:
        x = self.term
        if isinstance(x, Number) and x.fraction.denominator == 1:
            return int(x.fraction)
        if isinstance(x, Op) and x.op == "size":
            return 1  # as its shape says
        raise TraceError(f"the code counts or indexes by {x}, which depends on the step or on a hyperparameter")

    def __format__(self, _: str) -> str:
        return str(self.term)

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> Any:
        return equal(self, other)

    def __ne__(self, other: object) -> Any:
        found = equal(self, other)
        if not isinstance(found, Duck):
            return not found
        assert isinstance(found.term, Op)
        return Duck(Op("gt", found.term.args), found.shape)

    def __neg__(self) -> Duck:
        return result("neg", self)

    def __pos__(self) -> Duck:
        return self

    def __abs__(self) -> Duck:
        return result("abs", self)


def _number(x: Duck) -> Fraction:
    if isinstance(x.term, Number):
        return x.term.fraction
    if isinstance(x.term, Op) and x.term.op == "size":
        return Fraction(1)  # as its shape says
    raise TraceError(
        f"the code makes a plain number of {x.term}, which is symbolic, as compiled code does: that is not read"
    )


def _whole(key: Any, shape: Shape) -> bool:
    """Whether a key takes all there is, be it by numbers: ``[:]``, ``[...]``, ``[0:n]``."""
    if isinstance(key, tuple):
        return all(_whole(k, shape[n:]) for n, k in enumerate(key))
    if isinstance(key, slice) and shape:
        return key.indices(shape[0]) == (0, shape[0], 1)
    return key is Ellipsis or key is None


def term_of(x: Any) -> Term:
    """The term of a stand-in, a number, or an array all of whose elements are equal.

    Raises:
        TraceError: for anything else.
    """
    if isinstance(x, Duck):
        return x.term
    if isinstance(x, np.ndarray):
        first = x.flat[0] if x.size else 0
        if x.size == 0 or (x != first).any():
            raise TraceError("the code mixes in an array of its own numbers, such as random ones, which is not read")
        return number_of(first)
    return x if isinstance(x, Term) else number_of(x)


def shape_of(*args: Any) -> Shape:
    """The shape that arguments broadcast to."""
    return np.broadcast_shapes(*(a.shape for a in args if isinstance(a, (Duck, np.ndarray))))


def result(op: str, *args: Any) -> Duck:
    """An operation on stand-ins and numbers; a comparison counts as 1 or 0."""
    if op in ("max", "min"):
        bounds = {float("-inf" if op == "max" else "inf")}
        args = tuple(x for x in args if not (isinstance(x, float) and x in bounds))
        if len(args) == 1:
            return Duck(_as_number(args[0]), shape_of(*args))
    terms = tuple(map(_as_number, args))
    count = _counted(op, *terms) if op in ("add", "sub") else None
    return Duck(apply(op, *terms) if count is None else count, shape_of(*args))


def _counted(op: str, a: Term, b: Term) -> Term | None:
    """A count and a whole number: ``t - 1`` and 1 make ``t``."""
    if op == "add" and isinstance(a, Number):
        a, b = b, a
    match a, b:
        case Op("add" | "sub" as inner, (rising, Number(p))), Number(q) if _counts(rising):
            shift = (p if inner == "add" else -p) + (q if op == "add" else -q)
            return apply("add", rising, shift) if shift >= 0 else apply("sub", rising, -shift)
    return None


def _counts(x: Term) -> bool:
    match x:
        case Symbol(word):
            return word.domain.whole
        case Op("mul", (Number(), y)):
            return _counts(y)
    return False


def _as_number(x: Any) -> Term:
    found = term_of(x)
    if isinstance(found, Op) and found.op in COMPARISONS:
        return Op("where", (found, Number(Fraction(1)), Number(Fraction(0))))
    return found


# ---------------------------------------------------------------- comparisons


def compared(op: str, a: Any, b: Any) -> Any:
    """A comparison; of two numbers, its truth; everything is between the infinities."""
    for x, other in ((a, op in ("lt", "le")), (b, op in ("gt", "ge"))):
        if _is_infinite(x):
            return (x < 0) == other
    x, y = term_of(a), term_of(b)
    if isinstance(x, Number) and isinstance(y, Number):
        p, q = x.fraction, y.fraction
        return {"gt": p > q, "ge": p >= q, "lt": p < q, "le": p <= q}[op]
    if isinstance(y, Number) and y.fraction == 0 and isinstance(x, Symbol) and x.word.domain.low == 0:
        assume(f"{x.word.name} is switched on: it is not 0")
        return op in ("gt", "ge")
    return Duck(Op(op, (x, y)), shape_of(a, b))


def _is_infinite(x: Any) -> bool:
    return isinstance(x, float) and math.isinf(x)


def equal(a: Any, b: Any) -> Any:
    """Equality: of the count with a number it is the first step or none; elsewhere it holds nowhere, generically."""
    if not (_is_number(a) and _is_number(b)):
        return False
    x, y = term_of(a), term_of(b)
    if x == y:
        return True
    if isinstance(x, Number) and isinstance(y, Number):
        return False
    if isinstance(x, Number):
        x, y = y, x
    k = offset(x)
    if k is not None and isinstance(y, Number):
        step = y.fraction - k
        if step < 1 or step.denominator != 1:
            return False
        if step == 1:
            return Duck(Op("le", (x, y)))
        raise TraceError(f"the code does something special at step {step} ({x} == {y}), which is not read")
    assume(f"{x} is never exactly {y}")
    return False


# ---------------------------------------------------------------- Python's operators


def _binary(name: str, row: str) -> None:
    def forward(self: Duck, other: Any) -> Any:
        return UFUNCS[row](self, other) if _is_number(other) else NotImplemented

    def backward(self: Duck, other: Any) -> Any:
        return UFUNCS[row](other, self) if _is_number(other) else NotImplemented

    def in_place(self: Duck, other: Any) -> Any:
        if not _is_number(other):
            return NotImplemented
        value = UFUNCS[row](self, other)
        if not self.shape:
            return value
        if value.shape != self.shape:
            raise ValueError(f"an array of shape {self.shape} cannot hold {value.shape}")
        self.write(value)
        return self

    setattr(Duck, f"__{name}__", forward)
    setattr(Duck, f"__r{name}__", backward)
    setattr(Duck, f"__i{name}__", in_place)


def _compare(op: str) -> None:
    setattr(Duck, f"__{op}__", lambda self, other: compared(op, self, other))


def _is_number(x: Any) -> bool:
    return isinstance(x, (Duck, np.ndarray, int, float, Fraction, np.generic))


for _name, _row in {
    "add": "add",
    "sub": "subtract",
    "mul": "multiply",
    "truediv": "divide",
    "pow": "power",
    "matmul": "matmul",
    "floordiv": "floor_divide",
    "mod": "remainder",
}.items():
    _binary(_name, _row)
for _op in COMPARISONS:
    _compare(_op)
