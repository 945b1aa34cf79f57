"""Roots and absolute values, drawn as far as signs allow. Untrusted: the kernel checks what is proposed here."""

from __future__ import annotations

from fractions import Fraction

from adaptsym.enclosure import root
from adaptsym.kernel.context import Context
from adaptsym.kernel.signs import nonnegative
from adaptsym.term import Number, Op, Term, without_braces


def drawn(ctx: Context, x: Op) -> Term:
    """The root of a product, quotient or square, as product, quotient or absolute value."""
    return _root(ctx, without_braces(x.args[0]))


def _root(ctx: Context, x: Term) -> Term:
    match x:
        case Number(q) if q >= 0 and isinstance(exact := root(q), Fraction):
            return Number(exact)
        case Op("add", (a, Number(q))) if q == 0:
            return _root(ctx, a)
        case Op("mul", (a, b)) if a == b:
            return magnitude(ctx, a)
        case Op("mul", (a, b)) if nonnegative(ctx, a) and nonnegative(ctx, b):
            return _root(ctx, a) * _root(ctx, b)
        case Op("div", (a, b)) if nonnegative(ctx, a) and nonnegative(ctx, b):
            return _root(ctx, a) / _root(ctx, b)
        case Op("pow", (a, Number(q))) if q.denominator == 1 and q > 0 and int(q) % 2 == 0:
            return magnitude(ctx, a) if q == 2 else magnitude(ctx, a) ** (q / 2)
    return Op("sqrt", (x,))


def magnitude(ctx: Context, x: Term) -> Term:
    """The absolute value of a term, factor by factor."""
    if nonnegative(ctx, x):
        return x
    if nonnegative(ctx, -x):
        return -x
    match x:
        case Op("neg", (a,)):
            return magnitude(ctx, a)
        case Op("mul", (a, b)):
            return magnitude(ctx, a) * magnitude(ctx, b)
        case Op("div", (a, b)):
            return magnitude(ctx, a) / magnitude(ctx, b)
    return Op("abs", (x,))
