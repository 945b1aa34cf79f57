"""Proofs in words: every line has its reason, lemmas come first, and nothing that is not proved looks like a fact."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adaptsym.catalogue import SPECS, momentum
from adaptsym.claims import claim
from adaptsym.kernel import objects as proof
from adaptsym.kernel.objects import Rule
from adaptsym.notation import (
    epsilon,
    eta,
    g,
    gamma,
    grad,
    hyperparameter,
    i,
    rho1,
    s,
    sequence,
    t,
    theta,
    total,
    velocity,
)
from adaptsym.proof import Result, Verdict, prove
from adaptsym.spec import optimizer
from adaptsym.term import UNIT, Equation, term
from adaptsym.typeset import latex_document
from adaptsym.typeset.blocks import Chain
from adaptsym.typeset.document import Display
from adaptsym.typeset.theorems import Writer, key, meeting, numbered, theorem_parts
from adaptsym.typeset.words import LANGUAGES


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", SPECS)
def test_every_line_of_every_proof_has_its_reason(name: str, lang: str, results: dict[str, list[Result]]) -> None:
    numbers = numbered(results[name])
    for found in numbers.values():
        parts = theorem_parts(found, numbers, lang)
        chains = [p.block for p in parts if isinstance(p, Display) and isinstance(p.block, Chain)]
        assert chains
        assert all(line.reason for chain in chains for line in chain.lines)


@pytest.mark.parametrize("name", SPECS)
def test_a_theorem_cites_only_theorems_above_it(name: str, results: dict[str, list[Result]]) -> None:
    numbers = numbered(results[name])
    assert [found.number for found in numbers.values()] == list(range(1, len(numbers) + 1))
    for found in numbers.values():
        assert all(numbers[key(lemma)].number < found.number for lemma in found.theorem.lemmas)
    assert {found.name for found in numbers.values()} >= {c.name for c in SPECS[name].claims}


def test_of_the_same_theorem_the_one_without_settings_is_shown(results: dict[str, list[Result]]) -> None:
    general = results["adam"][0]
    assert general.theorem is not None
    stated = replace(general.claim, at=(Equation(epsilon, term(0)),))
    special = replace(general, claim=stated, theorem=replace(general.theorem, claim=stated))
    for order in ([special, general], [general, special]):
        (found,) = numbered(order).values()
        assert found.theorem.claim.at == ()


def test_a_chain_goes_down_the_left_side_and_back_up_the_right_one(results: dict[str, list[Result]]) -> None:
    theorem = results["momentum"][0].theorem
    assert theorem is not None
    a, b, c, d, e = (eta * n for n in range(5))
    left = proof.Chain(a, (proof.Step(Rule("ring"), b), proof.Step(Rule("hypothesis"), c)))
    right = proof.Chain(e, (proof.Step(Rule("initial"), d), proof.Step(Rule("choose"), c)))
    block = meeting(left, right, Writer(theorem, {}, "en"))
    assert isinstance(block, Chain)
    assert (str(block.left), [str(line.term) for line in block.lines]) == (str(a), [str(x) for x in (b, c, d, e)])
    reasons = ["rearranged", "induction hypothesis", "the case that holds", "initial value"]
    assert [line.reason for line in block.lines] == [(reason,) for reason in reasons]
    apart = meeting(left, proof.Chain(e), Writer(theorem, {}, "en"))
    assert isinstance(apart, Chain)
    assert apart.lines[-1].reason == ("rearranged",)


# ---------------------------------------------------------------- a user's own specification

nu = hyperparameter("nu", r"\nu", UNIT, "weight of the plain gradient")
average = sequence("average", "a", "average of gradients")
own = optimizer(
    "own",
    average[0] == 0,
    g[t] == grad(theta[t]),
    average[t] == rho1 * average[t - 1] + (1 - rho1) * g[t],
    theta[t + 1] == theta[t] - eta * ((1 - nu) * average[t] + nu * g[t]),
)


def test_a_specification_without_claims_is_shown_with_what_can_be_derived() -> None:
    text = latex_document(own)
    assert r"a_t = (1 - \rho_1) \cdot \sum_{i=1}^t{\rho_1^{t-i} \cdot g_i}" in text
    assert r"\(\nu\) is the weight of the plain gradient" in text
    assert r"\(0 \le \nu < 1\)" in text
    assert r"It starts from \(a_0 = 0\)." in text
    assert text.count("Theorem 1: ") == 1


def test_korean_documents_ask_for_korean() -> None:
    text = latex_document(own, lang="ko")
    assert r"\usepackage{kotex}" in text
    assert "귀납 가정" in text


def test_what_is_not_proved_is_not_printed_as_a_fact() -> None:
    wrong = claim("wrong", velocity[t] == eta * total(gamma ** (t - i) * g[i], i, 1, t))
    spec = replace(momentum, claims=(wrong,))
    (refuted,) = prove(spec)
    undecided = replace(refuted, verdict=Verdict.UNDECIDED, witness=None, reason="no_proof was found")
    for result in (refuted, undecided):
        text = latex_document(spec, results=[result])
        assert r"\tilde{g}_t \overset{?}{=} \eta" in text
        assert "Theorem" not in text
        assert r"\tilde{g}_t = \eta" not in text
    assert r"no\_proof was found" in text


def test_names_of_words_cannot_break_the_document() -> None:
    odd = hyperparameter("odd_rate", meaning="50% of a_b & {c} \\ #1 $x$ ~^")
    spec = optimizer("odd_one", g[t] == grad(theta[t]), theta[t + 1] == theta[t] - odd * g[t], source="A & B")
    text = latex_document(spec)
    assert r"50\% of a\_b \& \{c\} / \#1 \$x\$" in text
    assert r"\title{odd\_one}" in text
    assert r"A \& B" in text
    assert s.word.name == "s"
