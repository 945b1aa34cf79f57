r"""Verdicts on equations: each is decided in every world that the page allows.

Proved if the kernel accepts a proof in one of them (the reading is named); refuted only if exact numbers refute
it in every one; otherwise undecided.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from adaptsym.checking.limits import check_size
from adaptsym.checking.rearranged import conditions_of, forward, geometric
from adaptsym.checking.world import Open, World, Worlds
from adaptsym.claims import Claim
from adaptsym.errors import AdaptsymError
from adaptsym.kernel.objects import Theorem
from adaptsym.proof.prove import Pool
from adaptsym.proof.refute import UNDEFINED, refute
from adaptsym.proof.results import Witness
from adaptsym.proof.theorems import theorem
from adaptsym.spec import Spec, check_claim
from adaptsym.term import (
    UNIT,
    At,
    Big,
    Equation,
    Number,
    Op,
    Symbol,
    Term,
    children,
    free_symbols,
    offset,
    substitute,
    walk,
)

UNKNOWN = "no proof was found, and no counterexample"
MAX_SECONDS = 3.0  # for one claim


@dataclass(frozen=True)
class Judgement:
    """A verdict on an equation, with what it rests on."""

    verdict: str
    reason: str = ""
    witness: Witness | None = None
    assumption: str = ""
    spec: Spec | None = None
    seconds: float = 0.0


@dataclass
class Judge:
    """Decides equations of one page; proofs about the same specification share what was proved before."""

    worlds: Worlds
    pools: dict[Spec, Pool] = field(default_factory=dict)
    remembered: dict[tuple[Spec, Term, Term, int, str], Judgement] = field(default_factory=dict)

    def pool(self, spec: Spec) -> Pool:
        """What has been proved about a specification."""
        if spec not in self.pools:
            self.pools[spec] = Pool(spec)
        return self.pools[spec]

    def judge(
        self,
        left: Term,
        right: Term,
        position: int,
        scope: int,
        *,
        since: int | None = None,
        quick: bool = False,
        strictly: bool = False,
        relation: str = "eq",
        others: tuple[Term, ...] = (),
        conditions: Sequence[Op | None] = (),
    ) -> Judgement:
        """The verdict on ``left == right`` at a place; `quick` only tries exact numbers.

        `others` are further readings of the right side; `conditions` are those that the page puts on it, None for
        one that is not understood.
        """
        found = self._judge(left, right, position, scope, since, quick, strictly, relation)
        for other in others:
            if found.verdict != "refuted":
                break
            again = self._judge(left, other, position, scope, since, quick, strictly, relation)
            if again.verdict == "proved":
                again = replace(again, assumption="letters without an index are read as before the step")
            found = found if again.verdict == "refuted" else again
        if conditions and found.verdict != "proved" and not quick:
            return self.under(conditions, found, left, right, position, scope, since, strictly, relation)
        return found

    def under(
        self,
        conditions: Sequence[Op | None],
        found: Judgement,
        left: Term,
        right: Term,
        position: int,
        scope: int,
        since: int | None,
        strictly: bool,
        relation: str,
    ) -> Judgement:
        """The verdict under the conditions that the page puts on an equation."""
        known = [c for c in conditions if c is not None]
        if len(known) < len(conditions):
            return Judgement("undecided", "it is said under a condition that is not understood", spec=found.spec)
        head = left if isinstance(left, At) else None
        try:
            worlds = self.worlds.worlds((left, right, *known), position, scope, head, strictly=strictly)
        except Open as error:
            return Judgement("undecided", str(error))
        verdicts = []
        for w in worlds:
            a, b, *given = w.terms
            first = max(w.spec.first, since if since is not None else w.spec.first, _least(w.spec, a, b))
            stated = Claim("equation", a, relation, b, given=tuple(g for g in given if isinstance(g, Op)), since=first)
            shown = " and ".join(map(str, given))
            try:
                check_claim(w.spec, stated)
                witness = contradiction(w.spec, stated, (0, 1), 4)
                if witness is None and theorem(w.spec, stated, self.pool(w.spec).at(())) is not None:
                    return Judgement("proved", f"where {shown}", None, w.assumption, w.spec)
            except AdaptsymError as error:
                return Judgement("undecided", f"not a claim that can be decided: {error}", spec=w.spec)
            said = f"exact numbers contradict it where {shown}"
            verdicts.append(None if witness is None else Judgement("refuted", said, witness, w.assumption, w.spec))
        if verdicts and all(v is not None for v in verdicts):
            return verdicts[0] or found
        return Judgement("undecided", "no proof was found under its conditions", spec=found.spec)

    def _judge(
        self,
        left: Term,
        right: Term,
        position: int,
        scope: int,
        since: int | None,
        quick: bool,
        strictly: bool,
        relation: str,
    ) -> Judgement:
        began = time.perf_counter()
        head = left if isinstance(left, At) else None
        try:
            check_size(left, right)
            found = self.worlds.worlds((left, right), position, scope, head, strictly=strictly)
        except Open as error:
            return Judgement("undecided", str(error))
        results = []
        for world in found:
            results.append(self.decide(world, since, began, quick, relation))
            if results[-1].verdict == "proved" and world.weak:
                results[-1] = Judgement("undecided", f"it holds if {world.assumption}", spec=world.spec)
            if results[-1].verdict == "proved":
                return results[-1]
        if all(r.verdict == "refuted" for r in results):
            return results[0] if len(results) == 1 else _plainest(results, found)
        left_over = next(r for r in results if r.verdict != "refuted")
        if left_over.reason == UNKNOWN and not quick:
            early = self.before_the_first(left, right, position, scope, since, strictly, relation)
            if early is not None:
                return early
        if len(results) > 1 and left_over.verdict == "undecided" and not left_over.reason:
            return Judgement("undecided", "it depends on how the page is read", assumption=left_over.assumption)
        return left_over

    def before_the_first(
        self, left: Term, right: Term, position: int, scope: int, since: int | None, strictly: bool, relation: str
    ) -> Judgement | None:
        """A refutation by the gradient of a step before the first one, if the equation speaks of it."""
        head = left if isinstance(left, At) else None
        found = None
        try:
            worlds = self.worlds.worlds((left, right), position, scope, head, strictly=strictly, any_slope=True)
        except Open:
            return None
        for w in worlds:
            first = max(w.spec.first, since if since is not None else w.spec.first, _least(w.spec, *w.terms))
            try:
                witness = contradiction(
                    w.spec, Claim("equation", w.terms[0], relation, w.terms[1], since=first), (0,), 3
                )
            except AdaptsymError:
                return None
            if witness is None:
                return None
            said = "exact numbers contradict it, the gradient before the first step among them"
            found = found or Judgement("refuted", said, witness, w.assumption, w.spec)
        return found

    def decide(self, world: World, since: int | None, began: float, quick: bool, relation: str = "eq") -> Judgement:
        """The verdict in one world."""
        left, right = world.terms
        first = max(world.spec.first, since if since is not None else world.spec.first, _least(world.spec, left, right))
        memory = (world.spec, left, right, first, relation)
        if not quick and memory in self.remembered:
            return self.remembered[memory]
        found = self._decide(world, (left, relation, right), first, began, quick)
        if not quick:
            self.remembered[memory] = found
        return found

    def _decide(
        self, world: World, statement: tuple[Term, str, Term], first: int, began: float, quick: bool
    ) -> Judgement:
        spec = world.spec
        left, relation, right = statement
        if relation == "eq" and left != right and isinstance(left, At) and left in set(walk(right)):
            return Judgement("undecided", f"{left.word.latex} stands on both sides")
        if left == right and relation == "eq":
            return Judgement("proved", "the same on both sides", assumption=world.assumption, spec=spec)
        try:
            stated = Claim("equation", left, relation, right, since=first)
            check_claim(spec, stated)
            witness = contradiction(spec, stated, (0,), 1 if quick else 2)
            if witness is not None and _decimals(left, right):
                return self.with_settings(spec, stated, world.assumption)
            if witness is not None:
                return Judgement("refuted", "exact numbers contradict it", witness, world.assumption, spec)
            if quick:
                return Judgement("undecided", "no counterexample", spec=spec)
            pool = self.pool(spec)
            for attempt, said in self.attempts(spec, stated):
                if time.perf_counter() - began > MAX_SECONDS:
                    return Judgement("undecided", f"the time for one equation, {MAX_SECONDS:.0f} s, ran out", spec=spec)
                proved = theorem(spec, attempt, pool.at(()))
                if proved is None:
                    proved = self.by_lemmas(spec, attempt)
                if proved is not None:
                    return Judgement("proved", said, assumption=world.assumption, spec=spec)
            witness = contradiction(spec, stated, (1, 2), 12)
        except AdaptsymError as error:
            return Judgement("undecided", f"not a claim that can be decided: {error}", spec=spec)
        except RecursionError:
            return Judgement("undecided", "nested too deeply to be decided", spec=spec)
        if witness is not None:
            return Judgement("refuted", "exact numbers contradict it", witness, world.assumption, spec)
        return Judgement("undecided", UNKNOWN, spec=spec)

    def with_settings(self, spec: Spec, stated: Claim, assumption: str) -> Judgement:
        """The verdict on an equation with decimals in it, which stand for the letters that the page gives values."""
        found = self.worlds.reading.settings.values()
        values = {symbol.word.name: value for symbol, value, _ in found if isinstance(value, Number)}
        at = tuple(Equation(Symbol(w), values[w.name]) for w in spec.hyperparameters if w.name in values)
        if len(at) < len([w for w in spec.hyperparameters if w.domain == UNIT]) or not at:
            return Judgement("undecided", "its numbers stand for letters whose values the page does not give")
        claimed = replace(stated, at=at)
        shown = ", ".join(f"{e.left.word.latex} = {e.right}" for e in at if isinstance(e.left, Symbol))
        witness = contradiction(spec, claimed, (0, 1), 2)
        if witness is not None:
            return Judgement("refuted", f"exact numbers contradict it with {shown}", witness, assumption, spec)
        proved = theorem(spec, claimed, self.pool(spec).at(at))
        verdict = "undecided" if proved is None else "proved"
        return Judgement(verdict, f"with {shown}" + ("" if proved else ": no proof was found"), None, assumption, spec)

    def by_lemmas(self, spec: Spec, c: Claim) -> Theorem | None:
        """A proof with geometric sums replaced by their closed forms, each of which is proved first."""
        changed = c
        for side in (c.left, c.right):
            for x in walk(side):
                closed = geometric(x) if isinstance(x, Big) else None
                if closed is not None:
                    lemma = Claim("geometric sum", x, "eq", closed, since=c.since)
                    known = self.decided_lemma(spec, lemma)
                    if known:
                        changed = replace(
                            changed,
                            left=substitute(changed.left, x, closed),
                            right=substitute(changed.right, x, closed),
                        )
        return None if changed is c else theorem(spec, changed, self.pool(spec).at(()))

    def decided_lemma(self, spec: Spec, lemma: Claim) -> bool:
        """Whether a lemma is proved; remembered."""
        memory = (spec, lemma.left, lemma.right, lemma.since, "lemma")
        if memory not in self.remembered:
            proved = theorem(spec, lemma, self.pool(spec).at(()))
            self.remembered[memory] = Judgement("undecided" if proved is None else "proved")
        return self.remembered[memory].verdict == "proved"

    @staticmethod
    def attempts(spec: Spec, stated: Claim) -> Iterator[tuple[Claim, str]]:
        """The claim as it stands, from the step before on, and where denominators are positive."""
        yield stated, ""
        if isinstance(stated.left, At) and stated.since == spec.first and stated.relation == "eq":
            yield replace(stated, since=spec.first - 1), ""
        turned = replace(stated, left=forward(stated.left), right=forward(stated.right))
        if (turned.left, turned.right) != (stated.left, stated.right):
            yield turned, "with its sums in the order of the steps"
            if isinstance(turned.left, At) and turned.since == spec.first:
                yield replace(turned, since=spec.first - 1), "with its sums in the order of the steps"
        for conditions in conditions_of(stated):
            shown = " and ".join(f"{children(c)[0]} > 0" for c in conditions)
            yield replace(stated, given=conditions), f"where it is defined: {shown}"


def _least(spec: Spec, *sides: Term) -> int:
    """The first step at which every state that is read has a value."""
    least = spec.first
    for side in sides:
        for x in walk(side):
            e = spec.by_name.get(x.word.name) if isinstance(x, At) else None
            if isinstance(x, At) and e is not None and free_symbols(x.index) == {spec.index}:
                k, own = offset(x.index), offset(e.left.index) if isinstance(e.left, At) else None
                if k is not None and own is not None:
                    carried = x.word == spec.parameter or x.word.name in spec.start
                    least = max(least, spec.first + own - k - carried)
    return least


def contradiction(spec: Spec, c: Claim, seeds: Sequence[int], instances: int) -> Witness | None:
    """A witness at which both sides have values: that a page is silent on where its terms are defined is no error."""
    for seed in seeds:
        found = refute(spec, c, seed=seed, instances=instances)
        if found is None or UNDEFINED not in (found.left, found.right):
            return found
    return None


def _decimals(*sides: Term) -> bool:
    """Whether numbers that are not whole stand in an equation."""
    return any(isinstance(x, Number) and x.fraction.denominator != 1 for y in sides for x in walk(y))


def _plainest(results: list[Judgement], found: list[World]) -> Judgement:
    """The refutation under the fewest assumptions."""
    return next((r for r, w in zip(results, found, strict=True) if not w.assumption), results[0])
