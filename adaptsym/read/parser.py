r"""From tokens to syntax, by recursive descent. What is not in the dialect is refused with its place.

>>> print(expression(tokens(r"(1-\beta) g_t")))
Product(items=(('', Group(opening='(', body=Sum(items=(('', Num(text='1')), ('-', Letter(name='beta', style='')))), closing=')')), ('', Script(base=Letter(name='g', style=''), sub=Letter(name='t', style=''), sup=None, primes=0))))
"""  # noqa: E501

from __future__ import annotations

from collections.abc import Iterable, Iterator

from adaptsym.read.commands import ACCENTS, BARS, DOTS, FRACTIONS, FUNCTIONS, OPENING, STYLES
from adaptsym.read.cursor import END, MAX_DEPTH
from adaptsym.read.shapes import accented, fraction, is_plain_name, with_style
from adaptsym.read.sums import Sums
from adaptsym.read.tokens import GREEK, NotUnderstood, Token, tokens
from adaptsym.read.tree import (
    BigSign,
    Bracketed,
    Call,
    Cases,
    Dots,
    Fraction,
    Gradient,
    Group,
    Labelled,
    Letter,
    Listed,
    Node,
    Num,
    Product,
    Relation,
    Root,
    Script,
    Sum,
    Words,
)

__all__ = ["MAX_DEPTH", "Parser", "expression", "tokens"]

_CLOSED = {")": frozenset(")]"), "]": frozenset("])")}


def expression(found: Iterable[Token]) -> Node:
    """The syntax of an expression, or of a list of them between commas.

    Raises:
        NotUnderstood: with the place of what is not in the dialect.
    """
    return Parser(found).whole()


def _ends_of_value(row: list[Token]) -> Iterator[int]:
    """Where the condition may begin in a row of a branch; what stands in a branch inside of it does not count."""
    depth = 0
    for n, x in enumerate(row):
        depth += (x.kind == "begin") - (x.kind == "end")
        if not depth and (x.kind in ("column", "words") or x.text == "&"):
            yield n


class Parser(Sums):
    """Reads one expression."""

    # ------------------------------------------------------------ tokens

    def whole(self) -> Node:
        """Everything, to the end."""
        if not self.tokens:
            raise NotUnderstood("an empty expression")
        found = self.listed()
        if self.peek() is not END:
            self.fail(f"{self.shown()} is not expected here")
        return found

    # ------------------------------------------------------------ atoms

    def atom(self) -> Node:
        """A factor without its scripts."""
        self.enter()
        found = self._atom(self.peek())
        self.depth -= 1
        return found

    def _atom(self, x: Token) -> Node:
        match x.kind:
            case "number":
                self.n += 1
                return Num(x.text, at=x.at)
            case "letter":
                self.n += 1
                return Letter(x.text, at=x.at)
            case "upright" | "words":
                return self.upright(x)
            case "begin":
                return self.cases()
            case "command":
                return self.command(x)
            case "escape" if x.text == "|":
                return self.between_bars(r"\|")
            case "escape" if x.text == "{":
                return self.group("{", "}", "escape")
        if self.at_mark("|"):
            return self.between_bars("|")
        if self.at_mark("(", "["):
            return self.group(x.text, OPENING[x.text], "mark")
        if self.at_mark("{"):
            self.n += 1
            body = self.listed()
            self.expect("}")
            return Group("{", body, "}", at=x.at) if isinstance(body, (Sum, Listed)) else body
        return self.fail("the expression ends too early" if x is END else f"{self.shown()} is not expected here")

    def upright(self, x: Token) -> Node:
        """An upright word: a function or a name."""
        self.n += 1
        name = x.text.strip()
        if name in FUNCTIONS:
            return self.call(name, x.at)
        if not is_plain_name(name):
            self.n -= 1
            self.fail(f"the words '{name}' stand inside an expression")
        return Letter(name, "upright", at=x.at)

    def command(self, x: Token) -> Node:
        """What begins with a command."""
        name = x.text
        if name in OPENING and name not in BARS:
            return self.group(name, OPENING[name], "command")
        if name in BARS:
            return self.between_bars(BARS[name], {"lvert": "rvert", "lVert": "rVert"}.get(name, name))
        self.n += 1
        if name in GREEK:
            return Letter(name, at=x.at)
        if name in ACCENTS:
            return accented(ACCENTS[name], self.argument(), x.at)
        if name in STYLES:
            return self.styled(name, x.at)
        if name in FRACTIONS:
            top = self.argument()
            return fraction(top, self.argument(), name == "tfrac", x.at)
        if name == "sqrt" and not self.at_mark("("):
            degree = None
            if self.at_mark("["):
                self.n += 1
                degree = self.sum()
                self.expect("]")
            return Root(self.argument(), degree, at=x.at)
        if name == "sqrt":  # \sqrt(x): brackets, as people type who think of a program
            return Root(self.atom(), at=x.at)
        if name in ("sum", "prod"):
            sub, sup, _ = self.scripts()
            return BigSign(name, sub, sup, self.product(), at=x.at)
        if name in FUNCTIONS:
            return self.call(name, x.at)
        if name == "nabla":
            return self.gradient(x.at)
        if name in ("underbrace", "overbrace"):
            return self.braced(name, x.at)
        if name == "boxed":
            return self.argument()
        if name in DOTS:
            return Dots(at=x.at)
        self.n -= 1
        return self.fail(f"the command \\{name} is not known")

    def styled(self, name: str, at: int) -> Node:
        """Bold and other letters: the style belongs to the letters within."""
        body = self.argument()
        style = STYLES[name]
        letters = [x for _, x in body.items] if isinstance(body, Product) else [body]
        if len(letters) > 1 and all(isinstance(x, Letter) and not x.style for x in letters):
            return Letter("".join(x.name for x in letters if isinstance(x, Letter)), style or "upright", at=at)
        return with_style(body, style)

    def group(self, opening: str, closing: str, kind: str) -> Node:
        """Something between two delimiters that are seen; intervals may mix them."""
        at = self.take().at
        bars, self.bars = self.bars, 0
        body = self.listed()
        self.bars = bars
        x = self.peek()
        if x.kind != kind or x.text not in _CLOSED.get(closing, frozenset((closing,))):
            self.fail(f"expected the end of '{opening}', got {self.shown()}")
        self.n += 1
        return Group(opening, body, x.text, at=at)

    def between_bars(self, shown: str, closing: str = "") -> Node:
        """An absolute value or a norm."""
        x = self.take()
        closing = closing or x.text
        bars, self.bars = self.bars, 0 if closing.startswith("r") else self.bars + 1
        body = self.listed()
        self.bars = bars
        if self.peek().text != closing or self.peek().kind != x.kind:
            self.fail("a bar is not closed")
        self.n += 1
        return Group(shown, body, shown, at=x.at)

    def call(self, name: str, at: int) -> Node:
        """A named function with its arguments."""
        sub, sup, _ = self.scripts()
        if self.at_mark("(", "[") or (self.peek().kind, self.peek().text) == ("escape", "{"):
            body = self.atom()
            assert isinstance(body, Group)
            inside = body.body
        else:
            inside = self.factor()
        args = inside.items if isinstance(inside, Listed) else (inside,)
        return Call("sign" if name == "sgn" else name, sub, sup, args, at=at)

    def gradient(self, at: int) -> Node:
        """The gradient of a function, at a point where one is given."""
        sub, sup, _ = self.scripts()
        if sup is not None:
            self.fail("a power of \\nabla")
        if self.peek() is END or not self.starts():
            return Gradient(sub, Words("", at=at), at=at)
        start = self.peek().at
        of = self.scripted(self.atom(), start)
        while isinstance(of, Letter | Script | Bracketed) and self.at_mark("("):
            body = self.atom()
            assert isinstance(body, Group)
            return Gradient(sub, of, body.body, at=at)
        if isinstance(of, Fraction | Num) and self.starts():
            of = Product((("", of), ("", self.product())), at=start)
        return Gradient(sub, of, at=at)

    def braced(self, name: str, at: int) -> Node:
        """A brace with its label."""
        over = name == "overbrace"
        body = self.argument()
        if not self.at_mark("^" if over else "_"):
            return Labelled(body, "", over, at=at)
        self.n += 1
        if not self.at_mark("{"):
            return Labelled(body, self.take().text, over, at=at)
        depth = 0
        label: list[str] = []
        while True:
            x = self.take()
            if x is END:
                self.fail("the label of a brace is not closed")
            depth += (x.text == "{" and x.kind == "mark") - (x.text == "}" and x.kind == "mark")
            if not depth:
                return Labelled(body, "".join(label[1:]).strip(), over, at=at)
            label.append(f"\\{x.text}" if x.kind == "command" else x.text)

    def cases(self) -> Node:
        """A branch: rows of a value and its condition."""
        x = self.take()
        if x.text != "cases":
            raise NotUnderstood(f"the environment {x.text} stands inside an expression", x.at)
        rows: list[tuple[Node, Node]] = []
        rest = self.tokens[self.n :]
        depth = 0
        row: list[Token] = []
        all_rows: list[list[Token]] = []
        for n, y in enumerate(rest):
            if y.kind == "end" and not depth:  # of this branch
                all_rows.append(row)
                self.n += n + 1
                break
            depth += (y.kind == "begin") - (y.kind == "end")
            if y.kind == "row" and not depth:
                all_rows.append(row)
                row = []
            else:
                row.append(y)
        else:
            self.fail("the environment cases is not closed")
        for each in all_rows:
            if each:
                rows.append(self.case(each))
        if not rows:
            raise NotUnderstood("the environment cases is empty", x.at)
        return Cases(tuple(rows), at=x.at)

    def case(self, row: list[Token]) -> tuple[Node, Node]:
        """A value and its condition."""
        cut = next(_ends_of_value(row), len(row))
        inner = Parser(row[:cut])
        inner.depth = self.depth
        value = inner.sum()
        if inner.at_mark(",", ";"):
            inner.n += 1
        if inner.peek() is not END:
            inner.fail(f"{inner.shown()} is not expected in a branch")
        rest = [x for x in row[cut:] if x.kind != "column" and x.text != "&"]
        while rest and (rest[-1].kind in ("words", "quad") or (rest[-1].kind == "mark" and rest[-1].text in ",.;")):
            if all(x.kind in ("words", "upright", "quad") for x in rest):
                break
            rest.pop()
        inner = Parser(rest)
        inner.depth = self.depth
        at = inner.peek().at
        words = []
        while inner.peek().kind in ("words", "upright"):
            words.append(inner.take().text.strip())
        if inner.peek() is END or inner.at_mark(".", ","):
            return value, Words(" ".join(words), at=at)
        left = inner.sum()
        if inner.peek().kind != "relation":
            inner.fail("a condition of a branch without a relation")
        sign = inner.take().text
        found = Relation(left, sign, inner.sum(), at=at)
        while inner.peek().kind == "words" or inner.at_mark(",", ".", ";"):
            inner.n += 1
        if inner.peek() is not END:
            inner.fail(f"{inner.shown()} is not expected in a condition")
        return value, found
