"""Pictures are computed from the catalogue's terms, compared by what they show, and drawn alike every time."""

import json
import math
import xml.etree.ElementTree as ET
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from adaptsym import catalogue, drawing, figures
from adaptsym.drawing import digest, files, stale, values
from adaptsym.figures import Picture, pictures, weight
from adaptsym.notation import gamma, velocity
from adaptsym.spec import optimizer
from adaptsym.unroll import Unrolling

ROOT = Path(__file__).parent.parent
PICTURES = pictures()
FALSE = [name for name in PICTURES if name.startswith("false_")]
DRAWN = [name for name in PICTURES if name not in FALSE[1:]]  # drawing takes a second; one of a kind is enough


@pytest.fixture(scope="module")
def drawn() -> dict[str, dict[str, bytes]]:
    return {name: stored(files(PICTURES[name])) for name in DRAWN}


def stored(made: dict[str, str | bytes]) -> dict[str, bytes]:
    return {name: x.encode() if isinstance(x, str) else x for name, x in made.items()}


def test_marks_of_term_1_are_what_exact_arithmetic_says() -> None:
    one, two = Fraction(9, 10), Fraction(999, 1000)

    def square(n: int) -> Fraction:
        return (1 - two**n) / (1 - one**n) ** 2

    first, lowest, reached, chapter = (m for p in PICTURES["bias_correction"].panels for m in p.marks)
    assert first.x == 1
    assert lowest.x == 12 == min(range(1, 300), key=square)
    assert square(int(reached.x)) >= Fraction("0.99") ** 2 > square(int(reached.x) - 1)
    assert chapter.x == 4000
    for mark in (first, lowest, reached, chapter):
        assert math.isclose(mark.y, math.sqrt(square(int(mark.x))), rel_tol=1e-9)
    assert [m.label for m in (first, lowest, reached, chapter)] == [
        "0.316 at $t = 1$",
        "lowest: 0.152 at $t = 12$",
        "first at least 0.99: $t = 3916$",
        "0.991 at $t = 4000$",
    ]


def test_marks_lie_on_their_curves() -> None:
    for panel in PICTURES["bias_correction"].panels:
        (curve,) = panel.curves
        for mark in panel.marks:
            assert math.isclose(np.interp(mark.x, curve.x, curve.y), mark.y, rel_tol=1e-3)


@pytest.mark.parametrize(
    ("panel", "spec", "hyperparameters", "sequence"),
    [
        (0, catalogue.momentum, {"eta": -1, "gamma": Fraction(9, 10)}, "velocity"),
        (1, catalogue.adam, {"eta": 1, "rho1": Fraction(9, 10), "rho2": Fraction(999, 1000), "epsilon": 1}, "s_hat"),
        (2, catalogue.adam, {"eta": 1, "rho1": Fraction(9, 10), "rho2": Fraction(999, 1000), "epsilon": 1}, "r_hat"),
    ],
)
def test_weights_are_those_of_the_recurrence(panel, spec, hyperparameters, sequence) -> None:
    """A single gradient of 1, long ago, in the recurrence run exactly, is the plotted weight of that age."""
    curve = PICTURES["gradient_weights"].panels[panel].curves[0]
    steps = int(curve.x[-1]) + 1
    start = ((Fraction(0),),)
    run = Unrolling(
        spec, {k: Fraction(v) for k, v in hyperparameters.items()}, start, lambda _, n: ((Fraction(n == 1),),)
    )
    assert math.isclose(float(run(sequence, steps)[0][0]), curve.y[-1], rel_tol=1e-9)


def test_adams_weights_sum_to_one() -> None:
    for curve in PICTURES["gradient_weights"].panels[1].curves:
        assert len(curve.x) == curve.x[-1] + 1, "every age is there"
        assert math.isclose(sum(curve.y), 1, rel_tol=1e-9)


def test_the_weight_of_a_term_without_sums_is_the_term() -> None:
    assert bool(weight(figures.moments.bias) == figures.moments.bias)


OWN = optimizer(
    "own", velocity[0] == 0, gamma == "0.5", *catalogue.momentum.equations, source="momentum with a usual value"
)


def test_the_response_of_a_users_own() -> None:
    picture = figures.response(OWN, last=20)
    assert picture is not None
    assert picture.name == "own_response"
    (curve,) = picture.panels[0].curves
    assert curve.y == pytest.approx([0.5**n for n in range(20)])
    assert figures.response(replace(OWN, settings=())) is None


@pytest.mark.parametrize("name", catalogue.SPECS)
def test_which_steps_are_linear(name: str) -> None:
    linear = ("gradient_descent", "momentum", "nesterov", "nesterov-framework", "asgd")
    assert figures.is_linear(catalogue.SPECS[name]) == (name in linear)


@pytest.mark.parametrize("name", FALSE)
def test_false_claims_are_seen_to_fail_where_their_witness_says(name: str) -> None:
    (panel,) = PICTURES[name].panels
    (mark,), (left, right) = panel.marks, panel.curves
    assert left.x == right.x
    at = left.x.index(mark.x)
    assert mark.y == left.y[at]
    assert left.y[at] != right.y[at]
    assert f"t = {int(mark.x)}$" in panel.x_label


# ---------------------------------------------------------------- files


@pytest.mark.parametrize("name", DRAWN)
def test_the_same_bytes_every_time(name: str, drawn: dict[str, dict[str, bytes]]) -> None:
    assert stored(files(PICTURES[name])) == drawn[name]


@pytest.mark.parametrize("name", DRAWN)
def test_drawings_are_what_they_say(name: str, drawn: dict[str, dict[str, bytes]]) -> None:
    made = drawn[name]
    assert sorted(made) == [f"{name}.json", f"{name}.png", f"{name}.svg"]
    assert made[f"{name}.png"].startswith(b"\x89PNG")
    assert ET.fromstring(made[f"{name}.svg"]).tag.endswith("svg")
    assert json.loads(made[f"{name}.json"])["caption"] == PICTURES[name].caption
    assert stale(PICTURES[name], made) == []


def shifted(picture: Picture, by: float) -> Picture:
    panel = picture.panels[0]
    curve = panel.curves[0]
    moved = replace(curve, y=(*curve.y[:-1], curve.y[-1] * (1 + by)))
    return replace(picture, panels=(replace(panel, curves=(moved, *panel.curves[1:])), *picture.panels[1:]))


def test_what_is_plotted_is_compared(drawn: dict[str, dict[str, bytes]]) -> None:
    name, picture = next(iter(PICTURES.items()))
    everything = [f"{name}.json", f"{name}.svg", f"{name}.png"]
    made = drawn[name]
    assert stale(shifted(picture, 1e-6), made) == everything
    assert stale(replace(picture, caption="other words"), made) == everything
    assert stale(shifted(picture, 1e-14), made) == [], "another machine's last digit"


@pytest.mark.parametrize("kind", ["json", "svg", "png"])
@pytest.mark.parametrize("content", [None, b"", b"\xff", b"[1]"])
def test_missing_and_broken_files_are_stale(
    kind: str, content: bytes | None, drawn: dict[str, dict[str, bytes]]
) -> None:
    name, picture = next(iter(PICTURES.items()))
    found = stale(picture, {**drawn[name], f"{name}.{kind}": content})
    assert f"{name}.{kind}" in found


def test_another_matplotlib_does_not_call_a_picture_stale(drawn: dict[str, dict[str, bytes]]) -> None:
    name, picture = next(iter(PICTURES.items()))
    redrawn = b"<svg>another drawing of the values " + digest(values(picture)).encode() + b"</svg>"
    assert stale(picture, {**drawn[name], f"{name}.svg": redrawn}) == []


def test_the_users_own_style_changes_nothing(drawn: dict[str, dict[str, bytes]]) -> None:
    from matplotlib import rc_context

    name, picture = next(iter(PICTURES.items()))
    with rc_context({"font.size": 25, "axes.labelcolor": "red", "svg.hashsalt": "mine"}):
        assert drawing.draw(picture, "svg", digest(values(picture))) == drawn[name][f"{name}.svg"]


@pytest.mark.parametrize("name", PICTURES)
def test_what_is_committed_is_up_to_date(name: str) -> None:
    there = {p.name: p.read_bytes() for p in (ROOT / "figures").iterdir()}
    assert stale(PICTURES[name], there) == []
