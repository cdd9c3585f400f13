"""`subscribe`: check, post to the Subscription API, then prove that Engage registered it."""

from collections.abc import Collection, Generator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256

from voyado_bis_cli.domain import subscription_findings as findings_about
from voyado_bis_cli.domain.availability import fta_per_market
from voyado_bis_cli.domain.clock import Clock
from voyado_bis_cli.domain.finding import Finding, Severity
from voyado_bis_cli.domain.http_call import PostCall
from voyado_bis_cli.domain.ids import ContactId, Locale, MarketId, Sku, StoreId, external_id_of
from voyado_bis_cli.domain.lookup import by_id_or_name
from voyado_bis_cli.domain.progress import Note, Run, RunEvent, Waiting
from voyado_bis_cli.domain.report import Report
from voyado_bis_cli.domain.report.subscribe import ResponseRow, SubscribeData, SubscribeState, SubscriptionRow
from voyado_bis_cli.domain.subscription import Subscription, SubscriptionAnswer, SubscriptionRequest
from voyado_bis_cli.errors import (
    BisError,
    NetworkError,
    NotYetError,
    RateLimitedError,
    RefusedError,
    UsageError,
    WrongError,
)
from voyado_bis_cli.workflows.allocation import ShopLayout, read_layout, the_size
from voyado_bis_cli.workflows.ports import Catalogue, Consent, EngagePort, JournalPort, SubscriptionApiPort

POLL_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Wish:
    """What a shopper would type into the form, and how to treat it. `market` is an id or a name, `wait` in seconds.

    `feed_locales` are the locales with a product feed in the profile; empty means that nobody declared any. A dry run
    may hand over the request as a `call` to copy.
    """

    email: str
    sku: Sku
    market: str
    locale: Locale
    store: str
    newsletter: bool | None
    stores: Collection[StoreId]
    feed_locales: Collection[Locale]
    wait: float
    dry_run: bool = False
    call: PostCall | None = None

    def as_dry_run(self, call: PostCall | None = None) -> "Wish":
        """Return the same wish, to be checked and shown but not sent."""
        return replace(self, dry_run=True, call=call)


@dataclass(frozen=True, slots=True)
class SubscribePorts:
    """What `subscribe` needs from outside."""

    centra: Catalogue
    engage: EngagePort
    subscription_api: SubscriptionApiPort
    journal: JournalPort
    clock: Clock
    consent: Consent


class Shop:
    """What Centra says about the SKUs and markets that are wished for, each asked once."""

    def __init__(self, centra: Catalogue, stores: Collection[StoreId]) -> None:
        self._centra = centra
        self._stores = stores
        self._fta: dict[Sku, Mapping[MarketId, int]] = {}

    @cached_property
    def layout(self) -> ShopLayout:
        """Markets, rules and warehouses."""
        return read_layout(self._centra, self._stores)

    def checked(self, wish: Wish) -> tuple[SubscriptionRequest, tuple[Finding, ...]]:
        """Return the request for a wish, with remarks.

        Raises WrongError for a locale without a feed, an unknown SKU or market, and a market without a rule.
        """
        remarks = findings_about.feed_findings(wish.locale, wish.feed_locales)
        fta = self._fta_of(wish.sku)
        allocation = self.layout.allocation
        market = by_id_or_name(allocation.markets, wish.market, what="market", command="bis markets")
        if market.id not in allocation.rules:
            raise WrongError(
                f"Market {market.name} ({market.id}) has no allocation rule, so Engage never gets a stock level for it "
                "and the shopper would wait forever.",
                hint="Choose an allocation rule for the market in Centra, or subscribe in another one; bis markets "
                "lists them.",
            )
        request = SubscriptionRequest(
            email=wish.email,
            sku=wish.sku,
            newsletter=bool(wish.newsletter),
            store=wish.store,
            locale=wish.locale,
            market=external_id_of(market.id),
        )
        names = [self.layout.warehouse_name(each) for each in sorted(allocation.warehouses_of(market.id))]
        return request, (*remarks, *findings_about.not_sold_out(wish.sku, market, fta[market.id], names))

    def _fta_of(self, sku: Sku) -> Mapping[MarketId, int]:
        if sku not in self._fta:
            size = the_size(self._centra, sku)
            allocation = self.layout.allocation
            stock = self._centra.stock([size.id], allocation.counted_warehouses).get(size.id, ())
            self._fta[sku] = fta_per_market(stock, allocation)
        return self._fta[sku]


@dataclass(frozen=True, slots=True)
class Sighting:
    """What Engage shows: the subscription that was asked for, and all for the same SKU."""

    found: Subscription | None
    others: tuple[Subscription, ...]


@dataclass(frozen=True, slots=True)
class Attempt:
    """One subscription on its way: what is asked for, as it is sent, and what Engage knew of the shopper before."""

    wish: Wish
    request: SubscriptionRequest
    payload: dict[str, object]
    preferences: Mapping[ContactId, Mapping[str, object]] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What the journal knows this subscription by, without the address."""
        told = (self.request.email.casefold(), self.request.sku, self.request.market, self.request.locale)
        return sha256("\n".join(told).encode()).hexdigest()[:16]

    def consent_must_be_said(self) -> None:
        """Raise UsageError before a post that may touch a consent given before (contract: Subscription API)."""
        if self.preferences and self.wish.newsletter is None:
            raise UsageError(
                "This shopper already exists in Engage, and nobody publishes what a subscription without newsletter "
                "consent does to a consent given before.",
                hint="Say which it is: --newsletter or --no-newsletter.",
            )

    def row(
        self,
        state: SubscribeState,
        found: Subscription | None = None,
        answer: SubscriptionAnswer | None = None,
        reason: str = "",
    ) -> SubscriptionRow:
        """Return what became of it."""
        return SubscriptionRow(
            email=self.wish.email,
            sku=self.wish.sku,
            locale=self.wish.locale,
            market=self.request.market,
            store=self.wish.store,
            state=state,
            contact_id=found.contact if found else next(iter(self.preferences), None),
            subscription_id=found.id if found else None,
            request=self.payload,
            response=ResponseRow(status=answer.status, body=answer.body) if answer else None,
            reason=reason,
            call=self.wish.call.of(self.payload) if self.wish.call else None,
        )


def subscribe(wish: Wish, ports: SubscribePorts) -> Run[SubscribeData]:
    """Subscribe one shopper to one SKU in one market.

    *Registered* means that Engage shows the subscription with this SKU, locale and market: the Subscription API's own
    answer proves nothing (contract: Subscription API). Raises WrongError for a SKU or market that does not exist, a
    market without a rule and a locale without a feed; UsageError where an existing contact's consent would be at stake.
    """
    yield Note(f"Checking {wish.sku}, market {wish.market} and locale {wish.locale}")
    request, remarks = Shop(ports.centra, wish.stores).checked(wish)
    yield Note("Looking for the shopper in Engage")
    attempt = with_preferences(Attempt(wish, request, ports.subscription_api.payload(request)), ports.engage)
    if already := look(ports.engage, attempt.preferences, request).found:
        row = attempt.row(SubscribeState.ALREADY_REGISTERED, already)
        return _report(row, [*remarks, findings_about.already_registered(wish.sku)])
    if wish.dry_run:
        masked = [findings_about.call_is_masked()] if wish.call and wish.call.is_masked else []
        return _report(attempt.row(SubscribeState.DRY_RUN), [*remarks, *masked])
    attempt.consent_must_be_said()
    ports.consent(f"subscribe a shopper to {wish.sku} in market {request.market}", [wish.sku])
    return (yield from _posted_and_seen(attempt, remarks, ports))


def with_preferences(attempt: Attempt, engage: EngagePort) -> Attempt:
    """Return the attempt with what Engage knows of the shopper now, on every contact with this email."""
    contacts = engage.contact_ids(attempt.wish.email)
    return replace(attempt, preferences={each: engage.contact(each).preferences for each in contacts})


def look(engage: EngagePort, contacts: Collection[ContactId], request: SubscriptionRequest) -> Sighting:
    """Look for a subscription on these contacts."""
    waiting = [subscription for contact in contacts for subscription in engage.subscriptions(contact)]
    found = next((subscription for subscription in waiting if subscription.answers(request)), None)
    return Sighting(found, tuple(subscription for subscription in waiting if subscription.sku == request.sku))


def post(attempt: Attempt, ports: SubscribePorts) -> tuple[SubscriptionAnswer | None, NetworkError | None]:
    """Post once, noted before. A lost answer is no reason to post again: the caller looks whether it arrived.

    What is raised was not carried out, which is noted too: no later run waits for it to appear.
    """
    request = attempt.request
    note = {"key": attempt.key, "sku": request.sku, "market": request.market, "locale": request.locale}
    ports.journal.append("subscription.requested", {**note, "contacts": list(attempt.preferences)})
    try:
        return ports.subscription_api.post(request), None
    except (RefusedError, RateLimitedError, NetworkError) as error:
        if isinstance(error, NetworkError) and error.may_have_arrived:
            return None, error
        ports.journal.append("subscription.refused", {"key": attempt.key})
        raise


def note_registered(attempt: Attempt, found: Subscription, journal: JournalPort) -> None:
    """Remember a subscription that we made: it can be found and deleted again."""
    journal.append(
        "subscription.registered",
        {
            "key": attempt.key,
            "contact": found.contact,
            "subscription": found.id,
            "sku": found.sku,
            "market": attempt.request.market,
            "locale": found.locale,
        },
    )


def preference_findings(attempt: Attempt, engage: EngagePort) -> tuple[Finding, ...]:
    """Compare the preferences of the contacts that were there before with what they are now."""
    return tuple(
        findings_about.preferences_changed(contact)
        for contact, before in attempt.preferences.items()
        if engage.contact(contact).preferences != before
    )


def _posted_and_seen(attempt: Attempt, remarks: Collection[Finding], ports: SubscribePorts) -> Run[SubscribeData]:
    yield Note("Posting to the Subscription API")
    answer, lost = post(attempt, ports)
    if lost:
        yield Note("The answer was lost; looking in Engage whether it arrived")
    seen = yield from _wait_until_registered(attempt, ports)
    if seen.found is None:
        why = findings_about.why_not_registered(attempt.request, seen.others)
        state = SubscribeState.REQUESTED if answer else SubscribeState.FAILED
        return _report(attempt.row(state, answer=answer), [*remarks, why], _not_registered(why, lost))
    note_registered(attempt, seen.found, ports.journal)
    row = attempt.row(SubscribeState.REGISTERED, seen.found, answer)
    return _report(row, [*remarks, *preference_findings(attempt, ports.engage)])


def _wait_until_registered(attempt: Attempt, ports: SubscribePorts) -> Generator[RunEvent, None, Sighting]:
    wish, clock = attempt.wish, ports.clock
    yield Waiting("the subscription to be registered in Engage", wish.wait)
    until = clock.monotonic() + wish.wait
    while True:
        seen = look(ports.engage, ports.engage.contact_ids(wish.email), attempt.request)
        if seen.found or clock.monotonic() >= until:
            return seen
        clock.sleep(min(POLL_SECONDS, max(0.0, until - clock.monotonic())))


def _not_registered(why: Finding, lost: BisError | None) -> BisError | None:
    if why.severity is Severity.ERROR:
        return None
    return lost or NotYetError(
        "Engage did not show the subscription in the time given.", hint="Give more with --wait SECONDS."
    )


def _report(
    row: SubscriptionRow, remarks: Collection[Finding], partial: BisError | None = None
) -> Report[SubscribeData]:
    return Report(SubscribeData(subscriptions=(row,)), tuple(remarks), partial)
