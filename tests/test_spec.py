"""What a specification can say: one for each item, its transition and exact run held against plain loops."""

from fractions import Fraction as F

import pytest

from adaptsym import catalogue
from adaptsym.enclosure import Enclosure
from adaptsym.notation import (
    UNIT,
    Kind,
    absolute,
    dot,
    epsilon,
    eta,
    g,
    gamma,
    grad,
    hyperparameter,
    maximum,
    minimum,
    norm,
    r,
    rho,
    rho1,
    rho2,
    s,
    sequence,
    sign,
    sqrt,
    t,
    theta,
    velocity,
    where,
)
from adaptsym.spec import Spec, optimizer, renamed, renaming, replaced
from adaptsym.unroll import Unrolling

mean, length = sequence("mean", kind=Kind.SHARED), sequence("length", kind=Kind.SHARED)
size_of = sequence("size_of", kind=Kind.OWN)
u, previous, clipped, top = sequence("u"), sequence("previous"), sequence("clipped"), sequence("top")
bound = hyperparameter("bound", domain=UNIT)
HYPER = {
    "eta": F(1, 10),
    "gamma": F(1, 2),
    "rho": F(3, 4),
    "rho1": F(1, 2),
    "rho2": F(3, 4),
    "epsilon": F(1, 4),
    "bound": F(1, 2),
}
START = ((F(1), F(-2)), (F(3),))
GRADIENTS = [
    ((F(1), F(-1)), (F(2),)),
    ((F(3), F(1, 2)), (F(-1),)),
    ((F(-2), F(4)), (F(1, 3),)),
    ((F(1), F(1)), (F(1),)),
]


def run(spec, hyper=None, gradient=None):
    return Unrolling(spec, {**HYPER, **(hyper or {})}, START, gradient or (lambda _, n: GRADIENTS[n - spec.first]))


def each(f, *arrays):
    return tuple(tuple(f(*xs) for xs in zip(*rows, strict=True)) for rows in zip(*arrays, strict=True))


def test_updates_may_stand_in_any_order():
    """Adadelta accumulates its own step, after the parameter has moved."""
    spec = optimizer(
        "late",
        u[0] == 0,
        g[t] == grad(theta[t]),
        theta[t + 1] == theta[t] - eta * (u[t - 1] + 1) * g[t],
        u[t] == rho * u[t - 1] + (theta[t + 1] - theta[t]) * g[t],
    )
    x, a = START, each(lambda _: F(0), START)
    for grads in GRADIENTS[:3]:
        new = each(lambda p, q, d: p - F(1, 10) * (q + 1) * d, x, a, grads)
        a = each(lambda q, p, n, d: F(3, 4) * q + (n - p) * d, a, x, new, grads)
        x = new
    assert run(spec)("theta", 4) == x
    assert run(spec)("u", 3) == a


def test_the_gradient_may_be_taken_ahead():
    nesterov = optimizer(
        "ahead",
        velocity[0] == 0,
        g[t] == grad(theta[t] + gamma * velocity[t - 1]),
        velocity[t] == gamma * velocity[t - 1] - eta * g[t],
        theta[t + 1] == theta[t] + velocity[t],
    )
    assert str(nesterov.point) == "theta[t] + gamma*velocity[t - 1]"
    assert nesterov.transition["g"] != catalogue.momentum.transition["g"]  # otherwise they would be one optimizer
    asked = []
    x, v = START, each(lambda _: F(0), START)
    got = run(nesterov, gradient=lambda point, _: asked.append(point) or each(lambda p: 2 * p, point))
    for n in range(1, 4):
        point = each(lambda p, q: p + F(1, 2) * q, x, v)
        v = each(lambda q, p: F(1, 2) * q - F(1, 10) * 2 * p, v, point)
        x = each(lambda p, q: p + q, x, v)
        assert got("theta", n + 1) == x
        assert asked[n - 1] == point


@pytest.mark.parametrize(("start", "value"), [(0, F(0)), ("0.1", F(1, 10)), (1, F(1)), (rho, F(3, 4))])
def test_initial_values_are_equations(start, value):
    spec = optimizer(
        "start",
        r[0] == start,
        g[t] == grad(theta[t]),
        r[t] == rho * r[t - 1] + g[t] * g[t],
        theta[t + 1] == theta[t] - eta * r[t],
    )
    assert spec.first == 1
    assert run(spec)("r", 0) == each(lambda _: value, START)
    assert run(spec)("r", 1) == each(lambda d: F(3, 4) * value + d * d, GRADIENTS[0])


def test_an_initial_value_may_be_the_first_gradient():
    spec = optimizer(
        "first",
        r[0] == g[1] * g[1],
        g[t] == grad(theta[t]),
        r[t] == rho * r[t - 1] + (1 - rho) * (g[t] * g[t]),
        theta[t + 1] == theta[t] - eta * r[t],
    )
    assert run(spec)("r", 1) == each(lambda d: d * d, GRADIENTS[0])


@pytest.mark.parametrize(("old", "new", "first"), [(0, 0, 1), (-1, 0, 0), (1, 0, 2), (0, 1, 0)])
def test_initial_values_fix_the_first_step(old, new, first):
    spec = optimizer(
        "origin",
        s[old] == 0,
        g[t] == grad(theta[t]),
        s[t + new] == rho * s[t + new - 1] + g[t],
        theta[t + 1] == theta[t] - eta * s[t + new],
    )
    assert spec.first == first
    assert run(spec)("s", old + 2) == each(lambda a, b: F(3, 4) * a + b, *GRADIENTS[:2])


def test_a_shared_definition_of_t_may_be_read_ahead():
    """NAdam reads its schedule at t + 1, and carries the product of its values."""
    mu, so_far = sequence("mu", kind=Kind.SHARED), sequence("so_far", kind=Kind.SHARED)
    spec = optimizer(
        "nadam-like",
        so_far[0] == 1,
        g[t] == grad(theta[t]),
        mu[t] == rho1 * (1 - rho2**t),
        so_far[t] == so_far[t - 1] * mu[t],
        theta[t + 1] == theta[t] - eta * (g[t] / (1 - so_far[t] * mu[t + 1])),
    )
    assert [w.name for w in spec.states] == ["so_far"]
    mus = [F(1, 2) * (1 - F(3, 4) ** n) for n in range(6)]
    product, x = F(1), START
    for n, grads in enumerate(GRADIENTS[:3], 1):
        product *= mus[n]
        x = each(lambda p, d, q=product, m=mus[n + 1]: p - F(1, 10) * (d / (1 - q * m)), x, grads)
    assert run(spec)("theta", 4) == x
    assert run(spec)("so_far", 3) == product


def test_a_constant_becomes_a_schedule_and_a_number():
    scheduled = replaced(catalogue.momentum, eta, eta[t])
    assert scheduled.schedules == {eta.word}
    assert run(scheduled, {"eta": lambda n: F(1, n)})("velocity", 2) == each(
        lambda a, b: F(1, 2) * -a - F(1, 2) * b, *GRADIENTS[:2]
    )
    fixed = replaced(catalogue.momentum, gamma, 0)
    assert gamma.word not in fixed.hyperparameters
    assert run(fixed)("theta", 2) == run(catalogue.gradient_descent)("theta", 2)
    later = optimizer("ahead", g[t] == grad(theta[t]), theta[t + 1] == theta[t] - eta[t + 1] * g[t])
    assert run(later, {"eta": F})("theta", 2) == each(lambda p, d: p - 2 * d, START, GRADIENTS[0])


def test_maximum_minimum_absolute_value_and_sign():
    spec = optimizer(
        "pieces",
        top[0] == 0,
        g[t] == grad(theta[t]),
        top[t] == maximum(rho * top[t - 1], absolute(g[t])),
        theta[t + 1] == theta[t] - eta * (sign(g[t]) * minimum(top[t], 1)),
    )
    x, m = START, each(lambda _: F(0), START)
    for grads in GRADIENTS[:3]:
        m = each(lambda a, d: max(F(3, 4) * a, abs(d)), m, grads)
        x = each(lambda p, a, d: p - F(1, 10) * ((d > 0) - (d < 0)) * min(a, F(1)), x, m, grads)
    assert run(spec)("theta", 4) == x


def test_a_branch_on_t_evaluates_only_the_side_that_is_taken():
    spec = optimizer(
        "warm", g[t] == grad(theta[t]), theta[t + 1] == theta[t] - eta * where(t > 2, g[t] / (t - 2), g[t])
    )  # undefined at t = 2
    x = START
    for n, grads in enumerate(GRADIENTS, 1):
        x = each(lambda p, d, n=n: p - F(1, 10) * (d / (n - 2) if n > 2 else d), x, grads)
    assert run(spec)("theta", 5) == x


def test_a_branch_on_a_shared_state_leaves_an_undefined_root_alone():
    """RAdam's root does not exist on the other side."""
    spec = optimizer(
        "rectified",
        g[t] == grad(theta[t]),
        length[t] == t - 3,
        theta[t + 1] == theta[t] - eta * where(length[t] > 0, sqrt(length[t]) * g[t], g[t]),
    )
    assert run(spec)("theta", 3) == each(lambda p, a, b: p - F(1, 10) * (a + b), START, *GRADIENTS[:2])
    assert run(spec)("theta", 5)[1][0] == F(3) - F(1, 10) * (2 - 1 + F(1, 3) + 1)


def test_a_branch_on_arrays_is_taken_element_by_element():
    spec = optimizer(
        "agreement",
        s[0] == 1,
        g[t] == grad(theta[t]),
        s[t] == where(s[t - 1] * g[t] > 0, s[t - 1], -s[t - 1]),
        theta[t + 1] == theta[t] - eta * s[t],
    )
    assert run(spec)("s", 1) == ((1, -1), (1,))
    assert run(spec)("s", 2) == ((1, 1), (-1,))


def test_reductions_name_their_scope():
    mine = optimizer(
        "mine", g[t] == grad(theta[t]), size_of[t] == dot(g[t], g[t]), theta[t + 1] == theta[t] - g[t] / size_of[t]
    )
    every = optimizer(
        "every",
        g[t] == grad(theta[t]),
        mean[t] == dot(g[t], g[t], over="all"),
        theta[t + 1] == theta[t] - g[t] / mean[t],
    )
    assert run(mine)("size_of", 1) == (2, 4)
    assert run(every)("mean", 1) == 6
    assert run(every)("theta", 2)[1] == (3 - F(2, 6),)


def test_clipping_by_the_norm_of_all_gradients():
    spec = optimizer(
        "clip",
        g[t] == grad(theta[t]),
        length[t] == norm(g[t], over="all"),
        clipped[t] == where(length[t] > bound, bound / length[t], 1) * g[t],
        theta[t + 1] == theta[t] - eta * clipped[t],
    )
    norm_now = run(spec)("length", 1)
    assert isinstance(norm_now, Enclosure)
    assert norm_now.low**2 <= 6 <= norm_now.high**2
    whole = sum((x * x for row in run(spec)("clipped", 1) for x in row), F(0))
    assert whole.low <= F(1, 4) <= whole.high


def test_two_steps_back_are_carried_by_a_state():
    heavy = optimizer(
        "heavy-ball",
        previous[0] == theta[1],
        g[t] == grad(theta[t]),
        theta[t + 1] == theta[t] - eta * g[t] + gamma * (theta[t] - previous[t - 1]),
        previous[t] == theta[t],
    )
    two, one = START, START
    for grads in GRADIENTS:
        two, one = one, each(lambda p, d, q: p - F(1, 10) * d + F(1, 2) * (p - q), one, grads, two)
    assert run(heavy)("theta", 5) == one
    assert run(heavy)("theta", 5) == run(catalogue.momentum)("theta", 5)


def test_equality_up_to_renaming():
    m, v, w = sequence("m", "m", "first moment"), sequence("v", "v", "second moment"), sequence("w", "w", "weights")
    alpha = hyperparameter("alpha", r"\alpha", eta.word.domain, "step size")
    words = {s.word: m.word, r.word: v.word, theta.word: w.word, eta.word: alpha.word}
    other = renamed(catalogue.adam, words)
    assert other.parameter == w.word
    assert other != catalogue.adam
    found = renaming(catalogue.adam, other)
    assert found is not None
    assert {a: b for a, b in found.items() if a != b} == words
    assert renamed(other, {b: a for a, b in words.items()}) == catalogue.adam
    assert renaming(catalogue.adam, catalogue.adam_outside) is None
    assert renaming(catalogue.momentum, catalogue.adagrad) is None


def test_a_page_that_counts_differently_is_the_same_optimizer():
    """Kingma and Ba's theta_t is the chapter's theta_{t+1}."""
    theirs = renamed(catalogue.adam, {}, {theta.word: -1})
    assert "theta[t] == theta[t - 1]" in str(theirs)
    assert str(theirs.point) == "theta[t - 1]"
    assert run(theirs)("theta", 2) is not None
    got, own = run(theirs)("theta", 2)[0][0], run(catalogue.adam)("theta", 3)[0][0]
    assert (got.low, got.high) == (own.low, own.high)


def test_the_transition_is_one_step_as_a_map():
    step = catalogue.adam.transition
    assert list(step) == ["g", "theta", "s", "r"]
    assert str(step["s"]) == "rho1*s[t - 1] + (1 - rho1)*g[t]"
    assert "s_hat" not in str(step["theta"])
    assert [w.name for w in catalogue.adam.states] == ["s", "r"]
    assert [w.name for w in catalogue.adam.hyperparameters] == ["rho1", "rho2", "eta", "epsilon"]


@pytest.mark.parametrize("spec", catalogue.SPECS.values(), ids=lambda s: s.name)
def test_every_specification_of_the_catalogue_runs_and_says_where_it_comes_from(spec):
    assert isinstance(spec, Spec)
    assert spec.source
    assert run(spec, {w.name: F(1, 8) for w in spec.hyperparameters})(spec.parameter.name, spec.first + 2)
    assert catalogue.find(spec.name) is spec


def test_braces_vanish_from_the_transition():
    from adaptsym.notation import brace

    spec = optimizer("braced", g[t] == grad(theta[t]), theta[t + 1] == theta[t] - brace(eta, 1) * g[t])
    assert spec.transition["theta"] == theta[t] - eta * g[t]
    assert epsilon.word.name == "epsilon"
