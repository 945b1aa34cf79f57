"""Laws of the kernel: what it says is equal, positive or defined, is so in exact numbers."""

import contextlib
from fractions import Fraction as F

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from adaptsym import catalogue
from adaptsym.enclosure import Enclosure, Unseparated, differ
from adaptsym.errors import EvaluationError, ProofError
from adaptsym.kernel.context import Context, Fact
from adaptsym.kernel.definedness import undefined
from adaptsym.kernel.equality import equal
from adaptsym.kernel.linear import Linear, follows, linear, linear_term
from adaptsym.kernel.numeric import evaluated
from adaptsym.kernel.objects import Rule
from adaptsym.kernel.polynomial import as_term, frozen
from adaptsym.kernel.rules import applied, replaced, step, tidied
from adaptsym.kernel.signs import nonnegative, nonzero, positive
from adaptsym.notation import (
    epsilon,
    eta,
    g,
    gamma,
    i,
    j,
    maximum,
    minimum,
    product,
    rho1,
    s,
    sign,
    sqrt,
    t,
    term,
    total,
)
from adaptsym.term import At, Big, Number, Op, Symbol, substitute, walk, where, without_braces
from adaptsym.unroll import Unrolling

SPEC = catalogue.momentum
T = linear(t)
CTX = Context(SPEC, ranges=(T - Linear((), 2),))  # t >= 2
leaves = st.sampled_from(
    [g[t], g[t - 1], eta, gamma, rho1, epsilon, t, term(0), term(1), term(-2), term("0.5"), gamma ** (t - 1), rho1**t]
)


def sums(inner):
    body = st.builds(lambda a, b: a * b, st.sampled_from([gamma ** (t - i), rho1**i, g[i], term(1)]), inner)
    ends = st.sampled_from([(1, t), (1, t - 1), (2, t), (1, 2), (2, 1)])
    return st.builds(lambda b, e, f: f(substitute(b, g[t], g[i]), i, *e), body, ends, st.sampled_from([total, product]))


terms = st.recursive(
    leaves,
    lambda inner: st.one_of(
        *(
            st.builds(f, inner, inner)
            for f in (lambda a, b: a + b, lambda a, b: a - b, lambda a, b: a * b, lambda a, b: a / b, maximum, minimum)
        ),
        *(
            st.builds(f, inner)
            for f in (lambda a: -a, abs, sqrt, sign, lambda a: a**2, lambda a: sqrt(a * a), lambda a: 1 - a)
        ),
        st.builds(lambda c, a, b: where(c > 0, a, b), inner, inner, inner),
        sums(inner),
    ),
    max_leaves=7,
)
NUMBERS = st.builds(
    lambda a, b, c, d, n, gs: ({"eta": a, "gamma": b, "rho1": c, "epsilon": d}, n, gs),
    st.fractions(F(1, 9), 5, max_denominator=9),
    st.sampled_from([F(0), F(1, 2), F(8, 9)]),
    st.sampled_from([F(0), F(1, 3), F(3, 4)]),
    st.fractions(F(1, 9), 3, max_denominator=9),
    st.integers(2, 5),
    st.lists(st.fractions(-3, 3, max_denominator=4), min_size=8, max_size=8),
)


def value(x, numbers):
    hyper, n, gradients = numbers
    run = Unrolling(SPEC, hyper, ((F(1),),), lambda _, k: ((gradients[k - 1],),))
    found = run.value(x, n)
    while isinstance(found, tuple):
        found = found[0]
    return found


def defined_value(x, numbers):
    try:
        return value(x, numbers)
    except (EvaluationError, Unseparated):
        return None


@settings(max_examples=150, deadline=None)
@given(terms, NUMBERS)
def test_the_normal_form_is_the_same_number(x, numbers):
    try:
        p = CTX.normal(x)
    except ProofError:
        return
    before, after = defined_value(x, numbers), defined_value(tidied(as_term(p)), numbers)
    if before is not None and after is not None:
        assert not differ(before, after)


@settings(max_examples=150, deadline=None)
@given(terms, terms, NUMBERS)
def test_equal_terms_have_equal_values(a, b, numbers):
    for x, y in (
        (a, b),
        (a, a + b - b),
        (a * b / b, a),
        (sqrt(a) * sqrt(a), a),
        (a / b, 1 / (b / a)),
        (abs(a) * abs(a), a * a),
        (abs(a) * b, sign(a) * a * b),
        (sign(a) * abs(a), a),
        (sign(a) * sign(a), 1 + 0 * b),
    ):
        try:
            same = equal(CTX, x, y)
        except ProofError:
            continue
        p, q = defined_value(x, numbers), defined_value(y, numbers)
        if same and p is not None and q is not None:
            assert not differ(p, q)


@settings(max_examples=200, deadline=None)
@given(terms, NUMBERS)
def test_signs_that_are_read_off_are_so(x, numbers):
    for y in (x, 1 - x, x * x, abs(x) - x, sqrt(abs(x)) - x, maximum(x, 1) - x, 1 - sign(x), sign(x) + x):
        known = defined_value(y, numbers)
        if known is None:
            continue
        low = known.low if isinstance(known, Enclosure) else known
        high = known.high if isinstance(known, Enclosure) else known
        try:
            if positive(CTX, y):
                assert high > 0
            if nonnegative(CTX, y):
                assert high >= 0
            if nonzero(CTX, y):
                assert low != 0 or high != 0
        except ProofError:
            continue


@settings(max_examples=200, deadline=None)
@given(terms, NUMBERS)
def test_what_has_no_open_obligation_has_a_value(x, numbers):
    try:
        if any(undefined(CTX, x)):
            return
    except ProofError:
        return
    try:
        value(x, numbers)
    except Unseparated:
        return


@settings(max_examples=120, deadline=None)
@given(terms, terms, NUMBERS)
def test_facts_are_used_soundly(a, x, numbers):
    known = defined_value(a, numbers)
    assume(known is not None)
    low = known.low if isinstance(known, Enclosure) else known
    assume(low > 0)
    ctx = CTX.knowing(Fact(a, True))
    for y in (x, a + x, a * x, a - x, x - a):
        got = defined_value(y, numbers)
        try:
            if got is not None and nonnegative(ctx, y):
                assert (got.high if isinstance(got, Enclosure) else got) >= 0
        except ProofError:
            continue


def rules_for(x):
    """Rules that may say something of a term."""
    match x:
        case Big():
            yield from (Rule("peel", (x,)), Rule("empty", (x,)))
            for rule in rules_for(x.body):
                with contextlib.suppress(ProofError):
                    left, right = applied(CTX.within(x), rule)
                    yield Rule("inside", (x, replaced(x.body, left, right), rule))
        case Op("sqrt", (Op(_, (a, *_)),)):
            yield from (Rule("root", (x, y)) for y in (a, -a, abs(a)))
        case Op("abs", (a,)):
            yield from (Rule("absolute", (x, y)) for y in (a, -a))
        case Op("max" | "min", (a, b)) | Op("where", (_, a, b)):
            yield from (Rule("choose", (x, y)) for y in (a, b))
        case Op("sign"):
            yield from (Rule("choose", (x, Number(F(y)))) for y in (-1, 0, 1))
        case At():
            yield from (Rule("equation", (x,)), Rule("initial", (x,)))


@settings(max_examples=150, deadline=None)
@given(terms, NUMBERS)
def test_a_step_by_a_rule_leaves_the_value_as_it_is(x, numbers):
    for y in (
        x,
        sqrt(x * x) + abs(x),
        maximum(x, -x),
        where(x > 0, x, abs(x)),
        sign(x),
        total(x, j, 1, t) - total(x, j, 1, t - 1),
    ):
        before = defined_value(y, numbers)
        for rule in (r for part in dict.fromkeys(walk(y)) for r in rules_for(part)):
            try:
                left, right = applied(CTX, rule)
                after = replaced(y, left, right)
                step(CTX, y, rule, after)
            except ProofError:
                continue
            now = defined_value(after, numbers)
            if before is not None and now is not None:
                assert not differ(before, now)


coefficients = st.integers(-3, 3)
linears = st.builds(lambda a, b, c: linear(a * t + b * i + c), coefficients, coefficients, coefficients)


@settings(max_examples=120)
@given(linears, st.lists(linears, max_size=4))
def test_what_follows_holds_at_every_point(wanted, ranges):
    if not follows(wanted, tuple(ranges)):
        return
    for a in range(-4, 5):
        for b in range(-4, 5):

            def at(e, a=a, b=b):
                return e.coefficient(t.word) * a + e.coefficient(i.word) * b + e.constant

            if all(at(r) >= 0 for r in ranges):
                assert at(wanted) >= 0


@given(linears)
def test_linear_terms_read_back(e):
    assert linear(linear_term(e)) == e


def test_exponents_must_be_natural_and_only_then_add():
    with pytest.raises(ProofError, match="natural"):
        CTX.normal(gamma ** (t - 3))
    assert CTX.normal(gamma ** (t - 2) * gamma * gamma) == CTX.normal(gamma**t)
    assert CTX.normal((gamma * eta) ** t) == CTX.normal(gamma**t * eta**t)
    assert CTX.normal(term(2) ** (t - 1) * 2) == CTX.normal(term(2) ** t)
    assert CTX.normal((-gamma) ** t) != CTX.normal(gamma**t)


def test_nothing_cancels_before_it_is_shown_not_to_vanish():
    assert not equal(CTX, g[t] / g[t], term(1))
    assert equal(CTX, eta / eta, term(1))
    assert not equal(CTX, sqrt(g[t]) * sqrt(g[t]), g[t])
    assert equal(CTX, sqrt(eta) * sqrt(eta), eta)
    assert equal(CTX, (1 - gamma) * (1 - gamma**t) / (1 - gamma), 1 - gamma**t)
    assert not equal(CTX, sqrt(g[t] * g[t]), g[t])


def test_sums_are_linear_and_bind_their_index():
    assert equal(CTX, total(eta * g[i] + 1, i, 1, t), eta * total(g[i], i, 1, t) + total(1, i, 1, t))
    assert equal(CTX, total(g[i], i, 1, t), total(g[j], j, 1, t))
    assert equal(
        CTX, total(gamma ** (t - i) * g[i], i, 1, t - 1), gamma * total(gamma ** (t - 1 - i) * g[i], i, 1, t - 1)
    )
    assert not equal(CTX, total(total(g[i], i, 1, j), j, 1, t), total(total(g[j], i, 1, j), j, 1, t))
    assert not equal(CTX, total(g[i], i, 1, t), total(g[i], i, 1, t - 1))


def test_replacement_does_not_reach_what_a_sum_binds():
    inner = total(g[i], i, 1, t)
    assert replaced(inner, g[i], s[t]) == inner
    with pytest.raises(ProofError, match="capture"):
        replaced(total(g[t] * g[i], i, 1, t), g[t], g[i])


def test_numbers_are_evaluated_between_rationals():
    assert positive(CTX, term("0.99") - sqrt(1 - term("0.999") ** 3915) / (1 - term("0.9") ** 3915))
    assert positive(CTX, sqrt(1 - term("0.999") ** 3916) / (1 - term("0.9") ** 3916) - term("0.99"))
    assert evaluated(1 / (term(1) - 1)) is None
    assert evaluated(sqrt(term(-1))) is None
    assert not positive(CTX, sqrt(term(2)) - sqrt(term(2)))
    assert frozen({}) == ()
    assert isinstance(without_braces(Number(F(1))), Number)
    assert isinstance(Op("neg", (Symbol(t.word),)), Op)
