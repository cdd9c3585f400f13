from collections.abc import Callable
from itertools import chain
from typing import Any

import pytest

from voyado_bis_cli.centra.client import CentraClient
from voyado_bis_cli.domain.availability import ProductSize
from voyado_bis_cli.domain.ids import AllocationRuleId, MarketId, ProductSizeId, Sku, StoreId, WarehouseId
from voyado_bis_cli.domain.market import AllocationRule, DefaultRules, Market, Store, Warehouse
from voyado_bis_cli.errors import ErrorCode, RefusedError
from voyado_bis_cli.transport.model import Request

Play = Callable[..., tuple[CentraClient, list[Request]]]

SWEDEN = Store(StoreId(1), "Sweden", "DIRECT_TO_CONSUMER")
NORDIC = AllocationRule(AllocationRuleId(1), "Nordic")
STORE_NODE = {"id": 1, "name": "Sweden", "type": "DIRECT_TO_CONSUMER"}


def variables(request: Request) -> dict[str, Any]:
    assert isinstance(request.json, dict)
    found: dict[str, Any] = request.json["variables"]
    return found


def document(request: Request) -> str:
    assert isinstance(request.json, dict)
    return str(request.json["query"])


def market(id_: int, store: Store | None = None) -> Market:
    return Market(MarketId(id_), f"Market {id_}", store, None)


def test_stores_keep_a_type_that_centra_may_add(play: Play) -> None:
    client, _ = play({"data": {"stores": [STORE_NODE, {"id": 9, "name": "Kiosk", "type": "KIOSK", "new": True}]}})

    assert client.stores() == (SWEDEN, Store(StoreId(9), "Kiosk", "KIOSK"))


def test_markets_come_with_their_rule_and_store_or_without(play: Play) -> None:
    nodes = [
        {"id": 6, "name": "Outlet", "allocationRule": None, "store": None},
        {"id": 4, "name": "Sweden", "allocationRule": {"id": 1, "name": "Nordic"}, "store": STORE_NODE},
    ]
    client, _ = play({"data": {"markets": nodes}})

    assert client.markets() == (
        Market(MarketId(6), "Outlet", None, None),
        Market(MarketId(4), "Sweden", SWEDEN, NORDIC),
    )


def test_only_the_markets_of_chosen_stores_are_asked_for(play: Play) -> None:
    client, sent = play({"data": {"markets": []}}, {"data": {"markets": []}})

    client.markets([StoreId(1), StoreId(2)])
    client.markets()

    assert [variables(request) for request in sent] == [
        {"stores": [1, 2], "limit": 200, "page": 1},
        {"limit": 200, "page": 1},
    ]


def test_warehouses_come_with_threshold_and_stock_master(play: Play) -> None:
    nodes = [
        {"id": 1, "name": "Stockholm", "threshold": None, "stockMaster": "INTERNAL"},
        {"id": 2, "name": "Berlin", "threshold": 2, "stockMaster": "EXTERNAL"},
    ]
    client, _ = play({"data": {"warehouses": nodes}})

    assert client.warehouses() == (
        Warehouse(WarehouseId(1), "Stockholm", None, "INTERNAL"),
        Warehouse(WarehouseId(2), "Berlin", 2, "EXTERNAL"),
    )


def test_a_list_is_read_until_a_page_is_short(play: Play) -> None:
    stores = [{"id": n, "name": f"Store {n}", "type": "WHOLESALE"} for n in range(1, 402)]
    pages = [stores[:200], stores[200:400], stores[400:]]
    client, sent = play(*({"data": {"stores": page}} for page in pages))

    assert [store.id for store in client.stores()] == list(range(1, 402))
    assert [variables(request)["page"] for request in sent] == [1, 2, 3]


def test_a_list_that_ends_with_a_full_page_takes_one_more_look(play: Play) -> None:
    full = [{"id": n, "name": "", "type": "WHOLESALE"} for n in range(200)]
    client, sent = play({"data": {"stores": full}}, {"data": {"stores": []}})

    assert len(client.stores()) == 200
    assert len(sent) == 2


def test_sizes_are_read_page_by_page_and_only_as_far_as_needed(play: Play) -> None:
    full = [{"id": n, "SKU": f"sku-{n}"} for n in range(200)]
    client, sent = play({"data": {"productSizes": full}}, {"data": {"productSizes": [{"id": 900, "SKU": ""}]}})
    sizes = client.all_sizes()

    assert next(sizes) == ProductSize(ProductSizeId(0), Sku("sku-0"))
    assert len(sent) == 1
    assert list(sizes)[-1] == ProductSize(ProductSizeId(900), None)


def test_a_sku_is_looked_up_to_the_letter(play: Play) -> None:
    nodes = [{"id": 7, "SKU": "1234SIZEM"}, {"id": 8, "SKU": "1234sizem"}, {"id": 9, "SKU": "1234SIZEM"}]
    client, sent = play({"data": {"productSizes": nodes}})

    assert client.sizes_of_sku(Sku("1234SIZEM")) == (
        ProductSize(ProductSizeId(7), Sku("1234SIZEM")),
        ProductSize(ProductSizeId(9), Sku("1234SIZEM")),
    )
    assert variables(sent[0]) == {"sku": "1234SIZEM"}


def test_the_rules_of_warehouses_are_asked_with_one_alias_each(play: Play) -> None:
    client, sent = play({"data": {"w1": [{"id": 1}, {"id": 2}], "w2": [{"id": 2}], "w3": []}})

    assert client.rules_of_warehouses([WarehouseId(1), WarehouseId(2), WarehouseId(3)]) == {1: (1, 2), 2: (2,), 3: ()}
    assert document(sent[0]) == (
        "query RulesOfWarehouses($limit: Int!, $page: Int!) {\n"
        "  w1: allocationRules(where: {warehouseId: [1]}, limit: $limit, page: $page) { id }\n"
        "  w2: allocationRules(where: {warehouseId: [2]}, limit: $limit, page: $page) { id }\n"
        "  w3: allocationRules(where: {warehouseId: [3]}, limit: $limit, page: $page) { id }\n"
        "}\n"
    )


def test_many_warehouses_are_asked_in_several_queries(play: Play) -> None:
    client, sent = play(
        {"data": {f"w{n}": [{"id": n}] for n in range(1, 51)}}, {"data": {f"w{n}": [] for n in range(51, 61)}}
    )

    rules = client.rules_of_warehouses([WarehouseId(n) for n in chain(range(1, 61), range(1, 61))])

    assert rules == {**{n: (n,) for n in range(1, 51)}, **dict.fromkeys(range(51, 61), ())}
    assert len(sent) == 2


def test_a_warehouse_in_many_rules_is_asked_for_the_rest_of_them(play: Play) -> None:
    client, sent = play(
        {"data": {"w1": [{"id": n} for n in range(1, 51)], "w2": [{"id": 1}]}}, {"data": {"w1": [{"id": 51}]}}
    )

    rules = client.rules_of_warehouses([WarehouseId(1), WarehouseId(2)])

    assert rules == {1: tuple(range(1, 52)), 2: (1,)}
    assert [variables(request) for request in sent] == [{"limit": 50, "page": 1}, {"limit": 50, "page": 2}]
    assert "w2:" not in document(sent[1])


def test_no_warehouses_and_no_markets_ask_nothing(play: Play) -> None:
    client, sent = play()

    assert client.rules_of_warehouses([]) == {}
    assert client.default_rules([]) == DefaultRules({}, {})
    assert sent == []


def test_default_rules_of_markets_and_of_their_stores_are_asked_in_one_query(play: Play) -> None:
    europe = Store(StoreId(2), "Europe", "DIRECT_TO_CONSUMER")
    client, sent = play({"data": {"m4": [], "m5": [{"id": 1, "name": "Nordic"}], "m6": [], "s1": [], "s2": []}})

    defaults = client.default_rules([market(4, SWEDEN), market(5, europe), market(6)])

    assert defaults == DefaultRules({MarketId(5): NORDIC}, {})
    assert document(sent[0]) == (
        "query DefaultRules {\n"
        "  m4: allocationRules(where: {defaultInMarketId: [4]}, limit: 1) { id name }\n"
        "  m5: allocationRules(where: {defaultInMarketId: [5]}, limit: 1) { id name }\n"
        "  m6: allocationRules(where: {defaultInMarketId: [6]}, limit: 1) { id name }\n"
        "  s1: allocationRules(where: {defaultInStoreId: [1]}, limit: 1) { id name }\n"
        "  s2: allocationRules(where: {defaultInStoreId: [2]}, limit: 1) { id name }\n"
        "}\n"
    )


def test_default_rules_of_many_markets_take_several_queries_and_each_store_is_asked_for_once(play: Play) -> None:
    client, sent = play(
        {"data": {f"m{n}": [] for n in range(1, 51)}}, {"data": {"m51": [], "s1": [{"id": 1, "name": "Nordic"}]}}
    )

    defaults = client.default_rules([market(n, SWEDEN) for n in range(1, 52)])

    assert defaults == DefaultRules({}, {StoreId(1): NORDIC})
    assert len(sent) == 2


def test_an_alias_without_an_answer_is_not_taken_for_no_rules(play: Play) -> None:
    client, _ = play({"data": {"w1": []}})

    with pytest.raises(RefusedError, match="w2 was asked for and is not in it") as caught:
        client.rules_of_warehouses([WarehouseId(1), WarehouseId(2)])

    assert caught.value.code is ErrorCode.UNEXPECTED_ANSWER
