"""Proofs, made by hand, of statements that are false: each was accepted once, or might have been, and is refused."""

import pytest

from adaptsym import catalogue
from adaptsym.claims import claim
from adaptsym.errors import ProofError
from adaptsym.kernel.check import check
from adaptsym.kernel.objects import Chain, Let, Meeting, Rule, Step, Theorem
from adaptsym.notation import g, hyperparameter, k, maximum, t, term
from adaptsym.proof.refute import refute
from adaptsym.term import Big, Equation, substitute

DESCENT = catalogue.gradient_descent
ZERO = term(0)
RING = Rule("ring")
VANISHES = claim("the gradient vanishes", g[t] == 0)


def chain(start, *steps):
    return Chain(start, tuple(Step(rule, after) for rule, after in steps))


def refused(spec, c, proof, message, lemmas=()):
    """The claim is false, and the kernel refuses this proof of it for the reason that is meant."""
    assert refute(spec, c) is not None
    with pytest.raises(ProofError, match=message):
        check(Theorem(spec, c, proof, lemmas))


def vanishing(*steps):
    """A proof that g[t] is 0, from a chain that leads there."""
    return Meeting(chain(g[t], *steps), Chain(ZERO))


# ---------------------------------------------------------------- letters

u, w = hyperparameter("u"), hyperparameter("w")


def folded(letter, right, *more):
    """g[t] + g[t]*((right) - (right, written otherwise)), with the first of them folded to the letter."""
    other = term(1) + right.args[0]
    steps = [(RING, g[t] + g[t] * (right - other)), (Rule("letter", (letter, "fold")), g[t] + g[t] * (letter - other))]
    return vanishing(*steps, *more, (RING, ZERO))


def test_a_letter_does_not_stand_for_what_mentions_it():
    refused(DESCENT, VANISHES, Let((Equation(u, u + 1),), folded(u, u + 1)), "letter u is taken")


def test_letters_do_not_stand_for_one_another():
    back = (Rule("letter", (w, "unfold")), g[t] + g[t] * (u - (1 + u)))
    refused(DESCENT, VANISHES, Let((Equation(u, w + 1), Equation(w, u)), folded(u, w + 1, back)), "letter w is taken")


# ---------------------------------------------------------------- sums


def test_an_index_does_not_stand_in_its_own_range():
    """The sum over k from k+1 to k+1 has one term; read as a range of k it has none, and whatever is in it holds."""

    def one(body):
        return Big("sum", body, k, k + 1, k + 1)

    def both(*parts):
        a, b, c, d = parts
        return g[t] + g[t] * ((a - b) + (c - d))

    sums = [one(maximum(k, t)), one(maximum(k + 0, t)), one(maximum(k, t + 1)), one(maximum(k + 0, t + 1))]
    steps = [(RING, both(*sums))]
    for n, chosen in enumerate((t, k + 0, k, t + 1)):  # the sum is t, k + 1, k + 1, t + 1
        old, body = sums[n], sums[n].body
        sums[n] = one(chosen)
        steps.append((Rule("inside", (old, chosen, Rule("choose", (body, chosen)))), both(*sums)))
    for n, old in enumerate(sums):
        sums[n] = Big("sum", old.body, k, k + 1, k) + substitute(old.body, k, k + 1)
        steps.append((Rule("peel", (old,)), both(*sums)))
    for n, old in enumerate(sums):
        sums[n] = ZERO + old.args[1]
        steps.append((Rule("empty", (old.args[0],)), both(*sums)))
    refused(DESCENT, VANISHES, vanishing(*steps, (RING, ZERO)), "in use around it")
