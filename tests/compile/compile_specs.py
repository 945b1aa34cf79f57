"""Specifications that reach every corner of the compiler; the catalogue has or will have their likes."""

from adaptsym import catalogue
from adaptsym.notation import (
    UNIT,
    Kind,
    absolute,
    dot,
    epsilon,
    eta,
    g,
    gamma,
    grad,
    hyperparameter,
    k,
    lam,
    maximum,
    minimum,
    norm,
    r,
    r_hat,
    rho,
    rho1,
    rho2,
    s,
    s_hat,
    sequence,
    sign,
    size,
    sqrt,
    t,
    term,
    theta,
    velocity,
    where,
)
from adaptsym.spec import Spec, optimizer

delta = hyperparameter("delta", domain=UNIT, meaning="threshold of the cosine")
clip = hyperparameter("clip", domain=UNIT, meaning="largest norm")
psi = hyperparameter("psi", domain=UNIT, meaning="decay of the schedule of mu")
u, p, step, r_max, z = (sequence(name) for name in ("u", "p", "step", "r_max", "z"))
cosine = sequence("cosine", kind=Kind.OWN)
ratio = sequence("ratio", kind=Kind.OWN)
scale, mu, mu_product, length, total_norm = (
    sequence(name, kind=Kind.SHARED) for name in ("scale", "mu", "mu_product", "length", "total_norm")
)

moments = (
    s[0] == 0,
    r[0] == 0,
    g[t] == grad(theta[t]),
    s[t] == rho1 * s[t - 1] + (1 - rho1) * g[t],
    r[t] == rho2 * r[t - 1] + (1 - rho2) * (g[t] * g[t]),
)
corrected = (s_hat[t] == s[t] / (1 - rho1**t), r_hat[t] == r[t] / (1 - rho2**t))
limit = 2 / (1 - rho2) - 1
rectifier = sqrt((length[t] - 4) * (length[t] - 2) * limit / ((limit - 4) * (limit - 2) * length[t]))
weight = mu[t + 1] * s[t] / (1 - mu_product[t] * mu[t + 1]) + (1 - mu[t]) * g[t] / (1 - mu_product[t])

own = [
    optimizer(
        "nesterov",
        velocity[0] == 0,
        g[t] == grad(theta[t] + gamma * velocity[t - 1]),
        velocity[t] == gamma * velocity[t - 1] - eta * g[t],
        theta[t + 1] == theta[t] + velocity[t],
    ),
    optimizer(
        "adamw",
        *moments,
        *corrected,
        theta[t + 1] == theta[t] - eta * (s_hat[t] / (sqrt(r_hat[t]) + epsilon) + lam * theta[t]),
    ),
    optimizer(
        "amsgrad",
        *moments,
        r_max[0] == 0,
        r_max[t] == maximum(r_max[t - 1], r[t]),
        theta[t + 1] == theta[t] - eta * (s[t] / (1 - rho1**t) / (sqrt(r_max[t] / (1 - rho2**t)) + epsilon)),
    ),
    optimizer(
        "nadam",
        *moments,
        mu_product[0] == 1,
        mu[t] == rho1 * (1 - term("0.5") * term("0.96") ** (t * psi)),
        mu_product[t] == mu_product[t - 1] * mu[t],
        theta[t + 1] == theta[t] - eta * (weight / (sqrt(r[t] / (1 - rho2**t)) + epsilon)),
    ),
    optimizer(
        "radam",
        *moments,
        s_hat[t] == s[t] / (1 - rho1**t),
        length[t] == limit - 2 * t * rho2**t / (1 - rho2**t),
        theta[t + 1]
        == theta[t]
        - eta * where(length[t] > 4, rectifier * (s_hat[t] / (sqrt(r[t] / (1 - rho2**t)) + epsilon)), s_hat[t]),
    ),
    optimizer(
        "adadelta",
        r[0] == 0,
        u[0] == 0,
        g[t] == grad(theta[t]),
        r[t] == rho * r[t - 1] + (1 - rho) * (g[t] * g[t]),
        step[t] == sqrt(u[t - 1] + epsilon) / sqrt(r[t] + epsilon) * g[t],
        theta[t + 1] == theta[t] - eta * step[t],
        u[t] == rho * u[t - 1] + (1 - rho) * step[t] ** 2,
    ),
    optimizer(
        "lion",
        s[0] == 0,
        g[t] == grad(theta[t]),
        theta[t + 1] == theta[t] - eta * (sign(rho1 * s[t - 1] + (1 - rho1) * g[t]) + lam * theta[t]),
        s[t] == rho2 * s[t - 1] + (1 - rho2) * g[t],
    ),
    optimizer(
        "rmsprop-first",
        r[0] == g[1] * g[1],
        g[t] == grad(theta[t]),
        r[t] == rho * r[t - 1] + (1 - rho) * (g[t] * g[t]),
        theta[t + 1] == theta[t] - eta[t] * (g[t] / (sqrt(r[t]) + epsilon)),
    ),
    optimizer(
        "adamp",
        *moments,
        *corrected,
        p[t] == s_hat[t] / (sqrt(r_hat[t]) + epsilon),
        cosine[t] == absolute(dot(theta[t], g[t])) / (norm(theta[t]) * norm(g[t])),
        theta[t + 1]
        == theta[t]
        - eta
        * where(
            cosine[t] < delta / sqrt(size(theta[t])),
            p[t] - dot(theta[t], p[t]) / dot(theta[t], theta[t]) * theta[t],
            p[t],
        ),
    ),
    optimizer(
        "clipped",
        velocity[0] == 0,
        total_norm[0] == 0,
        g[t] == grad(theta[t]),
        total_norm[t] == rho * total_norm[t - 1] + norm(g[t], over="all"),
        scale[t] == where(total_norm[t] > clip, clip / total_norm[t], 1),
        velocity[t] == gamma * velocity[t - 1] - eta * (scale[t] * g[t]),
        theta[t + 1] == theta[t] + velocity[t],
    ),
    optimizer(
        "lamb-like",  # a norm of what was computed from a norm: three passes; the ratio is kept for each parameter
        s[0] == 0,
        ratio[0] == 1,
        g[t] == grad(theta[t]),
        z[t] == g[t] / (norm(g[t]) + epsilon),
        s[t] == rho1 * s[t - 1] + z[t],
        ratio[t] == rho * ratio[t - 1] + norm(theta[t]) / (norm(s[t] + lam * s[t - 1]) + epsilon),
        theta[t + 1] == theta[t] - eta * ratio[t] * s[t],
    ),
    optimizer(
        "sign-agreement",  # a branch on arrays, minimum, negation, a number to an array's power
        velocity[0] == "0.1",
        g[t] == grad(theta[t]),
        velocity[t] == where(velocity[t - 1] * g[t] > 0, minimum(velocity[t - 1] * 2, 50), -velocity[t - 1] / 2),
        theta[t + 1] == theta[t] - eta * sign(g[t]) * absolute(velocity[t]) ** 3,
    ),
    optimizer(
        "leaky",  # a branch on arrays that is not stored, and a scalar one whose other side is undefined before t = 6
        velocity[0] == 1,
        g[t] == grad(theta[t]),
        velocity[t] == rho * velocity[t - 1] + g[t],
        scale[t] == where(t > 5, sqrt(t - 5) / (1 + sqrt(t - 5)), term("0.5")),
        theta[t + 1] == theta[t] - eta * scale[t] * where(velocity[t] > 0, 3 * velocity[t], velocity[t] / 2),
    ),
    optimizer(
        "difference",  # the old state is read in a later pass than that in which the new one is known
        s[0] == 0,
        g[t] == grad(theta[t]),
        s[t] == rho1 * s[t - 1] + (1 - rho1) * g[t],
        theta[t + 1] == theta[t] - eta * (s[t] - s[t - 1]) / (norm(s[t], over="all") + epsilon),
    ),
    optimizer("still", g[t] == grad(theta[t]), theta[t + 1] == theta[t]),
]
average, memory = sequence("avg"), sequence("lambda")
w = sequence("w", meaning="parameter")
ODD = [  # what the index, the letters and initial values may look like
    optimizer(
        "previous-gradient",
        g[0] == 0,
        s[0] == 0,
        g[t] == grad(theta[t]),
        s[t] == rho * s[t - 1] + g[t] - g[t - 1],
        theta[t + 1] == theta[t] - eta * s[t],
    ),
    optimizer(
        "other-letters",
        memory[0] == 0,
        g[k] == grad(w[k]),
        memory[k] == rho * memory[k - 1] + g[k] * k,
        w[k + 1] == w[k] - eta * memory[k],
    ),
    optimizer(
        "averaged",
        average[0] == theta[1],
        g[t] == grad(theta[t]),
        theta[t + 1] == theta[t] - eta * g[t],
        average[t] == rho * average[t - 1] + (1 - rho) * theta[t + 1],
    ),
    optimizer(
        "schedules-before-and-after",
        s[0] == 0,
        g[t] == grad(theta[t]),
        s[t] == rho[t] * s[t - 1] + rho[t + 1] * g[t],
        theta[t + 1] == theta[t] - eta[t] / eta[t - 1] * s[t],
    ),
    optimizer(  # at t = 0 the factor of s vanishes, and nothing may be divided by it
        "from-zero",
        s[-1] == 0,
        g[t] == grad(theta[t]),
        s[t] == rho * s[t - 1] + g[t],
        theta[t + 1] == theta[t] - eta * (s[t] / (1 - rho ** (t + 1))) / sqrt(t * s[t] ** 2 + epsilon),
    ),
]
SPECS: dict[str, Spec] = {spec.name: spec for spec in own}
SPECS |= {f"catalogue-{name}" if name in SPECS else name: spec for name, spec in catalogue.SPECS.items()}
REDUCING = {"adamp", "catalogue-adamp", "adamp-corrected", "adamp-code", "clipped", "lamb-like", "difference"}

USUAL = {  # a value for every hyperparameter
    "eta": 0.01,
    "gamma": 0.9,
    "rho": 0.95,
    "rho1": 0.9,
    "rho2": 0.999,
    "epsilon": 1e-8,
    "lam": 0.01,
    "delta": 0.1,
    "clip": 0.5,
    "psi": 0.004,
    "multiplier": 1.0,
    "ahead": 0.9,
    "s_start": 0.0,
    "r_start": 0.0,
    "threshold": 4.0,
    "t_start": 2.0,
    "eta_minus": 0.5,
    "eta_plus": 1.25,
    "step_min": 0.001,
    "step_max": 0.5,
}
