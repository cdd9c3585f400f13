"""`sync-stock --sku`, `sync-stock --full`: send present levels without any queue."""

from collections.abc import Collection, Iterable, Iterator
from itertools import islice

from voyado_bis_cli.domain import finding
from voyado_bis_cli.domain.availability import ProductSize, fta_per_market
from voyado_bis_cli.domain.finding import Finding
from voyado_bis_cli.domain.ids import Sku
from voyado_bis_cli.domain.progress import Note, Run
from voyado_bis_cli.domain.remarks import Remarks
from voyado_bis_cli.domain.report import Report
from voyado_bis_cli.domain.report.sync import EventCounts, SyncStockData
from voyado_bis_cli.domain.stock_level import stock_levels
from voyado_bis_cli.domain.sync_plan import SizesBySku, shared_sku, unsellable
from voyado_bis_cli.errors import RefusedError
from voyado_bis_cli.workflows.allocation import ShopLayout, read_layout, the_size
from voyado_bis_cli.workflows.delivery import Delivery
from voyado_bis_cli.workflows.explain import Touches, explained
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
        return _send(sizes, layout, settings, ports)


def send_everything(settings: SyncSettings, ports: SyncPorts) -> Run[SyncStockData]:
    """Send the present FTA of every (SKU, market) anew: reconciles what no event tells.

    Changes from before the listener existed and changed allocation rules make no event.
    """
    with ports.lock.hold():
        yield Note("Reading every size")
        layout = read_layout(ports.centra, settings.stores)
        if not settings.dry_run:
            ports.consent("send the present stock of every SKU in every market to Engage", ())
        return _send(ports.centra.all_sizes(), layout, settings, ports)


def _send(
    sizes: Iterable[ProductSize], layout: ShopLayout, settings: SyncSettings, ports: SyncPorts
) -> Report[SyncStockData]:
    delivery = Delivery(ports.engage, ports.journal, dry_run=settings.dry_run)
    by_sku = SizesBySku()
    remarks = Remarks()
    remarks.add(_no_market(layout))
    for chunk in _chunks(sizes):
        by_sku.add(chunk)
        remarks.add(shared_sku(size.sku) for size in chunk if size.sku and by_sku.is_shared(size.sku))
        known = {size.id: size.sku for size in chunk if size.sku and not by_sku.is_shared(size.sku)}
        stock = ports.centra.stock(list(known), layout.allocation.counted_warehouses)
        levels = [
            level
            for size, rows in stock.items()
            for level in stock_levels(known[size], fta_per_market(rows, layout.allocation))
        ]
        delivery.send(levels)
        remarks.add(unsellable(levels, {known[size]: layout.sellable(rows) for size, rows in stock.items()}))
    refused = RefusedError(
        f"Engage refused {len(delivery.failed)} stock levels.", hint="The reasons stand beside each level."
    )
    data = delivery.data(
        EventCounts(),
        dry_run=settings.dry_run,
        explained=explained(Touches(settings.explain), layout, delivery, ports.centra),
    )
    return Report(data, remarks.findings, refused if delivery.failed else None)


def _chunks(sizes: Iterable[ProductSize]) -> Iterator[list[ProductSize]]:
    rest = iter(sizes)
    while chunk := list(islice(rest, _SIZES_AT_ONCE)):
        yield chunk


def _no_market(layout: ShopLayout) -> tuple[Finding, ...]:
    if layout.allocation.markets_with_rule:
        return ()
    return (
        finding.error(
            "no-market-with-rule",
            "No market of the profile's stores has an allocation rule, so there is no level to send.",
        ),
    )
