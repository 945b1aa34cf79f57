r"""Names as pages write them: a key by which a name is known, its LaTeX, and a plain identifier.

>>> from adaptsym.read import expression, tokens
>>> key(expression(tokens(r"\hat{\mathbf{m}}"))), shown(expression(tokens(r"\hat{\mathbf{m}}")))
('hat(m)', '\\hat{\\mathbf{m}}')
"""

from __future__ import annotations

import keyword
import re

from adaptsym.read.tokens import GREEK, NotUnderstood
from adaptsym.read.tree import (
    Accent,
    Bracketed,
    Fraction,
    Group,
    Letter,
    Listed,
    Node,
    Num,
    Product,
    Relation,
    Root,
    Script,
    Sum,
    Words,
    parts,
)

_STYLES = {"bold": "mathbf", "script": "mathcal", "double": "mathbb", "upright": "mathrm", "fraktur": "mathfrak"}
_SEEN_STYLES = ("script", "double", "fraktur")  # styles that make another letter of it; bold is the same in bold
_SIGNS = {"": "", ".": r" \cdot ", "o": r" \odot ", "x": r" \times ", "/": "/"}


def letter(x: Node | None) -> str | None:
    """The name of a plain letter (bold is plain), None for anything else."""
    return x.name if isinstance(x, Letter) and x.style in ("", "bold", "upright") else None


def key(x: Node) -> str:
    """The key of a name.

    Raises:
        NotUnderstood: for what is no name.
    """
    match x:
        case Letter(name, style):
            return f"{style} {name}" if style in _SEEN_STYLES else name
        case Accent(kind, body):
            return f"{kind}({key(body)})"
        case Bracketed(head, body):
            return f"{key(head)}[{flat(body)}]"
        case Script():
            return flat(x)
        case Group("{", body):
            return key(body)
    raise NotUnderstood(f"{_WHAT.get(type(x).__name__, 'this')} is no name that could carry an index", x.at)


_WHAT = {"Fraction": "a fraction", "Sum": "a sum", "Product": "a product", "Group": "a bracket", "Num": "a number"}


def is_name(x: Node) -> bool:
    """Whether a node is a name, perhaps with scripts."""
    base = x.base if isinstance(x, Script) else x
    base = base.base if isinstance(base, Script) else base
    return isinstance(base, (Letter, Accent, Bracketed))


def flat(x: Node | None) -> str:
    """A node in one line, to compare and to name things by."""
    match x:
        case None:
            return ""
        case Letter(name):
            return name
        case Num(text) | Words(text):
            return text
        case Accent(kind, body):
            return f"{kind}({flat(body)})"
        case Bracketed(head, body):
            return f"{flat(head)}[{flat(body)}]"
        case Script(base, sub, sup, primes):
            low = f"_{flat(sub)}" if sub is not None else ""
            high = f"^{flat(sup)}" if sup is not None else ""
            return f"{flat(base)}{low}{high}{chr(39) * primes}"
        case Sum(items):
            return "".join(sign + flat(y) for sign, y in items)
        case Product(items):
            return "".join(sign + flat(y) for sign, y in items)
        case Listed(items):
            return ",".join(map(flat, items))
        case Group(opening, body, closing):
            return f"{opening}{flat(body)}{closing}"
        case Relation(left, sign, right):
            return f"{flat(left)}{sign}{flat(right)}"
    return f"{type(x).__name__}({','.join(map(flat, parts(x)))})"


def shown(x: Node | None) -> str:
    """A node as LaTeX, as far as names and their scripts go."""
    match x:
        case None:
            return ""
        case Letter(name) if " " in name:  # dW, \\Delta\\theta
            first, _, rest = name.partition(" ")
            space = " " if first in GREEK else ""
            return f"{shown(Letter(first))}{space}{shown(Letter(rest))}"
        case Letter(name, style):
            bare = f"\\{name}" if name in GREEK else name.replace("_", r"\_")
            style = style or ("upright" if len(name) > 1 and name not in GREEK else "")
            if style == "bold" and name in GREEK:
                return rf"\boldsymbol{{{bare}}}"
            return rf"\{_STYLES[style]}{{{bare}}}" if style else bare
        case Num(text):
            return text
        case Words(text):
            return (
                f"\\{text}" if text in ("top", "star", "ast", "dagger", "prime", "max", "min") else rf"\text{{{text}}}"
            )
        case Accent(kind, body):
            return rf"\{kind}{{{shown(body)}}}"
        case Bracketed(head, body):
            return f"{shown(head)}[{shown(body)}]"
        case Script(base, sub, sup, primes):
            low = f"_{_script(shown(sub))}" if sub is not None else ""
            high = f"^{_script(shown(sup))}" if sup is not None else ""
            return f"{shown(base)}{low}{chr(39) * primes}{high}"
        case Sum(items):
            return "".join(sign + shown(y) for sign, y in items)
        case Product(items):
            return "".join(_SIGNS.get(sign, " ") + shown(y) for sign, y in items)
        case Listed(items):
            return ",".join(map(shown, items))
        case Group(opening, body, closing):
            return f"{_delimiter(opening)}{shown(body)}{_delimiter(closing)}"
        case Relation(left, sign, right):
            return f"{shown(left)}{sign}{shown(right)}"
        case Fraction(top, bottom):
            return rf"\frac{{{shown(top)}}}{{{shown(bottom)}}}"
        case Root(body):
            return rf"\sqrt{{{shown(body)}}}"
    return r"\ldots"


def _script(text: str) -> str:
    return text if len(text) == 1 else f"{{{text}}}"


def _delimiter(text: str) -> str:
    return rf"\{text} " if text.isalpha() else rf"\{text}" if text in "{}" else text


def identifier(name: str, taken: set[str]) -> str:
    """A plain identifier for a key, that is not taken yet.

    >>> identifier("hat(m)", set()), identifier("E[g^2]", set()), identifier("theta'", {"theta"})
    ('m_hat', 'E_g2', 'theta_next')
    """
    text = re.sub(r"(\w+)\((.*)\)", r"\2_\1", name)
    text = re.sub(r"(\w+)\((.*)\)", r"\2_\1", text).replace("'", "_next")
    text = re.sub(r"[\[,;]", "_", text).replace(" ", "")
    text = "".join(c for c in text if c.isascii() and (c.isalnum() or c == "_")).strip("_")
    text = re.sub(r"_+", "_", text)
    if not text or not text[0].isalpha():
        text = f"x{text}"
    text = {"lambda": "lam"}.get(text, f"{text}_" if keyword.iskeyword(text) else text)
    found, n = text, 1
    while found in taken:
        n += 1
        found = f"{text}_{n}"
    return found
