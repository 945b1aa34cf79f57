"""Mutants of every claim of the catalogue, generated from operators: none may be proved that is not true.

    python tests/proof/mutants.py --all       # the full run; its figures go to tests/proof/mutants.json

Each mutant is first tried on exact instances. What no instance refutes is put before the prover: proved, it is
a true claim (equivalent to its original, or a bound that is weaker than the original and follows from it: counted,
and listed); not proved, it is undecided (listed as well).
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from adaptsym import catalogue
from adaptsym.claims import Claim, claim
from adaptsym.errors import AdaptsymError
from adaptsym.proof.prove import Pool, derived_claims, prove
from adaptsym.proof.refute import holds, refute
from adaptsym.proof.theorems import theorem
from adaptsym.spec import Spec, check_claim, optimizer
from adaptsym.term import (
    At,
    Big,
    Equation,
    Number,
    Op,
    Role,
    Symbol,
    Term,
    children,
    rebuild,
    sqrt,
    without_braces,
)

Change = Callable[[Term, Spec], Iterator[Term]]
STORED = Path(__file__).with_name("mutants.json")
PART = 100  # mutants that one process takes at a time


def numbers(x: Term, _: Spec) -> Iterator[Term]:
    if isinstance(x, Number):
        yield from (Number(x.fraction + 1), Number(x.fraction - 1))


def indices(x: Term, _: Spec) -> Iterator[Term]:
    if isinstance(x, At) and not isinstance(x.index, Number):
        yield from (At(x.word, x.index + 1), At(x.word, x.index - 1))


def bounds(x: Term, _: Spec) -> Iterator[Term]:
    if isinstance(x, Big):
        for low, high in ((x.low + 1, x.high), (x.low - 1, x.high), (x.low, x.high - 1), (x.low, x.high + 1)):
            yield Big(x.op, x.body, x.index, low, high)


def signs(x: Term, _: Spec) -> Iterator[Term]:
    if isinstance(x, Op) and x.op in ("add", "sub"):
        yield Op("sub" if x.op == "add" else "add", x.args)
    if isinstance(x, Op) and x.op == "neg":
        yield x.args[0]


def lost_factors(x: Term, _: Spec) -> Iterator[Term]:
    if isinstance(x, Op) and x.op in ("mul", "div"):
        yield x.args[0]
    if isinstance(x, Op) and x.op == "mul":
        yield x.args[1]


def lost_terms(x: Term, _: Spec) -> Iterator[Term]:
    if isinstance(x, Op) and x.op in ("add", "sub"):
        yield from x.args


def inverted(x: Term, _: Spec) -> Iterator[Term]:
    if isinstance(x, Op) and x.op == "div":
        yield Op("div", x.args[::-1])


def roots(x: Term, _: Spec) -> Iterator[Term]:
    if isinstance(x, Op) and x.op == "sqrt":
        yield x.args[0]
    if isinstance(x, Op) and x.op == "div":
        yield Op("div", (x.args[0], sqrt(x.args[1])))


def exponents(x: Term, _: Spec) -> Iterator[Term]:
    if isinstance(x, Op) and x.op == "pow":
        base, exponent = x.args
        yield from (base ** (exponent + 1), base, base ** (2 * exponent))


def squares(x: Term, _: Spec) -> Iterator[Term]:
    if isinstance(x, At) and x.word.role is Role.SEQUENCE:
        yield x * x
    if isinstance(x, Op) and x.op == "mul" and x.args[0] == x.args[1]:
        yield x.args[0]


def swapped_hyperparameters(x: Term, spec: Spec) -> Iterator[Term]:
    if isinstance(x, Symbol) and x.word.role is Role.HYPERPARAMETER:
        yield from (Symbol(w) for w in spec.hyperparameters if w != x.word and w not in spec.schedules)


def squared_sums(x: Term, _: Spec) -> Iterator[Term]:
    if isinstance(x, Big) and x.op == "sum":
        yield x * x


OPERATORS: dict[str, Change] = {
    f.__name__.replace("_", " "): f
    for f in (
        numbers,
        indices,
        bounds,
        signs,
        lost_factors,
        lost_terms,
        inverted,
        roots,
        exponents,
        squares,
        swapped_hyperparameters,
        squared_sums,
    )
}


def everywhere(x: Term, change: Change, spec: Spec) -> Iterator[Term]:
    """x with one of its nodes changed, for every node and every change of it."""
    yield from change(x, spec)
    parts = children(x)
    for n, part in enumerate(parts):
        if isinstance(x, Big) and n == 1:
            continue  # the bound index is no place
        for new in everywhere(part, change, spec):
            stand = iter([*parts[:n], new, *parts[n + 1 :]])
            if isinstance(x, Big):
                body, _, low, high = stand
                yield Big(x.op, body, x.index, low, high)
            else:
                yield rebuild(x, lambda _, stand=stand: next(stand))


def vanishing(c: Claim, spec: Spec) -> Iterator[Claim]:
    """A term that is 0 at first and not later."""
    if c.relation == "eq":
        for last in (2, 5, 9):
            factor: Term = spec.index - 0
            for k in range(1, last + 1):
                factor = factor * (spec.index - k)
            yield replace(c, right=c.right + factor)


def mutants(spec: Spec) -> Iterator[tuple[str, Spec, Claim, Claim]]:
    """(operator, specification, mutant, original) for every claim of a specification, without repetitions."""
    for c in spec.claims or derived_claims(spec):
        seen = {without_braces(c.right)}
        for name, change in OPERATORS.items():
            for right in everywhere(without_braces(c.right), change, spec):
                if right not in seen:
                    seen.add(right)
                    yield name, spec, replace(c, right=right, hints=()), c
        for wrong in vanishing(c, spec):
            yield "vanishing term", spec, wrong, c
        if c.relation != "eq":
            other = {"le": "ge", "ge": "le", "lt": "gt", "gt": "lt"}[c.relation]
            yield "relation", spec, replace(c, relation=other, hints=()), c
        if c.at:
            yield "setting lost", spec, replace(c, at=(), hints=()), c
        for n, e in enumerate(spec.initial):
            if isinstance(e.right, Number):
                moved = Equation(e.left, Number(e.right.fraction + 1))
                initial = (*spec.initial[:n], moved, *spec.initial[n + 1 :])
                yield "initial value", optimizer(spec.name, *initial, *spec.equations, claims=spec.claims), c, c


class Known:
    """What is proved about a specification, for its mutants: its invariants and closed forms, and all its theorems."""

    def __init__(self, spec: Spec) -> None:
        self.basic = Pool(replace(spec, claims=()))
        self.spec = spec

    @cached_property
    def all(self) -> Pool:
        pool = Pool(self.spec)
        for result in prove(self.spec):
            if result.theorem is not None:
                pool.add(result.theorem)
        return pool

    def proves(self, c: Claim, original: Claim) -> bool:
        """Whether a mutant is proved; from the original, where it says less."""
        basic = self.basic.at(c.at)
        if theorem(self.spec, c, basic) is not None:
            return True
        if c.relation == "eq":
            return theorem(self.spec, c, self.all.transferred(c.at)) is not None
        if (c.relation, c.left, c.at) != (original.relation, original.left, original.at):
            return False
        less = c.right <= original.right if c.relation in ("ge", "gt") else original.right <= c.right
        weaker = claim("weaker", less, since=c.since, given=c.given, at=c.at)
        return theorem(self.spec, weaker, basic) is not None


def verdict(spec: Spec, c: Claim, original: Claim, known: dict[Spec, Known]) -> str:
    """'ill-formed', 'refuted', 'proved' or 'undecided'; a refutation is evaluated again from its witness."""
    try:
        check_claim(spec, c)
        witness = refute(spec, c, instances=4)
        if witness is not None:
            return "wrong witness" if holds(spec, c, witness) else "refuted"
        if known.setdefault(spec, Known(spec)).proves(c, original):
            return "proved"
    except AdaptsymError:
        return "ill-formed"
    return "refuted" if refute(spec, c, seed=3, instances=30) is not None else "undecided"


Mutant = tuple[str, Spec, Claim, Claim]


def verdicts(wanted: list[Mutant]) -> list[tuple[str, str, str]]:
    """(operator, verdict, the mutant in words) for each."""
    known: dict[Spec, Known] = {}
    return [
        (name, verdict(spec, c, original, known), f"{spec.name}, {c.name}, {name}: {c}")
        for name, spec, c, original in wanted
    ]


def run(wanted: list[Mutant], processes: int = 1) -> dict[str, object]:
    """The figures of a run."""
    began = time.perf_counter()
    parts = [wanted[n : n + PART] for n in range(0, len(wanted), PART)]
    found: list[tuple[str, str, str]] = []
    with ProcessPoolExecutor(processes) as pool:
        for part in pool.map(verdicts, parts):
            found += part
            print(f"{len(found)} of {len(wanted)}", file=sys.stderr)
    counts = Counter((name, v) for name, v, _ in found)
    total = Counter(v for _, v, _ in found)
    listed = {v: [text for _, w, text in found if w == v] for v in ("proved", "undecided", "wrong witness")}
    by_operator = {name: {v: k for (o, v), k in sorted(counts.items()) if o == name} for name, _ in counts}
    return {
        "mutants": len(wanted),
        "verdicts": dict(sorted(total.items())),
        "by operator": dict(sorted(by_operator.items())),
        "true all the same, and proved": listed["proved"],
        "undecided": listed["undecided"],
        "wrong witness": listed["wrong witness"],
        "seconds": round(time.perf_counter() - began),
    }


def every() -> list[Mutant]:
    """All mutants of the catalogue."""
    return [m for spec in catalogue.SPECS.values() for m in mutants(spec)]


if __name__ == "__main__":
    if sys.argv[1:] != ["--all"]:
        sys.exit(__doc__)
    figures = run(every(), os.cpu_count() or 1)
    STORED.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(figures["verdicts"]))
