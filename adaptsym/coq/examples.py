"""Values that the Python path computes, as a lemma about the sequences and about both sides of every claim.

So both kernels speak of the same recurrence, and Coq's statement of the same sum. A value that is not rational is
said to lie within 10^-18 of what Python computes.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import floor

from adaptsym.coq.numbers import rational
from adaptsym.coq.statement import Section
from adaptsym.coq.values import Values
from adaptsym.coq.witness import Exhibit
from adaptsym.enclosure import Enclosure, Real, Unseparated
from adaptsym.errors import CoqError, EvaluationError
from adaptsym.proof.refute import Instance
from adaptsym.term import At, Domain, Kind, Op, Term
from adaptsym.unroll import Value

STEPS = 2
GRADIENTS = ((1, 2), (-2, Fraction(1, 2)), (3, -1), (Fraction(1, 3), 1))
START = (Fraction(2), Fraction(-1))
NEAR = Fraction(1, 10**18)


def examples(section: Section) -> tuple[list[str], list[str]]:
    """The lines of the lemma, and its name."""
    shown = Exhibited(section)
    rows = list(shown.rows())
    if not rows:
        return [], []
    lines = [
        f"Lemma values {section.binders} {shown.exhibit.binders} :",
        "  " + " /\\ ".join(f"({text})" for text, _ in rows) + ".",
        "Proof.",
    ]
    lines += (f"  {line}" for line in (*shown.exhibit.substituted(), *shown.values.lines))
    *others, last = (proof for _, proof in rows)
    lines += (f"  refine (conj _ _); [{proof}|]." for proof in others)
    return [*lines, f"  {last}.", "Qed."], ["values"]


class Exhibited:
    """A specification at numbers of our choice, in Python and in Coq."""

    def __init__(self, section: Section) -> None:
        size = 2 if section.writer.vector else 1
        rows = tuple(tuple(Fraction(x) for x in row[:size]) for row in GRADIENTS)
        numbers: dict[str, Fraction | tuple[Fraction, ...]] = {}
        for n, word in enumerate(section.hyperparameters):
            several = tuple(_inside(word.domain, n + k) for k in range(len(rows)))
            numbers[word.name] = several if word in section.spec.schedules else several[0]
        self.section, self.exhibit = section, Exhibit(section, numbers, START[:size], rows)
        self.run = Instance(numbers, START[:size], rows).unrolled(section.spec)
        self.values = Values(self.exhibit.writer(section.spec.first), exhibit=self.exhibit)

    def rows(self) -> Iterator[tuple[str, str]]:
        """Each value as a proposition, and the proof of it; what has no value here is left out."""
        spec = self.section.spec
        last = spec.first + STEPS - 1
        for _, condition in self.section.bounds():
            yield from self.ordered(condition, spec.first)
        for t in range(spec.first, last + 1):
            for e in self.section.equations:
                assert isinstance(e.left, At)
                yield from self.of(e.left, t)
        for c in self.section.claims:
            for side in (c.left, c.right):
                yield from self.of(side, max(c.since, last))
            if c.relation != "eq":
                yield from self.ordered(Op(c.relation, (c.left, c.right)), max(c.since, last))

    def of(self, x: Term, t: int) -> Iterator[tuple[str, str]]:
        """A term at a step, at every element."""
        array = self.section.writer.vector and x.kind is Kind.ARRAY
        for n, q in enumerate(self.python(x, t), 1):
            w = self.exhibit.writer(t, n if array else None)
            try:
                p = self.values.enclosed(x, w)
            except CoqError:
                continue
            low, high = (q, q) if p.low == p.high and isinstance(q, Fraction) else (_down(q), -_down(-q))
            yield (
                f"between {rational(low)} ({w.real(x)}) {rational(high)}",
                f"apply (between_same {p.name}); rational",
            )

    def ordered(self, x: Op, t: int) -> Iterator[tuple[str, str]]:
        """A comparison of two numbers at a step, where it holds: what Coq calls less is so in Python as well."""
        if x.kind is Kind.ARRAY and self.section.writer.vector:
            return
        w = self.exhibit.writer(t)
        try:
            if all(_leaves(self.run.value(x, t))):
                yield w.real(x), f"exact {self.values.compared(x, w)}"
        except (CoqError, EvaluationError, Unseparated):
            return

    def python(self, x: Term, t: int) -> list[Real]:
        """What Python computes: a number, or one for each element; nothing where there is no value."""
        try:
            return list(_leaves(self.run.value(x, t)))
        except (EvaluationError, Unseparated):
            return []


def _leaves(value: Value) -> Iterator[Real]:
    if not isinstance(value, tuple):
        yield value
        return
    for part in value:
        yield from _leaves(part)


def _down(q: Real) -> Fraction:
    """A little less than a number, in few digits."""
    low = q.low if isinstance(q, Enclosure) else q
    return Fraction(floor((low - NEAR) / NEAR * 100), 100) * NEAR


def _inside(domain: Domain, n: int) -> Fraction:
    """A number in the domain of a hyperparameter; different ones for different places."""
    if domain.whole:
        return Fraction(n + 1 if domain.low is None else int(domain.low) + n + 1)
    low = Fraction(0) if domain.low is None else domain.low
    return low + Fraction(1, n + 2) if domain.high is None else domain.high - (domain.high - low) * Fraction(1, n + 3)
