r"""How each operator is written in LaTeX: one row an operator, brackets by what its places accept.

The printed language is small, and reading it back gives the same tree: every product carries its sign
(``\cdot``, or ``\odot`` between two arrays), a fraction is a division, a minus belongs to the factor behind
it, and what does not fit a place stands in brackets.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import NamedTuple


class Level(IntEnum):
    """How tightly a printed piece holds together."""

    COMPARISON = 0
    SUM = 1
    PRODUCT = 2
    SIGNED = 3  # -a
    BIG = 4  # a sum or product sign: its body ends where a + or - begins
    POWER = 5
    ATOM = 6
    NAME = 7  # an atom that may carry a superscript


class Trait(StrEnum):
    """What else a place may refuse to take without brackets."""

    MINUS = "begins with a minus"
    OPEN = "ends in the body of a sum, which a following factor would join"
    LITERAL = "is a number, with which a minus would merge"
    RAISED = "carries a superscript already"


class Place(NamedTuple):
    """What an argument must be to stand without brackets."""

    level: Level = Level.COMPARISON
    refuses: frozenset[Trait] = frozenset()
    always: bool = False  # brackets in any case: the argument of a named function


FREE = Place()  # between braces or bars of its own
CALL = Place(always=True)
SIDE = Place(Level.SUM)
TERM = Place(Level.PRODUCT, frozenset({Trait.MINUS}))
FACTOR = Place(Level.PRODUCT, frozenset({Trait.OPEN}))
LAST_FACTOR = Place(Level.BIG)
NEGATED = Place(Level.BIG, frozenset({Trait.LITERAL}))
BASE = Place(Level.NAME, frozenset({Trait.RAISED}))
SUMMAND = TERM


class Row(NamedTuple):
    """A row of the table: the form over ``$a $b $c``, how tightly it holds together, and its places.

    In a form, ``$l`` and ``$r`` make the delimiter behind them grow where an argument is tall.
    """

    form: str
    level: Level
    places: tuple[Place, ...]
    tall: bool = False
    arrays: str = ""  # the form where every argument is an array, if it differs


CASES = r"\begin{cases} $b & $before$a$after \\ $c & $otherwise \end{cases}"  # the words are the language's

LATEX: dict[str, Row] = {
    "add": Row("$a + $b", Level.SUM, (SIDE, TERM)),
    "sub": Row("$a - $b", Level.SUM, (SIDE, TERM)),
    "mul": Row(r"$a \cdot $b", Level.PRODUCT, (FACTOR, LAST_FACTOR), arrays=r"$a \odot $b"),
    "div": Row(r"\frac{$a}{$b}", Level.ATOM, (FREE, FREE), tall=True),
    "pow": Row("$a^$b", Level.POWER, (BASE, FREE)),
    "neg": Row("-$a", Level.SIGNED, (NEGATED,)),
    "sqrt": Row(r"\sqrt{$a}", Level.ATOM, (FREE,)),
    "abs": Row(r"$l\lvert $a $r\rvert", Level.NAME, (FREE,)),
    "sign": Row(r"\operatorname{sign}$a", Level.ATOM, (CALL,)),
    "max": Row(r"\max$l($a, $b$r)", Level.ATOM, (FREE, FREE)),
    "min": Row(r"\min$l($a, $b$r)", Level.ATOM, (FREE, FREE)),
    "gt": Row("$a > $b", Level.COMPARISON, (SIDE, SIDE)),
    "ge": Row(r"$a \ge $b", Level.COMPARISON, (SIDE, SIDE)),
    "lt": Row("$a < $b", Level.COMPARISON, (SIDE, SIDE)),
    "le": Row(r"$a \le $b", Level.COMPARISON, (SIDE, SIDE)),
    "where": Row(CASES, Level.ATOM, (FREE, FREE, FREE), tall=True),
    "dot": Row(r"$l\langle $a, $b $r\rangle", Level.NAME, (FREE, FREE)),
    "norm": Row(r"$l\lVert $a $r\rVert", Level.NAME, (FREE,)),
    "size": Row(r"\operatorname{size}$a", Level.ATOM, (CALL,)),
    "dot_all": Row(r"$l\langle $a, $b $r\rangle_{\text{all}}", Level.ATOM, (FREE, FREE)),
    "norm_all": Row(r"$l\lVert $a $r\rVert_{\text{all}}", Level.ATOM, (FREE,)),
    "size_all": Row(r"\operatorname{size}_{\text{all}}$a", Level.ATOM, (CALL,)),
    "grad": Row(r"\nabla_{$parameter} $loss$a", Level.ATOM, (CALL,)),
}
BIG = {"sum": r"\sum", "product": r"\prod"}
BRACES = {False: r"\underbrace{$body}_{$label}", True: r"\overbrace{$body}^{$label}"}
RELATIONS = {"eq": "=", "le": r"\le", "lt": "<", "ge": r"\ge", "gt": ">", "approx": r"\approx"}
UNPROVED = r"\overset{?}{$relation}"  # for what is said and not known to hold
SIGNS = {"mul": r"\odot"}  # the signs that a page explains: multiplication of arrays, element by element
