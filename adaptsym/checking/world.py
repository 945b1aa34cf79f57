r"""From what a page says around one equation to specifications over which it is a claim.

Only what the equation rests on is taken. Where the page leaves something open, the value of a sequence before
the first step, each way to read it gives a world of its own: an equation is refuted only if it is in all.
"""

from __future__ import annotations

from collections.abc import Iterable

from adaptsym.checking.building import Builder, World
from adaptsym.checking.gathering import SLOPE
from adaptsym.checking.recurrences import Open
from adaptsym.checking.scopes import GRADIENTS, PARAMETERS, Scopes
from adaptsym.spec import Spec
from adaptsym.term import (
    At,
    Term,
)

__all__ = ["GRADIENTS", "PARAMETERS", "SLOPE", "Open", "World", "Worlds"]


class Worlds(Scopes):
    """Worlds for the places of one page."""

    def worlds(
        self,
        terms: tuple[Term, ...],
        position: int,
        scope: int,
        head: At | None = None,
        *,
        strictly: bool = False,
        any_slope: bool = False,
    ) -> list[World]:
        """Every reading of terms at a place; the first is the plainest.

        `strictly` reads the head by what stands before it; with `any_slope` gradients are any numbers, also before
        the first step.

        Raises:
            Open: with what the page leaves open.
        """
        builder = Builder(self, position, scope, strictly=strictly)
        builder.any_slope = any_slope
        builder.own = "" if head is None else self.keys.get(head.word, "")
        terms = tuple(builder.resolved(x) for x in terms)
        builder.gather(terms)
        return list(builder.readings(terms, head))

    def whole(self, position: int, scope: int, keys: Iterable[str], name: str = "page") -> Spec:
        """The specification that definitions of a section make together.

        Raises:
            Open: with what the page leaves open.
        """
        builder = Builder(self, position, scope, whole=True)
        seeds = []
        for key in keys:
            d = self.definition(key, position, scope)
            if d is not None:
                seeds.append(At(d.left.word, d.left.index))
        builder.gather(tuple(seeds))
        found = next(iter(builder.readings((), None, name)), None)
        if found is None:
            raise Open("the equations make no step of an optimizer")
        return found.spec
