"""How far a traced specification, compiled, is from the code that it was read off."""

import numpy as np

from adaptsym.compile.runtime import compile_optimizer
from adaptsym.trace.model import Trace

STEPS = 20
SHAPE = (4, 3)
ROUNDING = 1e-13


def difference(trace: Trace, steps: int = STEPS, scale: float = 1.0) -> float:
    """The largest difference of the parameter over the steps, relative to the largest parameter."""
    random = np.random.default_rng(7)
    theta = random.normal(size=SHAPE)
    gradients = [scale * random.normal(size=SHAPE) for _ in range(steps)]
    assert trace.replay is not None
    real = trace.replay(theta, gradients)
    optimizer = compile_optimizer(trace.spec, "numpy")()
    state = optimizer.init(theta)
    worst = 0.0
    assert len(real) == steps
    for there, gradient in zip(real, gradients, strict=True):
        theta, state = optimizer.update(theta, gradient, state)
        assert there.dtype == np.float64
        assert np.isfinite(there).all()
        worst = max(worst, float(np.abs(there - theta).max() / np.abs(there).max()))
    return worst
