from datetime import UTC, datetime, timedelta

import pytest

from voyado_bis_cli.domain.event_evidence import LATE, EventSightings, SeenStockChange, event_system
from voyado_bis_cli.domain.event_queue import Listener
from voyado_bis_cli.domain.finding import Finding, Remedy, Severity
from voyado_bis_cli.domain.ids import EventId, StockChangeId
from voyado_bis_cli.domain.prerequisite import CheckState, Verdict
from voyado_bis_cli.domain.waiting_queue import QueueLook, WaitingEvent

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SINCE = NOW - timedelta(days=1)
EVENT = WaitingEvent(EventId(7), "Order", "CREATED", 5001, NOW - timedelta(hours=1))
OURS = QueueLook((Listener("bis", "StockChange", ("CREATED",), SINCE),), (), is_complete=True)
UNDATED = QueueLook((Listener("bis", "StockChange", ("CREATED",)),), (), is_complete=True)
DEAF = QueueLook((Listener("bis", "Order", ("CREATED",), SINCE),), (), is_complete=True)


def seen(
    *,
    queues: tuple[tuple[str, QueueLook], ...] = (),
    ours: QueueLook | None = OURS,
    confirmed: datetime | None = None,
    change: datetime | None = None,
) -> EventSightings:
    newest = SeenStockChange(StockChangeId(301), change) if change else None
    return EventSightings(queues, ours, confirmed, newest)


def test_the_newest_event_in_any_queue_proves_it() -> None:
    older = WaitingEvent(EventId(6), "Order", "CREATED", 5000, NOW - timedelta(hours=2))
    voyados = QueueLook((), (older, EVENT), is_complete=True)

    verdict = event_system(
        seen(queues=(("our own", OURS), ("Voyado's", voyados)), change=NOW - timedelta(hours=3)), NOW
    )

    assert verdict == Verdict(
        CheckState.PASSED, "event 7 of 2026-03-01 11:00 UTC waits in Voyado's queue: it was on then"
    )


def test_an_event_that_was_confirmed_here_proves_it() -> None:
    verdict = event_system(seen(confirmed=NOW - timedelta(days=2), change=NOW - timedelta(hours=3)), NOW)

    assert verdict == Verdict(
        CheckState.PASSED, "this machine confirmed an event on 2026-02-27 12:00 UTC: it was on then"
    )


LISTEN = Remedy("Let our own integration listen, then change the stock of a test SKU.", ("bis listeners add",))
CHANGE_STOCK = Remedy(
    "Change the stock of a test SKU, or let the toolkit do it and take it back.",
    ("bis doctor --prove-events --sku SKU",),
)


def not_proven(remedy: Remedy) -> Finding:
    return Finding(
        "events-not-proven",
        Severity.WARNING,
        "Nothing proves that Centra's event system is on, and nothing says that it is off.",
        "Queries work the same while it is off; only an event that arrives proves it.",
        remedy,
    )


def late(age: str) -> Finding:
    return Finding(
        "events-late",
        Severity.WARNING,
        f"Stock change 301, {age} ago, made no event for our integration yet: late, or the event system is off.",
        "How fast events are is not published.",
        Remedy("Look again in a few minutes.", ("bis doctor event-system",)),
    )


def off_or_late(age: str) -> Finding:
    return Finding(
        "events-off-or-late",
        Severity.ERROR,
        f"Stock change 301, {age} ago, made no event for our integration, although it listens since "
        "2026-02-28 12:00 UTC: the event system is off, or late.",
        "Without events Voyado never hears that stock came back. (Unless the same integration name is read elsewhere, "
        "on a CI machine for one: whoever confirms first takes the event.)",
        Remedy(
            "Ask Centra's support to switch on the event system for this instance. To be sure, prove it with a test "
            "SKU that is in stock.",
            ("bis doctor --prove-events --sku SKU",),
        ),
    )


def amounts_to(finding: Finding) -> Verdict:
    state = CheckState.FAILED if finding.severity is Severity.ERROR else CheckState.WARNING
    return Verdict(state, finding.title, (finding,))


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        (NOW - LATE + timedelta(seconds=1), late("1 min")),
        (NOW - LATE, off_or_late("2 min")),
        (NOW - timedelta(hours=3), off_or_late("3 h")),
        (SINCE + timedelta(seconds=1), off_or_late("23 h 59 min")),
        (SINCE, not_proven(CHANGE_STOCK)),
        (SINCE - timedelta(days=1), not_proven(CHANGE_STOCK)),
        (None, not_proven(CHANGE_STOCK)),
    ],
)
def test_a_stock_change_without_an_event_counts_only_while_we_listened(
    change: datetime | None, finding: Finding
) -> None:
    assert event_system(seen(change=change), NOW) == amounts_to(finding)


@pytest.mark.parametrize("ours", [None, DEAF, UNDATED, QueueLook((), (), is_complete=True)])
def test_who_is_not_known_to_listen_to_stock_changes_proves_nothing(ours: QueueLook | None) -> None:
    verdict = event_system(seen(ours=ours, change=NOW - timedelta(hours=3)), NOW)

    assert verdict == amounts_to(not_proven(LISTEN))


def test_a_listener_whose_age_is_known_counts_beside_one_whose_age_is_not() -> None:
    both = QueueLook((*DEAF.listeners, *UNDATED.listeners, *OURS.listeners), (), is_complete=True)

    verdict = event_system(seen(ours=both, change=NOW - timedelta(hours=3)), NOW)

    assert verdict == amounts_to(off_or_late("3 h"))


@pytest.mark.parametrize("change", [None, SINCE, NOW, NOW - timedelta(hours=3)])
@pytest.mark.parametrize("ours", [None, DEAF, OURS])
def test_without_an_event_it_is_never_said_to_be_on(ours: QueueLook | None, change: datetime | None) -> None:
    assert event_system(seen(ours=ours, change=change), NOW).state is not CheckState.PASSED
