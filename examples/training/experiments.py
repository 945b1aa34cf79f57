"""What the chapter says of training, tried: each experiment returns the numbers of a picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import digits
import numpy as np
from numpy.typing import NDArray

from adaptsym import compile_optimizer, optimizer
from adaptsym.catalogue import adam
from adaptsym.notation import epsilon, eta, g, grad, r, rho1, rho2, s, sqrt, t, theta
from adaptsym.optimizers import AdaGrad, Adam, GradientDescent, Momentum, RMSProp

Array = NDArray[Any]
REPEATS = 5
RATES = np.logspace(-5, 1, 19)
STEPS = 400
LONG = 4000

# Adam without the correction for its start: declared here, in the letters of the catalogue
plain = optimizer(
    "adam-uncorrected",
    *adam.settings,
    s[0] == 0,
    r[0] == 0,
    g[t] == grad(theta[t]),
    s[t] == rho1 * s[t - 1] + (1 - rho1) * g[t],
    r[t] == rho2 * r[t - 1] + (1 - rho2) * (g[t] * g[t]),
    theta[t + 1] == theta[t] - eta * (s[t] / sqrt(r[t] + epsilon)),
    source="Adam with neither moment corrected",
)
UncorrectedAdam = compile_optimizer(plain, usual={"epsilon": 1e-8})
OPTIMIZERS = {"gradient descent": GradientDescent, "momentum": Momentum, "AdaGrad": AdaGrad, "Adam": Adam}


@dataclass(frozen=True)
class Training:
    """Losses of a sweep.

    Attributes:
        losses: on the batch of each step, (steps, settings, repeats).
        final: on all training images after the last step, (settings, repeats).
        accuracy: on held-out images after the last step, (settings, repeats).
        rates: the mean effective rate of the hidden layer at each step, where it was asked for, (steps, settings).
    """

    losses: Array
    final: Array
    accuracy: Array
    rates: Array | None = None


def train(make: Any, rates: Array, steps: int, *, effective: bool = False) -> Training:
    """Train a network for every learning rate and repeat at the same time; one broadcast call takes each step."""
    data = digits.load()
    net = digits.network(len(rates), REPEATS)
    opt = make(learning_rate=rates.reshape(-1, 1, 1, 1))
    state = opt.init(net)
    losses, means = [], []
    with np.errstate(all="ignore"):  # too large a rate diverges, which is what a sweep is to show
        for chosen in digits.batches(REPEATS, steps):
            loss, gradient = digits.loss_and_gradient(net, data.images[chosen], data.labels[chosen])
            losses.append(loss)
            opt.step(net, gradient, state)
            if effective:
                second = state["r"]["hidden"]
                scale = 1 - opt.hyperparameters["beta2"] ** state.t if "beta2" in opt.hyperparameters else 1.0
                guard = opt.hyperparameters["epsilon"]
                means.append(rates / np.sqrt(second / scale + guard).mean(axis=(1, 2, 3)))
        final, _ = digits.loss_and_gradient(net, data.images, data.labels)
        accuracy = digits.held_out_accuracy(net, data)
    return Training(np.array(losses), final, accuracy, np.array(means) if effective else None)


def sensitivity() -> dict[str, Training]:
    """The final loss over the learning rate, for each optimizer of the chapter."""
    return {name: train(make, RATES, STEPS) for name, make in OPTIMIZERS.items()}


def correction() -> dict[str, Training]:
    """Adam with and without its correction, at two learning rates."""
    rates = np.array([1e-3, 1e-2])
    return {"corrected": train(Adam, rates, 300), "not corrected": train(UncorrectedAdam, rates, 300)}


def slowing() -> dict[str, Training]:
    """AdaGrad beside RMSProp over a long run: the loss, and the mean effective rate."""
    return {
        "AdaGrad": train(AdaGrad, np.array([1e-2]), LONG, effective=True),
        "RMSProp": train(RMSProp, np.array([1e-3]), LONG, effective=True),
    }
