"""A small network on the handwritten digits that come with scikit-learn, many copies of it trained at the same time.

Every array has two leading axes, one for settings (learning rates) and one for repeats (seeds), so that a whole sweep
is one set of arrays, and one step of the optimizer is one call.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import load_digits

Array = NDArray[Any]
PIXELS, HIDDEN, CLASSES = 64, 32, 10
TRAIN = 1400  # of 1797 images; the others are held out
BATCH = 50


@dataclass(frozen=True)
class Digits:
    """Images as rows of 64 numbers between 0 and 1, float32, and their labels."""

    images: Array
    labels: Array
    held_out: Array
    held_out_labels: Array


def load() -> Digits:
    """The images in one fixed order."""
    found = load_digits()
    order = np.random.default_rng(0).permutation(len(found.target))
    images, labels = (found.data[order] / 16).astype(np.float32), found.target[order]
    return Digits(images[:TRAIN], labels[:TRAIN], images[TRAIN:], labels[TRAIN:])


def network(settings: int, repeats: int) -> dict[str, Array]:
    """Weights at random, by repeat: the same for every setting, so that settings are compared fairly."""
    rng = np.random.default_rng(1)

    def layer(inputs: int, outputs: int) -> Array:
        weights = rng.standard_normal((1, repeats, inputs, outputs)) * np.sqrt(2 / inputs)
        return np.repeat(weights.astype(np.float32), settings, axis=0)

    shape = (settings, repeats, 1)
    return {
        "hidden": layer(PIXELS, HIDDEN),
        "hidden_bias": np.zeros((*shape, HIDDEN), np.float32),
        "output": layer(HIDDEN, CLASSES),
        "output_bias": np.zeros((*shape, CLASSES), np.float32),
    }


def batches(repeats: int, steps: int) -> Array:
    """Which images each repeat sees at each step: (steps, repeats, BATCH) of indices."""
    rng = np.random.default_rng(2)
    return rng.integers(TRAIN, size=(steps, repeats, BATCH))


def loss_and_gradient(net: dict[str, Array], images: Array, labels: Array) -> tuple[Array, dict[str, Array]]:
    """The mean cross-entropy of every copy, (settings, repeats), and its gradient.

    Args:
        net: as `network` makes it.
        images: (repeats, batch, PIXELS) or (batch, PIXELS).
        labels: (repeats, batch) or (batch,).
    """
    inner = images @ net["hidden"] + net["hidden_bias"]
    hidden = np.maximum(inner, 0)
    scores = hidden @ net["output"] + net["output_bias"]
    scores -= scores.max(axis=-1, keepdims=True)
    odds = np.exp(scores)
    total = odds.sum(axis=-1, keepdims=True)
    chosen = np.broadcast_to(labels[..., None], (*scores.shape[:-1], 1))
    loss = (np.log(total) - np.take_along_axis(scores, chosen, axis=-1))[..., 0].mean(axis=-1)
    error = odds / total
    np.put_along_axis(error, chosen, np.take_along_axis(error, chosen, axis=-1) - 1, axis=-1)
    error /= scores.shape[-2]
    below = (error @ net["output"].swapaxes(-1, -2)) * (inner > 0)
    return loss, {
        "hidden": np.broadcast_to(images.swapaxes(-1, -2), (*below.shape[:2], PIXELS, images.shape[-2])) @ below,
        "hidden_bias": below.sum(axis=-2, keepdims=True),
        "output": hidden.swapaxes(-1, -2) @ error,
        "output_bias": error.sum(axis=-2, keepdims=True),
    }


def held_out_accuracy(net: dict[str, Array], data: Digits) -> Array:
    """The share of held-out images that every copy gets right, (settings, repeats)."""
    hidden = np.maximum(data.held_out @ net["hidden"] + net["hidden_bias"], 0)
    scores = hidden @ net["output"] + net["output_bias"]
    right: Array = (scores.argmax(axis=-1) == data.held_out_labels).mean(axis=-1)
    return right
