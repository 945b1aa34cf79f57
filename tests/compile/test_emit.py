"""A stand-alone module takes the same steps as the backends, and needs nothing of ours."""

import subprocess
import sys

import numpy as np
import pytest
from compile_specs import REDUCING, SPECS, USUAL

from adaptsym.compile.bound import Compiled
from adaptsym.compile.emit import stand_alone
from adaptsym.errors import InputError
from adaptsym.term import Kind

SIZES = (3, 0, 140_000)


def run_module(text, spec, program, gradients):
    space = {"__name__": "module"}
    exec(compile(text, "<module>", "exec"), space)
    params = [np.linspace(-1, 2, n) for n in SIZES]
    state = space["init"](params)
    inputs = {x.name: USUAL[x.word.name] for x in program.inputs}
    for g in gradients:
        points = space["point"](params, state, **inputs) if program.point else params
        space["step"](params, [a + p / 8 for a, p in zip(g, points, strict=True)], state, **inputs)
    return params, state


def run_backend(spec, backend, gradients):
    compiled = Compiled(spec, backend)
    program = compiled.program
    constants = {w.name: float(getattr(spec.start[w.name].right, "fraction", 0)) for w in spec.states}
    arrays = [w.name for w in spec.states if w.kind is Kind.ARRAY]
    rows = [(np.linspace(-1, 2, n), *(np.full(n, constants[name]) for name in arrays)) for n in SIZES]
    shared = [constants[w.name] for w in spec.states if w.kind is Kind.SHARED]
    own = [[constants[w.name] for w in spec.states if w.kind is Kind.OWN] for _ in SIZES]
    bound = compiled.bind(rows)
    inputs = [USUAL[x.word.name] for x in program.inputs]
    for t, g in enumerate(gradients, spec.first):
        points = [np.empty_like(row[0]) for row in rows]
        bound.point(points, t, inputs, shared, own)
        given = [a + p / 8 for a, p in zip(g, points, strict=True)]
        shared, own = bound.step(given, t, inputs, shared, own)
    return rows, shared, own


def gradients(steps=7):
    rng = np.random.default_rng(3)
    return [[rng.standard_normal(n) for n in SIZES] for _ in range(steps)]


FEW = ("adam", "adamp")  # a compilation by Numba takes a second or two
CASES = [(name, "numpy") for name in SPECS] + [(name, "numba") for name in FEW]


@pytest.mark.parametrize(("name", "backend"), CASES)
def test_a_module_takes_the_steps_of_its_backend(name, backend):
    spec = SPECS[name]
    text = stand_alone(spec, backend)
    assert "adaptsym" not in text.split('"""')[2]
    program = Compiled(spec, backend).program
    params, state = run_module(text, spec, program, gradients())
    rows, shared, own = run_backend(spec, backend, gradients())
    close = 1e-13 if name in REDUCING else 0.0  # sums may be added up in another order
    for n, row in enumerate(rows):
        np.testing.assert_allclose(params[n], row[0], rtol=close, atol=close)
        for array, values in zip(program.arrays[2:], row[1:], strict=True):
            np.testing.assert_allclose(state[array][n], values, rtol=close, atol=close)
        np.testing.assert_allclose([state[x][n] for x in program.own], own[n] if own else [], rtol=1e-12)
    np.testing.assert_allclose([state[x] for x in program.shared], shared, rtol=1e-12)


@pytest.mark.parametrize("backend", ["numpy", "numba"])
@pytest.mark.parametrize("name", SPECS)
def test_the_text_is_reproducible_and_readable(name, backend):
    text = stand_alone(SPECS[name], backend, "sha256:1234")
    assert text == stand_alone(SPECS[name], backend, "sha256:1234")
    compile(text, name, "exec")
    about = text.split('"""')[1]
    assert all(str(e) in about for e in SPECS[name].equations)
    assert "sha256:1234" in about
    assert SPECS[name].source in about
    assert not [line for line in text.splitlines() if line != line.rstrip()]


def test_a_module_imports_neither_adaptsym_nor_sympy(tmp_path):
    path = tmp_path / "adam_step.py"
    path.write_text(stand_alone(SPECS["adam"], "numpy"), encoding="utf-8")
    program = (
        "import sys, numpy as np, adam_step as m\n"
        "p = [np.ones(3, np.float32)]; s = m.init(p)\n"
        "m.step(p, [np.full(3, 2, np.float32)], s, learning_rate=0.5, epsilon=1e-8)\n"
        "print(p[0].tolist(), s['t'], [x for x in ('adaptsym', 'sympy') if x in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == "[0.5, 0.5, 0.5] 2 []\n"


def test_arrays_that_are_not_contiguous_are_refused():
    space = {}
    exec(stand_alone(SPECS["momentum"], "numpy"), space)
    params = [np.ones((4, 4))[:, ::2]]
    with pytest.raises(ValueError, match="contiguous"):
        space["step"](params, params, space["init"](params), learning_rate=0.1, momentum=0.9)


def test_another_backend_is_refused():
    with pytest.raises(InputError, match="numpy, numba"):
        stand_alone(SPECS["adam"], "fortran")
