"""`report`: what a ticket needs, from what is on this machine; asks nobody."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Protocol

from voyado_bis_cli.domain.clock import Clock
from voyado_bis_cli.domain.finding import Finding
from voyado_bis_cli.domain.journal_entry import REQUEST_SENT, JournalEntry
from voyado_bis_cli.domain.progress import Run
from voyado_bis_cli.domain.report import Report
from voyado_bis_cli.domain.report.settings import SettingsData
from voyado_bis_cli.domain.report.support_bundle import JournalRow, JudgedRun, SupportBundleData, VersionRow
from voyado_bis_cli.errors import BisError

JUDGED = "run.judged"
"""The kind of journal entry that keeps what a judging command found."""

_LOOK_BACK = 100  # judged runs among which the last of each command is looked for


class JournalHistory(Protocol):
    """What was done and seen, as far as it is looked back on."""

    def entries(self, kind: str, *, limit: int = 100) -> tuple[JournalEntry, ...]:
        """Return this profile's entries of a kind, newest first."""
        ...

    def latest(self, limit: int, *, without: Collection[str] = ()) -> tuple[JournalEntry, ...]:
        """Return this profile's entries of all other kinds, newest first."""
        ...


def judged(command: str, exit_code: int, findings: Iterable[Finding], error: BisError | None) -> Mapping[str, object]:
    """Return what the journal keeps of a run that judged."""
    return {
        "command": command,
        "exit_code": int(exit_code),
        "error": f"{error.code.value}: {error.message}" if error else None,
        "findings": [{"id": one.id, "severity": one.severity.value, "title": one.title} for one in findings],
    }


def support_bundle(
    profile: str, config: SettingsData, versions: Mapping[str, str], journal: JournalHistory, clock: Clock, lines: int
) -> Run[SupportBundleData]:
    """Gather versions, settings, the last findings of each judging command, and the last `lines` of the journal.

    Requests are as many lines of their own: a sync sends so many that nothing else would be seen.
    """
    yield from ()
    return Report(
        SupportBundleData(
            made=clock.now(),
            profile=profile,
            versions=tuple(VersionRow(name=name, version=version) for name, version in versions.items()),
            config=config,
            judged=_last_of_each_command(journal.entries(JUDGED, limit=_LOOK_BACK)),
            journal=_rows(journal.latest(lines, without=(JUDGED, REQUEST_SENT))),
            requests=_rows(journal.entries(REQUEST_SENT, limit=lines)),
        )
    )


def _rows(entries: Iterable[JournalEntry]) -> tuple[JournalRow, ...]:
    return tuple(JournalRow(at=one.at, run_id=one.run_id, kind=one.kind, payload=dict(one.payload)) for one in entries)


def _last_of_each_command(entries: Iterable[JournalEntry]) -> tuple[JudgedRun, ...]:
    last: dict[str, JudgedRun] = {}
    for entry in entries:
        run = _judged_run(entry.at, entry.run_id, entry.payload)
        last.setdefault(run.command, run)
    return tuple(last.values())


def _judged_run(at: datetime, run_id: str, payload: Mapping[str, object]) -> JudgedRun:
    return JudgedRun.model_validate({"at": at, "run_id": run_id, **payload})
