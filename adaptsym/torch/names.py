"""What hyperparameters and states are called in PyTorch, and which of its classes keeps the same states."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from adaptsym.errors import InputError
from adaptsym.spec import Spec

Group = Mapping[str, Any]
NAMES = {"learning_rate": "lr", "epsilon": "eps"}  # our name in code -> torch's
PAIR, PAIRED = "betas", ("beta1", "beta2")


@dataclass(frozen=True)
class Peer:
    """A class of torch.optim that takes the same steps.

    Attributes:
        name: the class.
        states: our state -> its state, equal.
        scaled: our state -> its state, and the factor that makes ours of its, by a group's hyperparameters.
        hyperparameters: our name in code -> its name, where it is not the usual one.
        fixed: its options that our specification fixes; another value is another optimizer.
    """

    name: str
    states: Mapping[str, str] = field(default_factory=dict)
    scaled: Mapping[str, tuple[str, Callable[[Group], float]]] = field(default_factory=dict)
    hyperparameters: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, Any] = field(default_factory=dict)


RUNS = {  # options of torch's classes that do not say which optimizer it is
    "maximize": False,  # ours, too: the gradient is negated
    "foreach": None,  # these two are hints, and change nothing here
    "fused": None,
    "capturable": False,  # these two are refused
    "differentiable": False,
}
REFUSED = {
    "capturable": "t is counted in Python, and cannot be captured in a CUDA graph",
    "differentiable": "steps are taken in place, and have no derivatives",
}
_ADAM = {"amsgrad": False}
_MOMENTS = {"s": "exp_avg", "r": "exp_avg_sq"}
_SGD = {"dampening": 0, "nesterov": False, "weight_decay": 0}
# a test proves each of these of the class's own running code
PEERS: dict[str, Peer] = {
    "gradient_descent": Peer("SGD", fixed={**_SGD, "momentum": 0}),
    "momentum": Peer("SGD", scaled={"velocity": ("momentum_buffer", lambda group: -group["lr"])}, fixed=_SGD),
    "rmsprop-outside": Peer(
        "RMSprop",
        {"r": "square_avg"},
        hyperparameters={"decay": "alpha"},
        fixed={"momentum": 0, "centered": False, "weight_decay": 0},
    ),
    "adam-outside": Peer("Adam", _MOMENTS, fixed={**_ADAM, "weight_decay": 0, "decoupled_weight_decay": False}),
    "adamw": Peer("AdamW", _MOMENTS, fixed={**_ADAM, "decoupled_weight_decay": True}),
    "amsgrad-corrected": Peer(
        "Adam",
        {**_MOMENTS, "r_max": "max_exp_avg_sq"},
        fixed={**_ADAM, "amsgrad": True, "weight_decay": 0, "decoupled_weight_decay": False},
    ),
}


def peer(spec: Spec) -> Peer:
    """The class of torch's that takes the same steps; without one, a peer of the same names."""
    return PEERS.get(spec.name, Peer(""))


class Translation:
    """The names of one specification's hyperparameters and states, in groups and state_dicts."""

    def __init__(self, spec: Spec) -> None:
        self.spec, self.peer = spec, peer(spec)
        codes = [w.code_name for w in spec.hyperparameters]
        self.pair = all(name in codes for name in PAIRED)
        self.names = {name: self.peer.hyperparameters.get(name, NAMES.get(name, name)) for name in codes}
        self.states = {w.name: self.peer.states.get(w.name, w.name) for w in spec.states}

    def group(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Hyperparameters by our names in code, as torch's groups have them."""
        single = {self.names[k]: v for k, v in values.items() if not (self.pair and k in PAIRED)}
        return {**single, PAIR: tuple(values[k] for k in PAIRED)} if self.pair else single

    def values(self, group: Group) -> dict[str, Any]:
        """The hyperparameters of a group, by our names in code."""
        found = {k: group[name] for k, name in self.names.items() if not (self.pair and k in PAIRED)}
        return found | dict(zip(PAIRED, group[PAIR], strict=True)) if self.pair else found

    def given(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """Hyperparameters as a user gives them, under our names or torch's, by our names in code.

        Raises:
            InputError: for a name that is neither.
        """
        ours = {name: k for k, name in self.names.items()} | {k: k for k in self.names}
        found: dict[str, Any] = {}
        for name, value in options.items():
            if name == PAIR and self.pair:
                found |= dict(zip(PAIRED, value, strict=True))
            elif name in ours:
                found[ours[name]] = value
            else:
                known = ", ".join(self.group(dict.fromkeys(self.names)))
                raise InputError(f"{self.spec.name} has no hyperparameter {name!r}; it has {known or 'none'}")
        return found

    def options(self) -> dict[str, Any]:
        """The options of a group beside its hyperparameters, and their values unless a user says otherwise."""
        return {**RUNS, **self.peer.fixed}

    def check_options(self, group: Group) -> None:
        """Refuse options that make another optimizer, or that are not available.

        Raises:
            InputError: naming the option.
        """
        for name, why in REFUSED.items():
            if group.get(name):
                raise InputError(f"{self.spec.name}: {name} = {group[name]!r} is not available: {why}")
        for name, value in self.peer.fixed.items():
            got = group.get(name, value)
            if got != value:
                others = [n for n, x in PEERS.items() if x.name == self.peer.name and x.fixed.get(name, got) == got]
                hint = f"; take {' or '.join(map(repr, others))}" if others else ""
                raise InputError(f"{self.spec.name} is {name} = {value!r}, got {name} = {got!r}{hint}")
