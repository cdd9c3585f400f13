"""`subscribe`: check, post to the Subscription API, then prove that Engage registered it."""

from collections.abc import Collection, Generator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from voyado_bis_cli.domain import finding
from voyado_bis_cli.domain.availability import fta_per_market
from voyado_bis_cli.domain.clock import Clock
from voyado_bis_cli.domain.finding import Finding, Remedy
from voyado_bis_cli.domain.ids import ContactId, Locale, Sku, StoreId, external_id_of
from voyado_bis_cli.domain.lookup import by_id_or_name
from voyado_bis_cli.domain.market import Market
from voyado_bis_cli.domain.progress import Note, Run, RunEvent, Waiting
from voyado_bis_cli.domain.report import Report
from voyado_bis_cli.domain.report.subscribe import ResponseRow, SubscribeData, SubscribeState, SubscriptionRow
from voyado_bis_cli.domain.subscription import Subscription, SubscriptionAnswer, SubscriptionRequest
from voyado_bis_cli.errors import BisError, NetworkError, NotYetError, UsageError, WrongError
from voyado_bis_cli.workflows.allocation import ShopLayout, read_layout, the_size
from voyado_bis_cli.workflows.ports import Catalogue, Consent, EngagePort, JournalPort, SubscriptionApiPort

POLL_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Wish:
    """What a shopper would type into the form, and how to treat it. `market` is an id or a name, `wait` in seconds.

    `feed_locales` are the locales with a product feed in the profile; empty means that nobody declared any.
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

    def as_dry_run(self) -> "Wish":
        """Return the same wish, to be checked and shown but not sent."""
        return replace(self, dry_run=True)


@dataclass(frozen=True, slots=True)
class SubscribePorts:
    """What `subscribe` needs from outside."""

    centra: Catalogue
    engage: EngagePort
    subscription_api: SubscriptionApiPort
    journal: JournalPort
    clock: Clock
    consent: Consent


@dataclass(frozen=True, slots=True)
class _Known:
    """What Engage knew about the shopper before: contacts with their preferences."""

    preferences: Mapping[ContactId, Mapping[str, object]]

    @property
    def contacts(self) -> tuple[ContactId, ...]:
        return tuple(self.preferences)


_Sighting: TypeAlias = tuple[Subscription | None, tuple[Subscription, ...]]


@dataclass(frozen=True, slots=True)
class _Attempt:
    """One subscription on its way: what is asked for, as it would be sent, and who the shopper is so far."""

    wish: Wish
    request: SubscriptionRequest
    payload: dict[str, object]
    known: _Known

    def data(
        self, state: SubscribeState, found: Subscription | None = None, answer: SubscriptionAnswer | None = None
    ) -> SubscribeData:
        """Return the run's `data`."""
        row = SubscriptionRow(
            email=self.wish.email,
            sku=self.wish.sku,
            locale=self.wish.locale,
            market=self.request.market,
            store=self.wish.store,
            state=state,
            contact_id=found.contact if found else next(iter(self.known.contacts), None),
            subscription_id=found.id if found else None,
            request=self.payload,
            response=ResponseRow(status=answer.status, body=answer.body) if answer else None,
        )
        return SubscribeData(subscriptions=(row,))


def subscribe(wish: Wish, ports: SubscribePorts) -> Run[SubscribeData]:
    """Subscribe one shopper to one SKU in one market.

    *Registered* means that Engage shows the subscription with this SKU, locale and market: the Subscription API's own
    answer proves nothing (contract: Subscription API). Raises WrongError for a SKU or market that does not exist, a
    market without a rule and a locale without a feed; UsageError where an existing contact's consent would be at stake.
    """
    yield Note(f"Checking {wish.sku}, market {wish.market} and locale {wish.locale}")
    findings = list(_feed_findings(wish))
    request, remarks = _checked_request(wish, ports.centra)
    findings += remarks
    yield Note("Looking for the shopper in Engage")
    known = _known_contacts(wish, ports.engage)
    attempt = _Attempt(wish, request, ports.subscription_api.payload(request), known)
    already, _ = _look(ports.engage, known.contacts, request)
    if already:
        findings.append(finding.info("already-registered", f"The shopper already waits for {wish.sku} in this market."))
        return Report(attempt.data(SubscribeState.ALREADY_REGISTERED, already), tuple(findings))
    if wish.dry_run:
        return Report(attempt.data(SubscribeState.DRY_RUN), tuple(findings))
    ports.consent(f"subscribe a shopper to {wish.sku} in market {request.market}", [wish.sku])
    return (yield from _registered(attempt, findings, ports))


def _registered(attempt: _Attempt, findings: list[Finding], ports: SubscribePorts) -> Run[SubscribeData]:
    """Post, and say whether Engage shows it."""
    request = attempt.request
    answer, lost = yield from _post(request, attempt.known, ports)
    found, others = yield from _wait_until_registered(attempt.wish, request, ports)
    if found is None:
        findings += _why_not_registered(request, others)
        state = SubscribeState.REQUESTED if answer else SubscribeState.FAILED
        return Report(attempt.data(state, answer=answer), tuple(findings), _not_registered(findings, lost))
    ports.journal.append(
        "subscription.registered",
        {
            "contact": found.contact,
            "subscription": found.id,
            "sku": found.sku,
            "market": request.market,
            "locale": found.locale,
        },
    )
    findings += _preference_findings(attempt.known, ports.engage)
    return Report(attempt.data(SubscribeState.REGISTERED, found, answer), tuple(findings))


def _feed_findings(wish: Wish) -> tuple[Finding, ...]:
    if not wish.feed_locales:
        return (
            finding.warning(
                "feeds-unknown",
                f"The profile names no product feeds, so it could not be checked whether {wish.locale} has one.",
                "Without a feed for the locale the email never starts.",
                Remedy("Add the feeds to the profile ([profiles.NAME.feeds] or BIS_FEEDS)."),
            ),
        )
    if wish.locale not in wish.feed_locales:
        raise WrongError(
            f"There is no product feed for the locale {wish.locale}, so its email would never start.",
            hint=f"Use one of {', '.join(sorted(wish.feed_locales))}, spelled exactly so, or connect a feed for it in "
            "Engage and add it to the profile.",
        )
    return ()


def _checked_request(wish: Wish, centra: Catalogue) -> tuple[SubscriptionRequest, list[Finding]]:
    size = the_size(centra, wish.sku)
    layout = read_layout(centra, wish.stores)
    market = by_id_or_name(layout.allocation.markets, wish.market, what="market", command="bis markets")
    if market.id not in layout.allocation.rules:
        raise WrongError(
            f"Market {market.name} ({market.id}) has no allocation rule, so Engage never gets a stock level for it and "
            "the shopper would wait forever.",
            hint="Choose an allocation rule for the market in Centra, or subscribe in another one; bis markets "
            "lists them.",
        )
    stock = centra.stock([size.id], layout.allocation.counted_warehouses).get(size.id, ())
    fta = fta_per_market(stock, layout.allocation)[market.id]
    request = SubscriptionRequest(
        email=wish.email,
        sku=wish.sku,
        newsletter=bool(wish.newsletter),
        store=wish.store,
        locale=wish.locale,
        market=external_id_of(market.id),
    )
    return request, _in_stock(wish.sku, market, fta, layout)


def _in_stock(sku: Sku, market: Market, fta: int, layout: ShopLayout) -> list[Finding]:
    if fta <= 0:
        return []
    names = ", ".join(layout.warehouse_name(w) for w in sorted(layout.allocation.warehouses_of(market.id)))
    return [
        finding.warning(
            "not-sold-out",
            f"{sku} is not sold out in {market.name}: {fta} free to allocate ({names}).",
            "A shop shows the form only while the size is sold out; the next stock level above 0 starts the email "
            "at once.",
        )
    ]


def _known_contacts(wish: Wish, engage: EngagePort) -> _Known:
    contacts = engage.contact_ids(wish.email)
    if contacts and wish.newsletter is None and not wish.dry_run:
        raise UsageError(
            "This shopper already exists in Engage, and nobody publishes what a subscription without newsletter "
            "consent "
            "does to a consent given before.",
            hint="Say which it is: --newsletter or --no-newsletter.",
        )
    return _Known({contact: engage.contact(contact).preferences for contact in contacts})


def _post(
    request: SubscriptionRequest, known: _Known, ports: SubscribePorts
) -> Generator[RunEvent, None, tuple[SubscriptionAnswer | None, BisError | None]]:
    """Post once. A lost answer is no reason to post again: the caller looks whether it arrived."""
    note = {"sku": request.sku, "market": request.market, "locale": request.locale, "contacts": list(known.contacts)}
    ports.journal.append("subscription.requested", note)
    yield Note("Posting to the Subscription API")
    try:
        return ports.subscription_api.post(request), None
    except NetworkError as error:
        if not error.may_have_arrived:
            raise
        yield Note("The answer was lost; looking in Engage whether it arrived")
        return None, error


def _wait_until_registered(
    wish: Wish, request: SubscriptionRequest, ports: SubscribePorts
) -> Generator[RunEvent, None, _Sighting]:
    yield Waiting("the subscription to be registered in Engage", wish.wait)
    until = ports.clock.monotonic() + wish.wait
    while True:
        found, others = _look(ports.engage, ports.engage.contact_ids(wish.email), request)
        if found or ports.clock.monotonic() >= until:
            return found, others
        ports.clock.sleep(min(POLL_SECONDS, max(0.0, until - ports.clock.monotonic())))


def _look(engage: EngagePort, contacts: Collection[ContactId], request: SubscriptionRequest) -> _Sighting:
    waiting = [subscription for contact in contacts for subscription in engage.subscriptions(contact)]
    found = next((subscription for subscription in waiting if subscription.answers(request)), None)
    return found, tuple(subscription for subscription in waiting if subscription.sku == request.sku)


def _why_not_registered(request: SubscriptionRequest, others: tuple[Subscription, ...]) -> list[Finding]:
    if lookalike := next((other for other in others if other.locale == request.locale), None):
        seen = f"market {lookalike.external_id!r}" if lookalike.external_id else "no market at all"
        return [
            finding.error(
                "registered-with-other-market",
                f"Engage registered the subscription with {seen} instead of {request.market!r}: no stock level "
                "will match.",
                "The name of the market field in the Subscription API is not published and may differ.",
                Remedy('Ask Voyado for its name and set subscription_api.fields = { market = "NAME" } in the profile.'),
            )
        ]
    return [
        finding.warning(
            "not-registered",
            "Engage does not show the subscription yet.",
            "It may work later, or its answer hides a refusal: a wrong store value or field name looks like this.",
            Remedy(
                "Look again in a minute; then compare store, SKU and field names with what Voyado confirmed.",
                ("bis config show", "bis subscribe --dry-run"),
            ),
        )
    ]


def _not_registered(findings: list[Finding], lost: BisError | None) -> BisError | None:
    if any(found.severity is finding.Severity.ERROR for found in findings):
        return None
    if lost:
        return lost
    return NotYetError("Engage did not show the subscription in the time given.", hint="Give more with --wait SECONDS.")


def _preference_findings(known: _Known, engage: EngagePort) -> list[Finding]:
    changed = [
        contact for contact, before in known.preferences.items() if engage.contact(contact).preferences != before
    ]
    return [
        finding.warning(
            "preferences-changed",
            f"The subscription changed the preferences of the existing contact {contact}.",
            "Nobody publishes what the newsletter field does to a consent given before.",
            Remedy("Look at the contact in Engage and tell Voyado if its consent was lost."),
        )
        for contact in changed
    ]
