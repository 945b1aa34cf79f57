"""scikit-learn's and thinc's optimizers, read through the door of plain Python."""

from typing import Any

import pytest
import sklearn.neural_network._stochastic_optimizers as of_sklearn
import thinc.optimizers as of_thinc

from adaptsym.catalogue import SPECS
from adaptsym.equivalence import equivalent
from adaptsym.trace.model import TraceError
from adaptsym.trace.numpy import trace_python

SKLEARN: list[tuple[Any, dict[str, Any], str]] = [
    (of_sklearn.AdamOptimizer, {}, "adam-hat"),
    (of_sklearn.AdamOptimizer, {"learning_rate_init": 0.5, "beta_1": 0.5}, "adam-hat"),
    (of_sklearn.SGDOptimizer, {"nesterov": False}, "momentum"),
    (of_sklearn.SGDOptimizer, {"momentum": 0}, "gradient_descent"),
    (of_sklearn.SGDOptimizer, {}, "nesterov"),
]
PLAIN = {"grad_clip": 0, "use_averages": False}


@pytest.mark.parametrize(("code", "arguments", "name"), SKLEARN)
def test_of_sklearn(code: Any, arguments: dict[str, Any], name: str) -> None:
    found = trace_python(code, target=code.__name__, arguments=arguments)
    assert found.framework.startswith("sklearn ")
    assert equivalent(found.spec, SPECS[name])


def test_of_thinc() -> None:
    found = trace_python(of_thinc.SGD, target="SGD", arguments={"learn_rate": 0.5, **PLAIN})
    assert equivalent(found.spec, SPECS["gradient_descent"])
    clipped = trace_python(of_thinc.SGD, target="SGD", arguments={"learn_rate": 0.5, "use_averages": False}).spec
    assert "norm(g[t]) >= grad_clip" in str(clipped)


@pytest.mark.parametrize("code", [of_thinc.Adam, of_thinc.RAdam])
def test_what_thinc_compiles_is_refused(code: Any) -> None:
    with pytest.raises(TraceError, match=r"compiled code|whole division") as error:
        trace_python(code, target="thinc")
    assert "\n" not in str(error.value)
