"""Terms as Coq text: one row for each operator. Sequences are functions on nat, numbers are reals.

Indices are written in one way, positive parts before negative ones, so that one subtraction on nat is enough; that
it is not cut off at 0 is a lemma of its own (`adaptsym.coq.statement`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from adaptsym.errors import CoqError
from adaptsym.kernel.linear import Linear, linear
from adaptsym.term import REDUCTIONS, At, Big, Brace, Kind, Number, Op, Role, Symbol, Term, Word, walk

# a pattern of the arguments' texts, which are atoms (in parentheses where they are compound)
ROWS: dict[str, str] = {
    "add": "{} + {}",
    "sub": "{} - {}",
    "mul": "{} * {}",
    "div": "{} / {}",
    "neg": "- {}",
    "sqrt": "sqrt {}",
    "abs": "Rabs {}",
    "sign": "sgn {}",
    "max": "Rmax {} {}",
    "min": "Rmin {} {}",
    "gt": "{1} < {0}",
    "ge": "{1} <= {0}",
    "lt": "{} < {}",
    "le": "{} <= {}",
}
BRANCHES = {"lt": "if_lt {0} {1}", "le": "if_le {0} {1}", "gt": "if_lt {1} {0}", "ge": "if_le {1} {0}"}
PRODUCT, NORM, SIZE = (
    "Sum 1 {size} (fun e : nat => {0} * {1})",
    "sqrt (Sum 1 {size} (fun e : nat => {0} * {0}))",
    "INR {size}",
)
OWN = {"dot": PRODUCT, "norm": NORM, "size": SIZE}  # over the elements of one parameter
ALL = {"dot_all": PRODUCT, "norm_all": NORM, "size_all": SIZE}  # over those of all, which are one range as well
REDUCED = OWN | ALL
PRODUCTS = {"dot": "dot", "norm": "dot", "dot_all": "dot_all", "norm_all": "dot_all"}  # and what a norm is the root of
BIG = {"sum": "Sum", "product": "Prod"}
UNSAID = {"grad": "the gradient of a loss"}

# Words that a name must not take: of Coq, of its library, and of adaptsym's theory.
_WORDS = (
    "as at cofix else end exists exists2 fix for forall fun if IN in let match mod return then using where with "
    "Prop Set Type S O R Z N I e size_ Sum Prod sgn if_lt if_le sqrt exp ln sin cos tan Rabs Rmax Rmin INR IZR pow PI "
    "law fact range given hypothesis everything nat not and or ex True False"
)
RESERVED = frozenset(_WORDS.split())


def ident(name: str) -> str:
    """A name of ours as a Coq identifier; different names stay different.

    >>> ident("s_hat"), ident("S"), ident("#0"), ident("u'")
    ('s_hat', 'S_', 'i_230', "u'")
    """
    plain = re.sub(r"[^A-Za-z0-9_']", lambda m: f"_{ord(m[0]):x}_", name).replace("_23_", "i_23")
    return f"{plain}_" if plain in RESERVED or plain.endswith("_") or not plain[0].isalpha() else plain


DEFINED = "defined_"  # before the name of what says that a claim is defined


def slug(name: str, before: str = "thm_") -> str:
    """A claim's name as the name of a theorem; different names stay different.

    >>> slug("largest never falls"), slug("at most 1/2", DEFINED)
    ('thm_largest_never_falls', "defined_at_most_1'2f'2")
    """
    return before + re.sub(r"[^A-Za-z0-9 ]", lambda m: f"'{ord(m[0]):x}'", name).replace(" ", "_")


def is_vector(*terms: Term) -> bool:
    """Whether the elements of a parameter have to be told apart: something is summed over them."""
    return any(isinstance(y, Op) and y.op in REDUCTIONS for x in terms for y in walk(x))


def nat(e: Linear) -> str:
    """A whole number from indices, as an atom of Coq's nat."""
    plus = [f"{n} * {ident(w.name)}" if n > 1 else ident(w.name) for w, n in e.terms if n > 0]
    minus = [f"{-n} * {ident(w.name)}" if n < -1 else ident(w.name) for w, n in e.terms if n < 0]
    if e.constant:
        (plus if e.constant > 0 else minus).append(str(abs(e.constant)))
    left = " + ".join(plus) or "0"
    if minus:
        right = minus[0] if len(minus) == 1 and "*" not in minus[0] else f"({' + '.join(minus)})"
        return f"({left} - {right})%nat"
    return left if re.fullmatch(r"[A-Za-z0-9_']+", left) and not left.isdigit() else f"({left})%nat"


def whole(x: Term) -> Linear:
    """An index as a whole-number combination of indices.

    Raises:
        CoqError: if it is none.
    """
    e = linear(x)
    if e is None:
        raise CoqError(f"the index {x} is not a whole-number combination of indices")
    return e


def number(q: Fraction) -> str:
    """A rational number.

    >>> number(Fraction(-1, 2)), number(Fraction(3))
    ('- (1 / 2)', '3')
    """
    size = str(abs(q.numerator)) if q.denominator == 1 else f"{abs(q.numerator)} / {q.denominator}"
    return size if q >= 0 else f"- {size}" if q.denominator == 1 else f"- ({size})"


@dataclass(frozen=True)
class Writer:
    """Writes terms; with `vector`, arrays have an element e besides their index.

    `values` are indices that stand for numbers, `element` and `size` what is written for the element of an array
    and for the number of elements.
    """

    vector: bool = False
    values: Mapping[Word, int] = field(default_factory=dict)
    element: str = "e"
    size: str = "size_"

    def atom(self, x: Term) -> str:
        """A term, in parentheses where it is compound."""
        text = self.real(x)
        return text if re.fullmatch(r"[A-Za-z0-9_']+", text) else f"({text})"

    def real(self, x: Term) -> str:
        """A term as a real number (or, a comparison, as a proposition).

        Raises:
            CoqError: for what is not said in Coq.
        """
        match x:
            case Number(q):
                return number(q)
            case Brace(body):
                return self.real(body)
            case Symbol(word):
                if word in self.values:
                    return f"INR {self.values[word]}"
                counts = word.role is Role.INDEX or word.domain.whole
                return f"INR {ident(word.name)}" if counts else ident(word.name)
            case At(word, index):
                return f"{ident(word.name)} {nat(self.whole(index))}{self.element_of(word)}"
            case Op("pow", (a, b)):
                return self._power(a, b)
            case Op("where", (Op() as condition, yes, no)):
                head = BRANCHES[condition.op].format(*map(self.atom, condition.args))
                return f"{head} {self.atom(yes)} {self.atom(no)}"
            case Op(op, args) if op in ROWS:
                return ROWS[op].format(*map(self.atom, args))
            case Op(op, args) if op in REDUCED and self.vector:
                return REDUCED[op].format(*map(replace(self, element="e").atom, args), size=self.size)
            case Big(op, body, index, low, high):
                ends = f"{nat(self.whole(low))} {nat(self.whole(high))}"
                return f"{BIG[op]} {ends} {self.summand(body, index)}"
        what = UNSAID.get(x.op, x.op) if isinstance(x, Op) else "a function that is only named"
        raise CoqError(f"{what} is not said in Coq: {x}")

    def summand(self, body: Term, index: Symbol) -> str:
        """What a sum or a product is taken of, as a function of its index."""
        inside = replace(self, values={w: n for w, n in self.values.items() if w != index.word})
        return f"(fun {ident(index.word.name)} : nat => {inside.real(body)})"

    def whole(self, x: Term) -> Linear:
        """An index as a whole-number combination, those that stand for numbers put in.

        Raises:
            CoqError: if it is none.
        """
        e = whole(x)
        known = sum(n * self.values[w] for w, n in e.terms if w in self.values)
        return Linear(tuple((w, n) for w, n in e.terms if w not in self.values), e.constant + known)

    def number(self, x: Term) -> int:
        """An index that is a number here.

        Raises:
            CoqError: if it is none.
        """
        e = self.whole(x)
        if e.terms:
            raise CoqError(f"the index {x} is no number here")
        return e.constant

    def element_of(self, word: Word) -> str:
        """What is written after the index of a sequence."""
        return f" {self.element}" if self.has_element(word) else ""

    def has_element(self, word: Word) -> bool:
        """Whether a sequence has an element besides its index."""
        return self.vector and word.kind is Kind.ARRAY and word.role is Role.SEQUENCE

    def _power(self, base: Term, exponent: Term) -> str:
        e = linear(exponent)
        e = e if e is None else self.whole(exponent)
        if e is None:
            if isinstance(exponent, Number) and exponent.fraction == Fraction(1, 2):
                return f"sqrt {self.atom(base)}"
            raise CoqError(f"a power with the exponent {exponent} is not said in Coq")
        if not e.terms and e.constant < 0:
            return f"/ ({self.atom(base)} ^ {-e.constant})"
        return f"{self.atom(base)} ^ {nat(e) if e.terms else e.constant}"
