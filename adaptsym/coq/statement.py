"""Specifications and claims as Coq statements, and what has to hold for them to mean anything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from adaptsym.claims import Claim
from adaptsym.coq.text import ALL, OWN, PRODUCTS, Writer, ident, nat, whole
from adaptsym.errors import CoqError
from adaptsym.kernel.definedness import first_index
from adaptsym.kernel.linear import Linear, linear
from adaptsym.spec import Spec
from adaptsym.term import (
    At,
    Big,
    Domain,
    Equation,
    Kind,
    Number,
    Op,
    Role,
    Symbol,
    Term,
    Word,
    children,
    free_symbols,
    walk,
)


@dataclass(frozen=True)
class Section:
    """A specification as Coq's variables and hypotheses."""

    spec: Spec
    writer: Writer
    claims: tuple[Claim, ...] = ()  # what is said in it; their own letters are declared as well

    @property
    def words(self) -> dict[str, Word]:
        """The words of the specification, and those of the claims: a bound on the gradients."""
        sides = (x for c in self.claims for side in (c.left, c.right, *c.given) for x in walk(side))
        own = {x.word.name: x.word for x in sides if isinstance(x, (At, Symbol)) and x.word.role is not Role.INDEX}
        return {**self.spec.words, **own}

    @property
    def hyperparameters(self) -> list[Word]:
        """The hyperparameters and constants of the specification, and those of the claims."""
        return [w for w in self.words.values() if w.role in (Role.HYPERPARAMETER, Role.CONSTANT)]

    @property
    def equations(self) -> tuple[Equation, ...]:
        """The equations that are said: all but that of the gradient, which may be anything."""
        return tuple(e for e in self.spec.equations if not (isinstance(e.right, Op) and e.right.op == "grad"))

    def variables(self) -> Iterator[tuple[str, str]]:
        """The sequences, schedules and hyperparameters, with their types."""
        self._require_names_apart()
        self._require_one_range()
        if self.writer.vector:
            yield "size_", "nat"
        for name, word in self.words.items():
            if word.role is Role.INDEX:
                continue
            if word.role not in (Role.SEQUENCE, Role.HYPERPARAMETER, Role.CONSTANT):
                raise CoqError(f"the function {name} is not said in Coq")
            yield ident(name), self.type_of(word)

    def _require_one_range(self) -> None:
        """Elements are counted in one range: those of one parameter, or those of all."""
        sides = (x for c in self.claims for side in (c.left, c.right, *c.given) for x in walk(side))
        ops = {x.op for x in (*self.spec.terms(), *sides) if isinstance(x, Op)}
        if ops & set(OWN) and ops & set(ALL):
            raise CoqError("products over one parameter and products over all of them are not said together in Coq")

    def _require_names_apart(self) -> None:
        """No word passes for another: an index, say, for a hyperparameter that Coq would call the same."""
        known: dict[str, str] = {}
        sides = (x for c in self.claims for side in (c.left, c.right, *c.given) for x in walk(side))
        for x in (*self.spec.terms(), *sides):
            if isinstance(x, (At, Symbol)) and known.setdefault(ident(x.word.name), x.word.name) != x.word.name:
                raise CoqError(f"{x.word.name} and {known[ident(x.word.name)]} have one name in Coq")

    def type_of(self, word: Word) -> str:
        """The Coq type of a sequence, a schedule or a hyperparameter."""
        if word.role is Role.SEQUENCE:
            return "nat -> nat -> R" if self.writer.has_element(word) else "nat -> R"
        return "nat -> R" if word in self.spec.schedules else "nat" if word.domain.whole else "R"

    def bounds(self) -> Iterator[tuple[str, Op]]:
        """What the notation table says of the hyperparameters at a step, by names."""
        for word in self.hyperparameters:
            x: Term = At(word, self.spec.index) if word in self.spec.schedules else Symbol(word)
            yield from ((f"domain_{ident(word.name)}_{n}", c) for n, c in enumerate(_bounds(word.domain, x)))

    def domains(self) -> Iterator[tuple[str, str]]:
        """The same at every step, as names and propositions."""
        for name, condition in self.bounds():
            scheduled = self.spec.index in free_symbols(condition)
            every = f"forall {ident(self.spec.index.word.name)} : nat, " if scheduled else ""
            yield name, f"{every}{self.writer.real(condition)}"

    def hypotheses(self) -> Iterator[tuple[str, str]]:
        """Initial values and equations, as names and propositions."""
        w, t = self.writer, ident(self.spec.index.word.name)
        if w.vector:
            yield "size_positive", "(1 <= size_)%nat"
        for e in self.spec.initial:
            assert isinstance(e.left, At)
            yield f"start_{ident(e.left.word.name)}", f"{self._elements(e)}{w.real(e.left)} = {w.real(e.right)}"
        for e in self.equations:
            assert isinstance(e.left, At)
            text = f"forall {t} : nat, ({self.spec.first} <= {t})%nat -> {self._elements(e)}"
            yield f"step_{ident(e.left.word.name)}", f"{text}{w.real(e.left)} = {w.real(e.right)}"

    def _elements(self, e: Equation) -> str:
        return "forall e : nat, " if isinstance(e.left, At) and self.writer.has_element(e.left.word) else ""

    def header(self) -> list[str]:
        """The variables and hypotheses as Coq text."""
        declared = [f"Variable {name} : {text}." for name, text in self.variables()]
        rows = [*self.domains(), *self.hypotheses()]
        return [*declared, *(f"Hypothesis {name} : {text}." for name, text in rows)]

    @property
    def named(self) -> list[tuple[str, str]]:
        """The variables and hypotheses, each with what it is."""
        return [*self.variables(), *self.domains(), *self.hypotheses()]

    @property
    def binders(self) -> str:
        """The same in front of a statement that stands by itself."""
        return " ".join(f"({name} : {text})" for name, text in self.named)

    # ------------------------------------------------------------ claims

    def conditions(self, c: Claim) -> list[str]:
        """The conditions of a claim, as propositions."""
        return [self._condition(x) for x in c.given]

    def _condition(self, x: Op) -> str:
        return f"({self.every(x)}{self.writer.real(x)})"

    def relation(self, c: Claim) -> str:
        """What a claim says, its conditions apart."""
        return (
            self.writer.real(Op("le" if c.relation == "eq" else c.relation, (c.left, c.right)))
            if (c.relation != "eq")
            else f"{self.writer.real(c.left)} = {self.writer.real(c.right)}"
        )

    def statement(self, c: Claim, conclusion: str | None = None) -> str:
        """A claim as a proposition."""
        t = ident(self.spec.index.word.name)
        element = "forall e : nat, " if self.elementwise(c) else ""
        given = "".join(f"{x} -> " for x in self.conditions(c))
        start = f"({c.since} <= {t})%nat -> "
        return f"forall {t} : nat, {start}{element}{given}{conclusion or self.relation(c)}"

    def elementwise(self, c: Claim) -> bool:
        """Whether a claim speaks of each element of a parameter."""
        sides = (c.left, c.right, *c.given)
        return self.writer.vector and any(x.kind is Kind.ARRAY for x in sides)

    def obligations(self, c: Claim) -> list[str]:
        """What has to hold for a claim to mean what it says: Coq's x/0, sqrt(-1) and 2 - 3 on nat are all 0."""
        found = [o for x in (c.left, c.right) for o in self.needs(x)]
        for x in c.given:
            every = self.every(x)
            found += [f"({every}{o})" if every else o for o in self.needs(x) if o]
        return list(dict.fromkeys(o for o in found if o))

    def every(self, x: Op) -> str:
        """The step of which a condition speaks, where it is not this one: all of them."""
        others = [s for s in free_symbols(x) if s.word.role is Role.INDEX and s != self.spec.index]
        names = [ident(s.word.name) for s in others]
        return "".join(f"forall {i} : nat, ({self.spec.first} <= {i})%nat -> " for i in names)

    def needs(self, x: Term) -> Iterator[str]:
        """The same of one term: what its parts need first, and what it needs itself last."""
        match x:
            case At(word, index) if word.role is Role.SEQUENCE:
                yield self._from(whole(index), first_index(self.spec, x) or 0)
                return
            case Big(_, body, _, low, high):
                yield from (self._natural(whole(y)) for y in (low, high))
                yield from (self.everywhere(x, o) for o in self.needs(body) if o)
                return
            case Op(op, args) if op in PRODUCTS:
                yield from (self.everywhere(x, o) for a in args for o in self.needs(a) if o)
                return
            case Op("where", (condition, yes, no)):
                said = self.writer.real(condition)
                yield from self.needs(condition)
                yield from (f"({said} -> {o})" for o in self.needs(yes) if o)
                yield from (f"(~ {said} -> {o})" for o in self.needs(no) if o)
                return
            case Op("pow", (a, b)):
                yield from self.needs(a)
                e = linear(b)
                if isinstance(b, Number) and b.fraction == Fraction(1, 2):
                    yield f"0 <= {self.writer.atom(a)}"
                elif e is not None and not e.terms and e.constant < 0:
                    yield f"{self.writer.atom(a)} <> 0"
                elif e is not None:
                    yield self._natural(e)
                return
        for child in children(x):
            yield from self.needs(child)
        match x:
            case Op("div", (_, Number(q))) if q != 0:
                pass
            case Op("div", (_, b)):
                yield f"{self.writer.atom(b)} <> 0"
            case Op("sqrt", (a,)):
                yield f"0 <= {self.writer.atom(a)}"

    def everywhere(self, x: Term, need: str) -> str:
        """A need of what is summed, for all of the sum."""
        if not isinstance(x, Big):
            return f"(forall e : nat, {need})"
        i = ident(x.index.word.name)
        return f"(forall {i} : nat, ({nat(whole(x.low))} <= {i} <= {nat(whole(x.high))})%nat -> {need})"

    def _natural(self, e: Linear) -> str:
        return self._from(e, 0)

    @staticmethod
    def _from(e: Linear, first: int) -> str:
        """That a whole number is at least `first`, without any subtraction."""
        if all(n > 0 for _, n in e.terms) and e.constant >= first:
            return ""
        bare = e - Linear((), first)
        above = Linear(tuple((w, n) for w, n in bare.terms if n > 0), max(bare.constant, 0))
        return f"({nat(above - bare)} <= {nat(above)})%nat"


def _bounds(domain: Domain, x: Term) -> Iterator[Op]:
    if domain.low is not None:
        yield Op("le" if domain.low_closed else "lt", (Number(domain.low), x))
    if domain.high is not None:
        yield Op("le" if domain.high_closed else "lt", (x, Number(domain.high)))
