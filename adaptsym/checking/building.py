"""Builds worlds: gathers what terms rest on, and gives it a gradient, a parameter, a start."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from adaptsym.checking.gathering import SLOPE, Gathering
from adaptsym.checking.lower import PARAMETER
from adaptsym.checking.reading import Initial
from adaptsym.checking.recurrences import (
    ZERO,
    Open,
    fitted,
    is_gradient,
    moved,
    ordered,
    squared,
)
from adaptsym.checking.scopes import GRADIENTS, PARAMETERS
from adaptsym.errors import AdaptsymError
from adaptsym.spec import Spec, optimizer
from adaptsym.spec.model import later
from adaptsym.term import (
    At,
    Big,
    Equation,
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

CLOCK = Word("clock_", "n", "nothing: it says where the steps begin", Role.SEQUENCE)
DUMMY = Word("point_", r"\theta", "the parameter", Role.SEQUENCE, kind=Kind.ARRAY)


@dataclass(frozen=True)
class World:
    """A specification under one reading, with the terms of the equation in its words."""

    spec: Spec
    terms: tuple[Term, ...]
    assumption: str = ""
    weak: bool = False  # a reading that only keeps an equation from being refuted
    read: Callable[[Term], Term] = field(default=lambda x: x, compare=False, repr=False)  # other terms of this place


class Builder(Gathering):
    """Builds the worlds of one place."""

    def readings(self, terms: tuple[Term, ...], head: At | None, name: str = "page") -> Iterator[World]:
        """A world for each way to read what is left open."""
        terms = tuple(self.put_in(x) for x in terms)
        in_page_order = sorted(self.equations, key=lambda k: self.placed.get(k, 0))
        equations = {k: Equation(e.left, self.put_in(e.right)) for k in in_page_order for e in [self.equations[k]]}
        for word in self.open.values() if self.whole else ():
            if not word.latex.startswith("\\") and word != self.gradient_word():
                raise Open(f"it rests on {word.latex}, which no equation of the page defines")
        self.free = self.parameter(equations)
        extra = self.gradient(equations)
        carried = [k for k in equations if self.is_carried(k, equations, extra)]
        if self.free not in carried and len(extra) == 1:
            self.free = ""
            point = At(DUMMY, self.step)
            extra = [Equation(extra[0].left, Op("grad", (point,))), Equation(At(DUMMY, self.step + 1), point)]
        steps = ordered([*extra[:1], *equations.values()])
        stated = {k: self.stated(k) for k in carried if k != self.free}
        errors: list[str] = []
        made = 0
        for assumption, weak, starts in self.starts(stated, equations, terms, head):
            counted: list[Equation] = []
            first = self.first([], equations, terms)
            if not starts and first != 1:  # steps are counted from where an initial value has them begin
                counted = [Equation(At(CLOCK, self.step), At(CLOCK, self.step - 1))]
                counted.append(Equation(At(CLOCK, Number(Fraction(first - 1))), ZERO))
            try:
                spec = optimizer(name, *steps, *extra[1:], *counted, *starts)
            except AdaptsymError as error:
                errors.append(str(error).removeprefix(f"{name}: "))
                continue
            made += 1
            yield World(spec, terms, assumption, weak, self.reader(spec))
        if not made:
            raise Open(errors[0] if errors else "the page leaves open how it starts")

    def reader(self, spec: Spec) -> Callable[[Term], Term]:
        """How other terms of the page are said in this world."""

        def read(x: Term) -> Term:
            found = self.put_in(self.resolved(x))
            for y in walk(found):
                if isinstance(y, At) and y.word.role is Role.SEQUENCE and y.word.name not in spec.by_name:
                    raise Open(f"{y.word.latex} is not part of what is looked at")
            return found

        return read

    def put_in(self, x: Term) -> Term:
        """Sums put in for the letters that they define, and open letters as schedules."""
        match x:
            case At(word, index) if word in self.inlined:
                left, right = self.inlined[word]
                return self.put_in(moved(right, self.step, offset(left.index) or 0, index))
            case At(word, index) if self.page.keys.get(word) in self.open and word.role is Role.SEQUENCE:
                return At(self.opened(word), index)
        return squared(rebuild(x, self.put_in))

    def opened(self, word: Word) -> Word:
        """An open sequence: the gradient where it is one, otherwise any numbers."""
        if word == self.gradient_word():
            return word
        key = self.page.keys[word]
        domain = self.page.reading.letters.domains.get(key, word.domain)
        return Word(word.name, word.latex, word.meaning, Role.HYPERPARAMETER, domain, kind=Kind.SHARED)

    def gradient_word(self) -> Word | None:
        """The open letter that is the gradient of this world."""
        if self.slopes or self.any_slope:
            return None
        for key, word in self.open.items():
            d = self.defined(key)
            if d is not None and isinstance(d.right, Op) and d.right.op == "grad":
                return word
        named = [(k != "g", k == "G", w) for k, w in self.open.items() if GRADIENTS.fullmatch(k)]
        return min(named, key=lambda x: x[:2])[2] if named else None

    def gradient(self, equations: dict[str, Equation]) -> list[Equation]:
        """The gradient, and the equations that are added for it; the first of them says where it is taken."""
        given = [e for e in equations.values() if is_gradient(e)]
        if given:
            for e in given:
                equations.pop(next(k for k, v in equations.items() if v is e))
            if len(given) > 1:
                raise Open("two gradients are taken in one step")
            return self.with_parameter(given, equations)
        word = self.gradient_word()
        if word is not None:
            read = [x for e in equations.values() for x in walk(e.right) if isinstance(x, At) and x.word == word]
            at = later(self.step, max((k for x in read if (k := offset(x.index)) is not None), default=0))
            return self.with_parameter([Equation(At(word, at), Op("grad", (self.where(),)))], equations)
        if self.slopes:
            if len(self.slopes) > 1:
                raise Open("gradients are taken at two points of one step")
            [(point, slope)] = self.slopes.items()
            at = point if self.whole else self.where()
            return self.with_parameter([Equation(At(slope, self.step), Op("grad", (at,)))], equations)
        return self.with_parameter([Equation(At(SLOPE, self.step), Op("grad", (self.where(),)))], equations)

    def where(self) -> Term:
        """A point for a gradient whose point does not matter here."""
        if self.whole:
            return self.current(self.page.reading.letters.sequence(PARAMETER, r"\theta"))
        if self.free:
            left = self.equations[self.free].left
            assert isinstance(left, At)
            return At(left.word, later(self.step, (offset(left.index) or 0) - 1))
        return At(DUMMY, self.step)

    def with_parameter(self, found: list[Equation], equations: dict[str, Equation]) -> list[Equation]:
        """The gradient, and a parameter at rest where no equation moves one."""
        point = children(found[0].right)[0]
        at = [x for x in walk(point) if isinstance(x, At)]
        if any(x.word == DUMMY for x in at):
            return [*found, Equation(At(DUMMY, self.step + 1), At(DUMMY, self.step))]
        for x in at:
            key = self.page.keys.get(x.word)
            if key in self.open and key not in equations:
                self.open.pop(key)  # an equation of rest moves it
                k = offset(x.index)
                assert k is not None
                return [*found, Equation(At(x.word, later(self.step, k + 1)), x)]
        return found

    def is_carried(self, key: str, equations: dict[str, Equation], extra: list[Equation]) -> bool:
        """Whether a letter is read at an earlier step."""
        left = equations[key].left
        assert isinstance(left, At)
        k = offset(left.index)
        assert k is not None
        everywhere = [e.right for e in (*equations.values(), *extra)]
        return any(
            isinstance(x, At) and x.word == left.word and (n := offset(x.index)) is not None and n < k
            for e in everywhere
            for x in walk(e)
        )

    def parameter(self, equations: dict[str, Equation]) -> str:
        """The letter that is the parameter, which may start anywhere; '' where no equation moves one."""
        carried = [k for k in equations if self.is_carried(k, equations, [])]
        wanted = self.page.parameter(self.scope)
        if wanted in carried:
            return wanted
        named = [k for k in carried if PARAMETERS.fullmatch(k) and not self.stated(k)]
        return named[-1] if named else ""

    def stated(self, key: str) -> list[Initial]:
        """The starts that the page states for a letter."""
        if key in self.helpers:
            d = self.defined(key)
            assert d is not None
            return [Initial(key, d.left.word, (offset(d.left.index) or 0), self.helpers[key], d.position, d.scope)]
        every = self.page.starts.get(key, [])
        same = [i for i in every if i.scope == self.scope] or [
            i for i in every if i.scope // 1000 == self.scope // 1000
        ]
        return same or every

    def starts(
        self, stated: dict[str, list[Initial]], equations: dict[str, Equation], terms: tuple[Term, ...], head: At | None
    ) -> Iterator[tuple[str, bool, list[Equation]]]:
        """Initial values: those that are stated, and for the others 0, anything, or what fits the equation."""
        fixed: list[list[tuple[str, Initial]]] = [[]]
        for key, found in stated.items():
            if found:
                distinct = list({(i.at, i.value): i for i in found}.values())[:3]
                fixed = [[*row, (key, i)] for row in fixed for i in distinct][:6]
        unknown = [k for k, found in stated.items() if not found]
        for row in fixed:
            known = [
                Equation(At(self.word(k), Number(Fraction(i.at))), self.put_in(self.resolved(i.value))) for k, i in row
            ]
            first = self.first(row, equations, terms)
            for kind in self.kinds(unknown, terms):
                more, said = [], ""
                if kind == "fit" and (head is None or self.page.keys.get(head.word) not in unknown):
                    continue
                for key in unknown:
                    left = equations[key].left
                    assert isinstance(left, At)
                    begins = 0 if kind == "from 0" else first
                    at = Number(Fraction(begins - 1 + (offset(left.index) or 0)))
                    letter = self.word(key)
                    start: Term = ZERO
                    said = f"{', '.join(self.word(k).latex for k in unknown)} starts at 0, which the page does not say"
                    if kind == "from 0":
                        said = f"the steps begin at {self.step} = 0, and {said}"
                    if kind == "any":
                        start = Symbol(Word(f"{letter.name}_start", f"{letter.latex}_0", "", Role.HYPERPARAMETER))
                        said = ""
                    elif kind == "fit" and head is not None and letter == head.word:
                        start_ = fitted(terms[-1], self.step, int(at.fraction) - (offset(head.index) or 0))
                        if start_ is None:
                            break
                        start = start_
                        said = f"{letter.latex} starts at {start_}, which the page does not say"
                    more.append(Equation(At(letter, at), start))
                else:
                    weak = kind == "fit" or (kind == "from 0" and self.page.counts_from_one)
                    yield said, weak, known + more

    def kinds(self, unknown: list[str], terms: tuple[Term, ...]) -> tuple[str, ...]:
        """How letters may start that the page says no start of; one that an equation speaks of starts anywhere."""
        if not unknown:
            return ("",)
        numbers = [x for y in terms for x in walk(y) if isinstance(x, At) and isinstance(x.index, Number)]
        if any(self.page.keys.get(x.word) in unknown for x in numbers):
            return ("any",)
        at_zero = any(isinstance(x, Big) and x.low == ZERO for y in terms for x in walk(y))
        at_zero = at_zero or any(x.index == ZERO for x in numbers)
        return ("zero", "any", "fit", *(("from 0",) if at_zero else ()))

    def word(self, key: str) -> Word:
        """The sequence of a key."""
        left = self.equations[key].left
        assert isinstance(left, At)
        return left.word

    def first(self, row: list[tuple[str, Initial]], equations: dict[str, Equation], terms: tuple[Term, ...]) -> int:
        """The first step, as the stated starts have it."""
        for key, i in row:
            left = equations[key].left
            assert isinstance(left, At)
            return i.at + 1 - (offset(left.index) or 0)
        if self.free:  # where the equation itself has the parameter start
            left = equations[self.free].left
            assert isinstance(left, At)
            at = [
                x.index.fraction
                for y in terms
                for x in walk(y)
                if isinstance(x, At) and x.word == left.word and isinstance(x.index, Number)
            ]
            if at:
                return int(min(at)) + 1 - (offset(left.index) or 0)
        return 1
