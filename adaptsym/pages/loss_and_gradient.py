"""The loss, its gradient, and gradient descent."""

from adaptsym.catalogue import gradient_descent, loss_definition
from adaptsym.notation import eta, g, t, theta
from adaptsym.typeset.derivation import Derivation, Said
from adaptsym.typeset.evidence import DEFINED, Chained, Named, Proved, Stacked
from adaptsym.typeset.words import Words

page = Derivation(
    "loss_and_gradient",
    gradient_descent,
    Words("The loss, its gradient, and gradient descent", "손실과 그래디언트, 그리고 경사하강법"),
    (
        Said(
            Words(
                "Training asks how far the answers of the model are from the targets. The loss is the mean of that "
                "discrepancy over the samples; its derivative by the parameters is the gradient.",
                "학습은 모델의 답이 정답에서 얼마나 먼지를 묻는 데서 시작합니다. 샘플마다 잰 차이의 평균이 손실이고, "
                "손실을 파라미터로 미분한 것이 그래디언트입니다.",
            )
        ),
        Stacked((Chained(loss_definition.left, (Named(loss_definition),)), None, Chained(g[t], (DEFINED,)))),
        Said(
            Words(
                "The gradient points to where the loss rises, so a step is taken the other way. How far it goes is "
                "set by {0}; {1} counts the steps.",
                "그래디언트는 손실이 커지는 쪽을 가리키므로 그 반대로 한 걸음 움직입니다. 얼마나 움직일지는 {0} 가 "
                "정하고, {1} 는 걸음의 수를 셉니다.",
                (eta, t),
            )
        ),
        Chained(theta[t + 1], (DEFINED,)),
        Said(
            Words(
                "Written out from the first step on, every gradient counts alike, whether it is old or new.",
                "첫걸음부터 펼쳐 쓰면, 오래된 그래디언트든 새 그래디언트든 똑같은 무게로 더해집니다.",
            )
        ),
        Chained(theta[t + 1], (DEFINED, Proved("parameter from the start"))),
    ),
)
