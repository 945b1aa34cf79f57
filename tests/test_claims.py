"""Claims: what is said, in one line, and what cannot be a claim."""

import copy
import pickle

import pytest

from adaptsym import catalogue
from adaptsym.claims import RELATIONS, claim, subject
from adaptsym.errors import ClaimError
from adaptsym.notation import eta, g, i, r, s, t, theta


@pytest.mark.parametrize("relation", RELATIONS)
def test_a_claim_keeps_its_sides_and_its_relation(relation):
    statement = {
        "eq": s[t] == r[t],
        "le": s[t] <= r[t],
        "lt": s[t] < r[t],
        "ge": s[t] >= r[t],
        "gt": s[t] > r[t],
    }[relation]
    c = claim("two moments", statement, since=3)
    assert c.left == s[t]
    assert c.right == r[t]
    assert c.relation == relation
    assert str(c) == f"s[t] {RELATIONS[relation]} r[t] for t >= 3"


def test_conditions_and_settings_stand_alone_or_in_a_tuple():
    one = claim("x", s[t] == 0, given=r[t] > 0, at=eta == 0)
    assert one == claim("x", s[t] == 0, given=(r[t] > 0,), at=(eta == 0,))
    assert str(one) == "s[t] == 0 for t >= 1, given eta == 0 and r[t] > 0"
    assert claim("x", s[t] == 0, given=(r[t] > 0, abs(g[i]) <= 1)).given[1] == (abs(g[i]) <= 1)


def test_hints_are_no_part_of_what_is_said():
    assert claim("x", s[t] == r[t], hints=(g[t],)) == claim("x", s[t] == r[t])
    assert claim("x", s[t] == r[t]) != claim("x", s[t] == r[t], since=0)


@pytest.mark.parametrize("c", [c for spec in catalogue.SPECS.values() for c in spec.claims], ids=lambda c: c.name)
def test_claims_are_values(c):
    for twin in (copy.deepcopy(c), pickle.loads(pickle.dumps(c))):
        assert twin == c
        assert hash(twin) == hash(c)
        assert str(twin) == str(c)


def test_the_subject_of_a_claim():
    assert subject(claim("x", theta[t + 1] == theta[t])) == "theta"
    assert subject(claim("x", 2 * s[t] == r[t])) is None


@pytest.mark.parametrize(("name", "since", "message"), [("", 1, "has a name"), (3, 1, "has a name")])
def test_a_claim_has_a_name(name, since, message):
    with pytest.raises(ClaimError, match=message):
        claim(name, s[t] == r[t], since=since)


@pytest.mark.parametrize("since", ["1", 1.0, True, None])
def test_the_first_t_is_a_whole_number(since):
    with pytest.raises(ClaimError, match="since is the first t, a whole number, got"):
        claim("x", s[t] == r[t], since=since)
