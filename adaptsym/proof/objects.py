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
class Having:
    """A proof that uses facts of sign: shown here, or by theorems (``Rule("theorem", (name, index))``)."""

    facts: tuple[Shown | Rule, ...]
    body: Proof


Proof = Meeting | Induction | Difference | Let | Having


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

    `start` is the parameter before the first step, element by element; `gradients` are one row a step from the
    first step on. A schedule is given by its values from the first step on. A side that is not rational is
    given to 17 digits, one without a value as 'undefined'.
    """

    t: int
    hyperparameters: dict[str, Fraction | tuple[Fraction, ...]]
    start: tuple[Fraction, ...]
    gradients: tuple[tuple[Fraction, ...], ...]
    left: str
    right: str

    def __str__(self) -> str:
        setting = [f"{name} = {_shown(value)}" for name, value in self.hyperparameters.items()]
        rows = [_shown(row[0] if len(row) == 1 else row) for row in self.gradients]
        setting += [f"start = {_shown(self.start)}", f"g = ({', '.join(rows)})"]
        return f"at t = {self.t} with {', '.join(setting)}: left is {self.left}, right is {self.right}"


def _shown(value: Fraction | tuple[Fraction, ...]) -> str:
    return f"({', '.join(map(str, value))})" if isinstance(value, tuple) else str(value)


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
