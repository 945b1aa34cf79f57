"""Programs as one fused loop: the text that Numba compiles.

A straight line becomes a few assignments for element i, in which values that are used once stand where they
are used. Everything is computed before anything is stored. Sums have a loop of their own, first: only they may
be added up in another order. Scalars end in ``_real`` once they are rounded to the arrays' type.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from adaptsym.compile.ir import Body, Call, Decide, Node, Operand, Ref
from adaptsym.compile.liveness import arrays
from adaptsym.compile.text import INDENT, INFIX, formula, free_names, let_lines
from adaptsym.term import Kind, Number

FUNCTION = {"sqrt": "sqrt", "abs": "absolute", "sign": "sign", "max": "maximum", "min": "minimum", "pow": "power"}


class Elements:
    """A straight line for one element: arrays are ``a[i]``, scalars ``k_real``, constants ``real(2)``.

    Args:
        calls: the instructions.
        titles: names for some values; the others that are used more than once keep their own.
    """

    def __init__(self, calls: Sequence[Call], titles: dict[str, str]) -> None:
        self.made = {c.out: c for c in calls}
        uses = Counter(name for c in calls for name in arrays(c.args))
        self.titles = {name: titles.get(name, name) for name in self.made if name in titles or uses[name] > 1}

    def lines(self) -> list[str]:
        """An assignment for each value that has a name."""
        return [f"{title} = {self._call(self.made[name])[0]}" for name, title in self.titles.items()]

    def operand(self, x: Operand, level: int = 0) -> str:
        """The text of an operand."""
        if isinstance(x, Number):
            return f"real({formula(x)})"
        if x.kind is not Kind.ARRAY:
            return f"{x.name}_real"
        if x.name not in self.made:
            return f"{x.name}[i]"
        if x.name in self.titles:
            return self.titles[x.name]
        text, own = self._call(self.made[x.name])
        return f"({text})" if own < level else text

    def _call(self, c: Call) -> tuple[str, int]:
        """The text of an instruction and how tightly it binds."""
        match c.op, c.args:
            case "neg", (a,):
                return f"-{self.operand(a, 4)}", 2
            case "where", (condition, yes, no):
                return f"{self.operand(yes, 1)} if {self.operand(condition)} else {self.operand(no, 1)}", 0
            case op, (a, b) if op in INFIX and op != "pow":
                sign, own = INFIX[op]
                return f"{self.operand(a, own)} {sign} {self.operand(b, own + 1)}", own
        return f"{FUNCTION[c.op]}({', '.join(map(self.operand, c.args))})", 9


def update_lines(body: Body) -> list[str]:
    """What is done for element i: all values, then all stores."""
    values = [s.value for s in body.stores]
    titles: dict[str, str] = {}
    for s in body.stores:
        if isinstance(s.value, Ref):
            titles.setdefault(s.value.name, f"{s.name}_new")
    line = Elements(needed(body.calls, values), titles)
    lines, stores = line.lines(), []
    for s in body.stores:
        text = line.operand(s.value)
        if text.endswith("[i]"):  # another array as it was
            lines.append(f"{s.name}_new = {text}")
            text = f"{s.name}_new"
        stores.append(f"{s.name}[i] = {text}")
    return lines + stores


def sum_lines(body: Body) -> list[str]:
    """What is added for element i to each sum."""
    line = Elements(needed(body.calls, [x for s in body.sums for x in (s.left, s.right)]), {})
    terms = [f"{s.name} += double({line.operand(s.left)}) * double({line.operand(s.right)})" for s in body.sums]
    return [*line.lines(), *terms]


def needed(calls: Sequence[Call], results: Iterable[Operand]) -> list[Call]:
    """The instructions that the results need."""
    wanted = set(arrays(results))
    kept: list[Call] = []
    for c in reversed(calls):
        if c.out in wanted:
            kept.append(c)
            wanted.update(arrays(c.args))
    return kept[::-1]


def kernel_text(node: Node, rows: Sequence[str], scalars: Sequence[str], own: Sequence[str]) -> str:
    """The kernel of a path, and the functions of its sums.

    ``kernel(table, tasks, scalars, own, partial, first, last)`` does tasks first to last - 1: `table` holds the
    addresses of the arrays, a row a parameter, by the names `rows`; `tasks` rows of (parameter, low, high);
    `scalars` and `own` the scalars by their names, `own` a row a parameter; `partial` takes sums, a row a task.
    """
    functions: list[str] = []
    lines = ["def kernel(table, tasks, scalars, own, partial, first, last):"]
    lines += [f"{INDENT}{name} = scalars[{k}]" for k, name in enumerate(scalars)]
    lines.append(f"{INDENT}for task in range(first, last):")
    pad = INDENT * 2
    read, used = set(free_names(node)), arrays_used(node)
    lines.append(f"{pad}row, low, high = tasks[3 * task], tasks[3 * task + 1], tasks[3 * task + 2]")
    lines += [f"{pad}{x} = own[row * {len(own)} + {k}]" for k, x in enumerate(own) if x in read]
    lines += [f"{pad}{x} = pointer(table[row * {len(rows)} + {k}])" for k, x in enumerate(rows) if x in used]

    def visit(node: Node, pad: str) -> None:
        lines.extend(let_lines(node.lets, pad))
        if isinstance(node, Decide):
            lines.append(f"{pad}if {formula(node.test)}:")
            visit(node.yes, pad + INDENT)
            lines.append(f"{pad}else:")
            visit(node.no, pad + INDENT)
            return
        if node.sums:
            functions.append(sums_text(f"sums{len(functions)}", node))
            taken = ", ".join(sums_arguments(node))
            lines.append(f"{pad}{''.join(f'{s.name}, ' for s in node.sums)}= sums{len(functions) - 1}({taken})")
            lines.extend(f"{pad}partial[{len(node.sums)} * task + {k}] = {s.name}" for k, s in enumerate(node.sums))
        lines.extend(
            element_loop(Body(calls=node.calls, stores=node.stores), update_lines(node), pad)
            if node.stores
            else []
            if node.sums
            else [f"{pad}pass"]
        )

    visit(node, pad)
    return "\n".join([*functions, *lines]) + "\n"


def sums_arguments(body: Body) -> list[str]:
    """What the function of the sums of a body takes: arrays, the range, scalars in double precision."""
    return [*sorted(arrays_used(body)), "low", "high", *free_names(Body((), body.calls, (), body.sums))]


def sums_text(name: str, body: Body) -> str:
    """The function of the sums of a body."""
    lines = [f"def {name}({', '.join(sums_arguments(body))}):", *(f"{INDENT}{s.name} = 0.0" for s in body.sums)]
    lines += element_loop(Body(calls=body.calls, sums=body.sums), sum_lines(body), INDENT)
    return "\n".join([*lines, f"{INDENT}return {''.join(f'{s.name}, ' for s in body.sums).strip()}"]) + "\n"


def element_loop(body: Body, inner: Sequence[str], pad: str, over: str = "range(low, high)") -> list[str]:
    """A loop over the elements, the scalars that it needs rounded to the arrays' type before it."""
    results = [s.value for s in body.stores] + [x for s in body.sums for x in (s.left, s.right)]
    scalars = free_names(Body(calls=tuple(needed(body.calls, results)), stores=body.stores, sums=body.sums))
    rounded = [f"{pad}{x}_real = real({x})" for x in scalars]
    return [*rounded, f"{pad}for i in {over}:", *(f"{pad}{INDENT}{row}" for row in inner)]


def arrays_used(node: Node) -> frozenset[str]:
    """The arrays of the program that a node reads or writes."""
    if isinstance(node, Decide):
        return arrays_used(node.yes) | arrays_used(node.no)
    read = {x for c in node.calls for x in arrays(c.args)} | set(arrays(s.value for s in node.stores))
    read |= {x for s in node.sums for x in arrays((s.left, s.right))}
    return frozenset(read - {c.out for c in node.calls} | {s.name for s in node.stores})
