r"""Syntax of mathematics as people type it: what stands on the page, in its order, without meaning.

Whether a superscript is a power or a step, whether letters that stand together are a product or one name,
is not decided here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any


@dataclass(frozen=True)
class Node:
    """A piece of a formula; `at` is where it begins in its display, and plays no part in comparisons."""

    at: int = field(default=0, compare=False, kw_only=True, repr=False)


@dataclass(frozen=True)
class Num(Node):
    """A number, as its digits."""

    text: str


@dataclass(frozen=True)
class Letter(Node):
    r"""One letter, a Greek command, or an upright word; `style` is '', 'bold', 'upright', 'script', 'double'."""

    name: str
    style: str = ""


@dataclass(frozen=True)
class Accent(Node):
    r"""``\hat{m}``."""

    kind: str
    body: Node


@dataclass(frozen=True)
class Script(Node):
    """A base with a subscript, a superscript, primes."""

    base: Node
    sub: Node | None = None
    sup: Node | None = None
    primes: int = 0


@dataclass(frozen=True)
class Bracketed(Node):
    """``E[g^2]``: a name before square brackets."""

    head: Node
    body: Node


@dataclass(frozen=True)
class Group(Node):
    r"""Something between delimiters; ``{`` are braces that are not seen, ``|`` bars, ``\|`` double bars."""

    opening: str
    body: Node
    closing: str


@dataclass(frozen=True)
class Listed(Node):
    """a, b; c."""

    items: tuple[Node, ...]
    marks: tuple[str, ...]


@dataclass(frozen=True)
class Sum(Node):
    """Terms with their signs, ``''`` where the first has none."""

    items: tuple[tuple[str, Node], ...]


@dataclass(frozen=True)
class Product(Node):
    r"""Factors with the sign before each: '' side by side, '.' a dot, 'o' ``\odot``, 'x' ``\times``, '/'."""

    items: tuple[tuple[str, Node], ...]


@dataclass(frozen=True)
class Signed(Node):
    """A minus (or plus) behind a sign of a product, or before the first factor of a term."""

    sign: str
    body: Node


@dataclass(frozen=True)
class Fraction(Node):
    r"""``\frac``; `small` for ``\tfrac``."""

    top: Node
    bottom: Node
    small: bool = False


@dataclass(frozen=True)
class Root(Node):
    r"""``\sqrt``, with its degree where one is given."""

    body: Node
    degree: Node | None = None


@dataclass(frozen=True)
class BigSign(Node):
    r"""``\sum`` and ``\prod`` with what they reach to."""

    kind: str
    sub: Node | None
    sup: Node | None
    body: Node


@dataclass(frozen=True)
class Call(Node):
    r"""``\max(a, b)``: a function with a name of its own."""

    name: str
    sub: Node | None
    sup: Node | None
    args: tuple[Node, ...]


@dataclass(frozen=True)
class Gradient(Node):
    r"""``\nabla_\theta L(\theta_t)``, and ``\frac{\partial L}{\partial\theta}``; `point` where one is given."""

    sub: Node | None
    of: Node
    point: Node | None = None


@dataclass(frozen=True)
class Cases(Node):
    """A branch: each value with its condition, a `Relation` or `Words`."""

    rows: tuple[tuple[Node, Node], ...]


@dataclass(frozen=True)
class Labelled(Node):
    """A brace under or over its body, with a label."""

    body: Node
    label: str
    over: bool = False


@dataclass(frozen=True)
class Dots(Node):
    r"""``\ldots``."""


@dataclass(frozen=True)
class Words(Node):
    r"""``\text{...}``."""

    text: str


@dataclass(frozen=True)
class Relation(Node):
    r"""A relation inside a formula: ``i=1`` below a sum, a condition of a branch."""

    left: Node
    sign: str
    right: Node


def parts(x: Node) -> Iterator[Node]:
    """The nodes directly below a node, in their order."""
    for f in fields(x):
        yield from _nodes(getattr(x, f.name))


def _nodes(value: Any) -> Iterator[Node]:
    if isinstance(value, Node):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _nodes(each)


def walk(x: Node) -> Iterator[Node]:
    """A node and everything below it, from the top, in written order."""
    yield x
    for part in parts(x):
        yield from walk(part)
