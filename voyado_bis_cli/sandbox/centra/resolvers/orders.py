"""Orders and returns, as far as stock follows from them."""

from collections.abc import Mapping
from typing import Any

from voyado_bis_cli.sandbox.centra.context import Context, Info, Source
from voyado_bis_cli.sandbox.centra.filters import Clause, between, equal, one_of
from voyado_bis_cli.sandbox.centra.nodes import Kind, Link
from voyado_bis_cli.sandbox.centra.resolvers.fields import Resolver, Resolvers, listing, owned, pointed

KINDS = {
    "Order": Kind(
        "SELECT CASE s.type WHEN 'WHOLESALE' THEN 'WholesaleOrder' ELSE 'DirectToConsumerOrder' END AS __typename,"
        " printf('%032x', o.number) AS id, o.number, o.market_id, o.store_id, s.type AS store_type, o.status,"
        " o.created_at AS createdAt, o.updated_at AS updatedAt"
        " FROM centra_orders o JOIN centra_stores s ON s.id = o.store_id",
        key="number",
        links={
            "market_id": (Link("Market"),),
            "store_id": (Link("Store"),),
            "number": (Link("OrderLine", "order_number"),),
        },
        filters={
            "number": one_of("number"),
            "status": one_of("status"),
            "storeType": equal("store_type"),
            "createdAt": between("createdAt"),
        },
        sorts={"orderDate": "createdAt"},
    ),
    "OrderLine": Kind(
        "SELECT 'ProductOrderLine' AS __typename, l.id, l.order_number, l.product_size_id, n.name AS size,"
        " p.product_number AS productNumber, l.ordered - l.cancelled AS quantity, l.cancelled AS cancelledQuantity,"
        " l.returned AS returnedQuantity FROM centra_order_lines l JOIN centra_sizes s ON s.id = l.product_size_id"
        " JOIN centra_size_names n ON n.id = s.size_id JOIN centra_variants v ON v.id = s.variant_id"
        " JOIN centra_products p ON p.id = v.product_id",
        links={"product_size_id": (Link("ProductSize"),), "id": (Link("Allocation", "order_line_id"),)},
    ),
    "Allocation": Kind(
        "SELECT a.id, a.order_line_id, a.stock_line_id, a.quantity, l.warehouse_id"
        " FROM centra_allocations a JOIN centra_stock_lines l ON l.id = a.stock_line_id",
        links={"stock_line_id": (Link("StockChangeLine"),), "warehouse_id": (Link("Warehouse"),)},
    ),
    "Return": Kind(
        "SELECT CASE s.type WHEN 'WHOLESALE' THEN 'WholesaleReturn' ELSE 'DirectToConsumerReturn' END AS __typename,"
        " r.id, o.store_id, s.type AS store_type FROM centra_returns r"
        " JOIN centra_orders o ON o.number = r.order_number JOIN centra_stores s ON s.id = o.store_id",
        links={"id": (Link("ReturnLine", "return_id"),)},
        filters={"storeType": equal("store_type")},
    ),
    "ReturnLine": Kind(
        "SELECT id, return_id, order_line_id, quantity FROM centra_return_lines",
        links={"order_line_id": (Link("OrderLine"),)},
    ),
}


def _of_seen_store(context: Context) -> Clause:
    return context.in_seen_stores("store_id")


def _count(kind: str, *restrictions: Any) -> Resolver:
    def resolve(_source: Source, info: Info, where: Mapping[str, Any] | None = None) -> int:
        nodes = info.context.nodes
        return nodes.count(kind, [*nodes.asked(kind, where), *(restrict(info.context) for restrict in restrictions)])

    return resolve


RESOLVERS: Resolvers = {
    "Query.orders": listing("Order", _of_seen_store),
    "Query.returns": listing("Return", _of_seen_store),
    "Query.counters": lambda _source, _info: {},
    "Counter.products": _count("Product"),
    "Counter.orders": _count("Order", _of_seen_store),
    "Counter.customers": lambda _source, _info: 0,  # this shop keeps none
    "Order.store": pointed("Store", "store_id"),
    "Order.market": pointed("Market", "market_id"),
    "Order.lines": owned("OrderLine", "order_number", "number"),
    "OrderLine.productSize": pointed("ProductSize", "product_size_id"),
    "OrderLine.allocations": owned("Allocation", "order_line_id"),
    "Allocation.warehouse": pointed("Warehouse", "warehouse_id"),
    "Allocation.stockChangeLine": pointed("StockChangeLine", "stock_line_id"),
    "Return.lines": owned("ReturnLine", "return_id"),
    "ReturnLine.orderLine": pointed("OrderLine", "order_line_id"),
}
