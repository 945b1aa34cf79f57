"""A copy of a document with the verdicts beside its equations."""

from __future__ import annotations

from pathlib import PurePath

from adaptsym.checking.report import Checked, Report
from adaptsym.errors import InputError
from adaptsym.read.extract import pieces

MARKDOWN, LATEX = (".md", ".markdown", ".mdx", ".qmd", ".rmd", ".txt"), (".tex", ".ltx")


def annotated(report: Report, name: str) -> str:
    """The text of a document of a report, each display followed by its verdicts.

    In Markdown they are a list; in LaTeX comments.

    Raises:
        InputError: for a document that is neither.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix not in MARKDOWN + LATEX:
        raise InputError(f"{name}: only Markdown and LaTeX are annotated; use --json for {suffix or 'this file'}")
    text = report.texts[name]
    found = pieces(text, tex=suffix in LATEX)
    by_display: dict[int, list[Checked]] = {}
    for e in report.equations:
        if e.file == name:
            by_display.setdefault(e.display, []).append(e)
    out, done = [], 0
    for n, piece in enumerate(found):
        if n in by_display and piece.kind != "inline":
            end = text.find("\n", piece.end)
            end = len(text) if end < 0 else end
            end = max(end, done)
            out.append(text[done:end])
            rows = [_row(e) for e in by_display[n]]
            out.append(
                "\n" + "\n".join(f"% adaptsym: {r}" for r in rows)
                if suffix in LATEX
                else "\n\n" + "\n".join(f"- *{r}*" for r in rows) + "\n"
            )
            done = end
    return "".join([*out, text[done:]])


def _row(e: Checked) -> str:
    parts = [f"line {e.line}: {e.verdict}"]
    if e.reason and e.verdict != "definition":
        parts.append(e.reason)
    if e.suggestion:
        parts.append(f"perhaps {e.suggestion}")
    return "; ".join(parts).replace("\n", " ")
