"""The seed `guide`: the shop as every sandbox starts with it (docs: the sandbox)."""

import json
from datetime import timedelta
from itertools import count

from voyado_bis_cli.sandbox.centra.event_queue import EventQueue
from voyado_bis_cli.sandbox.centra.moments import stored
from voyado_bis_cli.sandbox.centra.seed_catalogue import OPENING_STOCK, PRODUCTS, SIZE_NAMES
from voyado_bis_cli.sandbox.centra.seed_tokens import LISTENING, OBJECT_TYPES, TOKENS
from voyado_bis_cli.sandbox.centra.stockroom import Stockroom
from voyado_bis_cli.sandbox.centra.tables import TABLES
from voyado_bis_cli.sandbox.clock import SandboxClock
from voyado_bis_cli.sandbox.database import Database

FIRST_VARIANT = 11
FIRST_SIZE = 101
FIRST_NUMBERS = {"centra_stock_changes": 301, "centra_orders": 5001, "centra_returns": 701}
"""Ids of different things start apart, so that mixing them up shows."""

SHOP_AGE = timedelta(days=30)
"""The catalogue was there before anyone looked."""


def seed_centra(db: Database, clock: SandboxClock) -> None:
    """Create the tables where they are missing, empty them, and write the seed: the same ids every time."""
    db.script(TABLES)
    with db.transaction():
        _clear(db)
        _seed_places(db)
        _seed_catalogue(db, stored(clock.now() - SHOP_AGE))
        _seed_stock(db, clock)
        _seed_tokens(db, clock)


def _clear(db: Database) -> None:
    tables = [
        row["name"]
        for row in db.rows(r"SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'centra\_%' ESCAPE '\'")
    ]
    db.run("PRAGMA defer_foreign_keys = ON")
    for table in tables:
        db.run(f"DELETE FROM {table}")  # noqa: S608  # a table name of ours
        db.run("DELETE FROM sqlite_sequence WHERE name = ?", (table,))
    db.run_many(
        "INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)",
        ((table, first - 1) for table, first in FIRST_NUMBERS.items()),
    )


def _seed_places(db: Database) -> None:
    db.run_many(
        "INSERT INTO centra_stores VALUES (?, ?, ?)",
        [(1, "Sweden", "DIRECT_TO_CONSUMER"), (2, "Europe", "DIRECT_TO_CONSUMER"), (3, "Wholesale", "WHOLESALE")],
    )
    db.run_many(
        "INSERT INTO centra_warehouses (id, name, threshold) VALUES (?, ?, ?)",
        [(1, "Stockholm", None), (2, "Berlin", 2), (3, "Returns", None)],
    )
    db.run_many("INSERT INTO centra_rules (id, name) VALUES (?, ?)", [(1, "Nordic"), (2, "Europe")])
    db.run_many("INSERT INTO centra_rule_warehouses VALUES (?, ?, ?)", [(1, 1, 1), (2, 1, 1), (2, 2, 2)])
    db.run_many(
        "INSERT INTO centra_markets (id, name, store_id, rule_id) VALUES (?, ?, ?, ?)",
        [(4, "Sweden", 1, 1), (5, "Germany", 2, 2), (6, "Outlet", 1, None)],
    )


def _seed_catalogue(db: Database, created: str) -> None:
    db.run_many("INSERT INTO centra_size_names (id, name) VALUES (?, ?)", enumerate(SIZE_NAMES, start=1))
    variant_ids, size_ids = count(FIRST_VARIANT), count(FIRST_SIZE)
    for product_id, product in enumerate(PRODUCTS, start=1):
        db.run(
            "INSERT INTO centra_products VALUES (?, ?, ?, ?, ?)",
            (product_id, product.name, product.number, product.price, created),
        )
        for variant in product.variants:
            variant_id = next(variant_ids)
            db.run(
                "INSERT INTO centra_variants VALUES (?, ?, ?, ?, ?, ?)",
                (variant_id, product_id, variant.name, variant.number, variant.stock_offset, created),
            )
            prefix = product.number + variant.number
            db.run_many(
                "INSERT INTO centra_sizes (id, variant_id, size_id, size_number, sku, updated_at)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                [
                    (next(size_ids), variant_id, SIZE_NAMES.index(name) + 1, number, prefix + number, created)
                    for name, number in variant.sizes
                ],
            )


def _seed_stock(db: Database, clock: SandboxClock) -> None:
    ids = {row["sku"]: row["id"] for row in db.rows("SELECT id, sku FROM centra_sizes")}
    stockroom = Stockroom(db, clock)
    for warehouse, quantities in OPENING_STOCK.items():
        stockroom.book(warehouse, "Opening stock", {ids[sku]: quantity for sku, quantity in quantities.items()})


def _seed_tokens(db: Database, clock: SandboxClock) -> None:
    now = clock.now()
    db.run_many(
        "INSERT INTO centra_tokens VALUES (?, ?, ?, ?, ?)",
        (
            (
                token.token,
                token.integration,
                " ".join(sorted(token.permissions)),
                None if token.stores is None else json.dumps(token.stores),
                stored(now - timedelta(days=1)) if token.expired else None,
            )
            for token in TOKENS
        ),
    )
    queue = EventQueue(db, clock)
    for integration in LISTENING:
        for object_type in OBJECT_TYPES:
            queue.listen(integration, object_type)
