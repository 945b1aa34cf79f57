"""The loss, its gradient, and gradient descent."""

from adaptsym.pages.loss_and_gradient import page
from adaptsym.proof import prove
from adaptsym.typeset import render

if __name__ == "__main__":
    print(render(page, prove(page.spec))["loss_and_gradient.md"], end="")
