r"""From syntax to terms: every script, every product, every bracket gets its meaning from the page's table.

A reading that was a choice is noted; what could mean several things is refused. Equations about something
else, such as losses, are told apart from what is not understood.
"""

from __future__ import annotations

from fractions import Fraction as Rational

from adaptsym.checking.dots import completed
from adaptsym.checking.letters import index
from adaptsym.checking.names import flat, is_name, key, letter, shown
from adaptsym.checking.naming import NotRecurrence, Occurrence
from adaptsym.checking.products import Products
from adaptsym.read.tokens import NotUnderstood
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
    walk,
)
from adaptsym.term import NATURAL, At, Big, Brace, Number, Op, Role, Symbol, Term, Word, free_symbols

MAX_EXPONENT = 10_000
MAX_DIGITS = 40
HALF = Rational(1, 2)
CURRENT = Symbol(Word("current", r"\cdot", "the step at which a parameter is now", Role.INDEX, NATURAL))
PARAMETER = "the parameter"  # the key of the point of a gradient that names none
RELATIONS = {"<": "lt", "<=": "le", ">": "gt", ">=": "ge"}


class Lowering(Products):
    """Reads the formulas of one statement."""

    # ------------------------------------------------------------ expressions

    def lower(self, x: Node, bound: dict[str, Symbol] | None = None) -> Term:
        """The term of an expression.

        Raises:
            NotRecurrence: for an expression about something else.
            NotUnderstood: for what could mean several things, or is not known.
        """
        b = bound or {}
        match x:
            case Num(text):
                return Number(_number(text, x.at))
            case Letter(name) if name in b and x.style in ("", "bold"):
                return b[name]
            case Letter(name):
                return self._letter(x, name)
            case Accent() | Bracketed():
                if isinstance(x, Bracketed):
                    raise NotRecurrence("an expectation", x.at)
                return self.value(self.occurrence(x, b), x.at)
            case Script():
                return self._script(x, b)
            case Group():
                return self._group(x, b)
            case Sum(items):
                return self._sum(x, items, b)
            case Product():
                return self.product(self.joined(x), b)
            case Signed(sign, body):
                inner = self.lower(body, b)
                return _negative(inner, body) if sign == "-" else inner
            case Fraction(Num(p), Num(q), True) if p.isdecimal() and q.isdecimal() and int(q):
                return Number(_number(p, x.at) / _number(q, x.at))
            case Fraction(top, bottom):
                return self.lower(top, b) / self.lower(bottom, b)
            case Root(body, degree):
                if degree is not None and flat(degree) != "2":
                    raise NotUnderstood("a root that is not a square root", x.at)
                return self.lower(body, b).sqrt()
            case BigSign():
                return self._big(x, b)
            case Call():
                return self._call(x, b)
            case Gradient():
                return self.gradient(x, b)
            case Cases():
                return self._cases(x, b)
            case Labelled(body, label, over):
                return Brace(self.lower(body, b), _label(label), over)
            case Listed():
                raise NotUnderstood("several expressions between commas", x.at)
            case Dots():
                raise NotUnderstood("dots outside of a sum", x.at)
        raise NotUnderstood("words inside an expression" if isinstance(x, Words) else "a relation inside", x.at)

    def _letter(self, x: Letter, name: str) -> Term:
        if name in ("infty", "partial"):
            raise NotRecurrence("infinity" if name == "infty" else "a derivative", x.at)
        if name in self.page.times and x.style == "":
            return self.step
        if x.style == "double":
            raise NotRecurrence(f"the set or operator {name}", x.at)
        if key(x) in self.page.functions:
            raise NotRecurrence(f"the function {name}", x.at)
        return self.value(Occurrence(key(x), shown(x)), x.at)

    def _script(self, x: Script, b: dict[str, Symbol]) -> Term:
        base = x.base
        if isinstance(base, (Group, Num, Gradient, Fraction, Call)) and not (isinstance(base, Group) and is_name(base)):
            if (
                isinstance(base, Group)
                and base.opening in ("|", r"\|", "lvert", "lVert", "langle")
                and x.sub is not None
            ):
                inner = self._measured(base, x.sub, b)
            elif x.sub is not None:
                raise NotUnderstood("a subscript on a bracket", x.at)
            elif isinstance(base, Group) and base.opening == "{":
                raise NotUnderstood("a power on braces that are not seen", x.at)
            else:
                inner = self.lower(base, b)
            return inner if x.sup is None else self.power(inner, x.sup, b)
        if isinstance(base, Letter) and base.name in b and x.sub is None and x.sup is not None:
            return self.power(b[base.name], x.sup, b)
        if letter(base) in self.page.times and x.sub is None and x.sup is not None and not x.primes:
            return self.power(self.step, x.sup, b)
        found = self.occurrence(x, b)
        root = key(base.base if isinstance(base, Script) else base)
        if root in self.page.functions and found.index is None:
            raise NotRecurrence(f"the function {root}", x.at)
        if isinstance(base, Bracketed) and found.index is None:
            raise NotRecurrence("an expectation", x.at)
        value = self.value(found, x.at)
        return value if found.power is None else self.power(value, found.power, b)

    def power(self, base: Term, exponent: Node, b: dict[str, Symbol]) -> Term:
        """A power; exponents are bounded before anything is computed."""
        e = self.lower(exponent, b)
        plain = _rational(e)
        if plain is None:
            return base**e
        if plain == HALF:
            return base.sqrt()
        if plain == -HALF:
            return 1 / base.sqrt()
        if plain.denominator != 1 or abs(plain) > MAX_EXPONENT:
            raise NotUnderstood(
                f"an exponent must be a whole number up to {MAX_EXPONENT}, 1/2, or an index", exponent.at
            )
        return base**e

    def _group(self, x: Group, b: dict[str, Symbol]) -> Term:
        match x.opening:
            case "|" | "lvert":
                if isinstance(x.body, Listed):
                    raise NotRecurrence("several things between bars", x.at)
                return abs(self.lower(x.body, b))
            case r"\|" | "lVert" | "langle":
                return self._measured(x, None, b)
            case "(" | "[" | "{" | "lbrack" | "lbrace":
                if isinstance(x.body, Listed):
                    raise NotRecurrence("a tuple, an interval or the arguments of a function", x.at)
                if x.opening == "{" and x.closing == "}" and isinstance(x.body, Sum):
                    self.note("braces that are not seen hold a sum; read as brackets")
                return self.lower(x.body, b)
        raise NotUnderstood("rounding brackets", x.at)

    def _measured(self, x: Group, sub: Node | None, b: dict[str, Symbol]) -> Term:
        """A norm, or an inner product, of this parameter or of all."""
        every = isinstance(sub, Words) and sub.text == "all"
        if sub is not None and not every and flat(sub) not in ("2",):
            raise NotUnderstood(f"a norm with the subscript {flat(sub)}", x.at)
        suffix = "_all" if every else ""
        if x.opening == "langle":
            if not isinstance(x.body, Listed) or len(x.body.items) != 2:
                raise NotUnderstood("angle brackets that hold no inner product", x.at)
            p, q = (self.lower(y, b) for y in x.body.items)
            return Op(f"dot{suffix}", (p, q))
        if x.opening in ("|", "lvert") and flat(sub) != "2":
            raise NotUnderstood("a subscript on bars", x.at)
        return Op(f"norm{suffix}", (self.lower(x.body, b),))

    def _sum(self, x: Sum, items: tuple[tuple[str, Node], ...], b: dict[str, Symbol]) -> Term:
        if any(isinstance(y, Dots) for _, y in items):
            return completed(
                [(sign, None if isinstance(y, Dots) else self.lower(y, b)) for sign, y in items], x.at, self
            )
        out: Term | None = None
        for sign, y in items:
            if out is None:
                out = self._first(sign, y, b)
            else:
                e = self.lower(y, b)
                out = out - e if sign == "-" else out + e
        assert out is not None
        return out

    def _first(self, sign: str, y: Node, b: dict[str, Symbol]) -> Term:
        """The first term of a sum: a minus belongs to the factor behind it."""
        if sign != "-":
            return self.lower(y, b)
        if isinstance(y, Product):
            (mark, first), *rest = self.joined(y).items
            return self.product(Product(((mark, Signed("-", first, at=first.at)), *rest), at=y.at), b)
        return _negative(self.lower(y, b), y)

    # ------------------------------------------------------------ signs with reach, functions, branches

    def _big(self, x: BigSign, b: dict[str, Symbol]) -> Term:
        if not isinstance(x.sub, Relation) or x.sub.sign != "=" or letter(x.sub.left) is None or x.sup is None:
            raise NotRecurrence("a sum without limits", x.at)
        name = letter(x.sub.left)
        assert name is not None
        i = index(name, shown(Letter(name)), "past step")
        low, high = self.index(x.sub.right, b), self.index(x.sup, b)
        if low is None or high is None:
            raise NotRecurrence(f"a sum to {flat(x.sup)}, which is no step", x.at)
        if name in self.page.times and any(i in free_symbols(end) for end in (low, high)):
            i = Symbol(Word(f"{name}_past", shown(Letter(name)), "past step", Role.INDEX, NATURAL))
        body = self.lower(x.body, {**b, name: i})
        return Big("product" if x.kind == "prod" else "sum", body, i, low, high)

    def _call(self, x: Call, b: dict[str, Symbol]) -> Term:
        every = isinstance(x.sub, Words) and x.sub.text == "all"
        if x.sub is not None and not (every and x.name == "size"):
            raise NotRecurrence(f"{x.name} over a range", x.at)
        args = x.args
        if x.name in ("max", "min") and len(args) > 1:
            out = self.lower(args[0], b)
            for y in args[1:]:
                out = Op(x.name, (out, self.lower(y, b)))
        elif x.name in ("sign", "abs", "sqrt", "size") and len(args) == 1:
            out = Op(f"size{'_all' if every else ''}" if x.name == "size" else x.name, (self.lower(args[0], b),))
        else:
            raise NotRecurrence(f"the function {x.name}", x.at)
        return out if x.sup is None else self.power(out, x.sup, b)

    def gradient(self, x: Gradient, b: dict[str, Symbol]) -> Term:
        """The gradient at its point; without a point, where the parameter is now."""
        if x.point is not None:
            body = x.point
            if isinstance(body, Listed):  # J(theta; x, y): what stands first
                self.note(f"the gradient is taken by {flat(body.items[0])}")
                body = body.items[0]
            return Op("grad", (self._point(body, b),))
        if b:
            raise NotUnderstood("a gradient inside a sum, without its point", x.at)
        if x.sub is not None and is_name(x.sub):
            return Op("grad", (self._point(x.sub, b),))
        return Op("grad", (At(self.letters.sequence(PARAMETER, r"\theta"), CURRENT),))

    def _point(self, x: Node, b: dict[str, Symbol]) -> Term:
        if isinstance(x, (Letter, Accent)) or (isinstance(x, Script) and is_name(x)):
            found = self.occurrence(x, b)
            unplaced = self.places is None or found.key not in self.places
            if found.index is None and found.power is None and unplaced:
                return At(self.letters.sequence(found.key, found.latex), CURRENT)
        return self.lower(x, b)

    def _cases(self, x: Cases, b: dict[str, Symbol]) -> Term:
        out: Term | None = None
        for value, condition in reversed(x.rows):
            e = self.lower(value, b)
            if isinstance(condition, Relation):
                if condition.sign not in RELATIONS:
                    raise NotUnderstood(f"a branch on '{condition.sign}'", condition.at)
                test = Op(RELATIONS[condition.sign], (self.lower(condition.left, b), self.lower(condition.right, b)))
                if out is None:
                    raise NotUnderstood("a branch whose last case has a condition", condition.at)
                out = Op("where", (test, e, out))
            elif out is None:
                out = e
            else:
                raise NotUnderstood("a branch with two cases that have no condition", condition.at)
        assert out is not None
        return out


def is_plain(x: Node) -> bool:
    """Whether an expression is made of numbers alone."""
    return not any(isinstance(y, (Letter, Accent, Bracketed, Gradient, Call, BigSign)) for y in walk(x))


def _number(text: str, at: int) -> Rational:
    if len(text) > MAX_DIGITS:
        raise NotUnderstood(f"a number of more than {MAX_DIGITS} digits", at)
    return Rational(text)


def _negative(x: Term, node: Node) -> Term:
    """A number with a minus is a number."""
    return Number(-x.fraction) if isinstance(node, Num) and isinstance(x, Number) else -x


def _rational(x: Term) -> Rational | None:
    match x:
        case Number(q):
            return q
        case Op("neg", (Number(q),)):
            return -q
        case Op("div", (Number(p), Number(q))) if q:
            return p / q
        case Op("neg", (Op("div", (Number(p), Number(q))),)) if q:
            return -p / q
        case Op("div", (Op("neg", (Number(p),)), Number(q))) if q:
            return -p / q
    return None


def _label(text: str) -> str:
    inner = text[1:-1] if text.startswith("(") and text.endswith(")") else text
    return inner if inner.isalnum() else text
