"""Random first-order linear recurrences with near-miss closed forms: the kernel never contradicts exact numbers.

python tests/proof/fuzz_recurrences.py 10000     # the full run; its figures go to fuzz_recurrences.json
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

from mutants import OPERATORS, everywhere

from adaptsym.claims import Claim
from adaptsym.errors import AdaptsymError
from adaptsym.notation import UNIT, eta, g, gamma, grad, hyperparameter, rho1, sequence, t, term, theta
from adaptsym.proof.derive import closed_form
from adaptsym.proof.refute import refute
from adaptsym.proof.theorems import theorem
from adaptsym.spec import Spec, optimizer
from adaptsym.term import Term

STORED = Path(__file__).with_name("fuzz_recurrences.json")
x = sequence("x")
u, w = hyperparameter("u", domain=UNIT), hyperparameter("w", domain=UNIT)
MULTIPLIERS: tuple[Term, ...] = (
    term(1), gamma, 1 - u, u * w, term("0.5"), term(-1), term(2), 1 - eta * u, gamma[t], 1 / (t + 1), t, -rho1, u / 2,
)  # fmt: skip
FORCING: tuple[Term, ...] = (
    g[t],
    g[t] * g[t],
    eta * g[t],
    (1 - u) * g[t],
    t * g[t],
    -g[t],
    g[t] / (t + 1),
    term(1),
    eta[t] * g[t],
)
STARTS: tuple[Term, ...] = (term(0), term(1), term("0.1"), u, g[1] * g[1], -eta)


def recurrence(chance: random.Random) -> Spec | None:
    """A random recurrence, or None where its parts do not go together."""
    a, b, start = (chance.choice(parts) for parts in (MULTIPLIERS, FORCING, STARTS))
    old = x[t - 1]
    right = chance.choice((a * old + b, old * a - b, b + a * old, a * (old + b)))
    try:
        return optimizer(
            "random", x[0] == start, g[t] == grad(theta[t]), x[t] == right, theta[t + 1] == theta[t] - x[t]
        )
    except AdaptsymError:
        return None


def near_misses(spec: Spec, c: Claim, chance: random.Random) -> list[Claim]:
    """The closed form, and some that are nearly it."""
    wrong = [y for f in OPERATORS.values() for y in everywhere(c.right, f, spec) if y != c.right]
    return [c, *(replace(c, right=y) for y in chance.sample(wrong, min(3, len(wrong))))]


def run(count: int, seed: int = 0) -> dict[str, object]:
    """The figures of a run over so many claims. A contradiction is a claim that is proved and refuted."""
    began, chance = time.perf_counter(), random.Random(seed)
    found: Counter[str] = Counter()
    contradictions: list[str] = []
    while sum(found.values()) < count:
        spec = recurrence(chance)
        c = closed_form(spec, x.word) if spec is not None else None
        for n, claim in enumerate(near_misses(spec, c, chance) if spec is not None and c is not None else ()):
            try:
                proved = theorem(spec, claim) is not None
                refuted = refute(spec, claim, instances=2, seed=n) is not None
            except AdaptsymError:
                found["ill-formed"] += 1
                continue
            kind = "closed form" if n == 0 else "near miss"
            found[f"{kind}, {'proved' if proved else 'refuted' if refuted else 'undecided'}"] += 1
            if proved and refuted:
                contradictions.append(f"{spec}\n{claim}")
    seconds = round(time.perf_counter() - began)
    return {
        "claims": sum(found.values()),
        "verdicts": dict(sorted(found.items())),
        "contradictions": contradictions,
        "seconds": seconds,
    }


if __name__ == "__main__":
    figures = run(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
    STORED.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(figures))
