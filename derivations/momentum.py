"""Momentum: the velocity as a discounted sum of all gradients so far."""

from adaptsym.pages.momentum import page
from adaptsym.proof import prove
from adaptsym.typeset import render

if __name__ == "__main__":
    print(render(page, prove(page.spec))["momentum.md"], end="")
