"""The pytest plugin: ``pytest --adaptsym derivations/ mypage.md my_optimizer.py``.

Equations of pages, claims of specifications, and code that says what it implements become tests. Without the option
nothing is imported, and nothing is collected.
"""

from __future__ import annotations

import importlib

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """The option."""
    parser.getgroup("adaptsym").addoption(
        "--adaptsym",
        action="store_true",
        help="collect the equations of pages (Markdown, LaTeX, notebooks), the claims of specifications in Python "
        "files, and code listed in a file's __adaptsym__ = {'name': 'specification'}",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Load what collects, where it is asked for."""
    if config.getoption("--adaptsym"):
        config.pluginmanager.register(importlib.import_module("adaptsym.pytest_items"), "adaptsym-items")
