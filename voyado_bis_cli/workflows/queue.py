"""`queue`: reads an event queue without confirming anything."""

from collections import Counter
from datetime import datetime

from voyado_bis_cli.domain.clock import Clock
from voyado_bis_cli.domain.permission_findings import integration_finding
from voyado_bis_cli.domain.progress import Note, Run
from voyado_bis_cli.domain.report import Report
from voyado_bis_cli.domain.report.listeners import ListenerRow
from voyado_bis_cli.domain.report.queue import OldestEvent, QueueData
from voyado_bis_cli.domain.waiting_queue import (
    QueueLook,
    WaitingEvent,
    backlog_findings,
    empty_queue_note,
    listener_findings,
    sharing_findings,
)
from voyado_bis_cli.workflows.ports import Observation

PAGE = 200
MOST_PAGES = 5
"""Pages that are counted at most: each is a request of the budget that the whole shop shares."""


def look_at_queue(centra: Observation, clock: Clock, *, token: str, declared_integration: str | None) -> Run[QueueData]:
    """Show listeners, size and age of the queue of the `voyado` or the `toolkit` token, and what that means."""
    yield Note("Reading the event queue; nothing is confirmed")
    look = read_queue(centra)
    now = clock.now()
    is_voyados = token == "voyado"  # noqa: S105  # which token, not its value
    findings = (
        *listener_findings(look, is_voyados=is_voyados),
        *backlog_findings(look, now, is_voyados=is_voyados),
        *sharing_findings(look),
        *empty_queue_note(look),
        *integration_finding(look.integration_name, declared_integration),
    )
    return Report(_data(look, now, token, declared_integration), findings)


def read_queue(centra: Observation) -> QueueLook:
    """Count what waits, in at most `MOST_PAGES` requests."""
    events: dict[int, WaitingEvent] = {}
    page = 0
    is_complete = False
    while True:
        page += 1
        found = centra.waiting(limit=PAGE, page=page)
        known = len(events)
        events |= {event.id: event for event in found.events}
        is_complete = len(found.events) < PAGE
        brought_nothing_new = len(events) == known  # a server that does not page shows the first events again
        if is_complete or brought_nothing_new or page == MOST_PAGES:
            return QueueLook(found.listeners, tuple(events.values()), is_complete, found.rate_limits)


def _data(look: QueueLook, now: datetime, token: str, declared: str | None) -> QueueData:
    return QueueData(
        token=token,
        integration_name=look.integration_name or declared,
        listeners=tuple(
            ListenerRow(object_type=one.object_type, change_types=one.change_types) for one in look.listeners
        ),
        size=len(look.events),
        size_is_exact=look.is_complete,
        by_type=dict(Counter(event.object_type for event in look.events).most_common()),
        oldest=_oldest(look.oldest, now) if look.oldest else None,
        unexpected=look.unexpected_types,
    )


def _oldest(event: WaitingEvent, now: datetime) -> OldestEvent:
    return OldestEvent(
        id=event.id,
        object_type=event.object_type,
        change_type=event.change_type,
        reference=event.reference,
        created_at=event.created_at,
        age_s=max(0, int((now - event.created_at).total_seconds())),
    )
