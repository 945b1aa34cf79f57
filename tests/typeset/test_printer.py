r"""Printing loses nothing: a strict reader gets the same tree back, for every tree and every notation."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from latex_reader import Reader

from adaptsym import catalogue
from adaptsym import notation as table
from adaptsym.errors import InputError
from adaptsym.notation import NOTATIONS, eta, g, gamma, grad, i, j, r, rho1, s, t, theta, total, velocity
from adaptsym.spec import optimizer
from adaptsym.term import (
    COMPARISONS,
    OPERATORS,
    Apply,
    At,
    Big,
    Brace,
    Number,
    Op,
    Role,
    Sequence,
    Symbol,
    Term,
    hyperparameter,
    sequence,
    term,
)
from adaptsym.typeset.operators import BIG, LATEX
from adaptsym.typeset.printer import Printer, latex
from adaptsym.typeset.words import LANGUAGES

OWN = [hyperparameter("my_rate", "", meaning="a rate"), hyperparameter("lifted", "x^{(1)}"), sequence("p", "p'")]
WORDS = [v.word for v in (*table.rows().values(), *OWN)] + [table.discrepancy, table.model]


def reader(text: str, notation: str = "chapter") -> Reader:
    return Reader(text, WORDS, NOTATIONS[notation])


# ---------------------------------------------------------------- any tree

indices = st.sampled_from([t, i, t - 1, t + 1, i - 2, term(0), term(1), 2 * t, t - i])
bound = st.sampled_from([i, j, table.k])
symbols = [Symbol(w) for w in WORDS if w.role in (Role.HYPERPARAMETER, Role.CONSTANT)] + [t, i]
sequences = [Sequence(w) for w in WORDS if w.role is Role.SEQUENCE]
leaves = (
    st.builds(Number, st.sampled_from([Fraction(n, d) for n in (-3, -1, 0, 1, 2, 12) for d in (1, 3, 8, 10)]))
    | st.sampled_from(symbols)
    | st.builds(lambda x, n: x[n], st.sampled_from([*sequences, Sequence(rho1.word)]), indices)
)


def grown(below: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
    def applied(op: str) -> st.SearchStrategy[Term]:
        condition = st.builds(lambda c, a, b: Op(c, (a, b)), st.sampled_from(COMPARISONS), below, below)
        if op == "where":
            return st.builds(lambda c, a, b: Op("where", (c, a, b)), condition, below, below)
        return st.tuples(*[below] * OPERATORS[op].arity).map(lambda args: Op(op, args))

    return (
        st.sampled_from(sorted(OPERATORS)).flatmap(applied)
        | st.sampled_from(("add", "sub", "mul", "div", "neg", "pow")).flatmap(applied)
        | st.builds(Big, st.sampled_from(sorted(BIG)), below, bound, below, below)
        | st.builds(Brace, below, st.sampled_from(("1", "12", "some words")), st.booleans())
        | st.builds(lambda a, b: Apply(table.model, (a,), (b,)), below, below)
        | st.builds(lambda a, b: Apply(table.discrepancy, (a, b)), below, below)
    )


trees = st.recursive(leaves, grown, max_leaves=10)


@settings(max_examples=300)
@given(trees, st.sampled_from(sorted(NOTATIONS)), st.sampled_from(LANGUAGES))
def test_reading_back_gives_the_same_tree(x: Term, notation: str, lang: str) -> None:
    text = latex(x, NOTATIONS[notation], lang)
    assert reader(text, notation).whole() == x, text


@pytest.mark.parametrize("notation", NOTATIONS)
@pytest.mark.parametrize("spec", catalogue.SPECS.values(), ids=lambda spec: spec.name)
def test_every_equation_of_the_catalogue_reads_back(spec: catalogue.Spec, notation: str) -> None:
    printer = Printer.of(spec, NOTATIONS[notation])
    claimed = [side for c in spec.claims for side in (c.left, c.right, *c.given)]
    equations = (*spec.equations, *spec.initial, *spec.settings)
    words = list(spec.words.values()) + [w for w in WORDS if w.name not in spec.words]
    for x in [*claimed, *(side for e in equations for side in (e.left, e.right))]:
        assert Reader(printer(x), words, NOTATIONS[notation], spec.parameter).whole() == x


# ---------------------------------------------------------------- the tables


def test_one_row_an_operator() -> None:
    assert set(LATEX) == set(OPERATORS)
    for op, row in LATEX.items():
        assert len(row.places) == OPERATORS[op].arity
        assert all(f"${letter}" in row.form for letter in "abc"[: OPERATORS[op].arity])


def test_every_kind_of_node_is_printed() -> None:
    for kind in Term.__subclasses__():
        assert kind in (Number, Symbol, At, Op, Big, Apply, Brace), f"{kind.__name__} has no rule in Printer.piece"


# ---------------------------------------------------------------- conventions


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        (g[t] * g[t], r"g_t \odot g_t"),
        (eta * g[t], r"\eta \cdot g_t"),
        (eta * gamma, r"\eta \cdot \gamma"),
        (-eta * total(g[i], i, 1, t), r"-\eta \cdot \sum_{i=1}^t{g_i}"),
        (theta[t] + -eta * g[t], r"\theta_t + (-\eta \cdot g_t)"),
        (total(g[i], i, 1, t) * eta, r"\left(\sum_{i=1}^t{g_i}\right) \cdot \eta"),
        (rho1[t] * s[t], r"\rho_{1,t} \cdot s_t"),
        (rho1 ** (t - i), r"\rho_1^{t-i}"),
        (velocity[t - 1], r"\tilde{g}_{t-1}"),
        (term("0.001"), "0.001"),
        (term(Fraction(1, 3)), r"\tfrac{1}{3}"),
        (grad(theta[t]), r"\nabla_{\theta} \mathcal{L}(\theta_t)"),
        (hyperparameter("my_rate") * 2, r"\mathrm{my\_rate} \cdot 2"),
        (-term(2), "-(2)"),
        (term(-2) * eta, r"-2 \cdot \eta"),
        (term(-2) ** t, "(-2)^t"),
        (-(eta**t), r"-\eta^t"),
        (hyperparameter("lifted", "x^{(1)}") ** t, "(x^{(1)})^t"),
    ],
)
def test_convention(written: Term, printed: str) -> None:
    assert latex(written) == printed


def test_another_notation_has_other_letters_and_counts_differently() -> None:
    equation = catalogue.adam_outside.by_name["theta"]
    text = r"\theta_t = \theta_{t-1} - \alpha \cdot \frac{\hat{m}_t}{\sqrt{\hat{v}_t} + \epsilon}"
    assert latex(equation, NOTATIONS["kingma-ba"]) == text


def test_two_words_in_one_letter_are_refused() -> None:
    own = sequence("m", "m", "a moment")
    spec = optimizer(
        "clash", s[0] == 0, own[0] == 0, g[t] == grad(theta[t]), s[t] == s[t - 1] + g[t],
        own[t] == own[t - 1] + s[t], theta[t + 1] == theta[t] - own[t],
    )  # fmt: skip
    Printer.of(spec)
    with pytest.raises(InputError, match="both s and m are written m"):
        Printer.of(spec, NOTATIONS["kingma-ba"])


def test_a_language_without_words_is_refused() -> None:
    with pytest.raises(InputError, match="'fr'"):
        latex(r[t], lang="fr")
