"""Numbers times powers of polynomials, and ways to read a polynomial. Trusted, with the kernel's polynomials."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from math import isqrt

from adaptsym.errors import ProofError
from adaptsym.kernel.linear import Linear
from adaptsym.kernel.polynomial import Atom, Frozen, Monomial, Polynomial, as_term, monomial_term
from adaptsym.term import At, Number, Role, Symbol, Term

ONE, ZERO = Fraction(1), Fraction(0)


@dataclass(frozen=True)
class Product:
    """A number times powers of polynomials; no power is 0, and nothing stands beside the number 0."""

    number: Fraction
    factors: dict[Frozen, int] = field(default_factory=dict)

    def over(self) -> Product:
        """One over it."""
        if not self.number:
            raise ProofError("a denominator is 0")
        return Product(1 / self.number, {f: -e for f, e in self.factors.items()})

    def times(self, other: Product) -> Product:
        """The product of both."""
        if not self.number or not other.number:
            return Product(ZERO)
        out = dict(self.factors)
        for f, e in other.factors.items():
            out[f] = out.get(f, 0) + e
        return Product(self.number * other.number, {f: e for f, e in out.items() if e})

    def scaled(self, q: Fraction) -> Product:
        """q times it."""
        return Product(self.number * q, self.factors if q and self.number else {})


def readings(p: Polynomial) -> tuple[Term, ...]:
    """Ways to write a polynomial from which its sign may be read off."""
    return tuple(dict.fromkeys((as_term(p), collected(p))))


def collected(p: Polynomial) -> Term:
    """What stands before each product of states and gradients collected: (1 - rho)*(g*g)."""
    groups: dict[Monomial, Polynomial] = {}
    for monomial, c in p.items():
        front = tuple((atom, e) for atom, e in monomial if _is_setting(atom))
        rest = tuple((atom, e) for atom, e in monomial if not _is_setting(atom))
        groups.setdefault(rest, {})[front] = c
    out: Term | None = None
    for rest, coefficient in groups.items():
        part = as_term(coefficient) * monomial_term(rest) if rest else as_term(coefficient)
        out = part if out is None else out + part
    return Number(ZERO) if out is None else out


def _is_setting(atom: Atom) -> bool:
    x = atom.term
    return isinstance(x, (Symbol, At)) and x.word.role is not Role.SEQUENCE


def single(f: Frozen) -> Atom | None:
    """The atom that a factor is, where it is one."""
    if len(f) != 1:
        return None
    ((monomial, c),) = f
    return monomial[0][0] if c == 1 and len(monomial) == 1 and monomial[0][1] == Linear((), 1) else None


def square_part(q: Fraction) -> tuple[Fraction, Fraction]:
    """q as (rest, root) with q = rest*root**2, the rest whole and without small square factors."""
    root, rest = Fraction(1, q.denominator), q.numerator * q.denominator
    whole = isqrt(rest)
    if whole * whole == rest:
        return ONE, root * whole
    for n in range(2, 1000):
        if n * n > rest:
            break
        while rest % (n * n) == 0:
            rest, root = rest // (n * n), root * n
    return Fraction(rest), root
