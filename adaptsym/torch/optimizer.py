"""Classes of torch.optim.Optimizer from specifications."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

from adaptsym.catalogue import find
from adaptsym.compile.hyperparameters import checked, defaults, reader
from adaptsym.compile.ir import POINT, Program, Stage, sums
from adaptsym.compile.lower import lower
from adaptsym.compile.stages import StageRunner
from adaptsym.errors import InputError
from adaptsym.optimizers import class_name, usual
from adaptsym.spec import Spec
from adaptsym.term import Kind, Number, Word
from adaptsym.torch.line import Leaves, TorchPass
from adaptsym.torch.names import Translation

Parameters = Iterable[Any]
RATE = "learning_rate"


def optimizer(spec: Spec | str, *, usual_values: Mapping[str, float] | None = None) -> type[Any]:
    """A class of `torch.optim.Optimizer` whose steps are those of a specification.

    Args:
        spec: a specification, or the name of one of the catalogue.
        usual_values: values of hyperparameters that the specification does not state, by their names in code.

    Raises:
        InputError: for an unknown name.
    """
    found = find(spec) if isinstance(spec, str) else spec
    if not isinstance(found, Spec):
        raise InputError(f"optimizer takes a specification or the name of one, got {type(spec).__name__}")
    known = dict(usual(found) if usual_values is None else usual_values)
    return _class(found, tuple(known.items()))


@cache
def _class(spec: Spec, known: tuple[tuple[str, float], ...]) -> type[Any]:
    """One class for each specification and usual values, so that what is unpickled is of the same."""
    members = {"spec": spec, "usual_values": dict(known), "__doc__": _documentation(spec), "__module__": __name__}
    return type(class_name(spec.name), (_base(),), members)


def restored(spec: Spec, known: tuple[tuple[str, float], ...]) -> Any:
    """An optimizer that is being unpickled or copied, before its contents."""
    return object.__new__(_class(spec, known))


def _documentation(spec: Spec) -> str:
    lines = "\n".join(f"    {e}" for e in (*spec.initial, *spec.equations))
    return f"{spec.name}, as a PyTorch optimizer.\n\n{lines}\n\n    Source: {spec.source}\n"


@cache
def runner(program: Program, which: str) -> StageRunner:
    """A stage of a program, over lists of tensors."""
    stage: Stage = getattr(program, which)
    return StageRunner(program, stage, TorchPass)


@cache
def _base() -> type[Any]:
    """The base of all classes; torch is imported by the first call."""
    import torch

    class SpecOptimizer(torch.optim.Optimizer):  # type: ignore[misc,unused-ignore]
        """An optimizer of a specification.

        Args:
            params: parameters, named parameters or groups, as for any optimizer of torch's.
            lr: the learning rate.
            compiled: run each step by torch.compile; a text is the name of the backend.
            hyperparameters: by torch's names (lr, betas, eps, weight_decay) or by ours; a schedule is a function of t.
                Also torch's options: maximize, foreach and fused (which change nothing), and those that say what the
                specification is anyhow, such as amsgrad=False.

        Raises:
            InputError: for an unknown hyperparameter, a value outside its domain, or an option that makes another
                optimizer.
        """

        spec: Spec
        usual_values: Mapping[str, float]

        def __init__(
            self, params: Parameters, lr: Any = None, *, compiled: bool | str = False, **hyperparameters: Any
        ) -> None:
            self._prepare()
            options = self.translation.options()
            given = self.translation.given({k: v for k, v in hyperparameters.items() if k not in options})
            if lr is not None:
                given |= self.translation.given({"lr": lr})
            options |= {k: v for k, v in hyperparameters.items() if k in options}
            self.translation.check_options(options)
            values = _checked(self.spec, {**self._usual, **given})
            self.compiled = compiled
            super().__init__(params, {**options, **self.translation.group(_plain(values, given))})

        def _prepare(self) -> None:
            self.program = lower(self.spec)
            self.translation = Translation(self.spec)
            self._usual = defaults(self.spec, self.usual_values)
            self._over_all = any(sums(s, Kind.SHARED) for s in (self.program.point, self.program.step))

        def __reduce__(self) -> Any:
            return restored, (self.spec, tuple(self.usual_values.items())), self.__getstate__()

        def __getstate__(self) -> dict[str, Any]:
            return {**super().__getstate__(), "compiled": self.compiled}

        def __setstate__(self, state: dict[str, Any]) -> None:
            self._prepare()
            super().__setstate__(state)
            self.__dict__.setdefault("compiled", False)
            for group in self.param_groups:
                for name, value in self.translation.options().items():
                    group.setdefault(name, value)

        def add_param_group(self, param_group: dict[str, Any]) -> None:
            """Add a group; its own hyperparameters are checked.

            Raises:
                InputError: for a value outside its domain, or an unknown hyperparameter.
            """
            own = {k: v for k, v in param_group.items() if k not in ("params", "param_names", *self.defaults)}
            values = self.translation.given(own)
            group = {k: v for k, v in param_group.items() if k not in own}
            self.translation.check_options(group)
            merged = {**self.translation.values({**self.defaults, **group}), **values}
            _checked(self.spec, merged)
            super().add_param_group({**group, **self.translation.group(merged)})

        # -------------------------------------------------------- stepping

        def step(self, closure: Callable[[], Any] | None = None) -> Any:
            """One step. With a closure, it is called for loss and gradients, at the look-ahead point if there is one.

            Raises:
                InputError: for sparse or complex gradients, and for a look-ahead without a closure.
                EvaluationError: where a scalar of the step does not exist; nothing has been written then.
            """
            loss = None
            if closure is not None:
                with self.at_point(), torch.enable_grad():
                    loss = closure()
            elif self.program.point and not self.__dict__.pop("_at_point", False):
                raise InputError(
                    f"{self.spec.name} takes the gradient at a look-ahead point: call step(closure), "
                    "or compute the gradient inside `with opt.at_point():`"
                )
            self.__dict__.pop("_at_point", None)
            with torch.no_grad():
                self._step()
            return loss

        @contextmanager
        def at_point(self) -> Iterator[None]:
            """Inside, parameters stand at the point where the gradient is wanted; afterwards where they were."""
            if not self.program.point:
                yield
                return
            kept = [(p, p.detach().clone()) for group in self.param_groups for p in group["params"]]
            with torch.no_grad():
                for bucket in self._buckets(lambda _: True):
                    point = [torch.empty_like(p) for p in bucket.params]
                    bucket.run("point", {POINT: point})
                    torch._foreach_copy_([p.data for p in bucket.params], point)
            try:
                yield
            finally:
                for p, before in kept:
                    p.data.copy_(before)
                self._at_point = True

        def _step(self) -> None:
            for bucket in self._buckets(lambda p: p.grad is not None):
                if bucket.t == self.program.first and self.program.start:
                    bucket.run("start")
                bucket.run("step")
                torch._foreach_add_([self.state[p]["step"] for p in bucket.params], 1.0)

        def _buckets(self, wanted: Callable[[Any], bool]) -> list[_Bucket]:
            """The parameters that are stepped together: of one group, device, type, t and shared states."""
            found: dict[tuple[Any, ...], _Bucket] = {}
            words = self._words(Kind.SHARED)
            for n, group in enumerate(self.param_groups):
                values: dict[str, Any] | None = None
                for p in group["params"]:
                    if not wanted(p):
                        continue
                    _check(p)
                    values = values or _numbers(self.translation.values(group))
                    state = self._state(p)
                    t = int(state["step"]) + self.program.first
                    shared = tuple(state[w.name] for w in words)
                    key = (n, p.device, p.dtype, t, shared)
                    if key not in found:
                        found[key] = _Bucket(self, values, t, shared, group["maximize"])
                    found[key].params.append(p)
            if self._over_all and len(found) > 1:
                raise InputError(
                    f"{self.spec.name} takes a sum over all parameters: they must be of one group, device and type, "
                    "and have been stepped equally often"
                )
            return list(found.values())

        def _words(self, kind: Kind) -> list[Word]:
            return [w for w in self.spec.states if w.kind is kind]

        def _state(self, p: Any) -> dict[str, Any]:
            state: dict[str, Any] = self.state[p]
            if not state:
                state["step"] = torch.tensor(0.0, dtype=torch.get_default_dtype())
                for w in self.spec.states:
                    start = self.spec.start[w.name].right
                    value = float(start.fraction) if isinstance(start, Number) else 0.0
                    name = self.translation.states[w.name]
                    full = torch.full_like(p, value, memory_format=torch.preserve_format, requires_grad=False)
                    state[name] = full if w.kind is Kind.ARRAY else value
            return state

        # -------------------------------------------------------- storing

        def load_state_dict(self, state_dict: dict[str, Any]) -> None:
            """The state of an optimizer of this class, or of torch's class that takes the same steps.

            Raises:
                InputError: for options of that class that this specification does not have.
            """
            mine = {**state_dict, "param_groups": [dict(g) for g in state_dict["param_groups"]]}
            for group, own in zip(mine["param_groups"], self.param_groups, strict=False):
                self.translation.check_options(group)
                for name, value in own.items():
                    group.setdefault(name, value)
            mine["state"] = {k: self._from_peer(k, dict(s), mine["param_groups"]) for k, s in mine["state"].items()}
            super().load_state_dict(mine)

        def _from_peer(self, key: Any, state: dict[str, Any], groups: list[dict[str, Any]]) -> dict[str, Any]:
            for ours, (theirs, factor) in self.translation.peer.scaled.items():
                if theirs in state:
                    group = next(g for g in groups if key in g["params"])
                    state[ours] = state.pop(theirs) * factor(group)
            state.setdefault("step", torch.tensor(1.0, dtype=torch.get_default_dtype()))
            return state

        def torch_state_dict(self) -> dict[str, Any]:
            """A state_dict for torch's class that takes the same steps, as long as the learning rate is constant.

            Raises:
                InputError: where torch has no such class.
            """
            if not self.translation.peer.name:
                raise InputError(f"no class of torch.optim is {self.spec.name}")
            found: dict[str, Any] = self.state_dict()
            for group in found["param_groups"]:
                for key in group["params"]:
                    state = dict(found["state"].get(key, {}))
                    for ours, (theirs, factor) in self.translation.peer.scaled.items():
                        if ours in state:
                            state[theirs] = state.pop(ours) / factor(group)
                            state.pop("step", None)
                    if state:
                        found["state"][key] = state
            return found

    return SpecOptimizer


class _Bucket:
    """Parameters that are stepped together."""

    def __init__(
        self, owner: Any, values: Mapping[str, Any], t: int, shared: tuple[float, ...], maximize: bool
    ) -> None:
        self.owner, self.values, self.t, self.shared, self.maximize = owner, values, t, shared, maximize
        self.params: list[Any] = []

    def run(self, which: str, more: Mapping[str, list[Any]] | None = None) -> None:
        """Run a stage in place, and keep what the states become that are one number."""
        owner, program = self.owner, self.owner.program
        states = [owner.state[p] for p in self.params]
        parameter, gradient, *carried = program.arrays
        lists = {parameter: self.params}
        if which != "point":
            lists[gradient] = [-p.grad if self.maximize else p.grad for p in self.params]
        for name, word in zip(carried, owner._words(Kind.ARRAY), strict=True):
            lists[name] = [s[owner.translation.states[word.name]] for s in states]
        inputs = reader(owner.spec, program, self.values).at(self.t)
        own_words, shared_words = owner._words(Kind.OWN), owner._words(Kind.SHARED)
        own = [[s[w.name] for w in own_words] for s in states]
        run = runner(program, which)
        shared, own_new = run(Leaves({**lists, **(more or {})}, owner.compiled), self.t, inputs, self.shared, own)
        self.shared = tuple(shared)
        for n, state in enumerate(states if shared_words or own_words else ()):
            state.update({w.name: x for w, x in zip(shared_words, shared, strict=True)})
            if own_new:
                state.update({w.name: x for w, x in zip(own_words, own_new[n], strict=True)})


def _checked(spec: Spec, values: Mapping[str, Any]) -> dict[str, Any]:
    """Hyperparameters inside their domains; the learning rate may also be 0, as schedulers and checkpoints set it."""
    still = {RATE: 1.0} if RATE in values and not callable(values[RATE]) and float(values[RATE]) == 0.0 else {}
    return {**checked(spec, {**values, **still}, {}), **dict.fromkeys(still, 0.0)}


def _check(p: Any) -> None:
    if p.is_complex():
        raise InputError("complex parameters are not optimized by equations over the reals: view them as real")
    if (given := p.grad) is not None and given.is_sparse:
        raise InputError("a gradient is sparse, and the equations are of all elements: use dense gradients")


def _plain(values: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Checked hyperparameters, a tensor kept as the user gave it (a scheduler writes into it)."""
    return {k: given[k] if hasattr(given.get(k), "fill_") else v for k, v in values.items()}


def _numbers(values: Mapping[str, Any]) -> dict[str, Any]:
    return {k: float(v) if hasattr(v, "fill_") else v for k, v in values.items()}
