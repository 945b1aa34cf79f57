"""A specification and its theorems as one Coq file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from adaptsym.claims import Claim
from adaptsym.coq.examples import examples
from adaptsym.coq.model import model
from adaptsym.coq.numbers import Numbers
from adaptsym.coq.script import facts, script
from adaptsym.coq.statement import Section
from adaptsym.coq.text import Writer, is_vector, slug
from adaptsym.errors import CoqError
from adaptsym.kernel.check import setting, settled
from adaptsym.kernel.numeric import evaluated
from adaptsym.kernel.objects import Theorem
from adaptsym.term import Equation, Number, Op, walk

HEADER = [
    "From Coq Require Import Reals Lra Lia Psatz.",
    "From Adaptsym Require Import Adaptsym Numbers.",
    "Open Scope R_scope.",
]
EXAMPLE = "example "  # before the name of what is shown of a section, its theorems apart: values, and a model
Key = tuple[tuple[Equation, ...], str]  # the settings of a claim, and its name


@dataclass(frozen=True)
class Piece:
    """A part of a file that can fail by itself: a theorem, or the examples of a section."""

    key: Key | None
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Document:
    """A Coq file, with what cannot be said in it and why."""

    pieces: tuple[Piece, ...]
    unsaid: dict[Key, str]

    @property
    def text(self) -> str:
        """The file."""
        return "\n".join(line for piece in self.pieces for line in piece.lines) + "\n"

    def at(self, line: int) -> Key | None:
        """The theorem in which a line stands, counted from 1."""
        for piece in self.pieces:
            line -= len(piece.lines)
            if line <= 0:
                return piece.key
        return None


def key(theorem: Theorem) -> Key:
    """What a theorem is called among those about one specification."""
    return theorem.claim.at, theorem.claim.name


def with_lemmas(theorems: Iterable[Theorem]) -> dict[Key, Theorem]:
    """The theorems and those that they use, each after what it uses."""
    found: dict[Key, Theorem] = {}
    for x in theorems:
        for y in (*with_lemmas(x.lemmas).values(), x):
            found.setdefault(key(y), y)
    return found


def document(theorems: Iterable[Theorem], without: dict[Key, str] | None = None) -> Document:
    """The file of theorems about one specification; `without` names those that are to be left out, with the reason."""
    unsaid = dict(without or {})
    every = with_lemmas(theorems)
    pieces: list[Piece] = [Piece(None, tuple(HEADER))]
    bundle: list[str] = []
    for n, settings in enumerate(dict.fromkeys(k[0] for k in every), 1):
        chosen = [x for k, x in every.items() if k[0] == settings]
        _one_section(f"Setting{n}", chosen, pieces, bundle, unsaid)
    pieces.append(
        Piece(None, (f"Definition everything := ({', '.join(bundle) or 'I'}).", "Print Assumptions everything."))
    )
    return Document(tuple(pieces), unsaid)


def _one_section(
    name: str, theorems: list[Theorem], pieces: list[Piece], bundle: list[str], unsaid: dict[Key, str]
) -> None:
    section, settings = section_of(theorems), theorems[0].claim.at
    try:
        head = section.header()
    except CoqError as error:
        unsaid.update({key(x): str(error) for x in theorems if key(x) not in unsaid})
        return
    title = f"(* {section.spec.name}{''.join(f', {e}' for e in settings)} *)"
    pieces.append(Piece(None, ("", title, f"Module {name}.", "Section About.", *head)))
    for x in theorems:
        if key(x) in unsaid:
            continue
        broken = next((y.claim.name for y in x.lemmas if key(y) in unsaid), None)
        if broken is not None:
            unsaid[key(x)] = f"it uses {broken!r}, which Coq does not prove"
            continue
        try:
            lines = list(_theorem(section, x))
        except CoqError as error:
            unsaid[key(x)] = str(error)
            continue
        pieces.append(Piece(key(x), tuple(lines)))
        bundle.append(f"{name}.{slug(x.claim.name)}")
        if section.obligations(settled(x.claim)):
            bundle.append(f"{name}.{slug(x.claim.name)}_defined")
    for label, more in examples(section).items():
        if (settings, f"{EXAMPLE}{label}") not in unsaid:
            pieces.append(Piece((settings, f"{EXAMPLE}{label}"), tuple(more)))
            bundle.append(f"{name}.{label}")
    pieces.append(Piece(None, ("End About.", f"End {name}.")))
    if (settings, f"{EXAMPLE}model") not in unsaid:
        more, names = model(section)
        whole = ("", f"Module {name}Model.", *more, f"End {name}Model.")
        pieces.append(Piece((settings, f"{EXAMPLE}model"), whole))
        bundle += [f"{name}Model.{x}" for x in names]


def section_of(theorems: Sequence[Theorem]) -> Section:
    """The section of theorems: their specification, with hyperparameters fixed as their claims say."""
    about = setting(theorems[0].spec, theorems[0].claim)
    claims = tuple(settled(x.claim) for x in theorems)
    sides = (x for c in claims for x in (c.left, c.right, *c.given))
    equations = (side for e in (*about.equations, *about.initial) for side in (e.left, e.right))
    return Section(about, Writer(is_vector(*equations, *sides)), claims)


def _theorem(section: Section, theorem: Theorem) -> Iterator[str]:
    c: Claim = settled(theorem.claim)
    name = slug(c.name)
    yield f"Theorem {name} : {section.statement(c)}."
    yield "Proof."
    yield from (f"  {line}" for line in script(section, theorem))
    yield "Qed."
    needs = section.obligations(c)
    if needs:
        both = " /\\ ".join(needs)
        yield f"Theorem {name}_defined : {section.statement(c, both)}."
        yield "Proof."
        yield from (f"  {line}" for line in facts(section, theorem))
        yield from (f"  {line}" for line in _numbers(section, c))
        yield "  repeat split; intros; first [lia | solve [nonzero ()] | good]."
        yield "Qed."


def _numbers(section: Section, c: Claim) -> Iterator[str]:
    """Of the denominators and radicands that hold numbers alone: that they are positive, without expanding them."""
    parts = dict.fromkeys(x for side in (c.left, c.right) for x in walk(side) if isinstance(x, Op))
    needed = {x.args[1]: True for x in parts if x.op == "div" and not isinstance(x.args[1], Number)}
    needed |= {x.args[0]: False for x in parts if x.op == "sqrt"}
    for n, (x, strict) in enumerate(needed.items()):
        if evaluated(x) is not None:
            yield f"assert (number_{n} : 0 {'<' if strict else '<='} {section.writer.atom(x)})."
            yield f"{{ {' '.join(Numbers(section.writer).sign(x, strict=strict))} }}"
