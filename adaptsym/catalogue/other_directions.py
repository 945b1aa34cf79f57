r"""Other directions: NAdam looks ahead along the first moment, Lion goes by its sign alone."""

from adaptsym.catalogue.moments import adam_step, moment_claims, moments, settings
from adaptsym.claims import claim
from adaptsym.notation import (
    ahead,
    decay_product,
    eta,
    g,
    grad,
    i,
    j,
    lam,
    level,
    product,
    r,
    r_hat,
    rho1,
    rho2,
    s,
    s_hat,
    sign,
    t,
    theta,
    total,
)
from adaptsym.spec import optimizer

_decays = product(rho1[j], j, 1, t)
_estimate = rho1[t + 1] * s[t] / (1 - decay_product[t] * rho1[t + 1]) + (1 - rho1[t]) * g[t] / (1 - decay_product[t])
_shares = rho1[t + 1] * (1 - decay_product[t]) / (1 - decay_product[t] * rho1[t + 1]) + (1 - rho1[t]) / (
    1 - decay_product[t]
)
_constant = (g[i] <= level, g[i] >= level)

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
    s_hat[t] == _estimate,
    r_hat[t] == r[t] / (1 - rho2**t),
    theta[t + 1] == theta[t] - eta * adam_step,
    source="Dozat, Incorporating Nesterov Momentum into Adam, 2016",
    claims=(
        claim("product of the decays", decay_product[t] == _decays, since=0),
        claim("first moment", s[t] == total(product(rho1[j], j, i + 1, t) * ((1 - rho1[i]) * g[i]), i, 1, t), since=0),
        moment_claims[1],
        claim(
            "weights of the first moment",
            total(product(rho1[j], j, i + 1, t) * (1 - rho1[i]), i, 1, t) == 1 - _decays,
            since=0,
        ),
        claim("first moment of a constant gradient", s[t] == level * (1 - decay_product[t]), since=0, given=_constant),
        claim("estimate of a constant gradient", s_hat[t] == level * _shares, given=_constant),
    ),
)

nadam_framework = optimizer(  # the first moment decays by a constant, and only the look-ahead by a schedule
    "nadam-framework",
    *settings,
    ahead == "0.9",
    *moments,
    decay_product[0] == 1,
    decay_product[t] == decay_product[t - 1] * ahead[t],
    s_hat[t]
    == ahead[t + 1] * s[t] / (1 - decay_product[t] * ahead[t + 1]) + (1 - ahead[t]) * g[t] / (1 - decay_product[t]),
    r_hat[t] == r[t] / (1 - rho2**t),
    theta[t + 1] == theta[t] - eta * adam_step,
    source="Dozat, Incorporating Nesterov Momentum into Adam, 2016; the decay of the first moment constant, as in "
    "PyTorch and Keras",
    claims=(
        *moment_claims,
        claim("product of the decays", decay_product[t] == product(ahead[j], j, 1, t), since=0),
    ),
)


_direction = sign(rho1 * s[t - 1] + (1 - rho1) * g[t])
_in_reach = (eta * abs(_direction), eta * (1 - abs(_direction)))
_direction_before = sign(rho1 * s[t - 2] + (1 - rho1) * g[t - 1])
_box = (eta * lam <= 1, lam > 0)

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
        claim("step is bounded", abs(theta[t + 1] - theta[t]) <= eta, at=lam == 0, hints=_in_reach),
        claim("step beside the decay", abs(theta[t + 1] - (1 - eta * lam) * theta[t]) <= eta, hints=_in_reach),
        claim(
            "weights stay below the inverse decay",
            theta[t] <= 1 / lam,
            given=(*_box, theta[1] <= 1 / lam),
            hints=((1 - eta * lam) * (1 / lam - theta[t - 1]) + eta * (1 + _direction_before),),
        ),
        claim(
            "weights stay above the inverse decay",
            theta[t] >= -(1 / lam),
            given=(*_box, theta[1] >= -(1 / lam)),
            hints=((1 - eta * lam) * (1 / lam + theta[t - 1]) + eta * (1 - _direction_before),),
        ),
    ),
)
