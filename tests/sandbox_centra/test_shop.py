"""Orders, cancellations, returns and the feed's items."""

from decimal import Decimal
from typing import Any

import pytest

from voyado_bis_cli.sandbox.centra.shop import FeedItem, Shop, ShopError
from voyado_bis_cli.sandbox.clock import SandboxClock
from voyado_bis_cli.sandbox.database import Database

ORDERS = """{ orders(where: {number: %d}) { id number status createdAt updatedAt store { id } market { id } lines {
  size productNumber quantity cancelledQuantity returnedQuantity productSize { SKU }
  allocations { quantity warehouse { id } stockChangeLine { id warehouse { id } } } } } }"""


def _level(shop: Shop, sku: str, warehouse: int = 1) -> tuple[int, int]:
    stock: Any = shop.shop_stock()[sku]
    return stock[str(warehouse)]["fta"], stock[str(warehouse)]["allocated"]


def _events(ask: Any) -> list[tuple[str, str, int]]:
    events = ask("{ events { objectType changeType objectReference } }").data["events"]
    return [(event["objectType"], event["changeType"], event["objectReference"]) for event in events]


def test_an_order_allocates_and_makes_an_order_event_but_no_stock_change(ask: Any, shop: Shop) -> None:
    number = shop.place_order(4, {"1234-1": 2})
    assert number == 5001
    assert _level(shop, "1234-1") == (3, 2)
    assert _events(ask) == [("Order", "CREATED", 5001)]
    (order,) = ask(ORDERS % number, token="sandbox-admin").data["orders"]
    line_id = order["lines"][0]["allocations"][0]["stockChangeLine"]["id"]
    assert order == {
        "id": f"{5001:032x}",
        "number": 5001,
        "status": "PENDING",
        "createdAt": "2026-01-31T10:00:00+00:00",
        "updatedAt": "2026-01-31T10:00:00+00:00",
        "store": {"id": 1},
        "market": {"id": 4},
        "lines": [
            {
                "size": "One size",
                "productNumber": "1234",
                "quantity": 2,
                "cancelledQuantity": 0,
                "returnedQuantity": 0,
                "productSize": {"SKU": "1234-1"},
                "allocations": [
                    {
                        "quantity": 2,
                        "warehouse": {"id": 1},
                        "stockChangeLine": {"id": line_id, "warehouse": {"id": 1}},
                    }
                ],
            }
        ],
    }


def test_an_order_takes_the_markets_warehouses_by_priority_oldest_lines_first(shop: Shop, set_stock: Any) -> None:
    set_stock("1234SIZES", 5)
    shop.place_order(5, {"1234SIZES": 7})
    assert (_level(shop, "1234SIZES", 1), _level(shop, "1234SIZES", 2)) == ((0, 5), (1, 2))
    with pytest.raises(ShopError, match=r"^1234SIZES: 1 ordered, 0 free to allocate in this market$"):
        shop.place_order(4, {"1234SIZES": 1})


def test_a_cancelled_order_gives_its_units_back(ask: Any, shop: Shop, clock: SandboxClock) -> None:
    number = shop.place_order(5, {"1234SIZES": 6, "1234-1": 1})
    clock.advance(3600)
    shop.cancel_order(number)
    assert (_level(shop, "1234SIZES", 1), _level(shop, "1234SIZES", 2), _level(shop, "1234-1")) == (
        (4, 0),
        (3, 0),
        (5, 0),
    )
    assert _events(ask) == [("Order", "CREATED", number), ("Order", "UPDATED", number)]
    (order,) = ask(ORDERS % number, token="sandbox-admin").data["orders"]
    assert (order["status"], order["updatedAt"]) == ("CANCELED", "2026-01-31T11:00:00+00:00")
    assert [(line["quantity"], line["cancelledQuantity"], line["allocations"]) for line in order["lines"]] == [
        (0, 6, []),
        (0, 1, []),
    ]


def test_a_return_restocks_and_makes_only_a_return_event(ask: Any, shop: Shop) -> None:
    number = shop.place_order(4, {"1234-1": 3})
    return_id = shop.complete_return(number, {"1234-1": 2}, warehouse_id=1)
    assert return_id == 701
    assert _level(shop, "1234-1") == (4, 1)
    assert _events(ask) == [("Order", "CREATED", number), ("Return", "COMPLETED", 701)]
    query = "{ returns { __typename id lines { quantity orderLine { returnedQuantity productSize { SKU } } } } }"
    assert ask(query).data["returns"] == [
        {
            "__typename": "DirectToConsumerReturn",
            "id": 701,
            "lines": [{"quantity": 2, "orderLine": {"returnedQuantity": 2, "productSize": {"SKU": "1234-1"}}}],
        }
    ]
    change = ask("{ stockChanges(limit: 1) { comment lines { deliveredQuantity } } }").data["stockChanges"]
    assert change == [{"comment": "Return of order 5001", "lines": [{"deliveredQuantity": 2}]}]


def test_a_return_goes_to_the_returns_warehouse_unless_told_otherwise(shop: Shop) -> None:
    number = shop.place_order(4, {"1234-1": 3})
    shop.complete_return(number, {"1234-1": 3})
    assert (_level(shop, "1234-1", 1), _level(shop, "1234-1", 3)) == ((2, 0), (3, 0))


def test_an_order_can_be_returned_in_parts(shop: Shop) -> None:
    number = shop.place_order(5, {"1234SIZES": 7})
    for quantity in (5, 2):
        shop.complete_return(number, {"1234SIZES": quantity}, warehouse_id=1)
    assert (_level(shop, "1234SIZES", 1), _level(shop, "1234SIZES", 2)) == ((7, 0), (0, 0))
    with pytest.raises(ShopError, match=r"^1234SIZES: 1 to return, 0 left to return in order 5001$"):
        shop.complete_return(number, {"1234SIZES": 1})


def test_a_wholesale_order_has_its_own_type(ask: Any, shop: Shop, db: Database) -> None:
    db.run("INSERT INTO centra_markets (id, name, store_id, rule_id) VALUES (7, 'Trade', 3, 1)")
    number = shop.place_order(7, {"1234-1": 1})
    shop.complete_return(number, {"1234-1": 1})
    query = """{ orders(where: {storeType: WHOLESALE, status: PENDING, createdAt: {from: "2026-01-31"}},
                        sort: orderDate_DESC) { __typename }
                 returns(where: {storeType: WHOLESALE}) { __typename } }"""
    assert ask(query).data == {
        "orders": [{"__typename": "WholesaleOrder"}],
        "returns": [{"__typename": "WholesaleReturn"}],
    }


@pytest.mark.parametrize("default", [(2, 6, None), (2, None, 1)])
def test_a_market_without_a_rule_sells_by_its_default_or_its_stores(
    shop: Shop, db: Database, default: tuple[int | None, ...]
) -> None:
    with pytest.raises(ShopError, match=r"^market 6 has no allocation rule: nothing can be sold there$"):
        shop.place_order(6, {"1234-1": 1})
    db.run("INSERT INTO centra_rule_defaults VALUES (?, ?, ?)", default)
    shop.place_order(6, {"1234SIZES": 7})
    assert (shop.fta("1234SIZES", 1), shop.fta("1234SIZES", 2)) == (0, 0)


@pytest.mark.parametrize(
    ("market", "lines", "message"),
    [
        (4, {}, "an order needs at least one line"),
        (9, {"1234-1": 1}, "there is no market 9"),
        (4, {"nope": 1}, "there is no SKU nope"),
        (4, {"1234-1": 0}, "1234-1: the quantity must be at least 1, not 0"),
        (4, {"1234-1": 6}, "1234-1: 6 ordered, 5 free to allocate in this market"),
        (4, {"1234SIZES": 1, "1234SIZEM": 1}, "1234SIZEM: 1 ordered, 0 free to allocate in this market"),
        (4, {"TWIN": 1}, "2 sizes have the SKU TWIN"),
    ],
)
def test_an_impossible_order_changes_nothing(
    shop: Shop, db: Database, market: int, lines: dict[str, int], message: str
) -> None:
    db.run("UPDATE centra_sizes SET sku = 'TWIN' WHERE id IN (138, 139)")
    before = shop.state()
    with pytest.raises(ShopError) as problem:
        shop.place_order(market, lines)
    assert str(problem.value) == message
    assert shop.state() == before


@pytest.mark.parametrize(
    ("order", "lines", "warehouse", "message"),
    [
        (5001, {}, 1, "a return needs at least one line"),
        (5009, {"1234-1": 1}, 1, "there is no order 5009"),
        (5001, {"1234-1": 3}, 1, "1234-1: 3 to return, 2 left to return in order 5001"),
        (5001, {"1234-1": 0}, 1, "1234-1: the quantity must be at least 1, not 0"),
        (5001, {"1234-1": 1, "1234SIZES": 1}, 1, "order 5001 has no line for 1234SIZES"),
        (5001, {"1234-1": 1}, 9, "there is no warehouse 9"),
        (5002, {"1234-1": 1}, 1, "order 5002 is cancelled"),
    ],
)
def test_an_impossible_return_changes_nothing(
    shop: Shop, order: int, lines: dict[str, int], warehouse: int, message: str
) -> None:
    shop.place_order(4, {"1234-1": 2})
    shop.cancel_order(shop.place_order(4, {"1234-1": 1}))
    before = shop.state()
    with pytest.raises(ShopError) as problem:
        shop.complete_return(order, lines, warehouse)
    assert str(problem.value) == message
    assert shop.state() == before


def test_an_order_is_cancelled_once_and_not_after_a_return(shop: Shop) -> None:
    number = shop.place_order(4, {"1234-1": 2})
    shop.complete_return(number, {"1234-1": 1})
    with pytest.raises(ShopError, match=r"^order 5001 has returned units and cannot be cancelled$"):
        shop.cancel_order(number)
    other = shop.place_order(4, {"1234-1": 1})
    shop.cancel_order(other)
    with pytest.raises(ShopError, match=r"^order 5002 is cancelled$"):
        shop.cancel_order(other)


def test_asking_for_the_fta_of_an_unknown_warehouse_or_sku_is_an_error(shop: Shop) -> None:
    with pytest.raises(ShopError, match=r"^there is no warehouse 9$"):
        shop.fta("1234-1", 9)
    with pytest.raises(ShopError, match=r"^there is no SKU nope$"):
        shop.fta("nope", 1)


def test_the_feed_items_are_all_sizes_with_a_sku_sold_out_ones_too(shop: Shop, db: Database) -> None:
    items = shop.feed_items()
    assert len(items) == 39
    assert [item.sku for item in items] == sorted(item.sku for item in items)
    assert items[2] == FeedItem(
        sku="1234SIZEM",
        product_number="1234",
        product_name="Linen shirt",
        variant_name="White",
        size_name="M",
        price=Decimal("799.00"),
        link="https://shop.example.com/linen-shirt/1234SIZEM",
    )
    db.run("UPDATE centra_sizes SET sku = NULL WHERE id = 102")
    assert "1234SIZEM" not in {item.sku for item in shop.feed_items()}


def test_the_state_shows_what_happened(shop: Shop) -> None:
    number = shop.place_order(4, {"1234-1": 2})
    shop.complete_return(number, {"1234-1": 1})
    state: Any = shop.state()
    at = "2026-01-31T10:00:00+00:00"
    event = {"store_id": 1, "market_id": 4, "created_at": at}
    assert state["events"]["bis toolkit"] == [
        {"id": 2, "object_type": "Order", "change_type": "CREATED", "reference": number, **event},
        {"id": 4, "object_type": "Return", "change_type": "COMPLETED", "reference": 701, **event},
    ]
    assert state["orders"] == [
        {
            "number": number,
            "market_id": 4,
            "store_id": 1,
            "status": "PENDING",
            "created_at": at,
            "updated_at": at,
            "lines": [{"sku": "1234-1", "ordered": 2, "cancelled": 0, "returned": 1}],
        }
    ]
    assert state["returns"] == [
        {
            "id": 701,
            "order_number": number,
            "stock_change_id": 304,
            "created_at": at,
            "lines": [{"sku": "1234-1", "quantity": 1}],
        }
    ]
    assert state["stock_changes"][-1]["lines"] == [{"sku": "1234-1", "delivered": 1, "fta": 1, "allocated": 0}]
    assert state["stock"]["1234-1"]["3"] == {"fta": 1, "allocated": 0, "physical": 1}
