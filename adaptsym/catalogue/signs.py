r"""Rprop: a step size for each weight, which grows while the sign of the gradient stays and shrinks where it changes.

iRprop+ of Igel and Hüsken asks whether the loss has risen: no equation here knows the loss, and it is left out.
"""

from adaptsym.claims import Claim, claim
from adaptsym.notation import (
    d,
    eta,
    eta_minus,
    eta_plus,
    g,
    g_last,
    grad,
    maximum,
    minimum,
    sign,
    step_grown,
    step_max,
    step_min,
    step_size,
    t,
    term,
    theta,
    where,
)
from adaptsym.spec import Spec, optimizer

_meets = g[t] * g_last[t - 1]
_grown = minimum(eta_plus * step_size[t - 1], step_max)
_shrunk = maximum(eta_minus * step_size[t - 1], step_min)
_neither = (_meets >= 0, _meets <= 0)
_changed = g[t - 1] * g_last[t - 2] < 0

size_claims = (
    claim("step size is positive", step_size[t] > 0, since=0, given=eta_plus > 0),
    claim("step size grows", step_size[t] == _grown, given=_meets > 0),
    claim("step size grows to its maximum at most", step_size[t] <= step_max, given=_meets > 0),
    claim("step size shrinks", step_size[t] == _shrunk, given=_meets < 0),
    claim("step size shrinks to its minimum at least", step_size[t] >= step_min, given=_meets < 0),
    claim("step size stays", step_size[t] == step_size[t - 1], given=_neither),
)


sign_claims = (
    claim("gradient of another sign is forgotten", g_last[t] == 0, given=_meets < 0),
    claim("no step size adapts after a change", step_size[t] == step_size[t - 1], given=_changed, since=2),
    claim("step follows the sign", theta[t + 1] == theta[t] - sign(g[t]) * step_size[t], given=_meets >= 0),
)
_used = sign(g_last[t])
_reach = (step_size[t] * abs(_used), step_size[t] * (1 - abs(_used)))


def rprop_variant(name: str, *, back: bool, source: str) -> Spec:
    """Rprop; where the sign of a gradient changes, it goes back to where it was, or stays where it is.

    A gradient of another sign is then taken for 0, so that the next step size is not adapted.
    """
    if back:
        claims: tuple[Claim, ...] = (
            claim("change of sign turns back", theta[t + 1] == theta[t] + d[t - 1], given=_meets < 0),
            claim("last step", theta[t] == theta[t - 1] - d[t - 1], since=2),
            claim("change of sign goes back", theta[t + 1] == theta[t - 1], given=_meets < 0, since=2),
        )
    else:
        step = abs(theta[t + 1] - theta[t])
        claims = (claim("step is bounded", step <= step_size[t], given=eta_plus > 0, hints=_reach),)
    turned = (d[t] == where(_meets < 0, -d[t - 1], sign(g[t]) * step_size[t]),) if back else ()
    return optimizer(
        name,
        eta == "0.01",
        eta_minus == "0.5",
        eta_plus == "1.2",
        step_min == "1e-6",
        step_max == 50,
        step_size[0] == eta,
        g_last[0] == 0,
        *((d[0] == 0,) if back else ()),
        g[t] == grad(theta[t]),
        step_grown[t] == where(_meets > 0, _grown, step_size[t - 1]),
        step_size[t] == where(_meets < 0, _shrunk, step_grown[t]),
        *turned,
        g_last[t] == where(_meets < 0, term(0), g[t]),
        theta[t + 1] == theta[t] - (d[t] if back else _used * step_size[t]),
        source=source,
        claims=(*size_claims, *sign_claims, *claims),
    )


rprop = rprop_variant(
    "rprop",
    back=True,
    source="Riedmiller and Braun, A Direct Adaptive Method for Faster Backpropagation Learning: The RPROP Algorithm, "
    "1993",
)
irprop_minus = rprop_variant(
    "irprop-minus", back=False, source="Igel and Hüsken, Improving the Rprop Learning Algorithm, 2000, iRprop-"
)
