"""Lines of stock: what came, what is left to sell, what is promised to orders.

A line keeps its delivered quantity for ever; of it, `fta` units are free and `allocated` units belong to orders. Units
leave the oldest lines first. Physical = FTA + allocated, in each warehouse, at any time.
"""

from collections.abc import Mapping

from voyado_bis_cli.sandbox.centra.allocation import Level, Units, take
from voyado_bis_cli.sandbox.centra.moments import stored
from voyado_bis_cli.sandbox.clock import SandboxClock
from voyado_bis_cli.sandbox.database import Database


class Stockroom:
    """Books stock in and out and allocates it to order lines; every method joins the caller's transaction."""

    def __init__(self, db: Database, clock: SandboxClock) -> None:
        self._db = db
        self._clock = clock

    def level(self, size: int, warehouse: int) -> Level:
        """Return the stock of a size in a warehouse."""
        row = self._db.row(
            "SELECT COALESCE(SUM(fta), 0) AS fta, COALESCE(SUM(allocated), 0) AS allocated"
            " FROM centra_stock_lines WHERE product_size_id = ? AND warehouse_id = ?",
            (size, warehouse),
        )
        return Level(row["fta"], row["allocated"]) if row else Level(0, 0)

    def book(self, warehouse: int, comment: str, changes: Mapping[int, int]) -> int:
        """Make one stock change with a line per size: units that come, or (negative) that go.

        A line of units that go has none left to sell; the units themselves leave the lines they came on. Raises
        ShortageError where more would go than is free. Returns the stock change's id.
        """
        stock_change = self._db.run(
            "INSERT INTO centra_stock_changes (warehouse_id, comment, created_at) VALUES (?, ?, ?)",
            (warehouse, comment, stored(self._clock.now())),
        )
        for size, change in changes.items():
            for units in take(self._free(size, warehouse), -change):
                self._db.run("UPDATE centra_stock_lines SET fta = fta - ? WHERE id = ?", (units.quantity, units.line))
            self._db.run(
                "INSERT INTO centra_stock_lines (stock_change_id, warehouse_id, product_size_id, delivered, fta)"
                " VALUES (?, ?, ?, ?, ?)",
                (stock_change, warehouse, size, change, max(change, 0)),
            )
        return stock_change

    def allocate(self, order_line: int, size: int, quantity: int, warehouses: tuple[int, ...]) -> None:
        """Promise units to an order line, warehouse after warehouse; all of them or ShortageError."""
        free = [units for warehouse in warehouses for units in self._free(size, warehouse)]
        for units in take(free, quantity):
            self._db.run(
                "UPDATE centra_stock_lines SET fta = fta - ?, allocated = allocated + ? WHERE id = ?",
                (units.quantity, units.quantity, units.line),
            )
            self._db.run(
                "INSERT INTO centra_allocations (order_line_id, stock_line_id, quantity) VALUES (?, ?, ?)",
                (order_line, units.line, units.quantity),
            )

    def release(self, order_line: int) -> None:
        """Give what was promised to an order line back to where it came from, free to sell again."""
        for row in self._allocations(order_line):
            self._db.run(
                "UPDATE centra_stock_lines SET fta = fta + ?, allocated = allocated - ? WHERE id = ?",
                (row["quantity"], row["quantity"], row["stock_line_id"]),
            )
        self._db.run("DELETE FROM centra_allocations WHERE order_line_id = ?", (order_line,))

    def hand_out(self, order_line: int, quantity: int) -> None:
        """Let promised units leave the house for good."""
        promised = {row["id"]: row for row in self._allocations(order_line)}
        for units in take((Units(key, row["quantity"]) for key, row in promised.items()), quantity):
            row = promised[units.line]
            self._db.run(
                "UPDATE centra_stock_lines SET allocated = allocated - ? WHERE id = ?",
                (units.quantity, row["stock_line_id"]),
            )
            if units.quantity == row["quantity"]:
                self._db.run("DELETE FROM centra_allocations WHERE id = ?", (units.line,))
            else:
                self._db.run(
                    "UPDATE centra_allocations SET quantity = quantity - ? WHERE id = ?", (units.quantity, units.line)
                )

    def _free(self, size: int, warehouse: int) -> list[Units]:
        rows = self._db.rows(
            "SELECT id, fta FROM centra_stock_lines"
            " WHERE product_size_id = ? AND warehouse_id = ? AND fta > 0 ORDER BY id",
            (size, warehouse),
        )
        return [Units(row["id"], row["fta"]) for row in rows]

    def _allocations(self, order_line: int) -> list[Mapping[str, int]]:
        rows = self._db.rows("SELECT * FROM centra_allocations WHERE order_line_id = ? ORDER BY id", (order_line,))
        return [dict(row) for row in rows]
