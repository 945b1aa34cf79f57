"""Two specifications take the same steps: a relation between their states that one step keeps. Trusted.

The relation gives the parameter and every state of one as a term of the other's, before step t. It holds before
the first step, the gradient is taken at one point, and it holds again after the step; each by `compare`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache

from adaptsym.equivalence.exact import Budget, Comparison, Exhausted, compare
from adaptsym.equivalence.machine import Machine, after, at_start, put, steps_range
from adaptsym.errors import ProofError
from adaptsym.kernel.context import Context, Fact
from adaptsym.kernel.rules import instance
from adaptsym.proof.theorems import invariants
from adaptsym.spec import Spec
from adaptsym.spec.model import later
from adaptsym.term import At, Number, Term

Relation = Mapping[str, Term]


@dataclass
class Simulation:
    """What came of holding one machine against another.

    Attributes:
        held: whether the relation holds at first and is kept, with gradients at one point: proved.
        start: states whose first values do not fit the relation.
        assumed: conditions under which a step is defined, the same for both.
        residual: the difference that is left where a comparison did not close.
        reason: why it is not held, in words.
    """

    held: bool = True
    start: list[str] = field(default_factory=list)
    assumed: list[str] = field(default_factory=list)
    residual: Term | None = None
    reason: str = ""


@lru_cache(maxsize=256)
def nonnegative_states(spec: Spec) -> tuple[str, ...]:
    """The states that are never negative, each by a theorem."""
    proved = (x.claim.left for x in invariants(spec, ()))
    return tuple(x.word.name for x in proved if isinstance(x, At) and x.word in spec.states)


def context(b: Machine) -> Context:
    """What is known before a step of a machine: t, and the states that are never negative."""
    known = nonnegative_states(b.spec)
    facts = tuple(Fact(place, False) for name, place in b.old.items() if name in known)
    return Context(b.spec, ranges=(steps_range(b.spec),), facts=facts)


def simulate(a: Machine, b: Machine, relation: Relation, budget: Budget) -> Simulation:
    """Whether a relation from the states of `b` to those of `a` is kept. The hyperparameters are the same words."""
    out = Simulation()
    ctx = context(b)
    for what, where, x, y in _obligations(a, b, relation, ctx):
        try:
            found = compare(where, x, y, budget)
        except ProofError as error:
            out.held, out.reason = False, f"{what}: {error}"
            return out
        except Exhausted as cap:
            out.held, out.reason = False, f"{what}: {cap} was reached"
            return out
        if what.startswith("start of ") and not found.proved:
            out.start.append(what.removeprefix("start of "))
        _note(out, what, found)
        if not out.held and not what.startswith("start of "):
            return out
    return out


def _note(out: Simulation, what: str, found: Comparison) -> None:
    out.assumed += [c for c in found.assumed if c not in out.assumed]
    if not found.held:
        out.held, out.residual = False, found.residual
        out.reason = f"{what}: the two sides are not shown to be equal"
    elif found.one_sided:
        out.held = False
        out.reason = f"{what}: equal, but only one side needs {' and '.join(found.one_sided)}"


def _obligations(a: Machine, b: Machine, relation: Relation, ctx: Context) -> Iterator[tuple[str, Context, Term, Term]]:
    places = step_places(a, b, relation)
    name = a.parameter.word.name
    yield "point of the gradient", ctx, put(a.point, places), b.point
    yield "parameter", ctx, put(a.new[name], places), after(relation[name], b)
    for state in a.old:
        yield f"state {state}", ctx, put(a.new[state], places), after(relation[state], b)
    start = start_places(a, b, relation)
    for state in a.old:
        before = Context(b.spec)
        yield f"start of {state}", before, put(a.initial[state], start), at_start(relation[state], b)


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
