"""`sync-stock --skip-event`, `--discard-backlog`: take events off our own queue without sending anything."""

from collections.abc import Generator, Sequence

from voyado_bis_cli.domain.ids import EventId
from voyado_bis_cli.domain.progress import Note, Run, RunEvent
from voyado_bis_cli.domain.rate_budget import MUTATIONS, REQUESTS
from voyado_bis_cli.domain.report import Report
from voyado_bis_cli.domain.report.sync import EventCounts, LevelCounts, SyncStockData
from voyado_bis_cli.domain.waiting_queue import WaitingEvent
from voyado_bis_cli.domain.wording import counted
from voyado_bis_cli.errors import WrongError
from voyado_bis_cli.workflows.own_queue import ensure_ours
from voyado_bis_cli.workflows.rate_share import RateShare
from voyado_bis_cli.workflows.sync_remarks import somebody_listens
from voyado_bis_cli.workflows.sync_stock import PAGE, SyncPorts, SyncSettings


def skip_event(event: EventId, settings: SyncSettings, ports: SyncPorts) -> Run[SyncStockData]:
    """Confirm one event by hand, so that it no longer stands in the way; what it touched is not sent.

    Raises WrongError where our queue does not hold it.
    """
    with ports.lock.hold():
        yield Note(f"Looking for event {event} in the queue of {settings.integration_name!r}")
        waiting = yield from _waiting(settings, ports, until=event)
        if not waiting or waiting[-1].id != event:
            raise WrongError(
                f"The queue of {settings.integration_name!r} holds no event {event}.",
                hint="bis queue --token toolkit shows what it holds.",
            )
        if settings.dry_run:
            return _report(fetched=1, confirmed=0)
        found = waiting[-1]
        ports.consent(f"confirm event {event} ({found.object_type} {found.reference}) without sending its levels", ())
        ports.centra.confirm_events([event])
        ports.journal.append("events.skipped", {"events": [event]})
        return _report(fetched=1, confirmed=1)


def discard_backlog(settings: SyncSettings, ports: SyncPorts) -> Run[SyncStockData]:
    """Confirm everything that waits in our own queue now, without sending a level.

    Levels are current values, so `--sku` or `--full` sends what is worth sending afterwards.
    """
    with ports.lock.hold():
        yield Note(f"Reading the queue of {settings.integration_name!r}")
        waiting = yield from _waiting(settings, ports)
        if settings.dry_run or not waiting:
            return _report(fetched=len(waiting), confirmed=0)
        ports.consent(
            f"throw away what waits for {settings.integration_name!r}, unsent: {counted(len(waiting), 'event')} "
            f"since {waiting[0].created_at:%Y-%m-%d %H:%M} UTC",
            (),
        )
        yield from _confirm([event.id for event in waiting], settings, ports)
        return _report(fetched=len(waiting), confirmed=len(waiting))


def _waiting(
    settings: SyncSettings, ports: SyncPorts, *, until: EventId | None = None
) -> Generator[RunEvent, None, list[WaitingEvent]]:
    """Return the unconfirmed events, oldest first, at most up to `until`; each once, however the server pages.

    Raises where the queue does not prove to be ours: without a listener Centra does not say whose it is.
    """
    share = RateShare(settings.rate_share, settings.max_wait, ports.clock)
    waiting: dict[EventId, WaitingEvent] = {}
    page = 0
    while True:
        page += 1
        found = ports.centra.waiting(limit=PAGE, page=page)
        ensure_ours(found.listeners, settings.integration_name)
        somebody_listens(found.listeners, settings.integration_name)
        new = [event for event in found.events if event.id not in waiting]
        for event in new:
            waiting[event.id] = event
            if event.id == until:
                return [*waiting.values()]
        if len(new) < PAGE:
            return [*waiting.values()]
        yield from share.left_to_others(found.rate_limits, {REQUESTS: 2, MUTATIONS: 1})


def _confirm(events: Sequence[EventId], settings: SyncSettings, ports: SyncPorts) -> Generator[RunEvent, None, None]:
    share = RateShare(settings.rate_share, settings.max_wait, ports.clock)
    for start in range(0, len(events), PAGE):
        if start:
            yield from share.left_to_others(ports.centra.rate_limits(), {REQUESTS: 1, MUTATIONS: 1})
        some = events[start : start + PAGE]
        ports.centra.confirm_events(some)
        ports.journal.append("events.discarded", {"events": list(some)})


def _report(*, fetched: int, confirmed: int) -> Report[SyncStockData]:
    counts = EventCounts(fetched=fetched, confirmed=confirmed, left=fetched - confirmed)
    nothing = SyncStockData(events=counts, stock_levels=LevelCounts(), skus=(), markets=(), sent=(), failed=())
    return Report(nothing)
