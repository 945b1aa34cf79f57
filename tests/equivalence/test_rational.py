"""The arithmetic of equivalence: what it calls equal has equal values, and rewriting does not part what is one."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rewriting import otherwise

from adaptsym.catalogue import SPECS
from adaptsym.enclosure import Unseparated, differ
from adaptsym.equivalence.budget import Budget, Exhausted
from adaptsym.equivalence.exact import compare
from adaptsym.equivalence.machine import machine
from adaptsym.equivalence.rational import Rational
from adaptsym.equivalence.simulate import context
from adaptsym.errors import EvaluationError, ProofError
from adaptsym.kernel.context import Fact
from adaptsym.notation import (
    absolute,
    dot,
    epsilon,
    eta,
    g,
    maximum,
    minimum,
    norm,
    r,
    rho1,
    rho2,
    s,
    sign,
    sqrt,
    t,
    term,
    theta,
    where,
)
from adaptsym.proof.refute import Instance
from adaptsym.term import Number, Op, Term
from adaptsym.unroll import Unrolling

CTX = context(machine(SPECS["adam"]))
x, y, w = s[t - 1], g[t], r[t - 1]  # of no known sign, of none, and not negative

leaves = st.sampled_from([x, y, w, eta, rho1, epsilon, Number(Fraction(2)), Number(Fraction(-1)), Number(Fraction(0))])


def _grown(below: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
    two = st.builds(
        lambda op, a, b: Op(op, (a, b)), st.sampled_from(["add", "sub", "mul", "div", "max", "min"]), below, below
    )
    one = st.builds(lambda op, a: Op(op, (a,)), st.sampled_from(["neg", "sqrt", "abs", "sign"]), below)
    return st.one_of(two, one, st.builds(lambda a: a**2, below))


terms = st.recursive(leaves, _grown, max_leaves=6)
SPEC = SPECS["adam"]


def _value(z: Term, seed: int) -> object:
    """The value of a term before step 2 of Adam, on some numbers; None where it has none."""
    chance = random.Random(seed)
    hyper = {n: Fraction(chance.randint(1, 9), 10) for n in ("rho1", "rho2")} | {
        n: Fraction(chance.randint(1, 5), chance.randint(1, 4)) for n in ("eta", "epsilon")
    }
    rows = tuple((Fraction(chance.randint(-3, 3), chance.randint(1, 2)),) for _ in range(3))
    run: Unrolling = Instance(hyper, (Fraction(1),), rows).unrolled(SPEC)
    try:
        return run.value(z, 2)
    except (EvaluationError, Unseparated):
        return None


def _differ(a: object, b: object) -> bool:
    while isinstance(a, tuple):
        a = a[0]
    while isinstance(b, tuple):
        b = b[0]
    return a is not None and b is not None and differ(a, b)  # type: ignore[arg-type]


@settings(max_examples=150, deadline=None)
@given(terms, terms, st.integers(0, 10**6))
def test_what_is_equal_has_equal_values(a: Term, b: Term, seed: int) -> None:
    for one, other in ((a, b), (a, otherwise(a, random.Random(seed)))):
        try:
            equal = Rational(CTX).equal(one, other)
        except ProofError:
            continue
        if equal:
            assert not any(_differ(_value(one, n), _value(other, n)) for n in range(4))


@settings(max_examples=100, deadline=None)
@given(terms, st.integers(0, 10**6))
def test_what_is_compared_as_equal_has_equal_values_and_is_defined_at_the_same_places(a: Term, seed: int) -> None:
    b = otherwise(a, random.Random(seed))
    try:
        proved = compare(CTX, a, b, Budget.seconds(0.2)).proved
    except (ProofError, Exhausted):
        return
    if proved:
        values = [(_value(a, n), _value(b, n)) for n in range(4)]
        assert not any(_differ(p, q) for p, q in values)
        assert all((p is None) == (q is None) for p, q in values)


EQUAL = [
    (sqrt(w / (1 - rho2**t)), sqrt(w) / sqrt(1 - rho2**t)),
    (sqrt(w / (1 - rho2**t) + epsilon), sqrt(w + epsilon * (1 - rho2**t)) / sqrt(1 - rho2 * rho2 ** (t - 1))),
    (sqrt(4 * w), 2 * sqrt(w)),
    (sqrt(w / 2), sqrt(2 * w) / 2),
    (sqrt(term(2) / 9), sqrt(term(8)) / 6),
    (sqrt(x * x), absolute(x)),
    (sqrt(x * x * w), absolute(x) * sqrt(w)),
    (absolute(x) * absolute(x), x**2),
    (1 / (1 / x + 1), x / (1 + x)),
    (maximum(w, -w), w),
    (maximum(x, y), maximum(y, x)),
    (maximum(2 * w * x, 2 * w * y), 2 * w * maximum(x, y)),
    (minimum(x, y), -maximum(-x, -y)),
    (sign(x * eta), sign(x)),
    (sign(-x), -sign(x)),
    (norm(theta[t]), sqrt(dot(theta[t], theta[t]))),
    (norm(-2 * y), 2 * norm(y)),
    (dot(2 * theta[t] / (1 - rho1**t) + y, y), 2 / (1 - rho1**t) * dot(y, theta[t]) + dot(y, y)),
    (sqrt(x / y), sqrt(x * y) / absolute(y)),
    (sqrt(x) / x, 1 / sqrt(x)),
    ((2 * rho1) ** t, 2**t * rho1**t),
]
UNEQUAL = [
    (sqrt(x * x), x),
    (sign(x * rho1), sign(x)),  # rho1 may be 0
    (sqrt(x / y), sqrt(x * y) / y),
    (absolute(x), x),
    (maximum(x, y), x),
    (sqrt(w + epsilon), sqrt(w) + epsilon),
    (rho1**t, rho1 ** (t - 1)),
    (maximum(2 * x * w, 2 * y * w), 2 * x * maximum(w, y)),
]


@pytest.mark.parametrize(("a", "b"), EQUAL)
def test_equal(a: Term, b: Term) -> None:
    assert Rational(CTX).equal(a, b)


@pytest.mark.parametrize(("a", "b"), UNEQUAL)
def test_unequal(a: Term, b: Term) -> None:
    assert not Rational(CTX).equal(a, b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (where(x >= y, x, y), maximum(x, y)),
        (where(x < 0, -x, x), absolute(x)),
        (where(x > 0, 1, where(x < 0, -1, 0)), sign(x)),
        (where(t > 5, x, y), where(t >= 6, x, y)),  # of whole numbers
        (where(t <= 5, y, x), where(t > 5, x, y)),
        (where(x * x >= 0, x, y), x),
        (where(where(x > 0, 1, -1) > 0, x, y), where(x > 0, x, y)),
        (maximum(maximum(x, y), w), maximum(x, maximum(w, y))),
    ],
)
def test_regions(a: Term, b: Term) -> None:
    assert compare(CTX, a, b, Budget.seconds(5)).proved


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (x / x, term(1)),
        (0 * (1 / x), term(0)),
        (sqrt(x) * sqrt(x), x),
        (where(1 / x > 0, y, y), y),
        (where(x > 0, y / x, 0), where(x >= 0, y / x, 0)),  # at x = 0 one of them has no value
        (x**-1 * x, term(1)),
    ],
)
def test_what_is_defined_elsewhere_is_not_proved(a: Term, b: Term) -> None:
    found = compare(CTX, a, b, Budget.seconds(5))
    assert not found.proved


def test_what_differs_from_element_to_element_is_not_split_under_a_reduction() -> None:
    with pytest.raises(ProofError, match="a reduction stands beside the element-wise condition"):
        compare(CTX, dot(where(x > 0, x, 0), y), dot(maximum(x, 0), y), Budget.seconds(5))


def test_a_fact_about_a_product_says_the_sign_of_the_product_alone() -> None:
    """x*y > 0 says nothing of x, of y, or of x*y*z; and -2*x*y is below 0."""
    ctx = CTX.knowing(Fact(x * y, True))
    there = Rational(ctx, Budget.seconds(5))
    nothing = (False, False, False, False)
    assert there.sign(y * x) == (True, True, False, False)
    assert there.sign(-2 * (x * y)) == (False, False, True, True)
    assert there.sign(x * y * (1 - rho1)) == (True, True, False, False)
    assert [there.sign(z) for z in (x, y, x * y * x, x * y + x, x * y - 1)] == [nothing] * 5
    weak = Rational(CTX.knowing(Fact(-(x * y), False)), Budget.seconds(5))
    assert weak.sign(x * y) == (False, False, True, False)
    assert Rational(CTX, Budget.seconds(5)).sign(x * y) == nothing
