"""What JAX's primitives do with terms: one row for each whose result depends on the values of its arguments alone.

>>> from adaptsym.notation import rho1, t
>>> ROWS["exp"](ROWS["mul"](t, ROWS["log"](rho1)))
rho1**t
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from adaptsym.term import Number, Op, Term
from adaptsym.trace.arithmetic import minus, over, plus, power, root, times
from adaptsym.trace.model import TraceError
from adaptsym.trace.truths import Joined, Truth, both, branch, compare, either, turned
from adaptsym.trace.values import apply

ONE, NOUGHT = Number(Fraction(1)), Number(Fraction(0))


@dataclass(frozen=True)
class Log:
    """log(base)*factor, which may only become a power: exp(t*log b) is b**t."""

    base: Term
    factor: Term = ONE


Value = Term | Joined | bool | Log | tuple[Term, ...]  # a comparison is a Term; a tuple is a row of single numbers


def term_of(x: Value) -> Term:
    """A value as a number: a condition is 1 where it holds, and 0 elsewhere."""
    if isinstance(x, tuple):
        raise TraceError("the code computes with a row of single numbers, other than to sum it up")
    if isinstance(x, Log):
        raise TraceError("the code takes a logarithm (primitive log), which no step of an optimizer has a term for")
    return branch(x, ONE, NOUGHT) if is_truth(x) else x  # type: ignore[arg-type,return-value]


def is_truth(x: Value) -> bool:
    """Whether a value is a condition."""
    return isinstance(x, (bool, Joined)) or (isinstance(x, Op) and x.op in ("gt", "ge", "lt", "le"))


def truth_of(x: Value) -> Truth:
    """A value as a condition: a number is one where it is not 0."""
    if is_truth(x):
        return x  # type: ignore[return-value]
    return turned(compare("eq", term_of(x), NOUGHT))


def chosen(condition: Value, yes: Value, no: Value) -> Value:
    """One of two values; of two conditions the condition that says which."""
    p = truth_of(condition)
    if is_truth(yes) and is_truth(no):
        return either(both(p, truth_of(yes)), both(turned(p), truth_of(no)))
    return branch(p, term_of(yes), term_of(no))


def _product(a: Value, b: Value) -> Value:
    for x, y in ((a, b), (b, a)):
        if isinstance(x, Log):
            return Log(x.base, times(x.factor, term_of(y)))
    return times(term_of(a), term_of(b))


def _exponential(x: Value) -> Value:
    if isinstance(x, Log):
        return power(x.base, x.factor)
    if isinstance(x, Number) and x.fraction == 0:
        return ONE
    raise TraceError("the code takes an exponential (primitive exp), which no step of an optimizer has a term for")


def _expm1(x: Value) -> Value:
    return minus(term_of(_exponential(x)), ONE)


def _negative(x: Value) -> Value:
    return Log(x.base, apply("neg", x.factor)) if isinstance(x, Log) else apply("neg", term_of(x))


def _numbers(f: Callable[..., Term]) -> Callable[..., Value]:
    return lambda *args: f(*map(term_of, args))


def _same(x: Value) -> Value:
    return x


def _op(name: str) -> Callable[..., Value]:
    return _numbers(lambda *args: apply(name, *args))


ROWS: dict[str, Callable[..., Value]] = {
    "add": _numbers(plus),
    "add_any": _numbers(plus),
    "sub": _numbers(minus),
    "mul": _product,
    "div": _numbers(over),
    "pow": _numbers(power),
    "neg": _negative,
    "square": _numbers(lambda a: times(a, a)),
    "sqrt": _numbers(root),
    "rsqrt": _numbers(lambda a: apply("div", 1, root(a))),
    "abs": _op("abs"),
    "sign": _op("sign"),
    "max": _op("max"),
    "min": _op("min"),
    "clamp": _numbers(lambda low, x, high: apply("min", apply("max", x, low), high)),
    "log": lambda x: Log(term_of(x)),
    "exp": _exponential,
    "expm1": _expm1,
    "not": lambda p: turned(truth_of(p)),
    "and": lambda p, q: both(truth_of(p), truth_of(q)),
    "or": lambda p, q: either(truth_of(p), truth_of(q)),
    "stop_gradient": _same,
    "copy": _same,
    "real": _same,
    "conj": _same,
    "optimization_barrier": _same,
    "sharding_constraint": _same,
    "pvary": _same,
}
COMPARED = ("lt", "le", "gt", "ge", "eq", "ne")
