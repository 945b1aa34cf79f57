"""Scalar formulas and selections as Python source: one of the places where text leaves the house.

The names in the text (`sqrt`, `expm1` ...) are bound by whoever runs it: to `MATH` for a step's shared scalars,
to `IEEE` where a sum may make a denominator 0, whose quotients are then infinite or not a number, as in arrays.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from adaptsym.compile.ir import Body, Decide, Let, Node, Ref, is_complement, names
from adaptsym.term import At, Kind, Number, Op, Symbol, Term

INFIX = {
    "gt": (">", 1),
    "ge": (">=", 1),
    "lt": ("<", 1),
    "le": ("<=", 1),
    "add": ("+", 2),
    "sub": ("-", 2),
    "mul": ("*", 3),
    "div": ("/", 3),
    "pow": ("**", 5),
}
FUNCTION = {"sqrt": "sqrt", "abs": "absolute", "sign": "sign", "max": "maximum", "min": "minimum"}
INDENT = "    "

ONE_MINUS_POWER = '''\
def one_minus_power(b, n):
    """1 - b**n, accurate near b = 1, where the difference would cancel."""
    return -expm1(n * log(b)) if b > 0.0 else 1.0 - b**n
'''


def formula(x: Term, level: int = 0) -> str:
    """A scalar as a Python expression."""
    if is_complement(x):
        assert isinstance(x, Op)
        base, exponent = x.args[1].args  # type: ignore[attr-defined]
        return f"one_minus_power({formula(base)}, {formula(exponent)})"
    match x:
        case Number(q):
            text = str(q.numerator) if q.denominator == 1 else repr(q.numerator / q.denominator)
            return f"({text})" if q < 0 and level > 2 else text
        case Symbol(word) | At(word):
            return word.name
        case Op("neg", (a,)):
            text, own = f"-{formula(a, 4)}", 2
        case Op("where", (condition, yes, no)):
            text, own = f"{formula(yes, 1)} if {formula(condition)} else {formula(no, 1)}", 0
        case Op(op, (a, b)) if op in INFIX:
            sign, own = INFIX[op]
            space = "" if own == 5 else " "
            text = f"{formula(a, own + (op == 'pow'))}{space}{sign}{space}{formula(b, own + (op != 'pow'))}"
        case Op(op, args):
            return f"{FUNCTION[op]}({', '.join(map(formula, args))})"
        case _:
            raise TypeError(f"no program for {type(x).__name__}")
    return f"({text})" if own < level else text


def let_lines(lets: Iterable[Let], pad: str = INDENT) -> list[str]:
    """Assignments, one a line."""
    return [f"{pad}{x.name} = {formula(x.formula)}" for x in lets]


# ---------------------------------------------------------------- selections


class Path(NamedTuple):
    """Where a selection ends: what is left to be done there, and the scalars that it needs."""

    node: Node
    scalars: tuple[str, ...]


@dataclass(frozen=True)
class Selection:
    """A function that computes scalars and chooses a path: ``name(parameters) -> (path, (scalars...))``."""

    text: str
    paths: tuple[Path, ...]


def select(name: str, parameters: tuple[str, ...], lets: tuple[Let, ...], node: Node, kind: Kind) -> Selection:
    """The selection by tests of one kind: shared ones first; what is own is left in the nodes of the paths."""
    paths: list[Path] = []
    lines = [f"def {name}({', '.join(parameters)}):", *let_lines(lets)]

    def visit(node: Node, pad: str, before: tuple[Let, ...] = ()) -> None:
        own = (*before, *(x for x in node.lets if x.formula.kind > kind))  # those before a branch go down both ways
        lines.extend(let_lines((x for x in node.lets if x not in own), pad))
        if isinstance(node, Decide) and node.test.kind <= kind:
            lines.append(f"{pad}if {formula(node.test)}:")
            visit(node.yes, pad + INDENT, own)
            lines.append(f"{pad}else:")
            visit(node.no, pad + INDENT, own)
            return
        rest = (
            Body(own, node.calls, node.stores, node.sums)
            if isinstance(node, Body)
            else Decide(own, node.test, node.yes, node.no)
        )
        needs = tuple(x for x in free_names(rest) if kind is Kind.OWN or x not in own_leaves(rest))
        paths.append(Path(rest, needs))
        lines.append(f"{pad}return {len(paths) - 1}, ({''.join(f'{x}, ' for x in needs).strip()})")

    visit(node, INDENT)
    return Selection("\n".join(lines) + "\n", tuple(paths))


def free_names(node: Node) -> tuple[str, ...]:
    """The scalars that a node reads and does not define, by first use."""
    found: dict[str, None] = {}

    def visit(node: Node, defined: frozenset[str]) -> None:
        for let in node.lets:
            found.update(dict.fromkeys(x for x in names(let.formula) if x not in defined))
            defined |= {let.name}
        if isinstance(node, Decide):
            found.update(dict.fromkeys(x for x in names(node.test) if x not in defined))
            visit(node.yes, defined)
            visit(node.no, defined)
            return
        operands = [a for c in node.calls for a in c.args] + [s.value for s in node.stores]
        operands += [a for s in node.sums for a in (s.left, s.right)]
        found.update(
            dict.fromkeys(
                a.name for a in operands if isinstance(a, Ref) and a.kind is not Kind.ARRAY and a.name not in defined
            )
        )

    visit(node, frozenset())
    return tuple(found)


def own_leaves(node: Node) -> frozenset[str]:
    """The own leaves of a node: sizes, states and sums of one parameter."""
    found: set[str] = set()

    def term(x: Term) -> None:
        match x:
            case At(word) if word.kind is Kind.OWN:
                found.add(word.name)
            case Op(_, args):
                for a in args:
                    term(a)

    def visit(node: Node) -> None:
        for let in node.lets:
            term(let.formula)
        if isinstance(node, Decide):
            term(node.test)
            visit(node.yes)
            visit(node.no)
            return
        operands = [a for c in node.calls for a in c.args] + [s.value for s in node.stores]
        found.update(a.name for a in operands if isinstance(a, Ref) and a.kind is Kind.OWN)

    visit(node)
    return frozenset(found)


def tail(name: str, parameters: tuple[str, ...], lets: tuple[Let, ...], states: tuple[str, ...]) -> str:
    """A function that computes what scalar states become: ``name(parameters) -> (states...)``."""
    new = {x.name: formula(x.formula) for x in lets if x.name in states}
    values = "".join(f"{new.get(x, x)}, " for x in states).strip()
    before = let_lines(x for x in lets if x.name not in new)
    return "\n".join([f"def {name}({', '.join(parameters)}):", *before, f"{INDENT}return ({values})"]) + "\n"


# ---------------------------------------------------------------- running it


def _sign(x: float) -> float:
    return float((x > 0) - (x < 0))


MATH: Mapping[str, Any] = {
    "sqrt": math.sqrt,
    "expm1": math.expm1,
    "log": math.log,
    "absolute": abs,
    "maximum": max,
    "minimum": min,
    "sign": _sign,
}
IEEE: Mapping[str, Any] = {name: getattr(np, name) for name in MATH}


def load(text: str, title: str, names: Mapping[str, Any]) -> dict[str, Any]:
    """Run source that was generated here, from our own tree; what it defines, by name."""
    space: dict[str, Any] = dict(names)
    exec(compile(text, f"<adaptsym: {title}>", "exec"), space)
    return space
