r"""Learning rates that are divided by accumulated squares of gradients."""

from adaptsym.claims import claim
from adaptsym.notation import epsilon, eta, g, grad, i, j, r, sqrt, t, theta, total
from adaptsym.spec import optimizer

_squares = total(g[i] * g[i], i, 1, t)

adagrad = optimizer(
    "adagrad",
    r[0] == 0,
    g[t] == grad(theta[t]),
    r[t] == r[t - 1] + g[t] * g[t],
    theta[t + 1] == theta[t] - eta / sqrt(r[t] + epsilon) * g[t],
    source="Duchi, Hazan and Singer, Adaptive Subgradient Methods for Online Learning and "
    "Stochastic Optimization, 2011",
    claims=(
        claim("accumulated squares", r[t] == _squares, since=0),
        claim("step", theta[t + 1] == theta[t] - eta * (g[t] / sqrt(epsilon + _squares))),
        claim(
            "parameter from the start",
            theta[t + 1] == theta[1] - eta * total(g[i] / sqrt(epsilon + total(g[j] * g[j], j, 1, i)), i, 1, t),
            since=0,
        ),
    ),
)
