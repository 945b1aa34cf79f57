"""Sums, products and scripts; what they are made of is read by the parser."""

from __future__ import annotations

from adaptsym.read.commands import ACCENTS, BARS, DOTS, FRACTIONS, FUNCTIONS, LABELS, OPENING, STYLES, TIMES
from adaptsym.read.cursor import Cursor
from adaptsym.read.shapes import is_plain_name, takes_brackets
from adaptsym.read.tokens import GREEK
from adaptsym.read.tree import (
    BigSign,
    Bracketed,
    Group,
    Listed,
    Node,
    Num,
    Product,
    Relation,
    Script,
    Signed,
    Sum,
    Words,
)


class Sums(Cursor):
    """Reads terms, factors and what stands below and above them."""

    def atom(self) -> Node:
        """A factor without its scripts."""
        raise NotImplementedError

    def listed(self) -> Node:
        """One expression, or several between commas."""
        at = self.peek().at
        items, marks = [self.sum()], []
        while self.at_mark(",", ";") or self.peek().text == "mid":
            marks.append(self.take().text)
            items.append(self.sum())
        return items[0] if len(items) == 1 else Listed(tuple(items), tuple(marks), at=at)

    def sum(self) -> Node:
        """Terms."""
        self.enter()
        at = self.peek().at
        sign = self.take().text if self.at_mark("+", "-") else ""
        items = [(sign, self.product())]
        while self.at_mark("+", "-"):
            sign = self.take().text
            items.append((sign, self.product()))
        self.depth -= 1
        return items[0][1] if len(items) == 1 and not items[0][0] else Sum(tuple(items), at=at)

    def product(self) -> Node:
        """Factors."""
        self.enter()
        at = self.peek().at
        items = [("", self.factor())]
        while True:
            x = self.peek()
            if x.kind == "command" and x.text in TIMES:
                self.n += 1
                items.append((TIMES[x.text], self.factor(signed=True)))
            elif self.at_mark("*", "/"):
                items.append(("/" if self.take().text == "/" else "x", self.factor(signed=True)))
            elif x.kind == "number":
                self.fail(f"the number {x.text} stands directly behind a factor")
            elif self.starts():
                items.append(("", self.factor()))
            else:
                break
        self.depth -= 1
        return items[0][1] if len(items) == 1 else Product(tuple(items), at=at)

    def factor(self, signed: bool = False) -> Node:
        """One factor with its scripts; behind a sign of a product it may have a minus."""
        if signed and self.at_mark("+", "-"):
            x = self.take()
            return Signed(x.text, self.factor(), at=x.at)
        at = self.peek().at
        base = self.atom()
        if isinstance(base, BigSign):
            return base
        while True:
            found = self.scripted(base, at)
            if self.at_mark("[") and takes_brackets(found):
                body = self.atom()
                found = Bracketed(found, body.body if isinstance(body, Group) else body, at=at)
            if found is base:
                return base
            base = found

    def scripted(self, base: Node, at: int) -> Node:
        """A base with the scripts that follow."""
        sub, sup, primes = self.scripts()
        return base if sub is None and sup is None and not primes else Script(base, sub, sup, primes, at=at)

    def scripts(self) -> tuple[Node | None, Node | None, int]:
        """A subscript, a superscript, primes, in any order."""
        sub: Node | None = None
        sup: Node | None = None
        primes = 0
        while self.at_mark("_", "^", "'"):
            mark = self.take().text
            if mark == "'" or (mark == "^" and self.at_command("prime")):
                primes += 1
                self.n += mark == "^"
            elif mark == "_":
                if sub is not None:
                    self.fail("two subscripts")
                sub = self.script()
            else:
                if sup is not None:
                    self.fail("two superscripts")
                sup = self.script()
        return sub, sup, primes

    def starts(self) -> bool:
        """Whether a factor begins here."""
        kind, text = self.peek().kind, self.peek().text
        if kind in ("number", "letter", "upright"):
            return True
        if kind == "words":
            return is_plain_name(text)
        if kind == "begin":
            return text == "cases"
        if kind == "mark":
            return text in "([{" or (text == "|" and not self.bars)
        if kind == "escape":
            return text == "{" or (text == "|" and not self.bars)
        if kind != "command":
            return False
        known = (GREEK, ACCENTS, STYLES, FUNCTIONS, FRACTIONS, DOTS, OPENING)
        others = ("sqrt", "sum", "prod", "nabla", "underbrace", "overbrace", "boxed", "underline")
        return any(text in names for names in known) or text in others or (text in BARS and not self.bars)

    def argument(self) -> Node:
        """An argument: a group, or one sign; of a number its first digit."""
        x = self.peek()
        if self.at_mark("{"):
            self.n += 1
            found = self.listed()
            self.expect("}")
            return found
        if x.kind == "number":
            return self.digit()
        if x.kind in ("letter", "upright", "words", "command"):
            return self.atom()
        return self.fail(f"expected an argument, got {self.shown()}")

    def digit(self) -> Node:
        """The first digit of a number: what stands behind ``^`` without braces."""
        x = self.take()
        if len(x.text) > 1:
            self.n -= 1
            self.tokens[self.n] = x._replace(text=x.text[1:], at=x.at + 1)
        return Num(x.text[0], at=x.at)

    def script(self) -> Node:
        """What stands below or above: words, an index, a list, a relation."""
        x = self.peek()
        if x.kind == "command" and x.text in LABELS:
            self.n += 1
            return Words(x.text, at=x.at)
        if self.at_mark("*", "+", "-"):
            self.n += 1
            return Words(x.text, at=x.at)
        if not self.at_mark("{"):
            if self.at_command("langle"):
                return self.atom()
            return Words(self.take().text, at=x.at) if x.kind == "words" else self.argument()
        self.n += 1
        self.enter()
        items, marks = [self.script_item()], []
        while not self.at_mark("}"):
            marks.append(self.take().text if self.at_mark(",", ";", ":") else " ")
            items.append(self.script_item())
        self.n += 1
        self.depth -= 1
        return items[0] if len(items) == 1 else Listed(tuple(items), tuple(marks), at=x.at)

    def script_item(self) -> Node:
        """One entry of a subscript or superscript."""
        x = self.peek()
        behind = self.peek(1)
        closes = behind.kind == "mark" and behind.text in "},"
        if x.kind == "words" or ((x.text in LABELS or self.at_mark("*", "+", "-")) and closes):
            self.n += 1
            return Words(x.text.strip(), at=x.at)
        left = self.sum()
        if self.peek().kind != "relation":
            return left
        sign = self.take().text
        return Relation(left, sign, self.sum(), at=x.at)
