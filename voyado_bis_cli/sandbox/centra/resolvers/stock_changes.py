"""Stock changes and their lines, also as a connection with cursors."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping
from sqlite3 import Row
from typing import Any

from graphql import GraphQLError

from voyado_bis_cli.sandbox.centra.context import Info, Source
from voyado_bis_cli.sandbox.centra.filters import Clause, between, matching, one_of, owning
from voyado_bis_cli.sandbox.centra.nodes import Kind, Link, Page, checked_limit
from voyado_bis_cli.sandbox.centra.problems import not_simulated
from voyado_bis_cli.sandbox.centra.resolvers.fields import Resolvers, always, listing, pointed

KINDS = {
    "StockChange": Kind(
        "SELECT 'StockChange' AS __typename, id, warehouse_id, comment, created_at AS createdAt, NULL AS adminUser"
        " FROM centra_stock_changes",
        links={"id": (Link("StockChangeLine", "stock_change_id"),), "warehouse_id": (Link("Warehouse"),)},
        filters={
            "id": one_of("id"),
            "comment": matching("comment"),
            "createdAt": between("createdAt"),
            "warehouseId": one_of("warehouse_id"),
            "productVariantId": owning(
                "id",
                "centra_stock_lines JOIN centra_sizes ON centra_sizes.id = product_size_id",
                "stock_change_id",
                "variant_id",
            ),
        },
    ),
    "StockChangeLine": Kind(
        "SELECT id, stock_change_id, warehouse_id, product_size_id, delivered AS deliveredQuantity,"
        " fta AS freeToAllocateQuantity, NULL AS createdFromShipmentLine FROM centra_stock_lines",
        links={
            "stock_change_id": (Link("StockChange"),),
            "warehouse_id": (Link("Warehouse"),),
            "product_size_id": (Link("ProductSize"),),
        },
        filters={"id": one_of("id")},
    ),
}


def _lines(source: Source, info: Info, **args: Any) -> list[Row]:
    """Page within a stock change; the lines of all stock changes of an answer are read together."""
    page = Page(**args)
    window = page.rows
    if page.where:
        return info.context.nodes.listing("StockChangeLine", page, Clause("stock_change_id = ?", (source["id"],)))
    lines: list[Row] = info.context.nodes.many("StockChangeLine", "stock_change_id", source["id"])
    newest_first = (page.sort or ["id_ASC"])[0] == "id_DESC"
    return (lines[::-1] if newest_first else lines)[window]


def _connection(  # noqa: PLR0913  # the arguments of a connection
    _source: Source,
    info: Info,
    *,
    where: Mapping[str, Any] | None = None,
    sort: list[str] | None = None,
    first: int | None = None,
    after: str | None = None,
    last: int | None = None,
    before: str | None = None,
) -> dict[str, object]:
    """Page by cursor, by id ascending unless sorted otherwise; without `first` and `last` it is the first 20."""
    if first is not None and last is not None:
        raise not_simulated("first together with last")
    limit = checked_limit(first if last is None else last)
    newest_first = (sort or ["id_ASC"])[0] == "id_DESC"
    nodes = info.context.nodes
    asked = nodes.asked("StockChange", where)
    behind, ahead = ("<", ">") if newest_first else (">", "<")
    window = [
        *([Clause(f"id {behind} ?", (_id_of(after),))] if after is not None else []),
        *([Clause(f"id {ahead} ?", (_id_of(before),))] if before is not None else []),
    ]
    descending = newest_first is (last is None)
    rows = nodes.select("StockChange", [*asked, *window], order="id DESC" if descending else "id", limit=limit)
    rows = rows if last is None else rows[::-1]
    return {
        "totalCount": nodes.count("StockChange", asked),
        "edges": [{"cursor": _cursor(row), "node": row} for row in rows],
        "pageInfo": {
            "hasPreviousPage": bool(rows)
            and nodes.count("StockChange", [*asked, Clause(f"id {ahead} ?", (rows[0]["id"],))]) > 0,
            "hasNextPage": bool(rows)
            and nodes.count("StockChange", [*asked, Clause(f"id {behind} ?", (rows[-1]["id"],))]) > 0,
            "startCursor": _cursor(rows[0]) if rows else None,
            "endCursor": _cursor(rows[-1]) if rows else None,
        },
    }


def _cursor(row: Row) -> str:
    return urlsafe_b64encode(f"StockChange:{row['id']}".encode()).decode()


def _id_of(cursor: str) -> int:
    try:
        return int(urlsafe_b64decode(cursor).decode().removeprefix("StockChange:"))
    except (NotBase64, ValueError) as problem:
        raise GraphQLError(f"Cursor {cursor!r} is not one of this connection.") from problem


RESOLVERS: Resolvers = {
    "Query.stockChanges": listing("StockChange"),
    "Query.stockChangeConnection": _connection,
    "StockChange.lines": _lines,
    "StockChange.warehouse": pointed("Warehouse", "warehouse_id"),
    "StockChangeLine.isAvailable": always(True),
    "StockChangeLine.productSize": pointed("ProductSize", "product_size_id"),
    "StockChangeLine.warehouse": pointed("Warehouse", "warehouse_id"),
    "StockChangeLine.stockChange": pointed("StockChange", "stock_change_id"),
}
