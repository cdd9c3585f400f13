"""`sync-stock --sku`, `sync-stock --full`: send present levels without any queue."""

from collections.abc import Collection, Generator, Iterable, Iterator
from itertools import islice

from voyado_bis_cli.domain.availability import ProductSize, fta_per_market
from voyado_bis_cli.domain.ids import Sku
from voyado_bis_cli.domain.progress import Note, Run, RunEvent
from voyado_bis_cli.domain.rate_budget import REQUESTS
from voyado_bis_cli.domain.remarks import Remarks
from voyado_bis_cli.domain.report import Report
from voyado_bis_cli.domain.report.sync import EventCounts, Explanation, SyncStockData
from voyado_bis_cli.domain.stock_level import stock_levels
from voyado_bis_cli.domain.sync_plan import SizesBySku, shared_sku, unsellable
from voyado_bis_cli.domain.wording import counted
from voyado_bis_cli.errors import BisError, RefusedError
from voyado_bis_cli.workflows.allocation import ShopLayout, read_layout, the_size
from voyado_bis_cli.workflows.delivery import Delivery
from voyado_bis_cli.workflows.explain import Touches, explained
from voyado_bis_cli.workflows.rate_share import RateShare
from voyado_bis_cli.workflows.sync_remarks import NO_MARKET
from voyado_bis_cli.workflows.sync_stock import SyncPorts, SyncSettings

_SIZES_AT_ONCE = 200


def send_skus(skus: Collection[Sku], settings: SyncSettings, ports: SyncPorts) -> Run[SyncStockData]:
    """Send the present FTA per market of `skus`. Needs no queue, no listener and confirms nothing."""
    with ports.lock.hold():
        yield Note(f"Reading the stock of {', '.join(skus)}")
        sizes = [the_size(ports.centra, sku) for sku in skus]
        layout = read_layout(ports.centra, settings.stores)
        if not settings.dry_run:
            ports.consent(f"send the present stock of {', '.join(skus)} to Engage", skus)
        return (yield from _send(sizes, layout, settings, ports))


def send_everything(settings: SyncSettings, ports: SyncPorts) -> Run[SyncStockData]:
    """Send the present FTA of every (SKU, market) anew: reconciles what no event tells.

    Changes from before the listener existed and changed allocation rules make no event. All sizes are read first: only
    then is it known which SKUs two of them share.
    """
    with ports.lock.hold():
        yield Note("Reading every size")
        layout = read_layout(ports.centra, settings.stores)
        if not settings.dry_run:
            ports.consent("send the present stock of every SKU in every market to Engage", ())
        sizes: list[ProductSize] = []
        for page in _chunks(ports.centra.all_sizes()):
            sizes += page
            yield from _leave_a_share(page, settings, ports)
        return (yield from _send(sizes, layout, settings, ports))


def _send(
    sizes: Collection[ProductSize], layout: ShopLayout, settings: SyncSettings, ports: SyncPorts
) -> Run[SyncStockData]:
    delivery = Delivery(ports.engage, ports.journal, dry_run=settings.dry_run)
    remarks = Remarks()
    failure: BisError | None = None
    reasons: tuple[Explanation, ...] = ()
    try:
        for chunk in _chunks(_with_a_sku_of_their_own(sizes, remarks)):
            _send_chunk(chunk, layout, delivery, remarks, ports)
            yield from _leave_a_share(chunk, settings, ports)
        reasons = explained(Touches(settings.explain), layout, delivery, ports.centra)
    except BisError as error:
        if not delivery.has_sent:
            raise
        failure = error
    if failure is None and delivery.failed:
        failure = RefusedError(
            f"Engage refused {counted(len(delivery.failed), 'stock level')}.",
            hint="The reasons stand beside each level.",
        )
    if not layout.allocation.markets_with_rule:
        remarks.add([NO_MARKET])
    data = delivery.data(EventCounts(), dry_run=settings.dry_run, explained=reasons)
    return Report(data, remarks.findings, failure)


def _send_chunk(
    chunk: Collection[ProductSize], layout: ShopLayout, delivery: Delivery, remarks: Remarks, ports: SyncPorts
) -> None:
    known = {size.id: size.sku for size in chunk if size.sku}
    stock = ports.centra.stock(list(known), layout.allocation.counted_warehouses)
    levels = [
        level
        for size, rows in stock.items()
        for level in stock_levels(known[size], fta_per_market(rows, layout.allocation))
    ]
    remarks.add(unsellable(levels, {known[size]: layout.sellable(rows) for size, rows in stock.items()}))
    delivery.send(levels)


def _with_a_sku_of_their_own(sizes: Collection[ProductSize], remarks: Remarks) -> Iterator[ProductSize]:
    """Yield the sizes that Engage can know, and remark on those that share a SKU."""
    by_sku = SizesBySku()
    by_sku.add(sizes)
    for size in sizes:
        if size.sku and by_sku.is_shared(size.sku):
            remarks.add([shared_sku(size.sku)])
        elif size.sku:
            yield size


def _leave_a_share(
    done: Collection[ProductSize], settings: SyncSettings, ports: SyncPorts
) -> Generator[RunEvent, None, None]:
    """Look at the rate budget before the next chunk; a short one was the last."""
    if len(done) < _SIZES_AT_ONCE:
        return
    share = RateShare(settings.rate_share, settings.max_wait, ports.clock)
    yield from share.left_to_others(ports.centra.rate_limits(), {REQUESTS: 2})


def _chunks(sizes: Iterable[ProductSize]) -> Iterator[list[ProductSize]]:
    rest = iter(sizes)
    while chunk := list(islice(rest, _SIZES_AT_ONCE)):
        yield chunk
