"""Everything that the README shows is run, and what it says that comes out is what comes out."""

import doctest
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy
import pytest

import adaptsym
from adaptsym.cli import VERBS, main
from adaptsym.drawing import stale
from adaptsym.figures import response
from adaptsym.resolve import resolve

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", README, re.M | re.S)
FORMULAS = re.findall(r"^\$\$\n(.*?)\n\$\$$", README, re.M | re.S)


def of(language: str) -> list[str]:
    return [text for kind, text in BLOCKS if kind == language]


FILES = {text.split()[1]: text.partition("\n")[2] for text in of("python") if text.startswith("# ")}
SESSIONS = [text for text in of("python") if text.startswith(">>> ")]


def calls() -> Iterator[tuple[str, str]]:
    for text in of("console"):
        for call in re.split(r"^\$ ", text, flags=re.M)[1:]:
            command, _, output = call.partition("\n")
            yield command, output


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files that the README writes; its commands are run there, one after the other."""
    folder = tmp_path_factory.mktemp("readme")
    for name, text in FILES.items():
        (folder / name).write_text(text)
    return folder


def test_nothing_is_left_out() -> None:
    assert len(FILES) + len(SESSIONS) + len(of("console")) + len(of("sh")) == len(BLOCKS)
    assert FILES.keys() == {"qhm.py", "mine.py"}
    assert len(list(calls())) >= 5


@pytest.mark.parametrize(("command", "output"), list(calls()))
def test_commands(command: str, output: str, place: Path) -> None:
    here = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=place,
        env={**os.environ, "PATH": here},
        capture_output=True,
        text=True,
        check=False,
    )
    expected = output.replace("numpy NUMPY", f"numpy {numpy.__version__}")
    assert (done.stdout, done.returncode) == (expected, 0), done.stderr


@pytest.mark.parametrize("session", SESSIONS)
def test_sessions(session: str, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(place)
    test = doctest.DocTestParser().get_doctest(session, {}, "README.md", None, None)
    said: list[str] = []
    failed, tried = doctest.DocTestRunner().run(test, out=said.append)
    monkeypatch.delitem(sys.modules, "qhm", raising=False)
    assert tried > 0
    assert failed == 0, "".join(said)


def test_formulas_are_what_is_printed(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["latex", f"{place}/qhm.py:qhm"]) == 0
    printed = capsys.readouterr().out
    assert len(FORMULAS) == 1
    assert all(formula in printed for formula in FORMULAS)


def test_the_example_and_its_picture_are_those_that_are_stored(place: Path) -> None:
    """The picture is refreshed by ``cd examples && adaptsym derive qhm.py:qhm --out DIR``, and copied."""
    assert (ROOT / "examples" / "qhm.py").read_text() == FILES["qhm.py"]
    picture = response(resolve(f"{place}/qhm.py:qhm"))
    assert picture is not None
    stored = {path.name: path.read_bytes() for path in (ROOT / "examples" / "figures").iterdir()}
    assert stale(picture, stored) == []


def test_the_two_commands() -> None:
    assert of("sh") == ["pip install . && adaptsym derive\n", "pip install -e '.[test]' && pytest\n"]
    run = (ROOT / ".ci" / "run").read_text()
    assert "pip install -q -e '.[test" in run
    assert "\npytest" in run


def test_what_it_links_to_is_there() -> None:
    links = [*re.findall(r"\]\(([^)#:]+)\)", README), *re.findall(r'src="([^":]+)"', README)]
    assert len(links) > 8
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_table_of_verbs() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.*) \|$", README.partition("## The command line")[2], re.M)
    assert rows == [(verb, summary) for verb, (_, summary) in VERBS.items()]


def test_every_public_function_is_named() -> None:
    functions = [n for n in adaptsym.__all__ if n[0].islower()]
    table = README.partition("## In Python")[2]
    assert [n for n in functions if f"`{n}" not in table] == []
