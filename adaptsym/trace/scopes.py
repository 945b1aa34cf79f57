"""Two parameters of different shapes, traced at once: what is of one of them, of the other, and of both together."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from adaptsym.notation import t, theta
from adaptsym.term import At, Number, Op, Term, rebuild, sequence, walk
from adaptsym.term import Sequence as Letters
from adaptsym.trace.arithmetic import root
from adaptsym.trace.model import TraceError

OTHER = "_of_another"  # the second parameter's words end in this; none of them is left in the end
ONE = Number(Fraction(1))


def both(letters: Letters, count: int) -> tuple[Letters, ...]:
    """The sequence for each of so many parameters."""
    return (letters, *(sequence(letters.word.name + OTHER, kind=letters.word.kind) for _ in range(count - 1)))


def agreed(
    what: str, name: str, terms: Sequence[Term], pairs: Sequence[tuple[Letters, ...]], sizes: Sequence[int]
) -> Term:
    """The one term that says the same quantity for either parameter, or one quantity for both.

    Args:
        what: the code, for messages.
        name: the quantity, for messages.
        terms: as the first parameter has it and as the second has it, or the one of both.
        pairs: the words of either parameter.
        sizes: how many elements each has.

    Raises:
        TraceError: if they differ, or if one parameter's step reads the other's values.
    """
    found = [_tidied(terms[0], pairs, sizes)]
    if len(terms) == 2:
        found.append(_tidied(_swapped(terms[1], pairs), pairs, sizes[::-1]))
    others = {x[1].word for x in pairs if len(x) == 2}
    for x in found:
        if any(isinstance(y, At) and y.word in others for y in walk(x)):
            raise TraceError(f"{what}: {name} of one parameter reads another parameter's values, other than by a sum")
    if found[0] != found[-1]:
        raise TraceError(f"{what}: {name} is not computed alike for parameters of different shapes")
    return found[0]


def _swapped(x: Term, pairs: Sequence[tuple[Letters, ...]]) -> Term:
    there = {a.word: b.word for pair in pairs if len(pair) == 2 for a, b in (pair, pair[::-1])}

    def change(y: Term) -> Term:
        return At(there.get(y.word, y.word), y.index) if isinstance(y, At) else rebuild(y, change)

    return change(x)


def _tidied(x: Term, pairs: Sequence[tuple[Letters, ...]], sizes: Sequence[int]) -> Term:
    """Sums over both parameters as such, and the parameter's size for its number."""
    others = {pair[1].word for pair in pairs if len(pair) == 2}

    def change(y: Term) -> Term:
        if isinstance(y, Number):
            if y.fraction == sizes[0]:
                return Op("size", (theta[t],))
            return Op("size_all", (theta[t],)) if len(sizes) == 2 and y.fraction == sum(sizes) else y
        new = rebuild(y, change)
        match new:
            case Op("add", (Op("dot", p), Op("dot", q))) if Op("dot", p) == _swapped(Op("dot", q), pairs):
                mine = q if any(isinstance(z, At) and z.word in others for z in walk(Op("dot", p))) else p
                return Op("dot_all", mine)
            case Op("sqrt", (a,)):
                return root(a)
        return new

    return change(x)
