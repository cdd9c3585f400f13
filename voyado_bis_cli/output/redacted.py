"""Redaction of whole JSON values."""

from collections.abc import Callable
from functools import cache


def redacted(value: object, redact: Callable[[str], str]) -> object:
    """Return a JSON value with every string in it redacted, keys included; what repeats is looked at once."""
    return _redacted(value, cache(redact))


def _redacted(value: object, redact: Callable[[str], str]) -> object:
    match value:
        case str():
            return redact(value)
        case dict():
            return {redact(str(key)): _redacted(each, redact) for key, each in value.items()}
        case list() | tuple():
            return [_redacted(each, redact) for each in value]
        case _:
            return value
