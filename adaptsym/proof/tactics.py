"""The search for proofs. Untrusted: whatever it finds, the kernel has the last word.

The plan of a proof: what stands in the way of definedness is shown first; then both sides are unfolded by
equations and theorems until they speak of the same sequences, roots are drawn, and arithmetic must close
the gap. What a recurrence carries from step to step is proved by induction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from enum import IntEnum
from fractions import Fraction

from adaptsym.claims import Claim, claim
from adaptsym.errors import ProofError
from adaptsym.kernel.check import check, given, setting, settled
from adaptsym.kernel.context import Context, Equality, Fact
from adaptsym.kernel.definedness import first_index, undefined
from adaptsym.kernel.equality import equal
from adaptsym.kernel.facts import comparison
from adaptsym.kernel.linear import Linear, linear, linear_term
from adaptsym.kernel.objects import (
    Chain,
    Difference,
    Having,
    Induction,
    Let,
    Meeting,
    Proof,
    Rule,
    Shown,
    Step,
    Theorem,
)
from adaptsym.kernel.polynomial import as_term, joined, plus, times
from adaptsym.kernel.rules import applied, instance, replaced, step, tidied
from adaptsym.kernel.signs import nonnegative, positive
from adaptsym.proof.derive import affine
from adaptsym.proof.roots import drawn, magnitude
from adaptsym.spec import Spec
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
    children,
    free_symbols,
    offset,
    walk,
    without_braces,
)

ROUNDS = 24


class Derivation:
    """A chain under construction: every step is tried by the kernel's own rules before it is kept."""

    def __init__(self, ctx: Context, start: Term) -> None:
        self.ctx, self.start, self.term = ctx, start, start
        self.steps: list[Step] = []

    def apply(self, rule: Rule) -> bool:
        """Take a step, if its rule applies; whether it did."""
        try:
            left, right = applied(self.ctx, rule)
            after = tidied(replaced(self.term, left, right))
        except ProofError:
            return False
        if after == self.term:
            return False
        self.steps.append(Step(rule, after))
        self.term = after
        return True

    def arithmetic(self, after: Term) -> None:
        """Close with arithmetic: `after` is only written differently."""
        if after != self.term:
            self.steps.append(Step(Rule("ring"), after))
            self.term = after

    @property
    def chain(self) -> Chain:
        """What has been built."""
        return Chain(self.start, tuple(self.steps))


# ---------------------------------------------------------------- unfolding


def outer(x: Term) -> Iterator[Term]:
    """The term and what is below it outside sums."""
    yield x
    if not isinstance(x, Big):
        for child in children(x):
            yield from outer(child)


def sequences(x: Term) -> set[At]:
    """The sequences at an index that stand in a term outside sums."""
    return {y for y in outer(x) if isinstance(y, At) and y.word.role is Role.SEQUENCE}


class Depth(IntEnum):
    """How far sequences are unfolded: definitions and the step; states by their recurrences; by theorems."""

    NOTHING = 0
    DEFINITIONS = 1
    RECURRENCES = 2
    THEOREMS = 3


def unfold(d: Derivation, keep: set[At], depth: Depth = Depth.THEOREMS) -> None:
    """Replace sequences that are not to be kept by theorems about them, or by their equations."""
    spec = d.ctx.spec
    moved: set[Word] = set()
    for _ in range(ROUNDS):
        open_ones = [x for x in outer(d.term) if isinstance(x, At) and x not in keep and x.word != spec.gradient]
        if not (any(_unfold_one(d, x, moved, depth) for x in open_ones) or _use_identity(d, depth)):
            return


def _unfold_one(d: Derivation, x: At, moved: set[Word], depth: Depth = Depth.THEOREMS) -> bool:
    spec = d.ctx.spec
    if x.word.role is not Role.SEQUENCE or depth is Depth.NOTHING:
        return False
    for lemma in d.ctx.lemmas if depth is Depth.THEOREMS else ():
        at = _matching_index(lemma, x)
        if at is not None and d.apply(Rule("theorem", (lemma.name, at))):
            return True
    if x.word in spec.states and depth is Depth.DEFINITIONS:
        return False
    carried = x.word == spec.parameter or x.word in spec.states
    if carried and x.word in moved:
        return False
    moved |= {x.word} if carried else set()
    return d.apply(Rule("equation", (x,)))


def _use_identity(d: Derivation, depth: Depth) -> bool:
    """A theorem whose left side is no sequence, where that side stands in the term."""
    identities = [c for c in d.ctx.lemmas if c.relation == "eq" and not isinstance(c.left, At)]
    rules = (Rule("theorem", (c.name, d.ctx.spec.index)) for c in identities if depth is Depth.THEOREMS)
    return any(d.apply(rule) for rule in rules)


def _matching_index(lemma: Claim, x: At) -> Term | None:
    """The t at which a theorem ``s[t] == ...`` is about x."""
    if lemma.relation != "eq" or not isinstance(lemma.left, At) or lemma.left.word != x.word:
        return None
    at, k = linear(x.index), offset(lemma.left.index)
    return None if at is None or k is None else linear_term(at - Linear((), k))


def draw_roots(d: Derivation) -> None:
    """Roots of products and quotients, as products and quotients of roots."""
    for _ in range(ROUNDS):
        for x in [y for y in outer(d.term) if isinstance(y, Op) and y.op == "sqrt"]:
            y = drawn(d.ctx, x)
            if y != x and _try(d, Rule("root", (x, y))):
                break
        else:
            return


def _try(d: Derivation, rule: Rule) -> bool:
    """Take a step that the kernel accepts in full, definedness included."""
    before, kept = d.term, list(d.steps)
    if d.apply(rule):
        try:
            step(d.ctx, before, rule, d.term)
        except ProofError:
            d.term, d.steps = before, kept
        else:
            return True
    return False


# ---------------------------------------------------------------- facts that definedness needs


def show(ctx: Context, x: Term, *, strict: bool) -> Shown | None:
    """The sign of a term, by unfolding it until the sign can be read off."""
    d = Derivation(ctx, x)
    sign = positive if strict else nonnegative
    for _ in range(ROUNDS):
        if sign(ctx, d.term):
            return Shown(d.chain, strict)
        before = d.term
        for y in [z for z in outer(d.term) if isinstance(z, At)]:
            if _unfold_one(d, y, set()):
                break
        if d.term == before:
            return None
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


# ---------------------------------------------------------------- one statement in a context


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
    left, right = Derivation(ctx, c.left), Derivation(ctx, c.right)
    unfold(left, sequences(c.right))
    unfold(right, sequences(left.term))
    if not equal(ctx, left.term, right.term):
        draw_roots(left)
        draw_roots(right)
        match_roots(left, right.term)
    return closed(left, right)


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
            if _try(d, Rule("root", (x, y))):
                break


def by_difference(ctx: Context, c: Claim) -> Proof | None:
    """An inequality: the difference of its sides, rewritten until its sign can be read off."""
    wanted = comparison(c.relation, c.left, c.right)
    for depth in Depth:
        d = Derivation(ctx, wanted.term)
        unfold(d, sequences(c.right), depth)
        resolve(d, c.hints)
        if visible(d, wanted.strict, c.hints):
            return Difference(d.chain)
    return None


def resolve(d: Derivation, hints: tuple[Term, ...]) -> None:
    """Absolute values, maxima and branches whose value is known."""
    for x in [y for y in outer(d.term) if isinstance(y, Op) and y.op in ("abs", "max", "min", "where")]:
        if x.op == "abs":
            options = [*hints, magnitude(d.ctx, x.args[0])]
            rules = [Rule("absolute", (x, y)) for y in options if y != x]
        else:
            rules = [Rule("choose", (x, y)) for y in x.args[-2:]]
        any(_try(d, rule) for rule in rules)


# ---------------------------------------------------------------- induction


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
    return closed(left, right)


def base_difference(ctx: Context, c: Claim) -> Proof | None:
    """The first instance of an inequality."""
    wanted = comparison(c.relation, c.left, c.right)
    d = to_start(ctx, wanted.term)
    resolve(d, c.hints)
    return Difference(d.chain) if (positive if wanted.strict else nonnegative)(ctx, d.term) else None


def by_difference_once(ctx: Context, c: Claim) -> Proof | None:
    """The step of an inequality: the equation of the left side, then what it is made of."""
    wanted = comparison(c.relation, c.left, c.right)
    d = Derivation(ctx, wanted.term)
    assert isinstance(c.left, At)
    d.apply(Rule("equation", (c.left,)))
    for unfolded in (False, True):
        if unfolded:
            unfold(d, {x for x in sequences(d.term) if x.word == c.left.word})
        resolve(d, c.hints)
        if visible(d, wanted.strict, c.hints):
            return Difference(d.chain)
    return None


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


def to_start(ctx: Context, x: Term) -> Derivation:
    """A derivation from a term at the first step to numbers, hyperparameters and first gradients."""
    d = Derivation(ctx, x)
    for _ in range(ROUNDS):
        rules: list[Rule] = []
        for y in outer(d.term):
            if isinstance(y, Big):
                rules += [Rule("empty", (y,)), Rule("peel", (y,))]
            if isinstance(y, At) and y.word.role is Role.SEQUENCE and y.word != ctx.spec.gradient:
                rules += [Rule("initial", (y,)), Rule("equation", (y,))]
        if not any(d.apply(rule) for rule in rules):
            break
    return d


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
    if not equal(ctx, left.term, right.term):
        draw_roots(left)
        draw_roots(right)
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
    """A claim about sums alone: the last terms split off, and what is left taken from the hypothesis."""
    index = ctx.spec.index
    t = linear(index)
    if t is None or c.relation != "eq" or any(index in free_symbols(x) for x in c.given):
        return None
    ctx = given(ctx, c)
    at_start, before = (at(c, index, n) for n in (Number(Fraction(c.since)), index - 1))
    later = replace(ctx, ranges=(*ctx.ranges, t - Linear((), c.since + 1)))
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


# ---------------------------------------------------------------- theorems


def theorem(spec: Spec, c: Claim, lemmas: tuple[Theorem, ...] = ()) -> Theorem | None:
    """A theorem that the kernel has accepted, or None.

    Raises:
        ProofError: if the claim is not well-formed.
    """
    spec = replace(spec, claims=())
    about, settled_claim = setting(spec, c), settled(c)
    usable = tuple(x for x in lemmas if x.claim.at == c.at)
    ctx = Context(about, lemmas=tuple(settled(x.claim) for x in usable))
    for plan in (_inductive, _direct, general_induction):
        try:
            proof = plan(ctx, settled_claim)
            if proof is not None:
                found = Theorem(spec, c, proof, usable)
                check(found)
                return _needed(found)
        except ProofError:  # the plan leads nowhere; the next one may
            continue
    return None


def _inductive(ctx: Context, c: Claim) -> Proof | None:
    """Induction, where the left side is carried from step to step and the right side does not mention it."""
    if not isinstance(c.left, At):
        return None
    e = ctx.spec.by_name.get(c.left.word.name)
    reads_itself = e is not None and any(isinstance(x, At) and x.word == c.left.word for x in walk(e.right))
    first = first_index(ctx.spec, c.left)
    again = (x for x in walk(c.right) if isinstance(x, At) and x.word == c.left.word)
    if not reads_itself or any(linear(x.index) != Linear((), first or 0) for x in again):
        return None
    return induction(ctx, c)


def _direct(ctx: Context, c: Claim) -> Proof | None:
    t = linear(ctx.spec.index)
    assert t is not None
    ctx = given(replace(ctx, ranges=(*ctx.ranges, t - Linear((), c.since))), c)
    return goal(ctx, c, meeting if c.relation == "eq" else by_difference)


def _needed(found: Theorem) -> Theorem:
    """The theorem with only those lemmas without which the kernel refuses it."""
    for lemma in found.lemmas:
        fewer = replace(found, lemmas=tuple(x for x in found.lemmas if x is not lemma))
        try:
            check(fewer)
        except ProofError:
            continue
        found = fewer
    return found


def invariants(spec: Spec, settings: tuple[Equation, ...]) -> tuple[Theorem, ...]:
    """What is never negative: states by induction, definitions by their equations; each one a theorem."""
    found: tuple[Theorem, ...] = ()
    for e in spec.equations:
        if not isinstance(e.left, At) or e.left.word in (spec.gradient, spec.parameter):
            continue
        since = spec.first - int(e.left.word in spec.states)
        c = claim(f"{e.left.word.name} is not negative", e.left >= 0, since=since, at=settings)
        proved = theorem(spec, c, found)
        if proved is not None:
            found += (proved,)
    return found
