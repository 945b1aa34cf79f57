r"""Tokens of a display. What is not listed here is an error with its place, never skipped.

>>> [(x.kind, x.text) for x in tokens(r"\hat{m}_t &= 0.9 % a comment")]
[('command', 'hat'), ('mark', '{'), ('letter', 'm'), ('mark', '}'), ('mark', '_'), ('letter', 't'), ('mark', '&'), ('relation', '='), ('number', '0.9')]
"""  # noqa: E501

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple, NoReturn

from adaptsym.errors import InputError

MAX_LENGTH = 20_000  # characters of one display
MAX_TOKENS = 20_000  # after macros have been put in
MAX_MACROS = 8  # macros within macros


class NotUnderstood(InputError):
    """Mathematics that is not in the dialect, or that could mean several things; `at` is its place in the display."""

    def __init__(self, why: str, at: int = 0) -> None:
        super().__init__(why)
        self.why, self.at = why, at


class Token(NamedTuple):
    """A token: what it is, its text, where it begins and ends."""

    kind: str  # letter number command mark relation sign row column begin end words upright quad
    text: str
    at: int
    end: int


def names(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


GREEK = names(
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi varpi rho varrho "
    "sigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega ell hbar "
    "infty partial"
)
# commands that only set type, and say nothing
SILENT = names(
    "displaystyle textstyle scriptstyle limits nolimits nonumber notag big Big bigg Bigg bigl bigr Bigl Bigr biggl "
    "biggr Biggl Biggr bigm left right middle hfill hline mathstrut allowbreak noindent centering small normalsize "
    "large scriptsize footnotesize mathopen mathclose mathbin mathrel mathord mathinner null strut"
)
SILENT_WITH_GROUP = names(
    "label tag hspace vspace phantom vphantom hphantom color eqref ref cite citep citet footnote mspace mkern hskip"
)
WIDE = frozenset(("quad", "qquad", "enspace"))
TEXT = names("text textrm textit textbf texttt mbox hbox textnormal textsc textsf intertext shortintertext")
UPRIGHT = frozenset(("mathrm", "operatorname", "mathtt", "mathsf", "rm"))
RELATIONS = {
    "=": "=",
    ":=": ":=",
    "<": "<",
    ">": ">",
    "leftarrow": "<-",
    "gets": "<-",
    "longleftarrow": "<-",
    "Leftarrow": "<-",
    "coloneqq": ":=",
    "coloneq": ":=",
    "triangleq": ":=",
    "doteq": ":=",
    "equiv": "=",
    "approx": "~",
    "simeq": "~",
    "approxeq": "~",
    "le": "<=",
    "leq": "<=",
    "leqslant": "<=",
    "lt": "<",
    "ge": ">=",
    "geq": ">=",
    "geqslant": ">=",
    "gt": ">",
    "in": "in",
    "ne": "!=",
    "neq": "!=",
    "ll": "<<",
    "gg": ">>",
    "to": "->",
    "rightarrow": "->",
    "longrightarrow": "->",
    "mapsto": "->",
    "propto": "prop",
    "sim": "law",
    "subset": "in",
    "subseteq": "in",
    "lesssim": "<<",
    "gtrsim": ">>",
    "mid": "mid",
}
CONSEQUENCES = names("Rightarrow implies iff Leftrightarrow Longrightarrow therefore because Longleftrightarrow")
UNICODE = {
    "·": "cdot",
    "⋅": "cdot",
    "×": "times",
    "⊙": "odot",
    "∘": "circ",
    "⊗": "otimes",
    "−": "-",
    "←": "leftarrow",
    "≈": "approx",
    "≤": "le",
    "≥": "ge",
    "≠": "ne",
    "∇": "nabla",
    "∑": "sum",
    "Σ": "Sigma",
    "∏": "prod",
    "√": "sqrt",
    "∞": "infty",
    "…": "ldots",
    "⋯": "cdots",
    "∂": "partial",
    "Δ": "Delta",
    "≜": "triangleq",
    "≔": "coloneqq",
    "⇒": "Rightarrow",
}
_LETTERS = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi "
    "omega epsilon phi"
)
UNICODE |= dict(
    zip(
        "αβγδεζηθικλμνξπρστυφχψωϵϕ",
        _LETTERS.split(),
        strict=True,
    )
)
ALIGNMENT = names(
    "aligned align gathered gather equation split multline eqnarray displaymath flalign alignat alignedat array math "
    "multlined dmath subequations empheq"
)
WITH_COLUMNS = frozenset(("array", "alignat", "alignedat", "empheq"))

_TOKEN = re.compile(
    r"""(?P<space>[\s~\u00a0\u200b]+|\\[,;:!\ >/@]|\\\n)
    |(?P<comment>%[^\n]*)
    |(?P<row>\\\\\*?(?:[ \t]*\[-?[\d.]+[ \t]*(?:pt|em|ex|mm|cm|in)\])?|\\cr\b|\\newline\b)
    |(?P<environment>\\(?:begin|end)[ \t]*\{[A-Za-z]{1,20}\*?\})
    |(?P<command>\\[A-Za-z]+\*?)
    |(?P<escape>\\[{}|_%&\#$])
    |(?P<number>\d+(?:\.\d+)?|\.\d+)
    |(?P<letter>[A-Za-z])
    |(?P<mark>:=|[-+*/=<>()\[\]{}|^_&,;:.'!])""",
    re.VERBOSE,
)
_COLUMNS = re.compile(r"&\s*&")
_DEFINITION = re.compile(
    r"\\(?:(?:re|provide)?newcommand\*?|DeclareMathOperator\*?|def)[ \t]*\{?\\([A-Za-z]+)\}?[ \t]*(\[\d\])?[ \t]*(?=\{)"
)
Macros = Mapping[str, str]


_BRACES = re.compile(r"\\.|[{}]", re.DOTALL)


def macros(text: str) -> dict[str, str]:
    r"""The commands without arguments that a document defines for itself, with what they stand for.

    >>> macros(r"\newcommand{\lr}{\eta} \DeclareMathOperator{\sgn}{sgn}")
    {'lr': '\\eta', 'sgn': '\\operatorname{sgn}'}
    """
    found: dict[str, str] = {}
    for m in _DEFINITION.finditer(text):
        end = group_end(text, m.end())
        if end is not None and not m[2]:
            body = text[m.end() + 1 : end - 1]
            found[m[1]] = rf"\operatorname{{{body}}}" if m[0].startswith(r"\Declare") else body
    return found


def group_end(text: str, start: int) -> int | None:
    """The place behind the group that begins with the brace at `start`; None if it is not closed."""
    depth = 0
    for m in _BRACES.finditer(text, start, start + MAX_LENGTH):
        if m[0] in "{}":
            depth += 1 if m[0] == "{" else -1
            if not depth:
                return m.end()
    return None


def tokens(text: str, own: Macros | None = None, *, paragraphs: bool = False) -> list[Token]:
    r"""The tokens of a display.

    Args:
        text: LaTeX, without its dollars.
        own: the document's own commands, as `macros` finds them.
        paragraphs: whether an empty line ends a row, as in ``.. math::``.

    Raises:
        NotUnderstood: for a character that is not listed, a group that is not closed, a display that is too long.
    """
    if len(text) > MAX_LENGTH:
        raise NotUnderstood(f"a display of {len(text)} characters is too long: at most {MAX_LENGTH} are read")
    found: list[Token] = []
    for x in _expanded(text, own or {}, paragraphs, 0, None):
        found.append(x)
        if len(found) > MAX_TOKENS:
            raise NotUnderstood(f"more than {MAX_TOKENS} tokens after macros are put in", x.at)
    return found


def _expanded(text: str, own: Macros, paragraphs: bool, depth: int, place: Token | None) -> Iterator[Token]:
    """Tokens; those of a macro stand where the macro stands."""
    for x in _plain(text, own, paragraphs):
        x = x if place is None else x._replace(at=place.at, end=place.end)  # noqa: PLW2901
        if x.kind == "command" and x.text in own:
            if depth == MAX_MACROS:
                raise NotUnderstood(f"macros within macros, more than {MAX_MACROS} deep", x.at)
            yield from _expanded(own[x.text], own, False, depth + 1, place or x)
        else:
            yield x


def _plain(text: str, own: Macros, paragraphs: bool) -> Iterator[Token]:
    n = 0
    while n < len(text):
        m = _TOKEN.match(text, n)
        if m is None:
            yield _unicode(text, n)
            n += 1
            continue
        kind, shown, start, n = str(m.lastgroup), m[0], n, m.end()
        if kind == "space" and paragraphs and re.search(r"\n[ \t]*\n", shown) and n < len(text):
            yield Token("row", "", start, n)
        if kind in ("space", "comment"):
            continue
        if kind == "environment":
            name = shown[shown.index("{") + 1 : -1].rstrip("*")
            opens = shown.startswith(r"\begin")
            if opens and name in WITH_COLUMNS:
                n = _skipped(text, n)
            yield Token("begin" if opens else "end", name, start, n)
        elif kind == "command" and shown[1:] in own:
            yield Token("command", shown[1:], start, n)
        elif kind == "command":
            token, n = _command(text, shown, start, n)
            if token is not None:
                yield token
        elif kind == "escape":
            yield Token("escape", shown[1:], start, n)
        elif kind == "mark" and shown in RELATIONS:
            yield Token("relation", RELATIONS[shown], start, n)
        elif kind == "mark" and shown == "&" and (again := _COLUMNS.match(text, start)):
            n = again.end()
            yield Token("column", "&&", start, n)
        else:
            yield Token(kind, shown, start, n)


def _unicode(text: str, n: int) -> Token:
    name = UNICODE.get(text[n])
    if name is None:
        raise NotUnderstood(f"the character {text[n]!r} stands outside words", n)
    if name in RELATIONS:
        return Token("relation", RELATIONS[name], n, n + 1)
    return Token("mark" if name == "-" else "command", name, n, n + 1)


def _command(text: str, shown: str, start: int, n: int) -> tuple[Token | None, int]:
    name = shown[1:]
    if name.endswith("*") and name[:-1] not in TEXT | UPRIGHT | SILENT_WITH_GROUP:
        name, n = name[:-1], n - 1  # the star multiplies
    name = name.rstrip("*")
    if name in ("newcommand", "renewcommand", "providecommand", "DeclareMathOperator", "def"):
        m = _DEFINITION.match(text, start)
        end = group_end(text, m.end()) if m else None
        return (None, end) if end is not None else _unclosed(shown, start)
    if name in SILENT:
        return _delimiter(text, name, start, n)
    if name in WIDE:
        return Token("quad", name, start, n), n
    if name in RELATIONS:
        return Token("relation", RELATIONS[name], start, n), n
    if name in CONSEQUENCES:
        return Token("consequence", name, start, n), n
    if name in ("overset", "stackrel", "underset"):
        return _overset(text, name, start, n)
    if name == "textcolor":
        return None, _skipped(text, n)
    if name in TEXT | UPRIGHT | SILENT_WITH_GROUP:
        begin = _past_space(text, n)
        if name == "rm" and text[begin : begin + 1] != "{":
            return None, n
        end = group_end(text, begin) if text[begin : begin + 1] == "{" else None
        if end is None:
            if name in UPRIGHT and text[begin : begin + 1].isalpha():
                return Token("upright", text[begin], start, begin + 1), begin + 1
            return _unclosed(shown, start)
        if name in SILENT_WITH_GROUP:
            return None, end
        kind = "words" if name in TEXT else "upright"
        return Token(kind, _unescaped(text[begin + 1 : end - 1]), start, end), end
    return Token("command", name, start, n), n


_ENVIRONMENT_ENDS = re.compile(r"\\end\s*\{[A-Za-z]+\*?\}\s*$")


def _delimiter(text: str, name: str, start: int, n: int) -> tuple[Token | None, int]:
    r"""``\left.`` is a delimiter that is not seen; ``\left\{`` before an environment only decorates it."""
    if name in ("left", "right"):
        if name == "right" and _ENVIRONMENT_ENDS.search(text, max(0, start - 40), start):
            closing = re.compile(r"\s*(?:\.|\\\}|\\rbrace(?![A-Za-z]))").match(text, n)
            if closing:
                return None, closing.end()
        rest = re.compile(r"\s*\.(?!\d)").match(text, n)
        if rest:
            return Token("invisible", name, start, rest.end()), rest.end()
        decorated = re.compile(r"\s*\\(?:\{|lbrace)\s*(?=\\begin\s*\{)").match(text, n) if name == "left" else None
        if decorated:
            return None, decorated.end()
    return None, n


def _overset(text: str, name: str, start: int, n: int) -> tuple[Token | None, int]:
    """A relation with something over it: the relation."""
    first = _group(text, n)
    second = _group(text, first[1]) if first else None
    if first is None or second is None:
        return _unclosed(f"\\{name}", start)
    sign = second[0].strip().lstrip("\\")
    if sign not in RELATIONS:
        raise NotUnderstood(f"\\{name} over something that is no relation", start)
    return Token("relation", RELATIONS[sign], start, second[1]), second[1]


def _group(text: str, n: int) -> tuple[str, int] | None:
    """The argument at `n`: a group, or one sign."""
    n = _past_space(text, n)
    if text[n : n + 1] == "{":
        end = group_end(text, n)
        return None if end is None else (text[n + 1 : end - 1], end)
    m = re.compile(r"\\[A-Za-z]+|\S").match(text, n)
    return None if m is None else (m[0], m.end())


def _past_space(text: str, n: int) -> int:
    while n < len(text) and text[n].isspace():
        n += 1
    return n


def _skipped(text: str, n: int) -> int:
    found = re.compile(r"\s*\{").match(text, n)
    end = group_end(text, found.end() - 1) if found else None
    return n if end is None else end


def _unescaped(text: str) -> str:
    return re.sub(r"\\([_%&#$ {}])", r"\1", text.replace("~", " "))


def _unclosed(shown: str, at: int) -> NoReturn:
    raise NotUnderstood(f"{shown} has no closed group behind it", at)
