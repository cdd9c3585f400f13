"""What the Engage integration log says, and what stands in for it where no log can be read."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fnmatch import fnmatchcase

from voyado_bis_cli.domain.ids import Sku
from voyado_bis_cli.domain.subscription import Email


class LogSource(StrEnum):
    """Where rows came from: the tenant's HTTP source, a file, or evidence through the API (which is no log)."""

    HTTP = "http"
    FILE = "file"
    EVIDENCE = "evidence"


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One row; `market` is the external id. Empty strings where a source does not say."""

    timestamp: datetime | None
    type: str
    level: str
    message: str
    sku: Sku | None = None
    market: str | None = None


def is_expected_email(email: Email, pattern: str) -> bool:
    """Tell whether an automation's email is the expected one: its name or subject matches the glob `pattern`.

    A first-time contact may start a welcome flow, so an Automation email alone is no proof (contract: "What starts
    the email").
    """
    if email.source != "Automation":
        return False
    return any(fnmatchcase(text.casefold(), pattern.casefold()) for text in (email.name, email.subject))
