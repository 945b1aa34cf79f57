"""How fast a step is: our backends beside their peers and the memory limit, in turn, in one process.

Quote ratios of one run, not times: machines differ, and are shared.

>>> rows = run(["momentum"], sizes=[1000], many=None, rounds=2, only=["limit", "NumPy by hand"])
>>> [(row["size"], row["name"]) for row in rows], rows[0]["over_limit"]
([(1000, 'limit'), (1000, 'NumPy by hand')], 1.0)
"""

from adaptsym.bench.measure import MANY, SIZES, Row, run, table

__all__ = ["MANY", "SIZES", "Row", "run", "table"]
