"""Adam: momentum and adaptive learning rates together, corrected for their start at zero."""

from adaptsym.pages.adam import page
from adaptsym.proof import prove
from adaptsym.typeset import render

if __name__ == "__main__":
    print(render(page, prove(page.spec))["adam.md"], end="")
