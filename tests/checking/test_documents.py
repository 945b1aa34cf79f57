"""Documents: optimizers from sections, notebooks, docstrings; annotated copies; the command line."""

import json
import os
from pathlib import Path

import pytest

from adaptsym.checking import check, document_updates, read_spec
from adaptsym.checking.annotate import annotated
from adaptsym.cli import main
from adaptsym.compile.runtime import compile_optimizer
from adaptsym.errors import InputError

PAGE = r"""# Heavy ball

$$v_t = \mu v_{t-1} - \alpha \nabla L(w_t), \quad w_{t+1} = w_t + v_t$$

with $v_0 = 0$ and

$$v_t = -\alpha \sum_{i=1}^t \mu^{t-i} \nabla L(w_i)$$

## Root mean squares

$$r_t = \rho r_{t-1} + (1-\rho) g_t^2, \quad w_{t+1} = w_t - \alpha \frac{g_t}{\sqrt{r_t} + \varepsilon}$$

with $r_0 = 0$; $$\rho = 0.9$$
"""
WRONG = r"""$$m_t = \beta m_{t-1} + (1-\beta) g_t$$

$$m_t = (1-\beta)\sum_{i=1}^t \beta^{t-i+1} g_i$$

from $m_0 = 0$
"""
DOCSTRING = '''raise SystemExit("run")


def step():
    r"""One step.

    .. math::
        v_t = \\mu v_{t-1} + g_t

    It is.
    """
'''


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.md"
    path.write_text(PAGE, encoding="utf-8")
    return path


def test_sections_and_names_find_an_optimizer(page: Path) -> None:
    assert [u.slug for u in document_updates(page)] == ["heavy-ball", "root-mean-squares"]
    assert read_spec(page, "heavy-ball").equations == read_spec(page, "momentum").equations
    assert read_spec(page, "rmsprop-outside").states[0].name == "r"


def test_what_is_read_is_compiled_under_the_names_of_programs(page: Path) -> None:
    spec = read_spec(page, "root-mean-squares")
    assert [str(e) for e in spec.settings] == ["rho == 9/10"]
    opt = compile_optimizer(spec)(learning_rate=0.1, decay=0.9, epsilon=1e-8)
    assert opt is not None


@pytest.mark.parametrize(
    ("fragment", "said"),
    [("", "say which optimizer is meant"), ("adam", "nothing is called 'adam'")],
)
def test_what_is_not_there_is_told_with_what_is(page: Path, fragment: str, said: str) -> None:
    with pytest.raises(InputError, match=said) as found:
        read_spec(page, fragment)
    assert "#heavy-ball, #root-mean-squares" in str(found.value)


def test_a_page_without_an_optimizer(tmp_path: Path) -> None:
    (tmp_path / "empty.md").write_text("# Nothing\n", encoding="utf-8")
    with pytest.raises(InputError, match="no optimizer is written down"):
        read_spec(tmp_path / "empty.md")


def test_lines_of_a_notebook_are_those_of_its_file(tmp_path: Path) -> None:
    cells = [
        {"cell_type": "code", "source": ["x"]},
        {"cell_type": "markdown", "source": WRONG.splitlines(keepends=True)},
    ]
    path = tmp_path / "page.ipynb"
    path.write_text(json.dumps({"cells": cells}, indent=1), encoding="utf-8")
    report = check(path)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [e.verdict for e in report.equations] == ["definition", "refuted"]
    assert all("m_t" in lines[e.line - 1] for e in report.equations)


def test_docstrings_are_read_and_not_run(tmp_path: Path) -> None:
    path = tmp_path / "page.py"
    path.write_text(DOCSTRING, encoding="utf-8")
    [e] = check(path).equations
    assert (e.verdict, e.line) == ("definition", 8)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("page.ipynb", b"{", "not a notebook"),
        ("page.ipynb", b"[]", "no list of cells"),
        ("page.ipynb", b"[" * 100_000, "nested too deeply"),
        ("page.py", b"def", "not Python"),
        ("page.md", b"\xff\xfe$", "not encoded in UTF-8"),
        ("page.md", b"\0\1", "binary"),
    ],
)
def test_files_that_cannot_be_read(
    tmp_path: Path, name: str, content: bytes, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_bytes(content)
    assert main(["check", str(tmp_path / name)]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


def test_files_that_are_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "page.md").write_text(WRONG, encoding="utf-8")
    (tmp_path / "circle.md").symlink_to("circle.md")
    os.mkfifo(tmp_path / "pipe.md")
    for name, said in (
        ("none.md", "there is no such file; name a Markdown, LaTeX, notebook or Python file"),
        ("page.md#adam", "there is no such file; a document is read as a whole here"),
        ("page.md/below.md", "there is no such file"),
        ("a\0b.md", "no file has such a name"),
        ("x" * 300, "it cannot be read"),
        ("circle.md", "it cannot be read"),
        ("pipe.md", "this is not a plain file"),
        (".", "this is a folder"),
    ):
        assert main(["check", str(tmp_path / name)]) == 2
        error = capsys.readouterr().err
        assert said in error
        assert error.count("\n") == 1


def test_a_page_without_equations_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty.md").touch()
    assert main(["check", str(tmp_path / "empty.md")]) == 0
    assert "nothing is displayed" in capsys.readouterr().out


KOREAN_CONDITION = r"""
$$
\begin{aligned}
m_t &= \beta m_{t-1} + (1-\beta) g_t \
u_t &= \frac{m_t}{|m_t| + \epsilon}
\end{aligned}
$$

$$
\frac{m_t}{|m_t| + \epsilon} = \frac{m_t}{|m_t|}
$$

이 식은 CONDITION 성립합니다.
"""


@pytest.mark.parametrize(
    ("condition", "verdicts"),
    [
        (r"$\epsilon = 0$, $|m_t| > 0$ 일 때", {"undecided", "proved"}),
        (r"$|m_t| > 0$, $\epsilon = 0$ 일 때", {"undecided", "proved"}),
        (r"$|m_t| > 0$ 일 때", {"refuted"}),
    ],
)
def test_conditions_behind_a_display_in_korean(condition: str, verdicts: set[str]) -> None:
    assert check(KOREAN_CONDITION.replace("CONDITION", condition)).equations[-1].verdict in verdicts


def test_the_command_fails_where_something_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "page.md"
    path.write_text(WRONG, encoding="utf-8")
    assert main(["check", str(path), "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert [x["verdict"] for x in found] == ["definition", "refuted"]
    assert found[1].keys() == {
        "file", "line", "column", "latex", "verdict", "reason", "witness", "suggestion", "readings",
    }  # fmt: skip
    assert found[1]["line"] == 3
    assert main(["check", str(path), "--format", "github"]) == 1
    [row] = capsys.readouterr().out.splitlines()
    assert row.startswith("::error file=")
    assert ",line=3,col=9,title=refuted::" in row or ",line=3," in row


def test_the_annotated_copy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, out = tmp_path / "page.md", tmp_path / "out.md"
    path.write_text(WRONG, encoding="utf-8")
    assert main(["check", str(path), "--annotate", str(out)]) == 1
    text = out.read_text(encoding="utf-8")
    assert [row for row in text.splitlines() if not row.startswith("- *") and row] == [
        row for row in WRONG.splitlines() if row
    ]
    assert "- *line 3: refuted;" in text
    assert main(["check", str(path), "--annotate", str(path)]) == 2
    assert "would replace the document itself" in capsys.readouterr().err
    with pytest.raises(InputError, match="only Markdown and LaTeX"):
        annotated(check(path), "page.ipynb")
    latex = tmp_path / "page.tex"
    latex.write_text(WRONG.replace("$$", "\n\\[\n", 1).replace("$$", "\n\\]\n", 1), encoding="utf-8")
    assert "% adaptsym: line" in annotated(check(latex), str(latex))


def test_reports_show_themselves(page: Path) -> None:
    report = check(page)
    assert len(report) == len(list(report)) == len(report.json())
    assert report._repr_markdown_().count("\n| ") == len(report) + 0
    assert "equations:" in str(report)
