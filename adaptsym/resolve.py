"""From a text to a specification: one place for every form in which an optimizer can be named.

    adam                    a name of the catalogue
    path/to/file.py:name    a specification in a file of one's own, which is run to be read

>>> resolve("momentum").name
'momentum'
"""

from __future__ import annotations

import difflib
import importlib.machinery
import importlib.util
import os
import sys
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from types import ModuleType

from adaptsym import catalogue
from adaptsym.errors import InputError
from adaptsym.spec import Spec

FORMS = "a name of the catalogue, or path/to/file.py:name for one of your own (the file is imported, which runs it)"


def resolve(text: str) -> Spec:
    """The specification that a text names.

    Args:
        text: a name of the catalogue, or ``path/to/file.py:name``. The file is imported, which runs it; what
            it prints goes to standard error.

    Raises:
        InputError: if there is no such name, file, or specification in the file, or the file fails.
    """
    if not _is_path(text):
        return _known(text)
    path, _, name = text.rpartition(":")
    if not path.endswith(".py"):  # no colon, or not one behind a file
        path, name = text, ""
    members = vars(_module(Path(path)))
    found = [n for n, x in members.items() if isinstance(x, Spec)]
    if name in found:
        return members[name]  # type: ignore[no-any-return]
    offer = f"it has {', '.join(found)}" if found else "it has none: write name = optimizer(...) there"
    if not name:
        raise InputError(f"{text}: say which specification is meant, as {path}:name; {offer}")
    if name in members:
        raise InputError(f"{text}: {name} is of type {type(members[name]).__name__}, not a specification; {offer}")
    raise InputError(f"{text}: no specification is called {name!r}; {offer}")


def resolve_all(texts: Iterable[str]) -> dict[str, Spec]:
    """The specifications that texts name, by their own names; without texts, the whole catalogue.

    Raises:
        InputError: as `resolve`, and if two different specifications have one name.
    """
    found: dict[str, Spec] = {}
    for text in texts:
        spec = resolve(text)
        if found.setdefault(spec.name, spec) != spec:
            raise InputError(f"two different specifications are called {spec.name!r}; give one of them another name")
    return found or dict(catalogue.SPECS)


def _is_path(text: str) -> bool:
    return ":" in text or "/" in text or os.sep in text or text.endswith(".py")


def _known(name: str) -> Spec:
    if name in catalogue.SPECS:
        return catalogue.SPECS[name]
    near = difflib.get_close_matches(name.replace("_", "-"), catalogue.SPECS, 1)
    guess = f": did you mean {near[0]}?" if near else ";"
    raise InputError(
        f"no optimizer is called {name!r}{guess} the catalogue has {', '.join(catalogue.SPECS)}, "
        "and one of your own is path/to/file.py:name"
    )


def _module(path: Path) -> ModuleType:
    """The module of a file, run; nothing is written beside it, and no name of it stays in `sys.modules`."""
    if path.is_dir():
        raise InputError(f"{path}: this is a folder; name a Python file")
    if not path.is_file():
        raise InputError(
            f"{path}: there is no such file; a specification is a name of the catalogue or path/to/file.py:name"
        )
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
    sys.path.append(folder)
    sys.modules[module.__name__] = module
    sys.dont_write_bytecode = True
    try:
        with redirect_stdout(sys.stderr):
            yield
    finally:
        sys.dont_write_bytecode = wrote
        sys.path.remove(folder)
        del sys.modules[module.__name__]


def _line(error: BaseException, path: Path) -> str:
    """Where in the file an error was raised, as the deepest of its lines that was being run."""
    own = str(path.resolve())
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == own]
    return f", line {lines[-1]}" if lines else ""


def _one_line(error: BaseException) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())}".rstrip(": ")
