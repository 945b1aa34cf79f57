"""The lines of a page by what vouches for them; the terms come out of the specification and of proved claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from adaptsym.claims import Claim
from adaptsym.errors import ProofError
from adaptsym.kernel.check import check
from adaptsym.proof.results import Result, Verdict
from adaptsym.spec import Spec
from adaptsym.term import Apply, Equation, Number, Op, Sequence, Symbol, Term, walk, without_braces
from adaptsym.typeset.blocks import Chain, Inline, Line, Row, Sign, Stack, Statement, listed, where
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

    def parts(self, shown: Shown) -> list[Part]:
        """A block, and below it the conditions of its lines and the bounds of its approximations."""
        rows = self._rows(shown)
        only = rows[0] if len(rows) == 1 else None
        return [Display(only or Stack(tuple(rows))), *self._conditions(shown), *self._bounds(shown)]

    def _rows(self, part: Shown | Usual | None) -> list[Chain | Row | None]:
        match part:
            case Stacked(rows):
                return [r for inner in rows for r in self._rows(inner)]
            case Chained():
                return self._chain(part)
            case Right(name):
                return [Row((self.claim(name)[0].right,))]
            case Usual():
                values = listed([(e,) for e in self.spec.settings], self.lang)
                return [Row((*values, *phrase("stop", self.lang)))]
        return [None]

    def _chain(self, part: Chained) -> list[Chain | Row | None]:
        lines: list[Line] = []
        equal: list[Term] = [without_braces(part.left)]
        for evidence in part.lines:
            line = self.line(evidence, part.left, equal)
            equal = [*(equal if line.relation == "eq" else ()), without_braces(line.term)]
            lines.append(line)
        if not part.where:
            return [Chain(part.left, tuple(lines))]
        words = where([self._explained(x) for x in part.where], self.lang)
        if part.beside:
            lines[0] = replace(lines[0], after=(*phrase("comma", self.lang), *words))
            return [Chain(part.left, tuple(lines))]
        lines[-1] = replace(lines[-1], after=(",",))
        return [Chain(part.left, tuple(lines)), Row(words)]

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

    # ------------------------------------------------------------ what is said below a block

    def _conditions(self, shown: Shown) -> Iterator[Part]:
        for chain in _chains(shown):
            for n, evidence in enumerate(chain.lines, start=1):
                needed = self._needed(self.claim(evidence.claim)[0]) if isinstance(evidence, Proved) else ()
                if needed:
                    yield Paragraph(phrase(_which(n, len(chain.lines)), self.lang, needed, str(n)))

    def _bounds(self, shown: Shown) -> Iterator[Part]:
        for evidence in (e for chain in _chains(shown) for e in chain.lines):
            if isinstance(evidence, Approximated):
                c, number = self.claim(evidence.claim)
                yield Paragraph(phrase("error", self.lang, number, self._needed(c) or self._since(c)))
                yield Display(Row((Statement(c.left, c.relation, c.right),)))

    def _needed(self, c: Claim) -> Inline:
        """The conditions of a claim, and from which step on it holds where that is not the first one."""
        needed = requirements(c, self.spec.index, self.lang)
        return listed([x for x in (self._since(c) if c.since > self.spec.first else (), needed) if x], self.lang)

    def _since(self, c: Claim) -> Inline:
        return (Statement(self.spec.index, "ge", Number(Fraction(c.since))),)


def _chains(shown: Shown | Usual | None) -> list[Chained]:
    match shown:
        case Chained():
            return [shown]
        case Stacked(rows):
            return [chain for row in rows for chain in _chains(row)]
    return []


def _which(n: int, lines: int) -> str:
    return "only given" if lines == 1 else "last given" if n == lines else "line given"
