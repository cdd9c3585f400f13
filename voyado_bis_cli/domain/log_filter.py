"""Which rows of a log are meant, and which stock level of ours a row answers."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from voyado_bis_cli.domain.evidence import LogEntry

_ON_THE_WAY = timedelta(seconds=2)
"""How much later than Engage's row our journal may note a level: it does so once Engage has answered."""

_EFFECT = timedelta(minutes=10)
"""How long after a level a row may still be its effect."""

_OTHER_CLOCK = timedelta(minutes=1)
"""How much Engage's clock may be behind ours."""

_NO_ANSWERS = ("subscription", "request", "order")
"""Types of rows that are about something else than a level."""


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Which rows to show; empty fields match everything. `market` is the external id, `since` aware."""

    sku: str = ""
    market: str = ""
    since: datetime | None = None
    level: str = ""
    type: str = ""

    def accepts(self, entry: LogEntry) -> bool:
        """Tell whether a row passes. A row without a time passes `since`: nothing readable is hidden.

        Where a source has no columns for them, SKU and market are looked for in the message.
        """
        if self.since and entry.timestamp and entry.timestamp < self.since:
            return False
        return (
            is_about_sku(entry, self.sku)
            and is_about_market(entry, self.market)
            and _same(self.level, entry.level)
            and _same(self.type, entry.type)
        )


@dataclass(frozen=True, slots=True)
class SentLevel:
    """A stock level that a run of ours sent; `sent_at` is when Engage had answered."""

    sku: str
    market: str
    quantity: int
    sent_at: datetime
    run_id: str


def is_about_sku(entry: LogEntry, sku: str) -> bool:
    """Tell whether a row is about a SKU (any, where it is empty)."""
    if entry.sku:
        return _same(sku, entry.sku)
    return not sku or bool(re.search(rf"(?<![\w-]){re.escape(sku)}(?![\w-])", entry.message, re.IGNORECASE))


def is_about_market(entry: LogEntry, market: str) -> bool:
    """Tell whether a row is about a market (any, where it is empty), by its external id."""
    if entry.market:
        return _same(market, entry.market)
    named = rf"\b(?:market|externalId)\W{{0,4}}{re.escape(market)}(?![\w-])"
    return not market or bool(re.search(named, entry.message, re.IGNORECASE))


def answered_level(entry: LogEntry, sent: Collection[SentLevel]) -> SentLevel | None:
    """Return the level of ours that a row answers, None where none or more than one comes into question.

    It is about the row's SKU and market, has its quantity where the message names one of ours, and is the last one
    before the row. That is as much as times can tell: Voyado's own integration may have sent the same level.
    """
    if entry.timestamp is None or any(word in entry.type.casefold() for word in _NO_ANSWERS):
        return None
    about = [level for level in sent if is_about_sku(entry, level.sku) and _is_about_market_of(entry, level)]
    about = [level for level in about if _names(entry, level.quantity)] or about
    nearest = _nearest(entry.timestamp, about)
    return nearest[0] if len(nearest) == 1 else None


def _is_about_market_of(entry: LogEntry, level: SentLevel) -> bool:
    names_one = entry.market or re.search(r"\b(?:market|externalId)\b", entry.message, re.IGNORECASE)
    return not names_one or is_about_market(entry, level.market)


def _names(entry: LogEntry, quantity: int) -> bool:
    return bool(re.search(rf"(?<![\w.,-]){quantity}(?![\w-]|[.,]\d)", entry.message))


def _nearest(at: datetime, levels: Iterable[SentLevel]) -> list[SentLevel]:
    """Return the levels of the moment that a row belongs to: on their way, else sent last before, else soon after."""
    by_moment: dict[datetime, list[SentLevel]] = {}
    for level in levels:
        by_moment.setdefault(level.sent_at, []).append(level)
    on_the_way = [moment for moment in by_moment if timedelta(0) <= moment - at <= _ON_THE_WAY]
    before = [moment for moment in by_moment if timedelta(0) <= at - moment <= _EFFECT]
    after = [moment for moment in by_moment if timedelta(0) < moment - at <= _OTHER_CLOCK]
    for moments, choose in ((on_the_way, min), (before, max), (after, min)):
        if moments:
            return by_moment[choose(moments)]
    return []


def _same(wanted: str, found: str) -> bool:
    return not wanted or wanted.casefold() == found.casefold()
