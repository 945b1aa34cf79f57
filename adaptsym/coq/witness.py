"""The numbers of a witness in Coq: premises about hyperparameters, gradients and the start, and a model that has them.

After the steps of the witness every gradient and every schedule stays what it is last.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from adaptsym.coq.model import sequences
from adaptsym.coq.statement import Section
from adaptsym.coq.text import Writer, ident, number
from adaptsym.errors import CoqError
from adaptsym.term import At, Role, Word, offset

Setting = Fraction | tuple[Fraction, ...]


@dataclass(frozen=True)
class Premise:
    """What is supposed of a witness, and why its model has it."""

    name: str
    text: str
    proof: str = "reflexivity."


@dataclass(frozen=True)
class Exhibit:
    """The numbers of a witness for the section of a claim; a row of gradients has one number an element."""

    section: Section
    hyperparameters: Mapping[str, Setting]
    start: tuple[Fraction, ...]
    gradients: tuple[tuple[Fraction, ...], ...]

    @property
    def size(self) -> int:
        """The number of elements."""
        return len(self.start)

    @property
    def last(self) -> int:
        """The last step with a gradient of its own."""
        return self.section.spec.first + len(self.gradients) - 1

    @cached_property
    def whole(self) -> dict[Word, int]:
        """The hyperparameters that are natural numbers."""
        return {
            w: int(self._setting(w)) for w in self.section.hyperparameters if w.domain.whole and not self._scheduled(w)
        }

    def writer(self, t: int, element: int | None = None) -> Writer:
        """Writes terms at a step and, where they are told apart, at an element."""
        known = {self.section.spec.index.word: t, **self.whole}
        place = "e" if element is None else f"{element}%nat"
        return replace(self.section.writer, values=known, element=place, size=f"{self.size}%nat")

    # ------------------------------------------------------------ premises, and what follows from them

    @cached_property
    def premises(self) -> tuple[Premise, ...]:
        """Everything that is supposed."""
        return tuple(self._premises())

    @property
    def binders(self) -> str:
        """The premises in front of a statement."""
        return " ".join(f"({x.name} : {x.text})" for x in self.premises)

    def _premises(self) -> Iterator[Premise]:
        spec, w = self.section.spec, self.section.writer
        if w.vector:
            yield Premise("at_size_", f"size_ = {self.size}%nat")
        for word in self.section.hyperparameters:
            name = ident(word.name)
            if self._scheduled(word):
                yield from self._row(word, self._schedule(word), "", "")
            elif word.domain.whole:
                yield Premise(f"at_{name}", f"{name} = {self.whole[word]}%nat")
            else:
                yield Premise(f"at_{name}", f"{name} = {number(self._setting(word))}")
        for n in range(self.size):
            element, label = (f" {n + 1}%nat", f"_{n + 1}") if w.vector else ("", "")
            yield from self._row(spec.gradient, tuple(row[n] for row in self.gradients), element, label)
            text = f"{ident(spec.parameter.name)} ({self._before})%nat{element} = {number(self.start[n])}"
            yield Premise(f"at_start_{label}", text)

    def _row(self, word: Word, values: tuple[Fraction, ...], element: str, label: str) -> Iterator[Premise]:
        """A sequence that is given step by step."""
        x, first = ident(word.name), self.section.spec.first
        for n, q in enumerate(values, first):
            yield Premise(f"at_{x}{label}_{n}", f"{x} ({n})%nat{element} = {number(q)}")
        last = first + len(values) - 1
        skipped = f"do {last + 1} (destruct n_ as [|n_]; [lia|])"
        text = f"forall n_ : nat, ({last} < n_)%nat -> {x} n_{element} = {number(values[-1])}"
        yield Premise(f"beyond_{x}{label}", text, f"intros n_ above_; {skipped}; reflexivity.")

    def substituted(self) -> list[str]:
        """The first lines of a proof from the premises: natural numbers are put in."""
        names = [*(["size_"] if self.section.writer.vector else []), *(ident(w.name) for w in self.whole)]
        return [f"subst {name}." for name in names]

    def constant(self, word: Word) -> tuple[Fraction, str]:
        """A hyperparameter, with the premise that gives it."""
        if word.role is Role.INDEX:
            raise CoqError(f"the index {word.name} is no number here")
        return self._setting(word), f"at_{ident(word.name)}"

    def value(self, word: Word, n: int, w: Writer) -> tuple[Fraction, str]:
        """A gradient or a schedule at a step, with the premise that gives it."""
        x, first = ident(word.name), self.section.spec.first
        element, label = self._element(word, w)
        values = self._schedule(word) if element is None else tuple(row[element] for row in self.gradients)
        if n < first:
            raise CoqError(f"{word.name} is not given at step {n}")
        if n - first < len(values):
            return values[n - first], f"at_{x}{label}_{n}"
        return values[-1], f"(beyond_{x}{label} {n}%nat ltac:(lia))"

    def beyond(self, word: Word, w: Writer, index: str) -> tuple[Fraction, str]:
        """The same at a step beyond the last one."""
        element, label = self._element(word, w)
        values = self._schedule(word) if element is None else tuple(row[element] for row in self.gradients)
        where = index.removesuffix(w.element_of(word))
        return values[-1], f"(beyond_{ident(word.name)}{label} {where} ltac:(lia))"

    def started(self, w: Writer) -> tuple[Fraction, str]:
        """The parameter before the first step."""
        element, label = self._element(self.section.spec.parameter, w)
        return self.start[element or 0], f"at_start_{label}"

    def _element(self, word: Word, w: Writer) -> tuple[int | None, str]:
        """The place of an element among the numbers of a row, and what is added to a name for it."""
        if word.role is not Role.SEQUENCE:
            return None, ""
        if not w.has_element(word):
            return 0, ""
        n = int(w.element.removesuffix("%nat"))
        return n - 1, f"_{n}"

    @property
    def _before(self) -> int:
        spec = self.section.spec
        left = spec.by_name[spec.parameter.name].left
        assert isinstance(left, At)
        return spec.first + (offset(left.index) or 0) - 1

    def _scheduled(self, word: Word) -> bool:
        return word in self.section.spec.schedules

    def _given(self, word: Word) -> Setting:
        if word.name not in self.hyperparameters:
            raise CoqError(f"the witness has no number for {word.name}")
        return self.hyperparameters[word.name]

    def _setting(self, word: Word) -> Fraction:
        q = self._given(word)
        if isinstance(q, tuple):
            raise CoqError(f"{word.name} is a schedule in the claim and a constant in the equations")
        return q

    def _schedule(self, word: Word) -> tuple[Fraction, ...]:
        q = self._given(word)
        return q if isinstance(q, tuple) else (q,)

    # ------------------------------------------------------------ a model

    def lines(self) -> Iterator[str]:
        """Sequences that have these numbers and obey the equations, and a lemma for each hypothesis and premise."""
        section, spec, w = self.section, self.section.spec, self.section.writer
        if w.vector:
            yield f"Definition size_ : nat := {self.size}%nat."
            yield "Lemma size_positive : (1 <= size_)%nat. Proof. unfold size_; lia. Qed."
        for word in self.section.hyperparameters:
            yield f"Definition {ident(word.name)} : {section.type_of(word)} := {self._defined(word)}."
        rows = [_cases("e_", row, 1) for row in self.gradients] if w.vector else [number(r[0]) for r in self.gradients]
        yield f"Definition {ident(spec.gradient.name)} : {section.type_of(spec.gradient)} :="
        more = " e_" if w.vector else ""
        yield f"  fun n_{more} : nat => {_chosen('n_', rows, spec.first)}."
        kind = section.type_of(spec.parameter).removeprefix("nat -> ")
        start = f"fun e_ : nat => {_cases('e_', self.start, 1)}" if w.vector else number(self.start[0])
        yield f"Definition at_start : {kind} := {start}."
        for name, text in section.domains():
            yield f"Lemma {name} : {text}."
            yield f"Proof. {self._in_domain(name)} Qed."
        yield from sequences(section)[0]
        for x in self.premises:
            yield f"Lemma {x.name} : {x.text}."
            yield f"Proof. {x.proof} Qed."

    def _defined(self, word: Word) -> str:
        if self._scheduled(word):
            return f"fun n_ : nat => {_cases('n_', self._schedule(word), self.section.spec.first)}"
        return f"{self.whole[word]}%nat" if word.domain.whole else number(self._setting(word))

    def _in_domain(self, name: str) -> str:
        word = next(w for w in self.section.hyperparameters if name.rsplit("_", 1)[0] == f"domain_{ident(w.name)}")
        unfolded = f"unfold {ident(word.name)}"
        if not self._scheduled(word):
            return f"{unfolded}{'; cbn [INR]' if word.domain.whole else ''}; lra."
        t, steps = ident(self.section.spec.index.word.name), self.section.spec.first + len(self._schedule(word))
        skipped = f"do {steps} (destruct {t} as [|{t}]; [cbv beta iota; lra|])"
        return f"intros {t}; {unfolded}; {skipped}; cbv beta iota; lra."


def _cases(letter: str, values: tuple[Fraction, ...], first: int) -> str:
    return _chosen(letter, [number(q) for q in values], first)


def _chosen(letter: str, values: list[str], first: int) -> str:
    """Values from the first on; before and after, what is nearest."""
    rows = [f"{n}%nat => {x}" for n, x in ((*((n, values[0]) for n in range(first)), *enumerate(values[:-1], first)))]
    return f"match {letter} with {' | '.join([*rows, f'_ => {values[-1]}'])} end"
