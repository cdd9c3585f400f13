"""A queue looked at from outside, a sample of the catalogue and the schema, as Centra answered."""

from inline_snapshot import snapshot

from tests.replay.support import RECORDED, SANDBOX_ONLY, Given, plain
from voyado_bis_cli.centra.client import CentraClient
from voyado_bis_cli.domain.ids import Sku, WarehouseId
from voyado_bis_cli.domain.schema_difference import differences
from voyado_bis_cli.domain.stock_change import PhysicalStock

pytestmark = RECORDED


@SANDBOX_ONLY
def test_a_stock_change_waits_in_the_queue_and_is_the_newest(centra: CentraClient) -> None:
    centra.add_listeners(["StockChange"])
    centra.set_stock(PhysicalStock(Sku("1234SIZEM"), WarehouseId(1), 10, "bis: recording"))

    page = centra.waiting(limit=5)

    assert plain(page.events) == snapshot(
        [
            {
                "id": 2,
                "object_type": "StockChange",
                "change_type": "CREATED",
                "reference": 304,
                "created_at": "2030-01-01T12:00:00+00:00",
            }
        ]
    )
    assert [listener.object_type for listener in page.listeners] == snapshot(["StockChange"])
    assert plain(centra.newest_stock_change()) == snapshot({"id": 304, "created_at": "2030-01-01T12:00:00+00:00"})


def test_our_queue_can_be_looked_at_without_the_objects_of_its_events(centra: CentraClient) -> None:
    page = centra.waiting(limit=5)

    assert plain((page.events, page.listeners)) == snapshot([[], []])


def test_a_sample_of_sizes_with_their_stock(centra: CentraClient, given: Given) -> None:
    assert plain(centra.sample([given.warehouse])[:6]) == snapshot(
        [
            {"sku": "1234SIZES", "stock_offset": 0, "fta": {1: 4}},
            {"sku": "1234SIZEM", "stock_offset": 0, "fta": {1: 0}},
            {"sku": "1234SIZEL", "stock_offset": 0, "fta": {1: 2}},
            {"sku": "1234SIZEXL", "stock_offset": 0, "fta": {1: 1}},
            {"sku": "1234-1", "stock_offset": 0, "fta": {1: 5}},
            {"sku": "2001GRYS", "stock_offset": 0, "fta": {1: 6}},
        ]
    )


def test_the_schema_is_as_far_as_our_operations_use_it_the_published_one(centra: CentraClient) -> None:
    instance = centra.instance_schema()

    assert plain(differences(centra.schema_uses(), centra.published_schema(), instance)) == snapshot([])


def test_the_rate_budget_as_it_stands(centra: CentraClient) -> None:
    assert [(limit.type, limit.interval) for limit in centra.rate_limits()] == snapshot(
        [
            ("REQUEST_COUNT", "TEN_SECONDS"),
            ("REQUEST_COUNT", "ONE_HOUR"),
            ("QUERY_COMPLEXITY", "TEN_SECONDS"),
            ("QUERY_COMPLEXITY", "ONE_HOUR"),
            ("MUTATION_COUNT", "TEN_SECONDS"),
            ("MUTATION_COUNT", "ONE_HOUR"),
        ]
    )


@SANDBOX_ONLY
def test_a_stock_change_is_found_again_by_its_note(centra: CentraClient) -> None:
    centra.set_stock(PhysicalStock(Sku("1234SIZEM"), WarehouseId(1), 10, "bis: recording 01kb"))

    assert plain(centra.stock_changes_noted("recording 01kb")) == snapshot(
        [{"id": 304, "created_at": "2030-01-01T12:00:00+00:00", "comment": "bis: recording 01kb"}]
    )
