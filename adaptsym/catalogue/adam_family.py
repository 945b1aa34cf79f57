r"""What was made of Adam: another second moment, another decay of the weights, another momentum.

Where a paper's denominator has no guard, epsilon is added outside the root; the paper's own step is epsilon = 0.
"""

from adaptsym.catalogue.moments import adam_step, corrected, first, first_sum, moment_claims, moments, settings
from adaptsym.claims import claim
from adaptsym.notation import (
    absolute,
    epsilon,
    eta,
    g,
    i,
    kappa,
    lam,
    maximum,
    multiplier,
    r,
    r_max,
    rho1,
    rho2,
    s,
    sqrt,
    t,
    theta,
    total,
    u,
)
from adaptsym.spec import Spec, optimizer


def adamw_variant(name: str, *, decay_with_rate: bool) -> Spec:
    """AdamW; the learning rate scales the decay (the frameworks), or only a multiplier of both does (the paper)."""
    step = eta * (adam_step + lam * theta[t]) if decay_with_rate else multiplier[t] * (eta * adam_step + lam * theta[t])
    extra = () if decay_with_rate else (multiplier == 1,)
    factor, shrink = (eta, eta * lam) if decay_with_rate else (multiplier[t] * eta, multiplier[t] * lam)
    plain = (
        claim("Adam without decay", theta[t + 1] == theta[t] - factor * adam_step, at=lam == 0),
        claim("weights decay apart", theta[t + 1] == (1 - shrink) * theta[t] - factor * adam_step),
    )
    where_from = "the decay scaled by the learning rate, as in PyTorch" if decay_with_rate else "Algorithm 2"
    return optimizer(
        name,
        *settings,
        *extra,
        lam == "0.01",
        *moments,
        *corrected,
        theta[t + 1] == theta[t] - step,
        source=f"Loshchilov and Hutter, Decoupled Weight Decay Regularization, 2019; {where_from}",
        claims=(*moment_claims, *plain),
    )


def amsgrad_variant(name: str, *, bias_corrected: bool) -> Spec:
    """AMSGrad, plain (the paper) or with both moments corrected for their start (the frameworks)."""
    plain = s[t] / (sqrt(r_max[t]) + epsilon)
    fixed = s[t] / (1 - rho1**t) / (sqrt(r_max[t] / (1 - rho2**t)) + epsilon)
    plain_sum = (1 - rho1) * first_sum / (sqrt(r_max[t]) + epsilon)
    fixed_sum = (1 - rho1) * first_sum / (1 - rho1**t) / (sqrt(r_max[t] / (1 - rho2**t)) + epsilon)
    before, now = sqrt(r_max[t - 1]), sqrt(r_max[t])
    rate_claims = (
        claim("root of the largest never falls", now >= before),
        claim(
            "rate never rises",
            eta / (now + epsilon) <= eta / (before + epsilon),
            hints=(eta * ((now - before) / ((now + epsilon) * (before + epsilon))),),
        ),
    )
    where_from = "bias corrected as in PyTorch" if bias_corrected else "Algorithm 2; epsilon added"
    return optimizer(
        name,
        *settings,
        r_max[0] == 0,
        *moments,
        r_max[t] == maximum(r_max[t - 1], r[t]),
        theta[t + 1] == theta[t] - eta * (fixed if bias_corrected else plain),
        source=f"Reddi, Kale and Kumar, On the Convergence of Adam and Beyond, 2018; {where_from}",
        claims=(
            *moment_claims,
            claim("largest never falls", r_max[t] >= r_max[t - 1]),
            claim("largest is a bound", r_max[t] >= r[t]),
            claim("largest is not negative", r_max[t] >= 0, since=0),
            claim("largest stays", r_max[t] == r_max[t - 1], given=r[t] <= r_max[t - 1]),
            claim("largest is taken", r_max[t] == r[t], given=r[t] >= r_max[t - 1]),
            *(() if bias_corrected else rate_claims),
            claim("step", theta[t + 1] == theta[t] - eta * (fixed_sum if bias_corrected else plain_sum)),
        ),
    )


adamw = adamw_variant("adamw", decay_with_rate=True)
adamw_paper = adamw_variant("adamw-paper", decay_with_rate=False)
amsgrad = amsgrad_variant("amsgrad", bias_corrected=False)
amsgrad_corrected = amsgrad_variant("amsgrad-corrected", bias_corrected=True)
# gradients that grow by rho2/rho1 at every step attain the bound, where kappa is rho1/rho2
_reach, _before = ((1 - rho1) * ((1 - kappa**n) / (1 - kappa)) for n in (t, t - 1))
_wide = kappa * rho2 >= rho1
_unused = kappa * _before * (u[t] - rho2 * u[t - 1]) + (kappa * rho2 - rho1) * (_before * u[t - 1])

adamax = optimizer(
    "adamax",
    *settings,
    *first,
    u[0] == 0,
    u[t] == maximum(rho2 * u[t - 1], absolute(g[t])),
    theta[t + 1] == theta[t] - eta / (1 - rho1**t) * (s[t] / (u[t] + epsilon)),
    source="Kingma and Ba, Adam: A Method for Stochastic Optimization, 2015, Algorithm 2; epsilon added",
    claims=(
        *moment_claims[:1],
        claim("maximum bounds the gradient", u[t] >= abs(g[t])),
        claim("maximum falls slowly", u[t] >= rho2 * u[t - 1]),
        claim("maximum is not negative", u[t] >= 0, since=0),
        claim(
            "first moment below the maximum",
            s[t] <= _reach * u[t],
            since=0,
            given=_wide,
            hints=(_unused + rho1 * (_before * u[t - 1] - s[t - 1]) + (1 - rho1) * (u[t] - g[t]),),
        ),
        claim(
            "first moment above the maximum",
            s[t] >= -(_reach * u[t]),
            since=0,
            given=_wide,
            hints=(_unused + rho1 * (_before * u[t - 1] + s[t - 1]) + (1 - rho1) * (u[t] + g[t]),),
        ),
        claim(
            "step is bounded",
            abs(theta[t + 1] - theta[t]) <= eta * _reach / (1 - rho1**t),
            given=_wide,
            hints=(
                eta / (1 - rho1**t) * (abs(s[t]) / (u[t] + epsilon)),
                eta / (1 - rho1**t) * ((_reach * u[t] - abs(s[t]) + _reach * epsilon) / (u[t] + epsilon)),
            ),
        ),
        claim(
            "parameter from the start",
            theta[t + 1] == theta[1] - total(eta / (1 - rho1**i) * (s[i] / (u[i] + epsilon)), i, 1, t),
            since=0,
        ),
    ),
)
