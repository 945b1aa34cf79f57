"""Where two implementations of one name differ, shown by running both on the same few gradients."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from adaptsym import catalogue
from adaptsym.compile.runtime import compile_optimizer
from adaptsym.errors import InputError
from adaptsym.trace.doors import trace


@dataclass(frozen=True)
class Disagreement:
    """Two optimizers of one name, the same hyperparameters, and gradients on which they part.

    `left` is a target, `right` another one or a name of the catalogue with hyperparameters. Both start at `start`.
    """

    about: str
    left: str
    right: str
    gradients: tuple[float, ...]
    says: str
    start: float = 0.0
    hyperparameters: tuple[tuple[str, float], ...] = ()  # of `right`, where it is a specification


DISAGREEMENTS = (
    Disagreement(
        "Rprop's step",
        "optax.rprop(learning_rate=0.1)",
        "torch.optim.Rprop(lr=0.1)",
        (1.0, 1.0, 1.0),
        "optax applies the update of the step before: its first step is 0",
    ),
    Disagreement(
        "Adadelta's direction",
        "optax.adadelta",
        "optax.adadelta(learning_rate=1.0)",
        (1.0, 1.0, 1.0),
        "without a learning rate, which is the default, optax moves up the gradient",
    ),
    Disagreement(
        "Adam's epsilon",
        "torch.optim.Adam(lr=1.0, eps=0.1)",
        "keras.optimizers.Adam(learning_rate=1.0, epsilon=0.1)",
        (1.0, 1.0, 1.0),
        "torch and optax add it to the corrected root, Keras and scikit-learn to the uncorrected one",
    ),
    Disagreement(
        "RMSProp's epsilon",
        "torch.optim.RMSprop(lr=0.1, alpha=0.9, eps=0.1)",
        "keras.optimizers.RMSprop(learning_rate=0.1, rho=0.9, epsilon=0.1)",
        (1.0, 1.0, 1.0),
        "torch adds it to the root, optax and Keras inside the root",
    ),
    Disagreement(
        "Adamax's epsilon",
        "torch.optim.Adamax(lr=1.0, betas=(0.9, 0.5), eps=0.5)",
        "keras.optimizers.Adamax(learning_rate=1.0, beta_2=0.5, epsilon=0.5)",
        (1.0, 0.0, 0.0),
        "torch and optax add it to the gradient, so that the maximum keeps it; Keras adds it to the maximum",
    ),
    Disagreement(
        "AdaGrad's start",
        "torch.optim.Adagrad(lr=1.0)",
        "optax.adagrad(learning_rate=1.0)",
        (1.0, 1.0, 1.0),
        "the sum of squares starts at 0 in torch, at 0.1 in optax and Keras",
    ),
    Disagreement(
        "AMSGrad's maximum",
        "torch.optim.Adam(lr=1.0, amsgrad=True)",
        "optax.amsgrad(learning_rate=1.0)",
        (1.0, 0.1, 0.1),
        "torch and Keras keep the largest second moment and correct it then; optax keeps the largest corrected one",
    ),
    Disagreement(
        "weight decay of SGD",
        "torch.optim.SGD(lr=0.1, momentum=0.9, weight_decay=0.1)",
        "keras.optimizers.SGD(learning_rate=0.1, momentum=0.9, weight_decay=0.1)",
        (0.0, 0.0, 0.0),
        "in torch it is added to the gradient and enters the velocity, in Keras it is apart from it",
        start=1.0,
    ),
    Disagreement(
        "weight decay of Adam",
        "torch.optim.Adam(lr=0.1, weight_decay=0.1)",
        "keras.optimizers.Adam(learning_rate=0.1, weight_decay=0.1)",
        (0.0, 0.0, 0.0),
        "in torch it is added to the gradient and normalized with it, in Keras it shrinks the weights apart from it",
        start=1.0,
    ),
    Disagreement(
        "dampening of the first gradient",
        "torch.optim.SGD(lr=1.0, momentum=0.5, dampening=0.5)",
        "torch.optim.SGD(lr=1.0, momentum=0.5)",
        (1.0, 1.0, 1.0),
        "torch does not dampen the first gradient: both start with the same step, and part at the second",
    ),
    Disagreement(
        "NAdam's warm-up",
        "torch.optim.NAdam(lr=1.0)",
        "keras.optimizers.Nadam(learning_rate=1.0)",
        (1.0, 0.5, 0.5),
        "the decay is warmed up by 0.96^(t/250) in torch, as in the paper, and by 0.96^t in Keras",
    ),
    Disagreement(
        "RAdam's threshold",
        "torch.optim.RAdam(lr=1.0, betas=(0.9, 0.9))",
        "radam",
        (1.0, 0.5, 0.5, 0.5, 0.5, 0.5),
        "torch and optax rectify above length 5 (optax from 5 on), the paper above 4, which step 5 has passed here",
        hyperparameters=(("learning_rate", 1.0), ("beta1", 0.9), ("beta2", 0.9), ("threshold", 4.0)),
    ),
    Disagreement(
        "Yogi's start",
        "optax.yogi(learning_rate=1.0)",
        "yogi",
        (0.0, 0.0, 0.0),
        "optax starts the first moment at 1e-6 too, so that it moves without any gradient; the paper starts at 0",
        hyperparameters=(("learning_rate", 1.0), ("beta1", 0.9), ("beta2", 0.999), ("epsilon", 1e-3)),
    ),
)


@dataclass(frozen=True)
class Shown:
    """A disagreement with the parameter after each step, on both sides."""

    disagreement: Disagreement
    left: tuple[float, ...]
    right: tuple[float, ...]


def shown(d: Disagreement) -> Shown:
    """Run both sides.

    Raises:
        InputError: if a side names nothing, or its framework is not installed.
        TraceError: if it cannot be read.
    """
    return Shown(d, tuple(_run(d.left, d)), tuple(_run(d.right, d)))


def _run(side: str, d: Disagreement) -> Iterator[float]:
    start, gradients = np.array([d.start]), [np.array([g]) for g in d.gradients]
    if side in catalogue.SPECS:
        values: dict[str, Any] = dict(d.hyperparameters)
        opt = compile_optimizer(catalogue.find(side), "numpy", usual={"epsilon": 1e-8})(**values)
        state = opt.init(start)
        for g in gradients:
            opt.step(start, g, state)
            yield float(start[0])
        return
    replay = trace(side).replay
    if replay is None:
        raise InputError(f"{side} cannot be run")
    yield from (float(x[0]) for x in replay(start, gradients))


def lines(found: Shown) -> list[str]:
    """A disagreement in Markdown: what differs, and the numbers."""
    d = found.disagreement
    right = f"`{d.right}`" + (" (the catalogue's)" if d.right in catalogue.SPECS else "")
    return [
        f"- **{d.about}**: {d.says}. From {d.start:g}, on the gradients {_list(d.gradients)}: `{d.left}` is at "
        f"{_list(found.left)}; {right} is at {_list(found.right)}."
    ]


def _list(values: tuple[float, ...]) -> str:
    return ", ".join(f"{x:.4g}" if x else "0" for x in values)
