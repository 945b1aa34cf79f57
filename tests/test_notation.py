"""The table of symbols: one row a name, one letter a row, and pages in other letters."""

import pytest

from adaptsym import catalogue, notation
from adaptsym.errors import InputError
from adaptsym.notation import NOTATIONS, Letter
from adaptsym.spec import optimizer
from adaptsym.term import Role

ROWS = notation.rows()


def test_names_letters_and_names_in_code_clash_with_nothing():
    words = [row.word for row in ROWS.values()]
    assert len({w.name for w in words}) == len(words)
    assert len({w.latex for w in words}) == len(words)
    hyper = [w.code_name for w in words if w.role is Role.HYPERPARAMETER]
    assert len(set(hyper)) == len(hyper)


@pytest.mark.parametrize("row", ROWS.values(), ids=list(ROWS))
def test_a_row_says_what_it_means(row):
    assert row.word.meaning
    assert row.word.latex
    assert row.word.code_name.isidentifier()


@pytest.mark.parametrize("spec", catalogue.SPECS.values(), ids=lambda s: s.name)
def test_the_catalogue_speaks_in_rows_of_the_table(spec):
    for name, word in spec.words.items():
        assert ROWS[name].word == word


@pytest.mark.parametrize("table", NOTATIONS.values(), ids=list(NOTATIONS))
def test_a_notation_renames_rows_that_exist_and_keeps_letters_apart(table):
    assert set(table.letters) <= set(ROWS)
    assert table.source
    for spec in catalogue.SPECS.values():
        written = [table.letter(word).latex for word in spec.words.values()]
        assert len(set(written)) == len(written), spec.name


def test_what_a_notation_does_not_name_keeps_our_letter():
    theirs = notation.notation("kingma-ba")
    assert theirs.letter(notation.theta.word) == Letter(r"\theta", -1)
    assert theirs.letter(notation.epsilon.word) == Letter(r"\epsilon")
    with pytest.raises(InputError, match="no notation is called 'mine'; there are chapter, kingma-ba"):
        notation.notation("mine")


def test_domains_hold_their_ends_as_they_say():
    for domain, inside, outside in (
        (notation.UNIT, (0, 0.5), (1, -1)),
        (notation.POSITIVE, (1e-30, 5), (0, -1)),
        (notation.NONNEGATIVE, (0, 5), (-1,)),
        (notation.COUNT, (1, 2), (0, 1.5)),
        (notation.NATURAL, (0, 3), (-1, 0.5)),
        (notation.REAL, (-5, 5), (float("nan"),)),
    ):
        assert all(x in domain for x in inside)
        assert not any(x in domain for x in outside)


def test_a_setting_at_the_open_end_of_a_domain_is_refused():
    t, theta, g, gamma = notation.t, notation.theta, notation.g, notation.gamma
    step = (g[t] == notation.grad(theta[t]), theta[t + 1] == gamma * theta[t] - g[t])
    assert optimizer("x", gamma == 0, *step).settings
    with pytest.raises(ValueError, match="outside the domain"):
        optimizer("x", gamma == 1, *step)
