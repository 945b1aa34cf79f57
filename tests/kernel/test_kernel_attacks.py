"""Proofs, made by hand, of statements that are false: each was accepted once, or might have been, and is refused."""

import contextlib
from fractions import Fraction

import pytest

from adaptsym import catalogue
from adaptsym.claims import claim
from adaptsym.errors import ProofError
from adaptsym.kernel import rules
from adaptsym.kernel.check import check
from adaptsym.kernel.context import Context
from adaptsym.kernel.objects import Chain, Difference, Having, Let, Meeting, Rule, Shown, Step, Theorem
from adaptsym.notation import (
    Domain,
    eta,
    g,
    gamma,
    grad,
    hyperparameter,
    i,
    j,
    k,
    level,
    maximum,
    sequence,
    sign,
    sqrt,
    t,
    term,
    theta,
    total,
    velocity,
    where,
)
from adaptsym.proof.refute import refute
from adaptsym.spec import optimizer
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


def accepted(spec, c, proof, lemmas=()):
    """A theorem that the kernel accepts."""
    theorem = Theorem(spec, c, proof, lemmas)
    check(theorem)
    return theorem


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
    refused(DESCENT, VANISHES, vanishing(*steps, (RING, ZERO)), "in use around it|bound by nothing")
    with pytest.raises(ProofError, match="in use around it"):
        Context(DESCENT).within(one(t))


# ---------------------------------------------------------------- theorems and their conditions


def test_a_condition_that_holds_now_is_not_granted_at_another_step():
    now = claim("L", abs(g[t]) == g[t], given=g[t] >= 0)
    proof = Meeting(chain(abs(g[t]), (Rule("absolute", (abs(g[t]), g[t])), g[t])), Chain(g[t]))
    lemma = accepted(DESCENT, now, proof)
    before = claim("x", abs(g[t - 1]) == g[t - 1], given=g[t] >= 0, since=2)
    wrong = Meeting(chain(abs(g[t - 1]), (Rule("theorem", ("L", t - 1)), g[t - 1])), Chain(g[t - 1]))
    refused(DESCENT, before, wrong, r"needs g\[t\] >= 0 at t - 1", (lemma,))


def test_a_condition_for_every_step_is_not_shown_by_the_steps_of_a_range():
    """From (5 - i)|g_i| >= 0 at every step it follows that g_10 = 0; that it is so for i in 1..5 is not enough."""
    vanishes = maximum(abs(g[t]) * (t - 5), 0)
    every = claim("L", vanishes == 0, given=(5 - i) * abs(g[i]) >= 0, since=6)
    lemma = accepted(DESCENT, every, Meeting(chain(vanishes, (Rule("choose", (vanishes, ZERO)), ZERO)), Chain(ZERO)))
    tenth = substitute(vanishes, t, term(10))
    whole = total(tenth, i, 1, 5)
    step = (Rule("inside", (whole, ZERO, Rule("theorem", ("L", term(10))))), total(ZERO, i, 1, 5))
    wrong = Meeting(chain(whole, step, (RING, ZERO)), Chain(ZERO))
    refused(DESCENT, claim("x", whole == 0), wrong, "at every step", (lemma,))


def test_a_law_says_nothing_of_what_lies_before_the_first_step():
    spec = optimizer("falling", velocity[0] == -1, *catalogue.momentum.equations)
    lemma = accepted(
        spec, claim("L", velocity[t] >= 0, given=velocity[t] >= 0, since=0), Difference(Chain(velocity[t] - 0))
    )
    left, right = total(abs(velocity[i]), i, 0, t), total(velocity[i], i, 0, t)
    step = (Rule("inside", (left, velocity[i], Rule("absolute", (abs(velocity[i]), velocity[i])))), right)
    wrong = claim("x", left == right, given=velocity[i] >= 0)
    refused(spec, wrong, Meeting(chain(left, step), Chain(right)), "not shown to be non-negative", (lemma,))


# ---------------------------------------------------------------- what has no value


def test_a_power_that_is_not_0_may_have_a_base_that_is():
    """At t = 1 the condition gamma**(t-1) > 0 holds for gamma = 0, where g*gamma/gamma has no value."""
    y = sequence("y")
    spec = optimizer("cancelled", g[t] == grad(theta[t]), y[t] == g[t] * gamma / gamma, theta[t + 1] == theta[t] - y[t])
    fine = 1 / gamma ** (t - 1)
    steps = [(Rule("equation", (y[t],)), g[t] + (fine - fine)), (RING, g[t])]
    wrong = claim("x", y[t] == g[t], given=gamma ** (t - 1) > 0)
    refused(spec, wrong, Meeting(chain(y[t], *steps), Chain(g[t])), "does not lead from")


def test_a_gradient_is_no_function_of_the_point():
    """With eta = 0 the parameter stays where it is; the gradient of the next batch is another one all the same."""
    after, now = g[t + 1], g[t]
    there = grad(theta[t])
    steps = [
        (Rule("equation", (after,)), grad(theta[t + 1])),
        (Rule("equation", (theta[t + 1],)), grad(theta[t] - ZERO * now)),
        (RING, there),
    ]
    wrong = claim("x", after == now, at=eta == 0)
    proof = Meeting(chain(after, *steps), chain(now, (Rule("equation", (now,)), there)))
    refused(DESCENT, wrong, proof, "no function of the point")


# ---------------------------------------------------------------- words

F = Fraction


@pytest.mark.parametrize(
    "domain",
    [Domain(F(0), F(0)), Domain(F(1), F(0), True, True), Domain(F(0), F(1), whole=True), Domain(F(0), F(0), True)],
)
def test_a_word_without_values_proves_nothing(domain):
    """Of a number z with z > 0 and -z > 0 one may say sqrt(z*z) = z and sqrt(z*z) = -z."""
    z = hyperparameter("z", domain=domain)
    one, other = sqrt(z * z), sqrt(z * (z + 0))

    def differing(a, b):
        return g[t] - g[t] * (a - b) / (2 * z)

    steps = [
        (RING, differing(one, other)),
        (Rule("root", (one, z)), differing(z, other)),
        (Rule("root", (other, -z)), differing(z, -z)),
        (RING, ZERO),
    ]
    refused(DESCENT, VANISHES, vanishing(*steps), "no number lies in the domain")


def test_an_index_that_is_bound_by_nothing_is_refused():
    """Of a loose k, the branch k > 5 would be said of the k that a sum in it binds, though that runs from 1 to 3."""

    def branch(index):
        return where(k > 5, total(index - 5, index, 1, 3), total((5 - index) / 2, index, 10, 12))

    def outer(body):
        return total(body, k, 6, 8)

    def off(a, b):
        return g[t] + g[t] * (outer(a) - outer(b)) / 54

    never_negative, renamed = branch(k), branch(j)
    taken = renamed.args[1]
    steps = [
        (RING, off(abs(renamed), abs(renamed + 0))),
        (inside(outer(abs(renamed)), renamed, "absolute", abs(renamed), renamed), off(renamed, abs(renamed + 0))),
        (inside(outer(renamed), taken, "choose", renamed, taken), off(taken, abs(renamed + 0))),
        (inside(outer(abs(renamed + 0)), abs(taken + 0), "choose", renamed, taken), off(taken, abs(taken + 0))),
    ]
    steps += unrolled(steps[-1][1], taken)
    value = steps[-1][1].args[1].args[0].args[1].args[1].body  # abs(-9 + 0)
    steps.append((Rule("absolute", (value, term(9))), rules.replaced(steps[-1][1], value, term(9))))
    steps.append((RING, g[t] + g[t] * (-9 * outer(term(1)) - 9 * outer(term(1))) / 54))
    steps += unrolled(steps[-1][1], outer(term(1)))
    proof = Having((Shown(Chain(never_negative), False),), vanishing(*steps, (RING, ZERO)))
    refused(DESCENT, VANISHES, proof, "the index k is bound by nothing")


def inside(big, body, name, *args):
    return Rule("inside", (big, body, Rule(name, args)))


def unrolled(x, big):
    """The steps that put its terms in the place of a sum with numbers for ends."""
    while big.high.fraction >= big.low.fraction:
        left, right = rules.peel(Context(DESCENT), big)
        x = rules.replaced(x, left, right)
        yield Rule("peel", (big,)), x
        big = right.args[0]
    yield Rule("empty", (big,)), rules.replaced(x, big, ZERO)


def test_a_condition_that_a_setting_makes_false_proves_nothing():
    c = claim("x", g[t] == 0, given=eta > 0, at=eta == 0)
    with pytest.raises(ProofError, match="never holds"):
        check(Theorem(DESCENT, c, Meeting(Chain(g[t]), Chain(ZERO))))


# ---------------------------------------------------------------- size

BASES = [term(3), term("0.3"), 2 * eta, 3 * g[t], eta + 1]


@pytest.mark.parametrize("base", BASES, ids=str)
@pytest.mark.parametrize("exponent", [-2, 8, 32, 64, 10**9])
def test_towers_of_powers_end(base, exponent):
    """Each is accepted or refused in a moment: nothing of that size is computed."""
    tower = base
    for _ in range(6):
        tower = tower**exponent
    nothing = tower - tower
    for x in (nothing, sqrt(nothing), term(2) ** (t + 10**9) * nothing):
        with contextlib.suppress(ProofError):
            check(Theorem(DESCENT, claim("x", x == 0), Meeting(chain(x, (RING, ZERO)), Chain(ZERO))))


# ---------------------------------------------------------------- signs, and equality from both sides


@pytest.mark.parametrize("given", [g[t] >= 0, g[t] <= 0, abs(g[t]) >= 0])
@pytest.mark.parametrize("value", [1, -1, 0])
def test_the_sign_of_what_may_be_0_is_not_chosen(given, value):
    """sign(0) is 0: that g is not negative does not make its sign 1."""
    step = (Rule("choose", (sign(g[t]), term(value))), term(value))
    proof = Meeting(chain(sign(g[t]), step), Chain(term(value)))
    with pytest.raises(ProofError, match="is not shown to be"):
        check(Theorem(DESCENT, claim("s", sign(g[t]) == value, given=given), proof))


@pytest.mark.parametrize("given", [(), (g[t] >= 0,)])
def test_the_square_of_a_sign_is_not_1(given):
    proof = Meeting(chain(sign(g[t]) * sign(g[t]), (RING, term(1))), Chain(term(1)))
    with pytest.raises(ProofError, match="does not lead"):
        check(Theorem(DESCENT, claim("s", sign(g[t]) * sign(g[t]) == 1, given=given), proof))


def test_the_sign_of_one_thing_says_nothing_of_another():
    for right in (sign(theta[t]) * g[t], sign(-g[t]) * g[t], sign(g[t]) * theta[t], sign(g[t] * g[t]) * g[t]):
        wrong = claim("s", abs(g[t]) == right)
        refused(DESCENT, wrong, Meeting(chain(abs(g[t]), (RING, right)), Chain(right)), "does not lead")


def test_a_sign_is_not_strictly_within_its_bounds():
    wrong = claim("s", sign(g[t]) < 1, given=g[t] <= 1)
    refused(DESCENT, wrong, Difference(Chain(1 - sign(g[t]))), "not shown to be positive")


def test_equality_needs_both_sides():
    """g <= 0 alone, or g <= 0 before and g >= 0 now, does not make g 0."""
    step = (Rule("between", (g[t], ZERO)), ZERO)
    for given in ((), (g[t] <= 0,), (g[t] >= 0,), (g[t] >= 0, g[t - 1] <= 0)):
        wrong = claim("z", g[t] == 0, given=given, since=2)
        refused(DESCENT, wrong, vanishing(step), "at least and at most")
    accepted(DESCENT, claim("z", g[t] == 0, given=(g[t] <= 0, g[t] >= 0)), vanishing(step))


def test_equality_from_both_sides_needs_both_to_exist():
    """1/g is not 1/g where g may be 0."""
    wrong = claim("z", 1 / g[t] == 1 / g[t] + 0, given=(g[t] <= 1,))
    step = (Rule("between", (1 / g[t], 1 / g[t] + 0)), 1 / g[t] + 0)
    with pytest.raises(ProofError, match="not shown to be different from 0"):
        check(Theorem(DESCENT, wrong, Meeting(chain(1 / g[t], step), Chain(1 / g[t] + 0))))


def test_a_theorem_without_t_still_needs_its_condition_at_a_step():
    """c <= eta where some g lies between them; without such a g it need not be."""
    both = (g[t] >= level, g[t] <= eta)
    sum_of_gaps = (eta - g[t]) + (g[t] - level)
    lemma = accepted(DESCENT, claim("L", eta >= level, given=both), Difference(chain(eta - level, (RING, sum_of_gaps))))
    for given in ((), both[:1], (g[t] <= level, g[t] >= eta)):
        wrong = claim("x", eta >= level, given=given)
        if refute(DESCENT, wrong) is not None:
            refused(DESCENT, wrong, Difference(Chain(eta - level)), "not shown to be non-negative", (lemma,))
    same = claim("y", eta >= level, given=both)
    accepted(DESCENT, same, Difference(Chain(eta - level)), (lemma,))


def test_a_square_alone_is_not_more_than_it_is():
    """From g >= s*s it follows that g >= 0, and neither that g > 0 nor that g >= s."""
    positive_part = claim("x", g[t] >= 0, given=g[t] >= theta[t] * theta[t])
    accepted(DESCENT, positive_part, Difference(Chain(g[t] - 0)))
    for wrong in (
        claim("x", g[t] > 0, given=g[t] + 1 > theta[t] * theta[t]),
        claim("x", g[t] >= theta[t], given=g[t] >= theta[t] * theta[t]),
        claim("x", g[t] <= 0, given=g[t] <= theta[t] * theta[t]),
    ):
        left = g[t] - wrong.right if wrong.relation != "le" else 0 - g[t]
        refused(DESCENT, wrong, Difference(Chain(left)), "not shown to be")
