"""The lines of a page by what vouches for them; the terms come out of the specification and of proved claims."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from adaptsym.claims import Claim
from adaptsym.errors import ProofError
from adaptsym.kernel.check import check
from adaptsym.proof.results import Result, Verdict
from adaptsym.spec import Spec
from adaptsym.term import Apply, Equation, Op, Sequence, Symbol, Term, walk, without_braces
from adaptsym.typeset.blocks import Block, Chain, Inline, Line, Row, Sign, Stack, Statement, listed, where
from adaptsym.typeset.document import Display, Paragraph, Part
from adaptsym.typeset.theorems import Key, Numbered, key, numbered, requirements
from adaptsym.typeset.words import LANGUAGES, OPERATOR_MEANINGS, REASONS, fill, meaning, phrase

# ---------------------------------------------------------------- what an author writes


@dataclass(frozen=True)
class Defined:
    """A line that is the equation of the chain's left side: in the page's specification, or in another one."""

    spec: Spec | None = None


@dataclass(frozen=True)
class Named:
    """A line that says what a named function is: its equation stands in no specification, and defines nothing there."""

    equation: Equation


@dataclass(frozen=True)
class Proved:
    """A line that is the right side of a claim; its braces are shown or not."""

    claim: str
    braces: bool = False


@dataclass(frozen=True)
class Approximated:
    """A line that is near the line before: the claim ``abs(before - line) <= bound``."""

    claim: str


DEFINED = Defined()
Evidence = Defined | Named | Proved | Approximated


@dataclass(frozen=True)
class Chained:
    """A chain from a term, its lines by their evidence.

    `where` explains: a sequence by its initial value, a symbol by its meaning, an operator's sign by its
    meaning; in a row below, or `beside` the first line.
    """

    left: Term
    lines: tuple[Evidence, ...]
    where: tuple[Sequence | Symbol | Sign, ...] = ()
    beside: bool = False


@dataclass(frozen=True)
class Right:
    """The right side of a proved claim alone, with its braces."""

    claim: str


@dataclass(frozen=True)
class Usual:
    """The usual values of the hyperparameters, in one row."""


@dataclass(frozen=True)
class Stacked:
    """Chains and rows below one another; None is an empty row."""

    rows: tuple[Chained | Right | Usual | None, ...]


Shown = Chained | Right | Stacked


class Evidenced:
    """The results on which a page stands: looked up by claim, and refused where there is no proof."""

    def __init__(self, page: str, spec: Spec, results: Iterable[Result], lang: str = "en") -> None:
        self.page, self.spec, self.lang = page, spec, lang
        self.results = [r for r in results if r.spec == self.spec]
        self.numbers: Mapping[Key, Numbered] = numbered(self.results)
        self.below: list[Part] = []  # conditions and bounds of the block at hand
        self._checked: dict[str, tuple[Claim, str]] = {}

    def claim(self, name: str) -> tuple[Claim, str]:
        """A proved claim and the number of its theorem.

        Raises:
            ProofError: if there is no theorem of this claim about this specification that the kernel accepts.
        """
        if name in self._checked:
            return self._checked[name]
        stated = next((c for c in self.spec.claims if c.name == name), None)
        if stated is None:
            raise ProofError(f"page {self.page}: {self.spec.name} makes no claim called {name!r}")
        found = next((r for r in self.results if r.claim == stated), None)
        if found is None or found.verdict is not Verdict.PROVED or found.theorem is None:
            got = f"is {found.verdict}" if found is not None else "has no verdict"
            raise ProofError(f"page {self.page}: the claim {name!r} {got} and cannot be printed as a fact")
        if replace(found.theorem.spec, claims=()) != replace(self.spec, claims=()) or found.theorem.claim != stated:
            raise ProofError(f"page {self.page}: the theorem that should prove {name!r} is about something else")
        check(found.theorem)
        self._checked[name] = stated, str(self.numbers[key(found.theorem)].number)
        return self._checked[name]

    # ------------------------------------------------------------ lines

    def line(self, evidence: Evidence, left: Term, before: list[Term]) -> Line:
        """A line of a chain from `left`, behind the equal terms `before`."""
        match evidence:
            case Defined(spec):
                return Line("eq", self._equation(spec or self.spec, left).right)
            case Named(equation):
                return Line("eq", self._named(equation, left).right)
            case Proved(name, braces):
                c, number = self.claim(name)
                if c.relation != "eq" or without_braces(c.left) not in before:
                    raise ProofError(f"page {self.page}: the claim {name!r} is about {c.left}, not about {before[-1]}")
                return Line("eq", c.right if braces else without_braces(c.right), reason=self._theorem(number))
            case Approximated(name):
                c, number = self.claim(name)
                match c:
                    case Claim(_, Op("abs", (Op("sub", (a, b)),)), "le" | "lt") if without_braces(a) in before:
                        return Line("approx", without_braces(b), reason=self._theorem(number))
                raise ProofError(f"page {self.page}: the claim {name!r} is no bound of abs({before[-1]} - ...)")

    def _theorem(self, number: str) -> Inline:
        return fill(REASONS["theorem"][LANGUAGES.index(self.lang)], number)

    def _equation(self, spec: Spec, left: Term) -> Equation:
        for e in (*spec.equations, *spec.initial, *spec.settings):
            if e.left == left:
                return e
        raise ProofError(f"page {self.page}: no equation of {spec.name} gives {left}")

    def _named(self, e: Equation, left: Term) -> Equation:
        if isinstance(e.left, Apply) and e.left == left and e.left.word.name not in self.spec.words:
            named = e.left.word
            if not any(isinstance(x, Apply) and x.word == named for x in walk(e.right)):
                return e
        raise ProofError(f"page {self.page}: {e} does not say what a function is that is only named")

    # ------------------------------------------------------------ blocks

    def block(self, part: Shown | Usual | None) -> Block | None:
        """A block of terms from what its lines are evidence for."""
        match part:
            case Chained():
                return self._chain(part)
            case Right(name):
                return Row((self.claim(name)[0].right,))
            case Usual():
                return Row((*listed([(e,) for e in self.spec.settings], self.lang), *phrase("stop", self.lang)))
            case Stacked(rows):
                return Stack(tuple(self._rows(rows)))
        return None

    def _rows(self, parts: Iterable[Chained | Right | Usual | None]) -> Iterable[Chain | Row | None]:
        for part in parts:
            block = self.block(part)
            if isinstance(block, Stack):
                yield from block.rows  # type: ignore[misc]
            else:
                yield block  # type: ignore[misc]

    def _chain(self, part: Chained) -> Block:
        lines: list[Line] = []
        equal: list[Term] = [without_braces(part.left)]
        for n, evidence in enumerate(part.lines):
            line = self.line(evidence, part.left, equal)
            equal = [*(equal if line.relation == "eq" else ()), without_braces(line.term)]
            lines.append(line)
            self._note(evidence, n + 1, len(part.lines))
        if not part.where:
            return Chain(part.left, tuple(lines))
        words = where([self._explained(x) for x in part.where], self.lang)
        comma = phrase("comma", self.lang)
        if part.beside:
            lines[0] = Line(lines[0].relation, lines[0].term, (*comma, *words), lines[0].reason)
            return Chain(part.left, tuple(lines))
        last = lines[-1]
        lines[-1] = Line(last.relation, last.term, (",",), last.reason)
        return Stack((Chain(part.left, tuple(lines)), Row(words)))

    def _explained(self, x: Sequence | Symbol | Sign) -> Inline:
        """An item of a where-clause."""
        match x:
            case Sequence(word):
                if word.name not in self.spec.start:
                    raise ProofError(f"page {self.page}: {self.spec.name} gives no initial value of {word.name}")
                return (self.spec.start[word.name],)
            case Symbol(word):
                return phrase("is", self.lang, x, meaning(word.meaning, self.lang))
            case Sign(op):
                return phrase("is", self.lang, x, meaning(OPERATOR_MEANINGS[op], self.lang))

    def _note(self, evidence: Evidence, n: int, lines: int) -> None:
        """Below the block: under which conditions a line holds, and how large the error of an approximation is."""
        if not isinstance(evidence, (Proved, Approximated)):
            return
        c, number = self.claim(evidence.claim)
        needed = requirements(c, self.spec.index, self.lang)
        if isinstance(evidence, Approximated):
            said = phrase("error given", self.lang, number, needed) if needed else phrase("error", self.lang, number)
            self.below += [Paragraph(said), Display(Row((Statement(c.left, c.relation, c.right),)))]
        elif needed:
            said = phrase("line given", self.lang, str(n), needed)
            self.below.append(Paragraph(phrase("last given", self.lang, needed) if n == lines else said))
