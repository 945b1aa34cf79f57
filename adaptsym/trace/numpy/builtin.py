"""Python's own functions and `math`'s, for stand-ins: one row a function."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from typing import Any

import numpy as np

from adaptsym.term import Number, Op, Symbol, Term, walk
from adaptsym.trace.model import TraceError
from adaptsym.trace.numpy.duck import UFUNCS, Duck, result
from adaptsym.trace.numpy.rows import Row, power, total_of


class Log:
    """A multiple of a logarithm, as in ``exp(t * log(beta))``, which is a power."""

    def __init__(self, base: Duck, factor: Duck) -> None:
        self.base, self.factor = base, factor

    def __mul__(self, x: Any) -> Log:
        return Log(self.base, result("mul", x, self.factor))

    __rmul__ = __mul__

    def __neg__(self) -> Log:
        return self * -1


def _exp(x: Any) -> Duck:
    if not isinstance(x, Log):
        raise TraceError("an exponential is read only of a multiple of a logarithm, as in exp(t * log(beta))")
    return power(x.base, x.factor)


POWERS: dict[str, Row] = {
    "log": lambda x: Log(x, Duck(1)),
    "exp": _exp,
    "expm1": lambda x: result("sub", _exp(x), 1),
}


def _builtin(real: Callable[..., Any], row: Row) -> Row:
    """A function of Python's, which goes its own way for what is not symbolic."""

    def call(*args: Any, **options: Any) -> Any:
        return row(*args, **options) if any(isinstance(a, (Duck, Log)) for a in args) else real(*args, **options)

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


MANY = 10**9


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
    "sum": _builtin(sum, lambda x, *_: total_of(x)),
    "pow": _builtin(pow, power),
    "isinstance": _isinstance,
}
_OF_MATH = {name: UFUNCS[name] for name in ("sqrt", "fabs", "pow", "copysign", "isnan", "isinf", "isfinite")} | POWERS
MATH: dict[str, Row] = {name: _builtin(getattr(math, name), row) for name, row in _OF_MATH.items()}


def _enumerate(items: Iterable[Any], start: int = 0) -> Iterator[tuple[Duck, Any]]:
    return zip(Range(start, start + MANY), items, strict=False)


LOOPS: dict[str, Row] = {"range": Range, "enumerate": _enumerate}
