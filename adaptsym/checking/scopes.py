"""What a letter means at a place of a page."""

from __future__ import annotations

import re

from adaptsym.checking.letters import index
from adaptsym.checking.reading import Definition, Initial, Reading
from adaptsym.term import (
    Big,
    Number,
    Term,
    walk,
)

PARAMETERS = re.compile(r"(theta|Theta|vartheta|w|W|x|phi|omega|params?|weights?|p|b|B|z|y)(_.*)?'?")
GRADIENTS = re.compile(r"((d |grad)\w*|g|G|nabla|grad|dw|dW|db)'*")


class Scopes:
    """What the letters of one page mean at its places."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.keys = reading.letters.keys
        self.by_key: dict[str, list[Definition]] = {}
        for d in reading.definitions:
            self.by_key.setdefault(d.key, []).append(d)
        self.starts: dict[str, list[Initial]] = {}
        for i in reading.initials:
            self.starts.setdefault(i.key, []).append(i)
        step = reading.page.step

        self.step = index(step, step, "step")

        sums = [x for item in reading.items for y in (item.left, item.right) if y is not None for x in walk(y)]
        self.counts_from_one = any(isinstance(x, Big) and str(x.low) == "1" for x in sums)

    # ------------------------------------------------------------ what a letter means at a place

    def definition(self, key: str, position: int, scope: int, *, strictly: bool = False) -> Definition | None:
        """The definition of a letter as it stands at a place of the page; `strictly` only what stands before."""
        every = [d for d in self.by_key.get(key, []) if not strictly or d.position < position]
        # what is said under a condition defines a letter for no other place
        every = [
            d for d in every if not (d.display in self.reading.supposed and self.reading.conditions.get(d.display))
        ] or every
        same = [d for d in every if d.scope == scope]
        plain = [d for d in same if d.is_step] or same
        before = [d for d in plain if d.position <= position]
        if plain:
            return before[-1] if before else plain[0]
        earlier = [d for d in every if d.position <= position]
        plain = [d for d in earlier if d.is_step] or earlier
        return plain[-1] if plain else None

    def alias(self, key: str, scope: int) -> Term | None:
        """The expression that a letter without an index names."""
        found = self.reading.aliases.get((key, scope))
        if found is not None:
            return found
        others = [v for (k, s), v in self.reading.aliases.items() if k == key and s <= scope]
        return others[-1] if others else None

    def parameter(self, scope: int) -> str:
        """The key of the parameter in a section: what moves from step to step, and is called as parameters are."""
        moving = [d for d in self.reading.definitions if d.reads_itself]
        near = [d for d in moving if d.scope == scope] or moving
        named = [d for d in near if PARAMETERS.fullmatch(d.key) and not self.starts_zero(d.key)]
        for name in ("theta", "w", "W", "x"):
            if any(d.key == name for d in named):
                return name
        return named[-1].key if named else "theta"

    def starts_zero(self, key: str) -> bool:
        """Whether a letter has a stated start that is a number."""
        return any(isinstance(i.value, Number) for i in self.starts.get(key, []))
