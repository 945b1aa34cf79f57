"""The page of false claims: what people say, the numbers that refute it, and what is true instead, proved."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from adaptsym.catalogue import adam
from adaptsym.catalogue.false_claims import FALSE_CLAIMS, FalseClaim
from adaptsym.errors import ProofError
from adaptsym.proof import Result, Verdict, prove
from adaptsym.typeset.blocks import Equations
from adaptsym.typeset.document import Display, Document, Heading, Paragraph, Part, Picture, markdown, tex
from adaptsym.typeset.printer import Printer
from adaptsym.typeset.theorems import statement
from adaptsym.typeset.words import LANGUAGES, Words, named

NAME = "false_claims"
TITLE = Words("False claims", "거짓 주장")
INTRO = Words(
    "These claims are made, or are easily believed. Each is refuted by exact numbers, and stands beside what is "
    "true and proved; the proofs are on the pages of the optimizers.",
    "흔히 하거나 쉽게 믿는 주장들입니다. 주장마다 정확한 수로 된 반례가 있고, 옳으며 증명된 사실을 곁에 적었습니다. "
    "증명은 옵티마이저마다의 쪽에 있습니다.",
)
CLAIMED = Words("It is said of {0}:", "{0} 에 대한 주장:")
REFUTED = Words("This is false: {0}.", "거짓입니다. 반례: {0}.")
TRUE = Words("True of {0}: {1}.", "{0} 에 대하여 옳은 사실: {1}.")
PLOT = Words("Both sides against the step.", "걸음에 따른 양변.")
KOREAN_NAMES = {
    "term (1) never falls": "항 (1)은 줄지 않는다",
    "term (1) is at most one": "항 (1)은 1 이하이다",
    "a step of Adam is at most the learning rate": "아담의 걸음은 학습률 이하이다",
    "a step of AdaMax is at most the learning rate": "AdaMax의 걸음은 학습률 이하이다",
    "a step of momentum is at most that of plain descent": "모멘텀의 걸음은 경사하강법의 걸음 이하이다",
    "an L2 penalty is decoupled decay": "L2 벌점은 따로 하는 감쇠와 같다",
    "the corrected maximum of AMSGrad never falls": "바로잡은 AMSGrad의 최댓값은 줄지 않는다",
    "epsilon beside the uncorrected root is the same": "보정하지 않은 제곱근 옆의 엡실론도 같다",
    "the root of RAdam is defined only where it is used": "RAdam의 제곱근은 쓰일 때에만 정의된다",
    "a projected step keeps the norm": "사영한 걸음은 노름을 지킨다",
    "a step of Adam is at most what its paper says": "아담의 걸음은 논문이 말하는 상계 이하이다",
    "Adam does not see the unit of the gradients": "아담은 그래디언트의 단위에 영향을 받지 않는다",
    "the bias matters in the first step alone": "편향은 첫걸음에서만 문제가 된다",
    "Nesterov is momentum with a greater rate": "네스테로프는 학습률이 더 큰 모멘텀이다",
    "a step of RMSProp is at most the learning rate": "RMSProp의 걸음은 학습률 이하이다",
    "NAdam estimates a constant gradient without bias": "NAdam은 일정한 그래디언트를 치우침 없이 추정한다",
    "the rate of AdaGrad falls like a root of t": "아다그래드의 학습률은 t의 제곱근에 반비례하여 줄어든다",
    "the projection of AdamP's code is orthogonal": "AdamP 코드의 사영은 직교한다",
}


def render(results: Iterable[Result]) -> dict[str, str]:
    """The files of the page by their names, from verdicts that hold those on the true claims.

    Raises:
        ProofError: if a claim of the page is not refuted, or what is said to be true is not proved.
    """
    proved = {(r.spec.name, r.claim.name): r for r in results if r.verdict is Verdict.PROVED}
    refuted = [refutation(said) for said in FALSE_CLAIMS]
    english, korean = (_document(refuted, proved, lang) for lang in LANGUAGES)
    in_english, in_korean = (Printer.of(adam, None, lang) for lang in LANGUAGES)
    return {
        f"{NAME}.tex": tex(english, in_english),
        f"{NAME}.md": markdown(english, in_english),
        f"{NAME}.ko.md": markdown(korean, in_korean),
    }


@cache
def refutation(said: FalseClaim) -> Result:
    """The refutation of a claim of the page.

    Raises:
        ProofError: if it is not refuted.
    """
    (result,) = prove(said.spec, [said.claim])
    if result.verdict is not Verdict.REFUTED:
        raise ProofError(f"{NAME}: {said.claim.name!r} is {result.verdict}, and the page says that it is refuted")
    return result


def picture_name(said: FalseClaim) -> str:
    """The name of the picture that shows both sides of a claim on its witness."""
    return "_".join(["false", *re.findall("[a-z0-9]+", said.claim.name.lower())])


def _document(refuted: list[Result], proved: dict[tuple[str, str], Result], lang: str) -> Document:
    parts: list[Part] = [Paragraph(INTRO.said(lang))]
    for said, result in zip(FALSE_CLAIMS, refuted, strict=True):
        parts += _section(said, result, proved, lang)
    return Document(TITLE.said(lang), tuple(parts))


def _section(said: FalseClaim, result: Result, proved: dict[tuple[str, str], Result], lang: str) -> list[Part]:
    title = KOREAN_NAMES[said.claim.name] if lang == "ko" else said.claim.name
    about = Words(CLAIMED.en, CLAIMED.ko, (said.spec.name,))
    parts: list[Part] = [Heading(1, (title,)), Paragraph(about.said(lang)), Display(Equations(said.spec.equations))]
    parts += statement(said.claim, said.spec.index, lang, known=False)
    parts.append(Paragraph(Words(REFUTED.en, REFUTED.ko, (str(result.witness),)).said(lang)))
    parts.append(Picture(picture_name(said), "".join(PLOT.said(lang))))
    for name in said.names:
        truth = proved.get((said.truth.name, name))
        if truth is None:
            raise ProofError(f"{NAME}: {name!r} of {said.truth.name} is not proved, and the page says that it is true")
        parts.append(Paragraph(Words(TRUE.en, TRUE.ko, (said.truth.name, named(name, lang))).said(lang)))
        parts += statement(truth.claim, said.truth.index, lang)
    return parts
