r"""Averaged gradient descent: beside the steps, of a scheduled rate, the average of the parameters."""

from adaptsym.claims import claim
from adaptsym.notation import (
    average,
    eta,
    g,
    grad,
    i,
    lam,
    maximum,
    t,
    t_start,
    theta,
    total,
    weight,
)
from adaptsym.spec import optimizer

_late = t >= t_start + 2

# Bottou's schedule is eta/(1 + lam*eta*t)**0.75 with steps counted from 0: his t is t - 1 here, also in the weight
asgd = optimizer(
    "asgd",
    lam == "0.0001",
    t_start == 1000000,
    average[0] == 0,
    g[t] == grad(theta[t]),
    weight[t] == 1 / maximum(1, t - 1 - t_start),
    theta[t + 1] == (1 - lam * eta[t]) * theta[t] - eta[t] * g[t],
    average[t] == average[t - 1] + weight[t] * (theta[t + 1] - average[t - 1]),
    source="Polyak and Juditsky, Acceleration of Stochastic Approximation by Averaging, 1992; "
    "weights of Bottou, Stochastic Gradient Descent Tricks, 2012",
    claims=(
        claim("first average is the parameter", average[1] == theta[2]),
        claim("average before its start is the parameter", average[t] == theta[t + 1], given=t <= t_start + 2),
        claim("weight is at most one", weight[t] <= 1),
        claim("weight without a wait", weight[t] == 1 / (t - 1), at=t_start == 0, since=2),
        claim("weight is positive", weight[t] > 0),
        claim(
            "average goes on",
            (t - 1 - t_start) * average[t] == (t - 2 - t_start) * average[t - 1] + theta[t + 1],
            given=_late,
        ),
        claim(
            "average is the mean of the parameters",
            average[t] == 1 / (t - 1) * total(theta[i + 1], i, 2, t),
            at=t_start == 0,
            since=2,
        ),
        claim("weights decay apart", theta[t + 1] == theta[t] - eta[t] * (g[t] + lam * theta[t])),
        claim("plain steps without decay", theta[t + 1] == theta[t] - eta[t] * g[t], at=lam == 0),
    ),
)
