"""Ill-formed specifications are refused with one clear line."""

import pytest

from adaptsym import catalogue
from adaptsym.claims import claim
from adaptsym.errors import AdaptsymError, ClaimError, InputError
from adaptsym.notation import (
    POSITIVE,
    Kind,
    absolute,
    eta,
    g,
    gamma,
    grad,
    hyperparameter,
    i,
    norm,
    r,
    rho1,
    s,
    sequence,
    t,
    term,
    theta,
    total,
    velocity,
    where,
)
from adaptsym.spec import optimizer, replaced
from adaptsym.term import REAL

c, one = sequence("c"), sequence("one", kind=Kind.SHARED)
other_eta = hyperparameter("eta", r"\eta", REAL, "learning rate", "learning_rate")


twin = hyperparameter("twin", "b", code="beta1")
rising = claim("rising", theta[t + 1] >= theta[t])


def descent(*more, name="bad", claims=()):
    return optimizer(name, *more, g[t] == grad(theta[t]), theta[t + 1] == theta[t] - eta * g[t], claims=claims)


def descent_scheduled(claims=()):
    return optimizer("bad", g[t] == grad(theta[t]), theta[t + 1] == theta[t] - eta[t] * g[t], claims=claims)


REFUSED = {
    "undeclared symbol": (lambda: descent(c[t] == r[t]), "r is used in the equation of .* and no equation defines it"),
    "definition before it stands": (
        lambda: descent(c[t] == 2 * s[t], s[t] == eta * c[t]),
        "c uses s.* before it stands; move the equation of s up",
    ),
    "reads its own present": (lambda: descent(c[t] == c[t] + 1), "c reads its own present"),
    "missing initial value": (lambda: descent(c[t] == c[t - 1] + 1), r"c has no initial value: write c\[0\] =="),
    "float": (lambda: descent(c[t] == 0.9 * theta[t]), "the float 0.9"),
    "chained equality": (lambda: descent(c[t] == eta * t == rho1 * t), "write one == for each equation"),
    "array where a scalar belongs": (lambda: descent(one[t] == theta[t]), "one.* holds one number for all parameters"),
    "two rows of one name": (lambda: descent(c[0] == 0, c[t] == other_eta * c[t - 1]), "two symbols are called 'eta'"),
    "given twice": (lambda: descent(c[t] == eta * t, c[t] == eta), "c is given twice"),
    "no gradient": (lambda: optimizer("bad", theta[t + 1] == theta[t] - eta), "where the gradient is taken"),
    "two gradients": (lambda: descent(c[t] == grad(theta[t])), "2 equations say where the gradient is taken"),
    "gradient inside a term": (
        lambda: optimizer("bad", theta[t + 1] == theta[t] - eta * grad(theta[t]), g[t] == grad(theta[t])),
        "must stand alone",
    ),
    "no step": (lambda: optimizer("bad"), "no equation of a step"),
    "nothing moves": (lambda: optimizer("bad", g[t] == grad(g[t])), "g reads its own present|moves the parameter"),
    "future of a state": (
        lambda: descent(s[0] == 0, c[0] == 0, s[t] == s[t - 1] + 1, c[t] == c[t - 1] + s[t + 1]),
        "future of s",
    ),
    "too far back": (lambda: descent(c[0] == 0, c[t] == c[t - 2]), "2 steps back; carry it by a state"),
    "initial values that disagree": (
        lambda: descent(c[0] == 0, s[1] == 0, c[t] == c[t - 1] + 1, s[t] == s[t - 1] + 1),
        "disagree on the first t",
    ),
    "initial value of nothing": (lambda: descent(c[0] == 0), "c has an initial value and no equation"),
    "two initial values": (lambda: descent(c[0] == 0, c[0] == 1, c[t] == c[t - 1] + 1), "c has two initial values"),
    "initial value from the future": (
        lambda: descent(c[0] == g[3], c[t] == c[t - 1] + 1),
        r"uses g\[3\]; besides numbers there are",
    ),
    "initial value that depends on t": (lambda: descent(c[0] == t, c[t] == c[t - 1] + 1), "depends on t"),
    "two counters": (lambda: optimizer("bad", g[t] == grad(theta[t]), theta[i + 1] == theta[i] - eta), "two letters"),
    "loose index": (lambda: descent(c[t] == i * g[t]), "the index i .* is bound by nothing"),
    "sum over the past": (lambda: descent(c[t] == total(g[i], i, 1, t)), "sums over past steps"),
    "strange index": (lambda: descent(c[t] == g[2 * t]), "must be at t or near it"),
    "left side": (lambda: descent(2 * c[t] == g[t]), "the left side of an equation must be a sequence"),
    "constant and schedule": (lambda: descent(c[t] == eta[t] * g[t]), "both a constant and a schedule"),
    "comparison outside a branch": (lambda: descent(c[t] == (g[t] > 0) * g[t]), "outside the condition of where"),
    "condition that is none": (lambda: descent(c[t] == where(g[t], 1, 0)), "must be a comparison"),
    "reduction of a scalar": (lambda: descent(c[t] == norm(eta)), "norm needs an array"),
    "array exponent": (lambda: descent(c[t] == eta ** g[t]), "the exponent"),
    "own number into a shared one": (lambda: descent(one[t] == norm(g[t])), "one number for each parameter"),
    "usual value outside its domain": (lambda: descent(eta == 0), r"outside the domain \(0, oo\)"),
    "usual value of nothing": (lambda: descent(gamma == "0.9"), "stands in no equation"),
    "not an equation": (lambda: optimizer("bad", g[t]), "left == right"),
    "bad name": (lambda: descent(name="my optimizer!"), "cannot name an optimizer"),
    "claim about another symbol": (
        lambda: optimizer(
            "bad",
            g[t] == grad(theta[t]),
            theta[t + 1] == theta[t] - eta * g[t],
            claims=(claim("x", theta[t + 1] == s[t]),),
        ),
        "s is used, and no equation defines it",
    ),
    "claim with a loose index": (
        lambda: optimizer(
            "bad",
            g[t] == grad(theta[t]),
            theta[t + 1] == theta[t] - eta * g[t],
            claims=(claim("x", theta[t + 1] == g[i]),),
        ),
        "the index i is bound by no sum",
    ),
    "claim that fixes nothing": (
        lambda: optimizer(
            "bad",
            g[t] == grad(theta[t]),
            theta[t + 1] == theta[t] - eta * g[t],
            claims=(claim("x", theta[t + 1] == g[t], at=gamma == 0),),
        ),
        "gamma is set and is no hyperparameter",
    ),
    "two usual values": (lambda: descent(eta == 1, eta == 2), "eta has two usual values"),
    "usual value that is computed": (lambda: descent(eta == rho1 / 2), "a usual value is one number"),
    "initial value between steps": (
        lambda: descent(c[term("0.5")] == 0, c[t] == c[t - 1] + 1),
        r"1/2 stands in an index of c\[1/2\]",
    ),
    "no name": (lambda: optimizer(g[t] == grad(theta[t]), theta[t + 1] == theta[t]), "cannot name an optimizer"),
    "claims that are no tuple": (lambda: descent(claims=rising), "claims are a tuple"),
    "claims that are equations": (lambda: descent(claims=(theta[t + 1] == theta[t],)), "claims are a tuple"),
    "two claims of one name": (lambda: descent(claims=(rising, rising)), "two claims are called 'rising'"),
    "gradient at a number": (
        lambda: optimizer("bad", g[t] == grad(eta), theta[t + 1] == theta[t] - eta * g[t]),
        "the gradient is taken at eta, which is no array",
    ),
    "one name in code for two": (
        lambda: optimizer("bad", g[t] == grad(theta[t]), theta[t + 1] == rho1 * theta[t] - twin * g[t]),
        "rho1 and twin are both called 'beta1' in programs",
    ),
    "the parameter's initial value": (lambda: descent(theta[1] == 0), "no equation moves the parameter"),
    "index that is an array": (
        lambda: descent(claims=(claim("x", theta[t + 1] == total(g[i], i, 1, g[t])),)),
        r"g\[t\] stands in an index",
    ),
    "index that is no whole number": (
        lambda: descent(claims=(claim("x", theta[t + 1] == g[t - term("0.5")]),)),
        "1/2 stands in an index",
    ),
    "claim that fixes a schedule": (
        lambda: descent_scheduled(claims=(claim("x", theta[t + 1] == theta[t], at=eta == 0),)),
        "eta is set to one number and is a schedule here",
    ),
    "replacing a schedule": (lambda: replaced(descent_scheduled(), eta, 1), "only a constant can be replaced"),
    "replacing nothing": (lambda: replaced(catalogue.momentum, rho1, 0), "rho1 is no hyperparameter here"),
    "replacing by a number outside": (lambda: replaced(catalogue.momentum, gamma, 2), "outside its domain"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name):
    build, message = REFUSED[name]
    with pytest.raises(AdaptsymError, match=message) as caught:
        build()
    assert "\n" not in str(caught.value)


def test_the_same_words_in_order_are_taken():
    assert descent(c[0] == 0, c[t] == eta * c[t - 1]).name == "bad"
    assert descent(velocity[0] == 0, velocity[t] == velocity[t - 1] + absolute(theta[t])).first == 1


def test_claims_are_equations_or_comparisons():
    for wrong in (theta[t], 3, theta[t] + 1):
        with pytest.raises(ClaimError, match="left == right"):
            claim("x", wrong)
    with pytest.raises(ClaimError, match="a condition is a comparison"):
        claim("x", theta[t] == 1, given=(theta[t],))
    with pytest.raises(ClaimError, match="a setting is"):
        claim("x", theta[t] == 1, at=(theta[t] == 1,))
    with pytest.raises(ClaimError, match="one == for each"):
        claim("x", theta[t] == s[t] == r[t])


def test_unknown_names_are_answered_with_the_known_ones():
    with pytest.raises(InputError, match="the catalogue has gradient_descent, momentum"):
        catalogue.find("sgd")
    assert POSITIVE.low == 0
