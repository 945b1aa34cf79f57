"""Two specifications take the same steps: a relation between their states that one step keeps. Trusted.

The relation gives the parameter and every state of one as a term of the other's, before step t. It holds before
the first step, the gradient is taken at one point, and it holds again after the step; each by `compare`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import lru_cache

from adaptsym.equivalence.budget import Budget, Exhausted
from adaptsym.equivalence.exact import Comparison, compare
from adaptsym.equivalence.machine import Machine, after, at_start, machine, put, steps_range
from adaptsym.equivalence.products import readings
from adaptsym.errors import ProofError
from adaptsym.kernel.context import Context, Fact
from adaptsym.kernel.linear import Linear, linear
from adaptsym.kernel.rules import instance
from adaptsym.kernel.signs import nonnegative
from adaptsym.spec import Spec
from adaptsym.spec.model import later
from adaptsym.term import Kind, Number, Op, Term, walk

Relation = Mapping[str, Term]


@dataclass
class Simulation:
    """What came of holding one machine against another.

    Attributes:
        held: whether the relation holds at first and is kept, with gradients at one point: proved.
        start: states whose first values do not fit the relation.
        residual: the difference that is left where a comparison did not close.
        reason: why it is not held, in words.
    """

    held: bool = True
    start: list[str] = field(default_factory=list)
    residual: Term | None = None
    reason: str = ""


@lru_cache(maxsize=1024)
def invariants(spec: Spec) -> tuple[Fact, ...]:
    """States that are never negative, and shared ones never above 1: not at first, nor after a step from such."""
    m = machine(spec)
    start = Context(spec)
    hopeful = [Fact(place, False) for place in m.old.values()]
    hopeful += [Fact(1 - place, False) for place in m.old.values() if place.kind is Kind.SHARED]
    hopeful = [f for f in hopeful if _shown(start, at_start(f.term, m))]
    while hopeful:
        ctx = Context(spec, ranges=(steps_range(spec),), facts=tuple(hopeful))
        kept = [f for f in hopeful if _shown(ctx, after(f.term, m))]
        if kept == hopeful:
            break
        hopeful = kept
    return tuple(hopeful)


def _shown(ctx: Context, x: Term) -> bool:
    try:
        return nonnegative(ctx, x) or any(nonnegative(ctx, y) for y in readings(ctx.normal(x)))
    except ProofError:
        return False


def context(b: Machine) -> Context:
    """What is known before a step of a machine: t, and the invariants of its states."""
    return Context(b.spec, ranges=(steps_range(b.spec),), facts=invariants(b.spec))


def simulate(a: Machine, b: Machine, relation: Relation, budget: Budget) -> Simulation:
    """Whether a relation from the states of `b` to those of `a` is kept. The hyperparameters are the same words."""
    out = Simulation()
    ctx = context(b)
    steps = tuple(_step(a, b, relation))
    for what, x, y in steps:
        found = _tried(ctx, x, y, budget)
        if not found.proved:
            found = _first_apart(ctx, b, x, y, budget) or found
        _note(out, what, found)
        if not out.held:
            return out
    for what, x, y in _start(a, b, relation):
        found = _tried(Context(b.spec), x, y, budget)
        if not found.proved:
            out.start.append(what)
        _note(out, f"start of {what}", found)
    return out


def _tried(ctx: Context, x: Term, y: Term, budget: Budget) -> Comparison:
    try:
        return compare(ctx, x, y, budget)
    except ProofError as error:
        return Comparison(held=False, residual=x - y, reason=str(error))
    except Exhausted as cap:
        return Comparison(held=False, residual=x - y, reason=f"{cap} was reached")


def _first_apart(ctx: Context, b: Machine, x: Term, y: Term, budget: Budget) -> Comparison | None:
    """The first step, from the first values, and every later one: where the step looks at whether it is the first."""
    conditions = (z.args[0] for side in (x, y) for z in walk(side) if isinstance(z, Op) and z.op == "where")
    counts = (part for c in conditions if isinstance(c, Op) for part in c.args if b.spec.index in set(walk(part)))
    if all(linear(part) is None for part in counts):
        return None
    t = linear(b.spec.index)
    assert t is not None
    first = _tried(Context(b.spec), at_start(x, b), at_start(y, b), budget)
    onwards = replace(ctx, ranges=(*ctx.ranges, t - Linear((), b.spec.first + 1)))
    rest = _tried(onwards, x, y, budget)
    if not (first.held and rest.held):
        return None
    return Comparison(True, first.one_sided + rest.one_sided)


def _note(out: Simulation, what: str, found: Comparison) -> None:
    if not found.held:
        out.held, out.residual = False, found.residual
        out.reason = f"{what}: {found.reason or 'the two sides are not shown to be equal'}"
    elif found.one_sided:
        out.held = False
        out.reason = f"{what}: equal, but only one side needs {' and '.join(found.one_sided)}"


def _step(a: Machine, b: Machine, relation: Relation) -> Iterator[tuple[str, Term, Term]]:
    """What has to be equal at every step."""
    places = step_places(a, b, relation)
    name = a.parameter.word.name
    yield "point of the gradient", put(a.point, places), b.point
    yield "parameter", put(a.new[name], places), after(relation[name], b)
    for state in a.old:
        yield f"state {state}", put(a.new[state], places), after(relation[state], b)


def _start(a: Machine, b: Machine, relation: Relation) -> Iterator[tuple[str, Term, Term]]:
    """What has to be equal before the first step."""
    places = start_places(a, b, relation)
    for state in a.old:
        yield state, put(a.initial[state], places), at_start(relation[state], b)


def step_places(a: Machine, b: Machine, relation: Relation) -> dict[Term, Term]:
    """What stands for what: the states of `a` before the step, its gradient, and its count of steps."""
    places: dict[Term, Term] = {place: relation[name] for name, place in a.before.items()}
    places[a.gradient] = b.gradient
    places[a.spec.index] = later(b.spec.index, a.spec.first - b.spec.first)
    return {x: y for x, y in places.items() if x != y}


def start_places(a: Machine, b: Machine, relation: Relation) -> dict[Term, Term]:
    """The same before the first step: the parameter, and the first gradient."""

    def at_first(x: Term, m: Machine) -> Term:
        return instance(x, m.spec.index, Number(Fraction(m.spec.first)))

    return {
        at_first(a.gradient, a): at_first(b.gradient, b),
        at_first(a.parameter, a): at_start(relation[a.parameter.word.name], b),
    }
