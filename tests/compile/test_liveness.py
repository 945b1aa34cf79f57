"""Buffers of a straight line: nothing is written over what is still read."""

import numpy as np

from adaptsym.compile.runtime import compile_optimizer
from adaptsym.notation import g, grad, hyperparameter, sequence, t, theta, where
from adaptsym.spec import optimizer

inside, outside = hyperparameter("inside"), hyperparameter("outside")
kept = sequence("kept")


def test_a_branch_does_not_overwrite_its_first_side() -> None:
    """The other side is a scalar, and so is copied into the array before the first side is."""
    nested = where(g[t] * kept[t - 1] <= 0, where(g[t] * kept[t - 1] >= 0, 1, inside), outside)
    spec = optimizer("nested", kept[0] == 0, g[t] == grad(theta[t]), theta[t + 1] == theta[t] - nested, kept[t] == g[t])
    compiled = compile_optimizer(spec, "numpy")(inside=0.5, outside=2.0)
    params = np.zeros(3)
    state = compiled.init(params)
    compiled.step(params, np.array([1.0, -1.0, 2.0]), state)
    np.testing.assert_array_equal(params, [-1.0, -1.0, -1.0])
    compiled.step(params, np.array([1.0, 1.0, -2.0]), state)
    np.testing.assert_array_equal(params, [-3.0, -1.5, -1.5])
