"""On a mesh of devices: the same steps, and nothing said between devices but the sums that the equations take."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
REDUCED = 3  # over both axes of the mesh for one parameter, over one for another, over none for the third
SUMS = {"catalogue-adamw": 0, "catalogue-adamp": 4, "clipped": 1}  # for each parameter


@pytest.fixture(scope="module")
def found():
    env = {**os.environ, "PYTHONPATH": str(HERE.parent / "compile"), "JAX_PLATFORMS": "cpu"}
    program = str(HERE / "on_eight_devices.py")
    done = subprocess.run([sys.executable, program], capture_output=True, text=True, env=env, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("name", SUMS)
def test_steps_are_those_of_one_device(name, found):
    assert found[name]["difference"] < 1e-6
    assert found[name]["sharded"]


@pytest.mark.parametrize("name", SUMS)
def test_devices_tell_each_other_sums_and_nothing_else(name, found):
    """On the compiled program: no collective where a step is element-wise, single numbers where it takes sums."""
    shapes, kinds = zip(*found[name]["collectives"], strict=True) if found[name]["collectives"] else ((), ())
    assert set(kinds) <= {"all-reduce"}
    numbers = " ".join(shapes)
    assert numbers.count("f32[") == numbers.count("f32[]")  # no array
    assert (numbers.count("f32[]") > 0) == (SUMS[name] > 0)
    assert numbers.count("f32[]") <= REDUCED * SUMS[name]
