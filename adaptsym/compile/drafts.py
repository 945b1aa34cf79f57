"""One pass over the parameters: branches on scalars outermost, and below them straight lines with names.

A draft is the tree of branches with the terms at its ends already gathered, before anything has a name. What is
needed whichever way the branches go is computed before them; everything else inside.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from adaptsym.compile.gather import gather
from adaptsym.compile.ir import Body, Call, Decide, Node, Operand, Phase, Ref, Store, Sum
from adaptsym.compile.scalars import Names, Scope, strict, walk_strict
from adaptsym.term import At, Kind, Number, Op, Role, Symbol, Term, children, rebuild

Needs = Sequence[tuple[Store | Sum, tuple[Term, ...]]]  # what a pass has to do, and the terms that it takes


def phase(needs: Needs, names: Names, titles: Mapping[Term, str]) -> Phase:
    """The pass that computes the terms, stores and sums."""
    draft = _draft([x for _, terms in needs for x in terms])
    scope = Scope(names.copy(), titles)
    lets = scope.define(_shared_parts(_wanted(draft)))
    return Phase(lets, _named(draft, scope, [what for what, _ in needs], [len(terms) for _, terms in needs]))


class _Fork:
    """A draft of `Decide`, its terms not yet named."""

    def __init__(self, test: Term, yes: _Draft, no: _Draft) -> None:
        self.test, self.yes, self.no = test, yes, no


_Draft = _Fork | list[Term]


def _draft(terms: list[Term]) -> _Draft:
    """Branches on scalars outermost; each straight line gathered by itself."""
    test = next((c for x in terms for c in _tests(x)), None)
    if test is None:
        return gather(terms)
    return _Fork(test, *(_draft([_assumed(x, test, taken) for x in terms]) for taken in (True, False)))


def _tests(x: Term) -> Iterable[Term]:
    """The scalar conditions that choose between arrays, outermost first."""
    match x:
        case Op("where", (condition, _, _)) if x.kind is Kind.ARRAY and condition.kind is not Kind.ARRAY:
            yield condition
    if x.kind is Kind.ARRAY:
        for child in children(x):
            yield from _tests(child)


def _assumed(x: Term, test: Term, taken: bool) -> Term:
    match x:
        case At():
            return x
        case Op("where", (condition, yes, no)) if condition == test:
            return _assumed(yes if taken else no, test, taken)
    return rebuild(x, lambda child: _assumed(child, test, taken))


def _wanted(draft: _Draft) -> list[Term]:
    """The scalars that are needed whichever way the branches go."""
    if isinstance(draft, _Fork):
        yes, no = _wanted(draft.yes), _wanted(draft.no)
        common = [x for x in yes if x in set(no)]
        below = {y for x in no for y in walk_strict(x)}
        common += [y for x in yes for y in walk_strict(x) if y in below and isinstance(y, Op)]
        return [draft.test, *common]
    return [s for x in draft for s in _scalars(x)]


def _scalars(x: Term) -> Iterable[Term]:
    """The largest scalar terms in an array term (or the term itself, where it is a scalar)."""
    if x.kind is not Kind.ARRAY:
        if isinstance(x, Op):
            yield x
        return
    for child in children(x):
        yield from _scalars(child)


def _shared_parts(wanted: Iterable[Term]) -> list[Term]:
    """The largest shared terms that are evaluated whenever the wanted ones are."""
    found: list[Term] = []
    for x in wanted:
        if x.kind is Kind.SHARED and not _is_test(x):
            found.append(x)
        else:
            found += _shared_parts(strict(x))
    return found


def _is_test(x: Term) -> bool:
    return isinstance(x, Op) and x.op in ("gt", "ge", "lt", "le")


def _named(draft: _Draft, scope: Scope, targets: list[Store | Sum], sizes: list[int]) -> Node:
    """The draft with names for all scalars and array values."""
    if isinstance(draft, _Fork):
        lets = scope.define([y for x in _wanted(draft) for y in (strict(x) if _is_test(x) else (x,))])
        sides = (_named(side, scope.inner(), targets, sizes) for side in (draft.yes, draft.no))
        return Decide(lets, scope.formula(draft.test), *sides)
    lets = scope.define(s for x in draft for s in _scalars(x))
    line = _Line(scope)
    values = iter([line.operand(x) for x in draft])
    stores: list[Store] = []
    sums: list[Sum] = []
    for what, size in zip(targets, sizes, strict=True):
        found = [next(values) for _ in range(size)]
        if isinstance(found[0], Ref) and found[0] == Ref(what.name):  # it stays what it is
            continue
        if isinstance(what, Store):
            stores.append(Store(what.name, found[0]))
        else:
            sums.append(Sum(what.name, found[0], found[1], what.kind))
    return Body(lets, tuple(line.calls), tuple(stores), tuple(sums))


class _Line:
    """Array terms as instructions, equal ones once."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.values: dict[Term, Ref] = {}
        self.calls: list[Call] = []

    def operand(self, x: Term) -> Operand:
        match x:
            case Number():
                return x
            case At(word) if word.role is Role.CONSTANT:
                return Ref(word.name, word.kind)
            case Symbol(word):
                return Ref(word.name, Kind.SHARED)
        if x.kind is not Kind.ARRAY:
            return Ref(self.scope.known[x], x.kind)
        if x not in self.values:
            args = tuple(map(self.operand, children(x)))
            assert isinstance(x, Op)
            self.values[x] = Ref(self.scope.names.numbered("v"))
            self.calls.append(Call(x.op, args, self.values[x].name))
        return self.values[x]
