"""Is Centra's event system on? Only an event that arrives proves it; its absence may mean off, or late."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from voyado_bis_cli.domain.finding import Remedy, error, warning
from voyado_bis_cli.domain.ids import StockChangeId
from voyado_bis_cli.domain.prerequisite import Verdict, judged, spoken_against
from voyado_bis_cli.domain.waiting_queue import QueueLook, age_in_words

LATE = timedelta(minutes=2)
"""How long an event may take before its absence counts; how fast events are is not published."""


@dataclass(frozen=True, slots=True)
class SeenStockChange:
    """A stock change and when it was made."""

    id: StockChangeId
    created_at: datetime


@dataclass(frozen=True, slots=True)
class EventSightings:
    """Everything readable that bears on the question.

    `queues` are the readable ones by whose they are (`Voyado's`, `our`), `ours` is our own; `confirmed_at` is when
    this machine last confirmed an event of it, `newest` the newest stock change in Centra.
    """

    queues: tuple[tuple[str, QueueLook], ...]
    ours: QueueLook | None
    confirmed_at: datetime | None
    newest: SeenStockChange | None


def event_system(seen: EventSightings, now: datetime) -> Verdict:
    """Judge passively: an event proves it on, a stock change that made none says off or late, all else proves nothing.

    Source: contract "Events", *queries work while it is off; only an event that arrives proves it is on*.
    """
    for whose, look in seen.queues:
        if look.events:
            latest = max(look.events, key=lambda event: event.created_at)
            when = f"{latest.created_at:%Y-%m-%d %H:%M} UTC"
            return judged([], f"event {latest.id} of {when} waits in {whose} queue: it was on then")
    if seen.confirmed_at is not None:
        return judged([], f"this machine confirmed an event on {seen.confirmed_at:%Y-%m-%d %H:%M} UTC: it was on then")
    since = _listening_since(seen.ours)
    if since is None or seen.newest is None or seen.newest.created_at <= since:
        return _not_proven(is_listening=since is not None)
    age = now - seen.newest.created_at
    change = f"Stock change {seen.newest.id}, {age_in_words(age)} ago, made no event for our integration"
    if age < LATE:
        return spoken_against(
            warning(
                "events-late",
                f"{change} yet: late, or the event system is off.",
                "How fast events are is not published.",
                Remedy("Look again in a few minutes.", ("bis doctor event-system",)),
            )
        )
    return spoken_against(
        error(
            "events-off-or-late",
            f"{change}, although it listens since {since:%Y-%m-%d %H:%M} UTC: the event system is off, or late.",
            "Without events Voyado never hears that stock came back. (Unless the same integration name is read "
            "elsewhere, on a CI machine for one: whoever confirms first takes the event.)",
            Remedy(
                "Ask Centra's support to switch on the event system for this instance. To be sure, prove it with a "
                "test SKU that is in stock.",
                ("bis doctor --prove-events --sku SKU",),
            ),
        )
    )


def _listening_since(look: QueueLook | None) -> datetime | None:
    created: Iterable[datetime | None] = (
        listener.created_at for listener in (look.listeners if look else ()) if listener.object_type == "StockChange"
    )
    return next((moment for moment in created if moment), None)


def _not_proven(*, is_listening: bool) -> Verdict:
    if is_listening:
        remedy = Remedy(
            "Change the stock of a test SKU, or let the toolkit do it and take it back.",
            ("bis doctor --prove-events --sku SKU",),
        )
    else:
        remedy = Remedy("Let our own integration listen, then change the stock of a test SKU.", ("bis listeners add",))
    return spoken_against(
        warning(
            "events-not-proven",
            "Nothing proves that Centra's event system is on, and nothing says that it is off.",
            "Queries work the same while it is off; only an event that arrives proves it.",
            remedy,
        )
    )
