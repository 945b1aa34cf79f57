"""Statements about a specification. A claim is only said here; `adaptsym.proof` decides it."""

from __future__ import annotations

from dataclasses import dataclass, field

from adaptsym.errors import ClaimError
from adaptsym.term import At, Equation, Number, Op, Symbol, Term

RELATIONS = {"eq": "==", "le": "<=", "lt": "<", "ge": ">=", "gt": ">"}


@dataclass(frozen=True)
class Claim:
    """``left relation right`` for every t from `since` on.

    `given` are conditions beyond the domains of the notation table, as comparisons: ``r[t] > 0``; one with an
    index of its own, ``abs(g[i]) <= bound``, holds for every step.
    `hints` are terms that a derivation of it passes through; they help the search and prove nothing.
    `at` fixes hyperparameters, as equations: ``epsilon == 0``; the claim is then about the specification
    with that number in its place. A condition or a side may speak of any t by the index t.
    """

    name: str
    left: Term
    relation: str
    right: Term
    given: tuple[Op, ...] = ()
    at: tuple[Equation, ...] = ()
    since: int = 1
    hints: tuple[Term, ...] = field(default=(), compare=False, repr=False)

    def __str__(self) -> str:
        text = f"{self.left} {RELATIONS[self.relation]} {self.right}"
        conditions = [str(c) for c in (*self.at, *self.given)]
        return f"{text} for t >= {self.since}" + (f", given {' and '.join(conditions)}" if conditions else "")


def claim(
    name: str,
    statement: Equation | Op,
    *,
    given: tuple[Op, ...] | Op = (),
    at: tuple[Equation, ...] | Equation = (),
    since: int = 1,
    hints: tuple[Term, ...] = (),
) -> Claim:
    """A claim from an equation or a comparison of terms.

    Raises:
        ClaimError: if the statement, a condition or a setting has another form.

    >>> from adaptsym.notation import g, gamma, i, t, total, velocity
    >>> str(claim("sum", velocity[t] == -total(g[i], i, 1, t), since=0))
    'velocity[t] == -sum(g[i] for i in 1..t) for t >= 0'
    """
    if not isinstance(name, str) or not name.strip():
        raise ClaimError(f"a claim has a name, claim('first moment', ...), got {name!r}")
    if not isinstance(since, int) or isinstance(since, bool):
        raise ClaimError(f"claim {name!r}: since is the first t, a whole number, got {since!r}")
    given = (given,) if isinstance(given, Op) else tuple(given)
    at = (at,) if isinstance(at, Equation) else tuple(at)
    match statement:
        case Equation(left, right):
            if statement.asked:
                raise ClaimError(f"claim {name!r}: write one == for each claim; a == b == c is two")
            relation = "eq"
        case Op(relation, (left, right)) if relation in RELATIONS:
            pass
        case _:
            raise ClaimError(f"claim {name!r}: a statement is left == right or a comparison, got {statement!r}")
    for condition in given:
        if not (isinstance(condition, Op) and condition.op in ("gt", "ge", "lt", "le")):
            raise ClaimError(f"claim {name!r}: a condition is a comparison such as r[t] > 0, got {condition!r}")
    for setting in at:
        if not (
            isinstance(setting, Equation) and isinstance(setting.left, Symbol) and isinstance(setting.right, Number)
        ):
            raise ClaimError(f"claim {name!r}: a setting is hyperparameter == number, got {setting!r}")
    return Claim(name, left, relation, right, given, at, since, tuple(hints))


def subject(c: Claim) -> str | None:
    """The name of the sequence that a claim says something of, where its left side is one: ``s`` of ``s[t] == ...``."""
    return c.left.word.name if isinstance(c.left, At) else None
