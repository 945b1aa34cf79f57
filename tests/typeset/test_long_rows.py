"""Rows of a chain that are too long for a page: broken before a sign of the sum, and nothing is lost."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adaptsym.typeset.document import LONG, _broken, _width

PARTS = st.sampled_from(
    [r"\rho_1 \cdot s_{t-1}", r"\frac{a + b}{c - d}", r"\left(x - y\right)", r"\lvert u + v \rvert", r"\sqrt{r + w}"]
)
SUMS = st.lists(st.tuples(st.sampled_from([" + ", " - "]), PARTS), min_size=1, max_size=40)
ENDS = st.sampled_from(["", r" \\", r" && \text{by a - b} \\"])


def joined(rows: list[str]) -> str:
    return "".join(
        re.sub(r"^&\\quad\\quad \{\}", "", row.removesuffix(r" \\")) if k else row.removesuffix(r" \\")
        for k, row in enumerate(rows)
    )


@given(SUMS, ENDS)
def test_nothing_is_lost_and_every_part_is_whole(parts: list[tuple[str, str]], end: str) -> None:
    row = r"&\quad = z" + "".join(sign + part for sign, part in parts) + end
    rows = _broken(row)
    assert joined(rows) == row.removesuffix(r" \\")
    for part in rows:
        assert part.count("{") == part.count("}")
        assert part.count(r"\left(") == part.count(r"\right)")
        assert part.count(r"\lvert") == part.count(r"\rvert")
    if len(rows) > 1:
        assert all(row.endswith(r" \\") for row in rows[:-1])
        assert max(_width(part) for part in rows) <= LONG + 40  # what cannot be broken, and the reason
    else:
        assert row == rows[0]


@pytest.mark.parametrize("row", [r"x = y", r"&= \begin{cases} a & \text{if } b + c" + " + d" * 200, r"\begin{aligned}"])
def test_other_rows_stay(row: str) -> None:
    assert _broken(row) == [row]
