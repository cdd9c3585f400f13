"""`markets`, `warehouses`, `stock`: what the other commands need typed."""

from collections.abc import Collection

from voyado_bis_cli.domain import finding
from voyado_bis_cli.domain.availability import fta_per_market
from voyado_bis_cli.domain.finding import Finding, Remedy
from voyado_bis_cli.domain.ids import Sku, StoreId
from voyado_bis_cli.domain.progress import Note, Run
from voyado_bis_cli.domain.report import Report
from voyado_bis_cli.domain.report.catalogue import (
    MarketFtaRow,
    MarketRow,
    MarketsData,
    StockData,
    WarehouseRow,
    WarehousesData,
    WarehouseStockRow,
)
from voyado_bis_cli.workflows.allocation import ShopLayout, read_layout, the_size
from voyado_bis_cli.workflows.ports import Catalogue


def markets(catalogue: Catalogue, stores: Collection[StoreId]) -> Run[MarketsData]:
    """List the markets of `stores` (all when empty) with their allocation rule and warehouses."""
    yield Note("Reading markets and allocation rules from Centra")
    layout = read_layout(catalogue, stores)
    rows = []
    for market in layout.allocation.markets:
        rule = layout.allocation.rules.get(market.id)
        rows.append(
            MarketRow(
                id=market.id,
                name=market.name,
                store_id=market.store.id if market.store else None,
                store_name=market.store.name if market.store else None,
                rule_id=rule.rule.id if rule else None,
                rule_name=rule.rule.name if rule else None,
                rule_origin=rule.origin if rule else None,
                warehouses=tuple(sorted(layout.allocation.warehouses_of(market.id))),
            )
        )
    return Report(MarketsData(markets=tuple(rows)), _markets_without_rule(layout))


def warehouses(catalogue: Catalogue, stores: Collection[StoreId]) -> Run[WarehousesData]:
    """List every warehouse with the rules that contain it and the markets that sell from it."""
    yield Note("Reading warehouses and allocation rules from Centra")
    layout = read_layout(catalogue, stores)
    allocation = layout.allocation
    rows = tuple(
        WarehouseRow(
            id=warehouse.id,
            name=warehouse.name,
            threshold=warehouse.threshold,
            stock_master=warehouse.stock_master,
            rules=tuple(
                sorted(rule for rule, members in allocation.warehouses_of_rule.items() if warehouse.id in members)
            ),
            markets=tuple(sorted(allocation.markets_of(warehouse.id))),
        )
        for warehouse in layout.warehouses
    )
    return Report(WarehousesData(warehouses=rows))


def stock(catalogue: Catalogue, sku: Sku, stores: Collection[StoreId]) -> Run[StockData]:
    """Show FTA and allocated units of one SKU per warehouse, and FTA per market."""
    yield Note(f"Reading the stock of {sku} from Centra")
    size = the_size(catalogue, sku)
    layout = read_layout(catalogue, stores)
    known = {warehouse.id: warehouse for warehouse in layout.warehouses}
    found = catalogue.stock([size.id], list(known)).get(size.id, ())
    fta = fta_per_market(found, layout.allocation)
    return Report(
        StockData(
            sku=sku,
            product_size_id=size.id,
            warehouses=tuple(
                WarehouseStockRow(
                    warehouse_id=row.warehouse,
                    warehouse_name=known[row.warehouse].name,
                    fta=row.fta,
                    allocated=row.allocated,
                    threshold=known[row.warehouse].threshold,
                )
                for row in found
            ),
            markets=tuple(
                MarketFtaRow(market_id=market.id, market_name=market.name, fta=fta.get(market.id))
                for market in layout.allocation.markets
            ),
        ),
        _markets_without_rule(layout),
    )


def _markets_without_rule(layout: ShopLayout) -> tuple[Finding, ...]:
    allocation = layout.allocation
    return tuple(
        finding.warning(
            "market-without-rule",
            f"Market {market.name} ({market.id}) has no allocation rule, so Engage gets no stock level for it.",
            "Subscriptions for this market wait forever.",
            Remedy(
                "Choose an allocation rule for the market in Centra, or leave the market out of the subscription form."
            ),
        )
        for market in allocation.markets
        if market.id not in allocation.rules
    )
