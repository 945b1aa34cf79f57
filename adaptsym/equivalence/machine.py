"""One step of a specification as a map between states, freed of what only counts steps and of what moves nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from adaptsym.equivalence.budget import Budget, Exhausted
from adaptsym.equivalence.exact import compare
from adaptsym.errors import ProofError
from adaptsym.kernel.context import Context
from adaptsym.kernel.definedness import undefined
from adaptsym.kernel.equality import equal
from adaptsym.kernel.linear import Linear, linear
from adaptsym.kernel.rules import instance
from adaptsym.spec import Spec
from adaptsym.spec.model import head_of, later, shift_of
from adaptsym.term import At, Number, Op, Role, Term, Word, offset, rebuild, substitute, walk, without_braces

ONE = Number(Fraction(1))
START = 0.5  # seconds at most for the first value of what counts steps


@dataclass(frozen=True)
class Machine:
    """The step of a specification.

    Attributes:
        spec: the specification.
        parameter: what the optimizer is for, as it stands before the step: ``theta[t]``.
        gradient: the gradient of the step: ``g[t]``.
        point: where it is taken, by the state before the step.
        old: the states before the step, by their names: ``s[t-1]``. The parameter is not among them.
        new: the parameter and the states after the step, by those before it, the gradient and t.
        initial: the states before the first step.
    """

    spec: Spec
    parameter: At
    gradient: At
    point: Term
    old: dict[str, At]
    new: dict[str, Term]
    initial: dict[str, Term]

    @property
    def before(self) -> dict[str, At]:
        """The parameter and the states before the step."""
        return {self.parameter.word.name: self.parameter, **self.old}

    def terms(self) -> Iterator[Term]:
        """What the step is made of."""
        yield self.point
        yield from self.new.values()
        yield from self.initial.values()

    @property
    def hyperparameters(self) -> tuple[Word, ...]:
        """Those that the step depends on."""
        return tuple(w for w in self.spec.hyperparameters if any(_mentions(x, w) for x in self.terms()))


def _mentions(x: Term, word: Word) -> bool:
    return any(getattr(y, "word", None) == word for y in walk(x))


@lru_cache(maxsize=256)
def machine(spec: Spec) -> Machine:
    """The step of a specification, without dead states, and with those that only count steps as functions of t."""
    t = spec.index

    def before(word: Word) -> At:
        return At(word, later(t, shift_of(spec.by_name[word.name]) - 1))

    new = {name: plain(x) for name, x in spec.transition.items()}
    point = new.pop(spec.gradient.name)
    assert isinstance(point, Op)
    made = Machine(
        spec,
        parameter=before(spec.parameter),
        gradient=At(spec.gradient, later(t, shift_of(spec.by_name[spec.gradient.name]))),
        point=_tidy(point.args[0]),
        old={w.name: before(w) for w in spec.states},
        new={name: _tidy(x) for name, x in new.items()},
        initial={head_of(e).word.name: plain(without_braces(e.right)) for e in spec.initial},
    )
    made = _live(made)
    while (found := _counter(made)) is not None:
        made = _live(_without(made, *found))
    return made


def plain(x: Term) -> Term:
    """Powers by halves as roots, and x**n times a root; braces left out."""
    match x:
        case Op("pow", (base, Number(q))) if q.denominator == 2:
            whole, root = q.numerator // 2, Op("sqrt", (plain(base),))
            return root if whole == 0 else 1 / root if q == Fraction(-1, 2) else plain(base) ** whole * root
    return rebuild(x, plain)


def _tidy(x: Term) -> Term:
    """Sequences at t + 0 and the like are read at t."""
    if isinstance(x, At) and (k := offset(x.index)) is not None:
        symbols = [y for y in walk(x.index) if not isinstance(y, (Op, Number))]
        return At(x.word, later(symbols[0], k)) if symbols else x
    return rebuild(x, _tidy)


def put(x: Term, places: Mapping[Term, Term]) -> Term:
    """All places filled at once."""
    found = places.get(x)
    return rebuild(x, lambda child: put(child, places)) if found is None else found


def after(x: Term, m: Machine) -> Term:
    """A term about the state before the step, said of the state after it."""
    t = m.spec.index
    held = {name: At(Word(f"{name}#", "", "", Role.SEQUENCE), Number(Fraction(0))) for name in m.before}
    kept = put(x, {place: held[name] for name, place in m.before.items()})
    return put(instance(kept, t, t + 1), {held[name]: m.new[name] for name in m.before})


def at_start(x: Term, m: Machine) -> Term:
    """A term about the state before the step, said of the state before the first one."""
    t, first = m.spec.index, Number(Fraction(m.spec.first))
    moved = put(x, {m.old[name]: m.initial[name] for name in m.old})
    return instance(moved, t, first)


def _live(m: Machine) -> Machine:
    """Without the states that neither the parameter nor the point of the gradient depends on."""
    needed = {m.parameter.word.name}
    frontier = [m.point, m.new[m.parameter.word.name]]
    while frontier:
        x = frontier.pop()
        for name, place in m.old.items():
            if name not in needed and any(y == place for y in walk(x)):
                needed.add(name)
                frontier.append(m.new[name])
    return replace(
        m,
        old={n: x for n, x in m.old.items() if n in needed},
        new={n: x for n, x in m.new.items() if n in needed},
        initial={n: x for n, x in m.initial.items() if n in needed},
    )


def _counter(m: Machine) -> tuple[str, Term] | None:
    """A state that is a function of t alone: what it is before step t."""
    t = m.spec.index
    steps = t - m.spec.first
    ctx = Context(m.spec, ranges=(steps_range(m.spec),))
    for name, place in m.old.items():
        start, step = m.initial[name], m.new[name]
        others = {y for x in (start, step) for y in walk(x) if isinstance(y, At)} - {place}
        if others:
            continue
        candidates: list[Term] = [start]
        if not any(isinstance(y, At) for y in walk(step)):
            candidates.append(instance(step, t, t - 1))
        match step:
            case Op("add", (a, b)) if place in (a, b):
                rise = b if a == place else a
                run = steps if rise == Number(Fraction(1)) else rise * steps
                candidates.append(run if start == Number(Fraction(0)) else start + run)
            case Op("sub", (a, b)) if a == place:
                candidates.append(start - b * steps)
            case Op("mul", (a, b)) if place in (a, b):
                power = (b if a == place else a) ** steps
                candidates.append(power if start == Number(Fraction(1)) else start * power)
        for form in candidates:
            if any(y == place for y in walk(form)):
                continue
            try:
                told = put(step, {place: form})
                held = equal(ctx, told, instance(form, t, t + 1)) and not any(
                    obligation for x in (told, form) for obligation in undefined(ctx, x)
                )
                if held and _same(ctx, substitute(form, t, Number(Fraction(m.spec.first))), start):
                    return name, form
            except (ProofError, Exhausted):
                continue
    return None


def _same(ctx: Context, x: Term, y: Term) -> bool:
    """Whether two terms are equal, where a power of 1 is 1 and branches are taken one by one."""

    def plainer(z: Term) -> Term:
        if isinstance(z, Op) and z.op == "pow" and equal(ctx, z.args[0], ONE):
            return ONE
        return rebuild(z, plainer)

    one = plainer(x)
    return equal(ctx, one, y) or compare(ctx, one, y, Budget.seconds(START)).proved


def _without(m: Machine, name: str, form: Term) -> Machine:
    """With a state replaced by what it is before step t."""
    place = m.old[name]

    def change(x: Term) -> Term:
        return put(x, {place: form})

    return replace(
        m,
        point=change(m.point),
        old={n: x for n, x in m.old.items() if n != name},
        new={n: change(x) for n, x in m.new.items() if n != name},
        initial={n: x for n, x in m.initial.items() if n != name},
    )


def steps_range(spec: Spec) -> Linear:
    """What is at least 0 at every step: t less the first t."""
    t = linear(spec.index)
    assert t is not None
    return t - Linear((), spec.first)
