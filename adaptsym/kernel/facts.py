"""Where facts of sign come from: what is given, the domains, what was proved before, and laws for every step."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from adaptsym.claims import Claim
from adaptsym.errors import ProofError
from adaptsym.kernel.context import Context, Fact, Law
from adaptsym.kernel.linear import Linear, linear, linear_term
from adaptsym.kernel.polynomial import constant
from adaptsym.term import At, Op, Role, Symbol, Term, free_symbols, offset, substitute, walk


def comparison(relation: str, left: Term, right: Term) -> Fact:
    """A comparison as the sign of a difference.

    Raises:
        ProofError: for anything else.
    """
    match relation:
        case "le" | "lt":
            return Fact(right - left, relation == "lt")
        case "ge" | "gt":
            return Fact(left - right, relation == "gt")
    raise ProofError(f"{relation} is no inequality")


def condition_fact(condition: Term) -> Fact:
    """A condition of a claim as a fact."""
    if not isinstance(condition, Op) or len(condition.args) != 2:
        raise ProofError(f"{condition} is no comparison")
    return comparison(condition.op, *condition.args)


def granted(ctx: Context, condition: Term, at: Term) -> bool:
    """Whether a condition of a theorem, applied at an index, is there: a law, word for word, or said by a fact
    less a number.
    """
    if of_every_step(ctx, condition):
        return any(law.condition == condition for law in ctx.laws)
    wanted = condition_fact(substitute(condition, ctx.spec.index, at))
    for fact in ctx.facts:
        gap = constant(ctx.normal(wanted.term - fact.term))
        if gap is not None and (gap > 0 or (gap == 0 and (fact.strict or not wanted.strict))):
            return True
    return False


def of_every_step(ctx: Context, condition: Term) -> bool:
    """Whether a condition has an index of its own, for every step: a law, and no fact about this step."""
    return any(s.word.role is Role.INDEX and s != ctx.spec.index for s in free_symbols(condition))


def relevant(ctx: Context, x: Term) -> Iterator[Fact]:
    """Every fact that may bear on the sign of a term."""
    inside = _inside(x)
    for fact in (*ctx.facts, *_laws(ctx, inside), *_proved(ctx, inside)):
        yield fact
        yield from _without_absolute(fact)
    yield from _of_itself(x)


@lru_cache(maxsize=4096)
def _inside(x: Term) -> tuple[Term, ...]:
    """The term and every term below it, each once."""
    return tuple(dict.fromkeys(walk(x)))


@lru_cache(maxsize=4096)
def _of_itself(x: Term) -> tuple[Fact, ...]:
    """What is known of the parts of a term wherever they stand: the domains of its words, and that a sign lies
    between -1 and 1.
    """
    return tuple(fact for part in _inside(x) for fact in (*_domain(part), *_sign(part)))


def _sign(y: Term) -> Iterator[Fact]:
    if isinstance(y, Op) and y.op == "sign":
        yield Fact(1 - y, False)
        yield Fact(1 + y, False)


def _domain(y: Term) -> Iterator[Fact]:
    if isinstance(y, (Symbol, At)) and y.word.role in (Role.HYPERPARAMETER, Role.CONSTANT):
        domain = y.word.domain
        if domain.low is not None:
            yield Fact(y - domain.low, not domain.low_closed)
        if domain.high is not None:
            yield Fact(domain.high - y, not domain.high_closed)


def _proved(ctx: Context, inside: tuple[Term, ...]) -> Iterator[Fact]:
    """What inequalities proved before say: of a sequence, at the index at which it stands; others at this step."""
    t = ctx.spec.index
    for k, c in enumerate(ctx.lemmas):
        for at in dict.fromkeys(_places(c, t, inside)) if c.relation != "eq" else ():
            if (k, at) not in ctx.said:
                ctx.said[k, at] = _instance(ctx, c, at)
            yield from ctx.said[k, at]


def _instance(ctx: Context, c: Claim, at: Linear) -> tuple[Fact, ...]:
    """An inequality proved before at another index, if it holds there."""
    t, n = ctx.spec.index, linear_term(at)
    if not ctx.at_least(at, c.since) or not all(granted(ctx, x, n) for x in c.given):
        return ()
    return (comparison(c.relation, substitute(c.left, t, n), substitute(c.right, t, n)),)


def _places(c: Claim, t: Symbol, inside: tuple[Term, ...]) -> Iterator[Linear]:
    if not isinstance(c.left, At):
        timeless = all(t not in free_symbols(x) for x in (c.left, c.right, *c.given))
        yield Linear((), c.since) if timeless else Linear(((t.word, 1),))  # the same at every step: say, its first
        return
    step = offset(c.left.index)
    for y in inside:
        at = linear(y.index) if isinstance(y, At) and y.word == c.left.word else None
        if at is not None and step is not None:
            yield at - Linear((), step)


def _laws(ctx: Context, inside: tuple[Term, ...]) -> Iterator[Fact]:
    """What conditions that hold at every step say at the steps that occur in a term."""
    for law in ctx.laws:
        for at in dict.fromkeys(_steps(law, inside)):
            if ctx.at_least(at, law.since):
                yield condition_fact(substitute(law.condition, law.index, linear_term(at)))


def _steps(law: Law, inside: tuple[Term, ...]) -> Iterator[Linear]:
    """The values of a law's index at which one of its sequences becomes one that stands in the term."""
    for pattern in walk(law.condition):
        if isinstance(pattern, At) and (k := offset(pattern.index)) is not None:
            for y in inside:
                at = linear(y.index) if isinstance(y, At) and y.word == pattern.word else None
                if at is not None:
                    yield at - Linear((), k)


def _without_absolute(fact: Fact) -> Iterator[Fact]:
    """b - abs(p) >= 0 says both b - p >= 0 and b + p >= 0."""
    match fact.term:
        case Op("sub", (b, Op("abs", (p,)))):
            yield Fact(b - p, fact.strict)
            yield Fact(b + p, fact.strict)
