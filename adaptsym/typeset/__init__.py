"""Pages: terms, proofs and whole derivations in LaTeX and Markdown, in the order in which they are written."""

from adaptsym.typeset.derivation import Derivation, render
from adaptsym.typeset.listing import latex_document
from adaptsym.typeset.printer import Printer, latex

__all__ = ["Derivation", "Printer", "latex", "latex_document", "render"]
