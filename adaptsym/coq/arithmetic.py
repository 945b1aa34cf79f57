"""That two terms are equal by arithmetic, in Coq: sums as combinations of shared ones, roots by their squares.

What the rule kernel's normal forms know is handed over as equations, which Coq then proves for itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from adaptsym.claims import Claim
from adaptsym.coq.statement import Section
from adaptsym.coq.text import PRODUCTS, ident, nat
from adaptsym.kernel.context import Context
from adaptsym.kernel.linear import Linear, linear
from adaptsym.kernel.normal import renamed_bound
from adaptsym.kernel.numeric import evaluated
from adaptsym.kernel.polynomial import frozen, monomial_term, times
from adaptsym.kernel.signs import nonnegative, positive
from adaptsym.term import Big, Kind, Number, Op, Role, Symbol, Term, Word, children, walk

Lines = list[str]


def block(lines: Lines) -> Lines:
    """Lines in braces."""
    if len(lines) == 1:
        return [f"{{ {lines[0]} }}"]
    return ["{ " + lines[0], *("  " + line for line in lines[1:-1]), f"  {lines[-1]} }}"]


@dataclass
class Arithmetic:
    """Goals of a claim that arithmetic closes, with the names that are used up on the way."""

    section: Section
    claim: Claim
    count: int = field(default=0)

    def name(self, letter: str) -> str:
        """A name for a hypothesis that is not in use."""
        self.count += 1
        return f"{letter}_{self.count}"

    def real(self, x: Term) -> str:
        """A term as Coq text."""
        return self.section.writer.real(x)

    def equal(self, ctx: Context, a: Term, b: Term) -> Lines:
        """That two terms are equal by arithmetic."""
        if self.real(a) == self.real(b):
            return ["reflexivity."]
        parts = list(dict.fromkeys((*_outer(a), *_outer(b))))
        lines = self._roots_alike(ctx, parts)
        sums, names, totals = self._sums(ctx, a, b)
        lines += sums
        parts = list(dict.fromkeys((*parts, *(y for x in totals for y in _outer(x)))))
        squares: dict[str, str] = {}
        for x in parts:
            if isinstance(x, Op) and x.op in ("sqrt", "abs", "norm", "norm_all") and self.real(x) not in squares:
                under = Op(PRODUCTS[x.op], (x.args[0], x.args[0])) if x.op in PRODUCTS else x.args[0]
                if x.op == "sqrt" and not nonnegative(ctx, under):
                    continue
                name, inner = self.name("Q"), self.section.writer.atom(under)
                squares[self.real(x)] = name
                text = self.real(x)
                if x.op != "abs":
                    lines.append(f"assert ({name} : {text} * {text} = {inner}) by (apply sqrt_sqrt; good).")
                else:
                    lines.append(f"pose proof (absolute_square {inner}) as {name}.")
                lines += [f"try rewrite {n} in {name}." for n in names]
        inner_quotients = self._inner_quotients(parts)
        if inner_quotients and not squares:
            more, by_powers = self._powers_of_numbers(ctx, parts, squares)
            tries = [*([by_powers] if by_powers else []), f"{inner_quotients}arithmetic"]
            return [*lines, *more, f"first [ {' | '.join(f'solve [{x}]' for x in tries)} | arithmetic ]."]
        if not squares:
            return [*lines, "arithmetic."]
        more, by_powers = self._powers_of_numbers(ctx, parts, squares)
        lines += more
        known = " ".join(squares.values())
        tries = [f"ring [{known}]", f"field [{known}]; all_nonzero"]
        if any(isinstance(x, Op) and x.op == "sign" for x in parts):
            tries.append("rewrite ?sgn_magnitude; ring")
        tries.append(f"{self._letters(_quotients_under_roots(parts))}field [{known}]; all_nonzero")
        tries.append(f"apply gap_is_quotient; [nonzero ()|{tries[-1]}]")
        tries += [f"repeat one_power; {x}" for x in tries]
        if by_powers:
            tries.insert(0, by_powers)
        return [*lines, f"first [ solve [arithmetic] | {' | '.join(f'solve [{x}]' for x in tries)} ]."]

    def _powers_of_numbers(self, ctx: Context, parts: list[Term], squares: dict[str, str]) -> tuple[Lines, str]:
        """Powers of a number by their lowest, which becomes a letter between 0 and 1: lines before, and a tactic."""
        least: dict[tuple[str, tuple[tuple[Word, int], ...]], list[Linear]] = {}
        for x in parts:
            e = linear(x.args[1]) if isinstance(x, Op) and x.op == "pow" and evaluated(x.args[0]) is not None else None
            if e is not None and e.terms and isinstance(x, Op):
                least.setdefault((self.section.writer.atom(x.args[0]), e.terms), []).append(e)
        if all(len(set(found)) == 1 for found in least.values()):
            return [], ""
        lines: Lines = []
        equations: list[str] = []
        kept: list[str] = []
        letters = ""
        below = dict.fromkeys(x.args[1] for x in parts if isinstance(x, Op) and x.op == "div" and _has_index(x.args[1]))
        for b in below:
            kept.append(self.name("Z"))
            lines.append(f"try assert ({kept[-1]} : {self.section.writer.atom(b)} <> 0) by nonzero ().")
        for (base, _), found in least.items():
            low = min(found, key=lambda e: e.constant)
            power = f"{base} ^ {nat(low)}"
            for e in dict.fromkeys(e for e in found if e != low):
                equations.append(self.name("P"))
                step = f"{base} ^ {e.constant - low.constant}"
                why = "rewrite <- pow_add; f_equal; lia"
                lines.append(f"try assert ({equations[-1]} : {base} ^ {nat(e)} = {step} * {power}) by ({why}).")
            for bound in (f"0 < {power}", f"0 <= 1 - {power}"):
                kept.append(self.name("B"))
                lines.append(f"try assert ({kept[-1]} : {bound}) by good.")
            letter = self.name("x")
            letters += f"set ({letter} := {power}) in *; clearbody {letter}; "
        for x in parts:
            if isinstance(x, Op) and x.op == "sqrt" and self.real(x) in squares and positive(ctx, x.args[0]):
                kept.append(self.name("B"))
                lines.append(f"try assert ({kept[-1]} : 0 < {self.real(x)}) by good.")
        if squares:  # whose radicands hold no quotient that `field` would read as one thing here, as another there
            letters += "rewrite ?pow_1 in *; "
            for base in dict.fromkeys(base for base, _ in least):
                kept.append(self.name("B"))
                lines.append(f"try assert ({kept[-1]} : 0 < {base} < 1) by lra.")
                letter = self.name("x")
                letters += f"set ({letter} := {base}) in *; clearbody {letter}; "
        kept += squares.values()
        rewritten = ", ".join(f"?{x}" for x in equations)
        names = " ".join(kept)
        field = f"field [{' '.join(squares.values())}]" if squares else "field"
        tactic = f"rewrite {rewritten} in *; clear - {names}; {letters}{field}; repeat split; first [assumption | nra]"
        return lines, tactic

    def _inner_quotients(self, parts: list[Term]) -> str:
        """Quotients that stand in denominators, as letters."""
        below = (x.args[1] for x in parts if isinstance(x, Op) and x.op == "div")
        return self._letters([y for b in below for y in _outer(b) if isinstance(y, Op) and y.op == "div"])

    def _letters(self, terms: Iterable[Term]) -> str:
        """A tactic that puts a letter for each of the terms."""
        found = dict.fromkeys(map(self.real, terms))
        return "".join(f"set (d_{n} := {text}) in *; clearbody d_{n}; " for n, text in enumerate(found))

    def _roots_alike(self, ctx: Context, parts: list[Term]) -> Lines:
        """Roots, absolute values and the like that are one for the arithmetic are written in one way."""
        lines: Lines = []
        first: dict[object, Op] = {}
        for x in parts:
            if not isinstance(x, Op) or x.op not in ("sqrt", "abs", "sign", "max", "min"):
                continue
            other = first.setdefault(frozen(ctx.normal(x)), x)
            if other.op != x.op or self.real(other) == self.real(x):
                continue
            name = self.name("A")
            inner: Lines = []
            for p, q in zip(x.args, other.args, strict=True):
                inner += block(self.equal(ctx, p, q))
            lines += [
                f"assert ({name} : {self.real(x)} = {self.real(other)}).",
                *block([f"apply f_equal{'2' if len(x.args) == 2 else ''}.", *inner]),
            ]
            lines.append(f"try rewrite {name}.")
        return lines

    def _sums(self, ctx: Context, a: Term, b: Term) -> tuple[Lines, list[str], list[Term]]:
        """Sums as combinations of sums that both sides share; the names of these equations, and the combinations."""
        left, right = ({self.real(x): x for x in _outer(y) if _is_sum(x)} for y in (a, b))
        if left.keys() == right.keys():
            return [], [], []
        known = (f.term for f in ctx.facts) if self.section.writer.vector else ()
        more = {self.real(x): x for y in known for x in _outer_of_facts(y)}
        lines: Lines = []
        totals: list[Term] = []
        named: list[tuple[int, str]] = []
        seen: dict[object, Term] = {}
        for text, x in {**left, **right, **more}.items():
            combined = _combination(ctx, x, seen)
            if combined is None or self.real(combined[0]) == text:
                continue
            whole_term, inside, body, target, bound = combined
            name = self.name("S")
            lines += [
                f"assert ({name} : {text} = {self.real(whole_term)}).",
                *block([f"linear_sums {bound}.", *self.equal(inside, body, target)]),
            ]
            named.append((len(text), name))
            totals.append(whole_term)
        names = [name for _, name in sorted(named, reverse=True)]  # a sum before those that stand in it
        for name in names:
            lines.append(f"try rewrite {name}.")
            if self.section.writer.vector:
                lines += [f"try rewrite {name} in given_{n}." for n, _ in enumerate(self.claim.given)]
        return lines, names, totals


def _quotients_under_roots(parts: Iterable[Term]) -> list[Term]:
    """Quotients that stand in radicands, the longest first."""
    under = (x.args[0] for x in parts if isinstance(x, Op) and x.op == "sqrt")
    found = [y for r in under for y in _outer(r) if isinstance(y, Op) and y.op == "div"]
    return sorted(found, key=lambda y: -len(str(y)))


def _has_index(x: Term) -> bool:
    """Whether a power in a term changes with an index."""
    return any(isinstance(y, Symbol) and y.word.role is Role.INDEX for y in walk(x))


def _is_sum(x: Term) -> bool:
    return (isinstance(x, Big) and x.op == "sum") or (isinstance(x, Op) and x.op in ("dot", "dot_all"))


def _outer(x: Term) -> Iterator[Term]:
    """The term and what is below it outside sums, the inner first."""
    if not isinstance(x, Big) and not (isinstance(x, Op) and x.op in PRODUCTS):
        for child in children(x):
            yield from _outer(child)
    yield x


def _added(parts: Iterable[Term]) -> Term:
    first, *rest = parts
    for x in rest:
        first = first + x
    return first


def _outer_of_facts(x: Term) -> Iterator[Term]:
    """The inner products that stand in a fact, also as norms."""
    for y in _outer(x):
        if isinstance(y, Op) and y.op in PRODUCTS:
            yield Op(PRODUCTS[y.op], (y.args[0], y.args[-1]))


def _combination(ctx: Context, x: Term, seen: dict[object, Term]) -> tuple[Term, Context, Term, Term, str] | None:
    """A sum as a combination of simpler ones; with the context, the body and the combination of bodies under it."""
    split = _split_inner(ctx, x) if isinstance(x, Op) else _split_sum(ctx, x)
    if split is None:
        return None
    parts: list[tuple[Term, Term]] = []
    for c, front, inner in split:
        shared = seen.setdefault(frozen(ctx.normal(inner)), inner)
        one = isinstance(front, Number) and front.fraction == 1
        parts.append((Number(c) if one else front if c == 1 else Number(c) * front, shared))
    if not parts:
        return None
    total = _added(front * inner for front, inner in parts)
    under = _added(front * _body(inner) for front, inner in parts)
    if isinstance(x, Big):
        depth = next(i.index for _, i in parts if isinstance(i, Big))
        inside = ctx.within(Big(x.op, renamed_bound(x.body, x.index, depth), depth, x.low, x.high))
        return total, inside, renamed_bound(x.body, x.index, depth), under, ident(depth.word.name)
    assert isinstance(x, Op)
    return total, ctx, x.args[0] * x.args[1], under, "e"


Split = list[tuple[Fraction, Term, Term]]  # numbers, what stands in front, and the sum of the rest


def _split_sum(ctx: Context, x: Term) -> Split | None:
    found: Split = []
    for monomial, c in ctx.normal(x).items():
        hit = [a for a, e in monomial if a.tag == "sum" and e == Linear((), 1) and _matches(a.term, x)]
        if len(hit) != 1:
            return None
        found.append((c, monomial_term(tuple(pair for pair in monomial if pair[0] != hit[0])), hit[0].term))
    return found


def _split_inner(ctx: Context, x: Op) -> Split | None:
    found: Split = []
    for monomial, c in times(ctx.normal(x.args[0]), ctx.normal(x.args[1])).items():
        front = tuple(pair for pair in monomial if pair[0].term.kind is not Kind.ARRAY)
        rest = tuple(pair for pair in monomial if pair[0].term.kind is Kind.ARRAY)
        if not rest:
            return None
        found.append((c, monomial_term(front), Op(x.op, (monomial_term(rest), Number(Fraction(1))))))
    return found


def _matches(inner: Term, x: Term) -> bool:
    if isinstance(x, Big):
        return isinstance(inner, Big) and linear(inner.low) == linear(x.low) and linear(inner.high) == linear(x.high)
    return isinstance(inner, Op)


def _body(inner: Term) -> Term:
    return inner.body if isinstance(inner, Big) else inner.args[0] * inner.args[1] if isinstance(inner, Op) else inner
