"""Forks of code on symbolic values."""

from fractions import Fraction

import pytest

from adaptsym.notation import COUNT, UNIT, epsilon, eta, gamma, lam, rho1, t
from adaptsym.term import REAL, Number, Op, Term
from adaptsym.trace.model import TraceError
from adaptsym.trace.paths import decide, explore, merged, said


def ask(op: str, a: object, b: object) -> bool:
    return decide(Op(op, (a, b)))  # type: ignore[arg-type]


def test_every_way_is_run_once_and_the_results_meet() -> None:
    def code() -> dict[str, Term]:
        if ask("gt", t, 5):
            return {"x": eta if ask("lt", t, 9) else gamma}
        return {"x": rho1}

    x = merged(explore(code))["x"]
    assert str(x) == "where(t > 5, where(t < 9, eta, gamma), rho1)"


def test_a_question_asked_again_has_the_same_answer() -> None:
    def code() -> dict[str, Term]:
        assert ask("gt", t, 5) is not ask("le", t, 5)
        assert ask("gt", t, 5) is ask("gt", t, 5)
        return {"x": eta}

    assert merged(explore(code)) == {"x": eta}


SAID = [
    (Op("gt", (epsilon, Number(Fraction(0)))), True),
    (Op("lt", (eta, Number(Fraction(0)))), False),
    (Op("le", (lam, Number(Fraction(0)))), None),
    (Op("lt", (rho1, Number(Fraction(1)))), True),
    (Op("ge", (rho1, Number(Fraction(0)))), True),
    (Op("gt", (1 - rho1, Number(Fraction(0)))), True),
    (Op("gt", (1 - rho1**t, Number(Fraction(0)))), True),
    (Op("lt", (t, Number(Fraction(1)))), False),
    (Op("le", (t, Number(Fraction(1)))), None),
    (Op("gt", (2 * t, Number(Fraction(1)))), True),
    (Op("ge", (t, t)), True),
]


@pytest.mark.parametrize(("condition", "answer"), SAID, ids=str)
def test_what_the_domains_say(condition: Op, answer: bool | None) -> None:
    assert said(condition) is answer


@pytest.mark.parametrize("op", ["gt", "ge", "lt", "le"])
def test_what_the_domains_say_is_true_of_every_value(op: str) -> None:
    values = {UNIT: (Fraction(0), Fraction(9, 10)), COUNT: (Fraction(1), Fraction(7)), REAL: (Fraction(-3),)}
    compare = {"gt": Fraction.__gt__, "ge": Fraction.__ge__, "lt": Fraction.__lt__, "le": Fraction.__le__}[op]
    for k in map(Fraction, (-1, 0, 1, 2)):
        for symbol, domain in ((rho1, UNIT), (t, COUNT)):
            answer = said(Op(op, (symbol, Number(k))))
            found = {compare(x, k) for x in values[domain]}
            assert answer is None or found == {answer}


def test_too_many_ways_questions_and_questions_outside_are_refused() -> None:
    def forks() -> dict[str, Term]:
        return {"x": Number(Fraction(sum(ask("gt", t, 2**n) for n in range(40))))}

    def loops() -> dict[str, Term]:
        n = 1
        while ask("gt", t, n):
            n += 1
        return {"x": Number(Fraction(n))}

    with pytest.raises(TraceError, match="more than 32 ways"):
        explore(forks)
    with pytest.raises(TraceError, match="more than 64 questions"):
        explore(loops)
    with pytest.raises(TraceError, match="outside of the step"):
        ask("gt", t, 5)
