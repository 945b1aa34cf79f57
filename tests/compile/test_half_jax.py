"""Parameters of half precision: steps in float32, rounded once (bfloat16 comes with JAX)."""

import ml_dtypes
import numpy as np
import pytest

from adaptsym import catalogue, compile_optimizer

USUAL = {"epsilon": 1e-8, "momentum": 0.9, "weight_decay": 0.01, "delta": 0.1, "threshold": 4.0}


@pytest.mark.parametrize("name", ["adam", "momentum", "lion", "adamp", "radam"])
@pytest.mark.parametrize("dtype", [np.float16, ml_dtypes.bfloat16])
@pytest.mark.parametrize("backend", ["numpy", "numba"])
def test_a_step_is_one_in_float32_rounded(backend, dtype, name):
    rng = np.random.default_rng(1)
    opt = compile_optimizer(catalogue.find(name), backend, usual=USUAL)(0.01)
    half = [rng.standard_normal(n).astype(dtype) for n in (7, 140_000)]
    state = opt.init(half)
    for _ in range(3):
        given = [rng.standard_normal(p.size).astype(dtype) for p in half]
        wide = [p.astype(np.float32) for p in half]
        wide_state = opt.load_state_dict(opt.state_dict(state), wide)
        opt.step(wide, [a.astype(np.float32) for a in given], wide_state)
        opt.step(half, given, state)
        assert [p.dtype for p in half] == [dtype, dtype]
        for narrow, exact in zip(half, wide, strict=True):
            np.testing.assert_array_equal(narrow.astype(np.float32), exact.astype(dtype).astype(np.float32))
