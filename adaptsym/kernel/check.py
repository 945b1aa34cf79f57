"""The only judge of proofs: every step is replayed from the data alone.

What is trusted: `adaptsym.term` and `adaptsym.spec` (what an equation says), and this package.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from math import ceil, floor

from adaptsym.claims import Claim
from adaptsym.errors import ProofError, SpecError
from adaptsym.kernel.context import Context, Equality, Fact, Law
from adaptsym.kernel.definedness import require_defined
from adaptsym.kernel.equality import equal
from adaptsym.kernel.facts import comparison, condition_fact
from adaptsym.kernel.linear import Linear, linear
from adaptsym.kernel.objects import (
    Carried,
    Chain,
    Difference,
    Having,
    Induction,
    Let,
    Meeting,
    Proof,
    Rule,
    Shown,
    Theorem,
)
from adaptsym.kernel.polynomial import constant
from adaptsym.kernel.rules import fact, instance, parts, step
from adaptsym.kernel.signs import nonnegative, positive
from adaptsym.spec import Spec, check_claim, misplaced, optimizer
from adaptsym.spec import replaced as with_value
from adaptsym.term import (
    REAL,
    Apply,
    At,
    Big,
    Domain,
    Number,
    Op,
    Role,
    Symbol,
    Term,
    Word,
    free_symbols,
    substitute,
    walk,
)


def check(theorem: Theorem) -> None:
    """Accept a theorem and all that it stands on, or refuse it.

    Raises:
        ProofError: naming the step, or the condition, that fails.
    """
    for lemma in theorem.lemmas:
        check(lemma)
    check_upon_lemmas(theorem)


def check_upon_lemmas(theorem: Theorem) -> None:
    """Accept a theorem whose lemmas have been accepted before, or refuse it.

    Raises:
        ProofError: as `check` does.
    """
    spec = setting(theorem.spec, theorem.claim)
    check_words(theorem)
    for lemma in theorem.lemmas:
        if lemma.spec != theorem.spec or lemma.claim.at != theorem.claim.at:
            raise ProofError(f"the theorem {lemma.claim.name!r} is about another specification")
    ctx = Context(spec, lemmas=tuple(settled(lemma.claim) for lemma in theorem.lemmas))
    check_proof(ctx, settled(theorem.claim), theorem.proof)


def setting(spec: Spec, claim: Claim) -> Spec:
    """The specification that a claim is about: its hyperparameters fixed as the claim says.

    Raises:
        ProofError: if the specification or the claim is not well-formed.
    """
    try:
        again = optimizer(spec.name, *spec.settings, *spec.initial, *spec.equations, source=spec.source)
        check_claim(again, claim)
        for e in claim.at:
            assert isinstance(e.left, Symbol)
            again = with_value(again, e.left, e.right)
    except SpecError as error:
        raise ProofError(f"not well-formed: {error}") from error
    if claim.since < again.first - 1:
        raise ProofError(f"steps begin at t = {again.first}, and the claim is made from t = {claim.since} on")
    return again


def settled(claim: Claim) -> Claim:
    """The claim with its hyperparameters fixed, about the specification that `setting` gives."""

    def put(x: Term) -> Term:
        for e in claim.at:
            x = substitute(x, e.left, e.right)
        return x

    given = tuple(x for x in map(put, claim.given) if isinstance(x, Op))
    return replace(claim, left=put(claim.left), right=put(claim.right), given=given, at=())


# ---------------------------------------------------------------- words


def check_words(theorem: Theorem) -> None:
    """No symbol passes by its name alone: every word of claim and proof is the specification's, or its own row.

    Raises:
        ProofError: naming the word.
    """
    known: dict[str, Word] = dict(theorem.spec.words)
    letters = {b.left.word for b in _bindings(theorem.proof) if isinstance(b.left, Symbol)}
    claimed = (theorem.claim.left, theorem.claim.right, *theorem.claim.given)
    for word in (w for x in claimed for w in _words(x)):
        if word in letters:
            raise ProofError(f"the letter {word.name!r} stands in the claim already")
    for y in (y for x in _terms(theorem.proof) for y in walk(x)):
        wrong = misplaced(y)
        if wrong is not None:
            raise ProofError(f"not well-formed: {wrong}")
    for word in (w for x in (*claimed, *_terms(theorem.proof)) for w in _words(x)):
        if known.setdefault(word.name, word) != word:
            raise ProofError(f"two symbols are called {word.name!r}")
        if word.role is Role.SEQUENCE and word.name not in theorem.spec.by_name:
            raise ProofError(f"no equation gives the sequence {word.name!r}")
        if not word.name.replace("'", "").isidentifier():
            raise ProofError(f"{word.name!r} cannot name a symbol")
    for word in known.values():
        if _empty(word.domain):
            raise ProofError(f"no number lies in the domain {word.domain} of {word.name!r}")


def _empty(d: Domain) -> bool:
    if d.low is None or d.high is None:
        return False
    if d.whole:
        first = floor(d.low) + 1 if not d.low_closed else ceil(d.low)
        last = ceil(d.high) - 1 if not d.high_closed else floor(d.high)
        return first > last
    return d.low > d.high or (d.low == d.high and not (d.low_closed and d.high_closed))


def _words(x: Term) -> Iterator[Word]:
    return (y.word for y in walk(x) if isinstance(y, (At, Symbol, Apply)))


def _bindings(proof: Proof) -> Iterator[Equality]:
    match proof:
        case Let(bindings, body):
            yield from (Equality(b.left, b.right) for b in bindings)
            yield from _bindings(body)
        case Having(_, body):
            yield from _bindings(body)
        case Induction(base, last):
            yield from _bindings(base)
            yield from _bindings(last)


def _terms(proof: Proof) -> Iterator[Term]:
    match proof:
        case Meeting(left, right):
            yield from (*_chain_terms(left), *_chain_terms(right))
        case Difference(chain):
            yield from _chain_terms(chain)
        case Induction(base, last):
            yield from (*_terms(base), *_terms(last))
        case Let(bindings, body):
            yield from (side for b in bindings for side in (b.left, b.right))
            yield from _terms(body)
        case Having(facts, body):
            for f in facts:
                yield from _chain_terms(f.chain) if isinstance(f, (Shown, Carried)) else parts(f)
            yield from _terms(body)


def _chain_terms(chain: Chain) -> Iterator[Term]:
    yield chain.start
    for s in chain.steps:
        yield s.after
        yield from parts(s.rule)


# ---------------------------------------------------------------- proofs


def check_proof(ctx: Context, claim: Claim, proof: Proof) -> None:
    """Check a proof of a settled claim, for every t from its `since` on."""
    index = ctx.spec.index
    t = linear(index)
    assert t is not None
    match proof:
        case Let(bindings, body):
            for b in bindings:
                ctx = _with_letter(ctx, b.left, b.right)
            check_proof(ctx, claim, body)
        case Induction(base, last):
            if any(index in free_symbols(c) for c in claim.given):
                raise ProofError("an induction needs conditions that do not depend on the step")
            ctx = given(ctx, claim)
            check_goal(ctx, _at(claim, index, Number(Fraction(claim.since))), base)
            before = _at(claim, index, index - 1)
            ctx = replace(ctx, ranges=(*ctx.ranges, t - Linear((), claim.since + 1)))
            if claim.relation == "eq":
                ctx = ctx.with_equation("hypothesis", Equality(before.left, before.right))
            else:
                ctx = ctx.knowing(comparison(claim.relation, before.left, before.right))
            check_goal(ctx, claim, last)
        case _:
            ctx = given(replace(ctx, ranges=(*ctx.ranges, t - Linear((), claim.since))), claim)
            check_goal(ctx, claim, proof)


def given(ctx: Context, claim: Claim) -> Context:
    """The context with the conditions of a claim: facts at this step, or laws for every step.

    Raises:
        ProofError: if a condition is not shown to be defined, or is plainly false.
    """
    for condition in claim.given:
        others = [s for s in free_symbols(condition) if s.word.role is Role.INDEX and s != ctx.spec.index]
        if not others:
            require_defined(ctx, condition)
            said = condition_fact(condition)
            number = constant(ctx.normal(said.term))
            if number is not None and (number < 0 or (number == 0 and said.strict)):
                raise ProofError(f"the condition {condition} never holds")
            ctx = ctx.knowing(said)
            continue
        (every,) = others  # `check_claim` lets no condition have two
        range_of = linear(every)
        assert range_of is not None
        require_defined(replace(ctx, ranges=(*ctx.ranges, range_of - Linear((), ctx.spec.first))), condition)
        condition_fact(condition)
        ctx = replace(ctx, laws=(*ctx.laws, Law(condition, every, ctx.spec.first)))
    return ctx


def _at(claim: Claim, index: Symbol, value: Term) -> Claim:
    return replace(claim, left=instance(claim.left, index, value), right=instance(claim.right, index, value))


def _with_letter(ctx: Context, left: Term, right: Term) -> Context:
    """The context with a letter for a term that does not change with any index."""
    if not isinstance(left, Symbol) or left.word.role is not Role.HYPERPARAMETER:
        raise ProofError(f"{left} is no letter that could stand for a term")
    mentioned = free_symbols(right).union(*(free_symbols(e.right) for e in ctx.equations.values()))
    taken = left in mentioned or left.word.name in ctx.spec.words or left.word.name in ctx.equations
    if taken or left.word.domain != REAL:
        raise ProofError(f"the letter {left} is taken, or claims a domain")
    if any(isinstance(y, (At, Big)) or (isinstance(y, Symbol) and y.word.role is Role.INDEX) for y in walk(right)):
        raise ProofError(f"the letter {left} stands for {right}, which changes with an index")
    require_defined(ctx, right)
    return ctx.with_equation(left.word.name, Equality(left, right))


def check_goal(ctx: Context, claim: Claim, proof: Proof) -> None:
    """Check a proof of one statement in a context."""
    match proof:
        case Having(facts, body):
            for f in facts:
                ctx = ctx.knowing(_fact(ctx, f))
            check_goal(ctx, claim, body)
        case Meeting(left, right) if claim.relation == "eq":
            check_chain(ctx, claim.left, left)
            check_chain(ctx, claim.right, right)
            if not equal(ctx, left.end, right.end):
                raise ProofError(f"the two sides do not meet: {left.end} and {right.end}")
        case Difference(chain) if claim.relation != "eq":
            require_defined(ctx, claim.left)
            require_defined(ctx, claim.right)
            wanted = comparison(claim.relation, claim.left, claim.right)
            check_chain(ctx, wanted.term, chain)
            _check_sign(ctx, chain.end, wanted.strict)
        case _:
            raise ProofError(f"a {type(proof).__name__} does not prove a claim of the form {claim.relation!r} here")


def _fact(ctx: Context, f: Shown | Carried | Rule) -> Fact:
    if isinstance(f, (Shown, Carried)):
        check_chain(ctx, f.chain.start, f.chain)
        known, new = (f.chain.end, f.chain.start) if isinstance(f, Shown) else (f.chain.start, f.chain.end)
        _check_sign(ctx, known, f.strict)
        return Fact(new, f.strict)
    match f:
        case Rule("theorem", (str() as name, Term() as at)):
            return fact(ctx, name, at)
    raise ProofError(f"the rule {f.name!r} gives no fact of sign")


def _check_sign(ctx: Context, x: Term, strict: bool) -> None:
    if not (positive(ctx, x) if strict else nonnegative(ctx, x)):
        raise ProofError(f"{x} is not shown to be {'positive' if strict else 'non-negative'}")


def check_chain(ctx: Context, start: Term, chain: Chain) -> None:
    """Check a derivation from a given start, every line of it defined.

    Raises:
        ProofError: naming the step that fails.
    """
    if chain.start != start:
        raise ProofError(f"the chain starts from {chain.start}, not from {start}")
    require_defined(ctx, start)
    before = start
    for s in chain.steps:
        step(ctx, before, s.rule, s.after)
        before = s.after
