"""Counterexamples: exact numbers at which a claim fails, found by trying and evaluated again before they are shown."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from adaptsym.claims import Claim
from adaptsym.enclosure import Real, Unseparated, differ
from adaptsym.errors import EvaluationError, NotComputedError
from adaptsym.kernel.check import setting, settled
from adaptsym.kernel.linear import linear
from adaptsym.proof.results import Witness
from adaptsym.spec import Spec
from adaptsym.term import REDUCTIONS, UNIT, At, Big, Domain, Op, Role, Symbol, Word, free_symbols, walk
from adaptsym.unroll import Hyperparameter, Unrolling, Value, lift

UNDEFINED = "undefined"
INSTANCES = 12
STEPS = (*range(9), 12, 17, 25, 40)  # claims that hold for small t and fail later exist


@dataclass(frozen=True)
class Instance:
    """Numbers for everything that a claim leaves open."""

    hyperparameters: dict[str, Fraction | tuple[Fraction, ...]]
    start: tuple[Fraction, ...]
    gradients: tuple[tuple[Fraction, ...], ...]

    def unrolled(self, spec: Spec) -> Unrolling:
        """The specification run on these numbers."""

        def gradient(_: Value, t: int) -> Value:
            n = t - spec.first
            if not 0 <= n < len(self.gradients):
                raise NotComputedError(f"no gradient is given for t = {t}")
            return (self.gradients[n],)

        def setting(value: Fraction | tuple[Fraction, ...]) -> Hyperparameter:
            if not isinstance(value, tuple):
                return value
            return lambda t: value[max(0, min(t - spec.first, len(value) - 1))]

        return Unrolling(spec, {n: setting(v) for n, v in self.hyperparameters.items()}, (self.start,), gradient)


def refute(spec: Spec, claim: Claim, *, seed: int = 0, instances: int = INSTANCES) -> Witness | None:
    """A witness against a claim, or None if none was met. Deterministic.

    Raises:
        ProofError: if the claim is not well-formed over the specification.
    """
    about, goal = setting(spec, claim), settled(claim)
    for instance in _instances(about, goal, random.Random(seed), instances):
        run = instance.unrolled(about)
        for t in (t for t in STEPS if t >= goal.since):
            sides = _sides(run, goal, t)
            found = _witness(about, goal, instance, t) if sides is not None and _fails(goal.relation, *sides) else None
            if found is not None:
                return found
    return None


def holds(spec: Spec, claim: Claim, witness: Witness) -> bool:
    """Whether a claim survives a witness: false if the witness refutes it, evaluated anew from its numbers."""
    about, goal = setting(spec, claim), settled(claim)
    instance = Instance(witness.hyperparameters, witness.start, witness.gradients)
    sides = _sides(instance.unrolled(about), goal, witness.t)
    return sides is None or not _fails(goal.relation, *sides)


def course(spec: Spec, claim: Claim, witness: Witness, last: int) -> Iterator[tuple[int, Real, Real]]:
    """Both sides of a claim, step by step, on the numbers of a witness over and over; where it says anything.

    Of an array, the element is shown at which the witness fails.
    """
    about, goal = setting(spec, claim), settled(claim)

    def repeated(row: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(row[n % len(row)] for n in range(last + 2))

    numbers = {n: repeated(v) if isinstance(v, tuple) else v for n, v in witness.hyperparameters.items()}
    run = Instance(numbers, witness.start, repeated(witness.gradients)).unrolled(about)
    found = {t: _sides(run, goal, t) for t in range(goal.since, last + 1)}
    worst = found.get(witness.t)
    place = 0 if worst is None else _leaves(worst, goal).index(True)
    for t, sides in found.items():
        if sides is not None and UNDEFINED not in sides:
            left, right = (_elements(x)[place % len(_elements(x))] for x in sides)
            yield t, left, right


def _elements(side: Side) -> tuple[Any, ...]:
    """The elements of the first parameter."""
    return (
        _elements(side[0])
        if isinstance(side, tuple) and isinstance(side[0], tuple)
        else tuple(side if isinstance(side, tuple) else (side,))
    )


def _leaves(sides: tuple[Side, Side], claim: Claim) -> list[bool]:
    """For each element of one parameter, whether the claim fails there."""
    rows = [_elements(x) for x in sides]
    width = max(map(len, rows))
    return [_fails(claim.relation, *(row[n % len(row)] for row in rows)) for n in range(width)]


def _witness(spec: Spec, claim: Claim, instance: Instance, t: int) -> Witness | None:
    """The failure, on no more steps than it needs, evaluated again from the numbers that are reported."""
    least, all_of_them = max(1, t - spec.first + 2), len(instance.gradients)
    for used in (*range(least, min(least + 8, all_of_them)), all_of_them):  # a claim may look ahead
        hyperparameters = {n: v[:used] if isinstance(v, tuple) else v for n, v in instance.hyperparameters.items()}
        small = Instance(hyperparameters, instance.start, instance.gradients[:used])
        sides = _sides(small.unrolled(spec), claim, t)
        if sides is not None and _fails(claim.relation, *sides):
            left, right = map(_written, sides)
            return Witness(t, hyperparameters, small.start, small.gradients, left, right)
    return None


Side = Value | str


def _sides(run: Unrolling, claim: Claim, t: int) -> tuple[Side, Side] | None:
    """Both sides at t; None where a condition does not hold, or nothing is decided."""
    last = _last(claim, t)
    try:
        if not all(_all_true(run.value(c, t, bound)) for c in claim.given for bound in _bindings(run, c, last)):
            return None
    except (EvaluationError, Unseparated):
        return None
    found: list[Side] = []
    for side in (claim.left, claim.right):
        try:
            found.append(run.value(side, t))
        except (NotComputedError, Unseparated):
            return None
        except EvaluationError:
            found.append(UNDEFINED)
    return found[0], found[1]


def _last(claim: Claim, t: int) -> int:
    """The last step that a claim speaks of at t, at most: ``t + 1`` for one that reads ``g[t+1]``."""
    every = [x for side in (claim.left, claim.right) for x in walk(side)]
    places = [linear(x.index if isinstance(x, At) else x.high) for x in every if isinstance(x, (At, Big))]
    return max((e.constant + t * sum(n for _, n in e.terms if n > 0) for e in places if e is not None), default=t)


def _bindings(run: Unrolling, condition: Op, last: int) -> Iterator[dict[Symbol, int]]:
    """The steps at which a condition has to hold: this one, or every one up to the last where it has its own index."""
    index = run.spec.index
    own = [s for s in free_symbols(condition) if s.word.role is Role.INDEX and s != index]
    if not own:
        yield {}
    for every in own:
        yield from ({every: n} for n in range(run.spec.first, max(last, run.spec.first) + 1))


def _all_true(value: Value) -> bool:
    return all(map(_all_true, value)) if isinstance(value, tuple) else bool(value)


def _fails(relation: str, left: Side, right: Side) -> bool:
    if UNDEFINED in (left, right):
        return left != right
    compare = {
        "eq": differ,
        "le": _above,
        "lt": _not_below,
        "ge": lambda a, b: _above(b, a),
        "gt": lambda a, b: _not_below(b, a),
    }[relation]
    return _any_true(lift(compare, left, right))


def _any_true(value: Value) -> bool:
    return any(map(_any_true, value)) if isinstance(value, tuple) else bool(value)


def _above(a: Real, b: Real) -> bool:
    try:
        return a > b
    except Unseparated:
        return False


def _not_below(a: Real, b: Real) -> bool:
    try:
        return a >= b
    except Unseparated:
        return False


def _written(side: Side) -> str:
    if isinstance(side, tuple):
        parts = [_written(part) for part in side]
        return parts[0] if len(parts) == 1 else f"({', '.join(parts)})"
    return str(side)


# ---------------------------------------------------------------- numbers to try


def _instances(spec: Spec, claim: Claim, chance: random.Random, count: int) -> Iterator[Instance]:
    words = {
        x.word
        for side in (claim.left, claim.right, *claim.given)
        for x in walk(side)
        if isinstance(x, (At, Symbol)) and x.word.role in (Role.HYPERPARAMETER, Role.CONSTANT)
    }
    words |= set(spec.hyperparameters)
    claimed = {
        x.word
        for side in (claim.left, claim.right)
        for x in walk(side)
        if isinstance(x, At) and x.word.role is Role.HYPERPARAMETER
    }
    schedules = spec.schedules | claimed
    every = (*(e.right for e in spec.equations), claim.left, claim.right)
    elements = 2 if any(isinstance(x, Op) and x.op in REDUCTIONS for side in every for x in walk(side)) else 1
    steps = max(STEPS) + 2
    for n in range(count):
        values: dict[str, Fraction | tuple[Fraction, ...]] = {}
        for word in sorted(words, key=lambda w: w.name):
            if word in schedules:
                values[word.name] = tuple(_inside(word.domain, chance, 1) for _ in range(steps))
            else:
                values[word.name] = _inside(word.domain, chance, n)
        start = tuple(_nonzero(chance) for _ in range(elements))
        gradients = tuple(tuple(_nonzero(chance) for _ in range(elements)) for _ in range(steps))
        if (
            n % INSTANCES == 10
        ):  # gradients that grow, decays that rise from one word to the next: moments far from their means
            unit = [w for w in sorted(words - schedules, key=lambda w: w.name) if w.domain == UNIT]
            values |= {w.name: _RISING[k % 2] for k, w in enumerate(unit)}
            gradients = tuple((Fraction(2) ** k,) * elements for k in range(steps))
        if n % INSTANCES == 11:  # everything small: below 1, a square is less and a root is more
            above = [w for w in words - schedules if w.domain.high is None and not w.domain.whole]
            values |= {w.name: (w.domain.low or Fraction(0)) + _SMALL for w in above}
            gradients = tuple(tuple(_SMALL * x for x in row) for row in gradients)
        level = _constant_gradient(spec, claim)
        constant = None if level is None else values[level.name]
        if isinstance(constant, Fraction):
            gradients = ((constant,) * elements,) * steps
        for scale in _SCALES if claim.given and level is None else _SCALES[:1]:
            small = tuple(tuple(scale * x for x in row) for row in gradients)
            yield Instance(values, start, small)
        bound = _bound_of_gradients(spec, claim)
        largest = None if bound is None else values[bound.name]
        if isinstance(largest, Fraction):  # a bound is met at its edge, if anywhere
            yield Instance(values, start, ((largest,) * elements,) * steps)


def _constant_gradient(spec: Spec, claim: Claim) -> Word | None:
    """The hyperparameter that every gradient equals by two conditions: g[i] <= c and g[i] >= c."""
    for x in claim.given:
        match x:
            case Op("le", (At(word), Symbol(level)) as sides) if (
                word == spec.gradient and Op("ge", sides) in claim.given
            ):
                return level
    return None


def _bound_of_gradients(spec: Spec, claim: Claim) -> Word | None:
    """The hyperparameter that bounds every gradient by a condition: abs(g[i]) <= G, or >= G."""
    for x in claim.given:
        match x:
            case Op("le" | "ge", (Op("abs", (At(word),)), Symbol(bound))) if word == spec.gradient:
                return bound
    return None


_RISING = (Fraction(1, 2), Fraction(9, 10))
_SMALL = Fraction(1, 64)
_SCALES = (Fraction(1), Fraction(1, 8), Fraction(1, 512))  # conditions such as abs(g[i]) <= G ask for small gradients
_UNIT_VALUES = (Fraction(1, 2), Fraction(2, 3), Fraction(0), Fraction(9, 10), Fraction(1, 3), Fraction(3, 4))


def _inside(domain: Domain, chance: random.Random, n: int) -> Fraction:
    """A number of the domain; the n-th instance decides how plain it is."""
    if domain.whole:
        low = 0 if domain.low is None else int(domain.low)
        return Fraction(chance.randint(low + 1, low + 5))
    if domain.low is not None and domain.high is not None:
        for _ in range(20):
            x = domain.low + (domain.high - domain.low) * chance.choice(_UNIT_VALUES[: 2 + n])
            if x in domain:
                return x
        return (domain.low + domain.high) / 2
    size = Fraction(chance.randint(1, 12), chance.randint(1, 5))
    if domain.low is not None:
        return domain.low + size
    return domain.high - size if domain.high is not None else _nonzero(chance)


def _nonzero(chance: random.Random) -> Fraction:
    return Fraction(chance.choice((-1, 1)) * chance.randint(1, 9), chance.randint(1, 4))
