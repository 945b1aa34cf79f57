r"""From tokens to syntax, by recursive descent. What is not in the dialect is refused with its place.

>>> print(expression(tokens(r"(1-\beta) g_t")))
Product(items=(('', Group(opening='(', body=Sum(items=(('', Num(text='1')), ('-', Letter(name='beta', style='')))), closing=')')), ('', Script(base=Letter(name='g', style=''), sub=Letter(name='t', style=''), sup=None, primes=0))))
"""  # noqa: E501

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NoReturn

from adaptsym.read.tokens import GREEK, NotUnderstood, Token, names, tokens
from adaptsym.read.tree import (
    Accent,
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
    Signed,
    Sum,
    Words,
)

__all__ = ["MAX_DEPTH", "Parser", "expression", "tokens"]

MAX_DEPTH = 40
ACCENTS = {
    "hat": "hat",
    "widehat": "hat",
    "tilde": "tilde",
    "widetilde": "tilde",
    "bar": "bar",
    "overline": "bar",
    "dot": "dot",
    "ddot": "ddot",
    "vec": "vec",
    "check": "check",
    "breve": "breve",
    "acute": "acute",
    "grave": "grave",
    "mathring": "ring",
    "underline": "underline",
}
STYLES = {
    "mathbf": "bold",
    "bm": "bold",
    "boldsymbol": "bold",
    "pmb": "bold",
    "bf": "bold",
    "mathcal": "script",
    "mathscr": "script",
    "cal": "script",
    "mathbb": "double",
    "mathfrak": "fraktur",
    "mathit": "",
    "mathnormal": "",
}
TIMES = {"cdot": ".", "odot": "o", "circ": "o", "otimes": "o", "bigodot": "o", "times": "x", "ast": "x", "star": "x"}
TIMES |= {"div": "/"}
FUNCTIONS = names(
    "max min sign sgn exp log ln tanh sin cos clip argmin argmax size diag inf sup lim sqrt abs softmax sigmoid"
)
FRACTIONS = frozenset(("frac", "dfrac", "tfrac", "cfrac", "nicefrac", "sfrac"))
DOTS = frozenset(("ldots", "cdots", "dots", "dotsc", "dotsb", "dotsm", "vdots", "ddots"))
OPENING = {
    "(": ")",
    "[": "]",
    "lvert": "rvert",
    "lVert": "rVert",
    "langle": "rangle",
    "lbrace": "rbrace",
    "lfloor": "rfloor",
    "lceil": "rceil",
    "lbrack": "rbrack",
}
BARS = {"vert": "|", "Vert": r"\|", "lvert": "|", "lVert": r"\|"}
_LABELS = frozenset(("top", "intercal", "dagger", "ast", "star", "prime", "circ", "infty", "max", "min"))  # alone in a superscript
_END = Token("end", "", -1, -1)
_CLOSED = {")": frozenset(")]"), "]": frozenset("])")}


def expression(found: Iterable[Token]) -> Node:
    """The syntax of an expression, or of a list of them between commas.

    Raises:
        NotUnderstood: with the place of what is not in the dialect.
    """
    return Parser(found).whole()


class Parser:
    """Reads one expression."""

    def __init__(self, found: Iterable[Token]) -> None:
        self.tokens = _without_empty(found)
        self.n = 0
        self.depth = 0
        self.bars = 0  # open bars that look the same when they close

    # ------------------------------------------------------------ tokens

    def peek(self, ahead: int = 0) -> Token:
        """The next token."""
        n = self.n + ahead
        return self.tokens[n] if n < len(self.tokens) else _END

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
        raise NotUnderstood(why, x.at if x is not _END else self.tokens[-1].end if self.tokens else 0)

    def expect(self, mark: str) -> None:
        """Take a sign that must come."""
        if not self.at_mark(mark):
            self.fail(f"expected '{mark}', got {self.shown()}")
        self.n += 1

    def shown(self) -> str:
        """The next token, in words."""
        x = self.peek()
        return "the end" if x is _END else f"\\{x.text}" if x.kind == "command" else f"'{x.text or x.kind}'"

    def enter(self) -> None:
        """Go one level down."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.fail(f"nested deeper than {MAX_DEPTH}")

    # ------------------------------------------------------------ sums and products

    def whole(self) -> Node:
        """Everything, to the end."""
        if not self.tokens:
            raise NotUnderstood("an empty expression")
        found = self.listed()
        if self.peek() is not _END:
            self.fail(f"{self.shown()} is not expected here")
        return found

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
            if self.at_mark("[") and _takes_brackets(found):
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

    # ------------------------------------------------------------ arguments and scripts

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
        if x.kind == "command" and x.text in _LABELS:
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
        if x.kind == "words" or ((x.text in _LABELS or self.at_mark("*", "+", "-")) and closes):
            self.n += 1
            return Words(x.text.strip(), at=x.at)
        left = self.sum()
        if self.peek().kind != "relation":
            return left
        sign = self.take().text
        return Relation(left, sign, self.sum(), at=x.at)

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
        return self.fail("the expression ends too early" if x is _END else f"{self.shown()} is not expected here")

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
            return _accented(ACCENTS[name], self.argument(), x.at)
        if name in STYLES:
            return self.styled(name, x.at)
        if name in FRACTIONS:
            top = self.argument()
            return _fraction(top, self.argument(), name == "tfrac", x.at)
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
        return _with_style(body, style)

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
        if self.peek() is _END or not self.starts():
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
            if x is _END:
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
        cut = next((n for n, x in enumerate(row) if x.kind == "column" or x.text == "&" or x.kind == "words"), len(row))
        inner = Parser(row[:cut])
        inner.depth = self.depth
        value = inner.sum()
        if inner.at_mark(",", ";"):
            inner.n += 1
        if inner.peek() is not _END:
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
        if inner.peek() is _END or inner.at_mark(".", ","):
            return value, Words(" ".join(words), at=at)
        left = inner.sum()
        if inner.peek().kind != "relation":
            inner.fail("a condition of a branch without a relation")
        sign = inner.take().text
        found = Relation(left, sign, inner.sum(), at=at)
        while inner.peek().kind == "words" or inner.at_mark(",", ".", ";"):
            inner.n += 1
        if inner.peek() is not _END:
            inner.fail(f"{inner.shown()} is not expected in a condition")
        return value, found


def is_plain_name(text: str) -> bool:
    """Whether upright words can be a name in a formula: learning_rate, RMS, corrected."""
    return re.fullmatch(r"[A-Za-z][A-Za-z0-9_ \-]*", text.strip()) is not None


def _without_empty(found: Iterable[Token]) -> list[Token]:
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


def _takes_brackets(x: Node) -> bool:
    """Whether square brackets behind a name are its own: E[g^2], RMS[x]."""
    base = x.base if isinstance(x, Script) and x.sup is None else x
    return isinstance(base, Letter) and (base.style in ("double", "upright") or base.name == "E")


def _accented(kind: str, body: Node, at: int) -> Node:
    """An accent belongs to the letter: the scripts of what it spans are the scripts of the whole."""
    if isinstance(body, Script):
        return Script(_accented(kind, body.base, at), body.sub, body.sup, body.primes, at=at)
    return Accent(kind, body, at=at)


def _with_style(x: Node, style: str) -> Node:
    match x:
        case Letter(name, old):
            return Letter(name, old or style, at=x.at)
        case Accent(kind, body):
            return Accent(kind, _with_style(body, style), at=x.at)
        case Script(base, sub, sup, primes):
            return Script(_with_style(base, style), sub, sup, primes, at=x.at)
        case Num(text) if text in ("0", "1"):
            return x
    raise NotUnderstood("a style of letters on something that is no letter", x.at)


def _fraction(top: Node, bottom: Node, small: bool, at: int) -> Node:
    """A fraction, or a derivative where both begin with a partial sign."""
    over, under = _behind_partial(top), _behind_partial(bottom)
    if over is None or under is None:
        return Fraction(top, bottom, small, at=at)
    match over:
        case Product((("", of), ("", Group("(", point)))):
            return Gradient(under, of, point, at=at)
    return Gradient(under, over, at=at)


def _behind_partial(x: Node) -> Node | None:
    match x:
        case Letter("partial"):
            return Words("", at=x.at)
        case Product((("", Letter("partial")), *rest)):
            return rest[0][1] if len(rest) == 1 else Product((("", rest[0][1]), *rest[1:]), at=x.at)
    return None
