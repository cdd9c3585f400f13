"""Many events at once: a generated catalogue, and stock that arrives in it size by size."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from voyado_bis_cli.sandbox.centra.event_queue import Change, EventQueue
from voyado_bis_cli.sandbox.centra.moments import stored
from voyado_bis_cli.sandbox.centra.shop import ShopError
from voyado_bis_cli.sandbox.clock import SandboxClock
from voyado_bis_cli.sandbox.database import Database

COMMENT = "Bulk"
SIZES_PER_VARIANT = 10
_PREFIX = "BULK"
_SIZE_IDS = 9_000  # the ids of the sizes' names, apart from those of the seed


@dataclass(frozen=True, slots=True)
class Bulk:
    """How much to make.

    Each of `events` is one unit of one SKU that arrives in one of `warehouses`, by a stock change of its own; `skus`
    generated SKUs take turns, and their order is shuffled by `seed`. There will be `markets` markets with an allocation
    rule, more than there are by sharing the rules there are. Only `integration` hears of it, or everybody who listens.
    """

    events: int
    skus: int = 100
    markets: int = 0
    warehouses: tuple[int, ...] = (1,)
    integration: str | None = None
    seed: int = 0


class BulkSeeder:
    """Makes it, completely or, with a ShopError, not at all."""

    def __init__(self, db: Database, clock: SandboxClock) -> None:
        self._db = db
        self._clock = clock

    def make(self, bulk: Bulk) -> None:
        """Make so much, on top of what is there."""
        with self._db.transaction():
            self._check(bulk)
            self._add_markets(bulk.markets)
            sizes = self._sizes(bulk.skus)
            if bulk.events:
                self._add_stock(bulk, sizes)

    def _check(self, bulk: Bulk) -> None:
        known = {row["id"] for row in self._db.rows("SELECT id FROM centra_warehouses")}
        if not bulk.warehouses or not known.issuperset(bulk.warehouses):
            raise ShopError(f"stock arrives in warehouses of {sorted(known)}, not of {list(bulk.warehouses)}")
        listens = self._db.row(
            "SELECT 1 FROM centra_listeners WHERE object_type = 'StockChange'"
            " AND instr(change_types, 'CREATED') AND (:integration IS NULL OR integration = :integration)",
            {"integration": bulk.integration},
        )
        if bulk.events and listens is None:
            who = f"{bulk.integration} does not listen" if bulk.integration else "nobody listens"
            raise ShopError(f"{who} to a stock change: no event would come of it")

    def _add_markets(self, wanted: int) -> None:
        """Let the markets there are share their stores and rules with new ones."""
        ruled = self._db.rows("SELECT store_id, rule_id FROM centra_markets WHERE rule_id IS NOT NULL ORDER BY id")
        shared = ((ruled[number % len(ruled)], number + 1) for number in range(len(ruled), wanted))
        self._db.run_many(
            "INSERT INTO centra_markets (name, store_id, rule_id) VALUES (?, ?, ?)",
            ((f"Bulk {number}", market["store_id"], market["rule_id"]) for market, number in shared),
        )

    def _sizes(self, wanted: int) -> Sequence[int]:
        """Return the ids of so many generated sizes, made where they are missing."""
        made = self._db.rows("SELECT id FROM centra_sizes WHERE sku GLOB ? ORDER BY id", (f"{_PREFIX}*",))
        if len(made) < wanted:
            self._add_catalogue(len(made), wanted)
            made = self._db.rows("SELECT id FROM centra_sizes WHERE sku GLOB ? ORDER BY id", (f"{_PREFIX}*",))
        return [row["id"] for row in made[:wanted]]

    def _add_catalogue(self, made: int, wanted: int) -> None:
        now = stored(self._clock.now())
        self._db.run_many(
            "INSERT OR IGNORE INTO centra_size_names (id, name) VALUES (?, ?)",
            ((_SIZE_IDS + number, str(number)) for number in range(SIZES_PER_VARIANT)),
        )
        variant = 0
        for number in range(made, wanted):
            style, size = divmod(number, SIZES_PER_VARIANT)
            product_number = f"{_PREFIX}{style:05}"
            if size == 0 or not variant:
                variant = self._variant(product_number, now)
            self._db.run(
                "INSERT INTO centra_sizes (variant_id, size_id, size_number, sku, updated_at) VALUES (?, ?, ?, ?, ?)",
                (variant, _SIZE_IDS + size, f"-{size}", f"{product_number}-{size}", now),
            )

    def _variant(self, product_number: str, now: str) -> int:
        """Return the one variant of a product, both made where they are missing."""
        row = self._db.row(
            "SELECT v.id FROM centra_variants v JOIN centra_products p ON p.id = v.product_id"
            " WHERE p.product_number = ?",
            (product_number,),
        )
        if row is not None:
            return int(row["id"])
        product = self._db.run(
            "INSERT INTO centra_products (name, product_number, price, created_at) VALUES (?, ?, '100.00', ?)",
            (f"Bulk style {product_number.removeprefix(_PREFIX)}", product_number, now),
        )
        return self._db.run(
            "INSERT INTO centra_variants (product_id, name, variant_number, updated_at) VALUES (?, 'Plain', '', ?)",
            (product, now),
        )

    def _add_stock(self, bulk: Bulk, sizes: Sequence[int]) -> None:
        row = self._db.row("SELECT seq FROM sqlite_sequence WHERE name = 'centra_stock_changes'")
        first = (row["seq"] if row else 0) + 1
        now = stored(self._clock.now())
        self._db.run_many(
            "INSERT INTO centra_stock_changes (id, warehouse_id, comment, created_at) VALUES (?, ?, ?, ?)",
            ((change, warehouse, COMMENT, now) for change, (_, warehouse) in enumerate(_arrivals(bulk, sizes), first)),
        )
        self._db.run_many(
            "INSERT INTO centra_stock_lines (stock_change_id, warehouse_id, product_size_id, delivered, fta)"
            " VALUES (?, ?, ?, 1, 1)",
            ((change, warehouse, size) for change, (size, warehouse) in enumerate(_arrivals(bulk, sizes), first)),
        )
        changes = (Change("StockChange", "CREATED", change) for change in range(first, first + bulk.events))
        EventQueue(self._db, self._clock).publish(changes, only=bulk.integration)


def _arrivals(bulk: Bulk, sizes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield size and warehouse of each arrival, round after round over all sizes: the same for the same bulk."""
    draw = Random(bulk.seed)  # noqa: S311  # repeatable is the point
    left = bulk.events
    while left:
        turn = draw.sample(sizes, min(left, len(sizes)))
        yield from ((size, draw.choice(bulk.warehouses)) for size in turn)
        left -= len(turn)
