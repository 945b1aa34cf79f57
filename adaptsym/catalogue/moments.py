r"""Adam and its variants: two moments, corrected for their start at zero."""

from adaptsym.catalogue import averages, bounds
from adaptsym.claims import claim
from adaptsym.notation import (
    brace,
    epsilon,
    eta,
    g,
    grad,
    i,
    level,
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
)
from adaptsym.spec import optimizer

_SOURCE = "Kingma and Ba, Adam: A Method for Stochastic Optimization, 2015"

settings = (rho1 == "0.9", rho2 == "0.999")
moments = (
    s[0] == 0,
    r[0] == 0,
    g[t] == grad(theta[t]),
    s[t] == rho1 * s[t - 1] + (1 - rho1) * g[t],
    r[t] == rho2 * r[t - 1] + (1 - rho2) * (g[t] * g[t]),
)
corrected = (
    s_hat[t] == s[t] / (1 - rho1**t),
    r_hat[t] == r[t] / (1 - rho2**t),
)

first = (s[0] == 0, g[t] == grad(theta[t]), s[t] == rho1 * s[t - 1] + (1 - rho1) * g[t])
adam_step = s_hat[t] / (sqrt(r_hat[t]) + epsilon)

bias, constant = averages.bias, averages.constant
first_sum = total(rho1 ** (t - i) * g[i], i, 1, t)
second_sum = total(rho2 ** (t - i) * (g[i] * g[i]), i, 1, t)
moment_claims = (
    claim("first moment", s[t] == (1 - rho1) * first_sum, since=0),
    claim("second moment", r[t] == (1 - rho2) * second_sum, since=0),
)

factored = theta[t] - eta * brace(bias, 1) * brace(constant, 2) * (
    brace(first_sum, 3, over=True) / brace(sqrt(second_sum), 4)
)
without_epsilon = theta[t] - eta * (s_hat[t] / sqrt(r_hat[t]))
_small, _large = sqrt(r_hat[t]), sqrt(r_hat[t] + epsilon)

_dropped = (
    eta * abs(s_hat[t]) * ((_large - _small) / (_small * _large)),
    eta
    * abs(s_hat[t])
    * ((_large - _small) * (_large - _small) * (_large + 2 * _small) / (2 * r_hat[t] * _small * _large)),
)

adam = optimizer(
    "adam",
    *settings,
    *moments,
    *corrected,
    theta[t + 1] == theta[t] - eta * (s_hat[t] / sqrt(r_hat[t] + epsilon)),
    source=f"{_SOURCE}; epsilon inside the root",
    claims=(
        *moment_claims,
        *averages.average_claims,
        claim(
            "epsilon dropped",
            abs(theta[t + 1] - without_epsilon) <= eta * (abs(s_hat[t]) * epsilon / (2 * r_hat[t] * sqrt(r_hat[t]))),
            given=r_hat[t] > 0,
            hints=_dropped,
        ),
        claim(
            "epsilon dropped, against the step",
            abs(theta[t + 1] - without_epsilon) <= epsilon / (2 * r_hat[t]) * (eta * (abs(s_hat[t]) / sqrt(r_hat[t]))),
            given=r_hat[t] > 0,
            hints=_dropped,
        ),
        claim("factors without epsilon", without_epsilon == factored, given=second_sum > 0),
        claim("factors", theta[t + 1] == factored, given=second_sum > 0, at=epsilon == 0),
        claim(
            "step of a constant gradient",
            theta[t + 1] == theta[t] - eta * (level / sqrt(level * level + epsilon)),
            given=(g[i] <= level, g[i] >= level),
        ),
        claim(
            "gradients in another unit",
            level * s_hat[t] / sqrt(level * level * r_hat[t]) == s_hat[t] / sqrt(r_hat[t]),
            given=(level > 0, r_hat[t] > 0),
        ),
        *averages.bias_claims,
        *bounds.step_bounds(inside=True),
    ),
)

adam_outside = optimizer(
    "adam-outside",
    *settings,
    *moments,
    *corrected,
    theta[t + 1] == theta[t] - eta * (s_hat[t] / (sqrt(r_hat[t]) + epsilon)),
    source=f"{_SOURCE}, Algorithm 1",
    claims=(
        *moment_claims,
        claim(
            "epsilon dropped",
            abs(theta[t + 1] - without_epsilon) <= eta * (abs(s_hat[t]) * epsilon / r_hat[t]),
            given=r_hat[t] > 0,
            hints=(
                eta * abs(s_hat[t]) * (epsilon / (_small * (_small + epsilon))),
                eta * abs(s_hat[t]) * (epsilon * epsilon / (r_hat[t] * (_small + epsilon))),
            ),
        ),
        claim("factors", theta[t + 1] == factored, given=second_sum > 0, at=epsilon == 0),
        *bounds.step_bounds(inside=False),
    ),
)

adam_hat = optimizer(
    "adam-hat",
    *settings,
    *moments,
    theta[t + 1] == theta[t] - eta * bias * (s[t] / (sqrt(r[t]) + epsilon)),
    source=f"{_SOURCE}, the end of section 2: epsilon hat",
    claims=(
        *moment_claims,
        claim(
            "epsilon in the corrected moments",
            theta[t + 1]
            == theta[t] - eta * (s[t] / (1 - rho1**t) / (sqrt(r[t] / (1 - rho2**t)) + epsilon / sqrt(1 - rho2**t))),
            given=r[t] >= 0,
        ),
        claim("factors", theta[t + 1] == factored, given=second_sum > 0, at=epsilon == 0),
    ),
)
