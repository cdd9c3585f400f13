"""What a marketer and an administrator chose for the tenant, kept in its state."""

from fnmatch import fnmatchcase
from typing import TypeVar

from pydantic import BaseModel, ConfigDict

from voyado_bis_cli.sandbox.database import Database
from voyado_bis_cli.sandbox.engage.automation import Automation

M = TypeVar("M", bound=BaseModel)


class Allowlist(BaseModel):
    """Whom the tenant sends to, as patterns with `*`: `allow` lets through what `block` does not name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    allow: tuple[str, ...] = ("*",)
    block: tuple[str, ...] = ("*@blocked.example",)

    def lets_through(self, email: str) -> bool:
        """Whether an email to this address may leave."""
        return _matches(email, self.allow) and not _matches(email, self.block)


def _matches(email: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(email.lower(), pattern.lower()) for pattern in patterns)


class Choices:
    """Reads and replaces the tenant's settings; what was never chosen has its default."""

    def __init__(self, db: Database) -> None:
        self._db = db

    @property
    def automation(self) -> Automation:
        """How the automation is set up."""
        return self._read(Automation)

    @property
    def allowlist(self) -> Allowlist:
        """Whom the tenant sends to."""
        return self._read(Allowlist)

    def choose(self, choice: Automation | Allowlist) -> None:
        """Replace one of the settings."""
        self._db.run(
            "INSERT INTO engage_setting (name, value) VALUES (?, ?)"
            " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (type(choice).__name__, choice.model_dump_json()),
        )

    def _read(self, model: type[M]) -> M:
        row = self._db.row("SELECT value FROM engage_setting WHERE name = ?", (model.__name__,))
        return model.model_validate_json(row["value"]) if row else model()
