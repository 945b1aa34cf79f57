"""What is said of two specifications that differ: what is left over, when they agree, what would mend it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from adaptsym.enclosure import Unseparated, differ
from adaptsym.equivalence.budget import Budget, Exhausted
from adaptsym.equivalence.changes import changed, rescalings, zeros
from adaptsym.equivalence.decide import attempt, seem_alike
from adaptsym.equivalence.differences import Pairing, pairing, residual, same_in_the_limit, started
from adaptsym.equivalence.probe import settings
from adaptsym.equivalence.results import REPARAMETRISED, SAME, Agreement, Repair
from adaptsym.errors import EvaluationError, ProofError
from adaptsym.proof.results import Verdict
from adaptsym.spec import Spec
from adaptsym.spec.model import head_of
from adaptsym.term import Equation, Term

MAX_AGREEMENTS = 6


@dataclass(frozen=True)
class Explanation:
    """What `Equivalence` says of two that differ."""

    residual: Term | None
    agree_when: tuple[Agreement, ...]
    repair: Repair | None
    initial_state: str


def explained(a: Spec, b: Spec, budget: Budget) -> Explanation:
    """Explain how two specifications, in the same words, differ. Each search ends with the budget."""
    pairs = pairing(a, b)
    return Explanation(
        residual(a, b, pairs),
        tuple(_agreements(a, b, pairs, budget)),
        _repair(a, b, pairs, budget),
        _initial(a, pairs),
    )


def _initial(a: Spec, pairs: Pairing) -> str:
    if not pairs.starts:
        return "agree"
    here = {e.left: e.right for e in a.initial}
    told = (f"{head_of(e)} is {here[e.left]} and {e.right}" for e in pairs.starts)
    return f"differ: {', '.join(told)}"


def _agreements(a: Spec, b: Spec, pairs: Pairing, budget: Budget) -> Iterator[Agreement]:
    found: list[tuple[Equation, ...]] = []
    for zeroed in zeros(a, b):
        if budget.over or len(found) == MAX_AGREEMENTS:
            break
        if any(set(map(str, known)) <= set(map(str, zeroed)) for known in found):
            continue
        one, other = changed(a, *zeroed), changed(b, *zeroed)
        if _proved(one, other, budget) is not None and _moves(other):
            found.append(zeroed)
            yield Agreement(" and ".join(f"{e.left} = {e.right}" for e in zeroed), proved=True)
    powers = same_in_the_limit(a, b, pairs, budget)
    if powers:
        yield Agreement(f"t -> infinity, where {powers} are 0", proved=False)


def _moves(spec: Spec) -> bool:
    """Whether the parameter moves at all."""
    instance = next(settings(spec, spec, 1, steps=4))
    run = instance.unrolled(spec)
    try:
        last = run.value(spec.by_name[spec.parameter.name].left, spec.first + 3)
    except (EvaluationError, Unseparated):
        return True
    return any(differ(x, y) for x, y in zip(last[0], instance.start, strict=True))


def _repair(a: Spec, b: Spec, pairs: Pairing, budget: Budget) -> Repair | None:
    for starts, changes in _repairs(a, b, pairs):
        if budget.over:
            return None
        relation = _proved(changed(started(a, *starts), *changes), b, budget)
        if relation is not None:
            return Repair((*starts, *changes), relation)
    return None


def _repairs(a: Spec, b: Spec, pairs: Pairing) -> Iterator[tuple[tuple[Equation, ...], tuple[Equation, ...]]]:
    if pairs.starts:
        yield pairs.starts, ()
    for changes in rescalings(a, b):
        yield pairs.starts, changes


def _proved(a: Spec, b: Spec, budget: Budget) -> str | None:
    """How two are the same, if that is proved."""
    if not seem_alike(a, b):
        return None
    try:
        found = attempt(a, b, budget.at_most(2))
    except (ProofError, Exhausted):
        return None
    if found.verdict is not Verdict.PROVED:
        return None
    return SAME if found.plainly else REPARAMETRISED
