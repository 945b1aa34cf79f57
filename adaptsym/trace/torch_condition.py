"""Conditions as running code makes them, and the branches that they become.

A comparison is the set of signs that `left - right` may have: ``>`` is {1}, ``>=`` is {0, 1}, ``==`` is {0}.
So negation is the complement, and what is known about a pair is a set that shrinks. Terms know no ``==``: a branch
on it is written by ``>`` and ``<``.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from adaptsym.catalogue import gradient_descent
from adaptsym.errors import EvaluationError
from adaptsym.kernel.context import Context
from adaptsym.kernel.equality import equal
from adaptsym.term import COMPARISONS, At, Number, Op, Role, Symbol, Term, rebuild, walk
from adaptsym.trace.model import TraceError
from adaptsym.trace.paths import decide, said
from adaptsym.trace.values import apply
from adaptsym.unroll import ELEMENTWISE

if TYPE_CHECKING:
    from collections.abc import Iterator

SIGNS: dict[str, frozenset[int]] = {
    "gt": frozenset((1,)),
    "ge": frozenset((0, 1)),
    "lt": frozenset((-1,)),
    "le": frozenset((-1, 0)),
    "eq": frozenset((0,)),
    "ne": frozenset((-1, 1)),
}
NAMES = {signs: name for name, signs in SIGNS.items()}
WRITTEN = {"gt": ">", "ge": ">=", "lt": "<", "le": "<=", "eq": "==", "ne": "!="}


class Compare(NamedTuple):
    """Whether the sign of left - right is one of these."""

    signs: frozenset[int]
    left: Term
    right: Term


class Both(NamedTuple):
    """One condition and the other."""

    one: Condition
    other: Condition


class Either(NamedTuple):
    """One condition or the other."""

    one: Condition
    other: Condition


Condition = bool | Compare | Both | Either
Known = Mapping[tuple[Term, Term], frozenset[int]]


@dataclass
class Setting:
    """What is known while one optimizer is read: its hyperparameters as constructed.

    And what is found: what had to be assumed, and the constants that tensors were made of.
    """

    values: Mapping[Symbol, Fraction] = field(default_factory=dict)
    assumptions: dict[str, None] = field(default_factory=dict)
    constants: dict[Term, None] = field(default_factory=dict)


_SETTING: ContextVar[Setting | None] = ContextVar("_SETTING", default=None)


@contextmanager
def setting(values: Mapping[Symbol, Fraction]) -> Iterator[Setting]:
    """Read code with these values of the hyperparameters; what it assumes is collected."""
    token = _SETTING.set(found := Setting(values))
    try:
        yield found
    finally:
        _SETTING.reset(token)


def assume(text: str) -> None:
    """Note what the reading leaves out."""
    current = _SETTING.get()
    if current is not None:
        current.assumptions[text] = None


def met(constant: Term) -> None:
    """Note a constant that a tensor was made of: a state may have started there."""
    current = _SETTING.get()
    if current is not None:
        current.constants[constant] = None


def compare(name: str, a: Term, b: Term) -> Condition:
    """A comparison by its name, decided where numbers, domains or the constructed hyperparameters decide it."""
    return _compare(SIGNS[name], a, b)


def _compare(signs: frozenset[int], a: Term, b: Term) -> Condition:
    if isinstance(a, Op) and a.op == "sign" and b == Number(Fraction(0)):
        a = a.args[0]
    possible = _possible(a, b)
    if possible <= signs or not possible & signs:
        return possible <= signs
    if -1 not in possible:  # then == is <=, and != is >
        signs = SIGNS["le"] if 0 in signs else SIGNS["gt"]
    for x, rebuilt in ((a, lambda y: (y, b)), (b, lambda y: (a, y))):
        if isinstance(x, Op) and x.op == "where":
            yes, no = (_compare(signs, *rebuilt(side)) for side in x.args[1:])
            if isinstance(yes, bool) or isinstance(no, bool):
                condition = of_term(x.args[0])
                return either(both(condition, yes), both(negated(condition), no))
    return Compare(signs, a, b)


def _possible(a: Term, b: Term) -> frozenset[int]:
    """The signs that a - b may have."""
    everything = frozenset((-1, 0, 1))
    if bool(a == b):
        return SIGNS["eq"]
    leaves = [x for side in (a, b) for x in walk(side) if isinstance(x, (At, Symbol))]
    if any(isinstance(x, At) for x in leaves):
        return SIGNS["ge"] if b == Number(Fraction(0)) and _nonnegative(a) else everything
    for name in ("gt", "ge", "lt", "le"):
        known = said(Op(name, (a, b)))
        if known is not None:
            everything &= SIGNS[name] if known else frozenset((-1, 0, 1)) - SIGNS[name]
    if len(everything) == 1 or any(x.word.role is Role.INDEX for x in leaves):
        return everything
    current = _SETTING.get()
    value = None if current is None else _value(apply("sub", a, b), current.values)
    if value is None:
        return everything
    found = frozenset(((value > 0) - (value < 0),))
    if not equal(Context(gradient_descent), apply("sub", a, b), Number(value)):  # else it is a number in other letters
        assume(f"{a} {WRITTEN[NAMES[found]]} {b}, as constructed")
    return found


def _nonnegative(x: Term) -> bool:
    """Whether the form of a term says that it is at least 0."""
    match x:
        case Number(q):
            return q >= 0
        case Symbol(word):
            return word.domain.low is not None and word.domain.low >= 0
        case Op("norm" | "norm_all" | "abs" | "sqrt" | "size" | "size_all"):
            return True
        case Op("dot", (a, b)):
            return bool(a == b)
        case Op("max", (a, b)):
            return _nonnegative(a) or _nonnegative(b)
        case Op("min" | "add" | "mul" | "div", (a, b)):
            return _nonnegative(a) and _nonnegative(b)
    return False


def _value(x: Term, values: Mapping[Symbol, Fraction]) -> Fraction | None:
    """A term of hyperparameters at their constructed values, where it is rational."""
    match x:
        case Number(q):
            return q
        case Symbol():
            return values.get(x)
        case Op(op, args) if op in ELEMENTWISE and op not in COMPARISONS:
            parts = [_value(a, values) for a in args]
            if any(p is None for p in parts):
                return None
            try:
                found = ELEMENTWISE[op](*parts)
            except EvaluationError:
                return None
            return found if isinstance(found, Fraction) else None
    return None


def of_term(x: Term) -> Condition:
    """A comparison that stands in a term, as a condition."""
    assert isinstance(x, Op)
    return Compare(SIGNS[x.op], *x.args)


def negated(c: Condition) -> Condition:
    """The opposite condition."""
    match c:
        case bool():
            return not c
        case Compare(signs, a, b):
            return Compare(frozenset((-1, 0, 1)) - signs, a, b)
        case Both(a, b):
            return either(negated(a), negated(b))
        case Either(a, b):
            return both(negated(a), negated(b))


def both(a: Condition, b: Condition) -> Condition:
    """a and b."""
    if isinstance(a, bool):
        return b if a else False
    if isinstance(b, bool):
        return a if b else False
    return Both(a, b)


def either(a: Condition, b: Condition) -> Condition:
    """a or b."""
    return negated_pair(a, b) if isinstance(a, bool) or isinstance(b, bool) else Either(a, b)


def negated_pair(a: Condition, b: Condition) -> Condition:
    """a or b, where one of them is decided."""
    if isinstance(a, bool):
        return True if a else b
    return True if b is True else a


def choose(c: Condition, yes: Term, no: Term) -> Term:
    """The branch: `yes` where the condition holds, `no` elsewhere; inner branches know the outer ones."""
    return _simpler(_choose(c, yes, no), {})


def _choose(c: Condition, yes: Term, no: Term) -> Term:
    match c:
        case bool():
            return yes if c else no
        case Both(a, b):
            return _choose(a, _choose(b, yes, no), no)
        case Either(a, b):
            return _choose(a, yes, _choose(b, yes, no))
        case Compare(signs, a, b) if NAMES[signs] in COMPARISONS:
            return Op("where", (Op(NAMES[signs], (a, b)), yes, no))
        case Compare(signs, a, b):
            same, other = (yes, no) if signs == SIGNS["eq"] else (no, yes)
            above, below = Op("gt", (a, b)), Op("lt", (a, b))
            return Op("where", (above, other, Op("where", (below, other, same))))


def _simpler(x: Term, known: Known) -> Term:
    """The term without branches that `known`, the signs left for some pairs, has decided."""
    if not isinstance(x, Op) or not any(isinstance(y, Op) and y.op == "where" for y in walk(x)):
        return x
    if x.op != "where":
        return rebuild(x, lambda y: _simpler(y, known))
    condition, yes, no = x.args
    assert isinstance(condition, Op)
    signs, pair = SIGNS[condition.op], (condition.args[0], condition.args[1])
    left = known.get(pair, frozenset((-1, 0, 1)))
    if left <= signs:
        return _simpler(yes, known)
    if not left & signs:
        return _simpler(no, known)
    yes, no = _simpler(yes, {**known, pair: left & signs}), _simpler(no, {**known, pair: left - signs})
    return yes if bool(yes == no) else Op("where", (condition, yes, no))


def decided(c: Condition) -> bool:
    """The truth of a condition on scalars, for Python's `if`: known, or a fork of the path.

    Raises:
        TraceError: for a condition on an array.
    """
    match c:
        case bool():
            return c
        case Both(a, b):
            return decided(a) and decided(b)
        case Either(a, b):
            return decided(a) or decided(b)
        case Compare(signs, a, b):
            name = NAMES[signs]
            if name in COMPARISONS:
                return decide(Op(name, (a, b)))
            apart = decide(Op("gt", (a, b))) or decide(Op("lt", (a, b)))
            return apart if name == "ne" else not apart
    raise TraceError(f"the code asks whether {c}")


class Truth:
    """What a comparison of scalars gives: it forks the path where Python asks for its truth."""

    def __init__(self, condition: Condition) -> None:
        self.condition = condition

    def __bool__(self) -> bool:
        return decided(self.condition)

    def __and__(self, other: object) -> Truth:
        return Truth(both(self.condition, condition_of(other)))

    def __or__(self, other: object) -> Truth:
        return Truth(either(self.condition, condition_of(other)))

    def __invert__(self) -> Truth:
        return Truth(negated(self.condition))

    __rand__, __ror__ = __and__, __or__


def condition_of(x: object) -> Condition:
    """The condition of a truth value.

    Raises:
        TraceError: for anything else.
    """
    if isinstance(x, Truth):
        return x.condition
    if isinstance(x, bool):
        return x
    raise TraceError(f"the code uses {x!r} as a truth value")
