"""Machine code is kept between processes, and what is kept is never trusted further than its digest."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from compile_specs import SPECS

from adaptsym.compile import machine_code, numba_backend
from adaptsym.compile.bound import Compiled
from adaptsym.compile.numba_backend import tasks_of
from adaptsym.errors import InputError

STEP = """
import sys, numpy as np
from adaptsym.catalogue import momentum
from adaptsym.compile.bound import Compiled
theta = np.ones(3, np.float32)
Compiled(momentum, "numba").bind([(theta, np.zeros(3, np.float32))]).step([theta.copy()], 1, (0.5, 0.25))
print(theta.tolist(), "numba" in sys.modules)
"""


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("ADAPTSYM_CACHE", str(tmp_path / "kernels"))
    return tmp_path / "kernels"


def process():
    done = subprocess.run([sys.executable, "-c", STEP], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def step_here():
    theta = np.ones(3, np.float32)
    Compiled(SPECS["momentum"], "numba").bind([(theta, np.zeros(3, np.float32))]).step([theta.copy()], 1, (0.5, 0.25))
    return theta.tolist()


def test_the_second_process_runs_what_the_first_has_kept_without_numba(cache):
    assert process() == "[0.75, 0.75, 0.75] True"
    assert [p.suffix for p in cache.iterdir()] == [".kernel"]
    assert process() == "[0.75, 0.75, 0.75] False"


@pytest.mark.parametrize("damage", ["truncated", "changed", "emptied", "another's", "unreadable"])
def test_damaged_files_are_compiled_again(cache, damage):
    assert step_here() == [0.75] * 3
    (kept,) = cache.iterdir()
    whole = kept.read_bytes()
    if damage == "truncated":
        kept.write_bytes(whole[: len(whole) // 2])
    elif damage == "changed":
        kept.write_bytes(whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:])
    elif damage == "emptied":
        kept.write_bytes(b"")
    elif damage == "another's":
        kept.write_bytes(machine_code.packed(b"name\ncode", "another key"))
    else:
        kept.unlink()
        kept.mkdir()
    assert machine_code.load(kept.stem) is None
    assert step_here() == [0.75] * 3
    assert damage == "unreadable" or kept.read_bytes()[:18] == machine_code.MAGIC


def test_processes_and_threads_may_compile_at_the_same_time(cache):
    with ThreadPoolExecutor(3) as pool:
        assert set(pool.map(lambda _: process()[:18], range(3))) == {"[0.75, 0.75, 0.75]"}
        assert [tuple(x) for x in pool.map(lambda _: step_here(), range(3))] == [(0.75,) * 3] * 3
    (kept,) = cache.iterdir()
    assert machine_code.load(kept.stem)


def test_the_name_of_a_file_says_all_that_it_was_made_from(monkeypatch):
    keys = {
        machine_code._key("text", "float32"),
        machine_code._key("text", "float64"),
        machine_code._key("x", "float32"),
    }
    monkeypatch.setattr(machine_code, "_platform", lambda: "another version, another processor")
    keys.add(machine_code._key("text", "float32"))
    assert len(keys) == 4


def test_a_folder_that_others_may_write_to_is_not_used(cache):
    cache.mkdir()
    os.chmod(cache, 0o777)
    assert machine_code.folder() is None
    assert step_here() == [0.75] * 3
    assert not list(cache.iterdir())


def test_a_folder_that_cannot_be_is_said(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("ADAPTSYM_CACHE", str(tmp_path / "file" / "below"))
    with pytest.raises(InputError, match="ADAPTSYM_CACHE"):
        machine_code.folder()


def test_tasks_cover_every_element_once():
    chunk = numba_backend.CHUNK
    sizes = [0, 1, chunk, chunk + 1, 5 * chunk - 3]
    rows = tasks_of(sizes).tolist()
    assert all(0 < high - low <= chunk + 16 for _, low, high in rows)
    for n, size in enumerate(sizes):
        mine = [(low, high) for k, low, high in rows if k == n]
        assert [low for low, _ in mine] + [size] == [0] + [high for _, high in mine] or size == 0


@pytest.mark.parametrize("name", ["adam", "amsgrad", "adadelta"])
def test_the_loop_is_a_vector_one(name):
    """Without it a step would take several times as long, and no other test would say so."""
    from adaptsym.compile.kernel_text import kernel_text
    from adaptsym.compile.lower import lower
    from adaptsym.compile.numba_compile import assembly
    from adaptsym.compile.stages import phase_selection, shared_names

    program = lower(SPECS[name])
    for path in phase_selection(program.step, 0, shared_names(program)).paths:
        text = assembly(kernel_text(path.node, program.arrays, path.scalars, ("size",)), "float32")
        divisions = [line for line in text.splitlines() if "div" in line and "cfunc" not in line]
        assert any("divps" in line or ".4s" in line for line in divisions), divisions
