"""`report` data."""

from datetime import datetime

from voyado_bis_cli.domain.finding import Severity
from voyado_bis_cli.domain.report import Data
from voyado_bis_cli.domain.report.settings import SettingsData


class VersionRow(Data):
    """A program or library and its version."""

    name: str
    version: str


class KeptFinding(Data):
    """A finding as the journal keeps it."""

    id: str
    severity: Severity
    title: str


class JudgedRun(Data):
    """The last run of a command that judges: when, how it ended and what it found; `error` is its code and message."""

    at: datetime
    run_id: str
    command: str
    exit_code: int
    error: str | None
    findings: tuple[KeptFinding, ...]


class JournalRow(Data):
    """One line of the journal; `payload` differs by kind."""

    at: datetime
    run_id: str
    kind: str
    payload: dict[str, object]


class SupportBundleData(Data):
    """What a ticket at Voyado or Centra needs to know, redacted; newest first. `file` is where the page was written.

    `requests` are those of the journal, of runs that keep them (`sync-stock`); `journal` is the rest of it.
    """

    file: str | None = None
    made: datetime
    profile: str
    versions: tuple[VersionRow, ...]
    config: SettingsData
    judged: tuple[JudgedRun, ...]
    journal: tuple[JournalRow, ...]
    requests: tuple[JournalRow, ...]
