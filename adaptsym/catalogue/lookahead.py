r"""Nesterov's accelerated gradient: the gradient is taken where the velocity is about to lead."""

from adaptsym.claims import claim
from adaptsym.notation import eta, g, gamma, grad, i, j, t, theta, total, velocity
from adaptsym.spec import optimizer

nesterov = optimizer(
    "nesterov",
    velocity[0] == 0,
    g[t] == grad(theta[t] + gamma * velocity[t - 1]),
    velocity[t] == gamma * velocity[t - 1] - eta * g[t],
    theta[t + 1] == theta[t] + velocity[t],
    source="Nesterov, A method of solving a convex programming problem with convergence rate O(1/k^2), 1983; "
    "as in Sutskever, Martens, Dahl and Hinton, On the importance of initialization and momentum, 2013",
    claims=(
        claim("velocity", velocity[t] == -eta * total(gamma ** (t - i) * g[i], i, 1, t), since=0),
        claim("step", theta[t + 1] == theta[t] - eta * total(gamma ** (t - i) * g[i], i, 1, t)),
        claim(
            "next point",
            theta[t + 1] + gamma * velocity[t]
            == theta[t] - eta * (1 + gamma) * total(gamma ** (t - i) * g[i], i, 1, t),
        ),
        claim(
            "parameter from the start",
            theta[t + 1] == theta[1] - eta * total(total(gamma ** (i - j) * g[j], j, 1, i), i, 1, t),
            since=0,
        ),
    ),
)
