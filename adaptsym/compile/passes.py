"""When each value is computed: inner products cut a stage into passes over the parameters.

Each inner product becomes a leaf and gets a level, the number of passes before it is known. A value is stored in
the first pass that can compute it, and stands under the old name from then on, unless a later pass still reads
the old value: then it waits for that pass.
"""

from __future__ import annotations

from collections.abc import Mapping

from adaptsym.compile.drafts import phase
from adaptsym.compile.ir import Let, Ref, Stage, Store, Sum, leaf
from adaptsym.compile.scalars import Names, Scope
from adaptsym.term import At, Kind, Op, Term, children, rebuild, walk

Needed = list[tuple[Store | Sum, tuple[Term, ...]]]


class Passes:
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
        return Stage(
            tuple(phase(needs, self.names, self.titles) for needs in passes), tail[Kind.SHARED], tail[Kind.OWN]
        )

    def _passes(self, arrays: list[At]) -> list[Needed]:
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

    def _needs(self, n: int, arrays: list[At]) -> Needed:
        stored = {self.targets[old]: self._new(old) for old in arrays if self.when[old] < n}

        def now(x: Term) -> Term:
            if x in stored:
                return stored[x]
            return x if isinstance(x, At) else rebuild(x, now)

        needs: Needed = [
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

    def _renamed(self, needs: Needed) -> Needed:
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


def _sum_name(a: Term, b: Term, kind: Kind) -> str:
    def short(x: Term) -> str:
        return x.word.name if isinstance(x, At) else "x"

    middle = f"{short(a)}_{short(b)}"
    return f"dot_{middle}" if kind is Kind.OWN else f"dot_all_{middle}"
