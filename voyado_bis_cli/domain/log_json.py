"""The integration log as JSON: an array, an object around one, or an object per line; also where a part is broken."""

import json
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

from voyado_bis_cli.domain.log_row import log_cells
from voyado_bis_cli.domain.log_table import Row, Unread

_DECODER = json.JSONDecoder()
_BROKEN = (ValueError, RecursionError)


def json_rows(lines: Sequence[str]) -> Iterator[Row | Unread]:
    """Yield every object that is a row of a log, and each line from which none could be read.

    Objects are looked for one by one, so that a broken one does not hide those behind it.
    """
    text = "\n".join(lines)
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    at, broken_line = text.find("{"), 0
    while at >= 0:
        line = bisect_right(starts, at)
        try:
            found, end = _DECODER.raw_decode(text, at)
        except _BROKEN:
            if line != broken_line and not _wraps_objects(text, at):
                yield Unread(line, "it is no JSON")
            broken_line, end = line, at + 1
        else:
            yield from _rows(found, line)
        at = text.find("{", end)


def _rows(found: object, line: int) -> Iterator[Row | Unread]:
    if isinstance(found, Mapping) and (cells := log_cells(found)) and (cells.time or cells.says_something):
        yield Row(line, found)
        return
    inner = _objects_in(found)
    if not inner:
        yield Unread(line, "it has neither a time, a type, a level nor a message")
    for each in inner:
        yield from _rows(each, line)
