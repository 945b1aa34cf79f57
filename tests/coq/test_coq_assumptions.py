import pytest

from adaptsym.coq.assumptions import ALLOWED, CLOSED, assumptions, forbidden, unallowed

STANDARD = """\
Axioms:
ClassicalDedekindReals.sig_not_dec : forall P : Prop, {~ ~ P} + {~ P}
ClassicalDedekindReals.sig_forall_dec
  : forall P : nat -> Prop,
    (forall n : nat, {P n} + {~ P n}) -> {n : nat | ~ P n} + {forall n : nat, P n}
FunctionalExtensionality.functional_extensionality_dep
  : forall (A : Type) (B : A -> Type) (f g : forall x : A, B x), (forall x : A, f x = g x) -> f = g
"""


def test_the_axioms_of_coqs_real_numbers_are_allowed() -> None:
    assert assumptions(STANDARD) == ALLOWED
    assert unallowed(STANDARD) == []


def test_what_rests_on_nothing_is_allowed() -> None:
    assert assumptions(CLOSED) == frozenset()
    assert unallowed(f"{CLOSED}\n") == []


@pytest.mark.parametrize("name", ["mine", "Mine.mine", "a.b.c_1'", "everything"])
@pytest.mark.parametrize("layout", ["{}\n  : 0 = 1", "{} : 0 = 1", "{}:0 = 1"])
@pytest.mark.parametrize("first", [True, False])
def test_one_more_axiom_is_caught_however_it_is_written(name: str, layout: str, first: bool) -> None:
    added = layout.format(name)
    head, rest = STANDARD.split("\n", 1)
    output = f"{head}\n{added}\n{rest}" if first else f"{STANDARD}{added}\n"
    assert unallowed(output) == [name]


@pytest.mark.parametrize("name", sorted(ALLOWED))
def test_an_allowed_name_elsewhere_is_another_name(name: str) -> None:
    imitation = name.rsplit(".", 1)[1]
    assert unallowed(f"Axioms:\n{imitation} : False\n") == [imitation]


def test_no_list_at_all_is_no_permission() -> None:
    assert unallowed("") == ["no list of assumptions"]


@pytest.mark.parametrize(
    "line", ["Admitted.", "  admit.", "Axiom a : 0 = 1.", "Parameter x : R.", "Conjecture c : True."]
)
def test_words_that_let_something_through_are_found(line: str) -> None:
    assert forbidden(f"Lemma a : True.\nProof.\n{line}\n") is not None


@pytest.mark.parametrize(
    "output", [f"{CLOSED}\n{STANDARD}", f"{STANDARD}{CLOSED}\n", STANDARD * 2, CLOSED + "\n" + CLOSED]
)
def test_a_list_before_the_last_one_is_no_permission(output: str) -> None:
    assert unallowed(output) == ["no list of assumptions"]


@pytest.mark.parametrize(
    "text",
    [
        'Definition a := "(*". Axiom b : False. Definition c := "*)".',
        "Lemma a : True. *) Proof. exact I. Qed.",
        "(* one (* two *) Lemma a : True. *)",
        "Notation x := 0.",
        "Local Set Bypass.",
    ],
)
def test_what_would_hide_something_is_found(text: str) -> None:
    assert forbidden(text) is not None


@pytest.mark.parametrize("name", ["thm_Set_of_parameters", "thm_a'2d'Set", "Axiom_", "Parameters'"])
def test_names_that_hold_such_words_are_let_through(name: str) -> None:
    assert forbidden(f"Theorem {name} : True.\n") is None


def test_words_in_comments_let_nothing_through() -> None:
    assert forbidden("(* Admitted is not used,\n nor is an Axiom *) Lemma a : True. Proof. exact I. Qed.") is None
