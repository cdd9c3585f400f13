"""The answer to a missing email in words: the first cause with what to do about it, then the rest."""

from collections.abc import Iterator, Mapping

from voyado_bis_cli.domain.finding import Finding, Remedy, Severity, info, warning
from voyado_bis_cli.domain.missing_email import Answer, Cause, Certainty, Facts, Suspect
from voyado_bis_cli.domain.wording import counted

DOCS = "docs/how-to-no-email.md"

_TITLES: Mapping[Cause, str] = {
    Cause.VOYADO_NOT_READING: "Voyado does not read Centra's event queue, so Engage knows no newer stock",
    Cause.ALLOWLIST: "The address is not on the staging tenant's allowlist",
    Cause.OTHER_MARKET: "The subscription has another market than the stock levels",
    Cause.MARKET_WITHOUT_RULE: "The market has no allocation rule",
    Cause.LOCALE_WITHOUT_FEED: "There is no product feed for the subscription's locale",
    Cause.SKU_NOT_IN_FEED: "The product feed does not hold the SKU",
    Cause.TOO_FEW: "There is nothing to sell, or fewer than the automation asks for",
    Cause.AUTOMATION_INACTIVE: "The automation is not active",
    Cause.FILTERED: "A filter of the automation holds it back",
    Cause.OPTED_OUT: "The contact opted out",
    Cause.ALREADY_USED: "The subscription was used: its email left",
    Cause.OUTSIDE_RULE: "The stock is in a warehouse that the market does not sell from",
    Cause.OTHER_TENANT: "The subscription went to another tenant",
    Cause.NEVER_SUBSCRIBED: "The shop's form never sent the subscription",
    Cause.OTHER_CONTACT: "The subscription hangs on a contact of another type",
    Cause.FEED_NOT_IMPORTED: "Engage has not imported the feed again",
    Cause.BOUNCED: "The email bounced",
    Cause.WAIT_STEP: "The flow waits before it sends",
    Cause.SHARED_NAME: "Another token with the same integration name takes the events",
    Cause.EVENTS_OFF: "Centra's event system is off",
}
_REMEDIES: Mapping[Cause, Remedy] = {
    Cause.VOYADO_NOT_READING: Remedy(
        "Ask Voyado whether their service runs with this very token; a new one must carry the same integration name.",
        ("bis queue",),
    ),
    Cause.ALLOWLIST: Remedy("Ask Voyado to put the test address on the allowlist."),
    Cause.OTHER_MARKET: Remedy(
        "Let the form send the id of the market, as a string, in the field that Voyado confirmed.",
        ("bis subscribe --check payload.json",),
    ),
    Cause.MARKET_WITHOUT_RULE: Remedy("Choose an allocation rule for the market in Centra.", ("bis markets",)),
    Cause.LOCALE_WITHOUT_FEED: Remedy("Let the form send a locale that has a feed, or connect one in Engage."),
    Cause.SKU_NOT_IN_FEED: Remedy("Keep sold-out products in the feed, with Centra's SKU.", ("bis doctor feed-skus",)),
    Cause.TOO_FEW: Remedy("Compare the stock with the minimum quantity of the automation.", ("bis stock",)),
    Cause.AUTOMATION_INACTIVE: Remedy("Open the automation in Engage: is it active?"),
    Cause.FILTERED: Remedy("Read the automation's filters in Engage with this shopper in mind."),
    Cause.OPTED_OUT: Remedy("Look at the contact's preferences in Engage."),
    Cause.ALREADY_USED: Remedy("Subscribe again for another email; look into the spam folder for the first one."),
    Cause.OUTSIDE_RULE: Remedy(
        "Move the stock, or add the warehouse to the market's allocation rule.", ("bis warehouses",)
    ),
    Cause.OTHER_TENANT: Remedy(
        "Compare the store value that the form sends with what Voyado confirmed.",
        ("bis subscribe --check payload.json",),
    ),
    Cause.NEVER_SUBSCRIBED: Remedy(
        "Fill in the shop's form with the browser's network tab open, and judge what it sent.",
        ("bis subscribe --check payload.json",),
    ),
    Cause.OTHER_CONTACT: Remedy("Look at every contact with this email in Engage, and at engage.contact_type."),
    Cause.FEED_NOT_IMPORTED: Remedy("Look at the feed's last import in Engage."),
    Cause.BOUNCED: Remedy("Correct the address; Engage sends nothing to one that bounced."),
    Cause.WAIT_STEP: Remedy("Look for a wait step in the flow, and again when its time is over."),
    Cause.SHARED_NAME: Remedy(
        "Give each brand and tool an integration name of its own.", ("bis doctor --all-profiles",)
    ),
    Cause.EVENTS_OFF: Remedy("Ask Centra's support to switch it on.", ("bis doctor event-system",)),
}


def findings_of(
    facts: Facts, answer: Answer, log_says: tuple[str, ...], unread: tuple[str, ...]
) -> tuple[Finding, ...]:
    """Return the answer first, then every other cause that was found, what the log says, and what was not readable."""
    return (*_answer(answer, log_says), *_others(answer), *_shop(facts), *_unread(unread))


def _answer(answer: Answer, log_says: tuple[str, ...]) -> Iterator[Finding]:
    said = "".join(f"\nThe integration log says: {text}" for text in log_says)
    match answer.first:
        case (only,):
            severity = Severity.ERROR if only.certainty is Certainty.FOUND else Severity.WARNING
            yield _told(only, severity, said.strip())
        case group:
            names = "\n".join(f"{place}. {_TITLES[each.cause]}: {each.evidence}" for place, each in enumerate(group, 1))
            remedies = " ".join(_REMEDIES[each.cause].text for each in group[:2])
            yield Finding(
                "cannot-be-told-apart",
                Severity.WARNING,
                f"It is one of {len(group)} causes that look alike from outside; most likely first.",
                names + said,
                Remedy(remedies, _REMEDIES[group[0].cause].commands),
                DOCS,
            )


def _others(answer: Answer) -> Iterator[Finding]:
    for suspect in answer.suspects:
        if suspect not in answer.first and suspect.certainty is Certainty.FOUND:
            yield _told(suspect, Severity.ERROR)


def _told(suspect: Suspect, severity: Severity, detail: str = "") -> Finding:
    title = f"{_TITLES[suspect.cause]}: {suspect.evidence}."
    return Finding(f"why-{suspect.cause.value}", severity, title, detail, _REMEDIES[suspect.cause], DOCS)


def _shop(facts: Facts) -> Iterator[Finding]:
    if facts.stock and facts.stock.fta > 0 >= facts.stock.sellable:
        yield info(
            "shop-says-sold-out",
            f"{counted(facts.stock.fta, 'unit')} free to allocate, but by our estimate the shop can sell none.",
            "The shop deducts the warehouse's threshold, the API's FTA does not.",
        )


def _unread(unread: tuple[str, ...]) -> Iterator[Finding]:
    if unread:
        yield warning("not-everything-read", "Not everything could be read, so more may be wrong.", "\n".join(unread))
