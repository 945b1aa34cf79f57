"""Laws of conditions: what a branch chooses is what Python's own comparisons say."""

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adaptsym.notation import absolute, eta, g, gamma, maximum, norm, rho1, s, t, theta
from adaptsym.term import Number, Op, Term
from adaptsym.trace.model import TraceError
from adaptsym.trace.paths import explore
from adaptsym.trace.torch_condition import (
    SIGNS,
    Condition,
    both,
    choose,
    compare,
    either,
    negated,
    setting,
)
from adaptsym.trace.torch_scalar import Scalar, fold, stand_ins
from adaptsym.unroll import ELEMENTWISE

LEAVES: dict[Term, Fraction] = {}
ATOMS = (g[t], theta[t], s[t - 1])
YES, NO = Number(Fraction(1)), Number(Fraction(0))

simple = st.builds(compare, st.sampled_from(sorted(SIGNS)), st.sampled_from(ATOMS), st.sampled_from((*ATOMS, NO)))
conditions = st.recursive(
    simple,
    lambda c: st.one_of(st.builds(both, c, c), st.builds(either, c, c), st.builds(negated, c)),
    max_leaves=5,
)
values = st.fixed_dictionaries({x: st.integers(-1, 1).map(Fraction) for x in ATOMS})


def evaluated(x: Term, at: dict[Term, Fraction]) -> Fraction:
    match x:
        case Number(q):
            return q
        case Op("where", (condition, yes, no)):
            return evaluated(yes if evaluated(condition, at) else no, at)
        case Op(op, args):
            return ELEMENTWISE[op](*(evaluated(a, at) for a in args))
    return at[x]


def holds(c: Condition, at: dict[Term, Fraction]) -> bool:
    if isinstance(c, bool):
        return c
    if len(c) == 3:
        gap = evaluated(c.left, at) - evaluated(c.right, at)
        return (gap > 0) - (gap < 0) in c.signs
    one, other = holds(c.one, at), holds(c.other, at)
    return (one and other) if type(c).__name__ == "Both" else (one or other)


@given(conditions, values)
def test_a_branch_chooses_what_holds(c: Condition, at: dict[Term, Fraction]) -> None:
    assert evaluated(choose(c, YES, NO), at) == holds(c, at)
    assert holds(negated(c), at) is not holds(c, at)


@given(conditions, conditions, values)
def test_branches_nest(c: Condition, d: Condition, at: dict[Term, Fraction]) -> None:
    inner = choose(c, g[t], theta[t])
    assert evaluated(choose(d, inner, s[t - 1]), at) == (
        at[s[t - 1]] if not holds(d, at) else at[g[t]] if holds(c, at) else at[theta[t]]
    )
    again = choose(compare("eq", choose(c, YES, NO), YES), g[t], NO)
    assert evaluated(again, at) == (at[g[t]] if holds(c, at) else 0)


def test_constructed_hyperparameters_decide_and_are_written_down() -> None:
    with setting({gamma: Fraction(9, 10), rho1: Fraction(1, 2)}) as found:
        assert compare("ne", gamma, NO) is True
        assert compare("gt", rho1, gamma) is False
        assert compare("gt", eta, NO) is True
        assert not isinstance(compare("gt", t, Number(Fraction(5))), bool)
    assert list(found.assumptions) == ["gamma > 0, as constructed", "rho1 < gamma, as constructed"]


def test_what_is_never_negative_forks_in_two() -> None:
    length = norm(g[t])
    assert compare("lt", length, NO) is False
    assert compare("ge", absolute(g[t]) + eta, NO) is True
    assert str(choose(compare("eq", length, NO), YES, g[t])) == "where(norm(g[t]) <= 0, 1, g[t])"
    assert str(choose(compare("ne", maximum(g[t], NO), NO), YES, g[t])) == "where(max(g[t], 0) > 0, 1, g[t])"
    assert len(explore(lambda: bool(Scalar(length) == 0))) == 2


def test_equality_of_the_count_forks_in_two() -> None:
    paths = explore(lambda: 1 if Scalar(t) == 1 else 2)
    assert sorted(p.result for p in paths) == [1, 2]
    assert explore(lambda: Scalar(t) >= 1 and 3)[0].result == 3


@given(st.lists(st.integers(-3, 3), max_size=6))
def test_whole_numbers_added_to_the_count_are_gathered(steps: list[int]) -> None:
    found: Term = t
    for k in steps:
        found = fold("add", found, k) if k % 2 else fold("sub", found, -k)
    total = sum(steps)
    assert found == (t if total == 0 else t + total if total > 0 else t - -total)


def test_math_is_restored_after_an_error() -> None:
    real = (math.sqrt, math.exp)
    with stand_ins([]):
        assert repr(math.sqrt(Scalar(eta))) == "sqrt(eta)"
        assert math.sqrt(4.0) == 2.0
    with pytest.raises(TraceError, match=r"math\.exp of eta"), stand_ins([]):
        math.exp(Scalar(eta))
    assert (math.sqrt, math.exp) == real
