"""A document as a value, and its two writers: Markdown with dollars, and LaTeX."""

from __future__ import annotations

import re
from collections.abc import Iterator
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
SHEETS = ((73, "a4paper"), (120, "a4paper,landscape"))  # so many signs fit into a line of it
LARGEST = "a3paper,landscape"
LONG = 110  # signs: a longer sum of a chain is broken before a sign


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
                rows = [part for line in display(block, printer).splitlines() for part in _broken(line)]
                blocks.append("\n".join([r"\[", *rows, r"\]"]))
                widest = max(widest, _display_width(rows))
    preamble = Template(_PREAMBLE).substitute(
        paper=next((paper for signs, paper in SHEETS if widest <= signs), LARGEST),
        words=_WORDS[printer.lang],
        title=text(document.title),
    )
    return "\n\n".join([preamble, *blocks, "\\end{document}"]) + "\n"


def _broken(row: str) -> list[str]:
    """A row of a chain, a long sum broken before its signs; the reason stands behind the last part."""
    if _width(row) <= LONG or "&" not in row or r"\begin" in row:
        return [row]
    body, reason = row, ""
    if " && " in row:
        body, _, reason = row.partition(" && ")
        reason = f" && {reason}"
    elif row.endswith(r" \\"):
        body, reason = row[:-3], r" \\"
    rows, begin, last = [], 0, 0
    for at in _signs(body):
        if _width(body[begin:at]) > LONG and last > begin:
            rows.append(body[begin:last])
            begin = last
        last = at
    if _width(body[begin:]) > LONG and last > begin:
        rows.append(body[begin:last])
        begin = last
    rows.append(body[begin:])
    first, *rest = rows
    shown = [first, *(rf"&\quad\quad {{}} {part.strip()}" for part in rest)]
    return [*(rf"{part.rstrip()} \\" for part in shown[:-1]), shown[-1] + reason]


def _signs(body: str) -> Iterator[int]:
    """Where a sum goes on, outside of all brackets and behind the relation."""
    depth = 0
    for token in re.finditer(r"\\?[({\[]|\\?[)}\]]|\\[lr](?:vert|Vert|angle)(?![A-Za-z])| [-+] ", body):
        text = token[0]
        if text in (" + ", " - "):
            if not depth and token.start() > body.index("&"):
                yield token.start()
        elif text[-1] in "({[" or text.startswith(r"\l"):
            depth += 1
        else:
            depth -= 1


def _display_width(rows: list[str]) -> int:
    """About how many signs wide a display is: its reasons stand in a column behind the longest line."""
    lines, reasons = zip(*(row.partition(" && ")[::2] for row in rows), strict=True)
    return max(map(_width, lines)) + max(map(_width, reasons))


def _width(line: str) -> int:
    """About how many signs wide a line of a display is; a fraction counts as if it were written in one line."""
    plain = re.sub(r"\\text\{([^{}]*)\}", r"\1", line)
    return len(re.sub(r"[\s{}&_^\\]", "", re.sub(r"\\[A-Za-z]+", "x", re.sub(r"\\(left|right|quad)", "", plain))))
