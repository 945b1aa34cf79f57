r"""How far a step of Adam can go: by Cauchy and Schwarz the first moment is bounded by the second.

With ``kappa >= rho1**2/rho2`` the bound is (1) * (2) * sqrt of the sum of the first t powers of kappa; where
kappa is that ratio, gradients that grow by rho2/rho1 at every step attain it.
"""

from adaptsym.catalogue.averages import bias, constant
from adaptsym.claims import Claim, claim
from adaptsym.notation import (
    epsilon,
    eta,
    g,
    growth,
    i,
    kappa,
    r,
    r_hat,
    rho1,
    rho2,
    s,
    s_hat,
    sqrt,
    t,
    theta,
    total,
)
from adaptsym.term import Term

_share = (1 - rho1) * (1 - rho1) / (1 - rho2)
_reach, _before = (_share * ((1 - kappa**n) / (1 - kappa)) for n in (t, t - 1))
_wide = kappa * rho2 >= rho1 * rho1
_slack = kappa * rho2 - rho1 * rho1
_rest = rho1 * (1 - rho1) * s[t - 1] - kappa * (1 - rho2) * _before * g[t]
_corrected_reach = _reach * (1 - rho2**t) / ((1 - rho1**t) * (1 - rho1**t))
_moved = theta[t + 1] - theta[t]
_most = eta * (bias * constant * sqrt((1 - kappa**t) / (1 - kappa)))

moment_bounds = (
    claim(
        "square of the first moment",
        r[t] >= s[t] * s[t] / _reach,
        given=_wide,
        hints=(
            rho2 * (r[t - 1] - s[t - 1] * s[t - 1] / _before)
            + (
                _slack * _share * (s[t - 1] * s[t - 1]) / (kappa * _before)
                + _rest * _rest / (kappa * (1 - rho2) * _before)
                + _slack * (s[t - 1] * s[t - 1])
            )
            / _reach,
        ),
    ),
    claim(
        "square of the corrected moment",
        r_hat[t] >= s_hat[t] * s_hat[t] / _corrected_reach,
        given=_wide,
        hints=((r[t] - s[t] * s[t] / _reach) / (1 - rho2**t),),
    ),
)


def step_bounds(*, inside: bool) -> tuple[Claim, ...]:
    """Bounds on the step, with epsilon inside the root or outside of it; without epsilon both are the same step."""
    root: Term = sqrt(r_hat[t])
    below = r_hat[t] + epsilon if inside else (root + epsilon) * (root + epsilon)
    more = epsilon if inside else epsilon * (2 * root + epsilon)
    gap = r_hat[t] - s_hat[t] * s_hat[t] / _corrected_reach
    return (
        *moment_bounds,
        claim(
            "square of the step",
            _moved * _moved <= eta * eta * _corrected_reach,
            given=_wide,
            hints=(eta * eta * _corrected_reach * ((more + gap) / below),),
        ),
        claim(
            "step is bounded",
            abs(_moved) <= _most,
            given=_wide,
            hints=((eta * eta * _corrected_reach - _moved * _moved) / (_most + abs(_moved)),),
        ),
        claim(
            "bound of the step is attained",
            total((growth * rho2) ** (t - i) * growth ** (t - i), i, 1, t)
            * total((growth * rho2) ** (t - i) * growth ** (t - i), i, 1, t)
            == total((growth * rho2 * growth) ** (t - i), i, 1, t)
            * total(rho2 ** (t - i) * (growth ** (t - i) * growth ** (t - i)), i, 1, t),
            since=0,
        ),
    )
