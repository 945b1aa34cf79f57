"""The site, built once for all of its tests from what `adaptsym derive` has written."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

CLONE = Path(__file__).parent.parent.parent


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the built site."""
    out = tmp_path_factory.mktemp("site") / "html"
    command = [sys.executable, str(CLONE / "docs" / "build.py"), str(out), "--derived", str(CLONE)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=400, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-6000:]
    return out


@pytest.fixture(scope="session")
def pages(site: Path) -> list[str]:
    """The paths of all pages, below the site."""
    return sorted(str(page.relative_to(site)) for page in site.rglob("*.html"))
