"""SIGINT and SIGTERM as a wish: a run that polls finishes its page first."""

import signal
import threading
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class StopRequest:
    """Set by the first signal. The second one interrupts at once; even then nothing is lost."""

    def __init__(self) -> None:
        self._asked = threading.Event()

    def requested(self) -> bool:
        """Tell whether a signal came."""
        return self._asked.is_set()

    def wait(self, seconds: float) -> bool:
        """Wait, shorter where a signal comes; tell whether one came."""
        return self._asked.wait(seconds)

    def ask(self, _signal: int, _frame: FrameType | None) -> None:
        """Take a signal."""
        if self._asked.is_set():
            raise KeyboardInterrupt
        self._asked.set()


@contextmanager
def stop_on_signals() -> Generator[StopRequest]:
    """Turn SIGINT and SIGTERM into a StopRequest for the length of the block; main thread only, as Python wants."""
    request = StopRequest()
    if threading.current_thread() is not threading.main_thread():
        yield request
        return
    before = {number: signal.signal(number, request.ask) for number in _SIGNALS}
    try:
        yield request
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
