"""Measuring: every contender takes its turn in every round, in an order of its own; the median of the rounds counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from random import Random
from statistics import median
from time import perf_counter
from typing import TypedDict

from adaptsym.bench.contenders import CONTENDERS, LIMIT, Step, contenders
from adaptsym.errors import InputError

SIZES = (1_000, 10_000, 100_000, 1_000_000, 16_000_000)
MANY = (200, 1_000)  # so many arrays of so many elements
SAMPLE = 200_000  # elements that a sample goes through at least, by repeating small steps
MOST = 100  # repetitions in a sample
WARM = 3  # steps before measuring: compilation, buffers, caches


class Row(TypedDict):
    """One contender at one size, float32."""

    optimizer: str
    size: int  # elements in all
    arrays: int
    name: str
    median_s: float  # seconds a step
    over_limit: float  # times the time of a loop that moves the same bytes


def run(
    names: Iterable[str] = ("adam", "momentum", "adagrad"),
    sizes: Iterable[int] = SIZES,
    *,
    many: tuple[int, int] | None = MANY,
    rounds: int = 15,
    only: Sequence[str] | None = None,
    progress: Callable[[str], None] | None = None,
) -> list[Row]:
    """Measure steps of the optimizers of the catalogue beside what is installed.

    Args:
        names: of the optimizers; peers take part where they have the same one.
        sizes: elements of one array.
        many: how many arrays of how many elements are measured as well; None for none.
        rounds: samples of each contender.
        only: the contenders; the limit always takes part.
        progress: told what is being measured.

    Raises:
        InputError: for an unknown optimizer or contender, or a number that makes no sense.
    """
    cases = [(n, 1) for n in sizes] + ([(many[1], many[0])] if many else [])
    for value in (rounds, *(x for case in cases for x in case)):
        if value < 1:
            raise InputError(f"sizes, arrays and rounds are whole numbers from 1 on, got {value}")
    for name in only or ():
        if name not in CONTENDERS:
            raise InputError(f"no contender is called {name!r}; there are {', '.join(CONTENDERS)}")
    rows: list[Row] = []
    for optimizer in names:
        for elements, arrays in cases:
            if progress:
                progress(f"{optimizer}: {arrays} x {elements:,}")
            rows += _case(optimizer, [elements] * arrays, rounds, only)
    return rows


def _case(optimizer: str, shapes: list[int], rounds: int, only: Sequence[str] | None) -> list[Row]:
    steps = contenders(optimizer, shapes, only)
    size = sum(shapes)
    repeat = max(1, min(MOST, SAMPLE // size))
    for step in steps.values():
        for _ in range(WARM):
            step()
    times: dict[str, list[float]] = {name: [] for name in steps}
    for n in range(rounds):
        for name in Random(n).sample(list(steps), len(steps)):  # none always follows the same: caches, waking threads
            times[name].append(_sample(steps[name], repeat))
    medians = {name: median(values) for name, values in times.items()}
    return [
        Row(
            optimizer=optimizer,
            size=size,
            arrays=len(shapes),
            name=name,
            median_s=value,
            over_limit=value / medians[LIMIT],
        )
        for name, value in medians.items()
    ]


def _sample(step: Step, repeat: int) -> float:
    begin = perf_counter()
    for _ in range(repeat):
        step()
    return (perf_counter() - begin) / repeat


def table(rows: Sequence[Row]) -> str:
    """The rows as a table: a line a contender, a column a size, in microseconds and times the limit."""
    lines: list[str] = []
    for optimizer in dict.fromkeys(row["optimizer"] for row in rows):
        mine = [row for row in rows if row["optimizer"] == optimizer]
        cases = list(dict.fromkeys((row["size"], row["arrays"]) for row in mine))
        head = [f"{size:,}" if arrays == 1 else f"{arrays} x {size // arrays:,}" for size, arrays in cases]
        lines += [f"{optimizer}: microseconds a step (times the limit)", _line("", head)]
        by_case = {(row["name"], row["size"], row["arrays"]): row for row in mine}
        for name in dict.fromkeys(row["name"] for row in mine):
            cells = [_cell(by_case.get((name, *case))) for case in cases]
            lines.append(_line(name, cells))
        lines.append("")
    return "\n".join(lines)


def _cell(row: Row | None) -> str:
    return f"{row['median_s'] * 1e6:,.1f} ({row['over_limit']:.2f})" if row else "-"


def _line(name: str, cells: Iterable[str]) -> str:
    return f"{name:<22}" + "".join(f"{cell:>22}" for cell in cells)
