"""The hub: an optimizer specification, the equations of one step in the order in which they happen.

What is a state, what a definition, what is kept for each element, is read off the indices and kinds and
never declared twice.

    >>> from adaptsym.notation import eta, g, grad, t, theta
    >>> descent = optimizer("descent", g[t] == grad(theta[t]), theta[t+1] == theta[t] - eta*g[t])
    >>> descent.transition["theta"]
    theta[t] - eta*g[t]
"""

from adaptsym.spec.checks import check_claim, misplaced
from adaptsym.spec.declare import optimizer
from adaptsym.spec.model import Spec
from adaptsym.spec.variants import renamed, renaming, replaced

__all__ = ["Spec", "check_claim", "misplaced", "optimizer", "renamed", "renaming", "replaced"]
