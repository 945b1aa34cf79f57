"""``adaptsym latex``: the derivation of an optimizer on standard output."""

from __future__ import annotations

import argparse

from adaptsym.cli.arguments import add_name
from adaptsym.cli.output import show
from adaptsym.cli.report import all_proved, decided
from adaptsym.notation import NOTATIONS
from adaptsym.notation import notation as find_notation
from adaptsym.resolve import resolve
from adaptsym.typeset import latex_document
from adaptsym.typeset.words import LANGUAGES


def options(parser: argparse.ArgumentParser) -> None:
    """The arguments of this verb."""
    add_name(parser)
    parser.add_argument("--notation", default="chapter", metavar="N", help=f"its letters: {' or '.join(NOTATIONS)}")
    parser.add_argument(
        "--lang", default="en", choices=LANGUAGES, help="the language of the words around the equations"
    )


def run(args: argparse.Namespace) -> int:
    """Print the document."""
    notation = find_notation(args.notation)
    spec = resolve(args.name)
    ((_, results),) = decided({spec.name: spec})
    show(latex_document(spec, notation, args.lang, results).rstrip("\n"))
    return 0 if all_proved(results) else 1
