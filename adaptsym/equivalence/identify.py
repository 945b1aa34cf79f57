"""What a specification is: a published one, a variant of one by its conventions, or neither, and then the nearest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import Any

from adaptsym import catalogue
from adaptsym.equivalence.compare import equivalent
from adaptsym.equivalence.families import FAMILIES, MAX_APART, published, variant
from adaptsym.equivalence.floats import Row, distance, trajectory, value_of, words_of
from adaptsym.equivalence.results import SAME, Equivalence
from adaptsym.equivalence.words import assignments, bare
from adaptsym.errors import InputError
from adaptsym.proof.results import Verdict
from adaptsym.spec import Spec
from adaptsym.term import Number, Op, Word, walk

CLOSE = 1e-9
FEW_ASSIGNMENTS = 6


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
        limit_s: seconds after which no more variants are tried.

    Raises:
        InputError: if `spec` is no specification.

    >>> from adaptsym.catalogue import adam
    >>> identify(adam).conventions["epsilon"]
    'inside the root'
    """
    if not isinstance(spec, Spec):
        raise InputError(f"identify takes a specification, got {spec!r}")
    began = perf_counter()
    until = began + limit_s
    seen = _Eye(spec)
    best: tuple[_Candidate, Equivalence] | None = None
    for candidate in _candidates(spec, until):
        if best is not None and len(candidate.departures) > 1:
            break
        if not any(seen.distance(candidate.spec, words) < CLOSE for words in seen.words(candidate.spec)):
            continue
        found = equivalent(spec, candidate.spec, limit_s=max(0.5, until - perf_counter()), explain=False)
        if found.verdict is Verdict.PROVED and (best is None or found.relation == SAME):
            best = candidate, found
            if found.relation == SAME:
                break
    out = _neither(spec, seen, until) if best is None else _is(spec, *best, until)
    return replace(out, seconds=perf_counter() - began)


def _is(spec: Spec, candidate: _Candidate, found: Equivalence, until: float) -> Identification:
    there = catalogue.SPECS[candidate.nearest]
    if candidate.spec is there:
        whole, matched = found, None
    else:
        whole, matched = equivalent(spec, there, limit_s=max(0.5, until - perf_counter())), found
    departures = candidate.departures
    if whole.verdict is Verdict.PROVED:  # another way to write the published one
        departures = {}
    return Identification(
        spec, candidate.nearest, Verdict.PROVED, whole, matched, departures, _told(candidate.places, found)
    )


def _told(places: dict[str, str], found: Equivalence) -> dict[str, str]:
    """The conventions as they are reported: the first values as numbers."""
    initial = {
        str(e.left): str(e.right)
        for e in found.a.initial
        if not (isinstance(e.right, Number) and e.right.fraction == 0)
    }
    told = {axis: place for axis, place in places.items() if axis != "initial state"}
    told["initial state"] = ", ".join(f"{left} = {right}" for left, right in initial.items()) or "zero"
    return told


def _neither(spec: Spec, seen: _Eye, until: float) -> Identification:
    """The nearest published one: by its states and hyperparameters, then by how far its steps are apart."""
    states, words = len(spec.states), len(words_of(spec))

    def far(there: Spec) -> tuple[int, float]:
        shape = abs(len(there.states) - states) + abs(len(words_of(there)) - words)
        return shape, min(seen.distance(there, pairs) for pairs in seen.words(there))

    nearest = min(catalogue.SPECS.values(), key=far)
    whole = equivalent(spec, nearest, limit_s=max(1.0, until - perf_counter()))
    verdict = whole.verdict if whole.verdict is not Verdict.PROVED else Verdict.PROVED
    return Identification(spec, nearest.name, verdict, whole)


def _candidates(spec: Spec, until: float) -> Iterator[_Candidate]:
    """The catalogue, then its variants, the nearest ones first."""
    for name, there in catalogue.SPECS.items():
        yield _Candidate(there, name, published(name), {})
    starts = tuple(
        dict.fromkeys(e.right for e in spec.initial if isinstance(e.right, Number) and e.right.fraction != 0)
    ) + _thresholds(spec)
    count = len(words_of(spec))
    for apart in range(MAX_APART + 1):
        for family in FAMILIES:
            for name, places in family.variants(apart):
                if perf_counter() > until:
                    return
                made = variant(family.name, tuple(places.values()), starts) if family.count(places) == count else None
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
        self._mine: dict[tuple[object, ...], list[Row]] = {}
        self._theirs: dict[tuple[Spec, frozenset[Word]], list[Row]] = {}

    def words(self, there: Spec) -> list[dict[Word, Word]]:
        """The likeliest ways to match hyperparameters."""
        return [pairs for _, pairs in zip(range(FEW_ASSIGNMENTS), assignments(self.spec, there, None), strict=False)]

    def distance(self, there: Spec, pairs: dict[Word, Word]) -> float:
        """How far the steps are apart, with hyperparameters matched so."""
        moving = self.spec.schedules & there.schedules
        key = (frozenset(pairs.items()), moving)
        if key not in self._mine:
            values = {w: value_of(pairs.get(w, w)) for w in self.spec.hyperparameters}
            self._mine[key] = trajectory(self.spec, values, moving)
        if (there, moving) not in self._theirs:
            self._theirs[there, moving] = trajectory(there, {}, moving)
        return distance(self._mine[key], self._theirs[there, moving])
