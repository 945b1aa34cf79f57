"""Wrong claims about the chapter's optimizers: each is refuted by exact numbers, and none is proved."""

from functools import cache

import pytest

from adaptsym import catalogue
from adaptsym.catalogue.moments import bias, constant, first_sum, second_sum, without_epsilon
from adaptsym.claims import claim
from adaptsym.errors import ProofError
from adaptsym.kernel.check import check
from adaptsym.kernel.objects import Theorem
from adaptsym.notation import (
    epsilon,
    eta,
    g,
    gamma,
    grad,
    i,
    j,
    r,
    r_hat,
    rho1,
    rho2,
    s,
    s_hat,
    sqrt,
    t,
    theta,
    total,
    velocity,
)
from adaptsym.proof import Verdict, prove
from adaptsym.proof.refute import holds
from adaptsym.spec import optimizer

momentum, adagrad, adam = catalogue.momentum, catalogue.adagrad, catalogue.adam
v, m, n = velocity[t], s[t], r[t]
started = optimizer(
    "momentum-from-one",
    velocity[0] == 1,
    g[t] == grad(theta[t]),
    velocity[t] == gamma * velocity[t - 1] - eta * g[t],
    theta[t + 1] == theta[t] + velocity[t],
)


squares = total(g[i] * g[i], i, 1, t)


def vanishing(last: int):
    """A factor that is 0 for t = 0..last and at no later t."""
    out = t - 0
    for k in range(1, last + 1):
        out = out * (t - k)
    return out


second_root = sqrt(second_sum)
first_error = abs(theta[t + 1] - without_epsilon)


def factors(one=bias, two=constant, three=first_sum, four=second_root):
    return theta[t] - eta * one * two * (three / four)


WRONG = {
    "exponent one too large": (momentum, v == -eta * total(gamma ** (t - i + 1) * g[i], i, 1, t), 0),
    "exponent i": (momentum, v == -eta * total(gamma**i * g[i], i, 1, t), 0),
    "exponent t": (momentum, v == -eta * total(gamma**t * g[i], i, 1, t), 0),
    "sum to t-1": (momentum, v == -eta * total(gamma ** (t - i) * g[i], i, 1, t - 1), 0),
    "sum from 2": (momentum, v == -eta * total(gamma ** (t - i) * g[i], i, 2, t), 0),
    "sum from 0": (momentum, v == -eta * total(gamma ** (t - i) * g[i], i, 0, t), 0),
    "sign": (momentum, v == eta * total(gamma ** (t - i) * g[i], i, 1, t), 0),
    "lost learning rate": (momentum, v == -total(gamma ** (t - i) * g[i], i, 1, t), 0),
    "lost discount": (momentum, v == -eta * total(g[i], i, 1, t), 0),
    "gradient of the wrong step": (momentum, v == -eta * total(gamma ** (t - i) * g[t], i, 1, t), 0),
    "a geometric factor too many": (momentum, v == -eta * (1 - gamma) * total(gamma ** (t - i) * g[i], i, 1, t), 0),
    "step with the wrong sign": (momentum, theta[t + 1] == theta[t] + eta * total(gamma ** (t - i) * g[i], i, 1, t), 1),
    "step from the wrong parameter": (
        momentum,
        theta[t + 1] == theta[1] - eta * total(gamma ** (t - i) * g[i], i, 1, t),
        1,
    ),
    "double sum with swapped exponent": (
        momentum,
        theta[t + 1] == theta[1] - eta * total(total(gamma ** (t - j) * g[j], j, 1, i), i, 1, t),
        0,
    ),
    "lost initial value": (started, v == -eta * total(gamma ** (t - i) * g[i], i, 1, t), 0),
    "initial value not discounted": (started, v == 1 - eta * total(gamma ** (t - i) * g[i], i, 1, t), 0),
    "square of the sum": (adagrad, n == total(g[i], i, 1, t) * total(g[i], i, 1, t), 0),
    "gradient not squared": (adagrad, n == total(g[i], i, 1, t), 0),
    "epsilon twice": (
        adagrad,
        theta[t + 1] == theta[t] - eta * (g[t] / sqrt(2 * epsilon + squares)),
        1,
    ),
    "epsilon outside the root": (
        adagrad,
        theta[t + 1] == theta[t] - eta * (g[t] / (epsilon + sqrt(total(g[i] * g[i], i, 1, t)))),
        1,
    ),
    "lost root": (adagrad, theta[t + 1] == theta[t] - eta * (g[t] / (epsilon + total(g[i] * g[i], i, 1, t))), 1),
    "lost 1 - rho_1": (adam, m == first_sum, 0),
    "rho_2 for rho_1": (adam, m == (1 - rho1) * total(rho2 ** (t - i) * g[i], i, 1, t), 0),
    "1 - rho_2 for 1 - rho_1": (adam, m == (1 - rho2) * first_sum, 0),
    "rho_1 for rho_2": (adam, n == (1 - rho2) * total(rho1 ** (t - i) * (g[i] * g[i]), i, 1, t), 0),
    "second moment not squared": (adam, n == (1 - rho2) * total(rho2 ** (t - i) * g[i], i, 1, t), 0),
    "second moment as a square": (adam, n == (1 - rho2) * (first_sum * first_sum), 0),
    "a term that vanishes up to t = 3": (adam, m == (1 - rho1) * first_sum + vanishing(3), 0),
    "a term that vanishes up to t = 8": (adam, m == (1 - rho1) * first_sum + vanishing(8), 0),
    "a term that vanishes up to t = 12": (adam, m == (1 - rho1) * first_sum + vanishing(12), 0),
    "epsilon dropped as an equality": (adam, theta[t + 1] == without_epsilon, 1),
    "swapped rho in (1)": (adam, without_epsilon == factors(one=sqrt(1 - rho1**t) / (1 - rho2**t)), 1),
    "inverted (1)": (adam, without_epsilon == factors(one=(1 - rho1**t) / sqrt(1 - rho2**t)), 1),
    "root lost in (1)": (adam, without_epsilon == factors(one=(1 - rho2**t) / (1 - rho1**t)), 1),
    "root lost in (2)": (adam, without_epsilon == factors(two=(1 - rho1) / (1 - rho2)), 1),
    "dropped (2)": (adam, without_epsilon == theta[t] - eta * bias * (first_sum / sqrt(second_sum)), 1),
    "dropped (1)": (adam, without_epsilon == theta[t] - eta * constant * (first_sum / sqrt(second_sum)), 1),
    "(3) and (4) swapped": (adam, without_epsilon == factors(three=sqrt(second_sum), four=first_sum), 1),
    "root lost in (4)": (adam, without_epsilon == factors(four=second_sum), 1),
    "(3) from the wrong sum": (adam, without_epsilon == factors(three=second_sum), 1),
    "bound without a half of the epsilon": (
        adam,
        first_error <= eta * (abs(s_hat[t]) * epsilon / (4 * r_hat[t] * sqrt(r_hat[t]))),
        1,
    ),
    "bound with the wrong power": (
        adam,
        first_error <= eta * (abs(s_hat[t]) * epsilon / 1000000),
        1,
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_refuted_with_a_witness_that_fails_again(name):
    spec, statement, since = WRONG[name]
    given = r_hat[t] > 0 if "bound" in name else second_sum > 0 if spec is adam and since == 1 else ()
    wrong = claim(name, statement, since=since, given=given)
    (result,) = prove(spec, [wrong])
    assert result.verdict is Verdict.REFUTED
    assert result.witness is not None
    assert not holds(spec, wrong, result.witness)
    assert "left is" in str(result)


@cache
def results(name):
    return prove(started if name == started.name else catalogue.find(name))


@pytest.mark.parametrize("name", WRONG)
def test_no_proof_of_a_right_claim_proves_the_wrong_one(name):
    """The kernel refuses the proofs of all right claims of the specification when the claim is the wrong one."""
    spec, statement, since = WRONG[name]
    wrong = claim(name, statement, since=since)
    for result in results(spec.name):
        theorem = result.theorem
        assert theorem is not None
        with pytest.raises(ProofError):
            check(Theorem(theorem.spec, wrong, theorem.proof, theorem.lemmas))


def test_there_are_enough_of_them():
    assert len(WRONG) >= 25
