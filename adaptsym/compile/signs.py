"""What the domains alone say about the sign of a scalar. Silence means: not known.

>>> from adaptsym.notation import epsilon, rho2
>>> positive(epsilon / (1 - rho2)), positive(rho2)
(True, False)
"""

from __future__ import annotations

from fractions import Fraction

from adaptsym.term import Number, Op, Symbol, Term


def positive(x: Term) -> bool:
    """Whether x > 0 follows from the domains; that of the step says where steps begin."""
    match x:
        case Number(q):
            return q > 0
        case Symbol(word):
            low = word.domain.low
            return low is not None and (low > 0 or (low == 0 and not word.domain.low_closed))
        case Op("mul" | "div" | "min", (a, b)):
            return positive(a) and positive(b)
        case Op("max", (a, b)):
            return positive(a) or positive(b)
        case Op("add", (a, b)):
            return (positive(a) and nonnegative(b)) or (nonnegative(a) and positive(b))
        case Op("sub", (Number(q), b)):
            return q >= 1 and below_one(b)
        case Op("sqrt" | "abs", (a,)) | Op("pow", (a, _)):
            return positive(a)
        case Op("where", (_, a, b)):
            return positive(a) and positive(b)
    return False


def nonnegative(x: Term) -> bool:
    """Whether x >= 0 follows from the domains."""
    match x:
        case Number(q):
            return q >= 0
        case Symbol(word):
            return word.domain.low is not None and word.domain.low >= 0
        case Op("mul" | "add" | "min", (a, b)):
            return nonnegative(a) and nonnegative(b)
        case Op("div", (a, b)):
            return nonnegative(a) and positive(b)
        case Op("abs" | "sqrt"):
            return True
        case Op("pow", (a, _)):
            return nonnegative(a)
    return positive(x)


def below_one(x: Term) -> bool:
    """Whether x < 1 follows from the domains."""
    match x:
        case Number(q):
            return q < 1
        case Symbol(word):
            high = word.domain.high
            return high is not None and (high < 1 or (high == 1 and not word.domain.high_closed))
        case Op("pow", (a, Number(n))):
            return n > 0 and nonnegative(a) and below_one(a)
        case Op("pow", (a, b)):
            return positive(b) and nonnegative(a) and below_one(a)
        case Op("mul", (a, b)):
            return nonnegative(a) and nonnegative(b) and below_one(a) and below_one(b)
        case Op("sub", (Number(q), b)):
            return q <= Fraction(1) and positive(b)
    return False
