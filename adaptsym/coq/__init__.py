"""Coq as the second kernel: theorems and refutations written as Coq files, compiled, and their assumptions read.

Only the standard library of Coq is used. What the rule kernel finds is a guide here and nothing that is believed:
each step of a derivation becomes a goal that Coq closes by its own means.
"""

from adaptsym.coq.run import CoqResult, prove_with_coq, require_coq

__all__ = ["CoqResult", "prove_with_coq", "require_coq"]
