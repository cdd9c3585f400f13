"""The sandbox's state: one SQLite database, in a file or in memory."""

import sqlite3
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager

Parameters = Sequence[object] | Mapping[str, object]
_WAIT_FOR_LOCK = 0.5  # seconds
_SET_UP = """
PRAGMA locking_mode=EXCLUSIVE;
PRAGMA journal_mode=WAL;
PRAGMA synchronous=NORMAL;
PRAGMA foreign_keys=ON;
"""


class Database:
    """A thin SQLite connection that one thread at a time may use; transactions nest.

    `path` is a file name or `:memory:`. A file belongs to one connection: a second one gets an OperationalError.
    """

    def __init__(self, path: str) -> None:
        self._connection = sqlite3.connect(path, timeout=_WAIT_FOR_LOCK, isolation_level=None, check_same_thread=False)
        self._connection.row_factory = sqlite3.Row
        try:
            self._connection.executescript(_SET_UP)
        except sqlite3.Error:
            self._connection.close()
            raise
        self._depth = 0

    def script(self, sql: str) -> None:
        """Run several statements (table definitions)."""
        self._connection.executescript(sql)

    @contextmanager
    def transaction(self) -> Generator[None]:
        """All or nothing; inside another transaction it joins that one."""
        if self._depth == 0:
            self._connection.execute("BEGIN IMMEDIATE")
        self._depth += 1
        try:
            yield
        except BaseException:
            self._depth -= 1
            if self._depth == 0:
                self._connection.execute("ROLLBACK")
            raise
        self._depth -= 1
        if self._depth == 0:
            self._connection.execute("COMMIT")

    def rows(self, sql: str, parameters: Parameters = ()) -> list[sqlite3.Row]:
        """Return all rows of a query."""
        return self._connection.execute(sql, parameters).fetchall()

    def row(self, sql: str, parameters: Parameters = ()) -> sqlite3.Row | None:
        """Return the first row of a query, if any."""
        row: sqlite3.Row | None = self._connection.execute(sql, parameters).fetchone()
        return row

    def run(self, sql: str, parameters: Parameters = ()) -> int:
        """Execute one statement and return the id of the row it inserted (0 where it inserted none)."""
        return self._connection.execute(sql, parameters).lastrowid or 0

    def run_many(self, sql: str, parameters: Iterable[Parameters]) -> None:
        """Execute one statement for each set of parameters."""
        self._connection.executemany(sql, parameters)

    def clear(self) -> None:
        """Drop every table, with what is in it."""
        self._connection.execute("PRAGMA foreign_keys=OFF")
        with self.transaction():
            tables = self.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
            for (name,) in tables:
                self._connection.execute(f'DROP TABLE "{name}"')
        self._connection.execute("PRAGMA foreign_keys=ON")

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()
