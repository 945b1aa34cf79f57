"""A site, served on this machine and opened in Chromium."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

HERE = Path(__file__).parent


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def served(site: Path) -> Iterator[str]:
    """The address of a folder."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site))) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


def complaints(site: Path, pages: Sequence[str], shots: Path | None = None) -> dict[str, list[str]]:
    """What is wrong with each page, as Chromium shows it."""
    node, chromium = shutil.which("node"), shutil.which("chromium")
    assert node, "Node.js is not installed; the pages are opened by it"
    assert chromium, "Chromium is not installed; the pages are opened in it"
    assert (HERE / "node_modules" / "playwright-core").is_dir(), f"playwright-core is missing: run 'npm ci' in {HERE}"
    with served(site) as base, tempfile.TemporaryDirectory() as profile:
        asked = {
            "base": base,
            "pages": list(pages),
            "executable": chromium,
            "profile": profile,
            "shots": None if shots is None else str(shots),
        }
        done = subprocess.run(
            [node, "open.mjs"],
            cwd=HERE,
            input=json.dumps(asked),
            capture_output=True,
            encoding="utf-8",
            timeout=400,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    answer: dict[str, list[str]] = json.loads(done.stdout)
    return answer
