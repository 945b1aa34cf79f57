"""Terms between two short rationals, in Coq: each part from the inside out, so that no long number appears.

A power is squared up to by halving its exponent: (999/1000)^3916 needs a dozen steps. A root is bounded by squaring.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import isqrt

from adaptsym.coq.text import PRODUCTS, Writer
from adaptsym.errors import CoqError
from adaptsym.term import At, Big, Brace, Number, Op, Symbol, Term

SCALE = 10**24  # the ends of an interval are multiples of one over this, short rationals apart
SHORT = 128  # the digits of a rational that is kept as it is
COMPARED = {"lt": ("below", False), "le": ("at_most", False), "gt": ("below", True), "ge": ("at_most", True)}


class NoValueError(CoqError):
    """A term without a value: the term itself, and the tactic that refutes ``{}``, what it needs to have one."""

    def __init__(self, part: Term, tactic: str) -> None:
        super().__init__(f"{part} has no value")
        self.part, self.tactic = part, tactic
        self.inside: list[tuple[Term, int]] = []  # the sums and inner products in which it stands, the innermost first


@dataclass(frozen=True)
class Between:
    """A hypothesis ``between low x high``, by its name."""

    name: str
    low: Fraction
    high: Fraction

    @property
    def point(self) -> Fraction | None:
        """The number, where there is only one."""
        return self.low if self.low == self.high else None


@dataclass
class Numbers:
    """The lines that enclose terms, each term once."""

    writer: Writer
    prefix: str = "N_"
    scale: int = SCALE
    lines: list[str] = field(default_factory=list)
    known: dict[str, Between] = field(default_factory=dict)

    def sign(self, x: Term, *, strict: bool) -> list[str]:
        """A proof of ``0 < x`` (or ``0 <= x``).

        Raises:
            CoqError: if the enclosure does not show it.
        """
        found = self.enclosed(x)
        if found.low < 0 or (strict and found.low == 0):
            raise CoqError(f"the sign of {x} is not shown by its enclosure")
        return [*self.lines, f"apply ({'is_positive' if strict else 'is_nonneg'} {found.name}); rational."]

    def compared(self, x: Op, w: Writer | None = None) -> str:
        """A proof of a comparison, as a term of Coq's.

        Raises:
            CoqError: if the enclosures do not show it.
        """
        lemma, turned = COMPARED[x.op]
        p, q = (self.enclosed(a, w) for a in (reversed(x.args) if turned else x.args))
        if p.high > q.low or (p.high == q.low and lemma == "below"):
            raise CoqError(f"{x} is not shown by enclosures")
        return f"({lemma} {p.name} {q.name} ltac:(rational))"

    def enclosed(self, x: Term, w: Writer | None = None) -> Between:
        """The hypothesis that encloses a term.

        Raises:
            CoqError: for what has no enclosure here: a letter, a denominator that may be 0.
            NoValueError: where a denominator is 0 or a radicand negative.
        """
        w = w or self.writer
        x = x.body if isinstance(x, Brace) else x
        text = w.real(x)
        if text not in self.known:
            self.known[text] = self._enclose(x, text, w)
        return self.known[text]

    def given(self, x: At | Symbol, w: Writer) -> Between:
        """The value of a sequence or of a hyperparameter; here there is none."""
        raise CoqError(f"{w.real(x)} is not enclosed by numbers")

    def state(self, text: str, low: Fraction, high: Fraction, rule: str) -> Between:
        """One more hypothesis, by a rule whose side conditions hold rationals alone."""
        if low != high or not _short(low):
            low, high = self._down(low), -self._down(-high)
        return self._kept(text, low, high, f"apply ({rule}); rational")

    def _kept(self, text: str, low: Fraction, high: Fraction, why: str) -> Between:
        found = Between(f"{self.prefix}{len(self.lines)}", low, high)
        self.lines.append(f"assert ({found.name} : between {rational(low)} ({text}) {rational(high)}) by ({why}).")
        return found

    def number(self, text: str, q: Fraction) -> Between:
        """A number that is written out."""
        return self._kept(text, q, q, "is_number")

    # ------------------------------------------------------------ one operator

    def _enclose(self, x: Term, text: str, w: Writer) -> Between:
        match x:
            case Number(q):
                return self.number(text, q)
            case Symbol(word) if word in w.values:
                n = w.values[word]
                return self.state(text, Fraction(n), Fraction(n), f"between_index {n}%nat {n} _ _ eq_refl")
            case At() | Symbol():
                return self.given(x, w)
            case Op("pow", (base, Number(half))) if half == Fraction(1, 2):
                return self._root(x, base, text, w)
            case Op("pow", (base, exponent)):
                return self._raised(x, base, w.number(exponent), text, w)
            case Op("sqrt", (a,)):
                return self._root(x, a, text, w)
            case Op("where", (Op() as condition, yes, no)):
                return self._branch(condition, yes, no, text, w)
            case Op("dot" | "dot_all", (a, b)):
                return self._product(x, a, b, text, w)
            case Op("norm" | "norm_all" as op, (a,)):
                return self._root(x, Op(PRODUCTS[op], (a, a)), text, w)
            case Op("size" | "size_all"):
                n = self._size(w)
                return self.state(text, Fraction(n), Fraction(n), f"between_index {n}%nat {n} _ _ eq_refl")
            case Op(op, (a,)) if op in UNARY:
                return self.state(text, *UNARY[op](self.enclosed(a, w)))
            case Op(op, (a, b)) if op in BINARY:
                left, right = self.enclosed(a, w), self.enclosed(b, w)
                if op == "div" and right.point == 0:
                    raise NoValueError(x, f"exact (is_zero {right.name} ltac:(rational) {{}}).")
                return self.state(text, *BINARY[op](left, right))
            case Big():
                return self._big(x, text, w)
        raise CoqError(f"{x} is not enclosed by numbers")

    def _root(self, x: Term, a: Term, text: str, w: Writer) -> Between:
        p = self.enclosed(a, w)
        if p.high < 0:
            raise NoValueError(x, f"exact (is_negative {p.name} ltac:(rational) {{}}).")
        if p.low < 0:
            raise CoqError(f"the radicand {a} may be negative")
        exact = None if p.point is None else _exact_root(p.point)
        low = exact if exact is not None else Fraction(isqrt(int(p.low * self.scale**2)), self.scale)
        high = exact if exact is not None else Fraction(isqrt(int(p.high * self.scale**2)) + 1, self.scale)
        return self.state(text, low, high, f"between_sqrt {p.name}")

    def _branch(self, condition: Op, yes: Term, no: Term, text: str, w: Writer) -> Between:
        name, turned = ("if_lt" if condition.op in ("lt", "gt") else "if_le"), condition.op in ("gt", "ge")
        p, q = (self.enclosed(a, w) for a in (reversed(condition.args) if turned else condition.args))
        strict = name == "if_lt"
        if p.high < q.low or (p.high == q.low and not strict):
            taken, side = "yes", self.enclosed(yes, w)
        elif q.high < p.low or (q.high == p.low and strict):
            taken, side = "no", self.enclosed(no, w)
        else:
            raise CoqError(f"{condition} is not decided by enclosures")
        rule = f"between_{name}_{taken} {p.name} {q.name} {side.name}"
        return self.state(text, side.low, side.high, rule)

    def _big(self, x: Big, text: str, w: Writer) -> Between:
        low, high = w.number(x.low), w.number(x.high)
        bodies = [self._one(x, n, x.body, _with(w, x.index, n)) for n in range(low, high + 1)]
        return self._folded(x.op, bodies, w.summand(x.body, x.index), low, text)

    def _product(self, x: Op, a: Term, b: Term, text: str, w: Writer) -> Between:
        """An inner product: the sum over the elements."""
        f = f"(fun e : nat => {replace(w, element='e').real(a * b)})"
        bodies = [self._one(x, n, a * b, replace(w, element=f"{n}%nat")) for n in range(1, self._size(w) + 1)]
        return self._folded("sum", bodies, f, 1, text)

    def _one(self, x: Term, n: int, body: Term, w: Writer) -> Between:
        """What is added or multiplied at one place."""
        try:
            return self.enclosed(body, w)
        except NoValueError as error:
            error.inside.append((x, n))
            raise

    def _folded(self, op: str, bodies: list[Between], f: str, first: int, text: str) -> Between:
        """A sum or a product, one term after the other."""
        combine, unit, rows = ("add", 0, "sum_of") if op == "sum" else ("mul", 1, "prod_of")
        start = f"({first})%nat"
        total = self.state(f"{rows} {f} {start} 0", Fraction(unit), Fraction(unit), f"between_empty_{op}")
        for n, body in enumerate(bodies, 1):
            low, high, rule = BINARY[combine](total, body)
            total = self.state(f"{rows} {f} {start} {n}", low, high, rule)
        return self.state(text, total.low, total.high, f"between_same {total.name}")

    def _size(self, w: Writer) -> int:
        if not w.size.removesuffix("%nat").isdigit():
            raise CoqError("the number of elements is not known here")
        return int(w.size.removesuffix("%nat"))

    def _raised(self, x: Term, base: Term, n: int, text: str, w: Writer) -> Between:
        if n >= 0:
            return self._power(base, n, w)
        bottom = self.enclosed(base, w)
        if bottom.point == 0:
            raise NoValueError(x, f"exact (is_zero {bottom.name} ltac:(rational) {{}}).")
        p = self._power(base, -n, w)
        one = self.number("1", ONE)
        low, high, rule = BINARY["div"](one, p)
        quotient = self.state(f"1 / ({w.real(Op('pow', (base, Number(Fraction(-n)))))})", low, high, rule)
        return self.state(text, low, high, f"between_inverse {quotient.name}")

    def _power(self, base: Term, n: int, w: Writer) -> Between:
        text = w.real(Op("pow", (base, Number(Fraction(n)))))
        if text in self.known:
            return self.known[text]
        if n == 0:
            found = self.state(text, Fraction(1), Fraction(1), "between_zeroth")
        elif n == 1:
            p = self.enclosed(base, w)
            found = self.state(text, p.low, p.high, f"between_first {p.name}")
        else:
            p, q = self._power(base, n // 2, w), self._power(base, n - n // 2, w)
            low, high, _ = BINARY["mul"](p, q)
            rule = f"between_power {n // 2} {n - n // 2} {n} {p.name} {q.name} eq_refl"
            found = self.state(text, low, high, rule)
        self.known[text] = found
        return found

    def _down(self, q: Fraction) -> Fraction:
        return (
            q if self.scale % q.denominator == 0 else Fraction((q.numerator * self.scale) // q.denominator, self.scale)
        )


def _with(w: Writer, index: Symbol, n: int) -> Writer:
    return replace(w, values={**w.values, index.word: n})


def _exact_root(q: Fraction) -> Fraction | None:
    n, d = isqrt(q.numerator), isqrt(q.denominator)
    return Fraction(n, d) if n * n == q.numerator and d * d == q.denominator else None


def _short(q: Fraction) -> bool:
    return max(q.numerator.bit_length(), q.denominator.bit_length()) <= SHORT


def rational(q: Fraction) -> str:
    """A rational number of Coq's."""
    return f"({q.numerator} # {q.denominator})"


# ---------------------------------------------------------------- the ends of a result, and the rule that shows them

Ends = tuple[Fraction, Fraction, str]
ONE = Fraction(1)


def _neg(p: Between) -> Ends:
    return -p.high, -p.low, f"between_neg {p.name}"


def _abs(p: Between) -> Ends:
    if p.low >= 0:
        return p.low, p.high, f"between_abs_positive {p.name}"
    if p.high <= 0:
        return -p.high, -p.low, f"between_abs_negative {p.name}"
    return Fraction(0), max(-p.low, p.high), f"between_abs {p.name}"


def _sign(p: Between) -> Ends:
    if p.low > 0:
        return ONE, ONE, f"between_sign_positive {p.name}"
    if p.high < 0:
        return -ONE, -ONE, f"between_sign_negative {p.name}"
    if p.point == 0:
        return Fraction(0), Fraction(0), f"between_sign_zero {p.name}"
    raise CoqError("the sign of what may be 0 is not decided by enclosures")


def _plain(name: str, p: Between, q: Between, low: Fraction, high: Fraction) -> Ends:
    return low, high, f"between_{name} {p.name} {q.name}"


def _mul(p: Between, q: Between) -> Ends:
    corners = [a * b for a in (p.low, p.high) for b in (q.low, q.high)]
    return _plain("mul", p, q, min(corners), max(corners))


def _div(p: Between, q: Between) -> Ends:
    if q.low <= 0 <= q.high:
        raise CoqError("a denominator may be 0")
    corners = [a / b for a in (p.low, p.high) for b in (q.low, q.high)]
    return _plain("div" if q.low > 0 else "div_negative", p, q, min(corners), max(corners))


UNARY: dict[str, Callable[[Between], Ends]] = {"neg": _neg, "abs": _abs, "sign": _sign}
BINARY: dict[str, Callable[[Between, Between], Ends]] = {
    "add": lambda p, q: _plain("add", p, q, p.low + q.low, p.high + q.high),
    "sub": lambda p, q: _plain("sub", p, q, p.low - q.high, p.high - q.low),
    "mul": _mul,
    "div": _div,
    "max": lambda p, q: _plain("max", p, q, max(p.low, q.low), max(p.high, q.high)),
    "min": lambda p, q: _plain("min", p, q, min(p.low, q.low), min(p.high, q.high)),
}
