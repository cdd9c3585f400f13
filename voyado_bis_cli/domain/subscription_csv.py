"""Subscriptions as a table: one shopper per row, with whatever differs from the rest."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass

from voyado_bis_cli.domain.log_text import lines_of
from voyado_bis_cli.errors import UsageError

COLUMNS = ("email", "sku", "market", "locale", "store", "newsletter")
_ALSO = {"externalid": "market", "marketid": "market", "mail": "email", "e-mail": "email"}
_YES, _NO = frozenset({"true", "yes", "1"}), frozenset({"false", "no", "0"})


@dataclass(frozen=True, slots=True)
class WishRow:
    """A row: what it says, by column, and its line counted from 1. `newsletter` None where it does not say."""

    line: int
    said: Mapping[str, str]
    newsletter: bool | None


def wish_rows(data: bytes) -> tuple[WishRow, ...]:
    """Return the rows of a CSV, in any encoding, with commas, semicolons or tabs; blank lines are left out.

    The first line names the columns, at least `email`. Raises UsageError where it does not, names an unknown column or
    one twice, or a row cannot be understood.
    """
    lines = lines_of(data)
    if not any(line.strip() for line in lines):
        raise UsageError("The file is empty.", hint=_HINT)
    delimiter = max(",;\t", key=lines[0].count)
    table = csv.reader(lines, delimiter=delimiter, skipinitialspace=True)
    try:
        names = [_column(name) for name in next(table)]
        if "email" not in names:
            raise UsageError("The first line of the file names no column email.", hint=_HINT)
        if twice := [name for name in COLUMNS if names.count(name) > 1]:
            raise UsageError(
                f"The file has two columns that mean {twice[0]}: which one counts?", hint="Keep one of them."
            )
        return tuple(_row(table.line_num, dict(zip(names, cells, strict=False))) for cells in table if any(cells))
    except csv.Error:  # its only reason here: a cell beyond the module's limit
        raise UsageError(
            "A cell of the file is longer than any value can be.",
            hint="Look for a quotation mark that is never closed: everything behind it counts as one cell.",
        ) from None


_HINT = f"The first line names the columns: {', '.join(COLUMNS)}. What is left out comes from options and profile."


def _column(name: str) -> str:
    plain = name.strip().casefold()
    column = _ALSO.get(plain, plain)
    if column not in COLUMNS:
        raise UsageError(f"The file has an unknown column {name.strip()[:40]!r}.", hint=_HINT)
    return column


def _row(line: int, cells: Mapping[str, str]) -> WishRow:
    said = {column: cell.strip() for column, cell in cells.items() if cell.strip()}
    if "email" not in said:
        raise UsageError(f"Line {line} of the file has no email.", hint="Give one, or take the line out.")
    return WishRow(line, said, _truth(line, said.pop("newsletter", "")))


def _truth(line: int, text: str) -> bool | None:
    plain = text.casefold()
    if plain and plain not in _YES | _NO:
        raise UsageError(
            f"Line {line} of the file says {text[:20]!r} for newsletter.", hint="It is true, false, or left empty."
        )
    return plain in _YES if plain else None
