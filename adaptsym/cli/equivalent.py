"""``adaptsym equivalent``: two optimizers held against each other."""

from __future__ import annotations

import argparse

from adaptsym.cli.output import show, show_json
from adaptsym.comparison import equivalent
from adaptsym.errors import InputError
from adaptsym.proof.results import Verdict
from adaptsym.resolve import FORMS


def options(parser: argparse.ArgumentParser) -> None:
    """The arguments of this verb."""
    parser.add_argument("a", metavar="A", help=FORMS)
    parser.add_argument("b", metavar="B", help="likewise")
    parser.add_argument("--limit", type=float, default=30, metavar="SECONDS", help="after which it is undecided")
    parser.add_argument("--json", action="store_true", help="an object")


def run(args: argparse.Namespace) -> int:
    """Compare the two."""
    if not args.limit > 0:
        raise InputError(f"--limit is a number of seconds above 0, got {args.limit:g}")
    found = equivalent(args.a, args.b, limit_s=args.limit)
    if args.json:
        show_json(found.json())
    else:
        show(str(found))
    return 0 if found.verdict is Verdict.PROVED else 1
