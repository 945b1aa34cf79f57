"""A Python file of a user's own, run to be read."""

from __future__ import annotations

import importlib.machinery
import importlib.util
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from types import ModuleType

from adaptsym.errors import InputError


def module_of(path: Path) -> ModuleType:
    """The module of a file, run; nothing is written beside it.

    What the file prints goes to standard error. Neither its name nor those of the neighbours that it imports stay in
    `sys.modules`: the next file may have neighbours of the same names.

    Raises:
        InputError: if there is no such file, it is not Python, or it fails.
    """
    if path.is_dir():
        raise InputError(f"{path}: this is a folder; name a Python file")
    if not path.is_file():
        raise InputError(f"{path}: there is no such file; one of your own is named as path/to/file.py:name")
    name = f"_adaptsym_{path.stem}"
    loader = importlib.machinery.SourceFileLoader(name, str(path.resolve()))
    module = importlib.util.module_from_spec(importlib.machinery.ModuleSpec(name, loader, origin=str(path)))
    module.__file__ = str(path.resolve())
    try:
        with _importing(module):
            loader.exec_module(module)
    except SyntaxError as error:
        raise InputError(f"{path}, line {error.lineno}: this is not Python: {error.msg}") from error
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error
    except (Exception, SystemExit) as error:  # a user's file may raise anything
        raise InputError(f"{path}{_line(error, path)}: {_one_line(error)}") from error
    return module


@contextmanager
def _importing(module: ModuleType) -> Iterator[None]:
    """As when Python runs the file: its neighbours can be imported. Prints go to standard error."""
    folder = str(Path(str(module.__file__)).parent)
    wrote = sys.dont_write_bytecode
    before = set(sys.modules)
    sys.path.append(folder)
    sys.modules[module.__name__] = module
    sys.dont_write_bytecode = True
    try:
        with redirect_stdout(sys.stderr):
            yield
    finally:
        sys.dont_write_bytecode = wrote
        sys.path.remove(folder)
        for name in _neighbours(folder, set(sys.modules) - before):
            sys.modules.pop(name, None)


def _neighbours(folder: str, new: set[str]) -> list[str]:
    """Those of the newly imported modules that stand beside the file, with the modules inside them.

    What is installed in a folder below, as in a virtual environment, is no neighbour.
    """
    beside = {name for name in new if "." not in name and _stands_in(sys.modules[name], folder)}
    return [name for name in new if name.split(".", 1)[0] in beside]


def _stands_in(module: ModuleType, folder: str) -> bool:
    places = list(getattr(module, "__path__", ())) or [getattr(module, "__file__", None) or ""]
    return any(str(Path(place).parent) == folder for place in places)


def _line(error: BaseException, path: Path) -> str:
    """Where in the file an error was raised, as the deepest of its lines that was being run."""
    own = str(path.resolve())
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == own]
    return f", line {lines[-1]}" if lines else ""


def _one_line(error: BaseException) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())}".rstrip(": ")
