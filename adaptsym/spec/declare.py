"""The door for equations written in Python: a specification, checked."""

from __future__ import annotations

import re

from adaptsym.claims import Claim
from adaptsym.errors import SpecError
from adaptsym.spec.checks import (
    check_claims,
    check_heads,
    check_initial,
    check_order,
    check_roles,
    check_settings,
    check_words,
)
from adaptsym.spec.model import Spec
from adaptsym.term import (
    At,
    Equation,
    Number,
    Symbol,
    is_sympy,
)


def optimizer(name: str, *equations: Equation, source: str = "", claims: tuple[Claim, ...] = ()) -> Spec:
    """A checked specification from its equations, initial values and settings, in any order among these three.

    Args:
        name: letters, digits, ``-``, ``_`` and ``.``.
        equations: ``x[t] == ...`` (the step, in the order in which it happens), ``x[0] == ...`` (an initial
            value), ``eta == "0.001"`` (a usual value). SymPy equations are taken in as well.
        source: where the equations stand.
        claims: statements about the specification.

    Raises:
        SpecError: if the equations do not say one step of an optimizer; the message says what to mend.
    """
    if not isinstance(name, str) or not re.fullmatch(r"[A-Za-z][\w.\-]*", name):
        raise SpecError(f"{name!r} cannot name an optimizer: use letters, digits, '-', '_' and '.'")
    taken = tuple(_equation(name, e) for e in equations)
    initial = tuple(e for e in taken if isinstance(e.left, At) and isinstance(e.left.index, Number))
    settings = tuple(e for e in taken if isinstance(e.left, Symbol))
    steps = tuple(e for e in taken if e not in initial and e not in settings)
    spec = Spec(name, steps, initial, settings, claims, source)
    for check in (check_heads, check_words, check_roles, check_order, check_initial, check_settings):
        check(spec)
    check_claims(spec, claims)
    return spec


def _equation(name: str, e: object) -> Equation:
    if is_sympy(e):
        from adaptsym import sympy_value

        return sympy_value.written_equation(e)
    if not isinstance(e, Equation):
        raise SpecError(f"{name}: an equation is written left == right, got {e!r}")
    if e.asked:
        raise SpecError(f"{name}: write one == for each equation: a == b == c means (a == b) and (b == c) in Python")
    return e
