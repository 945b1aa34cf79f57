"""What people say of these optimizers, and is false: each claim beside the true ones, by their names.

>>> FALSE_CLAIMS[0].claim.name
'term (1) never falls'
"""

from __future__ import annotations

from dataclasses import dataclass

from adaptsym.catalogue.accumulated import adagrad
from adaptsym.catalogue.adam_family import adamax, adamw, amsgrad, amsgrad_corrected
from adaptsym.catalogue.averages import bias, bias_at, usual
from adaptsym.catalogue.inertia import momentum
from adaptsym.catalogue.lookahead import nesterov_framework
from adaptsym.catalogue.moments import adam, adam_hat, adam_step, corrected, first_sum, second_sum, settings
from adaptsym.catalogue.other_directions import nadam
from adaptsym.catalogue.projected import adamp, adamp_code, nearly_projected
from adaptsym.catalogue.rectified import radam, radicand
from adaptsym.catalogue.scaled import rmsprop_outside
from adaptsym.claims import Claim, claim
from adaptsym.notation import (
    bound,
    d,
    dot,
    epsilon,
    eta,
    g,
    gamma,
    grad,
    i,
    lam,
    length,
    level,
    r,
    r_hat,
    r_max,
    rho1,
    rho2,
    s,
    s_hat,
    sqrt,
    t,
    theta,
    total,
)
from adaptsym.spec import Spec, optimizer

adam_l2 = optimizer(
    "adam-l2",
    *settings,
    s[0] == 0,
    r[0] == 0,
    g[t] == grad(theta[t]),
    d[t] == g[t] + lam * theta[t],
    s[t] == rho1 * s[t - 1] + (1 - rho1) * d[t],
    r[t] == rho2 * r[t - 1] + (1 - rho2) * (d[t] * d[t]),
    *corrected,
    theta[t + 1] == theta[t] - eta * adam_step,
    source="Kingma and Ba, 2015, with the gradient of an L2 penalty added to the gradient",
)


@dataclass(frozen=True)
class FalseClaim:
    """A false claim about a specification, and the specification whose claims of these names say what is true."""

    spec: Spec
    claim: Claim
    truth: Spec
    names: tuple[str, ...]


_moved = abs(theta[t + 1] - theta[t])
_decoupled = (1 - eta * lam) * theta[t] - eta * (
    (1 - rho1) * first_sum / (1 - rho1**t) / (sqrt((1 - rho2) * second_sum / (1 - rho2**t)) + epsilon)
)
_constant = (g[i] <= level, g[i] >= level)
_rate = eta / sqrt(r[t] + epsilon)

FALSE_CLAIMS = (
    FalseClaim(
        adam,
        claim("term (1) never falls", bias_at(t + 1) >= bias, at=usual),
        adam,
        (
            "bias of the first step",
            "bias still falls to step 12",
            "bias is least at step 12",
            "bias never falls after step 12",
            "bias is not within a hundredth at step 3915",
            "bias is within a hundredth from step 3916 on",
        ),
    ),
    FalseClaim(
        adam,
        claim("term (1) is at most one", bias <= 1),
        adam,
        ("bias is at most", "bias may start above 2", "bias tends to one from above"),
    ),
    FalseClaim(
        adam,
        claim("a step of Adam is at most the learning rate", _moved <= eta, at=(*usual, epsilon == 0)),
        adagrad,
        ("step is at most the learning rate",),
    ),
    FalseClaim(
        adamax,
        claim("a step of AdaMax is at most the learning rate", _moved <= eta, at=epsilon == 0),
        adamax,
        ("maximum bounds the gradient", "maximum falls slowly"),
    ),
    FalseClaim(
        momentum,
        claim("a step of momentum is at most that of plain descent", _moved <= eta * bound, given=abs(g[i]) <= bound),
        momentum,
        ("step is bounded", "step is bounded at all times", "bound is attained"),
    ),
    FalseClaim(
        adam_l2,
        claim("an L2 penalty is decoupled decay", theta[t + 1] == _decoupled),
        adamw,
        ("weights decay apart", "Adam without decay"),
    ),
    FalseClaim(
        amsgrad_corrected,
        claim(
            "the corrected maximum of AMSGrad never falls",
            r_max[t] / (1 - rho2**t) >= r_max[t - 1] / (1 - rho2 ** (t - 1)),
            since=2,
        ),
        amsgrad,
        ("largest never falls", "rate never rises"),
    ),
    FalseClaim(
        adam_hat,
        claim(
            "epsilon beside the uncorrected root is the same",
            theta[t + 1] == theta[t] - eta * (s[t] / (1 - rho1**t) / (sqrt(r[t] / (1 - rho2**t)) + epsilon)),
        ),
        adam_hat,
        ("epsilon in the corrected moments",),
    ),
    FalseClaim(
        radam,
        claim("the root of RAdam is defined only where it is used", radicand < 0, given=length[t] <= 4),
        radam,
        ("length of the first step", "radicand is positive", "radicand is at most 1", "plain while short"),
    ),
    FalseClaim(
        adamp,
        claim(
            "a projected step keeps the norm",
            dot(theta[t + 1], theta[t + 1]) == dot(theta[t], theta[t]),
            given=dot(theta[t], theta[t]) > 0,
        ),
        adamp,
        ("projection is orthogonal", "Pythagoras"),
    ),
    FalseClaim(
        adam,
        claim(
            "a step of Adam is at most what its paper says",
            _moved <= eta * ((1 - rho1) / sqrt(1 - rho2)),
            given=1 - rho1 > sqrt(1 - rho2),
            at=epsilon == 0,
        ),
        adam,
        ("square of the first moment", "step is bounded", "bound of the step is attained"),
    ),
    FalseClaim(
        adam,
        claim(
            "Adam does not see the unit of the gradients",
            level * s_hat[t] / sqrt(level * level * r_hat[t] + epsilon) == s_hat[t] / sqrt(r_hat[t] + epsilon),
            given=level > 0,
        ),
        adam,
        ("gradients in another unit", "epsilon dropped"),
    ),
    FalseClaim(
        adam,
        claim("the bias matters in the first step alone", bias == 1, since=2, at=usual),
        adam,
        ("bias is not within a hundredth at step 3915", "bias tends to one"),
    ),
    FalseClaim(
        nesterov_framework,
        claim(
            "Nesterov is momentum with a greater rate",
            theta[t + 1] == theta[t] - eta * (1 + gamma) * total(gamma ** (t - i) * g[i], i, 1, t),
        ),
        nesterov_framework,
        ("step", "without the look-ahead"),
    ),
    FalseClaim(
        rmsprop_outside,
        claim("a step of RMSProp is at most the learning rate", _moved <= eta),
        rmsprop_outside,
        ("step is bounded", "bound of the step is attained"),
    ),
    FalseClaim(
        nadam,
        claim("NAdam estimates a constant gradient without bias", s_hat[t] == level, given=_constant),
        nadam,
        ("estimate of a constant gradient", "first moment of a constant gradient"),
    ),
    FalseClaim(
        adagrad,
        claim(
            "the rate of AdaGrad falls like a root of t",
            _rate <= eta / sqrt(bound * bound * t + epsilon),
            given=abs(g[i]) <= bound,
        ),
        adagrad,
        ("rate never rises", "rate tends to zero", "rate falls below any level"),
    ),
    FalseClaim(
        adamp_code,
        claim("the projection of AdamP's code is orthogonal", dot(theta[t], nearly_projected) == 0),
        adamp_code,
        ("projection is nearly orthogonal", "projection is orthogonal"),
    ),
)
