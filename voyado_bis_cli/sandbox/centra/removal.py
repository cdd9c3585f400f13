"""An object of the shop is deleted although events of it still wait (contract: `object` is null after a delete)."""

from collections.abc import Callable, Mapping

from voyado_bis_cli.sandbox.centra.shop import ShopError
from voyado_bis_cli.sandbox.database import Database


def remove_object(db: Database, event: int) -> None:
    """Delete what an event is about; every event of it stays.

    A deleted stock change takes along the units that are left of it, a deleted order gives its units back, a deleted
    return leaves its units in the house. Raises ShopError where nothing can be deleted.
    """
    row = db.row("SELECT object_type, reference FROM centra_events WHERE id = ?", (event,))
    if row is None:
        raise ShopError(f"there is no unconfirmed event {event}")
    remove = REMOVALS.get(row["object_type"])
    if remove is None:
        raise ShopError(f"the object of event {event}, a {row['object_type']}, cannot be deleted")
    with db.transaction():
        remove(db, row["reference"])


def _remove_stock_change(db: Database, stock_change: int) -> None:
    if db.row("SELECT 1 FROM centra_stock_lines WHERE stock_change_id = ? AND allocated > 0", (stock_change,)):
        raise ShopError(f"units of stock change {stock_change} are promised to orders")
    db.run("DELETE FROM centra_stock_lines WHERE stock_change_id = ?", (stock_change,))
    db.run("DELETE FROM centra_stock_changes WHERE id = ?", (stock_change,))


def _remove_order(db: Database, order: int) -> None:
    for row in db.rows("SELECT id FROM centra_returns WHERE order_number = ?", (order,)):
        _remove_return(db, row["id"])
    promised = db.rows(
        "SELECT a.id, a.stock_line_id, a.quantity FROM centra_allocations a"
        " JOIN centra_order_lines l ON l.id = a.order_line_id WHERE l.order_number = ?",
        (order,),
    )
    for row in promised:
        db.run(
            "UPDATE centra_stock_lines SET fta = fta + ?, allocated = allocated - ? WHERE id = ?",
            (row["quantity"], row["quantity"], row["stock_line_id"]),
        )
        db.run("DELETE FROM centra_allocations WHERE id = ?", (row["id"],))
    db.run("DELETE FROM centra_order_lines WHERE order_number = ?", (order,))
    db.run("DELETE FROM centra_orders WHERE number = ?", (order,))


def _remove_return(db: Database, return_id: int) -> None:
    db.run("DELETE FROM centra_return_lines WHERE return_id = ?", (return_id,))
    db.run("DELETE FROM centra_returns WHERE id = ?", (return_id,))


REMOVALS: Mapping[str, Callable[[Database, int], None]] = {
    "StockChange": _remove_stock_change,
    "Order": _remove_order,
    "Return": _remove_return,
}
