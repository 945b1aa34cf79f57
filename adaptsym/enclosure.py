"""Real numbers that are not rational, held between two rationals.

Arithmetic is exact on fractions; only a root that is irrational opens an interval, rounded outward at
`BITS` binary digits. A comparison answers only where the intervals separate.

    >>> root(Fraction(9, 4))
    Fraction(3, 2)
    >>> r = root(Fraction(2)); r*r > 2
    Traceback (most recent call last):
    adaptsym.enclosure.Unseparated: the enclosures overlap
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import isqrt

from adaptsym.errors import EvaluationError, NotComputedError

BITS = 256
MAX_BITS = 16_384  # fractions that double with every step would never end


class Unseparated(ArithmeticError):
    """Two enclosures overlap, so that their order is not known."""

    def __init__(self) -> None:
        super().__init__("the enclosures overlap")


@dataclass(frozen=True, eq=False)
class Enclosure:
    """Some real number x with low <= x <= high."""

    low: Fraction
    high: Fraction

    def __add__(self, other: Real) -> Enclosure:
        b = enclosed(other)
        return outward(self.low + b.low, self.high + b.high)

    __radd__ = __add__

    def __neg__(self) -> Enclosure:
        return Enclosure(-self.high, -self.low)

    def __sub__(self, other: Real) -> Enclosure:
        return self + -enclosed(other)

    def __rsub__(self, other: Real) -> Enclosure:
        return enclosed(other) + -self

    def __mul__(self, other: Real) -> Enclosure:
        b = enclosed(other)
        ends = [p * q for p in (self.low, self.high) for q in (b.low, b.high)]
        return outward(min(ends), max(ends))

    __rmul__ = __mul__

    def __truediv__(self, other: Real) -> Enclosure:
        return self * inverse(enclosed(other))

    def __rtruediv__(self, other: Real) -> Enclosure:
        return enclosed(other) * inverse(self)

    def __pow__(self, n: int) -> Real:
        if n < 0:
            return inverse(self) ** -n
        out: Real = Fraction(1)
        square = self
        while n:  # by squares; the n-th power of an interval around 0 is only wider than it need be
            if n % 2:
                out = out * square
            square, n = square * square, n // 2
        return out

    def __abs__(self) -> Enclosure:
        if self.low >= 0:
            return self
        return -self if self.high <= 0 else Enclosure(Fraction(0), max(-self.low, self.high))

    def __lt__(self, other: Real) -> bool:
        b = enclosed(other)
        if self.high < b.low:
            return True
        if self.low >= b.high:
            return False
        raise Unseparated

    def __le__(self, other: Real) -> bool:
        b = enclosed(other)
        if self.high <= b.low:
            return True
        if self.low > b.high:
            return False
        raise Unseparated

    def __gt__(self, other: Real) -> bool:
        return enclosed(other) < self

    def __ge__(self, other: Real) -> bool:
        return enclosed(other) <= self

    def __float__(self) -> float:
        return float((self.low + self.high) / 2)

    def __str__(self) -> str:
        return f"{float(self):.17g}"


Real = Fraction | Enclosure


def enclosed(x: Real) -> Enclosure:
    """A rational as the interval that holds it alone."""
    return x if isinstance(x, Enclosure) else Enclosure(Fraction(x), Fraction(x))


def outward(low: Fraction, high: Fraction) -> Enclosure:
    """The interval, its ends rounded outward to `BITS` significant digits, so that fractions stay small."""
    return Enclosure(_rounded(low, down=True), _rounded(high, down=False))


def kept_small(x: Real) -> Real:
    """The number, or where it is a fraction of more than `MAX_BITS` digits, a tight enclosure of it."""
    exact = isinstance(x, Fraction) and max(x.numerator.bit_length(), x.denominator.bit_length()) > MAX_BITS
    return outward(x, x) if exact and isinstance(x, Fraction) else x


def _rounded(q: Fraction, *, down: bool) -> Fraction:
    if q.denominator.bit_length() <= BITS and q.numerator.bit_length() <= MAX_BITS:
        return q
    if q.numerator.bit_length() > q.denominator.bit_length() + MAX_BITS:
        raise NotComputedError("a number is too large to be computed with")
    shift = min(BITS - q.numerator.bit_length() + q.denominator.bit_length(), MAX_BITS)  # finer than that is 0
    scaled = (q.numerator << shift) // q.denominator if shift >= 0 else q.numerator // (q.denominator << -shift)
    step = 0 if down else 1
    return Fraction(scaled + step, 1 << shift) if shift >= 0 else Fraction((scaled + step) << -shift)


def inverse(x: Enclosure) -> Enclosure:
    """1/x.

    Raises:
        EvaluationError: if x is 0.
        Unseparated: if it is not known whether x is 0.
    """
    if x.low == x.high == 0:
        raise EvaluationError("a denominator is 0")
    if x.low <= 0 <= x.high:
        raise Unseparated
    return outward(1 / x.high, 1 / x.low)


def root(x: Real) -> Real:
    """The square root: exact where it is rational, otherwise enclosed.

    Raises:
        EvaluationError: if x is negative.
    """
    if isinstance(x, Enclosure):
        if x.high < 0:
            raise EvaluationError("the root of a negative number")
        if x.low < 0:
            raise Unseparated
        return Enclosure(_root_below(x.low), _root_above(x.high))
    if x < 0:
        raise EvaluationError(f"the root of {x}, which is negative")
    n, d = isqrt(x.numerator), isqrt(x.denominator)
    if n * n == x.numerator and d * d == x.denominator:
        return Fraction(n, d)
    return Enclosure(_root_below(x), _root_above(x))


def _root_below(q: Fraction) -> Fraction:
    shift = max(0, BITS - (q.numerator.bit_length() - q.denominator.bit_length()) // 2)
    return Fraction(isqrt((q.numerator << 2 * shift) // q.denominator), 1 << shift)


def _root_above(q: Fraction) -> Fraction:
    low = _root_below(q)
    if low * low == q:
        return low
    shift = max(0, BITS - (q.numerator.bit_length() - q.denominator.bit_length()) // 2)
    return low + Fraction(1, 1 << shift)


def differ(a: Real, b: Real) -> bool:
    """Whether two reals are shown to be different."""
    p, q = enclosed(a), enclosed(b)
    return p.high < q.low or q.high < p.low
