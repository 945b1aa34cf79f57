"""From a traced transformation to the equations of one step.

States that count the steps become t, states that never change become their value, and the rest are sequences.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import prod

from adaptsym.errors import EvaluationError, SpecError
from adaptsym.notation import g, grad, t, theta
from adaptsym.spec import Spec, optimizer
from adaptsym.term import At, Equation, Kind, Number, Op, Symbol, Term, children, free_symbols, rebuild, sequence, walk
from adaptsym.term import Sequence as Letters
from adaptsym.trace.alike import alike
from adaptsym.trace.arithmetic import plus
from adaptsym.trace.generic import generic, invariants
from adaptsym.trace.jaxpr import IMPRECISE, INFINITE, Reading, read
from adaptsym.trace.jaxpr_rows import term_of
from adaptsym.trace.limits import TimeLimitError
from adaptsym.trace.model import TraceError
from adaptsym.trace.scopes import agreed, both
from adaptsym.trace.transformation import SHAPES, VECTORS, Leaf, Programs, Shapes, Transformation, programs
from adaptsym.trace.values import apply, number

MAX_ROUNDS = 5
MAX_NODES = 20_000  # of one equation


@dataclass(frozen=True)
class Quantity:
    """A state: its sequence for each parameter, or the one for all; the arrays that hold it; whether it can be one."""

    letters: tuple[Letters, ...]
    places: tuple[int, ...]
    fits: bool  # of its parameter's shape, or a single number


def at_some_shapes(make: Callable[[Shapes], Transformation]) -> tuple[Transformation, Spec, Reading]:
    """A reading of code at two matrices; where it takes no tree of arrays, at one; where it refuses them, at vectors.

    Args:
        make: the code at parameters of some shapes.

    Raises:
        TraceError: the first refusal.
    """
    code = make(SHAPES)
    try:
        return code, *reading_of(code)
    except TimeLimitError:
        raise
    except TraceError as error:
        refusal = error
    try:
        if refusal.__cause__ is not None:  # the code itself raised it
            spec, reading = _at_one_array(code := make(SHAPES[:1]), make(SHAPES[1:]))
        else:
            spec, reading = reading_of(code := make(VECTORS))
            why = {f"every parameter is a vector; of matrices, {refusal}": None}
            reading.assumptions = {**why, **reading.assumptions}
    except TimeLimitError:
        raise
    except TraceError as error:
        raise (error if error.__cause__ is None and refusal.__cause__ is not None else refusal) from refusal.__cause__
    return code, spec, reading


def _at_one_array(code: Transformation, again: Transformation) -> tuple[Spec, Reading]:
    spec, reading = reading_of(code)
    other, _ = reading_of(again)
    if other != spec:
        raise TraceError(f"{code.target}: its step is not computed alike for parameters of different shapes")
    reading.notes["read at one array, since the code takes no dictionary of arrays"] = None
    return spec, reading


def reading_of(code: Transformation) -> tuple[Spec, Reading]:
    """The specification of a transformation, with what was assumed and seen on the way.

    Raises:
        TraceError: if its step is no equation for each element, or is not the same for every parameter.
    """
    try:
        return _reading_of(code)
    except EvaluationError as error:
        raise TraceError(f"{code.target}: {error}") from None
    except RecursionError:
        raise TraceError(f"{code.target}: its step is nested too deeply to be read") from None


def _reading_of(code: Transformation) -> tuple[Spec, Reading]:
    fixed: frozenset[str] = frozenset()
    plain, _ = specification(code, programs(code, frozenset(code.values)))
    while True:
        found = programs(code, fixed)
        spec, reading = specification(code, found)
        numbers = {name for name, s in found.symbols.items() if _is_exponent(s, spec)}
        if not numbers and found.symbols and not alike(spec, plain):
            numbers = set(found.probes) or set(found.symbols)
        if not numbers:
            break
        fixed |= numbers
    used = {e.left for e in spec.settings}
    for name, value in code.values.items():
        if name in fixed:
            why = f"{name} is {value!r}: with other values the step would be of another form"
        elif name not in found.symbols:
            why = f"{name} is {value!r}: the code asks for its value before the step"
        elif name in found.probes and found.symbols[name] in used:
            why = f"{name} is near {value!r}: the code asks for its value before the step"
        else:
            continue
        reading.assumptions[why] = None
    return spec, reading


def _is_exponent(symbol: Symbol, spec: Spec) -> bool:
    """Whether a power of a sequence has a hyperparameter in its exponent; as a number it is a root or a whole power."""
    powers = [x for e in spec.equations for x in walk(e.right) if isinstance(x, Op) and x.op == "pow"]
    return any(symbol in free_symbols(x.args[1]) and any(isinstance(y, At) for y in walk(x.args[0])) for x in powers)


# what code makes of a number before JAX sees it
FORMS: tuple[tuple[Callable[[float], float], Callable[[Term], Term]], ...] = (
    (lambda p: p, lambda s: s),
    (lambda p: -p, lambda s: apply("neg", s)),
    (lambda p: 1 - p, lambda s: apply("sub", 1, s)),
    (lambda p: 1 / p, lambda s: apply("div", 1, s)),
    (lambda p: p * p, lambda s: apply("mul", s, s)),
    (lambda p: 1 - p * p, lambda s: apply("sub", 1, apply("mul", s, s))),
)


def specification(code: Transformation, found: Programs) -> tuple[Spec, Reading]:
    """The specification that programs say, and what was assumed and seen in them."""
    symbols = [found.symbols[name] for name in found.traced]
    literals = {
        number: term(found.symbols[name]) for name, p in found.probes.items() for f, term in FORMS for number in (f(p),)
    }
    count = len(code.shapes)
    thetas, gradients = both(theta, count), both(g, count)
    quantities = _quantities(code, found)
    letters = {place: x for q in quantities for place, x in zip(q.places, q.letters, strict=True)}
    fits = {place: q.fits for q in quantities for place in q.places}
    begun = [term_of(x) for x in read(found.init, [*symbols, *(x[1] for x in thetas)], Reading(literals), code.target)]

    roles = [_first_role(x, begun[k], fits[k]) for k, x in enumerate(found.leaves)]
    for _ in range(MAX_ROUNDS):
        reading = Reading(literals)
        old = [_value(role, letters[k], begun[k]) for k, role in enumerate(roles)]
        here = [*symbols, *(x[t] for x in thetas), *(x[t] for x in gradients), *old]
        results = [term_of(x) for x in read(found.step, here, reading, code.target)]
        nodes: dict[Term, int] = {}
        if max(_nodes(x, nodes) for x in results) > MAX_NODES:
            raise TraceError(f"{code.target}: an equation of its step has more than {MAX_NODES} nodes")
        moved, new = results[:count], results[count:]
        before, roles = roles, [_role(*x) for x in zip(roles, old, new, begun, strict=True)]
        if roles == before:
            break
    else:
        raise TraceError(f"{code.target}: it was not found in {MAX_ROUNDS} readings what its states mean")
    kept = [q for q in quantities if any(roles[k] == "state" for k in q.places)]
    for q in kept:
        leaf = found.leaves[q.places[0]]
        if not q.fits:
            raise TraceError(
                f"{code.target} keeps {leaf.name} of shape {leaf.shape} for a parameter of shape "
                f"{code.shapes[leaf.owner or 0]}; a state must have its parameter's shape, or be one number"
            )
        if leaf.dtype in IMPRECISE:
            reading.notes[f"{leaf.name} is kept in {leaf.dtype}, though the parameter is float64"] = None
    pairs = [thetas, gradients, *(q.letters for q in kept)]
    sizes = [prod(s) for s in code.shapes]
    steps = {theta: agreed(code.target, "the parameter", moved, pairs, sizes)}
    starts: dict[Letters, Term] = {}
    for q in kept:
        name = q.letters[0].word.name
        steps[q.letters[0]] = agreed(code.target, name, [new[k] for k in q.places], pairs, sizes)
        starts[q.letters[0]] = agreed(code.target, name, [begun[k] for k in q.places], pairs, sizes)
    for name, x in ((q.word.name, y) for q, y in (*steps.items(), *starts.items())):
        if any(isinstance(y, Number) and abs(y.fraction) >= INFINITE for y in walk(x)):
            raise TraceError(f"{code.target}: {name} is computed with an infinity or NaN")
    if not any(isinstance(x, At) and x.word == g.word for y in steps.values() for x in walk(y)):
        raise TraceError(f"{code.target}: its step does not use the gradient, so it is no optimizer")
    starts = _numbered(code, found, steps, starts)
    return _declared(code, found, _generic(steps, starts, reading), starts), reading


def _numbered(
    code: Transformation, found: Programs, steps: Mapping[Letters, Term], starts: Mapping[Letters, Term]
) -> dict[Letters, Term]:
    """The initial values, with the numbers of hyperparameters that no step uses."""
    in_step = {s for x in steps.values() for s in free_symbols(x)}
    apart: dict[Term, Term] = {s: number(code.values[name]) for name, s in found.symbols.items() if s not in in_step}
    return {x: y if free_symbols(y) & in_step else _written(y, apart) for x, y in starts.items()}


def _generic(steps: Mapping[Letters, Term], starts: Mapping[Letters, Term], reading: Reading) -> dict[Letters, Term]:
    """The new values without guards that never matter, or only on a set of measure zero."""
    known = invariants({x.word: y for x, y in steps.items()}, {x.word: y for x, y in starts.items()})
    fresh = frozenset((theta.word, g.word))
    return {
        x: generic(y, known, fresh, lambda text: reading.assumptions.update({text: None})) for x, y in steps.items()
    }


# ---------------------------------------------------------------- what a state is


def _quantities(code: Transformation, found: Programs) -> list[Quantity]:
    """The states by the code's own names, each with its arrays of either parameter."""
    used = {*(s.word.name for s in found.symbols.values()), t.word.name, theta.word.name, g.word.name}
    by_owner = {k: [n for n, x in enumerate(found.leaves) if x.owner == k] for k in (None, *range(len(code.shapes)))}
    lists = [[found.leaves[n].name for n in by_owner[k]] for k in range(len(code.shapes))]
    if lists[0] != lists[-1]:
        raise TraceError(f"{code.target} keeps other states for one parameter than for another of another shape")
    columns = zip(*(by_owner[k] for k in range(len(code.shapes))), strict=True)
    made = []
    for places in sorted([*columns, *((n,) for n in by_owner[None])]):
        leaf = found.leaves[places[0]]
        base = name = re.sub(r"\W+", "_", leaf.name).strip("_") or "state"
        k = 2
        while name in used:
            name, k = f"{base}_{k}", k + 1
        used.add(name)
        whole = leaf.owner is not None and leaf.shape == code.shapes[leaf.owner]
        kind = Kind.ARRAY if whole else Kind.SHARED if leaf.owner is None else Kind.OWN
        made.append(Quantity(both(sequence(name, kind=kind), len(places)), places, whole or prod(leaf.shape) == 1))
    return made


def _first_role(leaf: Leaf, start: Term, fits: bool) -> str:
    if isinstance(start, Number) and start.fraction.denominator == 1 and prod(leaf.shape) == 1:
        return "count"
    return "state" if fits or not isinstance(start, Number) else "constant"


def _value(role: str, letters: Letters, start: Term) -> Term:
    """What a state is before step t: the first step is t = 1."""
    if role == "count":
        return plus(plus(t, Number(-number(1).fraction)), start)
    return start if role == "constant" else letters[t - 1]


def _role(role: str, old: Term, new: Term, start: Term) -> str:
    """What a state turned out to be."""
    if new == old or (isinstance(start, Number) and new == start):
        return "constant" if role != "state" or isinstance(start, Number) or not _moves(start) else "state"
    if role == "count" and new == plus(old, number(1)):
        return "count"
    return "state"


def _moves(start: Term) -> bool:
    """Whether an initial value depends on the parameter."""
    return any(isinstance(x, At) for x in walk(start))


# ---------------------------------------------------------------- equations


def _declared(
    code: Transformation, found: Programs, steps: Mapping[Letters, Term], starts: Mapping[Letters, Term]
) -> Spec:
    """The equations, those first that others use; a state's new value is written by its name wherever it is used."""
    nodes: dict[Term, int] = {}
    known: dict[Term, Term] = {}
    equations = []
    for letters, x in sorted(steps.items(), key=lambda pair: (_nodes(pair[1], nodes), pair[0] == theta)):
        head = letters[t + 1] if letters == theta else letters[t]
        equations.append(Equation(head, _written(x, known)))
        if isinstance(x, Op) and not isinstance(x.args[0], Number):
            known.setdefault(x, head)
    initial = [Equation(x[0], y) for x, y in starts.items()]
    used = {s for e in (*equations, *initial) for s in free_symbols(e.right)}
    settings = [Equation(s, number(code.values[name])) for name, s in found.symbols.items() if s in used]
    name = re.sub(r"^[^A-Za-z]+|[^\w.\-]+", "", code.target.partition("(")[0].rpartition(":")[2]) or "optimizer"
    try:
        return optimizer(name, *settings, *initial, Equation(g[t], grad(theta[t])), *equations)
    except SpecError as error:
        raise TraceError(f"{code.target}: {error}") from error


def _nodes(x: Term, known: dict[Term, int]) -> int:
    if x not in known:
        known[x] = 1 + sum(_nodes(y, known) for y in children(x))
    return known[x]


def _written(x: Term, known: Mapping[Term, Term]) -> Term:
    return known[x] if x in known else rebuild(x, lambda y: _written(y, known))
