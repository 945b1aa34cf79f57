r"""Approximations: what was left out, and a bound of the error where one is proved.

Known: a guard epsilon that is left out of a denominator, under the root or beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from adaptsym.checking.verdict import Judge
from adaptsym.checking.world import Open
from adaptsym.claims import Claim, claim
from adaptsym.errors import AdaptsymError
from adaptsym.proof.theorems import theorem
from adaptsym.spec import Spec
from adaptsym.term import Equation, Number, Op, Symbol, Term, children, walk, without_braces

ZERO = Number(Fraction(0))


@dataclass(frozen=True)
class Approximation:
    """What is known of an approximation: a reason in words, and the claim that bounds its error, if it is proved."""

    reason: str
    bound: Claim | None = None
    spec: Spec | None = None


def approximated(judge: Judge, left: Term, right: Term, position: int, scope: int) -> Approximation:
    """What is known of ``left ~ right`` at a place."""
    try:
        world = judge.worlds.worlds((left, right), position, scope)[0]
        spec = world.spec
        a, b = map(without_braces, world.terms)
        head = a
        own = spec.by_name.get(a.word.name) if hasattr(a, "word") else None
        if own is not None and own.left == a:
            a = without_braces(own.right)
        for bounded in bounds(head, a, b, spec.first):
            proved = theorem(spec, bounded, judge.pool(spec).at(()))
            if proved is not None:
                return Approximation(f"the error is bounded: {bounded}", bounded, spec)
        for symbol in _left_out(a, b):
            zero = claim("equation", Equation(a, b), at=Equation(symbol, ZERO), since=spec.first)
            if theorem(spec, zero, judge.pool(spec).at(zero.at)) is not None:
                return Approximation(f"equal where {symbol} = 0; no bound of the error was proved", None, spec)
    except (Open, AdaptsymError) as error:
        return Approximation(f"no bound of the error is known: {error}")
    return Approximation("no bound of the error is known")


def _left_out(a: Term, b: Term) -> list[Symbol]:
    """The constants of the first side that the second has lost."""
    kept = {x for x in walk(b) if isinstance(x, Symbol)}
    return [x for x in dict.fromkeys(walk(a)) if isinstance(x, Symbol) and x not in kept]


def bounds(head: Term, a: Term, b: Term, since: int) -> Iterator[Claim]:
    """Bounds of the error that are worth a try."""
    for c, whole, plain in _places(a, b, None):
        match whole, plain:
            case Op("div", (n, Op("sqrt", (Op("add", (x, e)),)))), Op("div", (_, Op("sqrt", (y,)))) if x == y:
                small, large = plain.args[1], whole.args[1]
                size = abs(n) * e / (2 * x * small)
                hints = (
                    _times(c, abs(n) * ((large - small) / (small * large))),
                    _times(
                        c, abs(n) * ((large - small) * (large - small) * (large + 2 * small) / (2 * x * small * large))
                    ),
                )
            case Op("div", (n, Op("add", (small, e)))), Op("div", (_, other)) if small == other:
                match small:
                    case Op("sqrt", (x,)):
                        pass
                    case _:
                        continue
                size = abs(n) * e / x
                hints = (
                    _times(c, abs(n) * (e / (small * (small + e)))),
                    _times(c, abs(n) * (e * e / (x * (small + e)))),
                )
            case _:
                continue
        yield claim("error", abs(head - b) <= _times(c, size), given=x > 0, since=since, hints=hints)


def _times(c: Term | None, x: Term) -> Term:
    return x if c is None else c * x


def _places(a: Term, b: Term, c: Term | None) -> Iterator[tuple[Term | None, Op, Op]]:
    """The quotients in which two sides differ, with the factor before them; only behind sums and positive factors."""
    if a == b or not (isinstance(a, Op) and isinstance(b, Op)):
        return
    if a.op == b.op == "div":
        if a.args[0] == b.args[0]:
            yield c, a, b
        return
    if a.op != b.op or len(a.args) != len(b.args):
        return
    if a.op in ("add", "sub"):
        differing = [(x, y) for x, y in zip(a.args, b.args, strict=True) if x != y]
        if len(differing) == 1:
            yield from _places(*differing[0], c)
    elif a.op == "mul":
        (p, q), (r, s) = a.args, b.args
        if p == r:
            yield from _places(q, s, _joined(c, p))
        elif q == s:
            for d, x, y in _places(p, r, c):
                # (n/d)*q is bounded as (n*q)/d
                yield d, Op("div", (x.args[0] * q, x.args[1])), Op("div", (y.args[0] * q, y.args[1]))


def _joined(c: Term | None, p: Term) -> Term | None:
    factor = children(p)[0] if isinstance(p, Op) and p.op == "neg" else p
    return factor if c is None else c * factor
