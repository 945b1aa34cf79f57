"""A document as a value, and its two writers: Markdown with dollars, and LaTeX."""

from __future__ import annotations

import re
from dataclasses import dataclass
from string import Template

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
        shown = (plain(x) if isinstance(x, str) else f"${formula(x, printer)}$" for x in inline)
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
                blocks.append(f"![{plain(words)}](../figures/{name}.svg)")
    return "\n\n".join(blocks) + "\n"


def plain(text: str) -> str:
    """Words in Markdown: what would be taken as markup stands for itself."""
    return re.sub(r"([\\`*_$<>\[\]])", r"\\\1", text)


_SECTIONS = {1: "section", 2: "subsection", 3: "subsubsection"}
_WORDS = {"en": "", "ko": "\\usepackage{kotex}\n"}
_PREAMBLE = r"""\documentclass[$paper]{article}
\usepackage[T1]{fontenc}
\usepackage{amsmath}
\usepackage[margin=2cm]{geometry}
$words\setlength{\parindent}{0pt}
\setlength{\parskip}{0.5em}
\setlength{\jot}{6pt}
\title{$title}
\author{}
\date{}

\begin{document}
\maketitle"""
PORTRAIT = 92  # signs that fit into a line of an upright page


def tex(document: Document, printer: Printer) -> str:
    """The document in LaTeX, complete: amsmath alone in English, and kotex for Korean words."""

    def text(inline: Inline) -> str:
        shown = (escaped(x) if isinstance(x, str) else rf"\({formula(x, printer)}\)" for x in inline)
        return "".join(shown).strip()

    blocks: list[str] = []
    widest = 0
    for part in document.parts:
        match part:
            case Heading(level, inline):
                blocks.append(f"\\{_SECTIONS[level]}*{{{text(inline)}}}")
            case Paragraph(inline):
                blocks.append(text(inline))
            case Display(block):
                shown = display(block, printer)
                blocks.append(f"\\[\n{shown}\n\\]")
                widest = max(widest, *map(_width, shown.splitlines()))
    preamble = Template(_PREAMBLE).substitute(
        paper="a4paper" if widest <= PORTRAIT else "a4paper,landscape",
        words=_WORDS[printer.lang],
        title=text(document.title),
    )
    return "\n\n".join([preamble, *blocks, "\\end{document}"]) + "\n"


def _width(line: str) -> int:
    """About how many signs wide a line of a display is; a fraction counts as if it were written in one line."""
    plain = re.sub(r"\\text\{([^{}]*)\}", r"\1", line)
    return len(re.sub(r"[\s{}&_^\\]", "", re.sub(r"\\[A-Za-z]+", "x", re.sub(r"\\(left|right|quad)", "", plain))))
