"""One step evaluated by its definition in 80 digits, beside a bound on what rounding may do to it.

`Real` carries a value and the error that a computation in floating point may have made on the way, by the
usual rules of error propagation, in units of the rounding unit u: an operation adds |result| (it is rounded),
and passes on the errors of its arguments multiplied by its derivatives. Arrays are exact; a number is rounded
once, where it meets an array. What may lie below the smallest normal number loses, in addition, half of the
smallest subnormal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import mpmath
import numpy as np

from adaptsym.spec import Spec
from adaptsym.term import At, Brace, Kind, Number, Op, Role, Symbol, Term, offset

mp = mpmath.mp.clone()
mp.dps = 80


@dataclass(frozen=True)
class Format:
    """A floating-point format: its rounding unit, and what an underflow may cost, in rounding units."""

    unit: Any
    tiny: Any

    @classmethod
    def of(cls, dtype: Any) -> Format:
        info = np.finfo(dtype)
        unit = mp.mpf(2) ** -(info.nmant + 1)
        return cls(unit, mp.mpf(2) ** (info.minexp - info.nmant - 1) / unit)


UNCLEAR = mp.mpf(10) ** 1000  # the error where rounding may turn a branch or a sign


@dataclass(frozen=True)
class Real:
    """A number, and the error bound of its computed form in units of u."""

    value: Any
    error: Any
    form: Format

    def made(self, value: Any, error: Any) -> Real:
        return Real(value, error + abs(value), self.form)

    def __add__(self, b: Real) -> Real:
        return self.made(self.value + b.value, self.error + b.error)

    def __sub__(self, b: Real) -> Real:
        return self.made(self.value - b.value, self.error + b.error)

    def __neg__(self) -> Real:
        return Real(-self.value, self.error, self.form)

    def __abs__(self) -> Real:
        return Real(abs(self.value), self.error, self.form)

    def __mul__(self, b: Real) -> Real:
        return self.made(self.value * b.value, abs(self.value) * b.error + abs(b.value) * self.error + self.form.tiny)

    def __truediv__(self, b: Real) -> Real:
        error = self.error / abs(b.value) + abs(self.value) * b.error / b.value**2
        return self.made(self.value / b.value, error + self.form.tiny)

    def root(self) -> Real:
        value = mp.sqrt(self.value)
        most = mp.sqrt(self.value + self.error * self.form.unit) - value  # to first order error/(2*root)
        least = value - mp.sqrt(max(self.value - self.error * self.form.unit, 0))
        return self.made(value, max(most, least) / self.form.unit)

    def power(self, b: Real) -> Real:
        value = self.value**b.value
        slope = abs(b.value * value / self.value) if self.value else mp.mpf(0)
        return self.made(value, slope * self.error + 3 * abs(value) * max(abs(b.value), 1))

    def sign(self) -> Real:
        clear = abs(self.value) > self.error * self.form.unit or not self.error
        return Real(mp.sign(self.value), mp.mpf(0) if clear else UNCLEAR, self.form)

    def exceeds(self, b: Real, *, equal: bool) -> tuple[bool, bool]:
        """Whether it does, and whether that is clear."""
        error = (self.error + b.error) * self.form.unit
        over = bool(self.value >= b.value if equal else self.value > b.value)
        return over, bool(abs(self.value - b.value) > error or not error)


def choice(condition: tuple[bool, bool], yes: Real, no: Real) -> Real:
    """A branch for one element."""
    over, clear = condition
    taken = yes if over else no
    return taken if clear else Real(taken.value, UNCLEAR, taken.form)


ELEMENT: dict[str, Callable[..., Any]] = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "div": lambda a, b: a / b,
    "neg": lambda a: -a,
    "abs": abs,
    "sqrt": Real.root,
    "pow": Real.power,
    "sign": Real.sign,
    "max": lambda a, b: a if a.value >= b.value else b,
    "min": lambda a, b: a if a.value <= b.value else b,
    "gt": lambda a, b: a.exceeds(b, equal=False),
    "ge": lambda a, b: a.exceeds(b, equal=True),
    "lt": lambda a, b: b.exceeds(a, equal=False),
    "le": lambda a, b: b.exceeds(a, equal=True),
}
Values = Any  # Real, list (parameters) of Real, or list of lists: by the kind


class ExactStep:
    """A step from given values.

    Args:
        spec: the specification.
        hyperparameters: by name.
        old: parameter, gradient and states by name; arrays as a list (parameters) of lists (elements) of floats.
        t: the number of the step.
        dtype: of the computed form.
    """

    def __init__(
        self, spec: Spec, hyperparameters: Mapping[str, float], old: Mapping[str, Any], t: int, dtype: type
    ) -> None:
        self.form, self.dtype = Format.of(dtype), dtype
        self.spec, self.t = spec, t
        self.hyperparameters = {k: self._real(v) for k, v in hyperparameters.items()}
        self.old = {name: _map(self._real, value) for name, value in old.items()}
        self.new: dict[str, Values] = {}
        self.sizes = [len(row) for row in self.old[spec.parameter.name]]
        self.new[spec.gradient.name] = self.old[spec.gradient.name]
        for e in spec.initial:
            if t == spec.first and not isinstance(e.right, Number):
                self.old[e.left.word.name] = self.value(e.right)  # type: ignore[attr-defined]
        for e in spec.equations:
            assert isinstance(e.left, At)
            name = e.left.word.name
            if name != spec.gradient.name:
                self.new[name] = self.value(e.right)

    def _real(self, x: float) -> Real:
        return Real(x if isinstance(x, mp.mpf) else mp.mpf(float(x)), mp.mpf(0), self.form)

    def value(self, x: Term) -> Values:
        match x:
            case Number(q):
                return self._real(mp.mpf(q.numerator) / q.denominator)
            case Symbol(word):
                return self._real(self.t) if word.role is Role.INDEX else self.hyperparameters[word.name]
            case Brace(body):
                return self.value(body)
            case At(word) if word.role is Role.HYPERPARAMETER:
                return self.hyperparameters[word.name]
            case At(word, Number()):  # of an initial value: the first gradient, or the parameter at the start
                return self.old[word.name]
            case At(word):
                age = self.spec.age(x)
                if age < 0:
                    return self.value(self.spec.ahead(x))
                return self.new[word.name] if age == 0 else self.old[word.name]
            case Op("sub", (Number(one), Op("pow", (b, n)))) if one == 1 and offset(n) is not None:
                whole = 1 - self.value(b).value ** self.value(n).value
                return Real(whole, 4 * abs(whole), self.form)  # the form that does not cancel
            case Op("where", (condition, yes, no)):
                return self._where(self.value(condition), yes, no)
            case Op("dot" | "dot_all" | "norm" | "norm_all" | "size" | "size_all" as op, args):
                return self._reduced(op, [self.value(a) for a in args])
            case Op(op, args):
                values: Any = map(self.value, args)
                if x.kind is Kind.ARRAY:
                    values = (self._entering(a, v) for a, v in zip(args, values, strict=True))
                return _lift(ELEMENT[op], *values)
        raise TypeError(f"no exact value for {x}")

    def _entering(self, a: Term, value: Values) -> Values:
        """A number that meets an array is rounded to its format; what was computed has been rounded already."""
        if a.kind is Kind.ARRAY or isinstance(a, Op):
            return value

        def rounded(x: Real) -> Real:
            error = abs(x.value - mp.mpf(float(self.dtype(float(x.value)))))
            return Real(x.value, x.error + error / self.form.unit, x.form)

        return _map(rounded, value)

    def _where(self, taken: Values, yes: Term, no: Term) -> Values:
        if not isinstance(taken, list):
            return self.value(yes if taken[0] else no)
        flat = set(_flat(taken))
        if len({over for over, _ in flat}) == 1 and all(clear for _, clear in flat):
            return self.value(yes if flat.pop()[0] else no)
        return _lift(choice, taken, self.value(yes), self.value(no))

    def _reduced(self, op: str, args: Sequence[Values]) -> Values:
        if op.startswith("size"):
            return [self._real(n) for n in self.sizes] if op == "size" else self._real(sum(self.sizes))
        left, right = args[0], args[-1]
        products = _lift(lambda a, b: a * b, left, right)
        sums = [self._sum(row) for row in products]
        if op.endswith("_all"):
            total = self._sum(sums)
            return total.root() if op == "norm_all" else total
        return [s.root() for s in sums] if op == "norm" else sums

    def _sum(self, row: Sequence[Real]) -> Real:
        """Sums are in double precision, so that they hardly add errors of their own."""
        value = sum((x.value for x in row), mp.mpf(0))
        return Real(value, sum((x.error for x in row), mp.mpf(0)) + abs(value), self.form)


def _map(f: Callable[[Any], Any], x: Any) -> Any:
    return [_map(f, y) for y in x] if isinstance(x, (list, tuple, np.ndarray)) else f(x)


def _lift(f: Callable[..., Any], *args: Any) -> Any:
    width = max((len(a) for a in args if isinstance(a, list)), default=None)
    if width is None:
        return f(*args)
    return [_lift(f, *(a[n] if isinstance(a, list) else a for a in args)) for n in range(width)]


def _flat(x: Any) -> list[Any]:
    return [z for y in x for z in _flat(y)] if isinstance(x, list) else [x]
