"""Tests that need an optional framework or program are collected where it is there, and all of them in CI."""

import os
import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest

# a word in a test's file or folder name -> what it needs
NEEDS = {
    "torch": ("torch",),
    "jax": ("jax", "optax"),
    "optax": ("jax", "optax"),
    "keras": ("keras", "jax"),
    "sklearn": ("sklearn",),
    "thinc": ("thinc",),
    "frameworks": ("torch", "jax", "optax", "keras", "sklearn", "thinc"),
    "site": ("sphinx", "furo", "myst_nb", "ipykernel"),
}
PROGRAMS = {"test_coq_run.py": "coqc"}  # a test file -> the program that it runs
HERE = Path(__file__).parent


def installed(package: str) -> bool:
    """Whether a package can be imported; a folder of that name beside the tests is none."""
    found = find_spec(package)
    return found is not None and found.origin is not None


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out what cannot run here, unless this is CI, where everything has to."""
    if os.environ.get("CI") or collection_path.suffix != ".py" or HERE not in collection_path.parents:
        return None
    inside = collection_path.relative_to(HERE)
    words = {word for part in (*inside.parts[:-1], inside.stem) for word in part.split("_")}
    wanted = [package for word in words & set(NEEDS) for package in NEEDS[word]]
    missing = not all(map(installed, wanted))
    program = PROGRAMS.get(collection_path.name)
    return True if missing or (program and shutil.which(program) is None) else None
