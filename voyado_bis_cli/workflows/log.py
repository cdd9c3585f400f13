"""`log`: reads back the Engage integration log, or evidence that answers the same question."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from voyado_bis_cli.domain import finding
from voyado_bis_cli.domain.evidence import LogEntry, LogSource
from voyado_bis_cli.domain.finding import Finding, Remedy
from voyado_bis_cli.domain.ids import ContactId, Sku
from voyado_bis_cli.domain.journal_entry import JournalEntry
from voyado_bis_cli.domain.progress import Note, Run
from voyado_bis_cli.domain.report import Report
from voyado_bis_cli.domain.report.log import LogData, LogRow
from voyado_bis_cli.workflows.ports import EngagePort, IntegrationLogPort, JournalPort


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Which rows to show; empty fields match everything. `market` is the external id, `since` aware."""

    sku: str = ""
    market: str = ""
    since: datetime | None = None
    level: str = ""
    type: str = ""

    def accepts(self, entry: LogEntry) -> bool:
        """Tell whether a row passes. A row without a time passes `since`: nothing readable is hidden."""
        if self.since and entry.timestamp and entry.timestamp < self.since:
            return False
        wanted = (
            (self.sku, entry.sku),
            (self.market, entry.market),
            (self.level, entry.level),
            (self.type, entry.type),
        )
        return all(not text or text.casefold() == (value or "").casefold() for text, value in wanted)


def read_log(source: IntegrationLogPort, wanted: LogFilter) -> Run[LogData]:
    """Read the tenant's HTTP source of the log."""
    yield Note("Reading the integration log")
    return _report(LogSource.HTTP, source.entries(), wanted)


def read_evidence(engage: EngagePort, journal: JournalPort, wanted: LogFilter) -> Run[LogData]:
    """Say through the API what the log would say: which subscriptions are gone, which emails left.

    No public API reads the log, so this is evidence and labelled so: what this toolkit sent, whether each subscription
    it made still waits, and which automation emails left since (contract: Integration log).
    """
    yield Note("Reading evidence from Engage: there is no log to read")
    entries = sorted(
        (*_levels(journal.entries("levels.sent")), *_subscriptions(engage, journal.entries("subscription.registered"))),
        key=lambda entry: entry.timestamp.timestamp() if entry.timestamp else 0.0,
    )
    label = finding.info(
        "evidence-not-log",
        "These rows are evidence through Engage's API, not the integration log itself.",
        "No public API reads the log (Engage: Administration > Integration log).",
        Remedy("Set log.url in the profile where the tenant offers the log over HTTP."),
    )
    return _report(LogSource.EVIDENCE, entries, wanted, label)


def _levels(sent: Iterable[JournalEntry]) -> Iterable[LogEntry]:
    for entry in sent:
        for sku, market, quantity in _triples(entry, "accepted"):
            message = f"Engage accepted the stock level {quantity}"
            yield LogEntry(entry.at, "StockLevel", "Info", message, Sku(str(sku)), str(market))
        for sku, market, reason in _triples(entry, "failed"):
            yield LogEntry(entry.at, "StockLevel", "Warning", f"Engage refused: {reason}", Sku(str(sku)), str(market))


def _triples(entry: JournalEntry, key: str) -> list[list[object]]:
    listed = entry.payload.get(key)
    return listed if isinstance(listed, list) else []


def _subscriptions(engage: EngagePort, registered: Iterable[JournalEntry]) -> Iterable[LogEntry]:
    mailed: dict[ContactId, list[LogEntry]] = {}
    for entry in registered:
        contact = ContactId(str(entry.payload["contact"]))
        sku, market = Sku(str(entry.payload["sku"])), str(entry.payload["market"])
        yield LogEntry(entry.at, "Subscription", "Info", "Engage registered the subscription", sku, market)
        waiting = {subscription.id for subscription in engage.subscriptions(contact)}
        still = entry.payload["subscription"] in waiting
        message = (
            "The subscription still waits"
            if still
            else "The subscription is gone: it started the automation or was deleted"
        )
        yield LogEntry(None, "Subscription", "Info", message, sku, market)
        mailed.setdefault(contact, []).append(LogEntry(entry.at, "", "", "", sku, market))
    for contact, since in mailed.items():
        first = min(entry.timestamp for entry in since if entry.timestamp)
        for email in engage.emails(contact):
            if email.source == "Automation" and email.sent_at and email.sent_at >= first.replace(microsecond=0):
                yield LogEntry(email.sent_at, "Email", "Info", f"Sent: {email.subject or email.name} ({email.status})")


def _report(
    source: LogSource, entries: Iterable[LogEntry], wanted: LogFilter, label: Finding | None = None
) -> Report[LogData]:
    rows = tuple(
        LogRow(
            timestamp=entry.timestamp,
            type=entry.type,
            level=entry.level,
            message=entry.message,
            sku=entry.sku,
            market=entry.market,
        )
        for entry in entries
        if wanted.accepts(entry)
    )
    return Report(LogData(source=source, entries=rows), (label,) if label else ())
