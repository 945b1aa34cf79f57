"""Functions that run the whole loop: a step is read between two calls of the gradient, in the loop's local names.

The function is called with symbols, and a gradient that looks back at who calls it. At the third call the loop's
arrays become the states of a general step; at the fourth the step has been taken, and the function is left.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from adaptsym.notation import t, theta
from adaptsym.term import At, Kind, Number, Op, Term, Word, sequence, term, walk
from adaptsym.trace.model import TraceError
from adaptsym.trace.numpy.builtin import RANGES
from adaptsym.trace.numpy.calls import Convention, called
from adaptsym.trace.numpy.duck import Duck
from adaptsym.trace.numpy.granted import ASSUMED, DECIDED, assume
from adaptsym.trace.numpy.making import Maker
from adaptsym.trace.numpy.places import Link, Path, name_of
from adaptsym.trace.numpy.probing import Count, count_of, quiet
from adaptsym.trace.numpy.reading import Reading, counted, counts_on, symbolic, value_of
from adaptsym.trace.numpy.roles import Part, roles
from adaptsym.trace.numpy.standins import standing_in
from adaptsym.trace.numpy.watching import CALLS, SHAPE, Enough, Loss, Watch
from adaptsym.trace.numpy.writing import replaced
from adaptsym.trace.paths import explore, merged

MAX_EARLY_STOPS = 8
LOOP = {Part.LENGTH, Part.GRADIENT, Part.PARAMETER}
LOOPING = ("optimize", "minimize", "run", "fit", "solve", "train", "descend", "__call__", "step", "update")
MAX_ROUNDS = 3


# ---------------------------------------------------------------- calling


def loop_method(code: Any, given: Mapping[str, str]) -> str | None:
    """The method of a class that runs a whole loop, "" for a function that does; None where there is none.

    A loop is given a start, a gradient and a number of steps; of a class, the last may be its constructor's.
    """
    if inspect.isfunction(code):
        return "" if set(roles(code, given).values()) >= LOOP else None
    if not isinstance(code, type):
        return None
    made = set(roles(code).values()) & {Part.LENGTH}
    for name in LOOPING:
        method = getattr(code, name, None)
        if inspect.isfunction(method) and made | set(roles(method, given).values()) >= LOOP:
            return name
    return None


def stepping(maker: Maker) -> Any:
    """The function whose local names are looked into."""
    return getattr(maker.target, maker.method) if maker.method else maker.target


def _called(maker: Maker, start: Any, gradient: Any, length: int, values: Mapping[str, Any]) -> Any:
    """The loop, called; of a class, on an object that is made for it."""
    lengths = {name: length for name, part in maker.builder.items() if part is Part.LENGTH}
    _, code, _ = maker.made(Convention(), start, {**values, **lengths})
    return called(code, _arguments(maker, code, start, gradient, length, values))


def _arguments(
    maker: Maker, code: Any, start: Any, gradient: Any, length: int, values: Mapping[str, Any]
) -> dict[str, Any]:
    listed = inspect.signature(code).parameters
    found: dict[str, Any] = {}
    for name, part in roles(code, maker.given).items():
        bare = listed[name].default is inspect.Parameter.empty
        if part is Part.PARAMETER:
            found[name] = start
        elif part is Part.GRADIENT:
            found[name] = gradient
        elif part is Part.LENGTH:
            found[name] = length
        elif name in values:
            found[name] = values[name]
        elif bare and part is Part.OTHER and any(w in name.lower() for w in ("f", "loss", "cost", "obj")):
            found[name] = Loss()
        elif bare:
            raise TraceError(f"what the argument {name!r} is for is not known; say it by a role such as grad={name}")
    return found


def replay_of(maker: Maker) -> Callable[..., list[Any]]:
    """The loop itself, run to each length in turn."""

    def replay(start: Any, gradients: Sequence[Any], hyperparameters: Mapping[str, float] | None = None) -> list[Any]:
        """The loop itself on these gradients; the parameter after each step."""
        values = {**maker.defaults, **maker.valued(hyperparameters or {})}
        after = []
        for length in range(1, len(gradients) + 1):
            maker.restore()
            given = iter([np.array(x, dtype=np.float64) for x in gradients])

            def gradient(*_: Any, _given: Any = given, **__: Any) -> Any:
                return next(_given)

            with quiet():
                out = _called(maker, np.array(start, dtype=np.float64), gradient, length, values)
            after.append(np.array(_result(out, np.shape(start)), dtype=np.float64))
        return after

    return replay


def _result(out: Any, shape: tuple[int, ...]) -> Any:
    """The parameter among what the loop returns: the first value of its shape."""
    if isinstance(out, dict):
        out = tuple(out.values())
    for x in out if isinstance(out, tuple) else (out,):
        if np.shape(x) == shape:
            return x
    raise TraceError(f"the loop returns nothing of the parameter's shape {shape}")


# ---------------------------------------------------------------- reading


def read_loop(maker: Maker) -> Reading:
    """The terms of one step of a loop.

    Raises:
        TraceError: for a loop that cannot be read.
    """
    found = Reading()
    held, decided = ASSUMED.set(found.noted), DECIDED.set({})
    try:
        for name, word in maker.words.items():
            found.symbols[word] = value_of(maker.defaults, name)
        plain = _all_ways(maker, {})[0].result
        name = _parameter(maker, plain)
        counts, kinds = _states(plain.moments, name)
        for _ in range(MAX_ROUNDS):
            found.words = _words(kinds, found)
            before: dict[Path, Term] = {(_LOOP, Link("item", name)): theta[t]}
            before |= {p: counted(c) for p, c in counts.items()}
            before |= {p: At(w, t - 1) for p, w in found.words.items()}
            names = {p: w.name for p, w in found.words.items()} | {(_LOOP, Link("item", name)): "theta"}
            constants = {p: x.term for p, x in plain.moments[2].items() if isinstance(x, Duck) and p not in before}
            places_after = {p: f"constant {n}" for n, p in enumerate(constants)}
            places_after |= {p: f"count {n}" for n, p in enumerate(counts)}
            after = _explored(maker, before, names | places_after, -1)
            restless = [p for p, x in constants.items() if after.get(places_after[p], x) != x]
            if not restless:
                break
            kinds |= {p: Kind.ARRAY if plain.moments[2][p].shape else Kind.SHARED for p in restless}
        _check_counts(counts, after)
        old = {x.term: before[p] for p, x in plain.moments[2].items() if isinstance(x, Duck) and p in found.words}
        old |= {plain.moments[2][p].term: x for p, x in list(before.items())[:1]}
        found.general = {
            n: _fresh(replaced(x, old)) for n, x in after.items() if not n.startswith(("constant ", "count "))
        }
        found.first = _explored(maker, {}, names, 1)
        found.starts = {w.name: _start(plain.moments[0].get(p)) for p, w in found.words.items()}
        _point(found)
        return found
    finally:
        ASSUMED.reset(held)
        DECIDED.reset(decided)
        maker.restore()


def _check_counts(counts: Mapping[Path, Count], after: Mapping[str, Term]) -> None:
    for n, c in enumerate(counts.values()):
        x = after.get(f"count {n}")
        if x is not None and not counts_on(x, c):
            raise TraceError(f"the loop counts in a way that is not read: {x}")


def _fresh(x: Term) -> Term:
    """A term of a general step, which speaks of no step by its number."""
    for y in walk(x):
        if isinstance(y, At) and isinstance(y.index, Number):
            raise TraceError(f"the loop uses {y} at every step, or computes before it asks for its gradient")
    return x


_LOOP = Link("item", "loop")


def _watched(maker: Maker, before: Mapping[Path, Term]) -> Watch:
    """One run with symbols, to the fourth call of the gradient."""
    maker.restore()
    watch = Watch(stepping(maker).__code__, before)
    values = {**maker.defaults, **symbolic(maker, maker.words)}
    start = Duck(theta[term(1)], SHAPE)
    counting = RANGES.set(watch.ranges)
    try:
        with standing_in(maker.spaces, loops=True):
            _called(maker, start, watch, 2 * CALLS, values)
    except Enough:
        return watch
    finally:
        RANGES.reset(counting)
    return watch


def _all_ways(maker: Maker, before: Mapping[Path, Term]) -> list[Any]:
    """Every way through a step; where one stops early, the other is taken for granted."""
    for _ in range(MAX_EARLY_STOPS):
        ways = explore(lambda: _watched(maker, before))
        short = next((w for w in ways if len(w.result.moments) < CALLS), None)
        if short is None:
            return ways
        if not short.decisions:
            raise TraceError(
                f"the loop calls its gradient {len(short.result.moments)} times in {2 * CALLS} steps; one call a step "
                "can be read"
            )
        condition, answer = short.decisions[-1]
        settled = DECIDED.get()
        if settled is not None:
            settled[condition] = not answer
        if any(isinstance(x, At) and not isinstance(x.index, Number) for x in walk(condition)):
            assume(f"the loop does not stop early: {condition} is taken to be {str(not answer).lower()}")
    raise TraceError("the loop stops early in too many ways to be read")


def _explored(maker: Maker, before: Mapping[Path, Term], names: Mapping[Path, str], moment: int) -> dict[str, Term]:
    ways = _all_ways(maker, before)
    results = []
    for way in ways:
        watch = way.result
        at = watch.moments[moment]
        terms = {n: x.term for p, n in names.items() if isinstance(x := at.get(p), Duck)}
        point = watch.points[0 if moment == 1 else moment]
        results.append(type(way)(way.decisions, {**terms, "point": point}))
    return merged(results)


def _parameter(maker: Maker, watch: Watch) -> str:
    """The local name of the parameter: what the gradient is asked at, or else what is returned."""
    asked = set.intersection(*watch.point_names[1:3])
    returned = _returned(stepping(maker))
    known = {p[1].key for p, x in watch.moments[1].items() if len(p) == 2 and isinstance(x, Duck) and x.shape}
    for name in (*(n for n in returned if n in asked), *returned, *sorted(asked)):
        if name in known:
            return name
    raise TraceError("which local name of the loop is the parameter was not found")


def _returned(code: Any) -> list[str]:
    """Names in the `return` statements of a function, in order."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(code)))
    except (OSError, TypeError, SyntaxError):
        return []
    values = [n.value for n in ast.walk(tree) if isinstance(n, ast.Return) and n.value is not None]
    return [x.id for v in values for x in ast.walk(v) if isinstance(x, ast.Name)]


def _states(moments: Sequence[Mapping[Path, Any]], parameter: str) -> tuple[dict[Path, Count], dict[Path, Kind]]:
    counts: dict[Path, Count] = {}
    kinds: dict[Path, Kind] = {}
    for path in moments[2]:
        values = [m.get(path) for m in moments]
        if path == (_LOOP, Link("item", parameter)) or values[2] is None:
            continue
        numbers = [_plain(x) for x in values]
        counting = None if None in numbers else count_of([None, *numbers])
        if counting is not None:  # the value at call k is before step k, one later than count_of has it
            counts[path] = Count(counting.rate, counting.shift + counting.rate)
        elif isinstance(values[2], Duck) and _changed(values):
            kinds[path] = Kind.ARRAY if values[2].shape else Kind.SHARED
    return counts, kinds


def _plain(x: Any) -> Any:
    if isinstance(x, Duck):
        value = getattr(x.term, "fraction", None)
        return None if value is None or x.shape else float(value)
    return x if isinstance(x, (int, float)) and not isinstance(x, bool) else None


def _changed(values: Sequence[Any]) -> bool:
    terms = [x.term if isinstance(x, Duck) else None for x in values]
    return any(x != terms[0] for x in terms[1:])


def _words(kinds: Mapping[Path, Kind], found: Reading) -> dict[Path, Word]:
    taken = {s.word.name for s in found.symbols} | {s.word.code_name for s in found.symbols}
    taken |= {"theta", "g", "t", "theta_2", "g_2"}
    words: dict[Path, Word] = {}
    for path, kind in kinds.items():
        name = base = name_of(path[1:]) if len(path) > 1 else "state"
        n = 1
        while name in taken:
            n += 1
            name = f"{base}_{n}"
        taken.add(name)
        words[path] = sequence(name, kind=kind).word
    return words


def _start(x: Any) -> Term | None:
    if isinstance(x, Duck):
        return x.term if x.term.kind is not Kind.ARRAY else None
    return term(Fraction(str(x))) if isinstance(x, (int, float)) and not isinstance(x, bool) else None


def _point(found: Reading) -> None:
    """The point of the next step's gradient, said by what the step leaves, one step earlier."""
    after = {w: found.general.get(w.name) for w in found.words.values()}
    leaves: dict[Term, Term] = {
        x: At(w, t - 1) for w, x in after.items() if isinstance(x, Op) and x != found.general["point"]
    }
    point = replaced(found.general["point"], leaves | {found.general["theta"]: theta[t]})
    allowed = {theta[t], *(At(w, t - 1) for w in found.words.values())}
    if any(isinstance(x, At) and x not in allowed for x in walk(point)):
        raise TraceError(f"where the loop asks for its gradient was not understood: {point}")
    found.general["point"] = point
