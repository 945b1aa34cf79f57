"""Tree to SymPy and back: the one module that knows SymPy, and the one place where assumptions are made.

Symbols are only real, or integer for indices: with more assumptions SymPy rewrites roots by itself, and
0 <= rho < 1 cannot be said. Sequences are undefined functions of their index.

    >>> from adaptsym.notation import g, gamma, i, t, total
    >>> value(total(gamma**(t - i)*g[i], i, 1, t))
    Sum(gamma**(-i + t)*g(i), (i, 1, t))
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import sympy as sp

from adaptsym import notation
from adaptsym.errors import TermError
from adaptsym.term import (
    Apply,
    At,
    Big,
    Brace,
    Equation,
    Number,
    Op,
    Role,
    Sequence,
    Symbol,
    Term,
    Word,
)

FUNCTIONS: dict[str, Callable[..., Any]] = {
    "add": sp.Add,
    "sub": lambda a, b: a - b,
    "mul": sp.Mul,
    "div": lambda a, b: a / b,
    "pow": sp.Pow,
    "neg": lambda a: -a,
    "sqrt": sp.sqrt,
    "abs": sp.Abs,
    "sign": sp.sign,
    "max": sp.Max,
    "min": sp.Min,
    "gt": sp.Gt,
    "ge": sp.Ge,
    "lt": sp.Lt,
    "le": sp.Le,
    "where": lambda c, a, b: sp.Piecewise((a, c), (b, True)),
    **{name: sp.Function(name) for name in ("dot", "norm", "size", "dot_all", "norm_all", "size_all", "grad")},
}
_BY_CLASS = {f: op for op, f in FUNCTIONS.items() if isinstance(f, type) and op not in ("add", "mul", "pow")}


def symbol(word: Word) -> sp.Symbol:
    """The SymPy symbol of a word: real, or integer for an index."""
    return sp.Symbol(word.name, integer=True) if word.role is Role.INDEX else sp.Symbol(word.name, real=True)


def value(x: Term) -> Any:
    """The SymPy expression of a tree. Braces vanish; SymPy may reorder and cancel, which the tree does not."""
    match x:
        case Number(q):
            return sp.Rational(q.numerator, q.denominator)
        case Symbol(word):
            return symbol(word)
        case At(word, index):
            return sp.Function(word.name)(value(index))
        case Apply(word, args, parameters):
            return sp.Function(word.name)(*map(value, args + parameters))
        case Brace(body):
            return value(body)
        case Op(op, args):
            return FUNCTIONS[op](*map(value, args))
        case Big(op, body, index, low, high):
            big = sp.Sum if op == "sum" else sp.Product
            return big(value(body), (value(index), value(low), value(high)))
    raise TypeError(f"no SymPy value for {type(x).__name__}")


def equation_value(e: Equation) -> Any:
    """The SymPy ``Eq`` of an equation, not evaluated."""
    return sp.Eq(value(e.left), value(e.right), evaluate=False)


# ---------------------------------------------------------------- and back, by conventions

Words = Mapping[Any, Symbol | Sequence]  # SymPy symbol or function class -> ours


def words(*own: Symbol | Sequence) -> Words:
    """How SymPy's symbols and functions are read: every row of the notation table, then one's own."""
    table: dict[Any, Symbol | Sequence] = {}
    for row in (*notation.rows().values(), *own):
        table[symbol(row.word) if isinstance(row, Symbol) else sp.Function(row.word.name)] = row
    return table


def from_sympy(e: Any, *own: Symbol | Sequence) -> Any:
    """A term (or an equation, from an ``Eq``) from a SymPy expression.

    Symbols are matched by name *and* assumptions to `adaptsym.notation` and to the symbols and sequences
    given as `own`: a hyperparameter is ``Symbol(name, real=True)``, an index ``Symbol(name, integer=True)``,
    a sequence ``Function(name)(index)``. What SymPy has reordered is written by fixed conventions: numbers,
    constants, powers, sums, sequences, in this order; one fraction bar; 1 - x rather than -x + 1.

    Raises:
        TermError: for a symbol that is in no table, a float, or a function that a step cannot say.

    >>> from_sympy(sp.Symbol("eta", real=True)*sp.Function("g")(sp.Symbol("t", integer=True)))
    eta*g[t]
    """
    table = words(*own)
    if isinstance(e, sp.Equality):
        return Equation(written(e.lhs, table), written(e.rhs, table))
    return written(e, table)


def written_equation(e: Any) -> Equation:
    """An equation from a SymPy ``Eq`` over the notation table.

    Raises:
        TermError: for anything else.
    """
    if not isinstance(e, sp.Equality):
        raise TermError(f"{e} is not an equation: write sympy.Eq(left, right)")
    found = from_sympy(e)
    assert isinstance(found, Equation)
    return found


def written(e: Any, table: Words | None = None) -> Term:
    """A tree for a SymPy expression that nobody wrote, by the conventions of `from_sympy`."""
    known = words() if table is None else table

    def w(y: Any) -> Term:
        return written(y, known)

    e = sp.sympify(e) if isinstance(e, (int, Fraction)) else e
    if e in known:
        row = known[e]
        assert isinstance(row, Symbol)
        return row
    if e.is_Rational:
        return Number(Fraction(int(e.p), int(e.q)))
    if e.is_Symbol:
        raise TermError(
            f"the SymPy symbol {e} ({'integer' if e.is_integer else 'real' if e.is_real else 'no assumption'}) is in "
            "no table: give its row to from_sympy, and make it real=True (an index: integer=True)"
        )
    if isinstance(e, (sp.Sum, sp.Product)):
        return _written_big(e, known)
    if e.is_Add:
        return _written_sum(e, w)
    if e.is_Mul or (e.is_Pow and e.exp.is_number and e.exp.is_negative):
        return _written_product(e, w)
    if e.is_Pow:
        return Op("sqrt", (w(e.base),)) if e.exp == sp.S.Half else w(e.base) ** w(e.exp)
    if e.func in known:
        row = known[e.func]
        assert isinstance(row, Sequence)
        index = w(e.args[0])
        return row[_letter_first(index)]
    if isinstance(e, sp.Piecewise) and len(e.args) == 2 and e.args[1][1] == sp.true:
        (yes, condition), (no, _) = e.args
        return Op("where", (w(condition), w(yes), w(no)))
    if type(e) in _BY_CLASS:
        op = _BY_CLASS[type(e)]
        args = [w(a) for a in e.args]
        while op in ("max", "min") and len(args) > 2:
            args = [Op(op, (args[0], args[1])), *args[2:]]
        return Op(op, tuple(args))
    raise TermError(f"the SymPy expression {e} ({type(e).__name__}) cannot stand in an equation")


def _letter_first(index: Term) -> Term:
    """An index as every page has it: t + 1, not 1 + t."""
    match index:
        case Op("add", (Number() as k, rest)):
            return rest + k
    return index


def _written_big(e: Any, known: Words) -> Term:
    *inner, (k, low, high) = e.limits  # SymPy flattens nested sums; the last limits are the outermost
    body = type(e)(e.function, *inner) if inner else e.function
    index = known.get(k)
    if not isinstance(index, Symbol):
        raise TermError(f"the index {k} of a SymPy {type(e).__name__} is in no table: use one of i, j, k, integer=True")
    op = "sum" if isinstance(e, sp.Sum) else "product"
    return Big(op, written(body, known), index, written(low, known), written(high, known))


def _written_sum(e: Any, w: Callable[[Any], Term]) -> Term:
    first, *rest = sorted(e.args, key=lambda a: (a.could_extract_minus_sign(), _rank(a)))
    out = w(first)
    for a in rest:
        out = out - w(-a) if a.could_extract_minus_sign() else out + w(a)
    return out


def _written_product(e: Any, w: Callable[[Any], Term]) -> Term:
    if e.could_extract_minus_sign():
        return -w(-e)
    factors = e.args if e.is_Mul else (e,)
    below = [a for a in factors if a.is_Pow and a.exp.is_number and a.exp.is_negative]
    below += [sp.Integer(a.q) for a in factors if a.is_Rational and a.q != 1]
    if below:
        above = [sp.Integer(a.p) if a.is_Rational and a.q != 1 else a for a in factors if a not in below]
        return w(sp.Mul(*above)) / w(sp.Mul(*(a if a.is_Integer else 1 / a for a in below)))
    first, *rest = sorted(factors, key=_rank)
    out = w(first)
    for a in rest:
        out = out * w(a)
    return out


def _rank(a: Any) -> tuple[int, Any]:
    group = 1
    if a.is_number:
        group = 0
    elif a.has(sp.Sum, sp.Product):
        group = 4
    elif a.atoms(sp.core.function.AppliedUndef):
        group = 5
    elif a.is_Pow:
        group = 2
    elif a.is_Add:
        group = 3
    return group, sp.default_sort_key(a)
