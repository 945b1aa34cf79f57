"""From the terms of a step to a specification: what is reached, in which order, and from which start."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from adaptsym.notation import g, grad, t, theta
from adaptsym.spec import Spec, optimizer
from adaptsym.term import COMPARISONS, At, Equation, Number, Op, Symbol, Term, Word, rebuild, walk
from adaptsym.trace.model import TraceError
from adaptsym.trace.numpy.reading import OTHER_GRADIENT, OTHER_PARAMETER, Reading
from adaptsym.trace.values import apply, truth

ONE = Number(Fraction(1))
CANDIDATES = (Number(Fraction(0)), ONE)


def specification(name: str, found: Reading) -> Spec:
    """The step as a specification.

    Raises:
        TraceError: for a step that no specification says.
    """
    general, first = dict(found.general), dict(found.first)
    words: dict[str, Word] = {w.name: w for w in found.words.values()}
    if "theta_2" in general:
        words["theta_2"] = OTHER_PARAMETER.word
    reached = _reached(general, words)
    if any(_uses_other(general[n]) for n in (*reached, "theta", "point")):
        found.entangled = True
        found.noted["the parameters are not independent: all are given the same gradients and start alike"] = None
        general = {n: replaced(x, {OTHER_GRADIENT[t]: g[t]}) for n, x in general.items()}
        first = {
            n: replaced(x, {OTHER_GRADIENT[ONE]: g[ONE], OTHER_PARAMETER[ONE]: theta[ONE]}) for n, x in first.items()
        }
    starts = {n: _start(n, found, general, first) for n in reached}
    _check_first(general, first, starts, reached)
    order = sorted([*reached, "theta"], key=lambda n: len(list(walk(general[n]))))
    heads: dict[str, Term] = {n: At(words[n], t) if n not in _PARAMETERS else At(_word(n), t + 1) for n in order}
    known: dict[Term, Term] = {}
    equations: list[Equation] = []
    at_first = _at_first(*general.values(), starts=starts)
    for n in order:
        right = replaced(general[n], known)
        if first and evaluated(right, at_first) != first[n]:  # the first step is another
            right = apply("where", Op("gt", (t, ONE)), right, replaced(first[n], {theta[ONE]: theta[t], g[ONE]: g[t]}))
        equations.append(Equation(heads[n], right))
        if isinstance(general[n], Op):
            known[general[n]] = heads[n]
        if first:
            at_first[heads[n]] = first[n]
    point = general["point"]
    gradient = Equation(g[t], grad(point))
    initial = [Equation(_first_head(n, words), x) for n, x in starts.items()]
    used = {s for e in (*equations, *initial) for x in walk(e.right) for s in [x] if isinstance(s, Symbol)}
    used |= {x for x in walk(point) if isinstance(x, Symbol)}
    settings = [Equation(s, Number(q)) for s, q in found.symbols.items() if s in used]
    return optimizer(name, *settings, *initial, gradient, *equations, source="")


_PARAMETERS = ("theta", "theta_2")


def _word(n: str) -> Word:
    return theta.word if n == "theta" else OTHER_PARAMETER.word


def _first_head(n: str, words: Mapping[str, Word]) -> At:
    return At(words[n], ONE if n in _PARAMETERS else Number(Fraction(0)))


def _uses_other(x: Term) -> bool:
    return any(isinstance(y, At) and y.word in (OTHER_GRADIENT.word, OTHER_PARAMETER.word) for y in walk(x))


def _reached(general: Mapping[str, Term], words: Mapping[str, Word]) -> list[str]:
    """The states that the parameter's step depends on."""
    found: dict[str, None] = {}
    waiting = ["theta", "point"]
    while waiting:
        for x in walk(general[waiting.pop()]):
            if isinstance(x, At) and x.word.name in words and x.word.name not in found:
                found[x.word.name] = None
                if x.word.name not in general:
                    raise TraceError(f"the state {x.word.name} is read and is gone after the step")
                waiting.append(x.word.name)
    return list(found)


def replaced(x: Term, by: Mapping[Term, Term]) -> Term:
    """A term with the largest known parts replaced, from above."""
    if x in by:
        return by[x]
    return rebuild(x, lambda y: replaced(y, by)) if not isinstance(x, At) else x


def evaluated(x: Term, by: Mapping[Term, Term]) -> Term:
    """A term with parts replaced, folded as running code folds numbers."""
    if x in by:
        return by[x]
    if not isinstance(x, Op):
        return x
    args = [evaluated(a, by) for a in x.args]
    if x.op == "where" and isinstance(args[0], Op):
        known = truth(args[0].op, *args[0].args)
        if known is not None:
            return args[1] if known else args[2]
    return Op(x.op, tuple(args)) if x.op in COMPARISONS else apply(x.op, *args)


def _at_first(*terms: Term, starts: Mapping[str, Term]) -> dict[Term, Term]:
    """What the words of a general step are at t = 1, from the start."""
    by: dict[Term, Term] = {t: ONE, g[t]: g[ONE], theta[t]: theta[ONE]}
    for x in terms:
        by |= {y: starts[y.word.name] for y in walk(x) if isinstance(y, At) and y.word.name in starts}
    return by


def _start(n: str, found: Reading, general: Mapping[str, Term], first: Mapping[str, Term]) -> Term:
    """The value before the first step: what is there; where nothing is, the number that makes the first step."""
    if n == "theta_2":
        return theta[ONE]
    given = found.starts.get(n)
    if given is not None:
        return given
    for candidate in CANDIDATES:
        if n in first and evaluated(general[n], _at_first(general[n], starts={n: candidate})) == first[n]:
            return candidate
    return CANDIDATES[0]


def _check_first(
    general: Mapping[str, Term], first: Mapping[str, Term], starts: Mapping[str, Term], reached: list[str]
) -> None:
    """Everything is there after the first step, which asks for its gradient where the later ones do."""
    missing = [n for n in (*reached, "theta") if n not in first]
    if first and missing:
        raise TraceError(f"the state {missing[0]} is not made by the first step, and is there at later ones")
    if first and evaluated(general["point"], _at_first(general["point"], starts=starts)) != first["point"]:
        raise TraceError("the first step asks for the gradient at another point than the later ones")
