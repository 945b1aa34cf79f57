"""``python -m adaptsym``: the same as the command ``adaptsym``."""

import sys

from adaptsym.cli import main

if __name__ == "__main__":
    sys.exit(main())
