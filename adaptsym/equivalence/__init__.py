"""Any two specifications held against each other, and any one against what has been published."""

from adaptsym.equivalence.compare import equivalent
from adaptsym.equivalence.identify import Identification, identify
from adaptsym.equivalence.probe import Witness
from adaptsym.equivalence.results import Agreement, Condition, Equivalence, Repair

__all__ = ["Agreement", "Condition", "Equivalence", "Identification", "Repair", "Witness", "equivalent", "identify"]
