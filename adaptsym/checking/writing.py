"""Terms in a page's own letters: the step below, above, in brackets, or nowhere, as the page writes it."""

from __future__ import annotations

from dataclasses import dataclass, field

from adaptsym.checking.reading import Reading
from adaptsym.term import Number, Op, Symbol, Term, Word, offset
from adaptsym.typeset.operators import Level, Trait
from adaptsym.typeset.printer import Piece, Printer


@dataclass(frozen=True)
class PagePrinter(Printer):
    """A printer whose indices stand where the page has them.

    Attributes:
        places: by word, how its step is written: '(' above in brackets, '<' above in angles, '^' above, 'f' behind
            the name as an argument; below where nothing is said.
        silent: words that are written without their step.
    """

    places: dict[Word, str] = field(default_factory=dict)
    silent: frozenset[Word] = frozenset()

    def _at(self, word: Word, index: Term) -> Piece:
        near = isinstance(index, Symbol) or (isinstance(index, Op) and offset(index) is not None)
        if word in self.silent and near:
            return Piece(self.letter(word), Level.NAME)
        place = self.places.get(word)
        if place is None or (isinstance(index, Number) and place == "^"):
            return super()._at(word, index)
        shown = self(index).replace(" ", "")
        forms = {"(": f"^{{({shown})}}", "<": rf"^{{\langle {shown}\rangle}}", "^": f"^{{{shown}}}", "f": f"({shown})"}
        level = Level.ATOM if place == "f" else Level.NAME
        traits = frozenset() if place == "f" else frozenset({Trait.RAISED})
        return Piece(f"{self.letter(word)}{forms[place]}", level, traits)


def printer(reading: Reading, scope: int, parameter: Word | None = None) -> PagePrinter:
    """The printer of a page, for a section of it."""
    page = reading.page
    places: dict[Word, str] = {}
    silent = set()
    for word, key in reading.letters.keys.items():
        if any(name in page.times for name, _ in page.framed.get(key, ())):
            places[word] = "(" if r"\langle" not in reading.document.text else "<"
        elif key in page.stepped:
            places[word] = "^"
        elif key in page.called:
            places[word] = "f"
        elif scope // 1000 * 1000 in reading.inplace:
            silent.add(word)
    base = Printer()
    return PagePrinter(base.notation, parameter or base.parameter, "en", places, frozenset(silent))
