"""The updates of a page as wholes: what each one is, and which of its definitions is suspect."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from adaptsym.checking.identify import identified, said
from adaptsym.checking.reading import Definition, Item, Reading
from adaptsym.checking.report import Identified
from adaptsym.checking.suspect import average, correction, decay, idle, suspicion
from adaptsym.checking.world import Open, Worlds
from adaptsym.checking.writing import printer
from adaptsym.equivalence import Identification
from adaptsym.proof.results import Verdict
from adaptsym.spec import Spec
from adaptsym.term import At, Equation, Symbol, Term, Word, rebuild

MAX_UPDATES = 60  # updates of one page that are held against what is published


@dataclass(frozen=True)
class Doubt:
    """Why a definition is suspect, and what is published in its place."""

    reason: str
    suggestion: str


@dataclass
class Examined:
    """The doubts about items, by their place in the reading, and what the updates are."""

    doubts: dict[int, Doubt] = field(default_factory=dict)
    updates: list[Identified] = field(default_factory=list)


def examined(reading: Reading, worlds: Worlds) -> Examined:
    """What the updates of a page are, and its suspect definitions."""
    out = Examined()
    mended = dict(_averages(reading, worlds, out))
    seen: dict[Spec, Identification | None] = {}
    for d in updates(reading, worlds):
        try:
            spec = worlds.whole(d.position, d.scope, [d.key])
        except Open:
            continue
        if spec in seen or len(seen) >= MAX_UPDATES:
            continue
        found = seen[spec] = identified(spec)
        if found is None:
            continue
        fine = _published(found)
        if not fine or found.departures:
            if not fine and (right := _mended(spec, mended)) != spec:  # its other definitions may well be
                fine = _published(identified(right))
            whole = _mended(_with_idle(reading, worlds, d, spec), mended)
            if not fine or idle(whole):
                _doubt(reading, worlds, d, whole, out, reviving=fine)
        if found.verdict is not Verdict.PROVED:
            continue
        name = section(reading, d.scope) or d.left.word.latex
        out.updates.append(Identified(reading.document.name, d.line, name, said(found, name), found.nearest))
    return out


def _published(found: Identification | None) -> bool:
    """Whether an update is a published one, or a variant of it by its conventions."""
    return found is not None and found.verdict is Verdict.PROVED and found.departures.get("sign") != "ascends"


def _with_idle(reading: Reading, worlds: Worlds, d: Definition, spec: Spec) -> Spec:
    """The specification with what its section defines besides: a letter that was meant, and lost its accent."""
    others = [o.key for o in reading.definitions if o.scope == d.scope and o.key != d.key and not _moves(o, worlds)]
    try:
        return worlds.whole(d.position, d.scope, [d.key, *dict.fromkeys(others)])
    except Open:
        return spec


def _moves(d: Definition, worlds: Worlds) -> bool:
    return d.reads_itself and d.key == worlds.parameter(d.scope)


def updates(reading: Reading, worlds: Worlds) -> Iterator[Definition]:
    """The equations that move a parameter."""
    for d in reading.definitions:
        if d.reads_itself and d.key == worlds.parameter(d.scope):
            yield d


def section(reading: Reading, scope: int) -> str:
    """The heading that a scope stands under."""
    under = [text for start, text in reading.headings if start <= scope]
    return under[-1] if under else ""


def _item(reading: Reading, worlds: Worlds, word: Word, position: int, scope: int) -> tuple[int, Item] | None:
    """The displayed definition of a letter, as it is used at a place."""
    d = worlds.definition(reading.letters.keys.get(word, ""), position, scope)
    for n, item in enumerate(reading.items):
        if d is not None and item.position == d.position and item.left == d.left and item.right == d.right:
            return n, item
    return None


def _doubt(
    reading: Reading, worlds: Worlds, d: Definition, spec: Spec, out: Examined, *, reviving: bool = False
) -> None:
    """A definition of an update that is nothing published, but would be after one change."""
    shown = {}
    for e in spec.equations:
        if isinstance(e.left, At):
            found = _item(reading, worlds, e.left.word, d.position, d.scope)
            if found is not None and found[0] not in out.doubts:
                shown[e.left.word] = found
    doubt = suspicion(spec, frozenset(shown), reviving=reviving)
    if doubt is None:
        return
    n, item = shown[doubt.word]
    assert item.left is not None
    write = printer(reading, item.scope)
    text = f"{write(item.left)} = {write(doubt.new)}"
    out.doubts[n] = Doubt(f"one edit away from {doubt.published}: {doubt.what}", text)


def _mended(spec: Spec, changes: dict[Word, Callable[[Term], Term]]) -> Spec:
    """The specification with doubts that are found already set right."""
    equations = tuple(
        Equation(e.left, changes[e.left.word](e.right)) if isinstance(e.left, At) and e.left.word in changes else e
        for e in spec.equations
    )
    return replace(spec, equations=equations)


def _averages(reading: Reading, worlds: Worlds, out: Examined) -> Iterator[tuple[Word, Callable[[Term], Term]]]:
    """Averages whose weights do not sum to 1, and corrections by the decay of another average."""
    decays = {d.key: a for d in reading.definitions if (a := decay(d.left, d.right)) is not None}
    for d in reading.definitions:
        write = printer(reading, d.scope)
        weights = average(d.left, d.right)
        if weights is not None and any(a == weights[1] for k, a in decays.items() if k != d.key):
            a, b = weights
            change = _exchange(b, a)
            why = f"the weights {write(a)} and {write(1 - b)} do not sum to 1"
        else:
            found = correction(d.right)
            if found is None:
                continue
            word, b, _ = found
            own = worlds.definition(reading.letters.keys.get(word, ""), d.position, d.scope)
            inner = None if own is None else decay(own.left, own.right)
            if inner is None or inner == b or b not in decays.values():
                continue
            change = _exchange(b, inner)
            why = f"{word.latex} decays by {write(inner)}, and is corrected by {write(b)}"
        place = _item(reading, worlds, d.left.word, d.position, d.scope)
        if place is not None:
            n, item = place
            assert item.left is not None
            assert item.right is not None
            text = f"{write(item.left)} = {write(change(item.right))}"
            out.doubts[n] = Doubt(f"one edit away from the published form: {why}", text)
            yield d.left.word, change


def _exchange(old: Symbol, new: Symbol) -> Callable[[Term], Term]:
    def change(x: Term) -> Term:
        return new if x == old else rebuild(x, change)

    return change
