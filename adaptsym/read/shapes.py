"""Shapes of syntax that are made of others: fractions that are derivatives, accents and styles of names."""

from __future__ import annotations

import re

from adaptsym.read.tokens import NotUnderstood
from adaptsym.read.tree import (
    Accent,
    Fraction,
    Gradient,
    Group,
    Letter,
    Node,
    Num,
    Product,
    Script,
    Words,
)


def is_plain_name(text: str) -> bool:
    """Whether upright words can be a name in a formula: learning_rate, RMS, corrected."""
    return re.fullmatch(r"[A-Za-z][A-Za-z0-9_ \-]*", text.strip()) is not None


def takes_brackets(x: Node) -> bool:
    """Whether square brackets behind a name are its own: E[g^2], RMS[x]."""
    base = x.base if isinstance(x, Script) and x.sup is None else x
    return isinstance(base, Letter) and (base.style in ("double", "upright") or base.name == "E")


def accented(kind: str, body: Node, at: int) -> Node:
    """An accent belongs to the letter: the scripts of what it spans are the scripts of the whole."""
    if isinstance(body, Script):
        return Script(accented(kind, body.base, at), body.sub, body.sup, body.primes, at=at)
    return Accent(kind, body, at=at)


def with_style(x: Node, style: str) -> Node:
    """A name in a style of letters."""
    match x:
        case Letter(name, old):
            return Letter(name, old or style, at=x.at)
        case Accent(kind, body):
            return Accent(kind, with_style(body, style), at=x.at)
        case Script(base, sub, sup, primes):
            return Script(with_style(base, style), sub, sup, primes, at=x.at)
        case Num(text) if text in ("0", "1"):
            return x
    raise NotUnderstood("a style of letters on something that is no letter", x.at)


def fraction(top: Node, bottom: Node, small: bool, at: int) -> Node:
    """A fraction, or a derivative where both begin with a partial sign."""
    over, under = behind_partial(top), behind_partial(bottom)
    if over is None or under is None:
        return Fraction(top, bottom, small, at=at)
    match over:
        case Product((("", of), ("", Group("(", point)))):
            return Gradient(under, of, point, at=at)
    return Gradient(under, over, at=at)


def behind_partial(x: Node) -> Node | None:
    """What stands behind a partial sign."""
    match x:
        case Letter("partial"):
            return Words("", at=x.at)
        case Product((("", Letter("partial")), *rest)):
            return rest[0][1] if len(rest) == 1 else Product((("", rest[0][1]), *rest[1:]), at=x.at)
    return None
