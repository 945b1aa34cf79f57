"""A refuted claim in Coq: the statement as it is claimed, for any sequences that obey the equations, and its negation.

Definition claimed_X : Prop := forall g s ..., domains -> equations -> forall t, ...   well-typed, only false
Lemma fails_X ... : eta = 7/4 -> g 1 = 5/4 -> ... -> ~ (forall t, ...)                 by enclosing both sides
Theorem refuted_X : ~ claimed_X                                                        by a model with these numbers
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from adaptsym.claims import Claim
from adaptsym.coq.document import HEADER, Document, Key, Piece, final
from adaptsym.coq.numbers import SCALE, NoValueError
from adaptsym.coq.statement import Section
from adaptsym.coq.text import Writer, ident, is_vector, slug
from adaptsym.coq.values import Values
from adaptsym.coq.witness import Exhibit
from adaptsym.errors import CoqError
from adaptsym.kernel.check import setting, settled
from adaptsym.proof.results import Result, Witness
from adaptsym.spec import Spec
from adaptsym.term import Big, Kind, Op, Role, Symbol, free_symbols

SCALES = (SCALE, SCALE**3)
FAILS = {"eq": "not_equal", "le": "not_at_most", "lt": "not_below", "ge": "not_at_most", "gt": "not_below"}


def refutations(results: Sequence[Result], without: Mapping[Key, str] | None = None) -> Document:
    """The file of the refuted claims about one specification; `without` as in `document`."""
    pieces = [Piece(None, tuple(HEADER))]
    unsaid = dict(without or {})
    bundle = []
    for n, r in enumerate((r for r in results if r.claim not in unsaid), 1):
        try:
            if r.witness is None:
                raise CoqError("there is no witness")
            lines = refutation(r.spec, r.claim, r.witness)
        except CoqError as error:
            unsaid[r.claim] = str(error)
            continue
        pieces.append(Piece(r.claim, ("", f"Module Refuted{n}.", *lines, f"End Refuted{n}.")))
        bundle.append(f"Refuted{n}.{slug(r.claim.name, 'refuted_')}")
    pieces.append(Piece(None, final(bundle)))
    return Document(tuple(pieces), unsaid)


def refutation(spec: Spec, claim: Claim, witness: Witness) -> list[str]:
    """The module of one refuted claim, its first and last line apart.

    Raises:
        CoqError: if the witness does not show in Coq that the claim fails: a sequence without a value, a condition
            on every step that does not follow from the last one.
    """
    about, c = setting(spec, claim), settled(claim)
    equations = (side for e in (*about.equations, *about.initial) for side in (e.left, e.right))
    section = Section(about, Writer(is_vector(*equations, c.left, c.right, *c.given)), (c,))
    elementwise = section.elementwise(c)
    if elementwise and all(x.kind is not Kind.ARRAY for x in (c.left, c.right)):
        raise CoqError("a condition on every element is not shown by one of them")
    reason = CoqError("no element is a witness")
    for exhibit in _exhibits(section, witness):
        for element in range(1, exhibit.size + 1) if elementwise else (None,):
            for scale in SCALES:
                try:
                    return list(_Failure(section, c, exhibit, witness.t, element, scale).lines(claim))
                except CoqError as error:
                    reason = error
    raise reason


def _exhibits(section: Section, witness: Witness) -> Iterator[Exhibit]:
    """The witness; where elements are not told apart, at each of them."""
    if section.writer.vector:
        yield Exhibit(section, witness.hyperparameters, witness.start, witness.gradients)
        return
    for n, start in enumerate(witness.start):
        rows = tuple((row[n],) for row in witness.gradients)
        yield Exhibit(section, witness.hyperparameters, (start,), rows)


@dataclass
class _Failure:
    section: Section
    claim: Claim
    exhibit: Exhibit
    t: int
    element: int | None
    scale: int

    def lines(self, named: Claim) -> Iterator[str]:
        """The definition, the lemma, the model and the theorem."""
        section, c = self.section, self.claim
        label = slug(named.name, "")
        proof, conclusion = self.proof()
        said = section.statement(c, conclusion)
        yield f"Definition claimed_{label} : Prop := forall {section.binders}, {said}."
        yield f"Lemma fails_{label} {section.binders} {self.exhibit.binders} : ~ ({said})."
        yield "Proof."
        yield from (f"  {line}" for line in proof)
        yield "Qed."
        yield "Module Witness."
        yield from self.exhibit.lines()
        yield "End Witness."
        args = " ".join(f"Witness.{name}" for name, _ in section.named)
        more = " ".join(f"Witness.{x.name}" for x in self.exhibit.premises)
        yield f"Theorem refuted_{label} : ~ claimed_{label}."
        yield f"Proof. exact (fun claimed => fails_{label} {args} {more} (claimed {args})). Qed."

    def proof(self) -> tuple[list[str], str]:
        """Why the claim fails at these numbers, and what it says: also that its sides are defined, where one is not."""
        section, c, values = self.section, self.claim, self.values()
        lines = [*self.exhibit.substituted(), "intros claimed."]
        given = [f"given_{n}" for n, _ in enumerate(c.given)]
        for name, condition in zip(given, c.given, strict=True):
            self.condition(values, condition, name)
        at = f"{self.t}%nat ltac:(lia)" + ("" if self.element is None else f" {self.element}%nat")
        there = " ".join([f"(claimed {at}", *given]) + ")"
        try:
            sides = [values.enclosed(x) for x in (c.left, c.right)]
        except NoValueError as error:
            return [*lines, *values.lines, *self.undefined(error, there)], self.with_needs()
        if c.relation in ("ge", "gt"):
            sides.reverse()
        p, q = sides
        shown = {
            "eq": p.high < q.low or q.high < p.low,
            "not_at_most": q.high < p.low,
            "not_below": q.high <= p.low,
        }
        lemma = FAILS[c.relation]
        if not shown["eq" if c.relation == "eq" else lemma]:
            raise CoqError("the sides are not told apart by short rationals")
        end = f"exact ({lemma} {p.name} {q.name} ltac:(rational) {there})."
        return [*lines, *values.lines, end], section.relation(c)

    def values(self) -> Values:
        """The numbers at the step and the element of the witness."""
        writer = self.exhibit.writer(self.t, self.element)
        return Values(writer, scale=self.scale, exhibit=self.exhibit)

    def condition(self, values: Values, x: Op, name: str) -> None:
        """A condition at this step; or at every step, one after the other, the gradients staying what they are last."""
        others = [s for s in free_symbols(x) if s.word.role is Role.INDEX and s != self.section.spec.index]
        if not others:
            proof = values.compared(x)
            values.lines.append(f"pose proof {proof} as {name}.")
            return
        (every,) = others
        said = f"{self.section.every(x)}{values.writer.real(x)}"
        values.lines += [f"assert ({name} : {said}).", *self._law(values, x, every)]

    def _law(self, values: Values, x: Op, every: Symbol) -> list[str]:
        """A condition on every step, case by case."""
        first, last = self.section.spec.first, self.exhibit.last
        i = ident(every.word.name)
        steps = range(first, last + 1)
        cases = " \\/ ".join([*(f"{i} = {n}%nat" for n in steps), f"({last} < {i})%nat"])
        lines = [f"{{ intros {i} range; assert (cases : {cases}) by lia; clear range."]
        lines.append(f"  destruct cases as {'[->|' * len(steps)}beyond{']' * len(steps)}.")
        for n in (*steps, None):
            inside = values.at(every, n)
            proof = inside.compared(x)
            lines += ["  { " + " ".join([*inside.lines, f"exact {proof}."]) + " }"]
        return [*lines, "}"]

    # ------------------------------------------------------------ a side without a value

    def with_needs(self) -> str:
        """What a claim says where a side is not defined at the witness: also that both sides are."""
        return " /\\ ".join([self.section.relation(self.claim), *self.section.obligations(self.claim)])

    def undefined(self, error: NoValueError, there: str) -> list[str]:
        """That something which has to hold for a side to be defined does not."""
        needs = self.section.obligations(self.claim)
        *_, need = self.section.needs(error.part)
        places: list[str] = []
        for x, n in error.inside:
            need = self.section.everywhere(x, need)
            places.insert(0, f"specialize (need {n}%nat{' ltac:(lia)' if isinstance(x, Big) else ''}).")
        if need not in needs:
            raise CoqError(f"{error.part} has no value at the witness, and Coq gives it one")
        names = " & ".join(["_", *("need" if o == need else "_" for o in needs)])
        return [f"destruct {there} as ({names}).", *places, error.tactic.format("need")]
