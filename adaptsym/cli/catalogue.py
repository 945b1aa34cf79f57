"""``adaptsym list``: the catalogue."""

from __future__ import annotations

import argparse
from typing import Any

from adaptsym import catalogue
from adaptsym.cli.output import show, show_json
from adaptsym.compile.emit import HELPERS
from adaptsym.spec import Spec


def options(parser: argparse.ArgumentParser) -> None:
    """The arguments of this verb."""
    parser.add_argument("--json", action="store_true", help="a list of objects, one an optimizer")


def run(args: argparse.Namespace) -> int:
    """List the catalogue."""
    rows = [row(spec) for spec in catalogue.SPECS.values()]
    if args.json:
        show_json(rows)
        return 0
    table = [("NAME", "STATES", "CLAIMS", "BACKENDS", "SOURCE")]
    table += [
        (r["name"], ", ".join(r["states"]) or "none", str(len(r["claims"])), ", ".join(r["backends"]), r["source"])
        for r in rows
    ]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for *cells, last in table:
        show("  ".join([*(cell.ljust(width) for cell, width in zip(cells, widths, strict=False)), last]))
    return 0


def row(spec: Spec) -> dict[str, Any]:
    """An optimizer as a JSON object."""
    return {
        "name": spec.name,
        "states": [w.name for w in spec.states],
        "hyperparameters": [w.code_name for w in spec.hyperparameters],
        "claims": [c.name for c in spec.claims],
        "backends": list(HELPERS),
        "source": spec.source,
    }
