"""Numbers that code has written into its step, as hyperparameters: 0.9 and 0.1 are a decay and what is left of it.

What holds for every value of a hyperparameter holds for the one that the code has.

>>> from adaptsym.notation import eta, g, grad, s, t, theta
>>> from adaptsym.spec import optimizer
>>> written = optimizer("written", s[0] == 0, g[t] == grad(theta[t]), s[t] == "0.9"*s[t-1] + "0.1"*g[t],
...     theta[t+1] == theta[t] - eta*s[t])
>>> found = lifted(written)
>>> found.spec.by_name["s"], found.notes
(s[t] == decay1*s[t - 1] + (1 - decay1)*g[t], ('9/10 is taken for a hyperparameter, decay1',))
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from adaptsym.errors import SpecError
from adaptsym.notation import UNIT, epsilon, eta, hyperparameter
from adaptsym.spec import Spec, optimizer
from adaptsym.term import At, Equation, Number, Op, Role, Symbol, Term, rebuild, walk

SMALL = Fraction(1, 50)  # an added number up to this is a guard


@dataclass(frozen=True)
class Lifted:
    """A specification with its numbers as hyperparameters, and what was done, in words."""

    spec: Spec
    notes: tuple[str, ...]


def lifted(spec: Spec) -> Lifted | None:
    """The specification with its decays, its guard and its learning rate as hyperparameters, if it has them as numbers.

    The settings of the new hyperparameters are the numbers, so that it takes the same steps.
    """
    table = _table(spec)
    if not table:
        return None

    def change(x: Term) -> Term:
        if isinstance(x, Number):
            return table.get(x.fraction, x)
        if isinstance(x, Op) and x.op == "pow" and isinstance(x.args[1], Number):
            return Op("pow", (change(x.args[0]), x.args[1]))
        return x if isinstance(x, At) else rebuild(x, change)

    changed = [Equation(e.left, change(e.right)) for e in spec.equations]
    chosen = {q: x for q, x in table.items() if isinstance(x, Symbol)}
    settings = [Equation(x, Number(q)) for q, x in chosen.items()]
    try:
        made = optimizer(spec.name, *spec.settings, *settings, *spec.initial, *changed, source=spec.source)
    except SpecError:  # the names are taken, or a number is both a decay and something else
        return None
    return Lifted(made, tuple(f"{q} is taken for a hyperparameter, {x}" for q, x in chosen.items()))


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
    rates = set(_rates(spec))
    if len(rates) == 1 and eta.word not in spec.hyperparameters:
        found.setdefault(rates.pop(), eta)
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


def _rates(spec: Spec) -> Iterator[Fraction]:
    """Positive numbers that multiply what is subtracted from the parameter."""
    if any(x.word.role is Role.HYPERPARAMETER and x.word == eta.word for x in _nodes(spec) if isinstance(x, Symbol)):
        return
    match spec.by_name[spec.parameter.name].right:
        case Op("sub", (At(), Op("mul", (Number(q), _)))) if q > 0:
            yield q
        case Op("sub", (At(), Op("div", (Op("mul", (Number(q), _)), _)))) if q > 0:
            yield q
