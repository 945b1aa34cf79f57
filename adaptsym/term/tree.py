"""The nodes of the as-written tree, and the table of its operators."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from fractions import Fraction
from functools import cached_property
from typing import Any, NamedTuple, SupportsIndex

from adaptsym.errors import TermError
from adaptsym.term.words import Kind, Word


@dataclass(frozen=True, eq=False, repr=False)
class Term:
    """A node of the as-written tree. Immutable, hashable, compared by structure."""

    def __add__(self, other: TermLike) -> Op:
        return Op("add", (self, term(other)))

    def __radd__(self, other: TermLike) -> Op:
        return Op("add", (term(other), self))

    def __sub__(self, other: TermLike) -> Op:
        return Op("sub", (self, term(other)))

    def __rsub__(self, other: TermLike) -> Op:
        return Op("sub", (term(other), self))

    def __mul__(self, other: TermLike) -> Op:
        return Op("mul", (self, term(other)))

    def __rmul__(self, other: TermLike) -> Op:
        return Op("mul", (term(other), self))

    def __truediv__(self, other: TermLike) -> Op:
        return Op("div", (self, term(other)))

    def __rtruediv__(self, other: TermLike) -> Op:
        return Op("div", (term(other), self))

    def __pow__(self, other: TermLike) -> Op:
        return Op("pow", (self, term(other)))

    def __rpow__(self, other: TermLike) -> Op:
        return Op("pow", (term(other), self))

    def __neg__(self) -> Op:
        return Op("neg", (self,))

    def __abs__(self) -> Op:
        return Op("abs", (self,))

    def __gt__(self, other: TermLike) -> Op:
        return Op("gt", (self, term(other)))

    def __ge__(self, other: TermLike) -> Op:
        return Op("ge", (self, term(other)))

    def __lt__(self, other: TermLike) -> Op:
        return Op("lt", (self, term(other)))

    def __le__(self, other: TermLike) -> Op:
        return Op("le", (self, term(other)))

    def sqrt(self) -> Op:
        """The square root; ``numpy.sqrt(term)`` finds this method."""
        return Op("sqrt", (self,))

    def __eq__(self, other: object) -> Equation:  # type: ignore[override]
        return Equation(self, term(other))

    def __ne__(self, other: object) -> bool:
        return not (isinstance(other, Term) and bool(self == other))

    def __hash__(self) -> int:
        return self._hash

    def __bool__(self) -> bool:
        raise TermError(
            f"'{self}' has no truth value: Python's if, and, or and chained comparisons ask for one; "
            "write where(condition, yes, no) for a branch"
        )

    def __iter__(self) -> Iterator[Term]:
        raise TermError(f"'{self}' is one term and cannot be iterated over")

    @cached_property
    def _key(self) -> tuple[object, ...]:
        names: tuple[str, ...] = type(self).__match_args__
        return (type(self).__name__, *(getattr(self, name) for name in names))

    @cached_property
    def _hash(self) -> int:
        return hash(self._key)

    def __getstate__(self) -> dict[str, object]:
        return {f.name: getattr(self, f.name) for f in fields(self)}  # no cached hash: it differs by process

    @property
    def kind(self) -> Kind:
        """How many numbers this term holds."""
        return max((child.kind for child in children(self)), default=Kind.SHARED)

    @property
    def value(self) -> Any:
        """The SymPy expression of this tree (SymPy is imported by the first call)."""
        from adaptsym import sympy_value

        return sympy_value.value(self)

    def _repr_latex_(self) -> str:
        from adaptsym.typeset import notebook

        return notebook.of_term(self)

    def __repr__(self) -> str:
        return plain_text(self)


TermLike = Any  # a Term, an int, a Fraction, or a decimal such as "0.9"; `term` has the last word


@dataclass(frozen=True, eq=False, repr=False)
class Number(Term):
    """A rational number."""

    fraction: Fraction


@dataclass(frozen=True, eq=False, repr=False)
class Symbol(Term):
    """A hyperparameter, a constant or an index. ``eta`` is a constant; ``eta[t]`` is the same word as a schedule."""

    word: Word

    @property
    def kind(self) -> Kind:
        """How many numbers this term holds."""
        return self.word.kind

    def __getitem__(self, index: TermLike) -> At:
        return At(self.word, term(index))


@dataclass(frozen=True, eq=False, repr=False)
class At(Term):
    """A sequence at an index: ``s[t-1]``."""

    word: Word
    index: Term

    @property
    def kind(self) -> Kind:
        """How many numbers this term holds."""
        return self.word.kind


@dataclass(frozen=True, eq=False, repr=False)
class Op(Term):
    """An operator of the table `OPERATORS` over its arguments."""

    op: str
    args: tuple[Term, ...]

    def __post_init__(self) -> None:
        row = OPERATORS[self.op]
        if len(self.args) != row.arity:
            raise TermError(f"{row.name} takes {row.arity} argument(s), got {len(self.args)}")

    @cached_property
    def _kind(self) -> Kind:
        row = OPERATORS[self.op]
        return max(x.kind for x in self.args) if row.kind is None else row.kind

    @property
    def kind(self) -> Kind:
        """How many numbers this term holds."""
        return self._kind


@dataclass(frozen=True, eq=False, repr=False)
class Big(Term):
    """A sum or a product of `body` over `index` from `low` to `high`; empty where high < low."""

    op: str
    body: Term
    index: Symbol
    low: Term
    high: Term


@dataclass(frozen=True, eq=False, repr=False)
class Apply(Term):
    """A function that is only named: ``f(x; theta)``, the parameters behind the semicolon."""

    word: Word
    args: tuple[Term, ...]
    parameters: tuple[Term, ...] = ()

    @property
    def kind(self) -> Kind:
        """How many numbers this term holds."""
        return self.word.kind


@dataclass(frozen=True, eq=False, repr=False)
class Brace(Term):
    """Typesetting only: a labelled brace under or over its body, whose value it has."""

    body: Term
    label: str
    over: bool = False


@dataclass(frozen=True, repr=False)
class Equation:
    """``left == right``. Its truth value is whether both sides are the same tree."""

    left: Term
    right: Term
    asked: bool = field(default=False, compare=False, repr=False)  # a == b == c asks the first for its truth

    def __bool__(self) -> bool:
        object.__setattr__(self, "asked", True)
        a, b = self.left, self.right
        if a is b:
            return True
        if a._hash != b._hash or a._key != b._key:
            return False
        b.__dict__["_key"] = a._key  # so that the next comparison finds one key
        return True

    @property
    def value(self) -> Any:
        """The SymPy ``Eq`` of both sides (SymPy is imported by the first call)."""
        from adaptsym import sympy_value

        return sympy_value.equation_value(self)

    def _repr_latex_(self) -> str:
        from adaptsym.typeset import notebook

        return notebook.of_term(self)

    def __repr__(self) -> str:
        return f"{self.left} == {self.right}"


class Operator(NamedTuple):
    """A row of the operators: what it is called, how many arguments it has, and its kind where it is not theirs."""

    name: str
    arity: int
    kind: Kind | None = None


OPERATORS: dict[str, Operator] = {
    "add": Operator("addition", 2),
    "sub": Operator("subtraction", 2),
    "mul": Operator("multiplication, element by element", 2),
    "div": Operator("division, element by element", 2),
    "pow": Operator("power", 2),
    "neg": Operator("negation", 1),
    "sqrt": Operator("square root", 1),
    "abs": Operator("absolute value", 1),
    "sign": Operator("sign", 1),
    "max": Operator("maximum", 2),
    "min": Operator("minimum", 2),
    "gt": Operator("greater than", 2),
    "ge": Operator("at least", 2),
    "lt": Operator("less than", 2),
    "le": Operator("at most", 2),
    "where": Operator("branch", 3),
    "dot": Operator("inner product over one parameter", 2, Kind.OWN),
    "norm": Operator("Euclidean norm of one parameter", 1, Kind.OWN),
    "size": Operator("number of elements of one parameter", 1, Kind.OWN),
    "dot_all": Operator("inner product over all parameters", 2, Kind.SHARED),
    "norm_all": Operator("Euclidean norm of all parameters", 1, Kind.SHARED),
    "size_all": Operator("number of elements of all parameters", 1, Kind.SHARED),
    "grad": Operator("gradient of the loss at a point", 1, Kind.ARRAY),
}
COMPARISONS = ("gt", "ge", "lt", "le")
REDUCTIONS = tuple(name for name, row in OPERATORS.items() if row.kind is not None and name != "grad")


@dataclass(frozen=True)
class Sequence:
    """A quantity indexed by t: ``s[t]``, ``s[t-1]``, ``s[0]`` are terms."""

    word: Word

    def __getitem__(self, index: TermLike) -> At:
        return At(self.word, term(index))

    def __iter__(self) -> Iterator[Term]:
        raise TermError(f"the sequence {self.word.name} is infinite and cannot be iterated over")


def term(x: object) -> Term:
    """A term from what may stand in an equation: a term, an int, a Fraction, or a decimal in quotes.

    Raises:
        TermError: for a float (it is not exact), a text that is not a decimal, or anything else.

    >>> term("0.9").fraction
    Fraction(9, 10)
    """
    if isinstance(x, Term):
        return x
    if isinstance(x, bool):
        raise TermError(f"{x!r} in an equation: a truth value is not a number")
    if isinstance(x, (int, Fraction)):
        return Number(Fraction(x))
    if isinstance(x, float):
        raise TermError(
            f"the float {x!r} in an equation is not exact: write the decimal in quotes, '{x!r}', or a Fraction"
        )
    if isinstance(x, str):
        return Number(_decimal(x))
    if isinstance(x, Sequence):
        raise TermError(f"the sequence {x.word.name} stands in an equation without its index: write {x.word.name}[t]")
    if isinstance(x, Equation):
        raise TermError(f"an equation stands where a term belongs: {x}")
    if is_sympy(x):
        from adaptsym import sympy_value

        found: Term = sympy_value.written(x)
        return found
    if isinstance(x, SupportsIndex):  # numpy.int64 and its like
        return Number(Fraction(x.__index__()))
    raise TermError(f"{x!r} in an equation: write a term, an int, a Fraction or a decimal in quotes such as '0.9'")


def is_sympy(x: object) -> bool:
    """Whether an object is SymPy's, without importing SymPy."""
    return type(x).__module__.partition(".")[0] == "sympy" or hasattr(x, "_sympy_")


MAX_DIGITS = 100  # a decimal of more digits, or with a huge exponent, is refused before it is constructed


def _decimal(text: str) -> Fraction:
    mantissa, _, exponent = text.strip().lower().partition("e")
    whole, _, part = mantissa.lstrip("+-").partition(".")
    digits = whole + part
    small = not exponent or (exponent.lstrip("+-").isdecimal() and abs(int(exponent[:5])) <= MAX_DIGITS)
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= MAX_DIGITS and small):
        raise TermError(f"{text[:40]!r} in an equation is not a decimal number such as '0.9' or '1e-8'")
    return Fraction(text.strip())


def children(x: Term) -> tuple[Term, ...]:
    """The terms directly below a node."""
    if isinstance(x, Op):  # the most common first
        return x.args
    match x:
        case At(_, index):
            return (index,)
        case Big(_, body, index, low, high):
            return (body, index, low, high)
        case Apply(_, args, parameters):
            return args + parameters
        case Brace(body):
            return (body,)
    return ()


_INFIX = {
    "add": ("+", 2),
    "sub": ("-", 2),
    "mul": ("*", 3),
    "div": ("/", 3),
    "pow": ("**", 5),
    "gt": (">", 1),
    "ge": (">=", 1),
    "lt": ("<", 1),
    "le": ("<=", 1),
}


def plain_text(x: Term, level: int = 0) -> str:
    """The term in the notation in which it was typed; for messages and `repr`."""
    match x:
        case Number(q):
            text, own = str(q), 3 if q.denominator != 1 else 2 if q < 0 else 9
        case Symbol(word):
            return word.name
        case At(word, index):
            return f"{word.name}[{plain_text(index)}]"
        case Apply(word, args, parameters):
            inside = ", ".join(map(plain_text, args)) + ("; " if parameters else "")
            return f"{word.name}({inside}{', '.join(map(plain_text, parameters))})"
        case Brace(body):
            return plain_text(body, level)
        case Big(op, body, index, low, high):
            return f"{op}({plain_text(body)} for {plain_text(index)} in {plain_text(low)}..{plain_text(high)})"
        case Op("neg", (a,)):
            text, own = f"-{plain_text(a, 4)}", 2
        case Op(op, (a, b)) if op in _INFIX:
            infix, own = _INFIX[op]
            space = "" if own > 2 else " "
            right = own + (op != "pow")
            text = f"{plain_text(a, own + (op == 'pow'))}{space}{infix}{space}{plain_text(b, right)}"
        case Op(op, args):
            return f"{op}({', '.join(map(plain_text, args))})"
        case _:
            raise TypeError(f"no text for {type(x).__name__}")
    return f"({text})" if own < level else text
