"""From a text to a specification: one place for every form in which an optimizer can be named.

    adam                    a name of the catalogue
    path/to/file.py:name    a specification in a file of one's own, which is run to be read

>>> resolve("momentum").name
'momentum'
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable
from pathlib import Path

from adaptsym import catalogue
from adaptsym.errors import InputError
from adaptsym.loading import module_of
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
    members = vars(module_of(Path(path)))
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
