"""KaTeX takes every printed formula, in its strict mode."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).parent / "katex"


def refused(formulas: list[str]) -> list[list[str]]:
    node = shutil.which("node")
    assert node, "Node.js is not installed; KaTeX needs it"
    assert (HERE / "node_modules" / "katex").is_dir(), f"KaTeX is not installed: run 'npm ci' in {HERE}"
    done = subprocess.run(
        [node, "check.mjs"], cwd=HERE, input=json.dumps(formulas), capture_output=True, encoding="utf-8", check=True
    )
    answer: list[list[str]] = json.loads(done.stdout)
    return answer


def test_katex_takes_every_formula(formulas: list[str]) -> None:
    assert len(formulas) > 1000
    assert refused(formulas) == []


def test_katex_refuses_what_is_wrong() -> None:
    wrong = [r"\undefined", "x_1_2", r"\begin{aligned}x", "한글", r"x \\ y \frac{1}"]
    assert [formula for formula, _ in refused([*wrong, "x_1"])] == wrong
