"""A specification and its theorems as one Coq file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from adaptsym.claims import Claim
from adaptsym.coq.examples import examples
from adaptsym.coq.model import model
from adaptsym.coq.numbers import Numbers
from adaptsym.coq.script import facts, script
from adaptsym.coq.statement import Section
from adaptsym.coq.text import DEFINED, Writer, is_vector, slug
from adaptsym.errors import CoqError
from adaptsym.kernel.check import setting, settled
from adaptsym.kernel.numeric import evaluated
from adaptsym.kernel.objects import Theorem
from adaptsym.spec import Spec
from adaptsym.term import Equation, Number, Op, walk

HEADER = [
    "From Coq Require Import Reals Lra Lia Psatz QArith.",
    "From Adaptsym Require Import Adaptsym Numbers.",
    "Open Scope R_scope.",
]
MODEL = "model"
VALUES = "values"
Key = Claim | tuple[tuple[Equation, ...], str]  # a claim, or what is shown of a section: its model, or its values


@dataclass(frozen=True)
class Piece:
    """A part of a file that can fail by itself: a theorem, or the values or the model of a section."""

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

    @property
    def said(self) -> frozenset[Key | None]:
        """What stands in the file."""
        return frozenset(piece.key for piece in self.pieces)

    def at(self, line: int) -> Key | None:
        """The theorem in which a line stands, counted from 1."""
        for piece in self.pieces:
            line -= len(piece.lines)
            if line <= 0:
                return piece.key
        return None


def with_lemmas(theorems: Iterable[Theorem]) -> dict[Claim, Theorem]:
    """The theorems and those that they use, each after what it uses."""
    found: dict[Claim, Theorem] = {}
    for x in theorems:
        for y in (*with_lemmas(x.lemmas).values(), x):
            found.setdefault(y.claim, y)
    return found


def document(theorems: Sequence[Theorem], without: Mapping[Key, str] | None = None) -> Document:
    """The file of theorems about one specification; `without` names those that are to be left out, with the reason."""
    unsaid = dict(without or {})
    every = with_lemmas(theorems)
    for c, x in every.items():
        if replace(x.spec, claims=()) != replace(theorems[0].spec, claims=()):
            unsaid[c] = "it is about another specification"
    pieces: list[Piece] = [Piece(None, tuple(HEADER))]
    bundle: list[str] = []
    for n, settings in enumerate(dict.fromkeys(c.at for c in every), 1):
        chosen = [x for c, x in every.items() if c.at == settings]
        _one_section(f"Setting{n}", theorems[0].spec, chosen, pieces, bundle, unsaid)
    pieces.append(Piece(None, final(bundle)))
    return Document(tuple(pieces), unsaid)


def final(bundle: Sequence[str]) -> tuple[str, ...]:
    """The last lines of a file: everything that it shows, and what that rests on."""
    whole = "".join(f"let _ := {name} in " for name in bundle)
    return f"Definition everything : True := {whole}I.", "Print Assumptions everything."


def _one_section(
    name: str, spec: Spec, theorems: list[Theorem], pieces: list[Piece], bundle: list[str], unsaid: dict[Key, str]
) -> None:
    settings = theorems[0].claim.at
    try:
        section = section_of(spec, [x.claim for x in theorems])
        head = section.header()
    except CoqError as error:
        unsaid.update({x.claim: str(error) for x in theorems if x.claim not in unsaid})
        return
    pieces.append(Piece(None, ("", f"(* {title(section.spec.name, settings)} *)", f"Module {name}.", *_opened(head))))
    taken: set[str] = set()
    for x in (x for x in theorems if x.claim not in unsaid):
        broken = next((y.claim.name for y in x.lemmas if y.claim in unsaid), None)
        try:
            if broken is not None:
                raise CoqError(f"it uses {broken!r}, which Coq does not prove")
            if x.claim.name in taken:
                raise CoqError("another claim is called so too")
            lines = tuple(_theorem(section, x))
        except CoqError as error:
            unsaid[x.claim] = str(error)
            continue
        taken.add(x.claim.name)
        pieces.append(Piece(x.claim, lines))
        bundle.append(f"{name}.{slug(x.claim.name)}")
        if section.obligations(settled(x.claim)):
            bundle.append(f"{name}.{slug(x.claim.name, DEFINED)}")
    pieces.append(Piece(None, ("End About.", f"End {name}.")))
    for label, make in ((MODEL, model), (VALUES, examples)):
        if (settings, label) not in unsaid:
            more, names = make(section)
            module = f"{name}{label.capitalize()}"
            pieces.append(Piece((settings, label), ("", f"Module {module}.", *more, f"End {module}.")))
            bundle += [f"{module}.{x}" for x in names]


def _opened(head: list[str]) -> tuple[str, ...]:
    return "Section About.", *head


def title(name: str, settings: tuple[Equation, ...]) -> str:
    """A title that closes no comment and opens no text."""
    return re.sub(r"[^A-Za-z0-9 =/.,_-]", "_", ", ".join([name, *map(str, settings)]))


def section_of(spec: Spec, claims: Sequence[Claim]) -> Section:
    """The section of claims: their specification, with hyperparameters fixed as they say."""
    about = setting(spec, claims[0])
    said = tuple(settled(c) for c in claims)
    sides = (x for c in said for x in (c.left, c.right, *c.given))
    equations = (side for e in (*about.equations, *about.initial) for side in (e.left, e.right))
    return Section(about, Writer(is_vector(*equations, *sides)), said)


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
        yield f"Theorem {slug(c.name, DEFINED)} : {section.statement(c, both)}."
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
