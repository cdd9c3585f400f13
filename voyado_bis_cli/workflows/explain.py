"""`--explain SKU`: why a sync did or did not send a level."""

from collections.abc import Collection, Mapping

from voyado_bis_cli.domain.availability import ProductSize, WarehouseStock, fta_per_market
from voyado_bis_cli.domain.event_queue import StockEvent
from voyado_bis_cli.domain.ids import Sku, external_id_of
from voyado_bis_cli.domain.market import Market
from voyado_bis_cli.domain.report.sync import Explanation, MarketReason, TouchedBy, WarehouseFigures
from voyado_bis_cli.workflows.allocation import ShopLayout
from voyado_bis_cli.workflows.delivery import Delivery
from voyado_bis_cli.workflows.ports import Catalogue


class Touches:
    """Which events touched the SKUs that are to be explained."""

    def __init__(self, skus: Collection[Sku]) -> None:
        self._events: dict[Sku, list[StockEvent]] = {sku: [] for sku in dict.fromkeys(skus)}

    def note(self, sizes_of_event: Mapping[StockEvent, Collection[ProductSize]]) -> None:
        """Remember the events among these that touched one of the SKUs."""
        if not self._events:
            return
        for event, sizes in sizes_of_event.items():
            for size in sizes:
                if size.sku in self._events:
                    self._events[size.sku].append(event)

    @property
    def by_sku(self) -> Mapping[Sku, Collection[StockEvent]]:
        """The events of each SKU, oldest first."""
        return self._events


def explained(
    touches: Touches, layout: ShopLayout, delivery: Delivery, catalogue: Catalogue
) -> tuple[Explanation, ...]:
    """Account for every SKU that was asked about: its events, and per market the rule, the figures and the decision."""
    return tuple(_explained(sku, events, layout, delivery, catalogue) for sku, events in touches.by_sku.items())


def _explained(
    sku: Sku, events: Collection[StockEvent], layout: ShopLayout, delivery: Delivery, catalogue: Catalogue
) -> Explanation:
    sizes = catalogue.sizes_of_sku(sku)
    stock = catalogue.stock([size.id for size in sizes], [warehouse.id for warehouse in layout.warehouses])
    rows = stock.get(sizes[0].id, ()) if len(sizes) == 1 else ()
    return Explanation(
        sku=sku,
        sizes=tuple(size.id for size in sizes),
        touched_by=tuple(
            TouchedBy(event=event.id, object_type=event.object_type, reference=event.reference) for event in events
        ),
        markets=tuple(_reason(sku, market, rows, layout, delivery) for market in layout.markets),
    )


def _reason(
    sku: Sku, market: Market, rows: Collection[WarehouseStock], layout: ShopLayout, delivery: Delivery
) -> MarketReason:
    rule = layout.allocation.rules.get(market.id)
    counted = layout.allocation.warehouses_of(market.id)
    return MarketReason(
        market=external_id_of(market.id),
        name=market.name,
        rule=rule.rule.name if rule else None,
        rule_origin=rule.origin if rule else None,
        fta=fta_per_market(rows, layout.allocation).get(market.id) if rows else None,
        warehouses=tuple(
            WarehouseFigures(
                id=warehouse.id,
                name=warehouse.name,
                counts=warehouse.id in counted,
                fta=row.fta,
                allocated=row.allocated,
                threshold=warehouse.threshold,
            )
            for warehouse in layout.warehouses
            for row in rows
            if row.warehouse == warehouse.id
        ),
        decision=_decision(sku, market, layout, delivery, known=bool(rows)),
    )


def _decision(sku: Sku, market: Market, layout: ShopLayout, delivery: Delivery, *, known: bool) -> str:
    if not known:
        return "nothing sent: Centra has no size with this SKU, or more than one"
    if market.id not in layout.allocation.rules:
        return "nothing sent: the market has no allocation rule"
    return delivery.fate(sku, external_id_of(market.id)) or "nothing sent: no event touched it"
