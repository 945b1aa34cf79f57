"""``adaptsym compile``: a stand-alone module that needs neither adaptsym nor SymPy."""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Iterable
from pathlib import Path

from adaptsym.cli.arguments import add_name
from adaptsym.cli.output import say, show
from adaptsym.cli.report import all_proved, decided
from adaptsym.compile.emit import HELPERS, stand_alone
from adaptsym.files import require_writable, write_file
from adaptsym.kernel import certificate
from adaptsym.proof import Result
from adaptsym.resolve import resolve


def options(parser: argparse.ArgumentParser) -> None:
    """The arguments of this verb."""
    add_name(parser)
    parser.add_argument("--backend", default="numpy", choices=list(HELPERS), help="what the module runs on")
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="write it there; by default, to standard output"
    )


def run(args: argparse.Namespace) -> int:
    """Write the module; its docstring names the certificates of its claims if all of them are proved."""
    spec = resolve(args.name)
    if args.output is not None:
        require_writable(args.output.parent)
    ((_, results),) = decided({spec.name: spec})
    proved = all_proved(results)
    text = stand_alone(spec, args.backend, fingerprint(results) if proved else None)
    if args.output is None:
        show(text.rstrip("\n"))
    else:
        write_file(args.output, text)
    for result in results if not proved else ():
        say(str(result))
    return 0 if proved else 1


def fingerprint(results: Iterable[Result]) -> str:
    """One SHA-256 for the certificates of all claims, in their order."""
    digests = [certificate.digest(r.theorem) for r in results if r.theorem is not None]
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()
