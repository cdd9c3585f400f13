"""Moments: how they are stored, read from an input, and written in the PHP format a query asks for."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache

from graphql import GraphQLError

from voyado_bis_cli.sandbox.centra.problems import not_simulated

DEFAULT_FORMAT = r"Y-m-d\TH:i:sP"
"""The SDL's default of every `format` argument: 2026-01-31T10:00:00+00:00."""


def stored(moment: datetime) -> str:
    """Return a moment as the tables hold it."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def read_moment(value: object) -> str:
    """Read a `DateTimeTz` input, `2026-01-31 10:00:00` or ISO 8601; one without an offset is UTC."""
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError as problem:
        raise GraphQLError(f"DateTimeTz cannot represent {value!r}.") from problem
    return stored(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


@lru_cache(maxsize=4096)
def written(moment: str, php_format: str) -> str:
    """Write a stored moment in a PHP date format; a letter that is no part of ISO 8601 is not simulated."""
    when = datetime.fromisoformat(moment)
    parts: list[str] = []
    letters = iter(php_format)
    for letter in letters:
        if letter == "\\":
            parts.append(next(letters, ""))
        elif letter in _LETTERS:
            parts.append(_LETTERS[letter](when))
        elif letter.isalpha():
            raise not_simulated(f"date format letter {letter}")
        else:
            parts.append(letter)
    return "".join(parts)


_LETTERS: dict[str, Callable[[datetime], str]] = {
    "Y": lambda when: f"{when.year:04}",
    "y": lambda when: f"{when.year % 100:02}",
    "m": lambda when: f"{when.month:02}",
    "n": lambda when: str(when.month),
    "d": lambda when: f"{when.day:02}",
    "j": lambda when: str(when.day),
    "H": lambda when: f"{when.hour:02}",
    "G": lambda when: str(when.hour),
    "i": lambda when: f"{when.minute:02}",
    "s": lambda when: f"{when.second:02}",
    "v": lambda _when: "000",
    "u": lambda _when: "000000",
    "P": lambda _when: "+00:00",
    "O": lambda _when: "+0000",
    "p": lambda _when: "Z",
    "e": lambda _when: "UTC",
    "T": lambda _when: "UTC",
    "c": lambda when: when.isoformat(),
    "U": lambda when: str(int(when.timestamp())),
}
