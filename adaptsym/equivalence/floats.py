"""A specification run in floating point: a fast filter, which proves nothing."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import lru_cache

from adaptsym.spec import Spec
from adaptsym.spec.model import head_of, is_gradient
from adaptsym.term import At, Brace, Number, Op, Role, Symbol, Term, Word, walk

Row = tuple[float, ...]  # one number an element
STEPS = 8
GRADIENTS: tuple[Row, ...] = (
    (1.3137, -0.7261, 2.1173, -1.6127, 0.5419),
    (-2.1379, 0.4157, 1.2713, 0.8311, -1.9237),
    (0.6173, 1.9291, -0.5381, -2.3719, 1.1549),
    (1.1527, -1.6411, 0.9677, 0.3889, -0.8221),
    (-0.9371, 0.8513, -1.4233, 1.7457, 2.0129),
    (2.3119, 1.2277, 0.6983, -0.4591, -1.3463),
    (-1.7293, -0.3559, 1.8731, 2.2013, 0.7477),
    (0.5147, 2.2381, -1.1039, -0.9643, 1.5871),
)
START: Row = (1.9433, -2.6129, 0.7307, 1.3681, -0.8839)
ELEMENTS = len(START)
# with these a rectified step is met within the steps that are run
VALUES = {
    "rho1": 0.8137,
    "rho2": 0.9071,
    "rho": 0.8523,
    "gamma": 0.7219,
    "eta": 0.3119,
    "epsilon": 0.1307,
    "lam": 0.1733,
}
NAN: Row = (math.nan,) * ELEMENTS


@lru_cache(maxsize=1024)
def value_of(word: Word, setting: int = 0) -> float:
    """A number for a hyperparameter, by its domain and name; another one in another setting."""
    k = sum(map(ord, word.name)) % 89
    low, high = word.domain.low, word.domain.high
    if word.domain.whole:
        return float(int(low or 0) + 3 + setting)
    if word.name in VALUES:
        size = VALUES[word.name]
    elif low is not None and high is not None:
        size = float(low) + float(high - low) * (0.4519 + 0.00493 * k)
    else:
        size = (0.0 if low is None else float(low)) + 0.2083 + 0.00917 * k
    base = 0.0 if low is None else float(low)
    return base + (size - base) * (1 - 0.0937 * setting)


class Course:
    """The steps of a specification, computed as they are asked for: where the gradient is taken, and the parameter.

    Args:
        spec: the specification.
        values: of hyperparameters; by default those of `value_of`.
        moving: the hyperparameters that change from step to step, where they are schedules.
    """

    def __init__(self, spec: Spec, values: Mapping[Word, float], moving: frozenset[Word]) -> None:
        self._run = _Run(spec, values, moving)
        self._rows: list[tuple[Row, Row]] = []
        self._ended = False

    def row(self, n: int) -> tuple[Row, Row]:
        """The n-th step, from 0; NaN from where there is no value."""
        while len(self._rows) <= n:
            self._rows.append((NAN, NAN) if self._ended else self._next())
        return self._rows[n]

    def states(self, n: int) -> dict[str, Row]:
        """Every sequence as it is before the n-th step, from 0.

        Raises:
            ArithmeticError, ValueError: where something has no value.
        """
        run = _Run(self._run.spec, self._run.values, self._run.moving)
        run.begin()
        for k in range(n):
            run.step(k)
        return dict(run.now)

    def _next(self) -> tuple[Row, Row]:
        try:
            if not self._rows:
                self._run.begin()
            self._run.step(len(self._rows))
        except (ArithmeticError, ValueError):
            self._ended = True
            return NAN, NAN
        return self._run.point, self._run.now[self._run.spec.parameter.name]


_COURSES: dict[tuple[int, frozenset[Word]], Course] = {}  # a course holds its specification, so that ids stay taken
MAX_COURSES = 8192


def usual_course(spec: Spec, moving: frozenset[Word]) -> Course:
    """The steps at the usual numbers; kept by what the specification is, not by what it says: its terms are many."""
    key = id(spec), moving
    if key not in _COURSES:
        if len(_COURSES) >= MAX_COURSES:
            _COURSES.clear()
        _COURSES[key] = Course(spec, {}, moving)
    return _COURSES[key]


def close(x: Course, y: Course, tolerance: float = 1e-9) -> bool:
    """Whether gradients are taken at the same points, to rounding."""
    return all(_apart(x.row(n)[0], y.row(n)[0]) < tolerance for n in range(STEPS))


def distance(x: Course, y: Course) -> float:
    """How far two are apart: the mean relative difference; NaN matches only NaN, and else counts 1."""
    return sum(_apart(p, q) for n in range(STEPS) for p, q in zip(x.row(n), y.row(n), strict=True)) / (2 * STEPS)


def _apart(x: Row, y: Row) -> float:
    total = 0.0
    for a, b in zip(x, y, strict=True):
        if math.isnan(a) or math.isnan(b):
            total += float(math.isnan(a) != math.isnan(b))
        elif a != b:
            total += abs(a - b) / (abs(a) + abs(b))
    return total


class _Run:
    """One run: the values of the step before, and of this one."""

    def __init__(self, spec: Spec, values: Mapping[Word, float], moving: frozenset[Word]) -> None:
        self.spec, self.values, self.moving = spec, values, moving
        self.before: dict[str, Row] = {}
        self.now: dict[str, Row] = {}
        self.point = NAN
        self.t = float(spec.first)

    def begin(self) -> None:
        self.now = {self.spec.gradient.name: GRADIENTS[0], self.spec.parameter.name: START}
        self.before = dict(self.now)
        first = {head_of(e).word.name: self._at(e.right, first=True) for e in self.spec.initial}
        self.now = {**first, self.spec.parameter.name: START}

    def step(self, n: int) -> None:
        self.before, self.now = self.now, {}
        self.t = float(self.spec.first + n)
        for e in self.spec.equations:
            name = head_of(e).word.name
            if is_gradient(e):
                self.point = self._at(self.spec.point)
                self.now[name] = GRADIENTS[n]
            else:
                self.now[name] = self._at(e.right)

    def _hyperparameter(self, word: Word, t: float) -> Row:
        value = self.values.get(word, value_of(word))
        if word in self.moving:
            value *= 1 - 0.03 * t
        return (value,) * ELEMENTS

    def _at(self, x: Term, *, first: bool = False) -> Row:
        match x:
            case Number(q):
                return (float(q),) * ELEMENTS
            case Symbol(word) if word.role is Role.INDEX:
                return (self.t,) * ELEMENTS
            case Symbol(word):
                return self._hyperparameter(word, 0)
            case At(word, index) if word.role is Role.HYPERPARAMETER:
                return self._hyperparameter(word, self._at(index)[0])
            case At(word):
                age = 1 if first else self.spec.age(x)
                if age < 0:
                    return self._at(self.spec.ahead(x))
                return (self.now if age == 0 else self.before)[word.name]
            case Op("where", (condition, yes, no)):
                return self._where(condition, yes, no, first=first)
            case Op(op, args):
                return _applied(op, [self._at(a, first=first) for a in args])
            case Brace(body):
                return self._at(body, first=first)
        raise ValueError(f"{x} has no value here")

    def _where(self, condition: Term, yes: Term, no: Term, *, first: bool) -> Row:
        """Only the sides that are taken are computed."""
        taken = self._at(condition, first=first)
        sides = {bool(flag): self._at(yes if flag else no, first=first) for flag in dict.fromkeys(taken)}
        return tuple(sides[bool(flag)][n] for n, flag in enumerate(taken))


ELEMENTWISE: dict[str, Callable[..., float]] = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "div": lambda a, b: a / b,
    "pow": math.pow,
    "neg": lambda a: -a,
    "sqrt": math.sqrt,
    "abs": abs,
    "sign": lambda a: float((a > 0) - (a < 0)),
    "max": max,
    "min": min,
    "gt": lambda a, b: float(a > b),
    "ge": lambda a, b: float(a >= b),
    "lt": lambda a, b: float(a < b),
    "le": lambda a, b: float(a <= b),
}


def _applied(op: str, args: list[Row]) -> Row:
    name = op.removesuffix("_all")
    if name == "size":
        return (float(ELEMENTS),) * ELEMENTS
    if name in ("dot", "norm"):
        total = sum(a * b for a, b in zip(args[0], args[-1], strict=True))
        return (math.sqrt(total) if name == "norm" else total,) * ELEMENTS
    return tuple(ELEMENTWISE[op](*row) for row in zip(*args, strict=True))


def words_of(spec: Spec) -> frozenset[Word]:
    """The hyperparameters that its equations hold."""
    every = (x for e in spec.equations + spec.initial for x in walk(e.right))
    return frozenset(x.word for x in every if isinstance(x, (At, Symbol)) and x.word.role is Role.HYPERPARAMETER)
