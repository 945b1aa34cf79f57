"""Arithmetic of array code on terms, written as one would write it: signs in front, roots as roots, sums as products.

>>> from adaptsym.notation import eta, g, t, theta
>>> plus(theta[t], times(times(eta, Number(Fraction(-1))), g[t]))
theta[t] - eta*g[t]
"""

from __future__ import annotations

from fractions import Fraction

from adaptsym.term import Kind, Number, Op, Term, free_symbols, offset
from adaptsym.trace.values import apply

HALF = Fraction(1, 2)


def plus(a: Term, b: Term) -> Term:
    """a + b; of a step's index and whole numbers the one index; a + -b is a - b."""
    k, n = offset(a), offset(b)
    if k is not None and isinstance(b, Number) and b.fraction.denominator == 1:
        return _index(a, k + int(b.fraction))
    if n is not None and isinstance(a, Number) and a.fraction.denominator == 1:
        return _index(b, n + int(a.fraction))
    if isinstance(b, Op) and b.op == "neg":
        return apply("sub", a, b.args[0])
    return apply("add", a, b)


def minus(a: Term, b: Term) -> Term:
    """a - b, in the same manner; a - a is 0."""
    if a == b:
        return Number(Fraction(0))
    if isinstance(b, Number):
        return plus(a, Number(-b.fraction)) if offset(a) is not None else apply("sub", a, b)
    if isinstance(b, Op) and b.op == "neg":
        return apply("add", a, b.args[0])
    return apply("sub", a, b)


def _index(like: Term, k: int) -> Term:
    index: Term = next(iter(free_symbols(like)))
    return apply("add", index, k) if k > 0 else apply("sub", index, -k) if k < 0 else index


def times(a: Term, b: Term) -> Term:
    """a*b; signs come to the front."""
    for x, y in ((a, b), (b, a)):
        if isinstance(x, Number) and x.fraction < 0:
            positive = Number(-x.fraction)
            return apply("neg", times(positive, y) if x is a else times(y, positive))
        if isinstance(x, Op) and x.op == "neg":
            return apply("neg", times(x.args[0], b) if x is a else times(a, x.args[0]))
    return apply("mul", a, b)


def over(a: Term, b: Term) -> Term:
    """a/b; a sign of a comes to the front."""
    if isinstance(a, Op) and a.op == "neg":
        return apply("neg", over(a.args[0], b))
    return apply("div", a, b)


def power(a: Term, b: Term) -> Term:
    """a**b; roots and reciprocals are written as such."""
    if isinstance(b, Number):
        q = b.fraction
        if q < 0:
            return apply("div", 1, power(a, Number(-q)))
        if q.denominator == 2 and q != HALF:
            return apply("mul", power(a, Number(q - HALF)), apply("sqrt", a))
    return apply("pow", a, b)


def root(a: Term) -> Term:
    """The square root; of an inner product with itself the norm."""
    if isinstance(a, Op) and a.op in ("dot", "dot_all") and a.args[0] == a.args[1]:
        return Op("norm" + a.op[3:], a.args[:1])
    return apply("sqrt", a)


def summed(x: Term, count: int) -> Term:
    """The sum of all elements: an inner product, factors that all elements share in front."""
    if x.kind is not Kind.ARRAY:
        return times(Number(Fraction(count)), x)
    match x:
        case Op("mul", (a, b)) if a.kind is not Kind.ARRAY:
            return times(a, summed(b, count))
        case Op("mul", (a, b)) if b.kind is not Kind.ARRAY:
            return times(summed(a, count), b)
        case Op("mul", (a, b)):
            return Op("dot", (a, b))
        case Op("div", (a, b)) if b.kind is not Kind.ARRAY:
            return over(summed(a, count), b)
        case Op("pow", (a, Number(q))) if q == 2:
            return Op("dot", (a, a))
        case Op("neg", (a,)):
            return apply("neg", summed(a, count))
    return Op("dot", (x, Number(Fraction(1))))
