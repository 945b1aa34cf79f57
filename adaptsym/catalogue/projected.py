r"""AdamP: where the parameter's scale does not matter, the step keeps no part along the parameter."""

from adaptsym.catalogue.moments import corrected, moment_claims, moments, settings
from adaptsym.claims import claim
from adaptsym.notation import (
    absolute,
    delta,
    dot,
    epsilon,
    eta,
    g,
    maximum,
    norm,
    p,
    r,
    r_hat,
    s,
    s_hat,
    size,
    sqrt,
    t,
    theta,
    where,
)
from adaptsym.spec import Spec, optimizer

projected = p[t] - dot(theta[t], p[t]) / dot(theta[t], theta[t]) * theta[t]
_square = dot(theta[t], theta[t])
_projected_step = theta[t] - eta * projected
# the absolute cosine of theta and g is below delta/sqrt(size); without a quotient, which would be 0/0 at theta = 0
is_free_of_scale = absolute(dot(theta[t], g[t])) < delta / sqrt(size(theta[t])) * (norm(theta[t]) * norm(g[t]))


def adamp_variant(name: str, *, bias_corrected: bool) -> Spec:
    """AdamP, whole parameters at a time, its moments plain (the paper) or bias corrected (the authors' code).

    The code also projects channel by channel before it tries the whole parameter, leaves vectors alone, and adds
    epsilon to the norms; channels are not said here.
    """
    fixed = bias_corrected
    return optimizer(
        name,
        *settings,
        delta == "0.1",
        *moments,
        *(corrected if fixed else ()),
        p[t] == (s_hat[t] / (sqrt(r_hat[t]) + epsilon) if fixed else s[t] / (sqrt(r[t]) + epsilon)),
        theta[t + 1] == theta[t] - eta * where(is_free_of_scale, projected, p[t]),
        source="Heo et al., AdamP: Slowing Down the Slowdown for Momentum Optimizers on Scale-invariant Weights, 2021, "
        + ("bias corrected as in the authors' code" if fixed else "Algorithm 2"),
        claims=(
            *moment_claims,
            claim("projection is orthogonal", dot(theta[t], projected) == 0, given=norm(theta[t]) > 0),
            claim(
                "projection is no longer",
                dot(projected, projected) <= dot(p[t], p[t]),
                given=_square > 0,
                hints=(dot(theta[t], p[t]) * dot(theta[t], p[t]) / _square,),
            ),
            claim(
                "Pythagoras",
                dot(_projected_step, _projected_step) == _square + eta * eta * dot(projected, projected),
                given=_square > 0,
            ),
            claim(
                "step where scale does not matter",
                theta[t + 1] == _projected_step,
                given=(_square > 0, is_free_of_scale),
            ),
        ),
    )


_length = norm(theta[t]) + epsilon
nearly_projected = p[t] - dot(theta[t], p[t]) / (_length * _length) * theta[t]
_lengths = maximum(norm(theta[t]) * norm(g[t]), epsilon)
_is_free = absolute(dot(theta[t], g[t])) < delta / sqrt(size(theta[t])) * _lengths

adamp = adamp_variant("adamp", bias_corrected=False)
adamp_corrected = adamp_variant("adamp-corrected", bias_corrected=True)
adamp_code = optimizer(  # a whole parameter as one channel; epsilon keeps the norms away from 0
    "adamp-code",
    *settings,
    delta == "0.1",
    *moments,
    *corrected,
    p[t] == s_hat[t] / (sqrt(r_hat[t]) + epsilon),
    theta[t + 1] == theta[t] - eta * where(_is_free, nearly_projected, p[t]),
    source="Heo et al., AdamP, 2021, as the authors' code runs it on a parameter of one channel, without weight decay",
    claims=(
        *moment_claims,
        claim(
            "projection is nearly orthogonal",
            dot(theta[t], nearly_projected) == dot(theta[t], p[t]) * (1 - _square / (_length * _length)),
        ),
        claim(
            "projection is orthogonal", dot(theta[t], nearly_projected) == 0, given=norm(theta[t]) > 0, at=epsilon == 0
        ),
        claim("step where scale does not matter", theta[t + 1] == theta[t] - eta * nearly_projected, given=_is_free),
    ),
)
