"""Fresh sessions of a piece of code, as often as one likes: what it is, how it is made, and what is restored."""

from __future__ import annotations

import copy
import dis
import functools
import inspect
import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np

from adaptsym.term import Symbol
from adaptsym.trace.model import TraceError
from adaptsym.trace.names import hyperparameters
from adaptsym.trace.numpy.answers import Identities
from adaptsym.trace.numpy.calls import Convention, Session
from adaptsym.trace.numpy.containers import Layer
from adaptsym.trace.numpy.conventions import METHODS
from adaptsym.trace.numpy.places import Names, Path, places
from adaptsym.trace.numpy.roles import Part, roles
from adaptsym.trace.numpy.standins import functions_of, names_in, spaces_of

# a value for a hyperparameter that has no default, by our word for it; anything else is 1/2
USUAL = {"eta": 0.01, "rho1": 0.9, "rho2": 0.999, "gamma": 0.9, "rho": 0.9, "epsilon": 1e-8, "lam": 0.01}
Values = Mapping[str, Any]


class _Kept:
    """A global name, or a dictionary or list, with what it holds before anything ran."""

    def __init__(self, space: dict[str, Any] | None, name: str, value: Any) -> None:
        self.space, self.name, self.value = space, name, value
        self.content = _copied(value)

    def restore(self) -> None:
        """The same object in its place, with its old content."""
        if isinstance(self.value, dict):
            self.value.clear()
            self.value.update(_copied(self.content))
        elif isinstance(self.value, list):
            self.value[:] = _copied(self.content)
        elif isinstance(self.value, np.ndarray):
            self.value[...] = self.content
        if self.space is not None:
            self.space[self.name] = self.value


def _copied(x: Any) -> Any:
    if not isinstance(x, (dict, list, np.ndarray)):
        return x
    try:
        return copy.deepcopy(x)
    except Exception:  # a user's objects may refuse to be copied; the container is, and they stay
        return copy.copy(x)


@dataclass(frozen=True)
class Maker:
    """Code from which sessions are made.

    Attributes:
        target: a function that steps; a class; a function that returns one that steps; an instance.
        kind: ``function``, ``class``, ``factory`` or ``instance``.
        arguments: given by the user, for the constructor or the function.
        given: roles given by the user.
        method: of a class or an instance.
    """

    target: Any
    kind: str
    arguments: Values = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)
    method: str = ""

    @cached_property
    def builder(self) -> dict[str, Part]:
        """The roles of the constructor's arguments."""
        return roles(self.target) if self.kind in ("class", "factory") else {}

    @cached_property
    def functions(self) -> list[types.FunctionType]:
        """What is traced: the code's functions, and those that they call."""
        return functions_of(type(self.target) if self.kind == "instance" else self.target)

    @cached_property
    def spaces(self) -> list[dict[str, Any]]:
        """The global names of what is traced."""
        return spaces_of(self.functions)

    @cached_property
    def names(self) -> Names:
        """The global names that may hold state."""
        return Names.of(self.functions, stateful_names)

    @cached_property
    def defaults(self) -> dict[str, Any]:
        """The values of all hyperparameters that are arguments, as given, by default, or as usual."""
        found: dict[str, Any] = {}
        listed = {} if self.kind == "instance" else dict(inspect.signature(self.target).parameters)
        known = self.builder or (roles(self.target, self.given) if self.kind == "function" else {})
        step = getattr(self.target, self.method, None) if self.method else None
        if step is not None:
            own = {n: p for n, p in roles(step, self.given).items() if p is Part.HYPERPARAMETER and n not in known}
            listed = {**inspect.signature(step).parameters, **listed}
            known = {**known, **own}
        for name, part in known.items():
            if part is Part.HYPERPARAMETER:
                default = listed[name].default
                found[name] = _usual(name, known) if default is inspect.Parameter.empty else default
        return found | dict(self.arguments)

    @cached_property
    def words(self) -> dict[str, Symbol]:
        """A word for each hyperparameter that is switched on, by the code's name; `betas_0` for the first of a pair.

        What lies outside of its domain, such as a negative learning rate, stays a number.
        """
        values: dict[str, Any] = {}
        for name, value in self.defaults.items():
            several = isinstance(value, (tuple, list))
            values |= {f"{name}_{n}": x for n, x in enumerate(value)} if several else {name: value}
        found = hyperparameters(name for name, value in values.items() if _on(value))
        return {name: word for name, word in found.items() if Fraction(str(values[name])) in word.word.domain}

    @cached_property
    def starter(self) -> Callable[..., Any] | None:
        """A function beside the step that makes its state of the parameters: `init_adam(params)`, by its name."""
        if self.kind != "function" or Part.STATE not in roles(self.target, self.given).values():
            return None
        step = inspect.unwrap(self.target)
        words = set(step.__name__.lower().split("_"))
        found = [
            f
            for name, f in step.__globals__.items()
            if isinstance(f, types.FunctionType)
            and f is not step
            and name.lower().startswith(("init", "initialize"))
            and list(roles(f).values()) == [Part.PARAMETER]
        ]
        return max(found, key=lambda f: len(words & set(f.__name__.lower().split("_"))), default=None)

    def valued(self, values: Mapping[str, float]) -> dict[str, Any]:
        """Values by words' names, as the code's arguments."""
        given: dict[str, Any] = {}
        for name, default in self.defaults.items():
            if isinstance(default, (tuple, list)):
                words = [self.words.get(f"{name}_{n}") for n in range(len(default))]
                given[name] = type(default)(
                    x if w is None else values.get(w.word.name, x) for w, x in zip(words, default, strict=True)
                )
            elif name in self.words and self.words[name].word.name in values:
                given[name] = values[self.words[name].word.name]
        return given

    @cached_property
    def id_spaces(self) -> list[dict[str, Any]]:
        """The global names of functions that ask for `id`."""
        asking = [f for f in self.functions if "id" in names_in(f.__code__) and "id" not in f.__globals__]
        return spaces_of(asking)

    @cached_property
    def pristine(self) -> list[_Kept]:
        """Global names and functions' attributes that may hold state, as they are before anything ran."""
        kept = [_Kept(space, name, space[name]) for name, space in self.names.spaces.items()]
        for f in self.functions:
            kept += [_Kept(None, "", x) for x in f.__defaults__ or () if isinstance(x, (dict, list))]
            kept.append(_Kept(None, "", vars(f)))
        return kept

    def restore(self) -> None:
        """Put global names and functions' attributes back."""
        for kept in self.pristine:
            kept.restore()

    def session(self, convention: Convention, start: Sequence[Any], values: Values | None = None) -> Session:
        """A fresh session.

        Args:
            convention: how parameters are handed over.
            start: the parameters.
            values: of hyperparameters, in place of the usual ones.
        """
        self.restore()
        chosen = {**self.defaults, **(values or {})}
        packed = convention.form.pack(start)
        identities = Identities(self.id_spaces)
        with identities:
            owner, code, kept = self.made(convention, packed, chosen)
        parts = roles(code, self.given)
        if convention.state == "init" and self.starter is not None:
            kept |= _started(self.starter(packed), [n for n, part in parts.items() if part is Part.STATE])
        listed = inspect.signature(code).parameters
        for name, part in parts.items():
            bare = listed[name].default is inspect.Parameter.empty
            if part is Part.STATE and bare and name not in kept:
                kept[name] = _state(convention, start)
            elif part is Part.COUNT:
                kept[name] = convention.first if bare or listed[name].default is None else listed[name].default
            elif part is Part.HYPERPARAMETER and bare and name not in chosen:
                chosen[name] = _usual(name, parts)
            elif part in (Part.OTHER, Part.SHAPE) and bare:
                raise TraceError(
                    f"what the argument {name!r} is for is not known; say it by a role such as grad={name}"
                )
        return Session(code, parts, convention, chosen, packed, kept, owner, names=self.names, identities=identities)

    def made(
        self, convention: Convention, packed: Any, values: Values
    ) -> tuple[Any, Callable[..., Any], dict[str, Any]]:
        """What holds state, what is called at each step, and what the caller keeps."""
        if self.kind == "function":
            return self.target, self.target, {}
        if self.kind == "instance":
            owner = copy.deepcopy(self.target)
            return owner, _with_neighbours(owner, self.method), {}
        listed = inspect.signature(self.target).parameters
        arguments: dict[str, Any] = {}
        for name, part in self.builder.items():
            bare = listed[name].default is inspect.Parameter.empty
            if part is Part.PARAMETER:
                arguments[name] = packed
            elif part is Part.SHAPE:
                arguments[name] = convention.shape if "shape" in name.lower() else convention.shape[0]
            elif name in values and (bare or values[name] is not listed[name].default):
                arguments[name] = values[name]
            elif bare:
                raise TraceError(f"what the constructor's argument {name!r} is for is not known; it has no default")
        made = self.target(**arguments)
        if self.kind == "class":
            return made, _with_neighbours(made, self.method), {}
        if isinstance(made, tuple) and len(made) >= 2 and all(map(callable, made[:2])):
            kept = {}
            state = [n for n, part in roles(made[1], self.given).items() if part is Part.STATE]
            if state:
                kept[state[0]] = made[0](packed)
            return made[1], made[1], kept
        if isinstance(made, types.FunctionType):
            return made, made, {}
        for name in METHODS:
            if callable(getattr(made, name, None)):
                return made, getattr(made, name), {}
        raise TraceError(f"it returns {type(made).__name__}, which has no method that steps, such as step or update")

    def held(self, session: Session) -> tuple[Path, ...]:
        """Where the code itself keeps the parameters that it was given when it was made."""
        ids = [id(x) for x in session.parameters()]
        found = {id(x): path for path, x in reversed(places(session.root, session.own).items()) if id(x) in ids}
        return tuple(found[n] for n in ids if n in found)


def _with_neighbours(made: Any, method: str) -> Callable[..., Any]:
    """A method with those that are called before and after it: `pre_update_params`, `post_update_params`."""
    step: Callable[..., Any] = getattr(made, method)
    before, after = (getattr(made, f"{when}_{method}", None) for when in ("pre", "post"))
    if not (callable(before) or callable(after)):
        return step

    @functools.wraps(step)
    def whole(*args: Any, **options: Any) -> Any:
        if callable(before):
            before()
        out = step(*args, **options)
        if callable(after):
            after()
        return out

    return whole


def _on(x: Any) -> bool:
    return isinstance(x, (int, float)) and not isinstance(x, bool) and x != 0


def _usual(name: str, known: Mapping[str, Part]) -> float:
    names = [n for n, part in known.items() if part is Part.HYPERPARAMETER]
    word = hyperparameters(names)[name].word
    value = USUAL.get(word.name, 0.5)
    return value if value in word.domain else 5.0


def _state(convention: Convention, start: Sequence[Any]) -> Any:
    if convention.state == "none":
        return None
    if convention.state == "empty":
        return {}
    zeros = [np.zeros(np.shape(x)) for x in start]
    if convention.container == "arguments":
        return zeros[0]
    return zeros if convention.container == "objects" else convention.form.gradients(Layer(), zeros)


def _started(made: Any, names: list[str]) -> dict[str, Any]:
    """What a starter made, by the arguments that it is for."""
    if isinstance(made, tuple) and len(made) == len(names) > 1:
        return dict(zip(names, made, strict=True))
    return {names[0]: made}


def stateful_names(f: types.FunctionType) -> list[str]:
    """The global names that a function writes, or whose contents it may change."""
    written = {
        i.argval
        for code in _codes(f.__code__)
        for i in dis.get_instructions(code)
        if i.opname in ("STORE_GLOBAL", "DELETE_GLOBAL")
    }
    space = f.__globals__
    mutable = {n for n in names_in(f.__code__) if isinstance(space.get(n), (dict, list, np.ndarray))}
    constants = {n for n in names_in(f.__code__) if _on(space.get(n))}
    return sorted(n for n in written | mutable | constants if n in space and not n.startswith("__"))


def _codes(code: types.CodeType) -> list[types.CodeType]:
    return [code, *(c for x in code.co_consts if isinstance(x, types.CodeType) for c in _codes(x))]


def with_method(maker: Maker, method: str) -> Maker:
    """The same code, stepped by another method."""
    return replace(maker, method=method)
