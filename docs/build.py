"""The documentation site: ``python docs/build.py [OUT]``, in a clone where ``pip install '.[docs]'`` was run.

Its equations, proofs and programs are made here, by the package, and its formulas are rendered from files of the
site: nothing is fetched when it is read. Needs npm, which brings MathJax.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from generated import catalogue_pages, filled

from adaptsym.cli import main as adaptsym

HERE = Path(__file__).parent
CLONE = HERE.parent
MATHJAX = HERE / "node_modules" / "mathjax" / "es5"
USED = ("tex-chtml.js", "input/tex/extensions", "output/chtml/fonts")  # of MathJax, beside its licence
MADE = ("derivations", "figures")
NO_NPM = "docs/build.py: npm is not installed; it brings MathJax, which renders the formulas: install Node.js with npm"


class BuildError(Exception):
    """Why there is no site, in one line."""


def main(argv: Sequence[str] | None = None) -> int:
    """Build the site; the exit status: 0, or 2 where it cannot be built."""
    parser = argparse.ArgumentParser(description="Build the documentation site.")
    parser.add_argument("out", nargs="?", type=Path, default=CLONE / "build" / "site", metavar="OUT")
    parser.add_argument(
        "--derived", type=Path, metavar="DIR", help="take derivations/ and figures/ from DIR instead of deriving them"
    )
    args = parser.parse_args(argv)
    try:
        with tempfile.TemporaryDirectory() as place:
            source = Path(place) / "source"
            assemble(source, args.derived)
            build(source, args.out)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{args.out / 'index.html'}: written")
    return 0


def assemble(source: Path, derived: Path | None) -> None:
    """Everything that Sphinx reads, in one folder."""
    shutil.copytree(HERE, source, ignore=shutil.ignore_patterns("node_modules", "*.py", "package*.json", "__pycache__"))
    shutil.copy(HERE / "conf.py", source)
    formulas(source / "_static" / "mathjax")
    if derived is None:
        print("deriving the catalogue")
        _call("derive", "--out", str(source))
    else:
        for name in MADE:
            shutil.copytree(derived / name, source / name, dirs_exist_ok=True)
    _call("derive", f"{CLONE / 'examples' / 'qhm.py'}:qhm", "--out", str(source))
    _call("compile", f"{CLONE / 'examples' / 'qhm.py'}:qhm", "-o", str(source / "qhm_numpy.py"))
    for picture in (CLONE / "figures").glob("*.svg"):  # measured and trained ones too
        if not (source / "figures" / picture.name).exists():
            shutil.copy(picture, source / "figures")
    for left in [*source.glob("derivations/*.py"), *source.glob("derivations/*.tex")]:
        left.unlink()
    conventions = CLONE / "derivations" / "conventions.md"
    if conventions.is_file() and not (source / "derivations" / "conventions.md").exists():
        shutil.copy(conventions, source / "derivations")
    for name, text in catalogue_pages(source).items():
        (source / name).parent.mkdir(exist_ok=True)
        (source / name).write_text(text, encoding="utf-8")
    for page in source.glob("*.md"):
        page.write_text(filled(page.read_text(encoding="utf-8"), source, CLONE), encoding="utf-8")


def formulas(target: Path) -> None:
    """MathJax's files, from npm."""
    npm = shutil.which("npm")
    if not MATHJAX.is_dir():
        if npm is None:
            raise BuildError(NO_NPM)
        done = subprocess.run(
            [npm, "ci", "--no-audit", "--no-fund"], cwd=HERE, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise BuildError(f"docs/build.py: 'npm ci' failed in docs/: {' '.join(done.stderr.split())[:300]}")
    for name in USED:
        place = target / name
        place.parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (MATHJAX / name).is_dir() else shutil.copy
        copy(MATHJAX / name, place)
    shutil.copy(MATHJAX.parent / "LICENSE", target)


def build(source: Path, out: Path) -> None:
    """Sphinx, with warnings as errors."""
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-W",
        "--keep-going",
        "-q",
        "-E",
        "-b",
        "html",
        "-d",
        f"{source}.doctrees",
    ]
    if subprocess.run([*command, str(source), str(out)], check=False).returncode:
        raise BuildError("docs/build.py: Sphinx has warnings, which are errors here; they are above")


def _call(*argv: str) -> None:
    if adaptsym(argv):
        raise BuildError(f"docs/build.py: 'adaptsym {' '.join(argv)}' failed; what it said is above")


if __name__ == "__main__":
    raise SystemExit(main())
