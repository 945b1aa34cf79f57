"""Closed forms of first-order linear recurrences, found by reading the tree. Untrusted: the kernel proves them."""

from __future__ import annotations

from fractions import Fraction

from adaptsym.claims import Claim, claim
from adaptsym.notation import i, j, k
from adaptsym.spec import Spec
from adaptsym.term import (
    At,
    Big,
    Number,
    Op,
    Role,
    Symbol,
    Term,
    Word,
    free_symbols,
    offset,
    product,
    substitute,
    total,
    walk,
    without_braces,
)

ONE = Number(Fraction(1))
MINUS_ONE = Number(Fraction(-1))


def closed_form(spec: Spec, word: Word, name: str = "") -> Claim | None:
    """The claim that a sequence is its product-plus-sum form; None if its recurrence is not linear of first order.

    x[t] = a[t]*x[t-1] + b[t] with x[0] = c gives c times the product of all a, plus the sum of b[i] times the
    product of the a behind i. A constant a gives powers, a = 1 a plain sum.

    >>> from adaptsym.catalogue import momentum
    >>> print(closed_form(momentum, momentum.states[0]))
    velocity[t] == (-eta)*sum(gamma**(t - i)*g[i] for i in 1..t) for t >= 0
    """
    e = spec.by_name[word.name]
    assert isinstance(e.left, At)
    step = offset(e.left.index) or 0
    t, first = spec.index, spec.first
    old = next((x for x in walk(e.right) if x == At(word, _index(t, step - 1))), None)
    if old is None or first < 0:
        return None
    split = affine(without_braces(e.right), old)
    a, b = split if split is not None else (None, None)
    if a is None:
        return None
    initial = spec.start.get(word.name)
    start = initial.right if initial is not None else At(word, Number(Fraction(first + step - 1)))
    used = free_symbols(a) | (frozenset() if b is None else free_symbols(b))
    inner = [letter for letter in (i, j, k) if letter not in used]
    whole, behind = _weights(a, t, first, inner)
    parts: list[Term] = []
    if start != Number(Fraction(0)):
        parts.append(start if whole == ONE else whole if start == ONE else whole * start)
    if b is not None:
        parts.append(_summed(b, behind, t, first, inner[0]))
    right = parts[0] if len(parts) == 1 else _added(*parts) if parts else Number(Fraction(0))
    return claim(name or word.name, e.left == right, since=first - 1)


def _index(t: Symbol, n: int) -> Term:
    return t + n if n > 0 else t - -n if n < 0 else t


def _weights(a: Term, t: Symbol, first: int, inner: list[Symbol]) -> tuple[Term, Term]:
    """What multiplies the initial value, and what multiplies b at the inner index."""
    past = inner[0]
    if a == ONE:
        return ONE, ONE
    if not any(x == t or (isinstance(x, At) and x.word.role is Role.SEQUENCE) for x in walk(a)):
        return a ** _index(t, 1 - first), a ** (t - past)
    factor = substitute(a, t, inner[1])
    return product(factor, inner[1], first, t), product(factor, inner[1], past + 1, t)


def _summed(b: Term, behind: Term, t: Symbol, first: int, past: Symbol) -> Term:
    """The sum of b, its constant factors in front."""
    front, body = constant_factors(b, t)
    body = substitute(body, t, past)
    if behind != ONE:
        body = behind if body == ONE else behind * body
    sigma = total(body, past, first, t)
    if front is None or front == ONE:
        return sigma
    return -sigma if front == MINUS_ONE else front * sigma


def _added(a: Term, b: Term) -> Term:
    """a + b, with a minus where b begins with one."""
    match b:
        case Op("mul", (Op("neg", (c,)), d)):
            return a - c * d
        case Op("neg", (c,)):
            return a - c
    return a + b


def affine(x: Term, old: Term) -> tuple[Term | None, Term | None] | None:
    """x as (a, b) with x = a*old + b, either None where it is 0; None if x is not of that form."""
    if x == old:
        return ONE, None
    if old not in set(walk(x)):
        return None, x
    match x:
        case Op("neg", (p,)):
            inside = affine(p, old)
            return None if inside is None else (_neg(inside[0]), _neg(inside[1]))
        case Op("add" | "sub" as op, (p, q)):
            left, right = affine(p, old), affine(q, old)
            if left is None or right is None:
                return None
            return _plus(op, left[0], right[0]), _plus(op, left[1], right[1])
        case Op("mul", (p, q)):
            left, right = affine(p, old), affine(q, old)
            if left is not None and left[0] is None and right is not None:
                return _times(p, right[0]), _times(p, right[1])
            if right is not None and right[0] is None and left is not None:
                return _times(left[0], q), _times(left[1], q)
        case Op("div", (p, q)):
            left = affine(p, old)
            if left is not None and old not in set(walk(q)):
                return _over(left[0], q), _over(left[1], q)
    return None


def _neg(x: Term | None) -> Term | None:
    return None if x is None else -x


def _plus(op: str, x: Term | None, y: Term | None) -> Term | None:
    if x is None or y is None:
        return y if x is None and op == "add" else _neg(y) if x is None else x
    return Op(op, (x, y))


def _times(x: Term | None, y: Term | None) -> Term | None:
    if x is None or y is None:
        return None
    return y if x == ONE else x if y == ONE else x * y


def _over(x: Term | None, y: Term) -> Term | None:
    return None if x is None else x / y


def constant_factors(x: Term, t: Symbol) -> tuple[Term | None, Term]:
    """x as (what does not change with t, the rest); None where nothing is constant."""

    def constant(y: Term) -> bool:
        return t not in free_symbols(y) and not any(isinstance(z, (At, Big)) for z in walk(y))

    if constant(x):
        return x, ONE
    match x:
        case Op("neg", (a,)):
            front, rest = constant_factors(a, t)
            return (MINUS_ONE if front is None else -front), rest
        case Op("mul", (a, b)):
            (p, a), (q, b) = constant_factors(a, t), constant_factors(b, t)
            front = q if p is None else p if q is None else p * q
            return front, b if a == ONE else a if b == ONE else a * b
        case Op("div", (a, b)):
            front, rest = constant_factors(a, t)
            if constant(b):
                return (ONE if front is None else front) / b, rest
            return front, rest / b
    return None, x
