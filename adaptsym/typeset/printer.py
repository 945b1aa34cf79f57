r"""The as-written tree in LaTeX, in written order; letters and index shifts are the notation's.

>>> from adaptsym.notation import eta, g, i, rho1, t, theta, total
>>> latex(theta[t] - eta*total(rho1**(t - i)*g[i], i, 1, t))
'\\theta_t - \\eta \\cdot \\sum_{i=1}^t{\\rho_1^{t-i} \\cdot g_i}'
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from string import Template
from typing import NamedTuple

from adaptsym.errors import InputError
from adaptsym.notation import NOTATIONS, Notation, loss, theta
from adaptsym.spec import Spec
from adaptsym.term import Apply, At, Big, Brace, Equation, Kind, Number, Op, Symbol, Term, Word
from adaptsym.typeset.operators import BIG, BRACES, LATEX, RELATIONS, SUMMAND, Level, Place, Trait
from adaptsym.typeset.words import CASE_WORDS, check_language

NONE: frozenset[Trait] = frozenset()


class Piece(NamedTuple):
    """Printed text, and what decides whether it needs brackets somewhere."""

    text: str
    level: Level
    traits: frozenset[Trait] = NONE
    tall: bool = False


@dataclass(frozen=True)
class Printer:
    """Prints terms and equations; brackets come from the tree alone.

    Attributes:
        notation: letters and index shifts.
        parameter: what the loss is differentiated by.
        lang: the language of the words inside formulas, ``en`` or ``ko``.
    """

    notation: Notation = field(default_factory=lambda: NOTATIONS["chapter"])
    parameter: Word = theta.word
    lang: str = "en"

    def __post_init__(self) -> None:
        check_language(self.lang)

    @classmethod
    def of(cls, spec: Spec, notation: Notation | None = None, lang: str = "en") -> Printer:
        """The printer for the equations of a specification.

        Raises:
            InputError: if the notation has one letter for two words of the specification.
        """
        printer = cls(notation or NOTATIONS["chapter"], spec.parameter, lang)
        letters: dict[str, Word] = {}
        for word in spec.words.values():
            other = letters.setdefault(printer.letter(word), word)
            if other != word:
                raise InputError(
                    f"{spec.name}: in the notation {printer.notation.name} both {other.name} and {word.name} are "
                    f"written {printer.letter(word)}; give one of them another latex=, or use another notation"
                )
        return printer

    def __call__(self, x: Term | Equation) -> str:
        """LaTeX of a term or an equation, without dollars."""
        if isinstance(x, Equation):
            return self.relation(x.left, "eq", x.right)
        return self.piece(x).text

    def relation(self, left: Term, relation: str, right: Term) -> str:
        """LaTeX of two sides in a relation of `adaptsym.typeset.operators.RELATIONS`."""
        return f"{self(left)} {RELATIONS[relation]} {self(right)}"

    def letter(self, word: Word) -> str:
        """The letter of a word."""
        letter = self.notation.letter(word).latex
        return rf"\mathrm{{{escaped(letter)}}}" if re.fullmatch(r"[A-Za-z]\w+", letter) else letter

    # ------------------------------------------------------------ nodes

    def piece(self, x: Term) -> Piece:
        """A printed node."""
        match x:
            case Number(q):
                return _number(q)
            case Symbol(word):
                text = self.letter(word)
                return Piece(text, Level.NAME, _raised(text))
            case At(word, index):
                return self._at(word, index)
            case Op(op, args):
                return self._operator(op, args)
            case Big(op, body, index, low, high):
                inner = self._placed(body, SUMMAND)
                ends = f"_{{{_tight(self(index))}={_tight(self(low))}}}^{_script(_tight(self(high)))}"
                return Piece(f"{BIG[op]}{ends}{{{inner}}}", Level.BIG, frozenset({Trait.OPEN}), tall=True)
            case Apply(word, args, parameters):
                inside = ", ".join(map(self, args)) + ("; " if parameters else "") + ", ".join(map(self, parameters))
                return Piece(f"{self.letter(word)}({inside})", Level.ATOM)
            case Brace(body, label, over):
                shown = f"({label})" if label.isalnum() and label.isascii() else rf"\text{{{escaped(label)}}}"
                text = Template(BRACES[over]).substitute(body=self(body), label=shown)
                return Piece(text, Level.ATOM, tall=True)
        raise TypeError(f"no LaTeX for {type(x).__name__}")

    def _at(self, word: Word, index: Term) -> Piece:
        letter, shift = self.letter(word), self.notation.letter(word).shift
        at = _tight(self(shifted(index, shift) if shift else index))
        # a letter with a subscript of its own shares it: \rho_{1,t}
        own = re.fullmatch(r"(.*[^\\])_(?:\{([^{}]*)\}|(\\[A-Za-z]+|[^\\{}]))", letter)
        if own and own[1].count("{") == own[1].count("}"):
            return Piece(f"{own[1]}_{{{own[2] or own[3]},{at}}}", Level.NAME, _raised(own[1]))
        return Piece(f"{letter if '_' not in letter else f'{{{letter}}}'}_{_script(at)}", Level.NAME, _raised(letter))

    def _operator(self, op: str, args: tuple[Term, ...]) -> Piece:
        row = LATEX[op]
        pieces = [self.piece(a) for a in args]
        shown = dict(zip("abc", map(_fit, pieces, row.places), strict=False))
        if op == "pow":
            shown["b"] = _script(_tight(shown["b"]))
        inner = pieces[:1] if op == "pow" else pieces
        tall = row.tall or any(p.tall for p in inner)
        form = row.arrays if row.arrays and all(a.kind is Kind.ARRAY for a in args) else row.form
        text = Template(form).substitute(
            shown,
            l=r"\left" if tall else "",
            r=r"\right" if tall else "",
            parameter=self.letter(self.parameter),
            loss=self.letter(loss),
            **CASE_WORDS[self.lang],
        )
        return Piece(text, row.level, _edges(row.places, pieces, row.level), tall)

    def _placed(self, x: Term, place: Place) -> str:
        return _fit(self.piece(x), place)


def latex(x: Term | Equation, notation: Notation | None = None, lang: str = "en") -> str:
    """LaTeX of a term or an equation: plain amsmath, for MathJax, KaTeX and pdflatex, without dollars."""
    return Printer(notation or NOTATIONS["chapter"], lang=lang)(x)


def escaped(text: str) -> str:
    r"""Text for ``\text{...}``: what LaTeX would take as a command stands for itself."""
    return "".join(_ESCAPES.get(c, c) for c in text)


_ESCAPES = {c: rf"\{c}" for c in "#$%&_{}"} | {"\\": "/", "~": " ", "^": " ", "\n": " ", "`": "'"}


def shifted(index: Term, shift: int) -> Term:
    """An index in the counting of another page.

    >>> from adaptsym.notation import t
    >>> shifted(t + 1, -1), shifted(t, -1), shifted(t - 1, 2)
    (t, t - 1, t + 1)
    """
    match index:
        case Number(n):
            return Number(n + shift)
        case Op("add", (x, Number(k))):
            rest, n = x, k + shift
        case Op("sub", (x, Number(k))):
            rest, n = x, shift - k
        case _:
            rest, n = index, Fraction(shift)
    return rest + n if n > 0 else rest - -n if n < 0 else rest


# ---------------------------------------------------------------- brackets


def _fit(piece: Piece, place: Place) -> str:
    if place.always or piece.level < place.level or piece.traits & place.refuses:
        left, right = (r"\left(", r"\right)") if piece.tall else ("(", ")")
        return f"{left}{piece.text}{right}"
    return piece.text


def _edges(places: tuple[Place, ...], pieces: list[Piece], level: Level) -> frozenset[Trait]:
    """A minus at the front and a sum at the end show through operators that are written side by side."""
    traits = set()
    if level is Level.SIGNED:
        traits.add(Trait.MINUS)
    if level <= Level.SIGNED:
        bare = [p.traits if _fit(p, place) == p.text else NONE for p, place in zip(pieces, places, strict=True)]
        traits |= bare[0] & {Trait.MINUS} | bare[-1] & {Trait.OPEN}
    return frozenset(traits)


def _number(q: Fraction) -> Piece:
    text = _decimal(abs(q))
    level = Level.ATOM if text is None else Level.NAME
    text = text or rf"\tfrac{{{abs(q.numerator)}}}{{{q.denominator}}}"
    literal = frozenset({Trait.LITERAL})
    return Piece(text, level, literal) if q >= 0 else Piece(f"-{text}", Level.SIGNED, literal | {Trait.MINUS})


def _decimal(q: Fraction) -> str | None:
    """The decimal of a number, where it ends."""
    rest, digits = q.denominator, 0
    while rest % 10 == 0 or rest % 5 == 0 or rest % 2 == 0:
        rest //= 10 if rest % 10 == 0 else 5 if rest % 5 == 0 else 2
        digits += 1
    if rest != 1:
        return None
    whole, part = divmod(int(q * 10**digits), 10**digits)
    return f"{whole}.{part:0{digits}d}" if digits else str(whole)


def _raised(text: str) -> frozenset[Trait]:
    return frozenset({Trait.RAISED}) if "^" in text or "'" in text else NONE


def _tight(text: str) -> str:
    """Without the white space that only separates, as small type is set."""
    return re.sub(r" ([-+=]) ", r"\1", text)


def _script(text: str) -> str:
    """A subscript or superscript: braces where it is more than one sign."""
    return text if len(text) == 1 else f"{{{text}}}"
