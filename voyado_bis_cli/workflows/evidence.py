"""Evidence through the APIs: what the integration log would say, where no log can be read.

The subscription was there, it is gone after the stock level, and an automation's email left after it (contract:
Integration log).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from voyado_bis_cli.domain.evidence import LogEntry
from voyado_bis_cli.domain.ids import ContactId, Sku
from voyado_bis_cli.domain.journal_entry import LEVELS_SENT, JournalEntry
from voyado_bis_cli.domain.log_filter import SentLevel
from voyado_bis_cli.domain.subscription import Subscription
from voyado_bis_cli.errors import WrongError
from voyado_bis_cli.workflows.ports import EngagePort, JournalPort

EMAIL = "Email"

_LOOKED_BACK = 1000
"""Journal entries of a kind that are looked at, newest first."""


def collect_evidence(engage: EngagePort, journal: JournalPort) -> tuple[LogEntry, ...]:
    """Return what this toolkit sent and made, and what Engage shows of it now, in the order of time.

    Times are whole seconds, as Engage shows them: an email comes after what happened in its second. What is so now, and
    has no time of its own, comes last.
    """
    registered = journal.entries("subscription.registered", limit=_LOOKED_BACK)
    found = [*_levels(journal), *_subscriptions(engage, registered)]
    now = [entry for entry in found if entry.timestamp is None]
    dated = [(_second(entry.timestamp), entry.timestamp, entry) for entry in found if entry.timestamp]
    dated.sort(key=lambda each: (each[0], each[2].type == EMAIL, each[1]))
    return (*(replace(entry, timestamp=second) for second, _, entry in dated), *now)


def sent_levels(journal: JournalPort) -> tuple[SentLevel, ...]:
    """Return the levels that Engage accepted from this toolkit."""
    return tuple(
        SentLevel(str(sku), str(market), int(str(quantity)), entry.at, entry.run_id)
        for entry in journal.entries(LEVELS_SENT, limit=_LOOKED_BACK)
        for sku, market, quantity in _triples(entry, "accepted")
    )


def _levels(journal: JournalPort) -> Iterator[LogEntry]:
    for entry in reversed(journal.entries(LEVELS_SENT, limit=_LOOKED_BACK)):
        for sku, market, quantity in _triples(entry, "accepted"):
            message = f"Engage accepted the stock level {quantity}"
            yield LogEntry(entry.at, "StockLevel", "Info", message, Sku(str(sku)), str(market))
        for sku, market, reason in _triples(entry, "failed"):
            yield LogEntry(entry.at, "StockLevel", "Warning", f"Engage refused: {reason}", Sku(str(sku)), str(market))


def _triples(entry: JournalEntry, key: str) -> list[list[object]]:
    listed = entry.payload.get(key)
    return listed if isinstance(listed, list) else []


def _subscriptions(engage: EngagePort, registered: Sequence[JournalEntry]) -> Iterator[LogEntry]:
    by_contact: dict[ContactId, list[JournalEntry]] = {}
    for entry in reversed(registered):
        by_contact.setdefault(ContactId(str(entry.payload["contact"])), []).append(entry)
    for contact, entries in by_contact.items():
        waiting = _waiting(engage, contact)
        for entry in entries:
            sku, market = Sku(str(entry.payload["sku"])), str(entry.payload["market"])
            yield LogEntry(entry.at, "Subscription", "Info", "Engage registered the subscription", sku, market)
            yield LogEntry(None, "Subscription", "Info", _fate(entry, waiting), sku, market)
        if waiting is not None:
            yield from _emails(engage, contact, min(entry.at for entry in entries))


def _waiting(engage: EngagePort, contact: ContactId) -> Iterable[Subscription] | None:
    """Return what a contact waits for, None where the contact is gone."""
    try:
        return engage.subscriptions(contact)
    except WrongError:
        return None


def _fate(entry: JournalEntry, waiting: Iterable[Subscription] | None) -> str:
    if waiting is None:
        return "The contact is gone from Engage, and its subscriptions with it"
    if entry.payload["subscription"] in {subscription.id for subscription in waiting}:
        return "The subscription still waits"
    return "The subscription is gone: it started the automation or was deleted"


def _emails(engage: EngagePort, contact: ContactId, since: datetime) -> Iterator[LogEntry]:
    for email in engage.emails(contact):
        if email.source == "Automation" and email.sent_at and email.sent_at >= _second(since):
            yield LogEntry(email.sent_at, EMAIL, "Info", f"Sent: {email.subject or email.name} ({email.status})")


def _second(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)
