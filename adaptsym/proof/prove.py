"""Decide claims: proved with a theorem, refuted with a witness, or undecided with what is left over."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace

from adaptsym.claims import Claim
from adaptsym.kernel.objects import Theorem
from adaptsym.proof.derive import closed_form
from adaptsym.proof.refute import refute
from adaptsym.proof.results import Result, Verdict
from adaptsym.proof.tactics import invariants, theorem
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
    >>> for result in prove(momentum): print(result)
    momentum: velocity: proved
    momentum: step: proved
    momentum: parameter from the start: proved
    """
    chosen = tuple(claims) if claims is not None else spec.claims or derived_claims(spec)
    lemmas: dict[tuple[Equation, ...], tuple[Theorem, ...]] = {}
    return [_decide(spec, c, lemmas) for c in chosen]


def derived_claims(spec: Spec) -> tuple[Claim, ...]:
    """The closed form of every state, and of the parameter, that follows a linear recurrence of first order."""
    words = (*spec.states, spec.parameter)
    names = {spec.parameter.name: "parameter from the start"}
    found = (closed_form(spec, w, names.get(w.name, w.meaning or w.name)) for w in words)
    return tuple(c for c in found if c is not None)


def _decide(spec: Spec, c: Claim, lemmas: dict[tuple[Equation, ...], tuple[Theorem, ...]]) -> Result:
    began = time.perf_counter()
    witness = refute(spec, c, instances=2)
    proved = None
    if witness is None:
        if c.at not in lemmas:
            lemmas[c.at] = _lemmas(spec, c.at)
        proved = theorem(spec, c, lemmas[c.at])
    if proved is None and witness is None:
        witness = refute(spec, c, seed=1)
    seconds = time.perf_counter() - began
    if proved is not None:
        return Result(spec, c, Verdict.PROVED, theorem=proved, seconds=seconds)
    if witness is not None:
        return Result(spec, c, Verdict.REFUTED, witness=witness, seconds=seconds)
    reason = "no proof was found, and no counterexample"
    return Result(spec, c, Verdict.UNDECIDED, reason=reason, seconds=seconds)


def _lemmas(spec: Spec, at: tuple[Equation, ...]) -> tuple[Theorem, ...]:
    """What proofs about a specification may use: what is never negative, and closed forms of states."""
    found = invariants(spec, at)
    for w in spec.states:
        form = closed_form(spec, w)
        proved = None if form is None else theorem(spec, replace(form, at=at), found)
        if proved is not None:
            found += (proved,)
    return found
