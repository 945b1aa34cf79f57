"""``adaptsym check``: a verdict on every displayed equation of documents."""

from __future__ import annotations

import argparse
from pathlib import Path

from adaptsym.checking import Report, check
from adaptsym.checking.annotate import annotated
from adaptsym.cli.output import progress, say, show, show_json
from adaptsym.errors import InputError
from adaptsym.files import require_writable, write_all


def options(parser: argparse.ArgumentParser) -> None:
    """The arguments of this verb."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="Markdown, LaTeX, notebooks, Python docstrings")
    parser.add_argument("--json", action="store_true", help="a list of objects, one an equation")
    parser.add_argument(
        "--annotate",
        type=Path,
        metavar="OUT",
        help="write a copy with the verdicts beside the equations: a file for one document, a folder for several",
    )
    parser.add_argument("--format", choices=("text", "github"), default="text", help="github: problems for a review")


def run(args: argparse.Namespace) -> int:
    """Check the documents."""
    if args.annotate is not None:
        require_writable(args.annotate if len(args.files) > 1 else args.annotate.parent)
    reports: list[Report] = []
    for n, name in enumerate(args.files, 1):
        progress(f"checking {name} ({n} of {len(args.files)})")
        reports.append(check(Path(name)))
    if args.annotate is not None:
        _annotate(args.annotate, args.files, reports)
    if args.json:
        show_json([e for r in reports for e in r.json()])
    elif args.format == "github":
        for r in reports:
            if r.github():
                show(r.github())
    else:
        for r in reports:
            show(str(r))
    return 1 if any(r.failed for r in reports) else 0


def _annotate(out: Path, names: list[str], reports: list[Report]) -> None:
    files = {}
    for name, report in zip(names, reports, strict=True):
        target = Path(name).name if len(names) > 1 else out.name
        if target in files:
            raise InputError(f"two documents are called {target}: annotate them one at a time")
        files[target] = annotated(report, name)
    folder = out if len(names) > 1 else out.parent
    if any((folder / target).resolve() == Path(name).resolve() for target, name in zip(files, names, strict=True)):
        raise InputError(f"{out}: the annotated copy would replace the document itself; choose another place")
    write_all(folder, files)
    say(f"annotated: {', '.join(str(folder / target) for target in files)}")
