"""Decide claims: proved with a theorem, refuted with a witness, or undecided with what is left over."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace

from adaptsym.claims import Claim, subject
from adaptsym.kernel.objects import Theorem
from adaptsym.proof.derive import closed_form
from adaptsym.proof.refute import refute
from adaptsym.proof.results import Result, Verdict
from adaptsym.proof.theorems import invariants, theorem
from adaptsym.spec import Spec
from adaptsym.term import Equation


def prove(spec: Spec, claims: Iterable[Claim] | None = None) -> list[Result]:
    """The verdicts on the claims of a specification, in their order.

    Args:
        spec: the specification.
        claims: what to decide; by default the specification's own claims, and for a specification without
            claims the closed forms that can be derived (`derived_claims`).

    Raises:
        ProofError: if a claim is not well-formed over the specification.

    >>> from adaptsym.catalogue import momentum
    >>> for result in prove(momentum, momentum.claims[:3]): print(result)
    momentum: velocity: proved
    momentum: step: proved
    momentum: parameter from the start: proved
    """
    chosen = tuple(claims) if claims is not None else spec.claims or derived_claims(spec)
    pool = Pool(spec)
    return [_decide(spec, c, pool) for c in chosen]


def derived_claims(spec: Spec) -> tuple[Claim, ...]:
    """The closed form of every state, and of the parameter, that follows a linear recurrence of first order."""
    words = (*spec.states, spec.parameter)
    names = {spec.parameter.name: "parameter from the start"}
    found = (closed_form(spec, w, names.get(w.name, w.meaning or w.name)) for w in words)
    return tuple(c for c in found if c is not None)


class Pool:
    """What proofs about a specification may use: what is never negative, closed forms of states, earlier claims."""

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self._theorems: dict[tuple[Equation, ...], tuple[Theorem, ...]] = {}

    def at(self, settings: tuple[Equation, ...]) -> tuple[Theorem, ...]:
        """The theorems about the specification with these hyperparameters fixed."""
        if settings not in self._theorems:
            self._theorems[settings] = self._basic(settings)
        return self._theorems[settings]

    def transferred(self, settings: tuple[Equation, ...]) -> tuple[Theorem, ...]:
        """`at`, and what was proved without settings proved again with them."""
        for plain in self.at(()) if settings else ():
            known = self.at(settings)
            if all(x.claim.name != plain.claim.name for x in known):
                used = {x.claim.name for x in plain.lemmas}
                stated, few = replace(plain.claim, at=settings), tuple(x for x in known if x.claim.name in used)
                again = theorem(self.spec, stated, few) or theorem(self.spec, stated, known)
                self._theorems[settings] = known if again is None else (*known, again)
        return self.at(settings)

    def add(self, theorem: Theorem) -> None:
        """Let later proofs use a theorem."""
        known = self.at(theorem.claim.at)
        if all(x.claim.name != theorem.claim.name for x in known):
            self._theorems[theorem.claim.at] = (*known, theorem)

    def _basic(self, settings: tuple[Equation, ...]) -> tuple[Theorem, ...]:
        found = invariants(self.spec, settings)
        for word in self.spec.states:
            stated = (c for c in self.spec.claims if c.relation == "eq" and not c.given and subject(c) == word.name)
            form = next(stated, None) or closed_form(self.spec, word)
            proved = None if form is None else theorem(self.spec, replace(form, at=settings), found)
            found += () if proved is None else (proved,)
        return found


def _decide(spec: Spec, c: Claim, pool: Pool) -> Result:
    began = time.perf_counter()
    witness = refute(spec, c, instances=2)
    direct = witness is None and not (c.at and c.given)  # under conditions, what was proved without settings is needed
    proved = theorem(spec, c, pool.at(c.at)) if direct else None
    if proved is None and witness is None and c.at:
        proved = theorem(spec, c, pool.transferred(c.at))
    if proved is None and witness is None:
        witness = refute(spec, c, seed=1)
    seconds = time.perf_counter() - began
    if proved is not None:
        pool.add(proved)
        return Result(spec, c, Verdict.PROVED, theorem=proved, seconds=seconds)
    if witness is not None:
        return Result(spec, c, Verdict.REFUTED, witness=witness, seconds=seconds)
    reason = "no proof was found, and no counterexample"
    return Result(spec, c, Verdict.UNDECIDED, reason=reason, seconds=seconds)
