"""Whole-number linear expressions over indices: the exponents, indices and ranges of the kernel."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache

from adaptsym.term import Brace, Number, Op, Role, Symbol, Term, Word

MAX_ROWS = 4_000


@dataclass(frozen=True)
class Linear:
    """An integer combination of indices, plus a whole number."""

    terms: tuple[tuple[Word, int], ...] = ()
    constant: int = 0

    @cached_property
    def _hash(self) -> int:
        return hash((self.terms, self.constant))

    def __hash__(self) -> int:
        return self._hash

    def __add__(self, other: Linear) -> Linear:
        total: dict[Word, int] = dict(self.terms)
        for word, n in other.terms:
            total[word] = total.get(word, 0) + n
        kept = sorted(((w, n) for w, n in total.items() if n), key=lambda pair: pair[0].name)
        return Linear(tuple(kept), self.constant + other.constant)

    def scaled(self, k: int) -> Linear:
        """k times this."""
        return Linear(tuple((w, k * n) for w, n in self.terms) if k else (), k * self.constant)

    def __sub__(self, other: Linear) -> Linear:
        return self + other.scaled(-1)

    def coefficient(self, word: Word) -> int:
        """How often an index stands in it."""
        return dict(self.terms).get(word, 0)

    def __str__(self) -> str:
        parts = [f"{'+' if n > 0 else '-'}{'' if abs(n) == 1 else f'{abs(n)}*'}{w.name}" for w, n in self.terms]
        if self.constant or not parts:
            parts.append(f"{self.constant:+d}")
        return "".join(parts).removeprefix("+")


ONE = Linear((), 1)


def linear(x: Term) -> Linear | None:
    """A term as a linear integer expression over indices; None if it is not one."""
    match x:
        case Number(value):
            return Linear((), int(value)) if value.denominator == 1 else None
        case Symbol(word):
            return Linear(((word, 1),)) if word.role is Role.INDEX or word.domain.whole else None
        case Brace(body):
            return linear(body)
        case Op("add" | "sub" as op, (a, b)):
            p, q = linear(a), linear(b)
            return None if p is None or q is None else p + q if op == "add" else p - q
        case Op("neg", (a,)):
            p = linear(a)
            return None if p is None else p.scaled(-1)
        case Op("mul", (a, b)):
            p, q = linear(a), linear(b)
            if p is None or q is None or (p.terms and q.terms):
                return None
            return q.scaled(p.constant) if not p.terms else p.scaled(q.constant)
    return None


Ranges = tuple[Linear, ...]  # each of these is at least 0


@lru_cache(maxsize=50_000)
def follows(wanted: Linear, ranges: Ranges) -> bool:
    """Whether wanted >= 0 follows from the ranges, for whole numbers: wanted <= -1 is impossible, by elimination."""
    rows = [*ranges, wanted.scaled(-1) + Linear((), -1)]
    for word in dict.fromkeys(w for row in rows for w, _ in row.terms):
        below = [row for row in rows if row.coefficient(word) > 0]
        above = [row for row in rows if row.coefficient(word) < 0]
        free = [row for row in rows if row.coefficient(word) == 0]
        if len(below) * len(above) > MAX_ROWS:
            return False
        rows = free + [p.scaled(-q.coefficient(word)) + q.scaled(p.coefficient(word)) for p in below for q in above]
        rows = list(dict.fromkeys(rows))
    return any(row.constant < 0 for row in rows)


def linear_term(e: Linear) -> Term:
    """A linear expression as a term, positive parts first."""
    out: Term | None = None
    for word, n in sorted(e.terms, key=lambda pair: pair[1] < 0):
        part: Term = Symbol(word) if abs(n) == 1 else abs(n) * Symbol(word)
        out = (part if n > 0 else -part) if out is None else out + part if n > 0 else out - part
    if out is None:
        return Number(Fraction(e.constant))
    return out + e.constant if e.constant > 0 else out - -e.constant if e.constant else out
