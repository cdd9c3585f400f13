"""What a sync leaves in the journal: each thing after it happened, so that a run can be accounted for later."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.sync.support import SKU, SOLD, Shop

Noted = list[tuple[str, Any]]


@pytest.fixture
def shop(shop: Shop, tmp_path: Path) -> Shop:
    """The same with a journal of the test's own."""
    return replace(shop, state_dir=tmp_path / "state")


def noted(shop: Shop) -> Noted:
    """What was noted beside requests, oldest first."""
    return [(kind, payload) for kind, payload in everything(shop) if kind != "request.sent"]


def everything(shop: Shop) -> Noted:
    """All that was noted, oldest first."""
    path = shop.state_dir / "journal.sqlite"
    if not path.exists():
        return []
    with closing(sqlite3.connect(path)) as journal:
        rows = journal.execute("SELECT kind, payload FROM entry ORDER BY id")
        return [(kind, json.loads(payload)) for kind, payload in rows]


def test_each_request_after_it_happened(shop: Shop) -> None:
    shop.set_stock({SKU: 1})
    shop.fault(kind="status", status=503, operation="Stock")

    shop.sync("--once")

    assert [(kind, payload.get("request"), payload.get("status")) for kind, payload in everything(shop)] == [
        ("request.sent", "Centra EventListeners", 200),
        ("request.sent", "Centra Markets", 200),
        ("request.sent", "Centra Warehouses", 200),
        ("request.sent", "Centra RulesOfWarehouses", 200),
        ("request.sent", "Centra DefaultRules", 200),
        ("request.sent", "Centra NextEvents", 200),
        ("request.sent", "Centra Stock", 503),
        ("request.sent", "Centra Stock", 200),
        ("request.sent", "Engage stock levels", 200),
        ("levels.sent", None, None),
        ("request.sent", "Centra ConfirmEvents", 200),
        ("events.confirmed", None, None),
    ]


def test_requests_that_were_never_answered_and_which_attempt_it_was(shop: Shop) -> None:
    shop.fault(kind="reset", operation="Markets")

    shop.sync("--once", "--dry-run")

    lost, found = [payload for _, payload in everything(shop) if payload["request"] == "Centra Markets"]
    assert lost.keys() == {"request", "attempt", "failure", "duration_ms"}
    assert lost["failure"].endswith(" broke before its answer was complete.")
    assert (lost["attempt"], found["attempt"], found["status"]) == (1, 2, 200)


def test_levels_that_engage_took_or_refused_and_the_events_that_were_confirmed(shop: Shop) -> None:
    shop.set_stock({SKU: 1})
    shop.set_stock({SOLD: 1})
    first, second = shop.queue
    shop.fault(kind="partial-batch", skus=[SOLD])

    shop.sync("--once")

    reason = "StockLevelNotAccepted: A fault of the sandbox: this level is refused."
    assert noted(shop) == [
        (
            "levels.sent",
            {
                "accepted": [[SKU, "4", 1], [SKU, "5", 1]],
                "failed": [[SOLD, "4", reason], [SOLD, "5", reason]],
            },
        ),
        ("events.confirmed", {"events": [first]}),
    ]
    assert shop.queue == [second]


def test_an_event_that_was_skipped(shop: Shop) -> None:
    shop.set_stock({SKU: 1})
    (event,) = shop.queue

    shop.sync("--skip-event", str(event))

    assert noted(shop) == [("events.skipped", {"events": [event]})]


def test_a_backlog_that_was_discarded_batch_by_batch(shop: Shop) -> None:
    shop.seed(201, skus=1)
    events = shop.queue

    shop.sync("--discard-backlog")

    assert noted(shop) == [
        ("events.discarded", {"events": events[:200]}),
        ("events.discarded", {"events": events[200:]}),
    ]


def test_a_dry_run_leaves_nothing_but_what_it_read(shop: Shop) -> None:
    shop.set_stock({SKU: 1})

    for way in ("--once", "--full", "--discard-backlog", f"--sku={SKU}", f"--skip-event={shop.queue[0]}"):
        assert shop.sync("--dry-run", way).code == 0

    assert noted(shop) == []
