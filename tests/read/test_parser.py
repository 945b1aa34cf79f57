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


INNER = r"\begin{cases} a & \text{if } b > 0 \\ c & \text{otherwise} \end{cases}"


def test_a_branch_within_a_branch() -> None:
    outer = parsed(rf"\begin{{cases}} {INNER} & \text{{if }} d < 0 \\ e & \text{{otherwise}} \end{{cases}}")
    assert parsed(INNER).removeprefix("Cases(") in outer
    assert outer.count("Cases(") == 2
    assert outer.count("Relation(") == 2


@pytest.mark.parametrize(("left", "right"), [("(", ")"), ("[", "]"), (r"\lvert", r"\rvert")])
def test_a_branch_between_brackets(left: str, right: str) -> None:
    assert parsed(rf"\left{left} {INNER} \right{right}") == parsed(rf"{left}{INNER}{right}") != parsed(INNER)


@pytest.mark.parametrize("right", [r"\right.", r"\right\}"])
def test_a_brace_before_a_branch_only_decorates_it(right: str) -> None:
    assert parsed(rf"\left\{{ {INNER} {right}") == parsed(INNER)
