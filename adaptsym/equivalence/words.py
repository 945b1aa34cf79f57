"""Which hyperparameter is which: the same words, words that the user gives, and the likely ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import combinations, islice, permutations

from adaptsym.spec import Spec, renamed
from adaptsym.term import At, Equation, Role, Symbol, Term, Word, rebuild

MAX_ASSIGNMENTS = 24
MAX_PAIRINGS = 5000  # that are looked at


def bare(spec: Spec) -> Spec:
    """The equations alone: no usual values, no claims."""
    return replace(spec, settings=(), claims=())


def assignments(a: Spec, b: Spec, words: Mapping[Word, Word] | None) -> Iterator[dict[Word, Word]]:
    """Words of `a` as words of `b`, the likeliest first; those that are the same word are not named."""
    given = dict(words or {})
    mine = tuple(w for w in a.hyperparameters if w not in given and w not in b.hyperparameters)
    taken = {*given.values(), *(w for w in a.hyperparameters if w in b.hyperparameters and w not in given)}
    theirs = tuple(w for w in b.hyperparameters if w not in taken)
    yield from (given | found for found in _likeliest(mine, theirs))


@lru_cache(maxsize=1024)
def _likeliest(mine: tuple[Word, ...], theirs: tuple[Word, ...]) -> tuple[dict[Word, Word], ...]:
    """Shared between calls: do not change them."""
    return tuple(islice(_pairings(mine, theirs), MAX_ASSIGNMENTS))


def _pairings(mine: tuple[Word, ...], theirs: tuple[Word, ...]) -> Iterator[dict[Word, Word]]:
    if not mine or not theirs:
        yield {}
        return
    short = min(len(mine), len(theirs))
    found: list[tuple[int, int, dict[Word, Word]]] = []
    every = ((some, chosen) for chosen in permutations(theirs, short) for some in combinations(mine, short))
    for some, chosen in islice(every, MAX_PAIRINGS):
        pairs = list(zip(some, chosen, strict=True))
        if all(_compatible(v, w) for v, w in pairs):
            found.append((sum(_unlike(v, w) for v, w in pairs), len(found), dict(pairs)))
    found.sort(key=lambda row: row[:2])
    yield from (pairs for _, _, pairs in found)
    if not found:
        yield {}


def _compatible(v: Word, w: Word) -> bool:
    """Whether one may stand for the other: the same name, or intervals with the same ends, or no interval at all."""
    if v.role != w.role or v.domain.whole != w.domain.whole:
        return False
    ends = [(x.domain.low, x.domain.high) for x in (v, w)]
    return v.name == w.name or ends[0] == ends[1] or (None, None) in ends


def _unlike(v: Word, w: Word) -> int:
    return (
        2 * int(v.name != w.name)
        + int(v.code_name != w.code_name)
        + int(v.domain != w.domain)
        + int(v.meaning != w.meaning)
    )


def in_words(spec: Spec, words: Mapping[Word, Word]) -> Spec:
    """The specification in other words for hyperparameters."""
    return renamed(bare(spec), words) if any(v != w for v, w in words.items()) else bare(spec)


def constant(spec: Spec, word: Word) -> Spec:
    """The specification with a schedule held constant."""

    def change(x: Term) -> Term:
        return Symbol(word) if isinstance(x, At) and x.word == word else rebuild(x, change)

    def equations(es: tuple[Equation, ...]) -> tuple[Equation, ...]:
        return tuple(Equation(e.left, change(e.right)) for e in es)

    assert word.role is not Role.SEQUENCE
    return replace(spec, equations=equations(spec.equations), initial=equations(spec.initial))


def schedule(spec: Spec, word: Word) -> Spec:
    """The specification with a constant hyperparameter made a schedule of t, where it stands in the step."""

    def change(x: Term) -> Term:
        if isinstance(x, At):
            return x
        return At(word, spec.index) if x == Symbol(word) else rebuild(x, change)

    return replace(spec, equations=tuple(Equation(e.left, change(e.right)) for e in spec.equations))
