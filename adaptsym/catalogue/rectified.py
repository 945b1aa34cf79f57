r"""RAdam: the step is rectified by how many gradients its second moment stands on."""

from adaptsym.catalogue.moments import corrected, moment_claims, moments, settings
from adaptsym.claims import claim
from adaptsym.notation import epsilon, eta, length, r, r_hat, rho2, s_hat, sqrt, t, theta, threshold, where
from adaptsym.spec import Spec, optimizer

longest = 2 / (1 - rho2) - 1
radicand = (length[t] - 4) * (length[t] - 2) * longest / ((longest - 4) * (longest - 2) * length[t])

length_claims = (
    claim("length is bounded", length[t] <= longest),
    claim("longest is above 4", longest > 4, given=length[t] > 4),
    claim("radicand is positive", radicand > 0, given=length[t] > 4),
    claim(
        "radicand is at most 1",
        radicand <= 1,
        given=length[t] > 4,
        hints=(
            (longest - length[t])
            * ((longest - 4) * length[t] + 4 * (length[t] - 2))
            / ((longest - 4) * (longest - 2) * length[t]),
        ),
    ),
    claim("length of the first step", length[1] == 1),
    claim("rectifier is at most 1", sqrt(radicand) <= 1, given=length[t] > 4),
)


def radam_variant(name: str, *, code: bool) -> Spec:
    """RAdam as the paper has it, or as its authors' code runs it.

    The paper rectifies where the length is above 4, and has no epsilon: here it stands outside the root of the
    corrected moment, and epsilon = 0 is the paper's. The code rectifies from 5 on, and adds epsilon to the root
    of the moment that is not corrected. Without rectification both step by the corrected first moment.
    """
    if code:
        condition, step = length[t] >= threshold, sqrt((1 - rho2**t) * radicand) * (s_hat[t] / (sqrt(r[t]) + epsilon))
    else:
        condition, step = length[t] > threshold, sqrt(radicand) * (s_hat[t] / (sqrt(r_hat[t]) + epsilon))
    cases = (
        claim("plain while short", theta[t + 1] == theta[t] - eta * s_hat[t], given=length[t] <= 4, at=threshold == 4),
        claim("rectified when long", theta[t + 1] == theta[t] - eta * step, given=length[t] > 4, at=threshold == 4),
    )
    return optimizer(
        name,
        *settings,
        threshold == (5 if code else 4),
        *moments,
        *(corrected[:1] if code else corrected),
        length[t] == longest - 2 * t * rho2**t / (1 - rho2**t),
        theta[t + 1] == theta[t] - eta * where(condition, step, s_hat[t]),
        source="Liu et al., On the Variance of the Adaptive Learning Rate and Beyond, 2020, "
        + ("as the authors' code runs it" if code else "Algorithm 2; epsilon added"),
        claims=(*moment_claims, *length_claims, *(() if code else cases)),
    )


radam = radam_variant("radam", code=False)
radam_code = radam_variant("radam-code", code=True)
