"""A program's stages in JAX: the instructions that `compile.lower` made, traced one after the other.

There is no other lowering: a `Body` is a straight line of calls of `jax.numpy`, a `Decide` is `jax.lax.cond` (so that
the side that is not taken is not evaluated), and an inner product is a sum over the parameter, which on a mesh of
devices is the only thing that they have to tell each other. XLA fuses the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from adaptsym.compile.ir import SIZE, SIZE_ALL, Body, Decide, Node, Phase, Program, Ref, Stage, Store, Sum, bodies
from adaptsym.jax.lines import MOVE, Row, straight_line
from adaptsym.jax.scalars import Known, defined, evaluate, is_number, scalar_dtype
from adaptsym.term import Kind, Number

Outcome = dict[str, Any]  # what a phase stores and sums for one parameter, and by how much it moves it


@dataclass(frozen=True)
class Values:
    """All that a stage reads: scalars that are the same for all parameters, and a row for each parameter.

    Attributes:
        shared: t, hyperparameters and shared states by their names in the program.
        rows: arrays and own states of each parameter.
        moves: what is to be added to each parameter, after a stage that stores it.
    """

    shared: Known
    rows: Sequence[Row]
    moves: Sequence[Any] = ()


def run(program: Program, stage: Stage, values: Values) -> Values:
    """The values after a stage: new arrays, new shared and own states, and how far each parameter moves."""
    rows = [replace(row, scalars={**row.scalars, SIZE: float(row.size)}) for row in values.rows]
    shared: Known = {**values.shared, SIZE_ALL: float(sum(row.size for row in rows))}
    moves: list[Any] = [None for _ in rows]
    for phase in stage.phases:
        found = _node(program, phase.node, defined(phase.lets, shared), rows)
        moves = [new.pop(MOVE, old) for new, old in zip(found, moves, strict=True)]
        shared, rows = _after(phase, found, shared, rows)
    end = defined(stage.shared, shared)
    ends = [defined(stage.own, {**shared, **row.scalars}) for row in rows]
    return Values(
        {**values.shared, **{name: _scalar(end[name]) for name in program.shared}},
        [
            replace(row, scalars={name: _scalar(mine[name]) for name in program.own})
            for row, mine in zip(rows, ends, strict=True)
        ],
        moves,
    )


def _after(
    phase: Phase, found: Sequence[Outcome], shared: Known, rows: Sequence[Row]
) -> tuple[dict[str, Any], list[Row]]:
    """What is known after a phase: its sums, and the arrays that it stored."""
    sums = {s.name: s.kind for b in bodies(phase.node) for s in b.sums}
    over_all = [name for name, kind in sums.items() if kind is Kind.SHARED]
    own = [name for name, kind in sums.items() if kind is Kind.OWN]
    totals = {name: sum((new[name] for new in found), start=_scalar(0.0)) for name in over_all}
    after = [
        replace(
            row,
            arrays={**row.arrays, **{name: x for name, x in new.items() if name not in sums}},
            scalars={**row.scalars, **{name: new[name] for name in own}},
        )
        for row, new in zip(rows, found, strict=True)
    ]
    return {**shared, **totals}, after


def _scalar(x: Any) -> Any:
    import jax.numpy as jnp

    return jnp.asarray(x, scalar_dtype())


def _node(program: Program, node: Node, shared: Known, rows: Sequence[Row]) -> list[Outcome]:
    """What a node stores and sums for each parameter; a branch on a shared scalar is taken for all at once."""
    shared = defined((x for x in node.lets if x.formula.kind is Kind.SHARED), shared)
    own = [x for x in node.lets if x.formula.kind is not Kind.SHARED]
    if own:
        known = [defined(own, {**shared, **row.scalars}) for row in rows]
        rows = [
            replace(row, scalars={**row.scalars, **{x.name: mine[x.name] for x in own}})
            for row, mine in zip(rows, known, strict=True)
        ]
    if isinstance(node, Body):
        return [straight_line(program, node, {**shared, **row.scalars}, row) for row in rows]
    if node.shared:
        return _branch(program, node, shared, rows)
    return [found for row in rows for found in _branch(program, node, shared, [row])]


def _branch(program: Program, node: Decide, shared: Known, rows: Sequence[Row]) -> list[Outcome]:
    from jax import lax

    test = evaluate(node.test, shared if node.shared else {**shared, **rows[0].scalars})
    if is_number(test):
        return _node(program, node.yes if test else node.no, shared, rows)
    yes, no = (_alike(node, side) for side in (node.yes, node.no))
    found: list[Outcome] = lax.cond(
        test, lambda: _node(program, yes, shared, rows), lambda: _node(program, no, shared, rows)
    )
    return found


def _alike(node: Decide, side: Node) -> Node:
    """A side of a branch, giving what the other gives too: an array that it leaves alone as it is, a sum as 0."""
    if isinstance(side, Decide):
        return replace(side, yes=_alike(node, side.yes), no=_alike(node, side.no))
    zero = Number(Fraction(0))
    kept = {s.name: Store(s.name, Ref(s.name)) for b in bodies(node) for s in b.stores}
    none = {s.name: Sum(s.name, zero, zero, s.kind) for b in bodies(node) for s in b.sums}
    stores = kept | {s.name: s for s in side.stores}
    sums = none | {s.name: s for s in side.sums}
    return replace(side, stores=tuple(stores.values()), sums=tuple(sums.values()))
