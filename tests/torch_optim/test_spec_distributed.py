"""Two processes step as one does: with copies of the model, and with a model that is spread over them."""

from pathlib import Path

import torch.multiprocessing as mp
from distributed_run import work


def test_two_processes_step_as_one(tmp_path: Path) -> None:
    context = mp.get_context("spawn")
    queue = context.SimpleQueue()
    running = mp.start_processes(work, (2, str(tmp_path / "meeting"), queue), nprocs=2, join=False)
    assert running is not None
    while not running.join(timeout=60):
        pass
    found = [queue.get() for _ in range(8)]
    assert {row[:2] for row in found} == {
        (name, how) for name in ("adam", "adamp") for how in ("copied", "spread, stored and read")
    }
    assert max(row[2] for row in found) < 1e-5
