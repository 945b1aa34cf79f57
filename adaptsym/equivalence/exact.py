"""Whether two terms are equal, region by region, by the kernel's arithmetic and signs.

Trusted. Branches are split on their conditions, maxima, absolute values and signs on what decides them; in each
region roots are drawn by the kernel's own rules, and its `equal` has the last word.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from time import perf_counter

from adaptsym.errors import AdaptsymError, ProofError
from adaptsym.kernel.context import Context, Fact
from adaptsym.kernel.definedness import undefined
from adaptsym.kernel.equality import equal
from adaptsym.kernel.facts import condition_fact
from adaptsym.kernel.linear import Linear, linear
from adaptsym.kernel.objects import Rule
from adaptsym.kernel.polynomial import constant, primitive
from adaptsym.kernel.rules import applied, replaced
from adaptsym.kernel.signs import nonnegative, positive
from adaptsym.proof.roots import drawn, magnitude
from adaptsym.term import REDUCTIONS, At, Big, Kind, Number, Op, Term, children, rebuild, walk

MAX_REGIONS = 64
ROUNDS = 12


class Exhausted(AdaptsymError):
    """A cap was reached; the message is its name."""


@dataclass
class Budget:
    """What an attempt may cost: until when, and how many regions."""

    until: float
    regions: int = MAX_REGIONS

    @classmethod
    def seconds(cls, s: float) -> Budget:
        """A budget of some seconds from now."""
        return cls(perf_counter() + s)

    @property
    def over(self) -> bool:
        """Whether the time is over."""
        return perf_counter() > self.until

    def spend(self) -> None:
        """Count a region.

        Raises:
            Exhausted: if there are too many, or the time is over.
        """
        self.regions -= 1
        if self.regions < 0:
            raise Exhausted(f"more than {MAX_REGIONS} regions")
        self.check()

    def check(self) -> None:
        """Look at the clock.

        Raises:
            Exhausted: if the time is over.
        """
        if self.over:
            raise Exhausted("the time limit")


@dataclass
class Comparison:
    """What came of comparing two terms.

    Attributes:
        held: whether they are equal wherever both are defined.
        assumed: conditions under which both are defined, that are the same on both sides.
        one_sided: conditions under which one of them is defined, and that the other does not need.
        residual: what is left where they are not shown equal: their difference in some region.
        reason: why nothing more was tried.
    """

    held: bool = True
    assumed: list[str] = field(default_factory=list)
    one_sided: list[str] = field(default_factory=list)
    residual: Term | None = None
    reason: str = ""

    @property
    def proved(self) -> bool:
        """Equal, and defined at the same places."""
        return self.held and not self.one_sided


def compare(ctx: Context, x: Term, y: Term, budget: Budget) -> Comparison:
    """Compare two terms in a context.

    Raises:
        ProofError: if something stands there that is not compared.
        Exhausted: past a cap.
    """
    out = Comparison()
    _compare(ctx, Side(x), Side(y), budget, out)
    return out


@dataclass(frozen=True)
class Side:
    """One of the terms, and the conditions of its branches that have been settled: they had to have a value."""

    term: Term
    settled: tuple[Term, ...] = ()


def _compare(ctx: Context, x: Side, y: Side, budget: Budget, out: Comparison) -> None:
    """Branches first: no side that is not taken has to be defined."""
    budget.spend()
    x, y = _branches(ctx, x), _branches(ctx, y)
    if x == y:
        return
    sides = x.term, y.term
    branch = next((z for side in sides for z in walk(side) if isinstance(z, Op) and z.op == "where"), None)
    if branch is None:
        _defined(ctx, x, y, budget, out)
        return
    condition = branch.args[0]
    assert isinstance(condition, Op)
    for region in _split(ctx, condition, *sides):
        _compare(region, x, y, budget, out)
        if not out.held:
            return


def _is(x: Term, *ops: str) -> bool:
    return isinstance(x, Op) and x.op in ops


def _split(ctx: Context, condition: Op, *sides: Term) -> Iterator[Context]:
    """Both regions of a condition.

    Raises:
        ProofError: if it differs from element to element while a reduction looks at all of them.
    """
    elementwise = condition.kind is Kind.ARRAY
    if elementwise and any(isinstance(z, Op) and z.op in REDUCTIONS for side in sides for z in walk(side)):
        raise ProofError(f"a reduction stands beside the element-wise condition {condition}")
    said = condition_fact(condition)
    for fact in (said, Fact(-said.term, not said.strict)):
        yield assuming(ctx, fact)


def assuming(ctx: Context, fact: Fact) -> Context:
    """The context with a fact; what it says of t alone is known of t as a whole number."""
    whole = linear(fact.term)
    ranges = ctx.ranges if whole is None else (*ctx.ranges, whole - Linear((), int(fact.strict)))
    return replace(ctx, ranges=ranges, facts=(*ctx.facts, fact))


def _branches(ctx: Context, x: Side) -> Side:
    """With every branch taken whose condition is settled, or whose sides are one."""
    conditions = dict.fromkeys(x.settled)

    def taken(y: Term) -> Term:
        if isinstance(y, Op) and y.op == "where":
            condition, yes, no = y.args
            side = _settled(ctx, condition)
            if side is not None or yes == no:
                conditions[condition] = None
                return taken(no if side is False else yes)
        return rebuild(y, taken)

    return Side(taken(x.term), tuple(conditions))


def _settled(ctx: Context, condition: Term) -> bool | None:
    said = condition_fact(condition)
    if (positive if said.strict else nonnegative)(ctx, said.term):
        return True
    return False if (nonnegative if said.strict else positive)(ctx, -said.term) else None


# ---------------------------------------------------------------- where both are defined


def _defined(ctx: Context, x: Side, y: Side, budget: Budget, out: Comparison) -> None:
    """Assume that both are defined, note where only one has to be, and compare."""
    of_x, of_y = _obligations(ctx, x), _obligations(ctx, y)
    for mine, theirs in ((of_x, of_y), (of_y, of_x)):
        out.one_sided += [text for o in mine if not _granted(ctx, o, theirs) and (text := str(o)) not in out.one_sided]
    both = tuple(dict.fromkeys(of_x + of_y))
    out.assumed += [text for o in both if (text := str(o)) not in out.assumed]
    for region in _assumed(ctx, both, x.term, y.term):
        _cases(region, x.term, y.term, budget, out)
        if not out.held:
            return


@dataclass(frozen=True)
class Obligation:
    """What has to hold for a term to be defined: a fact of sign, or that something is not 0 (no fact)."""

    term: Term
    fact: Fact | None

    def __str__(self) -> str:
        return str(self.fact) if self.fact else f"{self.term} != 0"


def _obligations(ctx: Context, x: Side) -> tuple[Obligation, ...]:
    """What has to hold for a term and its conditions to be defined, beyond what is known.

    Raises:
        ProofError: for one that is no fact of sign.
    """
    found: dict[tuple[str, Term], Obligation] = {}
    for _ in range(ROUNDS):
        every = (o for part in (*x.settled, x.term) for o in undefined(ctx, part))
        missing = next(((what, y) for _, what, y in every if (what, y) not in found), None)
        if missing is None:
            return tuple(found.values())
        what, y = missing
        fact: Fact | None = None
        if what == "nonnegative":
            fact = Fact(_core(ctx, y), False)
        elif what == "nonzero":
            sign = next((z for z in (y, -y) if nonnegative(ctx, z)), None)
            fact = None if sign is None else Fact(_core(ctx, sign), True)
        else:
            raise ProofError(f"it is not shown that {y} can stand where it stands")
        found[missing] = Obligation(y, fact)
        if fact is not None:
            ctx = ctx.knowing(fact)
    raise Exhausted(f"more than {ROUNDS} conditions of definedness")


def _core(ctx: Context, x: Term) -> Term:
    """What has the sign of a term that is not negative: without roots, positive factors and denominators, and zeros."""
    zero = Number(Fraction(0))
    match x:
        case Op("sqrt", (a,)):
            return _core(ctx, a)
        case Op("add", (a, b)) if zero in (a, b):
            return _core(ctx, b if a == zero else a)
        case Op("sub", (a, b)) if b == zero:
            return _core(ctx, a)
        case Op("div", (a, b)) if positive(ctx, b):
            return _core(ctx, a)
        case Op("mul", (a, b)) if positive(ctx, a):
            return _core(ctx, b)
        case Op("mul", (a, b)) if positive(ctx, b):
            return _core(ctx, a)
    return x


def _granted(ctx: Context, wanted: Obligation, theirs: tuple[Obligation, ...]) -> bool:
    """Whether an obligation of one side follows from those of the other."""
    if wanted.fact is None:
        shape = _shape(ctx, wanted.term)
        return any(shape == _shape(ctx, o.term) for o in theirs if o.fact is None or o.fact.strict)
    known = ctx.knowing(*(o.fact for o in theirs if o.fact is not None))
    return (positive if wanted.fact.strict else nonnegative)(known, wanted.fact.term)


def _shape(ctx: Context, x: Term) -> object:
    p = ctx.normal(x)
    return primitive(p)[1] if p else None


def _assumed(ctx: Context, obligations: tuple[Obligation, ...], *sides: Term) -> Iterator[Context]:
    """The context with obligations met; what is only not 0 is taken positive, and negative."""
    open_ones = [o for o in obligations if o.fact is None]
    if not open_ones:
        yield ctx.knowing(*(o.fact for o in obligations if o.fact is not None))
        return
    rest = tuple(o for o in obligations if o != open_ones[0])
    for region in _split(ctx, Op("gt", (open_ones[0].term, Number(Fraction(0)))), *sides):
        strictly = region.knowing(Fact(-open_ones[0].term, True)) if region.facts[-1].strict is False else region
        yield from _assumed(strictly, rest, *sides)


# ---------------------------------------------------------------- region by region


def _cases(ctx: Context, x: Term, y: Term, budget: Budget, out: Comparison) -> None:
    """Straight terms: equal as they stand, or after roots are drawn, or in every region of a maximum or sign."""
    budget.check()
    x, y = _drawn(ctx, x), _drawn(ctx, y)
    if _met(ctx, x, y):
        return
    condition = _undecided(ctx, x, y)
    if condition is None:
        out.held, out.residual = False, x - y
        return
    for region in _split(ctx, condition, x, y):
        budget.spend()
        _cases(region, x, y, budget, out)
        if not out.held:
            return


def _met(ctx: Context, x: Term, y: Term) -> bool:
    if equal(ctx, x, y):
        return True
    for a in dict.fromkeys(z for z in walk(x) if _is(z, "sqrt")):
        for b in dict.fromkeys(z for z in walk(y) if _is(z, "sqrt")):
            if a != b and (moved := _root_as(ctx, a, b)) is not None:
                x = replaced(x, a, moved)
                if equal(ctx, x, y):
                    return True
                break
    return False


def _root_as(ctx: Context, a: Term, b: Term) -> Term | None:
    """sqrt(p) as sqrt(q), where p and q are one; as a rational multiple of it, where the multiple is a square."""
    try:
        applied(ctx, Rule("root", (a, b)))
    except ProofError:
        return None
    return b


def _undecided(ctx: Context, *sides: Term) -> Op | None:
    """A condition that decides a maximum, an absolute value or a sign, outside of reductions."""
    for z in (z for side in sides for z in _outside(side)):
        match z:
            case Op("max" | "min", (a, b)):
                return Op("ge", (a, b))
            case Op("abs", (a,)):
                return Op("ge", (a, Number(Fraction(0))))
            case Op("sign", (a,)):
                return Op("gt" if not nonnegative(ctx, -a) else "ge", (a, Number(Fraction(0))))
    return None


def _outside(x: Term) -> Iterator[Term]:
    yield x
    if not isinstance(x, (Big, At)) and not (isinstance(x, Op) and x.op in REDUCTIONS):
        for child in children(x):
            yield from _outside(child)


def _drawn(ctx: Context, x: Term) -> Term:
    """From the leaves up: maxima, absolute values and signs that are settled; roots of products and quotients."""
    x = rebuild(x, lambda child: _drawn(ctx, child)) if not isinstance(x, At) else x
    match x:
        case Op("max" | "min", (a, b)):
            return _chosen(ctx, x, a, b)
        case Op("abs", (a,)):
            return _by_rule(ctx, "absolute", x, magnitude(ctx, a))
        case Op("sqrt", (a,)):
            value = constant(ctx.normal(a))
            return _by_rule(ctx, "root", x, drawn(ctx, x if value is None else Op("sqrt", (Number(value),))))
        case Op("sign", (a,)):
            return _signed(ctx, a)
    return x


def _by_rule(ctx: Context, rule: str, x: Term, y: Term) -> Term:
    if x == y:
        return x
    try:
        applied(ctx, Rule(rule, (x, y)))
    except ProofError:
        return x
    return y


def _chosen(ctx: Context, x: Op, a: Term, b: Term) -> Term:
    """The larger (smaller) of two, where that is settled; otherwise both in a fixed order."""
    for y in (a, b):
        try:
            applied(ctx, Rule("choose", (x, y)))
        except ProofError:
            continue
        return y
    return x if repr(ctx.normal(a)) <= repr(ctx.normal(b)) else Op(x.op, (b, a))


def _signed(ctx: Context, a: Term) -> Term:
    """The sign of a term: a number where it is settled; otherwise of the term without its positive factors."""
    if positive(ctx, a):
        return Number(Fraction(1))
    if positive(ctx, -a):
        return Number(Fraction(-1))
    if nonnegative(ctx, a) and nonnegative(ctx, -a):
        return Number(Fraction(0))
    match a:
        case Op("neg", (b,)):
            return -_signed(ctx, b)
        case Op("mul", (b, c)):
            return _product(_signed(ctx, b), _signed(ctx, c))
        case Op("div", (b, c)):
            return _product(_signed(ctx, b), _signed(ctx, c))
    p = ctx.normal(a)
    if p:
        factor, _ = primitive(p)
        scale = abs(factor) if factor > 0 else factor
        if scale != 1:
            inner = Op("sign", (a / scale,))
            return inner if scale > 0 else -inner
    return Op("sign", (a,))


def _product(a: Term, b: Term) -> Term:
    """A product of signs, in which 1 is left out."""
    if a == Number(Fraction(1)):
        return b
    return a if b == Number(Fraction(1)) else a * b
