"""One queue per integration name (contract: Events)."""

from typing import Any

import pytest

from voyado_bis_cli.sandbox.centra.event_queue import Change, EventQueue
from voyado_bis_cli.sandbox.centra.shop import Shop
from voyado_bis_cli.sandbox.clock import SandboxClock
from voyado_bis_cli.sandbox.database import Database

ALL_TYPES = ["CREATED", "UPDATED", "COMPLETED", "DELETED", "DEPENDENT_DATA_CHANGED"]
REMARKS = "userErrors { message } userWarnings { message }"
LISTENERS = "{ eventListeners { integrationName objectType changeTypes createdAt updatedAt } }"
OBJECTS = """query NextEvents($limit: Int) {
  events(limit: $limit) {
    id objectType changeType objectReference createdAt
    object {
      __typename
      ... on StockChange { stockChangeId: id stockLines: lines(limit: 20) { productSize { id SKU } warehouse { id } } }
      ... on Order { orderLines: lines { productSize { id SKU } } }
      ... on Return { returnLines: lines { orderLine { productSize { id SKU } } } }
    }
  }
  rateLimits { type intervalSeconds quota usedQuota remainingQuota }
}"""


def _ids(ask: Any, token: str = "sandbox-toolkit", where: str = "", **more: Any) -> list[int]:
    reply = ask(f"{{ events(limit: 200 {where}) {{ id }} }}", token=token, **more)
    return [event["id"] for event in reply.data["events"]]


def _set(ask: Any, types: str, token: str = "sandbox-fresh") -> Any:
    selection = f"eventListeners {{ objectType changeTypes }} {REMARKS}"
    mutation = f"mutation {{ setEventListeners(input: {types}) {{ {selection} }} }}"
    return ask(mutation, token=token).data["setEventListeners"]


def _unset(ask: Any, types: str, token: str = "sandbox-toolkit") -> Any:
    selection = f"eventListeners {{ objectType changeTypes }} {REMARKS}"
    mutation = f"mutation {{ unsetEventListeners(input: {types}) {{ {selection} }} }}"
    return ask(mutation, token=token).data["unsetEventListeners"]


def _confirm(ask: Any, ids: list[int], token: str = "sandbox-toolkit") -> list[int]:
    mutation = (
        f"mutation ($ids: [Int!]!) {{ confirmEvents(input: {{eventsIds: $ids}}) {{ events {{ id }} {REMARKS} }} }}"
    )
    payload = ask(mutation, token=token, ids=ids).data["confirmEvents"]
    assert (payload["userErrors"], payload["userWarnings"]) == ([], [])
    return [event["id"] for event in payload["events"]]


def test_listeners_reveal_the_integrations_name(ask: Any) -> None:
    listeners = ask(LISTENERS, token="sandbox-guide").data["eventListeners"]
    assert [entry["objectType"] for entry in listeners] == ["Order", "Return", "StockChange"]
    assert listeners[0] == {
        "integrationName": "Engage integration",
        "objectType": "Order",
        "changeTypes": ALL_TYPES,
        "createdAt": "2026-01-31T10:00:00+00:00",
        "updatedAt": "2026-01-31T10:00:00+00:00",
    }
    assert ask(LISTENERS, token="sandbox-fresh").data == {"eventListeners": []}
    narrowed = "{ eventListeners(where: {objectType: Order}) { objectType } }"
    assert ask(narrowed).data == {"eventListeners": [{"objectType": "Order"}]}


def test_setting_listeners_only_ever_adds(ask: Any, clock: SandboxClock) -> None:
    payload = _set(ask, "[{objectType: Order, changeTypes: [UPDATED]}]")
    assert payload == {
        "eventListeners": [{"objectType": "Order", "changeTypes": ["UPDATED"]}],
        "userErrors": [],
        "userWarnings": [],
    }
    clock.advance(60)
    again = _set(ask, "[{objectType: Order, changeTypes: [CREATED]}, {objectType: Return, changeTypes: []}]")
    assert again["eventListeners"] == [{"objectType": "Order", "changeTypes": ["CREATED", "UPDATED"]}]
    clock.advance(60)
    _set(ask, "{objectType: Order, changeTypes: CREATED}")
    (listener,) = ask(LISTENERS, token="sandbox-fresh").data["eventListeners"]
    assert (listener["createdAt"], listener["updatedAt"]) == ("2026-01-31T10:00:00+00:00", "2026-01-31T10:01:00+00:00")


@pytest.mark.parametrize("change_types", ["", ", changeTypes: null"])
def test_omitted_change_types_are_all(ask: Any, change_types: str) -> None:
    payload = _set(ask, f"[{{objectType: StockChange{change_types}}}]")
    assert payload["eventListeners"] == [{"objectType": "StockChange", "changeTypes": ALL_TYPES}]


def test_a_change_before_the_listener_never_becomes_an_event(ask: Any, set_stock: Any) -> None:
    set_stock("1234SIZEM", 1)
    _set(ask, "[{objectType: StockChange}]")
    assert _ids(ask, "sandbox-fresh") == []
    set_stock("1234SIZEM", 2)
    assert len(_ids(ask, "sandbox-fresh")) == 1


def test_events_come_oldest_first_and_again_until_confirmed(ask: Any, set_stock: Any) -> None:
    for quantity in (1, 2, 3):
        set_stock("1234SIZEM", quantity)
    first, second, third = _ids(ask)
    assert first < second < third
    assert _ids(ask) == [first, second, third]
    assert _confirm(ask, [second]) == [second]
    assert _ids(ask) == [first, third]
    assert _confirm(ask, [third, first]) == [first, third]
    assert _ids(ask) == []


def test_confirming_what_is_not_queued_is_no_error(ask: Any, set_stock: Any) -> None:
    set_stock("1234SIZEM", 1)
    (ours,) = _ids(ask)
    (theirs,) = _ids(ask, "sandbox-guide")
    assert ours != theirs
    assert _confirm(ask, []) == []
    assert _confirm(ask, [theirs, 999_999]) == []
    assert (_ids(ask), _ids(ask, "sandbox-guide")) == ([ours], [theirs])
    assert _confirm(ask, [ours]) == [ours]
    assert _confirm(ask, [ours]) == []


def test_brands_that_share_an_integration_name_take_each_others_events(ask: Any, set_stock: Any) -> None:
    set_stock("1234SIZEM", 1)
    (event,) = _ids(ask, "sandbox-guide")
    assert _ids(ask, "sandbox-brand-y") == [event]
    assert _confirm(ask, [event], "sandbox-brand-y") == [event]
    assert _ids(ask, "sandbox-guide") == []
    assert len(_ids(ask, "sandbox-toolkit")) == 1
    _unset(ask, "[{objectType: StockChange}]", "sandbox-brand-y")
    set_stock("1234SIZEM", 2)
    assert _ids(ask, "sandbox-guide") == []


def test_unsetting_deletes_the_queued_events_of_what_is_removed(ask: Any, shop: Shop) -> None:
    number = shop.place_order(4, {"1234-1": 1})
    shop.cancel_order(number)
    assert len(_ids(ask)) == 2
    payload = _unset(ask, "[{objectType: Order, changeTypes: [CREATED]}, {objectType: Return}]")
    assert payload == {
        "eventListeners": [{"objectType": "Order", "changeTypes": ALL_TYPES[1:]}],
        "userErrors": [],
        "userWarnings": [],
    }
    assert ask("{ events { changeType } }").data["events"] == [{"changeType": "UPDATED"}]
    assert _unset(ask, "[{objectType: Order, changeTypes: [CREATED]}]") == payload
    assert _unset(ask, "[{objectType: Order}]")["eventListeners"] == []
    assert _unset(ask, "[{objectType: Order}]")["eventListeners"] == []
    assert _ids(ask) == []
    assert [entry["objectType"] for entry in ask(LISTENERS).data["eventListeners"]] == ["StockChange"]


def test_each_kind_of_event_names_its_sizes(ask: Any, shop: Shop, set_stock: Any) -> None:
    set_stock("1234SIZEM", 3)
    number = shop.place_order(5, {"1234-1": 2, "1234SIZEM": 1})
    return_id = shop.complete_return(number, {"1234-1": 1})
    size, other = {"id": 102, "SKU": "1234SIZEM"}, {"id": 105, "SKU": "1234-1"}
    stock, order, returned = ask(OBJECTS, limit=200).data["events"]
    assert stock == {
        "id": stock["id"],
        "objectType": "StockChange",
        "changeType": "CREATED",
        "objectReference": 304,
        "createdAt": "2026-01-31T10:00:00+00:00",
        "object": {
            "__typename": "StockChange",
            "stockChangeId": 304,
            "stockLines": [{"productSize": size, "warehouse": {"id": 1}}],
        },
    }
    assert (order["objectType"], order["changeType"], order["objectReference"]) == ("Order", "CREATED", number)
    assert order["object"] == {
        "__typename": "DirectToConsumerOrder",
        "orderLines": [{"productSize": other}, {"productSize": size}],
    }
    assert (returned["objectType"], returned["changeType"], returned["objectReference"]) == (
        "Return",
        "COMPLETED",
        return_id,
    )
    assert returned["object"] == {
        "__typename": "DirectToConsumerReturn",
        "returnLines": [{"orderLine": {"productSize": other}}],
    }


def test_the_object_is_its_present_state_and_null_when_gone(ask: Any, shop: Shop, db: Database) -> None:
    number = shop.place_order(4, {"1234-1": 1})
    shop.cancel_order(number)
    query = "{ events { changeType object { ... on Order { status } } } }"
    assert [event["object"] for event in ask(query).data["events"]] == [{"status": "CANCELED"}] * 2
    db.run("DELETE FROM centra_order_lines")
    db.run("DELETE FROM centra_orders")
    assert [event["object"] for event in ask(query).data["events"]] == [None] * 2


def test_objects_of_other_types_are_read_where_this_shop_has_them(ask: Any, db: Database, clock: SandboxClock) -> None:
    _set(
        ask, "[{objectType: Warehouse}, {objectType: AllocationRule}, {objectType: ProductSize}, {objectType: Voucher}]"
    )
    EventQueue(db, clock).publish(
        [
            Change("Warehouse", "UPDATED", 2),
            Change("AllocationRule", "UPDATED", 2),
            Change("ProductSize", "UPDATED", 105),
            Change("Voucher", "CREATED", 1),
        ]
    )
    query = """{ events { object { __typename ... on Warehouse { threshold } ... on AllocationRule { name }
                 ... on ProductSize { SKU } } } }"""
    assert [event["object"] for event in ask(query, token="sandbox-fresh").data["events"]] == [
        {"__typename": "Warehouse", "threshold": 2},
        {"__typename": "AllocationRule", "name": "Europe"},
        {"__typename": "ProductSize", "SKU": "1234-1"},
        None,
    ]


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ("objectType: StockChange", ["StockChange"]),
        ("objectType: [StockChange, Return]", ["StockChange", "Return"]),
        ("changeType: [COMPLETED]", ["Return"]),
        ("storeId: 2", ["Order"]),
        ("marketId: [4]", ["Order", "Return"]),
        ("marketId: [4], objectType: Return", ["Return"]),
        ('objectType: StockChange, negate: ["objectType"]', ["Order", "Order", "Return"]),
    ],
)
def test_events_can_be_filtered(ask: Any, shop: Shop, set_stock: Any, where: str, found: list[str]) -> None:
    set_stock("1234SIZEM", 1)
    number = shop.place_order(4, {"1234-1": 1})
    shop.place_order(5, {"1234-1": 1})
    shop.complete_return(number, {"1234-1": 1})
    reply = ask(f"{{ events(where: {{{where}}}) {{ objectType }} }}")
    assert [event["objectType"] for event in reply.data["events"]] == found


def test_a_restricted_token_sees_and_confirms_only_its_stores_events(ask: Any, shop: Shop, set_stock: Any) -> None:
    set_stock("1234SIZEM", 1)
    shop.place_order(4, {"1234-1": 1})
    shop.place_order(5, {"1234-1": 1})
    query = "{ events { id objectType store { id } market { id } } }"
    everything = ask(query, token="sandbox-guide").data["events"]
    assert [(event["store"], event["market"]) for event in everything] == [
        (None, None),
        ({"id": 1}, {"id": 4}),
        ({"id": 2}, {"id": 5}),
    ]
    seen = ask(query, token="sandbox-store-1").data["events"]
    assert seen == everything[:2]
    ids = [event["id"] for event in everything]
    assert _confirm(ask, ids, "sandbox-store-1") == ids[:2]
    assert _ids(ask, "sandbox-guide") == ids[2:]


def test_pages_of_events_follow_each_other(ask: Any, set_stock: Any) -> None:
    for quantity in range(1, 6):
        set_stock("1234SIZEM", quantity)
    ids = _ids(ask)
    pages = [ask(f"{{ events(limit: 2, page: {page}) {{ id }} }}").data["events"] for page in (1, 2, 3, 4)]
    assert [[event["id"] for event in page] for page in pages] == [ids[:2], ids[2:4], ids[4:], []]


def test_a_full_page_with_its_objects_is_read_in_a_handful_of_statements(
    ask: Any, db: Database, shop: Shop, set_stock: Any
) -> None:
    number = shop.place_order(5, {"2001NVYS": 10, "5200BRN85": 10})
    for quantity in range(1, 100):
        set_stock("1234SIZEM", quantity)
        shop.complete_return(number, {"2001NVYS": 1}) if quantity <= 10 else shop.place_order(4, {"1234SIZEM": 1})
    statements: list[str] = []
    db._connection.set_trace_callback(statements.append)
    events = ask(OBJECTS, limit=200).data["events"]
    assert len(events) == 199
    assert len(statements) <= 12
