"""From what one step left behind to the equations of a specification."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from adaptsym.notation import g, grad, sequence, t, theta
from adaptsym.spec import Spec, optimizer
from adaptsym.term import (
    At,
    Equation,
    Kind,
    Number,
    Op,
    Role,
    Symbol,
    Term,
    rebuild,
    walk,
)
from adaptsym.term import Sequence as Quantity
from adaptsym.trace.torch_condition import choose, compare
from adaptsym.trace.torch_scalar import fold
from adaptsym.trace.torch_states import Slot

PARAMETER = "the parameter"  # no state is called so
ZERO, ONE = Number(Fraction(0)), Number(Fraction(1))


@dataclass(frozen=True)
class Reading:
    """One step: what parameter and states are after it, what the states were when they were made, their kinds.

    And constants that tensors were made of: where a state may have started.
    """

    after: dict[str, Term]
    born: dict[str, Term]
    kinds: Mapping[str, Kind]
    constants: tuple[Term, ...] = ()


def own_name(name: str, taken: set[str]) -> str:
    """The code's own name of a state; what a hyperparameter is called already gets an ending."""
    return f"{name}_state" if name in taken | {"theta", "g", "t"} else name


def state_word(name: str, kind: Kind, taken: set[str]) -> Quantity:
    """The sequence of a state, by the code's own name."""
    own = own_name(name, taken)
    latex = rf"\mathrm{{{own}}}".replace("_", r"\_")
    return sequence(own, latex, "a state of the code", kind)


def specification(
    name: str,
    source: str,
    values: Mapping[Symbol, Fraction],
    slots: Sequence[Slot],
    general: dict[str, Term],
    first: Reading,
) -> Spec:
    """The specification of a step.

    Args:
        name: the specification's.
        source: where it was read.
        values: the hyperparameters as constructed.
        slots: what the code keeps.
        general: parameter and states after a step at t > 1, by the values before.
        first: the same for the first step, at t = 1.
    """
    taken = {s.word.name for s in values}
    words = {s.name: state_word(s.name, first.kinds[s.name], taken) for s in slots if s.start is None}
    general, first = _without_constants(words, general, first)
    words = {n: w for n, w in words.items() if n in general}
    order = _ordered(words, general)
    short: dict[str, Term] = {}
    for n in (*order, PARAMETER):
        short[n] = _in_words(general[n], [(general[m], words[m][t]) for m in short])
    initial = {n: _initial(n, words, short, first) for n in order}
    now = {words[n][t]: first.after[n] for n in order}
    equations = [g[t] == grad(theta[t])]
    carried = {x.word for x in map_walk(short.values()) if isinstance(x, At) and x.index == t - 1}
    for n in (*order, PARAMETER):
        at_first = _at_first(short[n], {words[m][t - 1]: initial[m] for m in order}, now)
        body = short[n] if at_first == first.after[n] else _branch(short[n], first.after[n])
        equations.append((words[n][t] if n != PARAMETER else theta[t + 1]) == body)
    used = {x for e in equations for x in walk(e.right) if isinstance(x, Symbol)}
    starts = [words[n][0] == initial[n] for n in order if words[n].word in carried]
    used |= {x for e in starts for x in walk(e.right) if isinstance(x, Symbol)}
    settings = [Equation(s, Number(q)) for s, q in values.items() if s in used]
    return optimizer(name, *settings, *starts, *equations, source=source)


def map_walk(terms: object) -> list[Term]:
    """Every node of some terms."""
    return [y for x in terms for y in walk(x)]  # type: ignore[attr-defined]


def _branch(later: Term, first: Term) -> Term:
    return Op("where", (Op("gt", (t, ONE)), later, first))


def _without_constants(
    words: Mapping[str, Quantity], general: dict[str, Term], first: Reading
) -> tuple[dict[str, Term], Reading]:
    """States that no step changes are the number that they are."""
    fixed: dict[Any, Term] = {}
    for n, w in words.items():
        start = first.after[n]
        if general[n] == w[t - 1] and isinstance(start, Number):
            fixed[w[t - 1]] = start
    kept = [n for n in general if n == PARAMETER or (n in words and words[n][t - 1] not in fixed)]
    new = {n: _at_first(general[n], fixed, {}, keep_t=True) if fixed else general[n] for n in kept}
    return new, Reading({n: first.after[n] for n in kept}, first.born, first.kinds, first.constants)


def _ordered(words: Mapping[str, Quantity], general: Mapping[str, Term]) -> list[str]:
    """The states, each after those whose new values it uses."""
    inside = {n: set(walk(general[n])) - {general[n]} for n in words}
    waiting, done = list(words), []
    while waiting:
        ready = [
            n for n in waiting if not any(general[m] in inside[n] for m in waiting if m != n and _named(general[m]))
        ]
        done.append((ready or waiting)[0])
        waiting.remove(done[-1])
    return done


def _named(x: Term) -> bool:
    """Whether a value is worth the name of the state that holds it."""
    return isinstance(x, Op) and any(isinstance(y, At) for y in walk(x))


def _in_words(x: Term, names: Sequence[tuple[Term, Term]]) -> Term:
    for value, name in names:
        if _named(value) and x == value:
            return name
    return rebuild(x, lambda y: _in_words(y, names))


def _at_first(x: Term, before: Mapping[Any, Term], now: Mapping[Any, Term], *, keep_t: bool = False) -> Term:
    """A term at the first step: t is 1, the states are their initial values; numbers are folded as the code's are."""

    def at(y: Term) -> Term:
        if y in before:
            return before[y]
        if y in now:
            return now[y]
        match y:
            case Symbol(word) if word.role is Role.INDEX and not keep_t:
                return ONE
            case At():
                return y
            case Op("where", (Op(name, (a, b)), yes, no)):
                return choose(compare(name, at(a), at(b)), at(yes), at(no))
            case Op(op, args):
                return fold(op, *map(at, args))
        return y

    return at(x)


def _initial(n: str, words: Mapping[str, Quantity], short: Mapping[str, Term], first: Reading) -> Term:
    """The initial value from which the general step makes the first one; 0 where there is none such."""
    now = {words[m][t]: first.after[m] for m in words}
    mine = words[n][t - 1]
    born = [first.born[n]] if n in first.born else []
    for candidate in (*born, ZERO, ONE, *first.constants):
        if any(isinstance(x, At) for x in walk(candidate)):
            continue
        others = {words[m][t - 1]: first.born.get(m, ZERO) for m in words if m != n}
        if _at_first(short[n], {mine: candidate, **others}, now) == first.after[n]:
            return candidate
    return ZERO


__all__ = ["PARAMETER", "Reading", "specification", "state_word"]
