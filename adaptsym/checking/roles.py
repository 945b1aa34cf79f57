r"""Domains and kinds of a page's letters: what the page states, how it uses a letter, and what the letter usually is.

A decay multiplies a previous value or is raised to the step; a guard stands beside a root in a denominator; a
rate multiplies the step of the parameter. These are assumptions of a reading, and are listed with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from adaptsym.checking.letters import Letters
from adaptsym.checking.reading import Reading
from adaptsym.checking.world import GRADIENTS, PARAMETERS
from adaptsym.term import (
    NONNEGATIVE,
    POSITIVE,
    UNIT,
    At,
    Big,
    Domain,
    Kind,
    Number,
    Op,
    Role,
    Symbol,
    Term,
    Word,
    free_symbols,
    walk,
)

_USUAL = (
    (re.compile(r"(beta|rho|gamma|mu)(_.*)?"), UNIT),
    (re.compile(r"(epsilon|varepsilon|eta|alpha|lr|delta|nu|learning_rate)(_.*)?"), POSITIVE),
    (re.compile(r"(lambda|wd)(_.*)?"), NONNEGATIVE),
)


def letters(reading: Reading) -> Letters:
    """The letters of a page with the domains and kinds that a first reading of it shows."""
    return Letters(domains=domains(reading), kinds=kinds(reading))


def domains(reading: Reading) -> dict[str, Domain]:
    """The domain of each constant of a page."""
    keys = reading.letters.keys
    found: dict[str, Domain] = {}
    terms = list(_terms(reading))
    states = [d for d in reading.definitions if not PARAMETERS.fullmatch(d.key)]
    decays = {keys[w] for d in states for w in decaying(d.right, d.left.word)}
    decays |= {keys[w] for x in terms for w in raised(x) if w in keys}
    guards = {keys[w] for x in terms for w in added_to_roots(x) if w in keys}
    rates = {
        keys[w] for d in reading.definitions if PARAMETERS.fullmatch(d.key) for w in multiplying(d.right) if w in keys
    }
    for (key, role), word in reading.letters.words.items():
        if role is not Role.HYPERPARAMETER and not _is_open(reading, key):
            continue
        if key in decays:
            found[key] = UNIT
        elif key in guards or key in rates:
            found[key] = POSITIVE if not re.match(r"lambda", key) else NONNEGATIVE
        else:
            stated = _stated(reading, word)
            usual = next((d for pattern, d in _USUAL if pattern.fullmatch(key)), None)
            domain = stated or usual
            if domain is not None:
                found[key] = domain
    return found


def _is_open(reading: Reading, key: str) -> bool:
    """Whether a sequence is given by no equation: a schedule."""
    return all(d.key != key for d in reading.definitions) and not GRADIENTS.fullmatch(key)


def _terms(reading: Reading) -> Iterator[Term]:
    for item in reading.items:
        if item.left is not None:
            yield item.left
        if item.right is not None:
            yield item.right


def decaying(right: Term, word: Word) -> Iterator[Word]:
    """Constants that multiply the previous value of a letter."""
    for x in walk(right):
        if isinstance(x, Op) and x.op == "mul":
            factors = list(_flat(x))
            if any(isinstance(y, At) and y.word == word for y in factors):
                yield from (y.word for y in factors if isinstance(y, Symbol) and y.word.role is Role.HYPERPARAMETER)


def _flat(x: Term) -> Iterator[Term]:
    if isinstance(x, Op) and x.op == "mul":
        for y in x.args:
            yield from _flat(y)
    else:
        yield x


def _numerator(x: Term) -> Iterator[Term]:
    """The factors of a term, of a quotient those above."""
    match x:
        case Op("mul", (a, b)):
            yield from _numerator(a)
            yield from _numerator(b)
        case Op("div", (a, _)) | Op("neg", (a,)):
            yield from _numerator(a)
        case _:
            yield x


def raised(x: Term) -> Iterator[Word]:
    """Constants that are raised to the step."""
    for y in walk(x):
        match y:
            case Op("pow", (Symbol(word), e)) if any(s.word.role is Role.INDEX for s in free_symbols(e)):
                yield word


def added_to_roots(x: Term) -> Iterator[Word]:
    """Constants that are added to a root, or under one, in a denominator."""
    for y in walk(x):
        if isinstance(y, Op) and y.op == "div":
            for z in walk(y.args[1]):
                if isinstance(z, Op) and z.op == "add":
                    root = any(isinstance(a, Op) and a.op in ("sqrt", "max") for a in z.args)
                    under = any(isinstance(a, (At, Big)) for a in z.args)
                    if root or under:
                        yield from (a.word for a in z.args if isinstance(a, Symbol))


def multiplying(right: Term) -> Iterator[Word]:
    """Constants that multiply what the parameter is moved by."""
    for x in walk(right):
        if isinstance(x, Op) and x.op in ("add", "sub"):
            for y in _numerator(x.args[1]):
                if isinstance(y, Symbol) and y.word.role is Role.HYPERPARAMETER:
                    yield y.word


def _stated(reading: Reading, word: Word) -> Domain | None:
    """The interval that the page states for a letter, if it lies within [0, oo)."""
    low, high = Domain(), Domain()
    for a, relation, b in reading.bounds:
        left, right = (a, b) if isinstance(a, Symbol) else (b, a)
        if not (isinstance(left, Symbol) and left.word.name == word.name and isinstance(right, Number)):
            continue
        above = relation in ("gt", "ge") if left is a else relation in ("lt", "le")
        closed = relation in ("ge", "le")
        if above:
            low = Domain(low=right.fraction, low_closed=closed)
        else:
            high = Domain(high=right.fraction, high_closed=closed)
    if low.low is None:
        return None
    return Domain(low.low, high.high, low.low_closed, high.high_closed)


def kinds(reading: Reading) -> dict[str, Kind]:
    """How many numbers each letter with an equation holds: one for all where nothing of an array goes in."""
    keys = reading.letters.keys
    by_key: dict[str, list[Term]] = {}
    for d in reading.definitions:
        by_key.setdefault(d.key, []).append(d.right)
    found = {k: Kind.ARRAY if PARAMETERS.fullmatch(k) or GRADIENTS.fullmatch(k) else Kind.SHARED for k in by_key}

    def kind(x: Term) -> Kind:
        match x:
            case At(word):
                key = keys.get(word, "")
                return found.get(key, Kind.ARRAY if GRADIENTS.fullmatch(key) else Kind.SHARED)
            case Op(op, args):
                if op == "grad":
                    return Kind.ARRAY
                if op in ("dot", "norm", "size"):
                    return Kind.OWN
                return Kind.SHARED if op.endswith("_all") else max(map(kind, args))
            case Big(_, body):
                return kind(body)
            case Symbol() | Number():
                return Kind.SHARED
        return max((kind(y) for y in walk(x) if y is not x), default=Kind.SHARED)

    for _ in range(len(by_key) + 1):
        grown = {k: max(found[k], *(kind(x) for x in rights)) for k, rights in by_key.items()}
        if grown == found:
            break
        found = grown
    return found
