"""What is true is not refuted: neither because a number is not computed, nor because a condition is not looked at."""

from fractions import Fraction
from itertools import pairwise

import pytest

from adaptsym import catalogue
from adaptsym.catalogue.false_claims import FALSE_CLAIMS
from adaptsym.claims import claim
from adaptsym.errors import EvaluationError, NotComputedError, ProofError
from adaptsym.notation import (
    bound,
    dot,
    eta,
    g,
    gamma,
    grad,
    i,
    level,
    norm,
    s_hat,
    sequence,
    sqrt,
    t,
    term,
    theta,
    total,
    where,
)
from adaptsym.proof import prove
from adaptsym.proof.refute import course, holds, refute
from adaptsym.spec import optimizer, replaced
from adaptsym.unroll import Unrolling

DESCENT = catalogue.gradient_descent
positive_part = where(g[t] > 0, sqrt(g[t]), 0)
bounded = abs(g[i]) <= bound


@pytest.mark.parametrize(
    "c",
    [
        claim("root", eta ** term("0.5") == sqrt(eta)),
        claim("fraction", eta ** term("0.25") > 0),
        claim("real exponent", eta**gamma > 0),
        claim("large exponent", gamma ** (100_000 * t) >= 0),
        claim("ahead", g[t + 9] * 0 == 0),
        claim("twice", g[2 * t] * g[2 * t] >= 0),
        claim("some elements only", norm(positive_part) >= 0),
        claim("some elements", dot(positive_part, positive_part) >= 0),
        claim("the law ahead", abs(g[t + 1]) <= bound, given=bounded),
        claim("the law at a number", abs(g[10]) <= bound, given=bounded),
        claim("the law twice", abs(g[2 * t]) <= bound, given=bounded),
        claim("the law in a sum", total(abs(g[i]), i, 1, 10) <= 10 * bound, given=bounded),
        claim("the law in a sum ahead", total(abs(g[i + 1]), i, 1, t) <= t * bound, given=bounded),
    ],
    ids=lambda c: c.name,
)
def test_what_is_true_is_not_refuted(c):
    assert refute(DESCENT, c, instances=20) is None


@pytest.mark.parametrize(
    "c",
    [
        claim("ahead", g[t + 3] == 0),
        claim("far ahead", g[2 * t] == g[t]),
        claim("ahead of the parameter", theta[t + 4] == theta[t]),
        claim("root", eta ** term("0.5") == eta),
        claim("no value", sqrt(-eta) == 0),
        claim("no quotient", eta / (eta - eta) == 0),
        claim("less than the law", abs(g[t + 1]) < bound / 2, given=bounded),
    ],
    ids=lambda c: c.name,
)
def test_what_is_false_is_refuted_by_a_witness_that_holds_up(c):
    witness = refute(DESCENT, c)
    assert witness is not None
    assert not holds(DESCENT, c, witness)


def test_what_is_not_computed_is_told_from_what_does_not_exist():
    y = sequence("y")
    spec = optimizer(
        "rooted", g[t] == grad(theta[t]), y[t] == where(g[t] > 0, sqrt(g[t]), 0), theta[t + 1] == theta[t] - eta * y[t]
    )

    def run(*gradient):
        return Unrolling(spec, {"eta": Fraction(1)}, ((Fraction(1),) * len(gradient),), lambda *_: (gradient,))

    assert run(Fraction(4))("y", 1) == ((2,),)
    assert run(Fraction(-4))("y", 1) == ((0,),)
    with pytest.raises(NotComputedError, match="at some element"):
        run(Fraction(4), Fraction(-4))("y", 1)
    with pytest.raises(EvaluationError) as caught:
        run(Fraction(4)).value(1 / (g[t] - 4), 1)
    assert not isinstance(caught.value, NotComputedError)


def test_a_word_is_a_constant_or_a_schedule():
    with pytest.raises(ProofError, match=r"a constant in the equations and a schedule here; write eta$"):
        refute(DESCENT, claim("x", theta[t + 1] == theta[t] - eta[t] * g[t]))
    with pytest.raises(ProofError, match=r"a schedule in the equations and a constant here; write eta\[\.\.\.\]$"):
        refute(replaced(DESCENT, eta, eta[t]), claim("x", theta[t + 1] == theta[t] - eta * g[t]))


def test_gradients_that_two_conditions_make_constant_are_tried():
    witness = refute(catalogue.adam, claim("x", s_hat[t] > level, given=(g[i] <= level, g[i] >= level)))
    assert witness is not None
    assert {row[0] for row in witness.gradients} == {witness.hyperparameters["level"]}


def test_gradients_that_grow_are_tried():
    """Kingma and Ba bound the step of Adam by less than it can be; random gradients do not show it."""
    said = next(x for x in FALSE_CLAIMS if "its paper" in x.claim.name)
    witness = refute(said.spec, said.claim, seed=1)
    assert witness is not None
    assert all(b == 2 * a for (a,), (b,) in pairwise(witness.gradients))


@pytest.mark.parametrize("said", FALSE_CLAIMS[:4], ids=lambda x: x.claim.name)
def test_the_course_of_a_witness_passes_through_it(said):
    (result,) = prove(said.spec, [said.claim])
    witness = result.witness
    sides = {n: (str(left), str(right)) for n, left, right in course(said.spec, said.claim, witness, witness.t + 4)}
    assert sides[witness.t] == (witness.left, witness.right)
    assert sorted(sides) == list(range(min(sides), witness.t + 5))
