"""What is known at a place of a proof: the ranges of the indices, facts of sign, and named equations."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction

from adaptsym.claims import Claim
from adaptsym.errors import ProofError
from adaptsym.kernel.linear import Linear, Ranges, follows, linear
from adaptsym.kernel.normal import depth_of, normal, primitive_normal
from adaptsym.kernel.polynomial import Frozen, Polynomial
from adaptsym.spec import Spec
from adaptsym.term import Big, Symbol, Term


@dataclass(frozen=True)
class Fact:
    """``term > 0`` if strict, else ``term >= 0``."""

    term: Term
    strict: bool

    def __str__(self) -> str:
        return f"{self.term} {'>' if self.strict else '>='} 0"


@dataclass(frozen=True)
class Law:
    """A condition that holds for every value of its index from `since` on: ``abs(g[i]) <= G``."""

    condition: Term
    index: Symbol
    since: int


@dataclass(frozen=True)
class Equality:
    """A named equation ``left == right`` that may be used where `left` stands."""

    left: Term
    right: Term


@dataclass(frozen=True)
class Context:
    """What holds at a place of a proof: the ranges of the indices, facts of sign, and named equations."""

    spec: Spec
    ranges: Ranges = ()
    facts: tuple[Fact, ...] = ()
    equations: dict[str, Equality] = field(default_factory=dict)  # the induction hypothesis, and letters
    laws: tuple[Law, ...] = ()
    lemmas: tuple[Claim, ...] = ()  # what has been proved before
    depth: int = 0  # how many letters of `adaptsym.kernel.normal.level` are in use
    signs: dict[tuple[Term, bool], bool] = field(init=False, default_factory=dict, compare=False, repr=False)  # memory
    said: dict[tuple[int, Linear], tuple[Fact, ...]] = field(
        init=False, default_factory=dict, compare=False, repr=False
    )  # memory: what the lemmas say, by their number and index

    def within(self, x: Big) -> Context:
        """The context under a sum or product: its index lies in the range."""
        i, low, high = linear(x.index), linear(x.low), linear(x.high)
        if i is None or low is None or high is None:
            raise ProofError(f"the range of {x} is not linear in the indices")
        if any(r.coefficient(x.index.word) for r in (low, high, *self.ranges)):
            raise ProofError(f"the index {x.index} of {x} is in use around it; rename it")
        depth = max(self.depth, depth_of(x.index)) + 1
        return replace(self, ranges=(*self.ranges, i - low, high - i), depth=depth)

    def normal(self, x: Term) -> Polynomial:
        """The normal form of a term here."""
        return normal(x, self.ranges, self.depth)

    def primitive(self, x: Term) -> tuple[Fraction, Frozen] | None:
        """The normal form of a term here, as a number times a polynomial whose first coefficient is 1; None for 0."""
        return primitive_normal(x, self.ranges, self.depth)

    def at_least(self, x: Linear, bound: int = 0) -> bool:
        """Whether a whole number is at least a bound."""
        return follows(x - Linear((), bound), self.ranges)

    def knowing(self, *facts: Fact) -> Context:
        """The context with more facts."""
        return replace(self, facts=self.facts + facts)

    def with_equation(self, name: str, equality: Equality) -> Context:
        """The context with one more named equation."""
        return replace(self, equations={**self.equations, name: equality})
