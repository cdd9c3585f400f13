"""Pieces of Markdown that hold whatever text they are given."""

import re
from collections.abc import Iterable, Sequence

_MARKUP = re.compile(r"([\\`*_\[\]<>|#~])")


def plain(text: str) -> str:
    """Return text on one line that reads as itself: no character of it is markup."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def code(text: str) -> str:
    """Return text as code, also inside a table; a backtick cannot stand in it."""
    return f"`{' '.join(text.split()).replace('`', chr(39)).replace('|', chr(92) + '|')}`"


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterable[str]:
    """Yield the lines of a table; cells are Markdown already."""
    yield _row(columns)
    yield f"|{'---|' * len(columns)}"
    yield from map(_row, rows)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
