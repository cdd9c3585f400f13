"""What happens to the stock, and how Engage hears of it."""

from collections.abc import Mapping

from voyado_bis_cli.domain.availability import fta_per_market
from voyado_bis_cli.domain.ids import MarketId, StockChangeId
from voyado_bis_cli.domain.progress import StepState
from voyado_bis_cli.domain.report.stock_set import SetStockData
from voyado_bis_cli.domain.report.sync import SyncStockData
from voyado_bis_cli.domain.scenario import Event, Restocked, SetStock, StockBefore, Sync
from voyado_bis_cli.domain.verification import SyncBy
from voyado_bis_cli.domain.waiting_queue import WaitingEvent
from voyado_bis_cli.domain.wording import counted
from voyado_bis_cli.errors import ErrorCode, NotYetError, WrongError
from voyado_bis_cli.workflows.allocation import the_size
from voyado_bis_cli.workflows.catalogue import stock
from voyado_bis_cli.workflows.send_levels import send_skus
from voyado_bis_cli.workflows.set_stock import StockWish, set_stock
from voyado_bis_cli.workflows.sync_stock import sync_stock
from voyado_bis_cli.workflows.verify.run import Outcome, Step, Verification, stop_on_error, until_seen


def note_stock(_step: StockBefore, run: Verification) -> Step:
    """Note FTA per market."""
    wish = run.plan.wish
    report = yield from stock(run.ports.centra, wish.sku, wish.stores)
    per_market = {f"{row.market_name} ({row.market_id})": row.fta for row in report.data.markets}
    told = ", ".join(f"{name}: {'no rule' if fta is None else fta}" for name, fta in per_market.items())
    return Outcome(f"Free to allocate before: {told}.", {"fta_per_market": per_market})


def change_stock(step: SetStock, run: Verification) -> Step:
    """Set test stock. What Engage sent before the first change is noted: only a later email is proof."""
    if run.seen.change is None:
        run.note_emails()
    run.seen.touched = True
    wish = StockWish(
        sku=run.plan.sku,
        warehouse=str(run.cast.warehouse(step.warehouse).id),
        stores=run.plan.wish.stores,
        fta=step.fta,
        delta=step.add,
    )
    report = yield from set_stock(wish, run.ports.for_stock(run.run))
    data = report.data
    if data.stock_change_id is None:
        raise WrongError(
            f"{data.warehouse.name} holds {data.fta_before} of {data.sku} already, so nothing would happen.",
            code=ErrorCode.NOT_AS_EXPECTED,
            hint="Choose another level, or another SKU.",
        )
    run.seen.change = StockChangeId(data.stock_change_id)
    return Outcome(_told(data), _changes(data), report.findings)


def see_restocked(step: Restocked, run: Verification) -> Step:
    """See stock in the market that a person added on the admin page."""
    run.note_emails()
    market = run.cast.market(step.market)

    def in_stock() -> int | None:
        fta = _fta(run).get(market.id, 0)
        return fta if fta > 0 else None

    fta = yield from until_seen(run, in_stock, f"stock of {run.plan.sku} in {market.name}, added in Centra")
    return Outcome(
        f"Somebody added stock: {fta} free to allocate in {market.name} ({market.id}). It is theirs to take back.",
        {"market": str(market.id), "fta": fta},
    )


def see_event(step: Event, run: Verification) -> Step:
    """See the change's event: in our queue; with Voyado's integration, in its queue or already taken from there."""
    change = _change(run)
    if run.plan.sync_by is SyncBy.VOYADO:
        return (yield from _see_voyados_event(change, run))
    found = yield from until_seen(
        run, lambda: run.our_queue.event_of(change), "the event of the stock change in our queue"
    )
    told, evidence = [_event_told(found, "Our queue")], _event_evidence(found)
    if step.queue == "both" and (voyado := run.voyado_queue):
        copy = yield from until_seen(run, lambda: voyado.event_of(change), "the same event in Voyado's queue")
        told.append(_event_told(copy, "Voyado's queue") + " Each integration name has its own copy.")
        evidence["voyado_event_id"] = copy.id
    return Outcome(" ".join(told), evidence)


def synchronise(_step: Sync, run: Verification) -> Step:
    """Send the levels, or watch Voyado's integration take the event off its queue."""
    run.seen.touched = True
    match run.plan.sync_by:
        case SyncBy.VOYADO:
            return (yield from _watch_voyado(run))
        case SyncBy.TOOLKIT:
            report = yield from send_skus([run.plan.sku], run.plan.sync, run.ports.for_sync)
            stop_on_error(report)
            return Outcome(
                f"Engage took the levels ({_levels(report.data)}). bis sent them itself: this proves Engage, not the "
                "Centra integration.",
                {"sent_by": "bis", "sent": _sent(report.data)},
                report.findings,
            )
        case SyncBy.OWN_QUEUE:
            report = yield from sync_stock(run.plan.sync, run.ports.for_sync)
            stop_on_error(report)
            events = report.data.events
            return Outcome(
                f"{counted(events.fetched, 'event')} seen, Engage took the levels ({_levels(report.data)}), "
                f"{counted(events.confirmed, 'event')} confirmed.",
                {"events": events.model_dump(), "sent": _sent(report.data)},
                report.findings,
            )


def _see_voyados_event(change: StockChangeId, run: Verification) -> Step:
    """Voyado may be quick: an event it took before anybody looked shows in our own queue, or by what it did."""

    def seen() -> tuple[str, WaitingEvent | None] | None:
        if run.voyado_queue and (event := run.voyado_queue.event_of(change)):
            run.seen.voyado_event = event.id
            return "Voyado's queue", event
        if event := run.our_queue.event_of(change):
            return "Our queue", event
        if any(not run.is_waiting(waiter) for waiter in run.seen.waiters.values()):
            return "", None
        return None

    where, event = yield from until_seen(run, seen, "the event of the stock change")
    if event is None:
        return Outcome("Engage used the subscription already, so the event was there and Voyado took it.")
    return Outcome(_event_told(event, where), _event_evidence(event))


def _watch_voyado(run: Verification) -> Step:
    """See that the event leaves Voyado's queue. It is read, never confirmed."""
    queue, change = run.voyado_queue, run.seen.change
    if queue is None or change is None:
        why = "the profile has no centra.voyado_token" if queue is None else "no event belongs to a change by hand"
        return Outcome(
            f"Not looked at: {why}. Whether Voyado's integration took it shows in what Engage does next.",
            state=StepState.SKIPPED,
        )
    try:
        yield from until_seen(run, lambda: queue.event_of(change) is None or None, "Voyado to read its event queue")
    except NotYetError as error:
        event = run.seen.voyado_event or "of the change"
        raise NotYetError(
            f"Voyado is not reading: after {run.plan.wait:g} s the event {event} still waits unconfirmed in its queue.",
            hint="Its token may have expired (30 days unless changed), or its integration is not running: `bis queue` "
            "shows who listens and how long the oldest event waits. Give a slow one more time with --wait.",
            details={"finding": "voyado-not-reading", **error.details},
        ) from None
    return Outcome(
        "Voyado's integration took the event off its queue. Nothing of that queue was confirmed here.",
        {"sent_by": "voyado", "event_id": run.seen.voyado_event},
    )


def _change(run: Verification) -> StockChangeId:
    if run.seen.change is None:
        raise WrongError(
            "No stock change belongs to this step: orders and returns make events of other kinds.",
            code=ErrorCode.NOT_FOUND,
            hint="Put the event step behind a set-stock step.",
        )
    return run.seen.change


def _fta(run: Verification) -> Mapping[MarketId, int]:
    allocation = run.cast.layout.allocation
    size = the_size(run.ports.centra, run.plan.sku)
    rows = run.ports.centra.stock([size.id], allocation.counted_warehouses).get(size.id, ())
    return fta_per_market(rows, allocation)


def _told(data: SetStockData) -> str:
    told = ", ".join(f"market {row.market}: {row.fta_before} -> {row.fta_after}" for row in data.markets)
    return f"{data.warehouse.name} went from {data.fta_before} to {data.fta_after} units. Free to allocate: {told}."


def _changes(data: SetStockData) -> dict[str, object]:
    per_market = {row.market: {"before": row.fta_before, "after": row.fta_after} for row in data.markets}
    return {"stock_change_id": data.stock_change_id, "fta_per_market": per_market}


def _event_told(event: WaitingEvent, where: str) -> str:
    return f"{where} holds event {event.id}: {event.object_type} {event.reference} {event.change_type}."


def _event_evidence(event: WaitingEvent) -> dict[str, object]:
    return {"event_id": event.id, "object_type": event.object_type, "change_type": event.change_type}


def _levels(data: SyncStockData) -> str:
    return ", ".join(f"{row.sku} market {row.external_id}: {row.quantity}" for row in data.sent)


def _sent(data: SyncStockData) -> list[dict[str, object]]:
    return [row.model_dump(by_alias=True) for row in data.sent]
