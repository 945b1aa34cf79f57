"""The committed page of false claims is what the witnesses and the proofs give now."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from adaptsym.catalogue.false_claims import FALSE_CLAIMS
from adaptsym.errors import ProofError
from adaptsym.pages import false_claims
from adaptsym.proof import Result, Verdict, prove

FOLDER = Path(__file__).parent.parent / "derivations"


@cache
def truths() -> tuple[Result, ...]:
    return tuple(r for spec in {x.truth.name: x.truth for x in FALSE_CLAIMS}.values() for r in prove(spec))


def test_the_committed_page_is_up_to_date() -> None:
    files = false_claims.render(truths())
    assert sorted(files) == ["false_claims.ko.md", "false_claims.md", "false_claims.tex"]
    for file, text in files.items():
        assert (FOLDER / file).read_text(encoding="utf-8") == text, f"{file} is out of date: adaptsym derive"


def test_each_has_its_korean() -> None:
    assert list(false_claims.KOREAN_NAMES) == [x.claim.name for x in FALSE_CLAIMS]


def test_a_truth_that_is_not_proved_is_not_printed() -> None:
    name = FALSE_CLAIMS[0].names[0]
    weaker = [replace(r, verdict=Verdict.UNDECIDED) if r.claim.name == name else r for r in truths()]
    with pytest.raises(ProofError, match=f"{name!r} of adam is not proved"):
        false_claims.render(weaker)


def test_a_claim_that_is_not_refuted_is_not_called_false(monkeypatch: pytest.MonkeyPatch) -> None:
    true = replace(FALSE_CLAIMS[0], claim=FALSE_CLAIMS[0].truth.claims[0])
    monkeypatch.setattr(false_claims, "FALSE_CLAIMS", (true,))
    with pytest.raises(ProofError, match="'first moment' is proved, and the page says that it is refuted"):
        false_claims.render(truths())
