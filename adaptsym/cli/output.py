"""What a command says, and where: results on standard output, everything else on standard error."""

from __future__ import annotations

import io
import json
import os
import sys
from contextlib import suppress
from typing import Any


def prepare() -> None:
    """Results are UTF-8 wherever they go, and a closed stream takes what is written to it."""
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")


def abandon() -> None:
    """Let nothing more be written to a standard output that failed."""
    with suppress(OSError, ValueError):  # it need not be a file
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


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
