"""The statements of a page at their places; names that are assigned without an index, before and after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from adaptsym.checking.letters import Letters
from adaptsym.checking.lower import Lowering
from adaptsym.checking.names import is_name, key
from adaptsym.checking.page import joined_name, page, steps
from adaptsym.checking.reading import Item, Reading
from adaptsym.read import Document, NotUnderstood, Piece, Segment, Statement, statements
from adaptsym.read.tree import (
    Accent,
    Letter,
    Node,
    Product,
    Script,
)
from adaptsym.term import At, Symbol, Term

EQUALITY = frozenset(("=", ":=", "<-"))
ORDER = {"<": "lt", "<=": "le", ">": "gt", ">=": "ge"}


@dataclass
class Placed:
    """A statement with its piece, the number of that, and its section."""

    piece: Piece
    number: int
    scope: int
    statement: Statement


class Placing:
    """Knows where every statement stands, and how names are read there."""

    def __init__(self, document: Document, letters: Letters) -> None:
        self.document = document
        self.errors: list[tuple[Piece, int, int, NotUnderstood]] = []
        self.headings: list[tuple[int, str]] = [(0, "")]
        self.placed = list(self._statements())
        trees, heads = [], []
        for x in self.placed:
            trees += [s.node for s in x.statement.segments if s.node is not None]
            first = x.statement.segments[0].node
            if len(x.statement.segments) > 1 and first is not None and x.piece.kind == "display":
                heads.append(first)
        self.out = Reading(document, page(trees, heads), letters, headings=self.headings)
        self.moved: dict[int, list[str]] = {}  # by scope: names assigned so far, where these have no index
        self.regroup: dict[int, int] = {}
        self.assigned, self.primed = self.in_place()

    def _statements(self) -> Iterator[Placed]:
        scope = 0
        for number, piece in enumerate(self.document.pieces):
            if piece.kind == "heading":
                scope += 1000
                self.headings.append((scope, piece.text))
            elif piece.kind == "unclosed":
                self.errors.append((piece, number, scope, NotUnderstood("the delimiter is never closed")))
            else:
                try:
                    found = statements(piece.text, self.document.macros, paragraphs=piece.paragraphs)
                except NotUnderstood as error:
                    if piece.kind == "display":
                        self.errors.append((piece, number, scope, error))
                    continue
                for x in found:
                    yield Placed(piece, number, scope, x)

    def name_of(self, x: Node | None) -> str | None:
        """The key of a left side that carries no index."""
        if x is None:
            return None
        match x:
            case Product((("", Letter(first)), ("", rest))) if first in self.out.page.joined and is_name(rest):
                x = joined_name(first, rest)
        if not is_name(x):
            return None
        try:
            found = Lowering(self.out.page, Letters()).occurrence(x, {})
        except NotUnderstood:
            return None
        return found.key if found.index is None and found.power is None else None

    def in_place(self) -> tuple[dict[int, set[str]], dict[int, set[str]]]:
        """By scope: the names assigned without an index where one of them reads itself; those with a prime."""
        heads: dict[int, set[str]] = {}
        reads: set[int] = set()
        primed: dict[int, set[str]] = {}
        for x in self.placed:
            segments = x.statement.segments
            if x.piece.kind != "display" or len(segments) < 2 or segments[1].sign not in EQUALITY:
                continue
            name = self.name_of(segments[0].node)
            right = segments[1].node
            if name is None or right is None or name in self.out.page.times:
                continue
            used = self.names_in(right)
            heads.setdefault(x.scope, set()).add(name)
            if name.endswith("'") and name.rstrip("'") in used:
                primed.setdefault(x.scope, set()).add(name.rstrip("'"))
            elif name in used:
                reads.add(x.scope)
        return {s: names for s, names in heads.items() if s in reads}, primed

    def names_in(self, x: Node) -> set[str]:
        """The keys of the names that carry no index in a formula."""
        found = set()
        joined = self.out.page.joined
        for y in steps(x):
            if isinstance(y, Product):
                for (_, a), (sign, b) in zip(y.items, y.items[1:], strict=False):
                    if isinstance(a, Letter) and a.name in joined and not sign and is_name(b):
                        found.add(self.name_of(joined_name(a.name, b)))
            if isinstance(y, (Letter, Accent, Script)) and is_name(y):
                found.add(self.name_of(y))
        return {x for x in found if x is not None}

    def lowering(self, x: Placed) -> Lowering:
        """How names are read at this place: a snapshot, so that no later statement changes it."""
        places: dict[str, int] | None = None
        if x.scope in self.primed:
            places = dict.fromkeys(self.primed[x.scope], -1) | dict.fromkeys((f"{n}'" for n in self.primed[x.scope]), 0)
        elif x.scope in self.assigned:
            moved = self.moved.get(x.scope, [])
            places = {name: 0 if name in moved else -1 for name in self.assigned[x.scope]}
        return Lowering(self.out.page, self.out.letters, places)

    def poison(self, head: Node | None, x: Placed, scope: int) -> None:
        """A letter whose equation is not understood: what depends on it is undecided."""
        if head is None:
            return
        try:
            self.mark_unread(self.lowering(x).occurrence(head, {}).key, scope)
        except NotUnderstood:
            return

    def item(self, role: str, position: int, scope: int, x: Placed, s: Segment, at: int | None = None) -> Item:
        """A new item for a member of a statement."""
        segments = x.statement.segments
        line, column = x.piece.place(s.at if at is None else at)
        head = segments[0]
        text = x.piece.text[s.at : s.end]
        sign = {"~": r"\approx", "<-": r"\leftarrow", "<=": r"\le", ">=": r"\ge"}.get(s.sign, s.sign)
        latex = text if s is head else f"{x.piece.text[head.at : head.end]} {sign} {text}"
        begin = x.piece.start + s.at
        item = Item(
            role,
            self.document.line(line),
            column,
            " ".join(latex.split()),
            position,
            scope,
            x.number,
            begin,
            begin + s.end - s.at,
        )
        item.implied = x.statement.implied
        self.out.items.append(item)
        return item

    def is_assigned(self, name: str, x: Placed) -> bool:
        """Whether a name is assigned without an index in this section."""
        return name in self.assigned.get(x.scope, set())

    def again_in_place(self, name: str, x: Placed, scope: int) -> int:
        """A name that is assigned again begins another update: the scope from here on."""
        moved = self.moved.get(x.scope, [])
        if x.scope in self.primed or name not in moved:
            return scope
        kept = moved[len(moved) - moved[::-1].index(name) :]
        self.moved[x.scope] = kept
        self.regroup[x.scope] = self.regroup.get(x.scope, 0) + 1
        new = x.scope + self.regroup[x.scope]
        for d in self.out.definitions:
            if d.scope == scope and d.key in kept:
                d.scope = new
        for item in self.out.items:
            if item.scope == scope and isinstance(item.left, At) and self.out.letters.keys.get(item.left.word) in kept:
                item.scope = new
        return new

    def mark_unread(self, key: str, scope: int) -> None:
        """What rests on a letter without an understood equation is undecided; one that has an equation keeps it."""
        if all(d.key != key or d.scope != scope for d in self.out.definitions):
            self.out.unread.add((key, scope))

    def poison_key(self, left: Term, scope: int) -> None:
        """A letter whose right side is not understood."""
        if isinstance(left, (At, Symbol)):
            self.mark_unread(self.out.letters.keys.get(left.word, left.word.name), scope)


def key_of(x: Node) -> str:
    """The key of a name's base; '' for what is no name."""
    try:
        return key(x.base if isinstance(x, Script) else x)
    except NotUnderstood:
        return ""
