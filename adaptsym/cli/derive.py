"""``adaptsym derive``: the main job. Claims are proved, and pages and pictures made from them, or compared."""

from __future__ import annotations

import argparse
import tomllib
from pathlib import Path
from typing import Any

import adaptsym
from adaptsym import catalogue
from adaptsym.cli.arguments import add_names
from adaptsym.cli.output import progress, show, show_json
from adaptsym.cli.products import drawings, out_of_date, pages_of, pictures_of, whole_catalogue
from adaptsym.cli.report import all_proved, as_json, decided
from adaptsym.errors import InputError, ProofError
from adaptsym.files import Content, require_writable, write_all
from adaptsym.proof import Result, Verdict
from adaptsym.resolve import resolve_all


def options(parser: argparse.ArgumentParser) -> None:
    """The arguments of this verb."""
    add_names(parser)
    parser.add_argument("--out", type=Path, metavar="DIR", help="work below DIR; by default, in this clone of adaptsym")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where a file is out of date")
    parser.add_argument("--json", action="store_true", help="an object: the claims, and the files with their state")


def run(args: argparse.Namespace) -> int:
    """Prove, and write or compare."""
    specs = resolve_all(args.names)
    place = Path() if args.out is None else args.out
    other_source = None if args.out is not None else _other_source(_clone())
    if other_source and not args.check:
        raise InputError(f"{other_source} is not what is installed; install this clone first: pip install .")
    if not args.check:
        require_writable(place)

    results: list[Result] = []
    made: dict[str, Content] = {}
    refused: list[str] = []
    for spec, found in decided(specs):
        results += found
        try:
            made |= pages_of(spec, found)
        except ProofError as error:
            refused.append(f"{spec.name}: its page cannot be written: {error}")
        if not args.json:
            _show_verdicts(spec.name, found)

    if all(specs.get(name) == spec for name, spec in catalogue.SPECS.items()):  # every true claim is decided
        try:
            made |= whole_catalogue(results)
        except ProofError as error:
            refused.append(f"the page of false claims cannot be written: {error}")

    progress("drawing")
    chosen = pictures_of(specs)
    if args.check:
        wrong = out_of_date(place, made, chosen)
        wrong += [other_source] if other_source else []
        state, total = "out of date", len(made) + 3 * len(chosen) + bool(other_source)
    else:
        made |= drawings(chosen)
        wrong = out_of_date(place, made, ())
        state, total = "written", len(made)
        if not refused:
            write_all(place, {path: made[path] for path in wrong})
    if args.json:
        files = [{"file": path, "state": state} for path in wrong]
        show_json({"claims": [as_json(r) for r in results], "files": files, "refused": refused})
    else:
        _show_files(place, wrong, state, total, refused)
    return 0 if all_proved(results) and not refused and not (args.check and wrong) else 1


def _show_verdicts(name: str, results: list[Result]) -> None:
    proved = sum(r.verdict is Verdict.PROVED for r in results)
    show(f"{name}: {proved} of {len(results)} claims proved")
    for result in results:
        if result.verdict is not Verdict.PROVED:
            show(f"  {result}")


def _show_files(place: Path, wrong: list[str], state: str, total: int, refused: list[str]) -> None:
    for line in refused:
        show(line)
    if refused and state == "written":
        show("nothing was written")
        return
    for path in wrong:
        show(f"{place / path}: {state}")
    show(f"{total} files: {len(wrong)} {state}, {total - len(wrong)} up to date")


# ---------------------------------------------------------------- in a clone


def _clone() -> Path:
    """The current folder, if it is a clone of adaptsym."""
    try:
        project: dict[str, Any] = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8")).get("project", {})
    except (OSError, ValueError):
        project = {}
    if project.get("name") != "adaptsym":
        raise InputError("this folder is no clone of adaptsym: say where to write, with --out DIR")
    return Path()


def _other_source(clone: Path) -> str | None:
    """A module of the clone that is not what runs here: an older installation must not vouch for newer equations."""
    running = Path(adaptsym.__file__).parent
    for path in sorted((clone / "adaptsym").rglob("*.py")):
        installed = running / path.relative_to(clone / "adaptsym")
        if not installed.is_file() or installed.read_bytes() != path.read_bytes():
            return str(path)
    return None
