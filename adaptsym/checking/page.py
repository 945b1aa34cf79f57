r"""What a whole page says about its letters: which one counts the steps, what a subscript or superscript means.

One table is made over all formulas of the page, and no formula is read without it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from adaptsym.checking.names import is_name, key, letter
from adaptsym.read.tokens import NotUnderstood
from adaptsym.read.tree import (
    Accent,
    Bracketed,
    Gradient,
    Group,
    Letter,
    Listed,
    Node,
    Num,
    Product,
    Script,
    Signed,
    Sum,
    parts,
)

JOINABLE = ("d", "Delta", "delta")  # letters that may be the first half of a name: dW, \Delta\theta
Shifted = tuple[str | None, int]


def shifted(x: Node | None) -> Shifted | None:
    """(letter, k) of ``t``, ``t+1``, ``1+t``; (None, k) of a number; None for anything else."""
    match x:
        case Num(text) if text.isdecimal() and len(text) < 6:
            return None, int(text)
        case Sum((("", a), (sign, Num(text)))) if letter(a) and text.isdecimal() and len(text) < 6:
            return letter(a), int(text) if sign == "+" else -int(text)
        case Sum((("", Num(text)), ("+", a))) if letter(a) and text.isdecimal() and len(text) < 6:
            return letter(a), int(text)
    return (letter(x), 0) if letter(x) else None


def entries(x: Node | None) -> tuple[Node, ...]:
    """The entries of a subscript."""
    return () if x is None else x.items if isinstance(x, Listed) else (x,)


def framed(x: Node | None) -> Node | None:
    r"""What stands in ``^{(t)}`` or ``^{\langle t\rangle}``."""
    return x.body if isinstance(x, Group) and x.opening in ("(", "langle") else None


def steps(x: Node, *, wordless: bool = True) -> Iterable[Node]:
    """A node and what is below it; a run of three letters or more in a script is a word, and its letters none."""
    yield x
    for part in parts(x):
        if wordless and isinstance(x, Script) and part is not x.base and is_word(part):
            continue
        yield from steps(part, wordless=wordless)


def is_word(x: Node) -> bool:
    """Whether letters side by side spell a word: ``corrected``, ``new``."""
    return (
        isinstance(x, Product)
        and len(x.items) > 2
        and all(not sign and isinstance(y, Letter) and len(y.name) == 1 for sign, y in x.items)
    )


@dataclass(frozen=True)
class Page:
    """The table.

    Attributes:
        step: the letter that counts the steps.
        times: all letters that do so somewhere on the page.
        below, above, framed: by key of a base, the shifted letters seen in its subscripts, bare superscripts,
            superscripts in brackets.
        bare: keys that occur without any script.
        stepped: bases whose bare superscript is the step, because a left side is written so.
        called: names whose step stands in brackets behind them, ``m(t)``.
        functions: names that are functions: the loss, a model.
        numbered: bases that carry a number beside the step, \rho_{1,t}: their numbers are part of the name.
        joined: letters that only ever stand directly before a name: dW is one name.
    """

    step: str
    times: frozenset[str]
    below: dict[str, frozenset[Shifted]]
    above: dict[str, frozenset[Shifted]]
    framed: dict[str, frozenset[Shifted]]
    bare: frozenset[str]
    stepped: frozenset[str]
    called: frozenset[str]
    functions: frozenset[str]
    numbered: frozenset[str]
    joined: frozenset[str]

    def carries_step(self, base: str) -> bool:
        """Whether a base carries the step as a subscript somewhere."""
        return any(name in self.times for name, _ in self.below.get(base, ()))


@dataclass
class _Seen:
    below: dict[str, set[Shifted]] = field(default_factory=dict)
    above: dict[str, set[Shifted]] = field(default_factory=dict)
    framed: dict[str, set[Shifted]] = field(default_factory=dict)
    bare: set[str] = field(default_factory=set)
    moved: set[str] = field(default_factory=set)  # letters that occur with + or - a number in a script
    functions: set[str] = field(default_factory=set)
    numbered: set[str] = field(default_factory=set)
    applied: dict[str, set[Shifted]] = field(default_factory=dict)


def page(trees: Iterable[Node], heads: Iterable[Node]) -> Page:
    """The table over all formulas, `heads` being the left sides of what is displayed."""
    trees, heads = list(trees), list(heads)
    joined = frozenset(x for x in JOINABLE if _always_joined(trees, x))
    seen = _Seen()
    for tree in trees:
        _see(tree, seen, joined)
    votes: Counter[str] = Counter()
    called: set[str] = set()
    stepped: set[str] = set()
    for head in heads:
        x = _unjoined(head, joined)
        if isinstance(x, Script) and is_name(x):
            above = framed(x.sup)
            candidates = [*entries(x.sub), above if above is not None else x.sup]
            votes.update({s[0] for q in candidates if (s := shifted(q)) and s[0]})
        match with_joined(x, joined) if isinstance(x, Product) else x:
            case Product((("", name), ("", Group("(", body)))) if is_name(name) and (s := shifted(body)) and s[0]:
                if any(other in seen.moved or other == "t" for other, _ in seen.applied.get(_key(name), ())):
                    votes[s[0]] += 1
                    called.add(_key(name))
    times = {x for x in votes if (x in seen.moved and len(x) == 1) or x in ("t", "tau")} or {"t"}
    if "tau" in times and times - {"tau"}:
        times -= {"tau"}
    for head in heads:
        x = _unjoined(head, joined)
        if isinstance(x, Script) and x.sup is not None and framed(x.sup) is None and is_name(x):
            s = shifted(x.sup)
            if s and s[0] in times:
                stepped.add(_key(x.base))
    step = max(sorted(times), key=lambda x: (votes[x], x == "t"))
    return Page(
        step,
        frozenset(times),
        _frozen(seen.below),
        _frozen(seen.above),
        _frozen(seen.framed),
        frozenset(seen.bare),
        frozenset(stepped),
        frozenset(called),
        frozenset(seen.functions - called),
        frozenset(seen.numbered),
        joined,
    )


def _frozen(table: dict[str, set[Shifted]]) -> dict[str, frozenset[Shifted]]:
    return {k: frozenset(v) for k, v in table.items()}


def _key(x: Node) -> str:
    try:
        return key(x)
    except NotUnderstood:
        return ""


def _unjoined(x: Node, joined: frozenset[str]) -> Node:
    """A left side such as dW_t: the name behind the joined letter, with its scripts."""
    match x:
        case Product((("", Letter(first)), ("", rest))) if first in joined and is_name(rest):
            return joined_name(first, rest)
    return x


def with_joined(x: Product, joined: frozenset[str]) -> Product:
    """The product with dW and the like as one name."""
    out: list[tuple[str, Node]] = []
    items = list(x.items)
    while items:
        sign, a = items.pop(0)
        inner = a.body if isinstance(a, Signed) else a
        if isinstance(inner, Letter) and inner.name in joined and items and not items[0][0] and is_name(items[0][1]):
            name = joined_name(inner.name, items.pop(0)[1])
            a = Signed(a.sign, name, at=a.at) if isinstance(a, Signed) else name
        out.append((sign, a))
    return Product(tuple(out), at=x.at)


def joined_name(first: str, rest: Node) -> Node:
    """``d`` and ``W_t`` as one name with the scripts of the second."""
    base = rest.base if isinstance(rest, Script) else rest
    name = Letter(f"{first} {key(base)}", at=rest.at)
    return Script(name, rest.sub, rest.sup, rest.primes, at=rest.at) if isinstance(rest, Script) else name


def _see(tree: Node, seen: _Seen, joined: frozenset[str]) -> None:
    scripted: set[int] = set()
    for x in steps(tree):
        if isinstance(x, Product):
            _see_product(x, seen, joined)
        if isinstance(x, Gradient):
            of = x.of.base if isinstance(x.of, Script) else x.of
            if isinstance(of, Letter):
                seen.functions.add(_key(of))
        if isinstance(x, Script) and is_name(x):
            base = _key(x.base)
            scripted.add(id(x.base))
            _see_scripts(x, base, seen)
        elif isinstance(x, (Letter, Accent, Bracketed)) and id(x) not in scripted:
            seen.bare.add(_key(x))


def _see_scripts(x: Script, base: str, seen: _Seen) -> None:
    if len(entries(x.sub)) > 1 and any(isinstance(q, Num) for q in entries(x.sub)):
        seen.numbered.add(base)
    for q in entries(x.sub):
        if s := shifted(q):
            seen.below.setdefault(base, set()).add(s)
            seen.moved |= {s[0]} if s[0] and s[1] else set()
    if x.sup is not None:
        inside = framed(x.sup)
        if s := shifted(inside if inside is not None else x.sup):
            (seen.framed if inside is not None else seen.above).setdefault(base, set()).add(s)
            seen.moved |= {s[0]} if s[0] and s[1] else set()
    elif x.sub is None:
        seen.bare.add(base)


def _see_product(x: Product, seen: _Seen, joined: frozenset[str]) -> None:
    for (_, a), (sign, b) in zip(x.items, x.items[1:], strict=False):
        if not sign and isinstance(a, Letter) and a.name in joined and isinstance(b, Script) and is_name(b):
            _see_scripts(b, _key(joined_name(a.name, b.base)), seen)
    items = with_joined(x, joined).items
    for (_, a), (sign, b) in pairwise(items):
        if sign:
            continue
        if isinstance(b, Group) and b.opening == "(" and is_name(a):
            name = _key(a.base if isinstance(a, Script) else a)
            if isinstance(b.body, Listed) or (isinstance(a, Script) and a.primes):
                seen.functions.add(name)
            elif s := shifted(b.body):
                seen.applied.setdefault(name, set()).add(s)
                seen.moved |= {s[0]} if s[0] and s[1] else set()


def _always_joined(trees: list[Node], first: str) -> bool:
    """Whether a letter stands directly before a name wherever it stands."""
    count = 0
    for tree in trees:
        inside: set[int] = set()
        for x in steps(tree):
            if isinstance(x, Product):
                for (_, a), (sign, b) in zip(x.items, x.items[1:], strict=False):
                    if letter(a) == first and not sign and is_name(b):
                        inside.add(id(a))
        for x in steps(tree):
            if letter(x) == first:
                count += 1
                if id(x) not in inside:
                    return False
    return count > 0
