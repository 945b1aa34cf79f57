"""Enclosures hold the real result, whatever is rounded."""

from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adaptsym.enclosure import BITS, Enclosure, Unseparated, differ, enclosed, inverse, kept_small, outward, root
from adaptsym.errors import EvaluationError

numbers = st.fractions(min_value=-50, max_value=50, max_denominator=10**6)
positive = st.fractions(min_value=F(1, 10**6), max_value=10**6, max_denominator=10**9)


def around(x, a, b):
    return Enclosure(x - abs(a), x + abs(b))


@given(numbers, numbers, numbers, numbers, numbers, numbers)
def test_arithmetic_holds_the_exact_result(x, y, a, b, c, d):
    p, q = around(x, a, b), around(y, c, d)
    for got, exact in (
        (p + q, x + y),
        (p - q, x - y),
        (p * q, x * y),
        (-p, -x),
        (abs(p), abs(x)),
        (p**3, x**3),
        (p**4, x**4),
    ):
        assert enclosed(got).low <= exact <= enclosed(got).high
    if not q.low <= 0 <= q.high:
        assert (p / q).low <= x / y <= (p / q).high
    assert (1 - p).low <= 1 - x <= (1 - p).high


@given(positive)
def test_roots_are_tight(x):
    r = enclosed(root(x))
    assert r.low >= 0
    assert r.low**2 <= x <= r.high**2
    assert r.high - r.low <= F(1, 2**BITS) * max(1, x)


@given(st.fractions(min_value=0, max_value=1000))
def test_rational_roots_are_exact(x):
    assert root(x * x) == x


@given(numbers, st.integers(0, 600), st.integers(0, 600))
def test_rounding_is_outward(x, m, n):
    low, high = x - F(1, 3**m), x + F(1, 7**n)
    e = outward(low, high)
    assert e.low <= low
    assert high <= e.high
    small = kept_small(x * F(2, 3) ** 20_000)
    assert enclosed(small).low <= x * F(2, 3) ** 20_000 <= enclosed(small).high


@given(numbers, numbers, numbers, numbers)
def test_comparisons_answer_only_where_they_know(x, y, a, c):
    p, q = around(x, a, a), around(y, c, c)
    try:
        assert (p < q) == (x < y)
    except Unseparated:
        assert p.high >= q.low
    assert not (differ(p, q) and x == y)


def test_what_does_not_exist():
    with pytest.raises(EvaluationError):
        root(F(-1))
    with pytest.raises(EvaluationError):
        root(Enclosure(F(-2), F(-1)))
    with pytest.raises(Unseparated):
        root(Enclosure(F(-1), F(1)))
    with pytest.raises(Unseparated):
        inverse(Enclosure(F(-1), F(1)))
    with pytest.raises(EvaluationError):
        inverse(Enclosure(F(0), F(0)))
