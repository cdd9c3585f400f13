"""An event queue looked at from outside: who listens, what waits, and what that says about its reader."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from voyado_bis_cli.domain.event_queue import STOCK_OBJECT_TYPES, Listener, missing_object_types
from voyado_bis_cli.domain.finding import Finding, Remedy, error, info, warning
from voyado_bis_cli.domain.ids import EventId
from voyado_bis_cli.domain.rate_limit import RateLimit
from voyado_bis_cli.domain.wording import counted

TOUCHES_STOCK = (*STOCK_OBJECT_TYPES, "ProductSize", "ProductVariant", "Warehouse", "AllocationRule", "Market")
"""The object types that touch stock, often and rarely (contract: Events)."""

SLOW = timedelta(minutes=10)
"""Older than this, the oldest event makes one wonder: once a minute is a fine polling rate (contract: Events)."""

NOT_READ = timedelta(hours=1)
"""Older than this, nobody reads."""


@dataclass(frozen=True, slots=True)
class WaitingEvent:
    """An unconfirmed event without its object, which takes no permission but `Event:read`."""

    id: EventId
    object_type: str
    change_type: str
    reference: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """A page of a queue, oldest first, with the integration's listeners and the rate budget after the query."""

    events: tuple[WaitingEvent, ...]
    listeners: tuple[Listener, ...]
    rate_limits: tuple[RateLimit, ...] = ()


@dataclass(frozen=True, slots=True)
class QueueLook:
    """What a queue showed; with `is_complete` unset, more events wait than were counted."""

    listeners: tuple[Listener, ...]
    events: tuple[WaitingEvent, ...]
    is_complete: bool
    rate_limits: tuple[RateLimit, ...] = ()

    @property
    def integration_name(self) -> str | None:
        """The name that the listeners reveal; nothing else does."""
        return next((listener.integration_name for listener in self.listeners), None)

    @property
    def oldest(self) -> WaitingEvent | None:
        """The event that waits longest."""
        return min(self.events, key=lambda event: event.created_at, default=None)

    @property
    def unexpected_types(self) -> tuple[str, ...]:
        """Object types, listened to or waiting, that have nothing to do with stock, each once."""
        kinds = [*(one.object_type for one in self.listeners), *(one.object_type for one in self.events)]
        return tuple(kind for kind in dict.fromkeys(kinds) if kind not in TOUCHES_STOCK)

    @property
    def size(self) -> str:
        """How many events wait, in words."""
        return events_in_words(len(self.events), is_exact=self.is_complete)


def events_in_words(seen: int, *, is_exact: bool) -> str:
    """Return how many events there are: `3 events`, `more than 3 events`."""
    return counted(seen, "event") if is_exact else f"more than {counted(seen, 'event')}"


def age_in_words(age: timedelta) -> str:
    """Return an age as people say it: `40 s`, `12 min`, `5 h 20 min`, `3 days`."""
    minutes, seconds = divmod(max(0, int(age.total_seconds())), 60)
    hours, minutes = divmod(minutes, 60)
    if hours >= 48:  # noqa: PLR2004  # from here on days say more
        return f"{hours // 24} days"
    if hours:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    return f"{minutes} min" if minutes else f"{seconds} s"


def listener_findings(look: QueueLook, *, is_voyados: bool) -> tuple[Finding, ...]:
    """Return what the listeners say: nobody listens, or not to everything that moves stock."""
    if not look.listeners:
        return (_nobody_listens(is_voyados=is_voyados),)
    if not (missing := missing_object_types(look.listeners)):
        return ()
    title = f"{look.integration_name!r} does not listen to {' and '.join(missing)}."
    why = "Orders, returns and stock changes all move what can be sold: without one of them, levels in Engage go stale."
    if is_voyados:
        ask = Remedy(f"Ask Voyado to listen to {', '.join(missing)} too: their service sets its own listeners.")
        return (warning("listeners-missing", title, why, ask),)
    return (warning("listeners-missing", title, why, Remedy("Add them.", ("bis listeners add",))),)


def backlog_findings(look: QueueLook, now: datetime, *, is_voyados: bool) -> tuple[Finding, ...]:
    """Return what the age of the oldest event says about whoever should read the queue."""
    oldest = look.oldest
    if oldest is None or now - oldest.created_at < SLOW:
        return ()
    age = age_in_words(now - oldest.created_at)
    title = (
        f"Of {look.size} waiting, the oldest is {age} old ({oldest.object_type} {oldest.reference}): "
        f"{'nobody reads' if now - oldest.created_at >= NOT_READ else 'the reader lags behind in'} this queue."
    )
    if not is_voyados:
        return (
            warning(
                "backlog",
                title,
                "It is the toolkit's own queue, so nobody else suffers; the events are about stock as it was then.",
                Remedy("Send what they say, or stop listening.", ("bis sync-stock --once", "bis listeners remove")),
            ),
        )
    severity = error if now - oldest.created_at >= NOT_READ else warning
    why = "Until Voyado reads it, Engage knows no newer stock and sends no email."
    remedy = Remedy(
        "Ask Voyado whether their service runs with this very token: a token that expired or was replaced (30 days "
        "unless changed) looks exactly like this. Give them the integration name and the age above.",
        ("bis check-permissions --token voyado",),
    )
    return (severity("voyado-not-reading" if severity is error else "voyado-reads-slowly", title, why, remedy),)


def sharing_findings(look: QueueLook) -> tuple[Finding, ...]:
    """Return a warning where the queue holds what back in stock never asks for: the name has another user."""
    if not look.unexpected_types:
        return ()
    return (
        warning(
            "name-shared",
            f"This queue is also about {', '.join(look.unexpected_types)}, which has nothing to do with stock: the "
            f"name {look.integration_name or '(not shown)'!r} seems to be shared with another integration.",
            "One queue exists per integration name. Whoever confirms an event first takes it from the other.",
            Remedy(
                "Find out in Centra (System > API Tokens) which other tokens carry this integration name, and give "
                "each integration a name of its own."
            ),
        ),
    )


def empty_queue_note(look: QueueLook) -> tuple[Finding, ...]:
    """Return the reminder that an empty queue proves nothing."""
    if look.events or not look.listeners:
        return ()
    return (
        info(
            "queue-empty",
            "An empty queue looks the same whether its reader is quick, nothing happened, or Centra's event system is "
            "off.",
            "",
            Remedy("`bis doctor event-system` tells which, as far as it can be told.", ("bis doctor event-system",)),
        ),
    )


def _nobody_listens(*, is_voyados: bool) -> Finding:
    if is_voyados:
        return error(
            "nobody-listens",
            "Nobody listens with this integration name: Voyado has not configured its side yet.",
            "Without listeners Centra makes no events for it, and changes made meanwhile never become any.",
            Remedy(
                "Give Voyado the token and ask them to start their integration; or the token you handed over carries "
                "another integration name than the one looked at here."
            ),
        )
    return warning(
        "nobody-listens",
        "The toolkit's own integration listens to nothing, so no event ever reaches `bis sync-stock`.",
        "A change made before a listener is set never becomes an event.",
        Remedy("Listen, if you want to test with events.", ("bis listeners add",)),
    )
