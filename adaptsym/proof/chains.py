"""Chains under construction: unfolding sequences, drawing roots. Untrusted: the kernel has the last word."""

from __future__ import annotations

from collections.abc import Iterator, Set
from enum import IntEnum

from adaptsym.claims import Claim
from adaptsym.errors import ProofError
from adaptsym.kernel.context import Context
from adaptsym.kernel.linear import Linear, linear, linear_term
from adaptsym.kernel.objects import (
    Chain,
    Rule,
    Step,
)
from adaptsym.kernel.rules import applied, replaced, step, tidied
from adaptsym.proof.roots import drawn
from adaptsym.term import (
    At,
    Big,
    Op,
    Role,
    Term,
    Word,
    children,
    offset,
)

ROUNDS = 24  # how often anything is tried again


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


def unfold(d: Derivation, keep: Set[At], depth: Depth = Depth.THEOREMS) -> None:
    """Replace sequences that are not to be kept by theorems about them, or by their equations."""
    spec = d.ctx.spec
    moved: set[Word] = set()
    for _ in range(ROUNDS):
        open_ones = [x for x in outer(d.term) if isinstance(x, At) and x not in keep and x.word != spec.gradient]
        if not (any(unfold_one(d, x, moved, depth, keep) for x in open_ones) or _use_identity(d, depth)):
            return


def unfold_one(
    d: Derivation, x: At, moved: set[Word], depth: Depth = Depth.THEOREMS, keep: Set[At] = frozenset()
) -> bool:
    """Replace one sequence, if it can be; what is carried from step to step moves once, or to a value that is kept."""
    spec = d.ctx.spec
    if x.word.role is not Role.SEQUENCE or depth is Depth.NOTHING:
        return False
    lemmas = sorted(d.ctx.lemmas, key=lambda c: not c.given)  # what holds under conditions says more
    for lemma in lemmas if depth is Depth.THEOREMS else ():
        at = _matching_index(lemma, x)
        if at is not None and d.apply(Rule("theorem", (lemma.name, at))):
            return True
    if x.word in spec.states and depth is Depth.DEFINITIONS:
        return False
    carried = x.word == spec.parameter or x.word in spec.states
    if carried and x.word in moved and not any(_is_later(x, y) for y in keep):
        return False
    moved |= {x.word} if carried else set()
    return d.apply(Rule("equation", (x,)))


def _is_later(x: At, y: At) -> bool:
    """Whether x is a later value of the same sequence as y."""
    a, b = linear(x.index), linear(y.index)
    if x.word != y.word or a is None or b is None:
        return False
    apart = a - b
    return not apart.terms and apart.constant > 0


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
            if y != x and attempted(d, Rule("root", (x, y))):
                break
        else:
            return


def attempted(d: Derivation, rule: Rule) -> bool:
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
