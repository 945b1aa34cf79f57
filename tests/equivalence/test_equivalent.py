"""Equivalence: every specification is itself however it is written, and no two others are; known verdicts."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, islice

import pytest
from rewriting import in_other_words, mutants, rescaled, rewritten

from adaptsym.catalogue import SPECS
from adaptsym.equivalence import Equivalence, equivalent
from adaptsym.equivalence.budget import Budget
from adaptsym.equivalence.decide import attempt
from adaptsym.equivalence.machine import machine
from adaptsym.equivalence.probe import agrees, counterexample
from adaptsym.equivalence.simulate import simulate
from adaptsym.errors import InputError
from adaptsym.notation import (
    NONNEGATIVE,
    UNIT,
    Kind,
    epsilon,
    eta,
    g,
    gamma,
    grad,
    hyperparameter,
    lam,
    r,
    rho,
    rho1,
    rho2,
    s,
    sequence,
    sqrt,
    t,
    term,
    theta,
    velocity,
    where,
)
from adaptsym.proof.results import Verdict
from adaptsym.spec import Spec, optimizer
from adaptsym.term import Equation, Number, Term, substitute

SHIFTED = {"nesterov", "nesterov-framework", "nesterov-forms"}  # one and the same, after a shift of the parameter
SAME_IF_CONSTANT = {"adam-outside", "adam-scheduled"}


def _number(text: str) -> Number:
    return Number(Fraction(text))


# ---------------------------------------------------------------- itself, written otherwise


@pytest.mark.parametrize("name", SPECS)
def test_a_specification_is_itself_in_other_words(name: str) -> None:
    found = equivalent(in_other_words(SPECS[name]), SPECS[name], explain=False)
    assert (found.verdict, found.relation) == (Verdict.PROVED, "the same"), str(found)


@pytest.mark.parametrize("name", SPECS)
def test_a_specification_is_itself_written_otherwise_and_rescaled(name: str) -> None:
    seed = sum(map(ord, name))
    other = rewritten(rescaled(SPECS[name], _number("-1/2")), seed)
    found = equivalent(other, SPECS[name], explain=False)
    assert found.verdict is Verdict.PROVED, str(found)


# ---------------------------------------------------------------- any two of the catalogue


@pytest.mark.parametrize("a", SPECS)
def test_two_of_the_catalogue_differ_by_a_witness_that_holds(a: str) -> None:
    for _, b in (pair for pair in combinations(SPECS, 2) if pair[0] == a):
        found = equivalent(SPECS[a], SPECS[b], explain=False)
        if {a, b} <= SHIFTED:
            assert found.relation == "the same after a reparametrisation", str(found)
        elif {a, b} <= SAME_IF_CONSTANT:
            assert [str(c) for c in found.conditions] == ["eta is constant", "rho1 is constant", "rho2 is constant"]
        else:
            assert found.verdict is Verdict.REFUTED, str(found)
            assert found.witness is not None
            assert not agrees(SPECS[a], SPECS[b], found.witness)


# ---------------------------------------------------------------- mistakes


def _some_mutants(spec: Spec) -> Iterator[tuple[str, Spec]]:
    every = list(mutants(spec))
    random.Random(len(every)).shuffle(every)
    return islice(every, 5)


@pytest.mark.parametrize("name", SPECS)
def test_a_mistake_is_never_proved_to_be_none(name: str) -> None:
    for what, mutant in _some_mutants(SPECS[name]):
        found = attempt(mutant, SPECS[name], Budget.seconds(3))
        if found.verdict is Verdict.PROVED:
            assert counterexample(mutant, SPECS[name], instances=12, point_only=found.shifted) is None, what
        if found.verdict is Verdict.REFUTED:
            assert found.witness is not None
            assert not agrees(mutant, SPECS[name], found.witness)


# ---------------------------------------------------------------- verdicts that are known

v = sequence("v")
prev = sequence("prev")
outside = optimizer(
    "outside",
    v[0] == 0,
    g[t] == grad(theta[t]),
    v[t] == gamma * v[t - 1] + g[t],
    theta[t + 1] == theta[t] - eta * v[t],
)
framework = optimizer(
    "framework",
    v[0] == 0,
    g[t] == grad(theta[t]),
    v[t] == gamma * v[t - 1] + g[t],
    theta[t + 1] == theta[t] - eta * (g[t] + gamma * v[t]),
)
heavy_ball = optimizer(
    "heavy-ball",
    prev[1] == theta[1],
    g[t] == grad(theta[t]),
    prev[t + 1] == theta[t],
    theta[t + 1] == theta[t] - eta * g[t] + gamma * (theta[t] - prev[t]),
)
averaged = optimizer(
    "averaged",
    v[0] == 0,
    g[t] == grad(theta[t]),
    v[t] == gamma * v[t - 1] + (1 - gamma) * g[t],
    theta[t + 1] == theta[t] - eta * v[t],
)


def _compare(a: Spec | str, b: Spec | str) -> Equivalence:
    one, other = (SPECS[x] if isinstance(x, str) else x for x in (a, b))
    return equivalent(one, other)


def test_adam_with_epsilon_inside_and_outside() -> None:
    found = _compare("adam", "adam-outside")
    assert found.verdict is Verdict.REFUTED
    assert [(x.condition, x.proved) for x in found.agree_when] == [("epsilon = 0", True)]
    assert found.repair is None
    assert found.initial_state == "agree"
    assert found.residual is not None


@pytest.mark.parametrize(
    ("a", "b", "repair"),
    [
        ("adam-hat", "adam-outside", "epsilon -> epsilon*sqrt(1 - rho2**t)"),
        ("adam-outside", "adam-hat", "epsilon -> epsilon/sqrt(1 - rho2**t)"),
        ("yogi", "yogi-started", "r[0] -> 1/1000000"),
        (averaged, "momentum", "eta -> eta/(1 - gamma)"),
        ("momentum", averaged, "eta -> eta*(1 - gamma)"),
    ],
)
def test_repairs(a: Spec | str, b: Spec | str, repair: str) -> None:
    found = _compare(a, b)
    assert found.verdict is Verdict.REFUTED
    assert str(found.repair) == repair


def test_the_repair_of_an_initial_value_says_which_values_differ() -> None:
    found = _compare("yogi", "yogi-started")
    assert found.initial_state == "differ: r[0] is 0 and 1/1000000"
    assert found.residual is None


@pytest.mark.parametrize(
    ("a", "b", "condition"),
    [
        ("adamw", "adam-outside", "lam = 0"),
        ("momentum", "nesterov", "gamma = 0"),
        ("gradient_descent", "momentum", "gamma = 0"),
        ("rmsprop", "rmsprop-outside", "epsilon = 0"),
    ],
)
def test_conditions_of_agreement(a: str, b: str, condition: str) -> None:
    assert [x.condition for x in _compare(a, b).agree_when if x.proved] == [condition]


def test_what_fades_is_only_observed() -> None:
    found = _compare("amsgrad", "amsgrad-corrected")
    assert ("t -> infinity, where rho1**t, rho2**t are 0", False) in [(x.condition, x.proved) for x in found.agree_when]


def test_a_first_value_that_large_gradients_hide() -> None:
    adamax = SPECS["adamax"]
    initial = [Equation(e.left, _number("1/3")) if str(e.left) == "u[0]" else e for e in adamax.initial]
    found = _compare(optimizer("started", *initial, *adamax.equations), "adamax")
    assert found.verdict is Verdict.REFUTED
    assert found.initial_state == "differ: u[0] is 1/3 and 0"
    assert str(found.repair) == "u[0] -> 0"


def test_the_learning_rate_inside_and_outside_the_velocity() -> None:
    found = _compare("momentum", outside)
    assert found.relation == "the same after a reparametrisation"
    assert [str(e) for e in found.matching if not bool(e)] == ["velocity[t - 1] == -(eta*v[t - 1])"]
    (condition,) = found.conditions
    assert str(condition) == "eta is constant"
    assert condition.witness is not None
    assert isinstance(condition.witness.hyperparameters["eta"], tuple)


def test_the_velocity_and_the_previous_parameter() -> None:
    found = _compare(heavy_ball, "momentum")
    assert found.verdict is Verdict.PROVED
    assert "prev[t] == theta[t] - velocity[t - 1]" in map(str, found.matching)


def test_nesterov_at_the_point_and_at_the_parameter() -> None:
    found = _compare("nesterov", framework)
    assert found.relation == "the same after a reparametrisation"
    assert "theta[t] == theta[t] + gamma*eta*v[t - 1]" in map(str, found.matching)
    assert {str(c) for c in found.conditions} == {"gamma is constant", "eta is constant"}


def test_adam_as_code_has_it() -> None:
    m, n, count, power = (
        sequence("m"),
        sequence("n"),
        sequence("count", kind=Kind.SHARED),
        sequence("power", kind=Kind.SHARED),
    )
    b1, b2 = hyperparameter("b1", domain=UNIT), hyperparameter("b2", domain=UNIT)
    code = optimizer(
        "code",
        m[0] == 0,
        n[0] == 0,
        count[0] == 0,
        power[0] == 1,
        g[t] == grad(theta[t]),
        count[t] == count[t - 1] + 1,
        power[t] == power[t - 1] * b1,
        m[t] == m[t - 1] + (1 - b1) * (g[t] - m[t - 1]),
        n[t] == n[t - 1] + (g[t] ** 2 - n[t - 1]) * (1 - b2),
        theta[t + 1]
        == theta[t] - eta / (1 - power[t]) * m[t] / (n[t] ** Fraction(1, 2) / sqrt(1 - b2 ** count[t]) + epsilon),
    )
    found = _compare(code, "adam-outside")
    assert found.relation == "the same"
    assert {"b1 == rho1", "b2 == rho2", "m[t - 1] == s[t - 1]"} <= set(map(str, found.matching))
    by_hand = equivalent(code, SPECS["adam-outside"], words={b1.word: rho2.word, b2.word: rho1.word})
    assert by_hand.verdict is Verdict.REFUTED


def test_a_word_of_the_same_name_and_another_domain_is_the_same_hyperparameter() -> None:
    loose = hyperparameter("epsilon", domain=NONNEGATIVE)
    code = optimizer(
        "code",
        *(
            Equation(e.left, substitute(e.right, epsilon, loose))
            for e in (*SPECS["adam"].initial, *SPECS["adam"].equations)
        ),
    )
    found = _compare(code, "adam")
    assert found.relation == "the same", str(found)


def test_the_first_step_is_looked_at_on_its_own() -> None:
    """PyTorch's buffer starts as the first gradient, which is the same as starting from 0."""
    code = optimizer(
        "code",
        v[0] == 0,
        g[t] == grad(theta[t]),
        v[t] == where(t > 1, gamma * v[t - 1] + g[t], g[t]),
        theta[t + 1] == theta[t] - eta * v[t],
    )
    assert _compare(code, outside).relation == "the same"
    late = optimizer("late", *code.initial, *(_later(e) for e in code.equations))
    assert _compare(late, outside).verdict is Verdict.REFUTED


def _later(e: Equation) -> Equation:
    return v[t] == where(t > 2, gamma * v[t - 1] + g[t], g[t]) if str(e.left) == "v[t]" else e


def test_what_is_not_defined_is_not_the_same() -> None:
    """g/g is 1, but for g = 0."""
    one = optimizer("one", g[t] == grad(theta[t]), theta[t + 1] == theta[t] - eta)
    quotient = optimizer("quotient", g[t] == grad(theta[t]), theta[t + 1] == theta[t] - eta * (g[t] / g[t]))
    found = _compare(quotient, one)
    assert found.verdict is not Verdict.PROVED
    hidden = optimizer("hidden", g[t] == grad(theta[t]), theta[t + 1] == theta[t] - eta * where(1 / g[t] > 0, 1, 1))
    assert _compare(hidden, one).verdict is not Verdict.PROVED


def test_one_radicand_in_two_forms_has_to_be_defined_once() -> None:
    """The variance may be negative for all that is known; both roots are then undefined together."""

    def centered(name: str, mean: Equation) -> Spec:
        return optimizer(
            name,
            s[0] == 0,
            r[0] == 0,
            g[t] == grad(theta[t]),
            r[t] == rho * r[t - 1] + (1 - rho) * (g[t] * g[t]),
            mean,
            theta[t + 1] == theta[t] - eta * (g[t] / (sqrt(r[t] - s[t] * s[t]) + epsilon)),
        )

    average = centered("average", s[t] == rho * s[t - 1] + (1 - rho) * g[t])
    assert _compare(average, centered("moved", s[t] == s[t - 1] + (1 - rho) * (g[t] - s[t - 1]))).relation == "the same"
    other = centered("other", s[t] == s[t - 1] + rho * (g[t] - s[t - 1]))
    assert _compare(average, other).verdict is Verdict.REFUTED


def test_a_count_that_may_have_no_value_is_kept() -> None:
    """What only counts steps is a function of t, unless a step of it may fail: 1/lam at lam = 0."""
    count = sequence("count", kind=Kind.SHARED)

    def counting(name: str, rise: Term) -> Spec:
        return optimizer(
            name,
            count[0] == 0,
            g[t] == grad(theta[t]),
            count[t] == count[t - 1] + rise,
            theta[t + 1] == theta[t] - eta * g[t] / count[t],
        )

    plain = optimizer("plain", g[t] == grad(theta[t]), theta[t + 1] == theta[t] - eta * g[t] / t)
    assert _compare(counting("safe", term(1)), plain).relation == "the same"
    assert _compare(counting("unsafe", 1 + 0 * (1 / lam)), plain).verdict is not Verdict.PROVED


def test_a_look_ahead_point_belongs_to_the_step() -> None:
    ahead = optimizer(
        "ahead", velocity[0] == 0, g[t] == grad(theta[t] - gamma * velocity[t - 1]), *SPECS["nesterov"].equations[1:]
    )
    found = _compare(ahead, "nesterov")
    assert found.verdict is Verdict.REFUTED
    assert found.witness is not None
    assert found.witness.what == "point of the gradient"


def test_a_relation_is_kept_only_with_gradients_at_one_point() -> None:
    """Momentum and Nesterov's form move alike by the same gradients; these are taken at other points."""
    one, other = machine(SPECS["momentum"]), machine(SPECS["nesterov"])
    held = simulate(one, other, other.before, Budget.seconds(5))
    assert not held.held
    assert held.reason.startswith("point of the gradient")
    assert simulate(one, one, one.before, Budget.seconds(5)).held


def test_a_threshold_parts_above_and_at_least() -> None:
    """> and >= differ only where the two are equal; the threshold is moved there."""
    limit = hyperparameter("limit", domain=lam.word.domain)
    steps = [
        optimizer(
            name,
            g[t] == grad(theta[t]),
            theta[t + 1] == theta[t] - eta * where(test, g[t], 0),
        )
        for name, test in (("above", 1 - rho1**t > limit), ("at-least", 1 - rho1**t >= limit))
    ]
    assert _compare(*steps).verdict is Verdict.REFUTED


def test_reports() -> None:
    found = _compare("adam-hat", "adam-outside")
    value = json.loads(json.dumps(found.json()))
    assert value["verdict"] == "refuted"
    assert value["repair"] == {"epsilon": "epsilon*sqrt(1 - rho2**t)"}
    assert set(value["witness"]) == {"step", "what", "hyperparameters", "start", "gradients", "left", "right"}
    assert value["witness"]["left"][0]["low"] != value["witness"]["left"][0]["high"]
    text = str(found)
    assert text.startswith("adam-hat and adam-outside: different (refuted)\n")
    assert "repair: epsilon -> epsilon*sqrt(1 - rho2**t)" in text
    assert not found
    assert _compare("momentum", "momentum")
    same = _compare("momentum", outside)
    assert json.dumps(same.json())
    assert "frac" in (found._repr_latex_() or "")
    assert "theta" in (same._repr_latex_() or "")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: equivalent("adam", SPECS["adam"]), "equivalent takes two specifications, got 'adam'"),
        (
            lambda: equivalent(SPECS["adam"], SPECS["momentum"], words={rho2.word: rho2.word}),
            "rho2 is no hyperparameter of momentum",
        ),
        (lambda: equivalent(SPECS["adam"], SPECS["adam"], limit_s=0), "limit_s is a number of seconds above 0, got 0"),
    ],
)
def test_refusals(call: object, message: str) -> None:
    with pytest.raises(InputError, match=message):
        call()  # type: ignore[operator]


_clock, _power = sequence("clock", kind=Kind.SHARED), hyperparameter("power", domain=NONNEGATIVE)


def _clocked(start: Term, rate: Term) -> Spec:
    """A rate that is kept for the next step, as a state."""
    return optimizer(
        "clocked",
        _clock[0] == start,
        g[t] == grad(theta[t]),
        _clock[t] == rate,
        theta[t + 1] == theta[t] - _clock[t - 1] * g[t],
    )


def test_a_state_that_only_counts_is_a_function_of_t_in_any_form() -> None:
    plain = optimizer(
        "plain", g[t] == grad(theta[t]), theta[t + 1] == theta[t] - eta / (1 + lam * (t - 1)) ** _power * g[t]
    )
    assert equivalent(_clocked(eta, eta / (1 + lam * t) ** _power), plain, explain=False)
    late = optimizer("late", g[t] == grad(theta[t]), theta[t + 1] == theta[t] - 1 / (t - 1) * g[t])
    early = _clocked(Number(Fraction(0)), 1 / t)  # at the first step the one has a rate of 0, the other none at all
    assert equivalent(early, late, explain=False).verdict is not Verdict.PROVED
    for wrong in (_clocked(2 * eta, eta / (1 + lam * t) ** _power), _clocked(eta, eta / (1 + lam * (t - 1)) ** _power)):
        assert equivalent(wrong, plain, explain=False).verdict is Verdict.REFUTED
