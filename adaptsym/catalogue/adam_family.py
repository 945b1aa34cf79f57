r"""What was made of Adam: another second moment, another decay of the weights, another momentum.

Where a paper's denominator has no guard, epsilon is added outside the root; the paper's own step is epsilon = 0.
"""

from adaptsym.catalogue.moments import corrected, first_sum, moment_claims, moments, settings
from adaptsym.claims import claim
from adaptsym.notation import (
    absolute,
    decay_product,
    epsilon,
    eta,
    g,
    grad,
    i,
    lam,
    maximum,
    multiplier,
    r,
    r_hat,
    r_max,
    rho1,
    rho2,
    s,
    s_hat,
    sign,
    sqrt,
    t,
    theta,
    total,
    u,
)
from adaptsym.spec import Spec, optimizer

first = (s[0] == 0, g[t] == grad(theta[t]), s[t] == rho1 * s[t - 1] + (1 - rho1) * g[t])
adam_step = s_hat[t] / (sqrt(r_hat[t]) + epsilon)


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
            *(() if bias_corrected else rate_claims),
            claim("step", theta[t + 1] == theta[t] - eta * (fixed_sum if bias_corrected else plain_sum)),
        ),
    )


def yogi_variant(name: str, *, initial: str) -> Spec:
    """Yogi, its second moment started at `initial`: 0 (the paper), or 1e-6 (the frameworks)."""
    return optimizer(
        name,
        *settings,
        epsilon == "1e-3",
        *first,
        r[0] == initial,
        r[t] == r[t - 1] - (1 - rho2) * (sign(r[t - 1] - g[t] * g[t]) * (g[t] * g[t])),
        theta[t + 1] == theta[t] - eta * (s[t] / (sqrt(r[t]) + epsilon)),
        source="Zaheer, Reddi, Sachan, Kale and Kumar, Adaptive Methods for Nonconvex Optimization, 2018, Algorithm 2"
        + ("" if initial == "0" else f"; the second moment starts at {initial}"),
        claims=moment_claims[:1],
    )


adamw = adamw_variant("adamw", decay_with_rate=True)
adamw_paper = adamw_variant("adamw-paper", decay_with_rate=False)
amsgrad = amsgrad_variant("amsgrad", bias_corrected=False)
amsgrad_corrected = amsgrad_variant("amsgrad-corrected", bias_corrected=True)
yogi = yogi_variant("yogi", initial="0")
yogi_started = yogi_variant("yogi-started", initial="1e-6")

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
            "parameter from the start",
            theta[t + 1] == theta[1] - total(eta / (1 - rho1**i) * (s[i] / (u[i] + epsilon)), i, 1, t),
            since=0,
        ),
    ),
)

adabelief = optimizer(
    "adabelief",
    *settings,
    *first,
    r[0] == 0,
    r[t] == rho2 * r[t - 1] + (1 - rho2) * ((g[t] - s[t]) * (g[t] - s[t])) + epsilon,
    *corrected,
    theta[t + 1] == theta[t] - eta * adam_step,
    source="Zhuang et al., AdaBelief Optimizer: Adapting Stepsizes by the Belief in Observed Gradients, 2020, "
    "Algorithm 2",
)

nadam = optimizer(  # Dozat warms the decay up: rho1[t] = 0.99*(1 - 0.5*0.96**(t/250)), a schedule that is handed in
    "nadam",
    *settings,
    s[0] == 0,
    r[0] == 0,
    decay_product[0] == 1,
    g[t] == grad(theta[t]),
    decay_product[t] == decay_product[t - 1] * rho1[t],
    s[t] == rho1[t] * s[t - 1] + (1 - rho1[t]) * g[t],
    r[t] == rho2 * r[t - 1] + (1 - rho2) * (g[t] * g[t]),
    s_hat[t]
    == rho1[t + 1] * s[t] / (1 - decay_product[t] * rho1[t + 1]) + (1 - rho1[t]) * g[t] / (1 - decay_product[t]),
    r_hat[t] == r[t] / (1 - rho2**t),
    theta[t + 1] == theta[t] - eta * adam_step,
    source="Dozat, Incorporating Nesterov Momentum into Adam, 2016",
)

lion = optimizer(
    "lion",
    rho1 == "0.9",
    rho2 == "0.99",
    lam == 0,
    s[0] == 0,
    g[t] == grad(theta[t]),
    theta[t + 1] == theta[t] - eta * (sign(rho1 * s[t - 1] + (1 - rho1) * g[t]) + lam * theta[t]),
    s[t] == rho2 * s[t - 1] + (1 - rho2) * g[t],
    source="Chen et al., Symbolic Discovery of Optimization Algorithms, 2023, Program 1",
    claims=(
        claim("first moment", s[t] == (1 - rho2) * total(rho2 ** (t - i) * g[i], i, 1, t), since=0),
        claim(
            "weights decay apart",
            theta[t + 1] == (1 - eta * lam) * theta[t] - eta * sign(rho1 * s[t - 1] + (1 - rho1) * g[t]),
        ),
        claim(
            "parameter from the start",
            theta[t + 1]
            == (1 - eta * lam) ** t * theta[1]
            - eta * total((1 - eta * lam) ** (t - i) * sign(rho1 * s[i - 1] + (1 - rho1) * g[i]), i, 1, t),
            since=0,
        ),
    ),
)
