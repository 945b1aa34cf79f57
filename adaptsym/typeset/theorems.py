"""Theorems and their proofs as text: statement, conditions, and every line with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from adaptsym.claims import Claim
from adaptsym.kernel.objects import (
    Carried,
    Chain,
    Difference,
    Having,
    Induction,
    Let,
    Meeting,
    Proof,
    Rule,
    Shown,
    Theorem,
)
from adaptsym.kernel.rules import instance
from adaptsym.proof.results import Result, Verdict
from adaptsym.spec import Spec
from adaptsym.term import REAL, At, Big, Equation, Number, Op, Role, Symbol, Term, free_symbols, walk, without_braces
from adaptsym.typeset import blocks
from adaptsym.typeset.blocks import Block, Bounds, Inline, Line, Row, Statement, listed
from adaptsym.typeset.document import Display, Heading, Paragraph, Part
from adaptsym.typeset.words import LANGUAGES, REASONS, fill, named, phrase

Key = tuple[object, ...]


@dataclass(frozen=True)
class Numbered:
    """A theorem with its number on the page, and the name of its claim where the specification makes it."""

    number: int
    theorem: Theorem
    name: str = ""


def key(theorem: Theorem) -> Key:
    """What makes two theorems the same on a page: statement, conditions and proof, whatever they are called."""
    c = theorem.claim
    return (c.left, c.relation, c.right, c.given, c.since, theorem.proof)


def numbered(results: Iterable[Result]) -> dict[Key, Numbered]:
    """The theorems of some results in the order in which they are proved, lemmas first, each once."""
    results = list(results)
    names = {key(r.theorem): r.claim.name for r in results if r.theorem is not None}
    found: dict[Key, Numbered] = {}

    def add(theorem: Theorem) -> None:
        for lemma in theorem.lemmas:
            add(lemma)
        known = found.setdefault(key(theorem), Numbered(len(found) + 1, theorem, names.get(key(theorem), "")))
        if known.theorem.claim.at and not theorem.claim.at:  # the same without its settings says more
            found[key(theorem)] = replace(known, theorem=theorem)

    for result in results:
        if result.theorem is not None:
            add(result.theorem)
    return found


# ---------------------------------------------------------------- statements


def requirements(c: Claim, index: Symbol, lang: str) -> Inline:
    """The conditions under which a claim is made, beyond the domains; an index of their own means every one."""
    parts: list[Inline] = [(x,) for x in c.at]
    for x in c.given:
        own = [s for s in free_symbols(x) if s.word.role is Role.INDEX and s != index]
        parts.append(phrase("every", lang, x, own[0]) if own else (x,))
    return listed(parts, lang)


def statement(c: Claim, index: Symbol, lang: str, *, known: bool = True) -> list[Part]:
    """A claim with its conditions; a question mark over its relation where it is not known to hold."""
    since = Statement(index, "ge", Number(Fraction(c.since)))
    needed = requirements(c, index, lang)
    text = phrase("since given", lang, since, needed) if needed else phrase("since", lang, since)
    return [Paragraph(text), Display(Row((Statement(c.left, c.relation, c.right, known),)))]


def domains(spec: Spec, lang: str) -> list[Part]:
    """Where the hyperparameters lie, in all theorems."""
    sides = (x for c in spec.claims for side in (c.left, c.right, *c.given) for x in walk(side))
    claimed = [x.word for x in sides if isinstance(x, Symbol) and x.word.role is Role.HYPERPARAMETER]
    words = dict.fromkeys((*spec.hyperparameters, *claimed))
    found: list[Inline] = [(Bounds(Symbol(w), w.domain),) for w in words if w.domain != REAL]
    return [Paragraph(phrase("domains", lang, listed(found, lang)))] if found else []


def theorem_parts(found: Numbered, numbers: Mapping[Key, Numbered], lang: str) -> list[Part]:
    """A theorem: heading, statement, proof."""
    number = str(found.number)
    title = phrase("theorem", lang, number, named(found.name, lang)) if found.name else phrase("lemma", lang, number)
    writer = Writer(found.theorem, numbers, lang)
    said = statement(found.theorem.claim, found.theorem.spec.index, lang)
    return [Heading(2, title), *said, *writer.proof(found.theorem.proof), *writer.signs()]


def open_parts(results: Iterable[Result], index: Symbol, lang: str) -> list[Part]:
    """What is refuted or undecided, said as such: a claim without a proof is never printed as a fact."""
    parts: list[Part] = []
    for r in results:
        if r.verdict is not Verdict.PROVED:
            detail = str(r.witness) if r.witness else r.reason
            parts.append(Paragraph(phrase(r.verdict.value, lang, named(r.claim.name, lang), detail)))
            parts += statement(r.claim, index, lang, known=False)
    return [Heading(1, phrase("open", lang)), *parts] if parts else []


# ---------------------------------------------------------------- proofs


@dataclass(frozen=True)
class Writer:
    """Writes the proof of one theorem, citing others by their numbers."""

    theorem: Theorem
    numbers: Mapping[Key, Numbered]
    lang: str

    @property
    def index(self) -> Symbol:
        """The letter that counts the steps."""
        return self.theorem.spec.index

    def say(self, name: str, *slots: object) -> Paragraph:
        """A sentence of the table."""
        return Paragraph(phrase(name, self.lang, *slots))

    def proof(self, proof: Proof) -> list[Part]:
        """The paragraphs and displays of a proof."""
        match proof:
            case Meeting(left, right):
                return [Display(meeting(left, right, self))]
            case Difference(chain):
                strict = self.theorem.claim.relation in ("lt", "gt")
                said = self.say("is positive" if strict else "is not negative")
                against_zero = without_zero(chain)
                intro = [self.say("difference")] if against_zero is None else []
                return [*intro, Display(derivation(against_zero or chain, self)), said]
            case Let(bindings, body):
                letters = listed([(b,) for b in bindings], self.lang)
                return [Paragraph(phrase("let", self.lang, letters)), *self.proof(body)]
            case Having(facts, body):
                return [part for f in facts for part in self.fact(f)] + self.proof(body)
            case Induction(base, step):
                since, t = self.theorem.claim.since, self.index
                later = Statement(t, "ge", Number(Fraction(since + 1)))
                before = self.hypothesis()
                return [
                    self.say("induction", t),
                    self.say("base", Equation(t, Number(Fraction(since)))),
                    *self.proof(base),
                    self.say("step" if before is None else "step knowing", t - 1, t, later, before),
                    *self.proof(step),
                ]
        raise TypeError(f"no words for a proof by {type(proof).__name__}")

    def hypothesis(self) -> Statement | None:
        """What an inequality may use of the step before; an equation is named where it is used."""
        c, t = self.theorem.claim, self.index
        if c.relation == "eq":
            return None
        return Statement(instance(c.left, t, t - 1), c.relation, instance(c.right, t, t - 1))

    def signs(self) -> list[Part]:
        """The theorems from which signs are known, and with them that everything is defined."""
        used = [self.numbers[key(x)].number for x in self.theorem.lemmas if x.claim.relation != "eq"]
        cited = [phrase("theorem number", self.lang, str(n)) for n in used]
        return [self.say("signs", listed(cited, self.lang))] if cited else []

    def fact(self, f: Shown | Carried | Rule) -> list[Part]:
        """A fact of sign that the proof uses."""
        if isinstance(f, Rule):
            lemma, at = self.lemma(f)
            c = lemma.theorem.claim
            left, right = (instance(x, self.index, at) for x in (c.left, c.right))
            return [self.say("known", str(lemma.number), Statement(left, c.relation, right))]
        name = "positive" if f.strict else "nonnegative"
        about = f.chain.start if isinstance(f, Shown) else f.chain.end
        if not f.chain.steps:
            return [self.say(name, without_braces(about))]
        because = f"{name} because of the {'last' if isinstance(f, Shown) else 'first'} line"
        return [self.say(because, without_braces(about)), Display(derivation(f.chain, self))]

    def lemma(self, rule: Rule) -> tuple[Numbered, Term]:
        """The theorem that a rule uses, and the t at which it is used."""
        name, at = rule.args
        used = next(x for x in self.theorem.lemmas if x.claim.name == name)
        assert isinstance(at, Term)
        return self.numbers[key(used)], at

    def reason(self, rule: Rule) -> Inline:
        """Why a line follows, in words."""
        if rule.name == "theorem":
            lemma, at = self.lemma(rule)
            name = "theorem" if at == self.index else "theorem at"
            return self._words(name, str(lemma.number), Equation(self.index, at))
        first = rule.args[0] if rule.args else None
        name = f"{rule.name} {first.op}" if isinstance(first, Big) and rule.name != "inside" else rule.name
        if rule.name == "inside":
            inner = rule.args[2]
            assert isinstance(inner, Rule)
            return (*self._words(name), *self.reason(inner))
        return self._words(name, *(a for a in rule.args if isinstance(a, (At, Symbol, Op))))

    def _words(self, name: str, *slots: str | blocks.Formula) -> Inline:
        return fill(REASONS[name][LANGUAGES.index(self.lang)], *slots)


def without_zero(chain: Chain) -> Chain | None:
    """A chain of differences from 0 without the zeros: what is to have a sign, itself."""

    def kept(x: Term) -> Term | None:
        match x:
            case Op("sub", (y, Number(n))) if n == 0:
                return y
        return None

    start, after = kept(chain.start), [kept(s.after) for s in chain.steps]
    steps = tuple(replace(s, after=x) for s, x in zip(chain.steps, after, strict=True) if x is not None)
    return Chain(start, steps) if start is not None and len(steps) == len(after) else None


def derivation(chain: Chain, writer: Writer) -> Block:
    """A chain, every line with its reason."""
    steps = tuple(Line("eq", without_braces(s.after), reason=writer.reason(s.rule)) for s in chain.steps)
    return blocks.Chain(without_braces(chain.start), steps)


def meeting(left: Chain, right: Chain, writer: Writer) -> Block:
    """Two chains that meet, as one: down the left one, and back up the right one."""
    lines = [(s.after, s.rule) for s in left.steps]
    if left.end != right.end:
        lines.append((right.end, Rule("ring")))
    lines += _backwards(right)
    if not lines:
        return Row((Statement(left.start, "eq", right.start),))
    shown = tuple(Line("eq", without_braces(x), reason=writer.reason(rule)) for x, rule in lines)
    return blocks.Chain(without_braces(left.start), shown)


def _backwards(chain: Chain) -> Iterator[tuple[Term, Rule]]:
    before = [chain.start, *(s.after for s in chain.steps)]
    for n in range(len(chain.steps) - 1, -1, -1):
        yield before[n], chain.steps[n].rule
