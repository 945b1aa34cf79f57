"""What is measured: each contender as a function without arguments that takes one step, float32.

All are given parameters of zeros and the same gradients, and the usual hyperparameters. A contender that is not
installed, or has no such optimizer, does not take part.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.util import find_spec
from typing import Any

import numpy as np

from adaptsym import catalogue
from adaptsym.compile.bound import Compiled
from adaptsym.compile.runtime import compile_optimizer
from adaptsym.notation import g, grad, sequence, t, theta
from adaptsym.spec import Spec, optimizer
from adaptsym.term import Kind

Step = Callable[[], object]
Factory = Callable[[str, list[int]], Step | None]
LIMIT = "limit"
RATE, GAMMA, BETA1, BETA2, EPSILON = 1e-3, 0.9, 0.9, 0.999, 1e-8
VALUES = {
    "learning_rate": RATE,
    "momentum": GAMMA,
    "beta1": BETA1,
    "beta2": BETA2,
    "decay": 0.9,
    "epsilon": EPSILON,
    "weight_decay": 0.01,
}


def contenders(name: str, shapes: list[int], only: Sequence[str] | None = None) -> dict[str, Step]:
    """The contenders for an optimizer over arrays of these lengths, by name; the limit comes first."""
    catalogue.find(name)
    found: dict[str, Step] = {}
    for contender, (package, factory) in CONTENDERS.items():
        wanted = only is None or contender in only or contender == LIMIT
        if wanted and (not package or find_spec(package) is not None):
            step = factory(name, shapes)
            if step is not None:
                found[contender] = step
    return found


def zeros(shapes: list[int]) -> list[Any]:
    """Parameters."""
    return [np.zeros(n, np.float32) for n in shapes]


def gradients(shapes: list[int]) -> list[Any]:
    """The same for every contender."""
    rng = np.random.default_rng(0)
    return [rng.standard_normal(n, dtype=np.float32) for n in shapes]


# ---------------------------------------------------------------- the limit, and ours


def moving(states: int) -> Spec:
    """An optimizer that only moves bytes: every array is read, the gradient is added, every array is written."""
    kept = [sequence(f"x{k}") for k in range(states)]
    return optimizer(
        "moving",
        *(x[0] == 0 for x in kept),
        g[t] == grad(theta[t]),
        *(x[t] == x[t - 1] + g[t] for x in kept),
        theta[t + 1] == theta[t] + g[t],
    )


def limit(name: str, shapes: list[int]) -> Step:
    """A loop that moves the same bytes, with one addition for each array: no step can be faster in main memory."""
    states = sum(w.kind is Kind.ARRAY for w in catalogue.find(name).states)
    compiled = Compiled(moving(states), "numba" if find_spec("numba") else "numpy")
    bound = compiled.bind([(p, *(np.zeros_like(p) for _ in range(states))) for p in zeros(shapes)])
    given = gradients(shapes)
    return lambda: bound.step(given, 1)


def ours(backend: str) -> Factory:
    """Our optimizer, as it is used."""

    def factory(name: str, shapes: list[int]) -> Step:
        opt = compile_optimizer(catalogue.find(name), backend, usual=VALUES)()
        params, given = zeros(shapes), gradients(shapes)
        state = opt.init(params)
        return lambda: opt.step(params, given, state)

    return factory


# ---------------------------------------------------------------- peers


def by_hand(name: str, shapes: list[int]) -> Step | None:
    """NumPy as one writes it."""
    params, given = zeros(shapes), gradients(shapes)
    first, second = [np.zeros_like(p) for p in params], [np.zeros_like(p) for p in params]
    time = [0]

    def adam() -> None:
        time[0] += 1
        for k, gradient in enumerate(given):
            first[k] = BETA1 * first[k] + (1 - BETA1) * gradient
            second[k] = BETA2 * second[k] + (1 - BETA2) * gradient**2
            corrected = first[k] / (1 - BETA1 ** time[0])
            squares = second[k] / (1 - BETA2 ** time[0])
            params[k] = params[k] - RATE * corrected / (np.sqrt(squares) + EPSILON)

    def momentum() -> None:
        for k, gradient in enumerate(given):
            first[k] = GAMMA * first[k] - RATE * gradient
            params[k] = params[k] + first[k]

    def adagrad() -> None:
        for k, gradient in enumerate(given):
            second[k] = second[k] + gradient**2
            params[k] = params[k] - RATE * gradient / (np.sqrt(second[k]) + EPSILON)

    def descent() -> None:
        for k, gradient in enumerate(given):
            params[k] = params[k] - RATE * gradient

    return {"adam": adam, "momentum": momentum, "adagrad": adagrad, "gradient_descent": descent}.get(name)


def scikit_learn(name: str, shapes: list[int]) -> Step | None:
    """The optimizers of its neural networks."""
    from sklearn.neural_network import _stochastic_optimizers as peers

    params, given = zeros(shapes), gradients(shapes)
    opt: Any = None
    if name == "adam":
        opt = peers.AdamOptimizer(params, RATE, BETA1, BETA2, EPSILON)
    if name == "momentum":
        opt = peers.SGDOptimizer(params, RATE, momentum=GAMMA, nesterov=False)
    return None if opt is None else lambda: opt.update_params(params, given)


def thinc(name: str, shapes: list[int]) -> Step | None:
    """Adam, without averages and clipping."""
    from thinc.optimizers import Adam

    if name != "adam":
        return None
    opt = Adam(RATE, beta1=BETA1, beta2=BETA2, eps=EPSILON, L2=0.0, grad_clip=0.0, use_averages=False)
    params, given = zeros(shapes), gradients(shapes)

    def step() -> None:
        for k, gradient in enumerate(given):
            params[k], _ = opt((k, "w"), params[k], gradient)
        opt.step_schedules()

    return step


def torch(**options: bool) -> Factory:
    """One of torch's three implementations."""

    def factory(name: str, shapes: list[int]) -> Step | None:
        import torch as peer

        params = [peer.zeros(n, requires_grad=True) for n in shapes]
        for p, gradient in zip(params, gradients(shapes), strict=True):
            p.grad = peer.from_numpy(gradient)
        made: dict[str, Callable[[], Any]] = {
            "adam": lambda: peer.optim.Adam(params, RATE, (BETA1, BETA2), EPSILON, **options),
            "adagrad": lambda: peer.optim.Adagrad(params, RATE, eps=EPSILON, **options),
            "momentum": lambda: peer.optim.SGD(params, RATE, momentum=GAMMA, **options),
            "gradient_descent": lambda: peer.optim.SGD(params, RATE, **options),
        }
        if name not in made:
            return None
        step: Step = made[name]().step
        return step

    return factory


def optax(name: str, shapes: list[int]) -> Step | None:
    """Jitted, the parameters and the state donated."""
    import jax
    import optax as peer

    made = {
        "adam": lambda: peer.adam(RATE, BETA1, BETA2, EPSILON),
        "momentum": lambda: peer.sgd(RATE, GAMMA),
        "adagrad": lambda: peer.adagrad(RATE, 0.0, EPSILON),
        "gradient_descent": lambda: peer.sgd(RATE),
    }.get(name)
    if made is None:
        return None
    opt = made()
    given = [jax.numpy.asarray(x) for x in gradients(shapes)]

    def one(params: Any, state: Any, grads: Any) -> Any:
        updates, state = opt.update(grads, state, params)
        return peer.apply_updates(params, updates), state

    jitted = jax.jit(one, donate_argnums=(0, 1))
    params = [jax.numpy.asarray(x) for x in zeros(shapes)]
    held = [(params, opt.init(params))]

    def step() -> None:
        held[0] = jitted(*held[0], given)
        jax.block_until_ready(held[0])

    return step


CONTENDERS: dict[str, tuple[str, Factory]] = {
    LIMIT: ("", limit),
    "adaptsym numba": ("numba", ours("numba")),
    "adaptsym numpy": ("", ours("numpy")),
    "NumPy by hand": ("", by_hand),
    "scikit-learn": ("sklearn", scikit_learn),
    "thinc": ("thinc", thinc),
    "torch fused": ("torch", torch(fused=True)),
    "torch foreach": ("torch", torch(foreach=True)),
    "torch single": ("torch", torch(foreach=False, fused=False)),
    "optax jitted": ("optax", optax),
}
