"""The rows as a picture: times over the limit against size, one panel an optimizer."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence

from matplotlib import rc_context, style
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from adaptsym.bench.contenders import LIMIT
from adaptsym.bench.measure import Row
from adaptsym.drawing import DPI, STYLE

OURS = {"adaptsym numba": ("#0072B2", "-"), "adaptsym numpy": ("#0072B2", "--")}
PEERS = {  # Okabe and Ito
    "NumPy by hand": "#000000",
    "scikit-learn": "#E69F00",
    "thinc": "#CC79A7",
    "torch fused": "#D55E00",
    "torch foreach": "#D55E00",
    "torch single": "#D55E00",
    "optax jitted": "#009E73",
}
DASHES = {"torch foreach": "--", "torch single": ":"}


def files(rows: Sequence[Row], name: str = "bench") -> dict[str, str | bytes]:
    """The files of the picture by name: the rows as JSON, and drawings as SVG and PNG."""
    return {
        f"{name}.json": json.dumps(list(rows), indent=1) + "\n",
        f"{name}.svg": draw(rows, "svg"),
        f"{name}.png": draw(rows, "png"),
    }


def draw(rows: Sequence[Row], kind: str) -> bytes:
    """The picture as the bytes of an SVG or PNG file; what is no single array is left to the table."""
    optimizers = list(dict.fromkeys(row["optimizer"] for row in rows))
    with style.context("default"), rc_context(STYLE):
        figure = Figure(figsize=(3.9 * len(optimizers) + 1.6, 3.6), layout="constrained")
        panels = figure.subplots(1, len(optimizers), squeeze=False, sharey=True)[0]
        for axes, optimizer in zip(panels, optimizers, strict=True):
            _panel(axes, [row for row in rows if row["optimizer"] == optimizer and row["arrays"] == 1])
            axes.set(title=optimizer, xlabel="parameters, float32")
        panels[0].set_ylabel("time of a step / time to move its bytes")
        known = {
            label: handle for axes in panels for handle, label in zip(*axes.get_legend_handles_labels(), strict=True)
        }
        figure.legend(known.values(), known.keys(), loc="outside right center", fontsize=9)
        out = io.BytesIO()
        figure.savefig(out, format=kind, dpi=DPI, metadata={"Date": None} if kind == "svg" else {})
    return out.getvalue()


def _panel(axes: Axes, rows: Sequence[Row]) -> None:
    axes.axhline(1, color="#888888", linewidth=0.8)
    for name in dict.fromkeys(row["name"] for row in rows if row["name"] != LIMIT):
        mine = [row for row in rows if row["name"] == name]
        color, dashes = OURS.get(name, (PEERS.get(name, "#888888"), DASHES.get(name, "-")))
        axes.plot(
            [row["size"] for row in mine],
            [row["over_limit"] for row in mine],
            dashes,
            color=color,
            label=name,
            marker="o",
            markersize=3.5,
            linewidth=2.4 if name in OURS else 1.2,
            zorder=3 if name in OURS else 2,
        )
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.yaxis.set_major_formatter("{x:g}")
