"""What is written for Coq: names, numbers, and files (`ADAPTSYM_WRITE_GOLDEN=1 pytest tests/coq` writes those anew)."""

import os
from fractions import Fraction
from pathlib import Path

import pytest

from adaptsym.catalogue import SPECS, momentum
from adaptsym.claims import claim
from adaptsym.coq.document import Document, document
from adaptsym.coq.numbers import Numbers
from adaptsym.coq.refutation import refutations
from adaptsym.coq.text import BIG, REDUCED, RESERVED, ROWS, UNSAID, Writer, ident, number, slug
from adaptsym.errors import CoqError
from adaptsym.notation import eta, g, gamma, i, sqrt, t, term, total, velocity
from adaptsym.proof import prove
from adaptsym.term import OPERATORS, Term

GOLDEN = Path(__file__).parent / "golden"


def of(spec_name: str, *names: str) -> Document:
    spec = SPECS[spec_name]
    found = prove(spec, [c for c in spec.claims if c.name in names])
    return document([r.theorem for r in found if r.theorem is not None])


def false_claims() -> Document:
    wrong = claim("sign", velocity[t] == eta * total(gamma ** (t - i) * g[i], i, 1, t))
    return refutations(prove(momentum, [wrong]))


DOCUMENTS = {
    "descent": lambda: of("gradient_descent", "parameter from the start"),
    "adam": lambda: of("adam", "first moment", "factors", "bias is within a hundredth at step 3916"),
    "amsgrad": lambda: of("amsgrad", "largest never falls"),
    "refuted": false_claims,
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_files_are_as_they_were(name: str) -> None:
    text = DOCUMENTS[name]().text
    file = GOLDEN / f"{name}.v"
    if os.environ.get("ADAPTSYM_WRITE_GOLDEN") == "1":
        GOLDEN.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


def test_every_operator_is_said_or_named_as_unsaid() -> None:
    assert {*ROWS, *REDUCED, *UNSAID, "pow", "where"} == set(OPERATORS)
    assert set(BIG) == {"sum", "product"}


@pytest.mark.parametrize("name", ["s", "s_hat", "S", "e", "size_", "sqrt", "u'", "#0", "#1", "_x", "fun", "law"])
def test_names_are_coqs_and_stay_apart(name: str) -> None:
    taken = {ident(n) for n in ("s", "S", "e", "sqrt", "s_", "S_", "fun", "size_") if n != name}
    assert ident(name) not in taken
    assert ident(name) not in RESERVED


def test_theorems_are_called_after_their_claims() -> None:
    assert slug("largest never falls") == "thm_largest_never_falls"


@pytest.mark.parametrize(
    ("q", "text"), [(0, "0"), (-3, "- 3"), (Fraction(1, 2), "1 / 2"), (Fraction(-1, 2), "- (1 / 2)")]
)
def test_numbers_are_written_exactly(q: Fraction, text: str) -> None:
    assert number(Fraction(q)) == text


NEARLY = sqrt(term(2)) - term("1.41421356237309504880168")


def test_an_enclosure_shows_a_sign_that_floats_do_not_see() -> None:
    lines = Numbers(Writer()).sign(NEARLY, strict=True)
    assert lines[-1].startswith("apply (is_positive")


@pytest.mark.parametrize("x", [-NEARLY, term(0) * sqrt(term(2)), eta - 1, sqrt(term(-1)), term(1) / (term(1) - 1)])
def test_what_an_enclosure_does_not_show_is_refused(x: Term) -> None:
    with pytest.raises(CoqError):
        Numbers(Writer()).sign(x, strict=True)


def test_powers_are_halved() -> None:
    lines = Numbers(Writer()).sign(term("0.999") ** 100_000, strict=False)
    assert len(lines) < 50
    assert max(map(len, lines)) < 600
