from dataclasses import replace

import pytest

from voyado_bis_cli.domain.finding import Finding, Remedy, Severity
from voyado_bis_cli.domain.ids import ContactId, ExternalId, Locale, MarketId, Sku, SubscriptionId
from voyado_bis_cli.domain.market import Market
from voyado_bis_cli.domain.subscription import Subscription, SubscriptionRequest
from voyado_bis_cli.domain.subscription_findings import (
    already_registered,
    call_is_masked,
    feed_findings,
    not_sold_out,
    preferences_changed,
    why_not_registered,
)
from voyado_bis_cli.errors import ErrorCode, WrongError

SKU, SV, DE = Sku("1234SIZEM"), Locale("sv-SE"), Locale("de-DE")
SWEDEN = Market(MarketId(4), "Sweden", store=None, rule=None)
REQUEST = SubscriptionRequest(
    email="john-doe@voyado.com",
    sku=SKU,
    newsletter=False,
    store="voyadotenant-1",
    locale=SV,
    market=ExternalId("4"),
)
OTHER_MARKET = Subscription(SubscriptionId("s-1"), ContactId("c-1"), SKU, "sv-SE", ExternalId("04"), created_on=None)
NO_MARKET = replace(OTHER_MARKET, external_id=None)
OTHER_LOCALE = replace(OTHER_MARKET, locale="de-DE")


def test_a_locale_with_a_feed_is_fine() -> None:
    assert feed_findings(SV, [DE, SV]) == ()


def test_a_profile_without_feeds_leaves_the_locale_unchecked() -> None:
    assert feed_findings(SV, []) == (
        Finding(
            "feeds-unknown",
            Severity.WARNING,
            "The profile names no product feeds, so it could not be checked whether sv-SE has one.",
            "Without a feed for the locale the email never starts.",
            Remedy("Add the feeds to the profile ([profiles.NAME.feeds] or BIS_FEEDS)."),
        ),
    )


def test_a_locale_without_a_feed_is_refused_to_the_character() -> None:
    with pytest.raises(WrongError) as refused:
        feed_findings(Locale("sv-se"), [SV, DE])

    assert (refused.value.message, refused.value.hint, refused.value.code) == (
        "There is no product feed for the locale sv-se, so its email would never start.",
        "Use one of de-DE, sv-SE, spelled exactly so, or connect a feed for it in Engage and add it to the profile.",
        ErrorCode.NOT_FOUND,
    )


@pytest.mark.parametrize("fta", [0, -2])
def test_a_size_without_a_unit_left_is_sold_out(fta: int) -> None:
    assert not_sold_out(SKU, SWEDEN, fta, ["Borås"]) == ()


def test_one_unit_left_is_worth_a_warning() -> None:
    assert not_sold_out(SKU, SWEDEN, 1, ["Borås", "Berlin"]) == (
        Finding(
            "not-sold-out",
            Severity.WARNING,
            "1234SIZEM is not sold out in Sweden: 1 free to allocate (Borås, Berlin).",
            "A shop shows the form only while the size is sold out; the next stock level above 0 starts the email at "
            "once.",
        ),
    )


def test_a_shopper_who_waits_already_is_a_remark() -> None:
    assert already_registered(SKU) == Finding(
        "already-registered", Severity.INFO, "The shopper already waits for 1234SIZEM in this market."
    )


def test_a_masked_address_says_how_to_see_it() -> None:
    assert call_is_masked() == Finding(
        "call-is-masked",
        Severity.INFO,
        "The email address in the call is masked, so it has to be filled in before the call is made.",
        "",
        Remedy("Print it in full with --show-personal-data."),
    )


def test_a_consent_that_became_another_one_is_a_warning() -> None:
    assert preferences_changed(ContactId("c-1")) == Finding(
        "preferences-changed",
        Severity.WARNING,
        "The subscription changed the preferences of the existing contact c-1.",
        "Nobody publishes what the newsletter field does to a consent given before.",
        Remedy("Look at the contact in Engage and tell Voyado if its consent was lost."),
    )


@pytest.mark.parametrize(
    ("others", "seen"),
    [
        ([OTHER_MARKET], "market '04'"),
        ([NO_MARKET], "no market at all"),
        ([OTHER_LOCALE, NO_MARKET, OTHER_MARKET], "no market at all"),
    ],
)
def test_the_same_locale_in_another_market_points_to_the_market_field(others: list[Subscription], seen: str) -> None:
    assert why_not_registered(REQUEST, others) == Finding(
        "registered-with-other-market",
        Severity.ERROR,
        f"Engage registered the subscription with {seen} instead of '4': no stock level will match.",
        "The name of the market field in the Subscription API is not published and may differ.",
        Remedy('Ask Voyado for its name and set subscription_api.fields = { market = "NAME" } in the profile.'),
    )


@pytest.mark.parametrize("others", [[], [OTHER_LOCALE]], ids=["nothing for the SKU", "another locale only"])
def test_a_subscription_that_engage_does_not_show_may_be_late_or_refused(others: list[Subscription]) -> None:
    assert why_not_registered(REQUEST, others) == Finding(
        "not-registered",
        Severity.WARNING,
        "Engage does not show the subscription yet.",
        "It may work later, or its answer hides a refusal: a wrong store value or field name looks like this.",
        Remedy(
            "Look again in a minute; then compare store, SKU and field names with what Voyado confirmed.",
            ("bis config show", "bis subscribe --dry-run"),
        ),
    )
