"""A limit on the time that foreign code may take."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from types import FrameType

from adaptsym.trace.model import TraceError

AGAIN = 1.0  # seconds: what swallows the stop, with a bare `except`, is stopped again


class TimeLimitError(TraceError):
    """The time is up: nothing else is tried."""


class _Expired(BaseException):
    """On its way out of foreign code; an `except Exception` there does not hold it up."""


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
        raise _Expired

    began = perf_counter()
    before = signal.signal(signal.SIGALRM, stop)
    left, interval = signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
    try:
        yield
    except _Expired:
        raise TimeLimitError(f"{what} did not end within {seconds:g} seconds") from None
    finally:
        signal.setitimer(signal.ITIMER_REAL, max(left - (perf_counter() - began), 1e-3) if left else 0, interval)
        signal.signal(signal.SIGALRM, before)
