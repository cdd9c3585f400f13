"""`sync-stock --once`: one pass that drains our own event queue into Engage, losing nothing.

    own it -> map -> fetch -> read -> send -> confirm -> fetch ... until nothing new comes

An event is confirmed only after every stock level that follows from it was accepted by Engage. A level is the current
FTA, so sending it twice is harmless and a crash at any instant loses nothing: the next run sees the event again.
"""

from collections.abc import Callable, Collection, Generator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import chain
from math import ceil

from voyado_bis_cli.domain.availability import ProductSize
from voyado_bis_cli.domain.clock import Clock
from voyado_bis_cli.domain.event_queue import (
    EVENTS_OF_AS_MANY_LINES,
    STOCK_CHANGES_AT_ONCE,
    EventPage,
    StockEvent,
)
from voyado_bis_cli.domain.ids import EventId, Sku, StockChangeId, StoreId
from voyado_bis_cli.domain.journal_entry import EVENTS_CONFIRMED
from voyado_bis_cli.domain.progress import Note, Run, RunEvent
from voyado_bis_cli.domain.rate_budget import COMPLEXITY, MUTATIONS, REQUESTS, affordable_page
from voyado_bis_cli.domain.remarks import Remarks
from voyado_bis_cli.domain.report import Report
from voyado_bis_cli.domain.report.sync import EventCounts, Explanation, SyncStockData
from voyado_bis_cli.domain.sync_plan import PagePlan, SizesBySku, confirmable, plan_page, unsellable
from voyado_bis_cli.domain.wording import counted
from voyado_bis_cli.errors import BisError, RefusedError
from voyado_bis_cli.workflows.allocation import ShopLayout, read_layout
from voyado_bis_cli.workflows.delivery import Delivery
from voyado_bis_cli.workflows.explain import Touches, explained
from voyado_bis_cli.workflows.own_queue import own_listeners
from voyado_bis_cli.workflows.ports import CentraPort, Consent, EngagePort, JournalPort, QueueLock
from voyado_bis_cli.workflows.rate_share import RateShare
from voyado_bis_cli.workflows.sync_remarks import NO_MARKET, announcement, markets_without_rule, somebody_listens

PAGE = 200
"""Events per page: Centra's upper limit."""


@dataclass(frozen=True, slots=True)
class SyncSettings:
    """How a sync behaves. `rate_share` (0 to 1) is the part of Centra's rate budget that it may use.

    `max_wait` bounds a single wait for the rate budget; a longer one ends the run with `resume_at`. `explain` names
    SKUs whose levels are accounted for. `page` is how many events are asked for at once.
    """

    integration_name: str
    stores: Collection[StoreId]
    dry_run: bool = False
    max_events: int | None = None
    rate_share: float = 0.5
    max_wait: timedelta = timedelta(seconds=30)
    explain: Collection[Sku] = ()
    page: int = PAGE


@dataclass(frozen=True, slots=True)
class SyncPorts:
    """What a sync needs from outside. `stop` tells whether the run was asked to end after the current page."""

    centra: CentraPort
    engage: EngagePort
    journal: JournalPort
    lock: QueueLock
    clock: Clock
    consent: Consent
    stop: Callable[[], bool] = lambda: False


@dataclass(slots=True)
class _Pass:
    """What one pass has seen and done so far; its size does not depend on how many events there were."""

    delivery: Delivery
    touches: Touches
    limit: int
    by_sku: SizesBySku = field(default_factory=SizesBySku)
    remarks: Remarks = field(default_factory=Remarks)
    fetched: int = 0
    confirmed: int = 0
    unconfirmed: set[EventId] = field(default_factory=set)


def sync_stock(settings: SyncSettings, ports: SyncPorts) -> Run[SyncStockData]:
    """Send the present FTA per market of every size that an event touched, and confirm those events.

    Holds the queue's lock for the whole pass (another run of ours: NotYetError(locked)). Raises ConfigError where the
    queue is not ours and WrongError where nobody listens. A failure on the way ends the pass with what was done so far
    in the report and the failure as its `partial`.
    """
    with ports.lock.hold():
        yield Note(f"Reading listeners, markets and allocation rules for {settings.integration_name!r}")
        current = _Pass(
            Delivery(ports.engage, ports.journal, dry_run=settings.dry_run), Touches(settings.explain), settings.page
        )
        listeners = own_listeners(ports.centra, settings.integration_name)
        current.remarks.add(somebody_listens(listeners, settings.integration_name))
        layout = read_layout(ports.centra, settings.stores)
        current.remarks.add(markets_without_rule(layout) if layout.allocation.markets_with_rule else [NO_MARKET])
        failure: BisError | None = None
        reasons: tuple[Explanation, ...] = ()
        try:
            yield from _drain(current, layout, settings, ports)
            reasons = explained(current.touches, layout, current.delivery, ports.centra)
        except BisError as error:
            if not current.fetched:
                raise
            failure = error
        return _report(current, settings, reasons, failure)


def _drain(
    current: _Pass, layout: ShopLayout, settings: SyncSettings, ports: SyncPorts
) -> Generator[RunEvent, None, None]:
    if not layout.allocation.markets_with_rule:
        return
    share = RateShare(settings.rate_share, settings.max_wait, ports.clock)
    while (limit := _limit(current, settings)) and not ports.stop():
        page = _next_page(current, limit, ports.centra)
        new = [event for event in page.events if event.id not in current.unconfirmed]
        if not new:
            if len(page.events) == limit:
                raise _stuck(len(current.unconfirmed))
            return
        if not current.fetched and not settings.dry_run:
            ports.consent(announcement(settings.integration_name, page, limit), ())
        current.fetched += len(new)
        current.unconfirmed.update(event.id for event in new)
        yield from share.left_to_others(page.rate_limits, _ahead(page, limit))
        plan = _plan(new, current, layout, ports.centra)
        yield Note(f"{counted(len(new), 'event')}: {counted(len(plan.levels), 'stock level')} touched")
        _deliver(plan, current, settings, ports)
        if len(page.events) < limit:
            return
        current.limit = affordable_page(
            settings.page,
            events=len(page.events),
            complexity=page.complexity,
            limits=page.rate_limits,
            share=settings.rate_share,
        )


def _limit(current: _Pass, settings: SyncSettings) -> int:
    """Return how many events to ask for next; 0 where --max-events is reached."""
    return current.limit if settings.max_events is None else min(current.limit, settings.max_events - current.fetched)


def _next_page(current: _Pass, limit: int, centra: CentraPort) -> EventPage:
    """Events that stay unconfirmed are the oldest and come first again: ask for the page behind them."""
    return centra.events(limit=limit, page=len(current.unconfirmed) // limit + 1)


def _ahead(page: EventPage, limit: int) -> dict[str, int]:
    """Return what is spent before the budget is seen again: stock, further lines, the confirmation, the next page.

    What reading the stock will cost is not known before; it is taken to cost as much as the page did, and further lines
    as much as a page that asks for so many lines.
    """
    further = ceil(sum(event.more_lines_of is not None for event in page.events) / STOCK_CHANGES_AT_ONCE)
    complexity = page.complexity * (2 + further * EVENTS_OF_AS_MANY_LINES / limit)
    return {REQUESTS: 3 + further, MUTATIONS: 1, COMPLEXITY: ceil(complexity)}


def _plan(new: list[StockEvent], current: _Pass, layout: ShopLayout, centra: CentraPort) -> PagePlan:
    sizes_of_event = _sizes_of_event(new, centra)
    current.touches.note(sizes_of_event)
    touched = {size.id: size.sku for size in chain.from_iterable(sizes_of_event.values()) if size.sku}
    stock = centra.stock(sorted(touched), layout.allocation.counted_warehouses)
    plan = plan_page(sizes_of_event, stock, layout.allocation, current.by_sku)
    estimate = {touched[size]: layout.sellable(rows) for size, rows in stock.items()}
    current.remarks.add((*plan.findings, *unsellable(plan.levels, estimate)))
    return plan


def _sizes_of_event(new: list[StockEvent], centra: CentraPort) -> dict[StockEvent, Collection[ProductSize]]:
    more = centra.sizes_of_stock_changes([event.more_lines_of for event in new if event.more_lines_of])
    return {event: _sizes(event, more) for event in new}


def _sizes(event: StockEvent, more: Mapping[StockChangeId, Collection[ProductSize]]) -> Collection[ProductSize]:
    """Return the sizes that came with the event and those that followed: also where the stock change went meanwhile."""
    if event.more_lines_of is None:
        return event.sizes
    return tuple(dict.fromkeys((*event.sizes, *more.get(event.more_lines_of, ()))))


def _deliver(plan: PagePlan, current: _Pass, settings: SyncSettings, ports: SyncPorts) -> None:
    current.delivery.send(plan.levels)
    done = confirmable(plan, current.delivery.accepted_keys)
    if settings.dry_run or not done:
        return
    ports.centra.confirm_events(done)
    ports.journal.append(EVENTS_CONFIRMED, {"events": list(done)})
    current.confirmed += len(done)
    current.unconfirmed.difference_update(done)


def _stuck(count: int) -> RefusedError:
    return RefusedError(
        f"The queue keeps {counted(count, 'event')}, and Centra shows none behind: what waits there is not reached.",
        hint="Correct what keeps them, or confirm one by hand: bis sync-stock --skip-event ID.",
    )


def _report(
    current: _Pass, settings: SyncSettings, reasons: tuple[Explanation, ...], failure: BisError | None
) -> Report[SyncStockData]:
    delivery = current.delivery
    if failure is None and delivery.failed:
        failure = RefusedError(
            f"Engage refused {counted(len(delivery.failed), 'stock level')}; "
            f"still queued: {counted(len(current.unconfirmed), 'event')}.",
            hint="The reasons stand beside each level. Correct them and run the sync again.",
        )
    data = delivery.data(
        EventCounts(fetched=current.fetched, confirmed=current.confirmed, left=len(current.unconfirmed)),
        dry_run=settings.dry_run,
        explained=reasons,
    )
    return Report(data, current.remarks.findings, failure)
