"""From a specification to a program: the transition, in phases between inner products.

The flow, for each stage of the program:

1. `_Reader` writes the equations as terms over leaves: old states, the gradient, hyperparameters under the
   names they have in programs. Definitions are unfolded; the scalar ones are remembered, to keep their names.
2. `_Stage` replaces each inner product by a leaf and gives it a level: the number of passes before it is known.
   A value is stored in the first pass that can compute it, unless a later pass still reads the old one.
3. In each pass, branches on scalars come first (`Decide`), and below them straight lines, in which shared
   factors are gathered (`gather`), scalars named (`scalars`), and equal array terms computed once.

>>> from adaptsym.catalogue import momentum
>>> program = lower(momentum)
>>> for call in program.step.phases[0].node.calls: print(call.out, call.op, *(getattr(a, "name", a) for a in call.args))
v1 mul momentum velocity
v2 mul learning_rate g
v3 sub v1 v2
v4 add theta v3
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from adaptsym.compile.gather import gather
from adaptsym.compile.ir import (
    POINT,
    SIZE,
    SIZE_ALL,
    Body,
    Call,
    Decide,
    Input,
    Let,
    Node,
    Operand,
    Phase,
    Program,
    Ref,
    Stage,
    Store,
    Sum,
    leaf,
)
from adaptsym.compile.scalars import Names, Scope, strict, walk_strict
from adaptsym.spec import Spec
from adaptsym.term import (
    At,
    Brace,
    Kind,
    Number,
    Op,
    Role,
    Symbol,
    Term,
    Word,
    children,
    offset,
    rebuild,
    walk,
)

_WORDS = """np math sqrt expm1 log maximum minimum sign absolute power one_minus_power real double pointer abs range
len kernel table tasks task scalars own partial first last row low high n i wide params grads state numba njit"""
_SCRATCH = (f"{pool}{n}" for pool in ("work", "mask", "sums") for n in range(100))
RESERVED = frozenset((*_WORDS.split(), *_SCRATCH, SIZE, SIZE_ALL, POINT))  # what backends call something else


@lru_cache(maxsize=256)
def lower(spec: Spec) -> Program:
    """The program of a specification. It reads the tree only; nothing is evaluated."""
    reader = _Reader(spec)
    point, start, step = reader.point(), reader.start(), reader.step()
    return Program(
        name=spec.name,
        arrays=tuple(reader.arrays),
        shared=tuple(reader.old[w.name].word.name for w in spec.states if w.kind is Kind.SHARED),
        own=tuple(reader.old[w.name].word.name for w in spec.states if w.kind is Kind.OWN),
        inputs=tuple(reader.inputs.values()),
        time=reader.time.word.name,
        first=spec.first,
        point=point,
        start=start,
        step=step,
    )


class _Reader:
    """The equations over leaves; every leaf has one name."""

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.names = Names(RESERVED)
        parameter = leaf(self.names.new(spec.parameter.name), Kind.ARRAY)
        self.gradient = leaf(self.names.new(spec.gradient.name), Kind.ARRAY)
        self.old = {spec.parameter.name: parameter}
        for w in spec.states:
            self.old[w.name] = leaf(self.names.new(w.name), w.kind)
        carried = [self.old[w.name].word.name for w in spec.states if w.kind is Kind.ARRAY]
        self.arrays = [parameter.word.name, self.gradient.word.name, *carried]
        index = spec.index.word
        self.time = Symbol(Word(self.names.new(index.name), index.latex, index.meaning, Role.INDEX, index.domain))
        self.inputs: dict[tuple[Word, int], Input] = {}
        self.titles: dict[Term, str] = {}
        self.done: dict[str, Term] = {}
        for e in spec.equations:
            assert isinstance(e.left, At)
            word = e.left.word
            self.done[word.name] = self.gradient if word == spec.gradient else self.read(e.right)
            if word.kind is not Kind.ARRAY:
                self.titles.setdefault(self.done[word.name], word.name)

    # ------------------------------------------------------------ stages

    def step(self) -> Stage:
        """The new parameter and states."""
        wanted = [self.spec.parameter, *self.spec.states]
        return self._stage({self.old[w.name]: self.done[w.name] for w in wanted})

    def start(self) -> Stage:
        """The initial values that are not numbers."""
        targets: dict[At, Term] = {}
        for e in self.spec.initial:
            assert isinstance(e.left, At)
            if not isinstance(e.right, Number) and e.left.word.name in self.old:
                targets[self.old[e.left.word.name]] = self.read(e.right, initial=True)
        return self._stage(targets)

    def point(self) -> Stage:
        """Where the gradient is wanted, if that is not the parameter itself."""
        point = self.read(self.spec.point)
        return self._stage({leaf(POINT, Kind.ARRAY): point} if point != self.old[self.spec.parameter.name] else {})

    def _stage(self, targets: Mapping[At, Term]) -> Stage:
        return _Stage(targets, self.names.copy(), self.titles).build()

    # ------------------------------------------------------------ terms

    def read(self, x: Term, *, initial: bool = False) -> Term:
        """A term of the specification over the leaves of the program."""

        def inner(y: Term) -> Term:
            return self.read(y, initial=initial)

        match x:
            case Brace(body):
                return inner(body)
            case Symbol(word) if word.role is Role.INDEX:
                return self.time
            case Symbol(word):
                return self._input(word, 0)
            case At(word, index) if word.role is Role.HYPERPARAMETER:
                return self._input(word, self._ahead(index))
            case At(word) if word == self.spec.gradient and (initial or self.spec.age(x) == 0):
                return self.gradient
            case At(word) if initial or self.spec.age(x) == 1:
                return self.old[word.name]
            case At(word) if self.spec.age(x) == 0:
                return self.done[word.name]
            case At(word):
                later = self.read(self.spec.ahead(x))
                self.titles.setdefault(later, word.name + "_next" * -self.spec.age(x))
                return later
            case Op("norm", (a,)):
                return Op("dot", (inner(a), inner(a))).sqrt()
            case Op("norm_all", (a,)):
                return Op("dot_all", (inner(a), inner(a))).sqrt()
            case Op("size", _):
                return leaf(SIZE, Kind.OWN)
            case Op("size_all", _):
                return leaf(SIZE_ALL, Kind.SHARED)
        return rebuild(x, inner)

    def _ahead(self, index: Term) -> int:
        """At which t + k a schedule is read; at a number, counted from the first step."""
        if isinstance(index, Number):
            return int(index.fraction) - self.spec.first
        return offset(index) or 0

    def _input(self, word: Word, ahead: int) -> Symbol:
        if (word, ahead) not in self.inputs:
            suffix = "_next" * ahead if ahead >= 0 else "_previous" * -ahead
            self.inputs[word, ahead] = Input(self.names.new(word.code_name + suffix), word, ahead)
        name = self.inputs[word, ahead].name
        return Symbol(Word(name, name, word.meaning, word.role, word.domain))


class _Stage:
    """Targets in phases. A target is a leaf that becomes a term."""

    def __init__(self, targets: Mapping[At, Term], names: Names, titles: Mapping[Term, str]) -> None:
        self.names = names
        self.levels: dict[Term, int] = {}
        self.sums: dict[Term, Sum] = {}
        self.arguments: dict[str, tuple[Term, Term]] = {}
        self.summed: dict[Term, Term] = {}
        self.targets = {old: self.reduced(new) for old, new in targets.items()}
        self.titles = {self.reduced(x): name for x, name in titles.items()} if self.sums else titles
        self.when = {old: self.level(new) for old, new in self.targets.items()}
        self.last = max((*self.when.values(), *self.levels.values()), default=0)

    # ------------------------------------------------------------ inner products and levels

    def reduced(self, x: Term) -> Term:
        """The term with each inner product as a leaf; the leaf knows how many passes come before it."""
        if x not in self.summed:
            changed = rebuild(x, self.reduced) if not isinstance(x, At) else x
            match changed:
                case Op("dot" | "dot_all", (a, b)) as product:
                    changed = self._sum(product, a, b)
            self.summed[x] = changed
        return self.summed[x]

    def _sum(self, product: Op, a: Term, b: Term) -> Term:
        twin = Op(product.op, (b, a))
        if product not in self.sums and twin not in self.sums:
            kind = Kind.OWN if product.op == "dot" else Kind.SHARED
            name = self.names.new(_sum_name(a, b, kind))
            self.sums[product] = Sum(name, Ref(""), Ref(""), kind)
            self.arguments[name] = (a, b)
            self.levels[leaf(name, kind)] = 1 + max(self.level(a), self.level(b))
        found = self.sums.get(product) or self.sums[twin]
        return leaf(found.name, found.kind)

    def level(self, x: Term) -> int:
        """How many passes have to be over before x can be computed."""
        if x not in self.levels:
            self.levels[x] = max((self.level(child) for child in children(x)), default=0)
        return self.levels[x]

    # ------------------------------------------------------------ phases

    def build(self) -> Stage:
        """The phases, and what the scalar targets become."""
        if not self.targets:
            return Stage()
        arrays = [old for old in self.targets if old.kind is Kind.ARRAY]
        passes = self._passes(arrays)
        tail = {kind: self._tail(kind) for kind in (Kind.SHARED, Kind.OWN)}
        return Stage(tuple(map(self._phase, passes)), tail[Kind.SHARED], tail[Kind.OWN])

    def _passes(self, arrays: list[At]) -> list[list[tuple[Store | Sum, tuple[Term, ...]]]]:
        """What each pass has to compute, each stored value being the old name from the next pass on."""
        while True:
            passes = [self._needs(n, arrays) for n in range(self.last + 1)]
            late = {
                old: n
                for n, needs in enumerate(passes)
                for _, terms in needs
                for x in terms
                for old in arrays
                if n > self.when[old] and old in self._leaves(x)
            }
            if not late:
                return [self._renamed(needs) for needs in passes]
            for old, n in late.items():
                self.when[old] = n

    def _needs(self, n: int, arrays: list[At]) -> list[tuple[Store | Sum, tuple[Term, ...]]]:
        stored = {self.targets[old]: self._new(old) for old in arrays if self.when[old] < n}

        def now(x: Term) -> Term:
            if x in stored:
                return stored[x]
            return x if isinstance(x, At) else rebuild(x, now)

        needs: list[tuple[Store | Sum, tuple[Term, ...]]] = [
            (Store(old.word.name, Ref("")), (now(self.targets[old]),)) for old in arrays if self.when[old] == n
        ]
        for s in self.sums.values():
            if self.levels[leaf(s.name, s.kind)] == n + 1:
                a, b = self.arguments[s.name]
                needs.append((s, (now(a), now(b))))
        return needs

    @staticmethod
    def _new(old: At) -> At:
        return leaf(f"new {old.word.name}", Kind.ARRAY)

    def _renamed(self, needs: list[tuple[Store | Sum, tuple[Term, ...]]]) -> list[tuple[Store | Sum, tuple[Term, ...]]]:
        """Stored values stand where the old ones stood: no old one is read any more."""

        def change(x: Term) -> Term:
            if isinstance(x, At):
                return leaf(x.word.name.removeprefix("new "), x.kind)
            return rebuild(x, change)

        return [(what, tuple(map(change, terms))) for what, terms in needs]

    @staticmethod
    def _leaves(x: Term) -> set[Term]:
        return {y for y in walk(x) if isinstance(y, At)}

    def _tail(self, kind: Kind) -> tuple[Let, ...]:
        scope = Scope(self.names.copy(), self.titles)
        wanted = {old: new for old, new in self.targets.items() if old.kind is kind}
        lets = scope.define(new for old, new in wanted.items())
        return (*lets, *(Let(old.word.name, scope.formula(new)) for old, new in wanted.items()))

    def _phase(self, needs: list[tuple[Store | Sum, tuple[Term, ...]]]) -> Phase:
        targets = [what for what, _ in needs]
        sizes = [len(terms) for _, terms in needs]
        draft = _draft([x for _, terms in needs for x in terms])
        scope = Scope(self.names.copy(), self.titles)
        lets = scope.define(_shared_parts(_wanted(draft)))
        return Phase(lets, _named(draft, scope, targets, sizes))


def _sum_name(a: Term, b: Term, kind: Kind) -> str:
    def short(x: Term) -> str:
        return x.word.name if isinstance(x, At) else "x"

    middle = f"{short(a)}_{short(b)}"
    return f"dot_{middle}" if kind is Kind.OWN else f"dot_all_{middle}"


# ---------------------------------------------------------------- branches, then straight lines


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
        if found[0] == Ref(what.name):  # it stays what it is
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
