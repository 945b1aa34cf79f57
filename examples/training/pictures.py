"""The experiments as pictures; the numbers of each stand beside it as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import experiments
import numpy as np
import paths
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from adaptsym.drawing import DPI, STYLE

Array = NDArray[Any]
COLORS = {"gradient descent": "#000000", "momentum": "#D55E00", "AdaGrad": "#009E73", "Adam": "#0072B2"}
COLORS |= {"RMSProp": "#CC79A7", "corrected": "#0072B2", "not corrected": "#D55E00"}
DASHES = {"momentum": "--", "AdaGrad": "-.", "not corrected": "--", "RMSProp": "--", "gradient descent": ":"}
CEILING = 20.0  # a loss beyond this, or none at all, is drawn here
POINTS = 150  # of a long run that are shown, closer at its start
SMOOTH, SHORT = 25, 5  # steps over which the loss of a long and of a short run is averaged


def main(out: Path) -> None:
    """Run everything, and write the pictures."""
    out.mkdir(parents=True, exist_ok=True)
    for name, draw in PICTURES.items():
        print(f"{name}: running", flush=True)
        with rc_context(STYLE):
            figure, numbers, facts = draw()
            for kind, extra in (("svg", {"Date": None}), ("png", {})):
                figure.savefig(out / f"{name}.{kind}", dpi=DPI, metadata=extra)
        (out / f"{name}.json").write_text(json.dumps(numbers, indent=1) + "\n", encoding="utf-8")
        for fact in facts:
            print(f"  {fact}")


Drawn = tuple[Figure, dict[str, Any], list[str]]


def learning_rates() -> Drawn:
    """The final loss over the learning rate: the median of the repeats, and their range as a band."""
    figure, (axes,) = _figure(1, 5.6)
    numbers: dict[str, Any] = {"learning rate": experiments.RATES.tolist()}
    facts = []
    for name, found in experiments.sensitivity().items():
        final = np.where(np.isfinite(found.final), found.final, CEILING).clip(max=CEILING)
        middle = np.median(final, axis=1)
        _line(axes, name, experiments.RATES, middle, final.min(axis=1), final.max(axis=1))
        best = middle.min()
        near = experiments.RATES[middle <= 2 * best]
        numbers[name] = final.round(5).tolist()
        facts.append(f"{name}: best {best:.3f}; within twice of it from {near[0]:.2g} to {near[-1]:.2g}")
    axes.set(
        xscale="log",
        yscale="log",
        xlabel=r"learning rate $\eta$",
        ylabel=f"training loss after {experiments.STEPS} steps",
        title="Which learning rates work",
    )
    axes.legend()
    return figure, numbers, facts


def correction() -> Drawn:
    """The loss of the first steps, with the correction and without it, at two learning rates."""
    found = experiments.correction()
    figure, panels = _figure(2, 4.2)
    numbers: dict[str, Any] = {}
    facts = []
    for k, (axes, rate) in enumerate(zip(panels, ("0.001", "0.01"), strict=True)):
        for name, training in found.items():
            losses = _smooth(training.losses[:, k], SHORT)
            steps = np.arange(SHORT, SHORT + len(losses[0]))
            _line(axes, name, steps, np.median(losses, axis=0), losses.min(axis=0), losses.max(axis=0))
            numbers[f"{name}, {rate}"] = losses.round(5).tolist()
            facts.append(f"{name}, rate {rate}: median loss {np.median(losses[:, -1]):.3f} at the end")
        axes.set(xscale="log", yscale="log", xlabel="step", title=rf"$\eta={rate}$")
        axes.xaxis.set_major_formatter("{x:g}")
    panels[0].set_ylabel(f"loss, mean of {SHORT} steps")
    panels[0].legend()
    return figure, numbers, facts


def slowing() -> Drawn:
    """AdaGrad and RMSProp over a long run: the mean effective rate, and the loss."""
    found = experiments.slowing()
    figure, (left, right) = _figure(2, 4.2)
    numbers: dict[str, Any] = {}
    facts = []
    for name, training in found.items():
        assert training.rates is not None
        rates, losses = training.rates[:, 0], training.losses[:, 0]
        steps = np.arange(1, len(rates) + 1)
        left.plot(steps, rates, DASHES.get(name, "-"), color=COLORS[name], label=name)
        smooth = _smooth(losses, SMOOTH)
        shown = np.unique(np.geomspace(1, smooth.shape[1], POINTS).astype(int)) - 1
        chosen = smooth[:, shown]
        _line(right, name, shown + SMOOTH, np.median(chosen, axis=0), chosen.min(axis=0), chosen.max(axis=0))
        numbers[name] = {"step": steps[shown].tolist(), "rate": rates[shown].round(6).tolist()}
        numbers[name]["losses"] = chosen.round(5).tolist()
        facts.append(f"{name}: rate {rates[9]:.3f} at step 10, {rates[-1]:.3f} at step {len(rates)}")
        facts.append(f"{name}: loss {np.median(smooth[:, -1]):.4f} at the end")
    left.set(xscale="log", yscale="log", xlabel="step", title="mean effective learning rate")
    right.set(xscale="log", yscale="log", xlabel="step", title=f"loss, mean of {SMOOTH} steps")
    for axes in (left, right):
        axes.xaxis.set_major_formatter("{x:g}")
    left.legend()
    return figure, numbers, facts


def walks() -> Drawn:
    """Paths over the test functions, with their level curves."""
    figure, panels = _figure(len(paths.SURFACES), 4.4)
    numbers: dict[str, Any] = {}
    facts = []
    for axes, surface in zip(panels, paths.SURFACES, strict=True):
        x, y = np.meshgrid(np.linspace(*surface.x_limits, 300), np.linspace(*surface.y_limits, 300))
        heights = surface.value(x, y)
        axes.contour(x, y, heights, np.geomspace(0.05, heights.max(), 12), colors="#CCCCCC", linewidths=0.7)
        for name in paths.OPTIMIZERS:
            walk = paths.path(surface, name)
            axes.plot(*walk.T, DASHES.get(name, "-"), color=COLORS[name], label=name, linewidth=1.4)
            axes.plot(*walk[-1], "o", color=COLORS[name], markersize=4)
            numbers[f"{surface.name}, {name}"] = walk.round(6).tolist()
            end = float(surface.value(*walk[-1]))
            facts.append(f"{surface.name}, {name}: value {end:.2g} after {surface.steps} steps")
        axes.plot(*surface.lowest, "k*", markersize=8)
        axes.set(xlim=surface.x_limits, ylim=surface.y_limits, title=f"{surface.name}: {surface.steps} steps")
        axes.grid(visible=False)
    figure.legend(*panels[0].get_legend_handles_labels(), loc="outside lower center", ncols=len(paths.OPTIMIZERS))
    return figure, numbers, facts


PICTURES: dict[str, Callable[[], Drawn]] = {
    "training_learning_rates": learning_rates,
    "training_bias_correction": correction,
    "training_slowing": slowing,
    "paths": walks,
}


def _figure(panels: int, width: float) -> tuple[Figure, list[Axes]]:
    figure = Figure(figsize=(width * panels, 3.6), layout="constrained")
    return figure, list(figure.subplots(1, panels, squeeze=False)[0])


def _smooth(losses: Array, width: int) -> Array:
    """Running means over so many steps: from (steps, repeats) to (repeats, steps - width + 1)."""
    return np.array([np.convolve(run, np.ones(width) / width, "valid") for run in losses.T])


def _line(axes: Axes, name: str, x: Array, middle: Array, low: Array, high: Array) -> None:
    axes.fill_between(x, low, high, color=COLORS[name], alpha=0.15, linewidth=0)
    axes.plot(x, middle, DASHES.get(name, "-"), color=COLORS[name], label=name)
