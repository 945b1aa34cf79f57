r"""The as-written tree: what a page says, in the order in which it says it.

Python's own operators build the tree, so a formula keeps the order in which it was typed; nothing is
cancelled, sorted or evaluated here. ``==`` between two terms is an `Equation`, whose truth value is
'the same tree', so terms work as members of sets and keys of dictionaries. SymPy is met at two doors,
`Term.value` and SymPy objects handed to `term`; only there is it imported, and only when used.

    >>> from adaptsym.notation import g, gamma, t, velocity
    >>> velocity[t] == gamma*velocity[t-1] - g[t]
    velocity[t] == gamma*velocity[t - 1] - g[t]
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields
from enum import IntEnum, StrEnum
from fractions import Fraction
from functools import cached_property
from math import isnan
from typing import Any, NamedTuple, SupportsIndex

from adaptsym.errors import TermError


class Kind(IntEnum):
    """How many numbers a quantity holds. An operation is of the largest kind among its arguments."""

    SHARED = 0  # one for the whole optimizer: hyperparameters, t, a running product of a schedule
    OWN = 1  # one for each parameter array: an inner product, a norm
    ARRAY = 2  # one for each element of each parameter


class Role(StrEnum):
    """What a word stands for."""

    INDEX = "index"
    CONSTANT = "constant"  # a number of the setting: how many samples
    HYPERPARAMETER = "hyperparameter"
    SEQUENCE = "sequence"
    FUNCTION = "function"


@dataclass(frozen=True)
class Domain:
    """An interval of the reals, each end open or closed; ``None`` is infinite. Whole numbers only if `whole`."""

    low: Fraction | None = None
    high: Fraction | None = None
    low_closed: bool = False
    high_closed: bool = False
    whole: bool = False

    def __contains__(self, x: Fraction | float | int) -> bool:
        """Whether a number lies in the interval (NaN never does).

        >>> 1 in UNIT, 0 in UNIT, float("nan") in REAL
        (False, True, False)
        """
        if isnan(x):
            return False
        above = self.low is None or x > self.low or (self.low_closed and x == self.low)
        below = self.high is None or x < self.high or (self.high_closed and x == self.high)
        return above and below and (not self.whole or x == int(x))

    def __str__(self) -> str:
        left = f"{'[' if self.low_closed else '('}{'-oo' if self.low is None else self.low}"
        right = f"{'oo' if self.high is None else self.high}{']' if self.high_closed else ')'}"
        return f"{left}, {right}" + (" of whole numbers" if self.whole else "")


REAL = Domain()
POSITIVE = Domain(low=Fraction(0))
NONNEGATIVE = Domain(low=Fraction(0), low_closed=True)
UNIT = Domain(low=Fraction(0), high=Fraction(1), low_closed=True)  # [0, 1)
NATURAL = Domain(low=Fraction(0), low_closed=True, whole=True)
COUNT = Domain(low=Fraction(1), low_closed=True, whole=True)


@dataclass(frozen=True)
class Word:
    """A row of the notation table. Two words are one symbol only if the whole row agrees."""

    name: str
    latex: str
    meaning: str
    role: Role
    domain: Domain = REAL
    code: str = ""  # its name in programs, where that differs
    kind: Kind = Kind.SHARED

    @cached_property
    def _hash(self) -> int:
        return hash((self.name, self.latex, self.meaning, self.role, self.domain, self.code, self.kind))

    def __hash__(self) -> int:
        return self._hash

    def __getstate__(self) -> dict[str, object]:
        return {f.name: getattr(self, f.name) for f in fields(self)}  # no cached hash: it differs by process

    @property
    def code_name(self) -> str:
        """The name of this word in programs: ``rho1`` is ``beta1`` there."""
        return self.code or self.name


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
        return (type(self).__name__, *(getattr(self, f.name) for f in fields(self)))

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
        return a is b or (a._hash == b._hash and a._key == b._key)

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


# ---------------------------------------------------------------- constructors


def _operator(name: str) -> Callable[..., Op]:
    def build(*args: TermLike) -> Op:
        return Op(name, tuple(term(a) for a in args))

    build.__name__ = build.__qualname__ = name
    build.__doc__ = f"{OPERATORS[name].name.capitalize()}, as a term."
    return build


sqrt, absolute, sign, maximum, minimum, where, grad = map(
    _operator, ("sqrt", "abs", "sign", "max", "min", "where", "grad")
)


def _reduction(name: str) -> Callable[..., Op]:
    def build(*args: TermLike, over: str = "parameter") -> Op:
        if over not in ("parameter", "all"):
            raise TermError(f"{name} is over 'parameter' (this one) or over 'all' of them, got {over!r}")
        return Op(name if over == "parameter" else f"{name}_all", tuple(term(a) for a in args))

    build.__name__ = build.__qualname__ = name
    build.__doc__ = f"{OPERATORS[name].name.capitalize()}; with over='all', of all parameters together."
    return build


dot, norm, size = map(_reduction, ("dot", "norm", "size"))


def _big(op: str) -> Callable[[TermLike, Symbol, TermLike, TermLike], Big]:
    def build(body: TermLike, index: Symbol, low: TermLike, high: TermLike) -> Big:
        if not isinstance(index, Symbol) or index.word.role is not Role.INDEX:
            raise TermError(f"a {op} runs over an index such as i, got {index!r}")
        return Big(op, term(body), index, term(low), term(high))

    build.__name__ = build.__qualname__ = "total" if op == "sum" else op
    build.__doc__ = f"The {op} of body over index from low to high, both ends included."
    return build


total, product = map(_big, ("sum", "product"))


def brace(body: TermLike, label: object, *, over: bool = False) -> Brace:
    """A labelled brace under (or over) a term; its value is the term's."""
    return Brace(term(body), str(label), over)


def hyperparameter(name: str, latex: str = "", domain: Domain = REAL, meaning: str = "", code: str = "") -> Symbol:
    r"""A hyperparameter of one's own.

    >>> hyperparameter("nu", r"\nu", UNIT, "weight of the plain gradient")
    nu
    """
    return Symbol(_word(name, latex, meaning, Role.HYPERPARAMETER, domain, code, Kind.SHARED))


def sequence(name: str, latex: str = "", meaning: str = "", kind: Kind = Kind.ARRAY) -> Sequence:
    """A sequence of one's own: a state or a definition, one number for each element unless `kind` says otherwise."""
    return Sequence(_word(name, latex, meaning, Role.SEQUENCE, REAL, "", kind))


def _word(name: str, latex: str, meaning: str, role: Role, domain: Domain, code: str, kind: Kind) -> Word:
    for text in (name, code or name):
        if not (isinstance(text, str) and text.isascii() and text.isidentifier()):
            raise TermError(f"{text!r} cannot name a symbol: programs need a plain identifier; letters go to latex=")
    if not isinstance(kind, Kind):
        raise TermError(f"the kind of {name} must be Kind.SHARED, Kind.OWN or Kind.ARRAY, got {kind!r}")
    if not isinstance(domain, Domain):
        raise TermError(f"the domain of {name} must be a Domain such as UNIT or POSITIVE, got {domain!r}")
    return Word(name, latex or name, meaning, role, domain, code, kind)


# ---------------------------------------------------------------- reading and rebuilding


def children(x: Term) -> tuple[Term, ...]:
    """The terms directly below a node."""
    match x:
        case Op(_, args):
            return args
        case At(_, index):
            return (index,)
        case Big(_, body, index, low, high):
            return (body, index, low, high)
        case Apply(_, args, parameters):
            return args + parameters
        case Brace(body):
            return (body,)
    return ()


def walk(x: Term) -> Iterator[Term]:
    """The node and everything below it, from the top, in written order."""
    yield x
    for child in children(x):
        yield from walk(child)


def rebuild(x: Term, change: Callable[[Term], Term]) -> Term:
    """The same node over changed children; a bound index stays."""
    match x:
        case Op(op, args):
            return Op(op, tuple(change(a) for a in args))
        case At(word, index):
            return At(word, change(index))
        case Big(op, body, index, low, high):
            return Big(op, change(body), index, change(low), change(high))
        case Apply(word, args, parameters):
            return Apply(word, tuple(change(a) for a in args), tuple(change(a) for a in parameters))
        case Brace(body, label, over):
            return Brace(change(body), label, over)
    return x


def free_symbols(x: Term) -> frozenset[Symbol]:
    """The symbols of a term that no sum or product binds."""
    if isinstance(x, Symbol):
        return frozenset((x,))
    if isinstance(x, Big):
        return (free_symbols(x.body) - {x.index}) | free_symbols(x.low) | free_symbols(x.high)
    below: frozenset[Symbol] = frozenset()
    return below.union(*(free_symbols(c) for c in children(x)))


def substitute(x: Term, old: Term, new: TermLike) -> Term:
    """The term with `old` replaced by `new`; a bound index that would capture is renamed.

    >>> from adaptsym.notation import g, i, t
    >>> substitute(total(g[i], i, 1, t), t, i - 1)
    sum(g[i'] for i' in 1..i - 1)
    """
    by = term(new)
    if x == old:
        return by
    if isinstance(x, Big):
        low, high = substitute(x.low, old, by), substitute(x.high, old, by)
        if x.index == old:
            return Big(x.op, x.body, x.index, low, high)
        body, index = x.body, x.index
        if index in free_symbols(by):
            taken = {s.word.name for part in (by, body) for s in free_symbols(part)}
            name = index.word.name
            while name in taken:
                name += "'"
            index = Symbol(Word(name, name, index.word.meaning, Role.INDEX, index.word.domain))
            body = substitute(body, x.index, index)
        return Big(x.op, substitute(body, old, by), index, low, high)
    return rebuild(x, lambda child: substitute(child, old, by))


def without_braces(x: Term) -> Term:
    """The term without the braces that only typeset."""
    return without_braces(x.body) if isinstance(x, Brace) else rebuild(x, without_braces)


def offset(index: Term) -> int | None:
    """k of an index t + k or t - k, also as t + 1 - 2; None for anything else."""
    match index:
        case Symbol():
            return 0
        case Op("add" | "sub" as op, (a, Number(k))) if k.denominator == 1:
            inner = offset(a)
            return None if inner is None else inner + int(k) * (1 if op == "add" else -1)
    return None


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
