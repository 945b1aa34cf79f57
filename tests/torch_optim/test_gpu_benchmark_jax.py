"""The benchmark of a GPU runs on a CPU as well, at a small size."""

import json
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest

FILE = Path(__file__).parents[2] / "examples" / "gpu_benchmark.py"


@pytest.fixture(scope="module")
def script() -> Any:
    found = spec_from_file_location("gpu_benchmark", FILE)
    assert found is not None
    assert found.loader is not None
    module = module_from_spec(found)
    found.loader.exec_module(module)
    return module


def test_all_contenders_take_part(script: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "results.json"
    small = ["--sizes", "100", "--many", "2", "50", "--rounds", "2", "--backend", "eager", "--output", str(file)]
    assert script.main(["adam-outside", "lion", *small]) == 0
    report = json.loads(file.read_text())
    ours = {"limit", "adaptsym jitted", "adaptsym torch", "adaptsym torch.compile"}
    for name, peers in {
        "adam-outside": {"optax jitted", "torch fused", "torch foreach"},
        "lion": {"optax jitted"},
    }.items():
        for arrays in (1, 2):
            rows = [row for row in report["rows"] if (row["optimizer"], row["arrays"]) == (name, arrays)]
            assert {row["name"] for row in rows} == ours | peers
            assert all(0 < row["least_s"] <= row["median_s"] for row in rows)
    assert set(report["device"]) == {"kind", "torch", "jax"}
    out, err = capsys.readouterr()
    assert "adam-outside: microseconds a step" in out
    assert "no GPU" in err or report["device"]["kind"] == "gpu"


def test_what_makes_no_sense_is_refused(script: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert script.main(["adan"]) == 2
    assert script.main(["--rounds", "0"]) == 2
    first, second = (line for line in capsys.readouterr().err.splitlines() if "no GPU" not in line)
    assert "no optimizer is called 'adan'" in first
    assert "whole numbers from 1 on" in second


def test_a_step_moves_so_many_numbers(script: Any) -> None:
    assert [script.floats_moved(name) for name in ("gradient_descent", "momentum", "adam-outside")] == [3, 5, 7]
