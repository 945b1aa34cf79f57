"""Guards that hold at every step, or everywhere but on a set of measure zero, are left out of the equations.

A state is known to be positive, or not negative, if it starts so and every step keeps it so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import IntEnum
from fractions import Fraction

from adaptsym.term import At, Number, Op, Term, Word, rebuild, walk
from adaptsym.trace.arithmetic import root
from adaptsym.trace.paths import said
from adaptsym.trace.values import apply

NOUGHT = Number(Fraction(0))


class Sign(IntEnum):
    """What is known of the sign of a term: the more the larger."""

    UNKNOWN = 0
    NONNEGATIVE = 1
    POSITIVE = 2


def invariants(steps: Mapping[Word, Term], starts: Mapping[Word, Term]) -> dict[Word, Sign]:
    """The signs that states keep, by induction: what the start has, weakened until every step keeps it.

    Args:
        steps: the new value of each state by the old ones.
        starts: the initial values.
    """
    known = {word: sign(x, {}) for word, x in starts.items()}
    while True:
        kept = {word: min(s, sign(steps[word], known)) for word, s in known.items()}
        if kept == known:
            return known
        known = kept


def sign(x: Term, known: Mapping[Word, Sign]) -> Sign:
    """The sign of a term from the signs of the states that it reads."""
    match x:
        case At(word, _):
            return known.get(word, Sign.UNKNOWN)
        case Op("add", (a, b)):
            p, q = sign(a, known), sign(b, known)
            return max(p, q) if min(p, q) else Sign.UNKNOWN
        case Op("mul" | "dot" | "dot_all", (a, b)) if a == b:
            return max(min(sign(a, known), _of_products(x.op)), Sign.NONNEGATIVE)
        case Op("mul" | "min", (a, b)):
            return min(sign(a, known), sign(b, known))
        case Op("div", (a, b)) if sign(b, known) is Sign.POSITIVE:
            return sign(a, known)
        case Op("max", (a, b)):
            return max(sign(a, known), sign(b, known))
        case Op("where", (_, a, b)):
            return min(sign(a, known), sign(b, known))
        case Op("pow", (a, Number(n))) if n > 0 and n.denominator == 1 and n % 2 == 0:
            return max(sign(a, known), Sign.NONNEGATIVE)
        case Op("pow", (a, Number(n))) if n > 0:
            return sign(a, known)
        case Op("sqrt" | "abs", (a,)):
            return max(sign(a, known), Sign.NONNEGATIVE)
        case Op("norm" | "norm_all"):
            return Sign.NONNEGATIVE
        case Op("size" | "size_all"):
            return Sign.POSITIVE
    if said(Op("gt", (x, NOUGHT))):
        return Sign.POSITIVE
    return Sign.NONNEGATIVE if said(Op("ge", (x, NOUGHT))) else Sign.UNKNOWN


def _of_products(op: str) -> Sign:
    return Sign.POSITIVE if op == "mul" else Sign.NONNEGATIVE


def generic(x: Term, known: Mapping[Word, Sign], fresh: frozenset[Word], assume: Callable[[str], None]) -> Term:
    """The term without branches on whether something that is not negative is 0.

    Args:
        x: the term.
        known: the signs of states.
        fresh: the gradient and the parameter, which are 0 only on a set of measure zero; a state may start at 0.
        assume: is told what was taken for granted.
    """

    def change(y: Term) -> Term:
        new = rebuild(y, change)
        if isinstance(new, Op) and new.op == "where":
            answer = _answer(new.args[0], known, fresh, assume)
            return new if answer is None else new.args[1 if answer else 2]
        return new

    def simplified(y: Term) -> Term:
        new = rebuild(y, simplified)
        match new:
            case Op("where", args):
                return apply("where", *args)
            case Op("sqrt", (a,)):
                return root(a)
        return new

    return simplified(change(x))


def _answer(
    condition: Term, known: Mapping[Word, Sign], fresh: frozenset[Word], assume: Callable[[str], None]
) -> bool | None:
    """Whether a comparison with 0 holds, where signs say it; None where they do not."""
    match condition:
        case Op("gt" | "le" as op, (a, Number(q))) | Op("lt" | "ge" as op, (Number(q), a)) if q == 0:
            yes = op in ("gt", "lt")
            if sign(a, known) is Sign.NONNEGATIVE and any(isinstance(z, At) and z.word in fresh for z in walk(a)):
                assume(f"{a} is not 0")
                return yes
            return yes if sign(a, known) is Sign.POSITIVE else None
        case Op("ge" | "lt" as op, (a, Number(q))) | Op("le" | "gt" as op, (Number(q), a)) if q == 0:
            return op in ("ge", "le") if sign(a, known) else None
    return None
