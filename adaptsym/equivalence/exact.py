"""Whether two terms are equal, region by region, and defined at the same places. Trusted.

Branches are split on their conditions, maxima, absolute values and signs on what decides them; in each region
equality is decided by `adaptsym.equivalence.rational`, signs by the kernel.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TypeGuard

from adaptsym.equivalence.budget import Budget
from adaptsym.equivalence.rational import Rational
from adaptsym.errors import ProofError
from adaptsym.kernel.context import Context, Fact
from adaptsym.kernel.definedness import undefined
from adaptsym.kernel.facts import condition_fact
from adaptsym.kernel.linear import Linear, linear
from adaptsym.kernel.signs import positive
from adaptsym.term import REDUCTIONS, At, Big, Kind, Number, Op, Term, children, rebuild, walk

ZERO = Number(Fraction(0))


@dataclass
class Comparison:
    """What came of comparing two terms.

    Attributes:
        held: whether they are equal wherever both are defined.
        one_sided: conditions under which one of them is defined, and that the other does not need.
        residual: what is left where they are not shown equal: their difference in some region.
        reason: why nothing more was tried.
    """

    held: bool = True
    one_sided: list[str] = field(default_factory=list)
    residual: Term | None = None
    reason: str = ""

    @property
    def proved(self) -> bool:
        """Equal, and defined at the same places."""
        return self.held and not self.one_sided


class Region:
    """A context, with its arithmetic."""

    def __init__(self, ctx: Context, budget: Budget) -> None:
        self.ctx, self.budget = ctx, budget
        self.rational = Rational(ctx, budget)

    def assuming(self, fact: Fact) -> Region:
        """The region with a fact; what it says of t alone is known of t as a whole number."""
        core, turn = self.rational.core(fact.term)
        plain = Fact(core if turn > 0 else -core, fact.strict)
        whole = linear(plain.term)
        ranges = self.ctx.ranges
        if whole is not None:
            ranges = (*ranges, whole - Linear((), int(fact.strict)))
        return Region(replace(self.ctx, ranges=ranges, facts=(*self.ctx.facts, plain)), self.budget)

    def settled(self, condition: Term) -> bool | None:
        """Whether a comparison holds, where that is known."""
        said = condition_fact(condition)
        above, at_least, at_most, below = self.rational.sign(said.term)
        if above if said.strict else at_least:
            return True
        return False if (at_most if said.strict else below) else None

    def split(self, condition: Op, *sides: Term) -> Iterator[Region]:
        """Both regions of a condition.

        Raises:
            ProofError: if it differs from element to element while a reduction looks at all of them.
        """
        if condition.kind is Kind.ARRAY and any(
            isinstance(z, Op) and z.op in REDUCTIONS for x in sides for z in walk(x)
        ):
            raise ProofError(f"a reduction stands beside the element-wise condition {condition}")
        said = condition_fact(condition)
        yield self.assuming(said)
        yield self.assuming(Fact(-said.term, not said.strict))


def compare(ctx: Context, x: Term, y: Term, budget: Budget) -> Comparison:
    """Compare two terms in a context.

    Raises:
        ProofError: if something stands there that is not compared.
        Exhausted: past a cap.
    """
    out = Comparison()
    _compare(Region(ctx, budget), Side(x), Side(y), budget, out)
    return out


@dataclass(frozen=True)
class Side:
    """One of the terms, and the conditions of its branches that have been settled: they had to have a value."""

    term: Term
    conditions: tuple[Term, ...] = ()


def _compare(where: Region, x: Side, y: Side, budget: Budget, out: Comparison) -> None:
    """Branches first: no side that is not taken has to be defined."""
    budget.spend()
    x, y = _branches(where, x), _branches(where, y)
    if x == y:
        return
    sides = x.term, y.term
    condition = next((z.args[0] for side in sides for z in walk(side) if _is_branch(z) and _straight(z.args[0])), None)
    if not isinstance(condition, Op):
        _defined(where, x, y, budget, out)
        return
    for region in where.split(condition, *sides):
        _compare(region, x, y, budget, out)
        if not out.held:
            return


def _is_branch(x: Term) -> TypeGuard[Op]:
    return isinstance(x, Op) and x.op == "where"


def _straight(condition: Term) -> bool:
    """Whether nothing in a condition is a branch itself."""
    return not any(_is_branch(z) for z in walk(condition))


def _branches(where: Region, x: Side) -> Side:
    """With every branch taken whose condition is settled, or whose sides are one."""
    conditions = dict.fromkeys(x.conditions)

    def taken(y: Term) -> Term:
        if _is_branch(y):
            condition, yes, no = taken(y.args[0]), *y.args[1:]
            side = where.settled(condition) if _straight(condition) else None
            if side is not None or yes == no:
                conditions[condition] = None
                return taken(no if side is False else yes)
        return rebuild(y, taken)

    return Side(taken(x.term), tuple(conditions))


# ---------------------------------------------------------------- where both are defined


def _defined(where: Region, x: Side, y: Side, budget: Budget, out: Comparison) -> None:
    """Assume that both are defined, note where only one has to be, and compare."""
    of_x, of_y = _obligations(where, x), _obligations(where, y)
    for mine, theirs in ((of_x, of_y), (of_y, of_x)):
        told = (str(o) for o in mine if not _granted(where, o, theirs))
        out.one_sided += [text for text in told if text not in out.one_sided]
    both = tuple(dict.fromkeys(of_x + of_y))
    plain = Region(where.ctx.knowing(*(o.fact for o in both if o.fact is not None)), budget)
    open_ones = tuple(o.term for o in both if o.fact is None)
    trial = Comparison()
    _cases(plain, x.term, y.term, budget, trial)
    for region in () if trial.held or not open_ones else _signed(plain, open_ones, x.term, y.term):
        trial = Comparison()
        _cases(region, x.term, y.term, budget, trial)
        if not trial.held:
            break
    out.held, out.residual = trial.held, trial.residual


@dataclass(frozen=True)
class Obligation:
    """What has to hold for a term to be defined: a fact of sign, or that something is not 0 (no fact)."""

    term: Term
    fact: Fact | None

    def __str__(self) -> str:
        return str(self.fact) if self.fact else f"{self.term} != 0"


def _obligations(where: Region, x: Side) -> tuple[Obligation, ...]:
    """What has to hold for a term and its conditions to be defined, beyond what is known; what is innermost first.

    Raises:
        ProofError: for what may not stand where it stands.
    """
    found: dict[Obligation, None] = {}
    for part in (*x.conditions, x.term):
        for node in _from_below(part):
            match node:
                case At() if any(undefined(where.ctx, node)):
                    raise ProofError(f"it is not shown that {node} has a value")
                case Op("sqrt", (a,)):
                    if not where.rational.sign(a)[1]:
                        core, turn = where.rational.core(a)
                        found[Obligation(a, Fact(core if turn > 0 else -core, False))] = None
                case Op("div", (_, b)):
                    found |= _nonzero(where, b)
                case Op("pow", (a, b)):
                    found |= _base(where, a, b)
    return tuple(found)


def _from_below(x: Term) -> Iterator[Term]:
    if isinstance(x, Big):
        raise ProofError(f"{x} is not compared here")
    for child in children(x) if not isinstance(x, At) else ():
        yield from _from_below(child)
    yield x


def _nonzero(where: Region, b: Term) -> dict[Obligation, None]:
    above, at_least, at_most, below = where.rational.sign(b)
    if above or below:
        return {}
    core, turn = where.rational.core(b)
    if at_least or at_most:
        core = core if (turn > 0) == at_least else -core
        return {Obligation(core, Fact(core, True)): None}
    return {Obligation(core, None): None}


def _base(where: Region, base: Term, exponent: Term) -> dict[Obligation, None]:
    """A power needs a natural exponent, or a base that is not 0; or one above 0, where its exponent is not whole."""
    e = linear(exponent)
    if e is None:
        if not (where.rational.sign(base)[0] or positive(where.ctx, base)):
            raise ProofError(f"{base} is not shown to be positive, and {exponent} need not be whole")
        return {}
    if where.ctx.at_least(e):
        return {}
    if e.terms:
        raise ProofError(f"the exponent {exponent} is not shown to be a natural number")
    return _nonzero(where, base)


def _granted(where: Region, wanted: Obligation, theirs: tuple[Obligation, ...]) -> bool:
    """Whether an obligation of one side follows from those of the other."""
    if wanted in theirs or (wanted.fact is not None and any(wanted.fact == o.fact for o in theirs)):
        return True
    if wanted.fact is None:
        options = [o.term for o in theirs if o.fact is None or o.fact.strict]
        return any(where.rational.of(wanted.term).factors == where.rational.of(x).factors for x in options)
    known = Region(where.ctx.knowing(*(o.fact for o in theirs if o.fact is not None)), where.budget)
    above, at_least, _, _ = known.rational.sign(wanted.fact.term)
    return above if wanted.fact.strict else at_least


def _signed(where: Region, nonzero: tuple[Term, ...], *sides: Term) -> Iterator[Region]:
    """What is only not 0 is taken positive, and negative: roots may need its sign."""
    if not nonzero:
        yield where
        return
    for condition in (Op("gt", (nonzero[0], ZERO)), Op("lt", (nonzero[0], ZERO))):
        region = next(where.split(condition, *sides))
        yield from _signed(region, nonzero[1:], *sides)


# ---------------------------------------------------------------- region by region


def _cases(where: Region, x: Term, y: Term, budget: Budget, out: Comparison) -> None:
    """Straight terms: equal as they stand, or in every region of a maximum, an absolute value or a sign."""
    budget.spend()
    if where.rational.equal(x, y):
        return
    condition = _undecided(where, x, y)
    if condition is None:
        out.held, out.residual = False, x - y
        return
    for region in where.split(condition, x, y):
        _cases(region, x, y, budget, out)
        if not out.held:
            return


def _undecided(where: Region, *sides: Term) -> Op | None:
    """A condition that decides a maximum, an absolute value or a sign, outside of reductions."""
    for z in (z for side in sides for z in _outside(side)):
        match z:
            case Op("max" | "min", (a, b)):
                condition = Op("ge", (a, b))
            case Op("abs", (a,)):
                condition = Op("ge", (a, ZERO))
            case Op("sign", (a,)):
                settled = where.settled(Op("gt", (a, ZERO)))
                condition = Op("gt" if settled is None else "ge", (a, ZERO))
            case Op("sqrt", (Op("mul", (a, b)),)) if a == b:
                condition = Op("ge", (a, ZERO))
            case Op("sqrt", (Op("pow", (a, Number(q))),)) if q == 2:
                condition = Op("ge", (a, ZERO))
            case _:
                continue
        if where.settled(condition) is None:
            return condition
    return None


def _outside(x: Term) -> Iterator[Term]:
    yield x
    if not isinstance(x, (Big, At)) and not (isinstance(x, Op) and x.op in REDUCTIONS):
        for child in children(x):
            yield from _outside(child)
