r"""Momentum: the velocity remembers past gradients."""

from adaptsym.claims import claim
from adaptsym.notation import eta, g, gamma, grad, i, j, t, theta, total, velocity
from adaptsym.spec import optimizer

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
    ),
)
