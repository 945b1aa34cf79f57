"""The training example: its gradients are gradients, and its sweep is so many trainings."""

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "examples" / "training"))

import digits
import experiments
import paths

from adaptsym.optimizers import Adam, Momentum


def test_gradients_are_slopes() -> None:
    net = {name: layer.astype(np.float64) for name, layer in digits.network(2, 3).items()}
    data = digits.load()
    images, labels = data.images[:20].astype(np.float64), data.labels[:20]
    loss, gradient = digits.loss_and_gradient(net, images, labels)
    assert loss.shape == (2, 3)
    rng = np.random.default_rng(0)
    for name, layer in net.items():
        assert gradient[name].shape == layer.shape
        direction = rng.standard_normal(layer.shape)
        above, _ = digits.loss_and_gradient({**net, name: layer + 1e-6 * direction}, images, labels)
        below, _ = digits.loss_and_gradient({**net, name: layer - 1e-6 * direction}, images, labels)
        slope = (gradient[name] * direction).sum(axis=(-1, -2))
        np.testing.assert_allclose((above - below) / 2e-6, slope, rtol=1e-4, atol=1e-7)


@pytest.mark.parametrize("make", [Momentum, Adam])
def test_a_sweep_is_so_many_trainings(make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(experiments, "REPEATS", 2)
    rates = np.array([1e-3, 1e-2])
    together = experiments.train(make, rates, 5)
    for k, rate in enumerate(rates):
        alone = experiments.train(make, np.array([rate]), 5)
        np.testing.assert_allclose(together.losses[:, k], alone.losses[:, 0], rtol=1e-5)
        np.testing.assert_allclose(together.accuracy[k], alone.accuracy[0])


@pytest.mark.parametrize("surface", paths.SURFACES, ids=lambda s: s.name)
def test_paths_go_down(surface: paths.Surface) -> None:
    for name in paths.OPTIMIZERS:
        walk = paths.path(surface, name)
        assert walk.shape == (surface.steps + 1, 2)
        assert surface.value(*walk[-1]) < surface.value(*walk[0]) / 2 or name == "AdaGrad"
        step = 1e-6
        at = walk[3]
        slopes = [(surface.value(*(at + d)) - surface.value(*(at - d))) / (2 * step) for d in step * np.eye(2)]
        np.testing.assert_allclose(surface.gradient(at), slopes, rtol=1e-5)
