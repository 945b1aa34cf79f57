"""Files written all or none: everything is staged beside its target first, and then put in place.

>>> import tempfile
>>> with tempfile.TemporaryDirectory() as folder:
...     write_all(Path(folder) / "new", {"a.txt": "one", "below/b.txt": "two"})
...     sorted(p.name for p in Path(folder).rglob("*.txt"))
['a.txt', 'b.txt']
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from pathlib import Path

from adaptsym.errors import InputError

Content = str | bytes  # text is written as UTF-8, its line ends as they are


def write_all(folder: Path, files: Mapping[str, Content]) -> None:
    """Write files below a folder, which is made if it is not there: all of them, or none.

    Args:
        folder: where to write.
        files: contents by path relative to the folder, with forward slashes.

    Raises:
        InputError: if the folder or a file cannot be written; nothing has been changed then.
    """
    with ExitStack() as undo:
        try:
            staged = [_stage(Path(os.path.realpath(folder / name)), content, undo) for name, content in files.items()]
            for temporary, target in staged:
                temporary.replace(target)
        except OSError as error:
            raise InputError(
                f"cannot write {error.filename or folder}: {error.strerror}; choose another place"
            ) from error
        undo.pop_all()


def write_file(path: Path, content: Content) -> None:
    """Replace one file atomically.

    Raises:
        InputError: if it cannot be written; the old file stands then.
    """
    write_all(path.parent, {path.name: content})


def require_writable(folder: Path) -> None:
    """Refuse a folder that cannot be made or written to, before long work is done for it.

    Raises:
        InputError: naming what is in the way.
    """
    above = next(p for p in (folder.absolute(), *folder.absolute().parents) if p.exists())
    if not above.is_dir():
        raise InputError(f"cannot write to {folder}: {above} is no folder; choose another place")
    if not os.access(above, os.W_OK | os.X_OK):
        raise InputError(f"cannot write to {folder}: no permission; choose another place")


def _stage(target: Path, content: Content, undo: ExitStack) -> tuple[Path, Path]:
    """Write the content beside its target, and note how to undo that."""
    if target.is_symlink():  # realpath gives up only where links form a loop
        raise InputError(f"cannot write {target}: its links form a loop; choose another place")
    if target.exists() and not target.is_file():
        raise InputError(f"cannot write {target}: it is no regular file; choose another place")
    for folder in [p for p in target.parents if not p.exists()][::-1]:
        folder.mkdir()
        undo.callback(_remove, folder)
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    temporary = Path(name)
    undo.callback(temporary.unlink, missing_ok=True)
    with os.fdopen(handle, "wb") as file:
        file.write(content.encode() if isinstance(content, str) else content)
    temporary.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
    return temporary, target


def _remove(folder: Path) -> None:
    with suppress(OSError):  # somebody else has put something there
        folder.rmdir()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
