"""The integration log: what the tenant did, for whoever asks why no email came. Addresses are masked on the way in."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from voyado_bis_cli.sandbox.clock import SandboxClock
from voyado_bis_cli.sandbox.database import Database
from voyado_bis_cli.sandbox.engage.tables import stored, timestamp
from voyado_bis_cli.sandbox.redaction import masked


class Kind(StrEnum):
    """What a row is about."""

    STOCK_LEVEL = "StockLevel"
    SUBSCRIPTION = "Subscription"
    BACK_IN_STOCK = "BackInStock"
    EMAIL = "Email"
    REQUEST = "Request"


class Level(StrEnum):
    """How bad it is."""

    INFORMATION = "Information"
    WARNING = "Warning"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a row speaks of: a SKU and a market, where it has them."""

    sku: str | None = None
    market: str | None = None


class IntegrationLog:
    """Appends rows and reads them back, oldest first."""

    def __init__(self, db: Database, clock: SandboxClock) -> None:
        self._db = db
        self._clock = clock

    def write(
        self,
        kind: Kind,
        message: str,
        subject: Subject = Subject(),
        *,
        level: Level = Level.INFORMATION,
        seconds_from_now: float = 0,
    ) -> None:
        """Append a row; one of the future stays hidden until its time has come."""
        self._db.run(
            "INSERT INTO engage_log (timestamp, type, level, message, sku, market) VALUES (?, ?, ?, ?, ?, ?)",
            (
                timestamp(self._clock, seconds_from_now=seconds_from_now),
                kind.value,
                level.value,
                masked(message),
                subject.sku,
                subject.market,
            ),
        )

    def rows(self, since: datetime | None = None) -> list[dict[str, object]]:
        """Return the rows written at or after `since`: timestamp, type, level, message, sku and market."""
        rows = self._db.rows(
            "SELECT timestamp, type, level, message, sku, market FROM engage_log"
            " WHERE timestamp >= ? AND timestamp <= ? ORDER BY timestamp, number",
            (stored(since) if since else "", timestamp(self._clock)),
        )
        return [dict(row) for row in rows]
