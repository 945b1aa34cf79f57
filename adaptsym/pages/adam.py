"""Adam: momentum and adaptive learning rates together, corrected for their start at zero."""

from adaptsym.catalogue import adam, gradient_descent
from adaptsym.notation import epsilon, eta, r, r_hat, rho1, rho2, s, s_hat, t, theta
from adaptsym.typeset.derivation import Derivation, Pictured, Said
from adaptsym.typeset.evidence import DEFINED, Approximated, Chained, Defined, Proved, Right, Stacked, Usual
from adaptsym.typeset.words import Words

page = Derivation(
    "adam",
    adam,
    Words("Adam", "아담"),
    (
        Said(
            Words(
                "Adam is gradient descent with two changes: the gradient is replaced by a moving average of "
                "gradients, and the learning rate is adapted to each element. This takes two more "
                "hyperparameters, for which there are usual values.",
                "아담은 경사하강법을 두 군데 고친 것입니다. 그래디언트 대신 그래디언트의 이동 평균을 쓰고, 학습률을 "
                "원소마다 맞춥니다. 그래서 하이퍼파라미터가 둘 더 필요하며, 흔히 쓰는 값이 있습니다.",
            )
        ),
        Stacked((Chained(theta[t + 1], (Defined(gradient_descent),), where=(eta,)), None, Usual())),
        Said(
            Words(
                "The first moment is momentum with weights that add up to nearly one: the new gradient enters with "
                "the share {0}.",
                "1차 모멘트는 무게의 합이 거의 1이 되도록 한 모멘텀입니다. 새 그래디언트는 {0} 의 몫으로 들어옵니다.",
                (1 - rho1,),
            )
        ),
        Chained(s[t], (DEFINED, Proved("first moment")), where=(s,), beside=True),
        Said(
            Words(
                "The second moment treats the squares in the same way. Unlike the growing sum of AdaGrad it "
                "forgets: an old square has been multiplied by {0} at every step since.",
                "2차 모멘트는 제곱을 같은 방식으로 다룹니다. 커지기만 하는 아다그래드의 합과 달리 잊을 줄 압니다. "
                "오래된 제곱에는 그 뒤의 걸음마다 {0} 가 곱해지기 때문입니다.",
                (rho2,),
            )
        ),
        Chained(r[t], (DEFINED, Proved("second moment")), where=(r,), beside=True),
        Said(
            Words(
                "Both start at zero, and so they are too small at first. Dividing by the sum of their weights mends "
                "this.",
                "둘 다 0에서 출발하므로 처음에는 너무 작습니다. 무게의 합으로 나누면 이것이 바로잡힙니다.",
            )
        ),
        Stacked((Chained(s_hat[t], (DEFINED,)), Chained(r_hat[t], (DEFINED,)))),
        Said(
            Words(
                "The step divides one by the root of the other. Without {0} it falls into four factors; leaving "
                "{0} out is an approximation, whose error is shown below.",
                "한 걸음은 하나를 다른 하나의 제곱근으로 나눈 것입니다. {0} 가 없으면 네 인수로 나뉩니다. {0} 를 빼는 "
                "것은 근사이며, 그 오차는 아래에 적었습니다.",
                (epsilon,),
            )
        ),
        Chained(theta[t + 1], (DEFINED, Approximated("epsilon dropped"), Proved("factors without epsilon"))),
        Said(
            Words(
                "Each factor has its own part: (1) corrects the bias and tends to one, (2) does not depend on the "
                "step and can be counted with the learning rate, (3) is momentum, and (4) adapts the learning rate.",
                "인수마다 맡은 일이 다릅니다. (1)은 편향을 바로잡으며 1에 다가가고, (2)는 걸음에 따라 바뀌지 않아 "
                "학습률과 함께 볼 수 있으며, (3)은 모멘텀이고, (4)는 학습률을 맞춥니다.",
            )
        ),
        Right("factors without epsilon"),
        Pictured(
            "bias_correction",
            Words(
                "Term (1) against the step: it falls, then rises to one.",
                "걸음에 따른 항 (1): 줄어들었다가 1로 올라갑니다.",
            ),
        ),
        Said(
            Words(
                "With the usual values, (1) does not grow from the start: it falls to step 12, and never falls after "
                "it. That it tends to one is proved with its rate: from which step on it is within a tolerance is "
                "written down. How far a step can go at most is proved as well, and it is more than one would think. "
                "Behind (1) stand the weights by which the moments count past gradients.",
                "흔히 쓰는 값에서 (1)은 처음부터 커지지는 않습니다. 12단계까지 줄어들고, 그 뒤에는 줄지 않습니다. 1로 "
                "다가간다는 것은 그 빠르기와 함께 증명했습니다. 어느 단계부터 허용 오차 안에 드는지를 적었다는 "
                "뜻입니다. 한 걸음이 가장 멀리 가면 얼마인지도 증명했으며, 생각보다 멉니다. (1)의 뒤에는 모멘트가 지난 "
                "그래디언트를 세는 무게가 있습니다.",
            )
        ),
        Pictured(
            "gradient_weights",
            Words(
                "The weights of past gradients in a step of momentum and in the moments of Adam.",
                "모멘텀의 한 걸음과 아담의 모멘트에서 지난 그래디언트의 무게.",
            ),
        ),
    ),
)
