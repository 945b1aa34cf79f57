"""The as-written tree: what is typed is what stands there."""

import copy
import pickle
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adaptsym.errors import TermError
from adaptsym.notation import epsilon, eta, g, i, j, r, rho1, s, sequence, sqrt, t, theta, total
from adaptsym.term import (
    OPERATORS,
    UNIT,
    At,
    Big,
    Equation,
    Kind,
    Number,
    Op,
    absolute,
    brace,
    dot,
    free_symbols,
    hyperparameter,
    norm,
    substitute,
    term,
    walk,
    where,
    without_braces,
)

leaves = st.sampled_from([g[t], s[t - 1], eta, rho1, t, term(2), term("0.5")])
terms = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(lambda a, b: a + b, inner, inner),
        st.builds(lambda a, b: a - b, inner, inner),
        st.builds(lambda a, b: a * b, inner, inner),
        st.builds(lambda a, b: a / b, inner, inner),
        st.builds(lambda a: -a, inner),
        st.builds(sqrt, inner),
        st.builds(lambda a: total(a, i, 1, t), inner),
        st.builds(lambda a: brace(a, 1), inner),
    ),
    max_leaves=12,
)


def test_written_order_is_kept():
    assert str(eta * (s[t] / sqrt(r[t] + epsilon))) == "eta*(s[t]/sqrt(r[t] + epsilon))"
    assert str(eta * s[t] / sqrt(epsilon + r[t])) == "eta*s[t]/sqrt(epsilon + r[t])"
    assert str(g[t] * g[t]) == "g[t]*g[t]"
    assert str((1 - rho1) * g[t] - -g[t]) == "(1 - rho1)*g[t] - (-g[t])"
    assert str((eta - (rho1 - 1)) / 2 / t) == "(eta - (rho1 - 1))/2/t"
    assert str(2 ** (t - i)) == "2**(t - i)"


@given(terms, terms)
def test_equality_is_equality_of_trees(a, b):
    assert bool(a == b) == (
        repr(a) == repr(b) and type(a) is type(b) and list(map(type, walk(a))) == list(map(type, walk(b)))
    )
    assert bool(a == copy.deepcopy(a))
    assert hash(a) == hash(copy.deepcopy(a))
    assert bool(pickle.loads(pickle.dumps(a)) == a)
    assert (a != b) is not bool(a == b)


@given(st.lists(terms, min_size=1, max_size=6))
def test_terms_live_in_sets_and_dictionaries(found):
    assert len(set(found)) == len({repr(x) + str(list(map(type, walk(x)))) for x in found})
    assert {x: n for n, x in enumerate(found)}.keys() == set(found)
    assert found.index(found[-1]) <= len(found) - 1


@given(terms)
def test_substitution_puts_nothing_where_a_sum_binds(x):
    assert substitute(x, j, 5) == x  # j stands nowhere
    moved = substitute(x, t, t + 1)
    assert free_symbols(moved) <= free_symbols(x) | {t}
    assert without_braces(substitute(x, t, 7)) == substitute(without_braces(x), t, 7)
    assert t not in free_symbols(substitute(x, t, 7))


def test_substitution_renames_an_index_that_would_capture():
    inner = total(g[i] * rho1 ** (t - i), i, 1, t)
    moved = substitute(inner, t, i)
    assert isinstance(moved, Big)
    assert moved.index != i
    assert free_symbols(moved) == {i, rho1}


def test_kinds_are_inferred_upwards():
    shared, own = sequence("m", kind=Kind.SHARED), sequence("n", kind=Kind.OWN)
    assert (eta * shared[t]).kind is Kind.SHARED
    assert (shared[t] + own[t]).kind is Kind.OWN
    assert (own[t] * g[t]).kind is Kind.ARRAY
    assert norm(g[t]).kind is Kind.OWN
    assert norm(g[t], over="all").kind is Kind.SHARED
    assert dot(g[t], theta[t]).kind is Kind.OWN
    assert where(eta > 1, g[t], 0).kind is Kind.ARRAY
    assert total(g[i], i, 1, t).kind is Kind.ARRAY


def test_numbers_are_exact():
    assert term("0.1").fraction == Fraction(1, 10)
    assert term("1e-8").fraction == Fraction(1, 10**8)
    assert term(Fraction(1, 3)).fraction == Fraction(1, 3)
    assert term(np.int64(3)).fraction == 3


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (0.9, "the float 0.9 .* write the decimal in quotes"),
        (float("nan"), "not exact"),
        ("1/0", "not a decimal"),
        ("__import__('os')", "not a decimal"),
        ("9" * 200, "not a decimal"),
        ("1e999999999", "not a decimal"),
        (True, "truth value"),
        (g, r"without its index: write g\[t\]"),
        (g[t] == 1, "an equation stands where a term belongs"),
        (None, "write a term"),
        (np.float64(0.5), "the float"),
    ],
)
def test_what_cannot_stand_in_an_equation(wrong, message):
    with pytest.raises(TermError, match=message) as caught:
        eta * wrong
    assert "\n" not in str(caught.value)


def test_python_control_flow_is_refused():
    with pytest.raises(TermError, match="where"):
        1 if theta[t] > 0 else 0
    with pytest.raises(TermError, match="chained"):
        assert 0 < eta < 1
    with pytest.raises(TermError, match="iterated"):
        list(g)
    with pytest.raises(TermError, match="iterated"):
        sum(g[t])


def test_operators_say_how_many_arguments_they_take():
    for name, row in OPERATORS.items():
        with pytest.raises(TermError, match="takes"):
            Op(name, (g[t],) * (row.arity + 1))


def test_names_and_domains_of_ones_own_words():
    nu = hyperparameter("nu", r"\nu", UNIT, "weight", "plain_weight")
    assert (nu.word.latex, nu.word.code_name, str(nu.word.domain)) == (r"\nu", "plain_weight", "[0, 1)")
    with pytest.raises(TermError, match="plain identifier"):
        hyperparameter("my rate")
    with pytest.raises(TermError, match="kind of q must be Kind"):
        sequence("q", kind="array")
    with pytest.raises(TermError, match="Domain"):
        hyperparameter("nu", r"\nu", "[0, 1)")
    with pytest.raises(TermError, match="index"):
        total(g[t], eta, 1, t)


def test_an_equation_is_true_where_both_sides_are_one_tree():
    assert isinstance(g[t] == s[t], Equation)
    assert g[t] != s[t]
    assert g[t] == g[t]
    assert At(g.word, t) in [s[t], g[t]]
    assert isinstance(absolute(g[t]), Op)
    assert isinstance(abs(g[t]), Op)
    assert Number(Fraction(2)) == term(2)
