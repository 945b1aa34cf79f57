"""Guesses: how the states of one specification are made of another's. Untrusted: `simulate` proves them.

Both are run on the same numbers, in floating point, several elements at a time. A state is a linear combination of
the other's states; its coefficients are solved for, and recognized as terms in hyperparameters and t.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import isfinite
from typing import TypeGuard

from adaptsym.equivalence.floats import Course, Row, value_of
from adaptsym.equivalence.machine import Machine
from adaptsym.term import Number, Op, Symbol, Term, Word

STEPS = (1, 3)  # before these steps, counted from 0, states are looked at
SETTINGS = 2
SMALL = 1e-9  # what is below this is rounding


@dataclass(frozen=True)
class Sample:
    """The states of both before one step of one setting, element by element."""

    before: int  # how many steps were taken
    values: dict[Word, float]
    left: dict[str, Row]
    right: dict[str, Row]


def relation(a: Machine, b: Machine) -> dict[str, Term] | None:
    """The parameter and the states of `a` by those of `b` before step t, as far as samples tell; None if they don't."""
    found = related(a, b, tuple(a.before))
    return found if len(found) == len(a.before) else None


def related(a: Machine, b: Machine, names: tuple[str, ...]) -> dict[str, Term]:
    """Those of some states of `a` that samples tell by the states of `b`."""
    samples = _samples(a, b)
    if not samples:
        return {}
    table = Coefficients(a, b, samples)
    found = {name: _combination(name, a, b, samples, table) for name in names if name in a.before}
    return {name: x for name, x in found.items() if x is not None}


def _samples(a: Machine, b: Machine) -> list[Sample]:
    words = tuple(dict.fromkeys(a.spec.hyperparameters + b.spec.hyperparameters))
    moving = a.spec.schedules | b.spec.schedules
    found: list[Sample] = []
    for setting in range(SETTINGS):
        values = {w: value_of(w, setting) for w in words}
        runs = [Course(m.spec, values, moving) for m in (a, b)]
        for n in STEPS:
            try:
                left, right = (run.states(n) for run in runs)
            except (ArithmeticError, ValueError):
                break
            constants = {w: v for w, v in values.items() if w not in moving}
            found.append(Sample(n, constants, left, right))
    return found


def _combination(name: str, a: Machine, b: Machine, samples: list[Sample], table: Coefficients) -> Term | None:
    """A term for one state, the plainest first: a state of the same name, one state, the parameter and a state, two.

    A parameter is made of the other parameter, whatever else there is.
    """
    place = a.before[name]
    here, there = place.word == a.parameter.word, b.parameter.word.name
    alike = [n for n, x in b.before.items() if x.kind <= place.kind]
    alike.sort(key=lambda n: (n != name, n != there))
    singles: list[tuple[str, ...]] = [(n,) for n in alike]
    for support in ((), *singles, *combinations(alike, 2)):
        if here and there not in support:
            continue
        rows = [_solve(s.left[name], [s.right[n] for n in support]) for s in samples]
        solved = [row for row in rows if row is not None]
        if len(solved) < len(rows):
            continue
        factors = [table.term([row[k] for row in solved]) for k in range(len(support))]
        if all(f is not None for f in factors):
            return _sum([_times(f, b.before[n]) for f, n in zip(factors, support, strict=True) if f is not None])
    return None


def _times(factor: Term, x: Term) -> Term:
    match factor:
        case Number(q) if q == 1:
            return x
        case Number(q) if q == -1:
            return -x
        case Op("neg", (f,)):
            return -(f * x)
        case Op("div", (Number(q), f)) if q == 1:
            return x / f
    return factor * x


def _sum(parts: Sequence[Term]) -> Term:
    """The parts added; what is negative is taken away."""
    if not parts:
        return Number(Fraction(0))
    out = parts[0]
    for part in parts[1:]:
        out = out - part.args[0] if isinstance(part, Op) and part.op == "neg" else out + part
    return out


def _solve(x: Row, columns: list[Row]) -> list[float] | None:
    """Coefficients with x = sum of coefficient times column, in every element; None if there are none."""
    k = len(columns)
    rows = [[*(column[n] for column in columns), x[n]] for n in range(len(x))]
    size = max(abs(v) for row in rows for v in row)
    if not isfinite(size):
        return None
    for c in range(k):
        pivot = max(range(c, len(rows)), key=lambda n: abs(rows[n][c]))
        rows[c], rows[pivot] = rows[pivot], rows[c]
        if abs(rows[c][c]) < SMALL * size:
            return None
        for n in range(len(rows)):
            if n != c and rows[n][c]:
                factor = rows[n][c] / rows[c][c]
                rows[n] = [p - factor * q for p, q in zip(rows[n], rows[c], strict=True)]
    if any(abs(row[k]) > SMALL * size for row in rows[k:]):
        return None
    return [rows[n][k] / rows[n][n] for n in range(k)]


Factor = tuple[Term | None, tuple[float, ...]]


class Coefficients:
    """Terms in hyperparameters and t, found by their values: products of up to three plain factors."""

    def __init__(self, a: Machine, b: Machine, samples: list[Sample]) -> None:
        self.one: Factor = (None, (1.0,) * len(samples))
        self.factors: list[Factor] = []
        before = b.spec.index - b.spec.first
        for word in dict.fromkeys((*b.hyperparameters, *a.hyperparameters)):
            if word in samples[0].values:
                h, values = Symbol(word), [s.values[word] for s in samples]
                self._add(h, values)
                if word.domain.low == 0 and word.domain.high == 1:
                    past = [v**s.before for v, s in zip(values, samples, strict=True)]
                    self._add(1 - h, [1 - v for v in values])
                    self._add(1 - h**before, [1 - v for v in past])
                    self._add(h**before, past)
        pairs = [(self.one, self.one), *((p, self.one) for p in self.factors), *combinations(self.factors, 2)]
        products = [(tuple(x * y for x, y in zip(p[1], q[1], strict=True)), n) for n, (p, q) in enumerate(pairs)]
        self.pairs, self.products = pairs, sorted(products)

    def _add(self, x: Term, values: list[float]) -> None:
        if all(values):
            self.factors.append((x, tuple(values)))
            self.factors.append((1 / x, tuple(1 / v for v in values)))

    def term(self, values: list[float]) -> Term | None:
        """A term that has these values at the samples."""
        plain = Fraction(values[0]).limit_denominator(1000)
        if all(abs(v - plain) < SMALL for v in values):
            return Number(plain)
        if not all(values):
            return None
        for scale in (1, -1):
            for last in (self.one, *self.factors):
                wanted = tuple(scale * v / w for v, w in zip(values, last[1], strict=True))
                found = self._pair(wanted)
                if found is not None:
                    parts = [x for x, _ in (*found, last) if x is not None]
                    return _product(parts) if scale == 1 else -_product(parts)
        return None

    def _pair(self, wanted: tuple[float, ...]) -> tuple[Factor, Factor] | None:
        """Two factors whose product has these values; of several, the plainest."""
        low, high = sorted((wanted[0] * (1 - SMALL), wanted[0] * (1 + SMALL)))
        at = bisect_left(self.products, ((low,), -1))
        found: list[int] = []
        while at < len(self.products) and self.products[at][0][0] <= high:
            values, n = self.products[at]
            if all(abs(v - w) <= SMALL * abs(w) for v, w in zip(values, wanted, strict=True)):
                found.append(n)
            at += 1
        return self.pairs[min(found)] if found else None


def _product(parts: list[Term]) -> Term:
    out: Term = parts[0] if parts else Number(Fraction(1))
    for part in parts[1:]:
        out = out / part.args[1] if _is_reciprocal(part) else part * out if _is_reciprocal(out) else out * part
    return out


def _is_reciprocal(x: Term) -> TypeGuard[Op]:
    return isinstance(x, Op) and x.op == "div" and isinstance(x.args[0], Number)
