"""The pytest plugin, as another project would use it."""

import pytest

import adaptsym.pytest_items  # noqa: F401  # loaded before the runs, which forget the modules that they load

pytest_plugins = ["pytester"]

PAGE = r"""# Momentum

$$v_t = \gamma v_{t-1} + g_t$$

with $v_0 = 0$, and so

$$v_t = \sum_{i=1}^t \gamma^{t-i} g_i$$
"""
SLIP = PAGE.replace(r"\gamma^{t-i}", r"\gamma^{t-i+1}")
OWN = """
from adaptsym import claim, optimizer
from adaptsym.notation import eta, g, gamma, grad, i, t, theta, total, velocity

step = (velocity[0] == 0, g[t] == grad(theta[t]), velocity[t] == gamma*velocity[t-1] + g[t],
        theta[t+1] == theta[t] - eta*velocity[t])
right = optimizer("right", *step)
wrong = optimizer("wrong", *step, claims=(claim("sum", velocity[t] == total(gamma**(t-i+1)*g[i], i, 1, t)),))

def descend(theta, grad, lr=0.1):
    return theta - lr*grad

def climb(theta, grad, lr=0.1):
    return theta + lr*grad

__adaptsym__ = {"descend": "gradient_descent", "climb": "gradient_descent"}
"""


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    pytester.path.joinpath("right.md").write_text(PAGE, encoding="utf-8")
    pytester.path.joinpath("slip.md").write_text(SLIP, encoding="utf-8")
    pytester.path.joinpath("own.py").write_text(OWN, encoding="utf-8")
    pytester.path.joinpath("raises.py").write_text("1/0\n", encoding="utf-8")
    return pytester


def run(project: pytest.Pytester, *args: str) -> pytest.RunResult:
    return project.runpytest_inprocess("-p", "no:cacheprovider", *args)


def test_without_the_option_nothing_is_collected(project: pytest.Pytester) -> None:
    assert run(project).ret == pytest.ExitCode.NO_TESTS_COLLECTED


def test_a_right_page_passes_and_a_wrong_line_fails(project: pytest.Pytester) -> None:
    run(project, "--adaptsym", "right.md").assert_outcomes(passed=2)
    found = run(project, "--adaptsym", "slip.md")
    found.assert_outcomes(passed=1, failed=1)
    found.stdout.fnmatch_lines(["*slip.md:7: refuted*", "*witness: at t = 1*"])


def test_claims_and_code_of_a_file_that_is_named(project: pytest.Pytester) -> None:
    found = run(project, "--adaptsym", "own.py", "-v")
    found.stdout.fnmatch_lines_random(
        [
            "*right: velocity* PASSED*",
            "*right: parameter from the start PASSED*",
            "*wrong: sum FAILED*",
            "*descend implements gradient_descent PASSED*",
            "*climb implements gradient_descent FAILED*",
            "*wrong: sum: refuted: at t = 1*",
            "*it is not gradient_descent*",
        ]
    )
    found.assert_outcomes(passed=3, failed=2)


def test_files_of_a_folder_are_not_run(project: pytest.Pytester) -> None:
    run(project, "--adaptsym", ".").assert_outcomes(passed=3, failed=1)


def test_a_file_that_fails_is_an_error_in_one_line(project: pytest.Pytester) -> None:
    found = run(project, "--adaptsym", "raises.py")
    assert found.ret == pytest.ExitCode.INTERRUPTED
    found.stdout.fnmatch_lines(["*raises.py, line 1: ZeroDivisionError: division by zero*"])
