"""Reading and rebuilding trees: walking, substitution that captures nothing, offsets of indices."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from adaptsym.term.tree import (
    Apply,
    At,
    Big,
    Brace,
    Number,
    Op,
    Symbol,
    Term,
    TermLike,
    children,
    term,
)
from adaptsym.term.words import Role, Word


def walk(x: Term) -> Iterator[Term]:
    """The node and everything below it, from the top, in written order."""
    waiting = [x]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(children(node)[::-1])


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
    known: frozenset[Symbol] | None = x.__dict__.get("_free")
    if known is None:
        if isinstance(x, Symbol):
            known = frozenset((x,))
        elif isinstance(x, Big):
            known = (free_symbols(x.body) - {x.index}) | free_symbols(x.low) | free_symbols(x.high)
        else:
            known = frozenset().union(*map(free_symbols, children(x)))
        x.__dict__["_free"] = known  # kept with the node, which never changes
    return known


def substitute(x: Term, old: Term, new: TermLike) -> Term:
    """The term with `old` replaced by `new`; a bound index that would capture is renamed.

    >>> from adaptsym.notation import g, i, t, total
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
