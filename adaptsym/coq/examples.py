"""Values that the Python path computes, as lemmas: both speak of the same recurrence."""

from __future__ import annotations

from fractions import Fraction

from adaptsym.coq.statement import Section
from adaptsym.coq.text import ident, number
from adaptsym.errors import EvaluationError
from adaptsym.spec import Spec
from adaptsym.term import At, Op, Word, offset, walk
from adaptsym.unroll import Unrolling

STEPS = 2
GRADIENTS = (Fraction(1), Fraction(-2), Fraction(3))
START = Fraction(2)


def examples(section: Section) -> dict[str, list[str]]:
    """For each sequence with rational values, one lemma; a specification over vectors has none."""
    spec = section.spec
    if section.writer.vector:
        return {}
    numbers = {w.name: _inside(w, n) for n, w in enumerate(spec.hyperparameters)}
    scheduled = {w.name for w in spec.schedules}

    def setting(name: str) -> object:
        return (lambda _t: numbers[name]) if name in scheduled else numbers[name]

    run = Unrolling(
        spec,
        {name: setting(name) for name in numbers},  # type: ignore[misc]
        ((START,),),
        lambda _point, n: ((GRADIENTS[n - spec.first],),),
    )
    known = [f"{ident(n)}{'' if n not in scheduled else ' k'}" for n in numbers]
    premises = [
        f"(forall k : nat, {x} = {number(q)})" if name in scheduled else f"{x} = {number(q)}"
        for (name, q), x in zip(numbers.items(), known, strict=True)
    ]
    g = ident(spec.gradient.name)
    premises += [f"{g} {spec.first + n} = {number(q)}" for n, q in enumerate(GRADIENTS[:STEPS])]
    theta = _first(spec)
    premises.append(f"{ident(spec.parameter.name)} {theta} = {number(START)}")
    rows: list[tuple[str, int, Fraction, str]] = []
    rooted = _rooted(section)
    for n in range(STEPS):
        for e in section.equations:
            if isinstance(e.left, At) and e.left.word in rooted:
                continue
            assert isinstance(e.left, At)
            at = spec.first + n + (offset(e.left.index) or 0)
            value = _value(run, e.left.word, at)
            if value is not None:
                rows.append((ident(e.left.word.name), at, value, f"(step_{ident(e.left.word.name)} {spec.first + n})"))
    if not rows:
        return {}
    lines = [
        "Lemma values : " + " -> ".join(premises) + " ->",
        "  " + " /\\ ".join(f"{x} {n} = {number(q)}" for x, n, q, _ in rows) + ".",
        "Proof.",
        "  intros.",
    ]
    for e in spec.initial:
        assert isinstance(e.left, At)
        x = ident(e.left.word.name)
        lines.append(f"  pose proof start_{x}.")
    for x, n, q, why in rows:
        lines.append(f"  assert ({x} {n} = {number(q)}) by (computed {why}).")
    return {"values": [*lines, "  repeat split; assumption.", "Qed."]}


def _rooted(section: Section) -> set[Word]:
    """The sequences whose values are roots, or made of such."""
    found: set[Word] = set()
    while True:
        more = {
            e.left.word
            for e in section.equations
            for x in walk(e.right)
            if isinstance(e.left, At)
            and ((isinstance(x, Op) and x.op == "sqrt") or (isinstance(x, At) and x.word in found))
        }
        if more <= found:
            return found
        found |= more


def _first(spec: Spec) -> int:
    left = spec.by_name[spec.parameter.name].left
    assert isinstance(left, At)
    return spec.first + (offset(left.index) or 0) - 1


def _value(run: Unrolling, word: Word, at: int) -> Fraction | None:
    """A rational value, if there is one."""
    try:
        value = run(word.name, at)
    except EvaluationError:
        return None
    while isinstance(value, tuple):
        value = value[0]
    return value if isinstance(value, Fraction) else None


def _inside(word: Word, n: int) -> Fraction:
    """A number in the domain of a hyperparameter; different ones for different places."""
    d = word.domain
    if d.whole:
        return Fraction(n + 1 if d.low is None else int(d.low) + n + 1)
    low = Fraction(0) if d.low is None else d.low
    if d.high is None:
        return low + Fraction(1, n + 2)
    return low + (d.high - low) * Fraction(1, n + 2)
