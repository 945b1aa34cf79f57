"""``adaptsym audit``: what running code really computes."""

from __future__ import annotations

import argparse
from pathlib import Path

from adaptsym.auditing import audit
from adaptsym.auditing.conventions import conventions, page
from adaptsym.auditing.report import RUNS
from adaptsym.cli.output import progress, show, show_json
from adaptsym.errors import InputError
from adaptsym.files import require_writable, write_all
from adaptsym.proof.results import Verdict
from adaptsym.resolve import resolve
from adaptsym.trace.targets import KNOWN, expand

FORMS = (
    "package.name such as torch.optim.Adam, with literal arguments in brackets; path/to/file.py:name; or a framework "
    f"alone ({', '.join(KNOWN)})"
)


def options(parser: argparse.ArgumentParser) -> None:
    """The arguments of this verb."""
    parser.description = f"{parser.description}; {RUNS}"
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=FORMS)
    parser.add_argument("--against", metavar="NAME", help="hold each target against this specification")
    parser.add_argument(
        "--role", action="append", default=[], metavar="ROLE=ARGUMENT", help="for plain functions: grad=dw"
    )
    parser.add_argument("--limit", type=float, default=30, metavar="SECONDS", help="for each target")
    parser.add_argument(
        "--conventions", type=Path, metavar="FILE", help="instead, write the table of all frameworks as Markdown"
    )
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if that table is out of date")
    parser.add_argument("--json", action="store_true", help="a list of objects, one a target")


def run(args: argparse.Namespace) -> int:
    """Audit the targets in turn, or make the table."""
    if args.conventions is not None:
        return _conventions(args.conventions, check=args.check)
    if not args.targets or args.check:
        raise InputError("say what to audit, such as torch.optim.Adam; --check goes with --conventions FILE")
    if not args.limit > 0:
        raise InputError(f"--limit is a number of seconds above 0, got {args.limit:g}")
    against = None if args.against is None else resolve(args.against)
    roles = dict(map(_role, args.role))
    targets = [one for text in args.targets for one in expand(text)]
    reports = []
    for n, target in enumerate(targets, 1):
        progress(f"auditing {target} ({n} of {len(targets)})")
        report = audit(target, against, roles=roles, limit_s=args.limit)
        reports.append(report)
        if not args.json:
            show(str(report))
    if args.json:
        show_json([report.json() for report in reports])
    return 0 if all(report.verdict is Verdict.PROVED for report in reports) else 1


def _conventions(file: Path, *, check: bool) -> int:
    """Write the table, or compare it."""
    if not check:
        require_writable(file.parent)
    made = page(conventions(progress=progress)).encode()
    current = file.is_file() and file.read_bytes() == made
    if check:
        show(f"{file}: {'up to date' if current else 'out of date'}")
        return 0 if current else 1
    write_all(file.parent, {file.name: made})
    show(f"{file}: {'up to date' if current else 'written'}")
    return 0


def _role(text: str) -> tuple[str, str]:
    role, equals, argument = text.partition("=")
    if not (equals and role and argument):
        raise InputError(f"--role {text}: write ROLE=ARGUMENT, such as grad=dw")
    return role, argument
