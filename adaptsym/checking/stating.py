"""What a page states beside its equations: initial values, settings, conditions, formulas without a relation."""

from __future__ import annotations

import re
from contextlib import suppress

from adaptsym.checking.lower import Lowering, is_plain
from adaptsym.checking.names import is_name, letter, shown
from adaptsym.checking.naming import NotRecurrence, Occurrence
from adaptsym.checking.placing import ORDER, Placed, Placing
from adaptsym.checking.reading import Initial
from adaptsym.read import NotUnderstood, Segment
from adaptsym.read.tree import (
    Dots,
    Listed,
    Node,
    Num,
    Words,
)
from adaptsym.term import At, Big, Number, Op, Symbol, Term, walk

REACH = 400  # signs of a sentence that are read behind a formula
_SENTENCE = re.compile(r"(?<=[.!?。])\s+")
_CONDITION = re.compile(r"\b(if|when|where|whenever|for|given|provided|assum\w+|suppos\w+|under|unless|as long as)\b")
_BEHIND = re.compile(r"(?:\s*(?:,|그리고|및)\s*\$[^$\n]+\$){0,9}\s*(일 때|이면|이고|인 |하면|라면|이라면)")


def _is_part(step: Term, a: Term, sign: str, b: Term) -> bool:
    """Whether a comparison leaves only a part of the steps, beyond a first or a last one: t <= t_0 + 2."""
    if step not in (a, b):
        return False
    other = b if a == step else a
    lower = sign in ((">", ">=") if a == step else ("<", "<="))
    horizon = isinstance(other, Symbol) and other.word.name in ("T", "N", "n", "K")
    return not horizon and not (lower and isinstance(other, Number))


def _is_domain(a: Term, b: Term) -> bool:
    """Whether a comparison says where a constant lies."""
    return all(isinstance(x, (Symbol, Number)) for x in (a, b))


class Stating(Placing):
    """Takes in what is stated."""

    last_governed: tuple[int, ...] = ()  # the displays that the formula before is a condition of

    def expression(self, position: int, scope: int, x: Placed) -> None:
        """A formula without a relation says nothing; it may be one that stands above."""
        [s] = x.statement.segments
        if s.error is not None:
            item = self.item("unread", position, scope, x, s, s.error.at)
            item.reason = s.error.why
            return
        assert s.node is not None
        if is_name(s.node) or isinstance(s.node, (Words, Num, Listed, Dots)):
            return
        lowering = self.lowering(x)
        try:
            right = lowering.lower(s.node)
        except NotRecurrence:
            return
        except NotUnderstood as error:
            item = self.item("unread", position, scope, x, s, error.at)
            item.reason = error.why
            return
        item = self.item("expression", position, scope, x, s)
        item.right, item.notes = right, lowering.notes

    def condition(self, position: int, scope: int, x: Placed, *, shown: bool, of: tuple[int, ...] = ()) -> None:
        """An order of sides: a domain, a range of the step, or a condition `of` some displays."""
        segments = x.statement.segments
        lowering = self.lowering(x)
        sides: list[Term | None] = []
        for s in segments:
            try:
                sides.append(None if s.node is None else lowering.lower(s.node))
            except NotUnderstood:
                sides.append(None)
        for a, s, b in zip(sides, segments[1:], sides[1:], strict=False):
            if a is not None and b is not None and s.sign in ORDER:
                self.out.bounds.append((a, ORDER[s.sign], b))
                if a == lowering.step and isinstance(b, Number) and s.sign in (">", ">="):
                    least = int(b.fraction) + (s.sign == ">")
                    for item in self.out.items:
                        if item.display == x.number:
                            item.since = least
        for number in of:
            found = self.out.conditions.setdefault(number, [])
            for a, s, b in zip(sides, segments[1:], sides[1:], strict=False):
                lost = isinstance(a, Symbol) and isinstance(b, Symbol) and lowering.step not in (a, b)
                if a is None or b is None or s.sign not in ORDER or lost or _is_part(lowering.step, a, s.sign, b):
                    found.append(None)
                elif lowering.step not in (a, b) and not _is_domain(a, b):
                    found.append(Op(ORDER[s.sign], (a, b)))
        if shown:
            for n, s in enumerate(segments[1:]):
                item = self.item("condition", position, scope, x, s)
                item.reason = "a condition, not an equation" if s.sign in ORDER or s.sign == "in" else "no equation"
                a, b = sides[n], sides[n + 1]
                lone = all(isinstance(z, (Symbol, Number)) for z in (a, b) if z is not None)
                if a is not None and b is not None and not lone:
                    item.left, item.right, item.relation = a, b, ORDER.get(s.sign, "eq" if s.sign == "=" else "")
                    item.role = "order" if item.relation else "condition"

    def starts(self, position: int, scope: int, x: Placed, segments: list[Segment], lowering: Lowering) -> bool:
        """Whether a chain states values at a number: m_0 = v_0 = 0; all of it is used, or nothing."""
        found: list[tuple[Occurrence, int]] = []
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
                    and self.is_assigned(o.key, x)
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
        if any(n != 0 for _, n in found) and not (is_plain(last.node) and not self.has_start(found)):
            lone = not self.has_start(found) and all(
                isinstance(y.index, Number) for y in walk(value) if isinstance(y, At)
            )
            if not lone or any(isinstance(y, (Big, Op)) and not isinstance(y, Op) for y in walk(value)):
                return False
        for o, n in found:
            word = lowering.letters.sequence(o.key, o.latex)
            self.out.initials.append(Initial(o.key, word, n, value, position, scope))
        if x.piece.kind == "display":
            for s in segments[1:]:
                self.item("initial", position, scope, x, s).reason = "an initial value"
        return True

    def has_start(self, found: list[tuple[Occurrence, int]]) -> bool:
        """Whether a value at 0 is stated for one of these names."""
        keys = {o.key for o, _ in found}
        return any(i.key in keys and i.at == 0 for i in self.out.initials)

    def initial_list(self, position: int, scope: int, x: Placed, segments: list[Segment]) -> bool:
        """m_0, v_0 = 0."""
        head, value = segments[0].node, segments[-1].node
        assert isinstance(head, Listed)
        if len(segments) != 2 or value is None:
            return False
        values = list(value.items) if isinstance(value, Listed) else [value] * len(head.items)
        if len(values) != len(head.items) or not all(is_plain(v) for v in values):
            return False
        lowering = self.lowering(x)
        found: list[Initial] = []
        for name, v in zip(head.items, values, strict=True):
            try:
                o = lowering.occurrence(name, {})
                number = lowering.lower(v)
            except NotUnderstood:
                return False
            if not isinstance(o.index, Number):
                if self.is_assigned(o.key, x):
                    found.append(Initial(o.key, lowering.letters.sequence(o.key, o.latex), 0, number, position, scope))
                    continue
                if o.index is None:
                    continue  # a setting
                return False
            at = int(o.index.fraction)
            found.append(Initial(o.key, lowering.letters.sequence(o.key, o.latex), at, number, position, scope))
        self.out.initials += found
        if x.piece.kind == "display":
            self.item("initial", position, scope, x, segments[1]).reason = "initial values"
        return True

    def setting(
        self, name: str, head: Node, position: int, scope: int, x: Placed, s: Segment, lowering: Lowering
    ) -> None:
        """A usual value; it is never put in."""
        assert s.node is not None
        item = self.item("setting", position, scope, x, s)
        item.reason = "a setting, which is not put in"
        try:
            value = lowering.lower(s.node)
            self.out.settings.setdefault(name, (lowering.letters.symbol(name, shown(head)), value, scope))
        except NotUnderstood as error:
            item.role, item.reason = "unread", error.why

    def usual_value(self, scope: int, x: Placed) -> None:
        """A setting in running text: it is kept, and never put in."""
        head, value = x.statement.segments[0].node, x.statement.segments[-1].node
        name = self.name_of(head)
        if name is None or head is None or value is None or not is_plain(value) or len(x.statement.segments) != 2:
            return
        if name not in self.out.page.times and not self.is_assigned(name, x):
            lowering = self.lowering(x)
            with suppress(NotUnderstood):
                symbol = lowering.letters.symbol(name, shown(head))
                self.out.settings.setdefault(name, (symbol, lowering.lower(value), scope))

    def governed(self, x: Placed) -> tuple[int, ...]:
        """The displays that a formula in running text is a condition of: of its sentence, before or behind it."""
        text, every = self.document.text, self.document.pieces
        tail = _SENTENCE.split(x.piece.before)[-1].lower()
        after = text[x.piece.end : x.piece.end + REACH]
        joined = self.last_governed if re.fullmatch(r"\s*(,|and|and that|, and|이고)?\s*", tail) else ()
        if not (_CONDITION.search(tail) or _BEHIND.match(after)):
            return joined
        found = []
        following = next((n for n in range(x.number + 1, len(every)) if every[n].kind in ("display", "heading")), None)
        if following is not None and every[following].kind == "display":
            between = text[x.piece.end : every[following].start].strip()
            sentences = [y for y in _SENTENCE.split(between) if y.strip()]
            if len(sentences) < 2 and (not between.endswith((".", "。")) or re.search(r"follow|다음", between)):
                found.append(following)
                self.out.supposed.add(following)
        above = next((n for n in range(x.number - 1, -1, -1) if every[n].kind in ("display", "heading")), None)
        if above is not None and every[above].kind == "display":
            between = text[every[above].end : x.piece.start]
            holds = (
                re.search(r"\b(holds?|valid|true)\b", between + tail)
                or "성립" in text[x.piece.end : x.piece.end + REACH]
            )
            if len(_SENTENCE.split(between)) < 2 and holds:
                found.append(above)
        return tuple(found)

    def pass_on_conditions(self) -> None:
        """What is said under a condition may stay under it to the end of the section."""
        current: list[Op | None] = []
        for n, piece in enumerate(self.document.pieces):
            if piece.kind == "heading":
                current = []
            elif piece.kind == "display" and (current or n in self.out.conditions):
                here = list(dict.fromkeys([*current, *self.out.conditions.get(n, [])]))
                self.out.conditions[n] = here
                if here and (n in self.out.supposed or current):
                    self.out.supposed.add(n)
                    current = here

    def prose(self, position: int, scope: int, x: Placed) -> None:
        """Running text gives initial values and domains."""
        segments = x.statement.segments
        governed = self.last_governed = self.governed(x)
        if any(s.error is not None for s in segments) or len(segments) < 2:
            for number in governed if len(segments) > 1 else ():
                self.out.conditions.setdefault(number, []).append(None)
            return
        signs = {s.sign for s in segments[1:]}
        if signs & set(ORDER):
            self.condition(position, scope, x, shown=False, of=governed)
            return
        if self.is_range(x):
            return
        initial = len(self.out.initials)
        self.given(position, scope, x, signs)
        agreed = len(self.out.initials) > initial and not self.contrary(self.out.initials[initial:])
        for number in governed if not agreed else ():
            self.out.conditions.setdefault(number, []).append(None)

    def is_range(self, x: Placed) -> bool:
        """Whether a formula says which steps there are: t = 1 to T; t = 1, 2, ..., T."""
        first, *rest = x.statement.segments
        if letter(first.node) not in self.out.page.times or len(rest) != 1:
            return False
        last = rest[0].node
        dots = isinstance(last, Listed) and len(last.items) > 1 and any(isinstance(y, Dots) for y in last.items)
        return dots or re.match(r"\s*(to|through|until|up to)\b", self.document.text[x.piece.end :][:12]) is not None

    def contrary(self, found: list[Initial]) -> bool:
        """Whether other initial values are stated for the same letters."""
        return any(i.key == o.key and i.at == o.at and i.value != o.value for i in found for o in self.out.initials)

    def given(self, position: int, scope: int, x: Placed, signs: set[str]) -> None:
        """An equality in running text gives initial values and usual values."""
        segments = x.statement.segments
        supposed = re.search(r"\b(if|when|whenever|unless|suppose|assume|case|were|for)\s*$", x.piece.before.lower())
        if not supposed and signs <= {"=", "<-", ":="}:
            head = segments[0].node
            assert head is not None
            if isinstance(head, Listed):
                self.initial_list(position, scope, x, segments)
            elif not self.starts(position, scope, x, segments, self.lowering(x)):
                self.usual_value(scope, x)
