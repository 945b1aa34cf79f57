r"""Verdicts on equations: each is decided in every world that the page allows.

Proved if the kernel accepts a proof in one of them (the reading is named); refuted only if exact numbers refute
it in every one; otherwise undecided.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from adaptsym.checking.world import Open, World, Worlds
from adaptsym.claims import Claim, claim
from adaptsym.errors import AdaptsymError
from adaptsym.proof.prove import Pool
from adaptsym.proof.refute import refute
from adaptsym.proof.results import Witness
from adaptsym.proof.theorems import theorem
from adaptsym.spec import Spec
from adaptsym.term import At, Big, Equation, Op, Symbol, Term, children, free_symbols, offset, walk

MAX_NODES = 4_000  # of the two sides of a claim
MAX_SECONDS = 10.0  # for one claim
MAX_EXPANSION = 20_000  # terms that expanding products of sums would give


@dataclass(frozen=True)
class Judgement:
    """A verdict on an equation, with what it rests on."""

    verdict: str
    reason: str = ""
    witness: Witness | None = None
    assumption: str = ""
    spec: Spec | None = None
    seconds: float = 0.0


class TooLarge(Open):
    """An equation beyond a cap, which the message names."""


@dataclass
class Judge:
    """Decides equations of one page; proofs about the same specification share what was proved before."""

    worlds: Worlds
    pools: dict[Spec, Pool] = field(default_factory=dict)
    remembered: dict[tuple[Spec, Term, Term, int], Judgement] = field(default_factory=dict)

    def pool(self, spec: Spec) -> Pool:
        """What has been proved about a specification."""
        if spec not in self.pools:
            self.pools[spec] = Pool(spec)
        return self.pools[spec]

    def judge(
        self, left: Term, right: Term, position: int, scope: int, *, since: int | None = None, quick: bool = False
    ) -> Judgement:
        """The verdict on ``left == right`` at a place; `quick` only tries exact numbers."""
        began = time.perf_counter()
        head = left if isinstance(left, At) else None
        try:
            check_size(left, right)
            found = self.worlds.worlds((left, right), position, scope, head)
        except Open as error:
            return Judgement("undecided", str(error))
        results = []
        for world in found:
            results.append(self.decide(world, since, began, quick))
            if results[-1].verdict == "proved":
                return results[-1]
        if all(r.verdict == "refuted" for r in results):
            return results[0] if len(results) == 1 else _plainest(results, found)
        left_over = next(r for r in results if r.verdict != "refuted")
        if len(results) > 1 and left_over.verdict == "undecided" and not left_over.reason:
            return Judgement("undecided", "it depends on how the page is read", assumption=left_over.assumption)
        return left_over

    def decide(self, world: World, since: int | None, began: float, quick: bool) -> Judgement:
        """The verdict in one world."""
        left, right = world.terms
        first = max(world.spec.first, since if since is not None else world.spec.first)
        memory = (world.spec, left, right, first)
        if not quick and memory in self.remembered:
            return self.remembered[memory]
        found = self._decide(world, left, right, first, began, quick)
        if not quick:
            self.remembered[memory] = found
        return found

    def _decide(self, world: World, left: Term, right: Term, first: int, began: float, quick: bool) -> Judgement:
        spec = world.spec
        if left == right:
            return Judgement("proved", "the same on both sides", assumption=world.assumption, spec=spec)
        try:
            stated = claim("equation", Equation(left, right), since=first)
            witness = refute(spec, stated, instances=1 if quick else 2)
            if witness is not None:
                return Judgement("refuted", "exact numbers contradict it", witness, world.assumption, spec)
            if quick:
                return Judgement("undecided", "no counterexample", spec=spec)
            pool = self.pool(spec)
            for attempt, said in self.attempts(spec, stated):
                if time.perf_counter() - began > MAX_SECONDS:
                    return Judgement("undecided", f"the time for one equation, {MAX_SECONDS:.0f} s, ran out", spec=spec)
                proved = theorem(spec, attempt, pool.at(()))
                if proved is not None:
                    return Judgement("proved", said, assumption=world.assumption, spec=spec)
            witness = refute(spec, stated, seed=1)
        except AdaptsymError as error:
            return Judgement("undecided", f"not a claim that can be decided: {error}", spec=spec)
        except RecursionError:
            return Judgement("undecided", "nested too deeply to be decided", spec=spec)
        if witness is not None:
            return Judgement("refuted", "exact numbers contradict it", witness, world.assumption, spec)
        return Judgement("undecided", "no proof was found, and no counterexample", spec=spec)

    @staticmethod
    def attempts(spec: Spec, stated: Claim) -> Iterator[tuple[Claim, str]]:
        """The claim as it stands, from the step before on, and where denominators are positive."""
        yield stated, ""
        if isinstance(stated.left, At) and stated.since == spec.first:
            yield claim("equation", Equation(stated.left, stated.right), since=spec.first - 1), ""
        for conditions in _conditions(stated):
            shown = " and ".join(f"{children(c)[0]} > 0" for c in conditions)
            yield (
                claim("equation", Equation(stated.left, stated.right), given=conditions, since=stated.since),
                f"where it is defined: {shown}",
            )


def _plainest(results: list[Judgement], found: list[World]) -> Judgement:
    """The refutation under the fewest assumptions."""
    return next((r for r, w in zip(results, found, strict=True) if not w.assumption), results[0])


def _conditions(c: Claim) -> Iterator[tuple[Op, ...]]:
    """What must be positive for the sides to be defined: radicands and denominators, the written-out side first."""
    sides = sorted((c.right, c.left), key=lambda x: not any(isinstance(y, Big) for y in walk(x)))
    seen = []
    for side in sides:
        inside: list[Term] = []
        for x in walk(side):
            if isinstance(x, Op) and x.op == "div":
                below = children(x)[1]
                inside += [children(y)[0] for y in walk(below) if isinstance(y, Op) and y.op == "sqrt"]
                if isinstance(below, (At, Big)):
                    inside.append(below)
        found = tuple(x > 0 for x in dict.fromkeys(inside) if _varies(x) and not _bound_inside(x, side))
        if found and found not in seen:
            seen.append(found)
            yield found
    if len(seen) > 1:
        yield tuple(dict.fromkeys((*seen[0], *seen[1])))


def _varies(x: Term) -> bool:
    return any(isinstance(y, (At, Big)) for y in walk(x))


def _bound_inside(x: Term, side: Term) -> bool:
    """Whether a term speaks of an index that a sum around it binds."""
    bound = {y.index for y in walk(side) if isinstance(y, Big)}
    return bool(bound & free_symbols(x))


def check_size(*sides: Term) -> None:
    """Refuse what is beyond the caps before anything is computed with it.

    Raises:
        TooLarge: naming the cap.
    """
    nodes = 0
    for side in sides:
        for x in walk(side):
            nodes += 1
            if nodes > MAX_NODES:
                raise TooLarge(f"the equation has more than {MAX_NODES} parts")
        if _expansion(side) > MAX_EXPANSION:
            raise TooLarge(f"expanding its products would give more than {MAX_EXPANSION} terms")


def _expansion(x: Term) -> int:
    """How many terms a side has when its products are expanded, at most."""
    match x:
        case Op("add" | "sub", (a, b)):
            return _expansion(a) + _expansion(b)
        case Op("mul", (a, b)):
            return min(_expansion(a) * _expansion(b), 10 * MAX_EXPANSION)
        case Op("pow", (a, n)):
            exponent = getattr(n, "fraction", None)
            inner = _expansion(a)
            if exponent is None or inner == 1:
                return inner
            return min(inner ** int(abs(exponent)), 10 * MAX_EXPANSION)
        case Symbol() | At():
            return 1
    return max((_expansion(y) for y in children(x)), default=1)


def is_step(x: Term, step: Symbol) -> bool:
    """Whether a term is a sequence at the step or near it."""
    return isinstance(x, At) and offset(x.index) is not None and free_symbols(x.index) == {step}
