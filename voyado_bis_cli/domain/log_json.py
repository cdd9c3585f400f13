"""The integration log as JSON: an array, an object around one, or an object per line; also where a part is broken."""

import json
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any

from voyado_bis_cli.domain.log_row import log_cells
from voyado_bis_cli.domain.log_table import Row, Unread

_DECODER = json.JSONDecoder()
_BETWEEN = " \t,[]{}\ufeff"


def json_rows(lines: Sequence[str]) -> Iterator[Row | Unread]:
    """Yield every object that is a row of a log, and each line with something else.

    Objects are looked for one by one, so that a broken one does not hide those behind it.
    """
    text = "\n".join(lines)
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    done, inside_wrapper, reported = 0, 0, 0
    while True:
        at = text.find("{", done)
        gap = range(max(done, inside_wrapper), len(text) if at < 0 else at)
        for line in _lines_with_text(text, gap, starts):
            if line > reported:
                yield Unread(line, "it is no JSON")
                reported = line
        if at < 0:
            return
        line = bisect_right(starts, at)
        found, end = _object_at(text, at)
        if found is None:
            done = at + 1
            if line > reported:
                yield Unread(line, "it is no JSON")
                reported = line
        elif _is_wrapper(found):  # the rows inside come next
            done, inside_wrapper = at + 1, max(end, inside_wrapper)
        else:
            done = end
            yield _row(found, line)


def _object_at(text: str, at: int) -> tuple[Mapping[str, Any] | None, int]:
    try:
        found, end = _DECODER.raw_decode(text, at)
    except (ValueError, RecursionError):
        return None, at
    return found, end


def _is_wrapper(found: Mapping[str, Any]) -> bool:
    """Tell whether an object stands around rows: a row may hold a list as well, but of plain values."""
    lists = [value for value in found.values() if isinstance(value, list)]
    holds_rows = any(isinstance(each, dict | list) for values in lists for each in values)
    return holds_rows or (bool(lists) and not _is_row(found))


def _is_row(found: Mapping[str, Any]) -> bool:
    cells = log_cells(found)
    return cells is not None and (bool(cells.time) or cells.says_something)


def _row(found: Mapping[str, Any], line: int) -> Row | Unread:
    if _is_row(found):
        return Row(line, found)
    return Unread(line, "it has neither a time, a type, a level nor a message")


def _lines_with_text(text: str, gap: range, starts: Sequence[int]) -> Iterator[int]:
    at = gap.start
    for part in text[gap.start : gap.stop].split("\n"):
        if part.strip(_BETWEEN):
            yield bisect_right(starts, at)
        at += len(part) + 1
