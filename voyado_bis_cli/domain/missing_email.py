"""Why one shopper got no email: what was read, judged cause by cause, and ranked.

Causes and their order are the contract's ("What starts the email", *No email came*), most likely first. Some cannot be
told apart from outside; then their group is the answer, and says so.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from voyado_bis_cli.domain.ids import ExternalId, Locale, Sku
from voyado_bis_cli.domain.subscription import Contact, Email, Subscription
from voyado_bis_cli.domain.verification import says_undelivered
from voyado_bis_cli.domain.wording import counted


class Cause(StrEnum):
    """What may keep an email away, most likely first."""

    VOYADO_NOT_READING = "voyado-not-reading"
    ALLOWLIST = "allowlist"
    OTHER_MARKET = "other-market"
    MARKET_WITHOUT_RULE = "market-without-rule"
    LOCALE_WITHOUT_FEED = "locale-without-feed"
    SKU_NOT_IN_FEED = "sku-not-in-feed"
    TOO_FEW = "too-few"
    AUTOMATION_INACTIVE = "automation-inactive"
    FILTERED = "filtered"
    OPTED_OUT = "opted-out"
    ALREADY_USED = "already-used"
    OUTSIDE_RULE = "stock-outside-rule"
    OTHER_TENANT = "other-tenant"
    NEVER_SUBSCRIBED = "never-subscribed"
    OTHER_CONTACT = "other-contact"
    FEED_NOT_IMPORTED = "feed-not-imported"
    BOUNCED = "bounced"
    WAIT_STEP = "wait-step"
    SHARED_NAME = "shared-name"
    EVENTS_OFF = "events-off"


_ORDER = {cause: place for place, cause in enumerate(Cause)}


class Certainty(IntEnum):
    """How sure it is; what was ruled out is no suspect any more."""

    FOUND = 0
    LIKELY = 1
    POSSIBLE = 2


@dataclass(frozen=True, slots=True)
class Suspect:
    """A cause that was not ruled out, and what speaks for it."""

    cause: Cause
    certainty: Certainty
    evidence: str


class QueueState(StrEnum):
    """What Voyado's event queue in Centra shows from the side."""

    UNKNOWN = "unknown"
    REFUSED = "token-refused"
    NOBODY_LISTENS = "nobody-listens"
    STALE = "stale"
    WAITING = "waiting"
    EMPTY = "empty"


class Events(StrEnum):
    """What our own event queue says about Centra's event system, since the shopper subscribed."""

    UNKNOWN = "unknown"
    SEEN = "seen"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Stock:
    """Units of the SKU in the market: FTA, our estimate of what the shop can sell, and where else there are some."""

    fta: int
    sellable: int
    elsewhere: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything that was read about one shopper, SKU and market; None or UNKNOWN where it could not be read.

    `subscriptions` are those for the SKU, on whatever contact. `feeds` says whether each declared feed holds the SKU.
    `was_registered` tells of a subscription that is not there any more, `level_arrived` whether Engage got a level
    above 0 for SKU and market while it waited. `emails` are those that may be the expected one, newest
    first, since it was registered where that is known; `emailed_type` is the contact type the newest went to.
    """

    sku: Sku
    market: ExternalId
    contacts: tuple[Contact, ...]
    subscriptions: tuple[Subscription, ...]
    contact_type: str = ""
    was_registered: bool = False
    feeds: Mapping[Locale, bool | None]
    has_rule: bool | None = None
    stock: Stock | None = None
    queue: QueueState = QueueState.UNKNOWN
    queue_says: str = ""
    events: Events = Events.UNKNOWN
    level_arrived: bool | None = None
    emails: tuple[Email, ...] = ()
    emailed_type: str = ""
    foreign_store: str = ""
    may_have_allowlist: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """Every cause that was not ruled out, ranked."""

    suspects: tuple[Suspect, ...]

    @property
    def first(self) -> tuple[Suspect, ...]:
        """The cause that was found, or all that are left where none was."""
        found = [suspect for suspect in self.suspects if suspect.certainty is Certainty.FOUND]
        return tuple(found[:1] or self.suspects)

    @property
    def is_told_apart(self) -> bool:
        """Whether the first one stands alone."""
        return len(self.first) == 1


def why_no_email(facts: Facts) -> Answer:
    """Rank what keeps the email away: what was found, then what is likely, then what is left; each by its order."""
    suspects = list(_suspects(facts))
    return Answer(tuple(sorted(suspects, key=lambda each: (each.certainty, _ORDER[each.cause]))))


def _suspects(facts: Facts) -> Iterator[Suspect]:
    waiting = [one for one in facts.subscriptions if one.external_id == facts.market]
    if not facts.subscriptions:
        yield from _sent(facts)
        yield from () if facts.emails and facts.was_registered else _gone(facts)
    elif not waiting:
        yield _other_market(facts)
        yield from _on_the_way(facts, facts.subscriptions[0])
    else:
        found = list(_on_the_way(facts, waiting[0]))
        yield from found
        if not any(suspect.certainty is Certainty.FOUND for suspect in found):
            yield from _stuck(facts, waiting[0])


def _sent(facts: Facts) -> Iterator[Suspect]:
    """Judge the email that left, where nothing waits any more: without a time to begin with, it may be an older one."""
    if not facts.emails:
        return
    newest = facts.emails[0]
    when = f"on {newest.sent_at:%Y-%m-%d %H:%M} UTC" if newest.sent_at else "some time ago"
    told = f"{newest.subject or newest.name!r} left {when}, status {newest.status or 'unknown'}"
    if says_undelivered(newest.status):
        yield Suspect(Cause.BOUNCED, Certainty.FOUND, told)
    elif _is_other_type(facts, facts.emailed_type):
        yield Suspect(Cause.OTHER_CONTACT, Certainty.FOUND, f"{told}, to the contact of type {facts.emailed_type}")
    else:
        certainty = Certainty.FOUND if facts.was_registered else Certainty.LIKELY
        yield Suspect(Cause.ALREADY_USED, certainty, f"{told}; a second email needs a second subscription")


def _gone(facts: Facts) -> Iterator[Suspect]:
    """Judge where nothing waits and no email left: it started and did not arrive, or was never there."""
    if facts.contacts:
        sure = "the subscription was there and is used up" if facts.was_registered else "nothing waits any more"
        certainty = Certainty.LIKELY if facts.was_registered else Certainty.POSSIBLE
        if facts.may_have_allowlist:
            yield Suspect(Cause.ALLOWLIST, certainty, f"{sure}, and a staging tenant sends to its allowlist only")
        yield Suspect(Cause.BOUNCED, certainty, f"{sure}, and an address that bounced before gets no email")
        yield Suspect(Cause.WAIT_STEP, certainty, f"{sure}, and a flow may wait before it sends")
    if facts.was_registered and facts.contacts:
        return
    who = "Engage knows the shopper, but no subscription to this SKU" if facts.contacts else "Engage has no contact"
    if facts.foreign_store:
        yield Suspect(Cause.OTHER_TENANT, Certainty.FOUND, facts.foreign_store)
    else:
        yield Suspect(Cause.OTHER_TENANT, Certainty.POSSIBLE, f"{who}: a store value may name another tenant")
    yield Suspect(Cause.NEVER_SUBSCRIBED, Certainty.POSSIBLE, f"{who}: the form may never have sent it")


def _other_market(facts: Facts) -> Suspect:
    markets = sorted({one.external_id or "none" for one in facts.subscriptions})
    return Suspect(
        Cause.OTHER_MARKET,
        Certainty.FOUND,
        f"the subscription has market {', '.join(markets)}, and the stock levels have {facts.market}",
    )


def _on_the_way(facts: Facts, subscription: Subscription) -> Iterator[Suspect]:
    """Judge what can be read of the way from stock to email."""
    if facts.queue in {QueueState.REFUSED, QueueState.NOBODY_LISTENS, QueueState.STALE}:
        yield Suspect(Cause.VOYADO_NOT_READING, Certainty.FOUND, facts.queue_says)
    if facts.has_rule is False:
        told = f"market {facts.market} has no allocation rule, so it never gets a stock level"
        yield Suspect(Cause.MARKET_WITHOUT_RULE, Certainty.FOUND, told)
    yield from _feed(facts, Locale(subscription.locale))
    if facts.stock and facts.has_rule and facts.stock.fta <= 0:
        yield _nothing_to_sell(facts.stock)
    yield from _contact(facts, subscription)


def _feed(facts: Facts, locale: Locale) -> Iterator[Suspect]:
    if not facts.feeds:
        return
    if locale not in facts.feeds:
        told = f"the subscription has {locale!r}, and there are feeds for {', '.join(sorted(facts.feeds))}"
        yield Suspect(Cause.LOCALE_WITHOUT_FEED, Certainty.FOUND, told)
    elif facts.feeds[locale] is False:
        yield Suspect(Cause.SKU_NOT_IN_FEED, Certainty.FOUND, f"the {locale} feed has no {facts.sku}")


def _nothing_to_sell(stock: Stock) -> Suspect:
    if stock.elsewhere:
        told = f"there is stock in {', '.join(stock.elsewhere)}, and the market's rule sells from none of these"
        return Suspect(Cause.OUTSIDE_RULE, Certainty.FOUND, told)
    return Suspect(Cause.TOO_FEW, Certainty.FOUND, f"{counted(stock.fta, 'unit')} free to allocate in this market")


def _contact(facts: Facts, subscription: Subscription) -> Iterator[Suspect]:
    type_ = next((one.type for one in facts.contacts if one.id == subscription.contact), None)
    if _is_other_type(facts, type_):
        told = f"the subscription hangs on the contact of type {type_}, not on {facts.contact_type}"
        yield Suspect(Cause.OTHER_CONTACT, Certainty.FOUND, told)


def _is_other_type(facts: Facts, type_: str | None) -> bool:
    return bool(facts.contact_type and type_ and type_.casefold() != facts.contact_type.casefold())


def _stuck(facts: Facts, subscription: Subscription) -> Iterator[Suspect]:
    """Judge where there is stock and everything readable is right, and the subscription waits all the same."""
    if facts.queue is QueueState.WAITING and not facts.level_arrived:
        yield Suspect(Cause.VOYADO_NOT_READING, Certainty.LIKELY, facts.queue_says)
        return
    if facts.level_arrived is not False:
        yield from _not_started(facts, subscription)
    if not facts.level_arrived:
        yield from _not_told(facts)


def _not_started(facts: Facts, subscription: Subscription) -> Iterator[Suspect]:
    """Name what makes Engage pass a subscription over."""
    sure = facts.level_arrived is True
    certainty = Certainty.LIKELY if sure else Certainty.POSSIBLE
    got = "Engage got a level above 0 and did not start" if sure else "Engage may have got the level"
    units = counted(facts.stock.fta, "unit") if facts.stock else "what there is"
    yield Suspect(Cause.TOO_FEW, certainty, f"{got}: {units} may be below the automation's minimum")
    yield Suspect(Cause.AUTOMATION_INACTIVE, certainty, f"{got}: no API shows whether the automation is active")
    yield Suspect(Cause.FILTERED, certainty, f"{got}: a recent purchase, or a filter on contact, SKU or locale")
    accepts = _accepts_email(facts, subscription)
    if accepts is not True:
        told = "the contact accepts no newsletters" if accepts is False else "preferences are not shown"
        yield Suspect(Cause.OPTED_OUT, certainty, f"{got}: {told}")
    if len(facts.contacts) > 1:
        told = f"it hangs on one of {len(facts.contacts)} contacts with this email"
        yield Suspect(Cause.OTHER_CONTACT, certainty, f"{got}: {told}")
    yield Suspect(Cause.FEED_NOT_IMPORTED, certainty, f"{got}: Engage may not have imported the feed again yet")


def _accepts_email(facts: Facts, subscription: Subscription) -> object:
    """Return what Engage shows: True, False, or anything else where it says neither."""
    preferences = next((one.preferences for one in facts.contacts if one.id == subscription.contact), {})
    return preferences.get("acceptsEmail")


def _not_told(facts: Facts) -> Iterator[Suspect]:
    """Name what keeps a level from reaching Engage although there is stock."""
    sure = "no level of it reached Engage" if facts.level_arrived is False else "perhaps no level reached Engage"
    certainty = Certainty.LIKELY if facts.level_arrived is False else Certainty.POSSIBLE
    if facts.queue is QueueState.UNKNOWN:
        told = f"{sure}, and Voyado's queue could not be looked at"
        yield Suspect(Cause.VOYADO_NOT_READING, certainty, told)
    if facts.events is not Events.MISSING:
        told = f"{sure}, and whoever has the same integration name may have taken the event"
        yield Suspect(Cause.SHARED_NAME, certainty, told)
    if facts.events is not Events.SEEN:
        missing = "a stock change made no event for our integration either" if facts.events is Events.MISSING else ""
        told = missing or "nothing proves that Centra makes events"
        yield Suspect(Cause.EVENTS_OFF, certainty, f"{sure}, and {told}")
