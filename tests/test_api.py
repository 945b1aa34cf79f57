"""The public names: few, documented, typed, and imported only when they are used."""

import ast
import importlib
import subprocess
import sys
import types
from pathlib import Path

import pytest

import adaptsym

SOURCE = Path(adaptsym.__file__)


def loaded(code: str) -> set[str]:
    """What a fresh Python has imported after some code."""
    heavy = "{'sympy', 'matplotlib', 'numpy', 'numba', 'adaptsym.proof', 'adaptsym.typeset', 'adaptsym.catalogue'}"
    program = f"import sys\n{code}\nsys.stderr.write(' '.join(m for m in {heavy} if m in sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


@pytest.mark.parametrize("name", adaptsym.__all__)
def test_every_name_is_there_and_documented(name: str) -> None:
    found = getattr(adaptsym, name)
    assert found is getattr(adaptsym, name)
    assert found.__doc__
    assert isinstance(found, (type, types.FunctionType, types.ModuleType))


def test_the_table_the_stub_and_the_list_agree() -> None:
    stub = next(n for n in ast.parse(SOURCE.read_text()).body if isinstance(n, ast.If))
    pairs = {
        alias.asname or alias.name: (node.module, alias.name)
        for node in stub.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    modules = {n: (f"adaptsym.{n}", "") for n, (module, _) in pairs.items() if module == "adaptsym"}
    assert pairs | modules == adaptsym._HOMES
    assert sorted(pairs) == adaptsym.__all__ == [n for n in dir(adaptsym) if n != "__version__"]


@pytest.mark.parametrize(("module", "attribute"), adaptsym._HOMES.values())
def test_homes_exist(module: str, attribute: str) -> None:
    assert not attribute or attribute in vars(importlib.import_module(module))


def test_an_unknown_name() -> None:
    with pytest.raises(AttributeError, match="module 'adaptsym' has no attribute 'nothing'"):
        _ = adaptsym.nothing
    with pytest.raises(ImportError, match="nothing"):
        from adaptsym import nothing  # noqa: F401


def test_a_name_that_is_a_module_too_stays_what_it_is() -> None:
    """Importing a submodule puts it into its package, and must not hide a public name."""
    for name in adaptsym.__all__:
        if (SOURCE.parent / f"{name}.py").exists() or (SOURCE.parent / name).is_dir():
            assert isinstance(getattr(adaptsym, name), types.ModuleType)


@pytest.mark.parametrize(
    ("code", "heavy"),
    [
        ("import adaptsym", set()),
        ("import adaptsym.cli", set()),
        ("from adaptsym import optimizer", set()),
        ("from adaptsym import catalogue", {"adaptsym.catalogue"}),
        ("from adaptsym.cli import main; main(['list', '--json'])", {"adaptsym.catalogue", "numpy"}),
        ("from adaptsym.cli import main; main(['--help'])", set()),
        ("from adaptsym.cli import main; main(['recheck', 'nowhere'])", {"adaptsym.catalogue"}),
        ("from adaptsym import prove", {"adaptsym.proof"}),
        ("from adaptsym import compile_optimizer", {"numpy"}),
        ("from adaptsym.optimizers import Adam; Adam(backend='numpy')", {"numpy", "adaptsym.catalogue"}),
    ],
)
def test_what_an_import_costs(code: str, heavy: set[str]) -> None:
    program = f"import io, contextlib\nwith contextlib.redirect_stderr(io.StringIO()):\n    {code}"
    assert loaded(program) == heavy


def test_the_package_is_typed() -> None:
    assert (SOURCE.parent / "py.typed").is_file()
