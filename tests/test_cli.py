"""Every verb: what it prints where, its exit status, and one line for everything that a user can do wrong."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from adaptsym import catalogue
from adaptsym.cli import VERBS, main
from adaptsym.errors import CertificateError
from adaptsym.kernel import certificate
from adaptsym.proof import prove

Capture = pytest.CaptureFixture[str]
QHM = """
from adaptsym import claim, optimizer
from adaptsym.notation import UNIT, eta, g, grad, hyperparameter, i, rho, s, t, theta, total

nu = hyperparameter("nu", r"\\nu", UNIT, "weight of the moment")
step = (
    s[0] == 0,
    g[t] == grad(theta[t]),
    s[t] == rho*s[t-1] + (1 - rho)*g[t],
    theta[t+1] == theta[t] - eta*((1 - nu)*g[t] + nu*s[t]),
)
qhm = optimizer("qhm", *step)
wrong = optimizer("wrong", *step, claims=(claim("moment", s[t] == rho*total(rho**(t - i)*g[i], i, 1, t)),))
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder with a user's own file in it."""
    (tmp_path / "own.py").write_text(QHM)
    (tmp_path / "file").write_text("a regular file")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def tree(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


# ---------------------------------------------------------------- what is wrong with a call

WRONG_CALLS = [
    ("", "required: VERB; see 'adaptsym --help'"),
    ("nope", "invalid choice: 'nope'"),
    ("lis", "invalid choice: 'lis'"),
    ("--nope", "see 'adaptsym --help'"),
    ("list adam", "unrecognized arguments: adam"),
    ("list --js", "unrecognized arguments: --js"),
    ("prove --kernel nope", "invalid choice: 'nope'"),
    ("prove adm", "no optimizer is called 'adm': did you mean adam?"),
    ("prove nowhere.py:x", "nowhere.py: there is no such file"),
    ("prove own.py:nope", "own.py:nope: own.py has no 'nope'; it has "),
    ("prove own.py:nu", "nu is of type Symbol, neither a specification nor code that steps"),
    ("prove momentum --certificates file", "cannot write to file: "),
    ("prove momentum --certificates file/below", "is no folder; choose another place"),
    ("prove momentum --certificates", "expected one argument"),
    ("derive", "this folder is no clone of adaptsym: say where to write, with --out DIR"),
    ("derive --check", "this folder is no clone of adaptsym"),
    ("derive adm --out new", "no optimizer is called 'adm'"),
    ("derive momentum --out file", "is no folder; choose another place"),
    ("derive momentum --out file/below", "is no folder; choose another place"),
    ("recheck nowhere", "nowhere: there is no such folder or file"),
    ("recheck .", "there are no certificates below it"),
    ("recheck", "required: DIR"),
    ("compile", "required: NAME"),
    ("compile adam --backend nope", "invalid choice: 'nope'"),
    ("compile momentum -o file/below", "is no folder; choose another place"),
    ("compile momentum -o .", "it is no regular file; choose another place"),
    ("compile momentum -o /dev/null", "it is no regular file; choose another place"),
    ("audit", "say what to audit, such as torch.optim.Adam"),
    ("audit adam", "names no code; write package.name such as torch.optim.Adam"),
    ("audit nowhere.py:x", "nowhere.py: there is no such file"),
    ("audit surely_not_there.x", "surely_not_there cannot be imported"),
    ("audit own.py:nu --against nope", "no optimizer is called 'nope'"),
    ("audit own.py:nu --role grad", "write ROLE=ARGUMENT, such as grad=dw"),
    ("audit own.py:nu --limit 0", "a number of seconds above 0, got 0"),
    ("check", "required: FILE"),
    ("check nowhere.md", "nowhere.md"),
    ("check own.py --annotate file/below", "is no folder; choose another place"),
    ("equivalent adam", "required: B"),
    ("equivalent adam adm", "no optimizer is called 'adm'"),
    ("equivalent adam adam --limit 0", "a number of seconds above 0, got 0"),
    ("bench nope", "no optimizer is called 'nope'"),
    ("bench adam --sizes 1,x", "sizes are whole numbers with commas between them, got 'x'"),
    ("bench adam --sizes 0", "from 1 on, got 0"),
    ("bench adam --rounds x", "invalid int value: 'x'"),
    ("bench adam --only nope", "invalid choice: 'nope'"),
    ("bench adam --out file", "is no folder; choose another place"),
    ("latex", "required: NAME"),
    ("latex adam --notation nope", "no notation is called 'nope'; there are chapter, kingma-ba"),
    ("latex adam --lang xx", "invalid choice: 'xx'"),
]


@pytest.mark.parametrize(("call", "message"), WRONG_CALLS)
def test_one_line_and_exit_2_and_nothing_written(call: str, message: str, here: Path, capsys: Capture) -> None:
    before = tree(here)
    assert main(call.split()) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("adaptsym: ")
    assert said.err.count("\n") == 1
    assert message in said.err
    assert tree(here) == before


def test_every_verb_has_a_wrong_call() -> None:
    assert {call.split()[0] for call, _ in WRONG_CALLS if call} >= set(VERBS)


@pytest.mark.parametrize("call", ["--help", "--version", *(f"{verb} --help" for verb in VERBS)])
def test_help(call: str, capsys: Capture) -> None:
    assert main(call.split()) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert said.out


def test_help_names_every_verb_and_says_that_files_are_run(capsys: Capture) -> None:
    main(["--help"])
    shown = capsys.readouterr().out
    assert all(f"    {verb}" in shown for verb in VERBS)
    main(["prove", "--help"])
    assert "the file is run" in " ".join(capsys.readouterr().out.split())


# ---------------------------------------------------------------- list


def test_list(capsys: Capture) -> None:
    assert main(["list"]) == 0
    header, *rows = capsys.readouterr().out.splitlines()
    assert header.split() == ["NAME", "STATES", "CLAIMS", "BACKENDS", "SOURCE"]
    assert [row.split()[0] for row in rows] == list(catalogue.SPECS)


def test_list_json(capsys: Capture) -> None:
    assert main(["list", "--json"]) == 0
    rows = {row["name"]: row for row in json.loads(capsys.readouterr().out)}
    assert list(rows) == list(catalogue.SPECS)
    assert rows["adam"]["states"] == ["s", "r"]
    assert rows["adam"]["hyperparameters"] == ["beta1", "beta2", "learning_rate", "epsilon"]
    assert rows["adam"]["claims"] == [c.name for c in catalogue.adam.claims]


# ---------------------------------------------------------------- prove and recheck

KEYS = {
    "optimizer",
    "claim",
    "statement",
    "conditions",
    "verdict",
    "method",
    "certificate",
    "reason",
    "witness",
    "seconds",
}


@pytest.mark.parametrize("name", ["gradient_descent", "momentum", "adagrad"])
def test_prove_says_what_prove_says(name: str, capsys: Capture) -> None:
    assert main(["prove", name]) == 0
    assert capsys.readouterr().out.splitlines() == [str(r) for r in prove(catalogue.SPECS[name])]


def test_prove_json(capsys: Capture) -> None:
    assert main(["prove", "momentum", "adam", "--json"]) == 0
    said = capsys.readouterr()
    rows = json.loads(said.out)
    assert said.err == ""
    claims = [("momentum", c) for c in catalogue.momentum.claims] + [("adam", c) for c in catalogue.adam.claims]
    assert [(row["optimizer"], row["claim"]) for row in rows] == [(name, c.name) for name, c in claims]
    for row in rows:
        assert set(row) == KEYS
        assert row["verdict"] == "proved"
        assert row["method"] in ("induction", "rewriting", "sign of the difference")
        assert len(row["certificate"]) == 64
        assert row["reason"] is row["witness"] is None
        assert row["seconds"] > 0
    assert rows[0]["statement"] == r"\tilde{g}_t = -\eta \cdot \sum_{i=1}^t{\gamma^{t-i} \cdot g_i}"
    rows = [row for row in rows if row["claim"] == "factors"]
    assert rows[-1]["conditions"][0] == r"t \ge 1"
    assert rows[-1]["conditions"][-1] == r"\epsilon = 0"


def test_a_proof_whose_certificate_fails_is_not_proved(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(text: str) -> None:
        raise CertificateError(f"{len(text)} characters do not recheck")

    monkeypatch.setattr(certificate, "loads", refuse)
    assert main(["prove", "gradient_descent", "--json"]) == 1
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["verdict"], row["certificate"]) == ("undecided", None)
    assert row["reason"].endswith("do not recheck")


def test_a_wrong_claim_is_refuted_with_a_witness(here: Path, capsys: Capture) -> None:
    assert main(["prove", "own.py:qhm", "own.py:wrong"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "qhm: first moment: proved"
    assert lines[-1].startswith("wrong: moment: refuted: at t = 1 with ")
    assert main(["prove", "own.py:wrong", "--json"]) == 1
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["verdict"], row["method"], row["certificate"]) == ("refuted", None, None)
    assert set(row["witness"]) == {"t", "hyperparameters", "start", "gradients", "left", "right"}
    assert row["witness"]["left"] != row["witness"]["right"]
    assert tree(here).keys() == {"own.py", "file"}


def test_what_a_users_file_prints_does_not_spoil_the_json(here: Path, capsys: Capture) -> None:
    (here / "loud.py").write_text(QHM + "print('hello')\n")
    assert main(["prove", "loud.py:qhm", "--json"]) == 0
    said = capsys.readouterr()
    assert {row["optimizer"] for row in json.loads(said.out)} == {"qhm"}
    assert said.err == "hello\n"


@pytest.fixture
def stored(here: Path, capsys: Capture) -> Path:
    assert main(["prove", "momentum", "own.py:qhm", "--certificates", "store", "--json"]) == 0
    assert capsys.readouterr().err == f"{len(catalogue.momentum.claims) + 2} certificates in store\n"
    return here / "store"


def test_certificates_recheck(stored: Path, capsys: Capture) -> None:
    files = {f"momentum/{c.name.replace(' ', '-')}.json" for c in catalogue.momentum.claims}
    assert set(tree(stored)) == files | {"qhm/first-moment.json", "qhm/parameter-from-the-start.json"}
    assert main(["recheck", "store"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(files) + 2
    assert "store/momentum/velocity.json: momentum: velocity: proved" in lines
    assert "store/qhm/first-moment.json: qhm: first moment: proved (not a claim of the catalogue)" in lines


def test_one_certificate_rechecks_by_its_file(stored: Path, capsys: Capture) -> None:
    assert main(["recheck", str(stored / "momentum" / "step.json"), "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert row | {"seconds": 0, "file": ""} == {
        "file": "",
        "optimizer": "momentum",
        "claim": "step",
        "catalogue": True,
        "verdict": "proved",
        "reason": None,
        "seconds": 0,
    }


TAMPERING: list[Callable[[bytes], bytes]] = [
    lambda x: x.replace(b'"neg"', b'"abs"', 1),
    lambda x: x[: len(x) // 2],
    lambda _: b"",
    lambda _: b"[]",
    lambda _: b"\xff\xfe",
    lambda x: x.replace(b'"version": 1', b'"version": 99'),
]


@pytest.mark.parametrize("change", TAMPERING)
def test_a_tampered_certificate_is_refused(change: Callable[[bytes], bytes], stored: Path, capsys: Capture) -> None:
    path = stored / "momentum" / "velocity.json"
    changed = change(path.read_bytes())
    assert changed != path.read_bytes()
    path.write_bytes(changed)
    assert main(["recheck", "store", "--json"]) == 1
    rows = json.loads(capsys.readouterr().out)
    (refused,) = (row for row in rows if row["verdict"] != "proved")
    assert refused["verdict"] == "refused"
    assert refused["reason"]
    assert len(rows) == len(catalogue.momentum.claims) + 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('["0", "1", true', '["0", "1/2", true'),
        ("momentum", "adam"),
        (
            '["add", ["at", "theta", ["symbol", "t"]], ["at", "vel',
            '["sub", ["at", "theta", ["symbol", "t"]], ["at", "vel',
        ),
    ],
)
def test_a_theorem_under_a_borrowed_name_is_told_apart(old: str, new: str, stored: Path, capsys: Capture) -> None:
    """A true statement about other equations may call itself as it likes."""
    path = stored / "momentum" / "velocity.json"
    changed = path.read_text().replace(old, new)
    assert changed != path.read_text()
    path.write_text(changed)
    assert main(["recheck", str(path)]) == 0
    assert capsys.readouterr().out.endswith(": velocity: proved (not a claim of the catalogue)\n")


# ---------------------------------------------------------------- latex


@pytest.mark.parametrize("name", ["momentum", "adam-outside"])
def test_latex(name: str, capsys: Capture) -> None:
    assert main(["latex", name]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert said.out.startswith("\\documentclass")
    assert said.out.endswith("\\end{document}\n")


def test_latex_in_other_letters_and_words(here: Path, capsys: Capture) -> None:
    assert main(["latex", "own.py:qhm"]) == 0
    assert r"\nu \cdot s_t" in capsys.readouterr().out
    assert main(["latex", "adam", "--notation", "kingma-ba", "--lang", "ko"]) == 0
    out = capsys.readouterr().out
    assert r"\beta_1" in out
    assert r"\rho" not in out
    assert "\\usepackage{kotex}" in out


def test_latex_of_what_is_not_proved(here: Path, capsys: Capture) -> None:
    assert main(["latex", "own.py:wrong"]) == 1
    assert "What is not proved" in capsys.readouterr().out


# ---------------------------------------------------------------- compile


@pytest.mark.parametrize("backend", ["numpy", "numba"])
def test_compile_to_a_file_and_to_the_output(backend: str, here: Path, capsys: Capture) -> None:
    assert main(["compile", "own.py:qhm", "--backend", backend, "-o", "made/qhm.py"]) == 0
    said = capsys.readouterr()
    assert said.out == said.err == ""
    text = (here / "made" / "qhm.py").read_text()
    assert main(["compile", "own.py:qhm", "--backend", backend]) == 0
    assert capsys.readouterr().out == text
    assert re.search(r"^Certificate: [0-9a-f]{64}$", text, re.M)
    assert not re.search(r"^(import|from) (adaptsym|sympy)", text, re.M)


def test_what_is_compiled_runs_without_us(here: Path) -> None:
    assert main(["compile", "own.py:qhm", "-o", "qhm.py"]) == 0
    program = (
        "import sys, numpy, qhm; w = [numpy.ones(3)]; state = qhm.init(w); "
        "qhm.step(w, [numpy.ones(3)], state, learning_rate=1, decay=0.5, nu=0.5); "
        "print(w[0].tolist(), [m for m in sys.modules if m.startswith(('adaptsym', 'sympy'))])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[0.25, 0.25, 0.25] []\n"


def test_no_certificate_is_named_where_a_claim_is_wrong(here: Path, capsys: Capture) -> None:
    assert main(["compile", "own.py:wrong", "-o", "wrong_made.py"]) == 1
    assert capsys.readouterr().err.startswith("wrong: moment: refuted: at t = 1")
    assert "\nCertificate: none.\n" in (here / "wrong_made.py").read_text()


# ---------------------------------------------------------------- bench


def test_bench(here: Path, capsys: Capture) -> None:
    call = ["bench", "momentum", "--sizes", "10,20", "--rounds", "2", "--only", "adaptsym numpy"]
    assert main([*call, "--json", "--out", "new"]) == 0
    said = capsys.readouterr()
    rows = json.loads(said.out)
    assert [(row["size"], row["name"]) for row in rows] == [
        (size, name) for size in (10, 20) for name in ("limit", "adaptsym numpy")
    ]
    assert {"size", "name", "median_s", "over_limit"} <= rows[0].keys()
    assert said.err == "bench.json, bench.svg, bench.png in new\n"
    assert json.loads((here / "new" / "bench.json").read_text()) == rows
    assert main(call) == 0
    assert capsys.readouterr().out.startswith("momentum: microseconds a step")


# ---------------------------------------------------------------- progress, closed pipes, interruption


def test_progress_only_for_somebody_who_looks_on(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    assert main(["prove", "gradient_descent"]) == 0
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    assert main(["prove", "gradient_descent"]) == 0
    said = capsys.readouterr()
    assert "proving gradient_descent (1 of 1)" in said.err
    assert "proving" not in said.out
    assert said.err.endswith("\033[2K"), "the line of progress is taken away"


def test_an_interruption_is_no_traceback(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    def interrupt(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("adaptsym.cli.catalogue.run", interrupt)
    assert main(["list"]) == 130
    assert capsys.readouterr().err == ""


def test_too_deep_an_equation_is_one_line(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    def deeper(*_: object) -> int:
        raise RecursionError

    monkeypatch.setattr("adaptsym.cli.catalogue.run", deeper)
    assert main(["list"]) == 2
    assert capsys.readouterr().err.startswith("adaptsym: an equation is nested too deeply")


def test_a_certificate_that_cannot_be_read_is_one_line(here: Path, capsys: Capture) -> None:
    (here / "lost.json").symlink_to("nowhere")
    assert main(["recheck", "."]) == 2
    assert capsys.readouterr().err == "adaptsym: lost.json: No such file or directory\n"


def test_output_is_utf_8_whatever_the_terminal_says(here: Path) -> None:
    command = [sys.executable, "-m", "adaptsym", "latex", "own.py:qhm", "--lang", "ko"]
    done = subprocess.run(command, env={**os.environ, "PYTHONIOENCODING": "ascii"}, capture_output=True, check=True)
    assert "정리" in done.stdout.decode()


def test_closed_streams_are_no_traceback(here: Path) -> None:
    command = f"{sys.executable} -m adaptsym list >&- 2>&-"
    assert subprocess.run(["bash", "-c", command], check=False).returncode == 0


def run(*call: str, stdout: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "adaptsym", *call]
    return subprocess.run(command, stdout=stdout, stderr=subprocess.PIPE, text=True, check=False)


def test_a_closed_pipe_is_no_traceback() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = run("list", stdout=writer)
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, "")


def test_a_full_disk_is_one_line() -> None:
    with open("/dev/full", "w") as full:
        done = run("list", stdout=full.fileno())
    assert (done.returncode, done.stderr) == (2, "adaptsym: standard output: No space left on device\n")
