"""Pictures drawn: SVG and PNG, the same bytes every time in one environment, and the values beside them.

The JSON file beside a drawing holds everything that stands on it, and the drawing holds the digest of that
file. `stale` compares the values, so that another version of matplotlib does not call a picture out of date.
"""

from __future__ import annotations

import hashlib
import io
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from matplotlib import rc_context, style
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from adaptsym.figures import Panel, Picture

SIZE = (3.9, 3.1)  # inches, a panel
DPI = 200
TOLERANCE = 1e-9  # relative: how far numbers of two environments may lie apart
CURVES = (("#0072B2", "-"), ("#D55E00", "--"), ("#009E73", "-."), ("#CC79A7", ":"))  # Okabe and Ito
STYLE: Any = {
    "font.family": "STIXGeneral",  # comes with matplotlib
    "mathtext.fontset": "stix",
    "font.size": 11,
    "axes.titlesize": 11,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.grid": True,
    "grid.color": "#E5E5E5",
    "grid.linewidth": 0.6,
    "lines.linewidth": 1.8,
    "legend.frameon": True,  # over the curves, a ground that lets them show through
    "legend.framealpha": 0.8,
    "legend.edgecolor": "none",
    "svg.fonttype": "path",
    "svg.hashsalt": "adaptsym",
    "path.simplify": False,
}


def files(picture: Picture) -> dict[str, str | bytes]:
    """The files of a picture by name: its values as JSON, and its drawings as SVG and PNG."""
    data = values(picture)
    figure_digest = digest(data)
    return {
        f"{picture.name}.json": data,
        f"{picture.name}.svg": draw(picture, "svg", figure_digest),
        f"{picture.name}.png": draw(picture, "png", figure_digest),
    }


def values(picture: Picture) -> str:
    """All that stands on a picture, as JSON text."""
    return json.dumps(asdict(picture), ensure_ascii=False, indent=1) + "\n"


def digest(data: str) -> str:
    """The SHA-256 of a picture's JSON text."""
    return hashlib.sha256(data.encode()).hexdigest()


def stale(picture: Picture, stored: Mapping[str, bytes | None]) -> list[str]:
    """The names of those files of a picture that are missing or show something else.

    Args:
        picture: what should be shown.
        stored: contents by name as in `files`; None where there is no file.
    """
    data, *drawings = (f"{picture.name}.{kind}" for kind in ("json", "svg", "png"))
    raw = stored.get(data)
    try:
        text = "" if raw is None else raw.decode()
        same = raw is not None and alike(json.loads(text), json.loads(values(picture)))
    except ValueError:  # neither UTF-8 nor JSON
        same = False
    wrong = [] if same else [data]
    return wrong + [n for n in drawings if not same or digest(text).encode() not in (stored.get(n) or b"")]


def alike(a: Any, b: Any) -> bool:
    """Whether two JSON values are the same, numbers up to `TOLERANCE`.

    >>> alike({"x": [1.0, 2.0]}, {"x": [1, 2 + 1e-12]}), alike([1], [1.001]), alike([True], [1])
    (True, False, False)
    """
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(alike(a[k], b[k]) for k in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(alike, a, b))
    if all(isinstance(x, (int, float)) and not isinstance(x, bool) for x in (a, b)):
        return math.isclose(a, b, rel_tol=TOLERANCE)
    return type(a) is type(b) and bool(a == b)


def draw(picture: Picture, kind: str, data_digest: str = "") -> bytes:
    """A picture as the bytes of an SVG or PNG file.

    Args:
        picture: what to draw.
        kind: ``svg`` or ``png``.
        data_digest: the digest of the values, kept in the file's description.
    """
    with style.context("default"), rc_context(STYLE):
        figure = Figure(figsize=(SIZE[0] * len(picture.panels), SIZE[1]), layout="constrained")
        for axes, panel in zip(figure.subplots(1, len(picture.panels), squeeze=False)[0], picture.panels, strict=True):
            _draw_panel(axes, panel)
        out = io.BytesIO()
        figure.savefig(out, format=kind, dpi=DPI, metadata=_METADATA[kind] | {"Description": f"values {data_digest}"})
    return out.getvalue()


_METADATA: dict[str, dict[str, Any]] = {
    "svg": {"Date": None, "Creator": "adaptsym"},
    "png": {"Software": "adaptsym"},
}


def _draw_panel(axes: Axes, panel: Panel) -> None:
    if panel.level is not None:
        axes.axhline(panel.level, color="#888888", linewidth=0.8)
    for curve, (color, dashes) in zip(panel.curves, _styles(), strict=False):
        look = dashes if curve.joined else "."
        axes.plot(curve.x, curve.y, look, color=color, label=curve.label or None, clip_on=False)
        if curve.label:
            axes.plot(curve.x[-1:], curve.y[-1:], "o", color=color, markersize=4)
    for mark in panel.marks:
        axes.plot([mark.x], [mark.y], "o", color=CURVES[1][0], markersize=5, zorder=5, clip_on=False)
        axes.annotate(
            mark.label,
            (mark.x, mark.y),
            xytext=mark.offset,
            textcoords="offset points",
            arrowprops={"arrowstyle": "-", "color": "#888888", "linewidth": 0.7},
        )
    axes.set(title=panel.title, xlabel=panel.x_label, ylabel=panel.y_label)
    if panel.x_log:
        axes.set_xscale("log")
        axes.xaxis.set_major_formatter("{x:g}")
    if panel.y_log:
        axes.set_yscale("log")
    if panel.x_limits:
        axes.set_xlim(*panel.x_limits)
    if panel.y_limits:
        axes.set_ylim(*panel.y_limits)
    if any(curve.label for curve in panel.curves):
        axes.legend()


def _styles() -> Iterator[tuple[str, str]]:
    while True:
        yield from CURVES
