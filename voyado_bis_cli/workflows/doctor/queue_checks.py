"""Listeners, the queue's reader, and whether Centra makes events at all."""

from contextlib import suppress
from datetime import datetime

from voyado_bis_cli.domain.event_evidence import EventSightings, event_system
from voyado_bis_cli.domain.finding import Remedy, warning
from voyado_bis_cli.domain.journal_entry import EVENTS_CONFIRMED
from voyado_bis_cli.domain.prerequisite import Verdict, judged
from voyado_bis_cli.domain.waiting_queue import (
    QueueLook,
    age_in_words,
    backlog_findings,
    listener_findings,
    sharing_findings,
)
from voyado_bis_cli.errors import BisError
from voyado_bis_cli.workflows.doctor.check import Check
from voyado_bis_cli.workflows.doctor.facts import Facts


def _voyado_listens(facts: Facts) -> Verdict:
    look = facts.voyado_queue
    return judged([*listener_findings(look, is_voyados=True), *sharing_findings(look)], _listens_to(look))


def _voyado_reads(facts: Facts) -> Verdict:
    return judged(
        backlog_findings(facts.voyado_queue, facts.now, is_voyados=True), _waiting(facts.voyado_queue, facts.now)
    )


def _we_listen(facts: Facts) -> Verdict:
    look = facts.toolkit_queue
    findings = (*listener_findings(look, is_voyados=False), *backlog_findings(look, facts.now, is_voyados=False))
    return judged((*findings, *sharing_findings(look)), f"{_listens_to(look)}; {_waiting(look, facts.now)}")


def _event_system(facts: Facts) -> Verdict:
    """Judge by every queue that can be read: one that cannot proves nothing, and is told by its own check."""
    queues: list[tuple[str, QueueLook]] = []
    ours: QueueLook | None = None
    if facts.doors.voyado is not None:
        with suppress(BisError):  # told by voyado-token and voyado-permissions
            queues.append(("Voyado's", facts.voyado_queue))
    if facts.doors.toolkit is not None:
        ours = facts.toolkit_queue
        queues.append(("our own", ours))
    confirmed = next((entry.at for entry in facts.doors.journal.entries(EVENTS_CONFIRMED, limit=1)), None)
    newest = facts.newest_stock_change if ours is not None else None
    return event_system(EventSightings(tuple(queues), ours, confirmed, newest), facts.now)


def leftover_listeners(facts: Facts) -> Verdict:
    """Judge whether the toolkit still listens where nobody tests any more."""
    look = facts.toolkit_queue
    if not look.listeners:
        return judged([], "the toolkit listens to nothing")
    return judged(
        [
            warning(
                "listeners-left",
                f"The toolkit's integration still listens ({_listens_to(look)}), and {_waiting(look, facts.now)}.",
                "After go-live nobody reads that queue, and it grows with every order.",
                Remedy("Stop listening when the tests are over.", ("bis listeners remove",)),
            )
        ],
        "",
    )


def _listens_to(look: QueueLook) -> str:
    return ", ".join(listener.object_type for listener in look.listeners) or "nothing"


def _waiting(look: QueueLook, now: datetime) -> str:
    if look.oldest is None:
        return "nothing waits"
    return f"{look.size} waiting, the oldest for {age_in_words(now - look.oldest.created_at)}"


CHECKS = (
    Check(
        "event-system",
        "events",
        "Centra's event system is on",
        _event_system,
        ("toolkit-permissions", "voyado-permissions"),
        go_live=True,
    ),
    Check(
        "voyado-listeners",
        "listeners",
        "Voyado's integration listens to stock changes, orders and returns",
        _voyado_listens,
        ("voyado-permissions",),
        go_live=True,
    ),
    Check(
        "voyado-queue",
        "listeners",
        "Voyado reads its queue",
        _voyado_reads,
        ("voyado-permissions", "voyado-listeners"),
        go_live=True,
    ),
    Check(
        "our-listeners",
        "listeners",
        "The toolkit's integration listens, for tests",
        _we_listen,
        ("toolkit-permissions",),
    ),
)
