"""A few threads that wait for work: NumPy and compiled kernels let go of the interpreter's lock.

Handing work over takes some ten microseconds, so only large steps are shared out. Set the environment variable
``ADAPTSYM_THREADS`` to use another number of threads than there are processors.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from threading import Lock, Thread

from adaptsym.errors import InputError

Work = Callable[[int], None]


class Crew:
    """`size` hands, the caller's own among them.

    >>> done = []
    >>> Crew(2).run(done.append)
    >>> sorted(done)
    [0, 1]
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self._busy = Lock()
        self._hands: list[_Hand] = []

    def run(self, work: Work) -> None:
        """Call ``work(k)`` for k = 0 .. size - 1 at the same time; the caller does k = 0. Errors come out here.

        If the crew is at work already (for another thread), the caller does everything.
        """
        if self.size == 1 or not self._busy.acquire(blocking=False):
            for k in range(self.size):
                work(k)
            return
        try:
            if not self._hands:
                self._hands = [_Hand(k) for k in range(1, self.size)]
            for hand in self._hands:
                hand.start(work)
            try:
                work(0)
            finally:
                errors = [error for hand in self._hands if (error := hand.finish()) is not None]
            if errors:
                raise errors[0]
        finally:
            self._busy.release()


class _Hand:
    """A thread and two locks: `go` opens for work, `done` when it is over."""

    def __init__(self, k: int) -> None:
        self.k = k
        self.work: Work | None = None
        self.error: BaseException | None = None
        self.go, self.done = Lock(), Lock()
        self.go.acquire()
        self.done.acquire()
        Thread(target=self._loop, name=f"adaptsym-{k}", daemon=True).start()

    def start(self, work: Work) -> None:
        self.work = work
        self.go.release()

    def finish(self) -> BaseException | None:
        self.done.acquire()
        error, self.error, self.work = self.error, None, None
        return error

    def _loop(self) -> None:
        while True:
            self.go.acquire()
            try:
                if self.work is not None:
                    self.work(self.k)
            except BaseException as error:  # handed to the caller, whatever it is
                self.error = error
            self.done.release()


@cache
def crew() -> Crew:
    """The crew of this process.

    Raises:
        InputError: if ``ADAPTSYM_THREADS`` is not a number from 1 on.
    """
    return Crew(_threads())


def _threads() -> int:
    text = os.environ.get("ADAPTSYM_THREADS")
    if text is None:
        able = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1)
        return max(1, min(len(able), 16))
    if not (text.isascii() and text.isdecimal() and int(text) >= 1):
        raise InputError(f"ADAPTSYM_THREADS must be a whole number from 1 on, got {text!r}")
    return int(text)


if hasattr(os, "register_at_fork"):  # the threads do not live on in a child
    os.register_at_fork(after_in_child=crew.cache_clear)
