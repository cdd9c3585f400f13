"""The name of a run."""

import secrets
from datetime import datetime

_DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: in ASCII order, without letters that look alike
_TIME_DIGITS = 9  # milliseconds until the year 3084
_RANDOM_DIGITS = 4


def new_run_id(now: datetime) -> str:
    """Return a run's name: 13 characters, sorted by start, unique to one in a million within a millisecond."""
    milliseconds = int(now.timestamp() * 1000)
    return _base32(milliseconds, _TIME_DIGITS) + _base32(secrets.randbits(5 * _RANDOM_DIGITS), _RANDOM_DIGITS)


def _base32(number: int, width: int) -> str:
    return "".join(_DIGITS[number >> 5 * place & 31] for place in reversed(range(width)))
