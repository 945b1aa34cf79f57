"""Adam with its corrections moved into the learning rate."""

from adaptsym.pages.adam_variants import hat as page
from adaptsym.proof import prove
from adaptsym.typeset import render

if __name__ == "__main__":
    print(render(page, prove(page.spec))["adam_hat.md"], end="")
