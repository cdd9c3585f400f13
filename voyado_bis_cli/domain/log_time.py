"""Times as a log's page or a spreadsheet writes them. Without an offset they are taken as UTC (an assumption)."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from voyado_bis_cli.domain.lenient import in_utc, moment

_EPOCH = re.compile(r"1\d{9}(?P<milliseconds>\d{3})?(?:\.\d+)?")
_SLASHED = re.compile(r"(?P<first>\d{1,2})/(?P<second>\d{1,2})/(?P<year>\d{4})(?P<rest>(?:\D.*)?)")
_CLOCKS = ("%H:%M:%S", "%H:%M", "%I:%M:%S %p", "%I:%M %p", "%H:%M:%S.%f", "%H.%M")
_DAYS = ("%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%d-%m-%Y", "%d %b %Y", "%d %B %Y", "%b %d %Y", "%B %d %Y")
_FORMATS = tuple(f"{day} {clock}" for day in _DAYS for clock in _CLOCKS) + _DAYS
_LONGEST = 40  # characters; what is longer is no time

STARTS_WITH_TIME = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?(?=\W|$)"
)
"""A line of a log that has no columns: a time, then the rest."""


def moments(written: Sequence[str]) -> tuple[datetime | None, ...]:
    """Return each text of one file as a moment in UTC, None where it cannot be read.

    `3/4/2026` is read as the rest of the file writes its days: month first with a.m. and p.m., or wherever the second
    number is above 12; day first where the first one is. Where nothing tells, it is not guessed.
    """
    month_first = _writes_month_first(written)
    return tuple(_moment(text, month_first=month_first) for text in written)


def is_time(text: str) -> bool:
    """Tell whether a text is written like a moment, even one whose day and month nobody can tell apart."""
    return _moment(text, month_first=True) is not None or _moment(text, month_first=False) is not None


def _moment(text: str, *, month_first: bool | None) -> datetime | None:
    plain = text.strip()
    if not plain or len(plain) > _LONGEST:
        return None
    if epoch := _EPOCH.fullmatch(plain):
        return datetime.fromtimestamp(float(plain) / (1000 if epoch["milliseconds"] else 1), UTC)
    if slashed := _SLASHED.fullmatch(plain):
        return _slashed(slashed, month_first=month_first)
    return moment(plain) or _by_format(plain)


def _slashed(found: re.Match[str], *, month_first: bool | None) -> datetime | None:
    if month_first is None:
        return None
    day, month = (found["second"], found["first"]) if month_first else (found["first"], found["second"])
    return _by_format(f"{found['year']}-{month}-{day}{found['rest']}")


def _by_format(text: str) -> datetime | None:
    told = text.removesuffix("UTC").removesuffix("Z").replace(",", " ")
    plain = " ".join(told.split())
    for form in _FORMATS:
        try:
            return in_utc(datetime.strptime(plain, form))  # noqa: DTZ007  # made aware at once
        except (ValueError, OverflowError):
            continue
    return None


def _writes_month_first(written: Iterable[str]) -> bool | None:
    """Return how a file writes slashed days; None where nothing tells, or the file contradicts itself."""
    said = set()
    for found in filter(None, (_SLASHED.fullmatch(text.strip()) for text in written)):
        if int(found["first"]) > 12:  # noqa: PLR2004  # months in a year
            said.add(False)
        elif int(found["second"]) > 12 or found["rest"].casefold().endswith("m"):  # noqa: PLR2004  # as above
            said.add(True)
    return said.pop() if len(said) == 1 else None
