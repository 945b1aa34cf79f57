"""What is printed stays in a small language, and the words are there in every language."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import adaptsym.pages
from adaptsym import notation
from adaptsym.catalogue import SPECS
from adaptsym.kernel.rules import RULES
from adaptsym.pages import pages
from adaptsym.proof.results import Verdict
from adaptsym.term import Role, Symbol
from adaptsym.typeset.operators import SIGNS
from adaptsym.typeset.words import (
    CASE_WORDS,
    CLAIMS,
    KOREAN,
    LANGUAGES,
    OPERATOR_MEANINGS,
    PHRASES,
    REASONS,
    Words,
    fill,
)

SMALL_LANGUAGE = r"""
    \cdot \odot \frac \sqrt \sum \prod \lvert \rvert \lVert \rVert \langle \rangle \left \right \max \min
    \operatorname \nabla \mathcal \mathrm \hat \tilde \bar \underbrace \overbrace \text \le \ge \approx \quad
    \begin \end \\ \theta \eta \gamma \epsilon \rho \alpha \beta \Delta \delta \lambda \tau \nu \pi \ell \kappa \mu
    \phi \varpi \zeta \omega
"""
HANGUL = re.compile(r"[가-힣]")


def test_every_command_is_of_the_small_language(formulas: list[str]) -> None:
    used = {command for text in formulas for command in re.findall(r"\\[A-Za-z]+|\\.", text)}
    assert used <= set(SMALL_LANGUAGE.split())
    environments = {name for text in formulas for name in re.findall(r"\\begin\{(.*?)\}", text)}
    assert environments <= {"aligned", "gathered", "cases"}


def test_words_in_formulas_stand_in_text(formulas: list[str]) -> None:
    for text in formulas:
        assert not HANGUL.search(re.sub(r"\\text\{[^{}]*\}", "", text)), text


def test_every_rule_has_its_reason() -> None:
    split = {"empty": ("empty sum", "empty product"), "peel": ("peel sum", "peel product")}
    needed = {reason for rule in (*RULES, "ring") for reason in split.get(rule, (rule,))}
    assert needed <= set(REASONS)


def test_every_verdict_that_is_no_proof_has_its_words() -> None:
    assert {v.value for v in Verdict} - {"proved"} <= set(PHRASES)


@pytest.mark.parametrize("table", [PHRASES, REASONS])
def test_both_languages_say_the_same_slots(table: dict[str, tuple[str, str]]) -> None:
    for english, korean in table.values():
        assert sorted(set(re.findall(r"\{\d\}", english))) == sorted(set(re.findall(r"\{\d\}", korean)))
        assert not HANGUL.search(english)


def test_every_word_of_the_notation_has_its_korean() -> None:
    meanings = {row.word.meaning for row in notation.rows().values()} | set(OPERATOR_MEANINGS.values())
    assert meanings <= set(KOREAN)
    assert set(OPERATOR_MEANINGS) == set(SIGNS)
    assert set(CASE_WORDS) == set(LANGUAGES)


def test_every_claim_on_a_page_has_its_korean() -> None:
    assert {c.name for page in pages().values() for c in page.spec.claims} <= {*CLAIMS, *KOREAN}


def test_words_of_the_meanings_are_of_use() -> None:
    """A meaning that was reworded leaves its old translation behind."""
    meanings = {row.word.meaning for row in notation.rows().values()} | set(OPERATOR_MEANINGS.values())
    functions = {w.meaning for w in (notation.loss, notation.discrepancy, notation.model)}
    indices = {s.word.meaning for s in vars(notation).values() if isinstance(s, Symbol) and s.word.role is Role.INDEX}
    assert set(KOREAN) <= meanings | functions | indices
    assert set(CLAIMS) <= {c.name for spec in SPECS.values() for c in spec.claims}


def test_pages_hold_words_and_no_latex() -> None:
    """No equation is stored as text: the strings of the pages have no backslash and no dollar."""
    folder = Path(adaptsym.pages.__file__).parent
    for path in sorted(folder.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert not re.search(r"[\\$^=]", node.value), f"{path.name}: {node.value}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_paragraph_of_a_page_is_in_its_language(lang: str) -> None:
    said = [part.words for page in pages().values() for part in page.body if hasattr(part, "words")]
    assert said
    for words in said:
        text = "".join(x for x in words.said(lang) if isinstance(x, str))
        assert bool(HANGUL.search(text)) == (lang == "ko")


def test_slots_are_filled_in_their_order() -> None:
    assert Words("a {0}, b {1}", "b {1}, a {0}", (1, 2)).said("ko") == ("b ", 2, ", a ", 1)
    assert fill("{0}!", ("a", "b")) == ("a", "b", "!")
