"""Adam as its authors write it, and their other form: where epsilon stands."""

from adaptsym.catalogue import adam_hat, adam_outside
from adaptsym.notation import epsilon, r, r_hat, s, s_hat, t, theta
from adaptsym.typeset.derivation import Derivation, Said
from adaptsym.typeset.evidence import DEFINED, Approximated, Chained, Proved, Stacked
from adaptsym.typeset.words import Words

outside = Derivation(
    "adam_outside",
    adam_outside,
    Words("Adam in the letters of its authors", "저자들의 글자로 쓴 아담"),
    (
        Said(
            Words(
                "Other letters, and another count: here {0} is what the other pages call the parameter after the "
                "step. The moments are the same.",
                "글자가 다르고, 세는 법도 다릅니다. 여기서 {0} 는 다른 쪽에서 한 걸음 뒤의 파라미터라고 부르는 "
                "것입니다. 모멘트는 같습니다.",
                (theta[t + 1],),
            )
        ),
        Chained(s[t], (DEFINED, Proved("first moment")), where=(s,), beside=True),
        Chained(r[t], (DEFINED, Proved("second moment")), where=(r,), beside=True),
        Stacked((Chained(s_hat[t], (DEFINED,)), Chained(r_hat[t], (DEFINED,)))),
        Said(
            Words(
                "The authors add {0} to the root, not under it. At {0} zero this makes no difference; otherwise the "
                "error of leaving it out has another bound.",
                "저자들은 {0} 를 제곱근 안이 아니라 밖에 더합니다. {0} 가 0이면 차이가 없고, 그렇지 않으면 그것을 뺄 "
                "때의 오차가 다릅니다.",
                (epsilon,),
            )
        ),
        Chained(theta[t + 1], (DEFINED, Approximated("epsilon dropped"))),
        Chained(theta[t + 1], (Proved("factors", braces=True),)),
    ),
    notation="kingma-ba",
)

hat = Derivation(
    "adam_hat",
    adam_hat,
    Words("Adam with epsilon beside the uncorrected root", "보정하지 않은 제곱근에 엡실론을 더한 아담"),
    (
        Said(
            Words(
                "The correction of both moments can be moved into the learning rate, which saves two divisions for "
                "each element. Then {0} stands beside another root.",
                "두 모멘트의 보정은 학습률로 옮길 수 있으며, 원소마다 나눗셈 두 번을 아낍니다. 그러면 {0} 는 다른 "
                "제곱근 옆에 놓입니다.",
                (epsilon,),
            )
        ),
        Chained(theta[t + 1], (DEFINED, Proved("epsilon in the corrected moments"))),
        Said(
            Words(
                "So it is the form of the authors with a larger {0} at first, which shrinks to its own size. "
                "At {0} zero both are the same.",
                "따라서 처음에는 더 큰 {0} 를 쓰다가 제 크기로 줄어드는, 저자들의 꼴과 같습니다. {0} 가 0이면 둘은 "
                "같습니다.",
                (epsilon,),
            )
        ),
        Chained(theta[t + 1], (Proved("factors", braces=True),)),
    ),
    notation="kingma-ba",
)
