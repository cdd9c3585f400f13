"""How the lines of a table are cut into cells: by a delimiter, or where two spaces stand."""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from voyado_bis_cli.domain.log_row import column_of
from voyado_bis_cli.domain.log_time import STARTS_WITH_TIME, is_time

_GAP = re.compile(r"\s{2,}")
_LEVELS = frozenset({"trace", "debug", "info", "information", "warn", "warning", "error", "critical", "fatal"})
_TITLE_LINES = 50
"""How far down the names of the columns may stand: a page that was copied begins with titles and menus."""

_SAMPLE_LINES = 200


class Cutter(Protocol):
    """Cuts one record into cells."""

    @property
    def delimiter(self) -> str:
        """What may stand in quotes as well as between cells; '' where quotes mean nothing."""
        ...

    def cells(self, record: str) -> list[str]:
        """Return the cells as they stand."""
        ...

    def raw(self, line: str) -> list[str]:
        """Return the cells of a line whose quotes mean nothing."""
        ...


@dataclass(frozen=True, slots=True)
class Delimited:
    """Cells between delimiters, in quotes where they hold one."""

    delimiter: str

    def cells(self, record: str) -> list[str]:
        """Return the cells of a record, which may go over several lines inside quotes."""
        if '"' not in record:
            return self.raw(record)
        try:
            (row,) = csv.reader([record], delimiter=self.delimiter, skipinitialspace=self.delimiter != "\t")
        except (csv.Error, ValueError):  # a cell larger than any row of a log
            return self.raw(record)
        return self._within_frame(row)

    def raw(self, line: str) -> list[str]:
        """Return the cells of a line whose quotes mean nothing."""
        return self._within_frame(line.split(self.delimiter))

    def _within_frame(self, cells: list[str]) -> list[str]:
        """Leave out what stands outside of `| a | b |`."""
        is_framed = self.delimiter == "|" and len(cells) > 2 and not (cells[0].strip() or cells[-1].strip())  # noqa: PLR2004  # two edges
        return cells[1:-1] if is_framed else cells


@dataclass(frozen=True, slots=True)
class Aligned:
    """Cells with two spaces or more between them; `starts` is where each column begins, where its names told."""

    starts: tuple[int, ...] = ()
    delimiter: str = ""

    def cells(self, record: str) -> list[str]:
        """Return the cells; by the columns' places where some are empty."""
        cells = _GAP.split(record.strip())
        if len(cells) >= len(self.starts) or not self._fits(record):
            return cells
        ends = (*self.starts[1:], len(record))
        return [record[start:end] for start, end in zip(self.starts, ends, strict=True)]

    def raw(self, line: str) -> list[str]:
        """Return the same: quotes mean nothing here."""
        return self.cells(line)

    def _fits(self, record: str) -> bool:
        return all(not record[start - 1 : start].strip() for start in self.starts[1:])


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table is read: from which line on (counted from 0), cut by what, and what its columns are called.

    Without names, cells are told by what they hold.
    """

    first: int
    cutter: Cutter
    names: tuple[str, ...] = ()

    def is_row(self, line: str) -> bool:
        """Tell whether a line by itself is a whole row: a cell for every column, and a time in its place."""
        cells = self.cutter.raw(line)
        if not self.names:
            return any(map(is_time, cells[:2]))
        at = next((place for place, name in enumerate(self.names) if column_of(name) == "time"), None)
        return at is not None and len(cells) >= len(self.names) and is_time(cells[at])

    def row(self, cells: Sequence[str]) -> Mapping[str, str] | None:
        """Return the cells under their names, None where these cells are no row.

        What is beyond the last column belongs to it: a message with a comma that nobody quoted.
        """
        if not self.names:
            return _by_content([cell.strip() for cell in cells])
        if len(cells) == 1 < len(self.names):
            return None
        last = len(self.names) - 1
        if self.has_too_many(cells):
            cells = [*cells[:last], (self.cutter.delimiter or "  ").join(cells[last:])]
        return {name: value.strip() for name, value in zip(self.names, cells, strict=False)}

    def has_too_many(self, cells: Sequence[str]) -> bool:
        """Tell whether something stands beyond the last column."""
        return bool(self.names) and any(cell.strip() for cell in cells[len(self.names) :])

    def is_header(self, cells: Sequence[str]) -> bool:
        """Tell whether these are the names of the columns once more."""
        return tuple(cell.strip() for cell in cells) == self.names


_CUTTERS: tuple[Cutter, ...] = (*map(Delimited, "\t;,|"), Aligned())


def layout_of(lines: Sequence[str]) -> Layout:
    """Return how a table is read: by the names of its columns, else by where its cells hold times."""
    for number, line in enumerate(lines[:_TITLE_LINES]):
        known, cutter = max(((_known(cutter, line), cutter) for cutter in _CUTTERS), key=lambda pair: pair[0])
        if known > 1:
            return Layout(number + 1, _placed(cutter, line), tuple(name.strip() for name in cutter.cells(line)))
    sample = lines[:_SAMPLE_LINES]
    cutter = max(_CUTTERS, key=lambda each: sum(map(Layout(0, each).is_row, sample)))
    return Layout(0, cutter)


def _known(cutter: Cutter, line: str) -> int:
    return len({column_of(cell) for cell in cutter.cells(line)} - {None})


def _placed(cutter: Cutter, header: str) -> Cutter:
    if not isinstance(cutter, Aligned):
        return cutter
    return Aligned(tuple(found.start() for found in re.finditer(r"\S+(?: \S+)*", header)))


def _by_content(cells: Sequence[str]) -> Mapping[str, str] | None:
    """Return what nameless cells hold: a time first of all, a level by its word, a type before the message."""
    if time := STARTS_WITH_TIME.match(cells[0]):
        rest = cells[0][time.end() :].strip(" -|:[]")
        cells = [time[0], *([rest] if rest else []), *cells[1:]]
    at = next((place for place, cell in enumerate(cells[:2]) if is_time(cell)), None)
    if at is None:
        return None
    row = {"time": cells[at]}
    others = [cell for place, cell in enumerate(cells) if place != at and cell]
    if level := next((cell for cell in others if cell.casefold() in _LEVELS), ""):
        others.remove(level)
        row["level"] = level
    if len(others) > 1:
        row["type"] = others.pop(0)
    return {**row, "message": " ".join(others)}
