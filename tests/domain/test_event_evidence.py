from datetime import UTC, datetime, timedelta

import pytest

from voyado_bis_cli.domain.event_evidence import LATE, EventSightings, SeenStockChange, event_system
from voyado_bis_cli.domain.event_queue import Listener
from voyado_bis_cli.domain.ids import EventId, StockChangeId
from voyado_bis_cli.domain.prerequisite import CheckState
from voyado_bis_cli.domain.waiting_queue import QueueLook, WaitingEvent

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SINCE = NOW - timedelta(days=1)
EVENT = WaitingEvent(EventId(7), "Order", "CREATED", 5001, NOW - timedelta(hours=1))
OURS = QueueLook((Listener("bis", "StockChange", ("CREATED",), SINCE),), (), is_complete=True)
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


def judge(sightings: EventSightings) -> tuple[CheckState, str]:
    verdict = event_system(sightings, NOW)
    return verdict.state, verdict.detail


def test_an_event_in_any_queue_proves_it() -> None:
    voyados = QueueLook((), (EVENT,), is_complete=True)

    state, detail = judge(seen(queues=(("our own", OURS), ("Voyado's", voyados)), change=NOW - timedelta(hours=3)))

    assert (state, detail) == (
        CheckState.PASSED,
        "event 7 of 2026-03-01 11:00 UTC waits in Voyado's queue: it was on then",
    )


def test_an_event_that_was_confirmed_here_proves_it() -> None:
    assert judge(seen(confirmed=NOW - timedelta(days=2), change=NOW - timedelta(hours=3)))[0] is CheckState.PASSED


@pytest.mark.parametrize(
    ("change", "state", "says"),
    [
        (NOW - timedelta(hours=3), CheckState.FAILED, "the event system is off, or late"),
        (NOW - LATE, CheckState.FAILED, "the event system is off, or late"),
        (NOW - LATE + timedelta(seconds=1), CheckState.WARNING, "late, or the event system is off"),
        (SINCE, CheckState.WARNING, "Nothing proves"),
        (SINCE - timedelta(days=1), CheckState.WARNING, "Nothing proves"),
        (None, CheckState.WARNING, "Nothing proves"),
    ],
)
def test_a_stock_change_without_an_event_counts_only_while_we_listened(
    change: datetime | None, state: CheckState, says: str
) -> None:
    judged = judge(seen(change=change))

    assert judged[0] is state
    assert says in judged[1]


@pytest.mark.parametrize("ours", [None, DEAF, QueueLook((), (), is_complete=True)])
def test_who_does_not_listen_to_stock_changes_proves_nothing(ours: QueueLook | None) -> None:
    verdict = event_system(seen(ours=ours, change=NOW - timedelta(hours=3)), NOW)

    assert verdict.state is CheckState.WARNING
    assert verdict.findings[0].remedy.commands == ("bis listeners add",)


@pytest.mark.parametrize("change", [None, SINCE, NOW, NOW - timedelta(hours=3)])
@pytest.mark.parametrize("ours", [None, DEAF, OURS])
def test_without_an_event_it_is_never_said_to_be_on(ours: QueueLook | None, change: datetime | None) -> None:
    assert judge(seen(ours=ours, change=change))[0] is not CheckState.PASSED
