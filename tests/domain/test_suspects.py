"""What is left to suspect depends on what was ruled out."""

import pytest

from voyado_bis_cli.domain.finding import Finding, Remedy, Severity
from voyado_bis_cli.domain.suspects import Known, Missing, suspects
from voyado_bis_cli.domain.verification import says_undelivered

ALIKE = "From outside these look alike: "
AUTOMATION = ALIKE + "an inactive automation, its minimum quantity and its filters."
EVENTS = ALIKE + "an event system that is off and a queue that somebody else empties."
SENDING = ALIKE + "the allowlist, a wait step and an address that bounces."

WORDS: list[tuple[str, str, str, Remedy]] = [
    (
        "suspect-store",
        "The store value points to another tenant, or a field name of the Subscription API is another one.",
        ALIKE + "a wrong store value and a wrong field name.",
        Remedy("Compare both with what Voyado confirmed.", ("bis config show",)),
    ),
    ("suspect-late", "It may only be late.", "", Remedy("Give it more time with --wait.")),
    (
        "suspect-events-off",
        "Centra's event system is off.",
        EVENTS,
        Remedy("Ask Centra to switch it on for this instance.", ("bis doctor event-system",)),
    ),
    (
        "suspect-shared-name",
        "Another token carries the same integration name, and its reader took the event.",
        EVENTS,
        Remedy("Give each brand and each tool an integration name of its own."),
    ),
    (
        "suspect-voyado-not-reading",
        "Voyado's token expired (30 days unless changed), or Voyado does not read its event queue.",
        "",
        Remedy("Look at its queue, and ask Voyado whether their service runs with this token.", ("bis queue",)),
    ),
    (
        "suspect-feed",
        "There is no product feed for the locale, or the SKU is not in it.",
        "",
        Remedy("Look the SKU up in the feed; sold-out products must stay in it."),
    ),
    (
        "suspect-automation",
        "The automation is not active, or it asks for more units than the level says.",
        AUTOMATION,
        Remedy("Open the automation in Engage: is it active, which minimum quantity does it ask for?"),
    ),
    (
        "suspect-filters",
        "A filter of the automation holds it back: a recent purchase, a contact attribute, another locale or SKU.",
        AUTOMATION,
        Remedy("Read the automation's filters with this shopper in mind."),
    ),
    (
        "suspect-opted-out",
        "The contact opted out of emails.",
        AUTOMATION,
        Remedy("Look at the contact's preferences in Engage."),
    ),
    (
        "suspect-feed-import",
        "Engage has not imported the feed again since the SKU was added.",
        "",
        Remedy("Look at the feed's last import in Engage."),
    ),
    (
        "suspect-allowlist",
        "A staging tenant sends only to addresses on its allowlist.",
        SENDING,
        Remedy("Ask Voyado to put the test address on the allowlist."),
    ),
    (
        "suspect-bounced",
        "The address bounced before, so Engage holds the email back.",
        SENDING,
        Remedy("Look at the contact's messages in Engage."),
    ),
    (
        "suspect-wait-step",
        "The flow has a wait step before the email.",
        SENDING,
        Remedy("Begin with --start and come back with --resume when the wait is over."),
    ),
    (
        "suspect-other-email",
        "The email has another name and subject than the one expected.",
        "",
        Remedy("Compare test.expect_email (a pattern with *) with the email in Engage."),
    ),
]


def ids(missing: Missing, **known: object) -> list[str]:
    settled = {"by_voyado": False, "feed_checked": True, "voyado_queue_seen": True, **known}
    return [found.id for found in suspects(missing, Known(**settled))]  # type: ignore[arg-type]  # a test's table


def test_a_suspect_says_what_it_is_what_looks_like_it_and_what_to_do() -> None:
    nothing_ruled_out = Known(by_voyado=True, feed_checked=False, voyado_queue_seen=False)
    named = {found.id: found for missing in Missing for found in suspects(missing, nothing_ruled_out)}

    assert list(named.values()) == [
        Finding(id_, Severity.WARNING, title, alike, remedy) for id_, title, alike, remedy in WORDS
    ]


@pytest.mark.parametrize(
    ("missing", "left"),
    [
        (Missing.REGISTERED, ["suspect-store", "suspect-late"]),
        (Missing.EVENT, ["suspect-events-off", "suspect-shared-name", "suspect-late"]),
        (Missing.VOYADO, ["suspect-voyado-not-reading", "suspect-late"]),
        (Missing.CONSUMED, ["suspect-automation", "suspect-filters", "suspect-opted-out", "suspect-feed-import"]),
        (Missing.EMAIL, ["suspect-allowlist", "suspect-bounced", "suspect-wait-step", "suspect-other-email"]),
    ],
)
def test_the_causes_that_are_left_come_most_likely_first(missing: Missing, left: list[str]) -> None:
    assert ids(missing) == left


def test_somebody_else_may_have_taken_the_event_only_where_voyado_syncs() -> None:
    assert "suspect-shared-name" not in ids(Missing.CONSUMED)
    assert ids(Missing.CONSUMED, by_voyado=True)[-1] == "suspect-shared-name"


def test_voyado_is_suspected_only_where_it_syncs_and_nobody_saw_its_queue() -> None:
    voyado = "suspect-voyado-not-reading"

    assert voyado not in ids(Missing.CONSUMED)
    assert voyado not in ids(Missing.CONSUMED, by_voyado=True)
    assert ids(Missing.CONSUMED, by_voyado=True, voyado_queue_seen=False)[0] == voyado
    assert ids(Missing.VOYADO)[0] == voyado


def test_a_feed_that_was_looked_at_is_no_suspect() -> None:
    assert "suspect-feed" in ids(Missing.CONSUMED, feed_checked=False)
    assert "suspect-feed" not in ids(Missing.CONSUMED)


@pytest.mark.parametrize("missing", Missing)
def test_the_log_knows_better(missing: Missing) -> None:
    said, *others = suspects(missing, Known(True, True, True, ("Not started",)))

    assert said == Finding(
        "log-says",
        Severity.WARNING,
        "The integration log says: Not started",
        "It was written since the run began, about this SKU.",
    )
    assert len(others) > 1


def test_what_cannot_be_told_apart_says_so() -> None:
    (allowlist, bounced, wait, other) = suspects(Missing.EMAIL, Known(True, True, True))

    assert allowlist.detail == bounced.detail == wait.detail
    assert allowlist.detail.startswith("From outside these look alike: ")
    assert other.detail == ""


@pytest.mark.parametrize(
    ("status", "undelivered"),
    [("Delivered", False), ("", False), ("Opened", False), ("HardBounce", True), ("Rejected", True), ("blocked", True)],
)
def test_a_status_is_read_as_a_person_would(status: str, undelivered: bool) -> None:
    assert says_undelivered(status) is undelivered
