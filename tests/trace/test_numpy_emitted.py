"""Programs that were made from specifications, read back: their fused and reordered lines are proved to be the spec."""

from pathlib import Path
from typing import Any

import pytest

from adaptsym.catalogue import SPECS
from adaptsym.compile.emit import stand_alone
from adaptsym.equivalence import equivalent
from adaptsym.loading import module_of
from adaptsym.trace.numpy import trace_function, trace_python

# given where the usual value would switch something off
GIVEN: dict[str, dict[str, Any]] = {"lion": {"weight_decay": 0.01}}
NAMES = ("momentum", "adagrad", "adadelta", "adam", "adam-hat", "adamw", "amsgrad-corrected", "adamax", "lion", "radam")


@pytest.mark.parametrize("name", NAMES)
def test_an_emitted_program_is_its_specification(name: str, tmp_path: Path) -> None:
    path = tmp_path / "emitted.py"
    path.write_text(stand_alone(SPECS[name], "numpy", None), encoding="utf-8")
    module = module_of(path)
    found = trace_python(module.step, target=name, arguments=GIVEN.get(name, {}))
    assert equivalent(found.spec, SPECS[name], explain=False)


def test_a_program_that_was_changed_is_not(tmp_path: Path) -> None:
    text = stand_alone(SPECS["adam"], "numpy", None)
    line = "    np.add(r, work0, out=r)\n"
    assert text.count(line) == 1
    path = tmp_path / "changed.py"
    path.write_text(text.replace(line, "    np.maximum(r, work0, out=r)\n"), encoding="utf-8")
    found = trace_function(module_of(path).step, target="changed")
    assert not equivalent(found.spec, SPECS["adam"], explain=False)
