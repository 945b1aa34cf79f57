"""One statement in a context: an equality from both sides, an inequality by the difference of its sides.

What stands in the way of definedness is shown first; then both sides are unfolded until they speak of the
same sequences, roots are drawn, and arithmetic must close the gap. Untrusted: the kernel has the last word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from adaptsym.claims import Claim
from adaptsym.errors import ProofError
from adaptsym.kernel.context import Context, Fact
from adaptsym.kernel.definedness import undefined
from adaptsym.kernel.equality import equal
from adaptsym.kernel.facts import comparison
from adaptsym.kernel.objects import (
    Chain,
    Difference,
    Having,
    Meeting,
    Proof,
    Rule,
    Shown,
)
from adaptsym.kernel.signs import nonnegative, positive
from adaptsym.proof.chains import (
    ROUNDS,
    Depth,
    Derivation,
    attempted,
    draw_roots,
    outer,
    sequences,
    to_start,
    unfold,
    unfold_one,
)
from adaptsym.proof.roots import magnitude
from adaptsym.term import (
    At,
    Number,
    Op,
    Term,
)


def show(ctx: Context, x: Term, *, strict: bool) -> Shown | None:
    """The sign of a term, by unfolding it until the sign can be read off; at a first step, down to initial values."""
    d = Derivation(ctx, x)
    sign = positive if strict else nonnegative
    for _ in range(ROUNDS):
        if sign(ctx, d.term):
            return Shown(d.chain, strict)
        before = d.term
        for y in [z for z in outer(d.term) if isinstance(z, At)]:
            if unfold_one(d, y, set()):
                break
        if d.term == before:
            break
    if all(isinstance(y.index, Number) for y in sequences(x)):
        d = to_start(ctx, x)
        return Shown(d.chain, strict) if sign(ctx, d.term) else None
    return None


def with_facts(ctx: Context, terms: list[Term]) -> tuple[Context, tuple[Shown, ...]]:
    """The context, with what is needed for the terms to be defined shown as facts where that is possible."""
    facts: list[Shown] = []
    for _ in range(ROUNDS):
        found = None
        for x in terms:
            for where, what, y in undefined(ctx, x):
                if where.ranges == ctx.ranges and what in ("nonzero", "nonnegative"):
                    found = show(ctx, y, strict=what == "nonzero")
                    if found is not None:
                        break
            if found is not None:
                break
        if found is None:
            break
        facts.append(found)
        ctx = ctx.knowing(fact_of(found))
    return ctx, tuple(facts)


def having(facts: tuple[Shown, ...], body: Proof) -> Proof:
    """The proof, with its facts where there are any."""
    return Having(facts, body) if facts else body


SIGNS: tuple[Term, ...] = (Number(Fraction(1)), Number(Fraction(-1)))
Attempt = Callable[[Context, Claim], Proof | None]


def goal(ctx: Context, c: Claim, attempt: Attempt) -> Proof | None:
    """A proof of one statement: tried again with the facts that its lines turn out to need."""
    facts: tuple[Shown, ...] = ()
    for _ in range(4):
        inner = ctx.knowing(*(fact_of(f) for f in facts))
        proof = attempt(inner, c)
        lines = [c.left, c.right] if proof is None else list(_lines(proof))
        _, more = with_facts(inner, lines)
        if not more:
            return None if proof is None else having(facts, proof)
        facts += more
    return None


def fact_of(shown: Shown) -> Fact:
    """What a shown chain says."""
    return Fact(shown.chain.start, shown.strict)


def _lines(proof: Proof) -> Iterator[Term]:
    chains: tuple[Chain, ...] = ()
    if isinstance(proof, Meeting):
        chains = (proof.left, proof.right)
    elif isinstance(proof, Difference):
        chains = (proof.chain,)
    for chain in chains:
        yield chain.start
        yield from (s.after for s in chain.steps)


def meeting(ctx: Context, c: Claim) -> Proof | None:
    """Both sides unfolded to the same sequences, roots drawn, and closed by arithmetic."""
    for depth in (Depth.NOTHING, Depth.THEOREMS, Depth.RECURRENCES):
        left, right = Derivation(ctx, c.left), Derivation(ctx, c.right)
        unfold(left, sequences(c.right) | _conditioned(c), depth)
        if depth is not Depth.NOTHING:
            resolve(left, c.hints)
            unfold_common(left, right)
        unfold(right, sequences(left.term) | _conditioned(c), depth)
        if depth is not Depth.NOTHING and not equal(ctx, left.term, right.term):
            resolve(right, c.hints)
            draw_roots(left)
            draw_roots(right)
            match_roots(left, right.term)
        found = closed(left, right)
        if found is not None:
            return found
    return from_both_sides(ctx, c)


def settle(d: Derivation) -> None:
    """Sequences that two conditions for every step make one value: g[t] for g[i] <= c and g[i] >= c."""
    said = [(law.condition.op, law.condition.args) for law in d.ctx.laws if isinstance(law.condition, Op)]
    for _, (x, y) in (law for law in said if law[0] == "le" and ("ge", law[1]) in said):
        for z in sequences(d.term):
            if isinstance(x, At) and z.word == x.word:
                attempted(d, Rule("between", (z, y)))


def unfold_common(left: Derivation, right: Derivation) -> None:
    """States that stand on both sides and keep them apart, by their recurrences."""
    states = {left.ctx.spec.parameter, *left.ctx.spec.states}
    for x in sorted(sequences(left.term) & sequences(right.term), key=str):
        if x.word not in states or equal(left.ctx, left.term, right.term):
            continue
        before = [(d, d.term, list(d.steps)) for d in (left, right)]
        if not all(d.apply(Rule("equation", (x,))) for d in (left, right)) or not equal(
            left.ctx, left.term, right.term
        ):
            for d, term, steps in before:
                d.term, d.steps = term, steps


def from_both_sides(ctx: Context, c: Claim) -> Proof | None:
    """An equality between the bounds that earlier theorems give."""
    if not any(x.left == c.left and x.relation in ("le", "ge") for x in ctx.lemmas):
        return None
    d = Derivation(ctx, c.left)
    return Meeting(d.chain, Chain(c.right)) if attempted(d, Rule("between", (c.left, c.right))) else None


def _conditioned(c: Claim) -> set[At]:
    """The sequences that conditions speak of: they are kept, so that the conditions can be used."""
    return {x for condition in c.given for x in sequences(condition)}


def closed(left: Derivation, right: Derivation) -> Meeting | None:
    """The two derivations, if arithmetic closes the gap."""
    if not equal(left.ctx, left.term, right.term):
        return None
    left.arithmetic(right.term)
    return Meeting(left.chain, right.chain)


def match_roots(d: Derivation, other: Term) -> None:
    """Roots whose radicands are written differently on the other side."""
    for x in [y for y in outer(d.term) if isinstance(y, Op) and y.op == "sqrt"]:
        for y in [z for z in outer(other) if isinstance(z, Op) and z.op == "sqrt" and z != x]:
            if attempted(d, Rule("root", (x, y))):
                break


def by_difference(ctx: Context, c: Claim) -> Proof | None:
    """An inequality: the difference of its sides, rewritten until its sign can be read off."""
    wanted = comparison(c.relation, c.left, c.right)
    hinted = {x for hint in c.hints for x in sequences(hint)}
    kept = dict.fromkeys(map(frozenset, (hinted, sequences(c.right), ()) if c.hints else (sequences(c.right),)))
    for keep, depth in ((k, depth) for k in kept for depth in Depth):
        d = Derivation(ctx, wanted.term)
        unfold(d, keep | (_conditioned(c) if depth < Depth.THEOREMS else set()), depth)
        resolve(d, c.hints)
        if visible(d, wanted.strict, c.hints):
            return Difference(d.chain)
    return None


def resolve(d: Derivation, hints: tuple[Term, ...]) -> None:
    """Absolute values, maxima, signs and branches whose value is known; and what conditions make constant."""
    settle(d)
    for x in [y for y in outer(d.term) if isinstance(y, Op) and y.op in ("abs", "max", "min", "sign", "where")]:
        if x.op == "abs":
            options = [*hints, magnitude(d.ctx, x.args[0])]
            rules = [Rule("absolute", (x, y)) for y in options if y != x]
        else:
            known = SIGNS if x.op == "sign" else x.args[-2:]
            rules = [Rule("choose", (x, y)) for y in known]
        any(attempted(d, rule) for rule in rules)


def visible(d: Derivation, strict: bool, hints: tuple[Term, ...]) -> bool:
    """Whether the sign of the term can be read off, if need be after writing it as one of the hints."""
    sign = positive if strict else nonnegative
    for hint in (d.term, *hints):
        try:
            if sign(d.ctx, hint) and equal(d.ctx, d.term, hint):
                d.arithmetic(hint)
                return True
        except ProofError:  # a hint need not make sense everywhere
            continue
    return False
