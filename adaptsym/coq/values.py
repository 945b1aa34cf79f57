"""Sequences at the numbers of a witness: each value between two rationals, by its equation at that step."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction

from adaptsym.coq.numbers import Between, NoValueError, Numbers
from adaptsym.coq.text import Writer, ident, number
from adaptsym.coq.witness import Exhibit
from adaptsym.errors import CoqError
from adaptsym.term import At, Equation, Number, Role, Symbol, Word, offset


@dataclass
class Values(Numbers):
    """Enclosures that know the premises of an exhibit and the equations of its specification."""

    exhibit: Exhibit = field(kw_only=True)
    tail: Word | None = None  # an index that is above every step of the exhibit

    def at(self, every: Symbol, n: int | None) -> Values:
        """The same, with an index at a number, or beyond the last step; its lines are its own."""
        known = dict(self.writer.values) if n is None else {**self.writer.values, every.word: n}
        writer = replace(self.writer, values=known)
        prefix = f"{self.prefix}{ident(every.word.name)}{'' if n is None else n}_"
        tail = every.word if n is None else None
        return replace(self, writer=writer, prefix=prefix, lines=[], known=dict(self.known), tail=tail)

    def given(self, x: At | Symbol, w: Writer) -> Between:
        """A hyperparameter, a gradient or the start by a premise, anything else by its equation."""
        spec, text = self.exhibit.section.spec, w.real(x)
        if isinstance(x, Symbol):
            return self._premise(text, *self.exhibit.constant(x.word))
        e = w.whole(x.index)
        given = x.word == spec.gradient or x.word.role is not Role.SEQUENCE
        if given and e.terms and all(word == self.tail and n > 0 for word, n in e.terms) and e.constant >= 0:
            return self._premise(text, *self.exhibit.beyond(x.word, w, text.removeprefix(f"{ident(x.word.name)} ")))
        n = w.number(x.index)
        if given:
            if n < spec.first and x.word == spec.gradient:
                raise NoValueError(x, "lia.")
            return self._premise(text, *self.exhibit.value(x.word, n, w))
        return self._by_equation(x, n, text, w)

    def _premise(self, text: str, q: Fraction, hypothesis: str) -> Between:
        return self.state(text, q, q, f"between_by {hypothesis} {self.number(number(q), q).name}")

    def _by_equation(self, x: At, n: int, text: str, w: Writer) -> Between:
        spec = self.exhibit.section.spec
        equation = spec.by_name[x.word.name]
        assert isinstance(equation.left, At)
        shift = offset(equation.left.index) or 0
        first = spec.first + shift - 1  # where a state starts
        start = spec.start.get(x.word.name)
        element = w.element_of(x.word)
        if x.word == spec.parameter and n == first:
            return self._premise(text, *self.exhibit.started(w))
        if start is not None and n == first:
            return self._stated(x, start, spec.first, f"(start_{ident(x.word.name)}{element})", text, w)
        t = n - shift
        if t < spec.first:
            raise NoValueError(x, "lia.")
        for k in range(first + 1, first + t - spec.first + 1) if x.word in (*spec.states, spec.parameter) else ():
            self.enclosed(At(x.word, Number(Fraction(k))), w)  # from the front: nothing recurs as deep as t
        return self._stated(x, equation, t, f"(step_{ident(x.word.name)} {t}%nat ltac:(lia){element})", text, w)

    def _stated(self, x: At, equation: Equation, t: int, why: str, text: str, w: Writer) -> Between:
        inside = replace(w, values={**self.exhibit.whole, self.exhibit.section.spec.index.word: t})
        try:
            right = self.enclosed(equation.right, inside)
        except NoValueError as error:
            raise CoqError(f"{x.word.name} has no value at the witness, and Coq gives it one ({error})") from None
        return self.state(text, right.low, right.high, f"between_by {why} {right.name}")
