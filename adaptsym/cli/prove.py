"""``adaptsym prove``: a verdict on every claim."""

from __future__ import annotations

import argparse
from pathlib import Path

from adaptsym.cli.arguments import add_names
from adaptsym.cli.output import say, show, show_json
from adaptsym.cli.report import all_proved, as_json, certificates, decided
from adaptsym.files import require_writable, write_all
from adaptsym.resolve import resolve_all


def options(parser: argparse.ArgumentParser) -> None:
    """The arguments of this verb."""
    add_names(parser)
    parser.add_argument("--certificates", type=Path, metavar="DIR", help="store the proofs as JSON files below DIR")
    parser.add_argument("--json", action="store_true", help="a list of objects, one a claim")


def run(args: argparse.Namespace) -> int:
    """Decide the claims."""
    specs = resolve_all(args.names)
    if args.certificates is not None:
        require_writable(args.certificates)
    results = []
    for _, found in decided(specs):
        results += found
        for result in found if not args.json else ():
            show(str(result))
    if args.certificates is not None:
        files = certificates(results)
        write_all(args.certificates, files)
        say(f"{len(files)} certificates in {args.certificates}")
    if args.json:
        show_json([as_json(result) for result in results])
    return 0 if all_proved(results) else 1
