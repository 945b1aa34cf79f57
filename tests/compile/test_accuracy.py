"""One step of every specification and backend is the exact one up to rounding, whatever the input.

How many ulps, and why: each operation rounds once (half an ulp), and hands on the errors of what it was made
from. `exact_step` adds this up along the equations as they are written; nothing is added for the compiler's
rewriting. Every value is held to that bound, which is nearly reached. Said in one number: a new value is within
2 ulps of |old| + |new|. It cannot be said of |new| alone, since in a sum two parts may cancel.
"""

import numpy as np
import pytest
from compile_specs import REDUCING, SPECS, USUAL
from exact_step import UNCLEAR, ExactStep, mp

from adaptsym.compile import stages
from adaptsym.compile.bound import Compiled
from adaptsym.term import Kind

BACKENDS = ("numpy", "numba")
ULPS = 2
# the length of its window is written as the difference of two numbers of some millions; or 1 minus a product near 1
CANCELLING = {"radam", "catalogue-radam", "radam-code", "radam-waiting", "adabelief-code", "adam-scheduled"}
# the square of the gradient is needed twice and computed once, before 1 - rho2
SQUARE = {"yogi", "yogi-started", "yogi-corrected"}
CASES = {
    "first step": (1, {}),
    "early": (7, {}),
    "first step, slow decay": (1, {"rho2": 0.999999}),
    "slow decay": (50, {"rho2": 0.999999}),
    "late, slow decay": (10_000_000, {"rho2": 0.999999}),
    "no memory": (3, {"rho1": 0.0, "rho2": 0.0, "rho": 0.0, "gamma": 0.0}),
}


def adversarial(dtype, rng):
    """Gradients: usual ones, zeros of both signs, tiny, subnormal, and as large as a square allows."""
    info = np.finfo(dtype)
    root = np.sqrt(float(info.max))
    usual = rng.standard_normal(12)
    special = [0.0, -0.0, float(info.tiny), -float(info.smallest_subnormal) * 5, root * 0.4, -root * 0.4, root * 2]
    spread = np.sign(rng.standard_normal(12)) * 10.0 ** rng.uniform(-30, 15, 12)
    return np.concatenate([usual, special, spread]).astype(dtype)


def start(spec, dtype, rng):
    """For each array of the program, one parameter of several sizes; second moments are not negative."""
    gradient = adversarial(dtype, rng)
    if spec.name in REDUCING:  # sums of squares are in double precision, and have to stay below its end
        gradient = gradient[np.abs(gradient) < 1e15]
    old = {spec.parameter.name: rng.standard_normal(len(gradient)).astype(dtype), spec.gradient.name: gradient}
    for w in spec.states:
        if w.kind is Kind.ARRAY:
            values = rng.standard_normal(len(gradient)).astype(dtype)
            old[w.name] = np.abs(values) if w.name in ("r", "u", "r_max", "d_square") else values
            old[w.name][:2] = 0
        else:
            old[w.name] = 0.9 if w.kind is Kind.SHARED else [0.9]
    return old


def compiled_step(spec, backend, old, t, hyperparameters):
    compiled = Compiled(spec, backend)
    arrays = [w.name for w in spec.states if w.kind is Kind.ARRAY]
    row = [old[name].copy() for name in (spec.parameter.name, *arrays)]
    inputs = [hyperparameters[x.word.name] for x in compiled.program.inputs]
    shared = [old[w.name] for w in spec.states if w.kind is Kind.SHARED]
    own = [[old[w.name][0] for w in spec.states if w.kind is Kind.OWN]]
    new_shared, new_own = compiled.bind([row]).step([old[spec.gradient.name]], t, inputs, shared, own)
    out = dict(zip((spec.parameter.name, *arrays), row, strict=True))
    out |= dict(zip((w.name for w in spec.states if w.kind is Kind.SHARED), new_shared, strict=True))
    return out | dict(zip((w.name for w in spec.states if w.kind is Kind.OWN), zip(*new_own, strict=True), strict=True))


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("name", SPECS)
def test_one_step_is_the_exact_one_up_to_rounding(name, backend, dtype, case):
    spec = SPECS[name]
    t, changed = CASES[case]
    hyperparameters = {**USUAL, **changed}
    old = start(spec, dtype, np.random.default_rng(7))
    got = compiled_step(spec, backend, old, t, hyperparameters)
    given = {k: [v] if isinstance(v, np.ndarray) else v for k, v in old.items()}
    exact = ExactStep(spec, hyperparameters, given, t, dtype)
    arrays = [w.name for w in (spec.parameter, *spec.states) if w.kind is Kind.ARRAY]
    rho2_is_slow = hyperparameters["rho2"] > USUAL["rho2"]
    largest = mp.mpf(float(np.finfo(dtype).max))
    for n in range(len(old[spec.gradient.name])):
        if name in SQUARE and abs(mp.mpf(float(old["g"][n]))) ** 2 > largest:
            continue
        over = {x for x in arrays if abs(exact.new[x][0][n].value) > largest}
        for x in arrays:
            wanted, have = exact.new[x][0][n], mp.mpf(float(got[x][n]))
            if over:  # then the others have no value to be compared with either
                assert x not in over or mp.isinf(have)
                continue
            if wanted.error >= UNCLEAR:  # rounding may turn a sign or a branch
                continue
            error = abs(have - wanted.value)
            unit, least = exact.form.unit, exact.form.tiny * exact.form.unit
            assert error <= wanted.error * unit * mp.mpf("1.01") + least, (x, n, float(old["g"][n]))
            if name in CANCELLING and rho2_is_slow and dtype is np.float64:
                continue
            before = exact.old[x][0][n] if isinstance(exact.old[x], list) else exact.old[x]
            size = abs(wanted.value) + abs(before.value)
            assert error <= ULPS * 2 * unit * size + 4 * least, (x, n, float(old["g"][n]))
    for w in spec.states:
        if w.kind is not Kind.ARRAY:
            shared = w.kind is Kind.SHARED
            wanted, have = (exact.new[w.name], got[w.name]) if shared else (exact.new[w.name][0], got[w.name][0])
            assert abs(mp.mpf(have) - wanted.value) <= 8 * abs(wanted.value) * 2**-53 + wanted.error * exact.form.unit


def test_a_wrong_correction_of_the_bias_is_noticed(monkeypatch):
    """The form that cancels is off by far more than the bound, in double precision and slow decay."""
    monkeypatch.setattr(stages, "ONE_MINUS_POWER", "def one_minus_power(b, n):\n    return 1.0 - b**n\n")
    with pytest.raises(AssertionError):
        test_one_step_is_the_exact_one_up_to_rounding("adam", "numpy", np.float64, "slow decay")
