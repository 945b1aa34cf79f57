"""From a text to a specification: one place for every form in which an optimizer can be named.

    adam                       a name of the catalogue
    path/to/file.py:name       a specification in a file of one's own, or code there that is traced; the file is run
    torch.optim.NAdam          running code, which is imported and traced; with arguments, SGD(momentum=0.9)
    chapter.md#adam            the equations of a document: Markdown, LaTeX or a notebook

>>> resolve("momentum").name
'momentum'
"""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterable
from pathlib import Path

from adaptsym import catalogue
from adaptsym.checking import read_spec
from adaptsym.errors import InputError
from adaptsym.loading import module_of
from adaptsym.spec import Spec
from adaptsym.trace.doors import trace, trace_loaded
from adaptsym.trace.targets import load, parse

FORMS = (
    "a name of the catalogue; path/to/file.py:name for a specification or code of your own (the file is run); code "
    "that can be imported, such as torch.optim.Adam (it is run); or a document's equations, chapter.md#adam"
)
DOCUMENT = re.compile(r"(?P<path>.+\.(?:md|markdown|tex|ipynb))(?:#(?P<part>.*))?", re.DOTALL)


def resolve(text: str) -> Spec:
    """The specification that a text names.

    Args:
        text: in one of the forms above. A file or a package is imported, which runs it; what it prints goes to
            standard error.

    Raises:
        InputError: if there is no such name, file, package, document, or specification in it, or it fails.
        TraceError: if code cannot be read as an optimizer.
    """
    if text in catalogue.SPECS:
        return catalogue.SPECS[text]
    if document := DOCUMENT.fullmatch(text):
        return read_spec(document["path"], document["part"] or "")
    if _is_path(text):
        return _in_file(text)
    if "." in text or "(" in text:
        return trace(text).spec
    raise _unknown(text)


def _in_file(text: str) -> Spec:
    """A specification in a Python file, or the step of code there."""
    if not re.fullmatch(r".+\.py:.+", text, re.DOTALL):
        path = text[:-1] if text.endswith(".py:") else text
        found = [n for n, x in vars(module_of(Path(path))).items() if isinstance(x, Spec)]
        raise InputError(f"{text}: say which specification is meant, as {path}:name; it has {_listed(found)}")
    named = parse(text)
    code = load(named)
    if isinstance(code, Spec):
        return code
    if not callable(code):
        raise InputError(
            f"{text}: {named.name} is of type {type(code).__name__}, neither a specification nor code that steps"
        )
    return trace_loaded(code, named).spec


def _listed(names: list[str]) -> str:
    return ", ".join(names) or "no specification: write name = optimizer(...) there"


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


def _unknown(name: str) -> InputError:
    near = difflib.get_close_matches(name.replace("_", "-"), catalogue.SPECS, 1)
    guess = f": did you mean {near[0]}?" if near else ";"
    return InputError(
        f"no optimizer is called {name!r}{guess} the catalogue has {', '.join(catalogue.SPECS)}, "
        "and code is named as torch.optim.Adam or path/to/file.py:name"
    )
