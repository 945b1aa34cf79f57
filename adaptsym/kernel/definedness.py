"""Whether a term has a value: denominators, radicands, exponents, and the indices of sequences.

It is asked of the tree as it was written, before anything can cancel.
"""

from __future__ import annotations

from collections.abc import Iterator

from adaptsym.errors import ProofError
from adaptsym.kernel.context import Context
from adaptsym.kernel.linear import linear
from adaptsym.kernel.signs import assuming, nonnegative, nonzero, positive
from adaptsym.spec import Spec
from adaptsym.term import At, Big, Op, Role, Symbol, Term, children, offset


def undefined(ctx: Context, x: Term) -> Iterator[tuple[Context, str, Term]]:
    """The obligations of a term that cannot be read off, innermost first, as (context, kind, what).

    The kinds are 'nonzero', 'nonnegative', 'index', 'natural' and 'bound'.
    """
    match x:
        case Symbol(word) if word.role is Role.INDEX:
            if not any(r.coefficient(word) for r in ctx.ranges):
                yield ctx, "bound", x
            return
        case At(word) if word.role is Role.SEQUENCE:
            at, first = linear(x.index), first_index(ctx.spec, x)
            if at is None or first is None or not ctx.at_least(at, first):
                yield ctx, "index", x
            return
        case Big():
            for bound in (x.low, x.high):
                yield from undefined(ctx, bound)
            yield from undefined(ctx.within(x), x.body)
            return
        case Op("where", (condition, yes, no)):
            true, false = assuming(ctx, x)
            yield from undefined(ctx, condition)
            yield from undefined(true, yes)
            yield from undefined(false, no)
            return
    for child in children(x):
        yield from undefined(ctx, child)
    match x:
        case Op("div", (_, b)) if not nonzero(ctx, b):
            yield ctx, "nonzero", b
        case Op("sqrt", (a,)) if not nonnegative(ctx, a):
            yield ctx, "nonnegative", a
        case Op("pow", (a, b)):
            yield from _undefined_power(ctx, a, b)


def _undefined_power(ctx: Context, base: Term, exponent: Term) -> Iterator[tuple[Context, str, Term]]:
    e = linear(exponent)
    if e is None:
        if not positive(ctx, base):
            yield ctx, "nonzero", base
    elif not ctx.at_least(e):
        if e.terms:
            yield ctx, "natural", exponent
        elif not nonzero(ctx, base):
            yield ctx, "nonzero", base


def first_index(spec: Spec, x: At) -> int | None:
    """The first index at which a sequence has a value."""
    equation = spec.by_name.get(x.word.name)
    if equation is None or not isinstance(equation.left, At):
        return None
    k = offset(equation.left.index)
    assert k is not None
    carried = x.word == spec.parameter or x.word.name in spec.start
    return spec.first + k - int(carried)


_WHY = {
    "nonzero": "{} is not shown to be different from 0",
    "nonnegative": "{} is not shown to be non-negative",
    "index": "{} is not shown to have a value at that index",
    "bound": "the index {} is bound by nothing",
    "natural": "the exponent {} is not shown to be a natural number",
}


def require_defined(ctx: Context, x: Term) -> None:
    """Refuse a term whose denominators, radicands, exponents and indices are not all shown to be good.

    Raises:
        ProofError: naming the first that is not.
    """
    for _, what, y in undefined(ctx, x):
        raise ProofError(f"definedness of {x}: {_WHY[what].format(y)}")
