r"""The as-written tree: what a page says, in the order in which it says it.

Python's own operators build the tree, so a formula keeps the order in which it was typed; nothing is
cancelled, sorted or evaluated here. ``==`` between two terms is an `Equation`, whose truth value is
'the same tree', so terms work as members of sets and keys of dictionaries. SymPy is met at two doors,
`Term.value` and SymPy objects handed to `term`; only there is it imported, and only when used.

    >>> from adaptsym.notation import g, gamma, t, velocity
    >>> velocity[t] == gamma*velocity[t-1] - g[t]
    velocity[t] == gamma*velocity[t - 1] - g[t]
"""

from adaptsym.term.build import (
    absolute,
    brace,
    dot,
    grad,
    hyperparameter,
    maximum,
    minimum,
    norm,
    product,
    sequence,
    sign,
    size,
    sqrt,
    total,
    where,
)
from adaptsym.term.rewrite import free_symbols, offset, rebuild, substitute, walk, without_braces
from adaptsym.term.tree import (
    COMPARISONS,
    OPERATORS,
    REDUCTIONS,
    Apply,
    At,
    Big,
    Brace,
    Equation,
    Number,
    Op,
    Sequence,
    Symbol,
    Term,
    TermLike,
    children,
    is_sympy,
    plain_text,
    term,
)
from adaptsym.term.words import COUNT, NATURAL, NONNEGATIVE, POSITIVE, REAL, UNIT, Domain, Kind, Role, Word

__all__ = [
    "COMPARISONS",
    "COUNT",
    "NATURAL",
    "NONNEGATIVE",
    "OPERATORS",
    "POSITIVE",
    "REAL",
    "REDUCTIONS",
    "UNIT",
    "Apply",
    "At",
    "Big",
    "Brace",
    "Domain",
    "Equation",
    "Kind",
    "Number",
    "Op",
    "Role",
    "Sequence",
    "Symbol",
    "Term",
    "TermLike",
    "Word",
    "absolute",
    "brace",
    "children",
    "dot",
    "free_symbols",
    "grad",
    "hyperparameter",
    "is_sympy",
    "maximum",
    "minimum",
    "norm",
    "offset",
    "plain_text",
    "product",
    "rebuild",
    "sequence",
    "sign",
    "size",
    "sqrt",
    "substitute",
    "term",
    "total",
    "walk",
    "where",
    "without_braces",
]
