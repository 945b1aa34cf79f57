"""Adam as its authors write it: epsilon beside the root."""

from adaptsym.pages.adam_variants import outside as page
from adaptsym.proof import prove
from adaptsym.typeset import render

if __name__ == "__main__":
    print(render(page, prove(page.spec))["adam_outside.md"], end="")
