"""Every form of a name, and one clear line for everything that is wrong."""

import sys
from pathlib import Path

import pytest

from adaptsym import catalogue
from adaptsym.errors import InputError
from adaptsym.resolve import resolve, resolve_all

OWN = """
from adaptsym.notation import eta, g, grad, t, theta
from adaptsym.spec import optimizer

plain = optimizer("plain", g[t] == grad(theta[t]), theta[t+1] == theta[t] - eta*g[t])
doubled = optimizer("doubled", g[t] == grad(theta[t]), theta[t+1] == theta[t] - 2*eta*g[t])
number = 3
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "own.py"
    path.write_text(OWN)
    return path


@pytest.mark.parametrize("name", catalogue.SPECS)
def test_names_of_the_catalogue(name: str) -> None:
    assert resolve(name) is catalogue.SPECS[name]


def test_a_file_of_ones_own(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert resolve(f"{own}:plain").name == "plain"
    monkeypatch.chdir(own.parent)
    assert resolve("own.py:doubled").name == "doubled"
    assert list(resolve_all(["adam", "own.py:plain"])) == ["adam", "plain"]


def test_nothing_is_left_behind(own: Path) -> None:
    before = (list(sys.path), sys.dont_write_bytecode, {m for m in sys.modules if "own" in m})
    resolve(f"{own}:plain")
    assert (list(sys.path), sys.dont_write_bytecode, {m for m in sys.modules if "own" in m}) == before
    assert list(own.parent.iterdir()) == [own]


def test_a_changed_file_is_read_anew(own: Path) -> None:
    before = resolve(f"{own}:plain")
    own.write_text(OWN.replace("theta[t] - eta*g[t]", "theta[t] + eta*g[t]"))
    assert resolve(f"{own}:plain") != before


def test_a_file_may_import_its_neighbour_and_print(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    second = own.parent / "second.py"
    second.write_text("import own\nprint('hello')\nagain = own.plain\n")
    assert resolve(f"{second}:again").name == "plain"
    assert "own" not in sys.modules
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == "hello\n"


def test_neighbours_of_one_name_in_two_folders(tmp_path: Path) -> None:
    for name, sign in (("down", "-"), ("up", "+")):
        (tmp_path / name / "parts").mkdir(parents=True)
        (tmp_path / name / "parts" / "__init__.py").touch()
        (tmp_path / name / "parts" / "steps.py").write_text(OWN.replace("] - eta", f"] {sign} eta"))
        (tmp_path / name / "main.py").write_text("from parts.steps import plain")
    assert resolve(f"{tmp_path}/down/main.py:plain") != resolve(f"{tmp_path}/up/main.py:plain")
    assert not any(name.split(".")[0] == "parts" for name in sys.modules)


def test_what_is_installed_below_is_no_neighbour(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed = own.parent / "venv" / "installed.py"
    installed.parent.mkdir()
    installed.touch()
    monkeypatch.syspath_prepend(installed.parent)
    own.write_text("import installed\n" + OWN)
    assert resolve(f"{own}:plain").name == "plain"
    assert "installed" in sys.modules
    monkeypatch.delitem(sys.modules, "installed")


def test_without_names_the_whole_catalogue() -> None:
    assert resolve_all([]) == catalogue.SPECS


def test_two_specifications_of_one_name(own: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.py"
    other.write_text(OWN.replace("theta[t] - eta*g[t]", "theta[t] + eta*g[t]"))
    assert len(resolve_all([f"{own}:plain", f"{own}:plain"])) == 1
    with pytest.raises(InputError, match="two different specifications are called 'plain'"):
        resolve_all([f"{own}:plain", f"{other}:plain"])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("adm", "no optimizer is called 'adm': did you mean adam?"),
        ("adam_hat", "did you mean adam-hat?"),
        ("", "no optimizer is called ''; the catalogue has gradient_descent"),
        ("nowhere.py:plain", "nowhere.py: there is no such file"),
        (".:plain", ".:plain: there is no such file"),
        ("./below", "below: there is no such file"),
        ("folder.py:plain", "folder.py: this is a folder"),
        ("own.py", "say which specification is meant, as own.py:name; it has plain, doubled"),
        ("own.py:", "own.py:: say which specification is meant"),
        ("own.py:other", "own.py has no 'other'; it has plain, doubled"),
        ("own.py:number", "number is of type int, neither a specification nor code that steps"),
        ("empty.py:plain", "empty.py has no 'plain'; it has nothing that steps"),
        ("page.py:plain", "page.py, line 2: this is not Python: "),
        ("bytes.py:plain", "bytes.py"),
        ("raises.py:plain", "raises.py, line 2: ZeroDivisionError: division by zero"),
        ("leaves.py:plain", "leaves.py, line 1: SystemExit: 3"),
        ("wrong.py:plain", "wrong.py, line 3: SpecError: wrong: g is used"),
        ("missing.py:plain", "missing.py, line 1: ModuleNotFoundError: No module named 'surely_not_there'"),
    ],
)
def test_what_is_wrong_is_one_clear_line(text: str, message: str, own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(own.parent)
    Path("empty.py").write_text("")
    Path("page.py").write_text("# A page\nThis is text.\n")
    Path("bytes.py").write_bytes(b"\x00\xff\xfe")
    Path("raises.py").write_text("x = 1\nx / 0\n")
    Path("leaves.py").write_text("raise SystemExit(3)\n")
    Path("wrong.py").write_text(
        "from adaptsym.notation import eta, g, t, theta\nfrom adaptsym.spec import optimizer\n"
        "plain = optimizer('wrong', theta[t+1] == theta[t] - eta*g[t])\n"
    )
    Path("missing.py").write_text("import surely_not_there\n")
    Path("folder.py").mkdir()
    with pytest.raises(InputError) as raised:
        resolve(text)
    assert message in str(raised.value)
    assert len(str(raised.value).splitlines()) == 1
