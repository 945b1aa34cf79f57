"""Functions, classes and closures of plain Python and NumPy, read as specifications."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from adaptsym.errors import AdaptsymError, InputError
from adaptsym.spec import Spec
from adaptsym.term import Symbol, Term
from adaptsym.trace.limits import time_limit
from adaptsym.trace.model import Trace, TraceError, Untraced
from adaptsym.trace.numpy.beside import Replay, checked
from adaptsym.trace.numpy.conventions import METHODS
from adaptsym.trace.numpy.loops import loop_method, read_loop, replay_of, stepping
from adaptsym.trace.numpy.making import Maker, with_method
from adaptsym.trace.numpy.places import HOME, Path, iterators, text_of
from adaptsym.trace.numpy.probing import Snapshots, begun, probe, quiet, with_shape
from adaptsym.trace.numpy.reading import Reading, read, seed
from adaptsym.trace.numpy.roles import GIVEN, Part
from adaptsym.trace.numpy.roles import roles as roles_of
from adaptsym.trace.numpy.standins import package_of, python_of
from adaptsym.trace.numpy.writing import specification

LIMIT_S = 20.0


def trace_python(
    code: Any,
    *,
    target: str,
    roles: Mapping[str, str] | None = None,
    arguments: Mapping[str, Any] | None = None,
    limit_s: float = LIMIT_S,
) -> Trace:
    """Read one step off a function, class, closure or instance. Its code is run.

    Args:
        code: what steps, or what makes something that steps.
        target: what the user calls it; for messages.
        roles: of arguments, where names do not tell them: ``{"grad": "dw"}``.
        arguments: for the constructor or the function, in place of its defaults.
        limit_s: seconds after which code that has not ended is stopped.

    Raises:
        TraceError: for code that raises, does not end, changes shapes, or is no optimizer that can be read.
        InputError: for a role that is none, or one of an argument that there is not.
    """
    code = python_of(code)
    _check_roles(code, target, roles or {})
    kind = code if isinstance(code, type) or inspect.isroutine(code) else type(code)
    home = HOME.set(package_of(kind))
    with quiet(), time_limit(limit_s, target):
        try:
            return _traced(code, target, dict(roles or {}), dict(arguments or {}))
        except TraceError as error:
            text = str(error)
            raise TraceError(text if text.startswith(target) else f"{target}: {text}").of(error.untraced) from error
        except InputError:
            raise
        except AdaptsymError as error:
            raise TraceError(f"{target}: what was read is no specification: {error}") from error
        finally:
            HOME.reset(home)


def _check_roles(code: Any, target: str, given: Mapping[str, str]) -> None:
    """Roles are known, and arguments are there; what a function makes is not looked into."""
    for role in given:
        if role not in GIVEN:
            raise InputError(f"{target}: there is no role {role!r}; there are {', '.join(GIVEN)}")
    stepping = [code] if inspect.isroutine(code) else [getattr(code, m, None) for m in METHODS]
    there = {n for f in stepping if callable(f) for n in roles_of(f)}
    names = [name.strip() for several in given.values() for name in several.split(",")]
    unknown = [n for n in names if n not in there]
    if unknown and (len(unknown) < len(names) or not inspect.isroutine(code)):  # else of a function that this one makes
        raise InputError(f"{target}: it has no argument {unknown[0]!r}; it has {', '.join(sorted(there))}")


def trace_function(
    code: Callable[..., Any],
    *,
    target: str,
    roles: Mapping[str, str] | None = None,
    limit_s: float = LIMIT_S,
) -> Trace:
    """Read one step off a function; as `trace_python`."""
    return trace_python(code, target=target, roles=roles, limit_s=limit_s)


def trace_class(
    code: Any,
    *,
    target: str,
    roles: Mapping[str, str] | None = None,
    arguments: Mapping[str, Any] | None = None,
    limit_s: float = LIMIT_S,
) -> Trace:
    """Read one step off a class or an instance; as `trace_python`."""
    return trace_python(code, target=target, roles=roles, arguments=arguments, limit_s=limit_s)


def _traced(code: Any, target: str, given: Mapping[str, str], arguments: Mapping[str, Any]) -> Trace:
    method = loop_method(code, given)
    if method is not None:
        return _traced_loop(Maker(code, "class" if method else "function", arguments, given, method), target)
    maker, probes = _probed(code, given, arguments)
    try:
        found = _on_symbols(maker, lambda: read(maker, probes))
    except TraceError as error:
        values = {w.word.name: float(maker.defaults[name]) for name, w in maker.words.items() if name in maker.defaults}
        raise error.of(Untraced(_framework(code), _replay(maker, probes, {}), values)) from None
    replay = _replay(maker, probes, found.constants)
    with quiet():
        larger = tuple(n + 2 for n in probes.convention.shape)
        spec, pinned = checked(specification(_spec_name(target), found), replay, larger)
    assumptions = [*found.assumptions(spec), *pinned, *_switched_off(maker), *_unreached(maker, probes)]
    if probes.convention.dtype != "float64":
        assumptions.append(f"it runs on {probes.convention.dtype} alone, and is read as exact numbers")
    if not found.entangled and not _alike(maker, probes):
        assumptions.append("the parameters are not treated alike: this is the step of the first")
    return Trace(
        target=target,
        framework=_framework(code),
        spec=spec,
        assumptions=tuple(dict.fromkeys(assumptions)),
        notes=tuple(_notes(maker, probes, spec)),
        replay=replay,
    )


def _on_symbols(maker: Maker, reading: Callable[[], Reading]) -> Reading:
    """The code, read; what it raises on symbols is said in one line."""
    try:
        return reading()
    except AdaptsymError:
        raise
    except Exception as error:  # the user's own code
        why = " ".join(str(error).split())
        raise TraceError(
            f"on symbols it raises {type(error).__name__}: {why}; what is compiled, or insists on plain numbers, "
            "cannot be read"
        ) from error
    finally:
        maker.restore()


def _traced_loop(maker: Maker, target: str) -> Trace:
    """A function that runs the whole loop."""
    found = _on_symbols(maker, lambda: read_loop(maker))
    replay = replay_of(maker)
    spec, pinned = checked(specification(_spec_name(target), found), replay, (3,))
    parts = {**maker.builder, **roles_of(stepping(maker), maker.given)}
    notes = [
        f"{part.value}: {', '.join(n for n, p in parts.items() if p is part)}" for part in dict.fromkeys(parts.values())
    ]
    return Trace(
        target=target,
        framework=_framework(maker.target),
        spec=spec,
        assumptions=(*found.assumptions(spec), *pinned, *_switched_off(maker)),
        notes=(*notes, "a whole loop, read between two calls of the gradient"),
        replay=replay,
    )


def _probed(code: Any, given: Mapping[str, str], arguments: Mapping[str, Any]) -> tuple[Maker, Snapshots]:
    """The code with the convention under which it works."""
    if isinstance(code, type):
        kind, owner = "class", code
    elif inspect.isroutine(code) or inspect.isfunction(code):
        maker = Maker(code, _kind_of_function(code, given), arguments, given)
        return maker, probe(maker)
    elif callable(code) or hasattr(code, "__dict__"):
        kind, owner = "instance", type(code)
    else:
        raise TraceError(f"it is of type {type(code).__name__}; a function, a class or an instance can be read")
    methods = [m for m in METHODS if inspect.isfunction(getattr(owner, m, None))]
    if not methods:
        raise TraceError(f"it has no method that steps, such as {', '.join(METHODS[:3])}")
    base = Maker(code, kind, arguments, given)
    first: TraceError | None = None
    for method in methods:
        maker = with_method(base, method)
        try:
            return maker, probe(maker)
        except TraceError as error:
            if "did not end" in str(error):
                raise
            first = first or error
    assert first is not None
    raise first


def _kind_of_function(code: Any, given: Mapping[str, str]) -> str:
    if inspect.isgeneratorfunction(code):
        raise TraceError("it is a generator, which is not read; write a function or a class that takes one step")
    known = roles_of(code, given)
    parts = set(known.values())
    if Part.GRADIENT in parts:
        return "function"
    if Part.PARAMETER in parts:
        names = ", ".join(roles_of(code, given))
        raise TraceError(f"none of its arguments ({names}) looks like a gradient; say which is, by a role: grad=NAME")
    listed = inspect.signature(code).parameters
    for name, part in known.items():
        if part is Part.OTHER and listed[name].default is inspect.Parameter.empty:
            raise TraceError(f"what the argument {name!r} is for is not known; say it by a role, such as grad={name}")
    return "factory"


def _spec_name(target: str) -> str:
    name = re.sub(r"\(.*", "", target.rpartition(":")[2].rpartition("/")[2], flags=re.DOTALL)
    name = re.sub(r"[^\w.\-]", "_", name).lstrip("_.-0123456789")
    return name or "code"


def _framework(code: Any) -> str:
    module = getattr(code, "__module__", None) or type(code).__module__
    package = sys.modules.get(str(module).partition(".")[0])
    version = getattr(package, "__version__", None)
    own = f"{getattr(package, '__name__', '')} {version}, " if isinstance(version, str) and package is not np else ""
    return f"{own}numpy {np.__version__}"


def _switched_off(maker: Maker) -> list[str]:
    """Hyperparameters that keep the value with which they switch something off or on."""
    return [
        f"{name} = {value!r}, as constructed"
        for name, value in maker.defaults.items()
        if name not in maker.words and not isinstance(value, (tuple, list))
    ]


def _roles_note(parts: Mapping[str, Part]) -> list[str]:
    by_role: dict[str, list[str]] = {}
    for name, part in parts.items():
        by_role.setdefault(part.value, []).append(name)
    return [f"{role}: {', '.join(names)}" for role, names in by_role.items() if role != Part.OTHER.value]


def _notes(maker: Maker, probes: Snapshots, spec: Spec) -> list[str]:
    session = begun(maker, probes.convention, probes.sign, [np.zeros(1)] * probes.convention.count)
    notes = _roles_note({**maker.builder, **session.parts})
    if maker.method:
        notes.append(f"stepped by its method {maker.method}")
    if probes.convention.form.note:
        notes.append(probes.convention.form.note)
    if Part.COUNT in session.parts.values():
        notes.append(f"the caller counts from {probes.convention.first}")
    if probes.sign:
        notes.append(f"what it returns is {'added to' if probes.sign > 0 else 'subtracted from'} the parameter")
    if spec.states:
        notes.append(f"states: {', '.join(w.name for w in spec.states)}")
    return notes


def _unreached(maker: Maker, probes: Snapshots) -> list[str]:
    """Iterators, which may hold state that is out of reach."""
    session = begun(maker, probes.convention, probes.sign, [np.zeros(1)] * probes.convention.count)
    return [f"{text_of(path)} is an iterator, into which nothing looks" for path in iterators(session.root)]


def _alike(maker: Maker, probes: Snapshots) -> bool:
    """Whether all parameters take the same steps, from one start and with one gradient."""
    convention = probes.convention
    with quiet():
        session = begun(
            maker, convention, probes.sign, [np.full(convention.shape, 0.5) for _ in range(convention.count)]
        )
        for step in range(3):
            session.step([np.full(convention.shape, 1.5 - 0.75 * step) for _ in range(convention.count)])
        first, *others = session.parameters()
        maker.restore()
        return all(np.array_equal(first, x, equal_nan=True) for x in others)


def _replay(maker: Maker, probes: Snapshots, constants: Mapping[Path, Term]) -> Replay:
    """The code itself, from a fresh state; constants that are no arguments are put where they stand."""
    loose = {p: x.word.name for p, x in constants.items() if isinstance(x, Symbol)}

    def replay(start: Any, gradients: Sequence[Any], hyperparameters: Mapping[str, float] | None = None) -> list[Any]:
        """The parameter after each step, on these gradients; hyperparameters by the specification's words."""
        values = hyperparameters or {}
        with quiet():
            convention = with_shape(probes.convention, np.shape(start))
            n = convention.count
            first = [np.array(start, dtype=convention.dtype) for _ in range(n)]
            session = begun(maker, convention, probes.sign, first, maker.valued(values))
            for path, name in loose.items():
                if name in values:
                    seed(session.root, path, values[name])
            after = []
            for gradient in gradients:
                session.step([np.array(gradient, dtype=convention.dtype) for _ in range(n)])
                after.append(np.array(session.parameters()[0], dtype=np.float64))
            maker.restore()
            return after

    return replay
