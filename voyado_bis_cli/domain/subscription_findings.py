"""What is worth saying about a subscription: before it is asked for, and once Engage was looked at."""

from collections.abc import Collection, Iterable

from voyado_bis_cli.domain.finding import Finding, Remedy, error, info, warning
from voyado_bis_cli.domain.ids import ContactId, Locale, Sku
from voyado_bis_cli.domain.market import Market
from voyado_bis_cli.domain.subscription import Subscription, SubscriptionRequest
from voyado_bis_cli.errors import WrongError


def feed_findings(locale: Locale, feed_locales: Collection[Locale]) -> tuple[Finding, ...]:
    """Return a warning where nobody declared feeds; raises WrongError for a locale without one."""
    if not feed_locales:
        return (
            warning(
                "feeds-unknown",
                f"The profile names no product feeds, so it could not be checked whether {locale} has one.",
                "Without a feed for the locale the email never starts.",
                Remedy("Add the feeds to the profile ([profiles.NAME.feeds] or BIS_FEEDS)."),
            ),
        )
    if locale not in feed_locales:
        raise WrongError(
            f"There is no product feed for the locale {locale}, so its email would never start.",
            hint=f"Use one of {', '.join(sorted(feed_locales))}, spelled exactly so, or connect a feed for it in "
            "Engage and add it to the profile.",
        )
    return ()


def not_sold_out(sku: Sku, market: Market, fta: int, warehouses: Iterable[str]) -> tuple[Finding, ...]:
    """Return a warning where the market still has `fta` units of the SKU; `warehouses` are the names of its rule's."""
    if fta <= 0:
        return ()
    return (
        warning(
            "not-sold-out",
            f"{sku} is not sold out in {market.name}: {fta} free to allocate ({', '.join(warehouses)}).",
            "A shop shows the form only while the size is sold out; the next stock level above 0 starts the email "
            "at once.",
        ),
    )


def already_registered(sku: Sku) -> Finding:
    """Return the remark that nothing had to be posted."""
    return info("already-registered", f"The shopper already waits for {sku} in this market.")


def call_is_masked() -> Finding:
    """Return the remark that the address in a call to copy is not the one that was given."""
    return info(
        "call-is-masked",
        "The email address in the call is masked, so it has to be filled in before the call is made.",
        "",
        Remedy("Print it in full with --show-personal-data."),
    )


def why_not_registered(request: SubscriptionRequest, others: Collection[Subscription]) -> Finding:
    """Return why Engage does not show `request`; `others` are the subscriptions it shows for the same SKU."""
    if lookalike := next((other for other in others if other.locale == request.locale), None):
        seen = f"market {lookalike.external_id!r}" if lookalike.external_id else "no market at all"
        return error(
            "registered-with-other-market",
            f"Engage registered the subscription with {seen} instead of {request.market!r}: no stock level will match.",
            "The name of the market field in the Subscription API is not published and may differ.",
            Remedy('Ask Voyado for its name and set subscription_api.fields = { market = "NAME" } in the profile.'),
        )
    return warning(
        "not-registered",
        "Engage does not show the subscription yet.",
        "It may work later, or its answer hides a refusal: a wrong store value or field name looks like this.",
        Remedy(
            "Look again in a minute; then compare store, SKU and field names with what Voyado confirmed.",
            ("bis config show", "bis subscribe --dry-run"),
        ),
    )


def preferences_changed(contact: ContactId) -> Finding:
    """Return the warning that a consent given before is another one now."""
    return warning(
        "preferences-changed",
        f"The subscription changed the preferences of the existing contact {contact}.",
        "Nobody publishes what the newsletter field does to a consent given before.",
        Remedy("Look at the contact in Engage and tell Voyado if its consent was lost."),
    )
