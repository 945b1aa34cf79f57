"""Terms, specifications, claims and proofs as plain JSON values, and back, with nothing taken on trust.

A term is a list whose head names its node: ``["at", "s", ["sub", ["symbol", "t"], 1]]``. Words stand once, in a
table by their names, so that a certificate is small and a symbol is never known by its name alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any

from adaptsym.claims import Claim
from adaptsym.errors import AdaptsymError, CertificateError
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
    Step,
    Theorem,
)
from adaptsym.spec import Spec, optimizer
from adaptsym.term import (
    OPERATORS,
    Apply,
    At,
    Big,
    Brace,
    Domain,
    Equation,
    Kind,
    Number,
    Op,
    Role,
    Symbol,
    Term,
    Word,
)

Json = Any
MAX_DEPTH = 200


class Encoder:
    """Writes terms as JSON values, and collects the words that they use."""

    def __init__(self) -> None:
        self.words: dict[str, Word] = {}

    def word(self, w: Word) -> str:
        """A word by its name; the row goes to the table."""
        if self.words.setdefault(w.name, w) != w:
            raise CertificateError(f"two symbols are called {w.name!r}; a certificate needs one row for each name")
        return w.name

    def term(self, x: Term) -> Json:
        """A term."""
        match x:
            case Number(q):
                return int(q) if q.denominator == 1 else str(q)
            case Symbol(w):
                return ["symbol", self.word(w)]
            case At(w, index):
                return ["at", self.word(w), self.term(index)]
            case Op(op, args):
                return [op, *map(self.term, args)]
            case Big(op, body, index, low, high):
                return [f"big {op}", *map(self.term, (body, index, low, high))]
            case Apply(w, args, parameters):
                return ["apply", self.word(w), [*map(self.term, args)], [*map(self.term, parameters)]]
            case Brace(body, label, over):
                return ["brace", self.term(body), label, over]
        raise CertificateError(f"{type(x).__name__} cannot be stored")

    def equation(self, e: Equation) -> Json:
        """An equation, as its two sides."""
        return [self.term(e.left), self.term(e.right)]

    def rule(self, r: Rule) -> Json:
        """A rule, as its name and its tagged arguments."""
        return [r.name, *map(self._argument, r.args)]

    def _argument(self, a: Term | Rule | str) -> Json:
        if isinstance(a, Rule):
            return {"rule": self.rule(a)}
        return {"name": a} if isinstance(a, str) else {"term": self.term(a)}

    def chain(self, c: Chain) -> Json:
        """A chain, a step a row."""
        return {"start": self.term(c.start), "steps": [[self.rule(s.rule), self.term(s.after)] for s in c.steps]}

    def proof(self, p: Proof) -> Json:
        """A proof, by the name of its node."""
        match p:
            case Meeting(left, right):
                return {"meeting": [self.chain(left), self.chain(right)]}
            case Difference(chain):
                return {"difference": self.chain(chain)}
            case Induction(base, step):
                return {"induction": {"base": self.proof(base), "step": self.proof(step)}}
            case Let(bindings, body):
                return {"let": [*map(self.equation, bindings)], "body": self.proof(body)}
            case Having(facts, body):
                return {"having": [*map(self._fact, facts)], "body": self.proof(body)}
        raise CertificateError(f"{type(p).__name__} cannot be stored")

    def _fact(self, f: Shown | Carried | Rule) -> Json:
        if isinstance(f, Rule):
            return {"rule": self.rule(f)}
        kind = "shown" if isinstance(f, Shown) else "carried"
        return {kind: self.chain(f.chain), "strict": f.strict}

    def claim(self, c: Claim) -> Json:
        """A claim; its hints are for the search and are not stored."""
        return {
            "name": c.name,
            "left": self.term(c.left),
            "relation": c.relation,
            "right": self.term(c.right),
            "given": [*map(self.term, c.given)],
            "at": [*map(self.equation, c.at)],
            "since": c.since,
        }

    def spec(self, s: Spec) -> Json:
        """A specification without its claims."""
        every = (*s.settings, *s.initial, *s.equations)
        return {"name": s.name, "source": s.source, "equations": [*map(self.equation, every)]}

    def theorem(self, t: Theorem) -> Json:
        """A theorem without its specification, which its lemmas share."""
        return {"claim": self.claim(t.claim), "proof": self.proof(t.proof), "lemmas": [*map(self.theorem, t.lemmas)]}


def encoded_word(w: Word) -> Json:
    """A row of the notation table."""
    d = w.domain
    ends = [None if end is None else str(end) for end in (d.low, d.high)]
    return {
        "latex": w.latex,
        "meaning": w.meaning,
        "role": w.role.value,
        "domain": [*ends, d.low_closed, d.high_closed, d.whole],
        "code": w.code,
        "kind": w.kind.name,
    }


# ---------------------------------------------------------------- and back


def refuse(what: str, got: object) -> CertificateError:
    """The error for a value that is not what it should be."""
    text = repr(got)
    return CertificateError(f"a certificate has no {what} where it needs one: {text[:80]}{'...' * (len(text) > 80)}")


def mapping(value: Json, what: str, *keys: str) -> dict[str, Json]:
    """A JSON object with exactly these keys."""
    if not isinstance(value, dict) or set(value) != set(keys):
        raise refuse(f"{what} ({', '.join(keys)})", value)
    return value


def listed(value: Json, what: str, length: int | None = None) -> list[Json]:
    """A JSON list, of a length where one is given."""
    if not isinstance(value, list) or (length is not None and len(value) != length):
        raise refuse(what, value)
    return value


def typed(value: Json, kind: type, what: str) -> Any:
    """A JSON value of exactly this type."""
    if type(value) is not kind:
        raise refuse(what, value)
    return value


class Decoder:
    """Reads what `Encoder` writes; anything else is refused with one line."""

    def __init__(self, words: Mapping[str, Json]) -> None:
        self.words = {name: _word(name, row) for name, row in words.items()}

    def word(self, name: Json) -> Word:
        """The row of a name."""
        if not isinstance(name, str) or name not in self.words:
            raise refuse("known word", name)
        return self.words[name]

    def term(self, value: Json, depth: int = 0) -> Term:
        """A term."""
        if depth > MAX_DEPTH:
            raise CertificateError(f"a term of a certificate is nested more than {MAX_DEPTH} deep")
        if type(value) is int:
            return Number(Fraction(value))
        if isinstance(value, str):
            return Number(_fraction(value))
        head, *rest = listed(value, "term") or [None]
        reader = _READERS.get(head if isinstance(head, str) else "")
        if reader is not None:
            return reader(self, rest, depth + 1)
        if isinstance(head, str) and head in OPERATORS and len(rest) == OPERATORS[head].arity:
            return Op(head, tuple(self.term(a, depth + 1) for a in rest))
        raise refuse("term", value)

    def operation(self, value: Json) -> Op:
        """A term that is an operator over arguments: a condition."""
        x = self.term(value)
        if not isinstance(x, Op):
            raise refuse("condition", value)
        return x

    def equation(self, value: Json) -> Equation:
        """An equation."""
        left, right = listed(value, "equation", 2)
        return Equation(self.term(left), self.term(right))

    def rule(self, value: Json, depth: int = 0) -> Rule:
        """A rule."""
        if depth > MAX_DEPTH:
            raise CertificateError(f"a rule of a certificate is nested more than {MAX_DEPTH} deep")
        name, *args = listed(value, "rule") or [None]
        return Rule(typed(name, str, "name of a rule"), tuple(self._argument(a, depth) for a in args))

    def _argument(self, value: Json, depth: int) -> Term | Rule | str:
        match value:
            case {"rule": rule, **rest} if not rest:
                return self.rule(rule, depth + 1)
            case {"name": str() as name, **rest} if not rest:
                return name
            case {"term": term, **rest} if not rest:
                return self.term(term)
        raise refuse("argument of a rule", value)

    def chain(self, value: Json) -> Chain:
        """A chain."""
        got = mapping(value, "chain", "start", "steps")
        rows = [listed(row, "step", 2) for row in listed(got["steps"], "list of steps")]
        return Chain(self.term(got["start"]), tuple(Step(self.rule(r), self.term(x)) for r, x in rows))

    def proof(self, value: Json, depth: int = 0) -> Proof:
        """A proof."""
        if depth > MAX_DEPTH:
            raise CertificateError(f"a proof of a certificate is nested more than {MAX_DEPTH} deep")
        match value:
            case {"meeting": [left, right], **rest} if not rest:
                return Meeting(self.chain(left), self.chain(right))
            case {"difference": chain, **rest} if not rest:
                return Difference(self.chain(chain))
            case {"induction": {"base": base, "step": step}, **rest} if not rest:
                return Induction(self.proof(base, depth + 1), self.proof(step, depth + 1))
            case {"let": list() as bindings, "body": body, **rest} if not rest:
                return Let(tuple(map(self.equation, bindings)), self.proof(body, depth + 1))
            case {"having": list() as facts, "body": body, **rest} if not rest:
                return Having(tuple(map(self._fact, facts)), self.proof(body, depth + 1))
        raise refuse("proof", value)

    def _fact(self, value: Json) -> Shown | Carried | Rule:
        match value:
            case {"rule": rule, **rest} if not rest:
                return self.rule(rule)
            case {"shown": chain, "strict": bool() as strict, **rest} if not rest:
                return Shown(self.chain(chain), strict)
            case {"carried": chain, "strict": bool() as strict, **rest} if not rest:
                return Carried(self.chain(chain), strict)
        raise refuse("fact", value)

    def claim(self, value: Json) -> Claim:
        """A claim."""
        got = mapping(value, "claim", "name", "left", "relation", "right", "given", "at", "since")
        return Claim(
            typed(got["name"], str, "name of a claim"),
            self.term(got["left"]),
            typed(got["relation"], str, "relation"),
            self.term(got["right"]),
            tuple(map(self.operation, listed(got["given"], "list of conditions"))),
            tuple(map(self.equation, listed(got["at"], "list of settings"))),
            typed(got["since"], int, "first t"),
        )

    def spec(self, value: Json) -> Spec:
        """A specification, checked as every other is."""
        got = mapping(value, "specification", "name", "source", "equations")
        name, source = (typed(got[key], str, key) for key in ("name", "source"))
        equations = map(self.equation, listed(got["equations"], "list of equations"))
        try:
            return optimizer(name, *equations, source=source)
        except AdaptsymError as error:
            raise CertificateError(f"the specification of a certificate is ill-formed: {error}") from error

    def theorem(self, spec: Spec, value: Json, depth: int = 0) -> Theorem:
        """A theorem about a specification; it is not checked here."""
        if depth > MAX_DEPTH:
            raise CertificateError(f"the lemmas of a certificate are nested more than {MAX_DEPTH} deep")
        got = mapping(value, "theorem", "claim", "proof", "lemmas")
        lemmas = (self.theorem(spec, x, depth + 1) for x in listed(got["lemmas"], "list of lemmas"))
        return Theorem(spec, self.claim(got["claim"]), self.proof(got["proof"]), tuple(lemmas))


def _read_symbol(d: Decoder, rest: list[Json], _: int) -> Term:
    (name,) = listed(rest, "symbol", 1)
    return Symbol(d.word(name))


def _read_at(d: Decoder, rest: list[Json], depth: int) -> Term:
    name, index = listed(rest, "sequence at an index", 2)
    return At(d.word(name), d.term(index, depth))


def _read_big(op: str) -> Callable[[Decoder, list[Json], int], Term]:
    def read(d: Decoder, rest: list[Json], depth: int) -> Term:
        body, index, low, high = (d.term(x, depth) for x in listed(rest, op, 4))
        if not isinstance(index, Symbol):
            raise refuse(f"index of a {op}", rest)
        return Big(op, body, index, low, high)

    return read


def _read_apply(d: Decoder, rest: list[Json], depth: int) -> Term:
    name, args, parameters = listed(rest, "application", 3)
    one, other = (tuple(d.term(x, depth) for x in listed(part, "arguments")) for part in (args, parameters))
    return Apply(d.word(name), one, other)


def _read_brace(d: Decoder, rest: list[Json], depth: int) -> Term:
    body, label, over = listed(rest, "brace", 3)
    return Brace(d.term(body, depth), typed(label, str, "label"), typed(over, bool, "side of a brace"))


_READERS: dict[str, Callable[[Decoder, list[Json], int], Term]] = {
    "symbol": _read_symbol,
    "at": _read_at,
    "big sum": _read_big("sum"),
    "big product": _read_big("product"),
    "apply": _read_apply,
    "brace": _read_brace,
}


def _fraction(text: str) -> Fraction:
    numerator, slash, denominator = text.partition("/")
    digits = numerator.removeprefix("-")
    good = slash and digits.isdecimal() and denominator.isdecimal() and text.isascii() and len(text) <= 400
    if not good or int(denominator) == 0:
        raise refuse("number", text)
    return Fraction(int(numerator), int(denominator))


def _word(name: str, row: Json) -> Word:
    got = mapping(row, f"word {name!r}", "latex", "meaning", "role", "domain", "code", "kind")
    low, high, low_closed, high_closed, whole = listed(got["domain"], "domain", 5)
    first, last = (None if end is None else _end(end) for end in (low, high))
    flags = [typed(flag, bool, "end of a domain") for flag in (low_closed, high_closed, whole)]
    texts = {key: typed(got[key], str, key) for key in ("latex", "meaning", "role", "code", "kind")}
    if texts["role"] not in [*map(str, Role)] or texts["kind"] not in Kind.__members__:
        raise refuse("role and kind", row)
    role, kind = Role(texts["role"]), Kind[texts["kind"]]
    return Word(name, texts["latex"], texts["meaning"], role, Domain(first, last, *flags), texts["code"], kind)


def _end(value: Json) -> Fraction:
    text = typed(value, str, "end of a domain")
    return _fraction(text if "/" in text else f"{text}/1")


def word_table(words: Iterable[Word]) -> Json:
    """The rows of words, by name."""
    return {w.name: encoded_word(w) for w in sorted(words, key=lambda w: w.name)}
