"""What is written for Coq: names, numbers, and files (`ADAPTSYM_WRITE_GOLDEN=1 pytest tests/coq` writes those anew)."""

import os
import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from adaptsym.catalogue import SPECS, momentum
from adaptsym.claims import claim
from adaptsym.coq.document import Document, document, section_of, title
from adaptsym.coq.examples import Exhibited
from adaptsym.coq.numbers import Numbers
from adaptsym.coq.refutation import refutations
from adaptsym.coq.text import BIG, DEFINED, REDUCED, RESERVED, ROWS, UNSAID, Writer, ident, number, slug
from adaptsym.errors import CoqError
from adaptsym.notation import eta, g, gamma, i, sqrt, t, term, total, velocity
from adaptsym.proof import Verdict, prove
from adaptsym.term import OPERATORS, Symbol, Term

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


NAMES = ("a b", "a-b", "a_b", "a' b", "a defined", "a", "a <= b", "a >= b", "a2d b", "a'2d' b", "ä")


def test_theorems_are_called_after_their_claims() -> None:
    assert slug("largest never falls") == "thm_largest_never_falls"


@pytest.mark.parametrize("a", NAMES)
def test_theorems_of_different_claims_have_different_names(a: str) -> None:
    others = {f(b) for b in NAMES for f in (slug, lambda b: slug(b, DEFINED)) if b != a} | {slug(a, DEFINED)}
    assert slug(a) not in others
    assert re.fullmatch(r"[A-Za-z][A-Za-z0-9_']*", slug(a))


@pytest.mark.parametrize("name", ["x *) Axiom a : False. (*", 'x "', "x\nDefinition sqrt := 0."])
def test_a_title_closes_no_comment_and_opens_no_text(name: str) -> None:
    assert re.fullmatch(r"[^*()\"\n]*", title(name, (gamma == term("0.9"),)))


def test_words_that_are_one_in_coq_are_not_said() -> None:
    index, letter = (Symbol(replace(x.word, name=name)) for x, name in ((i, "é"), (gamma, "_e9_")))
    assert ident(index.word.name) == ident(letter.word.name)
    wrong = claim("captured", velocity[t] == total(letter * g[index], index, 1, t))
    (result,) = prove(momentum, [wrong])
    assert result.verdict is Verdict.REFUTED
    assert "have one name in Coq" in refutations([result]).unsaid[wrong]


WITHOUT: dict[str, list[str]] = {}


@pytest.mark.parametrize("name", SPECS)
def test_every_sequence_and_side_has_an_example(name: str) -> None:
    """Values that Python computes: of every sequence, and of both sides of every claim, both defined."""
    spec = SPECS[name]
    for at in dict.fromkeys(c.at for c in spec.claims):
        section = section_of(replace(spec, claims=()), [c for c in spec.claims if c.at == at])
        shown = Exhibited(section)
        heads = [(e.left, spec.first) for e in section.equations]
        sides = [(x, max(c.since, spec.first + 1)) for c in section.claims for x in (c.left, c.right)]
        assert [str(x) for _, x in section.bounds() if not list(shown.ordered(x, spec.first))] == []
        assert [str(x) for x, step in (*heads, *sides) if not list(shown.of(x, step))] == WITHOUT.get(name, [])


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
