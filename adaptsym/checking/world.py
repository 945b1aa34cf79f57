r"""From what a page says around one equation to specifications over which it is a claim.

Only what the equation rests on is taken. Where the page leaves something open, the value of a sequence before
the first step, each way to read it gives a world of its own: an equation is refuted only if it is in all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from adaptsym.checking.interpret import Definition, Initial, Reading
from adaptsym.checking.letters import index
from adaptsym.checking.lower import CURRENT, PARAMETER
from adaptsym.errors import AdaptsymError, InputError
from adaptsym.kernel.linear import linear, linear_term
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
    free_symbols,
    offset,
    rebuild,
    substitute,
    walk,
)

PARAMETERS = re.compile(r"(theta|Theta|vartheta|w|W|x|phi|omega|params?|weights?|p|b|B|z|y)(_.*)?'?")
GRADIENTS = re.compile(r"((d |grad)\w*|g|G|nabla|grad|dw|dW|db)")
MAX_PARTS = 40  # equations in one world
ZERO = Number(Fraction(0))
DUMMY = Word("point_", r"\theta", "the parameter", Role.SEQUENCE, kind=Kind.ARRAY)
SLOPE = Word("slope_", "g", "the gradient", Role.SEQUENCE, kind=Kind.ARRAY)


class Open(InputError):
    """What the page leaves open, so that nothing can be decided."""


@dataclass(frozen=True)
class World:
    """A specification under one reading, with the terms of the equation in its words."""

    spec: Spec
    terms: tuple[Term, ...]
    assumption: str = ""
    read: Callable[[Term], Term] = field(default=lambda x: x, compare=False, repr=False)  # other terms of this place


@dataclass
class Choice:
    """What was chosen for a world while it was built."""

    initials: dict[str, Initial] = field(default_factory=dict)


class Worlds:
    """Builds worlds for places of one page."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.keys = reading.letters.keys
        self.by_key: dict[str, list[Definition]] = {}
        for d in reading.definitions:
            self.by_key.setdefault(d.key, []).append(d)
        self.starts: dict[str, list[Initial]] = {}
        for i in reading.initials:
            self.starts.setdefault(i.key, []).append(i)
        step = reading.page.step

        self.step = index(step, step, "step")

    # ------------------------------------------------------------ what a letter means at a place

    def definition(self, key: str, position: int, scope: int, *, strictly: bool = False) -> Definition | None:
        """The definition of a letter as it stands at a place of the page; `strictly` only what stands before."""
        every = [d for d in self.by_key.get(key, []) if not strictly or d.position < position]
        same = [d for d in every if d.scope == scope]
        plain = [d for d in same if d.is_step] or same
        before = [d for d in plain if d.position <= position]
        if plain:
            return before[-1] if before else plain[0]
        earlier = [d for d in every if d.position <= position]
        plain = [d for d in earlier if d.is_step] or earlier
        return plain[-1] if plain else None

    def alias(self, key: str, scope: int) -> Term | None:
        """The expression that a letter without an index names."""
        found = self.reading.aliases.get((key, scope))
        if found is not None:
            return found
        others = [v for (k, s), v in self.reading.aliases.items() if k == key and s <= scope]
        return others[-1] if others else None

    def parameter(self, scope: int, position: int) -> str:
        """The key of the parameter in a section: what moves from step to step, and is called as parameters are."""
        moving = [d for d in self.reading.definitions if d.reads_itself]
        near = [d for d in moving if d.scope == scope] or moving
        named = [d for d in near if PARAMETERS.fullmatch(d.key) and not self.starts_zero(d.key)]
        for name in ("theta", "w", "W", "x"):
            if any(d.key == name for d in named):
                return name
        return named[-1].key if named else "theta"

    def starts_zero(self, key: str) -> bool:
        """Whether a letter has a stated start that is a number."""
        return any(isinstance(i.value, Number) for i in self.starts.get(key, []))

    # ------------------------------------------------------------ building

    def worlds(
        self, terms: tuple[Term, ...], position: int, scope: int, head: At | None = None, *, strictly: bool = False
    ) -> list[World]:
        """Every reading of terms at a place; the first is the plainest. `strictly`: by what stands before it.

        Raises:
            Open: with what the page leaves open.
        """
        builder = _Builder(self, position, scope, strictly=strictly)
        terms = tuple(builder.resolved(x) for x in terms)
        builder.gather(terms)
        return list(builder.readings(terms, head))

    def whole(self, position: int, scope: int, keys: Iterable[str], name: str = "page") -> Spec:
        """The specification that definitions of a section make together.

        Raises:
            Open: with what the page leaves open.
        """
        builder = _Builder(self, position, scope, whole=True)
        seeds = []
        for key in keys:
            d = self.definition(key, position, scope)
            if d is not None:
                seeds.append(At(d.left.word, d.left.index))
        builder.gather(tuple(seeds))
        found = next(iter(builder.readings((), None, name)), None)
        if found is None:
            raise Open("the equations make no step of an optimizer")
        return found.spec


class _Builder:
    def __init__(self, page: Worlds, position: int, scope: int, *, whole: bool = False, strictly: bool = False) -> None:
        self.page, self.position, self.scope, self.whole = page, position, scope, whole
        self.strictly = strictly
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
        return self.page.definition(key, self.position, self.scope, strictly=self.strictly)

    # ------------------------------------------------------------ terms

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
            key = self.page.parameter(self.scope, self.position)
            word = self.page.reading.letters.sequence(key, rf"\{key}" if len(key) > 1 else key)
        d = self.defined(key)
        shift = 1 if d is None or offset(d.left.index) is None else offset(d.left.index)
        assert shift is not None
        return At(word, later(self.step, shift - 1))

    def slope(self, point: Term) -> Term:
        """A gradient as a sequence of its own, or as the one that is already taken there."""
        point = self.written_out(point)
        for d in self.page.reading.definitions:
            if d.scope == self.scope and isinstance(d.right, Op) and d.right.op == "grad":
                inner = self.written_out(self.resolved(children(d.right)[0]))
                k, own = _distance(point, inner, self.step), offset(d.left.index)
                if k is not None and own is not None:
                    return At(d.left.word, later(self.step, own + k))
        for known, word in self.slopes.items():
            k = _distance(point, known, self.step)
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
            plain = d is not None and not d.reads_itself and not d.sums and not _is_gradient(Equation(d.left, d.right))
            if d is not None and plain and not any(isinstance(y, Op) and y.op == "grad" for y in walk(d.right)):
                moved = _moved(self.resolved(d.right), self.step, offset(d.left.index) or 0, x.index)
                return self.written_out(moved, depth + 1)
        return rebuild(x, lambda y: self.written_out(y, depth))

    # ------------------------------------------------------------ what the terms rest on

    def gather(self, terms: tuple[Term, ...]) -> None:
        """The equations of every letter that the terms rest on."""
        todo = [w for x in terms for w in _words(x)]
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
            todo += list(_words(right))
        if self.whole:
            for point in list(self.slopes):
                extra = [w for w in _words(point) if w not in seen]
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

    # ------------------------------------------------------------ readings

    def readings(self, terms: tuple[Term, ...], head: At | None, name: str = "page") -> Iterator[World]:
        """A world for each way to read what is left open."""
        terms = tuple(self.put_in(x) for x in terms)
        in_page_order = sorted(self.equations, key=lambda k: self.placed.get(k, 0))
        equations = {k: Equation(e.left, self.put_in(e.right)) for k in in_page_order for e in [self.equations[k]]}
        for word in self.open.values() if self.whole else ():
            if not word.latex.startswith("\\") and word != self.gradient_word():
                raise Open(f"it rests on {word.latex}, which no equation of the page defines")
        self.free = self.parameter(equations)
        extra = self.gradient(equations, terms)
        carried = [k for k in equations if self.is_carried(k, equations, extra)]
        if self.free not in carried and len(extra) == 1:
            self.free = ""
            point = At(DUMMY, self.step)
            extra = [Equation(extra[0].left, Op("grad", (point,))), Equation(At(DUMMY, self.step + 1), point)]
        steps = _ordered([*extra[:1], *equations.values()])
        stated = {k: self.stated(k) for k in carried if k != self.free}
        errors: list[str] = []
        made = 0
        for assumption, starts in self.starts(stated, equations, terms, head):
            try:
                spec = optimizer(name, *steps, *extra[1:], *starts)
            except AdaptsymError as error:
                errors.append(str(error).removeprefix(f"{name}: "))
                continue
            made += 1
            yield World(spec, terms, assumption, self.reader(spec))
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
                moved = _moved(right, self.step, offset(left.index) or 0, index)
                return self.put_in(moved)
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
        if self.slopes:
            return None
        for key, word in self.open.items():
            d = self.defined(key)
            if d is not None and isinstance(d.right, Op) and d.right.op == "grad":
                return word
        named = [(k != "g", k == "G", w) for k, w in self.open.items() if GRADIENTS.fullmatch(k)]
        return min(named, key=lambda x: x[:2])[2] if named else None

    def gradient(self, equations: dict[str, Equation], terms: tuple[Term, ...]) -> list[Equation]:
        """The gradient, and the equations that are added for it; the first of them says where it is taken."""
        given = [e for e in equations.values() if _is_gradient(e)]
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
        wanted = self.page.parameter(self.scope, self.position)
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
    ) -> Iterator[tuple[str, list[Equation]]]:
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
            kinds = ("zero", "any", "fit") if unknown else ("",)
            for kind in kinds:
                more, said = [], ""
                if kind == "fit" and (head is None or self.page.keys.get(head.word) not in unknown):
                    continue
                for key in unknown:
                    left = equations[key].left
                    assert isinstance(left, At)
                    at = Number(Fraction(first - 1 + (offset(left.index) or 0)))
                    letter = self.word(key)
                    start: Term = ZERO
                    said = f"{', '.join(self.word(k).latex for k in unknown)} starts at 0, which the page does not say"
                    if kind == "any":
                        start = Symbol(Word(f"{letter.name}_start", f"{letter.latex}_0", "", Role.HYPERPARAMETER))
                        said = ""
                    elif kind == "fit" and head is not None and letter == head.word:
                        fitted = _fitted(terms[-1], self.step, int(at.fraction) - (offset(head.index) or 0))
                        if fitted is None:
                            break
                        start, said = fitted, f"{letter.latex} starts at {fitted}, which the page does not say"
                    more.append(Equation(At(letter, at), start))
                else:
                    yield said, known + more

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
        del terms
        return 1


# ---------------------------------------------------------------- helpers


def _distance(a: Term, b: Term, step: Symbol) -> int | None:
    """k where a term is another one k steps later."""
    if a == b:
        return 0
    for k in (1, -1):
        if _settled(substitute(b, step, later(step, k))) == _settled(a):
            return k
    return None


def _settled(x: Term) -> Term:
    """A term with its indices computed: t - 1 + 1 is t."""
    if isinstance(x, At) and (e := linear(x.index)) is not None:
        return At(x.word, linear_term(e))
    return rebuild(x, _settled)


def squared(x: Term) -> Term:
    """c*g*g as c*(g*g), which is seen to be no less than 0."""
    match x:
        case Op("mul", (Op("mul", (c, a)), b)) if a == b and c != a:
            return c * (a * b)
    return x


def _words(x: Term) -> Iterator[Word]:
    for y in walk(x):
        if isinstance(y, (At, Symbol)) and y.word.role is not Role.INDEX:
            yield y.word


def _is_gradient(e: Equation) -> bool:
    return isinstance(e.right, Op) and e.right.op == "grad"


def _ordered(equations: list[Equation]) -> list[Equation]:
    """The equations so that each stands behind those whose values of the same step it reads.

    Raises:
        Open: if they wait for each other.
    """
    shifts = {e.left.word: offset(e.left.index) for e in equations if isinstance(e.left, At)}
    waits: dict[Word, set[Word]] = {}
    for e in equations:
        assert isinstance(e.left, At)
        waits[e.left.word] = {
            x.word
            for x in walk(e.right)
            if isinstance(x, At) and x.word in shifts and x.word != e.left.word and offset(x.index) == shifts[x.word]
        }
    rest, out = list(equations), []
    while rest:
        ready = next((e for e in rest if isinstance(e.left, At) and not waits[e.left.word]), None)
        if ready is None:
            raise Open("the equations wait for each other: none can be computed first")
        rest = [e for e in rest if e is not ready]
        out.append(ready)
        for found in waits.values():
            assert isinstance(ready.left, At)
            found.discard(ready.left.word)
    return out


def _moved(x: Term, step: Symbol, shift: int, index: Term) -> Term:
    """A right side whose left side stands at step + shift, for another index of the left side."""
    match index:
        case Number(n):
            return substitute(x, step, Number(n - shift))
    k = offset(index)
    if k is not None and free_symbols(index) == {step}:
        return x if k == shift else substitute(x, step, later(step, k - shift))
    return substitute(x, step, index - shift if shift > 0 else index + -shift if shift else index)


def recurrence(left: At, right: Term, step: Symbol) -> tuple[Term, Term] | None:
    """A sum over past steps as a recurrence and its start: c times the sum of a**(t-i) b[i]; None for another form."""
    front, back = [], []
    todo, found = [right], None
    side = front
    while todo:
        x = todo.pop()
        match x:
            case Op("mul", (a, b)):
                todo += [b, a]
            case Op("neg", (a,)):
                front.append(Number(Fraction(-1)))
                todo.append(a)
            case Big("sum") if found is None:
                found, side = x, back
            case _:
                side.append(x)
    if found is None or any(
        step in free_symbols(y) or any(isinstance(z, (At, Big)) for z in walk(y)) for y in front + back
    ):
        return None
    shift = offset(left.index)
    high = offset(found.high)
    if shift is None or high is None or free_symbols(found.high) != {step} or not isinstance(found.low, Number):
        return None
    decay, rest = _decay(found.body, found.index, step, high)
    if rest is None or step in free_symbols(rest):
        return None
    new = substitute(rest, found.index, found.high)
    for y in (*front, *back):
        new = y * new
    old = At(left.word, later(step, shift - 1))
    # empty where the high end is below the low one: at t = low - 1 - high the letter starts at 0
    start = int(found.low.fraction) - 1 - high
    if start != 0:
        return None
    return (old if decay is None else decay * old) + new, ZERO


def _decay(body: Term, index: Symbol, step: Symbol, high: int) -> tuple[Term | None, Term | None]:
    """body as decay**(high - index) times the rest."""
    factors: list[Term] = []
    todo = [body]
    decay: Term | None = None
    while todo:
        x = todo.pop()
        match x:
            case Op("mul", (a, b)):
                todo += [b, a]
            case Op("pow", (base, exponent)) if decay is None and _is_gap(exponent, index, step, high):
                decay = base
            case _:
                factors.append(x)
    if not factors:
        return decay, Number(Fraction(1))
    out = factors[0]
    for y in factors[1:]:
        out = out * y
    return decay, out


def _is_gap(exponent: Term, index: Symbol, step: Symbol, high: int) -> bool:
    e = linear(exponent)
    return e is not None and e.coefficient(index.word) == -1 and e.coefficient(step.word) == 1 and e.constant == high


def _fitted(right: Term, step: Symbol, at: int) -> Term | None:
    """What a closed form is before the first step, where its sums are empty; None where that says nothing."""

    def emptied(x: Term) -> Term:
        if (
            isinstance(x, Big)
            and isinstance(x.low, Number)
            and isinstance(x.high, Number)
            and x.high.fraction < x.low.fraction
        ):
            return ZERO if x.op == "sum" else Number(Fraction(1))
        return rebuild(x, emptied)

    found = emptied(substitute(right, step, Number(Fraction(at))))
    found = _reduced(found)
    bad = any(isinstance(x, (At, Big)) or x == step for x in walk(found))
    return None if bad else found


def _reduced(x: Term) -> Term:
    """With sums and differences of whole numbers computed, and products with 0 dropped."""
    x = rebuild(x, _reduced)
    match x:
        case Op("add", (Number(a), Number(b))):
            return Number(a + b)
        case Op("sub", (Number(a), Number(b))):
            return Number(a - b)
        case Op("mul", (a, b)) if ZERO in (a, b):
            return ZERO
        case Op("add", (a, b)) if a == ZERO:
            return b
        case Op("add" | "sub", (a, b)) if b == ZERO:
            return a
        case Op("pow", (_, b)) if b == ZERO:
            return Number(Fraction(1))
        case Op("neg", (a,)) if a == ZERO:
            return ZERO
    return x
