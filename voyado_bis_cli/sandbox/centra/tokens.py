"""Who asks: the caller behind an access token, and what it may see."""

import json
from dataclasses import dataclass

from voyado_bis_cli.sandbox.centra.moments import stored
from voyado_bis_cli.sandbox.centra.problems import permission_missing
from voyado_bis_cli.sandbox.clock import SandboxClock
from voyado_bis_cli.sandbox.database import Database


@dataclass(frozen=True, slots=True)
class Caller:
    """A valid token: its integration name, its permissions, and the stores it is restricted to (None: all)."""

    integration: str
    permissions: frozenset[str]
    stores: frozenset[int] | None

    def may(self, permission: str) -> bool:
        """Tell whether it holds a permission; `admin` holds every one."""
        return permission in self.permissions or "admin" in self.permissions

    def require(self, permission: str, field_name: str) -> None:
        """Raise Centra's authorization error where the permission is missing."""
        if not self.may(permission):
            raise permission_missing(permission, field_name)


def caller_of(db: Database, clock: SandboxClock, token: str | None) -> Caller | None:
    """Return who a token belongs to, or None where it is missing, unknown or expired (HTTP 403)."""
    row = db.row(
        "SELECT * FROM centra_tokens WHERE token = ? AND (expires_at IS NULL OR expires_at > ?)",
        (token, stored(clock.now())),
    )
    if row is None:
        return None
    stores = None if row["stores"] is None else frozenset(json.loads(row["stores"]))
    return Caller(row["integration"], frozenset(row["permissions"].split()), stores)
