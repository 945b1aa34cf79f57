"""Paths of the optimizers over two test functions whose level curves can be written down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from adaptsym.optimizers import AdaGrad, Adam, GradientDescent, Momentum

Array = NDArray[Any]


@dataclass(frozen=True)
class Surface:
    """A function of two numbers, where a path starts, and the learning rate of each optimizer on it."""

    name: str
    value: Callable[[Array, Array], Array]
    gradient: Callable[[Array], Array]
    start: tuple[float, float]
    lowest: tuple[float, float]
    x_limits: tuple[float, float]
    y_limits: tuple[float, float]
    rates: dict[str, float]
    steps: int


def _valley_gradient(at: Array) -> Array:
    x, y = at
    return np.array([-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)])


SURFACES = (
    Surface(
        "a narrow bowl, $(x^2+25y^2)/2$",
        lambda x, y: (x**2 + 25 * y**2) / 2,
        lambda at: at * np.array([1.0, 25.0]),
        (-4.0, 1.5),
        (0.0, 0.0),
        (-4.6, 2.0),
        (-1.9, 1.9),
        {"gradient descent": 0.07, "momentum": 0.01, "AdaGrad": 0.5, "Adam": 0.2},
        80,
    ),
    Surface(
        "Rosenbrock's valley",
        lambda x, y: (1 - x) ** 2 + 100 * (y - x * x) ** 2,
        _valley_gradient,
        (-1.4, 1.6),
        (1.0, 1.0),
        (-1.9, 1.7),
        (-0.5, 2.4),
        {"gradient descent": 0.001, "momentum": 0.0003, "AdaGrad": 0.3, "Adam": 0.05},
        600,
    ),
)
OPTIMIZERS = {"gradient descent": GradientDescent, "momentum": Momentum, "AdaGrad": AdaGrad, "Adam": Adam}


def path(surface: Surface, name: str) -> Array:
    """The points of a path, (steps + 1, 2), float64."""
    opt = OPTIMIZERS[name](learning_rate=surface.rates[name])
    point = np.array(surface.start)
    state = opt.init(point)
    found = [point.copy()]
    for _ in range(surface.steps):
        opt.step(point, surface.gradient(point), state)
        found.append(point.copy())
    return np.array(found)
