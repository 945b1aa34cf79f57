"""Tests that need an optional framework are collected where it is installed, and all of them in CI."""

import os
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
    "notebook": ("nbclient", "nbformat", "ipykernel"),
    "site": ("sphinx", "furo", "myst_nb", "ipykernel"),
}
HERE = Path(__file__).parent


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out what cannot run here, unless this is CI, where everything has to."""
    if os.environ.get("CI") or collection_path.suffix != ".py" or HERE not in collection_path.parents:
        return None
    inside = collection_path.relative_to(HERE)
    words = {word for part in (*inside.parts[:-1], inside.stem) for word in part.split("_")}
    wanted = [package for word in words & set(NEEDS) for package in NEEDS[word]]
    return True if any(find_spec(package) is None for package in wanted) else None
