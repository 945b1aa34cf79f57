"""Files are written all or none."""

import os
import stat
from pathlib import Path

import pytest

from adaptsym.errors import InputError
from adaptsym.files import write_all, write_file


def tree(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_text_and_bytes_in_folders_that_are_made(tmp_path: Path) -> None:
    write_all(tmp_path / "a" / "b", {"c.txt": "한글\n", "d/e.bin": b"\x00"})
    assert tree(tmp_path) == {"a/b/c.txt": "한글\n".encode(), "a/b/d/e.bin": b"\x00"}


def test_a_file_is_replaced_and_keeps_its_mode(tmp_path: Path) -> None:
    target = tmp_path / "a.sh"
    target.write_text("old")
    target.chmod(0o750)
    write_file(target, "new")
    assert target.read_text() == "new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o750


def test_a_new_file_has_the_usual_mode(tmp_path: Path) -> None:
    write_file(tmp_path / "a", "")
    (tmp_path / "b").write_text("")
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "b").stat().st_mode


def test_a_link_is_written_through(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to("real")
    write_file(tmp_path / "link", "new")
    assert (tmp_path / "real").read_text() == "new"
    assert (tmp_path / "link").is_symlink()


@pytest.mark.parametrize("bad", ["file/below/x", "folder", "loop", "pipe"])
def test_nothing_is_changed_where_one_target_cannot_be_written(bad: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a regular file")
    (tmp_path / "folder").mkdir()
    (tmp_path / "loop").symlink_to("loop")
    os.mkfifo(tmp_path / "pipe")
    before = (tree(tmp_path), sorted(tmp_path.rglob("*")))
    with pytest.raises(InputError, match=r"cannot write .*; choose another place"):
        write_all(tmp_path, {"new/a": "1", "file": "2", bad: "3"})
    assert (tree(tmp_path), sorted(tmp_path.rglob("*"))) == before


def test_a_device_is_not_replaced() -> None:
    with pytest.raises(InputError, match="no regular file"):
        write_file(Path("/dev/null"), "x")
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)
