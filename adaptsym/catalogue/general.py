r"""Adam where everything may change with the step, and where nothing starts at zero."""

from adaptsym.catalogue.moments import adam_step, corrected, first_sum, moments, second_sum, settings
from adaptsym.claims import claim
from adaptsym.notation import (
    decay_product,
    epsilon,
    eta,
    g,
    grad,
    i,
    j,
    level,
    product,
    r,
    r_hat,
    r_start,
    rho1,
    rho2,
    s,
    s_hat,
    s_start,
    sqrt,
    square_product,
    t,
    theta,
    total,
)
from adaptsym.spec import optimizer

_first, _second = product(rho1[j], j, 1, t), product(rho2[j], j, 1, t)
_first_sum = total(product(rho1[j], j, i + 1, t) * ((1 - rho1[i]) * g[i]), i, 1, t)
_second_sum = total(product(rho2[j], j, i + 1, t) * ((1 - rho2[i]) * (g[i] * g[i])), i, 1, t)
_constant = (g[i] <= level, g[i] >= level)

adam_scheduled = optimizer(
    "adam-scheduled",
    *settings,
    s[0] == 0,
    r[0] == 0,
    decay_product[0] == 1,
    square_product[0] == 1,
    g[t] == grad(theta[t]),
    decay_product[t] == decay_product[t - 1] * rho1[t],
    square_product[t] == square_product[t - 1] * rho2[t],
    s[t] == rho1[t] * s[t - 1] + (1 - rho1[t]) * g[t],
    r[t] == rho2[t] * r[t - 1] + (1 - rho2[t]) * (g[t] * g[t]),
    s_hat[t] == s[t] / (1 - decay_product[t]),
    r_hat[t] == r[t] / (1 - square_product[t]),
    theta[t + 1] == theta[t] - eta[t] * (s_hat[t] / (sqrt(r_hat[t]) + epsilon)),
    source="Kingma and Ba, 2015, Algorithm 1, with a learning rate and decays that change with the step",
    claims=(
        claim("product of the decays", decay_product[t] == _first, since=0),
        claim("product of the second decays", square_product[t] == _second, since=0),
        claim("first moment", s[t] == _first_sum, since=0),
        claim("second moment", r[t] == _second_sum, since=0),
        claim(
            "weights of the first moment",
            total(product(rho1[j], j, i + 1, t) * (1 - rho1[i]), i, 1, t) == 1 - _first,
            since=0,
        ),
        claim(
            "weights of the second moment",
            total(product(rho2[j], j, i + 1, t) * (1 - rho2[i]), i, 1, t) == 1 - _second,
            since=0,
        ),
        claim("first moment of a constant gradient", s[t] == level * (1 - decay_product[t]), since=0, given=_constant),
        claim("corrected moment of a constant gradient", s_hat[t] == level, given=_constant),
        claim("product of the decays is below 1", decay_product[t] < 1),
        claim("product of the second decays is below 1", square_product[t] < 1),
        claim("corrected second moment is not negative", r_hat[t] >= 0),
        claim(
            "step",
            theta[t + 1]
            == theta[t] - eta[t] * (_first_sum / (1 - _first) / (sqrt(_second_sum / (1 - _second)) + epsilon)),
        ),
        claim(
            "parameter from the start",
            theta[t + 1] == theta[1] - total(eta[i] * (s_hat[i] / (sqrt(r_hat[i]) + epsilon)), i, 1, t),
            since=0,
        ),
    ),
)

_mean, _mean_square = (1 - rho1) * first_sum, (1 - rho2) * second_sum

adam_started = optimizer(
    "adam-started",
    *settings,
    s_start == 0,
    r_start == 0,
    s[0] == s_start,
    r[0] == r_start,
    *moments[2:],
    *corrected,
    theta[t + 1] == theta[t] - eta * adam_step,
    source="Kingma and Ba, 2015, Algorithm 1, with moments that start anywhere",
    claims=(
        claim("first moment", s[t] == rho1**t * s_start + _mean, since=0),
        claim("second moment", r[t] == rho2**t * r_start + _mean_square, since=0),
        claim("second moment is not negative", r[t] >= 0, since=0),
        claim(
            "start of the first moment fades",
            abs(s[t] - _mean) == rho1**t * abs(s_start),
            since=0,
            hints=(rho1**t * abs(s_start),),
        ),
        claim("start of the second moment fades", abs(r[t] - _mean_square) == rho2**t * r_start, since=0),
        claim(
            "moment of a constant gradient",
            s[t] == level + rho1**t * (s_start - level),
            since=0,
            given=_constant,
        ),
        claim(
            "bias of the corrected moment",
            s_hat[t] - level == rho1**t / (1 - rho1**t) * s_start,
            given=_constant,
        ),
    ),
)
