"""Exact numbers on which two specifications take other steps, found by running both; and what their states do there.

The gradients are given, one row a step: any numbers can be the gradients of some loss on some batch.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain

from adaptsym.enclosure import Real, Unseparated, differ
from adaptsym.errors import EvaluationError, NotComputedError
from adaptsym.proof.refute import Instance
from adaptsym.spec import Spec
from adaptsym.term import REDUCTIONS, At, Domain, Op, Role, Symbol, Term, Word, walk
from adaptsym.unroll import Unrolling, Value

UNDEFINED = "undefined"
STEPS = 8
PLACES = ("point of the gradient", "parameter")


@dataclass(frozen=True)
class Witness:
    """Exact numbers on which two specifications take other steps.

    Attributes:
        step: the step at which they first differ, from 1.
        what: what differs there: where the gradient is taken, or the parameter after the step.
        hyperparameters: by name; a schedule by its values from the first step on.
        start: the parameter before the first step.
        gradients: one row a step.
        left, right: the values in both: a fraction for each element; two fractions around one that is not rational;
            or 'undefined'.
    """

    step: int
    what: str
    hyperparameters: dict[str, Fraction | tuple[Fraction, ...]]
    start: tuple[Fraction, ...]
    gradients: tuple[tuple[Fraction, ...], ...]
    left: tuple[Real, ...] | str
    right: tuple[Real, ...] | str

    def __str__(self) -> str:
        setting = [f"{name} = {_shown(value)}" for name, value in self.hyperparameters.items()]
        rows = ", ".join(_shown(row) for row in self.gradients)
        setting += [f"start {_shown(self.start)}", f"gradients {rows}"]
        return f"step {self.step}, with {', '.join(setting)}: {self.what} {_shown(self.left)} and {_shown(self.right)}"


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return _shown(value[0]) if len(value) == 1 else f"({', '.join(map(_shown, value))})"
    return str(value)


def counterexample(a: Spec, b: Spec, *, point_only: bool = False, instances: int = 5) -> Witness | None:
    """Numbers on which the two take other steps, evaluated again before they are returned; None if none was met.

    Args:
        a: a specification.
        b: another, in the same words for hyperparameters.
        point_only: look only at where gradients are taken, not at the parameter.
        instances: how many settings are tried.
    """
    usual = settings(a, b, instances)
    for instance in chain(usual, (x for spec in (a, b) for x in _on_the_edge(spec, next(settings(a, b, 1))))):
        found = first_difference(a, b, instance, point_only=point_only)
        if found is None:
            continue
        used = found.step
        hyper = {n: v[:used] if isinstance(v, tuple) else v for n, v in instance.hyperparameters.items()}
        small = Instance(hyper, instance.start, instance.gradients[:used])
        again = first_difference(a, b, small, point_only=point_only)
        if again is not None:
            return again
    return None


def _on_the_edge(spec: Spec, instance: Instance) -> Iterator[Instance]:
    """The instance with a threshold moved to what it is compared with at some step: there > and >= part."""
    conditions = {x.args[0] for e in spec.equations for x in walk(e.right) if isinstance(x, Op) and x.op == "where"}
    for condition in sorted(conditions, key=str):
        sides = condition.args if isinstance(condition, Op) else ()
        for limit, x in zip(sides, sides[::-1], strict=True):
            if isinstance(limit, Symbol) and limit.word.role is Role.HYPERPARAMETER:
                run = instance.unrolled(spec)
                for n in range(STEPS):
                    try:
                        value = run.value(x, spec.first + n)
                    except (EvaluationError, Unseparated):
                        break
                    if isinstance(value, Fraction) and value in limit.word.domain:
                        moved = {**instance.hyperparameters, limit.word.name: value}
                        yield Instance(moved, instance.start, instance.gradients)


def parameter_first(a: Spec, b: Spec, witness: Witness) -> Witness:
    """The witness at the parameter that led to its point, where that is where the two part; one step less."""
    used = witness.step - 1
    if used < 1 or witness.what != PLACES[0]:
        return witness
    hyper = {n: v[:used] if isinstance(v, tuple) else v for n, v in witness.hyperparameters.items()}
    shorter = first_difference(a, b, Instance(hyper, witness.start, witness.gradients[:used]))
    return shorter or witness


def agrees(a: Spec, b: Spec, witness: Witness) -> bool:
    """Whether a witness fails to tell the two apart, evaluated anew from its numbers."""
    instance = Instance(witness.hyperparameters, witness.start, witness.gradients)
    return first_difference(a, b, instance, point_only=witness.what == PLACES[0]) is None


def first_difference(a: Spec, b: Spec, instance: Instance, *, point_only: bool = False) -> Witness | None:
    """The first step at which the two are shown to differ on these numbers."""
    one, other = instance.unrolled(a), instance.unrolled(b)
    for n in range(len(instance.gradients)):
        for what in PLACES[: 1 if point_only else 2]:
            left, right = (_at(run, what, n) for run in (one, other))
            if left is None or right is None:
                return None
            if _apart(left, right):
                return Witness(n + 1, what, instance.hyperparameters, instance.start, instance.gradients, left, right)
            if UNDEFINED in (left, right):
                return None
    return None


def _at(run: Unrolling, what: str, n: int) -> tuple[Real, ...] | str | None:
    """The point or the new parameter of the n-th step (from 0); None where it is not computed."""
    t = run.spec.first + n
    try:
        value: Value = run.value(
            run.spec.point if what == PLACES[0] else run.spec.by_name[run.spec.parameter.name].left, t
        )
    except (NotComputedError, Unseparated):
        return None
    except EvaluationError:
        return UNDEFINED
    return tuple(value[0])


def _apart(left: tuple[Real, ...] | str, right: tuple[Real, ...] | str) -> bool:
    if isinstance(left, str) or isinstance(right, str):
        return left != right
    return any(differ(x, y) for x, y in zip(left, right, strict=True))


# ---------------------------------------------------------------- numbers to try

_UNIT = tuple(Fraction(*q) for q in ((1, 2), (2, 3), (3, 4), (4, 5), (1, 3), (9, 10), (3, 5), (1, 4), (5, 6)))
_SIZES = tuple(Fraction(*q) for q in ((1, 2), (1, 3), (2, 1), (1, 5), (3, 2), (1, 7), (5, 3), (2, 7), (3, 4)))
_GRADIENTS = (1, -2, 3, 1, -1, 2, 4, -3, 2, 5, -4, 1, 3, -1, -2, 6, 1, 2)


def settings(a: Spec, b: Spec, count: int, *, steps: int = STEPS) -> Iterator[Instance]:
    """Numbers for everything that two specifications leave open, plain ones first. Deterministic."""
    words = list(dict.fromkeys(sorted({*a.hyperparameters, *b.hyperparameters}, key=lambda w: w.name)))
    schedules = a.schedules | b.schedules
    every = [e.right for spec in (a, b) for e in spec.equations]
    reduces = any(isinstance(x, Op) and x.op in REDUCTIONS for side in every for x in walk(side))
    width = 2 if reduces else 1
    exponents = _in_exponents(every)
    for n in range(count):
        values: dict[str, Fraction | tuple[Fraction, ...]] = {}
        for k, word in enumerate(words):
            if word in exponents and word not in schedules and 2 in word.domain:
                values[word.name] = Fraction(1 + (n + k) % 3)
            elif word in schedules:
                values[word.name] = tuple(number_in(word.domain, n + k + 2 * m) for m in range(steps + 1))
            else:
                values[word.name] = number_in(word.domain, n + k)
        start = tuple(Fraction(2 + m + n, 1 + m) for m in range(width))
        rows = tuple(tuple(_gradient(n, step, m) for m in range(width)) for step in range(steps))
        yield Instance(values, start, rows)


def _in_exponents(sides: list[Term]) -> set[Word]:
    """The words that stand in exponents: they are given whole numbers, so that powers are computed."""
    powers = [x for side in sides for x in walk(side) if isinstance(x, Op) and x.op == "pow"]
    return {y.word for x in powers for y in walk(x.args[1]) if isinstance(y, (Symbol, At))}


def _gradient(n: int, step: int, m: int) -> Fraction:
    """Whole numbers at first; later settings have zeros, and smaller gradients."""
    value = Fraction(_GRADIENTS[(step + 5 * m + 3 * n) % len(_GRADIENTS)])
    if n == 2 and step == m:
        return Fraction(0)
    return value / (1, 1, 1, 4, 30)[n % 5]


def number_in(domain: Domain, k: int) -> Fraction:
    """A number of a domain; other k, other numbers."""
    low, high = domain.low, domain.high
    if domain.whole:
        return Fraction((0 if low is None else int(low)) + 1 + k % 5)
    if low is not None and high is not None:
        return low + (high - low) * _UNIT[k % len(_UNIT)]
    size = _SIZES[k % len(_SIZES)]
    if low is not None:
        return low + size
    return high - size if high is not None else size
