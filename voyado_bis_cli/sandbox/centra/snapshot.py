"""The shop's whole state as JSON values, for the control API and for tests."""

from sqlite3 import Row

from voyado_bis_cli.sandbox.database import Database


def shop_state(db: Database) -> dict[str, object]:
    """Return what there is, by these keys.

    `listeners` and `events` (unconfirmed ones, oldest first) per integration name; `stock` as in `stock_per_sku`;
    `orders`, `returns` and `stock_changes` as lists with their lines, oldest first.
    """
    return {
        "listeners": _grouped(db.rows("SELECT * FROM centra_listeners ORDER BY integration, object_type")),
        "events": _grouped(db.rows("SELECT * FROM centra_events ORDER BY integration, id")),
        "stock": stock_per_sku(db),
        "orders": _with_lines(
            db.rows("SELECT * FROM centra_orders ORDER BY number"),
            db.rows(
                "SELECT l.order_number AS parent, s.sku, l.ordered, l.cancelled, l.returned"
                " FROM centra_order_lines l JOIN centra_sizes s ON s.id = l.product_size_id ORDER BY l.id"
            ),
            key="number",
        ),
        "returns": _with_lines(
            db.rows("SELECT * FROM centra_returns ORDER BY id"),
            db.rows(
                "SELECT l.return_id AS parent, s.sku, l.quantity FROM centra_return_lines l"
                " JOIN centra_order_lines o ON o.id = l.order_line_id"
                " JOIN centra_sizes s ON s.id = o.product_size_id ORDER BY l.id"
            ),
        ),
        "stock_changes": _with_lines(
            db.rows("SELECT * FROM centra_stock_changes ORDER BY id"),
            db.rows(
                "SELECT l.stock_change_id AS parent, s.sku, l.delivered, l.fta, l.allocated"
                " FROM centra_stock_lines l JOIN centra_sizes s ON s.id = l.product_size_id ORDER BY l.id"
            ),
        ),
    }


def stock_per_sku(db: Database) -> dict[str, object]:
    """Return SKU, then warehouse id (a string, as JSON keys are), then `fta`, `allocated` and `physical` in units."""
    stock: dict[str, dict[str, dict[str, int]]] = {}
    for row in db.rows(
        "SELECT s.sku, t.warehouse_id, t.fta, t.allocated FROM centra_stock t"
        " JOIN centra_sizes s ON s.id = t.product_size_id WHERE s.sku IS NOT NULL ORDER BY s.sku, t.warehouse_id"
    ):
        stock.setdefault(row["sku"], {})[str(row["warehouse_id"])] = {
            "fta": row["fta"],
            "allocated": row["allocated"],
            "physical": row["fta"] + row["allocated"],
        }
    return dict(stock)


def _grouped(rows: list[Row]) -> dict[str, list[dict[str, object]]]:
    groups: dict[str, list[dict[str, object]]] = {}
    for row in rows:
        entry = _entry(row, without="integration")
        if "change_types" in entry:
            entry["change_types"] = str(entry["change_types"]).split()
        groups.setdefault(row["integration"], []).append(entry)
    return groups


def _with_lines(owners: list[Row], lines: list[Row], *, key: str = "id") -> list[dict[str, object]]:
    lines_of: dict[int, list[dict[str, object]]] = {}
    for line in lines:
        lines_of.setdefault(line["parent"], []).append(_entry(line, without="parent"))
    return [{**dict(owner), "lines": lines_of.get(owner[key], [])} for owner in owners]


def _entry(row: Row, *, without: str) -> dict[str, object]:
    return {name: value for name, value in dict(row).items() if name != without}
