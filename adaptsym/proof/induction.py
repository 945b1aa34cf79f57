"""Proofs by induction on t, found by looking at recurrences and at the last terms of sums. Untrusted."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from adaptsym.claims import Claim
from adaptsym.errors import ProofError
from adaptsym.kernel.check import given
from adaptsym.kernel.context import Context, Equality
from adaptsym.kernel.equality import equal
from adaptsym.kernel.facts import comparison
from adaptsym.kernel.linear import Linear, linear, linear_term
from adaptsym.kernel.objects import (
    Difference,
    Induction,
    Let,
    Proof,
    Rule,
)
from adaptsym.kernel.polynomial import as_term, joined, plus, times
from adaptsym.kernel.rules import applied, instance, replaced, tidied
from adaptsym.proof.chains import Depth, Derivation, draw_roots, outer, sequences, to_start, unfold
from adaptsym.proof.derive import affine
from adaptsym.proof.goals import closed, goal, resolve, settle, unfold_common, visible
from adaptsym.term import (
    REAL,
    At,
    Big,
    Equation,
    Number,
    Op,
    Role,
    Symbol,
    Term,
    Word,
    free_symbols,
    walk,
    without_braces,
)


def induction(ctx: Context, c: Claim) -> Proof | None:
    """A claim about what is carried from step to step, by induction on t."""
    index = ctx.spec.index
    t = linear(index)
    assert t is not None
    if not isinstance(c.left, At) or any(index in free_symbols(x) for x in c.given):
        return None
    at_start, before = (at(c, index, n) for n in (Number(Fraction(c.since)), index - 1))
    start = given(ctx, c)
    later = replace(start, ranges=(*ctx.ranges, t - Linear((), c.since + 1)))
    if c.relation != "eq":
        base = goal(start, at_start, base_difference)
        last = goal(later.knowing(comparison(c.relation, before.left, before.right)), c, by_difference_once)
        return Induction(base, last) if base is not None and last is not None else None
    letters = compound_bases(ctx, c)
    bindings = tuple(Equation(symbol, base) for symbol, base in letters)
    for b in bindings:
        start, later = (x.with_equation(str(b.left), Equality(b.left, b.right)) for x in (start, later))
    later = later.with_equation("hypothesis", Equality(before.left, before.right))
    folds = tuple(Rule("letter", (symbol, "fold")) for symbol, _ in letters)
    base = goal(start, at_start, base_meeting)
    last = goal(later, c, lambda where, what: step_meeting(where, what, folds))
    if base is None or last is None:
        return None
    return Let(bindings, Induction(base, last)) if bindings else Induction(base, last)


def at(c: Claim, index: Symbol, value: Term) -> Claim:
    """A claim at another value of its index."""
    return replace(c, left=instance(c.left, index, value), right=instance(c.right, index, value))


def base_meeting(ctx: Context, c: Claim) -> Proof | None:
    """The first instance: initial values, empty sums, and sums of one term."""
    left, right = to_start(ctx, c.left), to_start(ctx, c.right)
    resolve(left, c.hints)
    return closed(left, right)


def base_difference(ctx: Context, c: Claim) -> Proof | None:
    """The first instance of an inequality."""
    wanted = comparison(c.relation, c.left, c.right)
    d = to_start(ctx, wanted.term)
    resolve(d, c.hints)
    return Difference(d.chain) if visible(d, wanted.strict, (Number(Fraction(0)),)) else None


def by_difference_once(ctx: Context, c: Claim) -> Proof | None:
    """The step of an inequality: the equation of the left side, then what it is made of."""
    wanted = comparison(c.relation, c.left, c.right)
    for depth in (Depth.NOTHING, Depth.RECURRENCES, Depth.THEOREMS):
        d = Derivation(ctx, wanted.term)
        if isinstance(c.left, At):
            d.apply(Rule("equation", (c.left,)))
        unfold(d, {x for x in sequences(d.term) if isinstance(c.left, At) and x.word == c.left.word}, depth)
        resolve(d, c.hints)
        if visible(d, wanted.strict, c.hints):
            return Difference(d.chain)
    return None


def step_meeting(ctx: Context, c: Claim, folds: tuple[Rule, ...]) -> Proof | None:
    """The step: the equation and the hypothesis on one side, the last terms of sums split off on the other."""
    right = Derivation(ctx, c.right)
    for fold in folds:
        right.apply(fold)
    for x in [y for y in outer(right.term) if isinstance(y, Big)]:
        peel(right, x)
    left = Derivation(ctx, c.left)
    assert isinstance(c.left, At)
    if not left.apply(Rule("equation", (c.left,))):
        return None
    keep = sequences(right.term) | sequences(ctx.equations["hypothesis"].left)
    unfold(left, keep)
    split = affine(left.term, ctx.equations["hypothesis"].left) if folds else None
    if split is not None and split[0] is not None:
        carried = split[0] * ctx.equations["hypothesis"].left
        left.arithmetic(carried if split[1] is None else carried + split[1])
    left.apply(Rule("hypothesis"))
    for fold in folds:
        left.apply(fold)
    settle(left)
    if not equal(ctx, left.term, right.term):
        draw_roots(left)
        draw_roots(right)
    if not equal(ctx, left.term, right.term):
        unfold(right, sequences(left.term), Depth.RECURRENCES)
        unfold_common(left, right)
    return closed(left, right)


def peel(d: Derivation, x: Big) -> None:
    """The last term of a sum split off, and with it the last factors of the products under it."""
    if not d.apply(Rule("peel", (x,))):
        return
    high = linear(x.high)
    assert high is not None
    rest = Big(x.op, x.body, x.index, x.low, linear_term(high - Linear((), 1)))
    for y in [z for z in outer(x.body) if isinstance(z, Big)]:
        last = tidied(instance(y, x.index, x.high))
        if isinstance(last, Big):
            d.apply(Rule("empty", (last,)))
        if linear(y.high) != linear(x.high):
            continue
        inner = Rule("peel", (y,))
        try:
            one, other = applied(d.ctx.within(rest), inner)
            body = replaced(rest.body, one, other)
        except ProofError:
            continue
        if d.apply(Rule("inside", (rest, body, inner))):
            rest = Big(rest.op, body, rest.index, rest.low, rest.high)


def general_induction(ctx: Context, c: Claim) -> Proof | None:
    """A claim about more than one sequence: what is left when the last terms are split off is the hypothesis."""
    index = ctx.spec.index
    t = linear(index)
    if t is None or any(index in free_symbols(x) for x in c.given):
        return None
    ctx = given(ctx, c)
    at_start, before = (at(c, index, n) for n in (Number(Fraction(c.since)), index - 1))
    later = replace(ctx, ranges=(*ctx.ranges, t - Linear((), c.since + 1)))
    if c.relation != "eq":
        base = goal(ctx, at_start, base_difference)
        last = goal(later.knowing(comparison(c.relation, before.left, before.right)), c, by_difference_once)
        return Induction(base, last) if base is not None and last is not None else None
    later = later.with_equation("hypothesis", Equality(before.left, before.right))
    base = goal(ctx, at_start, base_meeting)
    last = goal(later, c, general_step)
    return Induction(base, last) if base is not None and last is not None else None


def general_step(ctx: Context, c: Claim) -> Proof | None:
    """Both sides with their last terms split off; the left one as a multiple of the hypothesis, and a rest."""
    left, right = Derivation(ctx, c.left), Derivation(ctx, c.right)
    for d in (left, right):
        for x in [y for y in outer(d.term) if isinstance(y, Big)]:
            peel(d, x)
    wanted = ctx.equations["hypothesis"].left
    p, q = ctx.normal(left.term), ctx.normal(wanted)
    shared = [m for m in q if any(atom.tag in ("sum", "product") for atom, _ in m)]
    for m in shared[:1]:
        big = next(atom for atom, _ in m if atom.tag in ("sum", "product"))
        for n in (n for n in p if big in dict(n)):
            factor = {joined(n, tuple((atom, e.scaled(-1)) for atom, e in m)): p[n] / q[m]}
            rest = plus(p, times(factor, q), -1)
            if any(big in dict(k) for k in rest):
                continue
            multiple = as_term(factor) * wanted
            left.arithmetic(multiple + as_term(rest) if rest else multiple)
            left.apply(Rule("hypothesis"))
            return closed(left, right)
    return closed(left, right)


def compound_bases(ctx: Context, c: Claim) -> list[tuple[Symbol, Term]]:
    """Letters for the compound bases of symbolic powers: u for 1 - rho in (1 - rho)**(t - i)."""
    bases: dict[Term, None] = {}
    for x in walk(c.right):
        if isinstance(x, Op) and x.op == "pow":
            base, e = without_braces(x.args[0]), linear(x.args[1])
            if e is not None and e.terms and not any(isinstance(y, (At, Big)) for y in walk(base)):
                bases |= {base: None} if len(ctx.normal(base)) > 1 else {}
    taken = {x.word.name for x in (*walk(c.left), *walk(c.right)) if isinstance(x, (At, Symbol))} | set(ctx.spec.words)
    names = (f"u{n}" for n in range(1, 1000))
    free = (name for name in names if name not in taken)
    return [(letter_symbol(next(free)), base) for base in bases]


def letter_symbol(name: str) -> Symbol:
    """A fresh letter for a compound term."""
    return Symbol(Word(name, f"u_{{{name[1:]}}}", "a compound term", Role.HYPERPARAMETER, REAL))
