r"""Verdicts on equations: each is decided in every world that the page allows.

Proved if the kernel accepts a proof in one of them (the reading is named); refuted only if exact numbers refute
it in every one; otherwise undecided.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from adaptsym.checking.world import Open, World, Worlds
from adaptsym.claims import Claim
from adaptsym.errors import AdaptsymError
from adaptsym.kernel.linear import Linear, linear, linear_term
from adaptsym.kernel.objects import Theorem
from adaptsym.proof.prove import Pool
from adaptsym.proof.refute import refute
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
    rebuild,
    substitute,
    walk,
)

MAX_NODES = 4_000  # of the two sides of a claim
MAX_SECONDS = 3.0  # for one claim
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
                witness = refute(w.spec, stated, instances=4)
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
        if len(results) > 1 and left_over.verdict == "undecided" and not left_over.reason:
            return Judgement("undecided", "it depends on how the page is read", assumption=left_over.assumption)
        return left_over

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
            witness = refute(spec, stated, instances=1 if quick else 2)
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
            witness = refute(spec, stated, seed=1)
        except AdaptsymError as error:
            return Judgement("undecided", f"not a claim that can be decided: {error}", spec=spec)
        except RecursionError:
            return Judgement("undecided", "nested too deeply to be decided", spec=spec)
        if witness is not None:
            return Judgement("refuted", "exact numbers contradict it", witness, world.assumption, spec)
        return Judgement("undecided", "no proof was found, and no counterexample", spec=spec)

    def with_settings(self, spec: Spec, stated: Claim, assumption: str) -> Judgement:
        """The verdict on an equation with decimals in it, which stand for the letters that the page gives values."""
        found = self.worlds.reading.settings.values()
        values = {symbol.word.name: value for symbol, value, _ in found if isinstance(value, Number)}
        at = tuple(Equation(Symbol(w), values[w.name]) for w in spec.hyperparameters if w.name in values)
        if len(at) < len([w for w in spec.hyperparameters if w.domain == UNIT]) or not at:
            return Judgement("undecided", "its numbers stand for letters whose values the page does not give")
        claimed = replace(stated, at=at)
        shown = ", ".join(f"{e.left.word.latex} = {e.right}" for e in at if isinstance(e.left, Symbol))
        witness = refute(spec, claimed, instances=2)
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
        for conditions in _conditions(stated):
            shown = " and ".join(f"{children(c)[0]} > 0" for c in conditions)
            yield replace(stated, given=conditions), f"where it is defined: {shown}"


def geometric(x: Big) -> Term | None:
    """The closed form of the sum of a**(t - i) or a**i over i from 1 to t, or a**i from 0; None for another sum."""
    match x.body:
        case Op("pow", (Symbol() as a, exponent)):
            e, low, high = linear(exponent), linear(x.low), linear(x.high)
        case _:
            return None
    if e is None or low is None or high is None or abs(e.coefficient(x.index.word)) != 1:
        return None
    n = e.coefficient(x.index.word)
    position = Linear(((x.index.word, n),))
    least = (e - position) + (low if n > 0 else high.scaled(-1))  # the least exponent
    count = high - low + Linear((), 1)
    closed = (1 - a ** linear_term(count)) / (1 - a)
    return closed if least == Linear() else a ** linear_term(least) * closed


def forward(x: Term) -> Term:
    """A term whose sums run over the steps of their sequences: the sum of a**k g[t-k] becomes that of a**(t-i) g[i]."""
    x = rebuild(x, forward)
    if not isinstance(x, Big) or x.op != "sum":
        return x
    places = {linear(y.index) for y in walk(x.body) if isinstance(y, At)}
    if len(places) != 1:
        return x
    place = next(iter(places))
    if place is None or abs(place.coefficient(x.index.word)) != 1:
        return x
    n = place.coefficient(x.index.word)
    rest = place - Linear(((x.index.word, n),))
    if n == 1 and rest == Linear():
        return x
    old = (Linear(((x.index.word, 1),)) - rest).scaled(n)  # the index by the step of the sequence
    body = _settled(substitute(x.body, x.index, linear_term(old)))
    ends = [linear(end) for end in (x.low, x.high)]
    if ends[0] is None or ends[1] is None:
        return x
    low, high = (rest + end.scaled(n) for end in (ends if n > 0 else ends[::-1]) if end is not None)
    return Big(x.op, body, x.index, linear_term(low), linear_term(high))


def _settled(x: Term) -> Term:
    """With indices and exponents computed."""
    x = rebuild(x, _settled)
    match x:
        case At(word, index) if (e := linear(index)) is not None:
            return At(word, linear_term(e))
        case Op("pow", (base, exponent)) if (e := linear(exponent)) is not None:
            return base ** linear_term(e)
    return x


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


def _decimals(*sides: Term) -> bool:
    """Whether numbers that are not whole stand in an equation."""
    return any(isinstance(x, Number) and x.fraction.denominator != 1 for y in sides for x in walk(y))


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
        nodes += sum(1 for _ in islice(walk(side), MAX_NODES + 1))
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
        case Op("pow", (a, Number(q))) if (inner := _expansion(a)) > 1:
            return int(min(inner ** min(int(abs(q)), 20), 10 * MAX_EXPANSION))
        case Op("pow", (a, _)):
            return _expansion(a)
        case Symbol() | At():
            return 1
    return max((_expansion(y) for y in children(x)), default=1)


def is_step(x: Term, step: Symbol) -> bool:
    """Whether a term is a sequence at the step or near it."""
    return isinstance(x, At) and offset(x.index) is not None and free_symbols(x.index) == {step}
