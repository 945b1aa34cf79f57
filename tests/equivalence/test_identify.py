"""Identification: what is published, variants by their conventions, and what is nearest to nothing known."""

from __future__ import annotations

import json
from functools import cache

import pytest

from adaptsym.catalogue import SPECS
from adaptsym.equivalence import Identification, equivalent, identify
from adaptsym.equivalence.families import FAMILIES, Family, published, variant
from adaptsym.equivalence.machine import machine
from adaptsym.errors import InputError
from adaptsym.notation import (
    average,
    epsilon,
    eta,
    g,
    gamma,
    grad,
    lam,
    maximum,
    rho1,
    rho2,
    sequence,
    sqrt,
    t,
    t_start,
    term,
    theta,
    where,
)
from adaptsym.proof.results import Verdict
from adaptsym.spec import Spec, optimizer
from adaptsym.term import Number, Term

m, n, d = sequence("m"), sequence("n"), sequence("d")
START = (term("1e-6"),)  # where a state of the catalogue does not start at 0

PUBLISHED = [(family, name) for family in FAMILIES for name in family.published]


def _starts() -> tuple[Number, ...]:
    return tuple(x for x in START if isinstance(x, Number))


@pytest.mark.parametrize(("family", "name"), PUBLISHED, ids=[name for _, name in PUBLISHED])
def test_the_places_of_what_is_published_make_it(family: Family, name: str) -> None:
    made = variant(family.name, tuple(family.places(name).values()), _starts())
    assert made is not None
    found = equivalent(made, SPECS[name], explain=False)
    assert found.verdict is Verdict.PROVED, str(found)


def test_a_variant_is_called_by_what_has_its_moments() -> None:
    """AdaGrad with epsilon outside the root, and not RMSProp with a sum for its average."""
    outside = optimizer(
        "outside",
        m[0] == 0,
        g[t] == grad(theta[t]),
        m[t] == m[t - 1] + g[t] * g[t],
        theta[t + 1] == theta[t] - eta * (g[t] / (sqrt(m[t]) + epsilon)),
    )
    found = identify(outside)
    assert (found.nearest, found.departures) == ("adagrad", {"epsilon": "outside the root"})


def _averaged(weight: Term) -> Spec:
    return optimizer(
        "averaged",
        m[0] == 0,
        g[t] == grad(theta[t]),
        theta[t + 1] == theta[t] - eta[t] * (g[t] + lam * theta[t]),
        m[t] == weight * theta[t + 1] + (1 - weight) * m[t - 1],
    )


def test_averaged_gradient_descent_keeps_that_average() -> None:
    """It moves nothing: the steps are those of gradient descent, and the name rests on the average alone."""
    right = identify(_averaged(1 / maximum(1, t - 1 - t_start)))
    assert (right.nearest, right.verdict, right.departures) == ("asgd", Verdict.PROVED, {})
    for wrong in (1 / maximum(1, t - t_start), 1 / t, term("0.1")):
        found = identify(_averaged(wrong))
        assert found.nearest == "gradient_descent"
        assert found.verdict is Verdict.PROVED
    assert average.word.name in SPECS["asgd"].start


@pytest.mark.parametrize("family", FAMILIES, ids=[f.name for f in FAMILIES])
def test_every_variant_is_well_formed_and_has_the_hyperparameters_that_are_counted(family: Family) -> None:
    for apart in (0, 1):
        for _, places in family.variants(apart):
            made = variant(family.name, tuple(places.values()), (*_starts(), Number(term("5").fraction)))
            if made is not None:
                optimizer(made.name, *made.initial, *made.equations)
                if (
                    places.get("second moment") != "average of (g - s)**2, plus epsilon"
                    or "none" not in places["epsilon"]
                ):
                    assert len(machine(made).hyperparameters) == family.count(places), places


@pytest.mark.parametrize("name", SPECS)
def test_what_is_published_is_identified_with_its_conventions(name: str) -> None:
    found = identify(SPECS[name])
    assert (found.nearest, found.verdict, found.departures) == (name, Verdict.PROVED, {}), str(found)
    assert {k: v for k, v in found.conventions.items() if k != "initial state"} == {
        k: v for k, v in published(name).items() if k != "initial state"
    }


def _adam(name: str, used: Term, *, root: Term | None = None, top: Term | None = None) -> Spec:
    """Adam as code writes it, of some gradient, with some denominator and numerator."""
    return optimizer(
        name,
        m[0] == 0,
        n[0] == 0,
        g[t] == grad(theta[t]),
        d[t] == used,
        m[t] == m[t - 1] + (1 - rho1) * (d[t] - m[t - 1]),
        n[t] == rho2 * n[t - 1] + (1 - rho2) * d[t] ** 2,
        theta[t + 1]
        == theta[t]
        - eta
        * (m[t] / (1 - rho1**t) if top is None else top)
        / (sqrt(n[t] / (1 - rho2**t)) + epsilon if root is None else root),
    )


VARIANTS: list[tuple[Spec, str, dict[str, str]]] = [
    (_adam("L2", g[t] + lam * theta[t]), "adam-outside", {"weight decay": "L2, added to the gradient"}),
    (_adam("ascent", -g[t]), "adam-outside", {"sign": "ascends"}),
    (
        _adam("no-second-correction", g[t], root=sqrt(n[t]) + epsilon),
        "adam-outside",
        {"bias correction": "first moment only"},
    ),
    (
        _adam("late", g[t], top=m[t] / (1 - rho1 ** (t + 1)), root=sqrt(n[t] / (1 - rho2 ** (t + 1))) + epsilon),
        "adam-outside",
        {"step count": "from 2"},
    ),
    (
        _adam("never-counts", g[t], top=m[t] / (1 - rho1), root=sqrt(n[t] / (1 - rho2)) + epsilon),
        "adam-outside",
        {"step count": "stays at 1"},
    ),
    (
        optimizer(
            "accumulator",
            n[0] == "0.1",
            g[t] == grad(theta[t]),
            n[t] == n[t - 1] + g[t] * g[t],
            theta[t + 1] == theta[t] - eta * g[t] / sqrt(n[t] + epsilon),
        ),
        "adagrad",
        {"initial state": "n[0] = 1/10"},
    ),
]


@pytest.mark.parametrize(("spec", "nearest", "departures"), VARIANTS, ids=[x.name for x, _, _ in VARIANTS])
def test_variants_are_proved_and_named_by_their_departures(
    spec: Spec, nearest: str, departures: dict[str, str]
) -> None:
    found = identify(spec)
    assert (found.verdict, found.nearest, found.departures) == (Verdict.PROVED, nearest, departures), str(found)
    assert found.matched is not None
    assert found.matched.verdict is Verdict.PROVED
    assert found.equivalence.verdict is Verdict.REFUTED
    assert departures.items() <= found.conventions.items()


def test_another_way_to_write_what_is_published_is_no_departure() -> None:
    outside = optimizer(
        "outside",
        m[0] == 0,
        g[t] == grad(theta[t]),
        m[t] == gamma * m[t - 1] + g[t],
        theta[t + 1] == theta[t] - eta * m[t],
    )
    found = identify(outside)
    assert (found.nearest, found.departures) == ("momentum", {})
    assert found.conventions["learning rate"] == "outside the velocity"
    assert "eta is constant" in map(str, found.equivalence.conditions)


@cache
def _crossed() -> Identification:
    return identify(_adam("crossed", g[t], top=m[t] / (1 - rho2**t), root=sqrt(n[t] / (1 - rho1**t)) + epsilon))


def test_a_mistake_is_nearest_to_what_it_was_meant_to_be() -> None:
    found = _crossed()
    assert (found.nearest, found.verdict, found.conventions) == ("adam-outside", Verdict.REFUTED, {}), str(found)
    assert found.equivalence.witness is not None
    assert found.equivalence.residual is not None


def test_a_branch_on_the_first_step_is_seen_through() -> None:
    spec = optimizer(
        "buffer",
        m[0] == 0,
        g[t] == grad(theta[t]),
        m[t] == where(t > 1, gamma * m[t - 1] + g[t], g[t]),
        theta[t + 1] == theta[t] - eta * m[t],
    )
    assert identify(spec).nearest == "momentum"


def test_reports() -> None:
    proved, refuted = identify(VARIANTS[0][0]), _crossed()
    assert str(proved).startswith("L2 is a variant of adam-outside (proved): weight decay: L2, added to the gradient\n")
    assert str(refuted).startswith("crossed is nearest to adam-outside (refuted)\n")
    value = json.loads(json.dumps(proved.json()))
    assert value["departures"] == {"weight decay": "L2, added to the gradient"}
    assert value["matched"]["verdict"] == "proved"
    assert json.loads(json.dumps(refuted.json()))["matched"] is None


def test_refusals() -> None:
    with pytest.raises(InputError, match="identify takes a specification, got 'adam'"):
        identify("adam")  # type: ignore[arg-type]
