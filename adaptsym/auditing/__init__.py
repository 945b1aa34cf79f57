"""What running code really computes: read off it, named, held against what is published, and run beside it."""

from adaptsym.auditing.audit import audit
from adaptsym.auditing.report import Audit

__all__ = ["Audit", "audit"]
