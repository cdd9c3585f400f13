"""How values read in a table."""

from collections.abc import Collection

from voyado_bis_cli.domain.wording import counted

NOTHING = "-"


def number(value: int | None) -> str:
    """Return a number, or a dash."""
    return NOTHING if value is None else str(value)


def numbers(values: Collection[object]) -> str:
    """Return values side by side, or a dash."""
    return ", ".join(map(str, values)) or NOTHING


def named(name: str | None, id_: object) -> str:
    """Return `Sweden (1)`, or a dash where there is neither."""
    if name and id_ is not None:
        return f"{name} ({id_})"
    return NOTHING if id_ is None else str(id_)


def spoken(value: object) -> str:
    """Return a JSON value in words: yes and no, lists with commas, the rest as it is written."""
    match value:
        case _ if value in (None, "", [], (), {}):
            return NOTHING
        case bool():
            return "yes" if value else "no"
        case [dict(), *_]:
            return f"{counted(len(value), 'entry', 'entries')} (--json shows them)"
        case list() | tuple():
            return ", ".join(map(spoken, value))
        case dict():
            return ", ".join(f"{label(str(key))}{_after_key(each)}" for key, each in value.items())
        case _:
            return str(value)


def _after_key(value: object) -> str:
    return f" ({spoken(value)})" if isinstance(value, dict) else f": {spoken(value)}"


def label(key: str) -> str:
    """Return a JSON key as words: `contact_id` reads `contact id`."""
    return key.replace("_", " ")


def duration(milliseconds: int) -> str:
    """Return `35 ms`, `1.2 s` or `2 min 5 s`."""
    seconds = milliseconds / 1000
    if seconds < 1:
        return f"{milliseconds} ms"
    if seconds < 60:  # noqa: PLR2004  # a minute
        return f"{seconds:.1f} s"
    return f"{int(seconds // 60)} min {int(seconds % 60)} s"
