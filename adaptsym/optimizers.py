"""The ready-made optimizers, one for each specification of the catalogue. SymPy is not imported.

>>> import numpy as np
>>> opt = Adam(learning_rate=0.1)
>>> params = {"w": np.array([1.0, -2.0])}
>>> state = opt.init(params)
>>> for _ in range(3):
...     opt.step(params, {"w": 2*params["w"]}, state)
>>> params["w"].round(3)
array([ 0.702, -1.701])
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from adaptsym.catalogue import SPECS
from adaptsym.compile.runtime import Optimizer, compile_optimizer
from adaptsym.compile.state import State
from adaptsym.spec import Spec

if TYPE_CHECKING:
    AdaGrad: type[Optimizer]
    Adam: type[Optimizer]
    AdamHat: type[Optimizer]
    AdamOutside: type[Optimizer]
    GradientDescent: type[Optimizer]
    Momentum: type[Optimizer]

# Usual values where a specification states none, by the names in code; those of the papers where they give some.
_COMMON = {"epsilon": 1e-8, "momentum": 0.9, "weight_decay": 0.0}
_EPSILONS = {"adagrad": 1e-10}
_RATES = {"gradient_descent": 1e-2, "momentum": 1e-2, "nesterov": 1e-2, "adagrad": 1e-2, "rmsprop": 1e-2}
_RATES |= {"adamax": 2e-3, "lion": 1e-4}
_LEARNING_RATE = 1e-3
_NAMES = {"adagrad": "AdaGrad", "radam": "RAdam", "adamp": "AdamP", "rmsprop": "RMSProp", "amsgrad": "AMSGrad"}
_NAMES |= {"adadelta": "AdaDelta", "adabelief": "AdaBelief", "adamw": "AdamW", "nadam": "NAdam", "adamax": "AdaMax"}


def class_name(name: str) -> str:
    """The name of the class of a specification of the catalogue.

    >>> class_name("gradient_descent"), class_name("adam-outside")
    ('GradientDescent', 'AdamOutside')
    """
    first, *rest = name.replace("_", "-").split("-")
    return "".join([_NAMES.get(first, first.capitalize()), *(part.capitalize() for part in rest)])


def usual(spec: Spec) -> dict[str, float]:
    """Usual values of hyperparameters that a specification does not state, by their names in code."""
    rate, guard = _RATES.get(spec.name, _LEARNING_RATE), _EPSILONS.get(spec.name, _COMMON["epsilon"])
    return {**_COMMON, "learning_rate": rate, "epsilon": guard}


_BY_CLASS = {class_name(name): name for name in SPECS}
__all__ = ["Optimizer", "State", "class_name", *_BY_CLASS]  # noqa: PLE0604


def __getattr__(name: str) -> Any:
    """The optimizer class of that name, made when it is first asked for."""
    if name not in _BY_CLASS:
        raise AttributeError(f"no optimizer class is called {name!r}; there are {', '.join(_BY_CLASS)}")
    spec = SPECS[_BY_CLASS[name]]
    made = compile_optimizer(spec, usual=usual(spec))
    made.__name__ = made.__qualname__ = name
    made.__module__ = __name__
    globals()[name] = made
    return made


def __dir__() -> list[str]:
    """The public names."""
    return list(__all__)
