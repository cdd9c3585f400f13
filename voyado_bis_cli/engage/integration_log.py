"""An HTTP source of the Engage integration log, where a tenant has one: no public API reads the log itself."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from voyado_bis_cli.domain.evidence import LogEntry
from voyado_bis_cli.domain.log_row import log_entry
from voyado_bis_cli.engage.answers import checked, unexpected
from voyado_bis_cli.engage.api import headers
from voyado_bis_cli.transport.model import Answer, Request, Transport

_LISTS = ("items", "entries", "rows")
_UNDATED = datetime.min.replace(tzinfo=UTC)


class IntegrationLogClient:
    """Reads the rows behind `log.url`: a JSON array, or an object with `items`, `entries` or `rows`.

    Raises RefusedError(unexpected_answer) for anything else, as the log's own web page.
    """

    def __init__(self, transport: Transport, *, url: str, api_key: str) -> None:
        self._transport = transport
        self._url = url
        self._headers = headers(api_key)

    def entries(self) -> tuple[LogEntry, ...]:
        """Return the rows, oldest first; those without a readable time come before all others."""
        answer = checked(self._transport.send(Request("log", "log rows", "GET", self._url, self._headers)))
        read = [_entry(answer, row) for row in _rows(answer)]
        return tuple(sorted(read, key=lambda entry: entry.timestamp or _UNDATED))


def _rows(answer: Answer) -> list[Any]:
    body = answer.json()
    if isinstance(body, dict):
        body = next((body[name] for name in _LISTS if name in body), None)
    if not isinstance(body, list):
        raise unexpected(answer, f"neither a list nor an object with {', '.join(_LISTS)}")
    return body


def _entry(answer: Answer, row: object) -> LogEntry:
    entry = log_entry(row) if isinstance(row, Mapping) else None
    if entry is None:
        raise unexpected(answer, "a row has neither time, type, level nor message")
    return entry
