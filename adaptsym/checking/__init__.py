r"""Whether a page is right: every displayed equation gets a verdict from the page's own definitions.

>>> report = check(r"$$v_t = \gamma v_{t-1} + g_t = \sum_{i=1}^t \gamma^{t-i} g_i$$ with $v_0 = 0$.")
>>> [e.verdict for e in report.equations]
['definition', 'proved']
"""

from adaptsym.checking.check import check
from adaptsym.checking.documents import Update, document_updates, read_spec
from adaptsym.checking.report import Checked, Report

__all__ = ["Checked", "Report", "Update", "check", "document_updates", "read_spec"]
