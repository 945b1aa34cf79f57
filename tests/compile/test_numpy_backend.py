"""Arrays of every layout, dtype and number, bound to the NumPy and Numba backends: the same steps, in place."""

import tracemalloc

import numpy as np
import pytest
from compile_specs import ODD, REDUCING, SPECS, USUAL

from adaptsym.compile import bound, crew, numba_backend, numpy_backend
from adaptsym.compile.bound import Compiled, Staging
from adaptsym.compile.crew import Crew
from adaptsym.compile.lambdified import Lambdified
from adaptsym.compile.lower import lower
from adaptsym.errors import EvaluationError, InputError
from adaptsym.notation import eta, g, grad, rho, s, t, theta
from adaptsym.spec import optimizer
from adaptsym.term import Kind

BACKENDS = ("numpy", "numba")
LARGE = 3 * numpy_backend.SHARED_OUT // 2 + 17


class Model:
    """Arrays for a specification, the same ones every time."""

    def __init__(self, name, sizes, dtype=np.float32, special=True):
        self.spec = SPECS[name]
        rng = np.random.default_rng(5)
        arrays = [w.name for w in self.spec.states if w.kind is Kind.ARRAY]
        self.rows = []
        for n in sizes:
            row = [rng.standard_normal(n).astype(dtype) for _ in range(1 + len(arrays))]
            self.rows.append(
                [
                    row[0],
                    *(
                        np.abs(a) if x in ("r", "u", "r_max", "d_square") else a
                        for a, x in zip(row[1:], arrays, strict=True)
                    ),
                ]
            )
        self.gradients = [rng.standard_normal(n).astype(dtype) for n in sizes]
        if special and sizes[-1] > 8:
            self.gradients[-1][:5] = [0.0, -0.0, np.nan, np.inf, -np.inf]
            self.rows[-1][0][5:8] = [np.nan, np.inf, -0.0]

    def step(self, backend, t=3, rows=None, gradients=None):
        compiled = Compiled(self.spec, backend)
        rows = self.rows if rows is None else rows
        program = compiled.program
        inputs = [USUAL[x.word.name] for x in program.inputs]
        shared, own = [0.8] * len(program.shared), [[0.8] * len(program.own) for _ in rows]
        return compiled.bind(rows).step(gradients or self.gradients, t, inputs, shared, own)


def same(first, second):
    for a, b in zip(first, second, strict=True):
        for x, y in zip(a, b, strict=True):
            np.testing.assert_array_equal(x, y)


@pytest.mark.parametrize("t", [1, 3])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("name", SPECS)
def test_both_backends_take_the_same_step_bit_for_bit(name, dtype, t):
    one, two = (Model(name, (5, 1, 140_003), dtype, special=name not in REDUCING) for _ in BACKENDS)
    (shared, own), (shared_too, own_too) = one.step("numpy", t), two.step("numba", t)
    if name in REDUCING:  # sums are added up in another order; what depends on them may differ in the last place
        for a, b in zip(one.rows, two.rows, strict=True):
            for x, y in zip(a, b, strict=True):
                np.testing.assert_allclose(x, y, rtol=4 * np.finfo(dtype).eps, atol=np.finfo(dtype).eps)
    else:
        same(one.rows, two.rows)
    np.testing.assert_allclose(shared, shared_too, rtol=1e-14)
    np.testing.assert_allclose(own, own_too, rtol=1e-13)


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("spec", [*SPECS.values(), *ODD], ids=lambda spec: spec.name)
def test_several_steps_are_those_of_the_lambdified_reference(spec, backend):
    """Which shares no line with the backends but the equations."""
    program = lower(spec)
    inputs = [USUAL[x.word.name] + x.offset / 1000 for x in program.inputs]
    constants = {w.name: getattr(spec.start[w.name].right, "fraction", 0) for w in spec.states}
    results = []
    for compiled in (Compiled(spec, backend), Lambdified(spec)):
        shared = [float(constants[w.name]) for w in spec.states if w.kind is Kind.SHARED]
        own = [[float(constants[w.name]) for w in spec.states if w.kind is Kind.OWN] for _ in range(2)]
        arrays = [float(constants[w.name]) for w in spec.states if w.kind is Kind.ARRAY]
        rows = [[np.linspace(-1, 2, n), *(np.full(n, x) for x in arrays)] for n in (5, 3)]
        run = compiled.bind(rows)
        for now in range(spec.first, spec.first + 8):
            run.point(points := [np.empty(5), np.empty(3)], now, inputs, shared, own)
            gradients = [np.sin(p + now) for p in points]
            shared, own = run.step(gradients, now, inputs, shared, own)
        results.append([a for row in rows for a in row] + [np.array(x) for x in (shared, *own)])
    for a, b in zip(*results, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("name", ["adam", "adamp", "clipped", "sign-agreement"])
def test_the_number_of_threads_changes_nothing(name, backend, monkeypatch):
    """Not even the last bit of a sum."""
    results = []
    for threads in (1, 3):
        team = Crew(threads)
        for module in (numpy_backend, numba_backend):
            monkeypatch.setattr(module, "crew", lambda team=team: team)
        model = Model(name, (LARGE, 11), special=False)
        model.step(backend)
        results.append(model.rows)
    same(*results)


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("name", ["adam", "adamp"])
def test_many_arrays_of_all_kinds_are_as_if_each_were_alone(name, backend):
    """Empty ones, one of no dimension, float32 beside float64, strided, transposed, half precision."""
    rng = np.random.default_rng(2)

    def arrays():
        rng = np.random.default_rng(2)
        yield rng.standard_normal(()).astype(np.float32)
        yield np.zeros((0, 3))
        yield rng.standard_normal((4, 6))[:, ::2]
        yield np.asfortranarray(rng.standard_normal((3, 5)).astype(np.float32))
        yield rng.standard_normal((2, 3, 4))
        yield rng.standard_normal(9).astype(np.float16)

    states = [np.float32, np.float64, np.float64, np.float32, np.float64, np.float32]

    def rows():
        return [(a, *(np.full(a.shape, 0.5, d) for _ in range(2))) for a, d in zip(arrays(), states, strict=True)]

    gradients = [rng.standard_normal(a.shape).astype(a.dtype) for a in arrays()]
    model = Model(name, (1,))
    together, alone = rows(), rows()
    model.step(backend, rows=together, gradients=gradients)
    for row, gradient in zip(alone, gradients, strict=True):
        model.step(backend, rows=[row], gradients=[np.ascontiguousarray(gradient)])
    same(together, alone)


def test_half_precision_is_worked_on_in_single_and_rounded_once():
    model = Model("adam", (6,), np.float16)
    wide = [[a.astype(np.float32) for a in row] for row in model.rows]
    model.rows[0][1:] = [a.copy() for a in wide[0][1:]]
    model.step("numpy", rows=wide, gradients=[g.astype(np.float32) for g in model.gradients])
    model.step("numpy")
    np.testing.assert_array_equal(model.rows[0][0], wide[0][0].astype(np.float16))
    np.testing.assert_array_equal(model.rows[0][1], wide[0][1])


@pytest.mark.parametrize("backend", BACKENDS)
def test_gradients_may_be_read_only_and_change_from_step_to_step(backend):
    spec = SPECS["gradient_descent"]
    theta = np.zeros(4)
    run = Compiled(spec, backend).bind([(theta,)])
    for k in range(1, 4):
        gradient = np.full(4, float(k))
        gradient.flags.writeable = False
        run.step([gradient], k, (1.0,))
    run.step([np.broadcast_to(np.float32(4), (4,))], 4, (1.0,))  # another dtype and layout for once
    np.testing.assert_array_equal(theta, np.full(4, -10.0))


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("stride", [1, 2])
def test_numbers_may_change_within_the_same_gradient(backend, stride):
    theta, gradient = np.zeros(3), np.zeros(3 * stride)[::stride]
    run = Compiled(SPECS["gradient_descent"], backend).bind([(theta,)])
    for k in range(1, 4):
        gradient[:] = k
        run.step([gradient], k, (1.0,))
    np.testing.assert_array_equal(theta, np.full(3, -6.0))


@pytest.mark.parametrize("backend", BACKENDS)
def test_scalars_beyond_the_dtype_are_infinite(backend):
    theta = np.zeros(2, np.float32)
    Compiled(SPECS["gradient_descent"], backend).bind([(theta,)]).step([np.array([1, -2], np.float32)], 1, (1e300,))
    np.testing.assert_array_equal(theta, [-np.inf, np.inf])


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("name", ["adam", "momentum", "adagrad", "radam"])
def test_no_array_is_allocated_after_the_first_step(name, backend):
    model = Model(name, (*([700] * 30), 50_000))
    compiled = Compiled(model.spec, backend)
    run = compiled.bind(model.rows)
    inputs = [USUAL[x.word.name] for x in compiled.program.inputs]
    run.step(model.gradients, 9, inputs)
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        tracemalloc.reset_peak()
        run.step(model.gradients, 9, inputs)
        run.step(model.gradients, 9, inputs)
        now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert now - before < 700, "nothing is kept"
    assert peak - before < 8000, "views and numbers alone: an array of 50,000 would be 200,000 bytes"


def test_small_arrays_are_packed_and_neighbours_are_not_even_copied():
    whole = np.arange(12.0)
    parts = [(whole[:5], np.zeros(5)), (whole[5:12], np.ones(7))]
    staging = Staging(parts, together=True)
    assert len(staging.rows) == 1
    assert np.shares_memory(staging.rows[0][0], whole)
    assert [a.size for a, _ in staging.copies] == [5, 7]  # the states lie apart
    assert len(Staging(parts, together=False).rows) == 2


def test_a_scalar_that_does_not_exist_is_said_before_anything_is_written():
    model = Model("adam", (4,))
    before = [a.copy() for a in model.rows[0]]
    compiled = Compiled(model.spec, "numpy")
    with pytest.raises(EvaluationError, match=r"adam: at t = 0 with beta1 = 0.9.*does not exist"):
        compiled.bind(model.rows).step(model.gradients, 0, [USUAL[x.word.name] for x in compiled.program.inputs])
    same([before], model.rows)


def test_initial_values_are_not_written_either():
    spec = optimizer(
        "first-and-undefined",
        s[0] == g[1] * g[1],
        g[t] == grad(theta[t]),
        s[t] == rho * s[t - 1] + g[t],
        theta[t + 1] == theta[t] - (1 / eta) * s[t],
    )
    row = [np.ones(3), np.zeros(3)]
    with pytest.raises(EvaluationError):
        Compiled(spec, "numpy").bind([row]).step([np.ones(3)], 1, [0.5, 0.0])
    same([row], [[np.ones(3), np.zeros(3)]])


def test_unknown_backends_and_missing_packages_are_said(monkeypatch):
    with pytest.raises(InputError, match="numpy, numba"):
        Compiled(SPECS["adam"], "fortran")
    monkeypatch.setitem(bound.NEEDS, "numba", ("adaptsym_has_no_such_module",))
    with pytest.raises(InputError, match=r"numba needs adaptsym_has_no_such_module.*pip install 'adaptsym\[fast\]'"):
        Compiled(SPECS["adam"], "numba")


class TestCrew:
    def test_errors_of_any_hand_come_out_and_the_crew_lives_on(self):
        team = Crew(3)

        def fails(k):
            if k == 2:
                raise EvaluationError("no")

        for _ in range(2):
            with pytest.raises(EvaluationError):
                team.run(fails)
        done = []
        team.run(done.append)
        assert sorted(done) == [0, 1, 2]

    def test_a_crew_at_work_does_not_wait_for_itself(self):
        team, done = Crew(2), []
        team.run(lambda k: team.run(lambda j: done.append((k, j))))
        assert sorted(done) == [(0, 0), (0, 1), (1, 0), (1, 1)]

    @pytest.mark.parametrize("text", ["0", "-1", "two", ""])
    def test_a_wrong_number_of_threads_is_refused(self, text, monkeypatch):
        monkeypatch.setenv("ADAPTSYM_THREADS", text)
        with pytest.raises(InputError, match="ADAPTSYM_THREADS"):
            crew._threads()
