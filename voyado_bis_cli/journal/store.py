"""The journal: one SQLite file in the state folder, appended to by every run, several at once too."""

import json
import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Self

from voyado_bis_cli.domain.clock import Clock
from voyado_bis_cli.domain.journal_entry import KEPT, JournalEntry
from voyado_bis_cli.journal.folder import private_file, state_unwritable

FILE_NAME = "journal.sqlite"
_SCHEMA_VERSION = 1
_SCHEMA = """
CREATE TABLE entry (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL,        -- ISO 8601, UTC
  run_id TEXT NOT NULL,
  profile TEXT NOT NULL,
  kind TEXT NOT NULL,
  payload TEXT NOT NULL    -- JSON, redacted
);
CREATE INDEX entry_by_kind ON entry (profile, kind, id);
"""
_BUSY_TIMEOUT_S = 10.0
_TRIM_EVERY = 1_000  # entries of one run
_UNFIT = (sqlite3.Error, OSError)


class Journal:
    """Entries of one run and profile; fits the workflows' JournalPort.

    Opens at the first use. An entry survives the death of the process the moment `append` returns; the last ones may be
    lost with the machine's power, which the design does not depend on. Of some kinds only the newest are kept (`KEPT`).
    Every method raises ConfigError (state_unwritable) where the file cannot be made, read or written.
    """

    def __init__(
        self, path: Path, *, run_id: str, profile: str, clock: Clock, redact: Callable[[object], object]
    ) -> None:
        self._path = path
        self._run_id = run_id
        self._profile = profile
        self._clock = clock
        self._redact = redact
        self._connection: sqlite3.Connection | None = None
        self._appended = 0

    def append(self, kind: str, payload: Mapping[str, object]) -> None:
        """Write one entry of this run and profile; `payload` is redacted before it is stored."""
        row = (
            self._clock.now().isoformat(),
            self._run_id,
            self._profile,
            kind,
            json.dumps(self._redact(dict(payload))),
        )
        with self._told_plainly():
            self._open().execute("INSERT INTO entry (at, run_id, profile, kind, payload) VALUES (?, ?, ?, ?, ?)", row)
            if self._appended % _TRIM_EVERY == 0:
                self._trim()
            self._appended += 1

    def _trim(self) -> None:
        for kind, kept in KEPT.items():
            self._open().execute(
                "DELETE FROM entry WHERE profile = :profile AND kind = :kind AND id <= (SELECT id FROM entry"
                " WHERE profile = :profile AND kind = :kind ORDER BY id DESC LIMIT 1 OFFSET :kept)",
                {"profile": self._profile, "kind": kind, "kept": kept},
            )

    def entries(self, kind: str, *, limit: int = 100) -> tuple[JournalEntry, ...]:
        """Return this profile's entries of a kind from all runs, newest first; makes no file where there is none."""
        return self._read("profile = ? AND kind = ?", self._profile, kind, limit)

    def latest(self, limit: int, *, without: Collection[str] = ()) -> tuple[JournalEntry, ...]:
        """Return this profile's entries of all other kinds, newest first; makes no file where there is none."""
        others = ", ".join("?" * len(without))
        return self._read(f"profile = ? AND kind NOT IN ({others})", self._profile, *without, limit)

    def _read(self, condition: str, *arguments: str | int) -> tuple[JournalEntry, ...]:
        with self._told_plainly():
            if self._connection is None and not self._path.exists():
                return ()
            rows = self._open().execute(
                f"SELECT id, at, run_id, profile, kind, payload FROM entry WHERE {condition} ORDER BY id DESC LIMIT ?",  # noqa: S608  # conditions are ours
                arguments,
            )
            return tuple(
                JournalEntry(id_, datetime.fromisoformat(at), run_id, profile, kind, json.loads(payload))
                for id_, at, run_id, profile, kind, payload in rows
            )

    def close(self) -> None:
        """Close the file; a later use opens it again."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            private_file(self._path)
            with _alone(self._path.with_suffix(".lock")), ExitStack() as undo:
                connection = sqlite3.connect(self._path, timeout=_BUSY_TIMEOUT_S, isolation_level=None)
                undo.callback(connection.close)
                _prepare(connection)
                undo.pop_all()
            self._connection = connection
        return self._connection

    @contextmanager
    def _told_plainly(self) -> Iterator[None]:
        try:
            yield
        except _UNFIT as error:
            raise state_unwritable(self._path, error) from error


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Let one process at a time through: turning to the write-ahead log does not wait for others by itself."""
    private_file(path)
    with closing(sqlite3.connect(path, timeout=_BUSY_TIMEOUT_S, isolation_level=None)) as gate:
        gate.execute("BEGIN EXCLUSIVE")
        yield


def _prepare(connection: sqlite3.Connection) -> None:
    """Bring a file to the present schema, whole or not at all."""
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("BEGIN IMMEDIATE")
    with connection:  # commits, or rolls back where an error leaves it
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version > _SCHEMA_VERSION:
            raise sqlite3.DatabaseError("a newer version of bis wrote it")
        if version == 0:
            for statement in _SCHEMA.split(";")[:-1]:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {_SCHEMA_VERSION}")
