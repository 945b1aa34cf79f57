"""The ready-made optimizers: one class for each specification of the catalogue, with its usual values."""

import pickle
import subprocess
import sys

import numpy as np
import pytest

from adaptsym import catalogue, optimizers
from adaptsym.compile.runtime import Optimizer, compile_optimizer
from adaptsym.errors import InputError
from adaptsym.notation import epsilon, eta, g, grad, t, theta
from adaptsym.spec import optimizer

ADAM = {"learning_rate": 1e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}
USUAL = {
    "GradientDescent": {"learning_rate": 1e-2},
    "Momentum": {"learning_rate": 1e-2, "momentum": 0.9},
    "AdaGrad": {"learning_rate": 1e-2, "epsilon": 1e-10},
    "Adam": ADAM,
    "AdamOutside": ADAM,
    "AdamHat": ADAM,
}
CLASSES = {name: getattr(optimizers, optimizers.class_name(name)) for name in catalogue.SPECS}


@pytest.mark.parametrize("name", catalogue.SPECS)
def test_each_specification_has_a_class_that_runs_as_it_is(name):
    made = CLASSES[name]
    assert issubclass(made, Optimizer)
    assert made.spec is catalogue.SPECS[name]
    assert made.__name__ in optimizers.__all__
    opt = made()
    assert set(opt.hyperparameters) == {w.code_name for w in made.spec.hyperparameters}
    params = np.array([1.0, -2.0])
    state = opt.init(params)
    opt.step(params, np.array([0.5, -0.5]), state)
    assert state.t == 1
    if name == "radam-waiting":  # it takes no step until its second moment stands on enough gradients
        assert list(params) == [1.0, -2.0]
        return
    assert 0 < params[0] < 1  # against the gradient, and not far
    assert -2 < params[1] < 0


@pytest.mark.parametrize("name", catalogue.SPECS)
def test_the_documentation_states_equations_and_usual_values(name):
    made = CLASSES[name]
    assert all(str(e) in made.__doc__ for e in made.spec.equations)
    for key, value in made().hyperparameters.items():
        assert f"{key} = {value:g}" in made.__doc__


@pytest.mark.parametrize("name", USUAL)
def test_usual_values_of_the_chapter(name):
    assert getattr(optimizers, name)().hyperparameters == USUAL[name]


def test_the_learning_rate_stands_first_and_the_rest_by_name():
    assert optimizers.Adam(0.5, beta1=0.25).hyperparameters == {**ADAM, "learning_rate": 0.5, "beta1": 0.25}
    with pytest.raises(TypeError):
        optimizers.Adam(0.5, 0.25)


def test_an_optimizer_of_ones_own_needs_what_it_does_not_state():
    own = optimizer("own", g[t] == grad(theta[t]), theta[t + 1] == theta[t] - eta * g[t] / (1 + epsilon))
    made = compile_optimizer(own)
    with pytest.raises(InputError, match="own needs a value for learning_rate, epsilon"):
        made()
    with pytest.raises(InputError, match="own needs a value for epsilon"):
        made(0.5)
    assert made(0.5, epsilon=1).hyperparameters == {"learning_rate": 0.5, "epsilon": 1.0}


def test_an_unknown_class_is_named_with_those_there_are():
    with pytest.raises(AttributeError, match=r"'Adan'; there are .*Adam"):
        optimizers.Adan  # noqa: B018
    assert set(optimizers.__all__) <= set(dir(optimizers))


def test_optimizers_are_pickled_by_name():
    opt = pickle.loads(pickle.dumps(optimizers.Adam(0.25, beta1=0.5)))
    assert type(opt) is optimizers.Adam
    assert opt.hyperparameters == {**ADAM, "learning_rate": 0.25, "beta1": 0.5}


def test_neither_sympy_nor_matplotlib_is_loaded():
    text = """
import sys, numpy as np
from adaptsym.optimizers import *
for name in __import__("adaptsym.optimizers").optimizers.__all__:
    made = globals()[name]
    if isinstance(made, type) and hasattr(made, "spec"):
        params = np.ones(2)
        opt = made(backend="numpy")
        opt.step(params, np.ones(2), opt.init(params))
print({"sympy", "matplotlib", "numba"} & set(sys.modules))
"""
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
