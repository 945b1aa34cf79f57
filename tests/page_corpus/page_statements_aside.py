"""The claims of the pages kept aside, in order, as arithmetic (see `page_truth`)."""

from page_truth import (
    B1,
    B2,
    DELTA,
    EPS,
    ETA,
    GAMMA,
    LAM,
    MU,
    RHO,
    THETA,
    Statement,
    accumulated,
    adadelta,
    adam,
    average,
    buffer,
    four,
    g,
    heavy,
    holds,
    infinity,
    largest,
    later,
    leaky,
    m,
    m_hat,
    misdefined,
    mu,
    root,
    s,
    slip,
    slope,
    square,
    total,
    turning,
    u,
    v,
    v_hat,
    weighted,
    x,
    y,
)

STATEMENTS: dict[str, list[Statement]] = {
    "adadelta_algorithm.tex": [
        holds(s, lambda t: (1 - RHO) * total(lambda k: RHO**k * square(t - k), 0, t - 1)),
        holds(lambda t: adadelta(t)[0], lambda t: (1 - RHO) * weighted(RHO, lambda i: adadelta(i)[1] ** 2, t)),
    ],
    "adagrad_korean.md": [
        holds(accumulated, lambda t: total(square, 1, t)),
        holds(accumulated, lambda t: total(square, 1, t)),
    ],
    "adam_one_slip.tex": [
        misdefined(lambda t: v(t) / (1 - B1**t), v_hat),
    ],
    "angle_steps.ipynb": [
        holds(s, lambda t: (1 - RHO) * weighted(RHO, square, t)),
    ],
    "angle_steps_slip.ipynb": [
        slip(
            s,
            lambda t: (1 - RHO) * total(lambda j: RHO ** (j - t) * square(j), 1, t),
            lambda t: (1 - RHO) * weighted(RHO, square, t),
        ),
        misdefined(lambda t: ETA / (s(t) + DELTA) * g(t), lambda t: ETA / (root(s(t)) + DELTA) * g(t)),
    ],
    "bias_slips.md": [
        slip(
            m,
            lambda t: (1 - B1) * (total(lambda k: B1**k * g(t - k), 0, t - 2) + B1**t * g(1)),
            lambda t: (1 - B1) * total(lambda k: B1**k * g(t - k), 0, t - 1),
        ),
        slip(
            lambda t: total(lambda k: B1**k, 0, t - 1),
            lambda t: (1 - B1 ** (t + 1)) / (1 - B1),
            lambda t: (1 - B1**t) / (1 - B1),
        ),
        holds(lambda _: m_hat(1), lambda _: g(1)),
    ],
    "four_factors_slip.md": [
        slip(
            lambda t: -ETA * m_hat(t) / root(v_hat(t)),
            lambda t: four(t, (1 - B1) / (1 - B2)),
            lambda t: four(t, (1 - B1) / root(1 - B2)),
        ),
    ],
    "infinity_norm.md": [
        holds(lambda t: THETA - ETA / (1 - B1**t) * m(t) / infinity(t), lambda t: THETA - ETA * m_hat(t) / infinity(t)),
    ],
    "macros.tex": [
        holds(
            lambda t: THETA - ETA * adam(t),
            lambda t: THETA - ETA * m(t) / ((1 - B1**t) * (root(v(t) / (1 - B2**t)) + EPS)),
        ),
    ],
    "momentum_two_scalings.md": [
        holds(lambda t: average(GAMMA, g, t), lambda t: (1 - GAMMA) * leaky(t)),
        holds(leaky, lambda t: weighted(GAMMA, g, t)),
        holds(lambda t: average(GAMMA, g, t), lambda t: (1 - GAMMA) * weighted(GAMMA, g, t)),
    ],
    "monotone_slips.md": [
        misdefined(lambda t: max(v(t - 1), v(t)), largest),
        slip(
            v,
            lambda t: (1 - B2) * total(lambda i: B2 ** (t - i) * square(i), 1, t - 1),
            lambda t: (1 - B2) * weighted(B2, square, t),
        ),
    ],
    "nesterov_slips.tex": [
        slip(
            lambda t: x(t + 1),
            lambda t: x(t) + MU * u(t) + ETA * slope(y(t)),
            lambda t: x(t) + MU * u(t) - ETA * slope(y(t)),
        ),
        holds(lambda t: x(t + 1), lambda t: y(t) - ETA * slope(y(t))),
        slip(
            lambda t: y(t + 1),
            lambda t: y(t) - MU * u(t) + (1 - MU) * u(t + 1),
            lambda t: y(t) - MU * u(t) + (1 + MU) * u(t + 1),
        ),
    ],
    "primes.md": [
        holds(
            lambda t: THETA - ETA * m(t) / (root(v(t)) + EPS),
            lambda t: (
                THETA - ETA * (B1 * m(t - 1) + (1 - B1) * g(t)) / (root(B2 * v(t - 1) + (1 - B2) * square(t)) + EPS)
            ),
        ),
        holds(m, lambda t: m(t - 1) + (1 - B1) * (g(t) - m(t - 1))),
    ],
    "sgd_docs.py": [
        holds(buffer, lambda t: weighted(MU, g, t)),
    ],
    "summary_slips.md": [
        misdefined(lambda t: THETA - heavy(t), lambda t: THETA + heavy(t)),
        slip(accumulated, lambda t: total(square, 0, t - 1), lambda t: total(square, 1, t)),
        slip(v, lambda t: (1 - B2) * weighted(B1, square, t), lambda t: (1 - B2) * weighted(B2, square, t)),
        holds(m, lambda t: (1 - B1) * weighted(B1, g, t)),
    ],
    "two_regularisers.py": [
        holds(
            lambda t: THETA - ETA * (g(t) + LAM * THETA),
            lambda t: (1 - ETA * LAM) * THETA - ETA * g(t),
        ),
        slip(
            lambda t: THETA - ETA * (g(t) + LAM * THETA),
            lambda t: THETA - LAM * THETA - ETA * g(t),
            lambda t: THETA - ETA * LAM * THETA - ETA * g(t),
        ),
    ],
    "varying_rate_slip.tex": [
        holds(lambda t: later(1, t), lambda t: later(1, t - 1) * mu(t)),
        slip(
            turning,
            lambda t: total(lambda i: (1 - mu(i)) * later(i, t) * g(i), 1, t),
            lambda t: total(lambda i: (1 - mu(i)) * later(i + 1, t) * g(i), 1, t),
        ),
    ],
}
