"""The builders of families that have no moments: step sizes by signs, and averaged parameters."""

from __future__ import annotations

from adaptsym.equivalence.forms import ZERO, G, Places, Starts, _gradient, _spec
from adaptsym.notation import (
    UNIT,
    average,
    d,
    eta,
    eta_minus,
    eta_plus,
    g_last,
    hyperparameter,
    lam,
    maximum,
    minimum,
    sign,
    step_max,
    step_min,
    step_size,
    t,
    t_start,
    theta,
    where,
)
from adaptsym.spec import Spec
from adaptsym.term import Equation, Term

rate_power = hyperparameter("rate_power", domain=UNIT)


def _limited(x: Term) -> Term:
    return minimum(maximum(x, step_min), step_max)


def _size(meets: Term, limits: str) -> Equation:
    """The step size, by what the gradient meets: its product with what is kept of the last one."""
    before = step_size[t - 1]
    grown: Term = eta_plus * before
    shrunk: Term = eta_minus * before
    if limits == "the one that it nears":
        grown, shrunk = minimum(grown, step_max), maximum(shrunk, step_min)
    elif limits == "both, where it changes":
        grown, shrunk = _limited(grown), _limited(shrunk)
    size: Term = where(meets < 0, shrunk, where(meets > 0, grown, before))
    return step_size[t] == (_limited(size) if limits == "both, at every step" else size)


def rprop(at: Places, _: Starts) -> Spec | None:
    """A step size for each weight, which grows and shrinks by the signs of gradients."""
    change, late = at["change of sign"], at["update"] == "one step late"
    if late:  # what is kept of the last gradient is the update that it has made, and it is still to come
        if change != "stays":
            return None
        meets = G[t] * d[t - 1]
        return _spec(
            "rprop-variant",
            step_size[0] == eta,
            d[0] == 0,
            *_gradient(at),
            _size(meets, at["limits of the step size"]),
            d[t] == where(meets < 0, ZERO, sign(G[t]) * step_size[t]),
            theta[t + 1] == theta[t] - where(meets < 0, ZERO, d[t - 1]),
        )
    meets = G[t] * g_last[t - 1]
    forward = sign(G[t]) * step_size[t]
    equations = [step_size[0] == eta, g_last[0] == 0, *_gradient(at), _size(meets, at["limits of the step size"])]
    if change == "goes back":
        equations += [d[0] == 0, d[t] == where(meets < 0, -d[t - 1], forward)]
        step: Term = d[t]
    else:
        step = where(meets < 0, ZERO, forward) if change == "stays" else forward
    kept = G[t] if change.startswith("steps") else where(meets < 0, ZERO, G[t])
    return _spec("rprop-variant", *equations, g_last[t] == kept, theta[t + 1] == theta[t] - step)


def averaged(at: Places, _: Starts) -> Spec | None:
    """Steps of a rate that falls, and the average of the parameters beside them."""
    rate: Term = eta[t] if at["learning rate"] == "scheduled" else eta / (1 + lam * eta * (t - 1)) ** rate_power
    return _spec(
        "averaged-variant",
        average[0] == 0,
        *_gradient(at),
        theta[t + 1] == (1 - rate * lam) * theta[t] - rate * G[t],
        average[t] == average[t - 1] + (theta[t + 1] - average[t - 1]) / maximum(1, t - 1 - t_start),
    )
