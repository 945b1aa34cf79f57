"""A slice of the fuzz (`page_fuzz.py`), and inputs that are large, deep, or made to be slow."""

import page_fuzz
import pytest

from adaptsym.checking import check
from adaptsym.checking.check import understood
from adaptsym.equivalence.words import assignments
from adaptsym.notation import grad, hyperparameter, sequence, t
from adaptsym.read import document
from adaptsym.spec import optimizer
from adaptsym.term import Equation, Term

KNOWN = page_fuzz.pages()


@pytest.mark.parametrize("first", range(0, 400, 200))
def test_reading_never_fails(first: int) -> None:
    for seed in range(first, first + 200):
        page_fuzz.run(seed, KNOWN, whole=False)


def test_checking_never_fails() -> None:
    page_fuzz.warm()
    for seed in range(7000, 7006):
        page_fuzz.run(seed, KNOWN, whole=True)


def test_a_change_that_forgets_the_parameter() -> None:
    page_fuzz.run(11000, KNOWN, whole=True)


def test_many_hyperparameters_are_paired_in_bounds() -> None:
    a, b = ([hyperparameter(f"{base}{n}") for n in range(count)] for base, count in (("a", 14), ("b", 6)))
    spec = optimizer("many", *_steps(sum(a[1:], a[0])))
    other = optimizer("few", *_steps(sum(b[1:], b[0])))
    assert len(list(assignments(spec, other, None))) == 24


def _steps(rate: Term) -> list[Equation]:
    x, slope = sequence("theta"), sequence("g")
    return [slope[t] == grad(x[t]), x[t + 1] == x[t] - rate * slope[t]]


HOSTILE = {
    "5000 braces": "$$" + "{" * 5000 + "x" + "}" * 5000 + "$$",
    "brackets that nest": "$$x = " + "(" * 300 + "y" + ")" * 300 + "$$",
    "fractions that nest": "$$x_t = " + r"\frac{1}{" * 60 + "x" + "}" * 60 + "$$",
    "100000 dollars": "$" * 100_000,
    "a tower of exponents": "$$x_t = 9^{9^{9^{9}}}$$",
    "a huge exponent": "$$x_t = 9^{999999999}$$",
    "a huge number": "$$x_t = " + "9" * 5000 + "$$",
    "products of sums": "$$x_t = " + "(a+b+c)" * 12 + " = " + "(c+b+a)" * 12 + "$$",
    "a long display": "$$x_t = " + "y + " * 20_000 + "y$$",
    "macros that grow": r"\newcommand{\a}{xx}\newcommand{\b}{\a\a\a\a}\newcommand{\c}{\b\b\b\b}"
    + "$$"
    + r"\c" * 3000
    + "$$",
    "a macro of itself": r"\newcommand{\a}{\a\a} $$x = \a$$",
    "open environments": r"\begin{align}" * 2000,
    "backquotes": "`" * 20_000 + "$$x = 1$$",
    "a fence that never ends": "```\n$$x = 1$$\n" * 50,
    "python": "$$__import__('os').system('false') = 1$$",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_are_read_in_bounds(name: str) -> None:
    report = check(HOSTILE[name] + "\n")
    assert {e.verdict for e in report.equations} <= {"not understood", "undecided", "definition"}


def test_many_equations_are_read_one_by_one() -> None:
    block = "$$m_t = \\beta m_{t-1} + g_t = \\sum_{i=1}^t \\beta^{t-i} g_i, \\quad m_0 = 0$$\n\n# Next\n\n"
    assert len(understood(document(block * 200)).items) == 600
