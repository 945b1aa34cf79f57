"""A page prints as a fact only what something vouches for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adaptsym.catalogue import SPECS, adam, gradient_descent, loss_definition, momentum
from adaptsym.claims import claim
from adaptsym.errors import ProofError
from adaptsym.notation import eta, g, gamma, i, r, s, t, theta, total, velocity
from adaptsym.pages import pages
from adaptsym.proof import Result, Verdict, prove
from adaptsym.spec import Spec, optimizer
from adaptsym.term import Apply, Equation, term
from adaptsym.typeset.blocks import Block, Chain, Line, Row, Stack, Statement
from adaptsym.typeset.derivation import Derivation, compose, render
from adaptsym.typeset.document import Display, Paragraph
from adaptsym.typeset.evidence import DEFINED, Approximated, Chained, Defined, Named, Proved, Right, Shown, Stacked
from adaptsym.typeset.words import Words

VELOCITY = Chained(velocity[t], (DEFINED, Proved("velocity")))


def page(spec: Spec, *body: Shown) -> Derivation:
    return Derivation("page", spec, Words("Page", "쪽"), body)


def refused(spec: Spec, shown: Shown, results: list[Result], why: str) -> None:
    with pytest.raises(ProofError, match=why):
        render(page(spec, shown), results)


# ---------------------------------------------------------------- what is refused


def test_a_claim_without_a_verdict_is_refused() -> None:
    refused(momentum, VELOCITY, [], "'velocity' has no verdict")


def test_a_refuted_claim_is_refused() -> None:
    wrong = claim("velocity", velocity[t] == -eta * total(gamma ** (t - i) * g[i], i, 1, t - 1))
    spec = optimizer(
        "momentum", *momentum.initial, *momentum.equations, source=momentum.source, claims=(wrong,)
    )  # fmt: skip
    refused(spec, VELOCITY, prove(spec), "'velocity' is refuted and cannot be printed as a fact")


def test_the_verdict_alone_does_not_do(results: dict[str, list[Result]]) -> None:
    """A result that says 'proved' and carries another theorem, no theorem, or a proof of something else."""
    first, step, *_ = results["momentum"]
    assert first.theorem is not None
    assert step.theorem is not None
    refused(momentum, VELOCITY, [replace(first, theorem=None)], "cannot be printed as a fact")
    refused(momentum, VELOCITY, [replace(first, verdict=Verdict.UNDECIDED)], "cannot be printed as a fact")
    refused(momentum, VELOCITY, [replace(first, theorem=step.theorem)], "about something else")
    forged = replace(first.theorem, proof=step.theorem.proof)
    refused(momentum, VELOCITY, [replace(first, theorem=forged)], "the chain starts from")


def test_the_verdict_on_another_specification_does_not_do(results: dict[str, list[Result]]) -> None:
    other = optimizer("other", *momentum.initial, *momentum.equations, claims=momentum.claims)
    refused(other, VELOCITY, results["momentum"], "has no verdict")


@pytest.mark.parametrize(
    ("spec", "shown", "why"),
    [
        (momentum, Chained(velocity[t], (Proved("nothing"),)), "no claim called 'nothing'"),
        (momentum, Chained(velocity[t], (DEFINED, Proved("step"))), "'step' is about"),
        (momentum, Chained(eta, (DEFINED,)), "no equation of momentum gives eta"),
        (momentum, Chained(velocity[t + 1], (DEFINED,)), "no equation of momentum gives"),
        (momentum, Chained(velocity[t], (Defined(gradient_descent),)), "no equation of gradient_descent gives"),
        (momentum, Chained(velocity[t], (DEFINED, Approximated("velocity"))), "no bound"),
        (momentum, Chained(theta[t + 1], (DEFINED,), where=(theta,)), "no initial value of theta"),
        (adam, Chained(theta[t + 1], (DEFINED, Proved("factors without epsilon"))), "is about"),
        (adam, Chained(theta[t + 1], (DEFINED, Approximated("epsilon dropped"), Proved("factors"))), "is about"),
        (adam, Chained(theta[t + 1], (Proved("epsilon dropped"),)), "is about"),
        (adam, Chained(s[t], (DEFINED, Approximated("epsilon dropped"))), "no bound"),
        (adam, Right("nothing"), "no claim called"),
        (momentum, Chained(velocity[t], (Named(Equation(velocity[t], term(0))),)), "is that is only named"),
        (
            momentum,
            Chained(loss_definition.left, (Named(Equation(loss_definition.left, loss_definition.left + 1)),)),
            "is that is only named",
        ),
    ],
)
def test_a_line_that_nothing_vouches_for_is_refused(
    spec: Spec, shown: Shown, why: str, results: dict[str, list[Result]]
) -> None:
    refused(spec, shown, results[spec.name], why)


# ---------------------------------------------------------------- what is printed


@pytest.mark.parametrize("name", pages())
def test_every_equality_on_a_page_is_an_equation_or_a_theorem(name: str, results: dict[str, list[Result]]) -> None:
    derivation = pages()[name]
    spec = derivation.spec
    equations = {(e.left, e.right) for other in SPECS.values() for e in other.equations}
    equations |= {(loss_definition.left, loss_definition.right)}
    proved = {(x.claim.left, x.claim.right) for x in results[spec.name] if x.theorem and x.claim.relation == "eq"}
    allowed = {(str(a), str(b)) for a, b in equations | proved}  # str leaves braces out
    document = compose(derivation, results[spec.name])
    for block in [p.block for p in document.parts if isinstance(p, Display)][: len(_chains(derivation))]:
        for chain in _all_chains(block):
            before = [chain.left]
            for line in chain.lines:
                if line.relation == "eq":
                    assert any((str(x), str(line.term)) in allowed for x in before), line
                    before.append(line.term)
                else:
                    assert line.relation == "approx"
                    before = [line.term]


def _chains(derivation: Derivation) -> list[Shown]:
    return [p for p in derivation.body if isinstance(p, (Chained, Right, Stacked))]


def _all_chains(block: Block) -> list[Chain]:
    rows = block.rows if isinstance(block, Stack) else (block,)
    return [row for row in rows if isinstance(row, Chain)]


def test_an_approximation_is_printed_with_its_bound_and_conditions(results: dict[str, list[Result]]) -> None:
    shown = Chained(theta[t + 1], (DEFINED, Approximated("epsilon dropped"), Proved("factors without epsilon")))
    chain, condition, bounded, bound, *_ = compose(page(adam, shown), results["adam"]).parts
    assert isinstance(chain, Display)
    assert isinstance(chain.block, Chain)
    assert [line.relation for line in chain.block.lines] == ["eq", "approx", "eq"]
    claims = {c.name: c for c in adam.claims}
    assert isinstance(condition, Paragraph)
    assert str(claims["factors without epsilon"].given[0]) in map(str, condition.text)
    assert isinstance(bounded, Paragraph)
    assert str(claims["epsilon dropped"].given[0]) in map(str, bounded.text)
    assert isinstance(bound, Display)


def test_a_setting_of_a_claim_is_said(results: dict[str, list[Result]]) -> None:
    """The factors hold at epsilon = 0 only."""
    parts = compose(page(adam, Chained(theta[t + 1], (DEFINED, Proved("factors")))), results["adam"]).parts
    assert isinstance(parts[1], Paragraph)
    claims = {c.name: c for c in adam.claims}
    assert str(claims["factors"].at[0]) in map(str, parts[1].text)


def test_a_claim_that_begins_later_says_so() -> None:
    late = replace(momentum.claims[0], since=3)
    spec = replace(momentum, claims=(late,))
    parts = compose(page(spec, VELOCITY), prove(spec)).parts
    assert isinstance(parts[1], Paragraph)
    assert "t >= 3" in " ".join(f"{x.left} >= {x.right}" for x in parts[1].text if not isinstance(x, str))


def test_a_page_says_what_is_not_proved() -> None:
    """A claim that the page does not use, and that fails, is said to fail."""
    wrong = claim("wrong", velocity[t] == -eta * g[t])
    spec = replace(momentum, claims=(*momentum.claims, wrong))
    results = prove(spec)
    assert results[-1].verdict is Verdict.REFUTED
    *_, said, shown = compose(page(spec, VELOCITY), results).parts
    assert isinstance(said, Paragraph)
    assert isinstance(shown, Display)
    assert shown.block == Row((Statement(wrong.left, "eq", wrong.right, known=False),))


def test_where_explains_initial_values_and_words(results: dict[str, list[Result]]) -> None:
    shown = Chained(s[t], (DEFINED,), where=(s, r, eta))
    block = compose(page(adam, shown), results["adam"]).parts[0]
    assert isinstance(block, Display)
    assert isinstance(block.block, Stack)
    chain, row = block.block.rows
    assert isinstance(chain, Chain)
    assert isinstance(chain.lines[-1], Line)
    assert chain.lines[-1].after == (",",)
    assert row is not None
    assert not isinstance(row, Chain)
    assert "learning rate" in str(row)


def test_a_named_function_stands_in_no_equation(results: dict[str, list[Result]]) -> None:
    named = Chained(loss_definition.left, (Named(loss_definition),))
    assert isinstance(loss_definition.left, Apply)
    assert render(page(gradient_descent, named), results["gradient_descent"])
