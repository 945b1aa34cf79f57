r"""What a page's update is: a published optimizer in other letters, a variant by its conventions, or neither."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from adaptsym.checking.roles import added_to_roots, decaying, multiplying, raised
from adaptsym.equivalence import Identification, identify
from adaptsym.errors import AdaptsymError
from adaptsym.notation import epsilon, eta, lam
from adaptsym.proof.results import Verdict
from adaptsym.spec import Spec, optimizer, renamed
from adaptsym.term import UNIT, At, Equation, Op, Role, Symbol, Term, Word, rebuild, substitute, walk

LIMIT_S = 1.0


def roles(spec: Spec) -> dict[str, list[Word]]:
    """The hyperparameters of a specification by what they do: decay, guard, rate, other."""
    every = [w for w in spec.hyperparameters if w not in spec.schedules]
    terms = [e.right for e in spec.equations]
    states = [
        (e.left.word, e.right) for e in spec.equations if isinstance(e.left, At) and e.left.word != spec.parameter
    ]
    decays = {w for word, right in states for w in decaying(right, word)}
    decays |= {w for x in terms for w in raised(x)}
    guards = {w for x in terms for w in added_to_roots(x)} - decays
    rates = {w for x in terms for w in multiplying(x)} - decays - guards
    found: dict[str, list[Word]] = {"decay": [], "guard": [], "rate": [], "other": []}
    for w in every:
        role = "decay" if w in decays else "guard" if w in guards else "rate" if w in rates else "other"
        found[role].append(w)
    return found


def in_known_words(spec: Spec) -> Spec:
    """The specification with a rate, a guard and a weight decay in the catalogue's words, and no other word of them."""
    for w in spec.schedules:
        spec = _constant(spec, w)
    spec = _merged(spec)
    found = roles(spec)
    words: dict[Word, Word] = {}
    plain_rates = [w for w in found["rate"] if not w.name.startswith("lam")]
    if len(plain_rates) == 1:
        words[plain_rates[0]] = eta.word
    if len(found["guard"]) == 1:
        words[found["guard"][0]] = epsilon.word
    rest = [w for w in found["rate"] + found["other"] if w not in words and w.name.startswith("lam")]
    if len(rest) == 1:
        words[rest[0]] = lam.word
    for n, w in enumerate(w for w in spec.words.values() if w not in words):
        if w.role in (Role.HYPERPARAMETER, Role.CONSTANT):
            domain = UNIT if w in found["decay"] else w.domain
            words[w] = replace(w, name=f"h{n}_", latex=f"h_{{{n}}}", code="", domain=domain)
        elif w.role is Role.SEQUENCE:
            words[w] = replace(w, name="theta" if w == spec.parameter else f"q{n}_", latex=f"q_{{{n}}}")
    return renamed(spec, words)


def _merged(spec: Spec) -> Spec:
    """The specification with two hyperparameters that only ever stand as one product as the second one."""
    terms = [x for e in (*spec.equations, *spec.initial) for x in walk(e.right)]
    count = Counter(x for x in terms if isinstance(x, Symbol))
    pairs = Counter(x for x in terms if isinstance(x, Op) and x.op == "mul" and set(x.args) <= set(count))
    for pair, n in pairs.items():
        a, b = pair.args
        if a != b and {count[x] for x in count if x in (a, b)} == {n}:
            return _merged(_with(spec, pair, b))
    return spec


def _with(spec: Spec, old: Term, new: Term) -> Spec:
    """The specification with a part of its equations replaced."""

    def changed(es: Iterable[Equation]) -> list[Equation]:
        return [Equation(e.left, substitute(e.right, old, new)) for e in es]

    return optimizer(spec.name, *changed(spec.initial), *changed(spec.equations))


def _constant(spec: Spec, schedule: Word) -> Spec:
    """The specification with a schedule that is only read at its own step as a constant."""

    def change(x: Term) -> Term:
        match x:
            case At(w, index) if w == schedule and index == spec.index:
                return Symbol(w)
        return rebuild(x, change)

    steps = [Equation(e.left, change(e.right)) for e in spec.equations]
    return optimizer(spec.name, *spec.settings, *spec.initial, *steps)


def identified(spec: Spec, limit_s: float = LIMIT_S) -> Identification | None:
    """What a specification is, in words of no page; None if it cannot be held against what is published."""
    try:
        return identify(in_known_words(spec), limit_s=limit_s)
    except AdaptsymError:
        return None


def said(found: Identification, name: str) -> str:
    """One line on what a page's update is."""
    if found.verdict is not Verdict.PROVED:
        return f"the update of {name} is none of the published ones that are known; nearest is {found.nearest}"
    if not found.departures:
        return f"the update of {name} is {found.nearest} in this page's letters (proved)"
    told = ", ".join(f"{axis} {place}" for axis, place in found.departures.items())
    return f"the update of {name} is a variant of {found.nearest} (proved): {told}"


def as_json(found: Identification) -> dict[str, Any]:
    """An identification as a JSON object."""
    return {"nearest": found.nearest, "verdict": str(found.verdict), "departures": found.departures}
