"""Laws of the stand-ins: what code computes with them is the term of what it computes with arrays."""

# ruff: noqa: ARG005, PLW0108 -- a table of small pieces of code

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adaptsym.notation import eta, g, t, theta
from adaptsym.term import At, Number, Op, Symbol, Term
from adaptsym.trace.model import TraceError
from adaptsym.trace.numpy.builtin import MATH, PYTHON
from adaptsym.trace.numpy.duck import Duck, term_of
from adaptsym.trace.numpy.granted import ASSUMED, number_of

G, THETA, ETA = 1.75, -0.5, 0.125
NUMPY: dict[str, Callable[..., Any]] = {
    "add": np.add,
    "sub": np.subtract,
    "mul": np.multiply,
    "div": np.divide,
    "pow": np.power,
    "neg": np.negative,
    "sqrt": np.sqrt,
    "abs": np.abs,
    "sign": np.sign,
    "max": np.maximum,
    "min": np.minimum,
    "where": np.where,
    "gt": np.greater,
    "ge": np.greater_equal,
    "lt": np.less,
    "le": np.less_equal,
    "dot": lambda a, b: np.sum(a * b),
    "norm": np.linalg.norm,
    "size": np.size,
}


def value(x: Term) -> Any:
    match x:
        case Number(q):
            return float(q)
        case Symbol():
            return ETA
        case At(word):
            return np.array([G if word == g.word else THETA])
        case Op(op, args):
            return NUMPY[op](*map(value, args))
    raise AssertionError(x)


Code = Callable[[Any, Any, Any], Any]
LEAVES: tuple[Code, ...] = (lambda w, d, lr: w, lambda w, d, lr: d, lambda w, d, lr: lr, lambda w, d, lr: 0.5)
UNARY: tuple[Callable[[Any], Any], ...] = (
    lambda x: -x,
    lambda x: abs(x),
    lambda x: np.sqrt(np.abs(x)),
    lambda x: np.square(x),
    lambda x: x**2,
    lambda x: np.sign(x),
    lambda x: np.clip(x, -1, 1),
    lambda x: np.maximum(x, 0),
    lambda x: 1 - x,
    lambda x: x / 3,
    lambda x: np.where(x > 0.3, x, -2 * x),
    lambda x: np.copy(x),
    lambda x: (abs(x) + 1) ** -0.5,
)
BINARY: tuple[Callable[[Any, Any], Any], ...] = (
    lambda a, b: a + b,
    lambda a, b: a - b,
    lambda a, b: a * b,
    lambda a, b: a / (np.abs(b) + 1),
    lambda a, b: np.minimum(a, b),
    lambda a, b: np.where(a >= b, a, b),
    lambda a, b: np.multiply(a, b) + np.subtract(b, a),
)


@st.composite
def codes(draw: st.DrawFn, depth: int = 4) -> Code:
    choice = draw(st.integers(0, 2)) if depth else 0
    if choice == 0:
        return draw(st.sampled_from(LEAVES))
    if choice == 1:
        f, inner = draw(st.sampled_from(UNARY)), draw(codes(depth - 1))
        return lambda w, d, lr: f(inner(w, d, lr))
    h, one, other = draw(st.sampled_from(BINARY)), draw(codes(depth - 1)), draw(codes(depth - 1))
    return lambda w, d, lr: h(one(w, d, lr), other(w, d, lr))


@settings(max_examples=80, deadline=None)
@given(codes())
def test_the_term_is_what_the_code_computes(code: Code) -> None:
    real = code(np.array([THETA]), np.array([G]), ETA)
    read = code(Duck(theta[t], (1,)), Duck(g[t], (1,)), Duck(eta))
    np.testing.assert_allclose(value(term_of(read)), real, rtol=1e-12, atol=1e-12)


def test_arrays_are_written_in_place_and_numbers_are_not() -> None:
    array, number = Duck(g[t], (1,)), Duck(eta)
    same, other = array, number
    array *= 2
    number *= 2
    assert same is array
    assert term_of(same) == g[t] * 2
    assert term_of(other) == eta
    same[...] = 0
    assert term_of(array) == Number(Fraction(0))
    copy = array.copy()
    np.add(array, 1, out=array)
    assert (term_of(copy), term_of(array)) == (Number(Fraction(0)), Number(Fraction(1)))


@pytest.mark.parametrize(
    ("code", "read"),
    [
        (lambda d: np.sum(d * d), "dot(g[t], g[t])"),
        (lambda d: (d**2).sum(), "dot(g[t], g[t])"),
        (lambda d: np.dot(d, d), "dot(g[t], g[t])"),
        (lambda d: d @ d, "dot(g[t], g[t])"),
        (lambda d: np.linalg.norm(d), "norm(g[t])"),
        (lambda d: np.mean(d), "dot(g[t], 1)/size(g[t])"),
        (lambda d: PYTHON["max"](Duck(eta), 0.5), "max(eta, 1/2)"),
        (lambda d: MATH["sqrt"](Duck(eta)), "sqrt(eta)"),
        (lambda d: MATH["exp"](2 * MATH["log"](Duck(eta))), "eta**2"),
        (lambda d: 1 - MATH["expm1"](2 * MATH["log"](Duck(eta))), "1 - (eta**2 - 1)"),
        (lambda d: (d > 0) * d, "where(g[t] > 0, 1, 0)*g[t]"),
        (lambda d: np.zeros_like(d) + d.T.ravel(), "g[t]"),
    ],
)
def test_rows(code: Callable[[Duck], Any], read: str) -> None:
    assert str(term_of(code(Duck(g[t], (1,))))) == read


@pytest.mark.parametrize(
    ("code", "complaint"),
    [
        (lambda d: np.exp(d), "numpy.exp"),
        (lambda d: np.sort(d), "numpy.sort"),
        (lambda d: d // 2, "whole division"),
        (lambda d: d.astype(int), "cuts off fractions"),
        (lambda d: d[1:], "a part of an array"),
        (lambda d: np.array([d, d]), "plain array"),
        (lambda d: math.exp(d), "plain number"),
        (lambda d: d * np.array([1.0, 2.0]), "its own numbers"),
        (lambda d: np.any(d > 1), "every|any"),
        (lambda d: np.add(d, 1, out=np.zeros(1)), "array of numbers"),
        (lambda d: bool(d), "truth"),
        (lambda d: d.reshape(2, 2), "shape"),
    ],
)
def test_what_is_not_read_is_refused(code: Callable[[Duck], Any], complaint: str) -> None:
    with pytest.raises(TraceError, match=complaint):
        code(Duck(g[t], (1,)))


def test_a_rounding_is_read_as_what_it_rounds_and_said() -> None:
    noted: dict[str, Fraction | None] = {}
    token = ASSUMED.set(noted)
    try:
        assert number_of(1 - 0.9) == Number(Fraction(1, 10))
        assert number_of(2 / 3) == Number(Fraction(2, 3))
        assert number_of(math.pi) == Number(Fraction(repr(math.pi)))
        assert number_of(0.1) == Number(Fraction(1, 10))
    finally:
        ASSUMED.reset(token)
    assert list(noted.values()) == [Fraction(1, 10), Fraction(2, 3)]


def test_a_count_stays_simple() -> None:
    count = Duck(t - 1)
    count += 1
    assert term_of(count) == t
    assert term_of(count + 1) == t + 1
