"""``python examples/training [DIR]``: train, and write the pictures (into figures/ by default). Needs scikit-learn."""

import sys
from pathlib import Path

import pictures

pictures.main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[2] / "figures")
