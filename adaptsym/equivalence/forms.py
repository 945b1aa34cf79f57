"""The builders of the families: a specification from the places on the axes of `adaptsym.equivalence.families`."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from adaptsym.notation import (
    UNIT,
    absolute,
    d,
    d_square,
    decay_product,
    epsilon,
    eta,
    g,
    gamma,
    grad,
    hyperparameter,
    lam,
    length,
    maximum,
    multiplier,
    r,
    r_max,
    rho,
    rho1,
    rho2,
    s,
    s_hat,
    sequence,
    sign,
    sqrt,
    t,
    theta,
    threshold,
    u,
    velocity,
    where,
)
from adaptsym.spec import Spec
from adaptsym.term import NONNEGATIVE, At, Equation, Number, Term

Places = Mapping[str, str]
Starts = tuple[Number, ...]
ZERO = Number(Fraction(0))
_FIRST = "outside the velocity"  # where there is none
momentum_decay = hyperparameter("momentum_decay", domain=NONNEGATIVE)
G = sequence("gradient_used", meaning="gradient, with what is added to it")
mean = sequence("mean", meaning="average of the gradients")
dampening = hyperparameter("dampening", domain=UNIT)
eps_root = hyperparameter("eps_root", domain=NONNEGATIVE)
rate_decay = hyperparameter("lr_decay", domain=NONNEGATIVE)


def _gradient(at: Places) -> tuple[Equation, ...]:
    """The gradient, and what is used in its place: with L2 decay, or with the other sign."""
    used: Term = -g[t] if at["sign"] == "ascends" else g[t]
    if at.get("weight decay", "none").startswith("L2"):
        used = used + lam * theta[t]
    return g[t] == grad(theta[t]), G[t] == used


def _moved(at: Places, step: Term) -> Equation:
    """The parameter less the step, and what decays of it."""
    decay = at["weight decay"]
    moved = theta[t] - step
    if decay.endswith("after the step"):
        return theta[t + 1] == (1 - eta * lam) * moved
    if decay.endswith("times the learning rate"):
        return theta[t + 1] == moved - eta * lam * theta[t]
    if decay.endswith("on its own"):
        return theta[t + 1] == moved - lam * theta[t]
    if decay.endswith("multiplier"):
        return theta[t + 1] == theta[t] - multiplier[t] * (step + lam * theta[t])
    return theta[t + 1] == moved


def _spec(name: str, *equations: Equation) -> Spec:
    """A specification that is known to be well-formed (the tests check every variant)."""
    initial = tuple(e for e in equations if isinstance(e.left, At) and isinstance(e.left.index, Number))
    return Spec(name, tuple(e for e in equations if e not in initial), initial)


def momentum(at: Places, _: Starts) -> Spec | None:
    """Gradient descent, with a velocity or without; the velocity's gradient scaled, its step ahead."""
    form, damp = at["momentum"], at["dampening"]
    rate: Term = eta
    if form == "none":
        if at["learning rate"] != "inside the velocity" or damp != "none":
            return None
        return _spec("momentum-variant", *_gradient(at), _moved(at, rate * G[t]))
    used: Term = G[t]
    if damp == "1 - momentum":
        used = (1 - gamma) * G[t]
    elif damp == "dampening":
        used = (1 - dampening) * G[t]
    elif damp == "dampening, not of the first gradient":
        used = where(t <= 1, G[t], (1 - dampening) * G[t])
    inside = at["learning rate"] == "inside the velocity"
    v = velocity[t] == gamma * velocity[t - 1] + (eta * used if inside else used)
    step: Term = velocity[t]
    gradient = _gradient(at)
    if form == "Nesterov, at the parameter":
        step = gamma * velocity[t] + (eta * G[t] if inside else G[t])
    if form == "Nesterov, look-ahead point":
        if at["weight decay"].startswith("L2"):
            return None
        ahead = gamma * velocity[t - 1] if inside else eta * gamma * velocity[t - 1]
        gradient = (g[t] == grad(theta[t] - ahead), gradient[1])
    return _spec("momentum-variant", velocity[0] == 0, *gradient, v, _moved(at, step if inside else eta * step))


def scaled(at: Places, starts: Starts) -> Spec | None:
    """A gradient over the root of an average or a sum of squares."""
    kind, form = at["second moment"], at["momentum"]
    corrected = at["bias correction"] != "none"
    started = at["initial state"] == "other"
    if (started and not starts) or (kind == "sum" and corrected) or (form == "none" and at["learning rate"] != _FIRST):
        return None
    first = starts[0] if started else ZERO
    square = G[t] * G[t]
    equations = [r[0] == first, *_gradient(at)]
    equations.append(r[t] == (r[t - 1] + square if kind == "sum" else rho * r[t - 1] + (1 - rho) * square))
    moment: Term = r[t]
    if kind == "variance":
        equations += [mean[0] == 0, mean[t] == rho * mean[t - 1] + (1 - rho) * G[t]]
        moment = r[t] - mean[t] * mean[t]
    if corrected:
        moment = moment / (1 - rho**t)
    rate: Term = eta if at["rate decay"] == "none" else eta / (1 + (t - 1) * rate_decay)
    direction = G[t] / _root(at["epsilon"], moment)
    inside = at["learning rate"] == "inside the velocity"
    if form == "none":
        return _spec("scaled-variant", *equations, _moved(at, rate * direction))
    equations += [
        velocity[0] == 0,
        velocity[t] == gamma * velocity[t - 1] + (rate * direction if inside else direction),
    ]
    step: Term = velocity[t]
    if form.startswith("Nesterov"):
        step = gamma * velocity[t] + (rate * direction if inside else direction)
    return _spec("scaled-variant", *equations, _moved(at, step if inside else rate * step))


def _root(place: str, moment: Term) -> Term:
    if place == "inside the root":
        return sqrt(moment + epsilon)
    if place == "outside the root":
        return sqrt(moment) + epsilon
    if place == "inside and outside the root":
        return sqrt(moment + eps_root) + epsilon
    return sqrt(moment)


def _count(at: Places) -> Term:
    return {"from 1": t, "from 2": t + 1, "from 0": t - 1, "stays at 1": Number(Fraction(1))}[at["step count"]]


def _second(kind: str) -> Term:
    """The second moment after the step."""
    square, away = G[t] * G[t], (G[t] - s[t]) * (G[t] - s[t])
    if kind.startswith("moves"):
        return r[t - 1] - (1 - rho2) * (sign(r[t - 1] - square) * square)
    average = rho2 * r[t - 1] + (1 - rho2) * (away if kind.startswith("average of") else square)
    if kind.endswith("plus epsilon"):
        return average + epsilon
    return average + eps_root if kind.endswith("a guard of its own") else average


def adam(at: Places, starts: Starts) -> Spec | None:
    """Two moments, corrected or not; the second one an average, its maximum, or made otherwise."""
    place, bias, kind, form = at["epsilon"], at["bias correction"], at["second moment"], at["first moment"]
    fix1, fix2 = bias in ("both moments", "first moment only"), bias in ("both moments", "second moment only")
    moving, started = at["decays"] == "first one scheduled", at["initial state"] != "zero"
    warmed = at["decays"].startswith("first one warmed up")
    uncorrected = "uncorrected" in place
    if (uncorrected and not fix2) or (bias == "none" and at["step count"] != "from 1") or (started and not starts):
        return None
    if (kind == "largest corrected so far" and (not fix2 or uncorrected)) or (form != "average" and not fix1):
        return None
    if (moving or warmed) and (form != "Nesterov, corrected one step ahead" or at["step count"] != "from 1"):
        return None
    n = _count(at)
    decay: Term = rho1[t] if moving else rho1
    ahead: Term = rho1[t + 1] if moving else rho1
    both = at["initial state"].endswith("both moments")
    first1, first2 = (starts[0] if started and needed else ZERO for needed in (both, True))
    equations = [s[0] == first1, r[0] == first2, *_gradient(at)]
    equations.append(s[t] == decay * s[t - 1] + (1 - decay) * G[t])
    equations.append(r[t] == _second(kind))
    moment: Term = r[t]
    if kind == "largest so far":
        equations += [r_max[0] == 0, r_max[t] == maximum(r_max[t - 1], r[t])]
        moment = r_max[t]
    power2: Term = 1 - rho2**n
    if kind == "largest corrected so far":
        equations += [r_max[0] == 0, r_max[t] == maximum(r_max[t - 1], r[t] / power2)]
        root = _root(place, r_max[t])
    elif not fix2:
        root = _root(place, moment)
    elif uncorrected:
        root = _root(place.replace("uncorrected ", ""), moment) / sqrt(power2)
    else:
        root = _root(place, moment / power2)
    if moving or warmed:
        used = _warmed(t, at) if warmed else decay
        ahead, decay = (_warmed(t + 1, at), used) if warmed else (ahead, decay)
        equations += [decay_product[0] == 1, decay_product[t] == decay_product[t - 1] * used]
        power1, power1_ahead = 1 - decay_product[t], 1 - decay_product[t] * ahead
    else:
        power1, power1_ahead = 1 - rho1**n, 1 - rho1 ** (n + 1)
    if form == "average":
        top = s[t] / power1 if fix1 else s[t]
    elif form == "Nesterov":
        top = (rho1 * s[t] + (1 - rho1) * G[t]) / power1
    else:
        top = ahead * s[t] / power1_ahead + (1 - decay) * G[t] / power1
    return _spec("adam-variant", *equations, _moved(at, eta * (top / root)))


def _warmed(step: Term, at: Places) -> Term:
    """Dozat's warm-up of the first decay: from a half of it to all of it."""
    power = step * momentum_decay if at["decays"].endswith("at a rate") else step
    return rho1 * (1 - Fraction(1, 2) * Number(Fraction(24, 25)) ** power)


def adamax(at: Places, _: Starts) -> Spec | None:
    """A first moment over a decayed maximum."""
    fixed, place = at["bias correction"] != "none", at["epsilon"]
    if not fixed and at["step count"] != "from 1":
        return None
    size = absolute(G[t]) + epsilon if place == "added to the gradient" else absolute(G[t])
    bottom = u[t] + epsilon if place == "added to the maximum" else u[t]
    top = s[t] / (1 - rho1 ** _count(at)) if fixed else s[t]
    return _spec(
        "adamax-variant",
        s[0] == 0,
        u[0] == 0,
        *_gradient(at),
        s[t] == rho1 * s[t - 1] + (1 - rho1) * G[t],
        u[t] == maximum(rho2 * u[t - 1], size),
        _moved(at, eta * (top / bottom)),
    )


def lion(at: Places, _: Starts) -> Spec | None:
    """The sign of a mixture of the moment and the gradient."""
    return _spec(
        "lion-variant",
        s[0] == 0,
        *_gradient(at),
        _moved(at, eta * sign(rho1 * s[t - 1] + (1 - rho1) * G[t])),
        s[t] == rho2 * s[t - 1] + (1 - rho2) * G[t],
    )


def adadelta(at: Places, _: Starts) -> Spec | None:
    """A gradient times the root of the mean square of past steps, over the root of its own."""
    rated = at["learning rate"]
    if rated == "none" and at["weight decay"] not in ("none", "L2, added to the gradient", "decoupled, on its own"):
        return None

    def root(x: Term) -> Term:
        return sqrt(x + epsilon) if at["epsilon"] == "inside both roots" else sqrt(x) + epsilon

    change = root(d_square[t - 1]) / root(r[t]) * G[t]
    return _spec(
        "adadelta-variant",
        r[0] == 0,
        d_square[0] == 0,
        *_gradient(at),
        r[t] == rho * r[t - 1] + (1 - rho) * (G[t] * G[t]),
        d[t] == (eta * change if rated == "of the step and its mean square" else change),
        _moved(at, eta * d[t] if rated == "of the step" else d[t]),
        d_square[t] == rho * d_square[t - 1] + (1 - rho) * (d[t] * d[t]),
    )


def radam(at: Places, starts: Starts) -> Spec | None:
    """Adam, rectified where the length of its average is above a threshold."""
    place = at["epsilon"]
    longest = 2 / (1 - rho2) - 1
    part = (length[t] - 4) * (length[t] - 2) * longest / ((longest - 4) * (longest - 2) * length[t])
    numeric = at["threshold"].endswith("a number")
    limit: Term | None = next((x for x in starts if x.fraction >= 4), None) if numeric else threshold
    if limit is None:
        return None
    condition = length[t] > limit if at["threshold"].startswith("above") else length[t] >= limit
    if place == "outside the uncorrected root":
        root: Term = (sqrt(r[t]) + epsilon) / sqrt(1 - rho2**t)
    else:
        root = _root(place, r[t] / (1 - rho2**t))
    short: Term = s_hat[t] if at["short averages"] == "step by the first moment" else ZERO
    return _spec(
        "radam-variant",
        s[0] == 0,
        r[0] == 0,
        *_gradient(at),
        s[t] == rho1 * s[t - 1] + (1 - rho1) * G[t],
        r[t] == rho2 * r[t - 1] + (1 - rho2) * (G[t] * G[t]),
        s_hat[t] == s[t] / (1 - rho1**t),
        length[t] == longest - 2 * t * rho2**t / (1 - rho2**t),
        _moved(at, eta * where(condition, sqrt(part) * (s_hat[t] / root), short)),
    )
