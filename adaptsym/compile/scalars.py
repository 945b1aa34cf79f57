"""Scalar formulas get names: definitions keep theirs, and what stands more than once is computed once.

The two sides of a ``where`` are lazy: nothing that stands only there is named, and so nothing is evaluated
before the condition has chosen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from keyword import iskeyword

from adaptsym.compile.ir import Let, is_complement, leaf
from adaptsym.term import At, Kind, Number, Op, Symbol, Term, rebuild

PREFIX = "np_"
SUFFIXES = ("_real", "_new")  # both are kept for names that backends make


class Names:
    """Names of a program, each given once; what is no free identifier gets an underscore or a number."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self.taken = set(taken)

    def new(self, wanted: str) -> str:
        """`wanted`, or the nearest name to it that is free."""
        name = f"_{wanted}" if wanted.startswith(PREFIX) else f"{wanted}_" if wanted.endswith(SUFFIXES) else wanted
        while name in self.taken or iskeyword(name):
            name += "_"
        self.taken.add(name)
        return name

    def numbered(self, letter: str) -> str:
        """The letter with the lowest number that is free."""
        n = next(n for n in range(1, len(self.taken) + 2) if f"{letter}{n}" not in self.taken)
        return self.new(f"{letter}{n}")

    def copy(self) -> Names:
        """Names to go on with from here, apart from these."""
        return Names(self.taken)


def strict(x: Term) -> tuple[Term, ...]:
    """What is evaluated whenever x is: the sides of a branch are not, and ``1 - b**n`` is one operation."""
    if is_complement(x):
        assert isinstance(x, Op)
        power = x.args[1]
        assert isinstance(power, Op)
        return power.args
    match x:
        case Op("where", (condition, _, _)):
            return (condition,)
        case Op(_, args):
            return args
    return ()


def walk_strict(x: Term) -> Iterator[Term]:
    """x and what is evaluated whenever it is."""
    yield x
    for child in strict(x):
        yield from walk_strict(child)


class Scope:
    """The scalars that have a name at some place of a program, by their terms.

    Args:
        names: the names that are taken.
        titles: names that some terms should have: those of the definitions.
    """

    def __init__(self, names: Names, titles: Mapping[Term, str], known: Mapping[Term, str] | None = None) -> None:
        self.names = names
        self.titles = titles
        self.known = dict(known or {})

    def inner(self) -> Scope:
        """The scope of one side of a branch: it knows what is known here, and tells nothing back."""
        return Scope(self.names.copy(), self.titles, self.known)

    def define(self, wanted: Iterable[Term]) -> tuple[Let, ...]:
        """Names for the wanted terms, for the definitions in them, and for what stands in them more than once."""
        roots = list(dict.fromkeys(x for x in wanted if isinstance(x, Op)))
        uses: Counter[Term] = Counter()

        def visit(x: Term) -> None:
            uses[x] += 1
            if uses[x] == 1:
                for child in strict(x):
                    visit(child)

        for x in roots:
            visit(x)
        named = {x for x, n in uses.items() if isinstance(x, Op) and (n > 1 or self._title(x))} | set(roots)
        lets: list[Let] = []

        def settle(x: Term) -> None:
            for child in strict(x):
                settle(child)
            if x in named and x not in self.known and x.kind is not Kind.ARRAY and not _comparison(x):
                title = self._title(x)
                if title in self.names.taken:  # the old value of a state has it
                    title = f"new_{title}"
                name = self.names.new(title) if title else self.names.numbered("k")
                lets.append(Let(name, self.formula(x)))
                self.known[x] = name

        for x in roots:
            settle(x)
        return tuple(lets)

    def formula(self, x: Term) -> Term:
        """A scalar in terms of what has a name."""
        if x in self.known:
            return leaf(self.known[x], x.kind)
        if is_complement(x):
            assert isinstance(x, Op)
            power = x.args[1]
            return Op("sub", (x.args[0], rebuild(power, self.formula)))
        return x if isinstance(x, At) else rebuild(x, self.formula)

    def _title(self, x: Term) -> str:
        """What a reader would call it."""
        if x in self.titles:
            return self.titles[x]
        match x:
            case Op("sub", (Number(one), Op("pow", (Symbol(word), Symbol())))) if one == 1:
                return f"{word.name}_correction"
            case Op("sub", (Number(one), Symbol(word))) if one == 1:
                return f"one_minus_{word.name}"
        return ""


def _comparison(x: Term) -> bool:
    return isinstance(x, Op) and x.op in ("gt", "ge", "lt", "le")
