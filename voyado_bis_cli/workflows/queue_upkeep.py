"""`sync-stock --skip-event`, `--discard-backlog`: take events off our own queue without sending anything."""

from collections.abc import Iterator

from voyado_bis_cli.domain.event_queue import StockEvent
from voyado_bis_cli.domain.ids import EventId
from voyado_bis_cli.domain.progress import Note, Run
from voyado_bis_cli.domain.report import Report
from voyado_bis_cli.domain.report.sync import EventCounts, LevelCounts, SyncStockData
from voyado_bis_cli.errors import WrongError
from voyado_bis_cli.workflows.own_queue import own_listeners
from voyado_bis_cli.workflows.ports import EventQueue
from voyado_bis_cli.workflows.sync_stock import PAGE, SyncPorts, SyncSettings


def skip_event(event: EventId, settings: SyncSettings, ports: SyncPorts) -> Run[SyncStockData]:
    """Confirm one event by hand, so that it no longer stands in the way; what it touched is not sent.

    Raises WrongError where our queue does not hold it.
    """
    with ports.lock.hold():
        yield Note(f"Looking for event {event} in the queue of {settings.integration_name!r}")
        own_listeners(ports.centra, settings.integration_name)
        found = next((one for one in _waiting(ports.centra) if one.id == event), None)
        if found is None:
            raise WrongError(
                f"The queue of {settings.integration_name!r} holds no event {event}.",
                hint="bis queue --token toolkit shows what it holds.",
            )
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
        own_listeners(ports.centra, settings.integration_name)
        waiting = [event.id for event in _waiting(ports.centra)]
        if waiting:
            ports.consent(
                f"throw away the {len(waiting)} events that wait for {settings.integration_name!r}, unsent", ()
            )
            ports.centra.confirm_events(waiting)
            ports.journal.append("events.discarded", {"count": len(waiting), "last": waiting[-1]})
        return _report(fetched=len(waiting), confirmed=len(waiting))


def _waiting(queue: EventQueue) -> Iterator[StockEvent]:
    """Yield every unconfirmed event, oldest first, confirming none; each once, whatever the server does with pages."""
    seen: set[EventId] = set()
    page = 1
    while new := [event for event in queue.events(limit=PAGE, page=page).events if event.id not in seen]:
        seen.update(event.id for event in new)
        yield from new
        if len(new) < PAGE:
            return
        page += 1


def _report(*, fetched: int, confirmed: int) -> Report[SyncStockData]:
    counts = EventCounts(fetched=fetched, confirmed=confirmed)
    nothing = SyncStockData(events=counts, stock_levels=LevelCounts(), skus=(), markets=(), sent=(), failed=())
    return Report(nothing)
