"""The search for proofs and for witnesses. Whatever it finds is judged by `adaptsym.kernel`."""

from adaptsym.kernel.check import check
from adaptsym.kernel.objects import Theorem
from adaptsym.proof.derive import closed_form
from adaptsym.proof.prove import derived_claims, prove
from adaptsym.proof.refute import refute
from adaptsym.proof.results import Result, Verdict, Witness

__all__ = [
    "Result",
    "Theorem",
    "Verdict",
    "Witness",
    "check",
    "closed_form",
    "derived_claims",
    "prove",
    "refute",
]
