"""What array code asks of its values: comparisons, joined by and, or and not, and what hangs on them.

A specification branches on one comparison at a time; a joined condition becomes branches within branches.

>>> from adaptsym.notation import eta, gamma, t
>>> branch(both(compare("gt", t, 5), compare("lt", t, 9)), eta, gamma)
where(t > 5, where(t < 9, eta, gamma), gamma)
"""

from __future__ import annotations

from dataclasses import dataclass

from adaptsym.term import Number, Op, Term, free_symbols, offset
from adaptsym.trace.paths import OPPOSITE, said
from adaptsym.trace.values import apply, exact, truth


@dataclass(frozen=True)
class Joined:
    """Two conditions joined by ``and`` or ``or``."""

    op: str
    left: Truth
    right: Truth


Truth = bool | Op | Joined


def compare(op: str, a: Term, b: Term) -> Truth:
    """A comparison, decided where numbers or domains decide it; equality is 'at most' and 'at least'."""
    a, b = exact(a), exact(b)
    if op == "eq":
        return both(compare("le", a, b), compare("ge", a, b))
    if op == "ne":
        return turned(compare("eq", a, b))
    k = offset(a)
    if k and isinstance(b, Number):  # t - 1 > 5 is t > 6
        a, b = next(iter(free_symbols(a))), Number(b.fraction - k)
    known = truth(op, a, b)
    if known is None:
        known = said(Op(op, (a, b)))
    return Op(op, (a, b)) if known is None else known


def both(p: Truth, q: Truth) -> Truth:
    """p and q."""
    if isinstance(p, bool):
        return q if p else False
    if isinstance(q, bool):
        return p if q else False
    return p if type(p) is type(q) and p == q else Joined("and", p, q)


def either(p: Truth, q: Truth) -> Truth:
    """p or q."""
    return turned(both(turned(p), turned(q)))


def turned(p: Truth) -> Truth:
    """Not p."""
    if isinstance(p, bool):
        return not p
    if isinstance(p, Op):
        return Op(OPPOSITE[p.op], p.args)
    return Joined("or" if p.op == "and" else "and", turned(p.left), turned(p.right))


def branch(condition: Truth, yes: Term, no: Term) -> Term:
    """``where(condition, yes, no)``, one comparison at a time."""
    if isinstance(condition, bool):
        return yes if condition else no
    if isinstance(condition, Op):
        return apply("where", condition, yes, no)
    if condition.op == "and":
        return branch(condition.left, branch(condition.right, yes, no), no)
    return branch(condition.left, yes, branch(condition.right, yes, no))
