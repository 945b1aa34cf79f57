"""``adaptsym prove``: a verdict on every claim."""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from adaptsym.catalogue.false_claims import FALSE_CLAIMS
from adaptsym.cli.arguments import add_names
from adaptsym.cli.output import progress, say, show, show_json
from adaptsym.cli.report import all_proved, as_json, certificates, decided
from adaptsym.files import require_writable, write_all
from adaptsym.proof import Result, Verdict, prove
from adaptsym.resolve import resolve_all
from adaptsym.spec import Spec


def options(parser: argparse.ArgumentParser) -> None:
    """The arguments of this verb."""
    add_names(parser)
    parser.add_argument("--certificates", type=Path, metavar="DIR", help="store the proofs as JSON files below DIR")
    parser.add_argument(
        "--kernel",
        choices=("rules", "coq"),
        default="rules",
        help="coq: have Coq check every theorem as well, and the refutations of what people say of these optimizers",
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
        folder = None if args.certificates is None else args.certificates / "coq"
        false = false_claims(specs.values())
        progress(f"{len(results) + len(false)} claims before Coq")
        checked = coq.prove_with_coq([*results, *false], folder)
        return _second(args, checked[: len(results)], checked[len(results) :])
    if args.json:
        show_json([as_json(result) for result in results])
    return 0 if all_proved(results) else 1


def false_claims(specs: Iterable[Spec]) -> list[Result]:
    """The verdicts on what people say, and is false, of the specifications."""
    chosen = list(specs)
    return [
        r
        for said in FALSE_CLAIMS
        if said.spec in chosen or said.truth in chosen
        for r in prove(said.spec, [said.claim])
    ]


def _second(args: argparse.Namespace, claims: Sequence[Any], false: Sequence[Any]) -> int:
    """Show what Coq says of each claim and of each false one, and last how often both kernels agree."""
    checked = [*claims, *false]
    if args.json:
        expected = [*("proved" for _ in claims), *("refuted" for _ in false)]
        second = ({"verdict": x.verdict, "reason": x.reason or None} for x in checked)
        rows = zip(checked, expected, second, strict=True)
        show_json([{**as_json(x.result), "expected": e, "coq": coq} for x, e, coq in rows])
    for x in checked if not args.json else ():
        show(str(x))
    agreed = sum(x.agrees for x in checked)
    more = f", {len(false)} of which are known to be false" if false else ""
    say(f"both kernels agree on {agreed} of {len(checked)} claims{more}")
    as_said = all_proved(x.result for x in claims) and all(x.result.verdict is Verdict.REFUTED for x in false)
    return 0 if agreed == len(checked) and as_said else 1
