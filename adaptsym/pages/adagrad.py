"""AdaGrad: a learning rate for each element, divided by the squares that it has seen."""

from adaptsym.catalogue import adagrad
from adaptsym.notation import epsilon, eta, r, t, theta
from adaptsym.typeset.blocks import Sign
from adaptsym.typeset.derivation import Derivation, Said
from adaptsym.typeset.evidence import DEFINED, Chained, Proved
from adaptsym.typeset.words import Words

page = Derivation(
    "adagrad",
    adagrad,
    Words("AdaGrad", "아다그래드"),
    (
        Said(
            Words(
                "Some elements of the parameter see large gradients all the time, others hardly any. So the squares "
                "of the gradients are added up, for each element by itself.",
                "파라미터의 어떤 원소는 늘 큰 그래디언트를 받고, 어떤 원소는 거의 받지 않습니다. 그래서 그래디언트의 "
                "제곱을 원소마다 따로 더해 둡니다.",
            )
        ),
        Chained(r[t], (DEFINED, Proved("accumulated squares")), where=(r, Sign("mul"))),
        Said(
            Words(
                "The learning rate {0} is divided by the root of {1}: the more an element has moved, the more "
                "carefully it moves on. The small {2} keeps the denominator away from zero. Since {1} never "
                "falls, the rate never rises again, even where there is still a long way to go. Where the gradients "
                "stay away from zero, it falls below any level: from which step on is part of the proof.",
                "학습률 {0} 를 {1} 의 제곱근으로 나눕니다. 많이 움직인 원소일수록 더 조심스럽게 움직이는 셈입니다. "
                "작은 값 {2} 는 분모가 0이 되는 것을 막습니다. {1} 는 줄어드는 일이 없으므로, 아직 갈 길이 멀어도 "
                "학습률은 다시 커지지 않습니다. 그래디언트가 0에서 떨어져 있으면 학습률은 어떤 수준보다도 작아지며, "
                "몇 단계 뒤인지도 증명에 들어 있습니다.",
                (eta, r[t], epsilon),
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
