"""The derivations that are published: words and order, one module a subject. Their terms come from the catalogue."""

from __future__ import annotations

from adaptsym.pages import adagrad, adam, adam_variants, loss_and_gradient, momentum
from adaptsym.typeset.derivation import Derivation

_PAGES = (
    loss_and_gradient.page,
    momentum.page,
    adagrad.page,
    adam.page,
    adam_variants.outside,
    adam_variants.hat,
)


def pages() -> dict[str, Derivation]:
    """The pages by their names, in the order in which they are read.

    >>> list(pages())
    ['loss_and_gradient', 'momentum', 'adagrad', 'adam', 'adam_outside', 'adam_hat']
    """
    return {page.name: page for page in _PAGES}
