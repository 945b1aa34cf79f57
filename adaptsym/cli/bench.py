"""``adaptsym bench``: our programs beside their peers and the memory limit, in one run."""

from __future__ import annotations

import argparse
from pathlib import Path

from adaptsym.bench import MANY, SIZES, table
from adaptsym.bench import run as measure
from adaptsym.bench.contenders import CONTENDERS
from adaptsym.bench.plot import files
from adaptsym.cli.output import progress, say, show, show_json
from adaptsym.errors import InputError
from adaptsym.files import require_writable, write_all

USUAL = ("adam", "momentum", "adagrad")


def options(parser: argparse.ArgumentParser) -> None:
    """The arguments of this verb."""
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of the catalogue; by default {', '.join(USUAL)}")
    parser.add_argument("--sizes", metavar="N,N,...", help="elements of one array; without it, also many small arrays")
    parser.add_argument("--rounds", type=int, default=15, metavar="N", help="samples of each contender; 15 by default")
    parser.add_argument("--only", action="append", choices=list(CONTENDERS), help="a contender; may be repeated")
    parser.add_argument("--out", type=Path, metavar="DIR", help="write the rows and their picture there")
    parser.add_argument("--json", action="store_true", help="a list of objects, one a contender and size")


def run(args: argparse.Namespace) -> int:
    """Measure."""
    sizes = SIZES if args.sizes is None else tuple(map(_whole, args.sizes.split(",")))
    if args.out is not None:
        require_writable(args.out)
    many = MANY if args.sizes is None else None
    rows = measure(args.names or USUAL, sizes, many=many, rounds=args.rounds, only=args.only, progress=progress)
    if args.out is not None:
        made = files(rows)
        write_all(args.out, made)
        say(f"{', '.join(made)} in {args.out}")
    if args.json:
        show_json(rows)
    else:
        show(table(rows).rstrip("\n"))
    return 0


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise InputError(f"sizes are whole numbers with commas between them, got {text!r}") from None
