"""Products: one name, a function with its argument, or factors."""

from __future__ import annotations

from adaptsym.checking.names import flat, is_name, key, shown
from adaptsym.checking.naming import Naming, NotRecurrence
from adaptsym.checking.page import with_joined
from adaptsym.read.tokens import NotUnderstood
from adaptsym.read.tree import (
    Accent,
    BigSign,
    Fraction,
    Gradient,
    Group,
    Letter,
    Listed,
    Node,
    Num,
    Product,
    Script,
    Signed,
    walk,
)
from adaptsym.term import At, Symbol, Term


class Products(Naming):
    """Reads products; what their factors are is read by `lower`."""

    def lower(self, x: Node, bound: dict[str, Symbol] | None = None) -> Term:
        """The term of an expression."""
        raise NotImplementedError

    def gradient(self, x: Gradient, b: dict[str, Symbol]) -> Term:
        """The term of a gradient."""
        raise NotImplementedError

    def joined(self, x: Product) -> Product:
        """The product with dW and the like as one name."""
        return with_joined(x, self.page.joined)

    def product(self, x: Product, b: dict[str, Symbol]) -> Term:
        """The term of factors side by side."""
        if len(x.items) == 1:
            return self.lower(x.items[0][1], b)
        mean = next((y for _, y in x.items if isinstance(y, Gradient) and _over_data(y)), None)
        if mean is not None and all(y is mean or _is_share(y) for _, y in x.items):
            self.note("the gradient of a sum over data, with its factor, is read as the gradient")
            return self.gradient(mean, b)
        out: Term | None = None
        items = list(x.items)
        n = 0
        while n < len(items):
            sign, y = items[n]
            called = self._called(items, n, b)
            if called is not None:
                e, n = called
            else:
                if n and not sign and isinstance(y, Group) and y.opening in ("(", "["):
                    self._bracket(items[n - 1][1], y)
                if (
                    isinstance(y, Letter)
                    and y.name == "d"
                    and "d" not in b
                    and n + 1 < len(items)
                    and not items[n + 1][0]
                ):
                    raise NotUnderstood("d before a letter may be one name or a product", y.at)
                e = self.lower(y, b)
            if out is None:
                out = e
            elif sign == "/":
                out = out / e
                if n + 1 < len(items) and not items[n + 1][0]:
                    self.note("a/b c is read as (a/b) c")
            else:
                out = out * e
            n += 1
        assert out is not None
        return out

    def _called(self, items: list[tuple[str, Node]], n: int, b: dict[str, Symbol]) -> tuple[Term, int] | None:
        """A name with its step in brackets, ``m(t)``."""
        y = items[n][1]
        minus = isinstance(y, Signed) and y.sign == "-"
        name = y.body if isinstance(y, Signed) else y
        if n + 1 == len(items) or items[n + 1][0] or not is_name(name):
            return None
        behind = items[n + 1][1]
        base = name.base if isinstance(name, Script) else name
        if not isinstance(behind, Group) or behind.opening != "(" or key(base) not in self.page.called:
            return None
        at = self.index(behind.body, b)
        if at is None:
            return None
        found = self.occurrence(name, b)
        value: Term = At(self.letters.sequence(found.key, found.latex), at)
        return (-value if minus else value), n + 1

    def _bracket(self, before: Node, group: Group) -> None:
        """Whether a bracket behind a factor multiplies, or holds an argument."""
        name = before.body if isinstance(before, Signed) else before
        if not is_name(name):
            return
        base = name.base if isinstance(name, Script) else name
        primes = isinstance(name, Script) and name.primes
        known = key(base)
        if isinstance(group.body, Listed) or primes or known in self.page.functions:
            raise NotRecurrence(f"the function {flat(name)}", name.at)
        inside = group.body.base if isinstance(group.body, Script) else group.body
        lone = isinstance(inside, (Letter, Accent))
        scalar = isinstance(base, Letter) and (base.name[0].isascii() and len(base.name) > 1)  # a Greek letter
        if lone and not scalar:
            raise NotUnderstood(f"{flat(name)}(...) may be a product or a function", name.at)
        self.note(f"{shown(name)}(...) is read as a product")


def _over_data(x: Gradient) -> bool:
    """Whether a gradient is that of a sum over samples."""
    return any(isinstance(y, BigSign) for y in walk(x.of))


def _is_share(x: Node) -> bool:
    """1/m, 1/N."""
    return isinstance(x, Fraction) and isinstance(x.top, Num) and isinstance(x.bottom, (Letter, Num))
