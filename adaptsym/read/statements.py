r"""From a display to statements: rows, chains of relations, words, commas, where-clauses.

A row that begins with a relation goes on with the main statement, whatever clause stands between:

>>> for x in statements(r"s_t &= a, \text{ where } s_0=0. \\ &= b"):
...     print(x.cue or "main", [s.sign for s in x.segments])
main ['', '=', '=']
where ['', '=']
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from adaptsym.read.parser import expression
from adaptsym.read.rows import Flat, closes, flattened, is_operator, opens
from adaptsym.read.tokens import Macros, NotUnderstood, Token, names, tokens
from adaptsym.read.tree import Node


@dataclass
class Segment:
    """A member of a chain: its relation to the one before, its tokens, and its syntax or what is wrong with it."""

    sign: str
    tokens: list[Token] = field(default_factory=list)
    node: Node | None = None
    error: NotUnderstood | None = None

    @property
    def at(self) -> int:
        """Where it begins."""
        return self.tokens[0].at if self.tokens else 0

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.tokens[-1].end if self.tokens else 0


@dataclass
class Statement:
    """A chain of relations, with the words around it.

    `leads` is whether it begins its row; `cue` is 'where' for what is said on the side, 'if' for a condition or a
    range, '' for what is displayed; `implied` marks what follows from the statement before; `before` and `after`
    are the words beside it.
    """

    segments: list[Segment]
    cue: str = ""
    implied: bool = False
    before: str = ""
    after: str = ""
    leads: bool = False


_WHERE = re.compile(r"\b(where|with|wherein|initial\w*|start\w*|let|set|init)\b|단|여기서|초기|초깃값")
_IF = re.compile(
    r"\b(if|when|whenever|for|since|given|provided|because|as|unless|while|until|recall|by|from|using)\b"
    r"|일 때|이면|때|대하여|이므로"
)
_AND = re.compile(r"(and|or|,|;|and then|&|그리고|이고|및|와|과)[\s,]*")
_SO = re.compile(r"\b(so|hence|thus|therefore|then|consequently|follows|i\.e\.|gives)\b|따라서|그러면|즉")
_STOP = names(
    "where with for if then else so otherwise when since given let or is are the of by in and do end to while return "
    "input output hence thus therefore as at all every each repeat until initialize set"
)
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_\-]*")


def statements(text: str, own: Macros | None = None, *, paragraphs: bool = False) -> list[Statement]:
    """The statements of a display, in their order; each segment is parsed, or has its error.

    Raises:
        NotUnderstood: if nothing of the display can be told apart, with the place.
    """
    found = _Splitter(flattened(tokens(text, own, paragraphs=paragraphs))).split()
    for each in found:
        for segment in each.segments:
            try:
                segment.node = expression(segment.tokens)
            except NotUnderstood as error:
                if not segment.tokens:
                    error.at = max((s.end for s in each.segments), default=0)
                segment.error = error
    return found


class _Splitter:
    """Walks over the tokens outside of delimiters and decides where statements begin."""

    def __init__(self, flat: list[Flat]) -> None:
        self.flat = flat
        self.n = 0
        self.out: list[Statement] = []
        self.current: Statement | None = None
        self.cue = ""
        self.before = ""
        self.implied = False
        self.fresh = True  # at the beginning of a row
        self.led = False  # the row has its main statement
        self.aligned = False  # an alignment sign stood before, in this row

    def split(self) -> list[Statement]:
        """All statements."""
        while self.n < len(self.flat):
            x = self.flat[self.n]
            if x.depth or not self.separator(x.token):
                self.add(x.token)
            self.n += 1
        self.out = [x for x in self.out if any(s.tokens for s in x.segments)]
        return [y for x in self.out for y in _with_range(_trimmed(x))]

    # ------------------------------------------------------------ one token

    def separator(self, x: Token) -> bool:
        """Whether the token only separates; what it separates is closed."""
        match x.kind:
            case "row":
                self.fresh, self.aligned, self.led = True, False, False
                if self.current is None or self.current.cue:
                    self.cue = ""
            case "column":
                self.column()
            case "words" if not self.is_name():
                self.words(x.text)
            case "consequence":
                self.close()
                self.cue, self.before = ("if", "because") if x.text == "because" else ("", "")
                self.implied = x.text != "because"
            case "relation":
                self.relation(x)
            case "quad":
                if self.current is not None and not self.fresh:
                    if len(self.current.segments) > 1 and self.says_more():
                        self.close()
                    else:
                        self.current.segments[-1].tokens.append(x)
            case "mark" if x.text == "&":
                self.aligned = self.aligned or self.fresh
                if self.begins_column():
                    self.close()
                    self.cue = ""
            case "mark" if x.text in ",;":
                return self.comma(x)
            case "mark" if x.text in (".", ":") or (x.text == "!" and self.current is None):
                self.close()
            case _:
                return False
        return True

    def add(self, x: Token) -> None:
        """A token of an expression."""
        if self.fresh:
            self.begin_row(x)
        if self.current is None:
            self.current = Statement([Segment("")], self.cue, self.implied, self.before)
            if not self.cue:
                self.current.leads, self.led = not self.led, True
            self.out.append(self.current)
            self.before, self.implied = "", False
        self.current.segments[-1].tokens.append(x)

    def close(self) -> None:
        """What comes next is another statement."""
        self.current = None
        self.fresh = False

    def begin_row(self, x: Token) -> None:
        """Whether a row that begins with no relation goes on with what stands above it."""
        self.fresh = False
        if self.current is None:
            return
        tail = self.current.segments[-1].tokens
        dangling = not tail or is_operator(tail[-1])
        operator = is_operator(x)
        if not (dangling or (operator and (self.aligned or not self.has_relation(whole_row=True)))):
            self.current = None
            self.cue = ""

    def relation(self, x: Token) -> None:
        """A relation goes on with the statement; at the beginning of a row, with the main one."""
        if (self.fresh and (self.current is None or not self.current.leads)) or self.current is None:
            main = next((s for s in reversed(self.out) if s.leads), None)
            if main is None or (not self.fresh and self.current is None and not self.out):
                raise NotUnderstood("a relation without a left side", x.at)
            self.current, self.cue = main, ""
        self.led = self.led or self.fresh
        self.fresh = False
        self.current.segments.append(Segment(x.text))

    def words(self, text: str) -> None:
        """Words end a statement and say what the next one is."""
        shown = text.strip().lower()
        if self.current is not None:
            self.current.after = f"{self.current.after} {text.strip()}".strip()
            if re.match(r"(일 때|이면|때)", shown):
                self.current.cue = "if"
        if not shown.strip(" .,:;()"):
            if any(mark in shown for mark in ".,;"):
                cue = self.current.cue if self.current is not None else self.cue
                self.close()
                self.cue = cue
            return
        inherited = self.cue if _AND.fullmatch(shown) or re.search(r"\band\s*$|이고$|,\s*$", shown) else ""
        self.close()
        self.implied = bool(_SO.search(shown))
        self.cue = "where" if _WHERE.search(shown) else "if" if _IF.search(shown) else inherited
        self.before = text.strip()

    def comma(self, x: Token) -> bool:
        """A comma separates statements, or the entries of a list; at the end of a row it says nothing."""
        rest = self.flat[self.n + 1 :]
        behind = next((f.token for f in rest if f.token.kind != "quad"), None)
        ends = behind is None or behind.kind in ("row", "column", "consequence") or behind.kind == "words"
        if ends or self.current is None:
            return True
        if behind is not None and behind.kind == "relation":
            return True
        if len(self.current.segments) > 1 and self.says_more():
            cue = self.current.cue
            self.close()
            self.cue = cue
            return True
        if x.text == ";":
            self.close()
            return True
        return False

    def column(self) -> None:
        """A second column: further equations, or a remark to the end of the row."""
        end = next((k for k in range(self.n + 1, len(self.flat)) if self.flat[k].token.kind == "row"), len(self.flat))
        row = [f.token for f in self.flat[self.n + 1 : end] if not f.depth]
        remark = any(t.kind == "words" for t in row) and not any(t.text == "&" and t.kind == "mark" for t in row)
        if remark or (row and row[0].kind == "words"):
            if self.current is not None:
                self.current.after += " " + " ".join(t.text for t in row if t.kind == "words")
            self.n = end - 1
        elif any(t.kind == "relation" for t in row) and not (row and row[0].kind == "relation"):
            self.close()
            self.cue = ""

    def begins_column(self) -> bool:
        """Whether an alignment sign within a row stands between two equations."""
        behind = next((f.token for f in self.flat[self.n + 1 :] if f.token.kind != "quad"), None)
        if self.fresh or self.current is None or not self.current.segments[-1].tokens or behind is None:
            return False
        tail = self.current.segments[-1].tokens[-1]
        return not (behind.kind == "relation" or is_operator(behind) or is_operator(tail))

    # ------------------------------------------------------------ looking ahead

    def piece(self, *, whole_row: bool = False) -> list[Token]:
        """The tokens outside of delimiters from behind this one to the next separator."""
        out: list[Token] = []
        for k in range(self.n + (0 if whole_row else 1), len(self.flat)):
            x = self.flat[k]
            if x.depth:
                continue
            t = x.token
            stops = t.kind in ("row", "column", "consequence") or (t.kind == "words" and not self.is_name(k))
            if stops or (not whole_row and out and (t.kind == "quad" or (t.kind == "mark" and t.text in ",;"))):
                break
            if t.kind != "quad" and t.text != "&":
                out.append(t)
        return out

    def has_relation(self, *, whole_row: bool = False) -> bool:
        """Whether a relation comes before the next separator."""
        return any(t.kind == "relation" for t in self.piece(whole_row=whole_row))

    def says_more(self) -> bool:
        """Whether what follows is a statement of its own."""
        found = self.piece()
        return any(t.kind == "relation" for t in found) and found[0].kind != "relation" and not is_operator(found[0])

    def is_name(self, n: int | None = None) -> bool:
        r"""Whether ``\text{lr}`` here is a name in a formula, not words beside it."""
        n = self.n if n is None else n
        text = self.flat[n].token.text.strip()
        before = self.flat[n - 1].token if n else None
        behind = self.flat[n + 1].token if n + 1 < len(self.flat) else None
        if before is not None and before.kind == "mark" and before.text in ("_", "^"):
            return True
        if not _NAME.fullmatch(text) or text.lower() in _STOP:
            return False
        joins = before is not None and (before.kind == "relation" or is_operator(before))
        joined = behind is not None and (
            behind.kind == "relation" or is_operator(behind) or (behind.kind == "mark" and behind.text in "(_^")
        )
        return joins or joined


def _trimmed(x: Statement) -> Statement:
    """Without stops and spaces at the ends of segments."""
    for segment in x.segments:
        found = segment.tokens
        while found and (found[-1].kind == "quad" or (found[-1].kind == "mark" and found[-1].text in ".,;:")):
            found.pop()
        while found and found[0].kind == "quad":
            found.pop(0)
    return x


def _with_range(x: Statement) -> list[Statement]:
    """A range in brackets behind a wide space, ``(t >= 1)``, is a statement on the side."""
    found = x.segments[-1].tokens
    if not found or found[-1].text != ")" or not any(t.kind == "relation" for t in found):
        return [x]
    depth = 0
    for n in range(len(found) - 1, -1, -1):
        depth += closes(found[n]) - opens(found[n])
        if not depth:
            break
    inner = found[n + 1 : -1]
    if n == 0 or found[n - 1].kind != "quad" or not any(t.kind == "relation" for t in inner):
        return [x]
    x.segments[-1].tokens = found[:n]
    side = Statement([Segment("")], "if")
    for t in inner:
        if t.kind == "relation":
            side.segments.append(Segment(t.text))
        else:
            side.segments[-1].tokens.append(t)
    return [_trimmed(x), side]
