"""Which small change makes a refuted equation true: tried on exact numbers, and then proved."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from adaptsym.checking.edits import Edit, Pool, edits
from adaptsym.checking.reading import Item, Reading
from adaptsym.checking.verdict import Judge
from adaptsym.checking.world import Open, World
from adaptsym.enclosure import Unseparated, differ
from adaptsym.errors import AdaptsymError, EvaluationError
from adaptsym.proof.refute import Instance
from adaptsym.spec import Spec
from adaptsym.term import REDUCTIONS, At, Op, Role, Symbol, Term, Word, walk
from adaptsym.unroll import Unrolling, Value, lift

MAX_TRIED = 600  # changes of one equation
MAX_PROVED = 6  # of those that survive exact numbers
MAX_SECONDS = 3.0  # for one equation
STEPS = 4


@dataclass(frozen=True)
class Suggestion:
    """A change that makes an equation true: what was done, and the new right side."""

    what: str
    term: Term
    proved: bool = True


def suggestion(judge: Judge, reading: Reading, item: Item, *, strictly: bool = False) -> Suggestion | None:
    """The likeliest change of the right side of a refuted equation under which it is proved."""
    if item.left is None or item.right is None:
        return None
    began = time.perf_counter()
    pool = Pool.of(_near(reading, item), reading.letters.keys)
    worlds = _worlds(judge, item, pool, strictly)
    runs = [r for w in worlds if (r := _run(w, item)) is not None]
    if not runs:
        return None
    alive: list[Edit] = []
    for n, e in enumerate(edits(item.right, pool)):
        if n == MAX_TRIED or time.perf_counter() - began > MAX_SECONDS:
            break
        if any(r.agrees(e.term) for r in runs):
            alive.append(e)
    open_: Suggestion | None = None
    size = _size(item.right)
    alive.sort(key=lambda e: (e.cost, abs(_size(e.term) - size)))
    for e in alive[:MAX_PROVED]:
        found = judge.judge(item.left, e.term, item.position, item.scope, since=item.since, strictly=strictly)
        if found.verdict == "proved":
            return Suggestion(e.what, e.term)
        if found.verdict == "undecided" and found.spec is not None and open_ is None:
            open_ = Suggestion(e.what, e.term, proved=False)
        if time.perf_counter() - began > 2 * MAX_SECONDS:
            break
    return open_


def _size(x: Term) -> int:
    return sum(1 for _ in walk(x))


def _near(reading: Reading, item: Item) -> Iterator[Term]:
    """The terms around an item: of its section, or of the page where the section has few."""
    for other in reading.items:
        if other.scope == item.scope:
            if other.left is not None:
                yield other.left
            if other.right is not None:
                yield other.right


def _worlds(judge: Judge, item: Item, pool: Pool, strictly: bool) -> list[World]:
    """The worlds of an item, with everything around it where that makes a world at all."""
    assert item.left is not None
    assert item.right is not None
    head = item.left if isinstance(item.left, At) else None
    step = judge.worlds.step
    seeds = tuple(At(w, step) for w in pool.sequences)
    for more in (seeds, ()):
        try:
            return judge.worlds.worlds(
                (item.left, item.right, *more), item.position, item.scope, head, strictly=strictly
            )
        except Open:
            continue
    return []


class _Run:
    """A world on exact numbers, with the value of the left side at some steps."""

    def __init__(self, world: World, run: Unrolling, left: dict[int, Value]) -> None:
        self.world, self.run, self.left = world, run, left

    def agrees(self, right: Term) -> bool:
        """Whether a right side has the value of the left one, wherever both have one."""
        met = False
        try:
            term = self.world.read(right)
        except (Open, AdaptsymError):
            return False
        for t, value in self.left.items():
            try:
                if any_true(lift(differ, value, self.run.value(term, t))):
                    return False
                met = True
            except (EvaluationError, Unseparated, AdaptsymError):
                continue
        return met


def any_true(value: Value) -> bool:
    """Whether anything in nested tuples is true."""
    return any(map(any_true, value)) if isinstance(value, tuple) else bool(value)


def _run(world: World, item: Item) -> _Run | None:
    spec = world.spec
    run = numbers(spec, world.terms).unrolled(spec)
    left: dict[int, Value] = {}
    for t in range(spec.first, spec.first + STEPS + (item.since or 0)):
        if item.since is not None and t < item.since:
            continue
        try:
            left[t] = run.value(world.terms[0], t)
        except (EvaluationError, Unseparated):
            continue
    return _Run(world, run, left) if left else None


_UNIT = (Fraction(2, 3), Fraction(3, 5), Fraction(1, 4), Fraction(5, 7), Fraction(1, 6))
_PLAIN = (Fraction(2, 5), Fraction(3, 7), Fraction(5, 11), Fraction(7, 13), Fraction(4, 3), Fraction(11, 8))
_GRADIENTS = (Fraction(3, 2), Fraction(-5, 3), Fraction(7, 4), Fraction(-2, 5), Fraction(4, 7), Fraction(9, 5))


def numbers(spec: Spec, terms: tuple[Term, ...]) -> Instance:
    """Numbers for everything that a specification and terms leave open: no two alike, all within their domains."""
    every = [y for x in (*(e.right for e in spec.equations + spec.initial), *terms) for y in walk(x)]
    hyper = (Role.HYPERPARAMETER, Role.CONSTANT)
    constants = dict.fromkeys(y.word for y in every if isinstance(y, Symbol) and y.word.role in hyper)
    schedules = dict.fromkeys(y.word for y in every if isinstance(y, At) and y.word.role in hyper)
    values: dict[str, Fraction | tuple[Fraction, ...]] = {}
    for n, word in enumerate(constants):
        values[word.name] = _number(word, n)
    for n, word in enumerate(schedules):
        values[word.name] = tuple(_number(word, 2 * n + k) for k in range(len(_GRADIENTS)))
    elements = 2 if any(isinstance(y, Op) and y.op in REDUCTIONS for y in every) else 1
    start = tuple(Fraction(3, 2 + n) for n in range(elements))
    rows = [tuple(x + n for n in range(elements)) for x in _GRADIENTS]
    return Instance(values, start, tuple(rows))


def _number(word: Word, n: int) -> Fraction:
    """The n-th number of a domain."""
    domain = word.domain
    if domain.high is not None and domain.low is not None:
        return domain.low + (domain.high - domain.low) * _UNIT[n % len(_UNIT)] / (1 + n // len(_UNIT))
    x = _PLAIN[n % len(_PLAIN)] + n // len(_PLAIN)
    return x if domain.low is None else domain.low + x
