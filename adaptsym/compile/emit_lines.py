"""The straight lines of a stand-alone module: each a function of all arrays and of the scalars of its path."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from adaptsym.compile.ir import Body
from adaptsym.compile.kernel_text import element_loop, sum_lines, update_lines
from adaptsym.compile.liveness import MASK, WORK
from adaptsym.compile.numpy_text import line_source
from adaptsym.compile.text import INDENT

LineText = Callable[[str, Body, Sequence[str], Sequence[str]], str]


def numpy_line(name: str, body: Body, arrays: Sequence[str], scalars: Sequence[str]) -> str:
    """Ufuncs in place; the scratch buffers are of the length of the block."""
    line = line_source(name, body, arrays)
    _, *inner = line.text.rstrip().splitlines()
    wide = int(bool(line.sums))
    buffers = [f"{WORK}{n}" for n in range(line.work)] + [f"{MASK}{n}" for n in range(line.masks)] + ["wide"] * wide
    if buffers:
        taken = f"scratch({arrays[0]}.size, {arrays[0]}.dtype, {line.work}, {line.masks}, {wide})"
        inner.insert(0, f"{INDENT}{', '.join(buffers)}{',' * (len(buffers) == 1)} = {taken}")
    return "\n".join([f"def {name}({', '.join((*arrays, *scalars))}):", *inner]) + "\n"


def numba_line(name: str, body: Body, arrays: Sequence[str], scalars: Sequence[str]) -> str:
    """One parallel loop over the elements; sums in a loop of their own before it."""
    lines = ["@compiled", f"def {name}({', '.join((*arrays, *scalars))}):", f"{INDENT}real = {arrays[0]}.dtype.type"]
    over = f"numba.prange({arrays[0]}.size)"
    if body.sums:
        lines += [f"{INDENT}{s.name} = 0.0" for s in body.sums]
        lines += element_loop(Body(calls=body.calls, sums=body.sums), sum_lines(body), INDENT, over)
    if body.stores:
        lines += element_loop(Body(calls=body.calls, stores=body.stores), update_lines(body), INDENT, over)
    lines.append(f"{INDENT}return ({''.join(f'{s.name}, ' for s in body.sums).strip()})")
    return "\n".join(lines) + "\n"


LINES: dict[str, LineText] = {"numpy": numpy_line, "numba": numba_line}
