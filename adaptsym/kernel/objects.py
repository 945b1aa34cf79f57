"""Proofs as values: they can be printed, stored as JSON, and rechecked without the search that found them.

A `Chain` is read like a derivation on a page: a term, then steps, each naming the rule that leads to the
next term. Two chains that reach the same term make a `Meeting`, which proves their starts equal.
"""

from __future__ import annotations

from dataclasses import dataclass

from adaptsym.claims import Claim
from adaptsym.spec import Spec
from adaptsym.term import Equation, Symbol, Term


@dataclass(frozen=True)
class Rule:
    """A named rule of the kernel and what it is applied to; `adaptsym.kernel.rules` says what each one means."""

    name: str
    args: tuple[Term | Rule | str, ...] = ()


@dataclass(frozen=True)
class Step:
    """One line of a derivation: the rule, and the whole term after it."""

    rule: Rule
    after: Term


@dataclass(frozen=True)
class Chain:
    """``start == ... == end``, a step at a time."""

    start: Term
    steps: tuple[Step, ...] = ()

    @property
    def end(self) -> Term:
        """The last term."""
        return self.steps[-1].after if self.steps else self.start


@dataclass(frozen=True)
class Meeting:
    """An equality, from both sides to a common term."""

    left: Chain
    right: Chain


@dataclass(frozen=True)
class Induction:
    """A claim for every t from `since` on: at `since`, and at t from the one at t - 1."""

    base: Proof
    step: Proof


@dataclass(frozen=True)
class Difference:
    """An inequality: right side minus left side, rewritten to a term whose sign can be read off."""

    chain: Chain


@dataclass(frozen=True)
class Let:
    """A proof over letters that stand for compound terms: ``u == 1 - rho``."""

    bindings: tuple[Equation, ...]
    body: Proof


@dataclass(frozen=True)
class Shown:
    """A fact of sign: the start of the chain is positive (or non-negative), because its end visibly is."""

    chain: Chain
    strict: bool


@dataclass(frozen=True)
class Carried:
    """A fact of sign: the end of the chain is positive (or non-negative), because its start is known to be."""

    chain: Chain
    strict: bool


@dataclass(frozen=True)
class Having:
    """A proof that uses facts of sign: shown here, or by theorems (``Rule("theorem", (name, index))``)."""

    facts: tuple[Shown | Carried | Rule, ...]
    body: Proof


Proof = Meeting | Induction | Difference | Let | Having


@dataclass(frozen=True)
class Theorem:
    """A claim with a proof that the kernel has checked, and the theorems that the proof uses."""

    spec: Spec
    claim: Claim
    proof: Proof
    lemmas: tuple[Theorem, ...] = ()


def bound_letters(proof: Proof) -> tuple[Symbol, ...]:
    """The letters that a proof introduces for compound terms."""
    return tuple(b.left for b in proof.bindings if isinstance(b.left, Symbol)) if isinstance(proof, Let) else ()
