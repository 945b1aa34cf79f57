"""The tracer of torch.optim: the public class's `step`, on tensors that carry terms.

The real optimizer is built and run for a few steps, so that its state appears; then parameter, gradient, states and
hyperparameters are exchanged for symbols, and one step is run at a symbolic t. The first step is run apart, from
no state: it says the initial values, or is a branch of its own where the code treats it so.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from adaptsym.errors import AdaptsymError, SpecError
from adaptsym.notation import g, sequence, t, theta
from adaptsym.term import Kind, Symbol, Term
from adaptsym.trace import torch_states as states
from adaptsym.trace.limits import time_limit
from adaptsym.trace.model import Trace, TraceError, Untraced
from adaptsym.trace.names import hyperparameters as words_for
from adaptsym.trace.paths import explore, merged
from adaptsym.trace.torch_condition import assume, setting
from adaptsym.trace.torch_equations import PARAMETER, Reading, own_name, specification, state_word
from adaptsym.trace.torch_mode import terms
from adaptsym.trace.torch_scalar import Scalar, fold, scalar_term, stand_ins
from adaptsym.trace.torch_states import Slot
from adaptsym.trace.torch_tensor import duck, is_duck, value_of
from adaptsym.trace.values import number

T = TypeVar("T")
BESIDE = "steps a parameter otherwise when there is another one beside it; none is traced"
OTHER = sequence("other", meaning="another parameter")


def trace_torch(
    cls: type[Any],
    arguments: Mapping[str, Any],
    *,
    target: str,
    limit_s: float = 20,
    foreach: bool | None = None,
) -> Trace:
    """Read one step of an optimizer class of torch's, or of a user's own, off its running code.

    Args:
        cls: a class of `torch.optim.Optimizer`; it is called with the parameters and `arguments`.
        arguments: keyword arguments of its constructor.
        target: what the user called it.
        limit_s: seconds, for all of it.
        foreach: ask for the path over lists of tensors (True), or the one tensor by tensor (False).

    Raises:
        TraceError: if it cannot be read; the message says at what.
    """
    import torch

    if not (isinstance(cls, type) and issubclass(cls, torch.optim.Optimizer)):
        raise TraceError(f"{target} is no class of torch.optim.Optimizer, got {cls!r}")
    given = dict(arguments) if foreach is None else {**arguments, "foreach": foreach}
    framework = f"torch {torch.__version__.partition('+')[0]}"
    with time_limit(limit_s, target):
        try:
            return _trace(cls, given, target, framework)
        except TraceError as error:
            raise error.of(_untraced(cls, given, target, framework)) from error.__cause__


def run_user_code(what: str, code: Callable[[], T]) -> T:
    """Run code that is not ours: whatever it raises becomes one line.

    Raises:
        TraceError: with the type and the text of the error.
    """
    try:
        return code()
    except AdaptsymError:
        raise
    except Exception as error:
        lines = str(error).splitlines() or [""]
        raise TraceError(f"{what} raises {type(error).__name__}: {lines[0][:200]}") from error


@dataclass(frozen=True)
class _Code:
    """The code that is read, and what was found by running it."""

    cls: type[Any]
    arguments: Mapping[str, Any]
    target: str
    slots: Sequence[Slot]
    symbols: Mapping[states.Path, Symbol]
    shape: tuple[int, ...] = states.SHAPE

    @property
    def taken(self) -> set[str]:
        """The names of its hyperparameters."""
        return {s.word.name for s in self.symbols.values()}

    def optimizer(self, steps: int, parameters: int = 1) -> Any:
        """Built anew, and run."""
        made = states.built(self.cls, self.arguments, *[self.shape] * parameters)
        states.advance(made, 0, steps)
        return made


def _trace(cls: type[Any], arguments: Mapping[str, Any], target: str, framework: str) -> Trace:
    notes: list[str] = []
    with states.double():
        code = run_user_code(target, lambda: _discovered(cls, arguments, target))
        run_user_code(target, lambda: _check_alone(cls, arguments, target))
        made = states.built(cls, arguments, states.SHAPE)
        constructed = states.hyperparameters(made, list(code.slots))
        values = {s: number(constructed[path]).fraction for path, s in code.symbols.items()}
        with setting(values) as found:
            for path, x in constructed.items():
                if path not in code.symbols and path[0] == "group":
                    assume(f"{'_'.join(map(str, path[1:]))} = {x}, as constructed")
            code, general, first = run_user_code(f"{target} on symbols", lambda: _read(code, values))
            if not all(_same_at(shape, code, general, first.kinds) for shape in states.OTHER_SHAPES):
                assume("parameters have one axis: where they have more, the code takes other steps")
            try:
                spec = specification(cls.__name__, target, values, code.slots, general, first)
            except SpecError as error:
                raise TraceError(f"{target}: what its step does is no specification ({error})") from error
    counts = [s.name for s in code.slots if s.start is not None]
    notes += [f"{', '.join(counts)} counts the steps"] if counts else []
    notes += _precision(
        cls, arguments, [s for s in code.slots if s.start is None and own_name(s.name, code.taken) in spec.by_name]
    )
    return Trace(target, framework, spec, tuple(found.assumptions), tuple(notes), _replay(cls, arguments, target))


# ---------------------------------------------------------------- running it


def _discovered(
    cls: type[Any], arguments: Mapping[str, Any], target: str, shape: tuple[int, ...] = states.SHAPE
) -> _Code:
    runs = []
    for steps in range(4):
        made = states.built(cls, arguments, shape)
        states.advance(made, 0, steps)
        runs.append(states.leaves(made))
    changing = states.slots(runs, shape)
    constants = {path: x for path, x in states.hyperparameters(made, changing).items() if x != 0 and np.isfinite(x)}
    names = {path: "_".join(map(str, path[1:])) for path in constants}
    words = words_for(names.values())
    symbols = {
        path: words[name] for path, name in names.items() if number(constants[path]).fraction in _domain(words, name)
    }
    return _Code(cls, arguments, target, changing, symbols, shape)


def _domain(words: Mapping[str, Symbol], name: str) -> Any:
    return words[name].word.domain


def _check_alone(cls: type[Any], arguments: Mapping[str, Any], target: str) -> None:
    """Each parameter must step as if it were alone, and always in the same way.

    Raises:
        TraceError: if one parameter's step depends on another, or on chance.
    """
    made = [states.built(cls, arguments, *[states.SHAPE] * n) for n in (1, 1, 2)]
    for optimizer in made:
        states.advance(optimizer, 0, 4)
    alone, again, *together = [p.detach().numpy() for optimizer in made for p in states.parameters(optimizer)]
    if (alone != again).any():
        raise TraceError(
            f"{target} steps otherwise on the same gradients when it is run again: it draws random numbers"
        )
    if not all(np.allclose(p, alone, rtol=1e-9, atol=1e-12) for p in together):
        raise TraceError(f"{target} {BESIDE}")


def _precision(cls: type[Any], arguments: Mapping[str, Any], kept: Sequence[Slot]) -> list[str]:
    """States that are kept in single precision beside parameters in double, by torch's own default."""
    import torch

    made = states.built(cls, arguments, (states.SIZE,), dtype=torch.float64)
    states.advance(made, 0, 1)
    now = states.leaves(made)
    notes = []
    for always, how in ((False, "also beside parameters in float64 (replayed in float64)"), (True, "always")):
        single = [
            s.name
            for s in kept
            if s.tensor is not None
            and now[s.path].dtype is torch.float32
            and (s.tensor.dtype is torch.float32) is always  # as it is where torch's default type is float64
        ]
        notes += [f"{', '.join(single)} is kept in float32 {how}"] if single else []
    return notes


def _untraced(cls: type[Any], arguments: Mapping[str, Any], target: str, framework: str) -> Untraced | None:
    """The optimizer as something that runs, with its numbers; None where it does not even run."""
    replay = _replay(cls, arguments, target)
    try:
        replay(np.ones(2), [np.ones(2)])
    except TraceError:
        return None
    import torch

    group = cls([torch.zeros(1)], **arguments).param_groups[0]
    numbers = {n: x for n, x in group.items() if isinstance(x, float)}
    for name, x in group.items():
        if isinstance(x, tuple):
            numbers |= {f"{name}_{k}": y for k, y in enumerate(x) if isinstance(y, float)}
    words = words_for(numbers)
    return Untraced(framework, replay, {words[n].word.name: float(x) for n, x in numbers.items()})


def _replay(cls: type[Any], arguments: Mapping[str, Any], target: str) -> Any:
    def replay(start: NDArray[Any], gradients: Sequence[NDArray[Any]]) -> list[NDArray[Any]]:
        import torch

        def run() -> list[NDArray[Any]]:
            p = torch.nn.Parameter(torch.tensor(np.asarray(start), dtype=torch.float64))
            optimizer = cls([p], **arguments)
            seen = []
            for gradient in gradients:
                p.grad = torch.tensor(np.asarray(gradient), dtype=torch.float64)
                optimizer.step()
                seen.append(p.detach().numpy().copy())
            return seen

        with states.double():
            return run_user_code(target, run)

    return replay


# ---------------------------------------------------------------- reading it


def _read(code: _Code, values: Mapping[Symbol, Fraction]) -> tuple[_Code, dict[str, Term], Reading]:
    """The general step and the first one."""
    code, kinds, general = _general(code, {s.name: Kind.ARRAY if s.array else Kind.SHARED for s in code.slots})
    born: dict[str, Term] = {}

    def first() -> dict[str, Term]:
        reading = _step(code, kinds, 0)
        born.update(reading.born)
        return reading.after

    with setting(values) as found:
        after = merged(explore(first))
    grown = _grown(kinds, after)
    if grown:
        code, kinds, general = _general(code, {**kinds, **grown})
    for text in found.assumptions:
        assume(text)
    return code, general, Reading(after, born, kinds, tuple(found.constants))


def _general(code: _Code, kinds: Mapping[str, Kind]) -> tuple[_Code, Mapping[str, Kind], dict[str, Term]]:
    """The step at t > 1; a number that seemed to be a count and is none becomes a state, and kinds grow."""

    def after(steps: int, parameters: int = 1) -> dict[str, Term]:
        return merged(explore(lambda: _step(code, kinds, steps, parameters).after))

    general = after(3)
    if general != after(5):
        raise TraceError(f"{code.target} steps by something that changes and was not found, such as a count elsewhere")
    wrong = [s for s in code.slots if s.start is not None and general[s.name] != fold("add", t, s.start)]
    if wrong:
        return _general(replace(code, slots=[replace(s, start=None) if s in wrong else s for s in code.slots]), kinds)
    grown = _grown(kinds, general)
    if not grown and general != after(3, 2):
        raise TraceError(f"{code.target} {BESIDE}")
    return _general(code, {**kinds, **grown}) if grown else (code, kinds, general)


def _grown(kinds: Mapping[str, Kind], after: Mapping[str, Term]) -> dict[str, Kind]:
    """The states that hold more numbers than was thought."""
    return {n: x.kind for n, x in after.items() if n in kinds and x.kind > kinds[n]}


def _same_at(shape: tuple[int, ...], code: _Code, general: Mapping[str, Term], kinds: Mapping[str, Kind]) -> bool:
    """Whether a parameter of another shape takes the same step."""
    try:
        other = run_user_code(code.target, lambda: _discovered(code.cls, code.arguments, code.target, shape))
        found = run_user_code(code.target, lambda: _general(other, kinds)[2])
    except TraceError:
        return False
    return found == general


def _companion(optimizer: Any, code: _Code, kinds: Mapping[str, Kind]) -> Any:
    """The second parameter, as symbols of its own; whatever else the optimizer keeps is symbols as well."""
    import torch

    other = duck(OTHER[t], states.parameters(optimizer)[1])
    states.exchange(optimizer, other, 1)
    slots = {s.path: s for s in code.slots}
    for path, x in states.leaves(optimizer, 1).items():
        slot = slots.get(path)
        if path[0] != "state" and (slot is not None or not isinstance(x, torch.Tensor)):
            continue
        name = f"other_{'_'.join(map(str, path[1:]))}"
        if slot is not None and slot.start is not None:
            value: Term = fold("add", fold("sub", t, 1), slot.start)
        else:
            value = state_word(name, Kind.ARRAY if slot is None else kinds[slot.name], set())[t - 1]
        states.put(optimizer, path, duck(value, x) if isinstance(x, torch.Tensor) else Scalar(value), 1)
    return other


def _step(code: _Code, kinds: Mapping[str, Kind], steps: int, parameters: int = 1) -> Reading:
    """One step of the code on symbols, along one path, after so many real steps; after none, it is the first."""
    first = steps == 0
    optimizer = code.optimizer(steps, parameters)
    real = states.parameters(optimizer)[0]
    parameter, gradient = duck(theta[t], real), duck(g[t], real)
    watched: dict[str, Any] = {}
    states.exchange(optimizer, parameter)
    for path, symbol in code.symbols.items():
        states.put(optimizer, path, Scalar(symbol))
    for slot in code.slots:
        if first:
            value = _constant(slot)
        elif slot.start is not None:
            value = fold("add", fold("sub", t, 1), slot.start)
        else:
            value = state_word(slot.name, kinds[slot.name], code.taken)[t - 1]
        if value is None:
            continue
        watched[slot.name] = made = Scalar(value) if slot.tensor is None else duck(value, slot.tensor)
        states.put(optimizer, slot.path, made)
    before = {name: x.cell.born for name, x in watched.items() if is_duck(x)}
    other = _companion(optimizer, code, kinds) if parameters > 1 else None
    with terms(), stand_ins(_modules(code.cls)):
        parameter.grad = gradient
        if other is not None:
            other.grad = duck(OTHER[t + 1], other)
        optimizer.step()
    written = [x for x in (parameter, gradient, *watched.values()) if is_duck(x) and x._version]
    if written:
        raise TraceError("compiled code has written into a tensor, past what can be read")
    kept = states.leaves(optimizer)
    after: dict[str, Term] = {PARAMETER: _term(parameter)}
    born: dict[str, Term] = {name: x for name, x in before.items() if isinstance(x, Term)}
    for slot in code.slots:
        now = kept.get(slot.path)
        if now is None:
            raise TraceError(f"the code has no {slot.name} after its first symbolic step")
        after[slot.name] = _term(now)
        if is_duck(now) and isinstance(now.cell.born, Term):
            born.setdefault(slot.name, now.cell.born)
    return Reading(after, born, kinds)


def _term(x: Any) -> Term:
    value = value_of(x)
    if isinstance(value, Term):
        return value
    found = scalar_term(x)
    if found is None:
        raise TraceError(f"the code keeps {type(x).__name__} as a state, which is no number")
    return found


def _constant(slot: Slot) -> Term | None:
    """What a state holds before the first step, where it is there by then.

    Raises:
        TraceError: if its elements differ.
    """
    import torch

    if slot.first is None:
        return None
    if isinstance(slot.first, torch.Tensor):
        with torch._C.DisableTorchFunction():
            flat = slot.first.detach().reshape(-1).numpy()
            if (flat != flat[0]).any():
                raise TraceError(f"the state {slot.name} starts with numbers that differ from element to element")
        return number(flat[0])
    return number(slot.first)


def _modules(cls: type[Any]) -> list[Any]:
    """The modules of the code itself, torch's own apart."""
    names = dict.fromkeys(c.__module__ for c in cls.__mro__)
    return [
        sys.modules[n] for n in names if n in sys.modules and n.partition(".")[0] not in ("torch", "builtins", "math")
    ]


__all__ = ["trace_torch"]
