r"""A strict reader of the printed language, written from its rules alone: the oracle of the printer's tests.

Products carry their sign, a minus belongs to the factor behind it (to the number, where one follows), a sum sign
reaches to the brace that closes its body. Whatever else comes is an error, never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from adaptsym.notation import Notation, loss, theta
from adaptsym.term import Apply, At, Big, Brace, Number, Op, Role, Symbol, Term, Word
from adaptsym.typeset.printer import Printer, shifted

TOKEN = re.compile(
    r"\\text\{[^{}]*\}|\\operatorname\{[a-z]+\}|\\mathrm\{(?:[^{}\\]|\\_)*\}|\\[A-Za-z]+|\\\\|\d+(?:\.\d+)?|\S"
)
INFIX = {"+": "add", "-": "sub", r"\cdot": "mul", r"\odot": "mul"}
RELATION = {">": "gt", "<": "lt", r"\ge": "ge", r"\le": "le"}
CLOSING = {"(": ")", r"\lvert": r"\rvert", r"\lVert": r"\rVert", r"\langle": r"\rangle"}


class Reader:
    def __init__(self, text: str, words: list[Word], notation: Notation, parameter: Word = theta.word) -> None:
        self.tokens = TOKEN.findall(text)
        self.n = 0
        self.notation = notation
        printer = Printer(notation)
        letters = {tuple(TOKEN.findall(printer.letter(w))): w for w in [*words, loss]}
        self.letters = dict(sorted(letters.items(), key=lambda item: -len(item[0])))
        self.parameter = tuple(TOKEN.findall(printer.letter(parameter)))

    # ------------------------------------------------------------ tokens

    def peek(self) -> str:
        return self.tokens[self.n] if self.n < len(self.tokens) else ""

    def take(self, *wanted: str) -> str:
        token = self.peek()
        assert not wanted or token in wanted, f"wanted {wanted}, got {token!r} at {self.n} of {self.tokens}"
        self.n += 1
        return token

    def at(self, *sequence: str) -> bool:
        return tuple(self.tokens[self.n : self.n + len(sequence)]) == sequence

    def skip(self, *sequence: str) -> bool:
        found = self.at(*sequence)
        self.n += len(sequence) * found
        return found

    # ------------------------------------------------------------ grammar

    def whole(self) -> Term:
        x = self.comparison()
        assert self.n == len(self.tokens), f"left over: {self.tokens[self.n :]}"
        return x

    def comparison(self) -> Term:
        left = self.sum()
        if self.peek() in RELATION:
            return Op(RELATION[self.take()], (left, self.sum()))
        return left

    def sum(self) -> Term:
        x = self.product()
        while self.peek() in ("+", "-"):
            op = INFIX[self.take()]
            assert self.peek() != "-", "two signs in a row"
            x = Op(op, (x, self.product()))
        return x

    def product(self) -> Term:
        x = self.signed()
        while self.peek() in (r"\cdot", r"\odot"):
            op = INFIX[self.take()]
            assert self.peek() != "-", "a minus behind a product sign"
            x = Op(op, (x, self.power()))
        return x

    def signed(self) -> Term:
        if not self.skip("-"):
            return self.power()
        literal = self.peek()[0].isdigit() or self.peek() == r"\tfrac"
        x = self.power()
        return Number(-x.fraction) if literal and isinstance(x, Number) else Op("neg", (x,))

    def power(self) -> Term:
        base = self.atom()
        if self.skip("^"):
            return Op("pow", (base, self.script()))
        return base

    def script(self) -> Term:
        return self.group() if self.peek() == "{" else self.atom()

    def group(self) -> Term:
        self.take("{")
        x = self.comparison()
        self.take("}")
        return x

    # ------------------------------------------------------------ atoms

    def atom(self) -> Term:
        token = self.peek()
        readers: dict[str, Callable[[], Term]] = {
            r"\frac": lambda: Op("div", (self.group(), self.group())),
            r"\tfrac": self.fraction,
            r"\sqrt": lambda: Op("sqrt", (self.group(),)),
            r"\sum": lambda: self.big("sum"),
            r"\prod": lambda: self.big("product"),
            r"\max": lambda: Op("max", self.pair()),
            r"\min": lambda: Op("min", self.pair()),
            r"\operatorname{sign}": lambda: Op("sign", (self.bracket(),)),
            r"\operatorname{size}": lambda: Op(f"size{self.scope()}", (self.bracket(),)),
            r"\nabla": self.grad,
            r"\underbrace": lambda: self.brace(over=False),
            r"\overbrace": lambda: self.brace(over=True),
            r"\begin": self.cases,
        }
        if token in readers:
            self.n += 1
            return readers[token]()
        if token[0].isdigit():
            return Number(Fraction(self.take()))
        opening = self.tokens[self.n + (token == r"\left")]
        return self.enclosed() if opening in CLOSING else self.name()

    def opened(self) -> str:
        self.skip(r"\left")
        return self.take(*CLOSING)

    def closed(self, opening: str) -> None:
        self.skip(r"\right")
        self.take(CLOSING[opening])

    def bracket(self) -> Term:
        assert self.at("(") or self.at(r"\left", "(")
        return self.enclosed()

    def enclosed(self) -> Term:
        opening = self.opened()
        x = self.comparison()
        if opening == r"\langle":
            self.take(",")
            y = self.comparison()
            self.closed(opening)
            return Op(f"dot{self.scope()}", (x, y))
        self.closed(opening)
        if opening == r"\lVert":
            return Op(f"norm{self.scope()}", (x,))
        return Op("abs", (x,)) if opening == r"\lvert" else x

    def scope(self) -> str:
        return "_all" if self.skip("_", "{", r"\text{all}", "}") else ""

    def pair(self) -> tuple[Term, Term]:
        opening = self.opened()
        x = self.comparison()
        self.take(",")
        y = self.comparison()
        self.closed(opening)
        return x, y

    def fraction(self) -> Term:
        self.take("{")
        numerator = self.take()
        self.take("}")
        self.take("{")
        denominator = self.take()
        self.take("}")
        return Number(Fraction(int(numerator), int(denominator)))

    def big(self, op: str) -> Term:
        self.take("_")
        self.take("{")
        index = self.name()
        assert isinstance(index, Symbol)
        self.take("=")
        low = self.comparison()
        self.take("}")
        self.take("^")
        high = self.script()
        return Big(op, self.group(), index, low, high)

    def grad(self) -> Term:
        assert self.skip("_", "{", *self.parameter, "}")
        assert self.skip(*TOKEN.findall(loss.latex))
        return Op("grad", (self.bracket(),))

    def brace(self, *, over: bool) -> Term:
        body = self.group()
        self.take("^" if over else "_")
        self.take("{")
        if self.peek().startswith(r"\text"):
            label = self.take()[6:-1]
        else:
            self.take("(")
            label = ""
            while self.peek() != ")":
                label += self.take()
            self.take(")")
        self.take("}")
        return Brace(body, label, over)

    def cases(self) -> Term:
        assert self.skip("{", *"cases", "}")
        yes = self.comparison()
        self.take("&")
        self.skip(r"\text{if }")
        condition = self.comparison()
        self.skip(r"\text{일 때}")
        self.take(r"\\")
        no = self.comparison()
        self.take("&")
        self.take(r"\text{otherwise}", r"\text{그 밖의 경우}")
        assert self.skip(r"\end", "{", *"cases", "}")
        return Op("where", (condition, yes, no))

    # ------------------------------------------------------------ names

    def name(self) -> Term:
        for letters, word in self.letters.items():
            if len(letters) > 2 and letters[-2] == "_" and self.skip(*letters[:-1], "{", letters[-1], ","):
                index = self.comparison()
                self.take("}")
                return self.at_index(word, index)
            if self.skip(*letters):
                return self.named(word)
        raise AssertionError(f"not understood: {self.tokens[self.n :]}")

    def named(self, word: Word) -> Term:
        if word.role is Role.FUNCTION:
            return self.application(word)
        if self.skip("_"):
            return self.at_index(word, self.script())
        return Symbol(word)

    def at_index(self, word: Word, index: Term) -> Term:
        return At(word, shifted(index, -self.notation.letter(word).shift))

    def application(self, word: Word) -> Term:
        groups: list[list[Term]] = [[], []]
        self.take("(")
        place = 0
        while not self.skip(")"):
            if self.skip(";"):
                place = 1
            elif not self.skip(","):
                groups[place].append(self.comparison())
        return Apply(word, tuple(groups[0]), tuple(groups[1]))
