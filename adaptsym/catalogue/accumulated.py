r"""Learning rates that are divided by accumulated squares of gradients."""

from adaptsym.claims import claim
from adaptsym.notation import bound, epsilon, eta, g, grad, i, j, r, sqrt, t, theta, tolerance, total
from adaptsym.spec import optimizer

_squares = total(g[i] * g[i], i, 1, t)
_root = sqrt(g[t] * g[t] + r[t - 1] + epsilon)
_scale = sqrt(r[t] + epsilon)
_excess = tolerance * tolerance * (r[t] - bound * bound * t)
_late = tolerance * tolerance * (bound * bound * t) - eta * eta

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
        claim("rate never rises", eta / sqrt(r[t] + epsilon) <= eta / sqrt(r[t - 1] + epsilon)),
        claim(
            "step is at most the learning rate",
            abs(theta[t + 1] - theta[t]) <= eta,
            hints=(eta * (abs(g[t]) / _root), eta * ((_root - abs(g[t])) / _root)),
        ),
        claim(
            "squares of large gradients",
            r[t] >= bound * bound * t,
            since=0,
            given=abs(g[i]) >= bound,
            hints=((r[t - 1] - bound * bound * (t - 1)) + (abs(g[t]) - bound) * (abs(g[t]) + bound),),
        ),
        claim(
            "rate tends to zero",
            eta / sqrt(r[t] + epsilon) <= eta / sqrt(bound * bound * t + epsilon),
            given=abs(g[i]) >= bound,
        ),
        claim(
            "rate falls below any level",
            eta / sqrt(r[t] + epsilon) <= tolerance,
            given=(abs(g[i]) >= bound, tolerance * tolerance * (bound * bound * t) >= eta * eta),
            hints=((_excess + tolerance * tolerance * epsilon + _late) / (_scale * (tolerance * _scale + eta)),),
        ),
    ),
)
