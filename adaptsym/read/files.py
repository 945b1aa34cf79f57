r"""Documents from files: Markdown, LaTeX, notebooks, and the docstrings of Python files, which are never run.

>>> notebook('{"cells": [{"cell_type": "markdown", "source": ["# Adam\\n", "$$m_0 = 0$$"]}]}').pieces[1].text
'm_0 = 0'
"""

from __future__ import annotations

import ast
import bisect
import json
import json.scanner
import stat
from pathlib import Path
from typing import Any

from adaptsym.errors import InputError
from adaptsym.read.extract import Document, document

MAX_BYTES = 20_000_000
KINDS = "a Markdown, LaTeX, notebook or Python file"


def read(path: str | Path) -> Document:
    """The document in a file.

    Raises:
        InputError: if the file is missing, too large, not text, or not what its name says.
    """
    name, text = str(path), _text(Path(path))
    suffix = Path(path).suffix.lower()
    try:
        if suffix == ".ipynb":
            return notebook(text, name)
        if suffix == ".py":
            return docstrings(text, name)
    except (RecursionError, MemoryError):
        raise InputError(f"{name}: nested too deeply to be read") from None
    return document(text, name, tex=suffix in (".tex", ".ltx", ".sty"))


def _text(path: Path) -> str:
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise InputError(f"{path}: this is a folder; name {KINDS}")
        if not stat.S_ISREG(mode):  # a pipe or a device may never end
            raise InputError(f"{path}: this is not a plain file; save the document to one, and name that")
        if path.stat().st_size > MAX_BYTES:
            raise InputError(f"{path}: the file is larger than {MAX_BYTES // 1_000_000} MB; split it")
        raw = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise InputError(f"{path}: there is no such file; {_instead(path)}") from None
    except OSError as error:
        raise InputError(f"{path}: it cannot be read: {(error.strerror or str(error)).lower()}") from error
    except ValueError as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"{str(path)!r}: no file has such a name: {error}") from error  # a zero byte
    if b"\0" in raw:
        raise InputError(f"{path}: this is a binary file, not a text")
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not encoded in UTF-8 (byte {error.start}); save it as UTF-8") from error


def _instead(path: Path) -> str:
    """What to name in place of a file that does not exist."""
    whole, mark, _ = str(path).rpartition("#")
    if mark and Path(whole).is_file():
        return f"a document is read as a whole here: name {whole}"
    return f"name {KINDS}"


class _Text(str):
    """A string of a JSON file that knows where it stands."""

    at: int


class _Decoder(json.JSONDecoder):
    """A decoder whose strings know where they stand."""

    def __init__(self) -> None:
        super().__init__()
        plain = self.parse_string  # type: ignore[has-type]

        def located(text: str, end: int, strict: bool = True) -> tuple[str, int]:
            found, after = plain(text, end, strict)
            shown = _Text(found)
            shown.at = end
            return shown, after

        self.parse_string = located
        self.scan_once = json.scanner.py_make_scanner(self)  # type: ignore[attr-defined]


def notebook(text: str, name: str = "") -> Document:
    """The Markdown cells of a Jupyter notebook; lines are those of the JSON file.

    Raises:
        InputError: if the text is no notebook.
    """
    try:
        found = _Decoder().decode(text)
    except ValueError as error:
        raise InputError(f"{name}: not a notebook: {error}") from None
    cells = found.get("cells") if isinstance(found, dict) else None
    if not isinstance(cells, list):
        raise InputError(f"{name}: not a notebook: it has no list of cells")
    starts = _line_starts(text)
    shown: list[str] = []
    lines: list[int] = []
    for cell in cells:
        if isinstance(cell, dict) and cell.get("cell_type") == "markdown":
            source = cell.get("source")
            rows = source if isinstance(source, list) else [source]
            last = lines[-1] if lines else 1
            for each in rows:
                if isinstance(each, _Text):
                    shown.append(str(each))
                    last = _line(starts, each.at)
                    lines += [last] * each.count("\n")
            shown.append("\n\n")
            lines += [last] * 2
    lines.append(lines[-1] if lines else 1)
    return document("".join(shown), name, tuple(lines))


def docstrings(text: str, name: str = "") -> Document:
    """The docstrings of a Python file, each below a heading with its name; the file is parsed and never run.

    Raises:
        InputError: if the text is not Python.
    """
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        raise InputError(f"{name}{f', line {line}' if line else ''}: not Python: {error.args[0]}") from None
    shown: list[str] = []
    lines: list[int] = []
    for node in ast.walk(tree):
        if not isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)) or not node.body:
            continue
        first: Any = node.body[0]
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
            value, at = first.value.value, first.lineno
            title = getattr(node, "name", "module")
            shown.append(f"# {title}\n\n{value}\n\n")
            rows = value.count("\n") + 1
            spread = first.end_lineno is not None and first.end_lineno - at + 1 == rows
            lines += [at, at, *(at + n if spread else at for n in range(rows)), at]
    lines.append(lines[-1] if lines else 1)
    return document("".join(shown), name, tuple(lines))


def _line_starts(text: str) -> list[int]:
    starts = [0]
    for n, sign in enumerate(text):
        if sign == "\n":
            starts.append(n + 1)
    return starts


def _line(starts: list[int], at: int) -> int:
    return bisect.bisect_right(starts, at)
