r"""Nesterov's accelerated gradient: the gradient is taken where the velocity is about to lead."""

from adaptsym.claims import claim
from adaptsym.notation import eta, g, gamma, grad, i, j, phi, t, theta, total, velocity
from adaptsym.spec import optimizer

_point, _next_point = theta[t] + gamma * velocity[t - 1], theta[t + 1] + gamma * velocity[t]
_source = (
    "Nesterov, A method of solving a convex programming problem with convergence rate O(1/k^2), 1983; "
    "as in Sutskever, Martens, Dahl and Hinton, On the importance of initialization and momentum, 2013"
)
_velocity = claim("velocity", velocity[t] == -eta * total(gamma ** (t - i) * g[i], i, 1, t), since=0)

nesterov = optimizer(
    "nesterov",
    velocity[0] == 0,
    g[t] == grad(theta[t] + gamma * velocity[t - 1]),
    velocity[t] == gamma * velocity[t - 1] - eta * g[t],
    theta[t + 1] == theta[t] + velocity[t],
    source=_source,
    claims=(
        _velocity,
        claim("step", theta[t + 1] == theta[t] - eta * total(gamma ** (t - i) * g[i], i, 1, t)),
        claim("point by point", _next_point == _point + gamma * velocity[t] - eta * g[t]),
        claim(
            "next point",
            _next_point == theta[t] - eta * (1 + gamma) * total(gamma ** (t - i) * g[i], i, 1, t),
        ),
        claim(
            "parameter from the start",
            theta[t + 1] == theta[1] - eta * total(total(gamma ** (i - j) * g[j], j, 1, i), i, 1, t),
            since=0,
        ),
    ),
)

nesterov_framework = optimizer(  # the parameter is the point itself, as Keras and PyTorch keep it
    "nesterov-framework",
    velocity[0] == 0,
    g[t] == grad(theta[t]),
    velocity[t] == gamma * velocity[t - 1] - eta * g[t],
    theta[t + 1] == theta[t] + gamma * velocity[t] - eta * g[t],
    source=f"{_source}; the parameter is moved to the point of the gradient",
    claims=(
        _velocity,
        claim("step", theta[t + 1] == theta[t] - eta * (gamma * total(gamma ** (t - i) * g[i], i, 1, t) + g[t])),
        claim(
            "without the look-ahead",
            theta[t + 1] - gamma * velocity[t] == (theta[t] - gamma * velocity[t - 1]) + velocity[t],
        ),
    ),
)

nesterov_forms = optimizer(  # both at once, from one start: phi as the frameworks keep it, theta as the paper does
    "nesterov-forms",
    velocity[0] == 0,
    phi[1] == theta[1],
    g[t] == grad(phi[t]),
    velocity[t] == gamma * velocity[t - 1] - eta * g[t],
    theta[t + 1] == theta[t] + velocity[t],
    phi[t + 1] == phi[t] + gamma * velocity[t] - eta * g[t],
    source=f"{_source}; both forms side by side",
    claims=(
        _velocity,
        claim("both forms are one, shifted", phi[t] == theta[t] + gamma * velocity[t - 1]),
    ),
)
