"""How a piece of code is called, step after step: parameters as arrays, dictionaries, lists or objects."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from adaptsym.trace.model import TraceError
from adaptsym.trace.numpy.answers import Identities, Oracle
from adaptsym.trace.numpy.containers import CONTAINERS, Container, Layer, is_value
from adaptsym.trace.numpy.places import Path, get, put
from adaptsym.trace.numpy.roles import KEYED, Part


@dataclass(frozen=True)
class Convention:
    """How parameters and gradients are handed over.

    Attributes:
        container: a row of `CONTAINERS`.
        asks: whether the gradient is a function, called with a point.
        state: what a state without a default starts as: ``zeros`` like the parameter, ``empty``, ``none``, or ``init``:
            what a function beside the step makes of the parameters.
        shape: of each array.
        dtype: of each array.
        first: the count that the caller gives at the first call.
    """

    container: str = "array"
    asks: bool = False
    state: str = "zeros"
    shape: tuple[int, ...] = (1,)
    first: int = 0
    dtype: str = "float64"

    @property
    def form(self) -> Container:
        """How parameters are handed over."""
        return CONTAINERS[self.container]

    @property
    def count(self) -> int:
        """How many parameters there are."""
        return self.form.count


@dataclass
class Session:
    """Code under way: what it is called with, what is kept from one call to the next.

    Attributes:
        code: what is called at each step.
        parts: the roles of its arguments.
        convention: how parameters are handed over.
        hyperparameters: values by argument.
        packed: the parameters, as they are handed over.
        kept: the arguments that the caller keeps: states and counts.
        owner: the object or closure that may hold state, for looking into it.
        held: where the code itself keeps the parameters, if it does.
        names: the global names that may hold state.
        points: where the last step asked for its gradient.
        identities: what `id` says of arrays.
        sign: of what is returned, where that is an update: 1 is added, -1 subtracted; 0 is no update.
    """

    code: Callable[..., Any]
    parts: Mapping[str, Part]
    convention: Convention
    hyperparameters: dict[str, Any]
    packed: Any
    kept: dict[str, Any]
    owner: Any = None
    held: tuple[Path, ...] = ()
    sign: int = 0
    names: Any = None
    points: list[Any] = field(default_factory=list)
    identities: Identities = field(default_factory=lambda: Identities(()))

    @property
    def root(self) -> dict[str, Any]:
        """What is looked into for state."""
        layer = self.packed if isinstance(self.packed, Layer) else None
        return {"arguments": self.kept, "code": self.owner, "globals": self.names, "layer": layer}

    @property
    def own(self) -> frozenset[int]:
        """What holds the parameters, and is no state."""
        return frozenset(map(id, self.convention.form.inner(self.packed)))

    def parameters(self) -> list[Any]:
        """The parameters as they are now."""
        if self.held:
            return [get(self.root, path) for path in self.held]
        found = self.convention.form.values(self.packed)
        if found is None:
            raise TraceError("the code turned the parameters into something else")
        return found

    def replace(self, values: Sequence[Any]) -> None:
        """Other parameters, in all places."""
        for path, x in zip(self.held, values, strict=bool(self.held)):
            put(self.root, path, x)
        self.packed = self.convention.form.write(self.packed, values)

    def step(self, gradients: Sequence[Any]) -> None:
        """One call, and what it returns put where the next call will read it."""
        oracle = [Oracle(x) for x in gradients] if self.convention.asks else None
        form = self.convention.form
        handed: Any = oracle[0] if oracle else form.gradients(self.packed, gradients)
        each = self.convention.container == "arguments"
        ordered = {part: [n for n, p in self.parts.items() if p is part] for part in (Part.PARAMETER, Part.GRADIENT)}
        values: dict[str, Any] = {}
        for name, part in self.parts.items():
            if part is Part.PARAMETER:
                values[name] = self.packed[ordered[part].index(name)] if each else self.packed
            elif part is Part.GRADIENT:
                values[name] = handed[ordered[part].index(name)] if each else handed
            elif part is Part.PAIRS:
                values[name] = handed
            elif part in (Part.STATE, Part.COUNT):
                if name in self.kept:
                    values[name] = self.kept[name]
            elif part is Part.HYPERPARAMETER and name in self.hyperparameters:
                values[name] = self.hyperparameters[name]
            elif part is Part.KEY:
                values[name] = KEYED[name.lower()]
        with self.identities:
            out = called(self.code, values)
        counted = self._absorb(out)
        for name, part in self.parts.items():
            if part is Part.COUNT and name in self.kept and name not in counted:
                self.kept[name] = self.kept[name] + 1
        self.points = [point for o in oracle or () for point in o.points]

    def _absorb(self, out: Any) -> frozenset[str]:
        """Keep what was returned; the names of the arguments that it gives anew."""
        if out is None:
            return frozenset()
        if self.sign:
            updates = self.convention.form.values(out)
            if updates is None:
                raise TraceError(f"the code returns {type(out).__name__} where an update was expected")
            self.replace([p + x if self.sign > 0 else p - x for p, x in zip(self.parameters(), updates, strict=True)])
            return frozenset()
        places_for = self._destinations(out)
        for name, value in places_for.items():
            if self.parts[name] is Part.PARAMETER:
                self._renew(name, value)
            else:
                self.kept[name] = value
        return frozenset(places_for)

    def _renew(self, name: str, value: Any) -> None:
        if self.convention.container == "arguments":
            self.packed[[n for n, part in self.parts.items() if part is Part.PARAMETER].index(name)] = value
        elif self.convention.container != "objects" and self.convention.form.values(value) is not None:
            self.packed = list(value) if isinstance(value, tuple) else value

    def _in_order(self, parameters: list[str], out: Any) -> dict[str, Any]:
        """Returned parameters by the names they have there, or else in the order of the arguments."""
        names = returned_names(self.code, len(out))
        if set(names) == set(parameters):
            return {name: x for name, x in zip(names, out, strict=True) if name is not None}
        listed = [n for n in inspect.signature(self.code).parameters if n in parameters]
        return dict(zip(listed, out, strict=True))

    def _destinations(self, out: Any) -> dict[str, Any]:
        """Which argument each returned value is to be for the next call."""
        wanted = [n for n, part in self.parts.items() if part in (Part.PARAMETER, Part.STATE, Part.COUNT)]
        each = [n for n in wanted if self.parts[n] is Part.PARAMETER]
        parameter = each[0] if each else None
        states = [n for n in wanted if self.parts[n] is Part.STATE]
        if parameter and self.convention.form.values(out) is not None:
            return self._in_order(each, out) if self.convention.container == "arguments" else {parameter: out}
        if isinstance(out, dict):
            return {a: x for key, x in out.items() if (a := _matching(str(key), wanted)) is not None}
        if isinstance(out, (tuple, list)):
            if parameter is None and self.held and len(states) == 1:
                return {states[0]: out}
            names = returned_names(self.code, len(out))
            found = {
                a: x
                for name, x in zip(names, out, strict=True)
                if (a := None if name is None else _matching(name, wanted)) is not None
            }
            done = {id(x) for x in found.values()}
            missing = [n for n in wanted if n not in found and self.parts[n] is not Part.COUNT]
            rest = [x for x in out if id(x) not in done]
            return found | dict(zip(missing, rest, strict=False))
        if parameter is None and len(states) == 1 and not is_value(out):
            return {states[0]: out}
        return {}


def called(code: Callable[..., Any], values: Mapping[str, Any]) -> Any:
    """A call by the names of the arguments, or by their places where they have no names."""
    listed = inspect.signature(code).parameters
    first = [values[n] for n, p in listed.items() if p.kind is p.POSITIONAL_ONLY and n in values]
    return code(*first, **{n: x for n, x in values.items() if listed[n].kind is not inspect.Parameter.POSITIONAL_ONLY})


_AFFIXES = ("next_", "new_", "updated_", "_new", "_next", "_updated", "_out", "_t", "_new_", "_")


def _matching(name: str, wanted: Sequence[str]) -> str | None:
    """The argument that a returned name renews: itself, `next_w` for `w`, `w_new` for `w`."""
    tries = [name]
    for affix in _AFFIXES:
        tries += [name.removeprefix(affix), name.removesuffix(affix)]
    return next((x for x in tries if x in wanted), None)


def returned_names(code: Callable[..., Any], length: int) -> list[str | None]:
    """What the last `return a, b, c` of a function calls its values."""
    nothing: list[str | None] = [None] * length
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(code)))
    except (OSError, TypeError, SyntaxError):
        return nothing
    outer = tree.body[0]
    for node in reversed([n for n in _own(outer) if isinstance(n, ast.Return)]):
        if isinstance(node.value, (ast.Tuple, ast.List)) and len(node.value.elts) == length:
            return [e.id if isinstance(e, ast.Name) else _incremented(e) for e in node.value.elts]
    return nothing


def _incremented(e: ast.expr) -> str | None:
    """`t` of `t + 1`."""
    if isinstance(e, ast.BinOp) and isinstance(e.left, ast.Name) and isinstance(e.right, ast.Constant):
        return e.left.id
    return None


def _own(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a function, without those of functions inside it."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, (ast.FunctionDef, ast.Lambda, ast.ClassDef)):
            yield child
            yield from _own(child)
