"""``adaptsym prove``: a verdict on every claim."""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from adaptsym.cli.arguments import add_names
from adaptsym.cli.output import say, show, show_json
from adaptsym.cli.report import all_proved, as_json, certificates, decided
from adaptsym.files import require_writable, write_all
from adaptsym.resolve import resolve_all


def options(parser: argparse.ArgumentParser) -> None:
    """The arguments of this verb."""
    add_names(parser)
    parser.add_argument("--certificates", type=Path, metavar="DIR", help="store the proofs as JSON files below DIR")
    parser.add_argument(
        "--kernel", choices=("rules", "coq"), default="rules", help="coq: have Coq check every theorem as well"
    )
    parser.add_argument("--json", action="store_true", help="a list of objects, one a claim")


def run(args: argparse.Namespace) -> int:
    """Decide the claims."""
    specs = resolve_all(args.names)
    coq = importlib.import_module("adaptsym.coq") if args.kernel == "coq" else None
    if coq is not None:
        coq.require_coq()  # before anything is proved
    if args.certificates is not None:
        require_writable(args.certificates)
    results = []
    for _, found in decided(specs):
        results += found
        for result in found if not args.json and coq is None else ():
            show(str(result))
    if args.certificates is not None:
        files = certificates(results)
        write_all(args.certificates, files)
        say(f"{len(files)} certificates in {args.certificates}")
    if coq is not None:
        return _second(
            args, coq.prove_with_coq(results, None if args.certificates is None else args.certificates / "coq")
        )
    if args.json:
        show_json([as_json(result) for result in results])
    return 0 if all_proved(results) else 1


def _second(args: argparse.Namespace, checked: Sequence[Any]) -> int:
    """Show what Coq says of each claim, and last what it does not prove."""
    if args.json:
        show_json([{**as_json(x.result), "coq": {"verdict": x.verdict, "reason": x.reason or None}} for x in checked])
    for x in checked if not args.json else ():
        show(str(x))
    agreed = sum(x.agrees for x in checked)
    say(f"both kernels agree on {agreed} of {len(checked)} claims")
    return 0 if agreed == len(checked) and all_proved(x.result for x in checked) else 1
