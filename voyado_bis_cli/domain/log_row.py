"""A row of the integration log, whatever its source calls the columns.

Known of the log are rows with a time, a type, a level and a message; no export format is published (contract:
Integration log). So columns are recognised by many names, in the languages a tenant's page may have.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from voyado_bis_cli.domain.evidence import LogEntry
from voyado_bis_cli.domain.ids import Sku
from voyado_bis_cli.domain.lenient import moment, text

_TIME_OF_DAY = frozenset({"time", "tid", "uhrzeit", "klockslag"})
_DAY = frozenset({"date", "datum"})
_NAMES: Mapping[str, tuple[str, ...]] = {
    "time": (
        *("timestamp", "time", "date", "datetime", "dateandtime", "created", "createdon", "createdat"),
        *("loggedat", "tid", "datum", "tidpunkt", "skapad", "zeit", "zeitpunkt"),
    ),
    "type": ("type", "logtype", "eventtype", "category", "typ", "kategori", "kategorie"),
    "level": ("level", "loglevel", "severity", "nivå", "niva", "niveau", "stufe"),
    "message": ("message", "text", "description", "details", "logmessage", "meddelande", "beskrivning", "nachricht"),
    "sku": ("sku", "productsku", "articlenumber", "artikelnummer"),
    "market": ("market", "externalid", "marketid", "marknad", "markt"),
}
_COLUMNS = {name: column for column, names in _NAMES.items() for name in names}
_IN_BRACKETS = re.compile(r"\(.*?\)|\[.*?\]")
_LONGEST_NAME = 60  # characters; what is longer names no column
_UNDATED = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class LogCells:
    """The cells of one row as text, '' where the source has none; `time` is not read yet."""

    time: str = ""
    type: str = ""
    level: str = ""
    message: str = ""
    sku: str = ""
    market: str = ""

    @property
    def says_something(self) -> bool:
        """Whether there is more than a time."""
        return any((self.type, self.level, self.message))

    def entry(self, timestamp: datetime | None) -> LogEntry:
        """Return the row, with its time as it was read."""
        sku = Sku(self.sku) if self.sku else None
        return LogEntry(timestamp, self.type, self.level, self.message, sku, self.market or None)


def column_of(name: str) -> str | None:
    """Return what a column is about (`time`, `type`, `level`, `message`, `sku`, `market`); None for any other."""
    return _COLUMNS.get(_plain(name))


def log_cells(row: Mapping[str, object]) -> LogCells | None:
    """Return the cells of a row by what its columns are about, None where it has none of a log's columns.

    Of several columns about the same, the one with the more usual name that has a value counts; a day and a time of day
    in columns of their own are put together.
    """
    cells = {_plain(str(name)): text(value).strip() for name, value in row.items()}
    found = {column: _first(cells, names) for column, names in _NAMES.items()}
    if not any(_COLUMNS.get(name) in {"time", "type", "level", "message"} for name in cells):
        return None
    day, time_of_day = _first(cells, _DAY), _first(cells, _TIME_OF_DAY)
    if day and time_of_day and not moment(time_of_day):
        found["time"] = f"{day} {time_of_day}"
    return LogCells(**found)


def log_entry(row: Mapping[str, object]) -> LogEntry | None:
    """Return a row whose time is written as ISO 8601, None where it has none of a log's columns."""
    cells = log_cells(row)
    return cells.entry(moment(cells.time)) if cells else None


def chronological(entries: Sequence[LogEntry]) -> tuple[LogEntry, ...]:
    """Return rows oldest first; one without a time stays beside the row it stood with.

    A source that lists the newest first is turned around before.
    """
    dated = [entry.timestamp for entry in entries if entry.timestamp]
    in_order = entries[::-1] if dated and dated[0] > dated[-1] else entries
    latest = min(dated[0], dated[-1]) if dated else _UNDATED
    keyed = []
    for entry in in_order:
        latest = entry.timestamp or latest
        keyed.append((latest, entry))
    return tuple(entry for _, entry in sorted(keyed, key=lambda pair: pair[0]))


def _first(cells: Mapping[str, str], names: Iterable[str]) -> str:
    return next((cells[name] for name in names if cells.get(name)), "")


def _plain(name: str) -> str:
    told = _IN_BRACKETS.sub("", name[:_LONGEST_NAME].casefold())
    return "".join(character for character in told if character.isalnum())
