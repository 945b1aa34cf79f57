"""Gathers what terms of a page rest on: the equations of their letters, and the letters that are open."""

from __future__ import annotations

from adaptsym.checking.lower import CURRENT, PARAMETER
from adaptsym.checking.reading import Definition
from adaptsym.checking.recurrences import (
    Open,
    distance,
    is_gradient,
    moved,
    recurrence,
    words_of,
)
from adaptsym.checking.scopes import Scopes
from adaptsym.spec.model import later
from adaptsym.term import (
    At,
    Big,
    Equation,
    Kind,
    Op,
    Role,
    Symbol,
    Term,
    Word,
    children,
    free_symbols,
    offset,
    rebuild,
    substitute,
    walk,
)

MAX_PARTS = 40  # equations in one world
SLOPE = Word("slope_", "g", "the gradient", Role.SEQUENCE, kind=Kind.ARRAY)


class Gathering:
    """What terms at one place rest on."""

    def __init__(self, page: Scopes, position: int, scope: int, *, whole: bool = False, strictly: bool = False) -> None:
        self.page, self.position, self.scope, self.whole = page, position, scope, whole
        self.strictly = strictly
        self.any_slope = False  # gradients are any numbers, also before the first step
        self.own = ""  # the letter that the equation is about
        self.step = page.step
        self.equations: dict[str, Equation] = {}  # by key, as this world has them
        self.placed: dict[str, int] = {}  # where on the page an equation stands
        self.open: dict[str, Word] = {}  # letters that no equation defines
        self.helpers: dict[str, Term] = {}  # starts of letters that a sum defined
        self.slopes: dict[Term, Word] = {}  # points of gradients that stand within equations
        self.inlined: dict[Word, tuple[At, Term]] = {}
        self.free = ""  # the key of the parameter

    def defined(self, key: str) -> Definition | None:
        """What defines a letter here."""
        own = self.strictly and key == self.own
        return self.page.definition(key, self.position, self.scope, strictly=own)

    def resolved(self, x: Term, depth: int = 0) -> Term:
        """A term with names of expressions, and points that were left open, put in."""
        if depth > 8:
            raise Open("names of expressions in a circle")
        match x:
            case Symbol(word) if word.role is Role.HYPERPARAMETER:
                named = self.page.alias(self.page.keys.get(word, ""), self.scope)
                return x if named is None else self.resolved(named, depth + 1)
            case At(word, index) if index == CURRENT:
                return self.current(word)
            case Big(op, body, index, low, high):
                return Big(op, self.resolved(body, depth), index, low, high)
            case Op("grad", (point,)):
                return self.slope(self.resolved(point, depth))
        return rebuild(x, lambda y: self.resolved(y, depth))

    def current(self, word: Word) -> Term:
        """Where a parameter is before the step."""
        key = self.page.keys.get(word, "")
        if key == PARAMETER:
            key = self.page.parameter(self.scope)
            word = self.page.reading.letters.sequence(key, rf"\{key}" if len(key) > 1 else key)
        d = self.defined(key)
        shift = 1 if d is None or offset(d.left.index) is None else offset(d.left.index)
        assert shift is not None
        return At(word, later(self.step, shift - 1))

    def slope(self, point: Term) -> Term:
        """A gradient as a sequence of its own, or as the one that is already taken there."""
        point = self.written_out(point)
        counts = {s for s in free_symbols(point) if s.word.role is Role.INDEX} - {self.step}
        if len(counts) == 1:  # inside a sum
            i = counts.pop()
            if self.step in free_symbols(point):
                raise Open("the point of a gradient moves with two indices")
            found = self.slope(substitute(point, i, self.step))
            assert isinstance(found, At)
            return At(found.word, substitute(found.index, self.step, i))
        for d in self.page.reading.definitions:
            if d.scope == self.scope and isinstance(d.right, Op) and d.right.op == "grad":
                if self.defined(d.key) is not d:
                    continue
                inner = self.written_out(self.resolved(children(d.right)[0]))
                k, own = distance(point, inner, self.step), offset(d.left.index)
                if k is not None and own is not None:
                    return At(d.left.word, later(self.step, own + k))
        for known, word in self.slopes.items():
            k = distance(point, known, self.step)
            if k is not None:
                return At(word, later(self.step, k))
        if point not in self.slopes:
            n = len(self.slopes)
            self.slopes[point] = (
                SLOPE if not n else Word(f"slope_{n}", "g", "a gradient", Role.SEQUENCE, kind=Kind.ARRAY)
            )
        return At(self.slopes[point], self.step)

    def written_out(self, x: Term, depth: int = 0) -> Term:
        """A point of a gradient with the plain definitions of its letters put in."""
        if isinstance(x, At) and depth < 8:
            d = self.defined(self.page.keys.get(x.word, ""))
            plain = d is not None and not d.reads_itself and not d.sums and not is_gradient(Equation(d.left, d.right))
            if d is not None and plain and not any(isinstance(y, Op) and y.op == "grad" for y in walk(d.right)):
                there = moved(self.resolved(d.right), self.step, offset(d.left.index) or 0, x.index)
                return self.written_out(there, depth + 1)
        return rebuild(x, lambda y: self.written_out(y, depth))

    def gather(self, terms: tuple[Term, ...]) -> None:
        """The equations of every letter that the terms rest on."""
        todo = [w for x in terms for w in words_of(x)]
        seen: set[Word] = set()
        while todo:
            word = todo.pop(0)
            if word in seen:
                continue
            seen.add(word)
            key = self.page.keys.get(word)
            if key is None:  # a gradient within an equation
                continue
            if (key, self.scope) in self.page.reading.unread:
                raise Open(f"it rests on {word.latex}, whose equation was not understood")
            d = self.defined(key)
            if d is None or word.role is not Role.SEQUENCE:
                if word.role is Role.SEQUENCE:
                    self.open[key] = word
                continue
            right = self.right(d)
            if right is None:
                continue
            self.equations[key] = Equation(d.left, right)
            self.placed[key] = d.position
            if len(self.equations) > MAX_PARTS:
                raise Open(f"it rests on more than {MAX_PARTS} equations")
            todo += list(words_of(right))
        if self.whole:
            for point in list(self.slopes):
                extra = [w for w in words_of(point) if w not in seen]
                if extra:
                    self.gather(tuple(At(w, self.step) for w in extra))

    def right(self, d: Definition) -> Term | None:
        """The right side of a definition as one step; None for a gradient, and what is put in where it stands."""
        x = d.right
        if isinstance(x, Op) and x.op == "grad":
            point = children(x)[0]
            if not self.whole:
                self.open[d.key] = d.left.word
                return None
            return Op("grad", (self.resolved(point),))
        x = self.resolved(x)
        if any(isinstance(y, Big) for y in walk(x)):
            stepped = recurrence(d.left, x, self.step)
            if stepped is None:
                if d.reads_itself:
                    raise Open(f"the equation of {d.left.word.latex} sums over past steps and is no recurrence")
                self.inlined[d.left.word] = (d.left, x)
                return None
            self.helpers[d.key] = stepped[1]
            return stepped[0]
        return x
