"""Optimizers from equations: one equation written once; its proof, page, program and picture follow from it.

>>> import adaptsym
>>> for result in adaptsym.prove(adaptsym.catalogue.gradient_descent):
...     print(result)
gradient_descent: parameter from the start: proved

Everything here is imported when it is first used: ``import adaptsym`` loads neither SymPy nor NumPy nor matplotlib.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from adaptsym import catalogue, notation
    from adaptsym.auditing.audit import audit
    from adaptsym.checking.check import check
    from adaptsym.claims import Claim, claim
    from adaptsym.comparison import equivalent
    from adaptsym.compile.runtime import compile_optimizer
    from adaptsym.errors import AdaptsymError
    from adaptsym.proof.prove import prove
    from adaptsym.proof.results import Result, Verdict
    from adaptsym.spec import Spec, optimizer
    from adaptsym.sympy_value import from_sympy
    from adaptsym.typeset import latex_document as derive

__version__ = "0.1.0"

# name -> the module that it comes from, and its name there; "" is the module itself
_HOMES = {
    "AdaptsymError": ("adaptsym.errors", "AdaptsymError"),
    "Claim": ("adaptsym.claims", "Claim"),
    "Result": ("adaptsym.proof.results", "Result"),
    "Spec": ("adaptsym.spec", "Spec"),
    "Verdict": ("adaptsym.proof.results", "Verdict"),
    "audit": ("adaptsym.auditing.audit", "audit"),
    "catalogue": ("adaptsym.catalogue", ""),
    "check": ("adaptsym.checking.check", "check"),
    "claim": ("adaptsym.claims", "claim"),
    "compile_optimizer": ("adaptsym.compile.runtime", "compile_optimizer"),
    "derive": ("adaptsym.typeset", "latex_document"),
    "equivalent": ("adaptsym.comparison", "equivalent"),
    "from_sympy": ("adaptsym.sympy_value", "from_sympy"),
    "notation": ("adaptsym.notation", ""),
    "optimizer": ("adaptsym.spec", "optimizer"),
    "prove": ("adaptsym.proof.prove", "prove"),
}

__all__ = [
    "AdaptsymError",
    "Claim",
    "Result",
    "Spec",
    "Verdict",
    "audit",
    "catalogue",
    "check",
    "claim",
    "compile_optimizer",
    "derive",
    "equivalent",
    "from_sympy",
    "notation",
    "optimizer",
    "prove",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for."""
    try:
        module, attribute = _HOMES[name]
    except KeyError:
        raise AttributeError(f"module 'adaptsym' has no attribute {name!r}") from None
    home = importlib.import_module(module)
    return getattr(home, attribute) if attribute else home


def __dir__() -> list[str]:
    """The public names."""
    return sorted([*__all__, "__version__"])
