"""A slice of the mutants, and of the random recurrences: none is proved that exact numbers contradict."""

import json
import random
from dataclasses import replace
from functools import cache

import pytest
from fuzz_recurrences import STORED as FUZZ
from fuzz_recurrences import run as fuzz
from mutants import STORED, every, verdict

from adaptsym.proof.refute import refute

SLICE = 90
chosen = random.Random(11).sample(every(), SLICE)


@cache
def known():
    return {}


@pytest.mark.parametrize("number", range(SLICE))
def test_no_mutant_is_proved_that_is_not_true(number):
    name, spec, c, original = chosen[number]
    found = verdict(spec, c, original, known())
    assert found != "wrong witness"
    if found == "proved":
        assert refute(spec, replace(c), seed=number, instances=20) is None, name


def test_nearly_all_are_refuted():
    found = [verdict(spec, c, original, known()) for _, spec, c, original in chosen[:30]]
    assert found.count("refuted") >= 25


def test_random_recurrences_are_not_contradicted():
    figures = fuzz(120, seed=5)
    assert figures["contradictions"] == []
    assert figures["verdicts"]["closed form, proved"] > 20
    assert figures["verdicts"]["near miss, refuted"] > 60


def test_the_stored_figures_are_of_full_runs():
    mutants, recurrences = (json.loads(file.read_text(encoding="utf-8")) for file in (STORED, FUZZ))
    assert mutants["wrong witness"] == recurrences["contradictions"] == []
    assert recurrences["claims"] >= 10_000
