"""What the pages of the corpus say, as plain arithmetic: each right equation holds, each slip does not.

A page's claims stand in the order in which its `expected.json` has the equations that are no definitions. Values are
exact rationals; a root is a rational to 60 digits, so two sides are equal when they are less than 1e-40 apart.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import cache
from math import prod

Function = Callable[[int], Fraction]
STEPS = range(2, 8)

B1, B2, RHO, GAMMA, MU = Fraction(2, 3), Fraction(4, 5), Fraction(5, 7), Fraction(3, 5), Fraction(5, 8)
ETA, EPS, LAM, DELTA = Fraction(3, 7), Fraction(1, 90), Fraction(1, 5), Fraction(1, 11)
THETA = Fraction(5, 3)
"""The parameter before a step, where its history does not matter."""


@dataclass(frozen=True)
class Statement:
    """One equation at step t: both sides as written and, where they are a slip, the right side that is true."""

    left: Function
    right: Function
    true: Function | None = None


def root(x: Fraction) -> Fraction:
    with localcontext() as context:
        context.prec = 60
        return Fraction((Decimal(x.numerator) / Decimal(x.denominator)).sqrt())


def g(t: int) -> Fraction:
    """A gradient for each step, of both signs, never zero, and small at the end: the averages rise and fall."""
    return Fraction((t * t * 7) % 11 - 5 or 3, 4 + t % 3 if t < 4 else 12)


def one(_: int) -> Fraction:
    return Fraction(1)


def square(t: int) -> Fraction:
    return g(t) * g(t)


def slope(x: Fraction) -> Fraction:
    """The gradient of a function that is not quadratic."""
    return x * x / 3 + x / 2 - Fraction(1, 5)


def mu(t: int) -> Fraction:
    return Fraction(t, t + 2)


def total(terms: Function, first: int, last: int) -> Fraction:
    return sum((terms(i) for i in range(first, last + 1)), Fraction(0))


@cache
def average(rho: Fraction, values: Function, t: int) -> Fraction:
    return rho * average(rho, values, t - 1) + (1 - rho) * values(t) if t else Fraction(0)


@cache
def heavy(t: int) -> Fraction:
    """v_t = gamma v_{t-1} - eta g_t."""
    return GAMMA * heavy(t - 1) - ETA * g(t) if t else Fraction(0)


def m(t: int) -> Fraction:
    return average(B1, g, t)


def v(t: int) -> Fraction:
    return average(B2, square, t)


def s(t: int) -> Fraction:
    return average(RHO, square, t)


def accumulated(t: int) -> Fraction:
    return accumulated(t - 1) + square(t) if t else Fraction(0)


def m_hat(t: int) -> Fraction:
    return m(t) / (1 - B1**t)


def v_hat(t: int) -> Fraction:
    return v(t) / (1 - B2**t)


def leaky(t: int) -> Fraction:
    return GAMMA * leaky(t - 1) + g(t) if t else Fraction(0)


def weighted(rho: Fraction, values: Function, t: int, first: int = 1) -> Fraction:
    return total(lambda i: rho ** (t - i) * values(i), first, t)


def sign(x: Fraction) -> Fraction:
    return x / abs(x)


@cache
def mean(t: int) -> Fraction:
    return mean(t - 1) + (g(t) - mean(t - 1)) / t if t else Fraction(0)


@cache
def smooth(t: int) -> Fraction:
    return smooth(t - 1) + RHO * (g(t) - smooth(t - 1)) if t else THETA


@cache
def turning(t: int) -> Fraction:
    """m_t = mu_t m_{t-1} + (1 - mu_t) g_t."""
    return mu(t) * turning(t - 1) + (1 - mu(t)) * g(t) if t else Fraction(0)


def later(first: int, last: int) -> Fraction:
    return prod((mu(j) for j in range(first, last + 1)), start=Fraction(1))


@cache
def largest(t: int) -> Fraction:
    return max(largest(t - 1), v(t)) if t else Fraction(0)


@cache
def infinity(t: int) -> Fraction:
    return max(B2 * infinity(t - 1), abs(g(t))) if t else Fraction(0)


@cache
def trodden(t: int, ahead: Fraction) -> tuple[Fraction, Fraction]:
    """Position and velocity of descent with momentum, the gradient taken `ahead` velocities before the position."""
    if not t:
        return THETA, Fraction(0)
    x, u = trodden(t - 1, ahead)
    u = MU * u - ETA * slope(x + ahead * u)
    return x + u, u


def x(t: int, ahead: Fraction = MU) -> Fraction:
    return trodden(t, ahead)[0]


def u(t: int, ahead: Fraction = MU) -> Fraction:
    return trodden(t, ahead)[1]


def y(t: int) -> Fraction:
    return x(t) + MU * u(t)


@cache
def backwards(t: int) -> Fraction:
    """The average with its two weights swapped."""
    return (1 - RHO) * backwards(t - 1) + RHO * square(t) if t else Fraction(0)


@cache
def adadelta(t: int) -> tuple[Fraction, Fraction]:
    """Adadelta's average of squared steps, and its step."""
    if not t:
        return Fraction(0), Fraction(0)
    before = adadelta(t - 1)[0]
    step = -root(before + EPS) / root(s(t) + EPS) * g(t)
    return RHO * before + (1 - RHO) * step * step, step


@cache
def buffer(t: int) -> Fraction:
    return MU * buffer(t - 1) + g(t) if t > 1 else g(1)


def adam(t: int, second: Fraction | None = None) -> Fraction:
    return m_hat(t) / (root(v_hat(t) if second is None else second) + EPS)


def factor(t: int) -> Fraction:
    return root(1 - B2**t) / (1 - B1**t)


def four(t: int, constant: Fraction) -> Fraction:
    return -ETA * factor(t) * constant * weighted(B1, g, t) / root(weighted(B2, square, t))


def equal(a: Fraction, b: Fraction) -> bool:
    return abs(a - b) < Fraction(1, 10**40)


def agree(a: Function, b: Function, steps: Iterable[int] = STEPS) -> bool:
    return all(equal(a(t), b(t)) for t in steps)


def holds(left: Function, right: Function) -> Statement:
    return Statement(left, right)


def slip(left: Function, right: Function, true: Function) -> Statement:
    return Statement(left, right, true)


def misdefined(right: Function, true: Function) -> Statement:
    """A slip in a definition: it contradicts what is published, not the page."""
    return Statement(true, right, true)
