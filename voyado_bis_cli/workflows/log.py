"""`log`: reads back the Engage integration log, or evidence that answers the same question."""

from collections import Counter
from collections.abc import Callable, Collection, Generator, Sequence
from dataclasses import dataclass
from typing import Protocol

from voyado_bis_cli.domain import finding
from voyado_bis_cli.domain.clock import Clock
from voyado_bis_cli.domain.evidence import LogEntry, LogSource
from voyado_bis_cli.domain.finding import Finding, Remedy
from voyado_bis_cli.domain.log_file import read_log_file
from voyado_bis_cli.domain.log_filter import LogFilter, SentLevel, answered_level
from voyado_bis_cli.domain.log_table import Unread
from voyado_bis_cli.domain.progress import Found, Note, Run, RunEvent, Told, Warned
from voyado_bis_cli.domain.report import Report
from voyado_bis_cli.domain.report.log import AnsweredLevel, LogData, LogRow, UnreadLine
from voyado_bis_cli.domain.wording import counted
from voyado_bis_cli.errors import NetworkError, RateLimitedError
from voyado_bis_cli.workflows.evidence import collect_evidence, sent_levels
from voyado_bis_cli.workflows.ports import EngagePort, IntegrationLogPort, JournalPort

POLL_SECONDS = 5.0
"""Between two looks with `--follow`."""

_SHOWN = 10


class Stop(Protocol):
    """Somebody's wish that the run ends."""

    def wait(self, seconds: float) -> bool:
        """Let time pass, less of it where the wish comes; tell whether it was asked for."""
        ...


@dataclass(frozen=True, slots=True)
class LogPage:
    """What a source holds at one moment: rows in the order of time, and the lines of it that could not be read."""

    entries: tuple[LogEntry, ...]
    unread: tuple[Unread, ...] = ()


@dataclass(frozen=True, slots=True)
class LogReader:
    """A source of rows, under its honest name."""

    source: LogSource
    read: Callable[[], LogPage]
    journal: JournalPort


@dataclass(frozen=True, slots=True)
class Following:
    """How to go on looking: until `stop`, and at most `seconds` (None: without end)."""

    stop: Stop
    clock: Clock
    seconds: float | None = None


def http_reader(source: IntegrationLogPort, journal: JournalPort) -> LogReader:
    """Return the reader of the tenant's HTTP source."""
    return LogReader(LogSource.HTTP, lambda: LogPage(source.entries()), journal)


def file_reader(content: Callable[[], bytes], journal: JournalPort) -> LogReader:
    """Return the reader of a file that was saved or copied from Engage's page; `content` is asked at every look."""

    def read() -> LogPage:
        found = read_log_file(content())
        return LogPage(found.entries, found.unread)

    return LogReader(LogSource.FILE, read, journal)


def evidence_reader(engage: EngagePort, journal: JournalPort) -> LogReader:
    """Return the reader of evidence through the API (contract: Integration log)."""
    return LogReader(LogSource.EVIDENCE, lambda: LogPage(collect_evidence(engage, journal)), journal)


def show_log(reader: LogReader, wanted: LogFilter, following: Following | None = None) -> Run[LogData]:
    """Show the rows of a source that are wanted, and with `following` also those that come later."""
    yield Note(_READING[reader.source])
    page = reader.read()
    rows = _rows(reader, page.entries, wanted)
    if following:
        page, rows = yield from _followed(reader, page, wanted, following)
    data = LogData(
        source=reader.source,
        entries=rows,
        unread=tuple(UnreadLine(line=each.line, reason=each.reason) for each in page.unread),
    )
    return Report(data, _findings(reader.source, page))


_READING = {
    LogSource.HTTP: "Reading the integration log",
    LogSource.FILE: "Reading the saved log",
    LogSource.EVIDENCE: "Reading evidence from Engage: there is no log to read",
}
_FOLLOWING = {
    LogSource.HTTP: "Following the integration log",
    LogSource.FILE: "Following the saved log: rows appear when the file is saved anew",
    LogSource.EVIDENCE: "Following evidence through the APIs, which is not the integration log",
}


def _followed(
    reader: LogReader, page: LogPage, wanted: LogFilter, following: Following
) -> Generator[RunEvent, None, tuple[LogPage, tuple[LogRow, ...]]]:
    """Tell each row the moment it is seen; a source that cannot be read for a while is asked again."""
    clock, known = following.clock, Counter[LogEntry]()
    told: list[LogRow] = []
    until = None if following.seconds is None else clock.monotonic() + following.seconds
    yield Told(f"{_FOLLOWING[reader.source]}; Ctrl-C ends it")
    while True:
        new = _beyond(known, page.entries)
        known.update(new)
        for row in _rows(reader, new, wanted):
            yield Found(row)
            told.append(row)
        left = POLL_SECONDS if until is None else min(POLL_SECONDS, until - clock.monotonic())
        if left <= 0 or following.stop.wait(left):
            return page, tuple(told)
        try:
            page = reader.read()
        except (NetworkError, RateLimitedError) as passing:
            yield Warned(f"{passing.message} Looking again.")


def _beyond(known: Counter[LogEntry], entries: Sequence[LogEntry]) -> list[LogEntry]:
    """Return the rows that were not there before; the same row twice is two."""
    left = known.copy()
    new = []
    for entry in entries:
        if left[entry] > 0:
            left[entry] -= 1
        else:
            new.append(entry)
    return new


def _rows(reader: LogReader, entries: Collection[LogEntry], wanted: LogFilter) -> tuple[LogRow, ...]:
    chosen = [entry for entry in entries if wanted.accepts(entry)]
    ours = sent_levels(reader.journal) if chosen else ()
    return tuple(_row(entry, answered_level(entry, ours)) for entry in chosen)


def _row(entry: LogEntry, level: SentLevel | None) -> LogRow:
    return LogRow(
        timestamp=entry.timestamp,
        type=entry.type,
        level=entry.level,
        message=entry.message,
        sku=entry.sku,
        market=entry.market,
        answers=_answered(level) if level else None,
    )


def _answered(level: SentLevel) -> AnsweredLevel:
    return AnsweredLevel(quantity=level.quantity, market=level.market, sent_at=level.sent_at, run_id=level.run_id)


def _findings(source: LogSource, page: LogPage) -> tuple[Finding, ...]:
    if source is LogSource.EVIDENCE:
        return (
            finding.info(
                "evidence-not-log",
                "These rows are evidence through Engage's API, not the integration log itself.",
                "No public API reads the log (Engage: Administration > Integration log).",
                Remedy(
                    "Copy the rows from that page and paste them, or set log.url where the tenant offers the log over "
                    "HTTP.",
                    ("bis log --file -",),
                ),
            ),
        )
    return (_unread(page),) if page.unread else ()


def _unread(page: LogPage) -> Finding:
    numbers = [str(each.line) for each in page.unread]
    more = f" and {len(numbers) - _SHOWN} more" if len(numbers) > _SHOWN else ""
    lines = f"line{'s' if len(numbers) > 1 else ''} {', '.join(numbers[:_SHOWN])}{more}"
    why = "\n".join(f"line {each.line}: {each.reason}" for each in page.unread[:_SHOWN])
    if not page.entries:
        return finding.error(
            "log-unreadable",
            f"No row of a log could be read ({lines}).",
            why,
            Remedy("Save or copy the table of Engage's page Administration > Integration log, with its headings."),
        )
    return finding.warning(
        "log-lines-unread", f"Not all of it could be read: {lines}. It kept {counted(len(page.entries), 'row')}.", why
    )
