"""A limit on the time that foreign code may take."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from adaptsym.trace.model import TraceError


class TimeLimitError(TraceError):
    """The time is up: nothing else is tried."""


@contextmanager
def time_limit(seconds: float, what: str) -> Iterator[None]:
    """Stop what runs inside after so many seconds (in the main thread, where signals arrive; elsewhere without limit).

    Limits nest: the outer one goes on after the inner one.

    Raises:
        TimeLimitError: when the time is up, saying `what` did not end.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TimeLimitError(f"{what} did not end within {seconds:g} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    left, _ = signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, left)
        signal.signal(signal.SIGALRM, before)
