"""Looking without touching: what is asked, and what is made of the answer."""

from datetime import UTC, datetime
from typing import Any

import pytest

from voyado_bis_cli.domain.catalogue_sample import SampledSize
from voyado_bis_cli.domain.event_evidence import SeenStockChange
from voyado_bis_cli.domain.event_queue import Listener
from voyado_bis_cli.domain.ids import EventId, Sku, StockChangeId, WarehouseId
from voyado_bis_cli.domain.rate_limit import RateLimit
from voyado_bis_cli.domain.waiting_queue import WaitingEvent, WaitingPage
from voyado_bis_cli.errors import RefusedError

AT = datetime(2026, 1, 5, 12, tzinfo=UTC)


def test_a_queue_is_read_without_the_objects_of_its_events(play: Any) -> None:
    event = {
        "id": 7,
        "objectType": "Order",
        "changeType": "CREATED",
        "objectReference": 5001,
        "createdAt": AT.isoformat(),
    }
    listener = {
        "integrationName": "BrandX",
        "objectType": "Order",
        "changeTypes": ["CREATED"],
        "createdAt": AT.isoformat(),
    }
    limit = {
        "type": "REQUEST_COUNT",
        "intervalSeconds": "ONE_HOUR",
        "quota": 5,
        "usedQuota": 1,
        "remainingQuota": 4,
    }
    centra, sent = play({"data": {"events": [event], "eventListeners": [listener], "rateLimits": [limit]}})

    page = centra.waiting(limit=200, page=2)

    assert page == WaitingPage(
        (WaitingEvent(EventId(7), "Order", "CREATED", 5001, AT),),
        (Listener("BrandX", "Order", ("CREATED",), AT),),
        (RateLimit("REQUEST_COUNT", "ONE_HOUR", 5, 1, 4),),
    )
    assert sent[0].json["variables"] == {"limit": 200, "page": 2}
    assert "object {" not in sent[0].json["query"]


@pytest.mark.parametrize(
    ("edges", "seen"),
    [
        ([], None),
        ([{"node": {"id": 301, "createdAt": AT.isoformat()}}], SeenStockChange(StockChangeId(301), AT)),
    ],
)
def test_the_newest_stock_change_is_asked_for_by_its_order(play: Any, edges: Any, seen: Any) -> None:
    centra, sent = play({"data": {"stockChangeConnection": {"edges": edges}}})

    assert centra.newest_stock_change() == seen
    assert "sort: [id_DESC], first: 1" in sent[0].json["query"]


def variant(*sizes: dict[str, object], offset: int | None = None) -> dict[str, object]:
    return {"stockOffset": offset, "productSizes": list(sizes)}


def size(sku: str | None, **fta: int | None) -> dict[str, object]:
    rows = {alias: [] if units is None else [{"freeToAllocateQuantity": units}] for alias, units in fta.items()}
    return {"id": 1, "SKU": sku, **rows}


def test_a_sample_holds_sizes_with_a_sku_and_their_fta_per_warehouse(play: Any) -> None:
    variants = [variant(size("A", w1=3, w2=None), size(None, w1=1, w2=1), size("", w1=1, w2=1), offset=2), variant()]
    centra, sent = play({"data": {"productVariants": variants}})

    assert centra.sample([WarehouseId(1), WarehouseId(2)]) == (
        SampledSize(Sku("A"), 2, {WarehouseId(1): 3, WarehouseId(2): 0}),
    )
    assert sent[0].json["variables"] == {"limit": 100}


def test_many_warehouses_shrink_the_sample_and_take_a_request_per_fifty(play: Any) -> None:
    first = size("A", **{f"w{one}": 1 for one in range(1, 51)})
    second = size("A", **{f"w{one}": 0 for one in range(51, 61)})
    centra, sent = play(
        {"data": {"productVariants": [variant(first)]}}, {"data": {"productVariants": [variant(second)]}}
    )

    (sampled,) = centra.sample([WarehouseId(one) for one in range(1, 61)])

    assert sum(sampled.fta.values()) == 50
    assert len(sampled.fta) == 60
    assert [request.json["variables"] for request in sent] == [{"limit": 33}, {"limit": 33}]


def test_no_warehouse_means_no_sample_and_no_question(play: Any) -> None:
    centra, sent = play()

    assert centra.sample([]) == ()
    assert sent == []


def test_an_answer_without_an_alias_is_not_taken_for_no_stock(play: Any) -> None:
    centra, _ = play({"data": {"productVariants": [variant({"id": 1, "SKU": "A"})]}})

    with pytest.raises(RefusedError, match="w1 was asked for"):
        centra.sample([WarehouseId(1)])
