"""The request journal: what was really sent to the sandbox and what it answered, redacted."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Row

from voyado_bis_cli.sandbox.database import Database
from voyado_bis_cli.sandbox.redaction import Redactor

_TABLE = """
CREATE TABLE sandbox_journal (
  id INTEGER PRIMARY KEY AUTOINCREMENT, time TEXT NOT NULL, method TEXT NOT NULL, path TEXT NOT NULL,
  query TEXT NOT NULL, operation TEXT, status INTEGER NOT NULL, duration_ms REAL NOT NULL,
  request_headers TEXT NOT NULL, request_body TEXT NOT NULL, response_headers TEXT NOT NULL, response_body TEXT NOT NULL
);
"""
_LONGEST_BODY = 256 * 1024  # bytes; a longer one is noted, not kept: cut JSON could not be redacted by its keys
_KEPT_ENTRIES = 20_000
_TRIM_EVERY = 1_000

_ENTRIES = """
SELECT * FROM sandbox_journal
WHERE (:path IS NULL OR path GLOB :path) AND (:operation IS NULL OR operation = :operation) AND id > :since
"""
_NEXT_ENTRIES = f"{_ENTRIES} ORDER BY id LIMIT :limit"
_LAST_ENTRIES = f"SELECT * FROM ({_ENTRIES} ORDER BY id DESC LIMIT :limit) ORDER BY id"  # noqa: S608  # both parts stand here

Headers = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer, as they were on the wire; `status` 0 when no answer was sent."""

    time: datetime
    method: str
    path: str
    query: str
    operation: str | None  # the name of a GraphQL operation
    status: int
    duration_ms: float
    request_headers: Headers
    request_body: bytes
    response_headers: Headers
    response_body: bytes


class Journal:
    """Writes exchanges down, redacted, and finds them again; the oldest go when there are too many."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def create(self) -> None:
        """Make the journal's table."""
        self._db.script(_TABLE)

    def record(self, exchange: Exchange) -> None:
        """Write one exchange down."""
        redactor = Redactor(exchange.request_headers)
        written = self._db.run(
            "INSERT INTO sandbox_journal (time, method, path, query, operation, status, duration_ms, request_headers,"
            " request_body, response_headers, response_body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                exchange.time.isoformat(timespec="milliseconds"),
                exchange.method,
                redactor.text(exchange.path),
                redactor.query(exchange.query),
                exchange.operation,
                exchange.status,
                round(exchange.duration_ms, 3),
                json.dumps(redactor.headers(exchange.request_headers)),
                _kept(redactor, exchange.request_body),
                json.dumps(redactor.headers(exchange.response_headers)),
                _kept(redactor, exchange.response_body),
            ),
        )
        if written % _TRIM_EVERY == 0:
            self._db.run("DELETE FROM sandbox_journal WHERE id <= ?", (written - _KEPT_ENTRIES,))

    def entries(
        self, *, path: str | None = None, operation: str | None = None, since_id: int | None = None, limit: int = 100
    ) -> list[dict[str, object]]:
        """Return entries, oldest first: the first `limit` after `since_id`, or without it the last `limit` of all.

        `path` is exact or a pattern with `*`; `operation` is the name of a GraphQL operation.
        """
        rows = self._db.rows(
            _LAST_ENTRIES if since_id is None else _NEXT_ENTRIES,
            {"path": path, "operation": operation, "since": since_id or 0, "limit": limit},
        )
        return [_entry(row) for row in rows]


def _kept(redactor: Redactor, body: bytes) -> str:
    return redactor.body(body) if len(body) <= _LONGEST_BODY else f"[{len(body)} bytes, not kept]"


def _entry(row: Row) -> dict[str, object]:
    return {
        **{name: row[name] for name in ("id", "time", "method", "path", "query", "operation", "status", "duration_ms")},
        "request": {"headers": json.loads(row["request_headers"]), "body": _body(row["request_body"])},
        "response": {"headers": json.loads(row["response_headers"]), "body": _body(row["response_body"])},
    }


def _body(text: str) -> object:
    try:
        return json.loads(text) if text else None
    except ValueError:
        return text
