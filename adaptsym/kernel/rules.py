"""The rules of the kernel: each gives one equation ``left == right``, or refuses.

A step of a chain puts `right` where `left` stands; the rest of the step is arithmetic.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from adaptsym.claims import Claim
from adaptsym.errors import ProofError
from adaptsym.kernel.context import Context, Fact
from adaptsym.kernel.definedness import first_index, require_defined
from adaptsym.kernel.equality import equal
from adaptsym.kernel.facts import comparison, condition_fact, granted, of_every_step
from adaptsym.kernel.linear import Linear, linear, linear_term
from adaptsym.kernel.objects import Rule
from adaptsym.kernel.signs import nonnegative, positive
from adaptsym.term import At, Big, Number, Op, Symbol, Term, free_symbols, offset, rebuild, substitute

# ---------------------------------------------------------------- putting terms in place


def replaced(x: Term, left: Term, right: Term) -> Term:
    """x with `right` wherever `left` stands, but not where a sum binds one of its letters.

    Raises:
        ProofError: if a sum around the place would capture a letter of `right`.
    """
    if x == left:
        return right
    if isinstance(x, Big):
        if x.index in free_symbols(left):
            return rebuild_range(x, left, right)
        body = replaced(x.body, left, right)
        if x.index in free_symbols(right) and body != x.body:
            raise ProofError(f"the index {x.index} of {x} would capture a letter of {right}")
        outer = rebuild_range(x, left, right)
        return Big(outer.op, body, outer.index, outer.low, outer.high)
    return rebuild(x, lambda child: replaced(child, left, right))


def rebuild_range(x: Big, left: Term, right: Term) -> Big:
    """A sum with the ends of its range changed, its body left alone."""
    return Big(x.op, x.body, x.index, replaced(x.low, left, right), replaced(x.high, left, right))


def instance(x: Term, index: Symbol, at: Term) -> Term:
    """A term at another value of its index, with the indices of sequences and the ends of ranges written plainly."""
    return tidied(substitute(x, index, at))


def tidied(x: Term) -> Term:
    """Indices, ends of ranges and symbolic exponents in one way of writing: t - 2, not t - 1 - 1."""
    match x:
        case At(word, index):
            return At(word, _plain(index))
        case Big(op, body, index, low, high):
            return Big(op, tidied(body), index, _plain(low), _plain(high))
        case Op("pow", (base, exponent)):
            return Op("pow", (tidied(base), _plain(exponent)))
    return rebuild(x, tidied)


def _plain(x: Term) -> Term:
    e = linear(x)
    if e is None:
        return x
    written = linear_term(e)
    return x if _size(x) <= _size(written) else written


def _size(x: Term) -> int:
    return 1 + sum(_size(a) for a in x.args) if isinstance(x, Op) else 1


# ---------------------------------------------------------------- the rules

Pair = tuple[Term, Term]


def _needs(condition: bool, why: str) -> None:
    if not condition:
        raise ProofError(why)


def _whole(x: Term) -> Linear:
    e = linear(x)
    if e is None:
        raise ProofError(f"{x} is not linear in the indices")
    return e


def equation(ctx: Context, x: At) -> Pair:
    """The specification's equation of a sequence, at the step at which it gives x."""
    e = ctx.spec.by_name.get(x.word.name)
    if e is None or not isinstance(e.left, At):
        raise ProofError(f"no equation gives {x}")
    step = _whole(x.index) - Linear((), offset(e.left.index) or 0)
    _needs(ctx.at_least(step, ctx.spec.first), f"{x} is not shown to come from a step: steps begin at {ctx.spec.first}")
    return x, instance(e.right, ctx.spec.index, linear_term(step))


def initial(ctx: Context, x: At) -> Pair:
    """The initial value of a sequence."""
    e = ctx.spec.start.get(x.word.name)
    if e is None:
        raise ProofError(f"{x.word.name} has no initial value")
    _needs(_whole(x.index) == Linear((), first_index(ctx.spec, x) or 0), f"{x} is not the initial value of {e.left}")
    return x, e.right


def named(ctx: Context, name: str) -> Pair:
    """An equation of the context: the induction hypothesis."""
    found = ctx.equations.get(name)
    if found is None:
        raise ProofError(f"there is no equation called {name!r} here")
    return found.left, found.right


def letter(ctx: Context, symbol: Symbol, direction: str) -> Pair:
    """A letter for the compound term that it stands for ('unfold'), or the reverse ('fold')."""
    left, right = named(ctx, symbol.word.name)
    _needs(direction in ("fold", "unfold"), f"a letter is folded or unfolded, not {direction!r}")
    return (left, right) if direction == "unfold" else (right, left)


def theorem(ctx: Context, name: str, at: Term) -> Pair:
    """An equality proved before, at another index."""
    claim, left, right = _instantiated(ctx, name, at)
    _needs(claim.relation == "eq", f"the theorem {name!r} is not an equality")
    return left, right


def fact(ctx: Context, name: str, at: Term) -> Fact:
    """An inequality proved before, at another index, as a fact."""
    claim, left, right = _instantiated(ctx, name, at)
    return comparison(claim.relation, left, right)


def _instantiated(ctx: Context, name: str, at: Term) -> tuple[Claim, Term, Term]:
    claim = next((c for c in ctx.lemmas if c.name == name), None)
    if claim is None:
        raise ProofError(f"no theorem called {name!r} has been proved before")
    index = ctx.spec.index
    _needs(ctx.at_least(_whole(at), claim.since), f"the theorem {name!r} holds from {claim.since} on, not at {at}")
    for condition in (c for c in claim.given if not granted(ctx, c, at)):
        _needs(not of_every_step(ctx, condition), f"the theorem {name!r} needs {condition} at every step")
        needed = condition_fact(instance(condition, index, at))
        shown = positive(ctx, needed.term) if needed.strict else nonnegative(ctx, needed.term)
        _needs(shown, f"the theorem {name!r} needs {condition} at {at}, which is not shown")
    return claim, instance(claim.left, index, at), instance(claim.right, index, at)


def empty(_: Context, x: Big) -> Pair:
    """A sum over nothing is 0, a product over nothing 1."""
    ends = _whole(x.high) - _whole(x.low)
    _needs(ends == Linear((), -1), f"{x} is not over the empty range low..low-1")
    return x, Number(_UNITS[x.op])


def peel(ctx: Context, x: Big) -> Pair:
    """The last term of a sum (or factor of a product) split off."""
    low, high = _whole(x.low), _whole(x.high)
    _needs(ctx.at_least(high - low), f"the range of {x} may be empty, so that no last term can be split off")
    last = instance(x.body, x.index, x.high)
    rest = Big(x.op, x.body, x.index, x.low, linear_term(high - Linear((), 1)))
    return x, rest + last if x.op == "sum" else rest * last


def inside(ctx: Context, x: Big, body: Term, rule: Rule) -> Pair:
    """A step under a sum, for every index of its range."""
    step(ctx.within(x), x.body, rule, body)
    return x, Big(x.op, body, x.index, x.low, x.high)


def root(ctx: Context, x: Op, y: Term) -> Pair:
    """sqrt(a) = y, because y >= 0 and y*y = a."""
    _needs(x.op == "sqrt", f"{x} is no root")
    _square(ctx, x, y, x.args[0])
    return x, y


def absolute(ctx: Context, x: Op, y: Term) -> Pair:
    """abs(a) = y, because y >= 0 and y*y = a*a."""
    _needs(x.op == "abs", f"{x} is no absolute value")
    _square(ctx, x, y, x.args[0] * x.args[0])
    return x, y


def _square(ctx: Context, x: Op, y: Term, radicand: Term) -> None:
    require_defined(ctx, x)
    require_defined(ctx, y)
    _needs(nonnegative(ctx, y), f"{y} is not shown to be non-negative, so it is not {x}")
    _needs(equal(ctx, y * y, radicand), f"the square of {y} is not {radicand}")


def between(ctx: Context, x: Term, y: Term) -> Pair:
    """x = y, because x >= y and x <= y."""
    require_defined(ctx, x)
    require_defined(ctx, y)
    _needs(nonnegative(ctx, x - y) and nonnegative(ctx, y - x), f"{x} is not shown to be at least and at most {y}")
    return x, y


def choose(ctx: Context, x: Op, y: Term) -> Pair:
    """max(a, b) = a where a >= b, and the like for min; the side of a branch whose condition is settled; a sign."""
    match x:
        case Op("sign", (a,)):
            known = {Fraction(1): a, Fraction(-1): -a}.get(y.fraction) if isinstance(y, Number) else None
            _needs(known is not None and positive(ctx, known), f"{y} is not shown to be {x}")
            return x, y
        case Op("max" | "min", (a, b)):
            other = b if y == a else a
            gap = y - other if x.op == "max" else other - y
            _needs(y in (a, b) and nonnegative(ctx, gap), f"{y} is not shown to be {x}")
            return x, y
        case Op("where", (condition, yes, no)):
            held = condition_fact(condition)
            true = positive(ctx, held.term) if held.strict else nonnegative(ctx, held.term)
            against = -held.term
            false = nonnegative(ctx, against) if held.strict else positive(ctx, against)
            _needs(bool((true and y == yes) or (false and y == no)), f"it is not shown which side of {x} is taken")
            return x, y
    raise ProofError(f"there is nothing to choose in {x}")


_UNITS = {"sum": Fraction(0), "product": Fraction(1)}
RULES: dict[str, tuple[Callable[..., Pair], tuple[type | tuple[type, ...], ...]]] = {
    "equation": (equation, (At,)),
    "initial": (initial, (At,)),
    "hypothesis": (lambda ctx: named(ctx, "hypothesis"), ()),
    "letter": (letter, (Symbol, str)),
    "theorem": (theorem, (str, Term)),
    "empty": (empty, (Big,)),
    "peel": (peel, (Big,)),
    "inside": (inside, (Big, Term, Rule)),
    "root": (root, (Op, Term)),
    "absolute": (absolute, (Op, Term)),
    "choose": (choose, (Op, Term)),
    "between": (between, (Term, Term)),
}


def applied(ctx: Context, rule: Rule) -> Pair:
    """The equation that a rule gives.

    Raises:
        ProofError: if a side condition is not shown, or the rule is malformed.
    """
    if rule.name not in RULES:
        raise ProofError(f"there is no rule called {rule.name!r}")
    function, types = RULES[rule.name]
    if len(rule.args) != len(types) or not all(isinstance(a, t) for a, t in zip(rule.args, types, strict=True)):
        raise ProofError(f"the rule {rule.name!r} is applied to the wrong things: {rule.args}")
    args: tuple[Any, ...] = rule.args
    return function(ctx, *args)


def step(ctx: Context, before: Term, rule: Rule, after: Term) -> None:
    """Check one step of a chain.

    Raises:
        ProofError: if the rule does not lead from `before` to `after`, or `after` is not shown to be defined.
    """
    require_defined(ctx, after)
    if rule.name == "ring":
        reached = before
    else:
        left, right = applied(ctx, rule)
        reached = replaced(before, left, right)
        _needs(reached != before or bool(left == right), f"the step {rule.name!r}: {left} does not stand in {before}")
    _needs(equal(ctx, reached, after), f"the step {rule.name!r} does not lead from {before} to {after}")


def parts(rule: Rule) -> Iterator[Term]:
    """The terms that a rule is applied to."""
    for a in rule.args:
        if isinstance(a, Rule):
            yield from parts(a)
        elif isinstance(a, Term):
            yield a
