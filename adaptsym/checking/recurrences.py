"""Terms by the step: sums over past steps as recurrences, shifted indices, equations in an order of computing."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from adaptsym.errors import InputError
from adaptsym.kernel.linear import linear, linear_term
from adaptsym.spec.model import later
from adaptsym.term import (
    At,
    Big,
    Equation,
    Number,
    Op,
    Role,
    Symbol,
    Term,
    Word,
    free_symbols,
    offset,
    rebuild,
    substitute,
    walk,
)

ZERO = Number(Fraction(0))


class Open(InputError):
    """What the page leaves open, so that nothing can be decided."""


def distance(a: Term, b: Term, step: Symbol) -> int | None:
    """k where a term is another one k steps later."""
    if a == b:
        return 0
    for k in (1, -1):
        if _settled(substitute(b, step, later(step, k))) == _settled(a):
            return k
    return None


def _settled(x: Term) -> Term:
    """A term with its indices computed: t - 1 + 1 is t."""
    if isinstance(x, At) and (e := linear(x.index)) is not None:
        return At(x.word, linear_term(e))
    return rebuild(x, _settled)


def squared(x: Term) -> Term:
    """c*g*g as c*(g*g), which is seen to be no less than 0."""
    match x:
        case Op("mul", (Op("mul", (c, a)), b)) if a == b and c != a:
            return c * (a * b)
    return x


def words_of(x: Term) -> Iterator[Word]:
    """The words of a term, indices left out."""
    for y in walk(x):
        if isinstance(y, (At, Symbol)) and y.word.role is not Role.INDEX:
            yield y.word


def is_gradient(e: Equation) -> bool:
    """Whether an equation says where the gradient is taken."""
    return isinstance(e.right, Op) and e.right.op == "grad"


def ordered(equations: list[Equation]) -> list[Equation]:
    """The equations so that each stands behind those whose values of the same step it reads.

    Raises:
        Open: if they wait for each other.
    """
    shifts = {e.left.word: offset(e.left.index) for e in equations if isinstance(e.left, At)}
    waits: dict[Word, set[Word]] = {}
    for e in equations:
        assert isinstance(e.left, At)
        waits[e.left.word] = {
            x.word
            for x in walk(e.right)
            if isinstance(x, At) and x.word in shifts and x.word != e.left.word and offset(x.index) == shifts[x.word]
        }
    rest, out = list(equations), []
    while rest:
        ready = next((e for e in rest if isinstance(e.left, At) and not waits[e.left.word]), None)
        if ready is None:
            raise Open("the equations wait for each other: none can be computed first")
        rest = [e for e in rest if e is not ready]
        out.append(ready)
        for found in waits.values():
            assert isinstance(ready.left, At)
            found.discard(ready.left.word)
    return out


def moved(x: Term, step: Symbol, shift: int, index: Term) -> Term:
    """A right side whose left side stands at step + shift, for another index of the left side."""
    match index:
        case Number(n):
            return substitute(x, step, Number(n - shift))
    k = offset(index)
    if k is not None and free_symbols(index) == {step}:
        return x if k == shift else substitute(x, step, later(step, k - shift))
    return substitute(x, step, index - shift if shift > 0 else index + -shift if shift else index)


def recurrence(left: At, right: Term, step: Symbol) -> tuple[Term, Term] | None:
    """A sum over past steps as a recurrence and its start: c times the sum of a**(t-i) b[i]; None for another form."""
    front: list[Term] = []
    back: list[Term] = []
    todo, found = [right], None
    side = front
    while todo:
        x = todo.pop()
        match x:
            case Op("mul", (a, b)):
                todo += [b, a]
            case Op("neg", (a,)):
                front.append(Number(Fraction(-1)))
                todo.append(a)
            case Big("sum") if found is None:
                found, side = x, back
            case _:
                side.append(x)
    if found is None or any(
        step in free_symbols(y) or any(isinstance(z, (At, Big)) for z in walk(y)) for y in front + back
    ):
        return None
    shift = offset(left.index)
    high = offset(found.high)
    if shift is None or high is None or free_symbols(found.high) != {step} or not isinstance(found.low, Number):
        return None
    decay, rest = _decay(found.body, found.index, step, high)
    if rest is None or step in free_symbols(rest):
        return None
    new = substitute(rest, found.index, found.high)
    for y in (*front, *back):
        new = y * new
    old = At(left.word, later(step, shift - 1))
    # empty where the high end is below the low one: at t = low - 1 - high the letter starts at 0
    start = int(found.low.fraction) - 1 - high
    if start != 0:
        return None
    return (old if decay is None else decay * old) + new, ZERO


def _decay(body: Term, index: Symbol, step: Symbol, high: int) -> tuple[Term | None, Term | None]:
    """body as decay**(high - index) times the rest."""
    factors: list[Term] = []
    todo = [body]
    decay: Term | None = None
    while todo:
        x = todo.pop()
        match x:
            case Op("mul", (a, b)):
                todo += [b, a]
            case Op("pow", (base, exponent)) if decay is None and _is_gap(exponent, index, step, high):
                decay = base
            case _:
                factors.append(x)
    if not factors:
        return decay, Number(Fraction(1))
    out = factors[0]
    for y in factors[1:]:
        out = out * y
    return decay, out


def _is_gap(exponent: Term, index: Symbol, step: Symbol, high: int) -> bool:
    e = linear(exponent)
    return e is not None and e.coefficient(index.word) == -1 and e.coefficient(step.word) == 1 and e.constant == high


def fitted(right: Term, step: Symbol, at: int) -> Term | None:
    """What a closed form is before the first step, where its sums are empty; None where that says nothing."""

    def emptied(x: Term) -> Term:
        if (
            isinstance(x, Big)
            and isinstance(x.low, Number)
            and isinstance(x.high, Number)
            and x.high.fraction < x.low.fraction
        ):
            return ZERO if x.op == "sum" else Number(Fraction(1))
        return rebuild(x, emptied)

    found = emptied(substitute(right, step, Number(Fraction(at))))
    found = _reduced(found)
    bad = any(isinstance(x, (At, Big)) or x == step for x in walk(found))
    return None if bad else found


def _reduced(x: Term) -> Term:
    """With sums and differences of whole numbers computed, and products with 0 dropped."""
    x = rebuild(x, _reduced)
    match x:
        case Op("add", (Number(a), Number(b))):
            return Number(a + b)
        case Op("sub", (Number(a), Number(b))):
            return Number(a - b)
        case Op("mul", (a, b)) if ZERO in (a, b):
            return ZERO
        case Op("add", (a, b)) if a == ZERO:
            return b
        case Op("add" | "sub", (a, b)) if b == ZERO:
            return a
        case Op("pow", (_, b)) if b == ZERO:
            return Number(Fraction(1))
        case Op("neg", (a,)) if a == ZERO:
            return ZERO
    return x
