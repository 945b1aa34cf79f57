"""Products that are only added somewhere become one call of torch's: x + k*a*b, x + k*a/b, x + k*a.

Fewer passes over the arrays, and none of the products is ever stored.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import NamedTuple

from adaptsym.compile.ir import Body, Call, Operand, Ref
from adaptsym.term import Kind, Number

FUSED = {  # the call, by what is added, and by whether it is subtracted
    ("mul", "add"): "addcmul",
    ("mul", "sub"): "subcmul",
    ("div", "add"): "addcdiv",
    ("div", "sub"): "subcdiv",
    ("", "add"): "addscaled",
    ("", "sub"): "subscaled",
}


ONE = Number(Fraction(1))


class _Product(NamedTuple):
    """k*(a op b), or k*a where op is empty."""

    op: str
    args: tuple[Operand, ...]
    factor: Operand


def fused(body: Body) -> Body:
    """The same line with fewer calls; `FUSED` calls have the operands x, a, b, k, or x, a, k."""
    uses: Counter[str] = Counter(a.name for c in body.calls for a in c.args if isinstance(a, Ref))
    uses.update(x.name for s in body.sums for x in (s.left, s.right) if isinstance(x, Ref))
    uses.update(s.value.name for s in body.stores if isinstance(s.value, Ref))
    once = {c.out: c for c in body.calls if uses[c.out] == 1}
    gone: set[str] = set()
    made: dict[str, Call] = {}
    for call in reversed(body.calls):
        found = _addition(call, once) if call.out not in gone else None
        if found is not None:
            made[call.out], inside = found
            gone |= inside
    calls = tuple(made.get(c.out, c) for c in body.calls if c.out not in gone)
    return Body(body.lets, calls, body.stores, body.sums)


def _addition(call: Call, once: dict[str, Call]) -> tuple[Call, set[str]] | None:
    """The call that takes in one of two added values, and the names that are no longer needed."""
    if call.op not in ("add", "sub"):
        return None
    left, right = call.args
    sides = [(left, right), (right, left)] if call.op == "add" else [(left, right)]
    for x, y in sides:
        if not (_is_array(x) and _is_array(y)):
            continue
        product, inside = _product(y, once)
        if product is not None:
            args = (x, *product.args, product.factor)
            return Call(FUSED[product.op, call.op], args, call.out), inside
    return None


def _product(x: Operand, once: dict[str, Call]) -> tuple[_Product | None, set[str]]:
    call = once.get(x.name) if isinstance(x, Ref) else None
    if call is None or call.op not in ("mul", "div"):
        return None, set()
    left, right = call.args
    if _is_array(left) and _is_array(right):
        scaled, inside = _product(left, once)
        if scaled is not None and not scaled.op:
            return _Product(call.op, (*scaled.args, right), scaled.factor), {call.out, *inside}
        return _Product(call.op, (left, right), ONE), {call.out}
    factor, array = (left, right) if _is_array(right) else (right, left)
    if call.op != "mul" or not _is_array(array) or (isinstance(factor, Ref) and factor.kind is not Kind.SHARED):
        return None, set()
    inner, inside = _product(array, once)
    if inner is not None and isinstance(inner.factor, Number) and inner.op and inner.factor.fraction == 1:
        return inner._replace(factor=factor), {call.out, *inside}
    return _Product("", (array,), factor), {call.out}


def _is_array(x: Operand) -> bool:
    return isinstance(x, Ref) and x.kind is Kind.ARRAY
