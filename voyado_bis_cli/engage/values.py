"""Single values as Engage and its log sources write them, read leniently: their formats are not published."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import BeforeValidator, StringConstraints


def moment(value: object) -> datetime | None:
    """Return an ISO 8601 text as an aware datetime in UTC, None where it cannot be read.

    A time without an offset is taken as UTC (assumption: no source says otherwise).
    """
    if not isinstance(value, str):
        return None
    try:
        read = datetime.fromisoformat(value.strip())
        return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def text(value: object) -> str:
    """Return a text or a number as text; what is neither (null, an object, a list, a truth value) as ''."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def items(value: object) -> object:
    """Return the list of `{"items": [...]}`; anything else, a bare list included, as it came."""
    if isinstance(value, dict) and "items" in value:
        return value["items"] or []
    return value


Moment = Annotated[datetime | None, BeforeValidator(moment)]
Text = Annotated[str, BeforeValidator(text)]
RequiredText = Annotated[str, StringConstraints(min_length=1), BeforeValidator(text)]
