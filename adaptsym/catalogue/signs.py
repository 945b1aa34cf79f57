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
_forward = theta[t] - sign(g[t]) * step_size[t]
_kept = where(_meets < 0, term(0), g[t])

size_claims = (
    claim("step size is positive", step_size[t] > 0, since=0, given=eta_plus > 0),
    claim("step size grows", step_size[t] == _grown, given=_meets > 0),
    claim("step size grows to its maximum at most", step_size[t] <= step_max, given=_meets > 0),
    claim("step size shrinks", step_size[t] == _shrunk, given=_meets < 0),
    claim("step size shrinks to its minimum at least", step_size[t] >= step_min, given=_meets < 0),
    claim("step size stays", step_size[t] == step_size[t - 1], given=_neither),
)


def rprop_variant(name: str, *, back: bool, forgets: bool, source: str) -> Spec:
    """Rprop; where the sign changes it goes back to where it was, or steps by the new step size, or stays (once).

    With `forgets` a gradient of another sign is taken for 0: the next step is then not adapted. It is also the
    gradient of the step, unless that goes `back`.
    """
    memory = g_last[t] == (_kept if forgets else g[t])
    direction = g_last[t] if forgets and not back else g[t]
    forward = sign(direction) * step_size[t]
    moved = (d[t] == where(_meets < 0, -d[t - 1], forward),) if back else ()
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
        *moved,
        memory,
        theta[t + 1] == theta[t] - (d[t] if back else forward),
        source=source,
        claims=(*size_claims, *_claims(back=back, forgets=forgets)),
    )


def _claims(*, back: bool, forgets: bool) -> tuple[Claim, ...]:
    """What becomes of a change of sign, at once and at the next step; and how long a step is."""
    found = []
    if forgets:
        found += [
            claim("gradient of another sign is forgotten", g_last[t] == 0, given=_meets < 0),
            claim("no step size adapts after a change", step_size[t] == step_size[t - 1], given=_changed, since=2),
            claim("step follows the sign", theta[t + 1] == _forward, given=_meets >= 0),
        ]
    if back:
        found += [
            claim("change of sign turns back", theta[t + 1] == theta[t] + d[t - 1], given=_meets < 0),
            claim("last step", theta[t] == theta[t - 1] - d[t - 1], since=2),
            claim("change of sign goes back", theta[t + 1] == theta[t - 1], given=_meets < 0, since=2),
        ]
    else:
        used = sign(g_last[t] if forgets else g[t])
        reach = (step_size[t] * abs(used), step_size[t] * (1 - abs(used)))
        step = abs(theta[t + 1] - theta[t])
        found.append(claim("step is bounded", step <= step_size[t], given=eta_plus > 0, hints=reach))
    if not forgets:
        found += [
            claim("step is the step size, downwards", theta[t + 1] == theta[t] - step_size[t], given=g[t] > 0),
            claim("step is the step size, upwards", theta[t + 1] == theta[t] + step_size[t], given=g[t] < 0),
        ]
    return tuple(found)


rprop = rprop_variant(
    "rprop",
    back=True,
    forgets=True,
    source="Riedmiller and Braun, A Direct Adaptive Method for Faster Backpropagation Learning: The RPROP Algorithm, "
    "1993",
)
rprop_minus = rprop_variant(
    "rprop-minus",
    back=False,
    forgets=False,
    source="Igel and Hüsken, Improving the Rprop Learning Algorithm, 2000, Rprop-",
)
irprop_minus = rprop_variant(
    "irprop-minus",
    back=False,
    forgets=True,
    source="Igel and Hüsken, Improving the Rprop Learning Algorithm, 2000, iRprop-",
)
