"""Never more than one writer of ours per queue (design: sync, "Nothing is wrong").

The lock is SQLite's own write lock on a file of the state folder: the operating system takes it back from a process
that dies, however it dies, and it is the same few lines on every system. It covers one machine; a second one needs the
scheduler's own exclusion.
"""

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

from voyado_bis_cli.domain.address import place_of
from voyado_bis_cli.errors import ErrorCode, NotYetError
from voyado_bis_cli.journal.folder import private_file, state_unwritable


class FileQueueLock:
    """The lock of one queue: (Centra URL, integration name)."""

    def __init__(self, folder: Path, centra_url: str, integration_name: str) -> None:
        queue = f"{_same_address(centra_url)}\n{integration_name}"
        self._integration_name = integration_name
        self._path = folder / f"queue-{hashlib.sha256(queue.encode()).hexdigest()[:16]}.lock"
        self._holder = self._path.with_suffix(".pid")

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Hold the lock while the block runs.

        Raises NotYetError(locked) at once where another run holds it, with its `pid` in the details where that can be
        read, and ConfigError(state_unwritable) where the folder cannot be used.
        """
        try:
            private_file(self._path)
            connection = sqlite3.connect(self._path, timeout=0, isolation_level=None)
        except (sqlite3.Error, OSError) as error:
            raise state_unwritable(self._path, error) from error
        with closing(connection):
            self._take(connection)
            try:
                yield
            finally:
                with suppress(OSError):  # the pid only informs: a file that stays is no lock
                    self._holder.unlink()

    def _take(self, connection: sqlite3.Connection) -> None:
        try:
            connection.execute("BEGIN EXCLUSIVE")
            private_file(self._holder)
            self._holder.write_text(str(os.getpid()), encoding="ascii")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                raise self._busy() from None
            raise state_unwritable(self._path, error) from error
        except (sqlite3.Error, OSError) as error:
            raise state_unwritable(self._path, error) from error

    def _busy(self) -> NotYetError:
        pid = self._pid()
        who = f"process {pid}" if pid else "another run"
        return NotYetError(
            f'The queue of the integration "{self._integration_name}" is in use by {who}, and two readers of one queue '
            "would confirm each other's events.",
            code=ErrorCode.LOCKED,
            hint="Wait until that run has ended, or end it; a run that has died holds nothing.",
            details={"integration_name": self._integration_name, "pid": pid},
        )

    def _pid(self) -> int | None:
        try:
            return int(self._holder.read_text(encoding="ascii"))
        except (OSError, ValueError):  # written a moment later than the lock is taken
            return None


def _same_address(url: str) -> str:
    """Return one spelling: case, default port, the root's dot and a trailing slash make no other queue."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{place_of(url)}{parts.path.rstrip('/')}"
