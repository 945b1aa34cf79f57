"""Proof objects as Coq scripts: each line of a derivation becomes a line of Coq, closed by a tactic for its rule.

Nothing here is trusted. What the rule kernel's arithmetic knows (which sums are multiples of which) is handed to Coq
as equations, which Coq then proves for itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from adaptsym.claims import Claim
from adaptsym.coq.arithmetic import Arithmetic, Lines, block
from adaptsym.coq.numbers import Numbers
from adaptsym.coq.statement import Section
from adaptsym.coq.text import ident, nat, slug, whole
from adaptsym.errors import CoqError, ProofError
from adaptsym.kernel.check import given, settled
from adaptsym.kernel.context import Context, Equality, Fact
from adaptsym.kernel.facts import comparison
from adaptsym.kernel.linear import Linear, linear
from adaptsym.kernel.numeric import evaluated
from adaptsym.kernel.objects import (
    Carried,
    Chain,
    Difference,
    Having,
    Induction,
    Let,
    Meeting,
    Proof,
    Rule,
    Shown,
    Theorem,
)
from adaptsym.kernel.polynomial import as_term
from adaptsym.kernel.rules import applied, fact, instance, replaced
from adaptsym.term import At, Big, Number, Op, Symbol, Term, free_symbols, offset

LONG = 3_000  # what is longer is no help to a tactic
PREFIX = {False: "le", True: "lt"}


def script(section: Section, theorem: Theorem) -> Lines:
    """The proof of a theorem, as the lines between ``Proof.`` and ``Qed.``.

    Raises:
        CoqError: for a step that is not said in Coq.
    """
    ctx = Context(section.spec, lemmas=tuple(settled(x.claim) for x in theorem.lemmas))
    made = _Script(section, settled(theorem.claim))
    try:
        return made.proof(ctx, settled(theorem.claim), theorem.proof)
    except ProofError as error:
        raise CoqError(f"a step is not said in Coq: {error}") from None


def facts(section: Section, theorem: Theorem) -> Lines:
    """What the proof of a theorem shows on its way about signs: lines that put it into the context."""
    ctx = Context(section.spec, lemmas=tuple(settled(x.claim) for x in theorem.lemmas))
    c = settled(theorem.claim)
    made = _Script(section, c)
    t = linear(section.spec.index)
    assert t is not None
    ctx = given(replace(ctx, ranges=(t - Linear((), c.since),)), c)
    lines = [made.intros(c), *made.lemmas(ctx)]
    try:
        for f in theorem.proof.facts if isinstance(theorem.proof, Having) else ():
            ctx, more = made.fact(ctx, f)
            lines += more
    except ProofError as error:
        raise CoqError(f"a fact is not said in Coq: {error}") from None
    return lines


@dataclass
class _Script(Arithmetic):
    """The lines that follow a proof object."""

    def intros(self, c: Claim) -> str:
        t = ident(self.section.spec.index.word.name)
        names = [t, "range", *(["e"] if self.section.elementwise(c) else [])]
        return f"intros {' '.join(names + [f'given_{n}' for n, _ in enumerate(c.given)])}."

    def lemmas(self, ctx: Context) -> Lines:
        """Inequalities proved before, put into the context: as they are, and at this step."""
        t = ident(self.section.spec.index.word.name)
        lines = []
        for c in (c for c in ctx.lemmas if c.relation != "eq"):
            law = self.name("law")
            lines.append(f"pose proof {slug(c.name)} as {law}.")
            granted = (" e" if self.section.elementwise(c) else "") + " ltac:(assumption)" * len(c.given)
            if not self.section.elementwise(c) or self.section.elementwise(self.claim):
                lines += [
                    f"try pose proof ({law} {at} ltac:(lia){granted}) as {self.name('fact')}."
                    for at in (
                        t,
                        f"({t} - 1)%nat",
                        *([] if _depends(c, self.section.spec.index) else [f"{c.since}%nat"]),
                    )
                ]
        return lines

    def proof(self, ctx: Context, c: Claim, proof: Proof) -> Lines:
        index, t = self.section.spec.index, linear(self.section.spec.index)
        assert t is not None
        lines: Lines = []
        while isinstance(proof, Let):
            for b in proof.bindings:
                assert isinstance(b.left, Symbol)
                u = ident(b.left.word.name)
                lines.append(f"assert (letter_{u} : exists u, u = {self.real(b.right)}) by (eexists; reflexivity).")
                lines.append(f"destruct letter_{u} as [{u} letter_{u}].")
                ctx = ctx.with_equation(b.left.word.name, Equality(b.left, b.right))
            proof = proof.body
        if not isinstance(proof, Induction):
            ctx = given(replace(ctx, ranges=(*ctx.ranges, t - Linear((), c.since))), c)
            return [*lines, self.intros(c), *self.lemmas(ctx), *self.goal(ctx, c, proof)]
        ctx = given(ctx, c)
        name = ident(index.word.name)
        lines += [
            self.intros(c),
            f"revert {name} range.",
            f"apply (from_first (fun {name} => {self.section.relation(c)}) {c.since}).",
        ]
        start = Number(Fraction(c.since))
        first = replace(c, left=instance(c.left, index, start), right=instance(c.right, index, start))
        lines += block(
            [
                f"cut ({self.section.relation(first)}); [intros H; by_shape H|].",
                *self.lemmas(ctx),
                *self.goal(ctx, first, proof.base),
            ]
        )
        before = replace(c, left=instance(c.left, index, index - 1), right=instance(c.right, index, index - 1))
        ctx = replace(ctx, ranges=(*ctx.ranges, t - Linear((), c.since + 1)))
        if c.relation == "eq":
            ctx = ctx.with_equation("hypothesis", Equality(before.left, before.right))
        else:
            ctx = ctx.knowing(comparison(c.relation, before.left, before.right))
        lines += [
            f"intros {name} range hypothesis_0.",
            f"assert (hypothesis : {self.section.relation(before)}) by (by_shape hypothesis_0).",
        ]
        return [*lines, *self.lemmas(ctx), *self.goal(ctx, c, proof.step)]

    def goal(self, ctx: Context, c: Claim, proof: Proof) -> Lines:
        match proof:
            case Having(shown, body):
                lines: Lines = []
                for f in shown:
                    ctx, more = self.fact(ctx, f)
                    lines += more
                return [*lines, *self.goal(ctx, c, body)]
            case Meeting(left, right):
                lines = self.chain(ctx, left)
                if right.steps:
                    lines += ["symmetry.", *self.chain(ctx, right), "symmetry."]
                return [*lines, *self.equal(ctx, left.end, right.end)]
            case Difference(chain):
                strict = comparison(c.relation, c.left, c.right).strict
                return [f"apply {PREFIX[strict]}_by_difference.", *self.carried(ctx, chain, strict)]
        raise CoqError(f"a {type(proof).__name__} is not said in Coq here")

    def fact(self, ctx: Context, f: Shown | Carried | Rule) -> tuple[Context, Lines]:
        """A fact of sign in the context, and the lines that show it."""
        name, sign = self.name("fact"), {True: "<", False: "<="}
        match f:
            case Shown(chain, strict):
                lines = [
                    f"assert ({name} : 0 {sign[strict]} {self.section.writer.atom(chain.start)}).",
                    *block(self.carried(ctx, chain, strict)),
                ]
                return ctx.knowing(Fact(chain.start, strict)), lines
            case Carried(chain, strict):
                inner = [
                    f"apply ({PREFIX[strict]}_carried_on {self.section.writer.atom(chain.start)}); [|good].",
                    *self.chain(ctx, chain),
                    "reflexivity.",
                ]
                return ctx.knowing(Fact(chain.end, strict)), [
                    f"assert ({name} : 0 {sign[strict]} {self.section.writer.atom(chain.end)}).",
                    *block(inner),
                ]
            case Rule("theorem", (str() as lemma, Term() as at)):
                return ctx.knowing(fact(ctx, lemma, at)), [f"pose proof {self.lemma(ctx, lemma, at)} as {name}."]
        raise CoqError(f"the fact {f} is not said in Coq")

    def carried(self, ctx: Context, chain: Chain, strict: bool) -> Lines:
        """The sign of the start of a chain, by that of its end."""
        lines, before = [], chain.start
        for s in chain.steps:
            lines += [
                f"apply ({PREFIX[strict]}_carried _ ({self.real(s.after)})).",
                *block(self.step(ctx, before, s.rule, s.after)),
            ]
            before = s.after
        if evaluated(before) is not None:
            return [*lines, *Numbers(self.section.writer, f"{self.name('N')}_").sign(before, strict=strict)]
        expanded = as_term(ctx.normal(before))
        carried = f"apply ({PREFIX[strict]}_carried _ ({self.real(expanded)})); [arithmetic | good]"
        more = f" | solve [{carried}]" if len(carried) <= LONG else ""
        return [*lines, f"first [ solve [good]{more} | by_known ]."]

    # ------------------------------------------------------------ derivations

    def chain(self, ctx: Context, chain: Chain) -> Lines:
        """From the start of a chain to its end: lines that leave ``end = ...``."""
        lines, before = [], chain.start
        for s in chain.steps:
            lines += [f"transitivity ({self.real(s.after)}).", *block(self.step(ctx, before, s.rule, s.after))]
            before = s.after
        return lines

    def step(self, ctx: Context, before: Term, rule: Rule, after: Term) -> Lines:
        """One line of a derivation."""
        if rule.name == "ring":
            return self.equal(ctx, before, after)
        left, right = applied(ctx, rule)
        reached = replaced(before, left, right)
        name = self.name("E")
        quantified = self.section.writer.vector and rule.name in ("equation", "initial", "theorem", "peel", "empty")
        every = "forall e : nat, " if quantified else ""
        shown = (["make_room e; intros e."] if every else []) + self.rule(ctx, rule, left, right)
        lines = [f"assert ({name} : {every}{self.real(left)} = {self.real(right)}).", *block(shown)]
        if self.real(reached) == self.real(after):
            return [*lines, f"follow {name}."]
        return [*lines, f"transitivity ({self.real(reached)}); [follow {name}|].", *self.equal(ctx, reached, after)]

    def rule(self, ctx: Context, rule: Rule, left: Term, right: Term) -> Lines:
        """Why the equation of a rule holds."""
        w = self.section.writer
        match rule.name, rule.args:
            case "equation", (At(word) as x,):
                head = ctx.spec.by_name[word.name].left
                assert isinstance(head, At)
                at = whole(x.index) - Linear((), offset(head.index) or 0)
                element = " e" if w.has_element(word) else ""
                return [f"by_instance (step_{ident(word.name)} {nat(at)} ltac:(lia){element})."]
            case "initial", (At(word),):
                return [f"by_instance (start_{ident(word.name)}{' e' if w.has_element(word) else ''})."]
            case "hypothesis", _:
                return ["by_instance hypothesis."]
            case "letter", (Symbol(word), str() as direction):
                return [f"{'symmetry; ' if direction == 'fold' else ''}exact letter_{ident(word.name)}."]
            case "theorem", (str() as lemma, Term() as at_):
                return [f"by_instance {self.lemma(ctx, lemma, at_)}."]
            case "empty", _:
                return ["first [apply Sum_empty | apply Prod_empty]; lia."]
            case "peel", _:
                return ["last_term."]
            case "inside", (Big() as x, Term() as body, Rule() as inner):
                i = ident(x.index.word.name)
                big = "Sum" if x.op == "sum" else "Prod"
                under = [f"apply {big}_cong; [reflexivity | reflexivity | intros {i} {self.name('range')}; cbn beta]."]
                return [*under, *self.step(ctx.within(x), x.body, inner, body)]
            case "root" | "absolute", (Op() as x, Term() as y):
                a = x.args[0]
                square = a if rule.name == "root" else a * a
                lemma = "root_is" if rule.name == "root" else "absolute_is"
                return [f"apply {lemma}; [good|].", *self.equal(ctx, y * y, square)]
            case "choose", _:
                return ["chosen."]
            case "between", _:
                return ["apply Rle_antisym; apply le_by_difference; good."]
        raise CoqError(f"the rule {rule.name!r} is not said in Coq: {left} == {right}")

    def lemma(self, ctx: Context, name: str, at: Term) -> str:
        """A theorem proved before, applied to an index."""
        c = next((c for c in ctx.lemmas if c.name == name), None)
        if c is None:
            raise CoqError(f"no theorem {name!r} was proved before")
        element = " e" if self.section.elementwise(c) else ""
        granted = " ltac:(granted)" * len(c.given)
        return f"({slug(name)} {nat(whole(at))} ltac:(lia){element}{granted})"


def _depends(c: Claim, index: Symbol) -> bool:
    """Whether a claim says something else at another step."""
    return any(index in free_symbols(x) for x in (c.left, c.right, *c.given))
