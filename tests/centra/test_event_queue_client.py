from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from voyado_bis_cli.centra.client import CentraClient
from voyado_bis_cli.domain.availability import ProductSize
from voyado_bis_cli.domain.event_queue import EventPage, Listener, ObjectState, StockEvent
from voyado_bis_cli.domain.ids import EventId, ProductSizeId, Sku, StockChangeId
from voyado_bis_cli.domain.rate_limit import RateLimit
from voyado_bis_cli.errors import ErrorCode, PermissionMissingError, RefusedError
from voyado_bis_cli.transport.model import Request

Play = Callable[..., tuple[CentraClient, list[Request]]]

M = ProductSize(ProductSizeId(7), Sku("1234SIZEM"))
L = ProductSize(ProductSizeId(8), Sku("1234SIZEL"))
NAMELESS = ProductSize(ProductSizeId(9), None)
DONE: dict[str, object] = {"userErrors": [], "userWarnings": []}


def variables(request: Request) -> Any:
    assert isinstance(request.json, dict)
    return request.json["variables"]


def line(id_: int, sku: str | None) -> dict[str, object]:
    return {"productSize": {"id": id_, "SKU": sku}}


M_LINE, L_LINE = line(7, "1234SIZEM"), line(8, "1234SIZEL")
GONE_LINE: dict[str, object] = {"productSize": None}


def event(object_: object, *, kind: str = "StockChange", reference: object = 900) -> dict[str, object]:
    return {
        "id": 31,
        "objectType": kind,
        "changeType": "CREATED",
        "objectReference": reference,
        "createdAt": "2026-01-05T12:00:00+01:00",
        "object": object_,
    }


def answer(*events: object, errors: list[object] | None = None) -> dict[str, object]:
    data = {"events": list(events), "rateLimits": []}
    return {"data": data, "errors": errors} if errors else {"data": data}


def stock_change(*lines: object) -> dict[str, object]:
    return {"__typename": "StockChange", "stockChangeId": 900, "stockLines": list(lines)}


def test_events_come_as_centra_tells_them_with_the_rate_budget(play: Play) -> None:
    budget = {
        "type": "QUERY_COMPLEXITY",
        "intervalSeconds": "TEN_SECONDS",
        "quota": 250_000,
        "usedQuota": 400,
        "remainingQuota": 249_600,
    }
    client, sent = play({"data": {"events": [event(stock_change(M_LINE, L_LINE))], "rateLimits": [budget]}})

    assert client.events(limit=50, page=3) == EventPage(
        events=(
            StockEvent(
                id=EventId(31),
                object_type="StockChange",
                change_type="CREATED",
                reference=900,
                created_at=datetime(2026, 1, 5, 11, tzinfo=UTC),
                object_state=ObjectState.READ,
                sizes=(M, L),
            ),
        ),
        rate_limits=(RateLimit("QUERY_COMPLEXITY", "TEN_SECONDS", 250_000, 400, 249_600),),
    )
    assert variables(sent[0]) == {"limit": 50, "page": 3}


@pytest.mark.parametrize(
    ("kind", "object_", "sizes", "state"),
    [
        pytest.param("StockChange", stock_change(M_LINE, L_LINE, M_LINE), (M, L), ObjectState.READ, id="stock change"),
        pytest.param("StockChange", stock_change(), (), ObjectState.READ, id="stock change without lines"),
        pytest.param("StockChange", stock_change(GONE_LINE, L_LINE), (L,), ObjectState.READ, id="one size is gone"),
        pytest.param("StockChange", stock_change(line(9, "")), (NAMELESS,), ObjectState.READ, id="an empty SKU"),
        pytest.param("StockChange", stock_change(line(9, None)), (NAMELESS,), ObjectState.READ, id="no SKU"),
        pytest.param(
            "Order",
            {"__typename": "DirectToConsumerOrder", "orderLines": [L_LINE, GONE_LINE, M_LINE]},
            (L, M),
            ObjectState.READ,
            id="order",
        ),
        pytest.param(
            "Return",
            {"returnLines": [{"orderLine": M_LINE}, {"orderLine": GONE_LINE}, {"orderLine": None}]},
            (M,),
            ObjectState.READ,
            id="return",
        ),
        pytest.param("Warehouse", {"__typename": "Warehouse"}, (), ObjectState.READ, id="a type without sizes"),
        pytest.param("Supplier", None, (), ObjectState.GONE, id="a type the query does not select, and no object"),
        pytest.param("StockChange", None, (), ObjectState.GONE, id="deleted"),
        pytest.param(
            "Order", {"__typename": "SpecialOrder"}, (), ObjectState.UNREADABLE, id="an unknown kind of order"
        ),
    ],
)
def test_an_event_names_the_sizes_its_object_names_now(
    play: Play, kind: str, object_: object, sizes: tuple[ProductSize, ...], state: ObjectState
) -> None:
    client, _ = play(answer(event(object_, kind=kind)))

    (found,) = client.events(limit=200).events

    assert (found.sizes, found.object_state, found.more_lines_of) == (sizes, state, None)


@pytest.mark.parametrize(("lines", "more"), [(19, None), (20, StockChangeId(900))])
def test_a_stock_change_with_20_lines_may_have_more(play: Play, lines: int, more: StockChangeId | None) -> None:
    client, _ = play(answer(event(stock_change(*(line(n, f"sku-{n}") for n in range(lines))))))

    (found,) = client.events(limit=200).events

    assert (len(found.sizes), found.more_lines_of) == (lines, more)


@pytest.mark.parametrize("reference", [4_294_967_296, "4294967296"])
def test_an_object_reference_may_be_a_number_or_a_text(play: Play, reference: object) -> None:
    client, _ = play(answer(event(None, reference=reference)))

    assert client.events(limit=1).events[0].reference == 4_294_967_296


@pytest.mark.parametrize(
    ("object_", "path"),
    [
        pytest.param(None, ["events", 1, "object"], id="the object failed"),
        pytest.param(stock_change(GONE_LINE), ["events", 1, "object", "stockLines", 0, "productSize"], id="a part did"),
    ],
)
def test_an_object_that_centra_fails_to_read_spoils_its_own_event_only(
    play: Play, object_: object, path: list[object]
) -> None:
    broken = {"message": "Internal server error", "path": path}
    client, _ = play(answer(event(stock_change(M_LINE)), event(object_), errors=[broken]))

    assert [found.object_state for found in client.events(limit=2).events] == [
        ObjectState.READ,
        ObjectState.UNREADABLE,
    ]


@pytest.mark.parametrize(
    ("error", "data"),
    [
        pytest.param({"message": "Boom", "path": ["events", 0, "createdAt"]}, {"events": []}, id="not the object"),
        pytest.param({"message": "Boom", "path": ["rateLimits"]}, {"events": []}, id="not an event"),
        pytest.param({"message": "Boom"}, {"events": []}, id="nowhere"),
        pytest.param({"message": "Boom", "path": ["events", 0, "object"]}, None, id="the object, but nothing is left"),
    ],
)
def test_any_other_error_spoils_the_page(play: Play, error: dict[str, object], data: object) -> None:
    client, _ = play({"data": data, "errors": [error]})

    with pytest.raises(RefusedError, match=r"^Centra refused NextEvents: Boom") as caught:
        client.events(limit=1)

    assert caught.value.code is ErrorCode.REFUSED


def test_a_missing_permission_below_an_object_is_told_instead_of_hiding_its_sizes(play: Play) -> None:
    denied = {
        "message": "You need Order:read permission to access ReturnLine.orderLine.",
        "extensions": {"category": "authorization"},
        "path": ["events", 0, "object", "returnLines", 0, "orderLine"],
    }
    client, _ = play(answer(event(None, kind="Return"), errors=[denied]))

    with pytest.raises(PermissionMissingError, match=r"^The token lacks Order:read\.$"):
        client.events(limit=1)


def lines_of(stock_changes: dict[int, list[object]]) -> dict[str, object]:
    edges = [{"node": {"id": id_, "lines": lines}} for id_, lines in stock_changes.items()]
    return {"data": {"stockChangeConnection": {"edges": edges}}}


def changes(*ids: int) -> list[StockChangeId]:
    return [StockChangeId(one) for one in ids]


def test_the_lines_of_stock_changes_are_paged_as_far_as_each_goes_and_each_size_counts_once(play: Play) -> None:
    client, sent = play(
        lines_of({901: [M_LINE], 900: [*[M_LINE] * 199, GONE_LINE], 902: [L_LINE] * 200}),
        lines_of({902: [], 900: [L_LINE, M_LINE]}),
    )

    assert client.sizes_of_stock_changes(changes(900, 901, 902, 900)) == {900: (M, L), 901: (M,), 902: (L,)}
    assert [variables(request) for request in sent] == [
        {"stockChanges": [900, 901, 902], "first": 3, "limit": 200, "page": 1},
        {"stockChanges": [900, 902], "first": 2, "limit": 200, "page": 2},
    ]


def test_ten_stock_changes_share_a_request(play: Play) -> None:
    client, sent = play(lines_of({one: [M_LINE] for one in range(10)}), lines_of({10: [L_LINE]}))

    found = client.sizes_of_stock_changes(changes(*range(11)))

    assert found == {**dict.fromkeys(range(10), (M,)), 10: (L,)}
    assert [variables(request)["stockChanges"] for request in sent] == [list(range(10)), [10]]


def test_a_stock_change_that_is_gone_is_not_in_the_answer(play: Play) -> None:
    client, _ = play(lines_of({901: [M_LINE]}))

    assert client.sizes_of_stock_changes(changes(900, 901)) == {901: (M,)}


def test_no_stock_change_asks_nothing(play: Play) -> None:
    client, sent = play()

    assert (client.sizes_of_stock_changes([]), sent) == ({}, [])


def test_events_are_confirmed_200_at_a_time(play: Play) -> None:
    client, sent = play({"data": {"confirmEvents": DONE}}, {"data": {"confirmEvents": DONE}})

    client.confirm_events([EventId(n) for n in range(201)])

    assert [variables(request) for request in sent] == [{"ids": list(range(200))}, {"ids": [200]}]


def test_confirming_nothing_asks_nothing(play: Play) -> None:
    client, sent = play()

    client.confirm_events([])

    assert sent == []


def test_a_refused_confirmation_is_an_error_and_a_remark_is_not(play: Play) -> None:
    remarked = {"userErrors": [], "userWarnings": [{"message": "Event 31 is already confirmed", "path": None}]}
    failed = {"userErrors": [{"message": "No such event", "path": ["input", "eventsIds"]}], "userWarnings": []}
    client, _ = play({"data": {"confirmEvents": remarked}}, {"data": {"confirmEvents": failed}})

    client.confirm_events([EventId(31)])
    with pytest.raises(RefusedError, match=r"^Centra refused ConfirmEvents: No such event \(at input\.eventsIds\)\.$"):
        client.confirm_events([EventId(32)])


LISTENER_NODE = {
    "integrationName": "bis toolkit",
    "objectType": "Order",
    "changeTypes": ["CREATED", "UPDATED"],
    "createdAt": "2026-01-05T12:00:00+00:00",
}
LISTENER = Listener("bis toolkit", "Order", ("CREATED", "UPDATED"), datetime(2026, 1, 5, 12, tzinfo=UTC))


def test_listeners_reveal_the_integration_they_belong_to(play: Play) -> None:
    client, _ = play({"data": {"eventListeners": [LISTENER_NODE]}}, {"data": {"eventListeners": []}})

    assert client.listeners() == (LISTENER,)
    assert client.listeners() == ()


def test_listening_and_not_listening_are_for_all_changes_of_a_type(play: Play) -> None:
    client, sent = play(
        {"data": {"setEventListeners": {**DONE, "eventListeners": [LISTENER_NODE]}}},
        {"data": {"unsetEventListeners": {**DONE, "eventListeners": []}}},
    )

    assert client.add_listeners(["Order", "Return"]) == (LISTENER,)
    assert client.remove_listeners(["Order"]) == ()
    assert [(request.operation, variables(request)) for request in sent] == [
        ("Centra SetEventListeners", {"input": [{"objectType": "Order"}, {"objectType": "Return"}]}),
        ("Centra UnsetEventListeners", {"input": [{"objectType": "Order"}]}),
    ]


@pytest.mark.parametrize("root", ["setEventListeners", "unsetEventListeners"])
def test_refused_listeners_are_an_error(play: Play, root: str) -> None:
    failed = {
        "eventListeners": None,
        "userErrors": [{"message": "The token has no integration name", "path": []}],
        "userWarnings": [],
    }
    client, _ = play({"data": {root: failed}})
    ask = client.add_listeners if root == "setEventListeners" else client.remove_listeners

    with pytest.raises(RefusedError, match=r"EventListeners: The token has no integration name\.$"):
        ask(["Order"])
