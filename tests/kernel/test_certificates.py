"""Certificates: stored, read back, rechecked; tampered with, refused."""

import copy
import json
import random
import subprocess
import sys

import pytest

from adaptsym import catalogue
from adaptsym.claims import claim
from adaptsym.errors import CertificateError, ProofError
from adaptsym.kernel.certificate import decode, digest, dumps, encode, loads
from adaptsym.kernel.check import check
from adaptsym.kernel.objects import Chain, Difference, Induction, Meeting, Rule, Step, Theorem
from adaptsym.notation import POSITIVE, REAL, eta, g, gamma, hyperparameter, t, theta, velocity
from adaptsym.proof import prove
from adaptsym.proof.refute import refute
from adaptsym.spec import optimizer, replaced

THEOREMS = [r.theorem for spec in catalogue.SPECS.values() for r in prove(spec) if r.theorem is not None]


def ident(theorem):
    return f"{theorem.spec.name}-{theorem.claim.name}"


@pytest.mark.parametrize("theorem", THEOREMS, ids=ident)
def test_there_and_back(theorem):
    text = dumps(theorem)
    assert loads(text) == theorem
    assert dumps(loads(text)) == text
    assert digest(loads(text)) == digest(theorem)
    assert len(text) < 60_000


@pytest.mark.parametrize("theorem", THEOREMS, ids=ident)
def test_a_proof_of_one_claim_proves_no_other(theorem):
    for other in THEOREMS:
        if other.spec == theorem.spec and other.claim != theorem.claim:
            with pytest.raises(ProofError):
                check(Theorem(theorem.spec, other.claim, theorem.proof, theorem.lemmas))


def places(value, path=()):
    """Every place of a JSON value."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in items:
        yield from places(part, (*path, key))


def changed(value, path, chance):
    """A copy with one place changed."""
    value = copy.deepcopy(value)
    if not path:
        return chance.choice([None, [], {}, 3, "x"])
    holder = value
    for key in path[:-1]:
        holder = holder[key]
    old = holder[path[-1]]
    if isinstance(old, bool):
        new = not old
    elif isinstance(old, int):
        new = old + chance.choice((-1, 1, 2))
    elif isinstance(old, str):
        new = chance.choice(
            ["add", "sub", "mul", "g", "t", "theta", "eta", "ring", "peel", "symbol", "eq", "ge", old + "x"]
        )
    elif isinstance(old, list):
        new = chance.choice([old[::-1], old[:-1], old[:1] + old[2:] + old[1:2], [*old, *old[-1:]], None, 0])
    else:
        new = chance.choice([None, {}, [], 1])
    holder[path[-1]] = new
    return value


@pytest.mark.parametrize("theorem", THEOREMS[::3], ids=ident)
def test_tampered_certificates_are_refused_or_still_true(theorem):
    """A changed certificate is refused with one line; or what it says now is not refuted by any instance."""
    chance = random.Random(theorem.claim.name)
    value = encode(theorem)
    every = list(places(value))
    refused = 0
    for path in chance.sample(every, min(60, len(every))):
        try:
            now = loads(json.dumps(changed(value, path, chance)))
        except CertificateError as error:
            refused += "\n" not in str(error)
            continue
        if now.claim != theorem.claim or now.spec != theorem.spec:
            assert refute(now.spec, now.claim, instances=3) is None
    assert refused > 20


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", "null", "{", '{"format": "adaptsym certificate"}', "[" * 5000, '"x"', "NaN", "1" * 5000, "\x00"],
)
def test_what_is_no_certificate(text):
    with pytest.raises(CertificateError) as caught:
        loads(text)
    assert "\n" not in str(caught.value)


def test_the_line_that_fails_is_named():
    theorem = next(x for x in THEOREMS if ident(x) == "momentum-velocity")
    value = encode(theorem)
    steps = value["theorem"]["proof"]["induction"]["step"]["meeting"][0]["steps"]
    steps[0][1][0] = "add"
    with pytest.raises(
        CertificateError, match=r"momentum, 'velocity' does not recheck: the step 'equation' does not lead"
    ):
        loads(json.dumps(value))


def test_another_version_is_refused():
    value = encode(THEOREMS[0])
    value["version"] = 2
    with pytest.raises(CertificateError, match=r"version 1, got .* version 2"):
        decode(value)


# ---------------------------------------------------------------- proofs by hand that must be refused

RING = Rule("ring")


def refused(spec, c, proof, message, lemmas=()):
    with pytest.raises(ProofError, match=message):
        check(Theorem(spec, c, proof, lemmas))


def test_an_equation_does_not_reach_back_before_the_first_step():
    wrong = claim("x", velocity[t] == gamma * velocity[t - 1] - eta * g[t], since=0)
    chain = Chain(wrong.left, (Step(Rule("equation", (wrong.left,)), wrong.right),))
    refused(catalogue.momentum, wrong, Meeting(chain, Chain(wrong.right)), "value at that index|steps begin")


def test_the_hypothesis_is_not_the_claim_itself():
    wrong = claim("x", velocity[t] == 0, since=0)
    base = Meeting(Chain(velocity[0], (Step(Rule("initial", (velocity[0],)), wrong.right),)), Chain(wrong.right))
    step = Meeting(Chain(velocity[t], (Step(Rule("hypothesis"), wrong.right),)), Chain(wrong.right))
    refused(catalogue.momentum, wrong, Induction(base, step), "does not stand in")


def test_a_symbol_does_not_pass_by_its_name():
    fake = hyperparameter("gamma", r"\gamma", POSITIVE, "discount factor", "momentum")
    wrong = claim("x", velocity[t] == fake * velocity[t - 1] - eta * g[t])
    refused(catalogue.momentum, wrong, Meeting(Chain(wrong.left), Chain(wrong.right)), "two symbols are called 'gamma'")


def test_a_letter_claims_no_domain_and_takes_no_name():
    from adaptsym.kernel.objects import Let
    from adaptsym.term import Equation

    c = claim("x", theta[t + 1] == theta[t] + velocity[t])
    proof = Meeting(Chain(c.left, (Step(Rule("equation", (c.left,)), c.right),)), Chain(c.right))
    check(Theorem(catalogue.momentum, c, proof))
    for left in (hyperparameter("u", "u", POSITIVE), gamma):
        refused(catalogue.momentum, c, Let((Equation(left, 1 - gamma),), proof), "letter|two symbols|taken")
    u = hyperparameter("u", "u", REAL)
    refused(catalogue.momentum, c, Let((Equation(u, g[t]),), proof), "changes with an index")
    refused(catalogue.momentum, c, Let((Equation(u, 1 / (gamma - gamma)),), proof), "definedness")


def test_an_inequality_needs_a_visible_sign():
    c = claim("x", theta[t + 1] >= theta[t])
    refused(catalogue.momentum, c, Difference(Chain(theta[t + 1] - theta[t])), "not shown to be non-negative")
    refused(catalogue.momentum, c, Meeting(Chain(c.left), Chain(c.right)), "does not prove a claim")


def test_settings_are_numbers_of_the_closed_domain():
    from adaptsym.claims import Claim
    from adaptsym.term import Equation

    c = claim("x", theta[t + 1] == theta[t] + velocity[t])
    proof = Meeting(Chain(c.left, (Step(Rule("equation", (c.left,)), c.right),)), Chain(c.right))
    for right, message in ((eta, "no number"), (-gamma, "no number")):
        odd = Claim(c.name, c.left, c.relation, c.right, (), (Equation(gamma, right),), 1)
        refused(catalogue.momentum, odd, proof, message)
    far = claim("x", theta[t + 1] == theta[t] + velocity[t], at=gamma == 2)
    refused(catalogue.momentum, far, proof, "outside its domain")


def test_theorems_of_another_specification_do_not_count():
    other = replaced(catalogue.momentum, gamma, 0)
    lemma = next(r.theorem for r in prove(other) if r.theorem)
    c = claim("x", theta[t + 1] == theta[t] + velocity[t])
    proof = Meeting(Chain(c.left, (Step(Rule("equation", (c.left,)), c.right),)), Chain(c.right))
    refused(catalogue.momentum, c, proof, "about another specification", (lemma,))


def test_rules_are_applied_to_the_right_things():
    c = claim("x", theta[t + 1] == theta[t] + velocity[t])
    for rule in (
        Rule("equation"),
        Rule("equation", ("theta",)),
        Rule("peel", (g[t],)),
        Rule("magic"),
        Rule("root", (g[t], g[t])),
        Rule("equation", (velocity[t],)),
        Rule("theorem", ("x", t)),
        Rule("letter", (eta, "fold")),
    ):
        refused(catalogue.momentum, c, Meeting(Chain(c.left, (Step(rule, c.right),)), Chain(c.right)), ".")


def test_rechecking_loads_neither_the_search_nor_sympy(tmp_path):
    file = tmp_path / "certificate.json"
    file.write_text(dumps(THEOREMS[0]), encoding="utf-8")
    code = (
        "import sys; from adaptsym.kernel.certificate import loads; loads(open(sys.argv[1]).read()); "
        "print(sorted(m for m in sys.modules if m.startswith(('adaptsym.proof', 'sympy', 'numpy'))))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(file)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    assert optimizer("x", *catalogue.momentum.initial, *catalogue.momentum.equations).first == 1
