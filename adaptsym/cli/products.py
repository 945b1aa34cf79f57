"""What `derive` makes of specifications and verdicts: files by their paths below the place of all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from adaptsym import catalogue
from adaptsym.drawing import files, stale
from adaptsym.figures import Picture, pictures, response
from adaptsym.files import Content
from adaptsym.pages import false_claims, pages
from adaptsym.proof import Result
from adaptsym.spec import Spec
from adaptsym.typeset import render
from adaptsym.typeset.document import markdown, tex
from adaptsym.typeset.listing import listing
from adaptsym.typeset.printer import Printer
from adaptsym.typeset.words import LANGUAGES

PAGES, PICTURES = "derivations", "figures"


def pages_of(spec: Spec, results: Iterable[Result]) -> dict[str, str]:
    """The pages about a specification; for one that has no page of its own, all that is known of it.

    Raises:
        ProofError: if a page says what is not proved.
    """
    results = list(results)
    found: dict[str, str] = {}
    for page in pages().values():
        if page.spec == spec:
            found |= render(page, results)
    return {f"{PAGES}/{name}": text for name, text in (found or _listed(spec, results)).items()}


def whole_catalogue(results: Iterable[Result]) -> dict[str, str]:
    """The page about several specifications, from the verdicts on the claims of all of them.

    Raises:
        ProofError: if the page says what is not proved, or not refuted.
    """
    return {f"{PAGES}/{name}": text for name, text in false_claims.render(results).items()}


def _listed(spec: Spec, results: list[Result]) -> dict[str, str]:
    english, korean = (listing(spec, results, lang) for lang in LANGUAGES)
    in_english, in_korean = (Printer.of(spec, None, lang) for lang in LANGUAGES)
    return {
        f"{spec.name}.tex": tex(english, in_english),
        f"{spec.name}.md": markdown(english, in_english),
        f"{spec.name}.ko.md": markdown(korean, in_korean),
    }


def pictures_of(specs: Mapping[str, Spec]) -> list[Picture]:
    """The pictures that are about one of these specifications; for a user's own, what a gradient does to the steps."""
    ours = {name for name, spec in specs.items() if catalogue.SPECS.get(name) == spec}
    theirs = [response(spec) for name, spec in specs.items() if name not in ours]
    return [p for p in pictures().values() if ours & set(p.specs)] + [p for p in theirs if p is not None]


def drawings(chosen: Iterable[Picture]) -> dict[str, Content]:
    """The files of pictures."""
    return {f"{PICTURES}/{name}": content for p in chosen for name, content in files(p).items()}


def out_of_date(place: Path, made: Mapping[str, Content], chosen: Iterable[Picture]) -> list[str]:
    """The paths below a place where something else, or nothing, stands.

    Args:
        place: the folder to compare.
        made: what should stand there, by path; compared byte by byte.
        chosen: pictures that should stand there; compared by what they show.
    """
    wrong = [path for path, content in made.items() if _stored(place / path) != _bytes(content)]
    for picture in chosen:
        names = [f"{picture.name}.{kind}" for kind in ("json", "svg", "png")]
        stored = {name: _stored(place / PICTURES / name) for name in names}
        wrong += [f"{PICTURES}/{name}" for name in stale(picture, stored)]
    return wrong


def _stored(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _bytes(content: Content) -> bytes:
    return content.encode() if isinstance(content, str) else content
