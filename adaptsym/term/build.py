"""What equations are typed with: operators by name, sums, braces, words of one's own."""

from __future__ import annotations

from collections.abc import Callable

from adaptsym.errors import TermError
from adaptsym.term.tree import (
    OPERATORS,
    Big,
    Brace,
    Op,
    Sequence,
    Symbol,
    TermLike,
    term,
)
from adaptsym.term.words import REAL, Domain, Kind, Role, Word


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

    >>> from adaptsym.notation import UNIT
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
