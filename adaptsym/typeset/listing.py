"""The whole derivation of any specification, a user's own too: its equations, its theorems, their proofs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from adaptsym.notation import Notation
from adaptsym.proof.prove import prove
from adaptsym.proof.results import Result
from adaptsym.spec import Spec
from adaptsym.term import At, Role, Symbol, Term, Word
from adaptsym.typeset.blocks import Equations, Inline, listed
from adaptsym.typeset.document import Display, Document, Heading, Paragraph, Part, tex
from adaptsym.typeset.printer import Printer
from adaptsym.typeset.theorems import domains, numbered, open_parts, theorem_parts
from adaptsym.typeset.words import meaning, phrase


def listing(spec: Spec, results: Iterable[Result], lang: str = "en") -> Document:
    """What is known of a specification, as a document."""
    results = list(results)
    numbers = numbered(results)
    parts: list[Part] = [Heading(1, phrase("equations", lang)), Display(Equations(spec.equations))]
    parts += [Paragraph(text) for text in _about(spec, lang)]
    if numbers:
        parts += [Heading(1, phrase("proofs", lang)), *domains(spec, lang)]
        parts += [p for found in numbers.values() for p in theorem_parts(found, numbers, lang)]
    parts += open_parts(results, spec.index, lang)
    return Document((spec.name,), tuple(parts))


def _about(spec: Spec, lang: str) -> Iterator[Inline]:
    """Initial values, meanings, usual values and the source, each where there is any."""
    meanings = [phrase("is", lang, _shown(spec, w), meaning(w.meaning, lang)) for w in _explained(spec) if w.meaning]
    lists: list[tuple[str, list[Inline]]] = [
        ("start", [(e,) for e in spec.initial]),
        ("letters", meanings),
        ("usual", [(e,) for e in spec.settings]),
    ]
    for name, items in lists:
        if items:
            yield phrase(name, lang, listed(items, lang))
    if spec.source:
        yield phrase("source", lang, spec.source)


def _explained(spec: Spec) -> list[Word]:
    own = {Role.SEQUENCE, Role.HYPERPARAMETER, Role.CONSTANT}
    return [w for w in spec.words.values() if w.role in own]


def _shown(spec: Spec, word: Word) -> Term:
    return At(word, spec.index) if word.role is Role.SEQUENCE or word in spec.schedules else Symbol(word)


def latex_document(
    spec: Spec, notation: Notation | None = None, lang: str = "en", results: Iterable[Result] | None = None
) -> str:
    """The derivation of a specification as a LaTeX document: every line of every proof with its reason.

    Args:
        spec: the specification; one without claims is shown with the closed forms that can be derived.
        notation: letters and index shifts.
        lang: ``en``, or ``ko``, whose document needs the kotex package.
        results: the verdicts, if they are at hand; otherwise the specification is proved here.

    Raises:
        InputError: for a language that there is not.
    """
    printer = Printer.of(spec, notation, lang)
    return tex(listing(spec, prove(spec) if results is None else results, lang), printer)
