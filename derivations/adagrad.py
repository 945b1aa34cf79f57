"""AdaGrad: a learning rate for each element, divided by the squares that it has seen."""

from adaptsym.pages.adagrad import page
from adaptsym.proof import prove
from adaptsym.typeset import render

if __name__ == "__main__":
    print(render(page, prove(page.spec))["adagrad.md"], end="")
