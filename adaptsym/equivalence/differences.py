"""Where two specifications part: states that are the same all the same, first values, and what the step leaves over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from adaptsym.equivalence.budget import Budget, Exhausted
from adaptsym.equivalence.exact import compare
from adaptsym.equivalence.machine import Machine, after, at_start, machine, put
from adaptsym.equivalence.relate import related
from adaptsym.equivalence.simulate import context, step_places
from adaptsym.errors import ProofError
from adaptsym.kernel.context import Context
from adaptsym.kernel.linear import linear
from adaptsym.kernel.polynomial import constant
from adaptsym.kernel.rules import instance
from adaptsym.spec import Spec
from adaptsym.spec.model import head_of
from adaptsym.term import At, Equation, Number, Op, Symbol, Term, offset, rebuild, walk


@dataclass(frozen=True)
class Pairing:
    """The states of one by those of the other, as far as they can be paired where the steps differ.

    `starts` are the first values of the first one that would have to be others: ``r[0] == 0`` is what it should be.
    """

    states: dict[str, Term]
    starts: tuple[Equation, ...]


def pairing(a: Spec, b: Spec) -> Pairing:
    """Pair the states: by what they hold when both are given the same gradients, and else by their names."""
    one, other = machine(a), machine(b)
    names = tuple(one.old)
    found = related(one, other, names)
    starts = list(_hidden(one, other, found))
    for name in (n for n in names if n not in found and isinstance(one.initial[n], Number)):
        head = head_of(a.start[name])
        values = [x for x in dict.fromkeys(other.initial.values()) if isinstance(x, Number) and x != one.initial[name]]
        for value in values:
            moved = started(a, Equation(head, value))
            state = related(machine(moved), other, (name,)).get(name)
            if state is not None and state != Number(Fraction(0)):
                found[name] = state
                starts.append(Equation(head, value))
                break
    for name in (n for n in names if n not in found and n in other.old):
        found[name] = other.old[name]
        if one.initial[name] != other.initial[name] and isinstance(other.initial[name], Number):
            starts.append(Equation(head_of(a.start[name]), other.initial[name]))
    return Pairing({one.parameter.word.name: other.parameter, **found}, tuple(starts))


def _hidden(a: Machine, b: Machine, found: dict[str, Term]) -> Iterator[Equation]:
    """First values that later steps do not show: what they would have to be for the states to correspond from there."""
    ctx = Context(b.spec)
    for name, x in found.items():
        wanted, given = (constant(ctx.normal(y)) for y in (at_start(x, b), a.initial[name]))
        if wanted is not None and given is not None and wanted != given:
            yield Equation(head_of(a.spec.start[name]), Number(wanted))


def started(spec: Spec, *starts: Equation) -> Spec:
    """The specification with other first values."""
    values = {e.left: e for e in starts}
    return replace(spec, initial=tuple(values.get(e.left, e) for e in spec.initial))


def residual(a: Spec, b: Spec, pairs: Pairing) -> Term | None:
    """How the step of `a` differs from that of `b`, from the same states; a state of `a` without a partner stays.

    Where the gradients are taken at other points, their difference; where the parameter moves alike by the states
    after the step, the difference of the first state that does not. None where only first values differ.
    """
    one, other = machine(a), machine(b)
    whole = {**one.before, **pairs.states}
    places = step_places(one, other, whole)
    if not _equal(other, put(one.point, places), other.point):
        return put(one.point, places) - other.point
    name = one.parameter.word.name
    left, right = put(one.new[name], places), other.new[other.parameter.word.name]
    later_places = {**places, **_after(one, other, pairs)}
    if not _equal(other, put(_by_new_states(one), later_places), _by_new_states(other)):
        return _difference(put(_by_new_states(one), later_places), _by_new_states(other))
    for state in one.old:
        if state in pairs.states and not _equal(other, put(one.new[state], places), after(pairs.states[state], other)):
            return put(one.new[state], places) - after(pairs.states[state], other)
    return None if _equal(other, left, right) else _difference(left, right)


def _equal(b: Machine, x: Term, y: Term) -> bool:
    try:
        return compare(context(b), x, y, Budget.seconds(1)).held
    except (ProofError, Exhausted):
        return False


def _by_new_states(m: Machine) -> Term:
    """The new parameter, by the states after the step where they stand in it."""
    t = m.spec.index
    name = m.parameter.word.name
    named = {m.new[n]: At(place.word, _next(place, t)) for n, place in m.old.items() if not isinstance(m.new[n], At)}
    return put(m.new[name], dict(named))


def _next(place: At, t: Symbol) -> Term:
    k = (offset(place.index) or 0) + 1
    return t + k if k > 0 else t - -k if k < 0 else t


def _after(a: Machine, b: Machine, pairs: Pairing) -> dict[Term, Term]:
    """The states of `a` after the step, by those of `b` after it."""
    t = b.spec.index
    found: dict[Term, Term] = {}
    for name, place in a.old.items():
        mine = At(place.word, _next(place, a.spec.index))
        if name in pairs.states and b.parameter not in set(walk(pairs.states[name])):
            found[mine] = instance(pairs.states[name], t, t + 1)
    return found


def _difference(x: Term, y: Term) -> Term:
    """x - y, less what both start with."""
    match x, y:
        case (Op("sub", (a, p)), Op("sub", (b, q))) if a == b:
            return q - p
        case (Op("add", (a, p)), Op("add", (b, q))) if a == b:
            return p - q
        case (Op("sub", (a, p)), Op("add", (b, q))) if a == b:
            return -p - q
        case (Op("add", (a, p)), Op("sub", (b, q))) if a == b:
            return p + q
    return x - y


def same_in_the_limit(a: Spec, b: Spec, pairs: Pairing, budget: Budget) -> str:
    """The powers that go to 0 as t grows, if without them the steps from the same states are the same; else ''."""
    one, other = machine(a), machine(b)
    if set(pairs.states) != set(one.before):
        return ""
    places = step_places(one, other, pairs.states)
    name = one.parameter.word.name
    sides = put(one.new[name], places), other.new[other.parameter.word.name]
    powers = dict.fromkeys(x for side in sides for x in walk(side) if _vanishes(x))
    if not powers:
        return ""
    left, right = (_without(side) for side in (put(one.new[name], places), sides[1]))
    points = _without(put(one.point, places)), _without(other.point)
    try:
        ctx = context(other)
        if not all(compare(ctx, *pair, budget).held for pair in ((left, right), points)):
            return ""
    except (ProofError, Exhausted):
        return ""
    return ", ".join(dict.fromkeys(f"{x.args[0]}**{other.spec.index}" for x in powers if isinstance(x, Op)))


def _vanishes(x: Term) -> bool:
    """A power of something in [0, 1) whose exponent grows with t."""
    if not (isinstance(x, Op) and x.op == "pow"):
        return False
    base, e = x.args[0], linear(x.args[1])
    grows = e is not None and any(n > 0 for _, n in e.terms)
    unit = isinstance(base, Symbol) and base.word.domain.low == 0 and base.word.domain.high == 1
    return grows and (unit or (isinstance(base, Number) and 0 <= base.fraction < 1))


def _without(x: Term) -> Term:
    return Number(Fraction(0)) if _vanishes(x) else rebuild(x, _without)
