"""What the site shows of the package, made when it is built: blocks for its pages, and the pages of the catalogue."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from adaptsym import catalogue
from adaptsym.cli import VERBS
from adaptsym.optimizers import class_name
from adaptsym.pages import pages
from adaptsym.spec import Spec
from adaptsym.typeset.blocks import Equations
from adaptsym.typeset.document import Display, Document, Heading, Part, markdown
from adaptsym.typeset.printer import Printer
from adaptsym.typeset.theorems import statement

HOLE = re.compile(r"^\[\[([a-z ]+)\]\]$", re.MULTILINE)  # a line of its own: [[name of a block]]
Block = Callable[[Path, Path], str]


def filled(text: str, source: Path, clone: Path) -> str:
    """A page with its blocks in their places.

    Args:
        text: Markdown, where ``[[NAME]]`` on a line of its own is the block of that name.
        source: the folder that is built, with what was derived.
        clone: the clone of adaptsym.
    """
    return HOLE.sub(lambda hole: BLOCKS[hole[1]](source, clone).strip("\n"), text)


# ---------------------------------------------------------------- blocks


def _declaration(source: Path, clone: Path) -> str:
    return _code((clone / "examples" / "qhm.py").read_text(encoding="utf-8"))


def _displays(source: Path) -> list[str]:
    text = (source / "derivations" / "qhm.md").read_text(encoding="utf-8")
    return re.findall(r"^\$\$\n.*?^\$\$$", text, re.MULTILINE | re.DOTALL)


def _equations(source: Path, clone: Path) -> str:
    return _displays(source)[0]


def _heart(source: Path, clone: Path) -> str:
    return next(x for x in _displays(source) if "induction hypothesis" in x)


def _program(source: Path, clone: Path) -> str:
    text = (source / "qhm_numpy.py").read_text(encoding="utf-8")
    return _code(text[text.index("def line0_0") :])


def _code(text: str) -> str:
    return f"```python\n{text.strip()}\n```"


def _training(source: Path, clone: Path) -> str:
    text = (clone / "examples" / "training" / "README.md").read_text(encoding="utf-8")
    return text.replace("../../", "").partition("\n")[2]


def _conventions(source: Path, clone: Path) -> str:
    """How the variants of the catalogue step, and the table of the frameworks where it was made."""
    rows = ["| name | the step |", "|---|---|"]
    for name, spec in catalogue.SPECS.items():
        step = Printer.of(spec)(spec.by_name[spec.parameter.name]).replace("|", r"\vert ")
        rows.append(f"| [{name}](catalogue/{name}.md) | ${step}$ |")
    table = source / "derivations" / "conventions.md"
    if not table.exists():
        return "\n".join(rows)
    text = table.read_text(encoding="utf-8").partition("\n")[2]
    table.unlink()
    text = text.replace("../README.md#what-is-in-the-catalogue", "catalogue/index.md")
    return "\n".join([*rows, "", "## What the frameworks compute", "", text.replace("\n## ", "\n### ")])


def _count(source: Path, clone: Path) -> str:
    claims = sum(len(spec.claims) for spec in catalogue.SPECS.values())
    return f"The catalogue has {len(catalogue.SPECS)} optimizers and {claims} claims about them, each with a proof."


def _verbs(source: Path, clone: Path) -> str:
    rows = [f"| `adaptsym {verb}` | {summary} |" for verb, (_, summary) in VERBS.items()]
    return "\n".join(["| verb | does |", "|---|---|", *rows])


def _chapter(source: Path, clone: Path) -> str:
    return _derivations(source, [*pages(), "false_claims"], "derivations/")


BLOCKS: dict[str, Block] = {
    "declaration": _declaration,
    "equations": _equations,
    "heart of the proof": _heart,
    "program": _program,
    "training": _training,
    "conventions": _conventions,
    "count": _count,
    "verbs": _verbs,
    "chapter": _chapter,
}


def _derivations(source: Path, names: list[str], place: str) -> str:
    rows = ["| | English | Korean |", "|---|---|---|"]
    for name in names:
        english, korean = (_title(source / "derivations" / f"{name}{ending}.md") for ending in ("", ".ko"))
        rows.append(f"| `{name}` | [{english}]({place}{name}.md) | [{korean}]({place}{name}.ko.md) |")
    return "\n".join(rows)


def _title(page: Path) -> str:
    return page.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")


# ---------------------------------------------------------------- pages


def catalogue_pages(source: Path) -> dict[str, str]:
    """The pages of the catalogue and the list of derivations, by their paths in the site."""
    made = {f"catalogue/{name}.md": _page(spec) for name, spec in catalogue.SPECS.items()}
    made["catalogue/index.md"] = _index()
    of_pages = [*pages(), "false_claims"]
    others = [name for name in catalogue.SPECS if name not in of_pages and (source / f"derivations/{name}.md").exists()]
    made["derivations/index.md"] = "\n".join(
        [
            "# Derivations",
            "",
            "Every line of every proof with its reason, written by `adaptsym derive`.",
            "",
            "## The chapter",
            "",
            _derivations(source, of_pages, ""),
            "",
            "## The family",
            "",
            _derivations(source, others, ""),
            "",
            *_toctree([f"{name}{ending}" for ending in ("", ".ko") for name in (*of_pages, *others, "qhm")]),
        ]
    )
    return made


def _toctree(names: list[str]) -> list[str]:
    return ["```{toctree}", ":hidden:", ":maxdepth: 1", "", *names, "```", ""]


def _index() -> str:
    rows = ["| name | class | claims | source |", "|---|---|---|---|"]
    for name, spec in catalogue.SPECS.items():
        rows.append(f"| [{name}]({name}.md) | `{class_name(name)}` | {len(spec.claims)} | {spec.source} |")
    return "\n".join(["# The catalogue", "", _INTRO, "", *rows, "", *_toctree(list(catalogue.SPECS))])


_INTRO = """\
Each optimizer is one value: its equations in their order, and what is claimed of them. `adaptsym list` prints this
table, and `adaptsym prove NAME` proves the claims again. Classes are imported from `adaptsym.optimizers`."""


def _page(spec: Spec) -> str:
    """An optimizer: its equations, its claims, and where they are proved."""
    parts: list[Part] = [Heading(1, ("The equations",)), Display(Equations((*spec.initial, *spec.equations)))]
    parts.append(Heading(1, ("What is proved",)))
    for claim in spec.claims:
        parts += [Heading(2, (claim.name,)), *statement(claim, spec.index, "en")]
    text = markdown(Document((spec.name,), tuple(parts)), Printer.of(spec))
    title, _, rest = text.partition("\n")
    return "\n".join([title, "", *_links(spec), rest])


def _links(spec: Spec) -> Iterator[str]:
    page = next((name for name, p in pages().items() if p.spec == spec), spec.name)
    if spec.source:
        yield f"From {spec.source}.\n"
    yield f"The proofs: [in English](../derivations/{page}.md), [in Korean](../derivations/{page}.ko.md).\n"
    stated = ", ".join(f"{e.left} = {e.right}" for e in spec.settings)
    words = f"  # {stated}" if stated else ""
    yield f"```python\nfrom adaptsym.optimizers import {class_name(spec.name)}{words}\n```\n"
