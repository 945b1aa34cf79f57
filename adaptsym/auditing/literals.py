"""Numbers that code has written into its step, as hyperparameters: 0.9 and 0.1 are a decay and what is left of it.

What holds for every value of a hyperparameter holds for the one that the code has.

>>> from adaptsym.notation import eta, g, grad, s, t, theta
>>> from adaptsym.spec import optimizer
>>> written = optimizer("written", s[0] == 0, g[t] == grad(theta[t]), s[t] == "0.9"*s[t-1] + "0.1"*g[t],
...     theta[t+1] == theta[t] - eta*s[t])
>>> found = next(lifted(written))
>>> found.spec.by_name["s"], found.notes
(s[t] == decay1*s[t - 1] + (1 - decay1)*g[t], ('9/10 is taken for a hyperparameter, decay1',))
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from adaptsym.errors import SpecError
from adaptsym.notation import UNIT, epsilon, eta, hyperparameter
from adaptsym.spec import Spec, optimizer
from adaptsym.term import At, Equation, Kind, Number, Op, Symbol, Term, rebuild, walk

SMALL = Fraction(1, 50)  # an added number up to this is a guard


@dataclass(frozen=True)
class Lifted:
    """A specification with its numbers as hyperparameters, and what was done, in words."""

    spec: Spec
    notes: tuple[str, ...]


def lifted(spec: Spec) -> Iterator[Lifted]:
    """The specification with its decays, its guard and its learning rate as hyperparameters, where it has numbers.

    One for each place at which its learning rate may stand: before the step, before the gradient, at the start. The
    settings of the new hyperparameters are the numbers, so that it takes the same steps.
    """
    table = _table(spec)
    for place in (_of_step, _of_gradient, _of_start):
        found = _rated(spec, place)
        if found is not None or (place is _of_step and table):
            made = _made(spec, table, *(found or (spec.equations, spec.initial, None)))
            if made is not None:
                yield made


def _made(
    spec: Spec,
    table: dict[Fraction, Term],
    equations: tuple[Equation, ...],
    initial: tuple[Equation, ...],
    rate: Fraction | None,
) -> Lifted | None:
    def change(x: Term) -> Term:
        if isinstance(x, Number):
            return table.get(x.fraction, x)
        if isinstance(x, Op) and x.op == "pow" and isinstance(x.args[1], Number):
            return Op("pow", (change(x.args[0]), x.args[1]))
        return x if isinstance(x, At) else rebuild(x, change)

    changed = [Equation(e.left, change(e.right)) for e in equations]
    chosen = {q: x for q, x in table.items() if isinstance(x, Symbol)}
    numbers = [*chosen.items(), *([(rate, eta)] if rate is not None else [])]
    settings = [Equation(x, Number(q)) for q, x in numbers]
    try:
        made = optimizer(spec.name, *spec.settings, *settings, *initial, *changed, source=spec.source)
    except SpecError:  # the names are taken, or a number is both a decay and something else
        return None
    return Lifted(made, tuple(f"{q} is taken for a hyperparameter, {x}" for q, x in numbers))


def _table(spec: Spec) -> dict[Fraction, Term]:
    """What each number becomes."""
    found: dict[Fraction, Term] = {}
    for n, q in enumerate(dict.fromkeys(_decays(spec)), 1):
        word = hyperparameter(f"decay{n}", rf"\beta_{n}", UNIT, "a decay that the code has as a number")
        found[q] = word
        found.setdefault(1 - q, 1 - word)
    guards = set(_guards(spec))
    if len(guards) == 1 and epsilon.word not in spec.hyperparameters:
        found.setdefault(guards.pop(), epsilon)
    return found


def _nodes(spec: Spec) -> Iterator[Term]:
    for e in spec.equations:
        yield from walk(e.right)


def _decays(spec: Spec) -> Iterator[Fraction]:
    """Numbers between 0 and 1 that are raised to the step, or multiply a state from before."""
    for x in _nodes(spec):
        match x:
            case Op("pow", (Number(q), y)) if 0 < q < 1 and not isinstance(y, Number):
                yield q
            case Op("mul", (Number(q), At(word))) | Op("mul", (At(word), Number(q))) if 0 < q < 1:
                if word in spec.states:
                    yield q


def _guards(spec: Spec) -> Iterator[Fraction]:
    """Small positive numbers that are added to something."""
    for x in _nodes(spec):
        match x:
            case Op("add", (_, Number(q))) | Op("add", (Number(q), _)) if 0 < q <= SMALL:
                yield q
            case Op("max", (_, Number(q))) | Op("max", (Number(q), _)) if 0 < q <= SMALL:
                yield q


# ---------------------------------------------------------------- the learning rate

Rated = tuple[Term, Fraction]  # a side with the learning rate in a number's place, and the number
Place = Callable[[Spec, Equation], Rated | None]


def _rated(spec: Spec, place: Place) -> tuple[tuple[Equation, ...], tuple[Equation, ...], Fraction] | None:
    """Equations and initial values with the learning rate in its place, and its number: one, wherever it stands."""
    if any(isinstance(x, Symbol) and x.word == eta.word for x in spec.terms()):
        return None
    numbers: set[Fraction] = set()

    def changed(e: Equation) -> Equation:
        found = place(spec, e)
        if found is None:
            return e
        numbers.add(found[1])
        return Equation(e.left, found[0])

    equations, initial = tuple(map(changed, spec.equations)), tuple(map(changed, spec.initial))
    return (equations, initial, numbers.pop()) if len(numbers) == 1 else None


def _of_step(spec: Spec, e: Equation) -> Rated | None:
    """A positive number that multiplies what is subtracted from the parameter."""
    if e != spec.by_name[spec.parameter.name]:
        return None
    match e.right:
        case Op("sub", (At() as x, Op("mul", (Number(q), y)))) if q > 0:
            return x - eta * y, q
        case Op("sub", (At() as x, Op("div", (Op("mul", (Number(q), y)), z)))) if q > 0:
            return x - eta * y / z, q
    return None


def _of_gradient(spec: Spec, e: Equation) -> Rated | None:
    """A number that multiplies the gradient, wherever it does in an equation: there it is one number or none."""
    numbers: set[Fraction] = set()

    def change(x: Term) -> Term:
        match x:
            case Op("mul", (Number(q), At(word) as y)) | Op("mul", (At(word) as y, Number(q))) if word == spec.gradient:
                numbers.add(abs(q))
                return eta * y if q > 0 else -(eta * y)
        return x if isinstance(x, At) else rebuild(x, change)

    if e not in spec.equations:
        return None
    side = change(e.right)
    return (side, numbers.pop()) if len(numbers) == 1 and 0 not in numbers else None


def _of_start(spec: Spec, e: Equation) -> Rated | None:
    """A positive number that an array starts at: a step size that is adapted."""
    if e in spec.initial and isinstance(e.left, At) and e.left.kind is Kind.ARRAY:
        match e.right:
            case Number(q) if q > 0:
                return eta, q
    return None
