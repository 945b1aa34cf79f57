"""The floors of the design: a module imports only from floors below its own, and SymPy only where it is allowed."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent / "adaptsym"

# From the ground up. Modules of one package may import each other; a package stands on one floor.
FLOORS = (
    "errors",
    "files",
    "loading",
    "term",
    "notation",
    "claims",
    "spec",
    "enclosure",
    "unroll",
    "sympy_value",
    "kernel",
    "proof",
    "catalogue",
    "coq",
    "typeset",
    "pages",
    "compile",
    "figures",
    "drawing",
    "read",
    "trace",
    "equivalence",
    "auditing",
    "checking",
    "resolve",
    "comparison",
    "testing",
    "optimizers",
    "jax",
    "torch",
    "bench",
    "pytest_items",
    "pytest_plugin",
    "cli",
    "__main__",
)

# Doors that are opened only when they are used: a term's SymPy value, what a notebook shows of it, and what needs
# an optional framework.
DOORS = {
    ("term", "sympy_value"),
    ("spec", "sympy_value"),
    ("term", "typeset"),
    ("spec", "typeset"),
    ("proof", "typeset"),
    ("typeset", "typeset"),
    ("equivalence", "typeset"),
    ("compile", "compile"),
}
TOP = "__init__"  # the public names of the whole package, imported when they are used

# Who may import what is slow to import, or optional.
HEAVY = {
    "sympy": {"sympy_value", "compile.lambdified", "figures"},
    "matplotlib": {"drawing", "bench"},
    "numpy": {
        "figures",
        "drawing",
        "compile",
        "optimizers",
        "bench",
        "trace",
        "equivalence",
        "auditing",
        "testing",
        "jax",
    },
}
OPTIONAL = {"numba", "llvmlite", "jax", "optax", "torch", "keras", "sklearn", "thinc", "tensorflow"}


class Import(NamedTuple):
    """An import statement: where it stands, what it imports, and whether it runs when its module is imported."""

    module: str
    line: int
    target: str
    at_once: bool


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted(ROOT.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        yield ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts), path


MODULES = dict(modules())


def imports(module: str, source: str) -> Iterator[Import]:
    tree = ast.parse(source)
    late = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}:{node.lineno}: relative import"
            inside = [f"{node.module}.{alias.name}" for alias in node.names]
            names = [n if n.partition(".")[2] in MODULES else str(node.module) for n in inside]
        else:
            continue
        for name in names:
            yield Import(module, node.lineno, name, id(node) not in late)


def floor(module: str) -> str:
    return module.partition(".")[0]


ALL = [found for name, path in MODULES.items() for found in imports(name, path.read_text(encoding="utf-8"))]


def wrong(found: Import) -> str | None:
    """What is wrong with an import, in words."""
    package, _, rest = found.target.partition(".")
    if package == "adaptsym":
        if floor(found.module) == TOP:
            return None
        here, there = floor(found.module), floor(rest)
        if there in ("", TOP, "__version__"):
            return None if here in ("cli", "__main__") else "only the command line reads the top of the package"
        if FLOORS.index(there) > FLOORS.index(here):
            late_door = (here, there) in DOORS and not found.at_once
            return None if late_door else f"{there} is above {here}"
        return None if found.at_once or (here, there) in DOORS else "imported inside a function"
    if package in HEAVY:
        allowed = any(found.module == m or found.module.startswith(m + ".") for m in HEAVY[package])
        return None if allowed else f"{found.module} must not import {package}"
    return None if found.at_once or package in OPTIONAL else "imported inside a function"


def test_every_module_has_a_floor() -> None:
    assert {floor(name) for name in MODULES} - {TOP} <= set(FLOORS)
    assert len(set(FLOORS)) == len(FLOORS)


@pytest.mark.parametrize("name", sorted({floor(name) for name in MODULES}))
def test_imports_go_down(name: str) -> None:
    found = [
        f"{i.module}, line {i.line}: {i.target}: {why}" for i in ALL if floor(i.module) == name and (why := wrong(i))
    ]
    assert found == []


def test_no_circle() -> None:
    """Between floors this follows from their order; here it is checked among the modules of one floor as well."""
    edges = {
        (i.module, i.target.partition(".")[2])
        for i in ALL
        if i.at_once and i.target.startswith("adaptsym.") and floor(i.module) != TOP
    }
    known = set(MODULES)
    below = {name: {b for a, b in edges if a == name and b in known} for name in known}
    done: set[str] = set()
    while ready := {name for name in known - done if below[name] - {name} <= done}:
        done |= ready
    assert known - done == set(), "these import each other in a circle"


@pytest.mark.parametrize(
    ("source", "module", "complaint"),
    [
        ("from adaptsym.cli import main", "term", "cli is above term"),
        ("import sympy", "proof.tactics", "proof.tactics must not import sympy"),
        ("from matplotlib import pyplot", "cli.derive", "cli.derive must not import matplotlib"),
        ("def f():\n    from adaptsym import sympy_value", "kernel.check", "imported inside a function"),
        ("def f():\n    from adaptsym import sympy_value", "term", None),
        ("from adaptsym import sympy_value", "term", "sympy_value is above term"),
        ("def f():\n    import torch", "trace.torch", None),
        ("def f():\n    import json", "files", "imported inside a function"),
    ],
)
def test_the_walk_sees_what_it_should(source: str, module: str, complaint: str | None) -> None:
    (found,) = imports(module, source)
    assert wrong(found) == complaint


def test_every_folder_is_a_package() -> None:
    """Without its __init__.py a module has two names: one for its users, and one for the doctests."""
    folders = {path.parent for path in ROOT.rglob("*.py")}
    assert [folder for folder in folders if not (folder / "__init__.py").exists()] == []
