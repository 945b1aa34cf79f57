"""The functions of a stand-alone module that call the others: ``init``, ``step``, ``point``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from adaptsym.compile.emit_lines import LineText
from adaptsym.compile.ir import POINT, SIZE_ALL, Body, Program, Stage, bodies, names, node_lets, node_tests, sums
from adaptsym.compile.stages import has_own, own_names, phase_selection, shared_names
from adaptsym.compile.text import INDENT, formula, select, tail
from adaptsym.spec import Spec
from adaptsym.term import Kind, Number


class StageText(NamedTuple):
    """A stage: the functions that it calls, and the lines that call them."""

    functions: list[str]
    lines: list[str]


def stage_text(program: Program, stage: Stage, prefix: str, arrays: Sequence[str], line: LineText) -> StageText:
    """A stage over `rows`, flat arrays of each parameter; `own`, if needed, holds the own values of each."""
    functions: list[str] = []
    lines: list[str] = []
    taken = shared_names(program) if reads_size(stage) else shared_names(program)[:-1]
    known = list(taken)
    keeps_own = bool(program.own) or any(has_own(p) for p in stage.phases)
    if keeps_own:
        mine = ["row[0].size", *(f'state["{name}"][k]' for name in program.own)]
        lines.append(f"own = [tuple(map(np.float64, ({', '.join(mine)},))) for k, row in enumerate(rows)]")
    for n, phase in enumerate(stage.phases):
        selection = phase_selection(stage, n, taken, prefix)
        functions.append(selection.text)
        table: list[str] = []
        for k, path in enumerate(selection.paths):
            label = f"{prefix}{n}_{k}"
            given = (*own_names(program, stage, n), *path.scalars)
            choice = select(f"own{label}", given, (), path.node, Kind.OWN)
            if has_own(phase):
                functions.append(choice.text)
            below_names = []
            for j, below in enumerate(choice.paths):
                assert isinstance(below.node, Body)
                name = f"line{label}_{j}" if has_own(phase) else f"line{label}"
                scalars = below.scalars if has_own(phase) else path.scalars
                functions.append(line(name, below.node, arrays, scalars))
                below_names.append(name)
            table.append(f"(own{label}, ({', '.join(below_names)},))" if has_own(phase) else below_names[0])
        single = len(table) == 1
        lines.append(f"{'_' if single else 'path'}, scalars = {prefix}scalars{n}({', '.join(known)})")
        chosen = table[0] if single else f"({', '.join(table)})[path]"
        lines += _pass_lines(chosen, stage, n, own=has_own(phase))
        known += sums(Stage((phase,)), Kind.SHARED)
    args = ", ".join(known)
    if stage.shared:
        functions.append(tail(f"{prefix}shared_states", tuple(known), stage.shared, program.shared))
        targets = ", ".join(f'state["{name}"]' for name in program.shared)
        lines.append(f"{targets}{',' * (len(program.shared) == 1)} = map(float, {prefix}shared_states({args}))")
    if stage.own:
        each = own_names(program, stage, len(stage.phases))
        functions.append(tail(f"{prefix}own_states", (*known, *each), stage.own, program.own))
        targets = ", ".join(f'state["{name}"][k]' for name in program.own)
        lines.append("for k, mine in enumerate(own):")
        values = f"map(float, {prefix}own_states({args}, *mine))"
        lines.append(f"{INDENT}{targets}{',' * (len(program.own) == 1)} = {values}")
    return StageText(functions, lines)


def _pass_lines(chosen: str, stage: Stage, n: int, *, own: bool) -> list[str]:
    """The loop over the parameters."""
    found = next(bodies(stage.phases[n].node)).sums
    shared = [(k, s.name) for k, s in enumerate(found) if s.kind is Kind.SHARED]
    mine = [k for k, s in enumerate(found) if s.kind is Kind.OWN]
    lines = [f"{name} = np.float64(0)" for _, name in shared]
    if own:
        lines += [f"choose, lines = {chosen}", "for k, row in enumerate(rows):"]
        lines.append(f"{INDENT}choice, values = choose(*own[k], *scalars)")
        lines.append(f"{INDENT}{'got = ' if found else ''}run(lines[choice], row, values)")
    else:
        lines += ["for row in rows:", f"{INDENT}{'got = ' if found else ''}run({chosen}, row, scalars)"]
    lines += [f"{INDENT}{name} += got[{k}] if got else 0.0" for k, name in shared]
    if mine:
        lines.append(f"{INDENT}own[k] += tuple(np.float64(got[k] if got else 0) for k in {tuple(mine)})")
    return lines


def init_text(spec: Spec, program: Program) -> str:
    """The function that makes the state."""
    entries = [f'"{program.time}": {program.first}']
    words = {Kind.ARRAY: iter(program.arrays[2:]), Kind.SHARED: iter(program.shared), Kind.OWN: iter(program.own)}
    shapes: dict[Kind, Callable[[str], str]] = {
        Kind.ARRAY: lambda value: f"[np.full(a.shape, {value}, a.dtype) for a in params]",
        Kind.OWN: lambda value: f"[float({value}) for _ in params]",
        Kind.SHARED: lambda value: f"float({value})",
    }
    for w in spec.states:
        start = spec.start[w.name].right
        value = formula(start) if isinstance(start, Number) else "0"
        entries.append(f'"{next(words[w.kind])}": {shapes[w.kind](value)}')
    body = "".join(f"\n{INDENT * 2}{entry}," for entry in entries)
    return f'def init(params):\n{INDENT}"""The state before the first step, for a list of arrays."""\n' + (
        f"{INDENT}return {{{body}\n{INDENT}}}\n"
    )


def arguments(spec: Spec, program: Program) -> str:
    """The hyperparameters as keyword arguments; usual values are defaults."""
    usual = {e.left.word.name: e.right for e in spec.settings}  # type: ignore[attr-defined]
    required = [x.name for x in program.inputs if x.offset or x.word.name not in usual]
    given = [f"{x.name}={formula(usual[x.word.name])}" for x in program.inputs if x.name not in required]
    return ", ".join(["*", *required, *given]) if program.inputs else ""


def step_text(spec: Spec, program: Program, line: LineText) -> StageText:
    """The functions of the step, last of them ``step``."""
    arrays = program.arrays
    start = stage_text(program, program.start, "start_", arrays, line)
    step = stage_text(program, program.step, "", arrays, line)
    states = "".join(f', state["{name}"]' for name in arrays[2:])
    lines = [f'{program.time} = state["{program.time}"]', *_read_shared(program, program.step, program.start)]
    lines.append(f"rows = [tuple(map(flat, row)) for row in zip(params, grads{states})]")
    if program.start:
        lines.append(f"if {program.time} == {program.first}:")
        lines += [INDENT + row for row in start.lines]
        lines += [INDENT + row for row in _read_shared(program)] if program.start.shared else []
    lines += [*step.lines, f'state["{program.time}"] = {program.time} + 1']
    head = ", ".join(x for x in ("params", "grads", "state", arguments(spec, program)) if x)
    text = _function("step", head, "One step: lists of arrays; parameters and state are changed in place.", lines)
    return StageText([*start.functions, *step.functions], text)


def point_text(spec: Spec, program: Program, line: LineText) -> StageText:
    """The functions of the look-ahead, if there is one, last of them ``point``."""
    if not program.point:
        return StageText([], [])
    arrays = (program.arrays[0], *program.arrays[2:], POINT)
    stage = stage_text(program, program.point, "point_", arrays, line)
    states = "".join(f', state["{name}"]' for name in program.arrays[2:])
    lines = [f'{program.time} = state["{program.time}"]', *_read_shared(program, program.point)]
    lines += ["points = [np.empty_like(a) for a in params]"]
    lines.append(f"rows = [tuple(map(flat, row)) for row in zip(params{states}, points)]")
    head = ", ".join(x for x in ("params", "state", arguments(spec, program)) if x)
    text = _function("point", head, "Where the gradients are wanted.", [*lines, *stage.lines, "return points"])
    return StageText(stage.functions, text)


def _read_shared(program: Program, *stages: Stage) -> list[str]:
    lines = [f'{name} = state["{name}"]' for name in program.shared]
    return [*lines, f"{SIZE_ALL} = sum(a.size for a in params)"] if any(map(reads_size, stages)) else lines


def reads_size(stage: Stage) -> bool:
    """Whether a stage needs the number of elements of all parameters."""
    lets = [*stage.shared, *stage.own]
    for phase in stage.phases:
        lets += [*phase.lets, *node_lets(phase.node)]
    tests = [t for phase in stage.phases for t in node_tests(phase.node)]
    return any(SIZE_ALL in names(x) for x in (*tests, *(let.formula for let in lets)))


def _function(name: str, head: str, about: str, lines: list[str]) -> list[str]:
    ieee = ['with np.errstate(all="ignore"):', *(INDENT + row for row in lines)]
    return [f"def {name}({head}):", f'{INDENT}"""{about}"""', *(INDENT + row for row in ieee)]
