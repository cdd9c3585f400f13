"""Stock per size and warehouse, and its totals."""

from collections.abc import Mapping, Sequence
from sqlite3 import Row
from typing import Any

from voyado_bis_cli.sandbox.centra.context import Info, Source
from voyado_bis_cli.sandbox.centra.nodes import Kind, Link, Page
from voyado_bis_cli.sandbox.centra.problems import not_simulated
from voyado_bis_cli.sandbox.centra.resolvers.fields import Resolver, Resolvers, pointed

KINDS = {
    "Stock": Kind(
        "SELECT product_size_id, variant_id, product_id, warehouse_id, fta, allocated FROM centra_stock",
        key="product_size_id, warehouse_id",
        links={"warehouse_id": (Link("Warehouse"),), "product_size_id": (Link("ProductSize"),)},
    ),
}

QUANTITIES: Mapping[str, tuple[str, ...]] = {
    "freeToAllocateQuantity": ("fta",),
    "availableNowQuantity": ("fta",),
    "availableQuantity": ("fta",),
    "allocatedQuantity": ("allocated",),
    "unshippedQuantity": ("allocated",),
    "physicalQuantity": ("fta", "allocated"),
    "demandQuantity": (),
    "incomingQuantity": (),
    "linkedIncomingQuantity": (),
    "onDeliveryQuantity": (),
    "unlinkedIncomingQuantity": (),
}
"""Each quantity is a sum of these. This shop takes no back order and expects no delivery, so nothing is in demand or
incoming, and all that is free is available; whatever is allocated waits to be sent."""

IDS = {
    "productId": "product_id",
    "productVariantId": "variant_id",
    "productSizeId": "product_size_id",
    "productSizeSort": "product_size_id",
    "warehouseId": "warehouse_id",
}


def _value(row: Row, name: str) -> int:
    if name in IDS:
        return int(row[IDS[name]])
    return sum(int(row[part]) for part in QUANTITIES[name])


def _meets(row: Row, where: Mapping[str, Any]) -> bool:
    negated = where.get("negate") or ()
    return all(
        _fits(_value(row, name), wanted) is not (name in negated)
        for name, wanted in where.items()
        if name != "negate" and wanted is not None
    )


def _fits(value: int, wanted: Sequence[int] | Mapping[str, int | None]) -> bool:
    if not isinstance(wanted, Mapping):
        return value in wanted
    low, high = wanted.get("from"), wanted.get("to")
    return (low is None or value >= low) and (high is None or value <= high)


def _rows_by(column: str) -> Resolver:
    def resolve(source: Source, info: Info, **args: Any) -> list[Row]:
        page = Page(**args)
        window = page.rows
        where = page.where or {}
        if unknown := set(where.get("negate") or ()) - where.keys():
            raise not_simulated(f"negate {', '.join(sorted(unknown))} without that filter")
        rows = [row for row in info.context.nodes.many("Stock", column, source["id"]) if _meets(row, where)]
        for order in reversed(page.sort or []):
            name, direction = order.rsplit("_", 1)
            rows.sort(key=lambda row, name=name: _value(row, name), reverse=direction == "DESC")  # type: ignore[misc]  # mypy cannot infer a default
        return rows[window]

    return resolve


def _totals_by(column: str) -> Resolver:
    def resolve(source: Source, info: Info, where: Mapping[str, Any] | None = None) -> dict[str, int]:
        rows = [row for row in info.context.nodes.many("Stock", column, source["id"]) if _meets(row, where or {})]
        return {part: sum(row[part] for row in rows) for part in ("fta", "allocated")}

    return resolve


def _quantity(name: str) -> Resolver:
    parts = QUANTITIES[name]
    return lambda source, _info: sum(source[part] for part in parts)


RESOLVERS: Resolvers = {
    **{f"{owner}.{name}": _quantity(name) for owner in ("Stock", "StockTotals") for name in QUANTITIES},
    **{
        f"{owner}.{field}": by(column)
        for owner, column in (
            ("ProductSize", "product_size_id"),
            ("ProductVariant", "variant_id"),
            ("Warehouse", "warehouse_id"),
        )
        for field, by in (("stock", _rows_by), ("stockTotals", _totals_by))
    },
    "Stock.warehouse": pointed("Warehouse", "warehouse_id"),
    "Stock.productSize": pointed("ProductSize", "product_size_id"),
}
