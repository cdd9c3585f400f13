"""The shop as somebody in Centra's admin sees it: markets, warehouses, stock of each size, orders; and by hand, stock.

What the pages show and change. Like everything of this half it knows no Engage.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from sqlite3 import Row

from voyado_bis_cli.sandbox.centra.allocation import Level, ShortageError
from voyado_bis_cli.sandbox.centra.event_queue import Change, EventQueue
from voyado_bis_cli.sandbox.centra.shop import ShopError
from voyado_bis_cli.sandbox.centra.stockroom import Stockroom
from voyado_bis_cli.sandbox.clock import SandboxClock
from voyado_bis_cli.sandbox.database import Database

NOTHING = Level(0, 0)

_MARKETS = """
SELECT m.id, m.name, m.store_id, r.id AS rule_id, r.name AS rule FROM centra_markets m LEFT JOIN centra_rules r
ON r.id = COALESCE(
    m.rule_id,
    (SELECT MIN(d.rule_id) FROM centra_rule_defaults d WHERE d.market_id = m.id),
    (SELECT MIN(d.rule_id) FROM centra_rule_defaults d WHERE d.store_id = m.store_id)
) ORDER BY m.id
"""
_SIZES = """
SELECT s.id, s.sku, s.variant_id, p.name AS product, v.name AS variant, n.name AS size, p.price, v.stock_offset
FROM centra_sizes s JOIN centra_variants v ON v.id = s.variant_id JOIN centra_products p ON p.id = v.product_id
JOIN centra_size_names n ON n.id = s.size_id WHERE s.sku IS NOT NULL
"""
_ORDERS = """
SELECT o.number, o.market_id, o.status, l.ordered, l.cancelled, l.returned
FROM centra_order_lines l JOIN centra_orders o ON o.number = l.order_number
JOIN centra_sizes s ON s.id = l.product_size_id WHERE s.sku = ? ORDER BY o.number DESC LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class Warehouse:
    """A warehouse; `threshold` units of it are not shown for sale in the shop."""

    id: int
    name: str
    threshold: int | None


@dataclass(frozen=True, slots=True)
class Market:
    """A market and the warehouses that its allocation rule lets it sell from; no rule, no warehouses."""

    id: int
    name: str
    store: int
    rule: str | None
    warehouses: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Size:
    """A size of a variant with its stock per warehouse id; `price` has no currency."""

    sku: str
    product: str
    variant: str
    size: str
    variant_id: int
    price: Decimal
    offset: int
    levels: Mapping[int, Level]

    def level(self, warehouse: int) -> Level:
        """Return its stock in a warehouse."""
        return self.levels.get(warehouse, NOTHING)

    def fta_in(self, market: Market) -> int:
        """Return the units that are free to allocate in a market: the sum over the warehouses of its rule."""
        return sum(self.level(warehouse).fta for warehouse in market.warehouses)


@dataclass(frozen=True, slots=True)
class OrderOfSize:
    """What one order has to do with a size, in units."""

    number: int
    market: int
    status: str
    ordered: int
    returned: int

    @property
    def returnable(self) -> int:
        """Units that may still come back."""
        return 0 if self.status == "CANCELED" else self.ordered - self.returned


class Showroom:
    """Shows the shop, and changes stock as a person in the admin does."""

    def __init__(self, db: Database, clock: SandboxClock) -> None:
        self._db = db
        self._queue = EventQueue(db, clock)
        self._stockroom = Stockroom(db, clock)

    def warehouses(self) -> list[Warehouse]:
        """Return every warehouse."""
        rows = self._db.rows("SELECT id, name, threshold FROM centra_warehouses ORDER BY id")
        return [Warehouse(row["id"], row["name"], row["threshold"]) for row in rows]

    def markets(self) -> list[Market]:
        """Return every market, with its own allocation rule, else its default, else its store's default."""
        return [
            Market(row["id"], row["name"], row["store_id"], row["rule"], self._warehouses_of(row["rule_id"]))
            for row in self._db.rows(_MARKETS)
        ]

    def sizes(self, text: str = "", *, limit: int, offset: int = 0) -> list[Size]:
        """Return sizes whose SKU or names contain a text, in the order of SKUs."""
        return self._sizes(
            "AND instr(lower(s.sku || ' ' || p.name || ' ' || v.name), lower(?)) > 0 ORDER BY s.sku, s.id"
            " LIMIT ? OFFSET ?",
            (text, limit, offset),
        )

    def size(self, sku: str) -> Size | None:
        """Return the size with this SKU, None where there is none."""
        return next(iter(self._sizes("AND s.sku = ? ORDER BY s.id LIMIT 1", (sku,))), None)

    def sizes_of_variant(self, variant_id: int) -> list[Size]:
        """Return the sizes of a variant, in their own order."""
        return self._sizes("AND s.variant_id = ? ORDER BY s.id", (variant_id,))

    def sold_out(self, market: Market) -> int:
        """Return how many sizes have nothing free to allocate in a market."""
        (row,) = self._db.rows(
            "SELECT COUNT(*) AS sizes FROM centra_sizes s WHERE s.sku IS NOT NULL AND NOT EXISTS (SELECT 1"
            " FROM centra_stock_lines l WHERE l.product_size_id = s.id AND l.fta > 0"
            " AND l.warehouse_id IN (SELECT value FROM json_each(?)))",
            (json.dumps(market.warehouses),),
        )
        return int(row["sizes"])

    def orders_of(self, sku: str, *, limit: int) -> list[OrderOfSize]:
        """Return the orders that hold a SKU, newest first."""
        return [
            OrderOfSize(row["number"], row["market_id"], row["status"], row["ordered"], row["returned"])
            for row in self._db.rows(_ORDERS, (sku, limit))
        ]

    def counts(self) -> dict[str, int]:
        """Return how many `stock_changes`, `orders` and `returns` there are."""
        (row,) = self._db.rows(
            "SELECT (SELECT COUNT(*) FROM centra_stock_changes) AS stock_changes,"
            " (SELECT COUNT(*) FROM centra_orders) AS orders, (SELECT COUNT(*) FROM centra_returns) AS returns"
        )
        return dict(row)

    def change_stock(self, sku: str, warehouse: int, units: int, comment: str) -> int:
        """Book units of a SKU into a warehouse (negative: out of it) and return the stock change's id.

        One event per listening integration follows. Raises ShopError where the SKU or warehouse is unknown, or fewer
        units are free.
        """
        row = self._db.row("SELECT id FROM centra_sizes WHERE sku = ?", (sku,))
        if row is None:
            raise ShopError(f"there is no SKU {sku}")
        if warehouse not in {known.id for known in self.warehouses()}:
            raise ShopError(f"there is no warehouse {warehouse}")
        if units == 0:
            raise ShopError("no units are no stock change")
        try:
            with self._db.transaction():
                number = self._stockroom.book(warehouse, comment, {row["id"]: units})
                self._queue.publish([Change("StockChange", "CREATED", number)])
        except ShortageError as shortage:
            raise ShopError(
                f"{sku}: {-units} to take out, {shortage.available} free to allocate in this warehouse"
            ) from shortage
        return number

    def _warehouses_of(self, rule: int | None) -> tuple[int, ...]:
        rows = self._db.rows(
            "SELECT warehouse_id FROM centra_rule_warehouses WHERE rule_id = ? ORDER BY priority, warehouse_id", (rule,)
        )
        return tuple(row["warehouse_id"] for row in rows)

    def _sizes(self, condition: str, parameters: Sequence[object]) -> list[Size]:
        rows = self._db.rows(_SIZES + condition, parameters)
        return [_size(row, self._levels(row["id"])) for row in rows]

    def _levels(self, size: int) -> dict[int, Level]:
        rows = self._db.rows(
            "SELECT warehouse_id, SUM(fta) AS fta, SUM(allocated) AS allocated FROM centra_stock_lines"
            " WHERE product_size_id = ? GROUP BY warehouse_id",
            (size,),
        )
        return {row["warehouse_id"]: Level(row["fta"], row["allocated"]) for row in rows}


def _size(row: Row, levels: Mapping[int, Level]) -> Size:
    return Size(
        row["sku"],
        row["product"],
        row["variant"],
        row["size"],
        row["variant_id"],
        Decimal(row["price"]),
        row["stock_offset"],
        levels,
    )
