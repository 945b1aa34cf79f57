"""Guesses: how the states of one specification are made of another's. Untrusted: `simulate` proves them.

Both are run on the same exact numbers, several elements at a time. A state is a linear combination of the other's
states; its coefficients are solved for, and recognized as terms in hyperparameters and t.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from adaptsym.enclosure import Unseparated
from adaptsym.equivalence.machine import Machine
from adaptsym.equivalence.probe import midpoint, settings, word_values
from adaptsym.errors import EvaluationError
from adaptsym.term import At, Kind, Number, Symbol, Term, Word, offset
from adaptsym.unroll import Unrolling

ELEMENTS = 6
STEPS = (1, 2, 3)  # before these steps, counted from 0, states are looked at
SMALL = Fraction(1, 10**30)


@dataclass(frozen=True)
class Sample:
    """The states of both before one step of one setting, element by element."""

    step: int  # t of the second machine
    values: dict[Word, Fraction]
    left: dict[str, list[Fraction]]
    right: dict[str, list[Fraction]]


def relation(a: Machine, b: Machine) -> dict[str, Term] | None:
    """The parameter and the states of `a` by those of `b` before step t, as far as samples tell; None if they don't."""
    found = related(a, b, tuple(a.before))
    return found if len(found) == len(a.before) else None


def related(a: Machine, b: Machine, names: tuple[str, ...]) -> dict[str, Term]:
    """Those of some states of `a` that samples tell by the states of `b`."""
    samples = list(_samples(a, b))
    if not samples:
        return {}
    table = Coefficients(a, b, samples)
    found = {name: _combination(name, a.before[name], b, samples, table) for name in names}
    return {name: x for name, x in found.items() if x is not None}


def _samples(a: Machine, b: Machine) -> Iterator[Sample]:
    for instance in settings(a.spec, b.spec, 2, elements=ELEMENTS, steps=max(STEPS) + 1, odd=True):
        runs = instance.unrolled(a.spec), instance.unrolled(b.spec)
        for n in STEPS:
            try:
                left, right = (_states(m, run, n) for m, run in zip((a, b), runs, strict=True))
            except (EvaluationError, Unseparated):
                break
            words = a.spec.hyperparameters + b.spec.hyperparameters
            yield Sample(b.spec.first + n, word_values(words, instance), left, right)


def _states(m: Machine, run: Unrolling, n: int) -> dict[str, list[Fraction]]:
    """Before the n-th step: a list of elements each."""
    found: dict[str, list[Fraction]] = {}
    for name, place in m.before.items():
        value = run(name, m.spec.first + n + (offset(place.index) or 0))
        own = value[0] if place.kind is Kind.OWN else value
        row = value[0] if place.kind is Kind.ARRAY else (own,) * ELEMENTS
        found[name] = [midpoint(x) for x in row]
    return found


def _combination(name: str, place: At, b: Machine, samples: list[Sample], table: Coefficients) -> Term | None:
    """A term for one state, the plainest first: a state of the same name, one state, the parameter and a state, two."""
    alike = [n for n, x in b.before.items() if x.kind <= place.kind]
    alike.sort(key=lambda n: (n != name, n != b.parameter.word.name))
    singles: list[tuple[str, ...]] = [(n,) for n in alike]
    for support in ((), *singles, *combinations(alike, 2)):
        rows = [_solve(s.left[name], [s.right[n] for n in support]) for s in samples]
        solved = [row for row in rows if row is not None]
        if len(solved) < len(rows):
            continue
        factors = [table.term([row[k] for row in solved]) for k in range(len(support))]
        if all(f is not None for f in factors):
            parts = [_times(f, b.before[n]) for f, n in zip(factors, support, strict=True) if f is not None]
            return _sum(parts)
    return None


def _times(factor: Term, x: Term) -> Term:
    match factor:
        case Number(q) if q == 1:
            return x
        case Number(q) if q == -1:
            return -x
    return factor * x


def _sum(parts: Sequence[Term]) -> Term:
    if not parts:
        return Number(Fraction(0))
    out = parts[0]
    for part in parts[1:]:
        out = out + part
    return out


def _solve(x: list[Fraction], columns: list[list[Fraction]]) -> list[Fraction] | None:
    """Coefficients with x = sum of coefficient times column, in every element; None if there are none."""
    k = len(columns)
    rows = [[column[n] for column in columns] + [x[n]] for n in range(len(x))]
    pivots: list[int] = []
    for c in range(k):
        pivot = max(range(len(pivots), len(rows)), key=lambda n: abs(rows[n][c]))
        top = rows[pivot]
        if abs(top[c]) < SMALL:
            return None
        place = len(pivots)
        rows[pivot], rows[place] = rows[place], top
        for n in range(len(rows)):
            if n != place and rows[n][c]:
                factor = rows[n][c] / top[c]
                rows[n] = [p - factor * q for p, q in zip(rows[n], top, strict=True)]
        pivots.append(c)
    if any(abs(row[k]) > SMALL for row in rows[k:]):
        return None
    return [rows[n][k] / rows[n][n] for n in range(k)]


Factor = tuple[Term | None, list[Fraction]]


class Coefficients:
    """Terms in hyperparameters and t, found by their values: products of up to three plain factors."""

    def __init__(self, a: Machine, b: Machine, samples: list[Sample]) -> None:
        self.samples = samples
        t = b.spec.index
        words = [w for w in dict.fromkeys((*b.hyperparameters, *a.hyperparameters)) if w in samples[0].values]
        self.factors: list[Factor] = []
        for word in words:
            h = Symbol(word)
            values = [s.values[word] for s in samples]
            unit = word.domain.low == 0 and word.domain.high == 1
            self._add(h, values)
            if unit:
                self._add(1 - h, [1 - v for v in values])
                before = t - b.spec.first
                past = [v ** (s.step - b.spec.first) for v, s in zip(values, samples, strict=True)]
                self._add(1 - h**before, [1 - v for v in past])
                self._add(h**before, past)
        self.pairs: dict[tuple[str, ...], tuple[Factor, ...]] = {self._key([Fraction(1)] * len(samples)): ()}
        for p in self.factors:
            self.pairs.setdefault(self._key(p[1]), (p,))
        for p, q in combinations(self.factors, 2):
            self.pairs.setdefault(self._key([x * y for x, y in zip(p[1], q[1], strict=True)]), (p, q))

    def _add(self, x: Term, values: list[Fraction]) -> None:
        if all(values):
            self.factors.append((x, values))
            self.factors.append((1 / x, [1 / v for v in values]))

    @staticmethod
    def _key(values: list[Fraction]) -> tuple[str, ...]:
        return tuple(f"{float(v):.11e}" for v in values)

    def term(self, values: list[Fraction]) -> Term | None:
        """A term that has these values at the samples."""
        if all(abs(v - values[0]) < SMALL for v in values):
            plain = values[0].limit_denominator(10**6)
            if abs(plain - values[0]) < SMALL and plain.denominator < 1000 and abs(plain) < 1000:
                return Number(plain)
        if not all(values):
            return None
        for scale in (1, -1):
            wanted = [v * scale for v in values]
            for last in ((None, [Fraction(1)] * len(values)), *self.factors):
                rest = self.pairs.get(self._key([v / w for v, w in zip(wanted, last[1], strict=True)]))
                if rest is not None:
                    parts = [x for x, _ in (*rest, last) if x is not None]
                    return _product(parts) if scale == 1 else -_product(parts)
        return None


def _product(parts: list[Term]) -> Term:
    out: Term = parts[0] if parts else Number(Fraction(1))
    for part in parts[1:]:
        out = out * part
    return out
