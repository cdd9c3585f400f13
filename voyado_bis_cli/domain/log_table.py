"""The integration log as a table: CSV, TSV, or rows copied from its page."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from voyado_bis_cli.domain.log_columns import Layout, layout_of
from voyado_bis_cli.domain.log_row import column_of

_FRAME = frozenset("-+|=: ─┼│━┃┏┓└┘")
_LONGEST = 500  # lines; a record in quotes that goes on further is a quote that nobody closed


@dataclass(frozen=True, slots=True)
class Unread:
    """A line that could not be read, counted from 1, and why."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row that could be cut into cells by column, and the line it begins in, counted from 1."""

    line: int
    cells: Mapping[str, object]


def table_rows(lines: Sequence[str]) -> Iterator[Row | Unread]:
    """Yield each row of a table, and each line that is none; a row with a broken quote is both."""
    layout = layout_of(lines)
    for number, line in enumerate(lines[: max(0, layout.first - 1)], start=1):
        if not _is_empty(line):
            yield Unread(number, "it stands above the names of the columns")
    yield from _rows(lines, layout)


def _rows(lines: Sequence[str], layout: Layout) -> Iterator[Row | Unread]:
    at = layout.first
    while at < len(lines):
        first = at
        at += 1
        if _is_empty(lines[first]):
            continue
        last, is_closed = _end_of_record(lines, first, layout)
        at = last + 1
        if not is_closed:
            yield Unread(first + 1, "a quote is opened and never closed; the row was read as if it were none")
        cells = layout.cutter.cells("\n".join(lines[first:at])) if is_closed else layout.cutter.raw(lines[first])
        yield from _row(first + 1, cells, layout)


def _row(line: int, cells: Sequence[str], layout: Layout) -> Iterator[Row | Unread]:
    if layout.is_header(cells):  # once more, where two files were put together
        return
    row = layout.row(cells)
    if row is None:
        yield Unread(line, "it is no row of this table")
        return
    if layout.has_too_many(cells) and column_of(layout.names[-1]) != "message":
        yield Unread(line, "it has more cells than there are columns, the row was kept with the last ones together")
    yield Row(line, row)


def _end_of_record(lines: Sequence[str], first: int, layout: Layout) -> tuple[int, bool]:
    """Return the last line of a record, and whether its quotes are closed there.

    A quote is not closed where the next line is a whole row by itself.
    """
    if not layout.cutter.delimiter:
        return first, True
    last = first
    inside = _ends_in_quotes(lines[first], layout.cutter.delimiter, inside=False)
    while inside:
        last += 1
        if last == len(lines) or last - first > _LONGEST or layout.is_row(lines[last]):
            return first, False
        inside = _ends_in_quotes(lines[last], layout.cutter.delimiter, inside=True)
    return last, True


def _ends_in_quotes(line: str, delimiter: str, *, inside: bool) -> bool:
    """Tell whether a line ends within a quoted cell, if it began `inside` one or not."""
    at_start_of_cell, before = not inside, ""
    for character in line:
        if inside:
            inside = character != '"'  # a doubled quote closes and opens again
        elif character == '"' and (at_start_of_cell or before == '"'):
            inside = True
        at_start_of_cell = character == delimiter or (at_start_of_cell and character == " ")
        before = character
    return inside


def _is_empty(line: str) -> bool:
    """Tell whether a line holds nothing, or only what frames a table; `sep=;` is Excel's own."""
    return not line.strip() or set(line.strip()) <= _FRAME or line.startswith("sep=")
