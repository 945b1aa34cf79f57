r"""Slips inside definitions, which contradict nothing on their page.

An update that is nothing published is changed in one place at a time, and run on exact numbers beside what is
published: a definition whose small change makes a published optimizer of it is suspect. An average whose weights,
or whose bias correction, use two different decays is suspect by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from itertools import permutations
from time import perf_counter

from adaptsym import catalogue
from adaptsym.checking.edits import Pool, edits
from adaptsym.checking.identify import in_known_words, roles
from adaptsym.checking.recurrences import Open, ordered
from adaptsym.enclosure import Enclosure, Unseparated
from adaptsym.equivalence import equivalent
from adaptsym.equivalence.families import FAMILIES, variant
from adaptsym.errors import AdaptsymError, EvaluationError
from adaptsym.proof.results import Verdict
from adaptsym.spec import Spec, optimizer
from adaptsym.term import At, Equation, Number, Op, Symbol, Term, Word, children, offset, walk
from adaptsym.unroll import Unrolling, Value, lift

STEPS = 3
MAX_SECONDS = 4.0
MAX_ORDERS = 12
MAX_COST = 3
SIMPLER = ("a square too many", "a root too many", "a power too many", "off by one", "of another step")
_DECAYS = (Fraction(2, 3), Fraction(4, 5), Fraction(1, 4))
_OTHERS = (Fraction(2, 7), Fraction(1, 9), Fraction(3, 11), Fraction(5, 13))
_GUARD = Fraction(1, 5)
_START = ((Fraction(3, 4),),)
_SLOPES = (Fraction(3, 2), Fraction(-5, 3), Fraction(1, 8), Fraction(2, 5), Fraction(-1, 3), Fraction(7, 6))
_AXES = ("epsilon", "bias correction", "learning rate")  # on which a published form may differ


@dataclass(frozen=True)
class Suspicion:
    """A definition that one change turns into something published."""

    word: Word
    old: Term
    new: Term
    what: str
    published: str


Course = tuple[str, ...]


def course(spec: Spec, values: dict[str, Fraction], steps: int = STEPS) -> Course | None:
    """The parameter after each of some steps, to 15 digits; None where it has no value."""

    def gradient(point: Value, t: int) -> Value:
        slope = _SLOPES[max(0, t - spec.first) % len(_SLOPES)]
        return lift(lambda x, _: x / 7 + slope, point, _START)

    run = Unrolling(spec, values, _START, gradient)
    left = spec.by_name[spec.parameter.name].left
    assert isinstance(left, At)
    shift = offset(left.index) or 0
    out = []
    try:
        for n in range(steps):
            [[x]] = run(spec.parameter.name, spec.first + n + shift)
            middle = (x.low + x.high) / 2 if isinstance(x, Enclosure) else x
            out.append(f"{float(middle):.14e}")
    except (EvaluationError, Unseparated, AdaptsymError, ValueError, OverflowError):
        return None
    return tuple(out)


def settings(spec: Spec) -> Iterator[dict[str, Fraction]]:
    """Numbers for the hyperparameters, in every order among those that do the same."""
    found = roles(spec)
    others = [*found["rate"], *found["other"]]
    fixed = {w.name: _GUARD + n for n, w in enumerate(found["guard"])}
    count = 0
    if len(found["decay"]) > len(_DECAYS) or len(others) > len(_OTHERS) or spec.schedules:
        return
    for p in permutations(_DECAYS[: len(found["decay"])]):
        for q in permutations(_OTHERS[: len(others)]):
            count += 1
            if count > MAX_ORDERS:
                return
            decays = {w.name: x for w, x in zip(found["decay"], p, strict=True)}
            yield {**fixed, **decays, **{w.name: x for w, x in zip(others, q, strict=True)}}


@lru_cache(maxsize=1)
def published() -> dict[Course, tuple[str, Spec]]:
    """The courses of what is published, and of its nearest variants, with their names."""
    found: dict[Course, tuple[str, Spec]] = {}
    for name, spec in catalogue.SPECS.items():
        for values in settings(spec):
            run = course(spec, values)
            if run is not None:
                found.setdefault(run, (name, spec))
            break
    for family in FAMILIES:
        for name, places in family.variants(1):
            start = family.places(name)
            [axis] = [a for a in places if places[a] != start[a]] or [""]
            known_as = f"{name} with {axis}: {places.get(axis)}"
            other = variant(family.name, tuple(places.values()), ()) if axis in _AXES else None
            for values in settings(other) if other is not None else ():
                run = course(other, values) if other is not None else None
                if run is not None and other is not None:
                    found.setdefault(run, (known_as, other))
                break
    return found


def known(spec: Spec) -> str | None:
    """What is published that a specification runs like; None if it runs like nothing."""
    table = published()
    for values in settings(spec):
        short = course(spec, values, 1)
        if short is None or short not in _beginnings():
            continue
        run = course(spec, values)
        if run in table:
            return table[run][0] if _proved(spec, table[run][1]) else None
    return None


def _proved(spec: Spec, other: Spec) -> bool:
    """Whether two specifications that ran alike are proved to be the same."""
    try:
        made = optimizer(spec.name, *_in_order(spec.equations), *spec.initial)
        return equivalent(in_known_words(made), other, limit_s=1.0).verdict is Verdict.PROVED
    except AdaptsymError:
        return False


def _in_order(equations: tuple[Equation, ...]) -> list[Equation]:
    """Equations in an order in which they can be computed, where there is one."""
    try:
        return ordered(list(equations))
    except Open:
        return list(equations)


@lru_cache(maxsize=1)
def _beginnings() -> frozenset[Course]:
    return frozenset(c[:1] for c in published())


def idle(spec: Spec) -> frozenset[Word]:
    """The letters that are defined, and that the parameter does not rest on."""
    return _dead(spec, None, None)


def suspicion(spec: Spec, candidates: frozenset[Word], *, reviving: bool = False) -> Suspicion | None:
    """The likeliest single change of a definition of these words that makes something published of an update.

    With `reviving` only changes that give a letter a use which had none, and nothing but what is published itself.
    """
    if not reviving and known(spec) is not None:
        return None
    began = perf_counter()
    pool = Pool.of(x for e in spec.equations for x in (e.left, e.right))
    found: list[tuple[bool, int, Suspicion]] = []
    every = []
    for e in spec.equations:
        if isinstance(e.left, At) and e.left.word in candidates:
            every += [(edit.cost, e, edit) for edit in edits(e.right, pool)]
    every.sort(key=lambda x: (x[0], x[1].left != spec.by_name[spec.parameter.name].left))
    unused = idle(spec)
    for cost, e, edit in every:
        if perf_counter() - began > MAX_SECONDS or (found and cost > MAX_COST):
            break
        shorter = len(list(walk(edit.term))) < len(list(walk(e.right)))
        if shorter and not edit.what.endswith(SIMPLER):
            continue  # what is simpler is seldom what was meant
        assert isinstance(e.left, At)
        dead = _dead(spec, e, edit.term)
        if dead - unused or (reviving and dead == unused):
            continue  # a letter that nothing would use is not defined for nothing
        changed = replace(spec, equations=tuple(Equation(d.left, edit.term) if d is e else d for d in spec.equations))
        if not _moves(changed, spec.parameter):
            continue  # a parameter that forgets where it was
        changed = replace(changed, initial=(*changed.initial, *_starts(changed)))
        try:
            name = known(changed)
        except (AdaptsymError, AssertionError, StopIteration, IndexError, KeyError, RecursionError):
            continue
        if name is not None and not (reviving and " with " in name):
            found.append((" with " in name, cost, Suspicion(e.left.word, e.right, edit.term, edit.what, name)))
    return min(found, key=lambda x: x[:2])[2] if found else None


def _moves(spec: Spec, parameter: Word) -> bool:
    """Whether anything reads the value of the step before of the parameter."""
    every = (x for e in spec.equations for x in walk(e.right))
    return any(isinstance(x, At) and x.word == parameter and spec.age(x) > 0 for x in every)


def _starts(spec: Spec) -> list[Equation]:
    """A start at 0 for what a change has made a state."""
    out = []
    for word in spec.states:
        left = spec.by_name[word.name].left
        if word.name not in spec.start and isinstance(left, At):
            at = spec.first - 1 + (offset(left.index) or 0)
            out.append(Equation(At(word, Number(Fraction(at))), Number(Fraction(0))))
    return out


def _dead(spec: Spec, changed: Equation | None, new: Term | None) -> frozenset[Word]:
    """The letters that the parameter does not rest on, with one right side changed."""
    rights = {
        e.left.word: new if e is changed and new is not None else e.right
        for e in spec.equations
        if isinstance(e.left, At)
    }
    todo, alive = [spec.parameter], {spec.parameter}
    while todo:
        for x in walk(rights[todo.pop()]):
            if isinstance(x, At) and x.word in rights and x.word not in alive:
                alive.add(x.word)
                todo.append(x.word)
    return frozenset(rights) - alive


# ---------------------------------------------------------------- averages by themselves


def average(left: At, right: Term) -> tuple[Symbol, Symbol] | None:
    """The two decays of ``x[t] == a*x[t-1] + (1 - b)*y``, where they differ."""
    if not (isinstance(right, Op) and right.op == "add"):
        return None
    old, new = right.args
    if not any(isinstance(x, At) and x.word == left.word for x in walk(old)):
        old, new = new, old
    a = [x for x in _factors(old) if isinstance(x, Symbol)]
    b = [children(x)[1] for x in _factors(new) if isinstance(x, Op) and x.op == "sub" and str(children(x)[0]) == "1"]
    plain = len(_factors(old)) == 2 and any(isinstance(x, At) and x.word == left.word for x in _factors(old))
    if plain and len(a) == 1 and len(b) == 1 and isinstance(b[0], Symbol) and a[0] != b[0]:
        return a[0], b[0]
    return None


def decay(left: At, right: Term) -> Symbol | None:
    """a of ``x[t] == a*x[t-1] + ...``."""
    if isinstance(right, Op) and right.op in ("add", "sub"):
        for side in right.args:
            factors = _factors(side)
            if len(factors) == 2 and any(isinstance(x, At) and x.word == left.word for x in factors):
                return next((x for x in factors if isinstance(x, Symbol)), None)
    return None


def correction(right: Term) -> tuple[Word, Symbol, Term] | None:
    """x, a and the exponent of ``x[t]/(1 - a**t)``."""
    match right:
        case Op("div", (At(word), Op("sub", (_, Op("pow", (Symbol() as a, exponent)))))):
            return word, a, exponent
    return None


def _factors(x: Term) -> list[Term]:
    match x:
        case Op("mul", (a, b)):
            return _factors(a) + _factors(b)
    return [x]
