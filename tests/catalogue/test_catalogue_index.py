"""The index of the catalogue is complete, and a family is imported when it is asked for."""

import importlib
import subprocess
import sys
from pathlib import Path

from adaptsym import catalogue
from adaptsym.spec import Spec

FOLDER = Path(catalogue.__file__).parent


def test_every_specification_is_in_the_index() -> None:
    declared: dict[str, list[str]] = {}
    seen: set[int] = set()
    modules = [*catalogue.FAMILIES, *(p.stem for p in sorted(FOLDER.glob("*.py")) if p.stem not in catalogue.FAMILIES)]
    for module in modules:
        if module == "__init__":
            continue
        for spec in vars(importlib.import_module(f"adaptsym.catalogue.{module}")).values():
            if isinstance(spec, Spec) and id(spec) not in seen and not module.startswith("false_"):
                seen.add(id(spec))
                declared.setdefault(module, []).append(spec.name)
    assert declared == {family: list(names) for family, names in catalogue.FAMILIES.items()}
    assert [spec.name for spec in catalogue.SPECS.values()] == list(catalogue.SPECS)


def test_only_what_is_asked_for_is_imported() -> None:
    code = "import sys; from adaptsym.optimizers import Adam; print('adaptsym.catalogue.projected' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
