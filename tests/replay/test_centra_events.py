"""Listeners and the event queue of our own integration, as Centra answered."""

from inline_snapshot import snapshot

from tests.replay.support import RECORDED, SANDBOX_ONLY, Stage, plain
from voyado_bis_cli.centra.client import CentraClient
from voyado_bis_cli.domain.event_queue import STOCK_OBJECT_TYPES
from voyado_bis_cli.domain.ids import Sku, StockChangeId, WarehouseId
from voyado_bis_cli.domain.stock_change import PhysicalStock

pytestmark = RECORDED


def test_our_listeners(centra: CentraClient) -> None:
    assert plain(centra.listeners()) == snapshot([])


def test_our_queue_and_the_rate_budget(centra: CentraClient) -> None:
    assert plain(centra.events(limit=5)) == snapshot(
        {
            "events": [],
            "rate_limits": [
                {"type": "REQUEST_COUNT", "interval": "TEN_SECONDS", "quota": 60, "used": 0, "remaining": 60},
                {"type": "REQUEST_COUNT", "interval": "ONE_HOUR", "quota": 5000, "used": 0, "remaining": 5000},
                {
                    "type": "QUERY_COMPLEXITY",
                    "interval": "TEN_SECONDS",
                    "quota": 250000,
                    "used": 0,
                    "remaining": 250000,
                },
                {
                    "type": "QUERY_COMPLEXITY",
                    "interval": "ONE_HOUR",
                    "quota": 30000000,
                    "used": 0,
                    "remaining": 30000000,
                },
                {"type": "MUTATION_COUNT", "interval": "TEN_SECONDS", "quota": 20, "used": 0, "remaining": 20},
                {"type": "MUTATION_COUNT", "interval": "ONE_HOUR", "quota": 1800, "used": 0, "remaining": 1800},
            ],
            "complexity": 245,
        }
    )


@SANDBOX_ONLY
def test_listeners_are_added_and_removed(centra: CentraClient) -> None:
    assert plain(centra.add_listeners(["StockChange", "Return"])) == snapshot(
        [
            {
                "integration_name": "bis fresh",
                "object_type": "Return",
                "change_types": ["CREATED", "UPDATED", "COMPLETED", "DELETED", "DEPENDENT_DATA_CHANGED"],
                "created_at": "2030-01-01T12:00:00+00:00",
            },
            {
                "integration_name": "bis fresh",
                "object_type": "StockChange",
                "change_types": ["CREATED", "UPDATED", "COMPLETED", "DELETED", "DEPENDENT_DATA_CHANGED"],
                "created_at": "2030-01-01T12:00:00+00:00",
            },
        ]
    )
    assert plain(centra.add_listeners(["Order"])) == snapshot(
        [
            {
                "integration_name": "bis fresh",
                "object_type": "Order",
                "change_types": ["CREATED", "UPDATED", "COMPLETED", "DELETED", "DEPENDENT_DATA_CHANGED"],
                "created_at": "2030-01-01T12:00:00+00:00",
            }
        ]
    )
    assert plain(centra.remove_listeners(["Return"])) == snapshot([])
    assert [listener.object_type for listener in centra.listeners()] == snapshot(["Order", "StockChange"])


@SANDBOX_ONLY
def test_events_name_their_sizes_and_are_gone_once_confirmed(centra: CentraClient, stage: Stage) -> None:
    centra.add_listeners(STOCK_OBJECT_TYPES)
    centra.set_stock(PhysicalStock(Sku("1234SIZEM"), WarehouseId(1), 10, "bis: recording"))
    stage.set("/orders", market=4, lines={"1234SIZEM": 2, "1234-1": 1})
    stage.set("/returns", order=5001, lines={"1234-1": 1})

    events = centra.events(limit=10).events
    centra.confirm_events([event.id for event in events])

    assert plain(events) == snapshot(
        [
            {
                "id": 2,
                "object_type": "StockChange",
                "change_type": "CREATED",
                "reference": 304,
                "created_at": "2030-01-01T12:00:00+00:00",
                "object_state": "read",
                "sizes": [{"id": 102, "sku": "1234SIZEM"}],
                "more_lines_of": None,
            },
            {
                "id": 5,
                "object_type": "Order",
                "change_type": "CREATED",
                "reference": 5001,
                "created_at": "2030-01-01T12:00:00+00:00",
                "object_state": "read",
                "sizes": [{"id": 102, "sku": "1234SIZEM"}, {"id": 105, "sku": "1234-1"}],
                "more_lines_of": None,
            },
            {
                "id": 8,
                "object_type": "Return",
                "change_type": "COMPLETED",
                "reference": 701,
                "created_at": "2030-01-01T12:00:00+00:00",
                "object_state": "read",
                "sizes": [{"id": 105, "sku": "1234-1"}],
                "more_lines_of": None,
            },
        ]
    )
    assert centra.events(limit=10).events == ()


@SANDBOX_ONLY
def test_every_size_of_stock_changes(centra: CentraClient) -> None:
    made = centra.set_stock(PhysicalStock(Sku("1234SIZEM"), WarehouseId(1), 10, "bis: recording")).stock_changes

    found = centra.sizes_of_stock_changes([*made, StockChangeId(999_999)])

    assert plain([found[one] for one in made]) == snapshot([[{"id": 102, "sku": "1234SIZEM"}]])
    assert StockChangeId(999_999) not in found
