"""The main job: in a clone, in any folder, and as a check of what is committed."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from adaptsym import catalogue
from adaptsym.cli import main

Capture = pytest.CaptureFixture[str]
ROOT = Path(__file__).parent.parent


def tree(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone with what is committed."""
    for name in ("adaptsym", "derivations", "figures"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_what_is_committed_is_up_to_date_and_proved(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(ROOT)
    status = main(["derive", "--check", "--json"])
    said = json.loads(capsys.readouterr().out)
    assert said["files"] == said["refused"] == []
    assert {row["verdict"] for row in said["claims"]} == {"proved"}
    assert {row["optimizer"] for row in said["claims"]} == set(catalogue.SPECS)
    assert status == 0


PICTURED = ("gradient_weights", "false_a_step_of_momentum_is_at_most_that_of_plain_descent")  # what is about momentum


def test_out_makes_the_same_files_as_a_clone_holds(clone: Path, capsys: Capture) -> None:
    assert main(["derive", "momentum", "--out", "new"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "momentum: 9 of 9 claims proved"
    assert lines[-1] == "9 files: 9 written, 0 up to date"
    made = tree(clone / "new")
    assert set(made) == {
        *(f"derivations/momentum.{kind}" for kind in ("tex", "md", "ko.md")),
        *(f"figures/{picture}.{kind}" for picture in PICTURED for kind in ("json", "svg", "png")),
    }
    assert {name: (clone / name).read_bytes() for name in made if "figures" not in name} == {
        name: content for name, content in made.items() if "figures" not in name
    }


def test_a_second_run_has_nothing_to_write(clone: Path, capsys: Capture) -> None:
    assert main(["derive", "momentum"]) == 0
    stamps = {p: p.stat().st_mtime_ns for p in clone.rglob("*")}
    capsys.readouterr()
    assert main(["derive", "momentum"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "9 files: 0 written, 9 up to date"
    assert {p: p.stat().st_mtime_ns for p in clone.rglob("*")} == stamps


def test_check_names_what_is_out_of_date_and_writes_nothing(clone: Path, capsys: Capture) -> None:
    (clone / "derivations" / "momentum.md").write_text("old")
    (clone / "derivations" / "momentum.tex").unlink()
    (clone / "figures" / "gradient_weights.png").write_bytes(b"another picture")
    before = tree(clone)
    assert main(["derive", "momentum", "--check"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "momentum: 9 of 9 claims proved",
        "derivations/momentum.tex: out of date",
        "derivations/momentum.md: out of date",
        "figures/gradient_weights.png: out of date",
        "9 files: 3 out of date, 6 up to date",
    ]
    assert tree(clone) == before
    assert main(["derive", "momentum"]) == 0
    assert main(["derive", "momentum", "--check"]) == 0


def test_check_of_an_empty_folder(tmp_path: Path, capsys: Capture) -> None:
    assert main(["derive", "momentum", "--check", "--out", str(tmp_path / "nothing")]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "9 files: 9 out of date, 0 up to date"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "name", "said"),
    [
        ("inertia", "- eta * g[t],", "+ eta * g[t],", "momentum", "momentum: velocity: refuted: at t = "),
        ("accumulated", "r[t - 1] + g[t]", "r[t - 1] - g[t]", "adagrad", "refuted: at t = "),
        (
            "inertia",
            "gamma * velocity[t - 1]",
            "gamma * velocity[t + 1]",
            "momentum",
            "the catalogue is broken: momentum: ",
        ),
    ],
)
def test_a_changed_sign_fails_the_check(clone: Path, file: str, old: str, new: str, name: str, said: str) -> None:
    path = clone / "adaptsym" / "catalogue" / f"{file}.py"
    changed = path.read_text().replace(old, new, 1)
    assert changed != path.read_text()
    path.write_text(changed)
    before = tree(clone / "derivations")
    done = subprocess.run(
        [sys.executable, "-B", "-m", "adaptsym", "derive", name, "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert said in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert tree(clone / "derivations") == before


def test_an_installation_does_not_vouch_for_other_equations(clone: Path, capsys: Capture) -> None:
    """The clone's source was changed after it was installed."""
    path = clone / "adaptsym" / "catalogue" / "inertia.py"
    path.write_text(path.read_text().replace("- eta * g[t],", "+ eta * g[t],", 1))
    assert main(["derive", "momentum", "--check"]) == 1
    assert "adaptsym/catalogue/inertia.py: out of date" in capsys.readouterr().out
    before = tree(clone)
    assert main(["derive", "momentum"]) == 2
    assert capsys.readouterr().err == (
        "adaptsym: adaptsym/catalogue/inertia.py is not what is installed; install this clone first: pip install .\n"
    )
    assert tree(clone) == before


@pytest.mark.parametrize("text", ["", "[project]\nname = 'other'\n", "not toml", "\x00"])
def test_another_project_is_no_clone(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pyproject.toml").write_text(text)
    monkeypatch.chdir(tmp_path)
    assert main(["derive"]) == 2
    assert [p.name for p in tmp_path.iterdir()] == ["pyproject.toml"]


def test_nothing_is_half_written(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "derivations" / "momentum.md").mkdir(parents=True)
    assert main(["derive", "momentum", "--out", str(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith("adaptsym: cannot write ")
    assert tree(tmp_path) == {}
    assert [p.name for p in tmp_path.iterdir()] == ["derivations"]


OWN = """
from adaptsym import claim, optimizer
from adaptsym.notation import eta, g, grad, i, t, theta, total

step = (g[t] == grad(theta[t]), theta[t+1] == theta[t] - eta*g[t])
plain = optimizer("plain", *step)
wrong = optimizer("wrong", *step, claims=(claim("sum", theta[t+1] == theta[1] - total(g[i], i, 1, t)),))
"""


def test_a_users_own(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "own.py").write_text(OWN)
    assert main(["derive", f"{tmp_path}/own.py:plain", "--out", str(tmp_path / "out")]) == 0
    assert set(tree(tmp_path / "out")) == {
        *(f"derivations/plain.{kind}" for kind in ("tex", "md", "ko.md")),
        *(f"figures/plain_response.{kind}" for kind in ("json", "svg", "png")),
    }
    capsys.readouterr()
    assert main(["derive", f"{tmp_path}/own.py:wrong", "--out", str(tmp_path / "out")]) == 1
    assert "  wrong: sum: refuted: at t = 1 with " in capsys.readouterr().out
    assert "What is not proved" in (tmp_path / "out" / "derivations" / "wrong.md").read_text()


def test_a_page_is_not_written_where_a_claim_of_it_fails(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    from adaptsym.cli import report

    monkeypatch.setattr(report, "prove", lambda _: [])
    assert main(["derive", "momentum", "--out", str(tmp_path / "out")]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].startswith("momentum: its page cannot be written: ")
    assert lines[-1] == "nothing was written"
    assert not (tmp_path / "out").exists()
