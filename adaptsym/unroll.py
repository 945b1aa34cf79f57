"""Run a specification by its definition, in exact numbers.

Sequences are evaluated on demand and remembered. A number shared by all parameters is a `Real`; one for
each parameter is a tuple of them; an array is a tuple (parameters) of tuples (elements).

    >>> from adaptsym.catalogue import momentum
    >>> run = Unrolling(momentum, {"eta": Fraction(1, 10), "gamma": Fraction(1, 2)}, start=((Fraction(1),),),
    ...                 gradient=lambda point, t: ((Fraction(t),),))
    >>> run("velocity", 3)
    ((Fraction(-17, 40),),)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from functools import reduce
from typing import Any

from adaptsym.enclosure import Enclosure, Real, Unseparated, enclosed, kept_small, root
from adaptsym.errors import EvaluationError, InputError, NotComputedError
from adaptsym.spec import Spec
from adaptsym.term import At, Big, Brace, Kind, Number, Op, Role, Symbol, Term, Word, offset

Array = tuple[tuple[Real, ...], ...]
Value = Any  # Real, tuple[Real, ...] or Array, by the kind of the term
Hyperparameter = Real | Callable[[int], Real]
MAX_EXPONENT = 100_000
MAX_BITS = 4_000_000  # of a power
HALF = Fraction(1, 2)


def lift(f: Callable[..., Any], *args: Value) -> Value:
    """f on numbers, applied element by element; what holds fewer numbers is repeated."""
    if not any(isinstance(a, tuple) for a in args):
        return f(*args)
    width = max(len(a) for a in args if isinstance(a, tuple))
    return tuple(lift(f, *(a[n] if isinstance(a, tuple) else a for a in args)) for n in range(width))


def add(a: Real, b: Real) -> Real:
    """a + b."""
    return a + b


def _div(a: Real, b: Real) -> Real:
    if b == 0 and not isinstance(b, Enclosure):
        raise EvaluationError("a denominator is 0")
    return a / b


def power(base: Real, exponent: Real) -> Real:
    """base to a whole power, 0**0 being 1, or to 1/2.

    Raises:
        EvaluationError: for 1/0, and the root of a negative number.
        NotComputedError: for any other exponent, and one that is too large.
    """
    if exponent == HALF:
        return root(base)
    if isinstance(exponent, Enclosure) or exponent.denominator != 1:
        raise NotComputedError(f"the exponent {exponent} is not a whole number")
    n = int(exponent)
    size = 1 if isinstance(base, Enclosure) else max(base.numerator.bit_length(), base.denominator.bit_length())
    if abs(n) > MAX_EXPONENT or abs(n) * size > MAX_BITS:
        raise NotComputedError(f"the exponent {n} is too large for exact evaluation")
    if n < 0 and base == 0:
        raise EvaluationError("a denominator is 0")
    out = base**n
    return out if isinstance(out, Enclosure) else Fraction(out)


def _sign(a: Real) -> Real:
    if not isinstance(a, Enclosure):
        return Fraction((a > 0) - (a < 0))
    if a.low <= 0 <= a.high and a.low != a.high:
        raise Unseparated
    return _sign(a.low)


def _larger(a: Real, b: Real) -> Real:
    p, q = enclosed(a), enclosed(b)
    if p.low >= q.high:
        return a
    return b if q.low >= p.high else Enclosure(max(p.low, q.low), max(p.high, q.high))


def _smaller(a: Real, b: Real) -> Real:
    return -_larger(-a, -b)


def _dot(a: Value, b: Value) -> tuple[Real, ...]:
    return tuple(map(_sum, lift(lambda p, q: p * q, a, b)))


def _size(a: Value) -> tuple[Real, ...]:
    return tuple(Fraction(len(row)) for row in a)


def _sum(parts: Iterable[Real]) -> Real:
    zero: Real = Fraction(0)
    return reduce(add, parts, zero)


ELEMENTWISE: dict[str, Callable[..., Any]] = {
    "add": add,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "div": _div,
    "pow": power,
    "neg": lambda a: -a,
    "sqrt": root,
    "abs": abs,
    "sign": _sign,
    "max": _larger,
    "min": _smaller,
    "gt": lambda a, b: a > b,
    "ge": lambda a, b: a >= b,
    "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b,
}
REDUCTION: dict[str, Callable[..., Value]] = {
    "dot": _dot,
    "norm": lambda a: tuple(map(root, _dot(a, a))),
    "size": _size,
    "dot_all": lambda a, b: _sum(_dot(a, b)),
    "norm_all": lambda a: root(_sum(_dot(a, a))),
    "size_all": lambda a: _sum(_size(a)),
}


class Unrolling:
    """``run(name, n)`` is the value of a sequence at n, by the equations alone.

    Args:
        spec: the specification.
        hyperparameters: by name; a schedule is a function of t.
        start: the parameter before the first step.
        gradient: called with the point where the gradient is taken, and t.
    """

    def __init__(
        self,
        spec: Spec,
        hyperparameters: Mapping[str, Hyperparameter],
        start: Array,
        gradient: Callable[[Array, int], Array],
    ) -> None:
        self.spec = spec
        self.hyperparameters = hyperparameters
        self.gradient = gradient
        self.start = start
        first = spec.first + (offset(_index(spec, spec.parameter)) or 0) - 1
        self._known: dict[tuple[str, int], Value] = {(spec.parameter.name, first): start}

    def __call__(self, name: str, n: int) -> Value:
        """The value of the sequence `name` at n, as nested tuples by its kind."""
        if (name, n) not in self._known:
            self._known[name, n] = lift(kept_small, self._compute(name, n))
        return self._known[name, n]

    def _compute(self, name: str, n: int) -> Value:
        if name not in self.spec.by_name:
            raise InputError(f"{self.spec.name} has no sequence {name!r}; it has {', '.join(self.spec.by_name)}")
        equation = self.spec.by_name[name]
        k = offset(_index(self.spec, equation.left.word)) if isinstance(equation.left, At) else 0
        t = n - (k or 0)
        initial = self.spec.start.get(name)
        if initial is not None and isinstance(initial.left, At) and _number(initial.left.index) == n:
            value = self.value(initial.right, t)
            return _spread(value, initial.left.kind, self.start)
        if t < self.spec.first:
            raise EvaluationError(f"{name} has no value at {n}: steps begin at t = {self.spec.first}")
        for earlier in range(self.spec.first, t - 1):  # from the front, so that no recursion grows with t
            if self.spec.start.get(name) is not None or name == self.spec.parameter.name:
                self(name, earlier + (k or 0))
        return _spread(self.value(equation.right, t), equation.left.kind, self.start)

    def value(self, x: Term, t: int, bound: Mapping[Symbol, int] | None = None) -> Value:
        """A term's value at t, its bound indices as given.

        Raises:
            EvaluationError: where a denominator is 0 or a radicand negative.
        """
        bound = bound or {}

        def at(y: Term) -> Value:
            return self.value(y, t, bound)

        match x:
            case Number(q):
                return q
            case Symbol(word) if word.role is Role.INDEX:
                return Fraction(bound.get(x, t))
            case Symbol(word):
                return self._hyperparameter(word)
            case Brace(body):
                return at(body)
            case At(word, index):
                n = _number_of(at(index))
                if word.role is Role.HYPERPARAMETER:
                    return self._hyperparameter(word, n)
                return self(word.name, n)
            case Op("grad", (point,)):
                return self.gradient(at(point), t)
            case Op("where", (condition, yes, no)):
                return self._branch(at(condition), yes, no, at)
            case Op(op, args) if op in REDUCTION:
                return REDUCTION[op](*(_spread(at(a), Kind.ARRAY, self.start) for a in args))
            case Op(op, args):
                return lift(ELEMENTWISE[op], *map(at, args))
            case Big(op, body, index, low, high):
                span = range(_number_of(at(low)), _number_of(at(high)) + 1)
                parts = (self.value(body, t, {**bound, index: n}) for n in span)
                combine = ELEMENTWISE["add" if op == "sum" else "mul"]
                unit = Fraction(op != "sum")
                return reduce(lambda a, b: lift(combine, a, b), parts, unit)
        raise EvaluationError(f"{x} has no exact value")

    def _hyperparameter(self, word: Word, n: int | None = None) -> Real:
        value = self.hyperparameters.get(word.name)
        if callable(value):
            if n is None:
                raise EvaluationError(f"{word.name} is a schedule here and a constant in the equations")
            value = value(n)
        if not isinstance(value, (int, Fraction, Enclosure)):
            raise InputError(f"{self.spec.name} needs an exact number for {word.name}, a Fraction, got {value!r}")
        return Fraction(value) if isinstance(value, int) else value

    def _branch(self, taken: Value, yes: Term, no: Term, at: Callable[[Term], Value]) -> Value:
        """Only the side that is taken has to be defined; element by element, nothing is said where both are taken."""
        if not isinstance(taken, tuple):
            return at(yes if taken else no)
        flat = set(_leaves(taken))
        if len(flat) == 1:
            return at(yes if flat.pop() else no)
        try:
            return lift(lambda c, a, b: a if c else b, taken, at(yes), at(no))
        except EvaluationError as error:  # perhaps only at elements where this side is not taken
            raise NotComputedError(f"one side of a branch has no value at some element ({error})") from error


def _leaves(value: Value) -> list[Any]:
    return [leaf for part in value for leaf in _leaves(part)] if isinstance(value, tuple) else [value]


def _spread(value: Value, kind: Kind, like: Array) -> Value:
    """A value of a smaller kind, repeated to fill a larger one."""
    if kind is Kind.ARRAY:
        return lift(lambda a, _: a, value, like)
    if kind is Kind.OWN and not isinstance(value, tuple):
        return (value,) * len(like)
    return value


def _index(spec: Spec, word: Word) -> Term:
    left = spec.by_name[word.name].left
    assert isinstance(left, At)
    return left.index


def _number(index: Term) -> int | None:
    return int(index.fraction) if isinstance(index, Number) else None


def _number_of(value: Real) -> int:
    if isinstance(value, Enclosure) or value.denominator != 1:
        raise EvaluationError(f"the index {value} is not a whole number")
    return int(value)
