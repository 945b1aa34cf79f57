"""Two specifications held against each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from time import perf_counter

from adaptsym.equivalence.budget import Budget
from adaptsym.equivalence.decide import Attempt, attempt, seem_alike
from adaptsym.equivalence.explain import explained
from adaptsym.equivalence.probe import Witness, counterexample
from adaptsym.equivalence.results import DIFFERENT, REPARAMETRISED, SAME, UNDECIDED, Condition, Equivalence
from adaptsym.equivalence.words import assignments, constant, in_words, schedule
from adaptsym.errors import InputError
from adaptsym.proof.results import Verdict
from adaptsym.spec import Spec
from adaptsym.term import Equation, Role, Symbol, Word, walk

EXPLAINING = 2.0  # seconds at most for what is said of two that differ


def equivalent(
    a: Spec, b: Spec, *, words: Mapping[Word, Word] | None = None, limit_s: float = 10, explain: bool = True
) -> Equivalence:
    """Whether two specifications take the same steps, whatever the loss and its batches.

    Args:
        a: a specification.
        b: another.
        words: hyperparameters of `a` that are hyperparameters of `b` by another word. Those that are not named
            are matched if they are one word, and otherwise tried.
        limit_s: seconds of computing after which what is not decided is left undecided.
        explain: whether to look for what is left over, for agreements and for a repair, where the two differ.

    Raises:
        InputError: for a word that is no hyperparameter of its specification, or a limit that is no number of seconds.

    >>> from adaptsym.catalogue import adam, adam_outside, momentum
    >>> equivalent(momentum, momentum).relation
    'the same'
    """
    _checked(a, b, words, limit_s)
    began = perf_counter()
    budget = Budget.seconds(limit_s)
    best: tuple[dict[Word, Word], Attempt, tuple[Condition, ...]] | None = None
    for pairs in assignments(a, b, words):
        one, other, conditions = _in_step(in_words(a, pairs), in_words(b, {}))
        if best is not None and not seem_alike(one, other):
            continue  # the first one that is tried has its witness
        found = attempt(one, other, budget)
        if best is None or found.verdict is Verdict.PROVED or best[1].verdict is Verdict.REFUTED:
            best = pairs, found, conditions
        if found.verdict is Verdict.PROVED or budget.over:
            break
    assert best is not None
    out = _reported(a, b, *best, budget if explain else None)
    return replace(out, seconds=perf_counter() - began)


def _checked(a: Spec, b: Spec, words: Mapping[Word, Word] | None, limit_s: float) -> None:
    for spec in (a, b):
        if not isinstance(spec, Spec):
            raise InputError(f"equivalent takes two specifications, got {spec!r}")
    for v, w in (words or {}).items():
        for spec, word in ((a, v), (b, w)):
            if word not in spec.hyperparameters:
                raise InputError(f"{getattr(word, 'name', word)} is no hyperparameter of {spec.name}")
    if isinstance(limit_s, bool) or not isinstance(limit_s, (int, float)) or not limit_s > 0:
        raise InputError(f"limit_s is a number of seconds above 0, got {limit_s!r}")


def _in_step(a: Spec, b: Spec) -> tuple[Spec, Spec, tuple[Condition, ...]]:
    """A schedule on one side that is a constant on the other is held constant."""
    conditions: list[Condition] = []
    for word in sorted(a.schedules ^ b.schedules, key=lambda w: w.name):
        if word in a.hyperparameters and word in b.hyperparameters:
            a, b = (constant(spec, word) if word in spec.schedules else spec for spec in (a, b))
            conditions.append(Condition(f"{word.name} is constant"))
    return a, b, tuple(conditions)


def _reported(
    a: Spec, b: Spec, pairs: dict[Word, Word], found: Attempt, conditions: tuple[Condition, ...], budget: Budget | None
) -> Equivalence:
    matching = tuple(_matching(a, b, pairs, found))
    out = Equivalence(a, b, found.verdict, UNDECIDED, matching, found.swapped, conditions)
    if found.verdict is Verdict.PROVED:
        relation = SAME if found.plainly else REPARAMETRISED
        return replace(out, relation=relation, conditions=(*conditions, *_conditions(found)))
    if found.verdict is Verdict.UNDECIDED:
        left_over = found.simulation.residual if found.simulation else None
        return replace(out, residual=left_over, reason=found.reason)
    out = replace(out, relation=DIFFERENT, witness=None if found.witness is None else _in_both(found.witness, pairs))
    if budget is None:
        return out
    one, other, _ = _in_step(in_words(a, pairs), in_words(b, {}))
    told = explained(one, other, budget.at_most(EXPLAINING))
    return replace(
        out,
        residual=told.residual,
        agree_when=told.agree_when,
        repair=told.repair,
        initial_state=told.initial_state,
    )


def _in_both(witness: Witness, pairs: dict[Word, Word]) -> Witness:
    """The witness with hyperparameters by the names of both specifications."""
    values = witness.hyperparameters
    named = {v.name: values[w.name] for v, w in pairs.items() if w.name in values}
    return replace(witness, hyperparameters={**named, **values})


def _matching(a: Spec, b: Spec, pairs: dict[Word, Word], found: Attempt) -> Iterator[Equation]:
    for word in a.hyperparameters:
        other = pairs.get(word, word)
        if other in b.hyperparameters:
            yield Equation(Symbol(word), Symbol(other))
    if found.left is not None:
        for name, x in (found.relation or {}).items():
            yield Equation(found.left.before[name], x)


def _conditions(found: Attempt) -> Iterator[Condition]:
    """A relation whose coefficients hold a hyperparameter may need it constant: shown by a witness, where it does."""
    assert found.left is not None
    assert found.right is not None
    a, b = found.left.spec, found.right.spec
    words = dict.fromkeys(
        y.word
        for x in (found.relation or {}).values()
        for y in walk(x)
        if isinstance(y, Symbol) and y.word.role is Role.HYPERPARAMETER
    )
    for word in words:
        moving = schedule(a, word), schedule(b, word)
        witness = counterexample(*moving, point_only=found.shifted)
        if witness is not None:
            yield Condition(f"{word.name} is constant", witness)
    if found.start is not None:
        yield Condition(f"{found.left.spec.name} starts at {found.start}")
