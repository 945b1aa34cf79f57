"""A place in a row of tokens, and what stands there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NoReturn

from adaptsym.read.tokens import NotUnderstood, Token

MAX_DEPTH = 40
END = Token("end", "", -1, -1)


class Cursor:
    """Tokens, and how far they have been read."""

    def __init__(self, found: Iterable[Token]) -> None:
        self.tokens = without_empty(found)
        self.n = 0
        self.depth = 0
        self.bars = 0  # open bars that look the same when they close

    def peek(self, ahead: int = 0) -> Token:
        """The next token."""
        n = self.n + ahead
        return self.tokens[n] if n < len(self.tokens) else END

    def take(self) -> Token:
        """The next token, taken."""
        x = self.peek()
        self.n += 1
        return x

    def at_mark(self, *marks: str) -> bool:
        """Whether one of these signs is next."""
        x = self.peek()
        return x.kind == "mark" and x.text in marks

    def at_command(self, *names: str) -> bool:
        """Whether one of these commands is next."""
        x = self.peek()
        return x.kind == "command" and x.text in names

    def fail(self, why: str) -> NoReturn:
        """Refuse, with the place of the next token."""
        x = self.peek()
        raise NotUnderstood(why, x.at if x is not END else self.tokens[-1].end if self.tokens else 0)

    def expect(self, mark: str) -> None:
        """Take a sign that must come."""
        if not self.at_mark(mark):
            self.fail(f"expected '{mark}', got {self.shown()}")
        self.n += 1

    def shown(self) -> str:
        """The next token, in words."""
        x = self.peek()
        return "the end" if x is END else f"\\{x.text}" if x.kind == "command" else f"'{x.text or x.kind}'"

    def enter(self) -> None:
        """Go one level down."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.fail(f"nested deeper than {MAX_DEPTH}")


def without_empty(found: Iterable[Token]) -> list[Token]:
    """Without wide spaces, alignment signs outside of branches, and groups that hold nothing: ``{}-x``."""
    out: list[Token] = []
    branches = 0
    for x in found:
        branches += (x.kind == "begin") - (x.kind == "end")
        if x.kind == "quad" or (not branches and (x.kind == "column" or (x.text == "&" and x.kind == "mark"))):
            continue
        before = out[-2] if len(out) > 1 else None
        takes = before is not None and (before.kind == "command" or before.text in ("^", "_"))
        if out and x.kind == out[-1].kind == "mark" and (out[-1].text, x.text) == ("{", "}") and not takes:
            out.pop()
        else:
            out.append(x)
    return out
