"""The claims of the pages in the manner of papers and lectures, in order, as arithmetic (see `page_truth`)."""

from fractions import Fraction
from functools import cache

from page_truth import (
    B1,
    B2,
    ETA,
    GAMMA,
    LAM,
    MU,
    RHO,
    THETA,
    Statement,
    adam,
    average,
    g,
    heavy,
    holds,
    leaky,
    m,
    misdefined,
    s,
    sign,
    slip,
    slope,
    square,
    total,
    u,
    v,
    v_hat,
    weighted,
    x,
)


@cache
def additive(t: int, direction: int = -1) -> Fraction:
    """A second moment that moves by at most a share of the squared gradient."""
    if not t:
        return Fraction(0)
    before = additive(t - 1, direction)
    return before + direction * (1 - B2) * sign(before - square(t)) * square(t)


def turned(t: int) -> Fraction:
    """The interpolation of a momentum and a gradient, of which the sign is taken."""
    return B1 * average(B2, g, t - 1) + (1 - B1) * g(t)


def bar(t: int) -> Fraction:
    return B1 * m(t) + (1 - B1) * g(t)


NO = Fraction(0)

STATEMENTS: dict[str, list[Statement]] = {
    "largest_moment_paper.tex": [holds(v, lambda t: (1 - B2) * weighted(B2, square, t))],
    "evolved_signs.tex": [
        holds(lambda t: average(B2, g, t), lambda t: (1 - B2) * weighted(B2, g, t)),
        holds(
            lambda t: THETA - ETA * (sign(turned(t)) + LAM * THETA),
            lambda t: (1 - ETA * LAM) * THETA - ETA * sign(turned(t)),
        ),
    ],
    "lecture_slides_rms.md": [
        holds(heavy, lambda t: GAMMA * heavy(t - 1) - ETA * g(t)),
        holds(heavy, lambda t: GAMMA * heavy(t - 1) - ETA * g(t)),
    ],
    "dive_leaky.md": [
        holds(leaky, lambda t: GAMMA**2 * leaky(t - 2) + GAMMA * g(t - 1) + g(t)),
        holds(leaky, lambda t: total(lambda k: GAMMA**k * g(t - k), 0, t - 1)),
        holds(s, lambda t: (1 - RHO) * square(t) + RHO * s(t - 1)),
        holds(s, lambda t: (1 - RHO) * total(lambda k: RHO**k * square(t - k), 0, t - 1)),
        holds(lambda t: (1 - RHO) * total(lambda k: RHO**k, 0, t - 1), lambda t: 1 - RHO**t),
    ],
    "accelerated_notes_slips.tex": [
        slip(
            lambda t: u(t + 1, NO),
            lambda t: -ETA * total(lambda i: MU ** (t - i + 1) * slope(x(i, NO)), 0, t),
            lambda t: -ETA * total(lambda i: MU ** (t - i) * slope(x(i, NO)), 0, t),
        ),
        holds(
            lambda t: x(t + 1, NO),
            lambda t: x(t, NO) + MU * (x(t, NO) - x(t - 1, NO)) - ETA * slope(x(t, NO)),
        ),
    ],
    "additive_second_moment_slip.md": [
        misdefined(lambda t: additive(t, 1), additive),
        slip(m, lambda t: (1 - B1) * weighted(B1, square, t), lambda t: (1 - B1) * weighted(B1, g, t)),
    ],
    "weight_decay_slips.md": [
        misdefined(lambda t: v(t) / (1 - B1**t), v_hat),
        holds(
            lambda t: THETA - GAMMA * adam(t) - ETA * LAM * THETA, lambda t: (1 - ETA * LAM) * THETA - GAMMA * adam(t)
        ),
        slip(m, lambda t: weighted(B1, g, t), lambda t: (1 - B1) * weighted(B1, g, t)),
    ],
    "course_updates_slip.md": [misdefined(lambda t: average(RHO, g, t), s)],
    "bias_of_averages_slips.tex": [
        holds(v, lambda t: (1 - B2) * weighted(B2, square, t)),
        slip(
            lambda t: (1 - B2) * total(lambda i: B2 ** (t - i), 1, t), lambda t: 1 - B2 ** (t - 1), lambda t: 1 - B2**t
        ),
        holds(bar, lambda t: B1**2 * m(t - 1) + (1 - B1**2) * g(t)),
        slip(
            bar,
            lambda t: B1**2 * m(t - 1) + (1 - B1) * (1 - B1) * g(t),
            lambda t: B1**2 * m(t - 1) + (1 - B1) * (1 + B1) * g(t),
        ),
    ],
}
