r"""Sums that are spelled out by their first terms and the last: ``g_t + \beta g_{t-1} + \ldots + \beta^{t-1} g_1``.

The terms must have one shape whose exponents and indices are in arithmetic progression, at least two of them
before the dots; the last one must be reached after the same number of steps in every place.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Protocol

from adaptsym.kernel.linear import Linear, linear, linear_term
from adaptsym.notation import i, j, k
from adaptsym.read.tokens import NotUnderstood
from adaptsym.term import At, Big, Number, Op, Role, Symbol, Term, Word, free_symbols, walk


class Misfit(NotUnderstood):
    """Dots whose last term is not reached from the first ones: a slip, or another sum than it seems."""


class Notes(Protocol):
    """What lists readings."""

    def note(self, text: str) -> None:
        """List a reading."""


Key = tuple[str, Term | Word]
Shape = dict[Key, Linear]
ZERO = Linear()


def completed(items: list[tuple[str, Term | None]], at: int, notes: Notes) -> Term:
    """The sum that terms around dots, which are None here, stand for.

    Raises:
        NotUnderstood: if the terms leave open what stands in between.
    """
    places = [n for n, (_, x) in enumerate(items) if x is None]
    if len(places) > 1:
        raise NotUnderstood("dots twice in one sum", at)
    signed = [-x if sign == "-" else x for sign, x in items if x is not None]
    first, last = signed[: places[0]], signed[places[0] :]
    if len(first) < 2 or len(last) != 1:
        raise NotUnderstood("dots need two terms before them at least, and the last one behind them", at)
    shapes = [_shape(x, at) for x in (*first, *last)]
    if len({c for c, _ in shapes}) > 1:
        raise NotUnderstood("dots between terms with different coefficients", at)
    keys = list(dict.fromkeys(key for _, shape in shapes for key in shape))
    if any(key not in shape and key[0] != "pow" for key in keys for _, shape in shapes):
        raise NotUnderstood("dots between terms of different shapes", at)
    start: Shape = {}
    by: dict[Key, int] = {}
    count: Linear | None = None
    for key in keys:
        values = [shape.get(key, ZERO) for _, shape in shapes]
        step = values[1] - values[0]
        if step.terms or any(values[n] - values[0] != step.scaled(n) for n in range(len(first))):
            raise NotUnderstood("dots behind terms that are in no arithmetic progression", at)
        rest, d = values[-1] - values[0], step.constant
        start[key], by[key] = values[0], d
        if not d:
            if rest != ZERO:
                raise Misfit("the term behind the dots does not fit those before them", at)
            continue
        if rest.constant % d or any(n % d for _, n in rest.terms):
            raise NotUnderstood("the term behind the dots is not reached in whole steps", at)
        steps = Linear(tuple((w, n // d) for w, n in rest.terms), rest.constant // d)
        if count is not None and count != steps:
            raise Misfit("the term behind the dots does not fit those before them", at)
        count = steps
    if count is None:
        raise NotUnderstood("dots between equal terms", at)
    found = _summed(shapes[0][0], start, by, count, signed)
    notes.note(f"the dots are completed as {found}")
    return found


def _summed(coefficient: Fraction, start: Shape, by: dict[Key, int], count: Linear, terms: list[Term]) -> Term:
    used = {s for x in terms for s in free_symbols(x)}
    letter = next(x for x in (i, j, k) if x not in used)
    # where a sequence counts with the terms by one, its own index runs over the sum
    moving = next((key for key, d in by.items() if key[0] != "pow" and abs(d) == 1), None)
    low, high, position = ZERO, count, Linear(((letter.word, 1),))
    if moving is not None:
        d, first = by[moving], start[moving]
        last = first + count.scaled(d)
        low, high = (first, last) if d > 0 else (last, first)
        position = (position - first).scaled(d)
    body: Term | None = None if coefficient == 1 else Number(coefficient)
    for key, value in start.items():
        e = value + position.scaled(by[key])
        kind, base = key
        factor: Term
        if kind != "pow":
            assert isinstance(base, Word)
            factor = At(base, linear_term(e))
            factor = factor if kind == "1" else factor ** int(kind)
        else:
            assert isinstance(base, Term)
            factor = base if e == Linear((), 1) else base ** linear_term(e)
        body = factor if body is None else body * factor
    assert body is not None
    return Big("sum", body, letter, linear_term(low), linear_term(high))


def _shape(x: Term, at: int) -> tuple[Fraction, Shape]:
    """A term as a coefficient, powers of what stands without an index, and sequences at their indices.

    A key is ('pow', base), or how often a sequence stands in the term, as a text, and its word.
    """
    coefficient = Fraction(1)
    powers: Shape = {}
    places: dict[Word, list[Linear]] = {}
    todo = [x]
    while todo:
        match todo.pop():
            case Number(q):
                coefficient *= q
            case Op("neg", (a,)):
                coefficient = -coefficient
                todo.append(a)
            case Op("mul", (a, b)):
                todo += [b, a]
            case At(word, index) if (e := linear(index)) is not None:
                places.setdefault(word, []).append(e)
            case Op("pow", (At(word, index), Number(n))) if n.denominator == 1 and n > 0 and linear(index) is not None:
                places.setdefault(word, []).extend([linear(index) or ZERO] * int(n))
            case Op("pow", (base, exponent)) if (e := linear(exponent)) is not None and _fixed(base):
                powers["pow", base] = powers.get(("pow", base), ZERO) + e
            case base if _fixed(base):
                powers["pow", base] = powers.get(("pow", base), ZERO) + Linear((), 1)
            case _:
                raise NotUnderstood("dots between terms that are no plain products", at)
    if any(len(set(found)) > 1 for found in places.values()):
        raise NotUnderstood("dots between terms with one sequence at two steps", at)
    sequences: Shape = {(str(len(found)), word): found[0] for word, found in places.items()}
    return coefficient, {**powers, **sequences}


def _fixed(x: Term) -> bool:
    """Whether a term is the same at every step."""
    return not any(isinstance(y, At) or (isinstance(y, Symbol) and y.word.role is Role.INDEX) for y in walk(x))
