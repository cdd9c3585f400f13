"""Redaction of whole JSON values."""

from collections.abc import Callable


def redacted(value: object, redact: Callable[[str], str]) -> object:
    """Return a JSON value with every string in it redacted, keys included."""
    match value:
        case str():
            return redact(value)
        case dict():
            return {redact(str(key)): redacted(each, redact) for key, each in value.items()}
        case list() | tuple():
            return [redacted(each, redact) for each in value]
        case _:
            return value
