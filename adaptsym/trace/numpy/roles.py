"""What an argument is for, by its name and its default.

>>> def step(w, dw, v, lr=0.1, mu=0.9): ...
>>> {name: str(role) for name, role in roles(step).items()}
{'w': 'parameter', 'dw': 'gradient', 'v': 'state', 'lr': 'hyperparameter', 'mu': 'hyperparameter'}
"""

# ruff: noqa: SIM905 -- lists of words are read as words

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from adaptsym.trace.names import NAMES


class Part(StrEnum):
    """What an argument is for."""

    PARAMETER = "parameter"
    GRADIENT = "gradient"
    STATE = "state"
    COUNT = "count"
    LENGTH = "length"  # how many steps a whole loop takes
    HYPERPARAMETER = "hyperparameter"
    SHAPE = "shape"
    PAIRS = "pairs"  # of gradients and parameters
    KEY = "key"  # by which the caller tells parameters apart
    OTHER = "other"


WORDS: dict[Part, frozenset[str]] = {
    Part.PARAMETER: frozenset(
        "w theta params param parameters parameter weights weight x p var vars variable variables ws x0 xs start init "
        "vector point position thetas coefs theta_t x_t w_t value values init_params initial x_init theta0 w0 "
        "theta_init initial_params trainable current xk layers layer model_params ps".split()
    ),
    Part.GRADIENT: frozenset(
        "g grad grads gradient gradients dw dx dtheta dp d dparams dws grad_fn grad_func gradient_fn gradient_function "
        "df f_grad grad_f dfdx g_t gt gs nabla deriv derivative jac dloss grad_function gradient_func gradf fprime "
        "grad_w w_grad dl_dw gradw grad_theta weight_grad weights_grad param_grad param_grads dj grad_loss loss_grad "
        "gradfn compute_grad get_grad evaluate_gradient dy grad_t".split()
    ),
    Part.COUNT: frozenset(
        "t step iteration k i iter it n epoch timestep time_step itr count counter iter_num global_step nr step_num "
        "step_count num_step n_updates t_step cur_iter current_iter current_step iteration_number".split()
    ),
    Part.LENGTH: frozenset(
        "num_iters n_iter n_iterations iterations max_iter epochs n_steps num_steps maxiter niter iters nsteps "
        "num_iterations max_iters n_iters n_epochs num_epochs max_iterations".split()
    ),
    Part.SHAPE: frozenset("shape size dim n_params param_shape dims num_params params_shape dimension".split()),
}
STATES = frozenset(
    "m v s r u h cache velocity velocities state states config vel mom exp_avg exp_avg_sq mt vt m_t v_t s_t vmax v_max "
    "vhat v_hat m1 m2 first second accumulator acc moment moments opt_state optim_state optimizer_state buf buffer "
    "memory momentum_buffer sq_avg square_avg g2 eg2 eg edx edx2 dx2 vw vb sw sb prev v_prev last z".split()
)
# arguments by which a caller tells parameters apart, and what is given for them
KEYED: dict[str, Any] = {"key": (0, "W"), "name": "W", "idx": 0, "index": 0, "layer_id": 0, "param_name": "W", "id": 0}
# what the command line may call a role
GIVEN: dict[str, Part] = {part.value: part for part in Part} | {
    "param": Part.PARAMETER,
    "params": Part.PARAMETER,
    "theta": Part.PARAMETER,
    "grad": Part.GRADIENT,
    "grads": Part.GRADIENT,
    "g": Part.GRADIENT,
    "states": Part.STATE,
    "t": Part.COUNT,
    "step": Part.COUNT,
}
HYPERPARAMETERS = frozenset(name.lower() for names in NAMES.values() for name in names)


def roles(code: Callable[..., Any], given: Mapping[str, str] | None = None) -> dict[str, Part]:
    """The role of each argument of a function, guessed from its name and default, or given.

    Args:
        code: a function, a method, or a class (its constructor).
        given: roles by name, as ``{"grad": "dw"}``; several arguments are separated by commas.

    """
    try:
        signature = inspect.signature(code)
    except (TypeError, ValueError):
        return {}
    told: dict[str, Part] = {}
    arguments = {n: p for n, p in signature.parameters.items() if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)}
    for role, names in (given or {}).items():
        told |= {name.strip(): GIVEN[role] for name in names.split(",")}
    returned = _returned(code)
    guessed = {name: told.get(name) or _guessed(p, arguments, returned) for name, p in arguments.items()}
    if told:  # in the order in which they were given: the first parameter is the one that is read
        return {n: guessed[n] for n in dict.fromkeys([*told, *guessed]) if n in guessed}
    return guessed | _beside(arguments)


def _beside(arguments: Mapping[str, inspect.Parameter]) -> dict[str, Part]:
    """`w` and `dw`, `b` and `db`: an argument whose gradient stands beside it is a parameter."""
    found: dict[str, Part] = {}
    for name in arguments:
        for gradient in (f"d{name}", f"d_{name}", f"grad_{name}", f"{name}_grad", f"g_{name}", f"g{name}"):
            if gradient in arguments and all(arguments[n].default is inspect.Parameter.empty for n in (name, gradient)):
                found |= {name: Part.PARAMETER, gradient: Part.GRADIENT}
    return found if list(found.values()).count(Part.PARAMETER) > 1 else {}


def _returned(code: Callable[..., Any]) -> frozenset[str]:
    """The names that a function's `return` statements give back."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(code)))
    except (OSError, TypeError, SyntaxError):
        return frozenset()
    values = [n.value for n in ast.walk(tree) if isinstance(n, ast.Return) and isinstance(n.value, ast.Tuple)]
    return frozenset(e.id for v in values for e in v.elts if isinstance(e, ast.Name))


def _guessed(p: inspect.Parameter, others: Mapping[str, inspect.Parameter], returned: frozenset[str]) -> Part:
    name, default = p.name.lower().strip("_"), p.default
    bare = default is p.empty
    number = isinstance(default, (int, float)) and not isinstance(default, bool)
    if name in WORDS[Part.LENGTH]:
        return Part.LENGTH
    if name in WORDS[Part.COUNT] and p.name != "T" and (bare or default in (0, 1)):
        return Part.COUNT
    if number or (isinstance(default, (tuple, list)) and default and all(isinstance(d, float) for d in default)):
        return Part.HYPERPARAMETER
    if (
        (bare or default is None)
        and p.name in returned
        and not any(name in WORDS[part] for part in (Part.PARAMETER, Part.GRADIENT))
    ):
        return Part.STATE
    if bare and name == "momentum" and others.keys() & {"mu", "beta", "gamma", "rho"}:
        return Part.STATE
    if bare and name in HYPERPARAMETERS:
        return Part.HYPERPARAMETER
    if "grad" in name and any(word in name for word in ("var", "param", "weight")) and "and" in name.split("_"):
        return Part.PAIRS
    for part in (Part.PARAMETER, Part.GRADIENT, Part.SHAPE):
        if name in WORDS[part] and default in (p.empty, None):
            return part
    if bare and "grad" in name:
        return Part.GRADIENT
    if name in KEYED and bare:
        return Part.KEY
    if name in STATES or (bare and _looks_like_state(name)):
        return Part.STATE
    return Part.OTHER


def _looks_like_state(name: str) -> bool:
    pieces = name.rstrip("0123456789").split("_")
    return name.rstrip("s") in STATES or name.startswith("acc") or any(piece in STATES for piece in pieces)
