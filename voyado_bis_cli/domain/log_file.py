"""A log that somebody saved from Engage's page, or copied off it: everything readable is kept, the rest is named.

Source: contract "Integration log": no export format is published, so none is asked for.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from voyado_bis_cli.domain.evidence import LogEntry
from voyado_bis_cli.domain.log_json import json_rows
from voyado_bis_cli.domain.log_row import LogCells, chronological, log_cells
from voyado_bis_cli.domain.log_table import Row, Unread, table_rows
from voyado_bis_cli.domain.log_text import lines_of
from voyado_bis_cli.domain.log_time import moments

_JSON_START = re.compile(r"\s*(?:\{|\[[\s\[]*(?:[{\]]|$))")


@dataclass(frozen=True, slots=True)
class LogFile:
    """What a file holds: its rows, oldest first, and the lines that could not be read, in their order.

    A row whose time could not be read is in both: it is kept without a time.
    """

    entries: tuple[LogEntry, ...]
    unread: tuple[Unread, ...]


def read_log_file(data: bytes) -> LogFile:
    """Read CSV, TSV, JSON, JSON lines or a copied table, in whatever encoding; never fails."""
    lines = lines_of(data)
    first = next((line for line in lines if line.strip()), "")
    if _JSON_START.match(first):
        return _file(json_rows(lines))
    table = _file(table_rows(lines))
    if not any(line.lstrip().startswith("{") for line in lines):
        return table
    objects = _file(json_rows(lines))  # JSON below a title, or a table whose messages hold some
    return objects if len(objects.entries) > len(table.entries) else table


def _file(found: Iterable[Row | Unread]) -> LogFile:
    rows: list[tuple[int, LogCells]] = []
    unread: list[Unread] = []
    for each in found:
        if isinstance(each, Unread):
            unread.append(each)
        else:
            rows.append((each.line, log_cells(each.cells) or LogCells()))
    entries = []
    times = moments([cells.time for _, cells in rows])
    for (line, cells), time in zip(rows, times, strict=True):
        if time is None and not cells.says_something:
            unread.append(Unread(line, "it has neither a time, a type, a level nor a message"))
            continue
        if time is None and cells.time:
            unread.append(Unread(line, f"its time cannot be read ({cells.time[:40]}), the row was kept without"))
        entries.append(cells.entry(time))
    return LogFile(chronological(entries), tuple(sorted(unread, key=lambda each: each.line)))
