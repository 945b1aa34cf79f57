r"""Pages made to provoke false alarms, wrong proofs and silent misreadings: a row is a page with its verdicts."""

import pytest

from adaptsym.checking import check

D, P, R, S, U, N = "definition", "proved", "refuted", "suspect", "undecided", "not understood"
MOMENT = r"$$m_t = \beta m_{t-1} + (1-\beta) g_t$$ "
ADAM = r"""$$m_t = \beta_1 m_{t-1} + (1-\beta_1) g_t$$
$$v_t = \beta_2 v_{t-1} + (1-\beta_2) g_t^2$$
$$\hat m_t = \frac{m_t}{1-\beta_1^t}, \quad \hat v_t = \frac{v_t}{1-\beta_2^t}$$
Start from $m_0=v_0=0$.
"""

# what is right, or open: never refuted
CALM = {
    "a letter defined twice": (
        r"$$v_t = \gamma v_{t-1} + \eta g_t$$ $$\theta_{t+1} = \theta_t - v_t$$"
        r"$$v_t = \rho v_{t-1} + (1-\rho) g_t^2$$",
        [D, D, D],
    ),
    "a gradient that is replaced": (
        r"$$g_t = \nabla f(\theta_t)$$ $$g_t = \nabla f(\theta_t) + \lambda\theta_t$$"
        r"$$\theta_{t+1} = \theta_t - \eta g_t$$",
        [D, D, D],
    ),
    "a condition in prose": (
        MOMENT + r"If $g_t = 0$ it decays. $$m_t = (1-\beta)\sum_{i=1}^t \beta^{t-i} g_i + \beta^t m_0$$",
        [D, P],
    ),
    "steps from zero": (MOMENT + r"$$m_t = (1-\beta)\sum_{i=0}^t \beta^{t-i} g_i$$", [D, P]),
    "a parameter from zero": (
        r"$$x_{k+1} = x_k - \alpha g_k$$ $$x_{k+1} = x_0 - \alpha \sum_{i=0}^k g_i$$",
        [D, P],
    ),
    "primes": (
        r"$$m' = \beta m + (1-\beta) g$$ $$x' = x - \alpha m' = x - \alpha(\beta m + (1-\beta) g)$$",
        [D, D, P],
    ),
    "a letter that nothing defines": (
        r"$$x_{t+1} = x_t - \alpha d_t = x_t - \alpha g_t$$",
        [D, U],
    ),
    "equations behind a brace": (
        r"\begin{equation}\left.\begin{aligned} m_t &= \beta m_{t-1} + g_t \\ v_t &= \rho v_{t-1} + g_t^2"
        r"\end{aligned}\right\} \quad m_0 = v_0 = 0 \end{equation}",
        [D, D, D, D],
    ),
    "macros with the names of commands": (
        r"\newcommand{\gt}{g_t} $$m_t = \beta m_{t-1} + \gt$$",
        [D],
    ),
    "a start that is kept": (r"$$v_t = \beta v_{t-1} + g_t = \beta^t v_0 + \sum_{i=1}^t \beta^{t-i} g_i$$", [D, P]),
    "a where-clause between rows": (
        r"\begin{align} s_t &= \rho s_{t-1} + (1-\rho) g_t, \text{ where } s_0 = 0. \\"
        r"&= (1-\rho) \sum_{i=1}^t \rho^{t-i} g_i \end{align}",
        [D, D, P],
    ),
    "an initial value between rows": (
        r"\begin{align} s_t &= \rho s_{t-1} + (1-\rho) g_t, & s_0 &= 0 \\"
        r"&= (1-\rho) \sum_{i=1}^t \rho^{t-i} g_i \end{align}",
        [D, D, P],
    ),
    "a chain that reads itself": (
        r"$$v = \mu v + \alpha\, dx, \quad x = x - v = x - (\mu v + \alpha\, dx)$$",
        [D, D, P],
    ),
    "numbers for letters": (
        r"$$\beta = 0.9$$ $$v_2 = 0.9 v_1 + 0.1 g_2$$ $$v_t = \beta v_{t-1} + (1-\beta) g_t$$",
        [D, P, D],
    ),
    "numbers for letters without values": (MOMENT + r"$$m_2 = 0.9 m_1 + 0.1 g_2$$", [D, U]),
    "two stated starts": (
        r"$$v_0 = 0$$ $$v_t = \beta v_{t-1} + g_t = \sum_{i=1}^t\beta^{t-i}g_i + \beta^t$$ or $$v_0 = 1$$",
        [D, D, P, D],
    ),
    "a start that would fit": (r"$$v_t = \beta v_{t-1} + g_t = \sum_{i=1}^t\beta^{t-i}g_i + \beta^t$$", [D, U]),
    "decays that change": (
        r"$$v_t = \beta_t v_{t-1} + g_t = \sum_{i=1}^t \Big(\prod_{j=i+1}^t \beta_j\Big) g_i, \quad v_0=0$$",
        [D, P, D],
    ),
    "losses": (
        r"$$L(w) = \tfrac12\|Xw-y\|^2$$ $$\nabla L(w) = X^\top(Xw-y)$$ $$\mathbb{E}[m_t] = \mathbb{E}[g_t]$$",
        [D, D, D],
    ),
    "a function, not a product": (r"$$x_{t+1} = x_t - \eta f'(x_t)$$", [D]),
    "a definition below its use": (
        r"$$\theta_{t+1} = \theta_t - \eta m_t \text{ where } m_t = \beta m_{t-1} + (1-\beta) g_t$$"
        r"$$\theta_{t+1} = \theta_t - \eta(1-\beta) \sum_{i=1}^t \beta^{t-i} g_i$$",
        [D, D, P],
    ),
    "a gradient assigned again": (
        r"$$g_t \leftarrow \nabla f(\theta_{t-1})$$ $$g_t \leftarrow g_t + \lambda\theta_{t-1}$$"
        r"$$\theta_t \leftarrow \theta_{t-1} - \eta g_t$$",
        [D, D, D],
    ),
    "clipping": (r"$$g_t \leftarrow g_t / \max(1, \|g_t\|/c)$$ $$\theta_{t+1} = \theta_t - \eta g_t$$", [D, D]),
    "a step without a second moment": (ADAM + r"$$\theta_t = \theta_{t-1} - \alpha \hat m_t$$", [D] * 5),
    "no guard": (ADAM + r"$$\theta_t = \theta_{t-1} - \alpha \frac{\hat m_t}{\sqrt{\hat v_t}}$$", [D] * 5),
    "Adam": (ADAM + r"$$\theta_t = \theta_{t-1} - \alpha \frac{\hat m_t}{\sqrt{\hat v_t} + \epsilon}$$", [D] * 5),
    "dampening": (r"$$b_t = \mu b_{t-1} + (1-\tau) g_t$$ $$\theta_t = \theta_{t-1} - \gamma b_t$$", [D, D]),
    "part of a failed chain": (
        r"$$m_0 = \heartsuit = v_0 = 0$$ $$m_t = \beta m_{t-1} + g_t = \sum_{i=1}^t \beta^{t-i} g_i$$",
        [N, D, U],
    ),
    "said under a condition": (
        r"$$r_t = \max(r_{t-1}, g_t)$$ If $g_t \le r_{t-1}$, then $$r_t = r_{t-1}$$",
        [D, P],
    ),
    "a factor that hides in a sum's letter": (r"$$\sum_{i=1}^t i \beta^{t-i} = \sum_{i=0}^{t-1} (t-i) \beta^i$$", [U]),
}

# what is wrong: found, in its line alone, and what would be right
SLIPS = {
    "a sign": (
        r"$$v_t = \gamma v_{t-1} - \eta g_t \text{ with } v_0=0$$ $$v_t = \eta\sum_{i=1}^t \gamma^{t-i} g_i$$",
        [D, D, R],
        r"v_t = -\eta \cdot \sum_{i=1}^t{\gamma^{t-i} \cdot g_i}",
    ),
    "a line in the middle": (
        MOMENT.replace(
            "$$ ", r" = (1-\beta)\sum_{i=1}^t \beta^{t-i+1} g_i = (1-\beta)\sum_{k=0}^{t-1} \beta^k g_{t-k}$$ "
        )
        + "from $m_0=0$",
        [D, R, P],
        r"m_t = (1 - \beta) \cdot \sum_{i=1}^t{\beta^{t-i} \cdot g_i}",
    ),
    "a geometric sum": (
        r"$$\sum_{i=1}^{t} \beta^{t-i} = \frac{1-\beta^{t+1}}{1-\beta}$$",
        [R],
        r"\sum_{i=1}^t{\beta^{t-i}} = \frac{1 - \beta^t}{1 - \beta}",
    ),
    "a letter by itself": (
        r"$$v_t = \beta v_t + (1-\beta) g_t$$",
        [S],
        r"v_t = \beta \cdot v_{t-1} + (1 - \beta) \cdot g_t",
    ),
    "a lost hat": (
        ADAM + r"$$\theta_t = \theta_{t-1} - \alpha \frac{m_t}{\sqrt{\hat v_t} + \epsilon}$$",
        [D, D, D, D, S],
        r"\theta_t = \theta_{t-1} - \alpha \cdot \frac{\hat{m}_t}{\sqrt{\hat{v}_t} + \epsilon}",
    ),
    "a lost square": (
        ADAM.replace("g_t^2", "g_t")
        + r"$$\theta_t = \theta_{t-1} - \alpha \frac{\hat m_t}{\sqrt{\hat v_t} + \epsilon}$$",
        [D, S, D, D, D],
        r"v_t = \beta_2 \cdot v_{t-1} + (1 - \beta_2) \cdot g_t^2",
    ),
    "the other decay": (
        ADAM.replace(r"\frac{v_t}{1-\beta_2^t}", r"\frac{v_t}{1-\beta_1^t}")
        + r"$$\theta_t = \theta_{t-1} - \alpha \frac{\hat m_t}{\sqrt{\hat v_t} + \epsilon}$$",
        [D, D, D, S, D],
        r"\hat{v}_t = \frac{v_t}{1 - \beta_2^t}",
    ),
    "weights that do not sum to one": (
        ADAM.replace(r"(1-\beta_2) g_t^2", r"(1-\beta_1) g_t^2"),
        [D, S, D, D],
        r"v_t = \beta_2 \cdot v_{t-1} + (1 - \beta_2) \cdot g_t^2",
    ),
    "uphill": (
        r"$$r_t = \rho r_{t-1} + (1-\rho) g_t^2$$ $$w_{t+1} = w_t + \eta \frac{g_t}{\sqrt{r_t}+\epsilon}$$"
        r" from $r_0 = 0$",
        [D, S],
        r"w_{t+1} = w_t - \eta \cdot \frac{g_t}{\sqrt{r_t} + \epsilon}",
    ),
}


@pytest.mark.parametrize("name", CALM)
def test_nothing_is_raised(name: str) -> None:
    page, verdicts = CALM[name]
    report = check(page + "\n", suggest=False)
    assert [e.verdict for e in report.equations] == verdicts, str(report)


@pytest.mark.parametrize("name", SLIPS)
def test_slips_are_found_and_mended(name: str) -> None:
    page, verdicts, mended = SLIPS[name]
    report = check(page + "\n")
    assert [e.verdict for e in report.equations] == verdicts, str(report)
    [e] = [e for e in report.equations if e.verdict in (R, S)]
    assert e.suggestion == mended
    assert (e.witness is not None) == (e.verdict == R)


def test_readings_that_were_a_choice_are_listed() -> None:
    report = check(r"$$m_t = \beta m_{t-1} + (1-\beta) g_{t,i}$$ $$w = w - \eta(1-\beta) dw$$" + "\n", suggest=False)
    assert [e.readings for e in report.equations] == [
        ("g_{t,i}: the index i numbers the elements; read element by element",),
        (r"\eta(...) is read as a product", "dw is read as the gradient of the step"),
    ]


def test_the_witness_is_exact() -> None:
    [_, e] = check(
        r"$$m_t = \beta m_{t-1} + g_t = \sum_{i=1}^t \beta^{t-i+1} g_i$$ with $m_0=0$", suggest=False
    ).equations
    assert e.witness is not None
    assert e.witness.left != e.witness.right
    assert e.json()["witness"]["left"] == e.witness.left


AVERAGE = r"""$$m_t = \beta m_{t-1} + (1-\beta) g_t, \quad m_0 = 0$$
"""


@pytest.mark.parametrize(
    ("equation", "verdict"),
    [
        (r"m_t = \beta^2 m_{t-2} + \beta(1-\beta) g_{t-1} + (1-\beta) g_t", "proved"),
        (r"m_t = \beta (\beta m_{t-2} + (1-\beta) g_{t-1}) + (1-\beta) g_t", "proved"),
        (r"m_t = \beta^3 m_{t-3} + (1-\beta)(g_t + \beta g_{t-1} + \beta^2 g_{t-2})", "proved"),
        (r"m_t = \beta^3 m_{t-2} + \beta(1-\beta) g_{t-1} + (1-\beta) g_t", "refuted"),
        (r"m_t = \beta^2 m_{t-2} + (1-\beta) g_{t-1} + (1-\beta) g_t", "refuted"),
    ],
)
def test_recurrences_written_out_some_steps_back(equation: str, verdict: str) -> None:
    assert check(f"{AVERAGE}$${equation}$$\n", suggest=False).equations[-1].verdict == verdict


@pytest.mark.parametrize(
    ("before", "verdict"),
    [
        ("For $t = 1$ to $T$ we have", "refuted"),
        (r"For $t = 1, 2, \ldots, T$ we have", "refuted"),
        ("With $m_0 = 0$, for the average we have", "refuted"),
        ("For $t = 1$ we have", "undecided"),
        ("If $m_0 = 1$ then", "undecided"),
        (r"If $\beta = 0$ then", "undecided"),
    ],
)
def test_ranges_and_initial_values_are_no_conditions(before: str, verdict: str) -> None:
    page = f"{AVERAGE}{before}\n$$m_t = (1-\\beta) \\sum_{{i=1}}^t \\beta^{{t-i}} g_i g_i$$\n"
    assert check(page, suggest=False).equations[-1].verdict == verdict


def test_a_change_whose_step_stands_in_brackets_is_one_name() -> None:
    page = r"""$$v(t) = \alpha v(t-1) - \eta \frac{\partial E}{\partial w}(t)$$
$$\Delta w(t) = v(t) = \alpha \Delta w(t-1) - \eta \frac{\partial E}{\partial w}(t)$$
"""
    assert [e.verdict for e in check(page).equations] == ["definition", "definition", "proved"]


def test_a_gradient_with_the_step_that_it_is_taken_from() -> None:
    page = r"$$v_t = \beta v_{t-1} + g_{t,t-1} = \sum_{k=0}^{t-1} \beta^k g_{t-k,t-k-1}, \quad v_0 = 0$$" + "\n"
    report = check(page)
    assert [e.verdict for e in report.equations] == ["definition", "proved", "definition"]
    assert any("is read as the gradient of a step" in x for x in report.equations[0].readings)
    assert check(page.replace("g_{t,t-1}", "g_{t,t-2}")).equations[0].verdict == "not understood"
