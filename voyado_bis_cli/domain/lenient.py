"""Single values as Engage and its log write them, read leniently: their formats are not published."""

from datetime import UTC, datetime


def moment(value: object) -> datetime | None:
    """Return an ISO 8601 text as an aware datetime in UTC, None where it cannot be read.

    A time without an offset is taken as UTC (assumption: no source says otherwise).
    """
    if not isinstance(value, str):
        return None
    try:
        return in_utc(datetime.fromisoformat(value.strip()))
    except (ValueError, OverflowError):
        return None


def in_utc(read: datetime) -> datetime:
    """Return a datetime as aware and in UTC; raises OverflowError at the ends of time."""
    return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)


def text(value: object) -> str:
    """Return a text or a number as text; what is neither (null, an object, a list, a truth value) as ''."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""
