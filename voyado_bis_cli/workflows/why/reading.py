"""Reads what there is to read about a missing email; what cannot be read is noted, and the rest is read anyway."""

import re
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property, partial
from typing import TypeVar

from voyado_bis_cli.domain.availability import WarehouseStock, fta_per_market
from voyado_bis_cli.domain.evidence import LogEntry, is_expected_email
from voyado_bis_cli.domain.ids import ContactId, ExternalId, Locale, external_id_of
from voyado_bis_cli.domain.journal_entry import EVENTS_CONFIRMED, JournalEntry
from voyado_bis_cli.domain.log_filter import is_about_market, is_about_sku
from voyado_bis_cli.domain.lookup import by_id_or_name
from voyado_bis_cli.domain.market import Market
from voyado_bis_cli.domain.missing_email import Events, QueueState, Stock
from voyado_bis_cli.domain.progress import Note, RunEvent
from voyado_bis_cli.domain.redaction import mask_email
from voyado_bis_cli.domain.subscription import Contact, Email, Subscription
from voyado_bis_cli.domain.waiting_queue import NOT_READ, QueueLook, age_in_words
from voyado_bis_cli.errors import AuthError, BisError, PermissionMissingError
from voyado_bis_cli.workflows.allocation import ShopLayout, read_layout, the_size
from voyado_bis_cli.workflows.evidence import sent_levels
from voyado_bis_cli.workflows.ports import FeedPort
from voyado_bis_cli.workflows.queue import read_queue
from voyado_bis_cli.workflows.why.question import Question, WhyPorts

T = TypeVar("T")

_LOOKED_BACK = 1000
_MOST_EMAILS = 100
_QUANTITY = re.compile(r"\bquantity\W+(-?\d+)", re.IGNORECASE)


@dataclass
class Reading:
    """What was read so far, each thing once. `unread` collects what could not be, in words."""

    question: Question
    ports: WhyPorts
    unread: list[str] = field(default_factory=list)

    # ------------------------------------------------------------ Engage
    @cached_property
    def contacts(self) -> tuple[Contact, ...]:
        """The shopper's contacts, of every type."""
        engage, asked = self.ports.engage, self.question
        ids = (asked.contact,) if asked.contact is not None else engage.contact_ids(asked.email or "")
        return tuple(engage.contact(each) for each in ids)

    @cached_property
    def subscriptions(self) -> tuple[Subscription, ...]:
        """What waits for the SKU on any of them; what hangs on the market asked about comes first."""
        found = [one for contact in self.contacts for one in self.ports.engage.subscriptions(contact.id)]
        about = [one for one in found if one.sku == self.question.sku]
        return tuple(sorted(about, key=lambda one: one.external_id != self.external_id))

    @cached_property
    def registered_at(self) -> datetime | None:
        """When a subscription was registered that does not wait any more, as far as our journal or the log tell."""
        ids = {contact.id for contact in self.contacts}
        deleted = {entry.payload.get("subscription") for entry in self._journal("subscription.deleted")}
        moments = [
            entry.at
            for entry in self._journal("subscription.registered")
            if ContactId(str(entry.payload.get("contact"))) in ids
            and (entry.payload.get("sku"), entry.payload.get("market")) == (self.question.sku, self.external_id)
            and entry.payload.get("subscription") not in deleted
        ]
        moments += [
            row.timestamp
            for row in self.log
            if row.timestamp and "subscri" in row.type.casefold() and self._names_the_shopper(row)
        ]
        return max(moments).replace(microsecond=0) if moments else None

    @cached_property
    def automation_emails(self) -> tuple[tuple[Contact, Email], ...]:
        """Emails of automations, newest first, each with the contact it went to."""
        found = [
            (contact, email)
            for contact in self.contacts
            for email in self._try("emails", partial(self.ports.engage.emails, contact.id, count=_MOST_EMAILS)) or ()
            if email.source == "Automation"
        ]
        return tuple(sorted(found, key=lambda each: each[1].sent_at or _LONG_AGO, reverse=True))

    @cached_property
    def expected_emails(self) -> tuple[tuple[Contact, Email], ...]:
        """Those of them that fit the expected one, since the subscription was registered where that is known."""
        since = self.registered_at or _LONG_AGO
        return tuple(
            (contact, email)
            for contact, email in self.automation_emails
            if self.is_expected(email) and (email.sent_at or since) >= since
        )

    def is_expected(self, email: Email) -> bool:
        """Tell whether an email may be the expected one; any automation's may, where nobody said which."""
        return is_expected_email(email, self.question.expect_email or "*")

    # ------------------------------------------------------------ Centra
    @cached_property
    def layout(self) -> ShopLayout | None:
        """Markets, rules and warehouses."""
        asked = self.question
        return self._try("markets and rules", partial(read_layout, self.ports.centra, asked.stores))

    @cached_property
    def market(self) -> Market | None:
        """The market; raises WrongError where there is none of this id or name."""
        if self.layout is None:
            return None
        return by_id_or_name(self.layout.markets, self.question.market, what="market", command="bis markets")

    @property
    def external_id(self) -> ExternalId:
        """The market as Engage knows it."""
        return external_id_of(self.market.id) if self.market else ExternalId(self.question.market)

    @cached_property
    def rows(self) -> tuple[WarehouseStock, ...] | None:
        """Stock of the SKU in every warehouse."""
        layout = self.layout
        if layout is None:
            return None
        size = the_size(self.ports.centra, self.question.sku)
        places = [warehouse.id for warehouse in layout.warehouses]
        found = self._try("stock", partial(self.ports.centra.stock, [size.id], places))
        return None if found is None else found.get(size.id, ())

    @property
    def stock(self) -> Stock | None:
        """What the market has, None where it has no rule or nothing could be read."""
        layout, market, rows = self.layout, self.market, self.rows
        if layout is None or market is None or rows is None or market.id not in layout.allocation.rules:
            return None
        counted = layout.allocation.warehouses_of(market.id)
        elsewhere = [
            layout.warehouse_name(row.warehouse) for row in rows if row.fta > 0 and row.warehouse not in counted
        ]
        fta = fta_per_market(rows, layout.allocation)[market.id]
        return Stock(fta, layout.sellable(rows)[external_id_of(market.id)], tuple(elsewhere))

    @cached_property
    def queue(self) -> tuple[QueueState, str]:
        """What Voyado's queue shows, and in words."""
        if self.ports.voyado is None:
            return QueueState.UNKNOWN, "the profile has no centra.voyado_token to look with"
        try:
            look = read_queue(self.ports.voyado)
        except PermissionMissingError as lacking:
            return QueueState.UNKNOWN, lacking.message
        except AuthError:
            return QueueState.REFUSED, "Centra refuses Voyado's token: unknown, or expired (30 days unless changed)"
        except BisError as error:
            self.unread.append(f"Voyado's queue: {error.message}")
            return QueueState.UNKNOWN, error.message
        return self._judged(look)

    @cached_property
    def own_queue(self) -> QueueLook | None:
        """Our own queue, which shows whether Centra makes events."""
        return self._try("our own queue", partial(read_queue, self.ports.centra))

    @property
    def events(self) -> Events:
        """What our own queue says about the event system since the shopper subscribed."""
        look, since = self.own_queue, self._since
        if look is None or since is None:
            return Events.UNKNOWN
        if any(event.created_at >= since for event in look.events):
            return Events.SEEN
        newest = self._try("the newest stock change", self.ports.centra.newest_stock_change)
        confirmed = next((entry.at for entry in self._journal(EVENTS_CONFIRMED)), None)
        listening = [one.created_at for one in look.listeners if one.object_type == "StockChange" and one.created_at]
        if newest is None or newest.created_at < since or not listening or min(listening) > newest.created_at:
            return Events.UNKNOWN
        return Events.SEEN if confirmed and confirmed >= newest.created_at else Events.MISSING

    # ------------------------------------------------------------ feeds, log, journal
    def reading_feeds(self) -> Generator[RunEvent, None, dict[Locale, bool | None]]:
        """Say of each declared feed whether it holds the SKU; only feeds that somebody waits with are read."""
        found: dict[Locale, bool | None] = dict.fromkeys(self.ports.feeds)
        for locale in dict.fromkeys(Locale(one.locale) for one in self.subscriptions):
            if feed := self.ports.feeds.get(locale):
                yield Note(f"Looking {self.question.sku} up in the {locale} feed")
                found[locale] = self._try(f"the {locale} feed", partial(self._is_in, feed))
        return found

    @cached_property
    def log(self) -> tuple[LogEntry, ...]:
        """Rows of the integration log about the SKU and the market, where the tenant has it over HTTP."""
        source, asked = self.ports.log, self.question
        rows = (self._try("the integration log", source.entries) if source else ()) or ()
        return tuple(row for row in rows if is_about_sku(row, asked.sku) and is_about_market(row, self.external_id))

    @property
    def log_says(self) -> tuple[str, ...]:
        """What the log says since about this shopper, newest last; levels aside."""
        since = self._since or self.registered_at or _LONG_AGO
        return tuple(
            row.message
            for row in self.log
            if (row.timestamp or since) >= since
            and self._names_the_shopper(row)
            and "stock" not in row.type.casefold()[:5]
        )[-3:]

    @property
    def level_arrived(self) -> bool | None:
        """Whether Engage got a level above 0 while the subscription waited: by our journal, or by the log."""
        since = self._since
        if since is None:
            return None
        ours = any(
            (level.sku, level.market) == (self.question.sku, self.external_id)
            and level.quantity > 0
            and level.sent_at >= since
            for level in sent_levels(self.ports.journal)
        )
        if ours or self.ports.log is None or any(about.startswith("the integration log") for about in self.unread):
            return True if ours else None
        return any(_tells_of_stock(row) for row in self.log if row.timestamp and row.timestamp >= since)

    @property
    def _since(self) -> datetime | None:
        """When the subscription that waits was made."""
        return next((one.created_on for one in self.subscriptions if one.external_id == self.external_id), None)

    def _names_the_shopper(self, row: LogEntry) -> bool:
        email = self.question.email
        names = [*(contact.id for contact in self.contacts), *((email, mask_email(email)) if email else ())]
        return any(name in row.message for name in names)

    def _judged(self, look: QueueLook) -> tuple[QueueState, str]:
        shared = f" It is also about {', '.join(look.unexpected_types)}." if look.unexpected_types else ""
        if not look.listeners:
            return QueueState.NOBODY_LISTENS, f"nobody listens with Voyado's integration name.{shared}"
        if look.oldest is None:
            return QueueState.EMPTY, f"Voyado's queue is empty.{shared}"
        age = self.ports.clock.now() - look.oldest.created_at
        told = f"Voyado's queue holds {look.size}, the oldest for {age_in_words(age)}.{shared}"
        return (QueueState.STALE if age >= NOT_READ else QueueState.WAITING), told

    def _is_in(self, feed: FeedPort) -> bool:
        *_, last = feed.looking_up([self.question.sku])
        return self.question.sku in last.found

    def _journal(self, kind: str) -> tuple[JournalEntry, ...]:
        return self.ports.journal.entries(kind, limit=_LOOKED_BACK)

    def _try(self, what: str, read: Callable[[], T]) -> T | None:
        """Return what is read; notes what cannot be, and goes on without."""
        try:
            return read()
        except BisError as error:
            self.unread.append(f"{what}: {error.message}")
            return None


_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def _tells_of_stock(row: LogEntry) -> bool:
    if "stock" not in row.type.casefold()[:5]:
        return False
    quantity = _QUANTITY.search(row.message)
    return quantity is None or int(quantity[1]) > 0
