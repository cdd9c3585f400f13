"""The seed is the same every time."""

from voyado_bis_cli.sandbox.centra.seed import seed_centra
from voyado_bis_cli.sandbox.centra.shop import Shop
from voyado_bis_cli.sandbox.clock import SandboxClock
from voyado_bis_cli.sandbox.database import Database


def test_seeding_again_takes_everything_back_to_the_start(db: Database, clock: SandboxClock, shop: Shop) -> None:
    before = shop.state()
    number = shop.place_order(4, {"1234-1": 2})
    shop.complete_return(number, {"1234-1": 1})
    assert shop.state() != before
    seed_centra(db, clock)
    assert shop.state() == before
    assert shop.place_order(4, {"1234-1": 2}) == number == 5001


def test_skus_are_product_variant_and_size_number_in_one(db: Database) -> None:
    rows = db.rows(
        "SELECT s.sku, p.product_number || v.variant_number || s.size_number AS parts FROM centra_sizes s"
        " JOIN centra_variants v ON v.id = s.variant_id JOIN centra_products p ON p.id = v.product_id"
    )
    assert [row["sku"] for row in rows] == [row["parts"] for row in rows]
    assert len({row["sku"] for row in rows}) == len(rows) == 39
    assert {"1234SIZES", "1234SIZEM", "1234SIZEL", "1234SIZEXL", "1234-1"} <= {row["sku"] for row in rows}


def test_the_guides_size_is_sold_out_everywhere_and_its_siblings_are_not(shop: Shop) -> None:
    assert [shop.fta("1234SIZEM", warehouse) for warehouse in (1, 2, 3)] == [0, 0, 0]
    assert [shop.fta(sku, 1) for sku in ("1234SIZES", "1234SIZEL", "1234SIZEXL", "1234-1")] == [4, 2, 1, 5]


def test_one_variant_has_a_stock_offset_and_berlin_a_threshold(db: Database) -> None:
    assert [tuple(row) for row in db.rows("SELECT name, stock_offset FROM centra_variants WHERE stock_offset > 0")] == [
        ("Yellow", 3)
    ]
    assert [tuple(row) for row in db.rows("SELECT name, threshold FROM centra_warehouses")] == [
        ("Stockholm", None),
        ("Berlin", 2),
        ("Returns", None),
    ]


def test_two_integrations_listen_to_what_touches_stock_and_nothing_is_queued(shop: Shop) -> None:
    state = shop.state()
    listeners = state["listeners"]
    assert isinstance(listeners, dict)
    assert {name: [entry["object_type"] for entry in entries] for name, entries in listeners.items()} == {
        "Engage integration": ["Order", "Return", "StockChange"],
        "bis toolkit": ["Order", "Return", "StockChange"],
    }
    assert listeners["bis toolkit"][0]["change_types"] == [
        "CREATED",
        "UPDATED",
        "COMPLETED",
        "DELETED",
        "DEPENDENT_DATA_CHANGED",
    ]
    assert (state["events"], state["orders"], state["returns"]) == ({}, [], [])
