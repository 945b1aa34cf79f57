r"""The statement layer, with the traps that pages set."""

import re
from pathlib import Path

import pytest

from adaptsym.read import NotUnderstood, document, statements

MAIN, WHERE, IF = "", "where", "if"


def shape(text: str) -> list[tuple[str, list[str]]]:
    """Each statement: its cue, and its members with their relations."""
    return [(x.cue, [s.sign + text[s.at : s.end] for s in x.segments]) for x in statements(text)]


TRAPS = {
    r"a &= b \\ &= c": [(MAIN, ["a", "=b", "=c"])],
    r"s_t &= a, \text{ where } s_0=0. \\ &= b": [(MAIN, ["s_t", "=a", "=b"]), (WHERE, ["s_0", "=0"])],
    r"a = b, \text{ where } c=0\text{ and }d\text{ is decay}.": [
        (MAIN, ["a", "=b"]),
        (WHERE, ["c", "=0"]),
        (WHERE, ["d"]),
    ],
    r"a &= b \\ &\quad + c \\ c &= d": [(MAIN, ["a", r"=b \\ &\quad + c"]), (MAIN, ["c", "=d"])],
    r"a &= \Big( b \\ &\quad + c\Big) \\ &= d": [(MAIN, ["a", "=( b \\\\ &\\quad + c\\Big)", "=d"])],
    r"m_0 = v_0 = 0, \quad t \ge 1": [(MAIN, ["m_0", "=v_0", "=0"]), (MAIN, ["t", ">=1"])],
    r"a = b, c = d": [(MAIN, ["a", "=b"]), (MAIN, ["c", "=d"])],
    r"m_0, v_0 = 0": [(MAIN, ["m_0, v_0", "=0"])],
    r"a &= b & c &= d": [(MAIN, ["a", "=b"]), (MAIN, ["c", "=d"])],
    r"a &= b && \text{by induction on }t=0 \\ &= c": [(MAIN, ["a", "=b", "=c"])],
    r"a = b \Rightarrow c = d": [(MAIN, ["a", "=b"]), (MAIN, ["c", "=d"])],
    r"a = b \quad (t \ge 1)": [(MAIN, ["a", "=b"]), (IF, ["t", ">=1"])],
    r"a = b \text{ (since } c = 0)": [(MAIN, ["a", "=b"]), (IF, ["c", "=0"])],
    r"w \leftarrow w - \text{lr} \cdot g": [(MAIN, ["w", r"<-w - \text{lr} \cdot g"])],
    r"\left\{\begin{aligned} a&=b \\ c&=d \end{aligned}\right.": [(MAIN, ["a", "=b"]), (MAIN, ["c", "=d"])],
    r"\begin{cases} a=b \\ c=d \end{cases}": [(MAIN, ["a", "=b"]), (MAIN, ["c", "=d"])],
    r"a &\approx b \\ &= c": [(MAIN, ["a", "~b", "=c"])],
    r"a &= \\ &\quad b": [(MAIN, ["a", "=b"])],
    r"a \overset{?}{=} b": [(MAIN, ["a", "=b"])],
    r"a = 0 \text{ 이고 } b = 1": [(MAIN, ["a", "=0"]), (MAIN, ["b", "=1"])],
}


@pytest.mark.parametrize("text", TRAPS)
def test_traps(text: str) -> None:
    assert shape(text) == TRAPS[text]
    assert not [s.error for x in statements(text) for s in x.segments if s.error]


@pytest.mark.parametrize(
    "text",
    [
        r"a = \frac{b}{c",
        r"a) = b",
        r"= b",
        r"\begin{tabular}a\end{tabular}",
        r"\begin{align}a=b",
        "a" * 20_001,
        "a = ☃",
    ],
)
def test_what_cannot_be_told_apart_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(NotUnderstood) as found:
        statements(text)
    assert 0 <= found.value.at <= len(text)


def test_an_error_in_one_member_leaves_the_others() -> None:
    [x] = statements(r"a &= b \\ &= c \nonsense d \\ &= e")
    assert [s.error is None for s in x.segments] == [True, True, False, True]


def test_blocks_of_the_derivations_are_read() -> None:
    root = Path(__file__).parents[2] / "derivations"
    count = 0
    for path in sorted(root.glob("ada*.md")):
        for piece in document(path.read_text(encoding="utf-8")).pieces:
            if piece.kind == "display":
                found = statements(piece.text)
                wrong = [
                    s.error
                    for x in found
                    for s in x.segments
                    if s.error and not re.fullmatch(r"\\odot", piece.text[s.at : s.end])
                ]
                assert not wrong, (path.name, piece.line, piece.text)
                count += 1
    assert count > 100
