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
LISTED = "Axioms:"
FORBIDDEN = re.compile(
    r"(?<![\w'])(?:Admitted|admit|Axioms?|Parameters?|Conjectures?|give_up|Unset|bypass_check|Set|Notation|Infix|Declare)"
    r"(?![\w'])|Guard Checking|\"|\(\*|\*\)"
)


def assumptions(output: str) -> frozenset[str] | None:
    """The names in what ``Print Assumptions`` printed: every unindented one; None without exactly one list.

    >>> sorted(assumptions("Axioms:\\nmine : 0 = 1\\nA.b\\n  : forall x : R,\\n    x = x\\n"))
    ['A.b', 'mine']
    >>> assumptions("Closed under the global context")
    frozenset()
    """
    lines = [line for line in output.splitlines() if line.strip()]
    if sum(line in (CLOSED, LISTED) for line in lines) != 1:  # what is printed twice says nothing of the second
        return None
    if CLOSED in lines:
        return frozenset()
    after = lines[lines.index(LISTED) + 1 :]
    return frozenset(re.split(r"[\s:]", line, maxsplit=1)[0] for line in after if not line[0].isspace())


def unallowed(output: str) -> list[str]:
    """The assumptions that are not on the list, in order; or that there is no list of assumptions at all."""
    found = assumptions(output)
    return ["no list of assumptions"] if found is None else sorted(found - ALLOWED)


def forbidden(text: str) -> str | None:
    """The first word of a Coq text that would let something through unproved, or hide it; no quotes are written."""
    bare = re.sub(r"\(\*.*?\*\)", "", text, flags=re.DOTALL)
    hit = FORBIDDEN.search(bare)
    return None if hit is None else hit[0]
