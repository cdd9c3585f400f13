"""What happens in the shop itself, without any API: orders, cancellations, returns, and what is for sale."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from sqlite3 import Row

from voyado_bis_cli.sandbox.centra.allocation import ShortageError
from voyado_bis_cli.sandbox.centra.event_queue import Change, EventQueue
from voyado_bis_cli.sandbox.centra.moments import stored
from voyado_bis_cli.sandbox.centra.snapshot import shop_state, stock_per_sku
from voyado_bis_cli.sandbox.centra.stockroom import Stockroom
from voyado_bis_cli.sandbox.clock import SandboxClock
from voyado_bis_cli.sandbox.database import Database

RETURNS_WAREHOUSE = 3
"""Where returned goods arrive unless told otherwise; in the seed it is in no allocation rule, so they count nowhere."""


class ShopError(Exception):
    """The shop cannot do that; the message says why."""


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One size as a product feed would show it; `price` is an amount without a currency."""

    sku: str
    product_number: str
    product_name: str
    variant_name: str
    size_name: str
    price: Decimal
    link: str


class Shop:
    """Sells, cancels and takes back; each action is done completely or, with a ShopError, not at all."""

    def __init__(self, db: Database, clock: SandboxClock) -> None:
        self._db = db
        self._clock = clock
        self._queue = EventQueue(db, clock)
        self._stockroom = Stockroom(db, clock)

    def place_order(self, market_id: int, lines: Mapping[str, int]) -> int:
        """Order units per SKU in a market and return the order's number.

        The units are taken out of the warehouses of the market's allocation rule, by priority, oldest lines first.
        """
        if not lines:
            raise ShopError("an order needs at least one line")
        with self._db.transaction():
            market = self._market(market_id)
            warehouses = self._warehouses_of(market)
            now = stored(self._clock.now())
            number = self._db.run(
                "INSERT INTO centra_orders (market_id, store_id, status, created_at, updated_at)"
                " VALUES (?, ?, 'PENDING', ?, ?)",
                (market_id, market["store_id"], now, now),
            )
            for sku, quantity in lines.items():
                self._sell(number, sku, quantity, warehouses)
            self._queue.publish([Change("Order", "CREATED", number, market["store_id"], market_id)])
        return number

    def cancel_order(self, number: int) -> None:
        """Cancel a whole order: its units are free to allocate again, where they were."""
        with self._db.transaction():
            order = self._open_order(number)
            lines = self._lines_of(number)
            if any(line["returned"] for line in lines):
                raise ShopError(f"order {number} has returned units and cannot be cancelled")
            for line in lines:
                self._stockroom.release(line["id"])
            self._db.run("UPDATE centra_order_lines SET cancelled = ordered WHERE order_number = ?", (number,))
            self._db.run(
                "UPDATE centra_orders SET status = 'CANCELED', updated_at = ? WHERE number = ?",
                (stored(self._clock.now()), number),
            )
            self._queue.publish([Change("Order", "UPDATED", number, order["store_id"], order["market_id"])])

    def complete_return(
        self, order_number: int, lines: Mapping[str, int], warehouse_id: int = RETURNS_WAREHOUSE
    ) -> int:
        """Take back units per SKU of an order into a warehouse and return the return's id.

        Returned units count as sent and come back: they leave the warehouse they were allocated in and arrive as new
        lines, free to allocate. Only a `Return` event follows.
        """
        if not lines:
            raise ShopError("a return needs at least one line")
        with self._db.transaction():
            order = self._open_order(order_number)
            self._check_warehouse(warehouse_id)
            taken_back = [self._take_back(order_number, sku, quantity) for sku, quantity in lines.items()]
            arrived = {line["product_size_id"]: quantity for line, quantity in taken_back}
            stock_change = self._stockroom.book(warehouse_id, f"Return of order {order_number}", arrived)
            return_id = self._db.run(
                "INSERT INTO centra_returns (order_number, stock_change_id, created_at) VALUES (?, ?, ?)",
                (order_number, stock_change, stored(self._clock.now())),
            )
            self._db.run_many(
                "INSERT INTO centra_return_lines (return_id, order_line_id, quantity) VALUES (?, ?, ?)",
                ((return_id, line["id"], quantity) for line, quantity in taken_back),
            )
            self._queue.publish([Change("Return", "COMPLETED", return_id, order["store_id"], order["market_id"])])
        return return_id

    def fta(self, sku: str, warehouse_id: int) -> int:
        """Return the units of a SKU that are free to allocate in a warehouse."""
        self._check_warehouse(warehouse_id)
        return self._stockroom.level(self._size(sku), warehouse_id).fta

    def feed_items(self, sku: str | None = None) -> list[FeedItem]:
        """Return every size that has a SKU (or that SKU), by SKU; what a feed leaves out is its own business."""
        rows = self._db.rows(
            "SELECT s.sku, p.product_number, p.name AS product, v.name AS variant, n.name AS size, p.price"  # noqa: S608  # names of ours
            " FROM centra_sizes s JOIN centra_variants v ON v.id = s.variant_id"
            " JOIN centra_products p ON p.id = v.product_id JOIN centra_size_names n ON n.id = s.size_id"
            f" WHERE {'s.sku IS NOT NULL' if sku is None else 's.sku = ?'} ORDER BY s.sku, s.id",
            () if sku is None else (sku,),
        )
        return [_feed_item(row) for row in rows]

    def shop_stock(self) -> dict[str, object]:
        """Return stock as JSON: SKU, then warehouse id, then `fta`, `allocated` and `physical`."""
        return stock_per_sku(self._db)

    def state(self) -> dict[str, object]:
        """Return everything a test may want to look at, as JSON (keys: see `snapshot.shop_state`)."""
        return shop_state(self._db)

    def _sell(self, number: int, sku: str, quantity: int, warehouses: tuple[int, ...]) -> None:
        _check_quantity(sku, quantity)
        size = self._size(sku)
        order_line = self._db.run(
            "INSERT INTO centra_order_lines (order_number, product_size_id, ordered) VALUES (?, ?, ?)",
            (number, size, quantity),
        )
        try:
            self._stockroom.allocate(order_line, size, quantity, warehouses)
        except ShortageError as shortage:
            raise ShopError(
                f"{sku}: {quantity} ordered, {shortage.available} free to allocate in this market"
            ) from shortage

    def _take_back(self, order_number: int, sku: str, quantity: int) -> tuple[Row, int]:
        _check_quantity(sku, quantity)
        size = self._size(sku)
        line = next((line for line in self._lines_of(order_number) if line["product_size_id"] == size), None)
        if line is None:
            raise ShopError(f"order {order_number} has no line for {sku}")
        left = line["ordered"] - line["returned"]
        if quantity > left:
            raise ShopError(f"{sku}: {quantity} to return, {left} left to return in order {order_number}")
        self._stockroom.hand_out(line["id"], quantity)
        self._db.run("UPDATE centra_order_lines SET returned = returned + ? WHERE id = ?", (quantity, line["id"]))
        return line, quantity

    def _market(self, market_id: int) -> Row:
        market = self._db.row("SELECT * FROM centra_markets WHERE id = ?", (market_id,))
        if market is None:
            raise ShopError(f"there is no market {market_id}")
        return market

    def _warehouses_of(self, market: Row) -> tuple[int, ...]:
        """Return where a market allocates from: by its own rule, else its default, else its store's default."""
        rule = market["rule_id"] or self._default_rule("market_id", market["id"])
        rule = rule or self._default_rule("store_id", market["store_id"])
        if rule is None:
            raise ShopError(f"market {market['id']} has no allocation rule: nothing can be sold there")
        rows = self._db.rows(
            "SELECT warehouse_id FROM centra_rule_warehouses WHERE rule_id = ? ORDER BY priority, warehouse_id", (rule,)
        )
        return tuple(row["warehouse_id"] for row in rows)

    def _default_rule(self, column: str, key: int) -> int | None:
        row = self._db.row(f"SELECT MIN(rule_id) AS id FROM centra_rule_defaults WHERE {column} = ?", (key,))  # noqa: S608  # a column name of ours
        return row["id"] if row else None

    def _size(self, sku: str) -> int:
        rows = self._db.rows("SELECT id FROM centra_sizes WHERE sku = ?", (sku,))
        if len(rows) != 1:
            raise ShopError(f"{len(rows)} sizes have the SKU {sku}" if rows else f"there is no SKU {sku}")
        return int(rows[0]["id"])

    def _open_order(self, number: int) -> Row:
        order = self._db.row("SELECT * FROM centra_orders WHERE number = ?", (number,))
        if order is None:
            raise ShopError(f"there is no order {number}")
        if order["status"] == "CANCELED":
            raise ShopError(f"order {number} is cancelled")
        return order

    def _lines_of(self, number: int) -> list[Row]:
        return self._db.rows("SELECT * FROM centra_order_lines WHERE order_number = ? ORDER BY id", (number,))

    def _check_warehouse(self, warehouse_id: int) -> None:
        if self._db.row("SELECT 1 FROM centra_warehouses WHERE id = ?", (warehouse_id,)) is None:
            raise ShopError(f"there is no warehouse {warehouse_id}")


def _check_quantity(sku: str, quantity: int) -> None:
    if quantity < 1:
        raise ShopError(f"{sku}: the quantity must be at least 1, not {quantity}")


def _feed_item(row: Row) -> FeedItem:
    slug = row["product"].lower().replace(" ", "-")
    return FeedItem(
        sku=row["sku"],
        product_number=row["product_number"],
        product_name=row["product"],
        variant_name=row["variant"],
        size_name=row["size"],
        price=Decimal(row["price"]),
        link=f"https://shop.example.com/{slug}/{row['sku']}",
    )
