"""From probes and steps on symbols to the terms of one step: states, counts, hyperparameters, initial values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np

from adaptsym.notation import g, t, theta
from adaptsym.spec import Spec
from adaptsym.term import At, Kind, Number, Op, Symbol, Term, Word, rebuild, sequence, term
from adaptsym.trace.model import TraceError
from adaptsym.trace.names import NAMES, hyperparameters
from adaptsym.trace.numpy.containers import KEYS
from adaptsym.trace.numpy.duck import Duck
from adaptsym.trace.numpy.granted import ASSUMED, number_of
from adaptsym.trace.numpy.making import Maker
from adaptsym.trace.numpy.places import Path, get, name_of, places, put
from adaptsym.trace.numpy.probing import (
    WARM,
    Count,
    Snapshots,
    at_each,
    begun,
    changes,
    count_of,
    gradients_of,
    start_of,
)
from adaptsym.trace.numpy.roles import KEYED
from adaptsym.trace.numpy.standins import standing_in
from adaptsym.trace.numpy.symbols import Stepped, install, stepped
from adaptsym.trace.paths import explore, merged
from adaptsym.trace.values import apply

KNOWN = frozenset(name for names in NAMES.values() for name in names)
OTHER_GRADIENT = sequence("g_2", meaning="gradient of the other parameter")
OTHER_PARAMETER = sequence("theta_2", meaning="the other parameter")
SKIP = frozenset((*KEYS, *(f"d{k}" for k in KEYS), *(k for k in KEYED.values() if isinstance(k, str))))


@dataclass
class Reading:
    """One step of the code: its terms by the state's words, with what is known of the start.

    Attributes:
        words: of each state's place.
        general: the terms after a step t, by name; ``theta``, ``theta_2``, the point (``""``) among them.
        first: the same after the first step of all, where t is 1.
        starts: the value at each place before the first step, where there is one.
        symbols: hyperparameters' words with their values.
        noted: what the reading takes for granted, as `ASSUMED` has it.
        counts: the places that count.
        constants: the terms of places that stay as they are.
        entangled: whether one parameter's step depends on another's gradient.
    """

    words: dict[Path, Word] = field(default_factory=dict)
    general: dict[str, Term] = field(default_factory=dict)
    first: dict[str, Term] = field(default_factory=dict)
    starts: dict[str, Term | None] = field(default_factory=dict)
    symbols: dict[Symbol, Fraction] = field(default_factory=dict)
    noted: dict[str, Fraction | None] = field(default_factory=dict)
    counts: dict[Path, Count] = field(default_factory=dict)
    constants: dict[Path, Term] = field(default_factory=dict)
    entangled: bool = False

    def assumptions(self, spec: Spec) -> list[str]:
        """What is taken for granted, as far as it matters to the specification that was made of this."""
        numbers = {x.fraction for x in spec.terms() if isinstance(x, Number)}
        return [text for text, number in self.noted.items() if number is None or number in numbers]


def read(maker: Maker, probes: Snapshots) -> Reading:
    """The terms of one step.

    Raises:
        TraceError: for code that cannot be read.
    """
    found = Reading()
    held = ASSUMED.set(found.noted)
    try:
        constants, built = _constants(maker, probes, found)
        moving = _moving(probes)
        counts = {p: c for p in moving if (c := count_of(at_each(probes.values, p))) is not None}
        kinds = {p: _kind(probes.values[WARM][p]) for p in moving if p not in counts and p in probes.values[WARM]}
        for _ in range(4):
            found.words = _words(kinds, found)
            terms = _general(maker, probes, found, constants, counts)
            settled = {p: x for p, x in probes.values[WARM].items() if x is not None and p not in counts | kinds}
            restless = {p: _kind(x) for p, x in settled.items() if p in terms and _moved(x, constants.get(p), terms[p])}
            kinds |= restless
            wrong = _miscounted(counts, terms)
            larger = {
                p: terms[p].kind for p in kinds if p in terms and isinstance(p, tuple) and terms[p].kind > kinds[p]
            }
            if not wrong and not larger and not restless:
                break
            kinds |= larger | dict.fromkeys(wrong, Kind.SHARED)
            counts = {p: c for p, c in counts.items() if p not in wrong}
        found.counts = counts
        found.constants = constants
        names = {p: w.name for p, w in found.words.items()}
        found.general = _named(terms, names)
        try:
            found.first = _named(_first(maker, probes, constants, built), names)
        except TraceError as error:
            found.noted[f"the start was observed on numbers, and not read: {error}"] = None
            found.first = {}
        for path, word in found.words.items():
            found.starts[word.name] = _start(probes.values[0].get(path), built.get(path))
        return found
    finally:
        ASSUMED.reset(held)


def _named(terms: Mapping[Any, Term], names: Mapping[Path, str]) -> dict[str, Term]:
    return {
        names.get(p, p if isinstance(p, str) else ""): x for p, x in terms.items() if p in names or isinstance(p, str)
    }


def _start(value: Any, built: Term | None) -> Term | None:
    if built is not None:
        return built
    if isinstance(value, np.ndarray):
        same = value.size and bool((value == value.flat[0]).all())
        return number_of(value.flat[0]) if same else None
    return None if value is None else number_of(value)


# ---------------------------------------------------------------- hyperparameters


def _constants(maker: Maker, probes: Snapshots, found: Reading) -> tuple[dict[Path, Term], dict[Path, Term]]:
    """The terms of constants at places, and of everything as it is made, with symbols for hyperparameters."""
    words = maker.words
    for name, word in words.items():
        found.symbols[word] = value_of(maker.defaults, name)
    built = _built(maker, probes, words)
    moving = set(_moving(probes))
    settled = {p: x for p, x in probes.values[WARM].items() if p not in moving}
    constants = {p: x for p, x in built.items() if p in settled}
    loose = {
        p: name_of(p, SKIP)
        for p, x in settled.items()
        if p not in constants and isinstance(x, (float, np.floating)) and x != 0 and name_of(p).lower() in KNOWN
    }
    names = list(dict.fromkeys(n.lower() for n in loose.values()))
    taken = {s.word.name for s in words.values()}
    for name, word in hyperparameters([*words, *names]).items():
        if name in names and name not in words and word.word.name not in taken:
            at = [p for p, n in loose.items() if n.lower() == name]
            values = {number_of(settled[p]).fraction for p in at}
            if len(values) == 1 and (value := values.pop()) in word.word.domain:
                constants |= dict.fromkeys(at, word)
                found.symbols[word] = value
        elif name in words:
            value = found.symbols[words[name]]
            same = [p for p, n in loose.items() if n == name and number_of(settled[p]).fraction == value]
            constants |= dict.fromkeys(same, words[name])
    return constants, built


def value_of(defaults: Mapping[str, Any], name: str) -> Fraction:
    """The value of a hyperparameter by its name in `Maker.words`."""
    if name in defaults:
        return number_of(defaults[name]).fraction
    base, _, n = name.rpartition("_")
    return number_of(defaults[base][int(n)]).fraction


def symbolic(maker: Maker, words: Mapping[str, Symbol]) -> dict[str, Any]:
    """Hyperparameters as stand-ins, by the code's names."""
    values: dict[str, Any] = {}
    for name, value in maker.defaults.items():
        if isinstance(value, (tuple, list)):
            parts = [Duck(words[key]) if (key := f"{name}_{n}") in words else x for n, x in enumerate(value)]
            values[name] = type(value)(parts)
        elif name in words:
            values[name] = Duck(words[name])
    return values


def _built(maker: Maker, probes: Snapshots, words: Mapping[str, Symbol]) -> dict[Path, Term]:
    """What stands at each place when the code is made with symbols for its hyperparameters."""
    if maker.kind in ("function", "instance"):
        return {}
    try:
        with standing_in(maker.spaces):
            session = begun(maker, probes.convention, probes.sign, start_of(probes.convention), symbolic(maker, words))
    except Exception:  # a constructor may insist on plain numbers; then constants are known by their names
        return {}
    found = places(session.root, session.own)
    return {p: x.term for p, x in found.items() if isinstance(x, Duck) and not isinstance(x.term, Number)}


# ---------------------------------------------------------------- states


def _moving(probes: Snapshots) -> list[Path]:
    """The places that change, or that hold arrays."""
    every = dict.fromkeys(p for moment in probes.values for p in moment)
    return [
        p
        for p in every
        if p in probes.values[WARM] and probes.values[WARM][p] is not None and changes(at_each(probes.values, p))
    ]


def _moved(value: Any, constant: Term | None, after: Term) -> bool:
    """Whether a step on symbols changes what the probes left alone."""
    before = constant if constant is not None else _start(value, None)
    return before is not None and after != before


def _kind(x: Any) -> Kind:
    return Kind.ARRAY if isinstance(x, np.ndarray) and x.shape else Kind.SHARED


def _words(kinds: Mapping[Path, Kind], found: Reading) -> dict[Path, Word]:
    taken = {s.word.name for s in found.symbols} | {s.word.code_name for s in found.symbols}
    taken |= {"theta", "g", "t", "g_2", "theta_2"}
    words: dict[Path, Word] = {}
    for path, kind in kinds.items():
        name = base = name_of(path, SKIP)
        n = 1
        while name in taken:
            n += 1
            name = f"{base}_{n}"
        taken.add(name)
        words[path] = sequence(name, kind=kind).word
    return words


def _miscounted(counts: Mapping[Path, Count], terms: Mapping[Any, Term]) -> list[Path]:
    """Counts that a step does not raise as the probes did."""
    return [p for p, c in counts.items() if p not in terms or not counts_on(terms[p], c)]


def counts_on(x: Term, c: Count) -> bool:
    """Whether a term is the count after step t."""
    points = (Fraction(3), Fraction(8), Fraction(21))
    return all(_at(x, n) == c.rate * (n + 1) + c.shift for n in points)


def _at(x: Term, step: Fraction) -> Fraction | None:
    def change(y: Term) -> Term:
        if isinstance(y, Op):
            return apply(y.op, *map(change, y.args))
        return Number(step) if y == t else rebuild(y, change)

    value = change(x)
    return value.fraction if isinstance(value, Number) else None


def counted(c: Count) -> Term:
    """The count before step t."""
    rising = apply("mul", c.rate, t)
    return apply("sub", rising, -c.shift) if c.shift < 0 else apply("add", rising, c.shift)


# ---------------------------------------------------------------- the steps


def _general(
    maker: Maker, probes: Snapshots, found: Reading, constants: Mapping[Path, Term], counts: Mapping[Path, Count]
) -> dict[Any, Term]:
    """The terms after step t."""
    before: dict[Path, Term] = dict(constants)
    before |= {p: counted(c) for p, c in counts.items()}
    before |= {p: At(w, t - 1) for p, w in found.words.items()}
    return _explored(maker, probes, before, (theta[t], OTHER_PARAMETER[t]), (g[t], OTHER_GRADIENT[t]), WARM, {})


def _first(
    maker: Maker, probes: Snapshots, constants: Mapping[Path, Term], built: Mapping[Path, Term]
) -> dict[Any, Term]:
    """The terms after the first step."""
    present = {p: x for p, x in constants.items() if p in probes.values[0]}
    seeds = {p: x for p, x in constants.items() if p not in probes.values[0]}
    one = term(1)
    points = (theta[one], OTHER_PARAMETER[one]), (g[one], OTHER_GRADIENT[one])
    return _explored(maker, probes, {**built, **present}, *points, 0, seeds)


def _explored(
    maker: Maker,
    probes: Snapshots,
    before: Mapping[Path, Term],
    parameters: tuple[Term, ...],
    gradients: tuple[Term, ...],
    warm: int,
    seeds: Mapping[Path, Term],
) -> dict[Any, Term]:
    convention = probes.convention
    n = convention.count

    def run() -> Stepped:
        session = begun(maker, convention, probes.sign, start_of(convention))
        for step in range(warm):
            session.step(gradients_of(convention, step))
        session.hyperparameters |= symbolic(maker, maker.words)
        install(session, before, list(parameters[:n]))
        for path, x in seeds.items():
            seed(session.root, path, Duck(x))
        return stepped(session, maker.spaces, list(gradients[:n]))

    paths = explore(lambda: _flat(run(), warm == 0))
    return merged(_common(paths))


def seed(root: Any, path: Path, value: Any) -> None:
    """Set a constant where it stands, or where the first call will make it in a dictionary that may be given."""
    if len(path) == 3 and path[0].key == "arguments":
        kept = get(root, path[:1])
        if kept.get(path[1].key) is None:
            kept[path[1].key] = {}
        if isinstance(kept[path[1].key], dict):
            put(root, path, value)
        return
    try:
        get(root, path)
    except (KeyError, AttributeError, IndexError):
        return
    put(root, path, value)


def _flat(step: Stepped, first: bool) -> dict[Any, Term]:
    points = list(dict.fromkeys(step.points))
    if len(points) > 1:
        raise TraceError(
            f"the code asks for the gradient at {len(points)} points in one step; a whole loop is read off a function "
            "that is given the number of its steps, such as n_iter"
        )
    point = points[0] if points else (theta[term(1)] if first else theta[t])
    names = dict(zip(("theta", "theta_2"), step.parameters, strict=False))
    return {**step.places, **names, "point": point}


def _common(paths: list[Any]) -> list[Any]:
    """Paths with the places that all of them have: what one way alone keeps is not read by the next step's words."""
    common = set.intersection(*(set(p.result) for p in paths))
    return [type(p)(p.decisions, {k: x for k, x in p.result.items() if k in common}) for p in paths]
