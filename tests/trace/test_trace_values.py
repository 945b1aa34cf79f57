"""What code's own numbers and operations become."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adaptsym.notation import eta, gamma, t, theta
from adaptsym.term import Number, Op
from adaptsym.trace.model import TraceError
from adaptsym.trace.values import apply, number


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_is_its_shortest_decimal(x: float) -> None:
    q = number(x).fraction
    assert float(q) == x
    assert q == Fraction(repr(x))


def test_a_single_is_read_by_its_own_type() -> None:
    import numpy as np

    assert number(np.float32(0.9)).fraction == Fraction(9, 10)
    assert number(np.int64(3)).fraction == 3


@pytest.mark.parametrize("x", [float("nan"), float("inf"), "x", None])
def test_what_is_no_number_is_refused(x: object) -> None:
    with pytest.raises(TraceError, match="no finite real number"):
        number(x)


OPS = st.sampled_from(["add", "sub", "mul", "div", "max", "min", "pow"])


@given(OPS, st.integers(-5, 5), st.integers(-5, 5))
def test_numbers_fold_to_their_value(op: str, a: int, b: int) -> None:
    if (op == "div" and b == 0) or (op == "pow" and a == 0 and b < 0):
        return
    value = {
        "add": lambda: Fraction(a + b),
        "sub": lambda: Fraction(a - b),
        "mul": lambda: Fraction(a * b),
        "div": lambda: Fraction(a, b),
        "max": lambda: Fraction(max(a, b)),
        "min": lambda: Fraction(min(a, b)),
        "pow": lambda: Fraction(a) ** b,
    }[op]()
    assert apply(op, a, b) == Number(value)


def test_what_changes_nothing_is_left_out() -> None:
    x = theta[t]
    for same in (apply("add", x, 0), apply("mul", 1, x), apply("div", x, 1), apply("pow", x, 1), apply("sub", x, 0)):
        assert same == x
    assert apply("neg", apply("neg", x)) == x
    assert apply("mul", x, 0) == Number(Fraction(0))
    assert apply("pow", x, 0.5) == Op("sqrt", (x,))
    assert apply("add", eta, gamma) == eta + gamma
