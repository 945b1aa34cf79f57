"""Other specifications made from one: a number or a schedule for a hyperparameter, other words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from adaptsym.claims import Claim
from adaptsym.errors import SpecError
from adaptsym.spec.declare import optimizer
from adaptsym.spec.model import Spec, head_of, later
from adaptsym.term import (
    At,
    Big,
    Equation,
    Number,
    Op,
    Symbol,
    Term,
    TermLike,
    Word,
    children,
    free_symbols,
    offset,
    rebuild,
    substitute,
    term,
    without_braces,
)


def replaced(spec: Spec, old: Symbol, new: TermLike, name: str = "") -> Spec:
    """Another specification: a hyperparameter becomes a schedule (``eta`` to ``eta[t]``) or a number.

    Raises:
        SpecError: if `old` is no hyperparameter here, or the number lies outside its closed domain.
    """
    new = term(new)
    if not isinstance(old, Symbol) or old.word not in spec.hyperparameters:
        raise SpecError(f"{spec.name}: {old} is no hyperparameter here and cannot be replaced")
    if old.word in spec.schedules:
        raise SpecError(f"{spec.name}: {old} is a schedule here; only a constant can be replaced")
    if isinstance(new, Number):
        domain = replace(old.word.domain, low_closed=True, high_closed=True)
        if new.fraction not in domain:
            raise SpecError(f"{spec.name}: {old} = {new} lies outside its domain {old.word.domain}")
    changed = [Equation(e.left, substitute(e.right, old, new)) for e in spec.initial + spec.equations]
    kept = [e for e in spec.settings if e.left != old]
    return optimizer(name or spec.name, *changed, *kept, source=spec.source)


def renamed(spec: Spec, words: Mapping[Word, Word], shifts: Mapping[Word, int] | None = None) -> Spec:
    """The same specification in other words; `shifts` moves the index of a sequence: theta[t+1] to theta[t]."""
    moved = shifts or {}

    def change(x: Term) -> Term:
        match x:
            case Symbol(w):
                return Symbol(words.get(w, w))
            case At(w, at):
                k = offset(at)
                index = change(at)
                if k is not None and w in moved:
                    index = later(next(iter(free_symbols(index))), k + moved[w])
                elif isinstance(at, Number) and w in moved:
                    index = Number(at.fraction + moved[w])
                return At(words.get(w, w), index)
            case Big(op, body, index, low, high):
                bound = change(index)
                assert isinstance(bound, Symbol)
                return Big(op, change(body), bound, change(low), change(high))
        return rebuild(x, change)

    def equation(e: Equation) -> Equation:
        return Equation(change(e.left), change(e.right))

    def claim(c: Claim) -> Claim:
        given = tuple(change(x) for x in c.given)
        return replace(
            c,
            left=change(c.left),
            right=change(c.right),
            given=given,  # type: ignore[arg-type]
            at=tuple(map(equation, c.at)),
        )

    every = spec.settings + spec.initial + spec.equations
    return optimizer(spec.name, *map(equation, every), source=spec.source, claims=tuple(map(claim, spec.claims)))


def renaming(a: Spec, b: Spec) -> dict[Word, Word] | None:
    """The words of `a` as words of `b` under which both are the same equations in the same order, or None.

    Words that match agree in role, domain and kind.
    """
    if len(a.equations) != len(b.equations) or len(a.initial) != len(b.initial):
        return None
    there: dict[Word, Word] = {}
    back: dict[Word, Word] = {}

    def word(v: Word, w: Word) -> bool:
        alike = (v.role, v.domain, v.kind) == (w.role, w.domain, w.kind)
        return alike and there.setdefault(v, w) == w and back.setdefault(w, v) == v

    def same(x: Term, y: Term) -> bool:
        if type(x) is not type(y):
            return False
        match x, y:
            case (Number(p), Number(q)):
                return p == q
            case (Symbol(v), Symbol(w)):
                return word(v, w)
            case (At(v, _), At(w, _)) if not word(v, w):
                return False
            case (Op(p), Op(q)) if p != q:
                return False
            case (Big(p), Big(q)) if p != q:
                return False
        one, other = children(x), children(y)
        return len(one) == len(other) and all(map(same, one, other))

    def equations(p: tuple[Equation, ...], q: tuple[Equation, ...]) -> bool:
        sides = [pair for d, e in zip(p, q, strict=True) for pair in ((d.left, e.left), (d.right, e.right))]
        return all(same(without_braces(x), without_braces(y)) for x, y in sides)

    if not equations(a.equations, b.equations):
        return None
    # initial values have no order: pair them by the words that the equations have matched
    of_b = {e.left.word: e for e in b.initial if isinstance(e.left, At)}
    paired = [of_b.get(there[head_of(e).word]) for e in a.initial]
    if any(e is None for e in paired) or not equations(a.initial, tuple(e for e in paired if e is not None)):
        return None
    return there
