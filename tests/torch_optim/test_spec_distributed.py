"""Several processes step as one does: with copies of the model, with a spread one, and from what others saved."""

from pathlib import Path
from typing import Any

import pytest
import torch.multiprocessing as mp
from distributed_run import SPECS, go_on, gone_on, network, work

NEAR = 1e-5
WAYS = ("copied", "states spread", "spread, stored and read")


def run(does: Any, world: int, folder: Path, ways: tuple[str, ...]) -> dict[tuple[str, str], float]:
    """The largest difference of each specification and way over all processes."""
    queue = mp.get_context("spawn").SimpleQueue()
    running = mp.start_processes(does, (world, str(folder), queue), nprocs=world, join=False)
    assert running is not None
    while not running.join(timeout=60):
        pass
    found: dict[tuple[str, str], float] = {}
    for _ in range(world * len(SPECS) * len(ways)):
        name, how, value = queue.get()
        found[name, how] = max(value, found.get((name, how), 0.0))
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("processes")


@pytest.fixture(scope="module")
def found(folder: Path) -> dict[tuple[str, str], float]:
    """Two processes; each specification is saved half-way."""
    return run(work, 2, folder, WAYS)


@pytest.mark.parametrize("how", WAYS)
@pytest.mark.parametrize("name", SPECS)
def test_two_processes_step_as_one(name: str, how: str, found: dict[tuple[str, str], float]) -> None:
    assert found[name, how] < NEAR


@pytest.mark.usefixtures("found")
@pytest.mark.filterwarnings("ignore:torch.distributed is disabled:UserWarning")
@pytest.mark.parametrize("name", SPECS)
def test_one_process_goes_on_from_what_two_saved(name: str, folder: Path) -> None:
    assert gone_on(name, network(), str(folder), slice(None)) < NEAR


@pytest.mark.usefixtures("found")
def test_three_processes_go_on_from_what_two_saved(folder: Path) -> None:
    found = run(go_on, 3, folder, ("saved by others",))
    assert max(found.values()) < NEAR
    assert len(found) == len(SPECS)
