r"""Displays, formulas in running text and headings of a document, with their lines. One scan, in linear time.

Markdown: ``$$``, ``\[``, ``$``, ``\(``, fenced ``math``, ``.. math::`` and bare environments; LaTeX files the same.

>>> [(p.kind, p.line, p.text.strip()) for p in pieces("# Adam\n$$m_0 = 0$$\nand $v_0 = 0$.")]
[('heading', 1, 'Adam'), ('display', 2, 'm_0 = 0'), ('inline', 3, 'v_0 = 0')]
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from adaptsym.read.tokens import ALIGNMENT, macros, names


@dataclass(frozen=True)
class Piece:
    """A piece of a document.

    `kind` is display, inline, heading or unclosed; `line` and `column` are where its text begins, from 1;
    `start` and `end` are its places in the text, delimiters included; `before` is the prose before it.
    """

    kind: str
    text: str
    line: int
    column: int
    start: int
    end: int
    before: str = ""
    paragraphs: bool = False

    def place(self, at: int) -> tuple[int, int]:
        """Line and column of a place in the piece."""
        at = max(0, min(at, len(self.text)))
        newline = self.text.rfind("\n", 0, at)
        if newline < 0:
            return self.line, self.column + at
        return self.line + self.text.count("\n", 0, at), at - newline


@dataclass(frozen=True)
class Document:
    """The pieces of a document, the commands that it defines, and its text.

    `lines` are the lines of the file that the lines of the text come from, where these differ.
    """

    name: str
    text: str
    pieces: tuple[Piece, ...]
    macros: dict[str, str]
    lines: tuple[int, ...] = ()

    def line(self, n: int) -> int:
        """The line of the file."""
        return self.lines[n - 1] if 0 < n <= len(self.lines) else n


PROSE = 240  # characters of prose kept before a piece
_INNER = names("aligned gathered split array alignedat multlined subequations empheq")  # stand within others
_ENVIRONMENTS = ALIGNMENT - _INNER
_BEGIN = re.compile(r"\\begin\{([a-z]+)(\*?)\}")
_HEADING = re.compile(
    r"(?P<hashes>#{1,6})[ \t]+(?P<title>[^\n]*)|\\(?:chapter|(?:sub)*section|paragraph|part)\*?\{(?P<name>[^\n}]*)\}"
)
_FENCE = re.compile(r"[ \t]{0,3}(`{3,}|~{3,})[ \t]*(\{?\w*\}?)[^\n]*(?:\n|$)")
_DIRECTIVE = re.compile(r"([ \t]*)\.\. math::[ \t]*([^\n]*)(?:\n|$)")
_VERBATIM = re.compile(r"\\begin\{(verbatim|lstlisting|minted|comment)\*?\}")
_INTERESTING = re.compile(r"[$\\`<%]|^", re.MULTILINE)


def document(text: str, name: str = "", lines: tuple[int, ...] = (), *, tex: bool = False) -> Document:
    """The pieces of a text with the commands that it defines."""
    return Document(name, text, tuple(pieces(text, tex=tex)), macros(text), lines)


def pieces(text: str, *, tex: bool = False) -> list[Piece]:
    """The pieces of a text, in their order."""
    return _Scanner(text, tex).scan()


class _Scanner:
    def __init__(self, text: str, tex: bool) -> None:
        self.text, self.tex = text, tex
        self.out: list[Piece] = []
        self.prose = 0  # where the prose since the last piece begins
        self.line, self.counted, self.begin = 1, 0, 0  # lines counted so far, up to where, where the line begins
        self.gone: dict[str, int] = {}  # delimiters that do not occur behind a place

    def scan(self) -> list[Piece]:
        """Every piece."""
        n, size = 0, len(self.text)
        while n < size:
            m = _INTERESTING.search(self.text, n)
            if m is None:
                break
            at = m.start()
            if at == 0 or self.text[at - 1] == "\n":
                after = self.block(at)
                if after is not None:
                    n = after
                    continue
            sign = self.text[at] if at < size else ""
            n = self.inline(at, sign) if sign and sign in "$\\`<%" else at + 1
        return self.out

    # ------------------------------------------------------------ beginnings of lines

    def block(self, at: int) -> int | None:
        """A heading, a fence, a directive, a comment; where it ends."""
        text = self.text
        if self.tex and (m := re.compile(r"[ \t]*%[^\n]*").match(text, at)):
            return m.end() + 1
        if m := _HEADING.match(text, at):
            title = m["title"] if m["hashes"] else m["name"]
            self.add("heading", title.strip(" #"), m.start("title" if m["hashes"] else "name"), at, m.end())
            return m.end()
        if m := _FENCE.match(text, at):
            return self.fence(m, at)
        if m := _DIRECTIVE.match(text, at):
            return self.directive(m, at)
        return None

    def fence(self, m: re.Match[str], at: int) -> int:
        """A fenced block: mathematics where it says so, otherwise a program, which is passed over."""
        end = self.find("\n" + m[1], m.end() - 1)
        if end < 0:
            return m.end() if m[2].strip("{}") == "math" else len(self.text)
        if m[2].strip("{}") == "math":
            self.add("display", self.text[m.end() : end], m.end(), at, end + 1 + len(m[1]))
        return end + 1 + len(m[1])

    def directive(self, m: re.Match[str], at: int) -> int:
        """``.. math::`` and the lines below it that are indented further."""
        own, n = len(m[1]), m.end()
        end = n
        while n < len(self.text):
            stop = self.text.find("\n", n)
            stop = len(self.text) if stop < 0 else stop
            row = self.text[n:stop]
            if row.strip() and len(row) - len(row.lstrip()) <= own:
                break
            n = min(stop + 1, len(self.text))
            if row.strip():
                end = n
        start = m.start(2) if m[2].strip() else m.end()
        options = re.compile(r"(?:[ \t]*:\w+:[^\n]*\n)*").match(self.text, m.end())
        if not m[2].strip() and options:
            start = options.end()
        while (stop := self.text.find("\n", start, end)) >= 0 and not self.text[start:stop].strip():
            start = stop + 1
        if self.text[start:end].strip():
            self.add("display", self.text[start:end], start, at, end, paragraphs=True)
        return max(end, m.end())

    # ------------------------------------------------------------ within lines

    def inline(self, at: int, sign: str) -> int:
        """What begins with a dollar, a backslash, a backquote, a comment; where to go on."""
        text = self.text
        if sign == "%":
            return (self.end_of_line(at) if self.tex else at) + 1
        if sign == "`":
            ticks = re.compile(r"`+").match(text, at)
            assert ticks is not None
            end = text.find(ticks[0], ticks.end(), self.paragraph(at))
            return end + len(ticks[0]) if end >= 0 and not self.tex else ticks.end()
        if sign == "<":
            end = self.find("-->", at) if text.startswith("<!--", at) else -1
            return end + 3 if end >= 0 else at + 1
        if sign == "$":
            return self.dollar(at)
        return self.backslash(at)

    def dollar(self, at: int) -> int:
        """``$$...$$`` and ``$...$``."""
        text = self.text
        if text.startswith("$$", at):
            end = self.unescaped("$$", at + 2)
            if end < 0:
                return self.unclosed(at, 2)
            self.add("display", text[at + 2 : end], at + 2, at, end + 2)
            return end + 2
        end = self.unescaped("$", at + 1, self.paragraph(at))
        inner = text[at + 1 : end] if end > 0 else ""
        if inner.startswith("`") and inner.endswith("`") and len(inner) > 2:
            self.add("inline", inner[1:-1], at + 2, at, end + 1)
            return end + 1
        amount = text[end + 1 : end + 2].isdigit()
        if not inner.strip() or inner[0].isspace() != inner[-1].isspace() or amount:
            return at + 1
        self.add("inline", inner, at + 1, at, end + 1)
        return end + 1

    def backslash(self, at: int) -> int:
        r"""``\[``, ``\(``, environments; anything else behind a backslash stands for itself."""
        text = self.text
        if text.startswith(r"\[", at):
            end = self.find(r"\]", at + 2)
            if end < 0:
                return self.unclosed(at, 2)
            self.add("display", text[at + 2 : end], at + 2, at, end + 2)
            return end + 2
        if text.startswith(r"\(", at):
            end = self.find(r"\)", at + 2)
            if 0 <= end < self.paragraph(at):
                self.add("inline", text[at + 2 : end], at + 2, at, end + 2)
                return end + 2
            return at + 2
        if m := _VERBATIM.match(text, at):
            end = self.find(rf"\end{{{m[1]}", m.end())
            return end + 1 if end >= 0 else len(text)
        m = _BEGIN.match(text, at)
        if m is None or m[1] not in _ENVIRONMENTS:
            return at + 2
        closing = rf"\end{{{m[1]}{m[2]}}}"
        end = self.find(closing, m.end())
        if end < 0:
            return self.unclosed(at, len(m[0]))
        end += len(closing)
        self.add("display", text[at:end], at, at, end)
        return end

    # ------------------------------------------------------------ helpers

    def find(self, what: str, at: int) -> int:
        """As `str.find`; what is found to be missing is not looked for again."""
        if self.gone.get(what, len(self.text) + 1) <= at:
            return -1
        found = self.text.find(what, at)
        if found < 0:
            self.gone[what] = at
        return found

    def unescaped(self, what: str, at: int, end: int | None = None) -> int:
        """The next place of a delimiter that no backslash stands before; -1 if there is none."""
        while True:
            found = self.find(what, at) if end is None else self.text.find(what, at, end)
            if found < 0 or self.text[found - 1] != "\\":
                return found
            at = found + 1

    def paragraph(self, at: int) -> int:
        """Where the paragraph ends."""
        found = self.find("\n\n", at)
        return len(self.text) if found < 0 else found

    def end_of_line(self, at: int) -> int:
        """Where the line ends."""
        found = self.text.find("\n", at)
        return len(self.text) if found < 0 else found

    def unclosed(self, at: int, width: int) -> int:
        """A delimiter that is never closed is told; the text goes on behind it."""
        self.add("unclosed", self.text[at : at + 80].partition("\n")[0], at, at, at + width)
        return at + width

    def add(self, kind: str, shown: str, begin: int, start: int, end: int, *, paragraphs: bool = False) -> None:
        """A piece whose text begins at `begin`."""
        self.line += self.text.count("\n", self.counted, begin)
        self.begin = self.text.rfind("\n", 0, begin) + 1 if "\n" in self.text[self.counted : begin] else self.begin
        self.counted = begin
        prose = self.text[max(self.prose, start - PROSE) : start]
        column = begin - self.begin + 1
        self.out.append(Piece(kind, shown, self.line, column, start, end, prose, paragraphs))
        self.prose = end
