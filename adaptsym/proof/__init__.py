"""Truth: the kernel, its rules, certificates, and the search that finds proofs and witnesses."""

from adaptsym.proof.derive import closed_form
from adaptsym.proof.kernel import check
from adaptsym.proof.objects import Result, Theorem, Verdict, Witness
from adaptsym.proof.prove import derived_claims, prove
from adaptsym.proof.refute import refute

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
