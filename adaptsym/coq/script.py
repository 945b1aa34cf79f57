"""Proof objects as Coq scripts: each line of a derivation becomes a line of Coq, closed by a tactic for its rule.

Nothing here is trusted. What the rule kernel's arithmetic knows (which sums are multiples of which) is handed to Coq
as equations, which Coq then proves for itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction

from adaptsym.claims import Claim
from adaptsym.coq.numbers import Numbers
from adaptsym.coq.statement import Section
from adaptsym.coq.text import ident, nat, slug, whole
from adaptsym.errors import CoqError, ProofError
from adaptsym.kernel.check import given, settled
from adaptsym.kernel.context import Context, Equality, Fact
from adaptsym.kernel.facts import comparison
from adaptsym.kernel.linear import Linear, linear
from adaptsym.kernel.normal import renamed_bound
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
from adaptsym.kernel.polynomial import as_term, frozen, monomial_term, times
from adaptsym.kernel.rules import applied, fact, instance, replaced
from adaptsym.kernel.signs import nonnegative
from adaptsym.term import At, Big, Kind, Number, Op, Symbol, Term, children, offset

Lines = list[str]
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
    if isinstance(theorem.proof, Having):
        for f in theorem.proof.facts:
            ctx, more = made.fact(ctx, f)
            lines += more
    return lines


def _block(lines: Lines) -> Lines:
    """Lines in braces."""
    if len(lines) == 1:
        return [f"{{ {lines[0]} }}"]
    return ["{ " + lines[0], *("  " + line for line in lines[1:-1]), f"  {lines[-1]} }}"]


@dataclass
class _Script:
    section: Section
    claim: Claim
    count: int = field(default=0)

    def name(self, letter: str) -> str:
        """A name for a hypothesis that is not in use."""
        self.count += 1
        return f"{letter}_{self.count}"

    def real(self, x: Term) -> str:
        return self.section.writer.real(x)

    # ------------------------------------------------------------ proofs

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
                    for at in (t, f"({t} - 1)%nat")
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
        lines += _block(
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
                    *_block(self.carried(ctx, chain, strict)),
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
                    *_block(inner),
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
                *_block(self.step(ctx, before, s.rule, s.after)),
            ]
            before = s.after
        if evaluated(before) is not None:
            return [*lines, *Numbers(self.section.writer, f"{self.name('N')}_").sign(before, strict=strict)]
        expanded = as_term(ctx.normal(before))
        carried = f"apply ({PREFIX[strict]}_carried _ ({self.real(expanded)})); [arithmetic | good]"
        return [*lines, f"first [ solve [good] | solve [{carried}] ]."]

    # ------------------------------------------------------------ derivations

    def chain(self, ctx: Context, chain: Chain) -> Lines:
        """From the start of a chain to its end: lines that leave ``end = ...``."""
        lines, before = [], chain.start
        for s in chain.steps:
            lines += [f"transitivity ({self.real(s.after)}).", *_block(self.step(ctx, before, s.rule, s.after))]
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
        lines = [f"assert ({name} : {every}{self.real(left)} = {self.real(right)}).", *_block(shown)]
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
        raise CoqError(f"the rule {rule.name!r} is not said in Coq: {left} == {right}")

    def lemma(self, ctx: Context, name: str, at: Term) -> str:
        """A theorem proved before, applied to an index."""
        c = next(c for c in ctx.lemmas if c.name == name)
        element = " e" if self.section.elementwise(c) else ""
        granted = " ltac:(first [assumption | good])" * len(c.given)
        return f"({slug(name)} {nat(whole(at))} ltac:(lia){element}{granted})"

    # ------------------------------------------------------------ arithmetic

    def equal(self, ctx: Context, a: Term, b: Term) -> Lines:
        """That two terms are equal by arithmetic."""
        if self.real(a) == self.real(b):
            return ["reflexivity."]
        parts = list(dict.fromkeys((*_outer(a), *_outer(b))))
        lines = self._roots_alike(ctx, parts)
        sums, names = self._sums(ctx, a, b)
        lines += sums
        squares: dict[str, str] = {}
        for x in parts:
            if isinstance(x, Op) and x.op in ("sqrt", "abs") and self.real(x) not in squares:
                if x.op == "sqrt" and not nonnegative(ctx, x.args[0]):
                    continue
                name, inner = self.name("Q"), self.section.writer.atom(x.args[0])
                squares[self.real(x)] = name
                text = self.real(x)
                if x.op == "sqrt":
                    lines.append(f"assert ({name} : {text} * {text} = {inner}) by (apply sqrt_sqrt; good).")
                else:
                    lines.append(f"pose proof (absolute_square {inner}) as {name}.")
                lines += [f"try rewrite {n} in {name}." for n in names]
        inner_quotients = self._inner_quotients(parts)
        if inner_quotients and not squares:
            return [*lines, f"first [ solve [{inner_quotients}arithmetic] | arithmetic ]."]
        if not squares:
            return [*lines, "arithmetic."]
        known = " ".join(squares.values())
        tries = [f"ring [{known}]", f"field [{known}]; all_nonzero"]
        tries += [f"repeat one_power; {x}" for x in tries]
        return [*lines, f"first [ solve [arithmetic] | {' | '.join(f'solve [{x}]' for x in tries)} ]."]

    def _inner_quotients(self, parts: list[Term]) -> str:
        """Quotients that stand in denominators, as letters."""
        below = (x.args[1] for x in parts if isinstance(x, Op) and x.op == "div")
        found = dict.fromkeys(self.real(y) for b in below for y in _outer(b) if isinstance(y, Op) and y.op == "div")
        return "".join(f"set (d_{n} := {text}) in *; clearbody d_{n}; " for n, text in enumerate(found))

    def _roots_alike(self, ctx: Context, parts: list[Term]) -> Lines:
        """Roots, absolute values and the like that are one for the arithmetic are written in one way."""
        lines: Lines = []
        first: dict[object, Op] = {}
        for x in parts:
            if not isinstance(x, Op) or x.op not in ("sqrt", "abs", "sign", "max", "min"):
                continue
            other = first.setdefault(frozen(ctx.normal(x)), x)
            if other.op != x.op or self.real(other) == self.real(x):
                continue
            name = self.name("A")
            inner: Lines = []
            for p, q in zip(x.args, other.args, strict=True):
                inner += _block(self.equal(ctx, p, q))
            lines += [
                f"assert ({name} : {self.real(x)} = {self.real(other)}).",
                *_block([f"apply f_equal{'2' if len(x.args) == 2 else ''}.", *inner]),
            ]
            lines.append(f"try rewrite {name}.")
        return lines

    def _sums(self, ctx: Context, a: Term, b: Term) -> tuple[Lines, list[str]]:
        """Sums as combinations of sums that both sides share."""
        left, right = ({self.real(x): x for x in _outer(y) if _is_sum(x)} for y in (a, b))
        if left.keys() == right.keys():
            return [], []
        known = (f.term for f in ctx.facts) if self.section.writer.vector else ()
        more = {self.real(x): x for y in known for x in _outer_of_facts(y)}
        lines: Lines = []
        named: list[tuple[int, str]] = []
        seen: dict[object, Term] = {}
        for text, x in {**left, **right, **more}.items():
            combined = _combination(ctx, x, seen)
            if combined is None or self.real(combined[0]) == text:
                continue
            whole_term, inside, body, target, bound = combined
            name = self.name("S")
            lines += [
                f"assert ({name} : {text} = {self.real(whole_term)}).",
                *_block([f"linear_sums {bound}.", *self.equal(inside, body, target)]),
            ]
            named.append((len(text), name))
        names = [name for _, name in sorted(named, reverse=True)]  # a sum before those that stand in it
        for name in names:
            lines.append(f"try rewrite {name}.")
            if self.section.writer.vector:
                lines += [f"try rewrite {name} in given_{n}." for n, _ in enumerate(self.claim.given)]
        return lines, names


def _is_sum(x: Term) -> bool:
    return (isinstance(x, Big) and x.op == "sum") or (isinstance(x, Op) and x.op == "dot")


def _outer(x: Term) -> Iterator[Term]:
    """The term and what is below it outside sums, the inner first."""
    if not isinstance(x, Big) and not (isinstance(x, Op) and x.op in ("dot", "norm")):
        for child in children(x):
            yield from _outer(child)
    yield x


def _added(parts: Iterable[Term]) -> Term:
    first, *rest = parts
    for x in rest:
        first = first + x
    return first


def _outer_of_facts(x: Term) -> Iterator[Term]:
    """The inner products that stand in a fact, also as norms."""
    for y in _outer(x):
        if isinstance(y, Op) and y.op in ("dot", "norm"):
            yield Op("dot", (y.args[0], y.args[-1]))


def _combination(ctx: Context, x: Term, seen: dict[object, Term]) -> tuple[Term, Context, Term, Term, str] | None:
    """A sum as a combination of simpler ones; with the context, the body and the combination of bodies under it."""
    split = _split_inner(ctx, x) if isinstance(x, Op) else _split_sum(ctx, x)
    if split is None:
        return None
    parts: list[tuple[Term, Term]] = []
    for c, front, inner in split:
        shared = seen.setdefault(frozen(ctx.normal(inner)), inner)
        one = isinstance(front, Number) and front.fraction == 1
        parts.append((Number(c) if one else front if c == 1 else Number(c) * front, shared))
    if not parts:
        return None
    total = _added(front * inner for front, inner in parts)
    under = _added(front * _body(inner) for front, inner in parts)
    if isinstance(x, Big):
        depth = next(i.index for _, i in parts if isinstance(i, Big))
        inside = ctx.within(Big(x.op, renamed_bound(x.body, x.index, depth), depth, x.low, x.high))
        return total, inside, renamed_bound(x.body, x.index, depth), under, ident(depth.word.name)
    assert isinstance(x, Op)
    return total, ctx, x.args[0] * x.args[1], under, "e"


Split = list[tuple[Fraction, Term, Term]]  # numbers, what stands in front, and the sum of the rest


def _split_sum(ctx: Context, x: Term) -> Split | None:
    found: Split = []
    for monomial, c in ctx.normal(x).items():
        hit = [a for a, e in monomial if a.tag == "sum" and e == Linear((), 1) and _matches(a.term, x)]
        if len(hit) != 1:
            return None
        found.append((c, monomial_term(tuple(pair for pair in monomial if pair[0] != hit[0])), hit[0].term))
    return found


def _split_inner(ctx: Context, x: Op) -> Split | None:
    found: Split = []
    for monomial, c in times(ctx.normal(x.args[0]), ctx.normal(x.args[1])).items():
        front = tuple(pair for pair in monomial if pair[0].term.kind is not Kind.ARRAY)
        rest = tuple(pair for pair in monomial if pair[0].term.kind is Kind.ARRAY)
        if not rest:
            return None
        found.append((c, monomial_term(front), Op("dot", (monomial_term(rest), Number(Fraction(1))))))
    return found


def _matches(inner: Term, x: Term) -> bool:
    if isinstance(x, Big):
        return isinstance(inner, Big) and linear(inner.low) == linear(x.low) and linear(inner.high) == linear(x.high)
    return isinstance(inner, Op)


def _body(inner: Term) -> Term:
    return inner.body if isinstance(inner, Big) else inner.args[0] * inner.args[1] if isinstance(inner, Op) else inner
