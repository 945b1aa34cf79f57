r"""RAdam: the step is rectified by how many gradients its second moment stands on."""

from adaptsym.catalogue.moments import corrected, moment_claims, moments, settings
from adaptsym.catalogue.other_moments import belief, belief_claims
from adaptsym.claims import claim
from adaptsym.notation import epsilon, eta, length, r, r_hat, rho2, s_hat, sqrt, t, term, theta, threshold, where
from adaptsym.spec import Spec, optimizer

longest = 2 / (1 - rho2) - 1
radicand = (length[t] - 4) * (length[t] - 2) * longest / ((longest - 4) * (longest - 2) * length[t])

length_claims = (
    claim("length is bounded", length[t] <= longest),
    claim("longest is above 4", longest > 4, given=length[t] > 4),
    claim("longest is above 2", longest > 2, given=length[t] > 4),
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


_short, _long = (length[t] <= 4, length[t] > 4), (length[t] < 5, length[t] >= 5)
_plain = theta[t] - eta * s_hat[t]
_paper_step = sqrt(radicand) * (s_hat[t] / (sqrt(r_hat[t]) + epsilon))
_code_step = sqrt((1 - rho2**t) * radicand) * (s_hat[t] / (sqrt(r[t]) + epsilon))
_as_corrected = sqrt(radicand) * (s_hat[t] / (sqrt(r[t] / (1 - rho2**t)) + epsilon / sqrt(1 - rho2**t)))


def radam_variant(name: str, *, code: bool, waits: bool = False) -> Spec:
    """RAdam as the paper has it, or as its authors' code runs it.

    The paper rectifies where the length is above 4, and has no epsilon: here it stands outside the root of the
    corrected moment, and epsilon = 0 is the paper's. The code rectifies from 5 on, and adds epsilon to the root
    of the moment that is not corrected. Without rectification both step by the corrected first moment; the code
    does so where it is asked to (`degenerated_to_sgd`), and otherwise takes no step: it waits.
    """
    condition, step = (length[t] >= threshold, _code_step) if code else (length[t] > threshold, _paper_step)
    limit, (short, long) = (5, _long) if code else (4, _short)
    fallback = term(0) if waits else s_hat[t]
    still = claim("no step while short", theta[t + 1] == theta[t], given=short, at=threshold == limit)
    plain = claim("plain while short", theta[t + 1] == _plain, given=short, at=threshold == limit)
    rectified = claim(
        "rectified when long",
        theta[t + 1] == theta[t] - eta * (_as_corrected if code else step),
        given=long,
        at=threshold == limit,
    )
    said = " run with degenerated_to_sgd" if code and not waits else " runs it"
    return optimizer(
        name,
        *settings,
        threshold == limit,
        *moments,
        *(corrected[:1] if code else corrected),
        length[t] == longest - 2 * t * rho2**t / (1 - rho2**t),
        theta[t + 1] == theta[t] - eta * where(condition, step, fallback),
        source="Liu et al., On the Variance of the Adaptive Learning Rate and Beyond, 2020, "
        + (f"as the authors' code{said}" if code else "Algorithm 2; epsilon added"),
        claims=(
            *moment_claims,
            *length_claims,
            still if waits else plain,
            rectified,
        ),
    )


radam = radam_variant("radam", code=False)
radam_code = radam_variant("radam-code", code=True)
radam_waiting = radam_variant("radam-waiting", code=True, waits=True)

adabelief_code = optimizer(  # the code rectifies by default since version 0.1.0
    "adabelief-code",
    *settings,
    epsilon == "1e-16",
    threshold == 5,
    *belief,
    *corrected[:1],
    length[t] == longest - 2 * t * rho2**t / (1 - rho2**t),
    theta[t + 1] == theta[t] - eta * where(length[t] >= threshold, _code_step, s_hat[t]),
    source="Zhuang et al., AdaBelief Optimizer, 2020, as the authors' code runs it by default, without weight decay",
    claims=(
        *belief_claims,
        *length_claims,
        claim("plain while short", theta[t + 1] == _plain, given=length[t] < 5, at=threshold == 5),
        claim(
            "rectified when long",
            theta[t + 1] == theta[t] - eta * _as_corrected,
            given=length[t] >= 5,
            at=threshold == 5,
        ),
    ),
)
