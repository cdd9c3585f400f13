"""An HTTP source of the Engage integration log, where a tenant has one: no public API reads the log itself."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from voyado_bis_cli.domain.evidence import LogEntry
from voyado_bis_cli.domain.ids import Sku
from voyado_bis_cli.engage.answers import checked, unexpected
from voyado_bis_cli.engage.api import headers
from voyado_bis_cli.engage.values import moment, text
from voyado_bis_cli.transport.model import Answer, Request, Transport

_LISTS = ("items", "entries", "rows")
_TIME = ("timestamp", "time", "date")
_TYPE = ("type",)
_LEVEL = ("level", "severity")
_MESSAGE = ("message", "text")
_SKU = ("sku",)
_MARKET = ("market", "externalid")
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


def log_entry(row: Mapping[str, Any]) -> LogEntry | None:
    """Return a row of the log whatever its source calls the columns, None where it has none of a log's columns.

    Names are compared without case; the first that has a value counts. Only time, type, level and message are known
    of the log's rows (contract: integration log).
    """
    cells = {name.strip().casefold(): value for name, value in row.items()}
    if not cells.keys() & {*_TIME, *_TYPE, *_LEVEL, *_MESSAGE}:
        return None
    sku = _first(cells, _SKU)
    return LogEntry(
        timestamp=moment(_first(cells, _TIME)),
        type=_first(cells, _TYPE),
        level=_first(cells, _LEVEL),
        message=_first(cells, _MESSAGE),
        sku=Sku(sku) if sku else None,
        market=_first(cells, _MARKET) or None,
    )


def _first(cells: Mapping[str, Any], names: tuple[str, ...]) -> str:
    return next((said for name in names if (said := text(cells.get(name)).strip())), "")


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
