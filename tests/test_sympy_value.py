"""Trees and their SymPy values: the same numbers, both ways."""

from fractions import Fraction as F

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from adaptsym import catalogue, from_sympy
from adaptsym.errors import EvaluationError, TermError
from adaptsym.notation import UNIT, eta, g, gamma, grad, hyperparameter, i, r, rho1, s, sequence, sqrt, t, theta, total
from adaptsym.spec import optimizer
from adaptsym.sympy_value import FUNCTIONS, value, written
from adaptsym.term import OPERATORS, Equation, Term, absolute, maximum, minimum, sign, term, where
from adaptsym.unroll import Unrolling

plain = catalogue.momentum
leaves = st.sampled_from([g[t], g[t + 1], eta, gamma, t, term(2), term("0.5"), total(gamma ** (t - i) * g[i], i, 1, t)])
terms = st.recursive(
    leaves,
    lambda inner: st.one_of(
        *(
            st.builds(f, inner, inner)
            for f in (lambda a, b: a + b, lambda a, b: a - b, lambda a, b: a * b, lambda a, b: a / b, maximum, minimum)
        ),
        *(st.builds(f, inner) for f in (lambda a: -a, absolute, sign, lambda a: a**2)),
        st.builds(lambda c, a, b: where(c > 1, a, b), st.sampled_from([g[t], eta]), inner, inner),
    ),
    max_leaves=8,
)


def number(x, hyper):
    run = Unrolling(plain, hyper, ((F(1),),), lambda _, n: ((F(n * n - 5, 3),),))
    try:
        found = run.value(x, 3)
    except EvaluationError:
        return None
    while isinstance(found, tuple):
        found = found[0]
    return found


@settings(max_examples=150, deadline=None)
@given(terms)
def test_there_and_back_is_the_same_number(x):
    hyper = {"eta": F(2, 7), "gamma": F(3, 5)}
    before = number(x, hyper)
    if before is None:
        return
    back = value(x)
    if back.has(sp.nan, sp.zoo, sp.oo):
        return
    after = number(written(back), hyper)
    assert after is None or after == before  # SymPy may have cancelled what has no value, never the reverse
    assert after is not None


def test_every_operator_has_a_value():
    assert set(FUNCTIONS) == set(OPERATORS)


@pytest.mark.parametrize("spec", catalogue.SPECS.values(), ids=lambda s: s.name)
def test_every_equation_offers_its_sympy_form(spec):
    for e in (*spec.equations, *spec.initial, *spec.settings):
        assert isinstance(e.value, sp.Equality)
        assert isinstance(e.left.value, sp.Expr)
        assert str(e.value.lhs).startswith(e.left.word.name)


def test_symbols_are_real_or_integer_and_nothing_else():
    for x in (eta, gamma, rho1):
        assert value(x).is_real
        assert value(x).is_positive is None
    assert value(t).is_integer
    assert value(s[t - 1]) == sp.Function("s")(value(t) - 1)


def test_an_optimizer_from_sympy_equations():
    k = sp.Symbol("t", integer=True)
    rate, decay = (sp.Symbol(n, real=True) for n in ("eta", "gamma"))
    v, d, x = (sp.Function(n) for n in ("velocity", "g", "theta"))
    spec = optimizer(
        "momentum",
        sp.Eq(v(0), 0),
        g[t] == grad(theta[t]),
        sp.Eq(v(k), decay * v(k - 1) - rate * d(k)),
        sp.Eq(x(k + 1), x(k) + v(k)),
    )
    assert spec.transition == plain.transition
    assert isinstance(from_sympy(sp.Eq(v(k), d(k))), Equation)
    assert eta * (rate + 1) == eta * (eta + 1) or str(eta * (rate + 1)) == "eta*(1 + eta)"


def test_ones_own_words_are_given_to_from_sympy():
    nu, q = hyperparameter("nu", r"\nu", UNIT), sequence("q")
    e = from_sympy(sp.Symbol("nu", real=True) * sp.Function("q")(sp.Symbol("t", integer=True)), nu, q)
    assert isinstance(e, Term)
    assert e == nu * q[t]


@pytest.mark.parametrize(
    ("e", "message"),
    [
        (sp.Symbol("gamma"), "no assumption.* is in no table"),
        (sp.Symbol("gamma", positive=True), "in no table"),
        (sp.Float(0.5), "cannot stand"),
        (sp.sin(sp.Symbol("eta", real=True)), "sin"),
        (sp.Function("q")(1), "cannot stand"),
        (sp.Symbol("eta", real=True) ** sp.pi, "cannot stand|pi"),
    ],
)
def test_no_symbol_passes_by_its_name_alone(e, message):
    with pytest.raises(TermError, match=message):
        from_sympy(e)


def test_conventions_of_writing():
    for x in (
        1 - rho1,
        eta * g[t],
        sqrt(r[t]),
        g[t] / (1 - rho1**t),
        -eta * g[t],
        total(gamma ** (t - i) * g[i], i, 1, t),
    ):
        assert str(written(value(x))).replace("-(eta*g[t])", "(-eta)*g[t]").replace("(-i + t)", "(t - i)") == str(x)
