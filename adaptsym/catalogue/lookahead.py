r"""Nesterov's accelerated gradient: the gradient is taken where the velocity is about to lead."""

from adaptsym.notation import eta, g, gamma, grad, t, theta, velocity
from adaptsym.spec import optimizer

nesterov = optimizer(
    "nesterov",
    velocity[0] == 0,
    g[t] == grad(theta[t] + gamma * velocity[t - 1]),
    velocity[t] == gamma * velocity[t - 1] - eta * g[t],
    theta[t + 1] == theta[t] + velocity[t],
    source="Nesterov, A method of solving a convex programming problem with convergence rate O(1/k^2), 1983; "
    "as in Sutskever, Martens, Dahl and Hinton, On the importance of initialization and momentum, 2013",
)
