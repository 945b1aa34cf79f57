"""The claims of each page of the corpus, in order, as arithmetic (see `page_truth`)."""

from fractions import Fraction

from page_truth import (
    B1,
    B2,
    EPS,
    ETA,
    GAMMA,
    LAM,
    MU,
    RHO,
    THETA,
    Statement,
    accumulated,
    adam,
    average,
    backwards,
    factor,
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
    mean,
    misdefined,
    mu,
    one,
    root,
    s,
    sign,
    slip,
    slope,
    smooth,
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
    "adagrad_notes.tex": [
        holds(accumulated, lambda t: total(square, 1, t)),
        holds(
            lambda t: THETA - ETA / (root(accumulated(t)) + EPS) * g(t),
            lambda t: THETA - ETA * g(t) / (EPS + root(total(square, 1, t))),
        ),
        holds(
            lambda t: max(ETA / (root(accumulated(t)) + EPS), ETA / (root(accumulated(t - 1)) + EPS)),
            lambda t: ETA / (root(accumulated(t - 1)) + EPS),
        ),
    ],
    "adagrad_slips.md": [
        slip(accumulated, lambda t: total(g, 1, t), lambda t: total(square, 1, t)),
        slip(
            lambda t: THETA - ETA / root(accumulated(t) + EPS) * g(t),
            lambda t: THETA - ETA * g(t) / (EPS + total(square, 1, t)),
            lambda t: THETA - ETA * g(t) / root(EPS + total(square, 1, t)),
        ),
    ],
    "adam_as_published.tex": [
        holds(v, lambda t: (1 - B2) * weighted(B2, square, t)),
        holds(lambda t: (1 - B2) * total(lambda i: B2 ** (t - i), 1, t), lambda t: 1 - B2**t),
    ],
    "adam_korean.md": [
        holds(m, lambda t: (1 - B1) * weighted(B1, g, t)),
        holds(lambda t: THETA - ETA * adam(t), lambda t: THETA - ETA * m_hat(t) / root(v_hat(t))),
        holds(lambda t: THETA - ETA * m_hat(t) / root(v_hat(t)), lambda t: THETA - ETA * factor(t) * m(t) / root(v(t))),
    ],
    "adam_korean_slips.md": [
        slip(m, lambda t: weighted(B1, g, t), lambda t: (1 - B1) * weighted(B1, g, t)),
        slip(
            v,
            lambda t: (1 - B2) * total(lambda i: B2 ** (t - 1) * square(i), 1, t),
            lambda t: (1 - B2) * weighted(B2, square, t),
        ),
        holds(lambda t: THETA - ETA * m_hat(t) / root(v_hat(t)), lambda t: THETA - ETA * factor(t) * m(t) / root(v(t))),
    ],
    "average_spelled_out.md": [
        holds(lambda _: m(1), lambda _: (1 - B1) * g(1)),
        holds(lambda _: m(2), lambda _: B1 * (1 - B1) * g(1) + (1 - B1) * g(2)),
        holds(lambda _: m(3), lambda _: (1 - B1) * (B1**2 * g(1) + B1 * g(2) + g(3))),
        holds(m, lambda t: (1 - B1) * total(lambda k: B1**k * g(t - k), 0, t - 1)),
        holds(m, lambda t: (1 - B1) * total(lambda k: B1**k * g(t - k), 0, t - 1)),
        holds(m, lambda t: (1 - B1) * weighted(B1, g, t)),
        holds(lambda t: (1 - B1) * total(lambda k: B1**k, 0, t - 1), lambda t: (1 - B1) * (1 - B1**t) / (1 - B1)),
        holds(lambda t: (1 - B1) * total(lambda k: B1**k, 0, t - 1), lambda t: 1 - B1**t),
    ],
    "average_spelled_out_slips.md": [
        holds(lambda _: m(2), lambda _: B1 * (1 - B1) * g(1) + (1 - B1) * g(2)),
        slip(
            lambda _: m(3),
            lambda _: (1 - B1) * (B1**3 * g(1) + B1**2 * g(2) + B1 * g(3)),
            lambda _: (1 - B1) * (B1**2 * g(1) + B1 * g(2) + g(3)),
        ),
        slip(
            m,
            lambda t: (1 - B1) * total(lambda i: B1 ** (t - i) * g(i), 0, t - 1),
            lambda t: (1 - B1) * weighted(B1, g, t),
        ),
        slip(
            lambda t: (1 - B1) * total(lambda i: B1 ** (t - i), 1, t), lambda t: 1 - B1 ** (t - 1), lambda t: 1 - B1**t
        ),
    ],
    "bold_adam_slip.ipynb": [
        misdefined(lambda t: ETA * m_hat(t) / (v_hat(t) + EPS), lambda t: ETA * adam(t)),
    ],
    "classical_momentum.tex": [
        holds(
            lambda t: x(t + 1, Fraction(0)),
            lambda t: (
                x(t, Fraction(0)) + MU * (x(t, Fraction(0)) - x(t - 1, Fraction(0))) - ETA * slope(x(t, Fraction(0)))
            ),
        ),
    ],
    "course_dw_db_slips.md": [
        misdefined(lambda t: average(B2, g, t), v),
        misdefined(lambda t: m(t) / (1 - B2**t), m_hat),
    ],
    "decoupled_decay.md": [
        holds(lambda t: THETA - ETA * (adam(t) + LAM * THETA), lambda t: (1 - ETA * LAM) * THETA - ETA * adam(t)),
    ],
    "decoupled_decay_slip.md": [
        slip(
            lambda t: THETA - ETA * (adam(t) + LAM * THETA),
            lambda t: (1 + ETA * LAM) * THETA - ETA * adam(t),
            lambda t: (1 - ETA * LAM) * THETA - ETA * adam(t),
        ),
        holds(lambda t: THETA - ETA * (adam(t) + LAM * THETA), lambda t: THETA - ETA * LAM * THETA - ETA * adam(t)),
    ],
    "four_factors.md": [
        holds(lambda t: -ETA * m_hat(t) / root(v_hat(t)), lambda t: four(t, (1 - B1) / root(1 - B2))),
    ],
    "framework_docs_adam.py": [
        holds(lambda _: m_hat(1), lambda _: g(1)),
        holds(lambda _: v_hat(1), lambda _: square(1)),
    ],
    "infinity_norm_paper.md": [
        holds(lambda _: infinity(2), lambda _: max(B2 * abs(g(1)), abs(g(2)))),
        holds(infinity, lambda t: max(B2 ** (t - i) * abs(g(i)) for i in range(1, t + 1))),
    ],
    "leaky_average.md": [
        holds(leaky, lambda t: GAMMA**2 * leaky(t - 2) + GAMMA * g(t - 1) + g(t)),
        holds(leaky, lambda t: total(lambda k: GAMMA**k * g(t - k), 0, t - 1)),
        holds(lambda t: total(lambda k: GAMMA**k, 0, t - 1), lambda t: (1 - GAMMA**t) / (1 - GAMMA)),
        holds(lambda _: total(lambda k: GAMMA**k, 0, 250), lambda _: 1 / (1 - GAMMA)),
    ],
    "lecture_inplace.md": [
        holds(lambda t: THETA + heavy(t), lambda t: THETA + GAMMA * heavy(t - 1) - ETA * g(t)),
    ],
    "losses.md": [
        holds(
            lambda _: THETA - ETA * (slope(THETA) + LAM * THETA), lambda _: (1 - ETA * LAM) * THETA - ETA * slope(THETA)
        ),
    ],
    "maximum_of_moments.tex": [
        holds(largest, lambda t: v(t) if v(t) > largest(t - 1) else largest(t - 1)),
    ],
    "momentum_closed_slips.tex": [
        slip(
            heavy,
            lambda t: -ETA * total(lambda i: GAMMA ** (t - i + 1) * g(i), 1, t),
            lambda t: -ETA * weighted(GAMMA, g, t),
        ),
        slip(
            lambda t: THETA + heavy(t),
            lambda t: THETA + ETA * weighted(GAMMA, g, t),
            lambda t: THETA - ETA * weighted(GAMMA, g, t),
        ),
        holds(lambda t: THETA + heavy(t), lambda t: THETA + GAMMA * heavy(t - 1) - ETA * g(t)),
    ],
    "nesterov_adam.md": [
        holds(m_hat, lambda t: B1 * m(t - 1) / (1 - B1**t) + (1 - B1) * g(t) / (1 - B1**t)),
        holds(
            lambda t: THETA - ETA * adam(t),
            lambda t: (
                THETA - ETA / (root(v_hat(t)) + EPS) * (B1 * m(t - 1) / (1 - B1**t) + (1 - B1) * g(t) / (1 - B1**t))
            ),
        ),
    ],
    "nesterov_two_forms.md": [
        holds(u, lambda t: MU * u(t - 1) - ETA * slope(y(t - 1))),
        holds(y, lambda t: y(t - 1) - MU * u(t - 1) + (1 + MU) * u(t)),
    ],
    "one_factor_for_both.md": [
        holds(lambda t: ETA * m_hat(t) / root(v_hat(t)), lambda t: ETA * factor(t) * m(t) / root(v(t))),
        holds(
            lambda t: ETA * adam(t),
            lambda t: ETA * factor(t) * m(t) / (root(v(t)) + EPS * root(1 - B2**t)),
        ),
        holds(lambda t: ETA * adam(t), lambda t: ETA * factor(t) * m(t) / (root(v(t)) + EPS)),
    ],
    "one_factor_slips.ipynb": [
        slip(
            lambda t: m_hat(t) / root(v_hat(t)),
            lambda t: (1 - B1**t) / root(1 - B2**t) * m(t) / root(v(t)),
            lambda t: factor(t) * m(t) / root(v(t)),
        ),
        holds(lambda _: m_hat(1) / root(v_hat(1)), lambda _: sign(g(1))),
        slip(
            lambda _: m(1) / root(v(1)),
            lambda _: (1 - B1) / (1 - B2) * sign(g(1)),
            lambda _: (1 - B1) / root(1 - B2) * sign(g(1)),
        ),
    ],
    "overview_many.md": [
        holds(lambda t: -ETA / root(s(t) + EPS) * g(t), lambda t: -ETA / root(s(t) + EPS) * g(t)),
    ],
    "rms_docs_slip.py": [
        misdefined(backwards, s),
        slip(
            backwards,
            lambda t: (1 - RHO) * weighted(RHO, square, t),
            lambda t: RHO * weighted(1 - RHO, square, t),
        ),
    ],
    "running_mean.md": [
        holds(mean, lambda t: Fraction(t - 1, t) * mean(t - 1) + g(t) / t),
        holds(mean, lambda t: total(g, 1, t) / t),
        holds(smooth, lambda t: (1 - RHO) * smooth(t - 1) + RHO * g(t)),
    ],
    "step_in_parentheses.tex": [
        holds(s, lambda t: (1 - RHO) * weighted(RHO, square, t)),
    ],
    "step_in_parentheses_slip.tex": [
        slip(
            s,
            lambda t: (1 - RHO) * total(lambda k: RHO ** (t - k) * square(k), 1, t - 1),
            lambda t: (1 - RHO) * weighted(RHO, square, t),
        ),
        holds(s, lambda t: RHO**2 * s(t - 2) + (1 - RHO) * (RHO * square(t - 1) + square(t))),
        misdefined(lambda t: THETA + ETA * g(t) / root(s(t) + EPS), lambda t: THETA - ETA * g(t) / root(s(t) + EPS)),
    ],
    "swapped_rates.md": [
        misdefined(lambda t: (1 - B1) * weighted(B2, square, t), v),
        misdefined(lambda t: v(t) / (1 - B2 ** (t - 1)), v_hat),
    ],
    "transformation_docs.py": [
        holds(leaky, lambda t: weighted(GAMMA, g, t)),
    ],
    "varying_rate.tex": [
        holds(turning, lambda t: total(lambda i: (1 - mu(i)) * later(i + 1, t) * g(i), 1, t)),
        holds(lambda t: total(lambda i: (1 - mu(i)) * later(i + 1, t), 1, t), lambda t: 1 - later(1, t)),
    ],
    "why_correct_bias.ipynb": [
        holds(m, lambda t: (1 - B1) * weighted(B1, g, t)),
        holds(lambda t: (1 - B1) * weighted(B1, lambda _: THETA, t), lambda t: THETA * (1 - B1) * weighted(B1, one, t)),
        holds(lambda t: (1 - B1) * weighted(B1, lambda _: THETA, t), lambda t: THETA * (1 - B1**t)),
        holds(m_hat, lambda t: weighted(B1, g, t) / weighted(B1, one, t)),
    ],
}
