"""Proofs as values: they can be printed, stored as JSON, and rechecked without the search that found them.

A `Chain` is read like a derivation on a page: a term, then steps, each naming the rule that leads to the
next term. Two chains that reach the same term make a `Meeting`, which proves their starts equal.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from adaptsym.claims import Claim
from adaptsym.spec import Spec
from adaptsym.term import Equation, Symbol, Term


@dataclass(frozen=True)
class Rule:
    """A named rule of the kernel and what it is applied to; `adaptsym.proof.rules` says what each one means."""

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
    """An equality for every t from `since` on: at `since`, and at t from the one at t - 1."""

    base: Meeting
    step: Meeting


@dataclass(frozen=True)
class Difference:
    """An inequality: right side minus left side, rewritten to a term whose sign can be read off."""

    chain: Chain


@dataclass(frozen=True)
class Let:
    """A proof over letters that stand for compound terms: ``u == 1 - rho``."""

    bindings: tuple[Equation, ...]
    body: Proof


Proof = Meeting | Induction | Difference | Let


@dataclass(frozen=True)
class Theorem:
    """A claim with a proof that the kernel has checked, and the theorems that the proof uses."""

    spec: Spec
    claim: Claim
    proof: Proof
    lemmas: tuple[Theorem, ...] = ()


@dataclass(frozen=True)
class Witness:
    """Exact numbers at which a claim fails: its sides are different, or one of them is not defined.

    `gradients` are those of one element, from the first step on. An irrational side is given to 17 digits.
    """

    t: int
    hyperparameters: dict[str, Fraction]
    start: Fraction
    gradients: tuple[Fraction, ...]
    left: str
    right: str

    def __str__(self) -> str:
        setting = [f"{name} = {value}" for name, value in self.hyperparameters.items()]
        gradients = ", ".join(map(str, self.gradients))
        return f"at t = {self.t}, {', '.join([*setting, f'g = ({gradients})'])}: {self.left} and {self.right}"


class Verdict(StrEnum):
    """What is known of a claim. Undecided is an honest answer."""

    PROVED = "proved"
    REFUTED = "refuted"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class Result:
    """The verdict on a claim, with its evidence: a theorem, a witness, or what is left over."""

    spec: Spec
    claim: Claim
    verdict: Verdict
    theorem: Theorem | None = None
    witness: Witness | None = None
    reason: str = ""
    seconds: float = field(default=0.0, compare=False)

    def __str__(self) -> str:
        detail = f": {self.witness}" if self.witness else f": {self.reason}" if self.reason else ""
        return f"{self.spec.name}: {self.claim.name}: {self.verdict}{detail}"


def bound_letters(proof: Proof) -> tuple[Symbol, ...]:
    """The letters that a proof introduces for compound terms."""
    return tuple(b.left for b in proof.bindings if isinstance(b.left, Symbol)) if isinstance(proof, Let) else ()
