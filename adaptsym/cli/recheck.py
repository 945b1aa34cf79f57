"""``adaptsym recheck``: stored certificates judged again. This imports the kernel, and no search."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Any

from adaptsym.cli.output import progress, show, show_json
from adaptsym.errors import CertificateError, InputError
from adaptsym.kernel import certificate


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
            name = f"{row['optimizer']}: {row['claim']}: " if row["optimizer"] else ""
            show(f"{path}: {name}{row['verdict']}{': ' + row['reason'] if row['reason'] else ''}")
    if args.json:
        show_json(rows)
    return 0 if all(row["verdict"] == "proved" for row in rows) else 1


def judged(path: Path) -> dict[str, Any]:
    """A certificate's file as a JSON object: ``proved``, or ``refused`` with the reason."""
    began = time.perf_counter()
    row: dict[str, Any] = {"file": str(path), "optimizer": None, "claim": None, "verdict": "refused", "reason": None}
    try:
        theorem = certificate.loads(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        row["reason"] = "not a certificate: it is not UTF-8 text"
    except CertificateError as error:
        row["reason"] = str(error)
    else:
        row |= {"optimizer": theorem.spec.name, "claim": theorem.claim.name, "verdict": "proved"}
    return row | {"seconds": round(time.perf_counter() - began, 4)}


def _files(place: Path) -> list[Path]:
    if not place.exists():
        raise InputError(f"{place}: there is no such folder or file")
    found = sorted(place.rglob("*.json")) if place.is_dir() else [place]
    if not found:
        raise InputError(f"{place}: there are no certificates below it; 'adaptsym prove --certificates DIR' makes them")
    return found
