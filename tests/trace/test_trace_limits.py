"""Foreign code is stopped in time."""

import signal
import threading
import time

import pytest

from adaptsym.trace.limits import time_limit
from adaptsym.trace.model import TraceError


def test_what_does_not_end_is_stopped() -> None:
    def loop() -> None:
        with time_limit(0.05, "the loop"):
            while True:
                pass

    with pytest.raises(TraceError, match=r"the loop did not end within 0\.05 seconds"):
        loop()


def test_what_swallows_exceptions_is_stopped() -> None:
    def stubborn(caught: type[BaseException]) -> None:
        while True:
            try:
                while True:
                    pass
            except caught:
                if caught is BaseException:
                    caught = Exception  # a bare except holds it up once

    def run(caught: type[BaseException]) -> None:
        with time_limit(0.05, "the loop"):
            stubborn(caught)

    for caught in (Exception, BaseException):
        with pytest.raises(TraceError, match="the loop did not end"):
            run(caught)


def test_nothing_stays_behind() -> None:
    before = signal.getsignal(signal.SIGALRM)
    with time_limit(60, "nothing"):
        pass
    assert signal.getsignal(signal.SIGALRM) is before
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_limits_nest() -> None:
    def slow(seconds: float, what: str) -> None:
        with time_limit(seconds, what):
            time.sleep(1)

    def nested() -> None:
        with time_limit(0.1, "the outer"):
            with pytest.raises(TraceError, match="the inner"):
                slow(0.02, "the inner")
            time.sleep(1)

    with pytest.raises(TraceError, match="the outer"):
        nested()


def test_other_threads_run_without_a_limit() -> None:
    done = []

    def work() -> None:
        with time_limit(0.01, "the work"):
            time.sleep(0.05)
            done.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == [True]
