r"""Other second moments: Yogi moves it by a share of the square, AdaBelief takes the square of the surprise."""

from adaptsym.catalogue.moments import adam_step, corrected, first, first_sum, moment_claims, settings
from adaptsym.claims import claim
from adaptsym.notation import epsilon, eta, g, i, r, r_hat, rho1, rho2, s, s_hat, sign, sqrt, t, term, theta, total
from adaptsym.spec import Spec, optimizer

_square = g[t] * g[t]
_side = sign(r[t - 1] - _square)
_moved_apart = (1 - rho2) * (r[t - 1] * (1 - _side) + abs(r[t - 1] - _square))

yogi_claims = (
    claim("second moment is not negative", r[t] >= 0, since=0, hints=(rho2 * r[t - 1] + _moved_apart,)),
    claim("second moment falls at most as Adam's", r[t] >= rho2 * r[t - 1], hints=(_moved_apart,)),
    claim(
        "second moment moves by at most a share of the square",
        abs(r[t] - r[t - 1]) <= (1 - rho2) * _square,
        hints=((1 - rho2) * abs(_side) * _square, (1 - rho2) * (1 - abs(_side)) * _square),
    ),
    claim("second moment rises", r[t] == r[t - 1] + (1 - rho2) * _square, given=_square > r[t - 1]),
    claim("second moment falls", r[t] == r[t - 1] - (1 - rho2) * _square, given=_square < r[t - 1]),
)


def yogi_variant(name: str, *, initial: str, bias_corrected: bool = False) -> Spec:
    """Yogi, its moments started at `initial` and plain, or both corrected for their start.

    The frameworks start the second moment (Optax the first one, too) at 1e-6, and correct both.
    """
    both = bias_corrected
    where_from = "bias corrected, both moments started at 1e-6 as in Optax" if both else "Algorithm 2"
    if initial != "0" and not both:
        where_from += f"; the second moment starts at {initial}"
    form = rho1**t * term(initial) + (1 - rho1) * first_sum
    return optimizer(
        name,
        *settings,
        epsilon == "1e-3",
        *(first if not both else (s[0] == initial, *first[1:])),
        r[0] == initial,
        r[t] == r[t - 1] - (1 - rho2) * (_side * _square),
        *(corrected if both else ()),
        theta[t + 1] == theta[t] - eta * (adam_step if both else s[t] / (sqrt(r[t]) + epsilon)),
        source="Zaheer, Reddi, Sachan, Kale and Kumar, Adaptive Methods for Nonconvex Optimization, 2018, "
        + where_from,
        claims=(claim("first moment", s[t] == form, since=0) if both else moment_claims[0], *yogi_claims),
    )


yogi = yogi_variant("yogi", initial="0")
yogi_started = yogi_variant("yogi-started", initial="1e-6")
yogi_corrected = yogi_variant("yogi-corrected", initial="1e-6", bias_corrected=True)


_surprise = (g[t] - s[t]) * (g[t] - s[t])
_floor, _floor_before = (epsilon * (1 - rho2**n) / (1 - rho2) for n in (t, t - 1))
_least = epsilon / (1 - rho2)
belief = (*first, r[0] == 0, r[t] == rho2 * r[t - 1] + (1 - rho2) * _surprise + epsilon)
belief_claims = (
    *moment_claims[:1],
    claim(
        "second moment",
        r[t] == total(rho2 ** (t - i) * ((1 - rho2) * ((g[i] - s[i]) * (g[i] - s[i])) + epsilon), i, 1, t),
        since=0,
    ),
    claim(
        "second moment is kept up by epsilon",
        r[t] >= _floor,
        since=0,
        hints=(rho2 * (r[t - 1] - _floor_before) + (1 - rho2) * _surprise,),
    ),
    claim("second moment is at least epsilon", r[t] >= epsilon, hints=(rho2 * r[t - 1] + (1 - rho2) * _surprise,)),
)
_zhuang = "Zhuang et al., AdaBelief Optimizer: Adapting Stepsizes by the Belief in Observed Gradients, 2020"

adabelief = optimizer(
    "adabelief",
    *settings,
    *belief,
    *corrected,
    theta[t + 1] == theta[t] - eta * adam_step,
    source=f"{_zhuang}, Algorithm 2",
    claims=(
        *belief_claims,
        claim("corrected moment is kept up by epsilon", r_hat[t] >= _least, hints=((r[t] - _floor) / (1 - rho2**t),)),
        claim(
            "step is bounded by the first moment",
            abs(theta[t + 1] - theta[t]) <= eta * (abs(s_hat[t]) / sqrt(_least)),
            hints=(
                eta * (abs(s_hat[t]) / (sqrt(r_hat[t]) + epsilon)),
                eta
                * abs(s_hat[t])
                * ((sqrt(r_hat[t]) - sqrt(_least) + epsilon) / ((sqrt(r_hat[t]) + epsilon) * sqrt(_least))),
            ),
        ),
    ),
)
