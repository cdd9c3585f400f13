"""An end from outside is an interruption, whichever signal brings it."""

import signal
import threading
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def terminable() -> Generator[None]:
    """Let SIGTERM interrupt the run as Ctrl-C does, so that a scheduler's stop closes what is open.

    Python allows signal handlers in the main thread only; elsewhere this changes nothing.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
