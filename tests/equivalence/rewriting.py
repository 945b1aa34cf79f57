"""The same specification written otherwise, and specifications with one mistake in them; at random, by a seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from fractions import Fraction

from adaptsym.notation import UNIT, dot, hyperparameter, maximum, sequence, sqrt, where
from adaptsym.spec import Spec, optimizer, renamed
from adaptsym.spec.model import head_of
from adaptsym.term import At, Equation, Number, Op, Role, Symbol, Term, Word, rebuild, walk, without_braces

HALF = Fraction(1, 2)


def otherwise(x: Term, chance: random.Random, often: float = 0.4) -> Term:
    """A term of the same value, by rules that hold wherever it is defined."""
    if isinstance(x, At):
        return x
    if isinstance(x, Op) and x.op == "pow":
        base, exponent = x.args
        below = otherwise(base, chance, often)
        if isinstance(exponent, Symbol) and chance.random() < often:
            return below * below ** (exponent - 1)
        return below**exponent
    x = rebuild(x, lambda child: otherwise(child, chance, often))
    if chance.random() > often:
        return x
    choices = [rule(x) for rule in RULES]
    found = [y for ys in choices for y in ys]
    return chance.choice(found) if found else x


def _sums(x: Term) -> Iterator[Term]:
    match x:
        case Op("add", (a, b)):
            yield b + a
            yield a - -b
        case Op("sub", (a, b)):
            yield a + -b
            yield -(b - a)
            yield -b + a
        case Op("neg", (a,)):
            yield -1 * a
            yield 0 - a


def _products(x: Term) -> Iterator[Term]:
    match x:
        case Op("mul", (a, b)) if bool(a == b):
            yield a**2
        case Op("mul", (a, Op("add" | "sub" as op, (b, c)))):
            yield Op(op, (a * b, a * c))
            yield Op(op, (b, c)) * a
        case Op("mul", (Op("sub", (a, b)), c)):
            yield a * c - b * c
        case Op("mul", (a, b)):
            yield b * a
            yield -a * -b
        case Op("div", (a, b)):
            yield a * (1 / b)
            yield 1 / (b / a) if isinstance(a, Number) and a.fraction else -a / -b
            yield (2 * a) / (b * 2)


def _roots(x: Term) -> Iterator[Term]:
    match x:
        case Op("sqrt", (Op("div", (a, b)),)) if not any(
            isinstance(y, (At, Number)) and y != Number(Fraction(1)) for y in walk(b)
        ):
            yield sqrt(a) / sqrt(b)
            yield (a / b) ** HALF
        case Op("sqrt", (a,)):
            yield a**HALF
            yield sqrt(4 * a) / 2
        case Op("norm", (a,)):
            yield sqrt(dot(a, a))
        case Op("dot", (a, b)):
            yield dot(b, a)
            yield dot(2 * a, b) / 2


def _cases(x: Term) -> Iterator[Term]:
    match x:
        case Op("max", (a, b)):
            yield maximum(b, a)
            yield where(a >= b, a, b)
            yield where(a > b, a, b)
            yield where(b > a, b, a)
        case Op("abs", (a,)) if not any(isinstance(y, Op) and y.op in ("dot", "norm") for y in walk(a)):
            yield maximum(a, -a)
            yield where(a < 0, -a, a)
            yield sqrt(a * a)
        case Op("sign", (a,)):
            yield where(a > 0, 1, where(a < 0, -1, 0))
            yield -Op("sign", (-a,))
        case Op("where", (Op("gt", (a, b)), yes, no)):
            yield where(a <= b, no, yes)
        case Op("where", (Op("lt", (a, b)), yes, no)):
            yield where(b > a, yes, no)


RULES: tuple[Callable[[Term], Iterator[Term]], ...] = (_sums, _products, _roots, _cases)


def rewritten(spec: Spec, seed: int) -> Spec:
    """The specification with every right side written otherwise."""
    chance = random.Random(seed)
    steps = [
        e
        if isinstance(e.right, Op) and e.right.op == "grad"
        else Equation(e.left, otherwise(without_braces(e.right), chance))
        for e in spec.equations
    ]
    return optimizer(f"{spec.name}-otherwise", *spec.initial, *steps)


def in_other_words(spec: Spec) -> Spec:
    """The specification with its own word for every hyperparameter, state and definition."""
    kept = {spec.parameter, spec.gradient}
    words: dict[Word, Word] = {}
    for word in {x.word for x in spec.terms() if isinstance(x, (At, Symbol))} - kept:
        if word.role is Role.HYPERPARAMETER:
            words[word] = hyperparameter(f"my_{word.name}", domain=word.domain).word
        elif word.role is Role.SEQUENCE:
            words[word] = sequence(f"my_{word.name}", kind=word.kind).word
    bare = optimizer(f"{spec.name}-renamed", *spec.initial, *spec.equations)
    return renamed(bare, words)


def rescaled(spec: Spec, factor: Term) -> Spec:
    """The specification with every elementwise state kept as a multiple of itself."""
    states = {w for w in spec.states if w.kind.name == "ARRAY" and w != spec.parameter}

    def change(x: Term) -> Term:
        if isinstance(x, At) and x.word in states:
            return x / factor
        return rebuild(x, change)

    def scaled(e: Equation) -> Equation:
        right = e.right if isinstance(e.right, Op) and e.right.op == "grad" else change(e.right)
        if isinstance(e.right, Op) and e.right.op == "grad":
            right = Op("grad", (change(e.right.args[0]),))
        return Equation(e.left, factor * right) if head_of(e).word in states else Equation(e.left, right)

    return optimizer(f"{spec.name}-rescaled", *map(scaled, spec.initial), *map(scaled, spec.equations))


# ---------------------------------------------------------------- mistakes


def mutants(spec: Spec) -> Iterator[tuple[str, Spec]]:
    """Specifications with one mistake: a sign, an exponent, swapped decays, a guard or a first value moved."""
    for n, e in enumerate(spec.equations):
        if isinstance(e.right, Op) and e.right.op == "grad":
            continue
        for k, (what, right) in enumerate(_mistakes(spec, without_braces(e.right))):
            changed = (*spec.equations[:n], Equation(e.left, right), *spec.equations[n + 1 :])
            yield f"{head_of(e).word.name}-{what}-{k}", Spec(f"{spec.name}-mutant", changed, spec.initial)
    for n, e in enumerate(spec.initial):
        if isinstance(e.right, Number):
            moved = Equation(e.left, Number(e.right.fraction + Fraction(1, 3)))
            changed = (*spec.initial[:n], moved, *spec.initial[n + 1 :])
            yield f"{head_of(e).word.name}-start", Spec(f"{spec.name}-mutant", spec.equations, changed)


def _mistakes(spec: Spec, x: Term) -> Iterator[tuple[str, Term]]:
    """One mistake in a term, at every place."""
    units = [Symbol(w) for w in spec.hyperparameters if w.domain == UNIT and w not in spec.schedules]
    match x:
        case Op("add", (a, b)):
            yield "sign", a - b
        case Op("sub", (a, b)):
            yield "sign", a + b
        case Op("mul", (a, b)) if bool(a == b):
            yield "square", a
        case Op("mul", (a, b)):
            yield "factor", a
            yield "factor", b
        case Op("div", (a, b)):
            yield "denominator", a
        case Op("sqrt", (Op("add", (a, b)),)):
            yield "guard", sqrt(a) + b
        case Op("sqrt", (a,)):
            yield "root", a
        case Op("pow", (a, b)):
            yield "exponent", a ** (b + 1)
        case Op("max", (a, b)):
            yield "maximum", Op("min", (a, b))
        case Op("where", (Op("gt" | "ge", (a, b)), yes, no)):
            yield "branch", where(a < b, yes, no)
        case Symbol() if x in units:
            yield from (("swapped", other) for other in units if other != x)
            yield "complement", 1 - x
    if isinstance(x, Op):
        for n, child in enumerate(x.args):
            for what, y in _mistakes(spec, child):
                yield what, Op(x.op, (*x.args[:n], y, *x.args[n + 1 :]))
