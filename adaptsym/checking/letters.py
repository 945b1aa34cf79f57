"""The words of a page: one for each key and role, with domains and kinds as they are known."""

from __future__ import annotations

from dataclasses import dataclass, field

from adaptsym.checking.names import identifier
from adaptsym.notation import i, j, k, t
from adaptsym.term import NATURAL, REAL, Domain, Kind, Role, Symbol, Word

_INDICES = {x.word.name: x for x in (t, i, j, k)}
_RESERVED = ("t", "i", "j", "k")


def index(letter: str, latex: str, meaning: str) -> Symbol:
    """The index of a letter; those of the notation table are the table's."""
    if letter in _INDICES:
        return _INDICES[letter]
    return Symbol(Word(letter, latex, meaning, Role.INDEX, NATURAL))


@dataclass
class Letters:
    """Words by key and role. What is known of domains and kinds is given before; identifiers are given as they come."""

    domains: dict[str, Domain] = field(default_factory=dict)
    kinds: dict[str, Kind] = field(default_factory=dict)
    meanings: dict[str, str] = field(default_factory=dict)
    words: dict[tuple[str, Role], Word] = field(default_factory=dict)
    keys: dict[Word, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=lambda: set(_RESERVED))

    def _word(self, key: str, latex: str, role: Role, kind: Kind) -> Word:
        found = self.words.get((key, role))
        if found is None:
            name = identifier(key, self.taken)
            self.taken.add(name)
            domain = self.domains.get(key, REAL) if role is Role.HYPERPARAMETER else REAL
            found = Word(name, latex, self.meanings.get(key, ""), role, domain, kind=kind)
            self.words[key, role] = found
            self.keys[found] = key
        return found

    def sequence(self, key: str, latex: str) -> Word:
        """The sequence of a key."""
        return self._word(key, latex, Role.SEQUENCE, self.kinds.get(key, Kind.ARRAY))

    def symbol(self, key: str, latex: str) -> Symbol:
        """The constant of a key."""
        return Symbol(self._word(key, latex, Role.HYPERPARAMETER, Kind.SHARED))
