"""Terms as products of polynomials, in which equality is decided by expanding. Trusted, with the kernel's polynomials.

A term is, wherever it is defined, a number times powers of polynomials over atoms; what stands below a fraction has a
negative exponent. Roots, maxima, absolute values and signs are atoms, taken apart as far as signs are known. Every
denominator is taken to be different from 0 and every radicand not to be negative: whether they are is asked elsewhere.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from adaptsym.equivalence.budget import Budget
from adaptsym.equivalence.products import ONE, ZERO, Product, readings, single, square_part
from adaptsym.errors import ProofError
from adaptsym.kernel.context import Context
from adaptsym.kernel.linear import Linear, linear
from adaptsym.kernel.polynomial import (
    Atom,
    Frozen,
    Monomial,
    Polynomial,
    as_term,
    constant,
    frozen,
    joined,
    number,
    of_atom,
    ordered,
    plus,
    power,
    primitive,
    shape_of,
    times,
)
from adaptsym.kernel.signs import nonnegative, positive
from adaptsym.term import At, Kind, Number, Op, Symbol, Term

MAX_FACT = 6  # monomials of a fact that the kernel is told; a longer one is found by its form alone
MAX_READ = 10  # monomials of a polynomial whose sign the kernel is asked for


class Rational:
    """The products of terms, in one context."""

    def __init__(self, ctx: Context, budget: Budget | None = None) -> None:
        self.ctx, self.budget = ctx, budget
        self._known: dict[Term, Product] = {}
        self._squares: dict[Atom, Polynomial] = {}
        self._signs: dict[Frozen, int | None] = {}
        self._read: dict[tuple[Frozen, int, bool], bool] = {}
        self._facts: dict[Frozen, list[tuple[Fraction, bool]]] = {}
        for fact in ctx.facts:
            p = ctx.normal(fact.term)
            if p:
                sign, shape = primitive(p)
                self._facts.setdefault(shape, []).append((sign, fact.strict))
        short = tuple(fact for fact in ctx.facts if len(ctx.normal(fact.term)) <= MAX_FACT)
        self._reader = ctx if len(short) == len(ctx.facts) else replace(ctx, facts=short)

    def equal(self, x: Term, y: Term) -> bool:
        """Whether two terms are equal wherever both are defined.

        Raises:
            ProofError: past the limits of size, and for what is outside the language.
            Exhausted: past the budget.
        """
        return not self.of(x - y).number

    # ------------------------------------------------------------ terms

    def of(self, x: Term) -> Product:
        """A term as a product."""
        if x not in self._known:
            if self.budget is not None:
                self.budget.check()
            self._known[x] = self._of(x)
        return self._known[x]

    def _of(self, x: Term) -> Product:
        match x:
            case Number(q):
                return Product(q)
            case Op("add", (a, b)):
                return self._sum(self.of(a), self.of(b))
            case Op("sub", (a, b)):
                return self._sum(self.of(a), self.of(b).scaled(-ONE))
            case Op("neg", (a,)):
                return self.of(a).scaled(-ONE)
            case Op("mul", (a, b)):
                return self._reduced(self.of(a).times(self.of(b)))
            case Op("div", (a, b)):
                return self._reduced(self.of(a).times(self.of(b).over()))
            case Op("pow", (a, b)):
                return self._power(a, b)
            case Op("sqrt", (a,)):
                return self._root(self.of(a))
            case Op("abs", (a,)):
                return self._magnitude(self.of(a))
            case Op("sign", (a,)):
                return self._sign(self.of(a))
            case Op("max", (a, b)):
                return self._maximum(a, b)
            case Op("min", (a, b)):
                return self._maximum(-a, -b).scaled(-ONE)
            case Op("norm" | "norm_all" as op, (a,)):
                return self._root(self.of(Op(op.replace("norm", "dot"), (a, a))))
            case Op("dot" | "dot_all" as op, (a, b)):
                return self._inner(op, self.of(a).times(self.of(b)))
            case Symbol() | At() | Op("size" | "size_all", _):
                return self._split(self.ctx.normal(x))
        raise ProofError(f"{x} is not compared here")

    def _power(self, base: Term, exponent: Term) -> Product:
        e = linear(exponent)
        if e is None:
            below = self.term(self.of(base)) ** self.term(self.of(exponent))
            return self._split(self.ctx.normal(below))
        p = self.of(base)
        if not e.terms:
            if e.constant < 0:
                p = p.over()
            n = abs(e.constant)
            self._limit(n)
            if not p.number and not n:
                return Product(ONE)
            return self._reduced(Product(p.number**n, {f: n * k for f, k in p.factors.items() if n * k}))
        out = self._split(self.ctx.normal(Number(p.number) ** exponent))
        for f, k in p.factors.items():
            raised = self._split(self.ctx.normal(as_term(dict(f)) ** exponent))
            for _ in range(abs(k)):
                out = out.times(raised if k > 0 else raised.over())
        return out

    @staticmethod
    def _limit(n: int) -> None:
        if n > 32:
            raise ProofError(f"the exponent {n} is larger than 32")

    # ------------------------------------------------------------ sums

    def _sum(self, p: Product, q: Product) -> Product:
        """What both have in common, times the expanded sum of what is left."""
        if not p.number or not q.number:
            return q if not p.number else p
        common = {f: min(p.factors.get(f, 0), q.factors.get(f, 0)) for f in {**p.factors, **q.factors}}
        whole = plus(self._expanded(p, common), self._expanded(q, common))
        return self._reduced(self._split(whole).times(Product(ONE, {f: e for f, e in common.items() if e})))

    def _expanded(self, p: Product, common: dict[Frozen, int]) -> Polynomial:
        out = number(p.number)
        for f in sorted({**p.factors, **common}, key=repr):
            e = p.factors.get(f, 0) - common.get(f, 0)
            if e:
                out = times(out, power(dict(f), e))
        return self._squared(out)

    def _squared(self, p: Polynomial) -> Polynomial:
        """p with squares of roots and absolute values put in, until none is left."""
        out: Polynomial = {}
        changed = False
        for monomial, c in p.items():
            hit = next((a for a, e in monomial if not e.terms and e.constant >= 2 and a in self._squares), None)
            if hit is None:
                out = plus(out, {monomial: c})
            else:
                changed = True
                rest = joined(monomial, ((hit, Linear((), -2)),))
                out = plus(out, times({rest: c}, self._squares[hit]))
        return self._squared(out) if changed else out

    def _split(self, p: Polynomial) -> Product:
        """A polynomial as a number, the atoms that all of its monomials hold, and the rest."""
        value = constant(p)
        if value is not None:
            return Product(value)
        whole = [{a: e.constant for a, e in m if not e.terms} for m in p]
        content = {a: min(m.get(a, 0) for m in whole) for a in whole[0]}
        content = {a: e for a, e in content.items() if e > 0}
        rest: Polynomial = p
        if content:
            front: Monomial = ordered({a: Linear((), -e) for a, e in content.items()})
            rest = {joined(m, front): c for m, c in p.items()}
        factor, shape = primitive(rest)
        out = Product(factor, {} if constant(dict(shape)) is not None else {shape: 1})
        for a, e in content.items():
            below = self.of_atom(a)
            for _ in range(e):
                out = out.times(below)
        return out

    def of_atom(self, a: Atom) -> Product:
        """An atom as a factor; a reciprocal as what it is one over."""
        if a.tag == "reciprocal":
            return self._split(dict(shape_of(a))).over()
        return Product(ONE, {frozen(of_atom(a)): 1})

    def _reduced(self, p: Product) -> Product:
        """Squares of roots and absolute values among the factors put in."""
        out = p
        for f, e in p.factors.items():
            atom = single(f)
            if atom is not None and atom in self._squares and abs(e) >= 2:
                half = abs(e) // 2
                self._limit(half)
                inner = self._split(self._squares[atom])
                inner = inner if e > 0 else inner.over()
                out = out.times(Product(ONE, {f: -2 * half if e > 0 else 2 * half}))
                for _ in range(half):
                    out = out.times(inner)
        return self._reduced(out) if out is not p else p

    # ------------------------------------------------------------ atoms

    def term(self, p: Product) -> Term:
        """A product as a term: a quotient of expanded polynomials."""
        above = {f: e for f, e in p.factors.items() if e > 0}
        below = {f: -e for f, e in p.factors.items() if e < 0}
        top = as_term(self._expanded(Product(p.number, above), {}))
        return top / as_term(self._expanded(Product(ONE, below), {})) if below else top

    def sign_of(self, f: Frozen) -> int | None:
        """1 where a polynomial is known not to be negative, -1 where not positive, 0 where both; None otherwise."""
        if f not in self._signs:
            up, down = (self._reads(f, s, strict=False) for s in (1, -1))
            self._signs[f] = 0 if up and down else 1 if up else -1 if down else None
        return self._signs[f]

    def _reads(self, f: Frozen, s: int, *, strict: bool) -> bool:
        """Whether s times a polynomial is known to be above (or not below) 0: by a fact, or as the kernel reads it."""
        key = (f, s, strict)
        if key not in self._read:
            p = plus({}, dict(f), s)
            said = self._said(p, strict)
            sign = positive if strict else nonnegative
            self._read[key] = said or (len(p) <= MAX_READ and any(sign(self._reader, x) for x in readings(p)))
        return self._read[key]

    def _said(self, p: Polynomial, strict: bool) -> bool:
        factor, shape = primitive(p)
        known = self._facts.get(shape, ())
        return any((sign > 0) == (factor > 0) and (strictly or not strict) for sign, strictly in known)

    def _root(self, p: Product) -> Product:
        """Factor by factor, where their signs are known; the others together, above the fraction."""
        if not p.number:
            return p
        out, inside, below = Product(ONE), number(1), number(1)
        left = p.number
        for f, e in sorted(p.factors.items(), key=lambda item: repr(item[0])):
            sign = self.sign_of(f)
            even, odd = divmod(abs(e), 2)
            for _ in range(even):
                size = self._magnitude(Product(ONE, {f: 1}))
                out = out.times(size if e > 0 else size.over())
            if odd and sign is not None:
                left *= sign or 1
                root = self._root_atom(plus({}, dict(f), sign or 1))
                out = out.times(root if e > 0 else root.over())
            elif odd:
                inside = times(inside, dict(f))
                below = below if e > 0 else times(below, dict(f))
        inner, square = square_part(abs(left))
        out = out.scaled(square)
        if left < 0:
            inside = plus({}, inside, -1)
        if constant(inside) != 1:
            out = out.times(self._root_atom(times(inside, number(inner))))
        elif inner != 1:
            out = out.times(self._root_atom(number(inner)))
        if constant(below) != 1:
            out = out.times(self._magnitude(self._split(below)).over())
        return self._reduced(out)

    def _root_atom(self, p: Polynomial) -> Product:
        p = self._squared(p)
        (monomial,) = self.ctx.normal(Op("sqrt", (as_term(p),)))
        ((atom, _),) = monomial
        self._squares[atom] = p
        return Product(ONE, {frozen(of_atom(atom)): 1})

    def _magnitude(self, p: Product) -> Product:
        out = Product(abs(p.number))
        for f, e in p.factors.items():
            sign = self.sign_of(f)
            if sign is not None:
                size = Product(Fraction(sign or 1), {f: 1})
            else:
                (monomial,) = self.ctx.normal(Op("abs", (as_term(dict(f)),)))
                ((atom, _),) = monomial
                self._squares[atom] = self._squared(times(dict(f), dict(f)))
                size = Product(ONE, {frozen(of_atom(atom)): 1})
            for _ in range(abs(e)):
                out = out.times(size if e > 0 else size.over())
        return self._reduced(out)

    def _sign(self, p: Product) -> Product:
        out = Product(Fraction((p.number > 0) - (p.number < 0)))
        for f, e in p.factors.items() if p.number else ():
            if self.sign_of(f) == 0:
                return Product(ZERO)
            if self._strictly(f, 1) or self._strictly(f, -1):
                out = out.scaled(Fraction(1 if self._strictly(f, 1) or e % 2 == 0 else -1))
                continue
            atom = self._split(self.ctx.normal(Op("sign", (as_term(dict(f)),))))
            out = out.times(atom if e % 2 else atom.times(atom))
        return out

    def _strictly(self, f: Frozen, s: int) -> bool:
        return self._reads(f, s, strict=True)

    def _maximum(self, a: Term, b: Term) -> Product:
        """The larger, where it is known; otherwise what both have in common and is not negative stands in front."""
        p, q = self.of(a), self.of(b)
        gap = self._sum(p, q.scaled(-ONE))
        for side, s in ((p, 1), (q, -1)):
            if self._not_negative(gap.scaled(Fraction(s))):
                return side
        common = {f: min(p.factors.get(f, 0), q.factors.get(f, 0)) for f in {**p.factors, **q.factors}}
        shared = {f: e for f, e in common.items() if e and self.sign_of(f) == 1}
        by_form = sorted((p, q), key=lambda side: (not side.number, repr(sorted(side.factors.items(), key=repr))))
        front = Product(abs(by_form[0].number), shared)
        sides = [self.term(side.times(front.over())) for side in (p, q)]
        sides.sort(key=repr)
        return front.times(self._split(self.ctx.normal(Op("max", tuple(sides)))))

    def core(self, x: Term) -> tuple[Term, int]:
        """What decides the sign of a term, and whether it turns it: without factors whose signs are known."""
        p = self.of(x)
        turn = 1 if p.number >= 0 else -1
        left: dict[Frozen, int] = {}
        for f, e in p.factors.items():
            strict = next((s for s in (1, -1) if self._strictly(f, s)), None)
            if strict is None:
                left[f] = abs(e)
            elif e % 2:
                turn *= strict
        return self.term(Product(Fraction(abs(bool(p.number))), left)), turn

    def sign(self, x: Term) -> tuple[bool, bool, bool, bool]:
        """Whether a term is known to be above 0, at least 0, at most 0, below 0."""
        p = self.of(x)
        strict = bool(p.number) and all(self._strictly(f, 1) or self._strictly(f, -1) for f in p.factors)
        up, down = self._not_negative(p), self._not_negative(p.scaled(-ONE))
        return (up and strict, up, down, down and strict) if up or down else self._sign_together(x)

    def _sign_together(self, x: Term) -> tuple[bool, bool, bool, bool]:
        """What a fact says of the sign of a product whose factors have none that is known."""
        core, turn = self.core(x)
        p = self.ctx.normal(core)
        if not p:
            return False, True, True, False
        up, down = (plus({}, p, turn * s) for s in (1, -1))
        return self._said(up, True), self._said(up, False), self._said(down, False), self._said(down, True)

    def _not_negative(self, p: Product) -> bool:
        sign = 1 if p.number >= 0 else -1
        for f, e in p.factors.items():
            known = self.sign_of(f)
            if known == 0:
                return True
            if e % 2:
                if known is None:
                    return False
                sign *= known
        return sign > 0 or not p.number

    def _inner(self, op: str, p: Product) -> Product:
        """What is one number for all elements stands in front of an inner product."""
        kinds = (Kind.SHARED, Kind.OWN) if op == "dot" else (Kind.SHARED,)
        front = {f: e for f, e in p.factors.items() if as_term(dict(f)).kind in kinds}
        rest = Product(ONE, {f: e for f, e in p.factors.items() if f not in front})
        whole = self.ctx.normal(Op(op, (self.term(rest), Number(ONE))))
        out = Product(ZERO)
        for monomial, c in whole.items():
            part = Product(c)
            for atom, e in monomial:
                if e.terms or e.constant < 0:
                    part = part.times(self._split({((atom, e),): ONE}))
                    continue
                for _ in range(e.constant):
                    part = part.times(self.of_atom(atom))
            out = self._sum(out, part)
        return out.times(Product(p.number, front)) if p.number else p
