r"""The words around equations, in English and Korean: one table a purpose, and no sentence anywhere else but on pages.

A phrase has slots ``{0}``, ``{1}``; what is put there is text or a formula.

    >>> fill("by the equation of {0}", "s_t")
    ('by the equation of ', 's_t')
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from adaptsym.errors import InputError

LANGUAGES = ("en", "ko")


@dataclass(frozen=True)
class Words:
    """The same said in English and in Korean, with slots ``{0}`` for formulas."""

    en: str
    ko: str
    slots: tuple[Any, ...] = ()

    def said(self, lang: str) -> tuple[Any, ...]:
        """Text and formulas, in a language."""
        return fill((self.en, self.ko)[LANGUAGES.index(lang)], *self.slots)


def check_language(lang: str) -> None:
    """Refuse a language that has no words here.

    Raises:
        InputError: for anything but ``en`` and ``ko``.
    """
    if lang not in LANGUAGES:
        raise InputError(f"no language is called {lang!r}; there are {' and '.join(LANGUAGES)}")


def fill(text: str, *slots: Any) -> tuple[Any, ...]:
    """A phrase with its slots filled: text and what was put in, in their order; a tuple is spread."""
    parts: list[Any] = []
    for n, part in enumerate(re.split(r"\{(\d)\}", text)):
        put = slots[int(part)] if n % 2 else part
        parts.extend(put if isinstance(put, tuple) else (put,) if put != "" else ())
    return tuple(parts)


def phrase(key: str, lang: str, *slots: Any) -> tuple[Any, ...]:
    """A phrase of the table, in a language, with its slots filled."""
    return fill(PHRASES[key][LANGUAGES.index(lang)], *slots)


def named(text: str, lang: str) -> str:
    """The name of a claim; what has no Korean stays as it is."""
    return CLAIMS.get(text) or KOREAN.get(text, text) if lang == "ko" else text


def meaning(text: str, lang: str) -> str:
    """A word's meaning, with its article in English; what has no Korean stays as it is."""
    if lang == "ko":
        return KOREAN.get(text, text)
    return text if re.match(r"(the|an?) ", text) or text in BARE else f"the {text}"


CASE_WORDS: dict[str, dict[str, str]] = {
    "en": {"before": r"\text{if } ", "after": "", "otherwise": r"\text{otherwise}"},
    "ko": {"before": "", "after": r" \text{일 때}", "otherwise": r"\text{그 밖의 경우}"},
}

# why one line of a derivation follows from the line before; said so that it reads in both directions
REASONS: dict[str, tuple[str, str]] = {
    "ring": ("rearranged", "식 정리"),
    "equation": ("equation of {0}", "{0} 의 식"),
    "initial": ("initial value", "초깃값"),
    "hypothesis": ("induction hypothesis", "귀납 가정"),
    "letter": ("meaning of {0}", "{0} 의 뜻"),
    "theorem": ("Theorem {0}", "정리 {0}"),
    "theorem at": ("Theorem {0} for {1}", "정리 {0}, {1} 일 때"),
    "empty sum": ("empty sum", "빈 합"),
    "empty product": ("empty product", "빈 곱"),
    "peel sum": ("last term of the sum", "합의 마지막 항"),
    "peel product": ("last factor of the product", "곱의 마지막 인수"),
    "inside": ("inside: ", "안에서: "),
    "root": ("not negative, same square", "음이 아니고 제곱이 같음"),
    "absolute": ("not negative, same square", "음이 아니고 제곱이 같음"),
    "choose": ("the case that holds", "성립하는 경우"),
    "between": ("neither more nor less", "크지도 작지도 않음"),
}

PHRASES: dict[str, tuple[str, str]] = {
    # lists and where-clauses
    "where": ("where ", "단, "),
    "and": (" and ", ", "),
    "comma": (", ", ", "),
    "stop": (".", "."),
    "is": ("{0} is {1}", "{0} 는 {1}"),
    # headings
    "equations": ("The equations", "식"),
    "proofs": ("The proofs", "증명"),
    "theorem": ("Theorem {0}: {1}", "정리 {0}: {1}"),
    "lemma": ("Theorem {0}", "정리 {0}"),
    "open": ("What is not proved", "증명되지 않은 것"),
    # what the equations stand on
    "source": ("Source: {0}.", "출처: {0}."),
    "start": ("It starts from {0}.", "처음 값은 {0} 입니다."),
    "usual": ("Usual values: {0}.", "흔히 쓰는 값은 {0} 입니다."),
    "letters": ("Here {0}.", "여기서 {0} 입니다."),
    "domains": ("Unless something else is said, {0}.", "따로 말하지 않으면 {0} 입니다."),
    # statements
    "since": ("For all {0}:", "{0} 인 모든 경우에 다음이 성립합니다."),
    "since given": ("For all {0}, if {1}:", "{0} 이고 {1} 이면 다음이 성립합니다."),
    "every": ("{0} for every {1}", "모든 {1} 에 대하여 {0}"),
    "last given": ("The last line holds where {0}.", "마지막 줄은 {0} 일 때 성립합니다."),
    "only given": ("This holds where {0}.", "이 식은 {0} 일 때 성립합니다."),
    "line given": ("Line {1} holds where {0}.", "{1}번째 줄은 {0} 일 때 성립합니다."),
    "error": (
        "Where {1}, the error of the approximation is bounded (Theorem {0}):",
        "{1} 일 때 근사의 오차는 다음을 넘지 않습니다(정리 {0}).",
    ),
    "refuted": ("The claim '{0}' is refuted {1}.", "주장 '{0}' 에는 반례가 있습니다: {1}."),
    "undecided": ("The claim '{0}' is undecided: {1}.", "주장 '{0}' 은 아직 알 수 없습니다: {1}."),
    # proofs
    "let": ("Write {0}.", "{0} 라고 씁니다."),
    "induction": ("By induction on {0}.", "{0} 에 대한 귀납법으로 증명합니다."),
    "base": ("For {0}:", "{0} 일 때:"),
    "step": ("From {0} to {1}, for {2}:", "{2} 일 때, {0} 에서 {1} 로:"),
    "step knowing": (
        "From {0} to {1}, for {2}, where {3} is known:",
        "{2} 일 때, {3} 라고 하고 {0} 에서 {1} 로:",
    ),
    "signs": (
        "That roots and quotients are defined, and the signs of their parts, rest on {0}.",
        "제곱근과 나눗셈이 정의된다는 것과 각 부분의 부호는 {0} 에서 나옵니다.",
    ),
    "theorem number": ("Theorem {0}", "정리 {0}"),
    "positive": ("Note that {0} is positive.", "{0} 는 양수입니다."),
    "nonnegative": ("Note that {0} is not negative.", "{0} 는 음이 아닙니다."),
    "positive because of the last line": (
        "Note that {0} is positive, because the last line of the following is:",
        "{0} 는 양수입니다. 다음의 마지막 줄이 양수이기 때문입니다.",
    ),
    "nonnegative because of the last line": (
        "Note that {0} is not negative, because the last line of the following is not:",
        "{0} 는 음이 아닙니다. 다음의 마지막 줄이 음이 아니기 때문입니다.",
    ),
    "positive because of the first line": (
        "Note that {0} is positive, because the first line of the following is:",
        "{0} 는 양수입니다. 다음의 첫 줄이 양수이기 때문입니다.",
    ),
    "nonnegative because of the first line": (
        "Note that {0} is not negative, because the first line of the following is not:",
        "{0} 는 음이 아닙니다. 다음의 첫 줄이 음이 아니기 때문입니다.",
    ),
    "known": ("By Theorem {0}, {1}.", "정리 {0} 에 따라 {1} 입니다."),
    "difference": ("The greater side minus the smaller one:", "큰 쪽에서 작은 쪽을 빼면:"),
    "is not negative": (
        "The last line is not negative, as the signs of its parts show.",
        "각 부분의 부호에서 보듯이 마지막 줄은 음이 아닙니다.",
    ),
    "is positive": (
        "The last line is positive, as the signs of its parts show.",
        "각 부분의 부호에서 보듯이 마지막 줄은 양수입니다.",
    ),
}

BARE = frozenset({"element-wise multiplication"})  # no article
OPERATOR_MEANINGS = {"mul": "element-wise multiplication"}

KOREAN: dict[str, str] = {
    # words of the notation table, by their meaning
    "step": "단계",
    "past step": "지난 단계",
    "learning rate": "학습률",
    "discount factor": "할인율",
    "decay of the first moment": "1차 모멘트의 감쇠율",
    "decay of the second moment": "2차 모멘트의 감쇠율",
    "guard against a zero denominator": "분모가 0이 되지 않게 하는 값",
    "weight decay": "가중치 감쇠",
    "multiplier of the whole step": "한 걸음 전체에 곱하는 값",
    "threshold of the cosine": "코사인의 문턱값",
    "factor by which a step size shrinks": "걸음 크기를 줄이는 배율",
    "factor by which a step size grows": "걸음 크기를 키우는 배율",
    "smallest step size": "가장 작은 걸음 크기",
    "largest step size": "가장 큰 걸음 크기",
    "step size": "걸음 크기",
    "step size where no sign changes": "부호가 바뀌지 않을 때의 걸음 크기",
    "gradient that the next one is compared with": "다음 그래디언트와 견주는 그래디언트",
    "step from which parameters are averaged": "파라미터의 평균을 내기 시작하는 단계",
    "average of the parameters": "파라미터의 평균",
    "weight of the newest parameter in the average": "평균에서 가장 새로운 파라미터의 가중치",
    "length of average above which a step is rectified": "걸음을 바로잡기 시작하는 평균의 길이",
    "bound of the gradients": "그래디언트의 상계",
    "level of the gradients": "그래디언트의 수준",
    "parameter": "파라미터",
    "gradient": "그래디언트",
    "velocity: discounted sum of past gradients": "속도(지난 그래디언트의 할인된 합)",
    "first moment": "1차 모멘트",
    "second moment": "2차 모멘트",
    "first moment, bias corrected": "편향을 바로잡은 1차 모멘트",
    "second moment, bias corrected": "편향을 바로잡은 2차 모멘트",
    "largest second moment so far": "지금까지 가장 큰 2차 모멘트",
    "point of the gradient": "그래디언트를 구하는 점",
    "product of the second decays so far": "지금까지의 2차 감쇠율의 곱",
    "tolerance": "허용 오차",
    "bound of the ratio of the decays": "감쇠율의 비의 상계",
    "ratio of a gradient to the next one": "그래디언트와 다음 그래디언트의 비",
    "decay of the look-ahead": "내다보기의 감쇠율",
    "first moment at the start": "1차 모멘트의 초깃값",
    "second moment at the start": "2차 모멘트의 초깃값",
    "decayed maximum of past gradients": "지난 그래디언트의 감쇠하는 최댓값",
    "step before the learning rate": "학습률을 곱하기 전의 걸음",
    "mean square of past steps": "지난 걸음의 제곱평균",
    "step before its projection": "사영하기 전의 걸음",
    "product of the decays so far": "지금까지의 감쇠율의 곱",
    "length of the moving average": "이동 평균의 길이",
    "number of samples": "샘플의 수",
    "input of a sample": "샘플의 입력",
    "target of a sample": "샘플의 정답",
    "loss": "손실",
    "discrepancy between output and target": "출력과 정답의 차이",
    "the model": "모델",
    "element-wise multiplication": "원소별 곱셈",
}

CLAIMS: dict[str, str] = {
    # names of claims, in Korean
    "step": "한 걸음",
    "parameter from the start": "처음부터 펼친 파라미터",
    "velocity": "속도",
    "accumulated squares": "누적된 제곱",
    "epsilon dropped": "엡실론을 뺀 오차",
    "factors without epsilon": "엡실론 없는 인수분해",
    "factors": "인수분해",
    "Adam without decay": "감쇠가 없으면 Adam",
    "weights decay apart": "따로 감쇠하는 가중치",
    "largest never falls": "최댓값은 줄지 않음",
    "largest is a bound": "최댓값은 상계",
    "length is bounded": "길이의 상계",
    "longest is above 4": "가장 긴 길이는 4보다 큼",
    "radicand is positive": "근호 안은 양수",
    "radicand is at most 1": "근호 안은 1 이하",
    "projection is orthogonal": "사영은 직교",
    "weights of the first moment": "1차 모멘트의 무게",
    "weights of the second moment": "2차 모멘트의 무게",
    "constant gradient": "일정한 그래디언트",
    "first moment below a bound": "1차 모멘트의 상계",
    "first moment above a bound": "1차 모멘트의 하계",
    "corrected moment below a bound": "바로잡은 모멘트의 상계",
    "corrected moment above a bound": "바로잡은 모멘트의 하계",
    "second moment below a bound": "2차 모멘트의 상계",
    "bias of the first step": "첫 단계의 편향",
    "bias is at least": "편향의 하계",
    "bias is at most": "편향의 상계",
    "bias tends to one from above": "위에서 1로 다가가는 편향",
    "bias tends to one from below": "아래에서 1로 다가가는 편향",
    "bias is smaller at step 12 than at first": "12단계의 편향은 처음보다 작음",
    "bias still falls to step 12": "12단계까지 줄어드는 편향",
    **{f"bias falls to step {n}": f"{n}단계까지 줄어드는 편향" for n in range(2, 12)},
    "second correction outgrows the first": "1차보다 빨리 커지는 2차 보정",
    "bias never falls after step 12": "12단계 뒤에는 줄지 않는 편향",
    "bias is least at step 12": "12단계에서 가장 작은 편향",
    "bias rises after step 12": "12단계 뒤에 커지는 편향",
    "bias is not within a hundredth at step 3915": "3915단계에서는 아직 백분의 일 밖",
    "bias is within a hundredth at step 3916": "3916단계에서 백분의 일 안",
    "bias is within a hundredth from step 3916 on": "3916단계부터 백분의 일 안",
    "epsilon dropped, against the step": "걸음에 견준 엡실론을 뺀 오차",
    "bias may start above 2": "2보다 크게 시작하는 편향",
    "rate never rises": "학습률은 커지지 않음",
    "step is at most the learning rate": "걸음은 학습률 이하",
    "squares of large gradients": "큰 그래디언트의 제곱",
    "rate tends to zero": "학습률은 0으로 다가감",
    "velocity below a bound": "속도의 상계",
    "velocity above a bound": "속도의 하계",
    "velocity is bounded": "속도의 크기",
    "step is bounded": "걸음의 크기",
    "step is bounded at all times": "언제나 성립하는 걸음의 상계",
    "bound is attained": "상계에 이름",
    "next point": "다음에 그래디언트를 구하는 점",
    "share of the last square": "마지막 제곱의 몫",
    "largest is not negative": "최댓값은 음이 아님",
    "root of the largest never falls": "최댓값의 제곱근은 줄지 않음",
    "maximum bounds the gradient": "최댓값은 그래디언트의 상계",
    "maximum falls slowly": "최댓값은 천천히 줄어듦",
    "maximum is not negative": "감쇠하는 최댓값은 음이 아님",
    "plain while short": "짧으면 보통의 걸음",
    "rectified when long": "길면 바로잡은 걸음",
    "length of the first step": "첫 단계의 길이",
    "rectifier is at most 1": "바로잡는 값은 1 이하",
    "projection is no longer": "사영은 더 길지 않음",
    "step where scale does not matter": "크기가 상관없을 때의 걸음",
    "Pythagoras": "피타고라스",
    "bias is at most a tolerance above one": "1보다 허용 오차 넘게 크지 않은 편향",
    "bias is at most a tolerance below one": "1보다 허용 오차 넘게 작지 않은 편향",
    "bias is at most one": "편향은 1 이하",
    "bias of the corrected moment": "바로잡은 모멘트의 치우침",
    "bias tends to one": "1로 다가가는 편향",
    "both forms are one, shifted": "한 칸 옮기면 같은 두 꼴",
    "bound of the step is attained": "걸음의 상계에 이름",
    "corrected moment is kept up by epsilon": "엡실론이 떠받치는 바로잡은 모멘트",
    "corrected moment of a constant gradient": "일정한 그래디언트의 바로잡은 모멘트",
    "corrected second moment is not negative": "바로잡은 2차 모멘트는 음이 아님",
    "corrected square of a constant gradient": "일정한 그래디언트의 바로잡은 제곱",
    "estimate of a constant gradient": "일정한 그래디언트의 추정값",
    "first moment above the maximum": "최댓값에 따른 1차 모멘트의 하계",
    "first moment below the maximum": "최댓값에 따른 1차 모멘트의 상계",
    "first moment of a constant gradient": "일정한 그래디언트의 1차 모멘트",
    "gradients in another unit": "다른 단위의 그래디언트",
    "largest is taken": "최댓값을 새로 받음",
    "largest stays": "최댓값은 그대로",
    "longest is above 2": "가장 긴 길이는 2보다 큼",
    "moment of a constant gradient": "일정한 그래디언트의 모멘트",
    "no step while short": "짧으면 걷지 않음",
    "point by point": "점에서 점으로",
    "powers of the first decay fall": "1차 감쇠율의 거듭제곱은 줄어듦",
    "powers of the second decay fall": "2차 감쇠율의 거듭제곱은 줄어듦",
    "product of the decays": "감쇠율의 곱",
    "product of the decays is below 1": "감쇠율의 곱은 1보다 작음",
    "product of the second decays": "2차 감쇠율의 곱",
    "product of the second decays is below 1": "2차 감쇠율의 곱은 1보다 작음",
    "projection is nearly orthogonal": "사영은 거의 직교",
    "rate falls below any level": "학습률은 어떤 수준보다도 작아짐",
    "second moment falls": "줄어드는 2차 모멘트",
    "second moment falls at most as Adam's": "2차 모멘트는 아담보다 빨리 줄지 않음",
    "second moment is at least epsilon": "2차 모멘트는 엡실론 이상",
    "second moment is kept up by epsilon": "엡실론이 떠받치는 2차 모멘트",
    "second moment is not negative": "2차 모멘트는 음이 아님",
    "second moment moves by at most a share of the square": "2차 모멘트는 제곱의 몫보다 많이 움직이지 않음",
    "second moment of a constant gradient": "일정한 그래디언트의 2차 모멘트",
    "second moment rises": "커지는 2차 모멘트",
    "share of the second is at most the squared share of the first": "2차의 몫은 1차의 몫의 제곱 이하",
    "square of the corrected moment": "바로잡은 모멘트의 제곱",
    "square of the first moment": "1차 모멘트의 제곱",
    "square of the step": "걸음의 제곱",
    "start of the first moment fades": "1차 모멘트의 초깃값은 사라짐",
    "start of the second moment fades": "2차 모멘트의 초깃값은 사라짐",
    "step beside the decay": "감쇠를 뺀 걸음",
    "step is bounded by past steps": "지난 걸음에 따른 걸음의 상계",
    "step is bounded by the first moment": "1차 모멘트에 따른 걸음의 상계",
    "step of a constant gradient": "일정한 그래디언트의 걸음",
    "weights stay above the inverse decay": "가중치는 감쇠의 역수 아래로 내려가지 않음",
    "weights stay below the inverse decay": "가중치는 감쇠의 역수를 넘지 않음",
    "without the look-ahead": "내다보기를 뺀 파라미터",
    "epsilon in the corrected moments": "바로잡은 모멘트로 쓴 엡실론",
}
