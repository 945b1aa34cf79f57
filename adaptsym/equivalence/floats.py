"""A specification run in floating point: a fast filter, which proves nothing."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from adaptsym.spec import Spec
from adaptsym.spec.model import head_of, is_gradient
from adaptsym.term import At, Brace, Number, Op, Role, Symbol, Term, Word, walk

Row = tuple[float, ...]  # one number an element
STEPS = 8
GRADIENTS: tuple[Row, ...] = (
    (1.3, -0.7),
    (-2.1, 0.4),
    (0.6, 1.9),
    (1.1, -1.6),
    (-0.9, 0.8),
    (2.3, 1.2),
    (-1.7, -0.3),
    (0.5, 2.2),
)
START: Row = (1.9, -2.6)
# with these a rectified step is met within the steps that are run
VALUES = {"rho1": 0.8, "rho2": 0.9, "rho": 0.85, "gamma": 0.7, "eta": 0.31, "epsilon": 0.13, "lam": 0.17}
NAN: Row = (math.nan, math.nan)


def value_of(word: Word) -> float:
    """A number for a hyperparameter, by its domain and name."""
    if word.name in VALUES:
        return VALUES[word.name]
    k = sum(map(ord, word.name)) % 89
    low, high = word.domain.low, word.domain.high
    if word.domain.whole:
        return float(int(low or 0) + 3)
    if low is not None and high is not None:
        return float(low) + float(high - low) * (0.45 + 0.005 * k)
    return (0.0 if low is None else float(low)) + 0.2 + 0.009 * k


def trajectory(spec: Spec, values: Mapping[Word, float], moving: frozenset[Word] = frozenset()) -> list[Row]:
    """The points of the gradients at every step, then the parameters after every step; NaN from where there is none.

    Args:
        spec: the specification.
        values: of hyperparameters.
        moving: the hyperparameters that change from step to step, where they are schedules.
    """
    run = _Run(spec, values, moving)
    points: list[Row] = []
    parameters: list[Row] = []
    try:
        run.begin()
        for n in range(STEPS):
            run.step(n)
            points.append(run.point)
            parameters.append(run.now[spec.parameter.name])
    except (ArithmeticError, ValueError):
        pass
    pad = [NAN] * STEPS
    return (points + pad)[:STEPS] + (parameters + pad)[:STEPS]


def distance(x: list[Row], y: list[Row]) -> float:
    """How far two trajectories are apart: the mean relative difference; NaN matches only NaN, and else counts 1."""
    total = 0.0
    for p, q in zip(x, y, strict=True):
        for a, b in zip(p, q, strict=True):
            if math.isnan(a) or math.isnan(b):
                total += float(math.isnan(a) != math.isnan(b))
            elif a != b:
                total += abs(a - b) / (abs(a) + abs(b))
    return total / (2 * len(x))


class _Run:
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
        return (value,) * len(START)

    def _at(self, x: Term, *, first: bool = False) -> Row:
        match x:
            case Number(q):
                return (float(q),) * len(START)
            case Symbol(word) if word.role is Role.INDEX:
                return (self.t,) * len(START)
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
        return (float(len(START)),) * len(START)
    if name in ("dot", "norm"):
        total = sum(a * b for a, b in zip(args[0], args[-1], strict=True))
        return (math.sqrt(total) if name == "norm" else total,) * len(START)
    return tuple(ELEMENTWISE[op](*row) for row in zip(*args, strict=True))


def words_of(spec: Spec) -> frozenset[Word]:
    """The hyperparameters that its equations hold."""
    every = (x for e in spec.equations + spec.initial for x in walk(e.right))
    return frozenset(x.word for x in every if isinstance(x, (At, Symbol)) and x.word.role is Role.HYPERPARAMETER)
