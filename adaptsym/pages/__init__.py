"""The derivations that are published: words and order, one module a page. Their terms come from the catalogue."""

from __future__ import annotations

from adaptsym.pages import adagrad, adam, loss_and_gradient, momentum
from adaptsym.typeset.derivation import Derivation

_PAGES = (loss_and_gradient, momentum, adagrad, adam)


def pages() -> dict[str, Derivation]:
    """The pages by their names, in the order in which they are read.

    >>> list(pages())
    ['loss_and_gradient', 'momentum', 'adagrad', 'adam']
    """
    return {module.page.name: module.page for module in _PAGES}
