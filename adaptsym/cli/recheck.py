"""``adaptsym recheck``: stored certificates judged again. This imports the kernel, and no search."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Any

from adaptsym import catalogue
from adaptsym.cli.output import progress, show, show_json
from adaptsym.errors import CertificateError, InputError
from adaptsym.kernel import certificate
from adaptsym.kernel.objects import Theorem


def options(parser: argparse.ArgumentParser) -> None:
    """The arguments of this verb."""
    parser.add_argument(
        "place", type=Path, metavar="DIR", help="a folder of certificates (*.json below it), or one file"
    )
    parser.add_argument("--json", action="store_true", help="a list of objects, one a file")


def run(args: argparse.Namespace) -> int:
    """Recheck the certificates."""
    rows = []
    for path in _files(args.place):
        progress(f"rechecking {path}")
        row = judged(path)
        rows.append(row)
        if not args.json:
            show(_line(row))
    if args.json:
        show_json(rows)
    return 0 if all(row["verdict"] == "proved" for row in rows) else 1


def _line(row: dict[str, Any]) -> str:
    if row["verdict"] == "refused":
        return f"{row['file']}: refused: {row['reason']}"
    whose = "" if row["catalogue"] else " (not a claim of the catalogue)"
    return f"{row['file']}: {row['optimizer']}: {row['claim']}: {row['verdict']}{whose}"


def judged(path: Path) -> dict[str, Any]:
    """A certificate's file as a JSON object: ``proved``, or ``refused`` with the reason.

    A certificate carries the specification that it is about, and may call it as it likes; ``catalogue`` says whether
    specification and claim are those of the catalogue.
    """
    began = time.perf_counter()
    row: dict[str, Any] = {"file": str(path), "optimizer": None, "claim": None, "catalogue": False}
    row |= {"verdict": "refused", "reason": None}
    try:
        with path.open(encoding="utf-8") as file:
            theorem = certificate.loads(file.read(certificate.MAX_BYTES + 1))
    except UnicodeDecodeError:
        row["reason"] = "not a certificate: it is not UTF-8 text"
    except CertificateError as error:
        row["reason"] = str(error)
    else:
        row |= {"optimizer": theorem.spec.name, "claim": theorem.claim.name, "verdict": "proved"}
        row["catalogue"] = _known(theorem)
    return row | {"seconds": round(time.perf_counter() - began, 4)}


def _known(theorem: Theorem) -> bool:
    spec = catalogue.SPECS.get(theorem.spec.name)
    if spec is None:
        return False
    same = (spec.equations, spec.initial) == (theorem.spec.equations, theorem.spec.initial)
    return same and theorem.claim in spec.claims


def _files(place: Path) -> list[Path]:
    if not place.exists():
        raise InputError(f"{place}: there is no such folder or file")
    found = sorted(p for p in place.rglob("*.json") if not p.is_dir()) if place.is_dir() else [place]
    if not found:
        raise InputError(f"{place}: there are no certificates below it; 'adaptsym prove --certificates DIR' makes them")
    return found
