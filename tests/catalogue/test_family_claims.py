"""The claims of the family are proved, and their false neighbours refuted."""

from __future__ import annotations

from functools import cache

import pytest

from adaptsym import catalogue
from adaptsym.catalogue.false_claims import FALSE_CLAIMS, FalseClaim
from adaptsym.catalogue.rectified import longest
from adaptsym.claims import claim
from adaptsym.notation import (
    average,
    eta,
    g,
    gamma,
    i,
    j,
    length,
    product,
    r_max,
    rho1,
    rho2,
    s,
    step_max,
    step_size,
    t,
    theta,
    total,
    u,
    velocity,
)
from adaptsym.proof import Verdict, prove
from adaptsym.proof.refute import holds
from adaptsym.spec import replaced

results = cache(prove)


@pytest.mark.parametrize("name", catalogue.SPECS)
def test_every_claim_is_proved(name: str) -> None:
    assert [str(x) for x in results(catalogue.find(name)) if x.verdict is not Verdict.PROVED] == []


@pytest.mark.parametrize("said", FALSE_CLAIMS, ids=lambda x: x.claim.name)
def test_what_people_say_is_refuted_and_the_truth_is_proved(said: FalseClaim) -> None:
    (result,) = prove(said.spec, [said.claim])
    assert result.verdict is Verdict.REFUTED
    assert result.witness is not None
    assert not holds(said.spec, said.claim, result.witness)
    assert set(said.names) <= {x.claim.name for x in results(said.truth) if x.verdict is Verdict.PROVED}


NEIGHBOURS = {
    "momentum decays by its square": ("momentum", velocity[t] == -eta * total(gamma ** (2 * (t - i)) * g[i], i, 1, t)),
    "nesterov's next point is the parameter": ("nesterov", theta[t + 1] + gamma * velocity[t] == theta[t + 1]),
    "AdaGrad halves": ("adagrad", abs(theta[t + 1] - theta[t]) <= eta / 2),
    "AMSGrad's maximum rises": ("amsgrad", r_max[t] > r_max[t - 1]),
    "AdaMax's maximum is the gradient": ("adamax", u[t] == abs(g[t])),
    "AdaMax's maximum never falls": ("adamax", u[t] >= u[t - 1]),
    "Lion's moment decays by the other rate": ("lion", s[t] == (1 - rho1) * total(rho1 ** (t - i) * g[i], i, 1, t)),
    "the length is its limit": ("radam", length[t] == longest),
    "the limit is above 4": ("radam", longest > 4),
    "Rprop's step size never falls": ("rprop", step_size[t] >= step_size[t - 1]),
    "iRprop- goes back": ("irprop-minus", abs(theta[t + 1] - theta[t]) >= step_size[t]),
    "a start outside its limits is brought inside": ("irprop-minus", step_size[t] <= step_max),
    "the average is of all parameters": ("asgd", average[t] == total(theta[i + 1], i, 1, t) / t),
    "the average is the parameter": ("asgd", average[t] == theta[t + 1]),
    "decay does nothing to AdamW": ("adamw", theta[t + 1] - theta[t] == theta[t + 1] - (1 - eta) * theta[t]),
    "weights of s sum to one": ("adam", (1 - rho1) * total(rho1 ** (t - i), i, 1, t) == 1),
    "weights of r by the first rate": ("adam", (1 - rho1) * total(rho2 ** (t - i), i, 1, t) == 1 - rho2**t),
}


@pytest.mark.parametrize("name", NEIGHBOURS)
def test_false_neighbours_are_refuted(name: str) -> None:
    spec, statement = NEIGHBOURS[name]
    (result,) = prove(catalogue.find(spec), [claim(name, statement)])
    assert result.verdict is Verdict.REFUTED


SCHEDULED = {
    "rate": (
        replaced(catalogue.momentum, eta, eta[t]),
        velocity[t] == -total(eta[i] * gamma ** (t - i) * g[i], i, 1, t),
    ),
    "discount": (
        replaced(catalogue.momentum, gamma, gamma[t]),
        velocity[t] == -total(product(gamma[j], j, i + 1, t) * (eta * g[i]), i, 1, t),
    ),
    "decay": (
        replaced(catalogue.adam, rho1, rho1[t]),
        s[t] == total(product(rho1[j], j, i + 1, t) * ((1 - rho1[i]) * g[i]), i, 1, t),
    ),
    "parameter": (
        replaced(catalogue.gradient_descent, eta, eta[t]),
        theta[t + 1] == theta[1] - total(eta[i] * g[i], i, 1, t),
    ),
}


@pytest.mark.parametrize("name", SCHEDULED)
def test_schedules_have_closed_forms(name: str) -> None:
    spec, statement = SCHEDULED[name]
    (result,) = prove(spec, [claim(name, statement, since=0)])
    assert result.verdict is Verdict.PROVED, str(result)
