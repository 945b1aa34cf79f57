"""A document as a value, and its two writers: Markdown with dollars, and LaTeX."""

from __future__ import annotations

import re
from dataclasses import dataclass

from adaptsym.typeset.blocks import Block, Inline, display, formula
from adaptsym.typeset.printer import Printer, escaped


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is a section."""

    level: int
    text: Inline


@dataclass(frozen=True)
class Paragraph:
    """Running text with formulas in it."""

    text: Inline


@dataclass(frozen=True)
class Display:
    """A displayed block."""

    block: Block


@dataclass(frozen=True)
class Picture:
    """A picture of the folder ``figures`` beside the page's own folder, and what it shows; Markdown only."""

    name: str
    text: str


Part = Heading | Paragraph | Display | Picture


@dataclass(frozen=True)
class Document:
    """A title and what stands below it."""

    title: Inline
    parts: tuple[Part, ...]


def markdown(document: Document, printer: Printer) -> str:
    """The document in Markdown, formulas between dollars as MathJax and KaTeX take them."""

    def text(inline: Inline) -> str:
        shown = (_plain(x) if isinstance(x, str) else f"${formula(x, printer)}$" for x in inline)
        return "".join(shown).strip()

    blocks = [f"# {text(document.title)}"]
    for part in document.parts:
        match part:
            case Heading(level, inline):
                blocks.append(f"{'#' * (level + 1)} {text(inline)}")
            case Paragraph(inline):
                blocks.append(text(inline))
            case Display(block):
                blocks.append(f"$$\n{display(block, printer)}\n$$")
            case Picture(name, words):
                blocks.append(f"![{_plain(words)}](../figures/{name}.svg)")
    return "\n\n".join(blocks) + "\n"


def _plain(text: str) -> str:
    """Words in Markdown: what would be taken as markup stands for itself."""
    return re.sub(r"([\\`*_$<>\[\]])", r"\\\1", text)


_SECTIONS = {1: "section", 2: "subsection", 3: "subsubsection"}
_PREAMBLE = {
    "en": "",
    "ko": "\\usepackage{kotex}\n",
}


def tex(document: Document, printer: Printer) -> str:
    """The document in LaTeX, complete: amsmath alone in English, and kotex for Korean words."""

    def text(inline: Inline) -> str:
        shown = (escaped(x) if isinstance(x, str) else rf"\({formula(x, printer)}\)" for x in inline)
        return "".join(shown).strip()

    blocks = [
        "\\documentclass[a4paper]{article}\n"
        "\\usepackage[T1]{fontenc}\n"
        "\\usepackage{amsmath}\n"
        "\\usepackage[margin=2cm]{geometry}\n"
        f"{_PREAMBLE[printer.lang]}"
        "\\setlength{\\parindent}{0pt}\n"
        "\\setlength{\\parskip}{0.5em}\n"
        f"\\title{{{text(document.title)}}}\n"
        "\\author{}\n"
        "\\date{}",
        "\\begin{document}\n\\maketitle",
    ]
    for part in document.parts:
        match part:
            case Heading(level, inline):
                blocks.append(f"\\{_SECTIONS[level]}*{{{text(inline)}}}")
            case Paragraph(inline):
                blocks.append(text(inline))
            case Display(block):
                blocks.append(f"\\[\n{display(block, printer)}\n\\]")
    return "\n\n".join([*blocks, "\\end{document}"]) + "\n"
