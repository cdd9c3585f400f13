from collections.abc import Callable
from typing import Any

import pytest

from voyado_bis_cli.centra.client import CentraClient
from voyado_bis_cli.domain.availability import WarehouseStock
from voyado_bis_cli.domain.ids import ProductSizeId, Sku, StockChangeId, WarehouseId
from voyado_bis_cli.domain.stock_change import PhysicalStock, StockSetOutcome
from voyado_bis_cli.errors import ErrorCode, RefusedError
from voyado_bis_cli.transport.model import Request, RetryPolicy

Play = Callable[..., tuple[CentraClient, list[Request]]]


def size_ids(*ids: int) -> list[ProductSizeId]:
    return [ProductSizeId(one) for one in ids]


def warehouse_ids(*ids: int) -> list[WarehouseId]:
    return [WarehouseId(one) for one in ids]


def level(size: int, warehouse: int, fta: int, allocated: int) -> WarehouseStock:
    return WarehouseStock(ProductSizeId(size), WarehouseId(warehouse), fta=fta, allocated=allocated)


def row(fta: int, allocated: int = 0) -> list[dict[str, int]]:
    return [{"freeToAllocateQuantity": fta, "allocatedQuantity": allocated}]


def body(request: Request) -> dict[str, Any]:
    assert isinstance(request.json, dict)
    return request.json


def test_stock_is_read_per_size_and_warehouse_with_one_alias_each(play: Play) -> None:
    client, sent = play({"data": {"productSizes": [{"id": 7, "w1": row(5, 2), "w2": row(0)}]}})

    assert client.stock(size_ids(7), warehouse_ids(1, 2)) == {7: (level(7, 1, 5, 2), level(7, 2, 0, 0))}
    assert body(sent[0]) == {
        "query": "query Stock($sizes: [Int!]!, $limit: Int!) {\n"
        "  productSizes(where: {id: $sizes}, limit: $limit) {\n"
        "    id\n"
        "    w1: stock(where: {warehouseId: [1]}, limit: 1) { freeToAllocateQuantity allocatedQuantity }\n"
        "    w2: stock(where: {warehouseId: [2]}, limit: 1) { freeToAllocateQuantity allocatedQuantity }\n"
        "  }\n"
        "}\n",
        "variables": {"sizes": [7], "limit": 1},
        "operationName": "Stock",
    }


def test_a_warehouse_that_never_had_the_size_has_none_of_it(play: Play) -> None:
    client, _ = play({"data": {"productSizes": [{"id": 7, "w1": []}]}})

    assert client.stock(size_ids(7), warehouse_ids(1)) == {7: (level(7, 1, 0, 0),)}


def test_an_oversold_size_keeps_its_negative_fta(play: Play) -> None:
    client, _ = play({"data": {"productSizes": [{"id": 7, "w1": row(-2, 3)}]}})

    assert client.stock(size_ids(7), warehouse_ids(1)) == {7: (level(7, 1, -2, 3),)}


def test_a_size_that_is_gone_is_not_in_the_answer(play: Play) -> None:
    client, _ = play({"data": {"productSizes": [{"id": 8, "w1": row(1)}]}})

    assert client.stock(size_ids(7, 8), warehouse_ids(1)) == {8: (level(8, 1, 1, 0),)}


def test_many_sizes_are_asked_200_at_a_time_and_each_once(play: Play) -> None:
    first, second = range(1, 201), range(201, 251)
    client, sent = play(
        *({"data": {"productSizes": [{"id": n, "w1": row(n)} for n in part]}} for part in (first, second))
    )

    stock = client.stock(size_ids(*range(1, 251), 1, 250), warehouse_ids(1))

    assert stock == {n: (level(n, 1, n, 0),) for n in range(1, 251)}
    assert [body(request)["variables"] for request in sent] == [
        {"sizes": list(first), "limit": 200},
        {"sizes": list(second), "limit": 50},
    ]


def test_many_warehouses_are_asked_50_at_a_time_and_put_together(play: Play) -> None:
    client, sent = play(
        {"data": {"productSizes": [{"id": 7, **{f"w{n}": row(n) for n in range(1, 51)}}]}},
        {"data": {"productSizes": [{"id": 7, "w51": row(51)}]}},
    )

    stock = client.stock(size_ids(7), warehouse_ids(*range(1, 52), 1))

    assert stock == {7: tuple(level(7, n, n, 0) for n in range(1, 52))}
    assert len(sent) == 2


def test_a_size_that_vanishes_between_two_queries_is_gone_rather_than_half_counted(play: Play) -> None:
    client, _ = play(
        {"data": {"productSizes": [{"id": 7, **{f"w{n}": row(n) for n in range(1, 51)}}]}},
        {"data": {"productSizes": []}},
    )

    assert client.stock(size_ids(7), warehouse_ids(*range(1, 52))) == {}


def test_without_warehouses_it_still_tells_which_sizes_exist(play: Play) -> None:
    client, _ = play({"data": {"productSizes": [{"id": 7}]}})

    assert client.stock(size_ids(7, 8), []) == {7: ()}


def test_without_sizes_nothing_is_asked(play: Play) -> None:
    client, sent = play()

    assert client.stock([], warehouse_ids(1)) == {}
    assert sent == []


@pytest.mark.parametrize(
    ("size", "complaint"),
    [
        ({"id": 7, "w1": row(1)}, "w2 was asked for and is not in it"),
        ({"id": 7, "w1": row(1), "w2": None}, r"data\.productSizes\.0\.rows\.w2: Input should be a valid tuple"),
        ("seven", r"data\.productSizes\.0: Input should be a valid dictionary or instance of SizeStockNode"),
    ],
)
def test_an_answer_without_a_warehouse_is_not_taken_for_no_stock(play: Play, size: object, complaint: str) -> None:
    client, _ = play({"data": {"productSizes": [size]}})

    with pytest.raises(RefusedError, match=complaint) as caught:
        client.stock(size_ids(7), warehouse_ids(1, 2))

    assert caught.value.code is ErrorCode.UNEXPECTED_ANSWER


def test_setting_stock_sends_the_physical_level_by_sku_and_tells_what_centra_did(play: Play) -> None:
    payload = {
        "stockChanges": [{"id": 901}],
        "userErrors": [],
        "userWarnings": [{"message": "Warehouse is fed by an ERP.", "path": ["input", "warehouse"]}],
    }
    client, sent = play({"data": {"setStock": payload}})

    outcome = client.set_stock(PhysicalStock(Sku("1234SIZEM"), WarehouseId(1), 3, "bis run 42"))

    assert outcome == StockSetOutcome((StockChangeId(901),), ("Warehouse is fed by an ERP (at input.warehouse)",))
    assert body(sent[0])["variables"] == {
        "sku": "1234SIZEM",
        "warehouse": 1,
        "quantity": 3,
        "description": "bis run 42",
    }
    assert sent[0].policy is RetryPolicy.REPEAT


def test_a_level_that_was_already_so_makes_no_stock_change(play: Play) -> None:
    client, _ = play({"data": {"setStock": {"stockChanges": [], "userErrors": [], "userWarnings": []}}})

    assert client.set_stock(PhysicalStock(Sku("1234-1"), WarehouseId(1), 5, "again")) == StockSetOutcome((), ())
