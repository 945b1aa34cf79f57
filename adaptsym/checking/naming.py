"""Names where they stand: which part of a script is the index, which the name, which a power."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction as Rational

from adaptsym.checking.letters import Letters, index
from adaptsym.checking.names import flat, is_name, key, letter, shown
from adaptsym.checking.page import Page, entries, framed, is_word
from adaptsym.kernel.linear import linear, linear_term
from adaptsym.read.tokens import NotUnderstood
from adaptsym.read.tree import (
    Group,
    Letter,
    Node,
    Num,
    Product,
    Script,
    Sum,
    Words,
)
from adaptsym.term import At, Number, Op, Symbol, Term, offset

_GRADIENTS = re.compile(r"(d [A-Za-z]\w*|g|G|nabla|grad|dw|db|dW|(tilde|hat|bar)\(g\))")
_MOVING = re.compile(r"theta|omega|phi|varphi|Theta|(hat|tilde|bar)\(")
_WHOLE = frozenset(("top", "intercal", "T", "dagger", "H"))


class NotRecurrence(NotUnderstood):
    """An equation about something else: losses, data, expectations."""


@dataclass(frozen=True)
class Occurrence:
    """A name where it stands: its key and LaTeX, its index and the power it is raised to, where there are any."""

    key: str
    latex: str
    index: Term | None = None
    power: Node | None = None


@dataclass
class Naming:
    """Reads the names of one statement.

    Attributes:
        page: the page's table.
        letters: the page's words.
        places: for names that are assigned without an index: -1 before the assignment, 0 behind it.
        notes: readings that were a choice.
    """

    page: Page
    letters: Letters
    places: dict[str, int] | None = None
    notes: list[str] = field(default_factory=list)
    gradients: dict[str, Term] = field(default_factory=dict)

    def note(self, text: str) -> None:
        """List a reading."""
        if text not in self.notes:
            self.notes.append(text)

    @property
    def step(self) -> Symbol:
        """The index that counts the steps."""
        return index(self.page.step, shown(Letter(self.page.step)), "step")

    def occurrence(self, x: Node, bound: dict[str, Symbol]) -> Occurrence:
        """What a name with its scripts says."""
        if not isinstance(x, Script):
            return Occurrence(key(x), shown(x))
        if not is_name(x):
            key(x.base)  # says what it is instead
        base = x.base
        at: Term | None = None
        label = low = high = ""
        if isinstance(base, Script):
            inner = self.occurrence(base, bound)
            if inner.power is not None:
                raise NotUnderstood("a script on a power", x.at)
            root, latex, at = inner.key, inner.latex, inner.index
        else:
            root, latex = key(base), shown(base)
        several = len(entries(x.sub)) > 1
        stepped = self._labelled(entries(x.sub), root, bound)
        for q in entries(x.sub):
            e = self.index(q, bound) if stepped else self._below(q, root, several, bound)
            if e is not None and at is None:
                at = e
            elif e is not None and at is not None:
                if linear(at - e) != linear(Number(Rational(1))) or not _GRADIENTS.fullmatch(root):
                    raise NotUnderstood(f"{flat(x)} has two indices", x.at)
                self.note(f"{shown(x)} is read as the gradient of a step, taken where the step before has led")
            elif several and self._component(q, x, bound):
                self.note(f"{shown(x)}: the index {shown(q)} numbers the elements; read element by element")
            else:
                label += f"_{flat(q)}"
                low += ("," if low else "") + shown(q)
        power: Node | None = None
        if x.sup is not None:
            raised = self._above(x, at, bound)
            if isinstance(raised, str):
                label += f"^{raised}"
                high = shown(x.sup)
            elif isinstance(raised, Term):
                at = raised
            else:
                power = x.sup
        primes = "'" * x.primes
        name = f"{root}{label}{primes}"
        latex += (f"_{low if len(low) == 1 else f'{{{low}}}'}" if low else "") + primes
        latex += f"^{high if len(high) == 1 else f'{{{high}}}'}" if high else ""
        return Occurrence(name, latex, at, power)

    def _below(self, q: Node, root: str, several: bool, bound: dict[str, Symbol]) -> Term | None:
        """The index that an entry of a subscript is; None where it belongs to the name."""
        own = root in self.page.numbered or not self.page.carries_step(root)
        if isinstance(q, Num) and (several or own):
            return None
        return self.index(q, bound)

    def _labelled(self, below: tuple[Node, ...], root: str, bound: dict[str, Symbol]) -> bool:
        """Whether a subscript is a label with a number for its step, mu_{theta,1} beside mu_{theta,t}."""
        if len(below) != 2 or not isinstance(below[1], Num) or not self.page.carries_step(root):
            return False
        return isinstance(below[0], Letter) and len(below[0].name) > 1 and self.index(below[0], bound) is None

    def _component(self, q: Node, x: Script, bound: dict[str, Symbol]) -> bool:
        """Whether an entry beside an index numbers elements: g_{t,i}, G_{t,ii}."""
        others = [e for e in entries(x.sub) if e is not q]
        if not any(self.index(e, bound) is not None and not isinstance(e, Num) for e in others):
            return False
        letters = [y for _, y in q.items] if isinstance(q, Product) else [q]
        return all(letter(y) in ("i", "j", "k", "l", "n", "d") for y in letters)

    def _above(self, x: Script, at: Term | None, bound: dict[str, Symbol]) -> str | Term | None:
        """A superscript: a text belongs to the name, a term is the index, None says it is a power."""
        sup = x.sup
        inside = framed(sup)
        if inside is not None:
            e = self.index(inside, bound)
            timely = any(n in self.page.times for n, _ in self.page.framed.get(key(x.base), ()))
            if e is not None and at is None and (timely or isinstance(inside, Letter)):
                return e
            if e is not None and at is not None:
                self.note(f"{shown(x)}: the superscript is read as a label")
            return flat(sup)
        match sup:
            case Group("["):
                return flat(sup)
            case Words(text):
                if text in _WHOLE:
                    raise NotRecurrence("a transpose", x.at)
                return text
            case Letter(text) if text in _WHOLE and text not in self.page.times and text not in bound:
                raise NotUnderstood(f"^{text} may be a transpose or a power", x.at)
            case Letter(text, "upright") if len(text) > 1:
                return text
        if sup is not None and is_word(sup):
            self.note(f"{shown(x)}: the superscript is read as the word '{flat(sup)}'")
            return flat(sup)
        root = key(x.base)
        if at is None and self.page.stepped and (e := self.index(sup, bound)) is not None:
            if root in self.page.stepped:
                return e
            if root not in self.page.bare and not isinstance(sup, Num) and root not in self.page.below:
                self.note(f"{shown(x)}: the superscript is read as the step, not as a power")
                return e
        return None

    def index(self, x: Node | None, bound: dict[str, Symbol]) -> Term | None:
        """A term of whole numbers, the step and bound indices; None for anything else."""
        if x is None:
            return None
        found = self._index(x, bound)
        if found is None or linear(found) is None:
            return None
        if isinstance(found, Op) and offset(found) is None:
            e = linear(found)
            assert e is not None
            return linear_term(e) if isinstance(x, Sum) and len(e.terms) < 2 else found
        return found

    def _index(self, x: Node, bound: dict[str, Symbol]) -> Term | None:
        match x:
            case Num(text):
                return Number(Rational(int(text))) if text.isdecimal() and len(text) < 6 else None
            case Letter():
                name = letter(x)
                if name in bound:
                    return bound[name]
                return self.step if name in self.page.times else None
            case Group("(" | "{", body):
                return self._index(body, bound)
            case Sum(items):
                return self._signed(items, lambda y: self._index(y, bound))
            case Product(((_, Num(_) as a), ("" | ".", b))):
                p, q = self._index(a, bound), self._index(b, bound)
                return None if p is None or q is None else p * q
        return None

    def _signed(self, items: tuple[tuple[str, Node], ...], read: Callable[[Node], Term | None]) -> Term | None:
        out: Term | None = None
        for sign, y in items:
            e = read(y)
            if e is None:
                return None
            out = (-e if sign == "-" else e) if out is None else out - e if sign == "-" else out + e
        return out

    def value(self, x: Occurrence, at: int) -> Term:
        """The term of a name."""
        if x.index is not None:
            return At(self.letters.sequence(x.key, x.latex), x.index)
        if self.places is not None:
            base = x.key.rstrip("'")
            if base != x.key and base in self.places and f"{base}'" in self.places:
                return At(self.letters.sequence(base, x.latex.replace("'", "")), self.step)  # m' is m behind the step
            place = self.places.get(x.key)
            if place is not None:
                step = self.step if place == 0 else self.step - 1 if place < 0 else self.step + place
                return At(self.letters.sequence(x.key, x.latex), step)
            earlier = re.fullmatch(r"(.+)_(prev|previous|old)", x.key)
            if earlier and earlier[1] in self.places:
                self.note(f"{x.latex} is read as the value before the step")
                latex = re.sub(r"_\{.*\}$", "", x.latex)
                return At(self.letters.sequence(earlier[1], latex), self.step - 1)
            if _GRADIENTS.fullmatch(x.key):
                self.note(f"{x.latex} is read as the gradient of the step")
                return At(self.letters.sequence(x.key, x.latex), self.step)
        if self.page.carries_step(x.key) or any(n in self.page.times for n, _ in self.page.framed.get(x.key, ())):
            if not x.latex.startswith("\\") or _MOVING.match(x.key):
                raise NotUnderstood(f"{x.latex} stands without its index", at)
            self.note(f"{x.latex} without an index is read as a constant of its own")
        return self.letters.symbol(x.key, x.latex)
