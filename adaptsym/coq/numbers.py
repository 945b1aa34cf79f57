"""The signs of terms that hold numbers alone, in Coq: each part between two short rationals, from the inside out.

A power is squared up to by halving its exponent, so that (999/1000)^3916 needs a dozen steps and no long number.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from math import isqrt

from adaptsym.coq.text import Writer, number
from adaptsym.errors import CoqError
from adaptsym.term import Brace, Number, Op, Term

SCALE = 10**24  # the ends of every interval are multiples of one over this


@dataclass(frozen=True)
class Between:
    """A hypothesis ``between low x high``, by its name."""

    name: str
    low: Fraction
    high: Fraction

    @property
    def args(self) -> str:
        """The arguments that every lemma takes of it."""
        return f"{_q(self.low)} _ {_q(self.high)}"


@dataclass
class Numbers:
    """The lines that enclose terms, each term once."""

    writer: Writer
    prefix: str = "N_"
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
        lemma = "between_positive" if strict else "between_nonneg"
        return [*self.lines, f"apply ({lemma} {found.args} {found.name}); rational."]

    def enclosed(self, x: Term) -> Between:
        """The hypothesis that encloses a term.

        Raises:
            CoqError: for what has no enclosure here: a letter, a product of numbers that may be negative.
        """
        x = x.body if isinstance(x, Brace) else x
        text = self.writer.real(x)
        if text not in self.known:
            self.known[text] = self._enclose(x, text)
        return self.known[text]

    def _enclose(self, x: Term, text: str) -> Between:
        match x:
            case Number(q):
                return self._state(text, q, q, "between_number _ _ _")
            case Op("pow", (base, Number(e))) if e.denominator == 1 and e >= 0:
                return self._power(base, int(e))
            case Op("neg", (a,)):
                p = self.enclosed(a)
                return self._state(text, -p.high, -p.low, f"between_neg {p.args} _ _ {p.name}")
            case Op("sqrt", (a,)):
                p = self.enclosed(a)
                if p.low < 0:
                    raise CoqError(f"the radicand of {x} may be negative")
                low = Fraction(isqrt(int(p.low * SCALE**2)), SCALE)
                high = Fraction(isqrt(int(p.high * SCALE**2)) + 1, SCALE)
                return self._state(text, low, high, f"between_sqrt {p.args} _ _ {p.name}")
            case Op("add" | "sub" | "mul" | "div" as op, (a, b)):
                return self._binary(op, text, self.enclosed(a), self.enclosed(b))
        raise CoqError(f"{x} is not enclosed by numbers")

    def _binary(self, op: str, text: str, p: Between, q: Between) -> Between:
        if op == "add":
            low, high = p.low + q.low, p.high + q.high
        elif op == "sub":
            low, high = p.low - q.high, p.high - q.low
        elif p.low < 0 or q.low < 0 or (op == "div" and q.low == 0):
            raise CoqError(f"{text} has a factor that may be negative, or a denominator that may be 0")
        else:
            low, high = (p.low * q.low, p.high * q.high) if op == "mul" else (p.low / q.high, p.high / q.low)
        return self._state(text, low, high, f"between_{op} {p.args} {q.args} _ _ {p.name} {q.name}")

    def _power(self, base: Term, n: int) -> Between:
        text = self.writer.real(Op("pow", (base, Number(Fraction(n)))))
        if text in self.known:
            return self.known[text]
        if n == 0:
            found = self._state(text, Fraction(1), Fraction(1), "between_zeroth _ _ _")
        elif n == 1:
            p = self.enclosed(base)
            found = self._state(text, p.low, p.high, f"between_first {p.args} _ _ {p.name}")
        else:
            p, q = self._power(base, n // 2), self._power(base, n - n // 2)
            if p.low < 0 or q.low < 0:
                raise CoqError(f"{text} is a power of what may be negative")
            ends = f"{_q(p.low)} {_q(p.high)} {_q(q.low)} {_q(q.high)} _ {n // 2} {n - n // 2} {n} _ _"
            rule = f"between_power {ends} {p.name} {q.name} eq_refl"
            found = self._state(text, p.low * q.low, p.high * q.high, rule)
        self.known[text] = found
        return found

    def _state(self, text: str, low: Fraction, high: Fraction, rule: str) -> Between:
        found = Between(f"{self.prefix}{len(self.lines)}", _down(low), -_down(-high))
        ends = f"{_q(found.low)} ({text}) {_q(found.high)}"
        self.lines.append(f"assert ({found.name} : between {ends}) by (apply ({rule}); rational).")
        return found


def _down(q: Fraction) -> Fraction:
    return q if SCALE % q.denominator == 0 else Fraction((q.numerator * SCALE) // q.denominator, SCALE)


def _q(q: Fraction) -> str:
    return f"({number(q)})"
