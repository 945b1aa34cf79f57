r"""A page with its evidence: no equality can be printed that nothing vouches for.

An author gives words and order; the terms come out of the specification and out of proved claims. A line of
a chain is `DEFINED` (an equation of the specification), `Proved` (a claim, whose left side is a line before) or
`Approximated` (what a proved bound is about; the bound is printed below).

    >>> from adaptsym.catalogue import momentum
    >>> from adaptsym.notation import velocity, t
    >>> from adaptsym.proof import prove
    >>> from adaptsym.typeset.blocks import display
    >>> from adaptsym.typeset.evidence import DEFINED, Chained, Proved
    >>> chain = Chained(velocity[t], (DEFINED, Proved("velocity")))
    >>> page = Derivation("velocity", momentum, Words("Velocity", "속도"), (chain,))
    >>> print(display(blocks_of(page, prove(momentum))[0], Printer()))
    \begin{aligned}
    \tilde{g}_t &= \gamma \cdot \tilde{g}_{t-1} - \eta \cdot g_t \\
    &= -\eta \cdot \sum_{i=1}^t{\gamma^{t-i} \cdot g_i} && \text{Theorem 1}
    \end{aligned}
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from adaptsym.notation import Notation
from adaptsym.notation import notation as find_notation
from adaptsym.proof.results import Result
from adaptsym.spec import Spec
from adaptsym.typeset.blocks import Block
from adaptsym.typeset.document import Display, Document, Heading, Paragraph, Part, Picture, markdown, tex
from adaptsym.typeset.evidence import Evidenced, Shown
from adaptsym.typeset.printer import Printer
from adaptsym.typeset.theorems import domains, open_parts, theorem_parts
from adaptsym.typeset.words import LANGUAGES, Words, phrase


@dataclass(frozen=True)
class Said:
    """A paragraph."""

    words: Words


@dataclass(frozen=True)
class Pictured:
    """A picture by its name in `adaptsym.figures`, and what it shows."""

    name: str
    words: Words


@dataclass(frozen=True)
class Derivation:
    """A page about a specification: words and blocks in their order; the proofs follow by themselves."""

    name: str
    spec: Spec
    title: Words
    body: tuple[Said | Pictured | Shown, ...]
    notation: str = "chapter"

    def _repr_latex_(self) -> str:
        from adaptsym.typeset.notebook import of_derivation

        return of_derivation(self)


# ---------------------------------------------------------------- the page


def compose(derivation: Derivation, results: Iterable[Result], lang: str = "en") -> Document:
    """The page as a document, in a language.

    Raises:
        ProofError: if a line of the page is not vouched for.
    """
    evidence = Evidenced(derivation.name, derivation.spec, results, lang)
    parts: list[Part] = []
    for part in derivation.body:
        match part:
            case Said(words):
                parts.append(Paragraph(words.said(lang)))
            case Pictured(name, words):
                parts.append(Picture(name, "".join(words.said(lang))))
            case _:
                parts += evidence.parts(part)
    proofs = [p for found in evidence.numbers.values() for p in theorem_parts(found, evidence.numbers, lang)]
    if proofs:
        parts += [Heading(1, phrase("proofs", lang)), *domains(derivation.spec, lang), *proofs]
    parts += open_parts(evidence.results, derivation.spec.index, lang)
    return Document(derivation.title.said(lang), tuple(parts))


def blocks_of(derivation: Derivation, results: Iterable[Result], lang: str = "en") -> list[Block]:
    """The displayed blocks of a page, in order.

    Raises:
        ProofError: if a line of the page is not vouched for.
    """
    return [p.block for p in compose(derivation, results, lang).parts if isinstance(p, Display)]


def render(derivation: Derivation, results: Iterable[Result], notation: Notation | None = None) -> dict[str, str]:
    """The files of a page by their names: ``NAME.tex`` in English, ``NAME.md``, and ``NAME.ko.md`` in Korean.

    Args:
        derivation: the page.
        results: the verdicts on the claims of its specification.
        notation: other letters than the page's own.

    Raises:
        ProofError: if a line of the page is not vouched for.
    """
    results = list(results)
    english, korean = (compose(derivation, results, lang) for lang in LANGUAGES)
    letters = notation or find_notation(derivation.notation)
    in_english, in_korean = (Printer.of(derivation.spec, letters, lang) for lang in LANGUAGES)
    return {
        f"{derivation.name}.tex": tex(english, in_english),
        f"{derivation.name}.md": markdown(english, in_english),
        f"{derivation.name}.ko.md": markdown(korean, in_korean),
    }
