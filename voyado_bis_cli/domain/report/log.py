"""`log` data."""

from datetime import datetime

from voyado_bis_cli.domain.evidence import LogSource
from voyado_bis_cli.domain.report import Data


class AnsweredLevel(Data):
    """A stock level of ours that a row answers, as far as times can tell."""

    quantity: int
    market: str
    sent_at: datetime
    run_id: str


class LogRow(Data):
    """One row of the log, or one piece of evidence."""

    timestamp: datetime | None
    type: str
    level: str
    message: str
    sku: str | None = None
    market: str | None = None
    answers: AnsweredLevel | None = None


class UnreadLine(Data):
    """A line of a file that could not be read, counted from 1, and why."""

    line: int
    reason: str


class LogData(Data):
    """Rows, oldest first, labelled with where they came from: evidence is not a log."""

    source: LogSource
    entries: tuple[LogRow, ...]
    unread: tuple[UnreadLine, ...] = ()
