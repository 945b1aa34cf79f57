"""What a Coq file rests on: every name that ``Print Assumptions`` gives, against an exact list."""

from __future__ import annotations

import re

# Coq's real numbers rest on these three; nothing else is let through.
ALLOWED = frozenset(
    {
        "ClassicalDedekindReals.sig_forall_dec",
        "ClassicalDedekindReals.sig_not_dec",
        "FunctionalExtensionality.functional_extensionality_dep",
    }
)
CLOSED = "Closed under the global context"
FORBIDDEN = re.compile(
    r"\b(Admitted|admit|Axioms?|Parameters?|Conjectures?|give_up|Unset|bypass_check|Set)\b|Guard Checking"
)


def assumptions(output: str) -> frozenset[str] | None:
    """The names in what ``Print Assumptions`` printed: every unindented one; None where nothing was printed.

    >>> sorted(assumptions("Axioms:\\nmine : 0 = 1\\nA.b\\n  : forall x : R,\\n    x = x\\n"))
    ['A.b', 'mine']
    >>> assumptions("Closed under the global context")
    frozenset()
    """
    lines = [line for line in output.splitlines() if line.strip()]
    if CLOSED in lines:
        return frozenset()
    if "Axioms:" not in lines:
        return None
    after = lines[lines.index("Axioms:") + 1 :]
    return frozenset(re.split(r"[\s:]", line, maxsplit=1)[0] for line in after if not line[0].isspace())


def unallowed(output: str) -> list[str]:
    """The assumptions that are not on the list, in order; or that there is no list of assumptions at all."""
    found = assumptions(output)
    return ["no list of assumptions"] if found is None else sorted(found - ALLOWED)


def forbidden(text: str) -> str | None:
    """The first word of a Coq text that would let something through unproved."""
    hit = FORBIDDEN.search(re.sub(r"\(\*.*?\*\)", "", text, flags=re.DOTALL))
    return None if hit is None else hit[0]
