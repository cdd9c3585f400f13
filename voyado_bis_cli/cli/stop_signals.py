"""SIGINT and SIGTERM as a wish: a run that polls finishes its page first."""

import signal
import threading
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType

from voyado_bis_cli.domain.clock import Clock

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_LOOKS_EVERY = 0.1  # seconds


class StopRequest:
    """Set by the first signal. The second one interrupts at once; even then nothing is lost.

    A plain flag, looked at now and then: taking a lock in a signal handler may wait for the very code it interrupts.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._asked = False

    def requested(self) -> bool:
        """Tell whether a signal came."""
        return self._asked

    def wait(self, seconds: float) -> bool:
        """Wait, shorter where a signal comes; tell whether one came. Raises NetworkError at the run's deadline."""
        until = self._clock.monotonic() + seconds
        while not self._asked and (left := until - self._clock.monotonic()) > 0:
            self._clock.sleep(min(left, _LOOKS_EVERY))
        return self._asked

    def ask(self, _signal: int, _frame: FrameType | None) -> None:
        """Take a signal."""
        if self._asked:
            raise KeyboardInterrupt
        self._asked = True


@contextmanager
def stop_on_signals(clock: Clock) -> Generator[StopRequest]:
    """Turn SIGINT and SIGTERM into a StopRequest for the length of the block; main thread only, as Python wants."""
    request = StopRequest(clock)
    if threading.current_thread() is not threading.main_thread():
        yield request
        return
    before = {number: signal.signal(number, request.ask) for number in _SIGNALS}
    try:
        yield request
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
