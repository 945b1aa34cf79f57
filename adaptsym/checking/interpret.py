r"""What a page says: its definitions, initial values and claims, each with its place.

The first equation for a letter is a definition; what follows in its chain, and later equations for it, are
claims. An approximation begins a new anchor. From prose initial values are taken and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from adaptsym.checking.letters import Letters
from adaptsym.checking.lower import Lowering, NotRecurrence, is_plain
from adaptsym.checking.names import is_name, key, letter, shown
from adaptsym.checking.page import Page, joined_name, page, steps
from adaptsym.read import Document, NotUnderstood, Piece, Segment, Statement, statements
from adaptsym.read.tree import (
    Accent,
    BigSign,
    Cases,
    Letter,
    Listed,
    Node,
    Num,
    Product,
    Relation,
    Script,
    Sum,
    Words,
)
from adaptsym.term import At, Big, Equation, Number, Op, Symbol, Term, Word, free_symbols, offset, walk

EQUALITY = frozenset(("=", ":=", "<-"))
ORDER = {"<": "lt", "<=": "le", ">": "gt", ">=": "ge"}


@dataclass
class Definition:
    """``left == right`` as the page defines a letter, and where it does so."""

    key: str
    left: At
    right: Term
    position: int
    scope: int
    line: int

    @property
    def reads_itself(self) -> bool:
        """Whether it is a recurrence."""
        return any(isinstance(x, At) and x.word == self.left.word for x in walk(self.right))

    @property
    def is_step(self) -> bool:
        """Whether it says one step: no sum over past steps alone, nothing of its own two steps back."""
        now = offset(self.left.index) or 0
        own = [offset(x.index) for x in walk(self.right) if isinstance(x, At) and x.word == self.left.word]
        return (not self.sums or bool(own)) and all(k is not None and k >= now - 1 for k in own)

    @property
    def sums(self) -> bool:
        """Whether it sums over past steps."""
        return any(isinstance(x, Big) for x in walk(self.right))


@dataclass(frozen=True)
class Initial:
    """A value at a number, and where the page states it."""

    key: str
    word: Word
    at: int
    value: Term
    position: int
    scope: int


@dataclass
class Item:
    """A displayed equation: a member of a chain with the side it is compared with.

    `role` is one of definition, again (a further equation for a defined letter), elsewhere (the letter is defined
    in another section), claim, order (an inequality of sequences), approximation, initial,
    setting, condition, expression, other (about something else), unread.
    """

    role: str
    line: int
    column: int
    latex: str
    position: int
    scope: int
    display: int
    start: int = 0
    end: int = 0
    left: Term | None = None
    right: Term | None = None
    reason: str = ""
    notes: list[str] = field(default_factory=list)
    implied: bool = False
    since: int | None = None
    relation: str = "eq"


@dataclass
class Reading:
    """Everything that was read of a page."""

    document: Document
    page: Page
    letters: Letters
    items: list[Item] = field(default_factory=list)
    definitions: list[Definition] = field(default_factory=list)
    initials: list[Initial] = field(default_factory=list)
    aliases: dict[tuple[str, int], Term] = field(default_factory=dict)  # names of expressions, by key and scope
    settings: dict[str, tuple[Symbol, Term, int]] = field(default_factory=dict)
    bounds: list[tuple[Term, str, Term]] = field(default_factory=list)
    unread: set[tuple[str, int]] = field(default_factory=set)  # letters whose equation was not understood
    headings: list[tuple[int, str]] = field(default_factory=list)  # of scopes
    inplace: set[int] = field(default_factory=set)


@dataclass
class _Placed:
    piece: Piece
    number: int
    scope: int
    statement: Statement


class Interpreter:
    """Reads the statements of a document, in their order."""

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
        self.assigned, self.primed = self._in_place()

    # ------------------------------------------------------------ statements

    def _statements(self) -> Iterator[_Placed]:
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
                    yield _Placed(piece, number, scope, x)

    def _name(self, x: Node | None) -> str | None:
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

    def _in_place(self) -> tuple[dict[int, set[str]], dict[int, set[str]]]:
        """By scope: the names assigned without an index where one of them reads itself; those with a prime."""
        heads: dict[int, set[str]] = {}
        reads: set[int] = set()
        primed: dict[int, set[str]] = {}
        for x in self.placed:
            segments = x.statement.segments
            if x.piece.kind != "display" or len(segments) < 2 or segments[1].sign not in EQUALITY:
                continue
            name = self._name(segments[0].node)
            right = segments[1].node
            if name is None or right is None or name in self.out.page.times:
                continue
            used = self._names_in(right)
            heads.setdefault(x.scope, set()).add(name)
            if name.endswith("'") and name.rstrip("'") in used:
                primed.setdefault(x.scope, set()).add(name.rstrip("'"))
            elif name in used:
                reads.add(x.scope)
        return {s: names for s, names in heads.items() if s in reads}, primed

    def _names_in(self, x: Node) -> set[str]:
        found = set()
        joined = self.out.page.joined
        for y in steps(x):
            if isinstance(y, Product):
                for (_, a), (sign, b) in zip(y.items, y.items[1:], strict=False):
                    if isinstance(a, Letter) and a.name in joined and not sign and is_name(b):
                        found.add(self._name(joined_name(a.name, b)))
            if isinstance(y, (Letter, Accent, Script)) and is_name(y):
                found.add(self._name(y))
        return {x for x in found if x is not None}

    # ------------------------------------------------------------ reading

    def read(self) -> Reading:
        """Everything, in order."""
        for piece, number, scope, error in self.errors:
            line, column = piece.place(error.at)
            item = Item(
                "unread", line, column, " ".join(piece.text.split())[:200], -1, scope, number, piece.start, piece.end
            )
            item.reason = error.why
            self.out.items.append(item)
        for position, x in enumerate(self.placed):
            scope = x.scope + self.regroup.get(x.scope, 0)
            if x.piece.kind == "display":
                self._display(position, scope, x)
            else:
                self._prose(position, scope, x)
        self.out.items.sort(key=lambda item: (item.display, item.start, item.line))
        self.out.inplace = set(self.assigned)
        return self.out

    def lowering(self, x: _Placed) -> Lowering:
        """How names are read at this place: a snapshot, so that no later statement changes it."""
        places: dict[str, int] | None = None
        if x.scope in self.primed:
            places = {name: -1 for name in self.primed[x.scope]} | {f"{n}'": 0 for n in self.primed[x.scope]}
        elif x.scope in self.assigned:
            moved = self.moved.get(x.scope, [])
            places = {name: 0 if name in moved else -1 for name in self.assigned[x.scope]}
        return Lowering(self.out.page, self.out.letters, places)

    def _display(self, position: int, scope: int, x: _Placed) -> None:
        statement = x.statement
        segments = statement.segments
        if len(segments) == 1:
            if not statement.cue:
                self._expression(position, scope, x)
            return
        if statement.cue == "if":
            self._condition(position, scope, x, shown=False)
            return
        bad = next((s for s in segments if s.error is not None), None)
        if bad is not None:
            assert bad.error is not None
            self._poison(segments[0].node, x, scope)
            item = self._item("unread", position, scope, x, bad, bad.error.at)
            item.reason = bad.error.why
            return
        if segments[1].sign == "->" and len(segments) > 2:  # w -> w' = ...: the first only names the state
            segments = [Segment("", segments[1].tokens, segments[1].node), *segments[2:]]
        if any(s.sign not in EQUALITY | {"~"} for s in segments[1:]):
            self._condition(position, scope, x, shown=not statement.cue)
            return
        self._chain(position, scope, x, segments)

    def _poison(self, head: Node | None, x: _Placed, scope: int) -> None:
        """A letter whose equation is not understood: what depends on it is undecided."""
        if head is None:
            return
        try:
            self.out.unread.add((self.lowering(x).occurrence(head, {}).key, scope))
        except NotUnderstood:
            return

    def _item(self, role: str, position: int, scope: int, x: _Placed, s: Segment, at: int | None = None) -> Item:
        segments = x.statement.segments
        line, column = x.piece.place(s.at if at is None else at)
        head = segments[0]
        text = x.piece.text[s.at : s.end]
        sign = {"~": r"\approx", "<-": r"\leftarrow", "<=": r"\le", ">=": r"\ge"}.get(s.sign, s.sign)
        latex = text if s is head else f"{x.piece.text[head.at : head.end]} {sign} {text}"
        offset_ = x.piece.text[: s.at].count("\n")
        del offset_
        begin = x.piece.start + (x.piece.text and self._inner(x.piece)) + s.at
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

    @staticmethod
    def _inner(piece: Piece) -> int:
        return 0

    def _expression(self, position: int, scope: int, x: _Placed) -> None:
        """A formula without a relation says nothing; it may be one that stands above."""
        [s] = x.statement.segments
        if s.error is not None:
            item = self._item("unread", position, scope, x, s, s.error.at)
            item.reason = s.error.why
            return
        assert s.node is not None
        if is_name(s.node) or isinstance(s.node, (Words, Num, Listed)):
            return
        lowering = self.lowering(x)
        try:
            right = lowering.lower(s.node)
        except NotRecurrence:
            return
        except NotUnderstood as error:
            item = self._item("unread", position, scope, x, s, error.at)
            item.reason = error.why
            return
        item = self._item("expression", position, scope, x, s)
        item.right, item.notes = right, lowering.notes

    def _condition(self, position: int, scope: int, x: _Placed, *, shown: bool) -> None:
        """An order of sides: a domain, or a range of the step."""
        segments = x.statement.segments
        lowering = self.lowering(x)
        sides: list[Term | None] = []
        for s in segments:
            try:
                sides.append(None if s.node is None else lowering.lower(s.node))
            except NotUnderstood:
                sides.append(self._interval(s.node))
        for a, s, b in zip(sides, segments[1:], sides[1:], strict=False):
            if a is not None and b is not None and s.sign in ORDER:
                self.out.bounds.append((a, ORDER[s.sign], b))
                if a == lowering.step and isinstance(b, Number) and s.sign in (">", ">="):
                    least = int(b.fraction) + (s.sign == ">")
                    for item in self.out.items:
                        if item.display == x.number:
                            item.since = least
        if shown:
            for n, s in enumerate(segments[1:]):
                item = self._item("condition", position, scope, x, s)
                item.reason = "a condition, not an equation" if s.sign in ORDER or s.sign == "in" else "no equation"
                a, b = sides[n], sides[n + 1]
                lone = all(isinstance(z, (Symbol, Number)) for z in (a, b) if z is not None)
                if a is not None and b is not None and not lone:
                    item.left, item.right, item.relation = a, b, ORDER.get(s.sign, "eq" if s.sign == "=" else "")
                    item.role = "order" if item.relation else "condition"

    @staticmethod
    def _interval(x: Node | None) -> Term | None:
        return None

    # ------------------------------------------------------------ chains

    def _chain(self, position: int, scope: int, x: _Placed, segments: list[Segment]) -> None:
        head = segments[0].node
        assert head is not None
        lowering = self.lowering(x)
        if letter(head) in self.out.page.times and not statement_cue(x):
            for s in segments[1:]:
                self._item("condition", position, scope, x, s).reason = "it counts the steps"
            return
        if letter(head) in self.out.page.times or (
            isinstance(head, Listed) and self._initial_list(position, scope, x, segments)
        ):
            return
        match head:
            case Product((("", Letter(first)), ("", rest))) if first in self.out.page.joined and is_name(rest):
                head = joined_name(first, rest)
        name = self._name(head)
        if name is not None:
            scope = self._again_in_place(name, x, scope, position)
            lowering = self.lowering(x)
        plain = all(s.node is not None and is_plain(s.node) for s in segments[1:])
        if self._starts(head, position, scope, x, segments, lowering):
            return
        if name is not None and plain and len(segments) == 2 and not self._assigned(name, x):
            self._setting(name, head, position, scope, x, segments[1], lowering)
            return
        try:
            left = self._left(head, name, x, lowering)
        except NotRecurrence as error:
            for s in segments[1:]:
                item = self._item("other", position, scope, x, s)
                item.reason = f"not about recurrences: {error.why}"
                if s.sign == "~":
                    item.role = "approximation"
                elif _states(head):
                    item.role = "unread"
            return
        except NotUnderstood as error:
            self._poison(head, x, scope)
            item = self._item("unread", position, scope, x, segments[1], error.at)
            item.reason = error.why
            return
        self._members(position, scope, x, segments, left, name, lowering)

    def _again_in_place(self, name: str, x: _Placed, scope: int, position: int) -> int:
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

    def _assigned(self, name: str, x: _Placed) -> bool:
        return name in self.assigned.get(x.scope, set())

    def _left(self, head: Node, name: str | None, x: _Placed, lowering: Lowering) -> Term:
        """The left side; one that is assigned without an index is at this step."""
        if name is not None and (self._assigned(name, x) or (lowering.places or {}).get(name) == 0):
            own = name.rstrip("'") if x.scope in self.primed else name
            found = lowering.occurrence(head, {})
            latex = found.latex.rstrip("'") if x.scope in self.primed else found.latex
            return At(lowering.letters.sequence(own, latex), lowering.step)
        if name is not None and (x.scope not in self.assigned):
            found = lowering.occurrence(head, {})
            if head is not None and key_of(head) in self.out.page.functions:
                raise NotRecurrence(f"the function {name}")
            return Symbol(lowering.letters.symbol(found.key, found.latex).word)
        if is_name(head):
            found = lowering.occurrence(head, {})
            if found.index is not None and found.power is None:
                return At(lowering.letters.sequence(found.key, found.latex), found.index)
        return lowering.lower(head)

    def _members(
        self,
        position: int,
        scope: int,
        x: _Placed,
        segments: list[Segment],
        left: Term,
        name: str | None,
        lowering: Lowering,
    ) -> None:
        anchor, behind = left, None
        for n, s in enumerate(segments[1:], 1):
            item = self._item("claim", position, scope, x, s)
            assert s.node is not None
            try:
                right = self._right(s.node, left, n, x, scope, position, lowering)
            except NotRecurrence as error:
                item.role, item.reason = ("other" if n == 1 else "unread"), f"not about recurrences: {error.why}"
                if n == 1:
                    self._poison_key(left, scope)
                    continue
                break
            except NotUnderstood as error:
                line, column = x.piece.place(error.at)
                item.role, item.reason, item.line, item.column = "unread", error.why, self.document.line(line), column
                if n == 1:
                    self._poison_key(left, scope)
                break
            item.left, item.right, item.notes = anchor, right, list(lowering.notes)
            if s.sign == "~":
                item.role, anchor = "approximation", right
            elif n == 1:
                behind = self._first(item, left, right, lowering)
        if behind is not None and x.scope in self.assigned and x.scope not in self.primed:
            # the whole chain is read before its head moves
            self.moved.setdefault(x.scope, []).append(behind)

    def _poison_key(self, left: Term, scope: int) -> None:
        if isinstance(left, (At, Symbol)):
            self.out.unread.add((self.out.letters.keys.get(left.word, left.word.name), scope))

    def _right(self, node: Node, left: Term, n: int, x: _Placed, scope: int, position: int, lowering: Lowering) -> Term:
        """A member of a chain; a branch on the first step gives an initial value."""
        if n == 1 and isinstance(node, Cases) and isinstance(left, At):
            kept = []
            for value, condition in node.rows:
                match condition:
                    case Relation(a, "=", Num(text)) if letter(a) in self.out.page.times and text.isdecimal():
                        start = lowering.lower(value)
                        at = int(text) + (offset(left.index) or 0)
                        name = self.out.letters.keys[left.word]
                        self.out.initials.append(Initial(name, left.word, at, start, position, scope))
                    case _:
                        kept.append((value, condition))
            if len(kept) < len(node.rows) and len(kept) == 1:
                return lowering.lower(kept[0][0])
        return lowering.lower(node)

    def _first(self, item: Item, left: Term, right: Term, lowering: Lowering) -> str | None:
        """The first equation of a chain: a definition if its left side is a name that has none yet."""
        out = self.out
        if isinstance(left, At) and offset(left.index) is not None and free_symbols(left.index) == {lowering.step}:
            name = out.letters.keys[left.word]
            found = Definition(name, left, right, item.position, item.scope, item.line)
            again = any(isinstance(y, At) and y == left for y in walk(right))
            if again:
                item.role, item.reason = "unread", f"{left.word.latex} is assigned again within one step"
                item.left = None
                out.unread.add((name, item.scope))
                return None
            before = [d for d in out.definitions if d.key == name and d.scope == item.scope]
            elsewhere = [d for d in out.definitions if d.key == name and d.position < item.position]
            item.role = "again" if before or item.implied else "elsewhere" if elsewhere else "definition"
            out.definitions.append(found)
            return name
        if isinstance(left, Symbol) and (out.letters.keys[left.word], item.scope) not in out.aliases:
            inside = {y for y in walk(right) if y == left}
            if not inside and not item.implied:
                out.aliases[out.letters.keys[left.word], item.scope] = right
                item.role, item.reason = "definition", "a name for an expression"
        return None

    # ------------------------------------------------------------ values

    def _starts(
        self, head: Node, position: int, scope: int, x: _Placed, segments: list[Segment], lowering: Lowering
    ) -> bool:
        """Whether a chain states values at a number: m_0 = v_0 = 0; all of it is used, or nothing."""
        found = []
        for s in segments[:-1]:
            assert s.node is not None
            if not is_name(s.node):
                return False
            try:
                o = lowering.occurrence(s.node, {})
            except NotUnderstood:
                return False
            if o.power is not None:
                return False
            if not isinstance(o.index, Number):
                if (
                    o.index is None
                    and self._assigned(o.key, x)
                    and all(is_plain(y.node) for y in segments[1:] if y.node)
                ):
                    found.append((o, 0))  # v = 0 before v = ...
                    continue
                return False
            found.append((o, int(o.index.fraction)))
        last = segments[-1]
        assert last.node is not None
        try:
            value = lowering.lower(last.node)
        except NotUnderstood:
            return False
        if any(d.key == o.key and not d.reads_itself for o, _ in found for d in self.out.definitions):
            return False  # a value of what is defined at every step follows from its definition
        own = {lowering.letters.sequence(o.key, o.latex) for o, _ in found}
        if any(isinstance(y, At) and y.word in own for y in walk(value)):
            return False
        if any(n != 0 for _, n in found) and not (is_plain(last.node) and not self._has_start(found)):
            lone = not self._has_start(found) and all(
                isinstance(y.index, Number) for y in walk(value) if isinstance(y, At)
            )
            if not lone or any(isinstance(y, (Big, Op)) and not isinstance(y, Op) for y in walk(value)):
                return False
        for o, n in found:
            word = lowering.letters.sequence(o.key, o.latex)
            self.out.initials.append(Initial(o.key, word, n, value, position, scope))
        if x.piece.kind == "display":
            for s in segments[1:]:
                self._item("initial", position, scope, x, s).reason = "an initial value"
        return True

    def _has_start(self, found: list[tuple[object, int]]) -> bool:
        keys = {o.key for o, _ in found}  # type: ignore[attr-defined]
        return any(i.key in keys and i.at == 0 for i in self.out.initials)

    def _initial_list(self, position: int, scope: int, x: _Placed, segments: list[Segment]) -> bool:
        """m_0, v_0 = 0."""
        head, value = segments[0].node, segments[-1].node
        assert isinstance(head, Listed)
        if len(segments) != 2 or value is None:
            return False
        values = list(value.items) if isinstance(value, Listed) else [value] * len(head.items)
        if len(values) != len(head.items) or not all(is_plain(v) for v in values):
            return False
        lowering = self.lowering(x)
        found = []
        for name, v in zip(head.items, values, strict=True):
            try:
                o = lowering.occurrence(name, {})
                number = lowering.lower(v)
            except NotUnderstood:
                return False
            if not isinstance(o.index, Number):
                if self._assigned(o.key, x):
                    found.append(Initial(o.key, lowering.letters.sequence(o.key, o.latex), 0, number, position, scope))
                    continue
                if o.index is None and not (o.key in self.assigned.get(x.scope, set())):
                    found.append(None)  # a setting
                    continue
                return False
            at = int(o.index.fraction)
            found.append(Initial(o.key, lowering.letters.sequence(o.key, o.latex), at, number, position, scope))
        self.out.initials += [f for f in found if f is not None]
        if x.piece.kind == "display":
            self._item("initial", position, scope, x, segments[1]).reason = "initial values"
        return True

    def _setting(
        self, name: str, head: Node, position: int, scope: int, x: _Placed, s: Segment, lowering: Lowering
    ) -> None:
        """A usual value; it is never put in."""
        assert s.node is not None
        item = self._item("setting", position, scope, x, s)
        item.reason = "a setting, which is not put in"
        try:
            value = lowering.lower(s.node)
            self.out.settings.setdefault(name, (lowering.letters.symbol(name, shown(head)), value, scope))
        except NotUnderstood as error:
            item.role, item.reason = "unread", error.why

    def _prose(self, position: int, scope: int, x: _Placed) -> None:
        """Running text gives initial values and domains."""
        segments = x.statement.segments
        if any(s.error is not None for s in segments):
            return
        if len(segments) < 2:
            self._meaning(x)
            return
        if re.search(r"\b(if|when|whenever|unless|suppose|assume|case|were|for)\s*$", x.piece.before.lower()):
            return
        signs = {s.sign for s in segments[1:]}
        if signs & set(ORDER):
            self._condition(position, scope, x, shown=False)
        elif signs <= {"=", "<-", ":="}:
            head = segments[0].node
            assert head is not None
            if isinstance(head, Listed):
                self._initial_list(position, scope, x, segments)
            else:
                self._starts(head, position, scope, x, segments, self.lowering(x))

    def _meaning(self, x: _Placed) -> None:
        return


def _states(head: Node) -> bool:
    """Whether a left side is an expression, so that its equation states something and defines nothing."""
    return any(isinstance(y, BigSign) for y in steps(head)) or isinstance(head, (Sum, Num))


def statement_cue(x: _Placed) -> str:
    """What the words before a statement make of it."""
    return x.statement.cue


def key_of(x: Node) -> str:
    """The key of a name's base; '' for what is no name."""
    try:
        return key(x.base if isinstance(x, Script) else x)
    except NotUnderstood:
        return ""


def interpret(document: Document, letters: Letters) -> Reading:
    """What a document says, its words from `letters`."""
    return Interpreter(document, letters).read()


def equation(d: Definition) -> Equation:
    """A definition as an equation."""
    return Equation(d.left, d.right)
