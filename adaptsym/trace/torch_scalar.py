"""A number that carries its term through Python code: hyperparameters, counts, and what is computed from them.

It is a float, so that code and frameworks accept it wherever they accept one; its value is NaN, so that whatever
loses the term on its way cannot be taken for a result.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from types import ModuleType
from typing import Any, NoReturn

from adaptsym.notation import t
from adaptsym.term import Number, Op, Term, free_symbols, offset
from adaptsym.trace.model import TraceError
from adaptsym.trace.torch_condition import Truth, assume, compare
from adaptsym.trace.values import apply, number


def fold(op: str, *args: Any) -> Term:
    """`apply`, and whole numbers added to the count are gathered: (t - 1) + 1 is t; 0/x is 0 where x cannot be 0.

    >>> fold("add", fold("sub", t, 1), 1)
    t
    """
    found = apply(op, *args)
    match found:
        case Op("div", (Number(q), x)) if q == 0 and compare("ne", x, Number(q)) is True:
            return Number(q)
    if op in ("add", "sub") and isinstance(found, Op) and free_symbols(found) == {t}:
        k = offset(found)
        if k is not None:
            return t if k == 0 else t + k if k > 0 else t - -k
    return found


def plus(x: Term, factor: Term, y: Term) -> Term:
    """x + factor*y, a negative factor written as a subtraction."""
    match factor:
        case Number(q) if q < 0:
            return fold("sub", x, apply("mul", -q, y))
        case Op("neg", (positive,)):
            return fold("sub", x, apply("mul", positive, y))
    return fold("add", x, apply("mul", factor, y))


class Scalar(float):
    """A float that is a term."""

    term: Term
    __slots__ = ("term",)

    def __new__(cls, term: Term) -> Scalar:
        """A NaN with this term."""
        made = super().__new__(cls, math.nan)
        made.term = term
        return made

    def __hash__(self) -> int:
        return hash(self.term)

    def __repr__(self) -> str:
        return str(self.term)

    def __reduce__(self) -> tuple[type[Scalar], tuple[Term]]:
        return Scalar, (self.term,)

    def __bool__(self) -> bool:
        return bool(Truth(compare("ne", self.term, Number(Fraction(0)))))

    def item(self) -> Scalar:
        """Itself, as of an array of one element."""
        return self


def scalar_term(x: object) -> Term | None:
    """The term of a number, or None for anything else."""
    if isinstance(x, Scalar):
        return x.term
    return number(x) if isinstance(x, (int, float, Fraction)) and not isinstance(x, bool) else None


def _operator(op: str, *, reflected: bool = False) -> Callable[[Scalar, object], Any]:
    def act(self: Scalar, other: object) -> Any:
        term = scalar_term(other)
        if term is None:
            return NotImplemented
        return Scalar(fold(op, term, self.term) if reflected else fold(op, self.term, term))

    return act


def _comparison(name: str) -> Callable[[Scalar, object], Any]:
    def act(self: Scalar, other: object) -> Any:
        term = scalar_term(other)
        return NotImplemented if term is None else Truth(compare(name, self.term, term))

    return act


def _unary(op: str) -> Callable[[Scalar], Scalar]:
    return lambda self: Scalar(apply(op, self.term))


def _refused(what: str) -> Callable[..., NoReturn]:
    def act(self: Scalar, *_: object) -> NoReturn:
        raise TraceError(f"the code takes {what} of {self.term}, which no equation says")

    return act


_BINARY = {"add": "add", "sub": "sub", "mul": "mul", "truediv": "div", "pow": "pow"}
_NO_TERM = {
    "__float__": "the plain float",
    "__int__": "the whole part",
    "__trunc__": "the whole part",
    "__round__": "a rounding",
    "__floor__": "the floor",
    "__ceil__": "the ceiling",
    "__mod__": "a remainder",
    "__rmod__": "a remainder",
    "__floordiv__": "a whole quotient",
    "__rfloordiv__": "a whole quotient",
    "__divmod__": "a remainder",
    "is_integer": "whether it is whole",
}
for _name, _op in _BINARY.items():
    setattr(Scalar, f"__{_name}__", _operator(_op))
    setattr(Scalar, f"__r{_name}__", _operator(_op, reflected=True))
for _name in ("lt", "le", "gt", "ge", "eq", "ne"):
    setattr(Scalar, f"__{_name}__", _comparison(_name))
for _name, _op in (("neg", "neg"), ("abs", "abs")):
    setattr(Scalar, f"__{_name}__", _unary(_op))
for _name, _what in _NO_TERM.items():
    setattr(Scalar, _name, _refused(_what))
Scalar.__pos__ = lambda self: self  # type: ignore[method-assign]


# ---------------------------------------------------------------- Python's math


def _root(x: Term) -> Term:
    return apply("sqrt", x)


MATH: dict[str, Callable[..., Term]] = {
    "sqrt": _root,
    "pow": lambda a, b: apply("pow", a, b),
    "fabs": lambda a: apply("abs", a),
}
UNKNOWN = ("exp", "expm1", "log", "log2", "log10", "log1p", "sin", "cos", "tan", "tanh", "floor", "ceil", "isclose")


def _stand_in(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
    def act(*args: Any, **kwargs: Any) -> Any:
        if not any(isinstance(a, Scalar) for a in args):
            return real(*args, **kwargs)
        terms = [scalar_term(a) for a in args]
        if name not in MATH or any(x is None for x in terms):
            raise TraceError(f"the code takes math.{name} of {', '.join(map(repr, args))}, which no equation says")
        return Scalar(MATH[name](*terms))

    return act


def _generic(real: Callable[[Any], bool], answer: bool) -> Callable[[Any], bool]:
    def act(x: Any) -> bool:
        if isinstance(x, Scalar):
            assume("every number is finite")
            return answer
        return real(x)

    return act


@contextmanager
def stand_ins(modules: Sequence[ModuleType]) -> Iterator[None]:
    """Python's `math` over scalars, in the module itself and under the names that these modules gave its functions."""
    made = {name: _stand_in(name, getattr(math, name)) for name in (*MATH, *UNKNOWN)}
    made |= {"isnan": _generic(math.isnan, False), "isinf": _generic(math.isinf, False)}
    made |= {"isfinite": _generic(math.isfinite, True)}
    real = {name: getattr(math, name) for name in made}
    by_function = {id(function): made[name] for name, function in real.items()}
    places = [(math, name, function) for name, function in real.items()]
    for module in modules:
        places += [(module, name, x) for name, x in vars(module).items() if id(x) in by_function]
    try:
        for module, name, function in places:
            setattr(module, name, by_function[id(function)])
        yield
    finally:
        for module, name, function in places:
            setattr(module, name, function)
