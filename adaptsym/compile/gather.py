"""Array terms rewritten so that less is computed for each element. Each rewriting keeps the value.

A term is read as a product: a sign, shared factors and divisors (scalars), factors and divisors that are
arrays. Scalars come together through products, quotients, absolute values, and, where the domains make them
positive, through roots, signs and sums, to be computed once a step:

    >>> from adaptsym.notation import epsilon, eta, r, rho2, s, sqrt, t
    >>> gather([eta*((s[t]/2)/sqrt(r[t]/(1 - rho2) + epsilon))])
    [eta*sqrt(1 - rho2)/2*(s[t]/sqrt(r[t] + epsilon*(1 - rho2)))]

What is used more than once stays one value, so that it is computed once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce

from adaptsym.compile.signs import positive
from adaptsym.term import Kind, Number, Op, Term, children, rebuild

SMALL_POWERS = range(2, 5)
ONE = Number(Fraction(1))


def powers(x: Term) -> Term:
    """Small whole powers of arrays as products; half powers as roots; negative ones as quotients."""
    x = rebuild(x, powers)
    match x:
        case Op("pow", (a, Number(q))) if x.kind is Kind.ARRAY:
            if q == 0:
                return ONE
            if q < 0:
                return ONE / powers(a**-q)
            if q == 1:
                return a
            if q == Fraction(1, 2):
                return a.sqrt()
            if q in SMALL_POWERS:
                return reduce(lambda p, _: p * a, range(1, int(q)), a)
    return x


@dataclass(frozen=True)
class Product:
    """sign * over/under * (above/below), the first two scalar, the last two arrays."""

    negative: bool = False
    over: tuple[Term, ...] = ()
    under: tuple[Term, ...] = ()
    above: tuple[Term, ...] = ()
    below: tuple[Term, ...] = ()

    def __mul__(self, other: Product) -> Product:
        over, under = _cancelled(self.over + other.over, self.under + other.under)
        above, below = self.above + other.above, self.below + other.below
        return Product(self.negative != other.negative, over, under, above, below)

    @property
    def inverse(self) -> Product:
        """One over it."""
        return Product(self.negative, self.under, self.over, self.below, self.above)

    @property
    def flipped(self) -> Product:
        """Minus it."""
        return replace(self, negative=not self.negative)

    @property
    def arrays(self) -> Product:
        """The product without its scalars and sign."""
        return Product(above=self.above, below=self.below)

    @property
    def scalars(self) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
        """The scalar factors and divisors."""
        return self.over, self.under

    @property
    def positive(self) -> bool:
        """Whether the scalar part is positive by the domains."""
        return all(map(positive, self.over + self.under))

    def absolute_term(self) -> Term:
        """The term without the sign. Scalars go to the first factor, so that a square neither over- nor underflows."""
        scalar = scalar_term(self.over, self.under)
        above, below = list(self.above), _times(self.below)
        if below is None:
            if scalar is not None and above:
                above[0] = scalar * above[0]
            whole = _times(above)
            return whole if whole is not None else scalar if scalar is not None else ONE
        top = _times(above)
        if top is None:
            return (ONE if scalar is None else scalar) / below
        return top / below if scalar is None else scalar * (top / below)

    def term(self) -> Term:
        """The term of this product."""
        return -self.absolute_term() if self.negative else self.absolute_term()


def _times(factors: Iterable[Term]) -> Term | None:
    out: Term | None = None
    for f in factors:
        out = f if out is None else out * f
    return out


def _cancelled(over: tuple[Term, ...], under: tuple[Term, ...]) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
    """Equal factors above and below the bar leave; a divisor is not 0, or nothing was defined before."""
    above, below = Counter(over), Counter(under)
    both = above & below
    return tuple((above - both).elements()), tuple((below - both).elements())


def scalar_term(over: tuple[Term, ...], under: tuple[Term, ...]) -> Term | None:
    """A scalar from its factors and divisors; None for 1."""
    top, bottom = _times(over), _times(under)
    if bottom is None:
        return top
    return (ONE if top is None else top) / bottom


class Gatherer:
    """Reads terms as products. `often` holds the terms that stay whole."""

    def __init__(self, often: frozenset[Term]) -> None:
        self.often = often
        self.known: dict[Term, Product] = {}

    def product(self, x: Term) -> Product:
        """A term as a product; scalars are taken apart at their own bars and dots."""
        if x not in self.known:
            self.known[x] = self._product(x)
        return self.known[x]

    def factor(self, x: Term) -> Product:
        """The same, where x stands within a larger term: what is used often stays whole there."""
        p = self.product(x)
        if x in self.often and len(p.above) + len(p.below) > 1:
            return Product(p.negative, p.over, p.under, above=(p.arrays.term(),))
        return p

    def plain(self, x: Term) -> Term:
        """A term rewritten, to be used whole."""
        return self.factor(x).term()

    def _product(self, x: Term) -> Product:
        match x:
            case Number(q):
                size = () if abs(q) == 1 else (Number(abs(q)),)
                return Product(q < 0, over=size) if q else Product(over=(x,))
            case Op("mul", (a, b)):
                return self.factor(a) * self.factor(b)
            case Op("div", (a, b)):
                return self.factor(a) * self.factor(b).inverse
            case Op("neg", (a,)):
                return self.factor(a).flipped
        if x.kind is not Kind.ARRAY:
            return Product(over=(x,))
        match x:
            case Op("sqrt", (a,)):
                return self._through(a, lambda y: y.sqrt(), root=True)
            case Op("abs", (a,)):
                return self._through(a, abs)
            case Op("sign", (a,)):
                p = self.factor(a)
                inner = Op("sign", (p.arrays.term(),)) if p.positive else Op("sign", (p.term(),))
                return Product(p.negative and p.positive, above=(inner,))
            case Op("add", (a, b)):
                return self._sum(self.factor(a), self.factor(b))
            case Op("sub", (a, b)):
                return self._sum(self.factor(a), self.factor(b).flipped)
            case Op("max" | "min", (a, b)):
                return self._alike(x.op, self.factor(a), self.factor(b))
            case Op():
                return Product(above=(rebuild(x, self.plain),))
        return Product(above=(x,))

    def _through(self, a: Term, f: Callable[[Term], Term], *, root: bool = False) -> Product:
        """f(c*x) is f(c)*f(x) for positive c, f being a root or the absolute value."""
        p = self.factor(a)
        if not p.positive or (root and p.negative):
            return Product(above=(f(p.term()),))
        if not root:
            return Product(over=p.over, under=p.under, above=(f(p.arrays.term()),))
        over, under = ((f(c),) if (c := _times(part)) is not None else () for part in p.scalars)
        return Product(over=over, under=under, above=(f(p.arrays.term()),))

    def _sum(self, p: Product, q: Product) -> Product:
        """Common scalars of both sides leave the sum; those of an array beside a scalar leave it if positive."""
        over: tuple[Term, ...] = ()
        under: tuple[Term, ...] = ()
        if _is_array(p) and _is_array(q):
            if p.scalars == q.scalars and p.positive:
                over, under = p.scalars
        else:
            array = p if _is_array(p) else q
            if array.positive:
                over, under = array.scalars
        outside = Product(over=over, under=under)
        p, q = p * outside.inverse, q * outside.inverse
        first, second = p.absolute_term(), q.absolute_term()
        if p.negative and q.negative:
            return replace(outside, negative=True, above=(first + second,))
        if p.negative:
            return replace(outside, above=(second - first,))
        return replace(outside, above=(first - second if q.negative else first + second,))

    def _alike(self, op: str, p: Product, q: Product) -> Product:
        if p.scalars == q.scalars and p.positive and not (p.negative or q.negative) and _is_array(p) and _is_array(q):
            return Product(over=p.over, under=p.under, above=(Op(op, (p.arrays.term(), q.arrays.term())),))
        return Product(above=(Op(op, (p.term(), q.term())),))


def _is_array(p: Product) -> bool:
    return bool(p.above or p.below)


def used_often(terms: Iterable[Term]) -> frozenset[Term]:
    """The array operations that stand more than once under different parents, or twice under one."""
    uses: Counter[Term] = Counter()
    seen: set[Term] = set()

    def visit(x: Term) -> None:
        uses[x] += 1
        if x not in seen:
            seen.add(x)
            for child in children(x):
                visit(child)

    for x in terms:
        visit(x)
    return frozenset(x for x, n in uses.items() if n > 1 and isinstance(x, Op) and x.kind is Kind.ARRAY)


def count(terms: Iterable[Term]) -> int:
    """How many array operations a list of terms takes, equal ones once."""
    seen: set[Term] = set()

    def visit(x: Term) -> None:
        if x not in seen and x.kind is Kind.ARRAY:
            seen.add(x)
            for child in children(x):
                visit(child)

    for x in terms:
        visit(x)
    return sum(isinstance(x, Op) for x in seen)


def gather(terms: Iterable[Term]) -> list[Term]:
    """The terms with their shared factors gathered, wherever that leaves fewer array operations than before."""
    kept = [powers(x) for x in terms]
    often = used_often(kept)
    reader = Gatherer(often)
    written, together = [_associated(x, often) for x in kept], [reader.product(x).term() for x in kept]
    best = min(written, together, key=count)
    for n, x in enumerate(kept):
        changed = [*best[:n], reader.product(x).term(), *best[n + 1 :]]
        if count(changed) < count(best):
            best = changed
    return best


def _associated(x: Term, often: frozenset[Term]) -> Term:
    """As written, but c*(a*b) as (c*a)*b, which neither over- nor underflows where the product does not."""
    changed = rebuild(x, lambda child: _associated(child, often))
    match x, changed:
        case Op("mul", (_, inner)), Op("mul", (c, Op("mul", (a, b)))) if inner not in often:
            if c.kind is not Kind.ARRAY and a.kind is b.kind is Kind.ARRAY:
                return c * a * b
    return changed
