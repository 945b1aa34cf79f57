"""Exact runs: nothing is rounded where rationals suffice, and nothing grows without end."""

from fractions import Fraction as F

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adaptsym.enclosure import MAX_BITS, Enclosure, Unseparated
from adaptsym.errors import EvaluationError, InputError
from adaptsym.notation import dot, eta, g, grad, i, j, product, rho, s, sequence, sign, sqrt, t, term, theta, total
from adaptsym.spec import optimizer
from adaptsym.term import substitute
from adaptsym.unroll import Unrolling, power

small = st.fractions(min_value=-3, max_value=3, max_denominator=6)
plain = optimizer("plain", g[t] == grad(theta[t]), theta[t + 1] == theta[t] - eta * g[t])


def running(spec, hyper, gradients):
    return Unrolling(spec, hyper, ((F(1),),), lambda _, n: ((gradients[n - spec.first],),))


@settings(max_examples=50)
@given(st.lists(small, min_size=8, max_size=8), small, small, small)
def test_a_linear_recurrence_is_its_loop(gradients, a, b, start):
    spec = optimizer(
        "loop", s[0] == start, g[t] == grad(theta[t]), s[t] == a * s[t - 1] + b * g[t], theta[t + 1] == theta[t] - s[t]
    )
    x, value = F(1), start
    for d in gradients:
        value = a * value + b * d
        x -= value
    run = running(spec, {}, gradients)
    assert run("s", 8) == ((value,),)
    assert run("theta", 9) == ((x,),)


@given(st.lists(small, min_size=6, max_size=6), st.integers(0, 6))
def test_sums_and_products_are_loops_and_empty_ones_are_their_units(values, n):
    run = running(plain, {"eta": F(1)}, values)
    body = g[i] * (i + 1)
    assert run.value(total(body, i, 1, n), 1) in (
        ((sum((v * (k + 2) for k, v in enumerate(values[:n])), F(0)),),),
        F(0),
    )
    factors = F(1)
    for v in values[:n]:
        factors *= v
    assert run.value(product(g[i], i, 1, n), 1) in (((factors,),), F(1))
    double = total(total(g[j], j, 1, i), i, 1, n)
    assert run.value(double, 1) in (((sum((sum(values[: k + 1], F(0)) for k in range(n)), F(0)),),), F(0))


def test_long_runs_do_not_recurse():
    spec = optimizer(
        "long", s[0] == 0, g[t] == grad(theta[t]), s[t] == s[t - 1] + g[t], theta[t + 1] == theta[t] - s[t]
    )
    assert running(spec, {}, [F(1)] * 3000)("s", 3000) == ((3000,),)


def test_fractions_that_double_with_every_step_are_enclosed():
    square = sequence("square")
    spec = optimizer(
        "squares",
        square[0] == term("0.9"),
        g[t] == grad(theta[t]),
        square[t] == square[t - 1] ** 2,
        theta[t + 1] == theta[t] - square[t] * dot(g[t], g[t]),
    )
    ((value,),) = running(spec, {}, [F(1)] * 40)("square", 40)
    assert isinstance(value, Enclosure)
    assert 0 <= value.low <= value.high < F(1, 10**9)
    assert value.high.denominator.bit_length() <= MAX_BITS + 1


@pytest.mark.parametrize(
    ("x", "message"),
    [
        (1 / (t - 1), "a denominator is 0"),
        (sqrt(1 - t * t - 1), "the root of -1"),
        (rho ** term("0.25"), "not a whole number"),
        (rho ** (t - 3) * 0 + (rho - rho) ** (t - 2), "a denominator is 0"),
        (g[t - 1], "no value at 0|steps begin"),
    ],
)
def test_what_has_no_value_says_why(x, message):
    run = running(plain, {"eta": F(1), "rho": F(1, 2)}, [F(1)] * 5)
    with pytest.raises(EvaluationError, match=message):
        run.value(x, 1)


def test_powers():
    assert power(F(0), F(0)) == 1
    assert power(F(1, 2), F(-2)) == 4
    with pytest.raises(EvaluationError, match="too large"):
        power(F(2), F(10**9))


@pytest.mark.parametrize(
    ("hyper", "name", "message"),
    [
        ({}, "theta", "plain needs an exact number for eta, a Fraction, got None"),
        ({"eta": 0.1}, "theta", "an exact number for eta, a Fraction, got 0.1"),
        ({"eta": F(1)}, "s", "plain has no sequence 's'; it has g, theta"),
    ],
)
def test_what_is_missing_or_not_exact_is_named(hyper, name, message):
    with pytest.raises(InputError, match=message):
        running(plain, hyper, [F(1)] * 3)(name, 2)


@settings(max_examples=50)
@given(st.lists(st.tuples(small, small), min_size=6, max_size=6), small)
def test_a_recurrence_with_varying_coefficients_is_its_loop(pairs, start):
    """The factor is a schedule, and the coefficient of the gradient a function of t."""
    spec = optimizer(
        "varying",
        s[0] == start,
        g[t] == grad(theta[t]),
        s[t] == rho[t] * s[t - 1] + t * g[t] / (t + 1),
        theta[t + 1] == theta[t] - eta * s[t],
    )
    value, x = start, F(1)
    for n, (a, d) in enumerate(pairs, 1):
        value = a * value + F(n, n + 1) * d
        x -= value
    run = running(spec, {"eta": 1, "rho": lambda n: pairs[n - 1][0]}, [d for _, d in pairs])
    assert (run("s", 6), run("theta", 7)) == (((value,),), ((x,),))


@settings(max_examples=80)
@given(st.lists(small, min_size=9, max_size=9), st.integers(1, 4), st.integers(0, 4))
def test_substitution_means_what_it_says(gradients, n, k):
    """A term at t, with t replaced by an index that a sum inside it binds, is the term at that index."""
    run = running(plain, {"eta": F(1), "rho": F(1, 2)}, gradients)
    inner = total(g[i] * rho ** (t - i) + total(g[j] * (t + i), j, 1, i), i, 1, t) + g[t] * t
    for index in (i, j):
        moved = total(substitute(inner, t, index + 1), index, n, n + k)
        parts = [run.value(inner, m + 1) for m in range(n, n + k + 1)]
        assert run.value(moved, 1) == ((sum((p[0][0] for p in parts), F(0)),),)


def test_the_sign_of_what_may_be_0_is_not_told():
    """-|x| of an x that may be 0 has an enclosure that ends at 0: it is not surely negative."""
    run = running(plain, {"eta": F(1)}, [F(1)])
    may_vanish = sqrt(term(2)) * sqrt(term(2)) - 2
    with pytest.raises(Unseparated):
        run.value(sign(-abs(may_vanish)), 1)
    assert run.value(sign(-sqrt(term(2))), 1) == -1
