"""`log` data."""

from datetime import datetime

from voyado_bis_cli.domain.evidence import LogSource
from voyado_bis_cli.domain.report import Data


class LogRow(Data):
    """One row of the log, or one piece of evidence."""

    timestamp: datetime | None
    type: str
    level: str
    message: str
    sku: str | None = None
    market: str | None = None


class LogData(Data):
    """Rows, oldest first, labelled with where they came from: evidence is not a log."""

    source: LogSource
    entries: tuple[LogRow, ...]
