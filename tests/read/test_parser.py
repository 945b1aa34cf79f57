r"""Syntax: what binds how, what is refused."""

import pytest

from adaptsym.read import NotUnderstood, expression, tokens


def parsed(text: str) -> str:
    return repr(expression(tokens(text)))


SAME = [
    (r"\frac12", r"\frac{1}{2}"),
    (r"\hat{m}_t", r"\widehat{m}_{t}"),
    (r"\hat{m_t}", r"\hat{m}_t"),
    (r"\mathbf{\hat m}_t", r"\hat{\mathbf m}_t"),
    (r"a \cdot b", r"a\,\cdot\, b"),
    (r"{}-x", "-x"),
    (r"\left( a \right)", r"\big( a \big)"),
    (r"\left|a\right|", r"\lvert a \rvert"),
    (r"\|a\|", r"\lVert a\rVert"),
    (r"\nabla_\theta L(\theta_t)", r"\frac{\partial L(\theta_t)}{\partial \theta}"),
    (r"\operatorname{sgn}(x)", r"\mathrm{sign}(x)"),
    (r"β·g", r"\beta \cdot g"),
    (r"\max\{a, b\}", r"\max(a, b)"),
    (r"\sum\limits_{i=1}^t a_i", r"\sum_{i=1}^{t} a_i"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_written_otherwise(one: str, other: str) -> None:
    assert parsed(one) == parsed(other)


DIFFERENT = [
    (r"-a b", r"-(a b)"),
    (r"a/b c", r"a/(b c)"),
    (r"x^{(t)}", "x^t"),
    (r"\mathcal{L}", "L"),
    (r"E[g^2]", "E g^2"),
    (r"{a+b}", "(a+b)"),
]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_kept_apart(one: str, other: str) -> None:
    assert parsed(one) != parsed(other)


REFUSED = {
    r"a + ": "ends too early",
    r"x_1_2": "two subscripts",
    r"x^1^2": "two superscripts",
    r"a 2": "directly behind a factor",
    r"\foo": r"\foo is not known",
    r"|a": "a bar is not closed",
    r"\frac{a}": "expected an argument",
    r"(a": "expected the end",
    r"\nabla^2 f": "a power of",
    "": "an empty expression",
    "(" * 50 + "a" + ")" * 50: "nested deeper than",
}


@pytest.mark.parametrize("text", REFUSED)
def test_refused(text: str) -> None:
    with pytest.raises(NotUnderstood, match=REFUSED[text].replace("\\", r"\\")):
        expression(tokens(text))
