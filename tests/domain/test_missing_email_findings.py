"""The answer in words: what keeps the email away, how sure that is, what to do, and what else was seen."""

import pytest

from voyado_bis_cli.domain.finding import Finding, Remedy, Severity
from voyado_bis_cli.domain.ids import ExternalId, Sku
from voyado_bis_cli.domain.missing_email import Answer, Cause, Certainty, Facts, Stock, Suspect
from voyado_bis_cli.domain.missing_email_findings import findings_of

FOUND, LIKELY, POSSIBLE = Certainty
DOCS = "docs/how-to-no-email.md"
CHECK = "bis subscribe --check payload.json"
WORDS = {
    Cause.VOYADO_NOT_READING: (
        "Voyado does not read Centra's event queue, so Engage knows no newer stock",
        "Ask Voyado whether their service runs with this very token; a new one must carry the same integration name.",
        "bis queue",
    ),
    Cause.ALLOWLIST: (
        "The address is not on the staging tenant's allowlist",
        "Ask Voyado to put the test address on the allowlist.",
        "",
    ),
    Cause.OTHER_MARKET: (
        "The subscription has another market than the stock levels",
        "Let the form send the id of the market, as a string, in the field that Voyado confirmed.",
        CHECK,
    ),
    Cause.MARKET_WITHOUT_RULE: (
        "The market has no allocation rule",
        "Choose an allocation rule for the market in Centra.",
        "bis markets",
    ),
    Cause.LOCALE_WITHOUT_FEED: (
        "There is no product feed for the subscription's locale",
        "Let the form send a locale that has a feed, or connect one in Engage.",
        "",
    ),
    Cause.SKU_NOT_IN_FEED: (
        "The product feed does not hold the SKU",
        "Keep sold-out products in the feed, with Centra's SKU.",
        "bis doctor feed-skus",
    ),
    Cause.TOO_FEW: (
        "There is nothing to sell, or fewer than the automation asks for",
        "Compare the stock with the minimum quantity of the automation.",
        "bis stock",
    ),
    Cause.AUTOMATION_INACTIVE: ("The automation is not active", "Open the automation in Engage: is it active?", ""),
    Cause.FILTERED: (
        "A filter of the automation holds it back",
        "Read the automation's filters in Engage with this shopper in mind.",
        "",
    ),
    Cause.OPTED_OUT: ("The contact opted out", "Look at the contact's preferences in Engage.", ""),
    Cause.ALREADY_USED: (
        "The subscription was used: its email left",
        "Subscribe again for another email; look into the spam folder for the first one.",
        "",
    ),
    Cause.OUTSIDE_RULE: (
        "The stock is in a warehouse that the market does not sell from",
        "Move the stock, or add the warehouse to the market's allocation rule.",
        "bis warehouses",
    ),
    Cause.OTHER_TENANT: (
        "The subscription went to another tenant",
        "Compare the store value that the form sends with what Voyado confirmed.",
        CHECK,
    ),
    Cause.NEVER_SUBSCRIBED: (
        "The shop's form never sent the subscription",
        "Fill in the shop's form with the browser's network tab open, and judge what it sent.",
        CHECK,
    ),
    Cause.OTHER_CONTACT: (
        "The subscription hangs on a contact of another type",
        "Look at every contact with this email in Engage, and at engage.contact_type.",
        "",
    ),
    Cause.FEED_NOT_IMPORTED: (
        "Engage has not imported the feed again",
        "Look at the feed's last import in Engage.",
        "",
    ),
    Cause.BOUNCED: ("The email bounced", "Correct the address; Engage sends nothing to one that bounced.", ""),
    Cause.WAIT_STEP: (
        "The flow waits before it sends",
        "Look for a wait step in the flow, and again when its time is over.",
        "",
    ),
    Cause.SHARED_NAME: (
        "Another token with the same integration name takes the events",
        "Give each brand and tool an integration name of its own.",
        "bis doctor --all-profiles",
    ),
    Cause.EVENTS_OFF: (
        "Centra's event system is off",
        "Ask Centra's support to switch it on.",
        "bis doctor event-system",
    ),
}


def told(
    *suspects: Suspect, log_says: tuple[str, ...] = (), unread: tuple[str, ...] = (), stock: Stock | None = None
) -> tuple[Finding, ...]:
    read = Facts(sku=Sku("A"), market=ExternalId("4"), contacts=(), subscriptions=(), feeds={}, stock=stock)
    return findings_of(read, Answer(suspects), log_says, unread)


@pytest.mark.parametrize("cause", Cause)
def test_a_cause_that_was_found_is_an_error_with_what_to_do_about_it(cause: Cause) -> None:
    title, remedy, command = WORDS[cause]

    assert told(Suspect(cause, FOUND, "so it is")) == (
        Finding(
            f"why-{cause.value}",
            Severity.ERROR,
            f"{title}: so it is.",
            "",
            Remedy(remedy, (command,) if command else ()),
            DOCS,
        ),
    )


@pytest.mark.parametrize(
    ("certainty", "severity"),
    [(FOUND, Severity.ERROR), (LIKELY, Severity.WARNING), (POSSIBLE, Severity.WARNING)],
)
def test_only_what_was_found_is_an_error(certainty: Certainty, severity: Severity) -> None:
    (finding,) = told(Suspect(Cause.BOUNCED, certainty, "status HardBounce"))

    assert finding == Finding(
        "why-bounced",
        severity,
        "The email bounced: status HardBounce.",
        "",
        Remedy("Correct the address; Engage sends nothing to one that bounced."),
        DOCS,
    )


def test_what_the_log_says_stands_below_the_first_cause_and_every_other_one_found_follows() -> None:
    first, second = told(
        Suspect(Cause.MARKET_WITHOUT_RULE, FOUND, "market 4 has none"),
        Suspect(Cause.SKU_NOT_IN_FEED, FOUND, "the sv-SE feed has no A"),
        Suspect(Cause.BOUNCED, LIKELY, "it may have"),
        log_says=("No rule", "Not sent"),
    )

    assert (first.id, first.detail) == (
        "why-market-without-rule",
        "The integration log says: No rule\nThe integration log says: Not sent",
    )
    assert second == Finding(
        "why-sku-not-in-feed",
        Severity.ERROR,
        "The product feed does not hold the SKU: the sv-SE feed has no A.",
        "",
        Remedy("Keep sold-out products in the feed, with Centra's SKU.", ("bis doctor feed-skus",)),
        DOCS,
    )


def test_a_group_is_one_warning_with_its_members_in_order_and_the_next_steps_of_the_first_two() -> None:
    group = (
        Suspect(Cause.SHARED_NAME, LIKELY, "it may be taken"),
        Suspect(Cause.EVENTS_OFF, LIKELY, "nothing proves it"),
        Suspect(Cause.WAIT_STEP, POSSIBLE, "it may wait"),
    )

    assert told(*group, log_says=("Not started", "Not sent")) == (
        Finding(
            "cannot-be-told-apart",
            Severity.WARNING,
            "It is one of 3 causes that look alike from outside; most likely first.",
            "1. Another token with the same integration name takes the events: it may be taken\n"
            "2. Centra's event system is off: nothing proves it\n"
            "3. The flow waits before it sends: it may wait\n"
            "The integration log says: Not started\n"
            "The integration log says: Not sent",
            Remedy(
                "Give each brand and tool an integration name of its own. Ask Centra's support to switch it on.",
                ("bis doctor --all-profiles",),
            ),
            DOCS,
        ),
    )


@pytest.mark.parametrize(
    ("stock", "contradicts"),
    [(None, False), (Stock(0, 0), False), (Stock(1, 0), True), (Stock(5, 0), True), (Stock(5, 1), False)],
)
def test_fta_of_which_the_shop_can_sell_nothing_is_pointed_out(stock: Stock | None, contradicts: bool) -> None:
    others = told(Suspect(Cause.BOUNCED, FOUND, "it did"), stock=stock)[1:]

    assert [finding.id for finding in others] == (["shop-says-sold-out"] if contradicts else [])


def test_what_the_shop_deducts_and_what_could_not_be_read_come_last() -> None:
    bounced = Suspect(Cause.BOUNCED, FOUND, "it did")

    assert told(bounced, stock=Stock(2, 0), unread=("the log: gone", "the feed: 404"))[1:] == (
        Finding(
            "shop-says-sold-out",
            Severity.INFO,
            "2 units free to allocate, but by our estimate the shop can sell none.",
            "The shop deducts the warehouse's threshold, the API's FTA does not.",
        ),
        Finding(
            "not-everything-read",
            Severity.WARNING,
            "Not everything could be read, so more may be wrong.",
            "the log: gone\nthe feed: 404",
        ),
    )
