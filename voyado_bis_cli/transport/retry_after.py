"""When a server says one may ask again."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

_NUMBER = re.compile(r"[0-9]{1,20}(\.[0-9]{1,9})?")
_EPOCH_SECONDS = 1e9  # the year 2001; as a delay it would be 31 years
_EPOCH_MILLISECONDS = 1e11  # the year 1973; as seconds it would be the year 5138


def resume_time(value: str, now: datetime) -> datetime | None:
    """Return the moment, in UTC, that a `Retry-After` names; None where it cannot be read.

    Accepts delta seconds, an HTTP date, epoch seconds, epoch milliseconds and ISO 8601: Centra sends "the timestamp of
    when you can resume" without naming its format, Engage may send none (contract: rate limits). A date without a zone
    is taken as UTC.
    """
    value = value.strip()
    try:
        if _NUMBER.fullmatch(value):
            return _from_number(float(value), now)
        return _in_utc(_from_date(value))
    except (ValueError, OverflowError, OSError):  # OSError: a platform's limits for an epoch
        return None


def _from_number(number: float, now: datetime) -> datetime:
    if number < _EPOCH_SECONDS:
        return now + timedelta(seconds=number)
    return datetime.fromtimestamp(number if number < _EPOCH_MILLISECONDS else number / 1000, UTC)


def _from_date(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return parsedate_to_datetime(text)


def _in_utc(moment: datetime) -> datetime:
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
