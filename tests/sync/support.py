"""A sandbox whose world a test can change from within, and `bis sync-stock` as a test calls it."""

import contextlib
import io
import json
import os
import threading
from collections import defaultdict
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from voyado_bis_cli.cli import run
from voyado_bis_cli.sandbox.centra.bulk import Bulk, BulkSeeder
from voyado_bis_cli.sandbox.centra.event_queue import Change, EventQueue
from voyado_bis_cli.sandbox.centra.stockroom import Stockroom
from voyado_bis_cli.sandbox.environment import environment
from voyado_bis_cli.sandbox.faults.model import FAULT
from voyado_bis_cli.sandbox.server import _listener, _Server
from voyado_bis_cli.sandbox.settings import Settings
from voyado_bis_cli.sandbox.world import World

OURS = "bis toolkit"
SKU = "1234SIZEM"  # sold out everywhere
SOLD = "1234-1"  # FTA 5 in Stockholm

Level = tuple[str, str, int]
"""SKU, market, quantity."""


def bulk_skus(how_many: int) -> list[str]:
    """Return the SKUs that the first so many seeded sizes have."""
    return [f"BULK{n // 10:05}-{n % 10}" for n in range(how_many)]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        return json.loads(self.out)

    @property
    def data(self) -> Any:
        return self.document["data"]

    @property
    def error(self) -> str | None:
        """The error's code, None where there is none."""
        error = self.document["error"]
        return error["code"] if error else None

    @property
    def found(self) -> list[str]:
        """The ids of the findings."""
        return [finding["id"] for finding in self.document["findings"]]


@dataclass(frozen=True)
class Shop:
    """A sandbox and its world. The world is changed while no request is under way: one thread at a time uses it."""

    world: World
    url: str
    state_dir: Path

    @property
    def env(self) -> dict[str, str]:
        return {**environment(self.url), "BIS_STATE_DIR": str(self.state_dir), "COLUMNS": "80"}

    def bis(self, *argv: str, env: Mapping[str, str | None] | None = None) -> Outcome:
        """Run `bis` in this process under the variables of this sandbox; `env` changes them, None removes one."""
        with environment_of({**self.env, **(env or {})}):
            out, err = io.StringIO(), io.StringIO()
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                code = run(argv)
        return Outcome(code, out.getvalue(), err.getvalue())

    def sync(self, *argv: str, env: Mapping[str, str | None] | None = None) -> Outcome:
        """Run `bis sync-stock --json`."""
        return self.bis("sync-stock", "--json", *argv, env=env)

    # ------------------------------------------------------------ what happens in the shop
    def set_stock(self, quantities: Mapping[str, int], warehouse: int = 1) -> int:
        """Let units come into a warehouse, or leave it, in one stock change; returns its id."""
        db, clock = self.world.db, self.world.clock
        ids = {row["sku"]: row["id"] for row in db.rows("SELECT id, sku FROM centra_sizes WHERE sku IS NOT NULL")}
        with db.transaction():
            change = Stockroom(db, clock).book(warehouse, "Test", {ids[sku]: n for sku, n in quantities.items()})
            self.publish("StockChange", change)
        return change

    def publish(self, object_type: str, reference: int, change_type: str = "CREATED") -> None:
        """Queue an event for everybody who listens."""
        EventQueue(self.world.db, self.world.clock).publish([Change(object_type, change_type, reference)])

    def seed(self, events: int, skus: int = 100, markets: int = 0, **more: Any) -> None:
        """Make many events at once, for our own queue."""
        bulk = Bulk(events=events, skus=skus, markets=markets, integration=OURS, **more)
        BulkSeeder(self.world.db, self.world.clock).make(bulk)

    def limited(self) -> None:
        """Switch Centra's limits on, with full buckets."""
        self.world.limits.on = True
        self.world.limits.refill()

    def fault(self, **fault: Any) -> None:
        """Let a fault stand."""
        self.world.faults.add(FAULT.validate_python(fault))

    # ------------------------------------------------------------ what is so now
    @property
    def queue(self) -> list[int]:
        """The ids of the events that wait for us, oldest first."""
        rows = self.world.db.rows("SELECT id FROM centra_events WHERE integration = ? ORDER BY id", (OURS,))
        return [row["id"] for row in rows]

    @property
    def levels(self) -> list[Level]:
        """Every level that Engage took, oldest first."""
        taken: Any = self.world.tenant.state()["stock_levels"]
        return [(level["sku"], level["externalId"], level["quantity"]) for level in taken]

    @property
    def latest(self) -> dict[tuple[str, str], int]:
        """The level that Engage has now, by SKU and market."""
        return {(sku, market): quantity for sku, market, quantity in self.levels}

    def fta(self) -> dict[tuple[str, str], int]:
        """What Centra has, by SKU and market: an account of its own, from the tables."""
        rows = self.world.db.rows(
            "SELECT s.sku, m.id AS market, COALESCE(SUM(t.fta), 0) AS fta FROM centra_markets m"
            " JOIN centra_rule_warehouses r ON r.rule_id = m.rule_id"
            " JOIN centra_stock t ON t.warehouse_id = r.warehouse_id JOIN centra_sizes s ON s.id = t.product_size_id"
            " WHERE s.sku IS NOT NULL GROUP BY s.id, m.id"
        )
        return {(row["sku"], str(row["market"])): row["fta"] for row in rows}

    def requests(self, since: int = 0) -> list[dict[str, Any]]:
        """Every request that reached the sandbox after entry `since`, oldest first."""
        found: list[dict[str, Any]] = []
        while more := self.world.journal.entries(since_id=since, limit=1000):
            found += more
            since = found[-1]["id"]
        return found

    def asked(self, since: int = 0) -> list[str]:
        """The same by name: a GraphQL operation's, else method and path."""
        return [one["operation"] or f"{one['method']} {one['path']}" for one in self.requests(since)]


@contextlib.contextmanager
def opened_shop(state_dir: Path) -> Generator[Shop]:
    """Run a sandbox in a thread of this process."""
    world, listener, ready = World(Settings()), _listener("127.0.0.1", 0), threading.Event()
    server = _Server(world, listener, lambda _url: ready.set())
    thread = threading.Thread(target=server.run_on_listener, daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield Shop(world, server.url, state_dir)
    finally:
        server.should_exit = True
        thread.join()
        world.close()
        listener.close()


def confirmed_too_early(
    requests: list[dict[str, Any]], skus_of_event: Mapping[int, set[str]], fta: Mapping[Any, int]
) -> list[int]:
    """Return the events that were confirmed before every level they ask for was accepted, by the request journal."""
    accepted: dict[tuple[str, str], int] = {}
    wanted: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for sku, market in fta:
        wanted[sku].add((sku, market))
    early: list[int] = []
    for one in requests:
        body = one["request"]["body"]
        if "stock-levels" in one["path"] and 200 <= one["status"] < 300:
            for level in body if isinstance(body, list) else [body]:
                accepted[level["sku"], level["externalId"]] = level["quantity"]
        elif one["operation"] == "ConfirmEvents":
            for event in body["variables"]["ids"]:
                keys = {key for sku in skus_of_event.get(event, ()) for key in wanted[sku]}
                if any(accepted.get(key) != fta[key] for key in keys):
                    early.append(event)
    return early


@contextlib.contextmanager
def environment_of(variables: Mapping[str, str | None]) -> Generator[None]:
    """Have these variables and no other `BIS_` ones."""
    before = dict(os.environ)
    for name in [name for name in os.environ if name.startswith("BIS_")]:
        del os.environ[name]
    os.environ.update({name: value for name, value in variables.items() if value is not None})
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
