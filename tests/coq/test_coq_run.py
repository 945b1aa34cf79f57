"""The second kernel, end to end. Coq has to be there: without it these tests are left out, and fail in CI."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from adaptsym import catalogue
from adaptsym.catalogue.false_claims import FALSE_CLAIMS, FalseClaim
from adaptsym.claims import Claim, claim
from adaptsym.cli import main
from adaptsym.cli import prove as cli_prove
from adaptsym.coq import run
from adaptsym.coq.assumptions import forbidden
from adaptsym.coq.document import Key, document, final
from adaptsym.coq.refutation import refutations
from adaptsym.coq.run import Job, prove_with_coq, require_coq, sketched
from adaptsym.coq.statement import Section
from adaptsym.coq.text import BIG, OWN, ROWS
from adaptsym.errors import CoqError
from adaptsym.kernel.objects import Theorem
from adaptsym.notation import (
    bound,
    dot,
    eta,
    g,
    gamma,
    i,
    maximum,
    minimum,
    norm,
    p,
    sign,
    sqrt,
    t,
    theta,
    total,
    velocity,
    where,
)
from adaptsym.proof import Result, Verdict, prove
from adaptsym.spec import Spec, optimizer, replaced
from adaptsym.term import Equation, Op, Term, rebuild

CLOSED_FORM, STEP, FROM_THE_START = catalogue.momentum.claims[:3]


def results(spec: Spec, *claims: Claim) -> list[Result]:
    return prove(spec, claims or spec.claims[:3])


@pytest.fixture(scope="module")
def momentum() -> list[Result]:
    return results(catalogue.momentum)


def claimed(found: Result, **changes: object) -> Result:
    """A result that pretends that its proof proves another claim."""
    assert found.theorem is not None
    other = replace(found.claim, **changes)  # type: ignore[arg-type]
    return replace(found, claim=other, theorem=replace(found.theorem, claim=other))


def test_the_theorems_of_the_chapter_are_proved_by_both(momentum: list[Result]) -> None:
    found = prove_with_coq([*momentum, *results(catalogue.gradient_descent)])
    assert [str(x) for x in found if not x.agrees] == []
    assert all(str(x).endswith("proved by both") for x in found)


@pytest.mark.parametrize(
    "right",
    [
        -eta * total(gamma ** (t - i + 1) * g[i], i, 1, t),
        -eta * total(gamma ** (t - i) * g[i], i, 1, t - 1),
        eta * total(gamma ** (t - i) * g[i], i, 1, t),
        -eta * total(gamma ** (t - i) * (g[i] * g[i]), i, 1, t),
    ],
)
def test_a_mutant_under_another_claims_proof_does_not_compile(momentum: list[Result], right: object) -> None:
    mutant = claimed(momentum[0], right=right)
    (found,) = prove_with_coq([mutant])
    assert not found.agrees
    assert found.verdict == "undecided"


def test_a_claim_from_too_early_a_step_does_not_compile(momentum: list[Result]) -> None:
    (found,) = prove_with_coq([claimed(momentum[1], since=0)])
    assert not found.agrees


def test_one_failure_leaves_the_rest_standing(momentum: list[Result]) -> None:
    wrong = claimed(momentum[2], right=theta[1] - eta * total(g[i], i, 1, t))
    found = prove_with_coq([*momentum[:2], wrong])
    assert [x.agrees for x in found] == [True, True, False]


def test_what_uses_a_failing_theorem_fails_with_it(momentum: list[Result]) -> None:
    wrong = claimed(momentum[0], right=eta * total(gamma ** (t - i) * g[i], i, 1, t))
    step = momentum[1].theorem
    assert step is not None
    assert wrong.theorem is not None
    uses = replace(momentum[1], theorem=replace(step, lemmas=(wrong.theorem,)))
    assert not any(x.agrees for x in prove_with_coq([uses]))


BRANCHED = where(g[t] > 0, maximum(g[t], 1), minimum(abs(g[t]), 1))
FALSE = {
    "a sum, and a sign": (catalogue.momentum, claim("x", velocity[t] == eta * total(gamma ** (t - i) * g[i], i, 1, t))),
    "an order": (catalogue.momentum, claim("rises", velocity[t] > velocity[t - 1], given=g[t] > 0)),
    "vanishes up to step 3": (catalogue.momentum, claim("x", velocity[t] >= t * (t - 1) * (t - 2) * (t - 3) - 9)),
    "a value before the first": (catalogue.momentum, claim("x", velocity[t] == total(g[i], i, 0, t))),
    "no quotient": (catalogue.gradient_descent, claim("x", eta / (eta - eta) == 0)),
    "no quotient in a sum": (catalogue.gradient_descent, claim("x", total(eta / (i - 2), i, 1, t) == -eta)),
    "no root": (catalogue.gradient_descent, claim("x", sqrt(-eta) == 0)),
    "no power": (catalogue.gradient_descent, claim("x", (eta - eta) ** (-2) == 0)),
    "a law": (catalogue.gradient_descent, claim("x", abs(g[t + 1]) < bound / 2, given=abs(g[i]) <= bound)),
    "two elements": (catalogue.SPECS["adamp"], claim("x", dot(p[t], theta[t]) >= 0)),
    "each element": (catalogue.SPECS["adamp"], claim("x", p[t] >= dot(theta[t], theta[t]))),
    "a root": (catalogue.adagrad, claim("x", theta[t + 1] == theta[t] - eta * g[t])),
    "branches": (
        catalogue.gradient_descent,
        claim("x", sign(g[t]) == BRANCHED),
    ),
}


def test_false_claims_are_refuted_by_both() -> None:
    found = [r for spec, c in FALSE.values() for r in results(spec, c)]
    assert [r.verdict for r in found] == [Verdict.REFUTED] * len(FALSE)
    assert [str(x) for x in prove_with_coq(found) if not x.agrees] == []


@pytest.mark.parametrize(
    "change",
    [
        lambda r: {"claim": replace(r.claim, right=CLOSED_FORM.right)},
        lambda _: {"witness": None},
        lambda r: {"witness": replace(r.witness, hyperparameters={**r.witness.hyperparameters, "gamma": Fraction(2)})},
        lambda r: {"witness": replace(r.witness, hyperparameters={"gamma": Fraction(1, 2)})},
        lambda r: {"witness": replace(r.witness, gradients=((Fraction(0),),))},
        lambda r: {"witness": replace(r.witness, t=0)},
        lambda r: {"claim": replace(r.claim, given=(g[i] > 100,))},
        lambda r: {"claim": replace(r.claim, given=(gamma > 1,))},
    ],
    ids=["true", "none", "outside the domain", "a letter lost", "other gradients", "too early", "a law", "a condition"],
)
def test_a_witness_that_is_none_refutes_nothing(change: Callable[[Result], dict[str, object]]) -> None:
    (false,) = results(*FALSE["a sum, and a sign"])
    (found,) = prove_with_coq([replace(false, **change(false))])  # type: ignore[arg-type]
    assert not found.agrees


def test_a_false_statement_is_a_true_one_of_coqs_only_if_it_is_said_so() -> None:
    """The negation is of the claim as it stands: where it is another, Coq does not accept the proof."""
    (false,) = results(*FALSE["a sum, and a sign"])
    text = refutations([false]).text
    right = text.replace(": Prop := forall (g", ": Prop := forall (never_ : False) (g")
    assert text != right
    assert accepted(text)
    assert not accepted(right)


def accepted(text: str) -> bool:
    """Whether Coq compiles a file."""
    coqc = require_coq()
    with TemporaryDirectory() as folder:
        (Path(folder) / "File.v").write_text(text)
        return not run._compiled(coqc, run._library(coqc), Path(folder), "File").complaint


def everywhere(x: Term) -> Term:
    """The same with products over all parameters."""
    y = rebuild(x, everywhere)
    return Op(f"{y.op}_all", y.args) if isinstance(y, Op) and y.op in OWN else y


def test_products_over_all_parameters_are_said_too() -> None:
    one = catalogue.SPECS["adamp"]
    equations = (Equation(e.left, everywhere(e.right)) for e in (*one.initial, *one.equations))
    spec = optimizer("adamp-everywhere", *equations)
    right = next(c for c in one.claims if c.name == "projection is orthogonal")
    claims = [
        replace(right, left=everywhere(right.left), right=everywhere(right.right)),
        claim("keeps the norm", everywhere(norm(theta[t + 1])) == everywhere(norm(theta[t]))),
    ]
    found = prove(spec, [replace(c, given=tuple(map(everywhere, c.given))) for c in claims])  # type: ignore[arg-type]
    assert [str(x).split(": ", 2)[2] for x in prove_with_coq(found)] == ["proved by both", "refuted by both"]


def test_products_over_one_and_over_all_parameters_are_not_mixed() -> None:
    c = claim("x", dot(g[t], g[t]) > everywhere(dot(g[t], g[t])))
    (found,) = prove_with_coq(results(catalogue.gradient_descent, c))
    assert (found.result.verdict, found.agrees) == (Verdict.REFUTED, False)
    assert "not said together" in found.reason


# ---------------------------------------------------------------- attempts to have a wrong statement pass


def test_two_claims_of_one_name_are_two(momentum: list[Result]) -> None:
    wrong = claimed(momentum[0], right=eta * total(gamma ** (t - i) * g[i], i, 1, t))
    assert [x.agrees for x in prove_with_coq([momentum[0], wrong])] == [True, False]
    assert [x.agrees for x in prove_with_coq([wrong, momentum[0]])] == [False, True]


def test_a_theorem_of_another_claim_or_specification_is_not_looked_at(momentum: list[Result]) -> None:
    first, second = momentum[:2]
    slower = replaced(catalogue.momentum, eta, 2 * eta)
    found = [
        replace(first, theorem=second.theorem),
        replace(first, claim=replace(first.claim, right=-first.claim.right)),
        replace(first, spec=slower),
        replace(first, theorem=None),
    ]
    assert {x.reason for x in prove_with_coq(found)} == {"its theorem is about something else"}


def test_a_lemma_about_another_specification_carries_nothing(momentum: list[Result]) -> None:
    other = prove(replaced(catalogue.momentum, eta, 2 * eta), catalogue.momentum.claims[:1])[0]
    wrong = replace(momentum[0], theorem=None) if momentum[1].theorem is None else momentum[1]
    assert wrong.theorem is not None
    foreign = replace(wrong.theorem.lemmas[0], spec=other.spec)
    (found,) = prove_with_coq([replace(wrong, theorem=replace(wrong.theorem, lemmas=(foreign,)))])
    assert not found.agrees


@pytest.mark.parametrize(
    ("rows", "op", "text"),
    [
        (ROWS, "sub", "{} + {}"),
        (ROWS, "le", "{1} <= {0}"),
        (BIG, "sum", "Prod"),
    ],
)
def test_an_operator_written_as_another_is_noticed(
    rows: dict[str, str], op: str, text: str, momentum: list[Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    bounded = next(r for r in prove(catalogue.momentum) if r.claim.name == "velocity below a bound")
    monkeypatch.setitem(rows, op, text)
    assert [x.verdict for x in prove_with_coq([momentum[0], bounded])] == ["undecided"] * 2


def test_what_does_not_stand_in_the_file_is_not_proved(momentum: list[Result], monkeypatch: pytest.MonkeyPatch) -> None:
    good = document

    def shorter(theorems: list[Theorem], without: Mapping[Key, str]) -> object:
        return good(theorems[1:], without)

    monkeypatch.setattr(run, "document", shorter)
    found = prove_with_coq([momentum[2], momentum[0]])
    assert [x.reason for x in found] == ["it does not stand in the file", ""]


def test_an_undecided_claim_is_not_coqs_business(momentum: list[Result]) -> None:
    (found,) = prove_with_coq([replace(momentum[0], verdict=Verdict.UNDECIDED, theorem=None, reason="left over")])
    assert (found.agrees, found.reason) == (False, "left over")


def test_the_files_admit_nothing_and_can_be_kept(momentum: list[Result], tmp_path: Path) -> None:
    prove_with_coq(momentum, tmp_path / "coq")
    kept = {p.name: p.read_text() for p in (tmp_path / "coq").iterdir()}
    assert set(kept) == {"Adaptsym.v", "Numbers.v", "Momentum.v"}
    assert "Timeout" not in kept["Momentum.v"]
    assert forbidden(kept["Momentum.v"]) is None
    said = len(re.findall(r"^(?:Theorem|Lemma) ", kept["Momentum.v"], re.M))
    assert said == kept["Momentum.v"].count("\nQed.") >= 2 * len(momentum)


def test_an_axiom_in_a_file_is_seen(momentum: list[Result], monkeypatch: pytest.MonkeyPatch) -> None:
    good = document

    def with_axiom(theorems: list[Theorem], without: Mapping[Key, str]) -> object:
        doc = good(theorems, without)
        first = replace(doc.pieces[0], lines=(*doc.pieces[0].lines, "Section More. Variable mine : 0 = 1. End More."))
        return replace(doc, pieces=(first, *doc.pieces[1:-1], replace(doc.pieces[-1], lines=AXIOM)))

    AXIOM = ("Local Definition more : 0 = 1. Admitted.", *final(["more"]))
    monkeypatch.setattr(run, "document", with_axiom)
    monkeypatch.setattr(run, "forbidden", lambda _: None)
    found = prove_with_coq(momentum)
    assert {x.reason for x in found} == {"it rests on more"}


def test_equations_without_a_model_prove_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    good = Section.hypotheses
    monkeypatch.setattr(Section, "hypotheses", lambda self: [*good(self), ("step_more", "theta (0)%nat = 1")])
    (found,) = prove_with_coq(results(catalogue.gradient_descent))
    assert found.reason.startswith("no model of the equations was accepted")


def test_other_values_than_pythons_prove_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adaptsym.coq.examples.Exhibited.python", lambda *_: [Fraction(7)])
    (found,) = prove_with_coq(results(catalogue.gradient_descent))
    assert found.reason.startswith("the values that Python computes are not shown to be Coq's")


def test_a_forbidden_word_stops_a_file(momentum: list[Result], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "forbidden", lambda _: "Admitted")
    assert {x.reason for x in prove_with_coq(momentum)} == {"the file says Admitted"}


def test_a_sketch_keeps_statements_and_leaves_proofs_out(momentum: list[Result]) -> None:
    doc = Job("Momentum", False, tuple(momentum)).written({})
    keys = {p.key for p in doc.pieces if p.key is not None}
    text = sketched(doc, keys).text
    assert "Qed." not in text
    assert text.count("Theorem ") == doc.text.count("Theorem ")
    assert sketched(doc, set()).text == doc.text


# ---------------------------------------------------------------- the command line


def test_prove_says_what_both_kernels_say(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["prove", "gradient_descent", "--kernel", "coq"]) == 0
    out = capsys.readouterr().out.splitlines()
    assert out == [f"gradient_descent: {c.name}: proved by both" for c in catalogue.gradient_descent.claims]


def test_prove_has_coq_refute_what_people_say(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    said = claim("the parameter never moves", theta[t + 1] == theta[t])
    spec = catalogue.gradient_descent
    monkeypatch.setattr(cli_prove, "FALSE_CLAIMS", (FalseClaim(spec, said, spec, ()),))
    assert main(["prove", "gradient_descent", "--kernel", "coq", "--json"]) == 0
    *_, row = json.loads(capsys.readouterr().out)
    assert (row["claim"], row["verdict"], row["expected"]) == (said.name, "refuted", "refuted")
    assert row["coq"] == {"verdict": "refuted", "reason": None}
    true = FalseClaim(spec, spec.claims[0], spec, ())
    monkeypatch.setattr(cli_prove, "FALSE_CLAIMS", (true,))
    assert main(["prove", "gradient_descent", "--kernel", "coq"]) == 1


@pytest.mark.parametrize("said", FALSE_CLAIMS, ids=lambda x: x.claim.name)
def test_what_people_say_can_be_denied_in_coq(said: FalseClaim) -> None:
    """Written out only: `adaptsym prove --kernel coq` has Coq accept it."""
    assert refutations(prove(said.spec, [said.claim])).unsaid == {}


def test_prove_json_has_both_verdicts(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    call = ["prove", "gradient_descent", "--kernel", "coq", "--json", "--certificates", str(tmp_path / "c")]
    assert main(call) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["claim"] for row in rows] == [c.name for c in catalogue.gradient_descent.claims]
    for row in rows:
        assert row["statement"].startswith(r"\theta_{t+1} = ")
        assert row["conditions"] == [r"t \ge 0"]
        assert row["method"] == "induction"
        assert row["seconds"] > 0
        assert row["verdict"] == row["expected"] == "proved"
        assert row["coq"] == {"verdict": "proved", "reason": None}
    assert (tmp_path / "c" / "coq" / "GradientDescent.v").is_file()
    assert main(["recheck", str(tmp_path / "c")]) == 0


@pytest.fixture
def without_coq(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("ask", [require_coq, lambda: prove_with_coq([])])
def test_without_coq_the_error_says_what_to_install(without_coq: Path, ask: Callable[[], object]) -> None:
    with pytest.raises(CoqError, match=r"coqc is not installed.*--no-install-recommends coq"):
        ask()


def test_without_coq_the_call_ends_with_2_and_one_line(without_coq: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["prove", "momentum", "--kernel", "coq", "--certificates", str(without_coq / "c")]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("adaptsym: coqc is not installed")
    assert said.err.count("\n") == 1
    assert not (without_coq / "c").exists()
