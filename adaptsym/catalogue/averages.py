r"""What is true of Adam's moving averages: their weights, their bounds, and the correction of their bias."""

from adaptsym.claims import claim
from adaptsym.notation import bound, g, i, level, r, r_hat, rho1, rho2, s, s_hat, sqrt, t, term, tolerance, total
from adaptsym.term import Term, TermLike


def bias_at(step: TermLike) -> Term:
    """Term (1) of the step: both corrections in one factor."""
    n = term(step)
    return sqrt(1 - rho2**n) / (1 - rho1**n)


bias = bias_at(t)
constant = (1 - rho1) / sqrt(1 - rho2)
usual = (rho1 == "0.9", rho2 == "0.999")
_root = sqrt(1 - rho2**t)
_all = total(rho1 ** (t - i), i, 1, t)

_first, _second = rho1**t, rho2**t
_first_before, _second_before = rho1 ** (t - 1), rho2 ** (t - 1)
_steps, _long_steps = t * (1 - rho1), 1 + t * (1 - rho2)
_small_first = (1 - rho1) * (1 - rho1) >= 1 - rho2
_soon, _late = _steps * tolerance >= 1, _long_steps * tolerance >= 1

limit_claims = (
    claim(
        "powers of the first decay fall",
        _first * (1 + _steps) <= 1,
        since=0,
        hints=(rho1 * (1 - _first_before * (1 + (t - 1) * (1 - rho1))) + (1 - rho1) * (1 - _first),),
    ),
    claim(
        "powers of the second decay fall",
        _second * _long_steps <= 1,
        since=0,
        hints=(rho2 * (1 - _second_before * (1 + (t - 1) * (1 - rho2))) + (1 - rho2) * (1 - _second),),
    ),
    claim(
        "bias is at most a tolerance above one",
        bias - 1 <= tolerance,
        given=_soon,
        hints=(
            (tolerance * (1 - _first * (1 + _steps)) + _first * (_steps * tolerance - 1)) / (1 - _first)
            + (_first / (1 - _first) - (bias - 1)),
        ),
    ),
    claim(
        "bias is at most a tolerance below one",
        1 - bias <= tolerance,
        given=_late,
        hints=(
            (bias - (1 - _second)) + tolerance * (1 - _second * _long_steps) + _second * (_long_steps * tolerance - 1),
        ),
    ),
    claim("bias tends to one", abs(bias - 1) <= tolerance, given=(_soon, _late)),
    claim(
        "share of the second is at most the squared share of the first",
        1 - _second <= (1 - _first) * (1 - _first),
        since=0,
        given=_small_first,
        hints=(
            rho2 * ((1 - _first_before) * (1 - _first_before) - (1 - _second_before))
            + ((1 - rho1) * (1 - rho1) - (1 - rho2)) * (_first_before * (1 + (1 - _first_before)))
            + 2 * rho1 * (1 - rho1) * (_first_before * (1 - _first_before)),
        ),
    ),
    claim(
        "bias is at most one",
        bias <= 1,
        given=_small_first,
        hints=(((1 - _first) * (1 - _first) - (1 - _second)) / ((1 - _first) * ((1 - _first) + _root)),),
    ),
)


def _gain(decay: Term, n: TermLike) -> Term:
    """By what share 1 - decay**n grows at the next step."""
    power = decay ** term(n)
    return power * (1 - decay) / (1 - power)


# from step 12 on the root of the second correction grows by more than the first one, since its gain is at most 1/12
_second_gain, _first_gain = (_gain(decay, t - 1) for decay in (rho2, rho1))
_second_gain_before, _first_gain_before = (_gain(decay, t - 2) for decay in (rho2, rho1))
_twelfth = term(1) / 12
_scale = _twelfth + 1 - rho2
_below_a_twelfth = (_scale * (rho2**12 * (1 - rho2 ** (t - 14))) + (_twelfth - _scale * rho2**12)) / (
    1 - rho2 ** (t - 2)
)
_faster = ((rho2 - rho1 - rho1 * _twelfth) + rho2 * _first_gain_before + rho1 * _below_a_twelfth) / (
    (1 + _second_gain_before) * (1 + _first_gain_before)
)
_slower = rho1 / (1 + _first_gain_before) * (1 - rho1 + _first_gain_before) / (1 + _first_gain_before)
_grown = _second_gain - (2 * _first_gain + _first_gain * _first_gain)
_grown_before = _second_gain_before - (2 * _first_gain_before + _first_gain_before * _first_gain_before)
_roots = sqrt(1 - rho2**t) * (1 - rho1 ** (t - 1)) + sqrt(1 - rho2 ** (t - 1)) * (1 - rho1**t)

minimum_claims = (
    *(claim(f"bias falls to step {n}", bias_at(n) < bias_at(n - 1), at=usual) for n in range(2, 12)),
    claim("bias still falls to step 12", bias_at(12) < bias_at(11), at=usual),
    claim(
        "second correction outgrows the first",
        _second_gain >= 2 * _first_gain + _first_gain * _first_gain,
        since=13,
        at=usual,
        hints=(
            rho2 / (1 + _second_gain_before) * _grown_before
            + 2 * _faster * _first_gain_before
            + (_faster + _slower) * (_first_gain_before * _first_gain_before),
        ),
    ),
    claim(
        "bias never falls after step 12",
        bias >= bias_at(t - 1),
        since=13,
        at=usual,
        hints=(
            (1 - rho2 ** (t - 1))
            * (1 - rho1 ** (t - 1))
            * (1 - rho1 ** (t - 1))
            * _grown
            / ((1 - rho1**t) * (1 - rho1 ** (t - 1)) * _roots),
        ),
    ),
    claim(
        "bias is least at step 12",
        bias >= bias_at(12),
        since=12,
        at=usual,
        hints=((bias - bias_at(t - 1)) + (bias_at(t - 1) - bias_at(12)),),
    ),
)

bias_claims = (
    claim("bias of the first step", bias_at(1) * constant == 1),
    claim("bias is at least", bias >= _root),
    claim("bias is at most", bias <= 1 / (1 - rho1**t)),
    claim("bias tends to one from above", bias - 1 <= rho1**t / (1 - rho1**t), hints=((1 - _root) / (1 - rho1**t),)),
    claim(
        "bias tends to one from below",
        bias >= 1 - rho2**t,
        hints=(_root * (1 / (1 - rho1**t) - 1) + _root * (1 - _root),),
    ),
    claim("bias is smaller at step 12 than at first", bias_at(12) < bias_at(1), at=usual),
    *minimum_claims,
    claim("bias rises after step 12", bias_at(13) > bias_at(12), at=usual),
    claim("bias is not within a hundredth at step 3915", bias_at(3915) < term("0.99"), at=usual),
    claim("bias is within a hundredth at step 3916", bias_at(3916) > term("0.99"), at=usual),
    claim(
        "bias is within a hundredth from step 3916 on",
        bias > term("0.99"),
        since=3916,
        at=usual,
        hints=((bias - bias_at(t - 1)) + (bias_at(t - 1) - term("0.99")),),
    ),
    claim("bias may start above 2", bias_at(1) > 2, at=(rho1 == "0.95", rho2 == "0.98")),
    *limit_claims,
)

_constant = (g[i] <= level, g[i] >= level)

average_claims = (
    claim("weights of the first moment", (1 - rho1) * _all == 1 - rho1**t, since=0),
    claim("weights of the second moment", (1 - rho2) * total(rho2 ** (t - i), i, 1, t) == 1 - rho2**t, since=0),
    claim("constant gradient", (1 - rho1) * _all * level / (1 - rho1**t) == level),
    claim(
        "first moment below a bound",
        s[t] <= level * (1 - rho1**t),
        since=0,
        given=g[i] <= level,
        hints=(rho1 * (level * (1 - rho1 ** (t - 1)) - s[t - 1]) + (1 - rho1) * (level - g[t]),),
    ),
    claim(
        "first moment above a bound",
        s[t] >= level * (1 - rho1**t),
        since=0,
        given=g[i] >= level,
        hints=(rho1 * (s[t - 1] - level * (1 - rho1 ** (t - 1))) + (1 - rho1) * (g[t] - level),),
    ),
    claim(
        "corrected moment below a bound",
        s_hat[t] <= level,
        given=g[i] <= level,
        hints=((level * (1 - rho1**t) - s[t]) / (1 - rho1**t),),
    ),
    claim(
        "corrected moment above a bound",
        s_hat[t] >= level,
        given=g[i] >= level,
        hints=((s[t] - level * (1 - rho1**t)) / (1 - rho1**t),),
    ),
    claim(
        "second moment below a bound",
        r[t] <= bound * bound * (1 - rho2**t),
        since=0,
        given=abs(g[i]) <= bound,
        hints=(
            rho2 * (bound * bound * (1 - rho2 ** (t - 1)) - r[t - 1])
            + (1 - rho2) * ((bound - abs(g[t])) * (bound + abs(g[t]))),
        ),
    ),
    claim("first moment of a constant gradient", s[t] == level * (1 - rho1**t), since=0, given=_constant),
    claim("second moment of a constant gradient", r[t] == level * level * (1 - rho2**t), since=0, given=_constant),
    claim("corrected moment of a constant gradient", s_hat[t] == level, given=_constant),
    claim("corrected square of a constant gradient", r_hat[t] == level * level, given=_constant),
)
