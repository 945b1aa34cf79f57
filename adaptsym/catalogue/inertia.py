r"""Momentum: the velocity remembers past gradients."""

from adaptsym.claims import claim
from adaptsym.notation import bound, eta, g, gamma, grad, i, j, t, theta, total, velocity
from adaptsym.spec import optimizer

_before, _reach, _limit = (eta * bound * x / (1 - gamma) for x in (1 - gamma ** (t - 1), 1 - gamma**t, 1))
_bounded = abs(g[i]) <= bound
bound_claims = (
    claim(
        "velocity below a bound",
        velocity[t] <= _reach,
        since=0,
        given=_bounded,
        hints=(gamma * (_before - velocity[t - 1]) + eta * (bound + g[t]),),
    ),
    claim(
        "velocity above a bound",
        velocity[t] >= -_reach,
        since=0,
        given=_bounded,
        hints=(gamma * (velocity[t - 1] + _before) + eta * (bound - g[t]),),
    ),
    claim("velocity is bounded", abs(velocity[t]) <= _reach, since=0, given=_bounded),
    claim("step is bounded", abs(theta[t + 1] - theta[t]) <= _reach, given=_bounded),
    claim(
        "step is bounded at all times",
        abs(theta[t + 1] - theta[t]) <= _limit,
        given=_bounded,
        hints=(eta * bound * gamma**t / (1 - gamma) + (_reach - abs(theta[t + 1] - theta[t])),),
    ),
    claim("bound is attained", eta * total(gamma ** (t - i) * bound, i, 1, t) == _reach, since=0),
)

momentum = optimizer(
    "momentum",
    velocity[0] == 0,
    g[t] == grad(theta[t]),
    velocity[t] == gamma * velocity[t - 1] - eta * g[t],
    theta[t + 1] == theta[t] + velocity[t],
    source="Polyak, Some methods of speeding up the convergence of iteration methods, 1964",
    claims=(
        claim("velocity", velocity[t] == -eta * total(gamma ** (t - i) * g[i], i, 1, t), since=0),
        claim("step", theta[t + 1] == theta[t] - eta * total(gamma ** (t - i) * g[i], i, 1, t)),
        claim(
            "parameter from the start",
            theta[t + 1] == theta[1] - eta * total(total(gamma ** (i - j) * g[j], j, 1, i), i, 1, t),
            since=0,
        ),
        *bound_claims,
    ),
)
