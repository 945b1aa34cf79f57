"""Momentum: the velocity as a discounted sum of all gradients so far."""

from adaptsym.catalogue import momentum
from adaptsym.notation import eta, gamma, t, theta, velocity
from adaptsym.typeset.derivation import Derivation, Said
from adaptsym.typeset.evidence import DEFINED, Chained, Proved
from adaptsym.typeset.words import Words

page = Derivation(
    "momentum",
    momentum,
    Words("Momentum", "모멘텀"),
    (
        Said(
            Words(
                "A heavy ball does not forget which way it was rolling. The velocity keeps the share {0} of what it "
                "was, and a step against the new gradient is added. Written without the recurrence, it is a sum in "
                "which every gradient has lost the factor {0} once for each step since.",
                "무거운 공은 굴러가던 방향을 쉽게 잊지 않습니다. 속도는 이전 값의 {0} 만큼을 간직하고, 여기에 새 "
                "그래디언트의 반대쪽으로 가는 걸음을 더합니다. 점화식 없이 쓰면, 그래디언트마다 그 뒤로 "
                "지난 걸음 수만큼 {0} 가 곱해진 합이 됩니다.",
                (gamma,),
            )
        ),
        Chained(velocity[t], (DEFINED, Proved("velocity")), where=(velocity, gamma)),
        Said(
            Words(
                "The parameter moves by the velocity. The learning rate {0} stands in front of the whole sum.",
                "파라미터는 속도만큼 움직입니다. 학습률 {0} 는 합 전체의 앞에 놓입니다.",
                (eta,),
            )
        ),
        Chained(theta[t + 1], (DEFINED, Proved("step"))),
        Said(
            Words(
                "All steps together, from the first one on:",
                "첫걸음부터 모든 걸음을 모으면 다음과 같습니다.",
            )
        ),
        Chained(theta[t + 1], (Proved("parameter from the start"),)),
    ),
)
