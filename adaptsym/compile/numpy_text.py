"""Straight lines as NumPy: the text of functions that call ufuncs in place.

>>> from adaptsym.catalogue import gradient_descent
>>> from adaptsym.compile.lower import lower
>>> print(stage_source(program := lower(gradient_descent), program.step))
def scalars0(t, learning_rate, size_all):
    return 0, (learning_rate,)
<BLANKLINE>
def line0_0_0(theta, g, work0, learning_rate):
    np.multiply(learning_rate, g, out=work0)
    np.subtract(theta, work0, out=theta)
<BLANKLINE>
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from adaptsym.compile.ir import POINT, Body, Call, Operand, Program, Stage, Sum
from adaptsym.compile.liveness import MASK, WORK, Placed, place, reads
from adaptsym.compile.stages import has_own, own_names, phase_selection, shared_names
from adaptsym.compile.text import INDENT, Path, formula, free_names, select
from adaptsym.term import Kind, Number

QUICK = "np_"  # before the name of a ufunc

UFUNC = {
    "add": "add",
    "sub": "subtract",
    "mul": "multiply",
    "div": "divide",
    "pow": "power",
    "neg": "negative",
    "sqrt": "sqrt",
    "abs": "absolute",
    "sign": "sign",
    "max": "maximum",
    "min": "minimum",
    "gt": "greater",
    "ge": "greater_equal",
    "lt": "less",
    "le": "less_equal",
}


class Line(NamedTuple):
    """A straight line as a function: its text, the arrays, scratch buffers and scalars that it takes, in order."""

    text: str
    arrays: tuple[str, ...]
    work: int
    masks: int
    scalars: tuple[str, ...]
    sums: tuple[Sum, ...]


def line_source(name: str, body: Body, arrays: Sequence[str], *, quick: bool = False) -> Line:
    """The function of a straight line without lets of its own. It returns the sums, if there are any.

    With `quick`, ufuncs are called by names of their own and by position, which saves a tenth of a microsecond each.
    """
    placed = place(body)
    used = _arrays_used(placed, arrays)
    scalars = free_names(Body((), body.calls, body.stores, body.sums))
    work = [f"{WORK}{n}" for n in range(placed.work)] + [f"{MASK}{n}" for n in range(placed.masks)]
    wide = ["wide"] if body.sums else []
    lines = [f"def {name}({', '.join((*used, *work, *wide, *scalars))}):"]
    lines += [INDENT + text for step in placed.line for text in _statements(step, quick=quick)]
    if body.sums:
        lines.append(f"{INDENT}return {', '.join(s.name for s in body.sums)},")
    if len(lines) == 1:
        lines.append(f"{INDENT}pass")
    return Line("\n".join(lines) + "\n", used, placed.work, placed.masks, scalars, body.sums)


def _arrays_used(placed: Placed, arrays: Sequence[str]) -> tuple[str, ...]:
    found = {name for step in placed.line for name in reads(step)}
    found |= {step.out for step in placed.line if isinstance(step, Call)}
    return tuple(name for name in arrays if name in found)


def _operand(x: Operand) -> str:
    return formula(x, 9) if isinstance(x, Number) else x.name


def _statements(step: Call | Sum, *, quick: bool) -> list[str]:
    if isinstance(step, Sum):
        left, right = _operand(step.left), _operand(step.right)
        product = f"np.multiply({left}, {right}, out=wide, dtype=np.float64)"
        return [f"{step.name} = np.add.reduce({product})"]
    args = list(map(_operand, step.args))
    match step.op:
        case "copy":
            return [f"np.copyto({step.out}, {args[0]})"]
        case "where":
            first = [] if args[2] == step.out else [f"np.copyto({step.out}, {args[2]})"]
            return [*first, f"np.copyto({step.out}, {args[1]}, where={args[0]})"]
    name = f"{QUICK if quick else 'np.'}{UFUNC[step.op]}"
    by_position = quick and step.op not in ("max", "min")  # there NumPy wants the keyword
    return [f"{name}({', '.join(args)}, {'' if by_position else 'out='}{step.out})"]


def stage_source(program: Program, stage: Stage) -> str:
    """All functions of a stage, as they are run."""
    parts = []
    for n in range(len(stage.phases)):
        selection = phase_selection(stage, n, shared_names(program))
        parts.append(selection.text)
        for k, path in enumerate(selection.paths):
            parts += path_source(program, stage, n, path, f"{n}_{k}")[0]
    return "\n".join(parts)


def path_source(
    program: Program, stage: Stage, n: int, path: Path, label: str, *, quick: bool = False
) -> tuple[list[str], list[Line]]:
    """The functions below a path: the choice for each parameter, if there is one, and the straight lines."""
    arrays = (*program.arrays, POINT)
    own = select(f"own{label}", (*own_names(program, stage, n), *path.scalars), (), path.node, Kind.OWN)
    bodies = [p.node for p in own.paths]
    lines = [
        line_source(f"line{label}_{k}", b, arrays, quick=quick) for k, b in enumerate(bodies) if isinstance(b, Body)
    ]
    chosen = [own.text] if has_own(stage.phases[n]) else []
    return [*chosen, *(line.text for line in lines)], lines
