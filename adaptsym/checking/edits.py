r"""Small changes of a term: the slips that people make, undone one at a time.

Numbers and indices by one, a sign, a term or a factor too many or lost, a square, a root, an accent, another letter,
a guard in or out of a root, a quotient upside down, an exponent reversed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from adaptsym.kernel.linear import Linear, linear, linear_term
from adaptsym.term import UNIT, At, Big, Brace, Number, Op, Role, Symbol, Term, Word, children, offset, rebuild, walk

ONE, TWO = Number(Fraction(1)), Number(Fraction(2))


@dataclass(frozen=True)
class Pool:
    """What may be put in: the sequences and constants of the page, the points at which it takes gradients."""

    sequences: tuple[Word, ...] = ()
    constants: tuple[Symbol, ...] = ()
    points: tuple[Term, ...] = ()
    near: dict[Word, tuple[Word, ...]] = field(default_factory=dict)  # the same letter with another accent

    @classmethod
    def of(cls, terms: Iterator[Term], keys: dict[Word, str] | None = None) -> Pool:
        """The pool of everything that stands in some terms."""
        every = list(dict.fromkeys(y for x in terms for y in walk(x)))
        sequences = tuple(dict.fromkeys(y.word for y in every if isinstance(y, At) and y.word.role is Role.SEQUENCE))
        constants = tuple(y for y in every if isinstance(y, Symbol) and y.word.role is Role.HYPERPARAMETER)
        points = tuple(children(y)[0] for y in every if isinstance(y, Op) and y.op == "grad")
        known = keys or {}
        roots = {w: _root(known.get(w, w.name)) for w in sequences}
        near = {w: tuple(v for v in sequences if v != w and roots[v] == roots[w]) for w in sequences}
        return cls(sequences, constants, points, near)


def _root(key: str) -> str:
    while key.startswith(("hat(", "tilde(", "bar(")) and key.endswith(")"):
        key = key[key.index("(") + 1 : -1]
    return key.split("_")[0].split("^")[0]


@dataclass(frozen=True)
class Edit:
    """A changed term: what was done, and how unlikely it is, less being likelier."""

    what: str
    term: Term
    cost: int


def edits(x: Term, pool: Pool) -> Iterator[Edit]:
    """Every term that is one change away, each once, the change at the top of the term last."""
    seen = {x}
    for e in _within(x, pool, ()):
        if e.term not in seen:
            seen.add(e.term)
            yield e
    for e in (*_everywhere(x, pool), *_whole(x, pool)):
        if e.term not in seen:
            seen.add(e.term)
            yield e


def _within(x: Term, pool: Pool, bound: tuple[Symbol, ...]) -> Iterator[Edit]:
    yield from _here(x, pool, bound)
    inner = (*bound, x.index) if isinstance(x, Big) else bound
    if isinstance(x, Big):
        for e in _within(x.body, pool, inner):
            yield Edit(e.what, Big(x.op, e.term, x.index, x.low, x.high), e.cost)
        return
    if isinstance(x, At):
        return
    if isinstance(x, Brace):
        for e in _within(x.body, pool, bound):
            yield Edit(e.what, Brace(e.term, x.label, x.over), e.cost)
        return
    for n, child in enumerate(children(x)):
        for e in _within(child, pool, inner):
            yield Edit(e.what, _with(x, n, e.term), e.cost)


def _with(x: Term, n: int, new: Term) -> Term:
    count = iter(range(len(children(x))))
    return rebuild(x, lambda y: new if next(count) == n else y)


def _here(x: Term, pool: Pool, bound: tuple[Symbol, ...]) -> Iterator[Edit]:
    match x:
        case Number(q) if q.denominator == 1 and q >= 0:
            yield Edit(f"{q} is {q + 1}", Number(q + 1), 3)
            if q >= 1:
                yield Edit(f"{q} is {q - 1}", Number(q - 1), 3)
        case At():
            yield from _sequence(x, pool, bound)
        case Symbol(word) if word.role is Role.HYPERPARAMETER:
            for other in pool.constants:
                if other != x:
                    kin = other.word.domain == word.domain
                    yield Edit(f"{word.latex} is {other.word.latex}", other, 1 if kin else 3)
            if word.domain == UNIT:
                yield Edit(f"1 - {word.latex} was meant", 1 - x, 2)
        case Symbol(word) if x in bound or word.role is Role.INDEX:
            yield Edit("a step later", x + 1, 3)
            yield Edit("a step earlier", x - 1, 3)
        case Op():
            yield from _operation(x)
        case Big(op, body, index, low, high):
            for new in _moved(high):
                yield Edit("the sum ends elsewhere", Big(op, body, index, low, new), 2)
            for new in _moved(low):
                yield Edit("the sum begins elsewhere", Big(op, body, index, new, high), 2)
            for k in (1, -1):
                ends = [_later(end, k) for end in (low, high)]
                yield Edit("the sum runs over other steps", Big(op, body, index, *ends), 2)
            yield from _exponents(x)
            for c in pool.constants:
                if c.word.domain == UNIT:
                    yield Edit(f"1 - {c.word.latex} was lost", (1 - c) * x, 2)
    if isinstance(x, (At, Op, Big)) and not (isinstance(x, Op) and x.op in ("add", "sub", "sqrt", "neg", "grad")):
        yield Edit("a root was lost", x.sqrt(), 4)


def _sequence(x: At, pool: Pool, bound: tuple[Symbol, ...]) -> Iterator[Edit]:
    for new in _moved(x.index):
        yield Edit(f"{x.word.latex} is of another step", At(x.word, new), 2)
    yield Edit(f"the square of {x.word.latex} was lost", x**TWO, 2)
    for other in pool.near.get(x.word, ()):
        yield Edit(f"{other.latex} for {x.word.latex}", At(other, x.index), 1)
    for other in pool.sequences:
        if other != x.word and other not in pool.near.get(x.word, ()):
            yield Edit(f"{other.latex} for {x.word.latex}", At(other, x.index), 3)
    for index in bound:
        if offset(x.index) is not None and x.index != index:
            yield Edit(f"{x.word.latex} runs with the sum", At(x.word, index), 2)


def _moved(index: Term) -> Iterator[Term]:
    """An index one later, one earlier, without its shift."""
    match index:
        case Number(n):
            yield Number(n + 1)
            if n >= 1:
                yield Number(n - 1)
        case Op("add" | "sub" as op, (a, Number(n))) if n >= 1:
            yield a if n == 1 else Op(op, (a, Number(n - 1)))
            yield Op(op, (a, Number(n + 1)))
            yield Op("sub" if op == "add" else "add", (a, Number(n)))
        case _:
            yield index - 1
            yield index + 1


def _exponents(x: Big) -> Iterator[Edit]:
    """A power inside a sum that counts the other way."""
    for y in walk(x.body):
        if isinstance(y, Op) and y.op == "pow":
            base, e = y.args
            for new in (x.high - x.index, x.index, x.high - x.index + 1, x.high - x.index - 1):
                if new != e:
                    body = _swapped(x.body, y, base**new)
                    yield Edit("the exponent counts otherwise", Big(x.op, body, x.index, x.low, x.high), 2)


def _swapped(x: Term, old: Term, new: Term) -> Term:
    return new if x == old else rebuild(x, lambda y: _swapped(y, old, new))


def _negative(x: Term) -> Term:
    """The minus stands at the first factor, as it is written."""
    return Op("mul", (_negative(x.args[0]), x.args[1])) if isinstance(x, Op) and x.op == "mul" else -x


def _operation(x: Op) -> Iterator[Edit]:
    match x:
        case Op("add" | "sub" as op, (a, b)):
            yield Edit("a sign", Op("sub" if op == "add" else "add", (a, b)), 1)
            yield Edit("a term too many", a, 4)
            yield Edit("a term too many", b if op == "add" else -b, 4)
            match a, b:  # a guard beside a root, under it, or beside what has lost its root
                case Op("sqrt", (c,)), _:
                    yield Edit("under the root", (c + b).sqrt(), 3)
                case _ if not isinstance(a, Number):
                    yield Edit("a root was lost", Op(op, (a.sqrt(), b)), 1)
        case Op("neg", (a,)):
            yield Edit("a sign", a, 1)
        case Op("mul", (a, b)):
            if a == b:
                yield Edit("a square too many", a, 2)
            yield Edit("a factor too many", a, 3)
            yield Edit("a factor too many", b, 3)
        case Op("div", (a, b)):
            yield Edit("upside down", b / a, 2)
            yield Edit("a product", a * b, 3)
            yield Edit("a denominator too many", a, 4)
            yield Edit("a root was lost below", a / b.sqrt(), 2)
        case Op("sqrt", (a,)):
            yield Edit("a root too many", a, 2)
            match a:
                case Op("add", (c, d)):
                    yield Edit("outside of the root", c.sqrt() + d, 3)
        case Op("pow", (a, Number(n))) if n >= 2:
            yield Edit("a power too many", a if n == 2 else a ** Number(n - 1), 2)
        case Op("pow", (a, e)):
            yield Edit("a power was lost", a, 3)
            for new in _moved(e):
                if not isinstance(new, Number):
                    yield Edit("the exponent is off by one", a**new, 2)
    if x.op not in ("add", "sub", "neg"):
        yield Edit("a sign", _negative(x), 2)


def _later(x: Term, k: int) -> Term:
    """A whole number k on."""
    e = linear(x)
    return x + k if e is None else linear_term(e + Linear((), k))


def _everywhere(x: Term, pool: Pool) -> Iterator[Edit]:
    """The same slip wherever it can be made: a constant for another, for 1 minus it, exponents off by one."""
    for c in (y for y in pool.constants if y.word.domain == UNIT):
        yield Edit(f"{c.word.latex} and 1 - {c.word.latex} swapped", _complement(x, c), 2)
        for k in (1, -1):
            yield Edit(f"the exponents of {c.word.latex} are off by one", _shifted(x, c, k), 2)
        for d in pool.constants:
            if d.word.domain == UNIT and d.word.name > c.word.name:
                yield Edit(f"{c.word.latex} and {d.word.latex} swapped", _exchanged(x, c, d), 2)
    for word in pool.sequences:
        for k in (1, -1):
            yield Edit(f"{word.latex} is of another step", _stepped(x, word, k), 3)


def _complement(x: Term, c: Symbol) -> Term:
    match x:
        case Op("sub", (Number(q), d)) if q == 1 and d == c:
            return c
        case Symbol() if x == c:
            return 1 - c
    return rebuild(x, lambda y: _complement(y, c))


def _exchanged(x: Term, c: Symbol, d: Symbol) -> Term:
    return d if x == c else c if x == d else rebuild(x, lambda y: _exchanged(y, c, d))


def _stepped(x: Term, word: Word, k: int) -> Term:
    match x:
        case At(w, index) if w == word:
            return At(w, _later(index, k))
    return rebuild(x, lambda y: _stepped(y, word, k))


def _shifted(x: Term, c: Symbol, k: int) -> Term:
    """Powers of a constant, itself as a factor among them, one higher or lower; those of 1 - c stay."""
    match x:
        case Op("sub", (Number(q), d)) if q == 1 and d == c:
            return x
        case Op("pow", (d, e)) if d == c:
            by = _later(e, k)
            return ONE if by == Number(Fraction(0)) else c if by == ONE else c**by
        case Op("mul", (d, a)) if d == c:
            return a if k < 0 else c**2 * a
        case Op("mul", (a, d)) if d == c:
            return a if k < 0 else a * c**2
        case Op("mul", (a, b)):
            left, right = _shifted(a, c, k), _shifted(b, c, k)
            return right if left == ONE else left if right == ONE else left * right
    return rebuild(x, lambda y: _shifted(y, c, k))


def _whole(x: Term, pool: Pool) -> Iterator[Edit]:
    """A factor that the whole term has lost, or one of its terms."""
    for c in pool.constants:
        yield Edit(f"{c.word.latex} was lost", c * x, 3)
        if c.word.domain == UNIT:
            yield Edit(f"1 - {c.word.latex} was lost", (1 - c) * x, 2)
    match x:
        case Op("add" | "sub" as op, (a, b)):
            for c in pool.constants:
                yield Edit(f"{c.word.latex} was lost", Op(op, (a, c * b)), 2)
                yield Edit(f"{c.word.latex} was lost", Op(op, (c * a, b)), 3)
                if c.word.domain == UNIT:
                    yield Edit(f"1 - {c.word.latex} was lost", Op(op, (a, (1 - c) * b)), 2)
    for y in [y for y in walk(x) if isinstance(y, Op) and y.op == "grad"]:
        for point in pool.points:
            if point != y.args[0]:
                yield Edit("the gradient is taken elsewhere", _swapped(x, y, Op("grad", (point,))), 2)
