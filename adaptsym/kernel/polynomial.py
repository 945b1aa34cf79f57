"""Polynomials over opaque atoms, with exact coefficients."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from adaptsym.errors import ProofError
from adaptsym.kernel.linear import ONE, Linear, linear_term
from adaptsym.term import Number, Term

MAX_POWER = 32
MAX_MONOMIALS = 4_000
MAX_PRODUCTS = 100_000  # of two monomials each
MAX_BITS = 20_000  # of a power that is computed


class Atom:
    """What the polynomials do not look into. Two atoms are one if their tags and parts are the same.

    `term` is one way to write it (free of bound indices or not, as it was met); it plays no part in equality.
    """

    __slots__ = ("_hash", "key", "parts", "tag", "term")

    def __init__(self, tag: str, parts: tuple[object, ...], term: Term) -> None:
        self.tag, self.parts, self.term = tag, parts, term
        self.key = f"{tag}{parts!r}"
        self._hash = hash((tag, parts))

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return (
            isinstance(other, Atom)
            and self._hash == other._hash
            and self.tag == other.tag
            and self.parts == other.parts
        )

    def __hash__(self) -> int:
        return self._hash

    def __repr__(self) -> str:
        return self.key


Monomial = tuple[tuple[Atom, Linear], ...]
Polynomial = dict[Monomial, Fraction]
Frozen = tuple[tuple[Monomial, Fraction], ...]
UNIT: Monomial = ()


def plus(a: Polynomial, b: Polynomial, k: Fraction | int = 1) -> Polynomial:
    """a + k*b."""
    out = dict(a)
    add_to(out, b, k)
    return out


def add_to(out: Polynomial, b: Polynomial, k: Fraction | int = 1) -> None:
    """Add k*b to a polynomial in place."""
    for m, c in b.items():
        known = out.get(m)
        value = k * c if known is None else known + k * c
        if value:
            out[m] = value
        else:
            out.pop(m, None)


def times(a: Polynomial, b: Polynomial) -> Polynomial:
    """a * b."""
    out: Polynomial = {}
    if len(a) * len(b) > MAX_PRODUCTS:
        raise ProofError(f"a product has more than {MAX_PRODUCTS} terms when expanded")
    for m, c in a.items():
        for n, d in b.items():
            p = joined(m, n)
            known = out.get(p)
            value = c * d if known is None else known + c * d
            if value:
                out[p] = value
            else:
                out.pop(p, None)
        if len(out) > MAX_MONOMIALS:
            raise ProofError(f"a product has more than {MAX_MONOMIALS} terms when expanded")
    return out


def joined(m: Monomial, n: Monomial) -> Monomial:
    """The product of two monomials."""
    if not m or not n:
        return m or n
    out = dict(m)
    for atom, e in n:
        out[atom] = out[atom] + e if atom in out else e
    return ordered(out)


def ordered(exponents: Mapping[Atom, Linear]) -> Monomial:
    """The monomial of these exponents, in a fixed order, without those that are 0."""
    kept = ((a, e) for a, e in exponents.items() if e.terms or e.constant)
    return tuple(sorted(kept, key=lambda pair: pair[0].key))


def of_atom(atom: Atom, exponent: Linear = ONE) -> Polynomial:
    """An atom to a power, as a polynomial."""
    return {ordered({atom: exponent}): Fraction(1)}


def number(q: Fraction | int) -> Polynomial:
    """A constant, as a polynomial."""
    return {UNIT: Fraction(q)} if q else {}


def constant(p: Polynomial) -> Fraction | None:
    """The value of a polynomial that is a number; None for any other."""
    if not p:
        return Fraction(0)
    return p[UNIT] if len(p) == 1 and UNIT in p else None


def frozen(p: Polynomial) -> Frozen:
    """A hashable form, the same for equal polynomials."""
    return tuple(sorted(p.items(), key=lambda item: repr(item[0])))


def primitive(p: Polynomial) -> tuple[Fraction, Frozen]:
    """p as a number times a polynomial whose first coefficient is 1."""
    items = frozen(p)
    first = items[0][1]
    return first, tuple((m, c / first) for m, c in items)


def reciprocal(p: Polynomial) -> Polynomial:
    """1/p, as a polynomial over reciprocal atoms; 1/(1/a) is a (also where a is 0: reciprocals are total, 1/0 is 0)."""
    if not p:
        return {}
    if len(p) > 1:
        factor, rest = primitive(p)
        atom = Atom("reciprocal", (rest,), Number(Fraction(1)) / as_term(dict(rest)))
        return times(number(1 / factor), of_atom(atom))
    ((monomial, factor),) = p.items()
    out = number(1 / factor)
    for atom, e in monomial:
        if atom.tag == "reciprocal":
            inner = dict(shape_of(atom))
            if e.terms:
                raise ProofError(f"the reciprocal of {atom.term} to a symbolic power is outside the kernel's language")
            out = times(out, power(inner, e.constant))
        else:
            below = of_atom(Atom("reciprocal", (frozen(of_atom(atom)),), Number(Fraction(1)) / atom.term), e)
            out = times(out, below)
    return out


def shape_of(atom: Atom) -> Frozen:
    """The polynomial that a reciprocal atom is one over."""
    part = atom.parts[0]
    assert isinstance(part, tuple)
    return part


def computable(c: Fraction, n: int) -> bool:
    """Whether c**n is of a size that is computed."""
    return max(c.numerator.bit_length(), c.denominator.bit_length()) * abs(n) <= MAX_BITS


def power(p: Polynomial, n: int) -> Polynomial:
    """p**n for n >= 0, expanded."""
    if n > MAX_POWER:
        raise ProofError(f"the exponent {n} is larger than {MAX_POWER}")
    if not all(computable(c, n) for c in p.values()):
        raise ProofError(f"a number of a power has more than {MAX_BITS} binary digits")
    out = number(1)
    for _ in range(n):
        out = times(out, p)
    return out


def monomial_term(m: Monomial) -> Term:
    """A monomial as a term."""
    parts = list(_factors(m))
    if not parts:
        return Number(Fraction(1))
    out = parts[0]
    for part in parts[1:]:
        out = out * part
    return out


def _factors(m: Monomial) -> Iterator[Term]:
    for atom, e in m:
        yield atom.term if e == ONE else atom.term ** linear_term(e)


def as_term(p: Polynomial) -> Term:
    """A polynomial as a term, its monomials in a fixed order, positive ones first."""
    out: Term | None = None
    for m, c in sorted(p.items(), key=lambda item: (item[1] < 0, repr(item[0]))):
        size = abs(c)
        part = monomial_term(m) if m else Number(size)
        if m and size != 1:
            part = Number(size) * part
        out = (part if c > 0 else -part) if out is None else out + part if c > 0 else out - part
    return Number(Fraction(0)) if out is None else out
