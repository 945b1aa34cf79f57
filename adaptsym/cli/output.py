"""What a command says, and where: results on standard output, everything else on standard error."""

from __future__ import annotations

import json
import sys
from typing import Any


def show(text: str) -> None:
    """A line of the result."""
    clear()
    print(text)


def show_json(value: Any) -> None:
    """The result as JSON, alone on standard output."""
    clear()
    print(json.dumps(value, ensure_ascii=False, indent=1))


def say(text: str) -> None:
    """A line beside the result."""
    clear()
    print(text, file=sys.stderr)


def progress(text: str) -> None:
    """What is being done right now, on one line that is written over; only where somebody looks on."""
    if sys.stderr.isatty():
        print(f"\r\033[2K{text}", end="", file=sys.stderr, flush=True)


def clear() -> None:
    """Take the line of progress away."""
    if sys.stderr.isatty():
        print("\r\033[2K", end="", file=sys.stderr, flush=True)
