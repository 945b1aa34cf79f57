"""Branches in specifications as tracers find them: a norm before a branch on the step, a number on one side."""

import numpy as np
import pytest

from adaptsym.compile.runtime import compile_optimizer
from adaptsym.notation import epsilon, eta, g, grad, norm, rho1, rho2, s, sequence, sqrt, t, theta, where
from adaptsym.spec import Spec, optimizer
from adaptsym.term import Kind

v = sequence("v", kind=Kind.OWN)
scaled = g[t] / (sqrt(v[t]) + epsilon)
novograd = optimizer(
    "novograd-like",
    *(eta == "0.1", rho1 == "0.9", rho2 == "0.25", epsilon == "0.001", v[0] == 0, s[0] == 0),
    g[t] == grad(theta[t]),
    v[t] == where(t <= 1, norm(g[t]) ** 2, (1 - rho2) * norm(g[t]) ** 2 + rho2 * v[t - 1]),
    s[t] == where(t <= 1, scaled, rho1 * s[t - 1] + scaled),
    theta[t + 1] == theta[t] - eta * s[t],
)
safe = optimizer(
    "safe-norm",
    eta == "0.1",
    g[t] == grad(theta[t]),
    theta[t + 1]
    == theta[t] - eta * where(norm(theta[t]) <= 1, 1, norm(where(norm(theta[t]) <= 1, 1, theta[t]))) * g[t],
)


def by_hand(spec: Spec, theta: np.ndarray, gradients: list[np.ndarray]) -> np.ndarray:
    m, v = np.zeros_like(theta), 0.0
    for n, gradient in enumerate(gradients, 1):
        if spec is safe:
            length = np.linalg.norm(theta)
            theta = theta - 0.1 * (length if length > 1 else 1.0) * gradient
            continue
        square = float(np.sum(gradient * gradient))
        v = square if n == 1 else 0.75 * square + 0.25 * v
        u = gradient / (np.sqrt(v) + 0.001)
        m = u if n == 1 else 0.9 * m + u
        theta = theta - 0.1 * m
    return theta


@pytest.mark.parametrize("backend", ["numpy", "numba", "lambdified"])
@pytest.mark.parametrize("spec", [novograd, safe], ids=lambda x: x.name)
@pytest.mark.parametrize("scale", [0.1, 3.0])
def test_steps(spec: Spec, backend: str, scale: float) -> None:
    random = np.random.default_rng(3)
    theta = scale * random.normal(size=5)
    gradients = [random.normal(size=5) for _ in range(4)]
    optimizer = compile_optimizer(spec, backend)()
    state, found = optimizer.init(theta), theta
    for gradient in gradients:
        found, state = optimizer.update(found, gradient, state)
    assert np.allclose(found, by_hand(spec, theta, gradients), rtol=1e-12)
