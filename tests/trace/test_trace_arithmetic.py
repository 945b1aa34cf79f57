"""Array code's arithmetic, conditions and guards, on terms: every law against the value by exact unrolling."""

from collections.abc import Callable
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adaptsym.errors import AdaptsymError
from adaptsym.notation import dot, epsilon, eta, g, grad, norm, r, rho1, rho2, s, size, sqrt, t, theta, where
from adaptsym.spec import optimizer
from adaptsym.term import Number, Op, Term, maximum, sign, term
from adaptsym.trace.alike import alike
from adaptsym.trace.arithmetic import minus, over, plus, power, root, summed, times
from adaptsym.trace.generic import Sign, generic, invariants
from adaptsym.trace.generic import sign as known_sign
from adaptsym.trace.model import TraceError
from adaptsym.trace.scopes import agreed
from adaptsym.trace.scopes import both as of_both
from adaptsym.trace.truths import Truth, both, branch, compare, either, turned
from adaptsym.unroll import Unrolling

VALUES = {"eta": Fraction(2, 3), "rho1": Fraction(1, 4)}
RUN = Unrolling(
    optimizer("any", g[t] == grad(theta[t]), theta[t + 1] == theta[t] - eta * rho1 * g[t]),
    VALUES,
    ((Fraction(3, 2), Fraction(-1, 2)),),
    lambda _point, n: ((Fraction(n), Fraction(-2)),),
)


def value(x: Term, at: int = 3) -> Any:
    return RUN.value(x, at)


NUMBERS = st.sampled_from([Number(Fraction(q)) for q in ("-2", "-1", "0", "1/2", "1", "3")])
LEAVES = st.one_of(NUMBERS, st.sampled_from([eta, rho1, t, g[t], theta[t], t - 1, t + 2]))
TERMS = st.recursive(
    LEAVES, lambda x: st.one_of(st.builds(plus, x, x), st.builds(minus, x, x), st.builds(times, x, x)), max_leaves=5
)
LAWS: list[tuple[Callable[[Term, Term], Term], str]] = [(plus, "add"), (minus, "sub"), (times, "mul"), (over, "div")]


@given(TERMS, TERMS, st.sampled_from(LAWS))
def test_arithmetic_keeps_the_value(a: Term, b: Term, law: tuple[Callable[[Term, Term], Term], str]) -> None:
    ours, op = law
    try:
        expected = value(Op(op, (a, b)))
    except AdaptsymError:
        return
    assert _spread(value(ours(a, b)), theta_like()) == _spread(expected, theta_like())


def _spread(x: Any, like: Any) -> Any:
    """A number as the array of itself."""
    return tuple(tuple(x for _ in row) for row in like) if isinstance(like, tuple) and not isinstance(x, tuple) else x


def test_signs_come_to_the_front_and_counts_stay_counts() -> None:
    assert str(plus(theta[t], times(term(-1), times(eta, g[t])))) == "theta[t] - eta*g[t]"
    assert str(over(times(g[t], term(-2)), eta)) == "-(g[t]*2/eta)"
    assert str(plus(minus(t, term(1)), term(1))) == "t"
    assert str(plus(term(2), t)) == "t + 2"
    assert str(minus(g[t], times(term(-1), eta))) == "g[t] + eta"
    assert str(minus(eta, eta)) == "0"


@pytest.mark.parametrize("exponent", ["2", "1", "0", "1/2", "-1", "-2", "-1/2", "3/2", "-3/2"])
def test_powers(exponent: str) -> None:
    q = Fraction(exponent)
    found = value(power(term(4), Number(q)))
    assert found**2 == Fraction(4) ** int(2 * q)
    assert not any(isinstance(x, Op) and x.op == "pow" and q < 0 for x in (power(eta, Number(q)),))


def test_sums_become_inner_products() -> None:
    for x, written in (
        (g[t] * theta[t], "dot(g[t], theta[t])"),
        (eta * (g[t] ** 2) / rho1, "eta*dot(g[t], g[t])/rho1"),
        (-g[t], "-dot(g[t], 1)"),
        (g[t] + theta[t], "dot(g[t] + theta[t], 1)"),
        (eta, "2*eta"),
    ):
        assert str(summed(x, 2)) == written
        total = value(summed(x, 2))
        assert sum(_spread(value(x), theta_like())[0]) == (total[0] if isinstance(total, tuple) else total)
    assert str(root(summed(g[t] * g[t], 2))) == "norm(g[t])"


def theta_like() -> Any:
    return value(theta[t])


# ---------------------------------------------------------------- conditions


P: list[Truth] = [True, False, compare("gt", g[t], theta[t]), compare("le", t, term(5)), compare("eq", g[t], term(3))]


def holds(p: Truth) -> Any:
    return _spread(value(branch(p, term(1), term(0))), theta_like())


def elementwise(f: Callable[..., bool], *args: Any) -> Any:
    rows = [holds(p) for p in args]
    return tuple(tuple(Fraction(f(*(bool(r[k][n]) for r in rows))) for n in range(2)) for k in range(1))


@pytest.mark.parametrize(("p", "q"), list(product(P, P)))
def test_conditions_are_joined_by_logic(p: Truth, q: Truth) -> None:
    assert holds(both(p, q)) == elementwise(lambda a, b: a and b, p, q)
    assert holds(either(p, q)) == elementwise(lambda a, b: a or b, p, q)
    assert holds(turned(p)) == elementwise(lambda a: not a, p)


@pytest.mark.parametrize("op", ["lt", "le", "gt", "ge", "eq", "ne"])
@pytest.mark.parametrize("k", [-1, 0, 1, 2, 3])
def test_comparisons_of_counts(op: str, k: int) -> None:
    compares = {"lt": int.__lt__, "le": int.__le__, "gt": int.__gt__, "ge": int.__ge__, "eq": int.__eq__}
    for n in (1, 2, 3, 4):
        found = value(branch(compare(op, t - 1, term(k)), term(1), term(0)), n)
        expected = not compares["eq"](n - 1, k) if op == "ne" else compares[op](n - 1, k)
        assert bool(found) is expected


# ---------------------------------------------------------------- guards


STATES = {r.word: Sign.NONNEGATIVE, s.word: Sign.POSITIVE}
SIGNS: list[tuple[Term, Sign]] = [
    (r[t - 1] + g[t] * g[t], Sign.NONNEGATIVE),
    (s[t - 1] + g[t] * g[t], Sign.POSITIVE),
    (rho2 * r[t - 1] + (1 - rho2) * g[t] ** 2, Sign.NONNEGATIVE),
    (sqrt(r[t - 1]) + epsilon, Sign.POSITIVE),
    (r[t - 1] / (1 - rho2**t), Sign.NONNEGATIVE),
    (r[t - 1] / g[t], Sign.UNKNOWN),
    (r[t - 1] - s[t - 1], Sign.UNKNOWN),
    (r[t - 1] * g[t], Sign.UNKNOWN),
    (r[t - 1] * s[t - 1], Sign.NONNEGATIVE),
    (s[t - 1] ** 3, Sign.POSITIVE),
    (g[t] ** 3, Sign.UNKNOWN),
    (g[t] ** 4, Sign.NONNEGATIVE),
    (maximum(g[t], s[t - 1]), Sign.POSITIVE),
    (where(g[t] > 0, s[t - 1], r[t - 1]), Sign.NONNEGATIVE),
    (norm(g[t]) / size(g[t]), Sign.NONNEGATIVE),
    (dot(g[t], g[t]) + eta, Sign.POSITIVE),
    (dot(g[t], theta[t]), Sign.UNKNOWN),
    (sign(g[t]), Sign.UNKNOWN),
    (-r[t - 1], Sign.UNKNOWN),
]


@pytest.mark.parametrize(("x", "expected"), SIGNS, ids=str)
def test_signs(x: Term, expected: Sign) -> None:
    assert known_sign(x, STATES) == expected


def test_invariants_are_what_every_step_keeps() -> None:
    steps = {r.word: r[t - 1] + g[t] * g[t], s.word: s[t - 1] - r[t - 1]}
    assert invariants(steps, {r.word: term("0.1"), s.word: term(1)}) == {r.word: Sign.POSITIVE, s.word: Sign.UNKNOWN}
    assert invariants(steps, {r.word: term(0), s.word: term(1)})[r.word] == Sign.NONNEGATIVE
    falls = {r.word: s[t - 1], s.word: s[t - 1] - eta}  # r would keep its sign, if s did
    assert set(invariants(falls, {r.word: term(1), s.word: term(1)}).values()) == {Sign.UNKNOWN}


GUARDS: list[tuple[Term, str, int]] = [
    (where(s[t - 1] > 0, eta, rho1), "eta", 0),
    (where(r[t - 1] + g[t] ** 2 > 0, eta, rho1), "eta", 1),
    (where(r[t - 1] + g[t] ** 2 <= 0, eta, rho1), "rho1", 1),
    (where(r[t - 1] + g[t] ** 2 >= 0, eta, rho1), "eta", 0),
    (where(r[t - 1] > 0, eta, rho1), "where(r[t - 1] > 0, eta, rho1)", 0),  # r may start at 0
    (where(g[t] > 0, eta, rho1), "where(g[t] > 0, eta, rho1)", 0),
    (where(norm(g[t]) > 1, eta, rho1), "where(norm(g[t]) > 1, eta, rho1)", 0),
    (sqrt(dot(g[t], where(s[t - 1] < 0, theta[t], g[t]))), "norm(g[t])", 0),
]


@pytest.mark.parametrize(("x", "expected", "assumed"), GUARDS, ids=str)
def test_guards(x: Term, expected: str, assumed: int) -> None:
    assumptions: list[str] = []
    assert str(generic(x, STATES, frozenset((g.word, theta.word)), assumptions.append)) == expected
    assert len(assumptions) == assumed


# ---------------------------------------------------------------- two parameters, and two readings


G, W = of_both(g, 2), of_both(theta, 2)


def settle(a: Term, b: Term) -> str:
    return str(agreed("code", "x", [a, b], [G, W], [91, 187]))


def test_one_term_for_two_parameters() -> None:
    assert settle(eta * G[0][t], eta * G[1][t]) == "eta*g[t]"
    assert settle(G[0][t] / 91, G[1][t] / 187) == "g[t]/size(theta[t])"
    together = dot(G[0][t], W[0][t]) + dot(G[1][t], W[1][t])
    assert settle(together * G[0][t], together * G[1][t]) == "dot_all(g[t], theta[t])*g[t]"
    squares = sqrt(dot(G[0][t], G[0][t]) + dot(G[1][t], G[1][t])) / 278
    assert settle(squares, squares) == "norm_all(g[t])/size_all(theta[t])"
    assert settle(G[0][t] / norm(G[0][t]), G[1][t] / norm(G[1][t])) == "g[t]/norm(g[t])"


@pytest.mark.parametrize(
    ("a", "b", "message"),
    [
        (G[0][t] / 92, G[1][t] / 188, "not computed alike"),
        (G[0][t], 2 * G[1][t], "not computed alike"),
        (G[0][t] * norm(G[1][t]), G[1][t] * norm(G[0][t]), "reads another parameter's values"),
        (G[0][t] * norm(G[0][t]), G[1][t] * norm(G[0][t]), "reads another parameter's values"),
    ],
)
def test_parameters_that_are_treated_differently(a: Term, b: Term, message: str) -> None:
    with pytest.raises(TraceError, match=message):
        settle(a, b)


def test_specifications_that_step_alike_at_their_usual_values() -> None:
    def spec(step: Term, *settings: Any) -> Any:
        return optimizer("x", *settings, g[t] == grad(theta[t]), theta[t + 1] == theta[t] - step)

    a = spec(eta * g[t] / (1 - rho1**t), eta == "0.5", rho1 == "0.9")
    assert alike(a, spec(term("0.5") * g[t] / (1 - rho1**t), rho1 == "0.9"))
    assert not alike(a, spec(term("0.5") * g[t] / (1 - rho1**t), rho1 == "0.8"))
    assert not alike(a, spec(eta * g[t], eta == "0.5"))
    assert alike(spec(eta * sqrt(-(g[t] ** 2)), eta == "0.5"), spec(sqrt(-(g[t] ** 2)) / 2))
