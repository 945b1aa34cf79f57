"""What a specification is: a published one, a variant of one by its conventions, or neither, and then the nearest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import lru_cache
from itertools import islice
from time import perf_counter
from typing import Any

from adaptsym import catalogue
from adaptsym.equivalence.budget import Budget
from adaptsym.equivalence.compare import equivalent
from adaptsym.equivalence.families import FAMILIES, KEPT, MAX_APART, MOMENTS, published, variant
from adaptsym.equivalence.floats import Course, close, distance, usual_course, value_of, words_of
from adaptsym.equivalence.machine import machine
from adaptsym.equivalence.results import SAME, Equivalence
from adaptsym.equivalence.words import assignments, bare
from adaptsym.errors import InputError
from adaptsym.proof.results import Verdict
from adaptsym.spec import Spec
from adaptsym.spec.model import is_gradient, later, shift_of
from adaptsym.term import At, Equation, Kind, Number, Op, Role, Term, Word, grad, walk

FEW_ASSIGNMENTS = 6
SEARCHING = 2.5  # seconds at most for going through the variants


@dataclass(frozen=True)
class Identification:
    """What a specification is.

    Attributes:
        spec: the specification.
        nearest: the name in the catalogue of what it is, or of what it is nearest to.
        verdict: proved, if it is the published one or a variant; refuted, if it is neither of those that are known.
        equivalence: with the published one.
        matched: with the variant that it is proved to be, where it is not the published one.
        departures: the conventions in which the variant departs from the published one.
        conventions: of what it is proved to be, all of them; empty where nothing is proved.
        seconds: how long it took.
    """

    spec: Spec
    nearest: str
    verdict: Verdict
    equivalence: Equivalence
    matched: Equivalence | None = None
    departures: dict[str, str] = field(default_factory=dict)
    conventions: dict[str, str] = field(default_factory=dict)
    seconds: float = field(default=0.0, compare=False)

    @property
    def proof(self) -> Equivalence:
        """The comparison that says most: with the variant, where there is one."""
        return self.matched or self.equivalence

    def __str__(self) -> str:
        if self.verdict is Verdict.PROVED and not self.departures:
            head = f"{self.spec.name} is {self.nearest}: {self.proof.relation} (proved)"
        elif self.verdict is Verdict.PROVED:
            told = ", ".join(f"{axis}: {place}" for axis, place in self.departures.items())
            head = f"{self.spec.name} is a variant of {self.nearest} (proved): {told}"
        else:
            head = f"{self.spec.name} is nearest to {self.nearest} ({self.verdict})"
        lines = [head, *(f"  {axis}: {place}" for axis, place in self.conventions.items())]
        if self.verdict is not Verdict.PROVED:
            lines += [f"  {line}" for line in str(self.equivalence).splitlines()]
        return "\n".join(lines)

    def json(self) -> dict[str, Any]:
        """A value that JSON can hold."""
        return {
            "spec": self.spec.name,
            "nearest": self.nearest,
            "verdict": str(self.verdict),
            "departures": self.departures,
            "conventions": self.conventions,
            "equivalence": self.equivalence.json(),
            "matched": None if self.matched is None else self.matched.json(),
            "seconds": round(self.seconds, 4),
        }


@dataclass(frozen=True)
class _Candidate:
    """Something that a specification may be, and how it would be called."""

    spec: Spec
    nearest: str
    places: dict[str, str]
    departures: dict[str, str]


def identify(spec: Spec, *, limit_s: float = 10) -> Identification:
    """The published specification that this one is, or its variant; else the nearest.

    Args:
        spec: any specification; hyperparameters in the catalogue's words are taken to play those roles.
        limit_s: seconds of computing after which no more variants are tried.

    Raises:
        InputError: if `spec` is no specification.

    >>> from adaptsym.catalogue import adam
    >>> identify(adam).conventions["epsilon"]
    'inside the root'
    """
    if not isinstance(spec, Spec):
        raise InputError(f"identify takes a specification, got {spec!r}")
    began = perf_counter()
    budget = Budget.seconds(limit_s)
    seen = _Eye(spec)
    best: tuple[_Candidate, Equivalence] | None = None
    for candidate in _candidates(spec, budget.at_most(min(limit_s / 2, SEARCHING))):
        if best is not None and len(candidate.departures) > len(best[0].departures) + _worth_another(*best):
            break
        if not seen.sees(candidate.spec):
            continue
        found = equivalent(spec, candidate.spec, limit_s=max(0.5, budget.left), explain=False)
        if found.verdict is not Verdict.PROVED:
            continue
        kept = KEPT not in candidate.places or _keeps(spec, candidate.spec, budget)
        match = candidate if kept else _without_average(candidate), found
        if best is None or _rank(*match) < _rank(*best):
            best = match
            if _rank(*best) == (0, 0, 0):
                break
    out = _neither(spec, seen, budget) if best is None else _is(spec, *best, budget)
    return replace(out, seconds=perf_counter() - began)


def _rank(candidate: _Candidate, found: Equivalence) -> tuple[int, int, int]:
    """How good a match is: the same moments before others, the same before a reparametrisation, fewer conditions.

    AdaGrad with epsilon outside the root is also RMSProp with a sum for its average, which nobody would call it.
    """
    other_moments = sum(axis in (*MOMENTS, KEPT) for axis in candidate.departures)
    return other_moments, int(found.relation != SAME), len(found.conditions)


def _worth_another(candidate: _Candidate, found: Equivalence) -> int:
    """How many more departures are looked at for a better match: none where this one holds without conditions."""
    other_moments, _, conditions = _rank(candidate, found)
    return int(bool(other_moments or conditions))


def _is(spec: Spec, candidate: _Candidate, found: Equivalence, budget: Budget) -> Identification:
    there = catalogue.SPECS[candidate.nearest]
    if candidate.spec is there:
        whole, matched = found, None
    else:
        whole, matched = equivalent(spec, there, limit_s=max(0.5, budget.left), explain=False), found
    told = _told(candidate.places, found)
    departures = {axis: told[axis] for axis in candidate.departures}
    if whole.verdict is Verdict.PROVED:  # another way to write the published one
        departures = {}
    if KEPT in candidate.departures:  # it moves nothing, and is another all the same
        departures[KEPT] = told[KEPT]
    return Identification(spec, candidate.nearest, Verdict.PROVED, whole, matched, departures, told)


def _without_average(candidate: _Candidate) -> _Candidate:
    told = {KEPT: "none that is shown to be the same"}
    return replace(candidate, places={**candidate.places, **told}, departures={**candidate.departures, **told})


def _keeps(spec: Spec, there: Spec, budget: Budget) -> bool:
    """Whether a state that moves nothing is kept as another specification keeps its own: proved.

    Gradients may be anything; so what they are taken at is equal at every step if and only if the steps are.
    """
    theirs = [w for w in there.states if w.kind is Kind.ARRAY and w.name not in machine(there).old]
    mine = [w for w in spec.states if w.kind is Kind.ARRAY and w.name not in machine(spec).old]
    return all(
        any(
            equivalent(_seen_at(spec, v), _seen_at(there, w), limit_s=max(0.5, budget.left), explain=False).verdict
            is Verdict.PROVED
            for v in mine
        )
        for w in theirs
    )


def _seen_at(spec: Spec, word: Word) -> Spec:
    """The specification with its gradients taken at a state, as it is before the step."""
    place = At(word, later(spec.index, shift_of(spec.by_name[word.name]) - 1))
    taken = tuple(Equation(e.left, grad(place)) if is_gradient(e) else e for e in spec.equations)
    return replace(spec, equations=taken, claims=())


def _told(places: dict[str, str], found: Equivalence) -> dict[str, str]:
    """The conventions as they are reported: what is a number in the specification, as that number."""
    starts = _starts(found.a)
    numbers = [*(str(x) for x in _thresholds(found.a)), "a number"]
    told = {axis: place.replace("a number", numbers[0]) for axis, place in places.items() if axis != "initial state"}
    return {**told, "initial state": ", ".join(starts) or "zero"}


def _starts(spec: Spec) -> list[str]:
    """The first values of elementwise states that are not 0, as they are given."""
    m = machine(spec)
    given = [(m.initial[n], e) for n, place in m.old.items() if place.kind is Kind.ARRAY for e in [spec.start[n]]]
    zero = Number(Fraction(0))
    return [str(e).replace("==", "=") for x, e in given if x != zero and m.parameter.word not in _words(x)]


def _words(x: Term) -> set[object]:
    return {getattr(y, "word", None) for y in walk(x)}


def _neither(spec: Spec, seen: _Eye, budget: Budget) -> Identification:
    """The nearest published one: by hyperparameters, states and the form of the step, then by its steps."""
    mine = _form(spec)

    def far(there: Spec) -> float:
        names = {w.name for w in words_of(spec)} ^ {w.name for w in words_of(there)}
        return (
            len(names)
            + abs(len(there.states) - len(spec.states))
            + 4 * _unlike(mine, _form(there))
            + seen.distance(there)
        )

    nearest = min(catalogue.SPECS.values(), key=far)
    whole = equivalent(spec, nearest, limit_s=max(1.0, budget.left))
    return Identification(spec, nearest.name, whole.verdict, whole)


def _unlike(mine: Counter[tuple[str, ...]], theirs: Counter[tuple[str, ...]]) -> float:
    """From 0, the same operators over the same, to 1, nothing in common."""
    every = (mine | theirs).total()
    return 1 - (mine & theirs).total() / every if every else 0.0


@lru_cache(maxsize=256)
def _form(spec: Spec) -> Counter[tuple[str, ...]]:
    """How often an operator stands over what, in the step of the parameter."""
    m = machine(spec)
    step = m.new[m.parameter.word.name]
    return Counter((x.op, *map(_label, x.args)) for x in walk(step) if isinstance(x, Op))


@lru_cache(maxsize=256)
def _whole_form(spec: Spec) -> Counter[tuple[str, ...]]:
    """The same in all that the step makes."""
    sides = machine(spec).new.values()
    return Counter((x.op, *map(_label, x.args)) for side in sides for x in walk(side) if isinstance(x, Op))


def _label(x: Term) -> str:
    if isinstance(x, Op):
        return x.op
    word = getattr(x, "word", None)
    return word.name if isinstance(word, Word) and word.role is Role.HYPERPARAMETER else type(x).__name__


def _candidates(spec: Spec, budget: Budget) -> Iterator[_Candidate]:
    """The catalogue, then its variants, the nearest ones first."""
    count = len(machine(spec).hyperparameters)
    for name, there in catalogue.SPECS.items():
        if len(machine(there).hyperparameters) == count:
            yield _Candidate(there, name, published(name), {})
    starts = tuple(
        dict.fromkeys(e.right for e in spec.initial if isinstance(e.right, Number) and e.right.fraction != 0)
    ) + _thresholds(spec)
    mine = _whole_form(spec)
    families = sorted(
        FAMILIES, key=lambda f: min(_unlike(mine, _whole_form(catalogue.SPECS[name])) for name in f.published)
    )
    for apart in range(MAX_APART + 1):
        for family in families:
            for name, places in family.variants(apart, count):
                if budget.over:
                    return
                made = variant(family.name, tuple(places.values()), starts)
                if made is not None:
                    known = family.places(name)
                    departures = {a: p for a, p in places.items() if p != known[a]}
                    yield _Candidate(made, name, places, departures)


def _thresholds(spec: Spec) -> tuple[Number, ...]:
    """The numbers that branches compare with."""
    conditions = (x.args[0] for e in spec.equations for x in walk(e.right) if isinstance(x, Op) and x.op == "where")
    return tuple(dict.fromkeys(y for c in conditions for y in walk(c) if isinstance(y, Number) and y.fraction >= 4))


class _Eye:
    """A specification seen in floating point: how far another one's steps are from its own."""

    def __init__(self, spec: Spec) -> None:
        self.spec = bare(spec)
        self._mine: dict[tuple[object, ...], Course] = {}

    def sees(self, there: Spec) -> bool:
        """Whether another takes its gradients at the same points, with the likeliest words for hyperparameters."""
        moving = self.spec.schedules & there.schedules
        theirs = usual_course(there, moving)
        return any(close(self._course(pairs, moving), theirs) for pairs in self._words(there))

    def distance(self, there: Spec) -> float:
        """How far the steps are apart."""
        moving = self.spec.schedules & there.schedules
        theirs = usual_course(there, moving)
        return min(distance(self._course(pairs, moving), theirs) for pairs in self._words(there))

    def _words(self, there: Spec) -> list[dict[Word, Word]]:
        """The likeliest ways to match hyperparameters."""
        return list(islice(assignments(self.spec, there, None), FEW_ASSIGNMENTS))

    def _course(self, pairs: dict[Word, Word], moving: frozenset[Word]) -> Course:
        key = (frozenset(pairs.items()), moving)
        if key not in self._mine:
            values = {w: value_of(pairs.get(w, w)) for w in self.spec.hyperparameters}
            self._mine[key] = Course(self.spec, values, moving)
        return self._mine[key]
