r"""RMSProp and Adadelta: each element is scaled by a moving average of its squared gradients."""

from adaptsym.claims import claim
from adaptsym.notation import d, d_square, epsilon, eta, g, grad, i, r, rho, sqrt, t, theta, total
from adaptsym.spec import Spec, optimizer

mean_square = (
    r[0] == 0,
    g[t] == grad(theta[t]),
    r[t] == rho * r[t - 1] + (1 - rho) * (g[t] * g[t]),
)

mean = (1 - rho) * total(rho ** (t - i) * (g[i] * g[i]), i, 1, t)
mean_claims = (
    claim("second moment", r[t] == mean, since=0),
    claim("share of the last square", r[t] >= (1 - rho) * (g[t] * g[t])),
)

_share = sqrt(1 - rho)


def rmsprop_variant(name: str, *, inside: bool) -> Spec:
    """RMSProp with epsilon inside the root (the textbook) or outside of it (the frameworks); the lecture has none."""
    scale = sqrt(r[t] + epsilon) if inside else sqrt(r[t]) + epsilon
    steady = r[t] - (1 - rho) * (g[t] * g[t]) + (epsilon if inside else epsilon * (2 * sqrt(r[t]) + epsilon))
    earlier = g[i] / (sqrt(r[i] + epsilon) if inside else sqrt(r[i]) + epsilon)
    unrolled = sqrt(mean + epsilon) if inside else sqrt(mean) + epsilon
    where_from = "Goodfellow, Bengio and Courville, Deep Learning, Algorithm 8.5" if inside else "epsilon as in PyTorch"
    return optimizer(
        name,
        rho == "0.9",
        epsilon == ("1e-6" if inside else "1e-8"),
        *mean_square,
        theta[t + 1] == theta[t] - eta / scale * g[t],
        source=f"Tieleman and Hinton, Neural Networks for Machine Learning, lecture 6.5, 2012; {where_from}",
        claims=(
            *mean_claims,
            claim("step", theta[t + 1] == theta[t] - eta * (g[t] / unrolled)),
            claim("parameter from the start", theta[t + 1] == theta[1] - eta * total(earlier, i, 1, t), since=0),
            claim(
                "step is bounded",
                abs(theta[t + 1] - theta[t]) <= eta / sqrt(1 - rho),
                hints=(eta * (abs(g[t]) / scale), eta * (steady / (scale * _share * (scale + _share * abs(g[t]))))),
            ),
            claim(
                "bound of the step is attained",
                abs(theta[2] - theta[1]) == eta / sqrt(1 - rho),
                given=g[1] > 0,
                at=epsilon == 0,
                hints=(eta * (g[1] / (_share * g[1])),),
            ),
        ),
    )


rmsprop = rmsprop_variant("rmsprop", inside=True)
rmsprop_outside = rmsprop_variant("rmsprop-outside", inside=False)

_past, _root = sqrt(d_square[t - 1] + epsilon), sqrt(r[t] + epsilon)
_steady = r[t] - (1 - rho) * (g[t] * g[t]) + epsilon

adadelta = optimizer(
    "adadelta",
    rho == "0.95",
    epsilon == "1e-6",
    d_square[0] == 0,
    *mean_square,
    d[t] == sqrt(d_square[t - 1] + epsilon) / sqrt(r[t] + epsilon) * g[t],
    theta[t + 1] == theta[t] - d[t],
    d_square[t] == rho * d_square[t - 1] + (1 - rho) * (d[t] * d[t]),
    source="Zeiler, ADADELTA: An Adaptive Learning Rate Method, 2012, Algorithm 1",
    claims=(
        *mean_claims,
        claim(
            "mean square of past steps",
            d_square[t] == (1 - rho) * total(rho ** (t - i) * (d[i] * d[i]), i, 1, t),
            since=0,
        ),
        claim("parameter from the start", theta[t + 1] == theta[1] - total(d[i], i, 1, t), since=0),
        claim(
            "step is bounded by past steps",
            abs(d[t]) <= _past / _share,
            hints=(
                _past / _root * abs(g[t]),
                _past * (_steady / (_root * _share * (_root + _share * abs(g[t])))),
            ),
        ),
    ),
)
