r"""What a page says: its definitions, initial values and claims, each with its place.

The first equation for a letter is a definition; what follows in its chain, and later equations for it, are
claims. An approximation begins a new anchor. From prose initial values are taken and nothing else.
"""

from __future__ import annotations

from dataclasses import replace

from adaptsym.checking.dots import Misfit
from adaptsym.checking.letters import Letters
from adaptsym.checking.lower import Lowering, is_plain
from adaptsym.checking.names import is_name, letter
from adaptsym.checking.naming import NotRecurrence
from adaptsym.checking.page import joined_name, steps
from adaptsym.checking.placing import EQUALITY, Placed, key_of
from adaptsym.checking.reading import Definition, Initial, Item, Reading
from adaptsym.checking.stating import Stating
from adaptsym.read import Document, NotUnderstood, Segment
from adaptsym.read.tree import (
    BigSign,
    Cases,
    Letter,
    Listed,
    Node,
    Num,
    Product,
    Relation,
    Sum,
)
from adaptsym.term import At, Symbol, Term, free_symbols, offset, rebuild, walk


class Interpreter(Stating):
    """Reads the statements of a document, in their order."""

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
                self.prose(position, scope, x)
        self.pass_on_conditions()
        self.out.items.sort(key=lambda item: (item.display, item.start, item.line))
        self.out.inplace = set(self.assigned)
        return self.out

    def _display(self, position: int, scope: int, x: Placed) -> None:
        statement = x.statement
        segments = statement.segments
        if len(segments) == 1:
            if not statement.cue:
                self.expression(position, scope, x)
            return
        if statement.cue == "if":
            self.condition(position, scope, x, shown=False, of=(x.number,))
            return
        bad = next((s for s in segments if s.error is not None), None)
        if bad is not None:
            assert bad.error is not None
            self.poison(segments[0].node, x, scope)
            item = self.item("unread", position, scope, x, bad, bad.error.at)
            item.reason = bad.error.why
            return
        if segments[1].sign == "->" and len(segments) > 2:  # w -> w' = ...: the first only names the state
            segments = [Segment("", segments[1].tokens, segments[1].node), *segments[2:]]
        if any(s.sign not in EQUALITY | {"~"} for s in segments[1:]):
            self.condition(position, scope, x, shown=not statement.cue)
            return
        self._chain(position, scope, x, segments)

    def _chain(self, position: int, scope: int, x: Placed, segments: list[Segment]) -> None:
        head = segments[0].node
        assert head is not None
        lowering = self.lowering(x)
        if letter(head) in self.out.page.times and not statement_cue(x):
            for s in segments[1:]:
                self.item("condition", position, scope, x, s).reason = "it counts the steps"
            return
        if letter(head) in self.out.page.times or (
            isinstance(head, Listed) and self.initial_list(position, scope, x, segments)
        ):
            return
        match head:
            case Product((("", Letter(first)), ("", rest))) if first in self.out.page.joined and is_name(rest):
                head = joined_name(first, rest)
        name = self.name_of(head)
        if name is not None:
            scope = self.again_in_place(name, x, scope)
            lowering = self.lowering(x)
        plain = all(s.node is not None and is_plain(s.node) for s in segments[1:])
        if self.starts(position, scope, x, segments, lowering):
            return
        if name is not None and plain and len(segments) == 2 and not self.is_assigned(name, x):
            self.setting(name, head, position, scope, x, segments[1], lowering)
            return
        try:
            left = self._left(head, name, x, lowering)
        except NotRecurrence as error:
            for s in segments[1:]:
                item = self.item("other", position, scope, x, s)
                item.reason = f"not about recurrences: {error.why}"
                if s.sign == "~":
                    item.role = "approximation"
                elif _states(head):
                    item.role = "unread"
            return
        except NotUnderstood as error:
            self.poison(head, x, scope)
            item = self.item("unread", position, scope, x, segments[1], error.at)
            item.reason = error.why
            return
        self._members(position, scope, x, segments, left, lowering)

    def _left(self, head: Node, name: str | None, x: Placed, lowering: Lowering) -> Term:
        """The left side; one that is assigned without an index is at this step."""
        if name is not None and (self.is_assigned(name, x) or (lowering.places or {}).get(name) == 0):
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
        x: Placed,
        segments: list[Segment],
        left: Term,
        lowering: Lowering,
    ) -> None:
        anchor, behind = left, None
        for n, s in enumerate(segments[1:], 1):
            item = self.item("claim", position, scope, x, s)
            assert s.node is not None
            try:
                right = self._right(s.node, left, n, scope, position, lowering)
            except NotRecurrence as error:
                item.role, item.reason = ("other" if n == 1 else "unread"), f"not about recurrences: {error.why}"
                if n == 1:
                    self.poison_key(left, scope)
                    continue
                break
            except NotUnderstood as error:
                line, column = x.piece.place(error.at)
                item.role = "open" if isinstance(error, Misfit) else "unread"
                item.reason, item.line, item.column = error.why, self.document.line(line), column
                if n == 1:
                    self.poison_key(left, scope)
                break
            item.left, item.right, item.notes = anchor, right, list(lowering.notes)
            if n > 1 and lowering.places is not None and any(place == 0 for place in lowering.places.values()):
                before = replace(lowering, places=dict.fromkeys(lowering.places, -1), notes=[])
                item.others = tuple(x for x in (before.lower(s.node),) if x != right)
            if s.sign == "~":
                item.role, anchor = "approximation", right
            elif n == 1:
                behind = self._first(item, left, right, lowering, s.sign)
        if behind is not None and x.scope in self.assigned and x.scope not in self.primed:
            # the whole chain is read before its head moves
            self.moved.setdefault(x.scope, []).append(behind)

    def _right(self, node: Node, left: Term, n: int, scope: int, position: int, lowering: Lowering) -> Term:
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

    def _first(self, item: Item, left: Term, right: Term, lowering: Lowering, sign: str) -> str | None:
        """The first equation of a chain: a definition if its left side is a name that has none yet."""
        out = self.out
        if isinstance(left, At) and offset(left.index) is not None and free_symbols(left.index) == {lowering.step}:
            name = out.letters.keys[left.word]
            found = Definition(name, left, right, item.position, item.scope, item.line, item.display)
            again = any(isinstance(y, At) and y == left for y in walk(right))
            if again and not self._assigned_again(item, found, sign):
                item.role, item.reason = "own", f"{left.word.latex} at {left.index} is given by itself"
                out.unread.add((name, item.scope))
                return None
            if again:
                item.role, item.reason = "definition", "assigned again within the step"
                out.definitions.append(found)
                return name
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

    def _assigned_again(self, item: Item, found: Definition, sign: str) -> bool:
        """g <- g + ...: what stood for the letter so far gets a name of its own, with a prime."""
        out, left = self.out, found.left
        old = [d for d in out.definitions if d.key == found.key and d.scope == item.scope and d.left == left]
        if not old and sign == "=":
            return False
        name, latex = f"{found.key}'", f"{left.word.latex}'"
        while any(key == name for key, _ in out.letters.words):
            name, latex = f"{name}'", f"{latex}'"
        before = At(out.letters.sequence(name, latex), left.index)

        def change(x: Term) -> Term:
            return before if x == left else rebuild(x, change)

        since = old[-1].position if old else -1
        for d in out.definitions:
            if since < d.position < item.position and d.scope == item.scope:
                d.right = change(d.right)
        for d in old[-1:]:
            d.key, d.left = name, before
        found.right, found.again = change(found.right), bool(old)
        item.right = found.right
        return True


def interpret(document: Document, letters: Letters) -> Reading:
    """What a document says, its words from `letters`."""
    return Interpreter(document, letters).read()


def _states(head: Node) -> bool:
    """Whether a left side is an expression, so that its equation states something and defines nothing."""
    return any(isinstance(y, BigSign) for y in steps(head)) or isinstance(head, (Sum, Num))


def statement_cue(x: Placed) -> str:
    """What the words before a statement make of it."""
    return x.statement.cue
