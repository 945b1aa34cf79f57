"""A refuted claim in Coq: the statement as it is claimed, and the proof that it fails at the witness's numbers.

Definition claimed_X : Prop := forall t, ...          the statement is well-typed, only false
Theorem refuted_X : gamma = 1 / 2 -> ... -> ~ claimed_X
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from adaptsym.claims import Claim
from adaptsym.coq.document import HEADER, Document, Key, Piece
from adaptsym.coq.statement import Section
from adaptsym.coq.text import Writer, ident, is_vector, number, slug
from adaptsym.errors import CoqError, EvaluationError
from adaptsym.kernel.check import setting, settled
from adaptsym.proof.refute import Instance
from adaptsym.proof.results import Result, Witness
from adaptsym.spec import Spec
from adaptsym.term import At, Role, Term, free_symbols, offset, substitute, walk
from adaptsym.unroll import Unrolling

MISSING = "a side has no value at the witness, where Coq gives 1/0 one"
TACTICS = (
    "Ltac numbers := repeat computed_step; cbn [pow INR]; first [solve [field] | solve [lra] | solve [field; lra]].",
    "Ltac evaluated := unfold Sum, Prod; cbn [sum_of prod_of Nat.sub Nat.add]; first [numbers | decided; numbers].",
    "Ltac contradicted claimed left right := first [lra | rewrite ?left, ?right in claimed; lra].",
)
Premises = list[str]


def refutations(results: list[Result]) -> Document:
    """The file of the refuted claims about one specification."""
    pieces = [Piece(None, (*HEADER, *TACTICS))]
    unsaid = {}
    bundle = []
    for n, result in enumerate(results, 1):
        name = f"Refuted{n}"
        assert result.witness is not None
        try:
            lines = list(refutation(result.spec, result.claim, result.witness))
        except CoqError as error:
            unsaid[_key(result.claim)] = str(error)
            continue
        label = slug(result.claim.name).removeprefix("thm_")
        pieces.append(Piece(_key(result.claim), ("", f"Module {name}.", *lines, f"End {name}.")))
        bundle.append(f"{name}.refuted_{label}")
    everything = f"Definition everything := ({', '.join([*bundle, 'I'])})."
    pieces.append(Piece(None, (everything, "Print Assumptions everything.")))
    return Document(tuple(pieces), unsaid)


def _key(c: Claim) -> Key:
    return c.at, c.name


def _writer(spec: Spec, c: Claim) -> Writer:
    equations = (side for e in (*spec.equations, *spec.initial) for side in (e.left, e.right))
    return Writer(is_vector(*equations, c.left, c.right, *c.given))


def refutation(spec: Spec, claim: Claim, witness: Witness) -> Iterator[str]:
    """The section of one refuted claim.

    Raises:
        CoqError: if the witness cannot be said: a side without a value, or one that is not rational.
    """
    about, c = setting(spec, claim), settled(claim)
    section = Section(about, _writer(about, c), (c,))
    if section.writer.vector:
        raise CoqError("a witness over the elements of a parameter is not said in Coq")
    if any(s.word.role is Role.INDEX and s != about.index for x in c.given for s in free_symbols(x)):
        raise CoqError("a condition on every step is not shown by a witness, which has finitely many")
    one = _one_element(about, c, witness)
    run = one.unrolled(about)
    label = slug(claim.name).removeprefix("thm_")
    yield "Section About."
    yield from section.header()
    yield f"Definition claimed_{label} : Prop := {section.statement(c)}."
    yield f"Theorem refuted_{label} : {' -> '.join(premises(about, one))} -> ~ claimed_{label}."
    yield "Proof."
    yield f"  unfold claimed_{label}; intros."
    yield "  intros claimed."
    yield from (f"  pose proof start_{ident(e.left.word.name)}." for e in about.initial if isinstance(e.left, At))
    for x, n, q, why in rows(section, c, run, witness.t):
        yield f"  assert ({x} {n} = {number(q)}) by (computed {why})."
    for n, condition in enumerate(c.given):
        said = section.writer.real(_put(about, condition, witness.t))
        yield f"  assert (given_{n} : {said}) by evaluated."
    granted = "".join(f" given_{n}" for n, _ in enumerate(c.given))
    left, right = _sides(run, c, witness.t)
    there = replace(c, left=_put(about, c.left, witness.t), right=_put(about, c.right, witness.t))
    for name, side, q in (("left_value", there.left, left), ("right_value", there.right, right)):
        yield f"  assert ({name} : {section.writer.real(side)} = {number(q)}) by evaluated."
    yield f"  assert (there : {section.relation(there)}) by exact (claimed {witness.t}%nat ltac:(lia){granted})."
    yield "  contradicted there left_value right_value."
    yield "Qed."
    yield "End About."


def _put(spec: Spec, x: Term, t: int) -> Term:
    return substitute(x, spec.index, t)


def premises(spec: Spec, one: Instance) -> Premises:
    """The numbers of an instance with one element, as propositions."""
    said = []
    for name, value in one.hyperparameters.items():
        if isinstance(value, tuple):
            said += [f"{ident(name)} {spec.first + n} = {number(q)}" for n, q in enumerate(value)]
        else:
            said.append(f"{ident(name)} = {number(value)}")
    g = ident(spec.gradient.name)
    said += [f"{g} {spec.first + n} = {number(row[0])}" for n, row in enumerate(one.gradients)]
    left = spec.by_name[spec.parameter.name].left
    assert isinstance(left, At)
    before = spec.first + (offset(left.index) or 0) - 1
    return [*said, f"{ident(spec.parameter.name)} {before} = {number(one.start[0])}"]


def rows(section: Section, c: Claim, run: Unrolling, last: int) -> Iterator[tuple[str, int, Fraction, str]]:
    """The values that a claim needs, step by step: name, index, value, and the equation that gives it."""
    needed = _needed(section.spec, c)
    for t in range(section.spec.first, last + 1):
        for e in section.equations:
            assert isinstance(e.left, At)
            name, at = e.left.word.name, t + (offset(e.left.index) or 0)
            value = _rational(run, name, at) if name in needed else None
            if value is not None:
                yield ident(name), at, value, f"(step_{ident(name)} {t})"


def _needed(spec: Spec, c: Claim) -> set[str]:
    """The sequences that a claim speaks of, and those that they are computed from."""
    names = {x.word.name for y in (c.left, c.right, *c.given) for x in walk(y) if isinstance(x, At)}
    while True:
        more = {
            x.word.name
            for name in names
            if name in spec.by_name and name != spec.gradient.name
            for x in walk(spec.by_name[name].right)
            if isinstance(x, At)
        }
        if more <= names:
            return names
        names |= more


def _rational(run: Unrolling, name: str, at: int) -> Fraction | None:
    try:
        return _number(run(name, at))
    except EvaluationError:
        return None


def _number(value: object) -> Fraction | None:
    while isinstance(value, tuple):
        value = value[0]
    return value if isinstance(value, Fraction) else None


def _sides(run: Unrolling, c: Claim, t: int) -> tuple[Fraction, Fraction]:
    found = []
    for side in (c.left, c.right):
        try:
            q = _number(run.value(side, t))
        except EvaluationError:
            raise CoqError(MISSING) from None
        if q is None:
            raise CoqError("a side is not rational at the witness")
        found.append(q)
    return found[0], found[1]


FAILS = {
    "eq": lambda a, b: a != b,
    "le": lambda a, b: a > b,
    "lt": lambda a, b: a >= b,
    "ge": lambda a, b: a < b,
    "gt": lambda a, b: a <= b,
}


def _one_element(spec: Spec, c: Claim, witness: Witness) -> Instance:
    """The witness at the first element at which the claim fails.

    Raises:
        CoqError: if there is none at which both sides are rational.
    """
    reason: CoqError | None = None
    for n, start in enumerate(witness.start):
        one = Instance(witness.hyperparameters, (start,), tuple((row[n],) for row in witness.gradients))
        try:
            if FAILS[c.relation](*_sides(one.unrolled(spec), c, witness.t)):
                return one
        except CoqError as error:
            reason = error
    raise reason or CoqError("no single element is a witness")
