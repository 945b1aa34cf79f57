"""What lowering promises: few operations, nothing hoisted out of a branch, names kept, scalars once a step."""

import subprocess
import sys
from dataclasses import replace

import pytest
from compile_specs import SPECS
from hypothesis import given, settings
from hypothesis import strategies as st

from adaptsym.compile.gather import count, gather
from adaptsym.compile.ir import Body, Decide, Ref, bodies, names, node_lets
from adaptsym.compile.liveness import place, reads
from adaptsym.compile.lower import lower
from adaptsym.compile.numpy_text import stage_source
from adaptsym.compile.signs import below_one, nonnegative, positive
from adaptsym.notation import COUNT, epsilon, eta, g, gamma, lam, r, rho1, rho2, s, sqrt, t, term, theta, where
from adaptsym.spec import optimizer
from adaptsym.term import Kind, Op, Symbol, walk

COUNTS = {  # array operations of a step, and scratch buffers: a change for the worse has to be wanted
    "gradient_descent": (2, 1),
    "momentum": (4, 1),
    "adagrad": (7, 1),
    "adam": (12, 1),
    "adam-outside": (12, 1),
    "adam-hat": (12, 1),
    "nesterov": (4, 1),
    "adamw": (15, 2),
    "amsgrad": (13, 1),
    "nadam": (15, 2),
    "lion": (11, 2),
    "adadelta": (16, 2),
    "rmsprop-first": (9, 1),
}


def lines(spec):
    program = lower(spec)
    return [b for stage in (program.point, program.start, program.step) for p in stage.phases for b in bodies(p.node)]


@pytest.mark.parametrize("name", COUNTS)
def test_operations_and_buffers(name):
    (body,) = (b for p in lower(SPECS[name]).step.phases for b in bodies(p.node))
    assert (len(body.calls), place(body).work) == COUNTS[name]


@pytest.mark.parametrize("name", SPECS)
def test_every_value_is_made_once_and_before_it_is_read(name):
    program = lower(SPECS[name])
    for body in lines(SPECS[name]):
        made = set(program.arrays)
        for call in body.calls:
            assert set(reads(call)) <= made
            assert call.out not in made
            made.add(call.out)
        assert len({(c.op, c.args) for c in body.calls}) == len(body.calls), "equal values are computed once"


@pytest.mark.parametrize("name", SPECS)
def test_no_scalar_is_computed_for_each_element(name):
    for body in lines(SPECS[name]):
        for call in body.calls:
            assert any(isinstance(a, Ref) and a.kind is Kind.ARRAY for a in call.args), call


@pytest.mark.parametrize("name", SPECS)
def test_placing_keeps_every_value(name):
    """Interpret the straight line by values and by buffers: the same arrays come out."""
    for body in lines(SPECS[name]):
        placed = place(body)
        buffers = {}

        def now(x, buffers=buffers):
            return buffers.get(x.name, x.name) if isinstance(x, Ref) and x.kind is Kind.ARRAY else x

        values = {}
        for call in body.calls:
            values[call.out] = (call.op, *(values.get(getattr(a, "name", None), now(a)) for a in call.args))
        for step in placed.line:
            if hasattr(step, "out"):
                args = tuple(map(now, step.args))
                assert step.out != "g", "the gradient is only read"
                if step.op == "where":  # its last side is written first
                    assert step.out not in [a.name for a in step.args[:2] if isinstance(a, Ref)]
                buffers[step.out] = args[0] if step.op == "copy" else (step.op, *args)
        for store in body.stores:
            wanted = values.get(getattr(store.value, "name", None), store.value)
            have = buffers[store.name]
            assert have == (wanted.name if isinstance(wanted, Ref) and wanted.kind is Kind.ARRAY else wanted)


def test_the_side_that_is_not_taken_is_neither_hoisted_nor_evaluated():
    phase = lower(SPECS["radam"]).step.phases[0]
    assert isinstance(phase.node, Decide)
    assert not any(isinstance(x, Op) and x.op == "sqrt" for let in phase.lets for x in walk(let.formula))
    assert any(isinstance(x, Op) and x.op == "sqrt" for let in phase.node.yes.lets for x in walk(let.formula))
    source = stage_source(lower(SPECS["radam"]), lower(SPECS["radam"]).step)
    assert source.index("if length > 4:") < source.index("sqrt(")


def test_definitions_keep_their_names():
    found = {let.name for phase in lower(SPECS["nadam"]).step.phases for let in phase.lets}
    assert {"mu", "mu_next", "beta2_correction"} <= found
    assert [let.name for let in lower(SPECS["nadam"]).step.shared][-1] == "mu_product"


def test_phases_stand_between_inner_products():
    assert [len(lower(SPECS[n]).step.phases) for n in ("adam", "adamp", "clipped", "lamb-like")] == [1, 2, 2, 3]
    first, second = lower(SPECS["adamp"]).step.phases
    assert isinstance(first.node, Body)
    assert {x.name for x in first.node.stores} == {"s", "r"}, "what is known early is stored early"
    assert isinstance(second.node, Decide)
    assert not second.node.shared


def test_initial_values_and_points_have_stages_of_their_own():
    assert lower(SPECS["rmsprop-first"]).start
    assert not lower(SPECS["adam"]).start
    assert lower(SPECS["nesterov"]).point
    assert not lower(SPECS["momentum"]).point


def test_factors_are_gathered_only_where_the_sign_is_known():
    """sqrt(c*x) is sqrt(c)*sqrt(x) for positive c; for the unknown sign of (rho1 - rho2) it stays."""
    free = rho1 - rho2
    (kept,) = gather([eta * sqrt(free * r[t])])
    assert kept == eta * sqrt(free * r[t])
    (split,) = gather([eta * sqrt(epsilon * r[t])])
    assert split == eta * sqrt(epsilon) * sqrt(r[t])
    assert count([split]) == 2


def test_names_that_programs_use_are_left_alone():
    from adaptsym.notation import grad, hyperparameter, sequence

    kernel, lambda_, work = hyperparameter("kernel"), hyperparameter("lambda"), sequence("work0")
    spec = optimizer(
        "clash",
        work[0] == 0,
        g[t] == grad(theta[t]),
        work[t] == kernel * work[t - 1] + g[t],
        theta[t + 1] == theta[t] - lambda_ * work[t],
    )
    program = lower(spec)
    assert [x.name for x in program.inputs] == ["kernel_", "lambda_"]
    assert program.arrays == ("theta", "g", "work0_")


def test_signs():
    first = Symbol(replace(t.word, domain=COUNT))  # steps are counted from 1 on: t itself may be 0
    assert positive(1 - rho2**first)
    assert not positive(1 - rho2**t)
    assert positive(epsilon / (1 - rho1))
    assert nonnegative(lam)
    assert not positive(lam)
    assert not positive(rho1 - rho2)
    assert below_one(rho1 * rho2)
    assert not below_one(eta)


scalars = st.sampled_from([eta, epsilon, rho1, 1 - rho2, 1 - rho1**t, term(2), term("0.5"), gamma])
leaves = st.sampled_from([theta[t], g[t], s[t - 1], r[t - 1]])


def grown(children):
    two = st.tuples(children, children)
    return st.one_of(
        two.map(lambda p: p[0] + p[1]),
        two.map(lambda p: p[0] - p[1]),
        two.map(lambda p: p[0] * p[1]),
        two.map(lambda p: p[0] / (p[1] * p[1] + 1)),
        children.map(lambda x: sqrt(x * x + epsilon)),
        children.map(abs),
        children.map(lambda x: -x),
        children.map(lambda x: x**3),
        two.map(lambda p: where(p[0] > p[1], p[0], p[1])),
        st.tuples(scalars, children).map(lambda p: p[0] * p[1]),
        st.tuples(scalars, children).map(lambda p: p[1] / (p[0] + 1)),
        st.tuples(scalars, children).map(lambda p: p[1] + p[0]),
    )


@settings(max_examples=150, deadline=None)
@given(st.lists(st.recursive(leaves, grown, max_leaves=8), min_size=1, max_size=3))
def test_gathering_keeps_values_and_never_adds_operations(terms):
    import operator

    values = {
        "theta": -1.25, "g": 0.75, "s": 2.5, "r": 0.5, "eta": 0.1, "epsilon": 0.3, "rho1": 0.6, "rho2": 0.7,
        "gamma": 0.4, "t": 3.0,
    }  # fmt: skip
    functions = {
        "add": operator.add, "sub": operator.sub, "mul": operator.mul, "div": operator.truediv, "pow": operator.pow,
        "neg": operator.neg, "abs": abs, "sqrt": lambda x: x**0.5, "gt": operator.gt,
        "where": lambda c, a, b: a if c else b,
    }  # fmt: skip

    def value(x):
        if isinstance(x, Op):
            return functions[x.op](*map(value, x.args))
        return float(x.fraction) if hasattr(x, "fraction") else values[x.word.name]

    changed = gather(terms)
    for before, after in zip(terms, changed, strict=True):
        assert value(after) == pytest.approx(value(before), rel=1e-9, abs=1e-9)
    from adaptsym.compile.gather import powers

    assert count(changed) <= count(map(powers, terms))


def test_lets_read_only_what_is_there():
    for spec in SPECS.values():
        program = lower(spec)
        for stage in (program.point, program.start, program.step):
            sums: set[str] = set()
            for phase in stage.phases:
                known = {program.time, "size", "size_all", *program.shared, *program.own, *sums}
                known |= {x.name for x in program.inputs}
                for let in (*phase.lets, *node_lets(phase.node)):
                    assert set(names(let.formula)) <= known
                    known.add(let.name)
                sums |= {x.name for b in bodies(phase.node) for x in b.sums}


def test_lowering_never_imports_sympy():
    program = (
        "import sys; from adaptsym.compile.bound import Compiled; from adaptsym.catalogue import SPECS\n"
        "from adaptsym.compile.emit import stand_alone\n"
        "for s in SPECS.values(): stand_alone(s, 'numpy'), Compiled(s, 'numpy').runner('step')\n"
        "print([m for m in ('sympy', 'matplotlib', 'numba') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
