"""Fields of Engage's answers, read leniently."""

from datetime import datetime
from typing import Annotated

from pydantic import BeforeValidator, StringConstraints

from voyado_bis_cli.domain.lenient import moment, text


def items(value: object) -> object:
    """Return the list of `{"items": [...]}`; anything else, a bare list included, as it came."""
    if isinstance(value, dict) and "items" in value:
        return value["items"] or []
    return value


Moment = Annotated[datetime | None, BeforeValidator(moment)]
Text = Annotated[str, BeforeValidator(text)]
RequiredText = Annotated[str, StringConstraints(min_length=1), BeforeValidator(text)]
