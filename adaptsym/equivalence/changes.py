"""Changes under which different specifications may agree: what is tried. Each is proved before it is reported."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

from adaptsym.spec import Spec
from adaptsym.term import Equation, Number, Role, Symbol, Term, Word, rebuild, sqrt, walk


def changed(spec: Spec, *changes: Equation) -> Spec:
    """The specification with terms for hyperparameters, all at once: ``epsilon == epsilon*sqrt(1 - rho2**t)``.

    A constant hyperparameter alone can be changed; initial values that read it keep it, unless the term is free of t.
    """
    places = {e.left: e.right for e in changes}

    def put(x: Term) -> Term:
        return places[x] if x in places else rebuild(x, put)

    def later(e: Equation) -> Equation:
        return Equation(e.left, put(e.right))

    moving = any(y == spec.index for e in changes for y in walk(e.right))
    initial = spec.initial if moving else tuple(map(later, spec.initial))
    return replace(spec, equations=tuple(map(later, spec.equations)), initial=initial)


def is_unit(word: Word) -> bool:
    """Whether a word is a decay: a number in [0, 1)."""
    return word.domain.low == 0 and word.domain.high == 1


def constants(spec: Spec) -> tuple[Word, ...]:
    """The hyperparameters that are constants."""
    words = (w for w in spec.hyperparameters if w not in spec.schedules)
    return tuple(w for w in words if w.role is Role.HYPERPARAMETER and not w.domain.whole)


def zeros(a: Spec, b: Spec) -> Iterator[tuple[Equation, ...]]:
    """Hyperparameters set to 0, one and then two of them."""
    words = [w for w in dict.fromkeys(constants(a) + constants(b)) if _may_be_zero(w)]
    words = [w for w in words if w not in a.schedules | b.schedules]
    single = [Equation(Symbol(w), Number(Fraction(0))) for w in words]
    yield from ((e,) for e in single)
    yield from combinations(single, 2)


def _may_be_zero(w: Word) -> bool:
    low, high = w.domain.low, w.domain.high
    return (low is None or low <= 0) and (high is None or high >= 0)


def rescalings(a: Spec, b: Spec) -> Iterator[tuple[Equation, ...]]:
    """A hyperparameter of `a` times something plain: what code and papers are seen to do."""
    t = a.index
    units = [Symbol(w) for w in dict.fromkeys(constants(a) + constants(b)) if is_unit(w)]
    for word in (w for w in constants(a) if not is_unit(w)):
        h = Symbol(word)
        others = [Symbol(w) for w in constants(a) if w != word and not is_unit(w)]
        for u in units:
            for factor in (sqrt(1 - u**t), 1 - u, 1 - u**t, sqrt(1 - u)):
                yield (Equation(h, h * factor),)
                yield (Equation(h, h / factor),)
        for u in units:
            for v in (v for v in units if v != u):
                yield (Equation(h, h * sqrt(1 - v**t) / (1 - u**t)),)
                yield (Equation(h, h * (1 - u**t) / sqrt(1 - v**t)),)
        yield (Equation(h, -h),)
        yield (Equation(h, h * h),)
        yield (Equation(h, sqrt(h)),)
        yield (Equation(h, h / 2),)
        yield (Equation(h, 2 * h),)
        for other in others:
            yield (Equation(h, h * other),)
            yield (Equation(h, h / other),)
    for u in units:
        if u.word in a.hyperparameters:
            yield (Equation(u, 1 - u),)
    for u, v in combinations([u for u in units if u.word in a.hyperparameters], 2):
        yield (Equation(u, v), Equation(v, u))
