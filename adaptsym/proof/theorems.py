"""Theorems: claims for which a plan leads to a proof that the kernel accepts."""

from __future__ import annotations

from dataclasses import replace

from adaptsym.claims import Claim, claim
from adaptsym.errors import ProofError
from adaptsym.kernel.check import check_upon_lemmas, given, setting, settled
from adaptsym.kernel.context import Context
from adaptsym.kernel.definedness import first_index
from adaptsym.kernel.linear import Linear, linear
from adaptsym.kernel.objects import (
    Proof,
    Theorem,
)
from adaptsym.proof.goals import by_difference, goal, meeting
from adaptsym.proof.induction import base_meeting, general_induction, induction
from adaptsym.spec import Spec
from adaptsym.term import (
    At,
    Equation,
    free_symbols,
    walk,
)


def theorem(spec: Spec, c: Claim, lemmas: tuple[Theorem, ...] = ()) -> Theorem | None:
    """A theorem that the kernel has accepted, or None.

    Raises:
        ProofError: if the claim is not well-formed.
    """
    spec = replace(spec, claims=())
    hints = tuple(settled(replace(c, left=hint)).left for hint in c.hints)
    about, settled_claim = setting(spec, c), replace(settled(c), hints=hints)
    usable = tuple(x for x in lemmas if x.claim.at == c.at)
    ctx = Context(about, lemmas=tuple(settled(x.claim) for x in usable))
    for plan in (_inductive, _direct, general_induction):
        try:
            proof = plan(ctx, settled_claim)
            if proof is not None:
                found = Theorem(spec, c, proof, usable)
                check_upon_lemmas(found)
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
    found = goal(ctx, c, meeting if c.relation == "eq" else by_difference)
    if found is None and c.relation == "eq" and ctx.spec.index not in free_symbols(c.left) | free_symbols(c.right):
        return goal(ctx, c, base_meeting)
    return found


def _needed(found: Theorem) -> Theorem:
    """The theorem with only those lemmas without which the kernel refuses it."""
    groups = [found.lemmas]
    while groups:
        group = groups.pop()
        fewer = replace(found, lemmas=tuple(x for x in found.lemmas if all(x is not y for y in group)))
        try:
            check_upon_lemmas(fewer)
        except ProofError:
            half = len(group) // 2
            groups += [group[half:], group[:half]] if half else []
        else:
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
